"""Files of separated values."""

from __future__ import annotations

import pytest

from plancheck.importing.reading import csv
from tests.fixtures import RefusedFile

ROWS = [["Uppdrag", "Status"], ["Måla skolan", "Pågår"], ["Rita på väggen", "Är klart"]]


def table(data: bytes) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for line in csv.read(data, "lista.csv").lines:
        assert line.cell
        rows.setdefault(line.cell[1], []).append(line.text)
    return list(rows.values())


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16", "mac_roman"])
def test_a_list_is_read_as_excel_saves_it(separator: str, end: str, encoding: str) -> None:
    text = "".join(separator.join(row) + end for row in ROWS)
    assert table(text.encode(encoding)) == ROWS


def test_a_byte_order_mark_says_the_order_of_the_bytes() -> None:
    assert table("\N{ZERO WIDTH NO-BREAK SPACE}Å;Ä\nÖ;é".encode("utf-16-be")) == [["Å", "Ä"], ["Ö", "é"]]


def test_a_cell_in_quotes_may_have_lines_and_separators() -> None:
    reading = csv.read('Uppdrag;Status\n"Måla;\nrita ""fritt""";Pågår\n'.encode(), "lista.csv")
    assert [line.text for line in reading.lines if line.cell == (0, 1, 0)] == ["Måla;", 'rita "fritt"']


def test_commas_in_texts_are_no_separators() -> None:
    assert table("Uppdrag;Mål\nMåla, rita, sy;Mer\nVäv, sy, rita;Mer\n".encode()) == [
        ["Uppdrag", "Mål"],
        ["Måla, rita, sy", "Mer"],
        ["Väv, sy, rita", "Mer"],
    ]
    reading = csv.read("Vi målar, ritar och syr.\nVi väver.\nSen går vi hem, och är klara.\n".encode(), "lista.csv")
    assert [line.cell for line in reading.lines] == [None, None, None]


def test_the_first_line_may_say_what_the_separator_is() -> None:
    assert table(b"sep=,\r\na,b\r\nc,d;e\r\n") == [["a", "b"], ["c", "d;e"]]


def test_decimals_with_a_comma_are_one_value() -> None:
    assert table(b"Namn;Tal;Tal\na;1,5;2,5\nb;3,5;4,5\n")[1] == ["a", "1,5", "2,5"]


@pytest.mark.parametrize(
    ("data", "key"),
    [(b"", "import-empty"), (b";;\n\n", "import-empty"), (b"a;b\0c", "import-no-text"), (b"\x01\x02", "import-no-text")],
)
def test_what_is_no_list_is_refused_with_what_to_do(data: bytes, key: str, refused: RefusedFile) -> None:
    assert refused(data, "lista.csv") == key
