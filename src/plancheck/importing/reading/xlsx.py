"""Excel files: each sheet as a table, its cells as people see them. No macro and no formula is run, and nothing is fetched."""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import IO, Any, NamedTuple
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from plancheck.importing.reading import MAX_LINES, ReadingError
from plancheck.importing.reading.lines import Reading, Unread
from plancheck.importing.reading.packed import refuse_unsafe
from plancheck.importing.reading.sheets import Cell, Sheet, lines_of
from plancheck.messages import word
from plancheck.model.text import Text

FORMAT = "Excel (.xlsx)"
"""What the format is called in messages."""
MAX_NAMED = 8
"""How many cells or rows a message names."""
DIGITS = 15
"""How many digits of a number Excel keeps."""


def read(data: bytes, name: str) -> Reading:
    """The lines of an Excel file. Raises ReadingError where it is none, is protected or is malicious."""
    refuse_unsafe(data, FORMAT)
    unread: list[Unread] = []
    try:
        with warnings.catch_warnings():
            # The library warns of what it leaves out when it writes a file.
            warnings.simplefilter("ignore")
            sheets = _sheets(data, unread)
    except (ReadingError, MemoryError):
        raise
    except Exception as error:
        said = str(error) if isinstance(error, InvalidFileException) else type(error).__name__
        raise ReadingError("import-damaged", format=FORMAT, said=said) from None
    lines = lines_of(sheets)
    if not lines:
        raise ReadingError("import-empty", name=name)
    names = tuple(sheet.name for sheet in sheets)
    return Reading(name, lines, len(sheets), paged=False, unread=tuple(unread), sheets=names)


def _sheets(data: bytes, unread: list[Unread]) -> list[Sheet]:
    """The sheets of a file that people see and that have something. What is not read of it is added to `unread`."""
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    sheets: list[Sheet] = []
    hidden: list[str] = []
    cells = 0
    with contextlib.closing(reader.archive):
        for known, place in reader.parser.find_sheets():
            if place.target not in reader.valid_files or "chartsheet" in place.Type:
                continue
            with reader.archive.open(place.target) as source:
                form = _form_of(source)
            if known.state != "visible":
                hidden += [known.name] if form.last else []
                continue
            contents = _Contents(form)
            sheet = Sheet(known.name, dict(_rows(reader.wb[known.name], form, contents)))
            cells += sum(len(row) for row in sheet.rows.values())
            if cells > MAX_LINES:
                raise ReadingError("import-too-many-lines", limit=MAX_LINES)
            unread.extend(Unread(why, len(sheets) + 1) for why in contents.untold(known.name))
            if sheet.rows:
                sheets.append(sheet)
    if hidden:
        unread.append(Unread(Text("doubt-hidden-sheets", {"sheets": hidden})))
    return sheets


# What the library does not tell of a sheet that it reads row by row


