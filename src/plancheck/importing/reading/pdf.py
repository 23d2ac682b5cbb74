"""PDF files with a text layer: lines by their place on the page, tables by the lines drawn around their cells."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError

from plancheck.importing.reading import MAX_LINES, MAX_PAGES, ReadingError
from plancheck.importing.reading.lines import Line, Reading, clean_text

WORDS_PER_PAGE = 20_000
"""How many words a page may have: more is malicious."""
LARGER = 1.12
"""How many times larger the letters of a heading are than those of the running text."""
LONGEST = 160
"""How many characters a line of a heading may have."""
Word: TypeAlias = dict[str, Any]
"""A word and its place on the page, as the library gives it."""
Cell: TypeAlias = tuple[int, int, int]
"""The table of the file, the row and the column, counted from 0."""


class _Row(NamedTuple):
    """Words on one line of a page: their text, where the line begins and ends from the top, and the cell that it is in."""

    text: str
    top: float
    bottom: float
    cell: Cell | None = None


class _SizedLine(NamedTuple):
    """A line, and how large its letters are, in half points."""

    line: Line
    size: float


def read(data: bytes, name: str) -> Reading:
    """The lines of a PDF. Raises ReadingError where it is none, is protected, or has pictures in place of text."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            if pages > MAX_PAGES:
                raise ReadingError("import-too-many-pages", pages=pages, limit=MAX_PAGES)
            lines: list[_SizedLine] = []
            tables = 0
            for number, page in enumerate(pdf.pages, 1):
                rows = _rows_of_page(page, tables)
                tables += len({row.cell[0] for row in rows if row.cell})
                lines.extend(_lines_of_page(rows, number, len(lines)))
                page.close()
                if len(lines) > MAX_LINES:
                    raise ReadingError("import-too-many-lines", limit=MAX_LINES)
    except (ReadingError, MemoryError):
        raise
    except PDFPasswordIncorrect:
        raise ReadingError("import-encrypted") from None
    except Exception as error:
        if "PDFPasswordIncorrect" in f"{error!r}{error.__cause__!r}":
            raise ReadingError("import-encrypted") from None
        said = "PDFSyntaxError" if isinstance(error, PDFSyntaxError) else type(error).__name__
        raise ReadingError("import-damaged", format="PDF", said=said) from None
    if not lines:
        raise ReadingError("import-no-text-layer" if pages else "import-empty", name=name)
    return Reading(name, tuple(_with_levels(lines)), pages)


# Headings


def _with_levels(lines: Sequence[_SizedLine]) -> list[Line]:
    """The lines with the levels of headings; a heading of several lines becomes one."""
    levels = _heading_levels(lines)
    joined: list[Line] = []
    for line, _ in lines:
        level = levels.get(line.number)
        if joined and level and joined[-1].level == level and not line.blanks and not line.opens_page:
            joined[-1] = joined[-1]._replace(text=f"{joined[-1].text.rstrip()} {line.text.strip()}")
        else:
            joined.append(line._replace(level=level) if level and level < 9 else line)
    return joined


def _heading_levels(lines: Sequence[_SizedLine]) -> dict[int, int]:
    """The levels of headings by their line numbers: the larger the letters, the higher the heading.

    There are none in a file whose headings have numbers. A size that is on the first page only is that of its cover.
    """
    letters: Counter[float] = Counter()
    for line, size in lines:
        letters[size] += len(line.text)
    body = letters.most_common(1)[0][0]
    large = [(line, size) for line, size in lines if line.cell is None and size >= LARGER * body and len(line.text) < LONGEST]
    numbered = [line for line, _ in large if re.match(r"\s*[0-9]+(?:\.[0-9]+)*\.?\s+\S", line.text)]
    if len(numbered) > 1:
        return {}
    sizes = sorted({size for line, size in large if line.page > 1}, reverse=True)
    return {line.number: sizes.index(size) + 1 for line, size in large if size in sizes}


# Pages


def _rows_of_page(page: Any, tables: int) -> list[_Row]:
    """The rows of words on a page, in reading order. `tables` is how many tables there are on the pages before."""
    words = page.extract_words(x_tolerance=1.5, y_tolerance=2.5, keep_blank_chars=False)[:WORDS_PER_PAGE]
    pieces: list[tuple[float, list[_Row]]] = []
    for table in _tables_of(page):
        inside = [word for word in words if _is_within(word, table.bbox)]
        words = [word for word in words if not _is_within(word, table.bbox)]
        rows = list(_rows_of_table(table, tables, inside))
        if rows:
            pieces.append((table.bbox[1], rows))
            tables += 1
    pieces.extend((row.top, [row]) for row in _rows(words))
    return [row for _, rows in sorted(pieces, key=lambda piece: piece[0]) for row in rows]


def _tables_of(page: Any) -> list[Any]:
    """The tables of a page that have more than one cell."""
    tables = page.find_tables() if page.rects or page.lines or page.curves else []
    return [table for table in tables if len(table.rows) > 1 or (table.rows and len(table.rows[0].cells) > 1)]


def _lines_of_page(rows: Sequence[_Row], page: int, before: int) -> Iterator[_SizedLine]:
    """The rows of a page as lines, numbered from the lines `before` it on."""
    last: _Row | None = None
    number = before
    for row in rows:
        text = clean_text(row.text).rstrip()
        if not text.strip():
            continue
        number += 1
        blanks = 1 if row.cell else 0 if last is None else _blanks(last, row)
        line = Line(number, text, page, blanks, cell=row.cell, opens_page=last is None)
        yield _SizedLine(line, round(2 * (row.bottom - row.top)) / 2)
        last = row


def _is_within(word: Word, box: Sequence[float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rows_of_table(table: Any, number: int, words: Sequence[Word]) -> Iterator[_Row]:
    """The rows of words in the cells of a table."""
    for r, row in enumerate(table.rows):
        for c, box in enumerate(row.cells):
            if box is not None:
                for words_row in _rows([word for word in words if _is_within(word, box)]):
                    yield words_row._replace(cell=(number, r, c))


def _rows(words: Sequence[Word]) -> Iterator[_Row]:
    """Words put together in rows, from the top down and from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        ordered = sorted(line, key=lambda word: word["x0"])
        text = ""
        for n, word in enumerate(ordered):
            # A wide gap is the edge of a column.
            gap = word["x0"] - ordered[n - 1]["x1"] if n else 0.0
            wide = gap > 2.2 * (word["bottom"] - word["top"])
            text += f"{'  ' if wide else ' '}{word['text']}" if n else str(word["text"])
        yield _Row(text, min(word["top"] for word in line), max(word["bottom"] for word in line))


def _blanks(last: _Row, row: _Row) -> int:
    """How many lines of white space there are between two rows."""
    height = max(row.bottom - row.top, 1.0)
    gap = row.top - last.bottom
    return 0 if gap < 0.75 * height else max(1, min(9, round(gap / height)))
