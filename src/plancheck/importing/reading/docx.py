"""Word files: headings by style, tables as tables, each paragraph as one line. Nothing in the file is run or fetched."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import docx
from docx.oxml.ns import qn

from plancheck.importing.reading import MAX_LINES, ReadingError
from plancheck.importing.reading.lines import Line, Reading, clean_text
from plancheck.importing.reading.packed import refuse_unsafe

Element: TypeAlias = Any
"""An element of the file's XML, for which the library has no types."""


def read(data: bytes, name: str) -> Reading:
    """The lines of a Word file. Raises ReadingError where it is none, is protected or is malicious."""
    try:
        lines = [line for line, _ in with_paragraphs(opened(data))]
    except (ReadingError, MemoryError):
        raise
    except Exception as error:
        raise ReadingError("import-damaged", format="Word (.docx)", said=type(error).__name__) from None
    if not lines:
        raise ReadingError("import-empty", name=name)
    # Only some programs note where pages begin, and page breaks made by hand.
    return Reading(name, tuple(lines), lines[-1].page, paged=lines[-1].page > 1)


def opened(data: bytes) -> Any:
    """A Word file as the library's document.

    Raises ReadingError where it is protected or malicious, else whatever the library raises.
    """
    refuse_unsafe(data, "Word (.docx)")
    return docx.Document(io.BytesIO(data))


class _Placed(NamedTuple):
    """A paragraph of the file and the cell that it is in: the table, the row and the column."""

    paragraph: Element
    cell: tuple[int, int, int] | None


def with_paragraphs(document: Any) -> Iterator[tuple[Line, Element]]:
    """The lines of a Word file, each with the paragraph that it is in."""
    styles = {style.style_id: style for style in document.styles}
    numbers = _Numbers(document)
    number, page = 0, 1
    opens = True
    for paragraph, cell in _paragraphs(document.element.body, itertools.count()):
        page += _page_breaks(paragraph)
        opens = opens or bool(_page_breaks(paragraph))
        level = _level(paragraph, styles) if cell is None else None
        text = clean_text(_text(paragraph))
        mark = numbers.mark(paragraph, level)
        # A line break in a heading does not end it.
        rows = text.split("\n") if level is None else [text.replace("\n", " ")]
        for row in filter(str.strip, rows):
            number += 1
            opens_page = opens and cell is None
            yield Line(number, f"{mark}{row.strip()}", page, 1, level, cell, whole=True, opens_page=opens_page), paragraph
            opens, mark = False, ""
        if number > MAX_LINES:
            raise ReadingError("import-too-many-lines", limit=MAX_LINES)


def _paragraphs(parent: Element, tables: Iterator[int]) -> Iterator[_Placed]:
    """The paragraphs in an element in reading order, those in content controls too."""
    open_elements = [iter(list(parent))]
    while open_elements:
        element = next(open_elements[-1], None)
        if element is None:
            open_elements.pop()
        elif element.tag == qn("w:p"):
            yield _Placed(element, None)
        elif element.tag == qn("w:tbl"):
            yield from _table(element, tables)
        elif element.tag in _TRANSPARENT and len(open_elements) < MAX_DEPTH:
            open_elements.append(iter(list(element)))


_TRANSPARENT = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"))
"""Elements around paragraphs that are nothing to the reader."""
MAX_DEPTH = 60
"""How deep elements, and tables in tables, are followed."""


def _table(table: Element, tables: Iterator[int], depth: int = 0) -> Iterator[_Placed]:
    """The paragraphs in the cells of a table. A table in a cell is one of its own, after the cells of its row."""
    number = next(tables)
    for row, element in enumerate(row for row in table.iter(qn("w:tr")) if _table_of(row) is table):
        inner: list[Element] = []
        column = 0
        for cell in element.iter(qn("w:tc")):
            if _row_of(cell) is not element:
                continue
            for paragraph in cell.iter(qn("w:p")):
                if _cell_of(paragraph) is cell:
                    yield _Placed(paragraph, (number, row, column))
            inner.extend(element for element in cell.iter(qn("w:tbl")) if _cell_of(element) is cell)
            span = _number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"))
            column += 1 if span is None else min(span, MAX_SPAN)
        for inner_table in inner if depth < MAX_DEPTH else ():
            yield from _table(inner_table, tables, depth + 1)


MAX_SPAN = 100
"""How many columns a cell may span."""


