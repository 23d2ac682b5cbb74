"""Text files: pages, columns, lists and blanks."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.importing.reading import ReadingError
from plancheck.importing.reading.lines import Line, Reading, clean_text, marker, paragraphs
from plancheck.importing.reading.text import read
from tests.importing.goteborg import accounts_of, lines


def reading(text: str) -> Reading:
    return read(text.encode(), "plan.txt")


def grid(text: str) -> list[list[str]]:
    """The cells of the tables of a text, by row."""
    rows: dict[tuple[int, int], dict[int, str]] = {}
    for line in reading(text).lines:
        if line.cell:
            rows.setdefault(line.cell[:2], {})[line.cell[2]] = line.text
    width = max((at for row in rows.values() for at in row), default=-1) + 1
    return [[row.get(at, "") for at in range(width)] for row in rows.values()]


# Pages


def test_a_page_begins_at_a_form_feed() -> None:
    made = reading("Plan\nEtt\n\fTvå\nTre\f\fFyra\n\f\n")
    assert [(line.text, line.page) for line in made.lines] == [("Plan", 1), ("Ett", 1), ("Två", 2), ("Tre", 2), ("Fyra", 4)]
    assert made.paged
    assert [line.text for line in made.lines if line.opens_page] == ["Plan", "Två", "Fyra"]
    assert [made.row(line) for line in made.lines] == [1, 2, 3, 4, 4]


@pytest.mark.parametrize(
    "text",
    [
        "Plan\n\nMål\n\n  1. Fler unga\n  2. Kortare väntan\n  3. Nöjdare personal\n",
        "Plan\n\nMål\n 1. Fler unga\n 2. Kortare väntan\n 3. Nöjdare personal\n",
        "Plan\n\nMål\n • Fler unga\n\nMer\n • Kortare väntan\n",
        "Plan\nFörsta stycket är långt.\n Andra stycket dras in.\nDet går vidare här.\n Tredje stycket dras in.\nSlut.\n",
        "Plan\n en enda rad dras in\nSlut\n",
        "Plan\n\n\n\n\n \nMål efter mycket luft\n",
    ],
)
def test_an_indented_line_begins_no_page(text: str) -> None:
    made = reading(text)
    assert not made.paged
    assert {line.page for line in made.lines} == {1}


def page_of(number: int, length: int, end: str) -> list[str]:
    return [f"Rad {n} på sidan handlar om stöd{end}" for n in range(length)] if number else []


@pytest.mark.parametrize(
    ("length", "end", "head"), [(40, " ", "Nytt avsnitt"), (40, "", "Nytt avsnitt"), (6, "", "Plan {} (4)")]
)
def test_a_page_begins_at_one_blank_where_the_whole_file_says_so(length: int, end: str, head: str) -> None:
    pages = [[f" {head.format(n)}" if n > 1 else "Plan", *page_of(n, length * 2, end)] for n in (1, 2, 3, 4)]
    made = reading("\n".join(line for page in pages for line in page))
    assert made.paged
    assert made.pages == 4
    assert [line.page for line in made.lines if line.opens_page] == [1, 2, 3, 4]


# Columns

WORDS = """Uppdrag                       Status       Kommentar
Öppna en mottagning för       Pågår        Lokalen är klar
unga                                       och hyrd
Ta fram en plan               Klar
Minska sjukfrånvaron          Ej påbörjad  Börjar i höst

Texten efter tabellen går vidare som vanligt och är ingen rad.
"""


def test_columns_of_white_space_are_a_table_whose_wrapped_lines_belong_to_their_row() -> None:
    assert grid(WORDS) == [
        ["Uppdrag", "Status", "Kommentar"],
        ["Öppna en mottagning för unga", "Pågår", "Lokalen är klar och hyrd"],
        ["Ta fram en plan", "Klar", ""],
        ["Minska sjukfrånvaron", "Ej påbörjad", "Börjar i höst"],
    ]
    assert reading(WORDS).lines[-1].cell is None


def test_rows_may_stand_apart() -> None:
    text = """Mål                     Ansvar            Klart senast

Alla barn läser         Förvaltningen     2025-06-30
varje dag

Fler i arbete           Nämnden           2025-10-31

