"""Which headings are sections of a document."""

from __future__ import annotations

from plancheck.importing.pipeline import Wanted
from tests.importing.goteborg import from_text

RUNNING = "Här står en lång mening om allt det som vi gör för alla som bor här i vår stad."


def titles(text: str) -> list[str]:
    made = from_text(text, wanted=Wanted("verksamhetsplan", "nordost", 2024)).documents[0].plain()
    return [section["title"] for section in made.get("sections", [])]


def test_a_label_that_stands_in_no_goal_is_a_heading() -> None:
    text = f"Måluppfyllelse\n\n{RUNNING}\n\n1 Inledning\n\n1.1 Ansvar\n\nBeskrivning\n\n{RUNNING}\n"
    assert titles(text) == ["Måluppfyllelse", "Inledning", "Ansvar", "Beskrivning"]


def test_a_label_within_a_goal_is_no_heading() -> None:
    goals = "".join(f"Mål {n}. Fler träd i park {n}\n\n{RUNNING}\n\nMåluppfyllelse\n\n{RUNNING}\n\n" for n in (1, 2, 3))
    assert "Måluppfyllelse" not in titles(f"Våra mål\n\n{RUNNING}\n\n{goals}")


def test_the_words_of_a_legend_are_no_headings() -> None:
    signs = "".join(
        f"Bild av en {sign}.\n\n{word}\n\n" for sign, word in [("ring", "Klart"), ("ruta", "Delvis"), ("stjärna", "Inte")]
    )
    text = f"Våra hus\n\n{RUNNING}\n\n{RUNNING}\n\nTecken i texten\n\n{signs}Bild av en sol.\n\nOkänt\n"
    assert titles(text) == ["Våra hus", "Tecken i texten"]
