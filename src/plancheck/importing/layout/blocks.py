"""The lines of a document as blocks: headings, paragraphs, items of lists, labels with what stands behind them, tables.

A block says what it is and where it stands, and nothing of what it means: that is evidence (see `evidence/positions.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from plancheck.importing.layout.outline import Heading, OutlineSection
from plancheck.importing.reading.lines import BULLETS, Line, first_sentence, is_sentence, paragraphs, sentences

Form = Literal["heading", "paragraph", "item", "table"]
_BULLET = re.compile(rf"\s*([{re.escape(BULLETS)}]|o(?=\s))\s*(?=\S)")
_ORDINAL = re.compile(r"\s*\(?([0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zåäö]|[A-ZÅÄÖ]|[ivx]{2,4})[.)]\s+(?=\S)")
STEP = 6.0
"""How much further in an item begins that is deeper than another, in points or characters."""
ANNOUNCEMENT = 24
"""How many words a line may have that announces what stands below it."""


class Marker(NamedTuple):
    """What an item of a list begins with: its class, such as • or 1., the number or letter itself, and how long it is."""

    form: str
    ordinal: str
    length: int


class Cell(NamedTuple):
    """A cell of a table: its lines, and whether it goes on from the row above."""

    lines: tuple[Line, ...]
    goes_on: bool = False


class Row(NamedTuple):
    """A row of a table: its cells by column, and how many columns its first cell takes."""

    cells: dict[int, Cell]
    first_span: int

    @property
    def lines(self) -> list[Line]:
        """The lines that stand in this row first."""
        return [line for column in sorted(self.cells) for line in self.cells[column].lines if not self.cells[column].goes_on]


class Grid(NamedTuple):
    """A table as rows and columns; `number` is its own in the file."""

    number: int
    rows: tuple[Row, ...]
    columns: int


class Block(NamedTuple):
    """A piece of a document with the section that it stands in.

    `text` is without the marker of a list. `depth` is the level of a heading, or how deep an item is in its list. `announced`
    is the line above a list or table that leads up to it, `run` the number of the list that an item is in: numbers that run on
    past headings bind their items into one.
    """

    form: Form
    lines: tuple[Line, ...]
    text: str
    section: OutlineSection | None
    marker: Marker | None = None
    depth: int = 0
    announced: str = ""
    grid: Grid | None = None
    run: int = 0

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings above it, the nearest first."""
        if self.section is None:
            return ()
        above = tuple(reversed(self.section.above))
        return above if self.form == "heading" else (self.section.heading, *above)

    @property
    def lead(self) -> str:
        """The bold words that it begins with, where others follow or it is bold as a whole; empty without any."""
        bold = self.lines[0].lead
        start = self.marker.length if self.marker else 0
        return self.lines[0].text[start:bold].strip() if bold > start else ""


def marker_of(text: str) -> Marker | None:
    """What a text begins with as an item of a list; None where it is none."""
    bullet = _BULLET.match(text)
    if bullet:
        behind = _ORDINAL.match(text, bullet.end())
        # A list of a list: "• A. Words".
        return Marker(bullet[1], behind[1], behind.end()) if behind else Marker("•", "", bullet.end())
    ordinal = _ORDINAL.match(text)
    if not ordinal:
        return None
    sign = ordinal[1]
    form = "1" * (sign.count(".") + 1) if sign[0].isdigit() else "a" if sign.islower() else "A"
    return Marker(form, sign, ordinal.end())


def blocks_in(
    segments: Sequence[tuple[OutlineSection | None, Sequence[Line]]],
    text_of: Callable[[Sequence[Line]], str],
    is_labelled: Callable[[str], bool] = lambda _: False,
) -> list[Block]:
    """The blocks of a document, in order. `segments` are its sections with their lines, `text_of` makes lines running text,
    and `is_labelled` says of a line whether it begins with a label, and so a block of its own.
    """
    blocks: list[Block] = []
    for section, lines in segments:
        if section is not None:
            heading = section.heading
            blocks.append(Block("heading", heading.lines, heading.title.strip(), section, depth=heading.level))
        blocks.extend(_of_body(section, lines, text_of, is_labelled))
    return _with_runs(blocks)


