"""What stands side by side on a page: the cells of a table that has no lines around them, or columns of running text.

A column is a left edge that comes again on several rows (of figures, a right edge); a gap alone is none. Only what is sure
becomes a table. What looks like one and is not sure stays running lines, and that is told.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from plancheck.importing.reading.lines import BULLETS
from plancheck.importing.reading.words import Row, Word, rows_of, text_of

GAP = 0.8
"""How wide the white space between two columns is at least, as a share of the size of the letters."""
NEAR = 2.5
"""How near each other, in points, edges are the same edge."""
ROWS = 3
"""On how many rows an edge comes again where it is that of a column."""
FAR = 3.2
"""How far below a row the next one of its table is at most, as a share of the size of the letters."""
PROSE = 22
"""How many characters most lines of a column of running text have at least."""
_MARKER = re.compile(
    rf"[{re.escape(BULLETS)}\uf0b7\uf0a7o]|\(?(?:\d{{1,3}}|[^\W\d_]|[ivx]+)[.):]?|\d+(?:\.\d+)+\.?", re.IGNORECASE
)
_FIGURE = re.compile(r"[-–−+]?[\d\s.,:%/–-]*\d[\d\s.,:%/–-]*(?:%|[^\W\d_]{1,4})?|[-–−]{1,2}")


class Rule(NamedTuple):
    """A line that is drawn across a page: how far from the top it is, where it begins and ends."""

    top: float
    x0: float
    x1: float


class Running(NamedTuple):
    """A row of running text."""

    row: Row


class Cell(NamedTuple):
    """The words of a cell in rows, with its row and column in the table, and how many rows and columns it takes."""

    row: int
    column: int
    rows: list[Row]
    span: tuple[int, int] = (1, 1)


class Grid(NamedTuple):
    """A table: its cells in reading order, and where it begins."""

    cells: list[Cell]
    top: float


class Glued(NamedTuple):
    """That the rows that follow look like a table and are not read as one; `head` is the first of them."""

    head: str


Piece = Running | Grid | Glued


class _Segment(NamedTuple):
    """Words of a row with no gap between them."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return text_of(self.words)


class _Cut(NamedTuple):
    """A row cut into segments."""

    row: Row
    segments: list[_Segment]


class _Column(NamedTuple):
    """How far a column reaches on a page."""

    x0: float
    x1: float


def arranged(words: Sequence[Word], rules: Sequence[Rule]) -> Iterator[Piece]:
    """The words of a page in reading order: rows of running text, and tables that no lines or only `rules` divide."""
    cuts = [_Cut(row, _segments(row.words)) for row in rows_of(words)]
    at = 0
    for start, end in _runs(cuts, rules):
        yield from (Running(cut.row) for cut in cuts[at:start])
        yield from _arranged_run(cuts[start:end], rules)
        at = end
    yield from (Running(cut.row) for cut in cuts[at:])


def _segments(words: Sequence[Word], edges: Sequence[float] = ()) -> list[_Segment]:
    """Words cut at wide gaps, and at narrower ones where a column begins."""
    parts: list[list[Word]] = []
    for word in words:
        gap = word.x0 - parts[-1][-1].x1 if parts else 0.0
        at_edge = gap > 0.3 * word.size and any(abs(word.x0 - edge) < NEAR / 2 for edge in edges)
        if parts and gap < GAP * word.size and not at_edge:
            parts[-1].append(word)
        else:
            parts.append([word])
    return [_Segment(tuple(part)) for part in parts]


# Where rows stand side by side


