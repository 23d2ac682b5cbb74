"""Word files: headings, lists and tables as the file marks them, each paragraph as one line. Nothing in the file is run."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from plancheck.importing.reading import MAX_LINES, ReadingError
from plancheck.importing.reading.docx_numbering import Mark, Numbering
from plancheck.importing.reading.docx_package import opened
from plancheck.importing.reading.docx_pages import Pages
from plancheck.importing.reading.docx_styles import (
    BODY_TEXT,
    BREAK_BEFORE,
    NUM_ID,
    NUM_PR,
    OUTLINE,
    PPR,
    VAL,
    Element,
    Style,
    Styles,
    indent_in,
    number_in,
    switched,
)
from plancheck.importing.reading.docx_tables import Cell, flow, rows_in
from plancheck.importing.reading.docx_text import DELETED, Content, Fields, Piece, content_of, mark_is, mark_is_hidden
from plancheck.importing.reading.lines import Aside, Line, Reading, Unread, clean_text
from plancheck.model.text import Text

_PARAGRAPH, _TABLE, _PSTYLE, _SECTION = qn("w:p"), qn("w:tbl"), qn("w:pStyle"), qn("w:sectPr")
_NOTE = {"footnotes": qn("w:footnote"), "endnotes": qn("w:endnote")}
_GOES_ON = (".", ":", ";", "!", "?", "…")
"""What a line ends with that is not one with the line after it."""


def read(data: bytes, name: str) -> Reading:
    """The lines of a Word file. Raises ReadingError where it is none, is protected or is malicious."""
    document = opened(data)
    try:
        text = _WordText(document)
        lines = [line for line, _ in text.lines()]
    except (ReadingError, MemoryError):
        raise
    except Exception as error:
        raise ReadingError("import-damaged", format="Word (.docx)", said=type(error).__name__) from None
    if not lines:
        raise ReadingError("import-empty", name=name)
    # Only some programs note where pages begin, and page breaks made by hand.
    last = max(line.page for line in lines)
    return Reading(name, tuple(lines), last, paged=last > 1, unread=text.unread)


def with_paragraphs(document: Any) -> Iterator[tuple[Line, Element]]:
    """The lines of a Word file, each with the paragraph that it is in.

    For a line of a text box or a note that is the paragraph which the box hangs on, or which refers to the note.
    """
    return _WordText(document).lines()


class _Place(NamedTuple):
    """Where a paragraph stands: its cell, what it is beside the running text, and the paragraph that comments on it go to."""

    cell: tuple[int, int, int] | None = None
    span: tuple[int, int] = (1, 1)
    aside: Aside | None = None
    host: Element | None = None


class _Row:
    """A line that is being put together: its pieces of text with whether they are bold, and the page that it begins on."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.page: int | None = None
        self.opens = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class _WordText:
    """The text of a Word file, read from its beginning to its end once."""

    def __init__(self, document: Any) -> None:
        styles = _part_of(document, "styles")
        self._document = document
        self._styles = Styles(styles)
        self._numbering = Numbering(_part_of(document, "numbering"), styles, _language_of(styles))
        self._pages = Pages(_sections_of(document.element.body))
        self._notes: dict[str, dict[str, Element]] = {}
        self._number = 0
        self._tables = itertools.count()
        self._hides = self._draws = self._loses_notes = self._embeds = False

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What was not read, after all lines were."""
        told = (
            (self._hides, "doubt-hidden-text"),
            (self._numbering.lost, "doubt-lost-numbers"),
            (self._loses_notes, "doubt-lost-notes"),
            (self._embeds, "doubt-embedded-document"),
            (self._draws, "doubt-diagram"),
        )
        return tuple(Unread(Text(key)) for is_so, key in told if is_so)

    def lines(self) -> Iterator[tuple[Line, Element]]:
        """Every line, with the paragraph that comments on it go to."""
        body = self._document.element.body
        for numbered in self._flow(body, Fields(body), _Place()):
            yield numbered
            if self._number > MAX_LINES:
                raise ReadingError("import-too-many-lines", limit=MAX_LINES)

    def _flow(self, parent: Element, fields: Fields, place: _Place) -> Iterator[tuple[Line, Element]]:
        """The lines of what follows on each other in an element that is no cell."""
        for element, content, in_contents in self._joined(parent, fields):
            where = place._replace(aside="contents") if in_contents and place.aside is None else place
            if content is not None:
                host = element if place.host is None else place.host
                yield from self._paragraph(element, content, where)
                yield from self._beside(content, host)
            elif element.tag == _TABLE:
                yield from self._table(element, fields, where)

    def _joined(self, parent: Element, fields: Fields) -> Iterator[tuple[Element, Content | None, bool]]:
        """The paragraphs and tables in an element, and whether they are in a table of contents.

        A paragraph of which the mark at the end is deleted goes on in the next.
        """
        before: list[tuple[Element, Content, bool]] = []
        for element, in_contents in flow(parent):
            if element.tag != _PARAGRAPH:
                yield from _left(before)
                before = []
                self._embeds = self._embeds or element.tag != _TABLE
                yield element, None, in_contents
                continue
            content = content_of(element, self._style(element), self._styles, fields)
            self._hides = self._hides or content.hides
            self._draws = self._draws or content.draws
            if mark_is(element, DELETED):
                before.append((element, content, in_contents))
            else:
                yield element, _together([*(one for _, one, _ in before), content]) if before else content, in_contents
                before = []
        yield from _left(before)

    def _style(self, paragraph: Element) -> Style:
        properties = paragraph.find(PPR)
        named = properties.find(_PSTYLE) if properties is not None else None
        return self._styles.of(named.get(VAL) if named is not None else None)

    # What stands beside the text

    def _beside(self, content: Content, host: Element) -> Iterator[tuple[Line, Element]]:
        """The lines of the text boxes that hang on a paragraph, and of the notes that it refers to."""
        for box in content.boxes:
            yield from self._flow(box, Fields(box), _Place(aside="text-box", host=host))
        for part, identity in content.notes:
            note = self._notes_of(part).pop(identity, None)
            if note is not None:
                yield from self._flow(note, Fields(note), _Place(aside="note", host=host))

    def _notes_of(self, part: str) -> dict[str, Element]:
        """The notes of a part that no line has referred to yet."""
        if part not in self._notes:
            root = _part_of(self._document, part)
            self._loses_notes = self._loses_notes or root is None
            elements = root.findall(_NOTE[part]) if root is not None else []
            self._notes[part] = {str(one.get(qn("w:id"))): one for one in elements}
        return self._notes[part]

    # Tables

    def _table(self, table: Element, fields: Fields, place: _Place) -> Iterator[tuple[Line, Element]]:
        """The lines in the cells of a table. A table in a cell is one of its own, after the cells of its row.

        What stands beside the text of a cell comes after the whole table, which it would cut.
        """
        beside: list[tuple[Content, Element]] = []
        open_tables = [(next(self._tables), enumerate(self._rows(table)))]
        while open_tables:
            number, rows = open_tables[-1]
            row, cells = next(rows, (0, None))
            if cells is None:
                open_tables.pop()
                continue
            inner: list[Element] = []
            self._pages.begin_row()
            for cell in cells:
                self._pages.begin_cell()
                where = place._replace(cell=(number, row, cell.column), span=(cell.rows, cell.columns))
                for element, content, in_contents in self._joined(cell.element, fields):
                    if content is not None:
                        at = where._replace(aside="contents") if in_contents and place.aside is None else where
                        yield from self._paragraph(element, content, at)
                        if content.boxes or content.notes:
                            beside.append((content, element if place.host is None else place.host))
                    elif element.tag == _TABLE:
                        inner.append(element)
            self._pages.end_row()
            open_tables.extend([(next(self._tables), enumerate(self._rows(element))) for element in inner][::-1])
        for content, host in beside:
            yield from self._beside(content, host)

    def _rows(self, table: Element) -> Sequence[list[Cell]]:
        grid = rows_in(table)
        self._hides = self._hides or grid.hides
        return grid.rows

    # Paragraphs

    def _paragraph(self, paragraph: Element, content: Content, place: _Place) -> Iterator[tuple[Line, Element]]:
        """The lines of a paragraph: one, or as many as line breaks make of it."""
        properties, style = paragraph.find(PPR), self._style(paragraph)
        is_text = place.aside in (None, "contents")
        if not (content.is_empty and mark_is_hidden(paragraph, style)):
            yield from self._lines_of(paragraph, properties, style, content, place)
        if is_text and properties is not None and (section := properties.find(_SECTION)) is not None:
            self._pages.after_section(section)

    def _lines_of(
        self, paragraph: Element, properties: Element | None, style: Style, content: Content, place: _Place
    ) -> Iterator[tuple[Line, Element]]:
        is_text = place.aside in (None, "contents")
        own_break = switched(properties, BREAK_BEFORE)
        if is_text and place.cell is None and (style.breaks_page if own_break is None else own_break):
            self._pages.before()
        is_contents = is_text and (place.aside == "contents" or style.contents or content.contents)
        aside: Aside | None = "contents" if is_contents else place.aside
        level = _level(properties, style) if aside is None and place.cell is None else None
        numbered = properties.find(NUM_PR) if properties is not None else None
        mark = self._numbering.mark(numbered, style, heading=level is not None)
        depth = _depth(numbered, style, mark) if level is None and not is_contents else None
        indent = _indent(properties, numbered, style, mark)
        before = mark.text if mark is not None else ""
        rows = _rows_of(content.pieces, self._pages, one=level is not None, is_text=is_text)
        for n, row in enumerate(rows):
            text, lead = _text_of(row)
            if not text:
                continue
            self._number += 1
            opens = row.opens and place.cell is None
            if lead:
                lead += len(before)
            page = self._pages.number if row.page is None else row.page
            line = Line(
                self._number,
                f"{before}{text}",
                page,
                0 if n else 1,
                level,
                place.cell,
                whole=True,
                opens_page=opens,
                span=place.span,
                depth=depth,
                lead=lead,
                indent=indent,
                aside=aside,
            )
            yield line, paragraph if place.host is None else place.host
            before = ""


def _left(before: Sequence[tuple[Element, Content, bool]]) -> Iterator[tuple[Element, Content, bool]]:
    """Paragraphs that should have gone on in a next one, which there is not: the last one has their words."""
    content = _together([content for _, content, _ in before])
    if not content.is_empty:
        yield before[-1][0], content, before[-1][2]


def _together(contents: Sequence[Content]) -> Content:
    return Content(
        [piece for content in contents for piece in content.pieces],
        [box for content in contents for box in content.boxes],
        [note for content in contents for note in content.notes],
        any(content.contents for content in contents),
    )


def _rows_of(pieces: Sequence[Piece], pages: Pages, *, one: bool, is_text: bool) -> list[_Row]:
    """The lines of a paragraph, or the one line of a heading. `is_text`: its pages count, as those of a text box do not."""
    rows = [_Row()]
    for piece in pieces:
        row = rows[-1]
        if piece.kind == "text":
            if row.page is None and is_text and piece.text.strip():
                row.page, row.opens = pages.text()
            row.pieces.append(piece)
        elif piece.kind == "rendered":
            if is_text:
                pages.rendered()
        else:
            if piece.kind == "page" and is_text:
                pages.by_hand()
            if one:
                row.pieces.append(_BLANK)
            else:
                rows.append(_Row())
    return _unbroken([row for row in rows if row.page is not None or row.text.strip()])


_BLANK = Piece("text", " ")


def _unbroken(rows: list[_Row]) -> list[_Row]:
    """The lines without breaks in the middle of a sentence, which only shape a paragraph."""
    made: list[_Row] = []
    for row in rows:
        if made and row.text.lstrip()[:1].islower() and not made[-1].text.rstrip().endswith(_GOES_ON) and not row.opens:
            made[-1].pieces += [_BLANK, *row.pieces]
        else:
            made.append(row)
    return made


def _text_of(row: _Row) -> tuple[str, int]:
    """The text of a line, and how many of its first characters are bold."""
    text = clean_text(row.text).strip()
    bold = list(itertools.takewhile(lambda piece: piece.bold or not piece.text.strip(), row.pieces))
    if not any(piece.bold and piece.text.strip() for piece in bold):
        return text, 0
    return text, min(len(text), len(clean_text("".join(piece.text for piece in bold)).strip()))


def _level(properties: Element | None, style: Style) -> int | None:
    """The level of a heading, which the paragraph says itself or has from its style."""
    outline = number_in(properties.find(OUTLINE)) if properties is not None else None
    if outline is None:
        return style.level
    return outline + 1 if outline < BODY_TEXT else None


def _depth(numbered: Element | None, style: Style, mark: Mark | None) -> int | None:
    """How deep in a list a paragraph is: by its list, or by its style where that is made for lists of such a depth."""
    if mark is not None:
        return max(mark.depth, style.list_depth or 0)
    own = numbered.find(NUM_ID) if numbered is not None else None
    return style.list_depth if own is None and style.num_id != "0" else None


def _indent(properties: Element | None, numbered: Element | None, style: Style, mark: Mark | None) -> float:
    """How far to the right a paragraph begins: as it says itself, or its list, or its style; what is nearer to it first."""
    of_list = mark.indent if mark is not None else None
    is_own_list = numbered is not None and numbered.find(NUM_ID) is not None
    told = (indent_in(properties), *((of_list, style.indent) if is_own_list else (style.indent, of_list)))
    return round(next((indent for indent in told if indent is not None), 0.0), 2)


# The parts of the file


def _part_of(document: Any, kind: str) -> Element | None:
    """The root of a part that the text refers to: styles, numbering, footnotes; None where there is none that can be read."""
    for relationship in document.part.rels.values():
        if relationship.reltype.rpartition("/")[2] == kind and not relationship.is_external:
            part = relationship.target_part
            if hasattr(part, "element"):
                return part.element
            try:
                return parse_xml(part.blob)
            except (ValueError, SyntaxError):
                return None
    return None


def _language_of(styles: Element | None) -> str:
    """The language of the text, as the file says: sv-SE."""
    path = "/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")))
    element = styles.find(path) if styles is not None else None
    return str(element.get(VAL, "")) if element is not None else ""


def _sections_of(body: Element) -> list[Element]:
    """What ends each section of the text, in order."""
    return [one for one in body.iter(_SECTION) if one.getparent().tag in (PPR, body.tag)]
