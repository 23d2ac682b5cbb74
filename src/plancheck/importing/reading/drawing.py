"""What is drawn on a page of a PDF: the lines around the cells of its tables, and its pictures."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from plancheck.importing.reading.columns import Rule
from plancheck.importing.reading.words import Page

MAX_OBJECTS = 50_000
"""How many drawn things of a page are looked at: what has more is a map or a drawing, and no table."""
MAX_EDGES = 1_500
"""How many lines a page with tables may have."""
MAX_DEPTH = 8
"""How deep drawings in drawings are followed."""
LEAST = 1.0
"""How long a line must be, in points, and how far from level or plumb it may be."""
SNAP = 3.0
"""How near each other, in points, lines are the same or meet."""

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""The left, top, right and bottom edges of a place on a page, in points."""
_UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class RuledCell(NamedTuple):
    """A cell with lines around it: where it is, its row and column in its table, and how many of them it takes."""

    box: Box
    row: int
    column: int
    span: tuple[int, int]


class Drawn(NamedTuple):
    """What is drawn on a page: its level lines, its tables, how many things, and how much of it pictures cover, at most 1.

    `doubled` is where text is printed over itself, slightly apart, to look bold.
    """

    rules: list[Rule]
    tables: list[list[RuledCell]]
    things: int
    pictures: float
    doubled: list[Box]


class _Edge(NamedTuple):
    """A line from one point to another, as the page is read."""

    x0: float
    top: float
    x1: float
    bottom: float


def drawn_on(page: Page, angle: int) -> Drawn:
    """What is drawn on a page of which most text is turned by an angle."""
    edges: list[_Edge] = []
    things, pictures = 0, 0.0
    texts: dict[tuple[int, int], list[Box]] = {}
    doubled: list[Box] = []
    width, height = page.get_size()
    for thing, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            doubled.extend(_doubled(_bounds(thing, matrix, angle), texts))
            continue
        things += 1
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += _area(_bounds(thing, matrix, angle)) / max(1.0, width * height)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and things < MAX_OBJECTS and len(edges) < MAX_OBJECTS:
            edges.extend(_edges(thing, matrix, angle))
    merged = _merged(edges) if things < MAX_OBJECTS else []
    rules = [Rule(edge["top"], edge["x0"], edge["x1"]) for edge in merged if edge["orientation"] == "h"]
    return Drawn(rules, _tables(merged), things, min(1.0, pictures), doubled)


def box_of(page: Page, angle: int) -> Box:
    """The edges of what is seen of a page, turned so that text at an angle is level."""
    left, bottom, right, top = page.get_bbox()
    points = [turned(x, y, angle) for x in (left, right) for y in (bottom, top)]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point of a page, from the left and from the top, turned so that text at an angle is level."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cos + y * sin, x * sin - y * cos


def _objects(page: Page) -> Iterator[tuple[Any, int, Matrix]]:
    """The things on a page, those in forms too, each with its kind and the place of its form."""
    waiting = [(page.raw, _UNTURNED, 0, False)]
    left = MAX_OBJECTS
    while waiting:
        holder, matrix, depth, is_form = waiting.pop()
        count = (pdfium.FPDFFormObj_CountObjects if is_form else pdfium.FPDFPage_CountObjects)(holder)
        for n in range(count):
            thing = (pdfium.FPDFFormObj_GetObject if is_form else pdfium.FPDFPage_GetObject)(holder, n)
            kind = pdfium.FPDFPageObj_GetType(thing)
            left -= 1
            if left < 0:
                return
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                waiting.append((thing, _times(_matrix_of(thing), matrix), depth + 1, True))
            else:
                yield thing, kind, matrix


def _matrix_of(thing: Any) -> Matrix:
    given = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, given):
        return _UNTURNED
    return given.a, given.b, given.c, given.d, given.e, given.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does what the first does, then what the second does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def _bounds(thing: Any, matrix: Matrix, angle: int) -> Box:
    """The edges of what is drawn."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return 0.0, 0.0, 0.0, 0.0
    (x0, y0), (x1, y1) = (turned(*_at(x.value, y.value, matrix), angle) for x, y in ((left, bottom), (right, top)))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _doubled(box: Box, texts: dict[tuple[int, int], list[Box]]) -> Iterator[Box]:
    """The edges of a text, where one of its size is among the last `texts` at nearly the same place. Adds it to them."""
    height = box[3] - box[1]
    same = texts.setdefault((round(box[2] - box[0]), round(height)), [])
    if height and any(abs(box[0] - x0) < 0.1 * height and abs(box[1] - top) < 0.1 * height for x0, top, _, _ in same[-4:]):
        yield box
    same.append(box)


def _edges(thing: Any, form: Matrix, angle: int) -> Iterator[_Edge]:
    """The level and plumb lines of what is drawn."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(thing, mode, stroked) or not (mode.value or stroked.value):
        return
    count = pdfium.FPDFPath_CountSegments(thing)
    if count > 400:
        return
    matrix = _times(_matrix_of(thing), form)
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for n in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, n)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turned(*_at(x.value, y.value, matrix), angle)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _edge(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _edge(last, first)
            last = first


def _edge(start: tuple[float, float], end: tuple[float, float]) -> Iterator[_Edge]:
    """The line between two points, if it is level or plumb and long enough."""
    across, down = abs(start[0] - end[0]), abs(start[1] - end[1])
    if (across < LEAST) == (down < LEAST):
        return
    x0, x1 = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    yield _Edge(x0, top, x1, top) if down < LEAST else _Edge(x0, top, x0, bottom)


def _merged(edges: Sequence[_Edge]) -> list[dict[str, Any]]:
    """The edges as pdfplumber has them, with pieces of one line joined."""
    if not edges:
        return []
    from pdfplumber.table import merge_edges
    from pdfplumber.utils.geometry import filter_edges

    known = [
        {
            **edge._asdict(),
            "orientation": "h" if edge.top == edge.bottom else "v",
            "width": edge.x1 - edge.x0,
            "height": edge.bottom - edge.top,
        }
        for edge in dict.fromkeys(edges)
    ]
    return list(filter_edges(merge_edges(known, SNAP, SNAP, SNAP, SNAP), min_length=SNAP))


def _tables(edges: Sequence[dict[str, Any]]) -> list[list[RuledCell]]:
    """The tables that edges make, each with more than one cell."""
    if len(edges) < 4 or len(edges) > MAX_EDGES or len({edge["orientation"] for edge in edges}) < 2:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

    cells = intersections_to_cells(edges_to_intersections(list(edges), SNAP, SNAP))
    return [_numbered(boxes) for boxes in cells_to_tables(cells) if len(boxes) > 1]


def _numbered(boxes: Sequence[Box]) -> list[RuledCell]:
    """The cells of a table with their rows and columns, and how many of them each takes, from the top down."""
    across, down = _borders([box[0] for box in boxes]), _borders([box[1] for box in boxes])

    def taken(borders: Sequence[float], start: float, end: float) -> tuple[int, int]:
        inside = [n for n, border in enumerate(borders) if start - LEAST < border < end - LEAST]
        return (inside[0], len(inside)) if inside else (0, 1)

    cells = []
    for box in boxes:
        (column, columns), (row, rows) = taken(across, box[0], box[2]), taken(down, box[1], box[3])
        cells.append(RuledCell(box, row, column, (rows, columns)))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _borders(places: Sequence[float]) -> list[float]:
    """Places in order, those once that are nearly the same."""
    borders: list[float] = []
    for place in sorted(places):
        if not borders or place - borders[-1] > LEAST:
            borders.append(place)
    return borders