def _with_runs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, the items with the numbers of the lists that they are in."""
    numbered: list[Block] = []
    open_: dict[tuple[str, int], tuple[str, int, Block]] = {}
    many = 0
    for block in blocks:
        if block.form != "item" or block.marker is None:
            numbered.append(block)
            continue
        key = (block.marker.form, block.depth)
        last, run, before = open_.get(key, ("", 0, block))
        is_next = bool(last) and last == block.marker.ordinal
        is_same_list = not block.marker.ordinal and before.section is block.section and before.announced == block.announced
        if not run or not (is_next or (is_same_list and not last)):
            many += 1
            run = many
            first = block
        else:
            first = before
        open_[key] = (_next(block.marker), run, first if block.marker.ordinal else block)
        # The items of a list have the heading and the announcement of the first.
        bound = block._replace(run=run, announced=first.announced) if block.marker.ordinal else block._replace(run=run)
        numbered.append(bound)
    return numbered


def _of_body(
    section: OutlineSection | None,
    lines: Sequence[Line],
    text_of: Callable[[Sequence[Line]], str],
    is_labelled: Callable[[str], bool],
) -> Iterator[Block]:
    announced, above = "", ""
    for group in _groups(lines):
        if group[0].cell is not None:
            for grid in _joined_grids(grids_in(group)):
                own = tuple(line for row in grid.rows for line in row.lines)
                yield Block("table", own, "", section, announced=announced, grid=grid)
            announced = ""
            continue
        depths = _depths(group)
        for paragraph in _split_at_labels(_split_at_markers(paragraphs(group)), is_labelled):
            first = paragraph[0]
            marker = marker_of(first.text)
            text = text_of(paragraph)
            if marker or first.depth is not None:
                text = text[_length_of_marker(text) :].strip() if marker else text
                depth = first.depth if first.depth is not None else depths.get(first.number, 0)
                yield Block("item", tuple(paragraph), text, section, marker, depth, announced or above)
            else:
                if text.endswith(":"):
                    announced = re.split(r"(?<=[.!?])\s+", text)[-1]
                elif len(text.split()) <= ANNOUNCEMENT and not is_sentence(text) and text[:1].isupper():
                    announced = text
                # The sentence right above a list may say what the list is.
                above = sentences(text)[-1]
                yield Block("paragraph", tuple(paragraph), text, section)


def _depths(lines: Sequence[Line]) -> dict[int, int]:
    """How deep the items of lists are that only their indent tells apart, by the numbers of their lines."""
    items = [line for line in lines if line.depth is None and line.indent and marker_of(line.text)]
    edges: list[float] = []
    for indent in sorted({line.indent for line in items}):
        if not edges or indent - edges[-1] > STEP:
            edges.append(indent)
    return {line.number: max(n for n, edge in enumerate(edges) if edge <= line.indent) for line in items}


def _split_at_labels(groups: Iterable[list[Line]], is_labelled: Callable[[str], bool]) -> Iterator[list[Line]]:
    """The paragraphs, with the lines apart that begin with a label, or where what is bold begins or ends."""
    for group in groups:
        start = 0
        for n, line in enumerate(group[1:], 1):
            if is_labelled(line.text) or _is_bold(line) != _is_bold(group[n - 1]) or (line.lead and not _is_bold(line)):
                yield group[start:n]
                start = n
        yield group[start:]


def _is_bold(line: Line) -> bool:
    """Whether a line is bold as a whole."""
    return line.lead > 0 and line.lead >= len(line.text.rstrip())


def _length_of_marker(text: str) -> int:
    marker = marker_of(text)
    return marker.length if marker else 0


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in runs of those in tables and those outside."""
    run: list[Line] = []
    for line in lines:
        if run and (run[-1].cell is None) != (line.cell is None):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _split_at_markers(groups: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """The paragraphs, with the items of lists apart that stand on lines one below the other."""
    expected = ""
    for group in _joined_items(groups):
        start = 0
        marker = marker_of(group[0].text)
        expected = _next(marker) or expected
        for n, line in enumerate(group[1:], 1):
            marker = marker_of(line.text)
            if marker and _begins_item(marker, expected, line, group[n - 1]):
                yield group[start:n]
                start = n
                expected = _next(marker)
        yield group[start:]


def _begins_item(marker: Marker, expected: str, line: Line, before: Line) -> bool:
    """Whether a line with a marker begins an item: the next of its list, or the first behind white space or a colon."""
    is_next = marker.form == "•" or (bool(expected) and marker.ordinal == expected)
    is_first = marker.ordinal in ("1", "a", "A") and (bool(line.blanks) or before.text.rstrip().endswith(":"))
    return is_next or is_first


def _joined_items(groups: Sequence[list[Line]]) -> list[list[Line]]:
    """The paragraphs, with what goes on with an item of a list, without any white space between, joined to it."""
    joined: list[list[Line]] = []
    for group in groups:
        first = group[0]
        goes_on = not (first.whole or first.blanks or first.opens_page or first.level is not None or marker_of(first.text))
        if joined and goes_on and marker_of(joined[-1][0].text) and not joined[-1][-1].whole:
            joined[-1].extend(group)
        else:
            joined.append(list(group))
    return joined


def _next(marker: Marker | None) -> str:
    """The number or letter of the item behind one."""
    if marker is None or not marker.ordinal:
        return ""
    if marker.ordinal.isdigit():
        return str(int(marker.ordinal) + 1)
    return chr(ord(marker.ordinal) + 1) if len(marker.ordinal) == 1 else ""


def grids_in(lines: Sequence[Line]) -> list[Grid]:
    """The tables among lines, each with its rows and columns; a cell that is merged stands in every row that it takes."""
    tables: dict[int, dict[int, dict[int, list[Line]]]] = {}
    spans: dict[tuple[int, int, int], tuple[int, int]] = {}
    for line in lines:
        if line.cell is not None:
            table, row, column = line.cell
            tables.setdefault(table, {}).setdefault(row, {}).setdefault(column, []).append(line)
            spans[line.cell] = line.span
    return [_grid(number, rows, spans) for number, rows in tables.items()]


def _grid(number: int, rows: dict[int, dict[int, list[Line]]], spans: dict[tuple[int, int, int], tuple[int, int]]) -> Grid:
    whole: dict[int, dict[int, Cell]] = {row: {} for row in sorted(rows)}
    first_span: dict[int, int] = {}
    width = 0
    for row in sorted(rows):
        for column, own in rows[row].items():
            high, wide = spans[number, row, column]
            width = max(width, column + wide)
            if column == min(rows[row]):
                first_span[row] = wide
            whole[row][column] = Cell(tuple(own))
            for below in range(row + 1, row + high):
                if below in whole and column not in whole[below]:
                    whole[below][column] = Cell(tuple(own), goes_on=True)
    return Grid(number, tuple(Row(dict(sorted(whole[row].items())), first_span.get(row, 1)) for row in whole), width)


def _joined_grids(grids: Sequence[Grid]) -> list[Grid]:
    """The tables, those as one that a page has cut into several. A file of whole paragraphs cuts none."""
    joined: list[Grid] = []
    for grid in grids:
        before = joined[-1] if joined else None
        first = grid.rows[0].lines
        if before and first and not first[0].whole and grid.columns <= before.columns and _is_cut(before, first[0]):
            joined[-1] = before._replace(rows=(*before.rows, *grid.rows))
        else:
            joined.append(grid)
    return joined


def _is_cut(grid: Grid, line: Line) -> bool:
    """Whether a page ends between a table and a line of the next."""
    last = [own for row in grid.rows for own in row.lines]
    return bool(last) and line.page == last[-1].page + 1


def opens_page(row: Row, before: Row) -> bool:
    """Whether a page begins between two rows of a table."""
    return bool(row.lines and before.lines) and row.lines[0].page != before.lines[-1].page


def title_and_rest(block: Block) -> tuple[str, str]:
    """What an item or a paragraph is called, and what it says besides: its bold words, or its first sentence, and the rest."""
    lead = block.lead.rstrip(" .:–-")
    if lead and len(block.lead) < len(block.text) and block.text.startswith(lead):
        return lead, block.text[len(lead) :].lstrip(" .:–-")
    return first_sentence(block.text)
