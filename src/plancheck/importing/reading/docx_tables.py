"""What is in an element of a Word file: paragraphs and tables, rows and the cells of a grid, whatever is around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docx.oxml.ns import qn

from plancheck.importing.reading.docx_styles import VAL, Element, number_in, switched
from plancheck.importing.reading.docx_text import ALTERNATE, TRANSPARENT, chosen

MAX_SPAN = 100
"""How many columns a cell may span."""

_SDT, _TR_PR, _TC_PR, _TEXT = qn("w:sdt"), qn("w:trPr"), qn("w:tcPr"), qn("w:t")
_GALLERY = "/".join(map(qn, ("w:sdtPr", "w:docPartObj", "w:docPartGallery")))
_IN_FLOW = frozenset(map(qn, ("w:p", "w:tbl", "w:altChunk", "w:subDoc")))
_ROWS, _CELLS = frozenset({qn("w:tr")}), frozenset({qn("w:tc")})
_SPAN, _BEFORE, _DOWN, _ACROSS = qn("w:gridSpan"), qn("w:gridBefore"), qn("w:vMerge"), qn("w:hMerge")


def flow(parent: Element) -> Iterator[tuple[Element, bool]]:
    """The paragraphs, tables and embedded documents in an element, each with whether it is in Word's own table of contents."""
    return _inside(parent, _IN_FLOW)


def _inside(parent: Element, tags: frozenset[str]) -> Iterator[tuple[Element, bool]]:
    """The elements of these tags in an element, without those in each other."""
    open_elements: list[tuple[Iterator[Element], bool]] = [(iter(parent), False)]
    while open_elements:
        children, in_contents = open_elements[-1]
        element = next(children, None)
        if element is None:
            open_elements.pop()
        elif element.tag in tags:
            yield element, in_contents
        elif element.tag in TRANSPARENT:
            is_contents = in_contents or (element.tag == _SDT and _is_contents(element))
            open_elements.append((iter(element), is_contents))
        elif element.tag == ALTERNATE:
            open_elements.append((chosen(element), in_contents))


def _is_contents(control: Element) -> bool:
    """Whether a content control is a table of contents from Word's gallery."""
    gallery = control.find(_GALLERY)
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


class Cell:
    """A cell where it stands in the grid of its table, and how many rows and columns it takes."""

    def __init__(self, element: Element, column: int, columns: int) -> None:
        self.element = element
        self.column = column
        self.columns = columns
        self.rows = 1


class Grid(NamedTuple):
    """The rows of a table with their cells; `hides` says that it has words which are not shown."""

    rows: list[list[Cell]]
    hides: bool


def rows_in(table: Element) -> Grid:
    """The rows of a table as they are shown: without those that are deleted or hidden, merged cells once."""
    rows: list[list[Cell]] = []
    hides = False
    merging: dict[int, Cell] = {}
    for row, _ in _inside(table, _ROWS):
        properties = row.find(_TR_PR)
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        if switched(properties, qn("w:hidden")):
            hides = hides or _has_text(row)
            continue
        cells: list[Cell] = []
        merged: dict[int, Cell] = {}
        column = _width(properties, _BEFORE, 0)
        for element, _ in _inside(row, _CELLS):
            of_cell = element.find(_TC_PR)
            if of_cell is not None and of_cell.find(qn("w:cellDel")) is not None:
                continue
            columns = _width(of_cell, _SPAN, 1)
            down, across = _merge(of_cell, _DOWN), _merge(of_cell, _ACROSS)
            if across == "continue" and cells:
                cells[-1].columns += columns
                hides = hides or _has_text(element)
            elif down == "continue" and column in merging:
                merged[column] = merging[column]
                merged[column].rows += 1
                hides = hides or _has_text(element)
            else:
                cells.append(Cell(element, column, columns))
                if down is not None:
                    merged[column] = cells[-1]
            column += columns
        merging = merged
        rows.append(cells)
    return Grid(rows, hides)


def _width(properties: Element | None, tag: str, least: int) -> int:
    width = number_in(properties.find(tag)) if properties is not None else None
    return least if width is None else max(least, min(width, MAX_SPAN))


def _merge(properties: Element | None, tag: str) -> str | None:
    """Whether a cell begins a merged one or goes on with it; None where it is not merged."""
    element = properties.find(tag) if properties is not None else None
    if element is None:
        return None
    return "restart" if element.get(VAL) == "restart" else "continue"


def _has_text(element: Element) -> bool:
    return any((one.text or "").strip() for one in element.iter(_TEXT))
