"""PDF files with a text layer: lines by their place on the page, tables by the lines around their cells or by their columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import pypdfium2

from plancheck.importing.reading import MAX_LINES, MAX_PAGES, ReadingError
from plancheck.importing.reading.columns import Cell as GridCell
from plancheck.importing.reading.columns import Glued, Grid, arranged
from plancheck.importing.reading.drawing import Box, RuledCell, box_of, drawn_on
from plancheck.importing.reading.lines import Line, Reading, Unread, clean_text, marker
from plancheck.importing.reading.ocr import SYSTEM_COMMAND
from plancheck.importing.reading.words import Page, PageText, Row, Word, rows_of, text_of, words_of
from plancheck.installation import install_command
from plancheck.model.text import Text

LARGER = 1.12
"""How many times larger the letters of a heading are than those of the running text."""
LONGEST = 160
"""How many characters a line of a heading may have."""
SPARSE = 200
"""How many letters a page has at most that is a picture with a stamp or a page number on it."""
COVERED = 0.6
"""How much of such a page its pictures cover at least."""
DRAWN = 50
"""How many things are drawn at least on a page without text of which the text is drawn."""
UNKNOWN = 0.1
"""The share of letters without a meaning from which a page is not read."""
_ONLY_A_REFERENCE = re.compile(rb"\bobj\s+\d+\s+\d+\s+R\s+endobj")
"""An object that is nothing but a reference: to itself, or to another that leads back. No program writes that."""
Cell: TypeAlias = tuple[int, int, int]
"""The table of the file, the row and the column, counted from 0."""


class _PlacedRow(NamedTuple):
    """A row of words, the cell that it is in, how many rows and columns that takes, and whether the row is turned."""

    row: Row
    cell: Cell | None = None
    span: tuple[int, int] = (1, 1)
    is_turned: bool = False


class _SizedLine(NamedTuple):
    """A line, and how large its letters are, in half points."""

    line: Line
    size: float


class _PageRead(NamedTuple):
    """The rows of a page in reading order, what was not read on it, and where its left edge is."""

    rows: list[_PlacedRow]
    unread: list[Text]
    left: float


def read(data: bytes, name: str) -> Reading:
    """The lines of a PDF. Raises ReadingError where it is none, is protected, or has pictures in place of text."""
    try:
        read = _opened_and_read(data, name)
    except (ReadingError, MemoryError):
        raise
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ReadingError("import-encrypted") from None
        said = re.search(r"PDFium: ([^)]*)", str(error))
        raise ReadingError("import-damaged", format="PDF", said=said[1].rstrip(".") if said else str(error)) from None
    except Exception as error:
        raise ReadingError("import-damaged", format="PDF", said=type(error).__name__) from None
    if not read.lines and _ONLY_A_REFERENCE.search(data):
        raise ReadingError("import-damaged", format="PDF", said="obj R endobj")
    if not read.lines:
        raise ReadingError(
            "import-no-text-layer",
            pages=read.pages,
            pictures=any(unread.why.key == "unread-picture" for unread in read.unread),
            command=install_command("ocr"),
            system=SYSTEM_COMMAND,
        )
    return read


def _opened_and_read(data: bytes, name: str) -> Reading:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return _read(pdf, name)
    finally:
        pdf.close()


def _read(pdf: pypdfium2.PdfDocument, name: str) -> Reading:
    pages = len(pdf)
    if pages > MAX_PAGES:
        raise ReadingError("import-too-many-pages", pages=pages, limit=MAX_PAGES)
    lines: list[_SizedLine] = []
    unread: list[Unread] = []
    tables = 0
    for number in range(1, pages + 1):
        try:
            page = pdf[number - 1]
        except pypdfium2.PdfiumError:
            unread.append(Unread(Text("unread-damaged-page", {"page": number}), number))
            continue
        content = _page_read(page, tables)
        page.close()
        tables += len({row.cell[0] for row in content.rows if row.cell})
        unread.extend(Unread(why._replace(details={**why.details, "page": number}), number) for why in content.unread)
        lines.extend(_lines_of_page(content, number, len(lines)))
        if len(lines) > MAX_LINES:
            raise ReadingError("import-too-many-lines", limit=MAX_LINES)
    return Reading(name, tuple(_with_levels(lines)) if lines else (), pages, unread=tuple(unread))


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

    There are none in a file whose headings have numbers. A size that is on the first page only is that of its cover, unless
    there is no other page with headings.
    """
    letters: Counter[float] = Counter()
    for line, size in lines:
        letters[size] += len(line.text)
    body = letters.most_common(1)[0][0]
    large = [(line, size) for line, size in lines if line.cell is None and size >= LARGER * body and len(line.text) < LONGEST]
    numbered = [line for line, _ in large if re.match(r"\s*[0-9]+(?:\.[0-9]+)*\.?\s+\S", line.text)]
    if len(numbered) > 1:
        return {}
    sizes = sorted({size for line, size in large if line.page > 1} or _sizes_of_one_page(large), reverse=True)
    return {line.number: sizes.index(size) + 1 for line, size in large if size in sizes}


