"""PDF files with a text layer: lines by where they stand on the page, tables by the lines that are drawn around their cells."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError

from plancheck.importing.reading import MAX_LINES, MAX_PAGES, ReadingError
from plancheck.importing.reading.lines import Line, Reading, clean_text

WORDS_PER_PAGE = 20_000
"""How many words a page may have: more is made to do harm."""
LARGER = 1.12
"""How many times as large as those of the running text the letters of a heading are."""
LONGEST = 160
"""How many characters a line of a heading may have."""
Word: TypeAlias = dict[str, Any]
"""A word and where it stands, as the library gives it."""


class _Row(NamedTuple):
    """Words on one line of a page: their text, where the line begins and ends, from the top."""

    text: str
    top: float
    bottom: float


def read(data: bytes, name: str) -> Reading:
    """The lines of a PDF. Raises ReadingError where it is none, is protected, or has pictures in place of text."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            if pages > MAX_PAGES:
                raise ReadingError("import-too-many-pages", pages=pages, limit=MAX_PAGES)
            lines: list[Line] = []
            heights: dict[int, float] = {}
            tables = 0
            for number, page in enumerate(pdf.pages, 1):
                own, tables = _page(page, number, len(lines), tables, heights)
                lines.extend(own)
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
    return Reading(name, tuple(_with_levels(lines, heights)), pages)


def _with_levels(lines: Sequence[Line], heights: Mapping[int, float]) -> list[Line]:
    """The lines with the levels of headings, by how large their letters are, in a file whose headings have no numbers.

    What is larger on the first page only is its cover.
    """
    written: Counter[float] = Counter()
    for line in lines:
        written[heights[line.number]] += len(line.text)
    body = written.most_common(1)[0][0]
    large = [line for line in lines if line.cell is None and heights[line.number] >= LARGER * body and len(line.text) < LONGEST]
    numbered = [line for line in large if re.match(r"\s*[0-9]+(?:\.[0-9]+)*\.?\s+\S", line.text)]
    sizes = sorted({heights[line.number] for line in large if line.page > 1}, reverse=True)
    if len(numbered) > 1 or not sizes:
        return list(lines)
    levels = {line.number: sizes.index(height) + 1 for line in large if (height := heights[line.number]) in sizes}
    found: list[Line] = []
    for line in lines:
        level = levels.get(line.number)
        if found and level and found[-1].level == level and not line.blanks and not line.opens_page:
            # A heading that takes several lines.
            found[-1] = found[-1]._replace(text=f"{found[-1].text.rstrip()} {line.text.strip()}")
        else:
            found.append(line._replace(level=level) if level and level < 9 else line)
    return found


def _page(page: Any, number: int, before: int, tables: int, heights: dict[int, float]) -> tuple[list[Line], int]:
    """The lines of a page in the order in which they are read, and how many tables there are by then.

    How large the letters of each line are, in half points, is put into `heights`.
    """
    words = page.extract_words(x_tolerance=1.5, y_tolerance=2.5, keep_blank_chars=False)[:WORDS_PER_PAGE]
    found = page.find_tables() if page.rects or page.lines or page.curves else []
    found = [table for table in found if len(table.rows) > 1 or (table.rows and len(table.rows[0].cells) > 1)]
    pieces: list[tuple[float, list[tuple[_Row, tuple[int, int, int] | None]]]] = []
    for table in found:
        inside = [word for word in words if _within(word, table.bbox)]
        words = [word for word in words if word not in inside]
        rows: list[tuple[_Row, tuple[int, int, int] | None]] = [(row, (tables, r, c)) for r, c, row in _cells(table, inside)]
        if rows:
            pieces.append((table.bbox[1], rows))
            tables += 1
    pieces.extend((row.top, [(row, None)]) for row in _rows(words))
    lines: list[Line] = []
    last: _Row | None = None
    for _, rows_ in sorted(pieces, key=lambda piece: piece[0]):
        for row, cell in rows_:
            text = clean_text(row.text).rstrip()
            if not text.strip():
                continue
            blanks = 0 if last is None else _blanks(last, row)
            heights[before + len(lines) + 1] = round(2 * (row.bottom - row.top)) / 2
            lines.append(
                Line(before + len(lines) + 1, text, number, blanks if cell is None else 1, cell=cell, opens_page=not lines)
            )
            last = row
    return lines, tables


def _within(word: Word, box: Sequence[float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _cells(table: Any, words: Sequence[Word]) -> Iterator[tuple[int, int, _Row]]:
    """The lines in the cells of a table, row by row."""
    for r, row in enumerate(table.rows):
        for c, box in enumerate(row.cells):
            if box is not None:
                for one in _rows([word for word in words if _within(word, box)]):
                    yield r, c, one


def _rows(words: Sequence[Word]) -> Iterator[_Row]:
    """Words put together to lines, from the top down and from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one["top"], one["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        ordered = sorted(line, key=lambda one: one["x0"])
        text = ""
        for n, word in enumerate(ordered):
            # A wide gap is the edge of a column.
            gap = word["x0"] - ordered[n - 1]["x1"] if n else 0.0
            wide = gap > 2.2 * (word["bottom"] - word["top"])
            text += f"{'  ' if wide else ' '}{word['text']}" if n else str(word["text"])
        yield _Row(text, min(one["top"] for one in line), max(one["bottom"] for one in line))


def _blanks(last: _Row, row: _Row) -> int:
    """How many lines of white space stand between two lines."""
    height = max(row.bottom - row.top, 1.0)
    gap = row.top - last.bottom
    return 0 if gap < 0.75 * height else max(1, min(9, round(gap / height)))
