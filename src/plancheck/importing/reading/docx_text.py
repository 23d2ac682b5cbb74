"""The text of a paragraph of a Word file as its reader sees it: changes made, fields by their results, nothing hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from docx.oxml.ns import qn

from plancheck.importing.reading.docx_styles import BOLD, PPR, RPR, RSTYLE, VAL, VANISH, Element, Style, Styles, switched

Kind: TypeAlias = Literal["text", "line", "page", "rendered"]

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE = f"{_COMPATIBILITY}AlternateContent"
_RUN, _TEXT, _FIELD, _INSTRUCTION = qn("w:r"), qn("w:t"), qn("w:fldChar"), qn("w:instrText")
_SIMPLE_FIELD, _BOX = qn("w:fldSimple"), qn("w:txbxContent")
TRANSPARENT = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:hyperlink", "w:dir", "w:bdo"))
)
"""Elements around text, paragraphs, rows or cells that are nothing to the reader."""
DELETED = frozenset(map(qn, ("w:del", "w:moveFrom")))
"""Elements around what a tracked change has taken away."""
_IN_LINE = TRANSPARENT | {_SIMPLE_FIELD, qn("w:ruby"), qn("w:rubyBase"), f"{_MATH}oMath", f"{_MATH}oMathPara"}
_TABS = frozenset(map(qn, ("w:tab", "w:ptab")))
_BREAKS = frozenset(map(qn, ("w:br", "w:cr")))
_PICTURES = frozenset(map(qn, ("w:drawing", "w:pict", "w:object", "w:txbxContent")))
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_RENDERED, _HYPHEN, _SYMBOL = qn("w:lastRenderedPageBreak"), qn("w:noBreakHyphen"), qn("w:sym")
_SYMBOLS = {
    0x2D: "–",
    0x6F: "☐",
    0x71: "☐",
    0x78: "☒",
    0xA8: "☐",
    0xB7: "•",
    0xA7: "•",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
"""What the characters of the symbol fonts look like, by their codes."""


class Piece(NamedTuple):
    """A piece of a paragraph: text, the end of a line, or the beginning of a page, as noted or as made by hand."""

    kind: Kind
    text: str = ""
    bold: bool = False


class Content(NamedTuple):
    """What is in a paragraph: its pieces, the text boxes that hang on it, and the notes that it refers to.

    `contents` says that its text is of a generated table of contents, `hides` that it has words that are not shown, `draws`
    that it has a diagram of which the words stand in another part of the file.
    """

    pieces: list[Piece]
    boxes: list[Element]
    notes: list[tuple[str, str]]
    contents: bool = False
    hides: bool = False
    draws: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the paragraph is shown."""
        return (
            not self.boxes and not self.notes and not any(piece.kind != "text" or piece.text.strip() for piece in self.pieces)
        )


class Fields:
    """The fields that are open at a place of the text, such as a table of contents: they run over many paragraphs."""

    def __init__(self, root: Element) -> None:
        self._ended = _ended(root)
        self._open: list[_Field] = []
        self._instructions = 0
        self._contents = 0

    @property
    def in_instruction(self) -> bool:
        """Whether the place is in the instruction of a field, which is not shown."""
        return self._instructions > 0

    @property
    def in_contents(self) -> bool:
        """Whether the place is in the result of a table of contents."""
        return self._contents > 0

    def instruct(self, text: str) -> None:
        """Note a piece of the instruction of the innermost field."""
        if self._open and not self._open[-1].shown and len(self._open[-1].instruction) < LONGEST_NAME:
            self._open[-1].instruction += text

    def pass_by(self, element: Element) -> None:
        """Note a mark of a field. One whose end is nowhere is passed over, so that it hides nothing."""
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin" and element in self._ended:
            self._open.append(_Field())
            self._instructions += 1
        elif kind == "separate" and self._open and not self._open[-1].shown:
            self._open[-1].shown = True
            self._instructions -= 1
            self._contents += self._open[-1].is_contents
        elif kind == "end" and self._open:
            field = self._open.pop()
            self._instructions -= not field.shown
            self._contents -= field.shown and field.is_contents


LONGEST_NAME = 40
"""How many characters of an instruction are kept, to know the name of its field."""


class _Field:
    """A field that is open: its instruction, and whether the place is past it, in what is shown."""

    def __init__(self) -> None:
        self.instruction = ""
        self.shown = False

    @property
    def is_contents(self) -> bool:
        return is_contents_field(self.instruction)


def is_contents_field(instruction: str) -> bool:
    """Whether a field makes a table of contents, or of figures."""
    return instruction.split()[:1] == ["TOC"]


def _ended(root: Element) -> set[Element]:
    """The marks that begin a field which is ended, without those that are deleted."""
    ended: set[Element] = set()
    begun: list[Element] = []
    for element in root.iter(_FIELD):
        above = element.getparent()
        while above is not None and above.tag in _IN_LINE | {_RUN}:
            above = above.getparent()
        if above is not None and above.tag in DELETED:
            continue
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            begun.append(element)
        elif kind == "end" and begun:
            ended.add(begun.pop())
    return ended


def chosen(alternate: Element) -> Iterator[Element]:
    """What is in the branch of alternatives that is read: the first with text, else the first."""
    branches = list(alternate)
    with_text = (branch for branch in branches if next(branch.iter(_TEXT), None) is not None)
    return iter(next(with_text, branches[0] if branches else ()))


