"""A damaged configuration is refused at its place, or what it says holds; agreements hide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plancheck
from plancheck import ProblemError
from plancheck.run.results import Evaluation
from tests.fuzzing import corpus
from tests.fuzzing.cities import TODAY, City, assert_told, checked
from tests.fuzzing.corpus import fuzzed
from tests.fuzzing.damage import text_of, value_of
from tests.fuzzing.grammar import parts, values

CONFIGURATION = "plancheck.yaml"


@pytest.fixture(scope="module")
def configured(city: City) -> Iterator[City]:
    yield city
    city.restore(CONFIGURATION)


@given(
    text_of(corpus.configurations)
    | value_of(corpus.configurations, parts("configuration")).map(corpus.dumped)
    | values("configuration").map(corpus.dumped)
)
@fuzzed(40)
def test_a_damaged_configuration_is_refused_at_its_place_or_holds(configured: City, text: str) -> None:
    configured.write(CONFIGURATION, text)
    try:
        run = plancheck.check([configured.folder], today=TODAY)
    except ProblemError as error:
        assert_told(error.problems, configured.folder)
    else:
        assert run.exit_code in (0, 1, 2)


def _dates() -> st.SearchStrategy[Any]:
    return st.sampled_from(["2024-01-01", "2026-11-21", "2026-11-22", "2026-11-23", "9999-12-31"])


def _agreements(run_items: list[tuple[str, str, str]]) -> st.SearchStrategy[dict[str, Any]]:
    """Agreements about what there is, by its rule, document and item, or about nothing."""
    about = st.sampled_from(run_items).flatmap(
        lambda one: st.fixed_dictionaries(
            {"rule": st.just(one[0]), "by": st.sampled_from(["Kansliet", *corpus.STRANGE]), "until": _dates()},
            optional={"document": st.just(one[1]), "item": st.just(one[2]) | st.sampled_from(corpus.words())},
        )
    )
    waivers = st.tuples(about, st.sampled_from(corpus.words())).map(lambda one: {**one[0], "reason": one[1]})
    attested = st.tuples(about, _dates(), st.sampled_from(corpus.words()))
    attestations = attested.map(lambda one: {**one[0], "on": one[1], "reference": one[2]})
    return st.fixed_dictionaries({"waivers": st.lists(waivers, max_size=4), "attestations": st.lists(attestations, max_size=4)})


def _key(one: Evaluation) -> tuple[str, str, str, int, object]:
    return one.rule, one.document, one.item, one.nth, one.location


@given(data=st.data())
@fuzzed(30)
def test_no_agreement_hides_an_evaluation(configured: City, data: st.DataObject) -> None:
    configured.restore(CONFIGURATION)
    before = checked(configured)
    whole = (configured.folder / CONFIGURATION).read_text(encoding="utf-8")
    items = [(one.rule, one.document, one.item) for one in before.evaluations]
    agreed = data.draw(_agreements(items))
    configured.write(CONFIGURATION, whole + corpus.dumped(agreed))
    try:
        run = plancheck.check([configured.folder], today=TODAY)
    except ProblemError as error:
        assert_told(error.problems, configured.folder)
        return
    assert [_key(one) for one in run.evaluations] == [_key(one) for one in before.evaluations]
    for was, now in zip(before.evaluations, run.evaluations, strict=True):
        assert was.message == now.message
        assert (now.outcome == was.outcome) == (now.agreement is None)
        if now.agreement is not None:
            assert (was.outcome, now.outcome) in {
                ("failed", "waived"), ("failed", "attested"), ("not-assessable", "attested"),
            }  # fmt: skip