def _sizes_of_one_page(large: Sequence[tuple[Line, float]]) -> set[float]:
    """The sizes of headings where all large lines are on the first page: all but that of the title, which begins it alone."""
    sizes = Counter(size for _, size in large)
    title = large[0][1] if large else 0.0
    return {size for size in sizes if size != title or sizes[size] > 1}


# Pages


def _page_read(page: Page, tables: int) -> _PageRead:
    """A page. `tables` is how many tables there are on the pages before."""
    text = words_of(page)
    drawn = drawn_on(page, text.angle if text.angle % 90 == 0 else 0)
    box = box_of(page, text.angle)
    words = [word for word in text.words.get(text.angle, ()) if _is_within(word, box)]
    if drawn.doubled:
        words = [word._replace(bold=word.bold or any(_is_within(word, over) for over in drawn.doubled)) for word in words]
    pieces: list[tuple[float, list[_PlacedRow]]] = []
    for cells in drawn.tables:
        rows, rest = _rows_of_table(cells, tables, words)
        if len({row.cell for row in rows}) > 1:
            pieces.append((cells[0].box[1], rows))
            words = rest
            tables += 1
    unread = list(_unread(text, drawn.pictures, drawn.things))
    rows = []
    for piece in arranged(words, [rule for rule in drawn.rules if rule.x1 - rule.x0 > 20]):
        if isinstance(piece, Glued):
            unread.append(Text("unread-table", {"head": _shortened(piece.head)}))
            continue
        top = piece.top if isinstance(piece, Grid) else piece.row.top
        while pieces and min(pieces)[0] <= top:
            rows.extend(pieces.pop(pieces.index(min(pieces)))[1])
        if isinstance(piece, Grid):
            rows.extend(_rows_of_grid(piece.cells, tables))
            tables += 1
        else:
            rows.append(_PlacedRow(piece.row))
    for _, placed in sorted(pieces):
        rows.extend(placed)
    for angle, others in sorted(text.words.items()):
        if angle != text.angle:
            rows.extend(_PlacedRow(row, is_turned=True) for row in rows_of(others))
    return _PageRead(rows, unread, box[0])


def _unread(text: PageText, pictures: float, things: int) -> Iterator[Text]:
    """What of a page was not read."""
    if pictures > 0 and (not text.letters or (text.letters < SPARSE and pictures > COVERED)):
        yield Text("unread-picture", {})
    elif not text.letters and things > DRAWN:
        yield Text("unread-drawing", {})
    if text.unknown > UNKNOWN * text.letters:
        yield Text("unread-letters", {})
    if text.is_cut:
        yield Text("unread-full", {})


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rstrip()} …"


def _is_within(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rows_of_table(cells: Sequence[RuledCell], number: int, words: Sequence[Word]) -> tuple[list[_PlacedRow], list[Word]]:
    """The rows of words in the cells of a table that has lines, and the words that are in none of them."""
    rows: list[_PlacedRow] = []
    rest = list(words)
    for cell in cells:
        inside = [word for word in rest if _is_within(word, cell.box)]
        if inside:
            rest = [word for word in rest if not _is_within(word, cell.box)]
            rows.extend(_PlacedRow(row, (number, cell.row, cell.column), cell.span) for row in rows_of(inside))
    return rows, rest


def _rows_of_grid(cells: Sequence[GridCell], number: int) -> Iterator[_PlacedRow]:
    for cell in cells:
        for row in cell.rows:
            yield _PlacedRow(row, (number, cell.row, cell.column), cell.span)


def _lines_of_page(page: _PageRead, number: int, before: int) -> Iterator[_SizedLine]:
    """The rows of a page as lines, numbered from the lines `before` it on."""
    last: Row | None = None
    for row, cell, span, is_turned in page.rows:
        text = clean_text(text_of(row.words)).rstrip()
        if not text.strip():
            continue
        before += 1
        blanks = 1 if cell or is_turned else 0 if last is None else _blanks(last, row)
        line = Line(
            before,
            text,
            number,
            blanks,
            cell=cell,
            span=span,
            opens_page=last is None,
            lead=_lead(row.words),
            indent=0.0 if is_turned else round(row.x0 - page.left, 1),
        )
        yield _SizedLine(line, round(2 * row.size) / 2)
        last = row


def _lead(words: Sequence[Word]) -> int:
    """How many characters the first words have that are bold; the mark of a list before them counts, bold or not."""
    start = 1 if len(words) > 1 and words[1].bold and marker(f"{words[0].text} x") else 0
    count = next((n for n, word in enumerate(words) if n >= start and not word.bold), len(words))
    return len(clean_text(text_of(words[:count])).rstrip())


def _blanks(last: Row, row: Row) -> int:
    """How many lines of white space there are between two rows."""
    height = max(row.bottom - row.top, 1.0)
    gap = row.top - last.bottom
    return 0 if gap < 0.75 * height else max(1, min(9, round(gap / height)))