def content_of(paragraph: Element, style: Style, styles: Styles, fields: Fields) -> Content:
    """What is in a paragraph of such a style. `fields` are those that are open before it, and after the call those after it."""
    pieces: list[Piece] = []
    boxes: list[Element] = []
    notes: list[tuple[str, str]] = []
    contents = hides = draws = False
    open_elements: list[Iterator[Element]] = [iter(paragraph)]
    while open_elements:
        for element in open_elements[-1]:
            tag = element.tag
            if tag == _RUN:
                shown = _RunStyle(element, style, styles, fields)
                before = len(pieces)
                draws = draws or (not fields.in_instruction and next(element.iter(_DIAGRAM), None) is not None)
                hides = _read_run(element, shown, pieces, boxes, notes) or hides
                contents = contents or (fields.in_contents and any(piece.text.strip() for piece in pieces[before:]))
            elif tag in _IN_LINE:
                if tag == _SIMPLE_FIELD:
                    contents = contents or is_contents_field(str(element.get(qn("w:instr"))))
                open_elements.append(iter(element))
                break
            elif tag == ALTERNATE:
                open_elements.append(chosen(element))
                break
            elif tag == f"{_MATH}r":
                pieces.extend(Piece("text", one.text or "") for one in element.iter(f"{_MATH}t"))
            elif isinstance(tag, str) and tag.startswith(_MATH):
                open_elements.append(iter(element))
                break
        else:
            open_elements.pop()
    return Content(pieces, boxes, notes, contents, hides, draws)


class _RunStyle:
    """How a run is shown, in the style of its paragraph and with the fields that are open at it."""

    def __init__(self, run: Element, style: Style, styles: Styles, fields: Fields) -> None:
        properties = run.find(RPR)
        self.fields = fields
        self.bold, self.hidden = style.bold, style.hidden
        if properties is not None and len(properties):
            named = properties.find(RSTYLE)
            own = styles.of_run(named.get(VAL) if named is not None else None)
            bold, hidden = switched(properties, BOLD), switched(properties, VANISH)
            # What both styles switch on is off, as with emphasis in what is emphasised.
            self.bold = style.bold != own.bold if bold is None else bold
            self.hidden = style.hidden != own.hidden if hidden is None else hidden


def _read_run(run: Element, shown: _RunStyle, pieces: list[Piece], boxes: list[Element], notes: list[tuple[str, str]]) -> bool:
    """Add what is in a run; whether it has words that are hidden."""
    hides = False
    fields = shown.fields
    for element in _parts_of(run):
        tag = element.tag
        if tag == _FIELD:
            fields.pass_by(element)
        elif tag == _INSTRUCTION:
            fields.instruct(element.text or "")
        elif tag == _RENDERED:
            pieces.append(_RENDERED_PIECE)
        elif fields.in_instruction:
            continue
        elif shown.hidden:
            hides = hides or (tag == _TEXT and bool((element.text or "").strip()) and not fields.in_contents)
        elif tag == _TEXT:
            pieces.append(Piece("text", (element.text or "").replace("\n", " ").replace("\r", " "), shown.bold))
        elif tag in _TABS:
            pieces.append(Piece("text", "\t", shown.bold))
        elif tag in _BREAKS:
            pieces.append(Piece("page" if element.get(qn("w:type")) == "page" else "line"))
        elif tag == _HYPHEN:
            pieces.append(Piece("text", "-", shown.bold))
        elif tag == _SYMBOL:
            pieces.append(Piece("text", _symbol(element), shown.bold))
        elif tag in _NOTES:
            notes.append((_NOTES[tag], str(element.get(qn("w:id")))))
        elif tag in _PICTURES:
            boxes.extend(_boxes_in(element))
        elif tag == qn("w:ruby"):
            base = element.find(qn("w:rubyBase"))
            words = base.iter(_TEXT) if base is not None else ()
            pieces.extend(Piece("text", one.text or "", shown.bold) for one in words)
    return hides


_RENDERED_PIECE = Piece("rendered")


def _parts_of(run: Element) -> Iterator[Element]:
    for element in run:
        if element.tag == ALTERNATE:
            yield from chosen(element)
        else:
            yield element


def _symbol(element: Element) -> str:
    """A character of a symbol font as the character that looks like it; a bullet where none does."""
    try:
        code = int(str(element.get(qn("w:char"))), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "•")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _boxes_in(picture: Element) -> list[Element]:
    """The contents of the text boxes in a picture or drawing, those for other programs left out."""
    if next(picture.iter(_BOX), None) is None:
        return []
    boxes = []
    open_elements = [picture]
    while open_elements:
        element = open_elements.pop()
        if element.tag == _BOX:
            boxes.append(element)
        elif element.tag == ALTERNATE:
            open_elements.extend(reversed(list(chosen(element))))
        else:
            open_elements.extend(reversed(element))
    return boxes


def mark_is(paragraph: Element, tags: frozenset[str]) -> bool:
    """Whether the mark at the end of a paragraph has one of these properties: deleted, moved away."""
    properties = paragraph.find(PPR)
    run = properties.find(RPR) if properties is not None else None
    return run is not None and any(child.tag in tags for child in run)


def mark_is_hidden(paragraph: Element, style: Style) -> bool:
    """Whether the mark at the end of a paragraph is hidden, and its number with it."""
    properties = paragraph.find(PPR)
    run = properties.find(RPR) if properties is not None else None
    own = switched(run, VANISH)
    return style.hidden if own is None else own
