"""Headings of a text."""

from __future__ import annotations

from plancheck.importing.layout.outline import headings
from tests.importing.goteborg import lines


def test_headings_are_the_longest_run_of_numbers_that_go_on() -> None:
    text = lines(
        "1 Inledning", "2 Kvalitet", "2.1 Resultat", "1 IVO beslut 2021-10-05. Tillsyn", "3 Stadsrevisionen rekommenderar",
        "2.1.1 Egenkontroll", "4 Justitieombudsmannen", "2.2 Analys", "3 Ekonomi", blanks=1,
    )  # fmt: skip
    assert [one.dotted for one in headings(text)] == ["1", "2", "2.1", "2.1.1", "2.2", "3"]
