"""Headings of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.importing.layout.outline import chief, headings
from plancheck.importing.reading.lines import Line
from tests.importing.goteborg import from_text, lines

PROSE = "Nämnden ansvarar för stöd till enskilda och följer upp sitt arbete under året."


def looks_like_headings(*texts: str) -> list[str]:
    """The texts that are headings by their looks, with white space around each text."""
    return [heading.title for heading in headings(lines(*texts, blanks=1)) if not heading.marked]


def test_headings_are_the_longest_run_of_numbers_that_go_on() -> None:
    text = lines(
        "1 Inledning", "2 Kvalitet", "2.1 Resultat", "1 IVO beslut 2021-10-05. Tillsyn", "3 Stadsrevisionen rekommenderar",
        "2.1.1 Egenkontroll", "4 Justitieombudsmannen", "2.2 Analys", "3 Ekonomi", blanks=1,
    )  # fmt: skip
    assert [one.dotted for one in headings(text)] == ["1", "2", "2.1", "2.1.1", "2.2", "3"]


def test_what_the_file_calls_a_heading_is_one_whatever_its_number() -> None:
    text = [
        Line(1, "1 Inledning", level=1, whole=True), Line(2, PROSE, whole=True), Line(3, "3 Mål", level=1, whole=True),
        Line(4, "3.1 Alla barn läser", level=2, whole=True), Line(5, "Bakgrund", level=2, whole=True),
        Line(6, "9 Slut", level=1, whole=True),
    ]  # fmt: skip
    assert [(one.dotted, one.level) for one in headings(text)] == [("1", 1), ("3", 1), ("3.1", 2), ("", 2), ("9", 1)]
    assert all(heading.marked for heading in headings(text))


def test_a_short_line_apart_from_the_others_above_running_text_or_a_list_looks_like_a_heading() -> None:
    texts = (
        "Mål för nämnden",
        PROSE,
        "Strategiska mål",
        "• Fler unga i arbete",
        "• Kortare väntan",
        "Uppföljning",
        "Planen",
        PROSE,
    )
    assert looks_like_headings(*texts) == ["Mål för nämnden", "Strategiska mål", "Uppföljning", "Planen"]


@pytest.mark.parametrize(
    "texts",
    [
        ("Det är bra.",),
        ("Våra viktigaste mål:",),
        ("och det går vidare",),
        ("• Fler unga i arbete",),
        ("2024-11-20",),
        ("Diarienummer 180-1799/2015",),
        ("Storgatan 1, 411 38 Staden",),
        ("Antal avslutade ärenden 2 946 2 365",),
        ("Fler unga i arbete  Pågår",),
        ("Anna Andersson", "Förvaltningschef", "Storgatan"),
        ("Uppdrag", "Status", "Kommentar", "Pågår"),
        ("Planen innehåller:", "Trygg verksamhet",),
        ("Ett kort stycke som ändå har så många ord att det inte kan vara någon rubrik i planen",),
    ],
)  # fmt: skip
def test_sentences_labels_addresses_and_rows_of_short_lines_do_not(texts: tuple[str, ...]) -> None:
    assert looks_like_headings(PROSE, *texts, PROSE) == []


def test_a_line_that_goes_on_does_not_though_white_space_stands_between_all_lines() -> None:
    texts = (
        "Nämnden ansvarar för stöd till enskilda och följer upp det tillsammans med",
        "Förvaltningen för unga och vuxna samt med de föreningar som",
        "vill vara med.",
        "Samverkan",
        "Arbetet fortsätter under året och följs upp av nämnden tre gånger om året med",
        "Staden och regionen.",
    )
    assert looks_like_headings(*texts) == ["Samverkan"]


def test_a_line_at_once_above_its_text_does_not_unless_it_is_bold() -> None:
    made = [Line(1, PROSE), Line(2, "Mål för året", blanks=1), Line(3, PROSE)]
    assert headings(made) == []
    bold = [made[0], made[1]._replace(lead=12), made[2]]
    assert [heading.title for heading in headings(bold)] == ["Mål för året"]


def test_the_title_and_the_nämnd_of_a_cover_are_no_headings() -> None:
    assert looks_like_headings("Verksamhetsplan 2024", "Socialnämnden", "Nämndens mål", PROSE) == ["Nämndens mål"]
    result = from_text(f"Verksamhetsplan 2024\n\nSocialnämnden Nordost\n\n{PROSE}\n\nRisker\n\n{PROSE}\n")
    assert [section["title"] for section in result.documents[0].plain()["sections"]] == ["Risker"]


def test_headings_in_capitals_stand_above_the_others() -> None:
    made = headings(lines("MÅL", PROSE, "Unga", PROSE, "UPPDRAG", PROSE, blanks=1))
    assert [(heading.title, heading.level) for heading in made] == [("MÅL", 1), ("Unga", 2), ("UPPDRAG", 1)]


def test_in_a_document_with_numbers_a_heading_without_one_is_below_and_makes_no_section() -> None:
    texts = ("1 Inledning", PROSE, "2 Mål", PROSE, "Syfte med målen", PROSE, "3 Slut", PROSE)
    made = headings(lines(*texts, blanks=1))
    assert [(heading.title, heading.level, heading.marked) for heading in made][2] == ("Syfte med målen", 2, False)
    assert [heading.title for heading in chief(made)] == ["Inledning", "Mål", "Slut"]
    result = from_text("Verksamhetsplan 2024\nSocialnämnden Nordost\n\n" + "\n\n".join(texts))
    assert [section["title"] for section in result.documents[0].plain()["sections"]] == ["Inledning", "Mål", "Slut"]


@given(
    st.lists(st.sampled_from(["1 Mål", "2 Uppdrag", "Mål", "MÅL", PROSE, "• Ett", "Ja", "a:", "1.1 Syfte", "1.1"])),
    st.integers(0, 2),
)
def test_headings_stand_in_order_share_no_line_and_are_made_of_lines_of_the_text(texts: list[str], blanks: int) -> None:
    made = lines(*texts, blanks=blanks)
    found = headings(made)
    positions = [heading.start + n for heading in found for n in range(len(heading.lines))]
    assert positions == sorted(set(positions))
    assert all(heading.lines[0] == made[heading.start] for heading in found)
