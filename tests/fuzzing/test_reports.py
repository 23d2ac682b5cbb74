"""Whatever documents say, every format of a report is what its readers expect."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from jsonschema.validators import validator_for

from plancheck.reports import FORMATS, Layout, report_of
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Run
from tests import schemas
from tests.fuzzing import corpus
from tests.fuzzing.cities import City, checked
from tests.fuzzing.corpus import fuzzed
from tests.fuzzing.damage import texts_changed
from tests.paths import FORMATS_OF_OTHERS

HOSTILE = (
    st.sampled_from(corpus.STRANGE)
    | st.text(max_size=30)
    | st.text(alphabet="<>&\"'`|*_[]()#@!{}\\%$~=-+:;,.\t\n\r \x1b\x9b\u202e\u2066\u2028\ufeff\ufffe\x00]", max_size=30)
    | st.sampled_from(["</script>", "<script>", "-->", "]]>", "%%EOF", "::endgroup::", "a" * 100_000, "å\u0301" * 2000])
)
CONTROL = re.compile("[\ufffe\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _json(text: str) -> None:
    assert schemas.errors("report", json.loads(text)) == []


def _sarif(text: str) -> None:
    assert list(_schema("sarif-2.1.0").iter_errors(json.loads(text))) == []


def _gitlab(text: str) -> None:
    assert [error for one in json.loads(text) for error in _schema("codeclimate").iter_errors(one)] == []


@cache
def _schema(name: str) -> Any:
    schema = json.loads((FORMATS_OF_OTHERS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


@cache
def _junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(FORMATS_OF_OTHERS / "junit-10.xsd")


def _junit(text: str) -> None:
    assert list(_junit_schema().iter_errors(text)) == []


def _csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";", strict=True))
    assert len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


def _svg_in(text: str) -> None:
    for drawing in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        xml.etree.ElementTree.fromstring(drawing)


VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "source"}


class _Page(HTMLParser):
    """A page in which every element that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1
        assert [name for name, _ in attrs if name.startswith("on")] == []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _html(text: str) -> None:
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert page.seen["script"] == 1


def _github(text: str) -> None:
    stop = re.search(r"^::stop-commands::(\w+)$", text, re.MULTILINE)
    if stop:
        text = text.partition(f"::{stop[1]}::")[2]
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert all(re.match(r"::(error|warning|notice) file=[^,:]+,", line) for line in commands), commands


def _azure(text: str) -> None:
    assert [line for line in text.splitlines() if "##vso[" in line and not line.startswith("##vso[task.logissue ")] == []


TEXTS = [one for one in FORMATS if one != "docx"]
VALID: dict[str, Callable[[str], None]] = {
    "json": _json, "sarif": _sarif, "gitlab": _gitlab, "junit": _junit, "csv": _csv, "html": _html, "github": _github,
    "azure": _azure,
}  # fmt: skip


def rendered(format_: str, run: Run, ruleset: RuleSet) -> str:
    """A report in a format, which is text."""
    layout = Layout(statistics=True, sarif_all=True)
    made = report_of(format_)(run, ruleset, layout)
    assert isinstance(made, str)
    return made


@st.composite
def hostile_documents(draw: DrawFn) -> str:
    """A document with texts that are made to break reports."""
    return corpus.dumped(draw(texts_changed(corpus.documents, HOSTILE)))


@given(data=st.data(), text=hostile_documents(), language=st.sampled_from(["sv", "en"]))
@fuzzed(12)
def test_every_format_of_a_report_is_valid_whatever_documents_say(
    data: st.DataObject, text: str, language: str, city: City
) -> None:
    name = data.draw(st.sampled_from(city.damageable))
    formats = data.draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True))
    city.write(name, text)
    try:
        run = checked(city, language="sv" if language == "sv" else "en")
        for format_ in formats:
            made = rendered(format_, run, city.repository.ruleset)
            made.encode()
            assert CONTROL.findall(made) == []
            if format_ in VALID:
                VALID[format_](made)
    finally:
        city.restore(name)
