"""Excel files."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from plancheck.importing.evidence.tables import number
from plancheck.importing.reading import xlsx
from plancheck.importing.reading.lines import Line, Reading
from tests.fixtures import RefusedFile

HEAD = ["Uppdrag", "Status", "Kommentar"]


def workbook(*rows: list[Any], title: str = "Blad1") -> Any:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made


def data_of(made: Any) -> bytes:
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def reading_of(made: Any) -> Reading:
    return xlsx.read(data_of(made), "lista.xlsx")


def cells(reading: Reading) -> dict[tuple[int, int], str]:
    """The texts of the first table by row and column."""
    return {line.cell[1:]: line.text for line in reading.lines if line.cell and not line.cell[0]}


def plain(reading: Reading) -> list[Line]:
    return [line for line in reading.lines if line.cell is None]


def with_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A file with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, change(text.decode()) if part == name else text)
    return made.getvalue()


def test_a_row_of_a_list_is_the_row_that_people_see() -> None:
    reading = reading_of(workbook(["Lista"], [], HEAD, ["Måla skolan", "Klart"], [], ["Rita en karta", None, "Dröjer"]))
    assert cells(reading) == {
        (2, 0): "Uppdrag", (2, 1): "Status", (2, 2): "Kommentar",
        (3, 0): "Måla skolan", (3, 1): "Klart",
        (5, 0): "Rita en karta", (5, 2): "Dröjer",
    }  # fmt: skip
    assert all(line.whole for line in reading.lines)
    assert [line.number for line in reading.lines] == list(range(1, len(reading.lines) + 1))


def test_what_stands_above_the_head_of_a_list_is_text() -> None:
    made = workbook(["Uppföljning 2025"], ["Nämnd:", "Kulturnämnden"], [], [*HEAD, "Klart", "Till"], ["Måla", "Klart"])
    made.active.merge_cells("A1:E1")
    reading = reading_of(made)
    assert [line.text for line in plain(reading)] == ["Uppföljning 2025", "Nämnd: Kulturnämnden"]
    assert cells(reading)[3, 0] == "Uppdrag"


def test_a_sheet_without_a_list_is_text() -> None:
    assert [line.text for line in plain(reading_of(workbook(["En rad"], ["En till"])))] == ["En rad", "En till"]


@pytest.mark.parametrize(
    ("names", "headings"),
    [(["Blad1"], []), (["Sheet1"], []), (["Uppdrag"], ["Uppdrag"]), (["Blad1", "Blad2"], ["Blad1", "Blad2"])],
)
def test_the_name_of_a_sheet_is_a_heading_where_somebody_gave_it_or_there_are_several(
    names: list[str], headings: list[str]
) -> None:
    made = workbook(HEAD, ["Måla", "Klart"], title=names[0])
    for name in names[1:]:
        made.create_sheet(name).append(["a", "b"])
    reading = reading_of(made)
    assert [(line.text, line.level) for line in plain(reading)] == [(name, 1) for name in headings]
    assert reading.sheets == tuple(names)
    assert {line.page for line in reading.lines} == set(range(1, len(names) + 1))
    assert len({line.cell[0] for line in reading.lines if line.cell}) == len(names)


def test_a_merged_cell_comes_once_with_its_span() -> None:
    made = workbook(HEAD, ["Måla", "Klart"], ["Rita", None])
    made.active.merge_cells("B2:C3")
    (line,) = [line for line in reading_of(made).lines if line.text == "Klart"]
    assert (line.cell, line.span) == ((0, 1, 1), (2, 2))


def test_the_lines_of_a_cell_are_lines_of_it() -> None:
    reading = reading_of(workbook(HEAD, ["Måla\nhela skolan", "Klart"]))
    assert [line.text for line in reading.lines if line.cell == (0, 1, 0)] == ["Måla", "hela skolan"]


def test_another_list_below_the_first_is_a_table_of_its_own() -> None:
    made = workbook(HEAD, ["Måla", "Klart"], [], ["Nämndens egna"], HEAD, ["Rita", "Klart"])
    reading = reading_of(made)
    assert [line.text for line in plain(reading)] == ["Nämndens egna"]
    assert {line.cell[0] for line in reading.lines if line.cell} == {0, 1}


def test_an_empty_row_does_not_end_a_list() -> None:
    reading = reading_of(workbook(HEAD, ["Måla", "Klart"], [], ["Barn och unga"], ["Rita", "Klart"]))
    assert {line.cell[0] for line in reading.lines if line.cell} == {0}
    assert plain(reading) == []


@pytest.mark.parametrize(
    ("value", "format_", "shown"),
    [
        (datetime.date(2025, 6, 30), "yyyy-mm-dd", "2025-06-30"),
        (datetime.date(2025, 6, 30), "d mmmm yyyy", "2025-06-30"),
        (datetime.datetime(2025, 6, 30, 13, 5), "yyyy-mm-dd hh:mm", "2025-06-30 13:05"),
        (2025, "General", "2025"),
        (1234.5, "General", "1234,5"),
        (0.1 + 0.2, "General", "0,3"),
        (-1861.5, "#,##0.0", "-1861,5"),
        (1234.56, "# ##0", "1235"),
        (2.5, "0", "3"),
        (0.45, "0%", "45 %"),
        (0.4567, "0.0 %", "45,7 %"),
        (45, '0" %"', "45 %"),
        (1234567, '#,##0, "tkr"', "1235"),
        (1e15, "General", "1000000000000000"),
        (True, "General", "SANT"),
    ],
)
def test_a_value_is_what_people_see(value: object, format_: str, shown: str) -> None:
    made = workbook(HEAD, ["Måla", "Klart"])
    made.active["C2"] = value
    made.active["C2"].number_format = format_
    assert cells(reading_of(made))[1, 2] == shown


def test_a_number_is_one_that_the_tables_of_figures_read() -> None:
    made = workbook(HEAD, ["Måla", "Klart", -1861.5])
    made.active["C2"].number_format = "#,##0.0"
    assert number(cells(reading_of(made))[1, 2]) == -1861.5


def told(reading: Reading) -> dict[str, list[str]]:
    """What was not read, by why."""
    return {
        unread.why.key: next(list(value) for value in unread.why.details.values() if isinstance(value, list))
        for unread in reading.unread
    }


def test_what_is_hidden_is_left_out_and_told() -> None:
    made = workbook(HEAD, ["Måla", "Klart", "Ja"], ["Rita", "Klart"], ["Sy", "Klart"], title="Uppdrag")
    made.active.row_dimensions[3].hidden = made.active.row_dimensions[4].hidden = made.active.row_dimensions[9].hidden = True
    made.active.column_dimensions["C"].hidden = made.active.column_dimensions["H"].hidden = True
    made.create_sheet("Gammalt").append(["Väv"])
    made.create_sheet("Tomt").sheet_state = "hidden"
    made["Gammalt"].sheet_state = "hidden"
    reading = reading_of(made)
    assert [line.text for line in reading.lines] == ["Uppdrag", "Uppdrag", "Status", "Måla", "Klart"]
    assert told(reading) == {
        "doubt-hidden-rows": ["3–4"],
        "doubt-hidden-columns": ["C"],
        "doubt-hidden-sheets": ["Gammalt"],
    }


def test_a_formula_is_its_saved_value_and_one_without_is_told() -> None:
    data = data_of(workbook(HEAD, ["Måla", "Klart", "=1+1"], ["Rita", "Klart", "=A1"], ["Sy", "Klart", "=B9"]))

    def with_values(sheet: str) -> str:
        sheet = re.sub(r"<f>1\+1</f><v(?: ?/|></v)>", "<f>1+1</f><v>2</v>", sheet)
        return re.sub(r'<c r="C4"([^>]*)><f>B9</f><v(?: ?/|></v)>', r'<c r="C4"\1 t="str"><f>B9</f><v></v>', sheet)

    reading = xlsx.read(with_part(data, "xl/worksheets/sheet1.xml", with_values), "lista.xlsx")
    assert cells(reading)[1, 2] == "2"
    assert told(reading) == {"doubt-formulas": ["C3"]}


def test_an_error_is_told_and_is_no_text() -> None:
    made = workbook(HEAD, ["Måla", "Klart"])
    made.active["C2"] = "#REF!"
    made.active["C2"].data_type = "e"
    reading = reading_of(made)
    assert (1, 2) not in cells(reading)
    assert told(reading) == {"doubt-cell-errors": ["C2"]}


def test_a_bold_head_is_bold() -> None:
    made = workbook(HEAD, ["Måla", "Klart"])
    for cell in made.active[1]:
        cell.font = Font(bold=True)
    assert [line.lead for line in reading_of(made).lines] == [7, 6, 9, 0, 0]


def test_rows_that_are_only_formatted_are_no_rows() -> None:
    data = data_of(workbook(HEAD, ["Måla", "Klart"]))

    def with_rows(sheet: str) -> str:
        empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 40_000))
        return sheet.replace("</sheetData>", f"{empty}</sheetData>").replace("A1:C2", "A1:C1")

    assert len(xlsx.read(with_part(data, "xl/worksheets/sheet1.xml", with_rows), "lista.xlsx").lines) == 5


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "import-damaged"),
        (b"PK\x03\x04 no zip", "import-damaged"),
        (b"\xd0\xcf\x11\xe0 an older Excel file, or one with a password", "import-encrypted"),
        (data_of(workbook()), "import-empty"),
        (data_of(workbook(HEAD))[:2000], "import-damaged"),
        (with_part(data_of(workbook(HEAD)), "xl/worksheets/sheet1.xml", lambda _: "<x"), "import-damaged"),
        (
            with_part(
                data_of(workbook(HEAD)), "xl/worksheets/sheet1.xml",
                lambda sheet: f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{sheet.partition("?>")[2] or sheet}',
            ),
            "import-damaged",
        ),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_what_to_do(data: bytes, key: str, refused: RefusedFile) -> None:
    assert refused(data, "lista.xlsx") == key


def test_an_excel_file_that_unpacks_to_far_more_than_it_holds_is_refused(refused: RefusedFile) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert refused(made.getvalue(), "bomb.xlsx") == "import-too-large"


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsb"])
def test_another_spreadsheet_is_to_be_saved_as_one_that_is_read(ending: str, refused: RefusedFile) -> None:
    assert refused(b"x", f"lista.{ending}") == "import-unknown-format"