def _number(element: Element, name: str = "w:val") -> int | None:
    """The small number in an attribute of an element; None where it is missing or something else."""
    match = re.fullmatch(r"[0-9]{1,4}", str(element.get(qn(name)))) if element is not None else None
    return int(match[0]) if match else None


def _nearest_above(element: Element, tag: str) -> Element:
    return next(element.iterancestors(tag), None)


def _table_of(element: Element) -> Element:
    return _nearest_above(element, qn("w:tbl"))


def _row_of(element: Element) -> Element:
    return _nearest_above(element, qn("w:tr"))


def _cell_of(element: Element) -> Element:
    return _nearest_above(element, qn("w:tc"))


def _text(paragraph: Element) -> str:
    """The text of a paragraph with its tracked changes: what was inserted is in it, what was deleted is not."""
    parts = []
    deleted = {element for tag in ("w:del", "w:moveFrom") for change in paragraph.iter(qn(tag)) for element in change.iter()}
    for element in paragraph.iter():
        if element in deleted:
            continue
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag == qn("w:tab"):
            parts.append("\t")
        elif element.tag in (qn("w:br"), qn("w:cr")) and element.get(qn("w:type")) != "page":
            parts.append("\n")
        elif element.tag == qn("w:noBreakHyphen"):
            parts.append("-")
    return "".join(parts)


def _page_breaks(paragraph: Element) -> int:
    """How many pages begin at or in a paragraph, as far as the file says."""
    breaks = sum(1 for element in paragraph.iter(qn("w:br")) if element.get(qn("w:type")) == "page")
    rendered = sum(1 for _ in paragraph.iter(qn("w:lastRenderedPageBreak")))
    before = 1 if paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None else 0
    return max(rendered, breaks + before)


def _style(paragraph: Element) -> str | None:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style.get(qn("w:val")) if style is not None else None


def _level(paragraph: Element, styles: Mapping[str, Any]) -> int | None:
    """The level of a heading, by its outline level or the name of its style."""
    outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    style_id = _style(paragraph)
    name = ""
    if style_id is not None:
        style = styles.get(style_id)
        name = style.name if style is not None else style_id
        if outline is None and style is not None:
            outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    level = _number(outline)
    if level is not None and level < 9:
        return level + 1
    match = re.fullmatch(r"(?:heading|rubrik) ?([1-9])", (name or "").strip().lower())
    return int(match[1]) if match else None


class _Numbers:
    """The numbers and bullets that Word puts before paragraphs, which are not in their text."""

    def __init__(self, document: Any) -> None:
        self._styles: dict[str | None, Element] = {style.style_id: style.element for style in document.styles}
        self._formats = dict(_formats(document))
        self._counters: dict[str, Counter[int]] = {}

    def mark(self, paragraph: Element, level: int | None) -> str:
        """The mark before a paragraph: 3.1.2, a bullet, or nothing. Counts the paragraph: call it once for each, in order."""
        style = self._styles.get(_style(paragraph))
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        numbered = own if own is not None else style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if style is not None else None
        if numbered is None:
            return ""
        identity = numbered.find(qn("w:numId"))
        name = str(identity.get(qn("w:val"))) if identity is not None else ""
        own_depth = _number(numbered.find(qn("w:ilvl")))
        at = (level or 1) - 1 if own_depth is None else min(own_depth, 8)
        if name in ("", "0"):
            return ""
        if self._formats.get((name, at), "decimal") == "bullet":
            return "• "
        counters = self._counters.setdefault(name if level is None else "headings", Counter())
        counters[at] += 1
        for deeper in [n for n in counters if n > at]:
            del counters[deeper]
        shown = ".".join(str(max(1, counters[n])) for n in range(at + 1))
        return f"{shown} " if level is not None else f"{shown}. "


def _formats(document: Any) -> Iterator[tuple[tuple[str, int], str]]:
    """The format of each level of each list of the file: decimal, bullet …"""
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return
    kinds: dict[str, Element] = {kind.get(qn("w:abstractNumId")): kind for kind in numbering.findall(qn("w:abstractNum"))}
    for list_ in numbering.findall(qn("w:num")):
        abstract = list_.find(qn("w:abstractNumId"))
        kind = kinds.get(abstract.get(qn("w:val"))) if abstract is not None else None
        for level in kind.findall(qn("w:lvl")) if kind is not None else []:
            format_ = level.find(qn("w:numFmt"))
            at = _number(level, "w:ilvl")
            if format_ is not None and at is not None:
                yield (str(list_.get(qn("w:numId"))), at), str(format_.get(qn("w:val")))
