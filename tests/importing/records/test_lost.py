"""What may be lost is told at its place."""

from __future__ import annotations

from plancheck.importing.pipeline import Wanted
from tests.importing.goteborg import from_text


def test_goals_in_contents_that_came_out_as_one_line_are_told() -> None:
    text = "Vår budget\n\n2 Innehållsförteckning 1. Inledning 3 Mål 1 Fler träd 4 Mål 2. Bättre broar 5\n\n3 Slut på allt\n"
    made = from_text(text, wanted=Wanted("kf-budget", None, 2024)).documents[0]
    assert [doubt.details["words"] for doubt in made.doubts if doubt.key == "doubt-in-contents"] == [text.splitlines()[2]]
