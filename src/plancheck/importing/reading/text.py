"""Text files: pages where the file says that they begin, tables laid out with white space or with upright lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plancheck.importing.reading import MAX_LETTERS, MAX_LINES, ReadingError
from plancheck.importing.reading.lines import Line, Reading, clean_text, marker, split_lines
from plancheck.importing.reading.text_tables import Table, tables
from plancheck.model.source import SourceError, decode

GAP = 4
"""How many blank lines are between two pages in text taken from a PDF, where nothing else shows that one begins."""
PAGE = 15
"""How many lines a page has at the least, in a file where nothing but their distance tells that lines begin one."""
TAB = 8
"""How many characters wide a tab is."""


class _Row(NamedTuple):
    """A row of the file: its number there, its text as it stands, and how many pages begin between it and the row before."""

    number: int
    raw: str
    feeds: int = 0

    @property
    def is_blank(self) -> bool:
        return not self.raw.strip()

    @property
    def indent(self) -> int:
        """How many characters of white space it begins with."""
        wide = self.raw.expandtabs(TAB)
        return len(wide) - len(wide.lstrip())


def read(data: bytes, name: str) -> Reading:
    """The lines of a text file. Raises ReadingError where it is not text or is empty."""
    try:
        text = decode(data)
    except SourceError as error:
        raise ReadingError(error.text.key, **error.text.details) from None
    if "\0" in text:
        raise ReadingError("import-no-text", name=name)
    texts = split_lines(text)
    if len(texts) > MAX_LINES:
        raise ReadingError("import-too-many-lines", limit=MAX_LINES)
    longest = max(range(len(texts)), key=lambda n: len(texts[n]))
    if len(texts[longest]) > MAX_LETTERS:
        raise ReadingError("import-too-long-line", line=longest + 1, limit=MAX_LETTERS)
    rows = list(_rows(texts))
    has_feeds = any(row.feeds for row in rows)
    taken = not has_feeds and is_taken_from_pdf([row.raw for row in rows])
    lines, numbers = _lines(rows, {} if taken else _by_row(tables([row.raw for row in rows])), taken=taken)
    if not lines:
        raise ReadingError("import-empty", name=name)
    pages = lines[-1].page
    return Reading(name, tuple(_with_depths(lines)), pages, numbered=True, paged=taken or has_feeds, rows=numbers)


def _rows(texts: Sequence[str]) -> Iterator[_Row]:
    """The rows of a file. What stands behind a form feed is a row of its own."""
    feeds = 0
    for number, text in enumerate(texts, 1):
        before, *pages = text.split("\f")
        raw = _without_unseen(before)
        if raw.strip() or not pages:
            yield _Row(number, raw, feeds if raw.strip() else 0)
            feeds = 0 if raw.strip() else feeds
        for page in pages:
            feeds += 1
            raw = _without_unseen(page)
            yield _Row(number, raw, feeds if raw.strip() else 0)
            feeds = 0 if raw.strip() else feeds


def _without_unseen(raw: str) -> str:
    """A row as it stands, each of its characters where it is seen; tabs remain."""
    return "\t".join(map(clean_text, raw.split("\t")))


# Pages


def is_taken_from_pdf(rows: Sequence[str]) -> bool:
    """Whether a text has the marks of one taken from a PDF: where a page begins, a line begins with exactly one blank.

    That is the convention of the whole file or none: such lines are few and seldom side by side, hardly any other is indented,
    and either the lines end with blanks too, or numbers of pages that rise stand there, or all are at least a page apart.
    """
    told = [n for n, row in enumerate(rows) if row.strip()]
    indented = [n for n in told if rows[n][0].isspace()]
    openers = [n for n in indented if n and re.match(r" \S", rows[n]) and rows[n - 1].strip()]
    by_one = sum(bool(re.match(r" \S", rows[n])) for n in indented)
    side_by_side = sum(rows[n - 1].startswith(" ") for n in openers)
    if len(indented) > len(told) / 10 or by_one < len(indented) * 0.9 or side_by_side > len(openers) / 2:
        return False
    if sum(rows[n].endswith(" ") for n in told) > len(told) / 2:
        return True
    apart = all(after - before >= PAGE for before, after in itertools.pairwise([0, *openers]))
    return len(openers) > 1 and (_have_page_numbers(rows, openers) or (apart and by_one == len(openers)))


def _have_page_numbers(rows: Sequence[str], openers: Sequence[int]) -> bool:
    """Whether most of the rows that may begin pages have a number beside them that rises by one from each to the next."""
    number = re.compile(r"(?<![\w.,-])[0-9]{1,4}(?![\w.,-])")
    near = [{int(told) for row in rows[n - 1 : n + 2] for told in number.findall(row)} for n in openers]
    most = max((sum(first + n in told for n, told in enumerate(near)) for first in near[0]), default=0)
    return most * 4 > len(near) * 3


def _lines(rows: Sequence[_Row], cells: dict[int, Table], *, taken: bool) -> tuple[list[Line], dict[int, int]]:
    """The lines of a file, and the numbers of their rows, of those that have another number."""
    lines: list[Line] = []
    numbers: dict[int, int] = {}
    page, blanks, spaces, more = 1, 0, 0, 0
    skipped_to = 0
    for n, row in enumerate(rows):
        if n < skipped_to:
            continue
        if row.is_blank:
            blanks += 1
            spaces += row.raw != ""
            continue
        if n in cells:
            made = list(_cells(cells[n], rows))
        else:
            made = [(row.number, Line(0, clean_text(row.raw).rstrip(), indent=0 if taken else row.indent))]
        skipped_to = cells[n].end if n in cells else n + 1
        continued = taken and row.raw.startswith(" ") and not blanks and lines
        opens = bool(lines) and bool(row.feeds or continued or (taken and blanks >= GAP and spaces))
        page += max(row.feeds, opens) if lines else row.feeds
        for number, line in made:
            at = max(number + more, lines[-1].number + 1 if lines else 1)
            more = at - number
            if more:
                numbers[at] = number
            lines.append(line._replace(number=at, page=page, blanks=blanks, opens_page=opens or not lines))
            blanks, opens = 0, False
        spaces = 0
    return lines, numbers


def _by_row(tables_: Sequence[Table]) -> dict[int, Table]:
    return {table.start: table for table in tables_}


def _cells(table: Table, rows: Sequence[_Row]) -> Iterator[tuple[int, Line]]:
    """The cells of a table that have text, each with the number of the row of the file that it begins at."""
    for r, cells in enumerate(table.rows):
        for c, cell in enumerate(cells):
            if cell.text:
                yield rows[cell.row].number, Line(0, clean_text(cell.text).strip(), cell=(table.number, r, c), whole=True)


# Lists


def _with_depths(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, each point of a list with how deep it is: a list is deeper where its points stand further to the right.

    A number alone makes no point: it must be indented, or stand next to another.
    """
    levels: list[float] = []
    for n, line in enumerate(lines):
        mark = marker(line.text) if line.cell is None else ""
        if not mark:
            # What is indented at least as far goes on with the point; anything else ends the list.
            if levels and line.indent <= levels[0] and line.blanks:
                levels = []
            yield line
            continue
        neighbours = [other for other in (*lines[max(0, n - 3) : n], *lines[n + 1 : n + 4]) if marker(other.text)]
        if mark.strip()[:1].isalnum() and not line.indent and not neighbours:
            yield line
            continue
        while levels and line.indent < levels[-1]:
            levels.pop()
        if not levels or line.indent > levels[-1]:
            levels.append(line.indent)
        yield line._replace(depth=len(levels) - 1)