@dataclass
class _Form:
    """What is said of the cells of a sheet: rows and columns that are hidden, cells that are merged, formulas without a value.

    Rows and columns count from 1; `last` is the last row that has something, 0 where none has.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    last: int = 0

    def hides(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def _form_of(source: IO[bytes]) -> _Form:
    """The form of a sheet, from its XML. A row that is only formatted costs next to nothing."""
    form = _Form()
    parser = expat.ParserCreate(namespace_separator=" ")
    row = 0
    cell: dict[str, str] = {}
    is_formula = False
    value: list[str] | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, cell, is_formula, value
        match name.rpartition(" ")[2]:
            case "row":
                row = int(attributes.get("r", row + 1))
                if attributes.get("hidden") in ("1", "true"):
                    form.hidden_rows.add(row)
            case "c":
                cell, is_formula, value = attributes, False, None
            case "f":
                is_formula = True
            case "v" | "is":
                value = []
            case "col" if attributes.get("hidden") in ("1", "true"):
                form.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
            case "mergeCell":
                left, top, right, bottom = (edge or 1 for edge in range_boundaries(attributes["ref"]))
                form.spans[top, left] = (bottom - top + 1, right - left + 1)

    def text(part: str) -> None:
        if value is not None:
            value.append(part)

    def end(name: str) -> None:
        nonlocal row
        if not name.endswith(" c"):
            return
        if value:
            form.last = row
        elif is_formula and cell.get("t") != "str":
            form.last = row
            form.formulas.append(cell.get("r", ""))

    def refuse(*_: object) -> None:
        raise ValueError("entity")

    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
    parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    parser.ParseFile(source)
    return form


@dataclass
class _Contents:
    """What was met in a sheet and not read: rows and columns that are hidden and have something, and cells with an error."""

    form: _Form
    rows: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def untold(self, sheet: str) -> Iterator[Text]:
        """What a reader of the document must know."""
        if self.rows:
            yield Text("doubt-hidden-rows", {"sheet": sheet, "rows": _some(_ranges(self.rows))})
        if self.columns:
            letters = [get_column_letter(column) for column in sorted(self.columns)]
            yield Text("doubt-hidden-columns", {"sheet": sheet, "columns": _some(letters)})
        if self.form.formulas:
            yield Text("doubt-formulas", {"sheet": sheet, "cells": _some(self.form.formulas)})
        if self.errors:
            yield Text("doubt-cell-errors", {"sheet": sheet, "cells": _some(self.errors)})


def _some(names: Collection[str]) -> list[str]:
    """The names that a message has room for."""
    return [*list(names)[:MAX_NAMED], *(["…"] if len(names) > MAX_NAMED else [])]


def _ranges(numbers: Iterable[int]) -> list[str]:
    """Numbers in order, those that follow on each other as one: 3–5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return ["–".join(map(str, ends)) for ends in ranges]


# Cells


def _rows(sheet: Any, form: _Form, contents: _Contents) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The rows of a sheet that have something, by row from 0."""
    if not form.last:
        return
    # What a file says of its size may be wrong.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=form.last), 1):
        filled = [cell for cell in cells if cell.value not in (None, "")]
        if not filled:
            continue
        if number in form.hidden_rows:
            contents.rows.append(number)
            continue
        contents.columns.update(cell.column for cell in filled if form.hides(cell.column))
        shown = [cell for cell in filled if not form.hides(cell.column)]
        contents.errors += [cell.coordinate for cell in shown if cell.data_type == "e"]
        row = {
            cell.column - 1: Cell(text, form.spans.get((number, cell.column), (1, 1)), bool(cell.font.b))
            for cell in shown
            if cell.data_type != "e" and (text := _shown(cell.value, cell.number_format or "")).strip()
        }
        if row:
            yield number - 1, row


def _shown(value: object, format_: str) -> str:
    """The value of a cell as people see it: a day as 2025-06-30, a number without blanks and with a comma."""
    match value:
        case bool():
            return word("cell-true" if value else "cell-false", "sv")
        case datetime.datetime():
            is_day = value.time() == datetime.time()
            return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
        case datetime.time():
            return value.isoformat("minutes")
        case int() | float():
            return _number(value, _Format.of(format_))
    return str(value)


class _Format(NamedTuple):
    """How a number is shown: with how many decimals (None: as many as it has), as per cent, and in units of a thousand."""

    decimals: int | None
    percent: bool = False
    sign: str = ""
    thousands: int = 0

    @classmethod
    def of(cls, code: str) -> _Format:
        """What the code of a number format says: `0.0 %`, `# ##0`, `#,##0,`."""
        first = code.partition(";")[0]
        quoted = "".join(re.findall(r'"([^"]*)"', first))
        plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].', "", first)
        digits = re.search(r"[0#?][0#?,\s]*(?:\.([0#?]*))?", plain)
        percent = "%" in plain
        if not digits or re.search(r"[E/@]", plain):
            return cls(None, percent, "%" if percent else "")
        scaled = re.search(r"[0#?](,*)[^0#?,]*$", plain)
        sign = "%" if percent or "%" in quoted else ""
        return cls(len(digits[1] or ""), percent, sign, len(scaled[1]) if scaled else 0)


def _number(value: float, form: _Format) -> str:
    """A number as text, half of a last digit away from zero, as Excel shows it."""
    number = Decimal(format(value, f".{DIGITS}g"))
    if form.percent:
        number *= 100
    number /= 1000**form.thousands
    if form.decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP)
    text = format(number, "f")
    if form.decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text.replace('.', ',')}{' ' if form.sign else ''}{form.sign}"
