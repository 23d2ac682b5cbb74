"""A damaged report of an earlier check is refused, or compared with."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from plancheck import ProblemError, Run
from plancheck.reports import Layout, report_of
from plancheck.reports.json import baseline_of
from plancheck.run.baseline import compared, new_since
from tests import schemas
from tests.fuzzing import corpus
from tests.fuzzing.cities import City, assert_told, checked
from tests.fuzzing.corpus import fuzzed
from tests.fuzzing.damage import bytes_of, value_of
from tests.fuzzing.grammar import values


@cache
def reported(city: City) -> tuple[Run, str]:
    """A check of a city, and what is reported of it."""
    run = checked(city)
    return run, str(report_of("json")(run, city.repository.ruleset, Layout()))


@given(data=st.data())
@fuzzed(30)
def test_a_damaged_report_is_refused_or_compared_with(city: City, data: st.DataObject) -> None:
    run, report = reported(city)
    ruleset = city.repository.ruleset
    changed = value_of(lambda: [report]).map(corpus.as_json) | values("report").map(corpus.as_json)
    path = city.folder.parent / "förra.json"
    path.write_bytes(data.draw(changed.map(str.encode) | bytes_of(lambda: [report.encode()])))
    try:
        earlier = baseline_of(path)
    except ProblemError as error:
        assert_told(error.problems, city.folder)
        return
    new_since(run, earlier)
    again = compared(run, earlier)
    for format_ in ("text", "markdown"):
        assert report_of(format_)(again, ruleset, Layout())
    assert schemas.errors("report", json.loads(report_of("json")(again, ruleset, Layout()))) == []