Kortare väntan          Nämnden           2025-12-31
"""
    assert [row[0] for row in grid(text)] == ["Mål", "Alla barn läser varje dag", "Fler i arbete", "Kortare väntan"]


@pytest.mark.parametrize(
    "text",
    [
        "Uppdrag\tStatus\nÖppna en mottagning\tPågår\nTa fram en plan\tKlar\n",
        "| Uppdrag | Status |\n|---|:---:|\n| Öppna en mottagning | Pågår |\n| Ta fram en plan | Klar |\n",
        "+-----+----+\n| Uppdrag | Status |\n+-----+----+\n| Öppna en | Pågår |\n| mottagning | |\n+-----+----+\n"
        "| Ta fram en plan | Klar |\n+-----+----+\n",
    ],
)
def test_tabs_and_upright_lines_part_the_cells_of_a_table(text: str) -> None:
    assert grid(text) == [["Uppdrag", "Status"], ["Öppna en mottagning", "Pågår"], ["Ta fram en plan", "Klar"]]


TWO_COLUMNS = """Verksamheten            Ekonomin
Nämnden har under       Resultatet är bättre
året ordnat många       än väntat och beror
möten med unga. Det     på lägre kostnader.
har gått bra. Nästa     Budgeten höll inte i
"""
MONEY = """Verksamhet      Utfall      Budget
Bibliotek       120,5       118,0
Kultur          300,0       310,0
"""
INDICATORS = """Indikator         Utfall 2023   Utfall 2024
Andel nöjda       62 %          64 %
Antal besök       120           130
"""


@pytest.mark.parametrize(
    "text",
    [
        TWO_COLUMNS,
        MONEY,
        INDICATORS,
        "Antagen:  2024-11-20\nDiarienummer:  N1-23/24\nNämnd:  Socialnämnden\n",
        "Här  är  en text med  dubbla blanka\nsom  inte är  någon tabell\noch  går  vidare.\n",
    ],
)
def test_running_text_and_figures_are_no_table_of_cells(text: str) -> None:
    assert grid(text) == []


def test_a_cell_says_on_which_line_of_the_file_it_stands_and_has_a_number_of_its_own() -> None:
    made = reading(WORDS)
    numbers = [line.number for line in made.lines]
    assert numbers == sorted(set(numbers))
    assert [made.row(line) for line in made.lines if line.text in ("Status", "Klar")] == [1, 4]
    assert made.row(made.lines[-1]) == 7


@pytest.mark.parametrize("blank", "\xa0\u202f\u2009\u2007\u2008\u200a")
def test_any_blank_may_part_thousands(blank: str) -> None:
    table = f"""Belopp i tkr

Avdelning          Budget      Utfall
Stöd               1{blank}200       1{blank}150
Vård               2{blank}000       2{blank}100
Summa              3{blank}200       3{blank}250"""
    (account,) = accounts_of(table)
    assert [row["outcome"] for row in account["rows"]] == [1150, 2100]


# Lists


def test_a_point_of_a_list_is_as_deep_as_it_is_indented() -> None:
    made = reading("Mål\n\n• Ett\n    – Ett ett\n      går vidare\n    – Ett två\n• Två\n\n1. Tre\n2. Fyra\n")
    assert [(line.text.strip(), line.depth) for line in made.lines] == [
        ("Mål", None), ("• Ett", 0), ("– Ett ett", 1), ("går vidare", None), ("– Ett två", 1), ("• Två", 0), ("1. Tre", 0),
        ("2. Fyra", 0),
    ]  # fmt: skip
    assert [line.indent for line in made.lines] == [0, 0, 4, 6, 4, 0, 0, 0]


MARKED = "• Ett|o Ett|– Ett|1) Ett|(1) Ett|a) ett|A. Ett|ii. Ett|1 a Ett|§ 1 Ett|1. Ett|● Ett|\uf0b7 Ett"
UNMARKED = "1 Inledning|3.1 Mål|-30,9 mkr|§ 24, dnr 1|i år|och så|2024|1.5 procent|A är bra|o. dyl|Och"


@pytest.mark.parametrize("text", MARKED.split("|"))
def test_a_line_with_a_mark_begins_a_paragraph(text: str) -> None:
    full = "En rad som går ända ut till kanten och sedan fortsätter"
    made = lines(full, clean_text(text), full)
    assert [line.text for line in paragraphs(made)[0]] == [full]


@pytest.mark.parametrize("text", UNMARKED.split("|"))
def test_a_line_that_only_begins_with_a_number_or_a_letter_has_no_mark(text: str) -> None:
    assert not marker(clean_text(text))


# Characters


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("1\N{NARROW NO-BREAK SPACE}234", "1 234"),
        ("nämn\N{ZERO WIDTH SPACE}den", "nämnden"),
        ("nämn\N{SOFT HYPHEN}den", "nämnden"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}Mål\N{WORD JOINER}", "Mål"),
        ("KF\N{NON-BREAKING HYPHEN}mål", "KF-mål"),
        ("Ma\N{COMBINING RING ABOVE}l", "Mål"),
        ("AÅ terrapport", "Återrapport"),
    ],
)
def test_characters_are_what_is_seen(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text() | st.text("AÅao \u030a\u200b\xad\t\uf0b7O•", max_size=12))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}", "\x85"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert [line.text for line in reading(f"Plan{end}Mål{end}").lines] == ["Plan", "Mål"]


PIECES = [
    "Uppdrag",
    "Status  ",
    "Pågår",
    " ",
    "   ",
    "\t",
    "|",
    "\n",
    "\n\n",
    "\f",
    "• ",
    "1. ",
    "Klar",
    "\N{NO-BREAK SPACE}",
    "12",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_word_is_lost_pages_never_fall_and_numbers_rise(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        made = reading(text)
    except ReadingError:
        assert not text.strip()
        return

    def words(texts: list[str]) -> list[str]:
        return sorted(word for one in texts for word in re.findall(r"\w+", one))

    # A word that the end of a line may have cut within a cell is whole again.
    assert "".join(sorted("".join(words([line.text for line in made.lines])))) == "".join(sorted("".join(words([text]))))
    pairs: list[tuple[Line, Line]] = list(itertools.pairwise(made.lines))
    assert all(before.number < after.number and before.page <= after.page for before, after in pairs)
    assert all(made.row(before) <= made.row(after) or before.cell for before, after in pairs)
    assert made.paged or made.pages == 1
