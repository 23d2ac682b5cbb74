"""The cells of spreadsheets as lines: the rows of a list are those of a table, and what stands above its head is text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plancheck.importing.reading import MAX_LINES, ReadingError
from plancheck.importing.reading.lines import Line, clean_text

_UNNAMED = re.compile(r"(?:|(?:blad|sheet|tabell|table)\s?[0-9]*)", re.IGNORECASE)
"""What a program calls a sheet that nobody has named."""


class Cell(NamedTuple):
    """A cell that has something: its text, how many rows and columns it takes, and whether it is bold."""

    text: str
    span: tuple[int, int] = (1, 1)
    bold: bool = False


Row = Mapping[int, Cell]
"""The cells of a row that have something, by column from 0."""


class Sheet(NamedTuple):
    """A sheet: its name, and its rows that have something, by row from 0."""

    name: str
    rows: Mapping[int, Row]


def lines_of(sheets: Sequence[Sheet]) -> tuple[Line, ...]:
    """The lines of sheets, the `page` of each being the number of its sheet. Raises ReadingError where they are too many."""
    lines: list[Line] = []
    tables = itertools.count()
    for page, sheet in enumerate(sheets, 1):
        opens = True
        if len(sheets) > 1 or not _UNNAMED.fullmatch(sheet.name.strip()):
            lines.append(Line(len(lines) + 1, sheet.name, page, 1, level=1, whole=True, opens_page=True))
            opens = False
        for row in _lines_of_sheet(sheet, tables):
            lines.append(row._replace(number=len(lines) + 1, page=page, opens_page=opens and row.cell is None))
            opens = False
            if len(lines) > MAX_LINES:
                raise ReadingError("import-too-many-lines", limit=MAX_LINES)
    return tuple(lines)


def _lines_of_sheet(sheet: Sheet, tables: Iterator[int]) -> Iterator[Line]:
    """The lines of a sheet, without their numbers."""
    table = -1
    for n, row, head in _with_heads(sheet.rows):
        if head is None:
            text = " ".join(cell.text for _, cell in sorted(row.items()))
            yield from (Line(0, part, blanks=1, whole=True) for part in _parts(text))
            continue
        if n == head:
            table = next(tables)
        for column, cell in sorted(row.items()):
            lead = len(cell.text) if cell.bold else 0
            for part in _parts(cell.text):
                yield Line(0, part, blanks=1, cell=(table, n, column), whole=True, span=cell.span, lead=min(lead, len(part)))


def _parts(text: str) -> Iterator[str]:
    """The lines of a cell."""
    parts = (" ".join(clean_text(part).split()) for part in text.replace("\r", "\n").split("\n"))
    return (part for part in parts if part)


def _with_heads(rows: Mapping[int, Row]) -> Iterator[tuple[int, Row, int | None]]:
    """The rows of a sheet, each with the row of the head of its table; None for a row that is above one."""
    head: int | None = None
    first: Row = {}
    blocks = _blocks(rows)
    for at, block in enumerate(blocks):
        start = _head_in(rows, block, blocks[at + 1 :]) if head is None else _next_head(rows, block, first)
        for n in block:
            if n == start:
                head, first = n, rows[n]
            is_above = head is None or (start is not None and n < start)
            yield n, rows[n], None if is_above else head


def _blocks(rows: Mapping[int, Row]) -> list[list[int]]:
    """The rows of a sheet in groups that no empty row is between."""
    groups: list[list[int]] = []
    for n in sorted(rows):
        if groups and n == groups[-1][-1] + 1:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _head_in(rows: Mapping[int, Row], block: Sequence[int], later: Sequence[Sequence[int]]) -> int | None:
    """The row in a block that the first table of a sheet begins at: one with more than half as many cells as its widest row.

    A few labels with their values above a list, with an empty row between, are not its head.
    """
    widest = max(len(rows[n]) for n in block)
    below = max((len(rows[n]) for other in later for n in other), default=0)
    if widest < 2 or below > max(2, widest):
        return None
    return next(n for n in block if len(rows[n]) > 1 and len(rows[n]) * 2 > widest)


def _next_head(rows: Mapping[int, Row], block: Sequence[int], head: Row) -> int | None:
    """The row in a block that another table begins at: it says the same as the head of the one before, or is as bold."""
    for n in block[:3]:
        row = rows[n]
        if len(row) < 2:
            continue
        says_the_same = _texts(row) == _texts(head)
        is_as_bold = all(cell.bold for cell in (*row.values(), *head.values())) and not all(
            cell.bold for other in block for cell in rows[other].values()
        )
        return n if says_the_same or is_as_bold else None
    return None


def _texts(row: Row) -> list[str]:
    return [cell.text.casefold() for _, cell in sorted(row.items())]
