"""Laid out documents as files: Word, PDF, and text in the ways that programs take it out of a file.

`FORMATS` has them by name; each gives the suffix of the file and its bytes.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import docx
import scans
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.layouts.content import NAME
from tests.layouts.layouts import Block, Cell, Heading, Item, Laid, PageBreak, Paragraph, Table

WIDTH = 82
"""How many characters a full line of running text has."""
LINES = 36
"""How many lines a page of text has."""


# Word


def as_word(laid: Laid, *, automatic: bool = False) -> bytes:
    """A Word file with headings, lists and tables of its own. With `automatic`, Word itself counts headings and points."""
    document = docx.Document()
    if laid.page_head:
        document.sections[0].header.paragraphs[0].text = laid.page_head
    document.add_heading(laid.title, 0)
    document.add_paragraph(NAME)
    if laid.contents:
        document.add_paragraph("Innehållsförteckning")
        style = document.styles.add_style("toc 1", 1)
        for entry in laid.contents:
            title, _, page = entry.rpartition(" ")
            document.add_paragraph(f"{title.rstrip(' .')}\t{page}", style)
    lists = _Lists(document)
    for before, block in pairwise((None, *laid.blocks)):
        if isinstance(block, Heading):
            paragraph = document.add_heading("" if automatic else block.whole, block.level)
            if automatic:
                paragraph.add_run(block.text)
                if block.number:
                    lists.number(paragraph, lists.headings, block.level - 1)
        elif isinstance(block, Paragraph):
            _words(document.add_paragraph(), block.lead, block.text)
        elif isinstance(block, Item):
            bullet = block.mark in "•◦–"
            if automatic or block.mark in "•◦":
                paragraph = document.add_paragraph()
                if not isinstance(before, Item | Paragraph):
                    lists.begin()
                lists.number(paragraph, lists.bullets if bullet else lists.counted(block.mark), block.depth)
            else:
                paragraph = document.add_paragraph(f"{block.mark}\t")
            _words(paragraph, block.lead, block.text)
        elif isinstance(block, Table):
            _word_table(document, block)
        elif isinstance(block, PageBreak):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _words(paragraph: Any, lead: str, text: str) -> None:
    if lead:
        paragraph.add_run(lead).bold = True
    if text:
        paragraph.add_run(f" {text}" if lead else text)


class _Lists:
    """The lists of a Word file: bullets, numbers of headings, and one that counts for each list of points."""

    def __init__(self, document: Any) -> None:
        self._numbering = document.part.numbering_part.element
        self._last = 90
        self.bullets = self._add([("bullet", mark) for mark in "•◦▪"])
        self.headings = self._add([("decimal", ".".join(f"%{n}" for n in range(1, level + 1))) for level in (1, 2, 3, 4)])
        self._list = 0

    def begin(self) -> None:
        """The points that follow are those of another list."""
        self._list = 0

    def counted(self, mark: str) -> int:
        """The list that counts as this mark does."""
        if not self._list:
            self._list = self._add([("lowerLetter", "%1)") if mark.endswith(")") else ("decimal", "%1.")])
        return self._list

    def _add(self, levels: list[tuple[str, str]]) -> int:
        self._last += 1
        abstract = _element("w:abstractNum", abstractNumId=self._last)
        for n, (form, text) in enumerate(levels):
            level = _element("w:lvl", ilvl=n)
            level.extend([_element("w:start", val=1), _element("w:numFmt", val=form), _element("w:lvlText", val=text)])
            abstract.append(level)
        first = self._numbering.find(qn("w:num"))
        first.addprevious(abstract)
        number = _element("w:num", numId=self._last)
        number.append(_element("w:abstractNumId", val=self._last))
        self._numbering.append(number)
        return self._last

    @staticmethod
    def number(paragraph: Any, number: int, depth: int) -> None:
        """Let Word number a paragraph, as a point of a list."""
        marked = _element("w:numPr")
        marked.extend([_element("w:ilvl", val=depth), _element("w:numId", val=number)])
        paragraph._p.get_or_add_pPr().append(marked)


def _element(name: str, **attributes: object) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


class Placed(NamedTuple):
    """A cell of a table, and where it begins."""

    row: int
    column: int
    cell: Cell


def placed(table: Table) -> Iterator[Placed]:
    """The cells of a table with their places: a cell that takes several rows moves those beside it in the rows below."""
    covered: set[tuple[int, int]] = set()
    for n, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (n, column) in covered:
                column += 1
            covered |= {(n + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            yield Placed(n, column, cell)
            column += cell.columns


def _width(table: Table) -> int:
    return max(column + cell.columns for _, column, cell in placed(table))


def _word_table(document: Any, table: Table) -> None:
    made = document.add_table(len(table.rows), _width(table), style="Table Grid")
    for row, column, cell in placed(table):
        box = made.cell(row, column)
        if (cell.rows, cell.columns) != (1, 1):
            box = box.merge(made.cell(row + cell.rows - 1, column + cell.columns - 1))
        box.text = cell.text
    for n in range(table.heads):
        made.rows[n]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


# PDF


def as_pdf(laid: Laid) -> bytes:
    """A PDF with ruled tables whose heads stand again on every page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph as Words
    from reportlab.platypus import SimpleDocTemplate

    made = io.BytesIO()
    template = SimpleDocTemplate(made, pagesize=A4, title=laid.title, invariant=1)

    def page(canvas: Any, _: object) -> None:
        canvas.setFont("Helvetica", 8)
        if laid.page_head:
            canvas.drawString(72, A4[1] - 40, laid.page_head)
        canvas.drawCentredString(A4[0] / 2, 40, str(canvas.getPageNumber()))

    flow: list[Any] = [Words(escape(laid.title), _style(20, bold=True)), Words(escape(NAME), _style(12))]
    if laid.contents:
        flow.append(Words("Innehållsförteckning", _style(14, bold=True)))
        flow.extend(Words(escape(entry), _style(10)) for entry in laid.contents)
    for block in laid.blocks:
        flow.extend(_flow(block))
    template.build(flow, onFirstPage=page, onLaterPages=page)
    return made.getvalue()


