"""PDF files."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from plancheck.importing.reading import MAX_PAGES, pdf
from plancheck.importing.reading.lines import Line, Reading
from tests import office
from tests.fixtures import RefusedFile
from tests.pages import at, document, down, picture, rule


def pages(number: int, words: str = "Mål") -> bytes:
    """A PDF of so many pages."""
    return document(*[at(72, 720, words)] * number)


def test_a_pdf_of_pictures_is_sent_to_text_recognition(refused: RefusedFile) -> None:
    assert refused(pages(3, words=""), "skannad.pdf") == "import-no-text-layer"


def test_a_pdf_of_two_thousand_pages_is_refused_at_once(refused: RefusedFile) -> None:
    assert refused(pages(MAX_PAGES + 500), "stor.pdf") == "import-too-many-pages"


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_a_protected_pdf_asks_for_one_that_is_not(tmp_path: Path, refused: RefusedFile) -> None:
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("genomforandeplan")))
    password = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"hemligt"}}'
    command = [str(office.SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    where = ["--outdir", str(tmp_path), str(tmp_path / "plan.docx")]
    subprocess.run([*command, f"pdf:writer_pdf_Export:{password}", *where], check=True, capture_output=True, timeout=600)
    assert refused((tmp_path / "plan.pdf").read_bytes(), "skyddad.pdf") == "import-encrypted"


def told(*contents: str, **options: Any) -> Reading:
    return pdf.read(document(*contents, **options), "plan.pdf")


def texts(*contents: str, **options: Any) -> list[str]:
    return [line.text for line in told(*contents, **options).lines]


def cells(reading: Reading) -> list[tuple[int, int, int, str]]:
    """The lines in tables, those of one cell together."""
    together: dict[tuple[int, int, int], list[str]] = {}
    for line in reading.lines:
        if line.cell is not None:
            together.setdefault(line.cell, []).append(line.text)
    return [(*cell, " ".join(lines)) for cell, lines in together.items()]


def doubts(reading: Reading) -> list[tuple[str, int | None]]:
    return [(unread.why.key, unread.page) for unread in reading.unread]


LEFT = (
    "Under året har förvaltningen ordnat läxhjälp",
    "på alla bibliotek, och många barn har kommit",
    "dit. Personalen har lärt sig mer om hur den",
    "bäst hjälper den som har svårt att läsa, och",
    "det har gett goda resultat. Nästa år går det",
    "vidare med fler kvällar och flera lärare.",
)
RIGHT = (
    "Simhallen har varit öppen längre på helgerna",
    "och fler har lärt sig simma. Kön till kurser",
    "är kortare än förr, men den är ännu för lång",
    "för de yngsta. Därför anställs fler ledare i",
    "höst, och en bassäng till hyrs av grannarna.",
    "Kostnaden ryms i den ram som nämnden har.",
)


# Letters


@pytest.mark.parametrize("times", [2, 3, 4])
def test_a_heading_printed_over_itself_is_read_once_and_is_bold(times: int) -> None:
    shadow = "".join(at(72 + 0.5 * n, 700 - 0.3 * n, "Annonsmål för nämnden", 24) for n in range(times))
    (line,) = told(shadow).lines
    assert (line.text, line.lead) == ("Annonsmål för nämnden", len(line.text))


def test_each_letter_printed_twice_is_one_letter() -> None:
    assert texts("BT /F1 12 Tf 72 700 Td [(M) 800 (M) (\xe5) 530 (\xe5) (l) 195 (l)] TJ ET") == ["Mål"]


def test_letters_that_are_double_stay_double() -> None:
    assert texts(at(72, 700, "Hanna tillåter villkoren")) == ["Hanna tillåter villkoren"]


def test_a_word_in_pieces_is_one_word() -> None:
    assert texts("BT /F1 12 Tf 72 700 Td (S) Tj (ocial) Tj (nämnden) Tj 200 0 Td (Nord) Tj ET") == ["Socialnämnden  Nord"]


def test_an_accent_printed_over_a_letter_is_joined_to_it() -> None:
    assert texts("BT /F1 12 Tf 72 700 Td (m) Tj 10 0 Td (a) Tj 1.7 0 Td (\xa8) Tj 5 0 Td (n) Tj ET") == ["män"]


def test_bold_words_at_the_beginning_of_a_line_are_its_lead() -> None:
    lines = told(at(72, 700, "Mål:", font="F2") + at(100, 700, "alla läser") + at(72, 660, "Bara fet", font="F2")).lines
    assert [(line.lead, line.level) for line in lines] == [(4, None), (8, None)]


def test_a_line_says_how_far_from_the_edge_of_the_page_it_begins() -> None:
    assert [line.indent for line in told(down(72, 700, ["Mål"]) + at(90, 680, "Delmål")).lines] == [72.0, 90.0]


# Turned text and pictures


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_read_as_people_read_it(rotate: int) -> None:
    assert texts(down(72, 700, ["Första raden", "Andra raden"]), rotate=rotate) == ["Första raden", "Andra raden"]


@pytest.mark.parametrize(
    ("angle", "x", "y", "dx", "dy"), [(90, 100, 100, 14, 0), (180, 500, 100, 0, 14), (270, 500, 700, -14, 0)]
)
def test_a_page_of_turned_text_is_read_line_by_line(angle: int, x: int, y: int, dx: int, dy: int) -> None:
    content = at(x, y, "Första raden", angle=angle) + at(x + dx, y + dy, "Andra raden", angle=angle) + at(72, 810, "3")
    assert texts(content) == ["Första raden", "Andra raden", "3"]


def test_a_turned_line_beside_the_text_is_a_line_of_its_own() -> None:
    assert texts(at(20, 690, "Bilaga", angle=90) + down(72, 700, LEFT[:2])) == [*LEFT[:2], "Bilaga"]


def test_a_page_that_is_a_picture_is_told() -> None:
    assert doubts(told(at(72, 700, "Plan"), picture(), at(72, 700, "Slut"))) == [("unread-picture", 2)]


def test_a_picture_with_a_stamp_on_it_is_told() -> None:
    assert doubts(told(at(72, 700, "Plan"), picture() + at(500, 820, "Bilaga 2"))) == [("unread-picture", 2)]


def test_a_page_that_is_drawn_without_text_is_told() -> None:
    drawn = "".join(f"{n} 100 m {n + 9} 300 l S\n" for n in range(100))
    assert doubts(told(at(72, 700, "Plan"), drawn)) == [("unread-drawing", 2)]


def test_a_page_with_text_beside_a_picture_is_read() -> None:
    assert doubts(told(picture(300, 300, 100, 100) + down(72, 700, LEFT))) == []


# What stands side by side


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    reading = told(at(72, 740, "Året som gick", 16) + down(72, 700, LEFT) + down(310, 695, RIGHT))
    assert [line.text for line in reading.lines] == ["Året som gick", *LEFT, *RIGHT]
    assert doubts(reading) == []


@pytest.mark.parametrize(
    "content",
    [
        down(72, 700, ["•"] * 4) + down(90, 700, ["Läs mer", "Sjung mer", "Räkna mer", "Rita mer"]),
        down(72, 700, ["1.", "2.", "", "3."]) + down(100, 700, ["Läs mer", "Sjung mer i kör", "och ensam", "Rita mer"]),
        down(72, 700, ["Inledning", "Mål", "Uppdrag", "Ekonomi"]) + down(480, 700, ["3", "4", "7", "12"]),
        down(72, 700, ["Namn:", "Klart:", "Läge:"]) + down(200, 700, ["Bokbuss", "2026", "pågår"]),
        down(72, 800, ["Staden", "Nämnden", "Enheten"]) + down(400, 800, ["Datum 2026", "Nummer 12", "Sida 1"]),
    ],
    ids=["bullets", "numbers", "contents", "labels", "letterhead"],
)
def test_lists_and_page_heads_are_no_tables(content: str) -> None:
    reading = told(content)
    assert cells(reading) == []
    assert doubts(reading) == []


HEAD = ["Uppdrag", "Läge", "Kommentar"]


def columns(*rows: list[str], step: float = 14, at_x: tuple[int, ...] = (72, 250, 350)) -> str:
    return "".join(down(x, 700, [row[n] for row in rows], step) for n, x in enumerate(at_x))


def test_columns_without_lines_are_a_table() -> None:
    reading = told(columns(HEAD, ["Köp en buss", "Pågår", "I mars"], ["Bygg ett hus", "Klar", "I maj"]))
    assert cells(reading)[-3:] == [(0, 2, 0, "Bygg ett hus"), (0, 2, 1, "Klar"), (0, 2, 2, "I maj")]


def test_lines_that_go_on_in_a_cell_belong_to_its_row() -> None:
    rows = (["Köp en buss till", "Pågår", "Den kommer"], ["varje skola", "", "i mars"], ["Bygg ett hus", "Klar", "I maj"])
    assert cells(told(columns(HEAD, *rows)))[3:6] == [
        (0, 1, 0, "Köp en buss till varje skola"),
        (0, 1, 1, "Pågår"),
        (0, 1, 2, "Den kommer i mars"),
    ]


def test_rules_under_the_rows_divide_a_table() -> None:
    rows = (["Köp en Buss", "Pågår", "Den kommer"], ["Till skolan", "", "I mars"], ["Bygg ett hus", "Klar", "I maj"])
    rules = "".join(rule(72, y, 500, y) for y in (696, 668, 654))
    assert [cell[3] for cell in cells(told(columns(HEAD, *rows) + rules))[3:]] == [
        *("Köp en Buss Till skolan", "Pågår", "Den kommer I mars"),
        *("Bygg ett hus", "Klar", "I maj"),
    ]


def test_figures_are_a_column_by_their_right_edge() -> None:
    figures = [["2024", "120", "85 %", "1 200"], ["2025", "98", "9 %", "980"]]
    content = down(72, 700, ["Mått", "Barn", "Nöjda", "Besök"])
    for x, column in zip((400, 500), figures, strict=True):
        content += "".join(at(x - 6.1 * len(text), 700 - 14 * n, text) for n, text in enumerate(column))
    assert [cell[3] for cell in cells(told(content)) if cell[2] == 2] == figures[1]


def test_what_looks_like_a_table_and_is_not_sure_is_told() -> None:
    rows = (["Mål", "Mått", "Utfall"], ["Fler läser", "Lån", "120"], ["", "Besök", ""], ["Färre väntar", "Tid", "14"])
    reading = told(columns(*rows, step=22))
    assert cells(reading) == []
    assert [(unread.why.key, unread.why.details) for unread in reading.unread] == [
        ("unread-table", {"page": 1, "head": "Mål Mått Utfall"})
    ]


def grid(rows: tuple[float, ...], columns: tuple[float, ...]) -> str:
    across = "".join(rule(columns[0], y, columns[-1], y) for y in rows)
    return across + "".join(rule(x, rows[0], x, rows[-1]) for x in columns)


def test_a_merged_cell_says_how_many_columns_it_takes() -> None:
    lines = (
        grid((680, 660, 640), (72, 200, 350, 500)) + rule(72, 700, 500, 700) + rule(72, 680, 72, 700) + rule(500, 680, 500, 700)
    )
    words = at(80, 686, "Över alla") + at(80, 666, "a") + at(210, 666, "b") + at(360, 666, "c") + at(80, 646, "d")
    found: list[Line] = list(told(lines + words).lines)
    assert [(line.cell, line.span) for line in found] == [
        ((0, 0, 0), (1, 3)), ((0, 1, 0), (1, 1)), ((0, 1, 1), (1, 1)), ((0, 1, 2), (1, 1)), ((0, 2, 0), (1, 1)),
    ]  # fmt: skip


def test_a_table_in_a_drawing_that_is_moved_is_read() -> None:
    form = grid((700, 680, 660), (72, 300, 500)) + at(80, 686, "a") + at(310, 686, "b") + at(80, 666, "c") + at(310, 666, "d")
    assert [cell[3] for cell in cells(told("q 1 0 0 1 0 50 cm /X0 Do Q", forms=[form]))] == ["a", "b", "c", "d"]


def test_a_table_cut_by_a_page_break_is_two_tables() -> None:
    page = grid((700, 680, 660), (72, 300, 500)) + at(80, 686, "a") + at(310, 686, "b") + at(80, 666, "c") + at(310, 666, "d")
    assert [cell[0] for cell in cells(told(page, page))] == [0] * 4 + [1] * 4