def _runs(cuts: Sequence[_Cut], rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    """Where rows that have several segments begin and end, with those of one segment between them that stand in a column."""
    n = 0
    while n < len(cuts):
        if len(cuts[n].segments) < 2:
            n += 1
            continue
        end = last = n + 1
        while end < len(cuts) and _goes_on(cuts[n:end], cuts[end], rules):
            end += 1
            several = len(cuts[end - 1].segments) > 1
            close = cuts[end - 1].row.top - cuts[end - 2].row.top < 1.5 * cuts[end - 1].row.size
            last = end if several or (close and last == end - 1) else last
        yield n, last
        n = last


def _goes_on(run: Sequence[_Cut], cut: _Cut, rules: Sequence[Rule]) -> bool:
    """Whether a row goes on with the rows before it: it is near them, and crosses no edge that comes again in them."""
    last = run[-1].row
    ruled = any(last.bottom - 2 <= rule.top <= cut.row.top + 2 for rule in rules)
    if cut.row.top - last.top > (2 * FAR if ruled else FAR) * max(last.size, cut.row.size):
        return False
    if len(cut.segments) > 1:
        return True
    segment = cut.segments[0]
    known = [other for before in run[-8:] if len(before.segments) > 1 for other in before.segments]
    if any(other.x0 > segment.x0 + NEAR and other.x0 < segment.x1 - NEAR for other in known):
        return False
    return any(abs(other.x0 - segment.x0) < NEAR or abs(other.x1 - segment.x1) < NEAR for other in known)


def _arranged_run(cuts: list[_Cut], rules: Sequence[Rule]) -> Iterator[Piece]:
    running: list[Piece] = [Running(cut.row) for cut in cuts]
    columns = _columns(cuts)
    if len(columns) < 2:
        yield from running
        return
    starts = [column.x0 for column in columns]
    cuts = [_Cut(cut.row, _segments(cut.row.words, starts)) for cut in cuts]
    if _is_list(cuts, columns):
        yield from running
        return
    across = _rules_across(rules, cuts)
    bounds = _row_starts(cuts, columns, across)
    sure = any(cuts[0].row.bottom - 2 <= rule < cuts[-1].row.top + 2 for rule in across)
    if len(across) < 2 and _is_prose(cuts, columns) and not _are_aligned(cuts, columns):
        if _has_head(cuts[0], columns):
            yield _glued(cuts)
        yield from _column_by_column(cuts, columns)
        return
    if bounds is not None and (grid := _grid(cuts, columns, bounds, sure=sure)):
        yield grid
        return
    beside = sum(len({_column_of(segment, columns) for segment in cut.segments} - {None}) > 1 for cut in cuts)
    if (len(cuts) > ROWS or sure) and beside >= 0.6 * len(cuts):
        yield _glued(cuts)
    yield from running


def _glued(cuts: Sequence[_Cut]) -> Glued:
    return Glued(" ".join(text_of(cuts[0].row.words).split()))


def _has_head(cut: _Cut, columns: Sequence[_Column]) -> bool:
    """Whether a row has a short text in each column, as the head of a table does."""
    if len(cut.segments) != len(columns):
        return False
    return all(
        segment.x1 - column.x0 < 0.6 * (column.x1 - column.x0) for segment, column in zip(cut.segments, columns, strict=True)
    )


# Columns


def _columns(cuts: Sequence[_Cut]) -> list[_Column]:
    """The columns of rows: left edges that come again, right edges of figures, middles of what is centred."""
    segments = [(n, segment) for n, cut in enumerate(cuts) for segment in cut.segments]
    figures = [(n, segment) for n, segment in segments if _FIGURE.fullmatch(segment.text.strip())]
    right = [group for group in _clusters(figures, lambda segment: segment.x1) if _recurs(group)]
    taken = {id(segment) for group in right for _, segment in group}
    rest = [(n, segment) for n, segment in segments if id(segment) not in taken]
    left = [group for group in _clusters(rest, lambda segment: segment.x0) if _recurs(group)]
    taken |= {id(segment) for group in left for _, segment in group}
    rest = [(n, segment) for n, segment in segments if id(segment) not in taken]
    middle = [group for group in _clusters(rest, lambda segment: (segment.x0 + segment.x1) / 2) if _recurs(group)]
    groups = (*left, *right, *middle)
    starts = sorted(min(segment.x0 for _, segment in group) for group in groups)
    columns: list[_Column] = []
    for group in sorted(groups, key=lambda group: min(segment.x0 for _, segment in group)):
        # What reaches into the next column is a title over several, and no measure of its own.
        own = [segment for _, segment in group if not any(segment.x0 + NEAR < start < segment.x1 - NEAR for start in starts)]
        own = own or [segment for _, segment in group]
        column = _Column(min(segment.x0 for segment in own), max(segment.x1 for segment in own))
        if columns and column.x0 < columns[-1].x1:
            columns[-1] = _Column(columns[-1].x0, max(column.x1, columns[-1].x1))
        else:
            columns.append(column)
    together = [cut for cut in cuts if len({_column_of(segment, columns) for segment in cut.segments} - {None}) > 1]
    return columns if len(together) >= ROWS else []


def _clusters(
    segments: Sequence[tuple[int, _Segment]], edge: Callable[[_Segment], float]
) -> Iterable[list[tuple[int, _Segment]]]:
    """Segments in groups that have the same edge."""
    groups: list[list[tuple[int, _Segment]]] = []
    for n, segment in sorted(segments, key=lambda pair: edge(pair[1])):
        if groups and edge(segment) - edge(groups[-1][0][1]) < NEAR:
            groups[-1].append((n, segment))
        else:
            groups.append([(n, segment)])
    return groups


def _recurs(group: Sequence[tuple[int, _Segment]]) -> bool:
    return len({n for n, _ in group}) >= ROWS


def _column_of(segment: _Segment, columns: Sequence[_Column]) -> int | None:
    """The column that a segment is in; None where it is in several or in none."""
    over = [n for n, column in enumerate(columns) if segment.x0 < column.x1 and segment.x1 > column.x0]
    return over[0] if len(over) == 1 else None


def _is_list(cuts: Sequence[_Cut], columns: Sequence[_Column]) -> bool:
    """Whether rows are points behind marks, entries before page numbers, or values behind labels: running lines, no table."""
    by_column = [
        [segment.text.strip() for cut in cuts for segment in cut.segments if _column_of(segment, columns) == n]
        for n in range(len(columns))
    ]
    marked = all(_MARKER.fullmatch(text) for text in by_column[0])
    labelled = all(text.endswith(":") for text in by_column[0])
    pages = [int(text) for text in by_column[-1] if re.fullmatch(r"\d{1,4}", text)]
    paged = len(pages) == len(by_column[-1]) and pages == sorted(pages) and len(set(pages)) > 1
    leaders = sum(bool(re.search(r"(?:[.…_]\s?){4,}", text_of(cut.row.words))) for cut in cuts)
    inner = len(columns) - marked - paged
    return labelled or inner < 2 or leaders > len(cuts) / 2


def _is_prose(cuts: Sequence[_Cut], columns: Sequence[_Column]) -> bool:
    """Whether the columns are running text: most of their lines are long and reach the edge of their column."""
    for n, column in enumerate(columns):
        lines = [segment for cut in cuts for segment in cut.segments if _column_of(segment, columns) == n]
        full = [line for line in lines if line.x1 - column.x0 > 0.8 * (column.x1 - column.x0)]
        if len(lines) < 5 or statistics.median(len(line.text) for line in lines) < PROSE or len(full) < 0.6 * len(lines):
            return False
    return True


def _are_aligned(cuts: Sequence[_Cut], columns: Sequence[_Column]) -> bool:
    """Whether white space in one column is beside white space in the others, as it is between the rows of a table."""
    starts: list[set[int]] = []
    for n in range(len(columns)):
        own = [k for k, cut in enumerate(cuts) if any(_column_of(segment, columns) == n for segment in cut.segments)]
        pitches = [cuts[b].row.top - cuts[a].row.top for a, b in itertools.pairwise(own)]
        usual = statistics.median(pitches) if pitches else 0.0
        starts.append({b for b, pitch in zip(own[1:], pitches, strict=True) if pitch > 1.25 * usual})
    common = set.intersection(*starts)
    return len(common) >= 2 and len(common) >= 0.8 * len(set.union(*starts))


def _column_by_column(cuts: Sequence[_Cut], columns: Sequence[_Column]) -> Iterator[Piece]:
    """The rows of columns of running text, one column after the other."""
    borders = [(a.x1 + b.x0) / 2 for a, b in itertools.pairwise(columns)]
    parts: list[list[Word]] = [[] for _ in columns]
    for cut in cuts:
        for word in cut.row.words:
            parts[sum(word.x0 > border for border in borders)].append(word)
    for part in parts:
        yield from (Running(row) for row in rows_of(part))


# Rows


def _rules_across(rules: Sequence[Rule], cuts: Sequence[_Cut]) -> list[float]:
    """How far from the top the rules are that are drawn across most of some rows."""
    x0, x1 = min(cut.row.x0 for cut in cuts), max(cut.row.x1 for cut in cuts)
    top, bottom = cuts[0].row.top, cuts[-1].row.bottom
    parts: dict[int, list[Rule]] = {}
    for rule in rules:
        if top < rule.top < bottom + 2 * cuts[-1].row.size:
            parts.setdefault(round(rule.top / 2), []).append(rule)
    across = []
    for same in parts.values():
        width = sum(max(0.0, min(rule.x1, x1) - max(rule.x0, x0)) for rule in same)
        if width > 0.6 * (x1 - x0):
            across.append(same[0].top)
    return sorted(across)


def _row_starts(cuts: Sequence[_Cut], columns: Sequence[_Column], across: Sequence[float]) -> list[int] | None:
    """The rows of text that the rows of a table begin at; None where that is not sure."""
    tops = [cut.row.top + cut.row.size / 2 for cut in cuts]
    groups = [sum(rule < top for rule in across) for top in tops]
    ruled = [n for n in range(len(cuts)) if n == 0 or groups[n] != groups[n - 1]]
    if len(ruled) >= ROWS and not any(_is_full(cuts[n], columns) for n in range(len(cuts)) if n not in ruled):
        return ruled
    pitches = [(b - a) / cut.row.size for a, b, cut in zip(tops, tops[1:], cuts[1:], strict=False)]
    least = min(pitches)
    wide = [n + 1 for n, pitch in enumerate(pitches) if pitch > 1.2 * least]
    narrow = [pitch for pitch in pitches if pitch <= 1.2 * least]
    if wide and len(narrow) > 0 and least < 1.7 and len(wide) >= 2:
        starts = [0, *wide]
        if _are_whole(cuts, columns, starts):
            return starts
    if least > 1.6 and any(_begins_large(cut) for cut in cuts if all(_column_of(part, columns) != 0 for part in cut.segments)):
        # So far apart, what has no first cell may be a row of its own.
        return None
    return _starts_by_text(cuts, columns)


def _is_full(cut: _Cut, columns: Sequence[_Column]) -> bool:
    """Whether a row has a cell in each column, and they do not all go on a sentence: no rule is needed for it to be one."""
    texts = [segment.text.strip() for segment in cut.segments if _column_of(segment, columns) is not None]
    return len(texts) == len(columns) and not all(text[:1].islower() for text in texts)


def _begins_large(cut: _Cut) -> bool:
    return all(segment.text.strip()[:1].isupper() for segment in cut.segments)


def _are_whole(cuts: Sequence[_Cut], columns: Sequence[_Column], starts: Sequence[int]) -> bool:
    """Whether the rows that white space makes are rows: each begins with a cell in most of its columns, and some are long."""
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(cuts)
        first = {_column_of(segment, columns) for segment in cuts[start].segments}
        every = {_column_of(segment, columns) for cut in cuts[start:end] for segment in cut.segments}
        if len(first) < len(every):
            return False
    return True


def _starts_by_text(cuts: Sequence[_Cut], columns: Sequence[_Column]) -> list[int] | None:
    """The rows of a table without white space between them: each begins with its first cell, or goes on a sentence."""
    cells = [{_column_of(segment, columns): segment.text.strip() for segment in cut.segments} for cut in cuts]
    small = {n: [text[:1].islower() for row in cells if (text := row.get(n))] for n in range(len(columns))}
    mixed = [n for n, lower in small.items() if any(lower) and not all(lower)]
    starts = []
    for n, row in enumerate(cells):
        figures = sum(bool(_FIGURE.fullmatch(text)) for text in row.values())
        # A first cell that is merged with those below it comes once: what goes on then has figures.
        begins = 0 in row or (len(row) > 1 and figures > 0)
        goes_on = [k for k in mixed if row.get(k, "")[:1].islower()]
        if n and begins and goes_on:
            if len(goes_on) == len([k for k in row if k is not None]):
                continue
            if 0 in goes_on or 0 not in row:
                return None
        if n == 0 or begins:
            starts.append(n)
    return starts


def _grid(cuts: Sequence[_Cut], columns: Sequence[_Column], starts: Sequence[int], *, sure: bool) -> Grid | None:
    """The table that rows make; None where it is not sure that it is one."""
    cells: list[Cell] = []
    for row, start in enumerate(starts):
        end = starts[row + 1] if row + 1 < len(starts) else len(cuts)
        parts: dict[tuple[int, int], list[Word]] = {}
        for cut in cuts[start:end]:
            for segment in cut.segments:
                over = [n for n, column in enumerate(columns) if segment.x0 < column.x1 and segment.x1 > column.x0]
                if not over or (len(over) > 1 and len(cut.segments) > 1):
                    return None
                parts.setdefault((over[0], len(over)), []).extend(segment.words)
        if len({column for column, _ in parts}) < len(parts):
            return None
        for (column, width), words in sorted(parts.items(), key=lambda part: part[0]):
            cells.append(Cell(row, column, rows_of(words), (1, width)))
    shared = sum(len({cell.column for cell in cells if cell.row == row}) > 1 for row in range(len(starts)))
    least = ROWS if sure or len(columns) > 2 else ROWS + 1
    if shared < ROWS - 1 or shared < 0.6 * len(starts) or len(starts) < least:
        return None
    return Grid(cells, cuts[0].row.top)