def _flow(block: Block) -> list[Any]:
    from reportlab.platypus import PageBreak as NewPage
    from reportlab.platypus import Paragraph as Words
    from reportlab.platypus import Spacer

    if isinstance(block, Heading):
        return [Words(escape(block.whole), _style(max(11, 18 - 2 * block.level), bold=True))]
    if isinstance(block, Paragraph):
        return [Words(f"<b>{escape(block.lead)}</b> {escape(block.text)}".strip(), _style(10))]
    if isinstance(block, Item):
        lead = f"<b>{escape(block.lead)}</b> " if block.lead else ""
        return [Words(f"{lead}{escape(block.text)}", _style(10, indent=18 * (block.depth + 1)), bulletText=block.mark)]
    if isinstance(block, Table):
        return [_pdf_table(block), Spacer(1, 8)]
    return [NewPage()]


def _style(size: int, *, bold: bool = False, indent: float = 0) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        f"{size}{bold}{indent}",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=size,
        leading=size * 1.25,
        spaceBefore=size * 0.8 if bold else 0,
        spaceAfter=5,
        leftIndent=indent,
        bulletIndent=max(0, indent - 14),
        bulletFontName="Helvetica",
        bulletFontSize=size,
    )


def _pdf_table(table: Table) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Paragraph as Words
    from reportlab.platypus import Table as Grid

    width = _width(table)
    cells: list[list[Any]] = [[""] * width for _ in table.rows]
    spans = []
    longest = [8] * width
    for row, column, cell in placed(table):
        cells[row][column] = Words(escape(cell.text), _style(9, bold=row < table.heads))
        if cell.columns == 1:
            longest[column] = max(longest[column], min(40, len(cell.text)))
        if (cell.rows, cell.columns) != (1, 1):
            spans.append(("SPAN", (column, row), (column + cell.columns - 1, row + cell.rows - 1)))
    widths = [450 * length / sum(longest) for length in longest]
    return Grid(
        cells,
        widths,
        repeatRows=table.heads,
        style=[("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans],
    )


# Text


def as_text(laid: Laid, table: Callable[[Table], Iterator[str]]) -> str:
    """Text with a blank line between its paragraphs, each wrapped to the width of a page; `table` gives a table as lines."""
    parts = [laid.title, NAME]
    if laid.contents:
        parts += ["Innehållsförteckning", "\n".join(laid.contents)]
    for before, block in pairwise((None, *laid.blocks)):
        if isinstance(block, Heading):
            parts.append(block.whole)
        elif isinstance(block, Paragraph):
            parts.append(textwrap.fill(f"{block.lead} {block.text}".strip(), WIDTH))
        elif isinstance(block, Item):
            words = f"{block.mark} {block.lead} {block.text}" if block.lead else f"{block.mark} {block.text}"
            point = textwrap.fill(words, WIDTH, initial_indent="  " * block.depth, subsequent_indent="  " * (block.depth + 1))
            if isinstance(before, Item):
                parts[-1] += f"\n{point}"
            else:
                parts.append(point)
        elif isinstance(block, Table):
            parts.append("\n".join(table(block)))
        else:
            parts.append(f"\f{laid.page_head}".rstrip())
    return _paged([part for part in parts if part], laid.page_head)


def _paged(parts: list[str], page_head: str) -> str:
    """Parts with a blank line between; where a document has a head on its pages, one begins after so many lines."""
    made, lines = "", 0
    for part in parts:
        lines = 0 if part.startswith("\f") else lines
        if page_head and lines > LINES:
            made, lines = f"{made}\f{page_head}\n\n", 0
        made += f"{part}\n\n"
        lines += part.count("\n") + 2
    return f"{made.rstrip()}\n"


def columns(table: Table) -> Iterator[str]:
    """A table in columns that white space keeps apart."""
    grid, widths = _grid(table)
    for row in grid:
        for wrapped in _wrapped(row, widths):
            yield "  ".join(text.ljust(width) for text, width in zip(wrapped, widths, strict=True)).rstrip()
        yield ""


def pipes(table: Table) -> Iterator[str]:
    """A table with a pipe between its cells."""
    for n, row in enumerate(_grid(table)[0]):
        yield f"| {' | '.join(row)} |"
        if n + 1 == table.heads:
            yield f"|{'---|' * len(row)}"


def cells(table: Table) -> Iterator[str]:
    """A table cell by cell, as many programs take it out of a PDF: its head in one line."""
    for n, row in enumerate(_grid(table)[0]):
        if n < table.heads:
            yield " ".join(filter(None, row))
            yield ""
            continue
        for text in filter(None, row):
            yield textwrap.fill(text, 40)
            yield ""


def _grid(table: Table) -> tuple[list[list[str]], list[int]]:
    """The texts of a table by row and column, and how wide the columns are, in characters."""
    grid = [[""] * _width(table) for _ in table.rows]
    longest = [4] * _width(table)
    for row, column, cell in placed(table):
        grid[row][column] = cell.text
        if cell.columns == 1:
            longest[column] = max(longest[column], min(34, len(cell.text)))
    return grid, longest


def _wrapped(row: list[str], widths: list[int]) -> Iterator[list[str]]:
    if sum(map(bool, row)) == 1:
        # A cell over all columns takes the whole line.
        yield [next(filter(None, row)), *[""] * (len(row) - 1)]
        return
    parts = [textwrap.wrap(text, width) for text, width in zip(row, widths, strict=True)]
    for n in range(max(map(len, parts))):
        yield [part[n] if n < len(part) else "" for part in parts]


class Format(NamedTuple):
    """How a laid out document is written: the suffix of the file, and its bytes."""

    suffix: str
    write: Callable[[Laid], bytes]


FORMATS: dict[str, Format] = {
    "word": Format(".docx", as_word),
    "word-auto": Format(".docx", lambda laid: as_word(laid, automatic=True)),
    "pdf": Format(".pdf", as_pdf),
    "columns": Format(".txt", lambda laid: as_text(laid, columns).encode()),
    "pipes": Format(".txt", lambda laid: as_text(laid, pipes).encode()),
    "cells": Format(".txt", lambda laid: as_text(laid, cells).encode()),
    "scan": Format(".txt", lambda laid: scans.scanned(as_text(laid, cells), 0.02).encode()),
}
"""The formats by name; `scan` is the text as a scanner reads it, with two letters of a hundred mistaken."""
