"""Tables in a text: columns that begin at the same place on line after line, or that upright lines part.

Only what is surely a table of words is one. Figures stay lines: what they belong to is told by their head
(`evidence.tables`), and their blanks are not to be trusted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from plancheck.importing.reading.lines import Line, is_sentence, joined

HEAD_WORDS = 4
"""How many words a cell of a head has at the most."""
SHORT_CELL = 6
"""How many words a cell of a narrow column has at the most."""
_FIGURE = re.compile(r"[-−–+(]*[0-9][0-9 .,]*\)?\s*%?|[-−–]+|(?:19|20)[0-9]{2}")
_RULE = re.compile(r"[\s|:+=-]*-{2,}[\s|:+=-]*")
_GAP = re.compile(r" {2,}")


class Cell(NamedTuple):
    """The text of a cell, and the row of the file that it begins at, counted from 0."""

    text: str
    row: int


class Table(NamedTuple):
    """A table: its number in the file, its first row there and the one behind its last, from 0, and its rows of cells."""

    number: int
    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]


Grid = list[list[Cell]]


def tables(rows: Sequence[str]) -> list[Table]:
    """The tables among the rows of a text, in order."""
    found: list[Table] = []
    words = Counter(word for row in rows for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", row.casefold()))
    n = 0
    while n < len(rows):
        made = _ruled(rows, n, words) or _tabbed(rows, n, words) or _spaced(rows, n, words)
        if made:
            end, grid = made
            found.append(Table(len(found), n, end, tuple(map(tuple, grid))))
            n = end
        else:
            n += 1
    return found


# Upright lines


def _ruled(rows: Sequence[str], n: int, words: Counter[str]) -> tuple[int, Grid] | None:
    """The table of upright lines that begins at a row, and where it ends: | Uppdrag | Status |.

    Where rules stand between its rows too, what is between two rules is one row.
    """
    end = n
    while end < len(rows) and rows[end].count("|") + rows[end].count("+") >= 2 and rows[end].strip()[0] in "|+":
        end += 1
    if end == n:
        end = _barred(rows, n)
    groups: list[Grid] = [[]]
    for at in range(n, end):
        if _RULE.fullmatch(rows[at]):
            groups.append([])
        else:
            groups[-1].append([Cell(text.strip(), at) for text in rows[at].strip().strip("|").split("|")])
    groups = [group for group in groups if group]
    grid = [row for group in groups for row in group]
    if len(grid) < 2 or len({len(row) for row in grid}) > 1 or len(grid[0]) < 2:
        return None
    if len(groups) > 2:
        return end, [reduce(lambda above, row: _added(above, row, words), group) for group in groups]
    return end, _continued(grid, words)


def _barred(rows: Sequence[str], n: int) -> int:
    """Where the rows end that have upright lines between their cells alone, as many in each; three of them are a table."""
    bars, end = rows[n].count(" | "), n
    while bars and end < len(rows) and rows[end].count(" | ") == rows[end].count("|") == bars:
        end += 1
    return end if end - n >= 3 else n


def _continued(grid: Grid, words: Counter[str]) -> Grid:
    """The rows of a table; one without a first cell that goes on in small letters is joined to the row above."""
    made: Grid = []
    for row in grid:
        texts = [cell.text for cell in row if cell.text]
        if made and not row[0].text and texts and all(text[0].islower() for text in texts):
            made[-1] = _added(made[-1], row, words)
        else:
            made.append(row)
    return made


def _added(above: Sequence[Cell], below: Sequence[Cell], words: Counter[str]) -> list[Cell]:
    """The cells of a row with the lines below that go on with them."""
    return [
        Cell(joined([Line(1, upper.text), Line(2, lower.text)], words), upper.row if upper.text else lower.row)
        for upper, lower in zip(above, below, strict=True)
    ]


# Tabs


def _tabbed(rows: Sequence[str], n: int, words: Counter[str]) -> tuple[int, Grid] | None:
    """The table of tabs that begins at a row: at least three rows of as many fields."""
    width = len(_fields(rows[n]))
    end = n
    while end < len(rows) and width >= 2 and len(_fields(rows[end])) == width:
        end += 1
    grid = [[Cell(text.strip(), at) for text in _fields(rows[at])] for at in range(n, end)]
    is_sure = len(grid) >= 3 and _is_head(grid[0]) and not _is_of_figures(grid[1:])
    return (end, _continued(grid, words)) if is_sure else None


def _fields(row: str) -> list[str]:
    return row.strip("\n ").split("\t") if "\t" in row.strip() else []


# White space


def _spaced(rows: Sequence[str], n: int, words: Counter[str]) -> tuple[int, Grid] | None:
    """The table of white space that begins at a row: under the heads of its columns, the lines of all its cells begin."""
    starts = _starts(rows[n])
    if len(starts) < 2:
        return None
    head = _cut(rows[n], starts, n)
    if head is None or not _is_head(head):
        return None
    pieces: list[tuple[list[Cell], bool]] = []
    end, blank, at = n + 1, 0, n + 1
    while at < len(rows) and blank <= 1:
        if not rows[at].strip() or _RULE.fullmatch(rows[at]):
            blank += not rows[at].strip()
            at += 1
            continue
        cells = _cut(rows[at], starts, at)
        if cells is None or (blank and not _is_row_after_blank(cells)):
            break
        pieces.append((cells, bool(blank)))
        blank, at = 0, at + 1
        end = at
    body = _rows_of(pieces, starts, words)
    return (end, [head, *body]) if _is_sure(head, body, [cells for cells, _ in pieces]) else None


def _starts(row: str) -> list[int]:
    """Where the parts of a row begin that wide white space parts."""
    row = row.rstrip()
    first = len(row) - len(row.lstrip())
    return [first, *(match.end() for match in _GAP.finditer(row) if match.start() > first)] if row else []


def _cut(row: str, starts: Sequence[int], at: int) -> list[Cell] | None:
    """The cells of a row whose columns begin at these places; None where its text does not stand in them."""
    text = row.rstrip()
    if len(text) - len(text.lstrip()) < starts[0]:
        return None
    ends = [*starts[1:], max(len(text), starts[-1])]
    cells = []
    wide = len(text.strip()) <= starts[1] - starts[0] or any(
        start < len(text) and text[start] != " " and text[start - 2 : start] == "  " for start in starts[1:]
    )
    for start, end in zip(starts, ends, strict=True):
        part = text[start:end]
        # A column begins with a letter, behind a blank; two blanks within a cell would be another column.
        if part.strip() and (part[0] == " " or (start and text[start - 1] != " ") or _GAP.search(part.strip())):
            return None
        cells.append(Cell(part.strip(), at))
    return cells if wide else None


def _is_row_after_blank(cells: Sequence[Cell]) -> bool:
    """Whether cells below a blank line are a row of the table, not the text behind it."""
    return bool(cells[0].text) and any(cell.text for cell in cells[1:])


def _rows_of(pieces: Sequence[tuple[list[Cell], bool]], starts: Sequence[int], words: Counter[str]) -> Grid:
    """The lines of a table put together to its rows: a line that goes on with the cells above belongs to their row."""
    spaced = sum(blank for _, blank in pieces) >= 2 and not all(blank for _, blank in pieces[1:])
    grid: Grid = []
    before: list[Cell] = []
    for cells, blank in pieces:
        goes_on = bool(grid) and not blank and (spaced or _goes_on(before, cells, starts))
        if goes_on:
            grid[-1] = _added(grid[-1], cells, words)
        else:
            grid.append(cells)
        before = cells
    return grid


def _goes_on(before: Sequence[Cell], cells: Sequence[Cell], starts: Sequence[int]) -> bool:
    """Whether a line goes on with the row of the line before: no cell of it begins with a capital that had room above."""
    first = cells[0].text
    if not first:
        return True
    if first[:1].islower():
        return True
    room = starts[1] - starts[0] - 2 - len(before[0].text) - 1
    alone = not any(cell.text for cell in cells[1:])
    return alone and bool(before[0].text) and not is_sentence(before[0].text) and len(first.split()[0]) > room


# What is surely a table


def _is_head(cells: Sequence[Cell]) -> bool:
    """Whether cells are the heads of columns: a few words each, all different, and no figures."""
    texts = [cell.text for cell in cells]
    return (
        all(text and text[0].isupper() and len(text.split()) <= HEAD_WORDS and not is_sentence(text) for text in texts)
        and not any(re.search(r"[0-9]{2}", text) for text in texts)
        and len({text.casefold() for text in texts}) == len(texts)
    )


def _is_of_figures(body: Sequence[Sequence[Cell]]) -> bool:
    """Whether the columns behind the first have figures, or half of them."""
    columns = list(zip(*body, strict=True))[1:]
    figures = 0
    for column in columns:
        texts = [cell.text for cell in column if cell.text]
        figures += bool(texts) and sum(bool(_FIGURE.fullmatch(text)) for text in texts) * 2 > len(texts)
    return figures * 2 >= len(columns)


def _is_sure(head: Sequence[Cell], body: Grid, lines: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows below a head are those of a table of words, not of two columns of running text."""
    if len(body) < 2 or _is_of_figures(body):
        return False
    columns = list(zip(*body, strict=True))
    filled = [sum(bool(cell.text) for cell in column) for column in columns]
    narrow = [all(len(cell.text.split()) <= SHORT_CELL for cell in column) for column in columns]
    # Running text fills both columns on every line; in a table some cell is shorter than its row.
    return all(count * 2 >= len(body) for count in filled[:2]) and all(filled) and (any(narrow) or len(lines) > 2 * len(body))
