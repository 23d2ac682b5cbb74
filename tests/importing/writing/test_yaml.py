"""What is found, written as YAML."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancheck.importing.records.found import Found
from plancheck.importing.writing.yaml import written
from plancheck.model.source import parse
from plancheck.model.text import Text

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


@given(
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.dictionaries(st.integers(2000, 2030), st.floats(allow_nan=False, allow_infinity=False)),
)
@settings(max_examples=150)
def test_any_text_of_a_document_comes_back_from_the_yaml_as_it_was(
    text: str, measures: list[str], outcome: dict[int, float]
) -> None:
    inner = Found({"title": text, "measures": measures, "outcome": outcome})
    found = Found({"document": "verksamhetsplan", "title": text, "goals": [inner]})
    assert parse(written(found, "plan.txt", "sv"), "plan.yaml").root == found.plain()


@pytest.mark.parametrize(
    "text", ["012", "1e5", "no", "2024-02-30", "- a", "# GRANSKA: x", "a: b", "'", "…", "  ", "3.10", "null", "~"]
)
def test_a_text_that_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    found = Found({"title": text, "points": [text, text]})
    assert parse(written(found, "x", "en"), "x").root == found.plain()


def incomplete(*entries: Mapping[str, object]) -> str:
    return written(Found({"document": "verksamhetsplan", "incomplete": [*entries]}), "x", "sv").partition("incomplete:")[2]


def test_a_list_that_may_not_be_all_is_its_key_alone_where_there_is_no_more_to_say() -> None:
    assert incomplete({"what": "uppdrag"}, {"what": "goals", "at": {}}, {"what": "uppdrag"}) == " [uppdrag, goals]\n"


def test_why_and_where_a_list_may_not_be_all_are_written_in_the_language() -> None:
    entry = {"what": "uppdrag", "reason": Text("incomplete-none"), "at": {"section": "4", "page": 7}}
    assert incomplete(entry, entry, {"what": "goals"}) == (
        "\n  - what: uppdrag\n    reason: inga hittades\n    at: {section: '4', page: 7}\n  - what: goals\n"
    )
