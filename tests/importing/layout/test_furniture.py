"""Page headers and tables of contents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.importing.layout.furniture import furniture_in, page_number, printed_page
from plancheck.importing.reading.lines import Line
from tests.importing.goteborg import goteborg, lines

HEADINGS = ["Innehåll", "Innehållsförteckning"]
PROSE = "Nämnden ansvarar för stöd till enskilda och följer upp sitt arbete under året."


def contents_of(*texts: str) -> list[str]:
    """The texts that are taken for a table of contents."""
    made = lines(*texts, blanks=1)
    furniture = furniture_in(made, HEADINGS)
    return [line.text for line in made if furniture.get(line.number) == "contents"]


BODY = ("1 Inledning", PROSE, "2 Risker", PROSE, "3 Uppföljning", PROSE)


@pytest.mark.parametrize(
    "contents",
    [
        ("Innehåll", "1 Inledning ... 3", "2 Risker ... 4", "3 Uppföljning ... 5"),
        ("1 Inledning ... 3", "2 Risker ... 4", "3 Uppföljning ... 5"),
        ("Innehåll", "1 Inledning…3", "2 Risker …4", "3 Uppföljning… 5"),
        ("Innehåll", "1 Inledning . . . 3", "2 Risker . . 4", "3 Uppföljning . . . . . 5"),
        ("INNEHÅLL", "1 Inledning 3", "2 Risker 4", "3 Uppföljning 5"),
        ("Innehåll:", "Inledning 3", "Risker 4", "Uppföljning 5"),
        ("1 Inledning      3", "2 Risker      4", "3 Uppföljning     5"),
        ("Innehåll", "1Inledning...3", "2Risker...4", "3Uppföljning...5"),
        ("Innehåll", "1 Inledning3", "2 Risker4", "3 Uppföljning5"),
        ("Innehåll", "1 Inledning...3 2 Risker ...4 3 Uppföljning ...5"),
        ("Innehåll", "1 Inledning ... 3", "2 Risker för hela verksamheten och", "dess lokaler ... 4", "3 Uppföljning ... 5"),
        ("Innehåll", "1 Inledning ... 3", "2 Risker ... 4", "Bilagor", "3 Uppföljning ... 5"),
        ("Innehåll", "1 Inledning ... 3", "2 Risker ... 4", "3 Uppföljning ... 5", "Bilagor", "Bilaga 1: Effekter"),
        ("Innehåll", "1 Inledning", "2 Risker", "3 Uppföljning"),
        ("1 Inledning", "2 Risker", "3 Uppföljning"),
        ("Innehåll", "Förord iii", "1 Inledning ..... 1", "2 Risker ..... 4", "3 Uppföljning ..... 5"),
    ],
)
def test_a_table_of_contents_is_left_out_with_its_heading_however_its_pages_are_led_to(contents: tuple[str, ...]) -> None:
    assert contents_of("Verksamhetsplan 2024", *contents, *BODY) == list(contents)


@pytest.mark.parametrize(
    "texts",
    [
        ("Indikator Utfall", "Andel nöjda 62", "Antal deltagare 71", "Personal i direktkontakt 80", PROSE),
        ("Andel nöjda      62", "Antal deltagare      71", "Personal i direktkontakt      80", PROSE),
        ("Mål 1", "Mål 2", "Mål 3", PROSE),
        (
            "Nämndens mål:",
            "• Fler unga i arbete",
            "• Kortare väntan",
            "• Nöjdare medarbetare",
            PROSE,
            "Fler unga i arbete",
            PROSE,
        ),
        ("Budget 2023", "Budget 2024", "Budget 2025", PROSE),
        ("1 Inledning", PROSE, "Resultatet blev …", "och vi väntar … 3", PROSE),
        ("Innehåll", PROSE, PROSE),
        ("Innehåll", "Avsnittet beskriver vad planen innehåller.", "Den har 3 delar", PROSE),
    ],
)
def test_figures_goals_and_prose_are_no_contents(texts: tuple[str, ...]) -> None:
    assert contents_of("Verksamhetsplan 2024", *texts) == []


def test_contents_end_where_their_first_entry_comes_again() -> None:
    assert contents_of("Innehåll", "Inledning", "Risker", "Inledning", "Planen gäller 3", "Risker", PROSE) == [
        "Innehåll", "Inledning", "Risker",
    ]  # fmt: skip


def test_what_the_file_calls_a_heading_is_no_entry() -> None:
    made = [Line(1, "Innehåll"), Line(2, "1 Inledning 3"), Line(3, "2 Risker 4"), Line(4, "3 Mål för 2025", level=1)]
    assert sorted(furniture_in(made, HEADINGS)) == [1, 2, 3]


def test_a_line_that_is_nothing_but_the_number_of_a_page_is_page_furniture() -> None:
    made = lines("Plan", "(2)", PROSE, "(3)", PROSE, blanks=1)
    assert furniture_in(made) == {2: "page-header", 4: "page-header"}


def test_the_words_around_the_number_of_a_page_are_those_of_the_profile() -> None:
    from plancheck.importing.evidence.profile import profile_of

    swedish = profile_of(goteborg().ruleset.folders).page_number
    line = Line(1, "Sida 8 av 51", opens_page=True)
    assert printed_page(line, swedish) == 8
    assert printed_page(line, page_number()) is None
    assert printed_page(line._replace(text="Page 8 of 51"), page_number(["page"], ["of"])) == 8
    assert printed_page(line._replace(text="Årsrapport 8 (51)"), page_number()) == 8


@given(st.lists(st.sampled_from(["Innehåll", "1 Mål ... 3", "2 Uppdrag 4", "1 Mål", "2 Uppdrag", PROSE, "(2)", "•", "a … 7"])))
def test_furniture_is_made_of_lines_of_the_file_and_never_of_prose(texts: list[str]) -> None:
    made = lines(*texts)
    furniture = furniture_in(made, HEADINGS)
    assert furniture.keys() <= {line.number for line in made}
    assert not any(furniture.get(line.number) == "contents" for line in made if line.text == PROSE)
