"""Words in a bad copy."""

from __future__ import annotations

import pytest

from plancheck.importing.evidence.fuzzy import begins, holds, same, which


@pytest.mark.parametrize(
    ("text", "phrase", "is_same"),
    [
        ("Nämndens  MÅL:", "nämndens mål", True),
        ("Namndens mal", "Nämndens mål", True),
        ("Måluppfy1lelse", "Måluppfyllelse", True),
        ("Viss", "God", False),
        ("Uppdrag", "Program", False),
    ],
)
def test_words_are_the_same_in_a_bad_copy(text: str, phrase: str, is_same: bool) -> None:
    assert same(text, phrase) is is_same


def test_what_stands_in_a_text_is_told_from_what_is_nearly_there() -> None:
    assert which("Årsrapport", {"half": ["Delårsrapport"], "whole": ["Årsrapport"]}) == "whole"
    assert which("Utfall/mål för nämnden", {"city": ["Utfall/mål för staden"], "own": ["Utfall/mål för nämnden"]}) == "own"
    assert holds("Bedömning ur ekologisk och social dimension", "social dimension")
    assert not holds("Barnbokslut", "Bokslut", exactly=True)
    assert begins("Ej påbörjad Socialnämnderna", "Ej påbörjad") == len("Ej påbörjad")
