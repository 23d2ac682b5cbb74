"""The styles of a Word file: what a paragraph or a run has from its style, and from the styles that one is based on."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

from docx.oxml.ns import qn

Element: TypeAlias = Any
"""An element of the file's XML, for which the library has no types."""

_HEADING = re.compile(r"(?:heading|rubrik|overskrift|otsikko|überschrift|titre) ?([1-9])")
_TITLE = re.compile(r"title|subtitle|rubrik|underrubrik|titel|undertitel|tittel")
_CONTENTS = re.compile(
    r"(?:toc|contents|innehåll|innehållsförteckning|indhold|indholdsfortegnelse|inndeling|innhold|innholdsfortegnelse) ?"
    r"(?:[1-9]|heading|rubrik|- ?rubrik)|innehållsförteckningsrubrik|table of figures|figurförteckning"
)
_LIST = re.compile(r"(?:list(?: (?:bullet|number))?|punktlista|numrerad lista|lista|opstilling|liste) ?([1-9])?")
_LIST_ALONE = re.compile(r"list (?:bullet|number)|list(?:bullet|number)|punktlista|numrerad lista")
PPR, RPR, NUM_PR, NUM_ID, ILVL = qn("w:pPr"), qn("w:rPr"), qn("w:numPr"), qn("w:numId"), qn("w:ilvl")
OUTLINE, IND, BOLD, VANISH, VAL = qn("w:outlineLvl"), qn("w:ind"), qn("w:b"), qn("w:vanish"), qn("w:val")
BREAK_BEFORE, RSTYLE = qn("w:pageBreakBefore"), qn("w:rStyle")
BODY_TEXT = 9
"""The outline level of running text, as the format counts from 0."""


class Style(NamedTuple):
    """What a style gives to a paragraph, with what it has from the styles that it is based on.

    `level` is that of a heading, from 1. `num_id` and `ilvl` are its list and how deep in that list it is, `numbered_by` the
    style that says so. `list_depth` is what the name of a list's style says. `indent` is in points.
    """

    id: str | None = None
    level: int | None = None
    num_id: str | None = None
    ilvl: int | None = None
    numbered_by: str | None = None
    list_depth: int | None = None
    bold: bool = False
    hidden: bool = False
    indent: float | None = None
    breaks_page: bool = False
    contents: bool = False


class Styles:
    """The styles of a file by their ids. One that the file does not define is known by its id, which is often its name."""

    def __init__(self, root: Element | None) -> None:
        elements = root.findall(qn("w:style")) if root is not None else []
        self._elements: dict[str, Element] = {str(one.get(qn("w:styleId"))): one for one in elements}
        self._styles: dict[str, Style] = {}
        self._defaults = _defaults(root)
        self.default: str | None = next(
            (
                id_
                for id_, one in self._elements.items()
                if one.get(qn("w:type")) == "paragraph" and is_on(one, qn("w:default"))
            ),
            None,
        )

    def of(self, style_id: str | None) -> Style:
        """The style of a paragraph, that of running text where it names none."""
        name = self.default if style_id is None else style_id
        return self._defaults if name is None else self._known(name)

    def of_run(self, style_id: str | None) -> Style:
        """The style of a run."""
        return _NONE if style_id is None else self._known(style_id)

    def _known(self, style_id: str) -> Style:
        chain: list[str] = []
        seen: set[str] = set()
        at: str | None = style_id
        while at is not None and at not in self._styles and at not in seen:
            chain.append(at)
            seen.add(at)
            at = _value(self._elements[at].find(qn("w:basedOn"))) if at in self._elements else None
        for id_ in reversed(chain):
            element = self._elements.get(id_)
            base = _value(element.find(qn("w:basedOn"))) if element is not None else None
            is_of_runs = element is not None and element.get(qn("w:type")) == "character"
            above = self._styles.get(base or "", _NONE if is_of_runs else self._defaults)
            self._styles[id_] = _derived(id_, element, above)
        return self._styles[style_id]


_NONE = Style()


def _defaults(root: Element | None) -> Style:
    """What every paragraph of a file has, whatever its style."""
    if root is None:
        return _NONE
    run = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{RPR}")
    paragraph = root.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{PPR}")
    return _NONE._replace(bold=bool(switched(run, BOLD)), hidden=bool(switched(run, VANISH)), indent=indent_in(paragraph))


def _derived(style_id: str, element: Element | None, above: Style) -> Style:
    """A style with what it has from the one that it is based on."""
    named = _value(element.find(qn("w:name"))) if element is not None else None
    name = (named or style_id).partition(",")[0].strip().casefold()
    paragraph = element.find(PPR) if element is not None else None
    run = element.find(RPR) if element is not None else None
    numbered = paragraph.find(NUM_PR) if paragraph is not None else None
    own_id = _value(numbered.find(NUM_ID)) if numbered is not None else None
    own_ilvl = number_in(numbered.find(ILVL)) if numbered is not None else None
    outline = number_in(paragraph.find(OUTLINE)) if paragraph is not None else None
    indent, breaks = indent_in(paragraph), switched(paragraph, BREAK_BEFORE)
    bold, hidden = switched(run, BOLD), switched(run, VANISH)
    return Style(
        style_id,
        _level(name, outline, above),
        above.num_id if own_id is None else own_id,
        above.ilvl if own_ilvl is None else own_ilvl,
        above.numbered_by if own_id is None else style_id,
        _list_depth(name, above),
        above.bold if bold is None else bold,
        above.hidden if hidden is None else hidden,
        above.indent if indent is None else indent,
        above.breaks_page if breaks is None else breaks,
        above.contents or bool(_CONTENTS.fullmatch(name)),
    )


def _level(name: str, outline: int | None, above: Style) -> int | None:
    """The level of a heading: what the style says itself, else what its name does, else that of the style it is based on."""
    if outline is not None:
        return outline + 1 if outline < BODY_TEXT else None
    if match := _HEADING.fullmatch(name):
        return int(match[1])
    # The title of a document is above its outline.
    return None if _TITLE.fullmatch(name) else above.level


def _list_depth(name: str, above: Style) -> int | None:
    match = _LIST.fullmatch(name)
    if match and (match[1] or _LIST_ALONE.fullmatch(name)):
        return int(match[1] or 1) - 1
    return above.list_depth


def _value(element: Element | None) -> str | None:
    value = element.get(VAL) if element is not None else None
    return None if value is None else str(value)


def number_in(element: Element | None, name: str = VAL) -> int | None:
    """The small number in an attribute of an element; None where it is missing or something else."""
    match = re.fullmatch(r"[0-9]{1,4}", str(element.get(name))) if element is not None else None
    return int(match[0]) if match else None


def is_on(element: Element, name: str = VAL) -> bool:
    """Whether an attribute of an element says yes; one that is missing says no."""
    return str(element.get(name)).casefold() in ("1", "true", "on")


def switched(properties: Element | None, tag: str) -> bool | None:
    """Whether a property is switched on or off; None where nothing is said of it."""
    element = properties.find(tag) if properties is not None else None
    if element is None:
        return None
    return element.get(VAL) is None or is_on(element)


_UNITS = {"": 1 / 20, "pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}


def indent_in(properties: Element | None) -> float | None:
    """How far to the right the properties of a paragraph begin it, in points; None where nothing is said of it."""
    element = properties.find(IND) if properties is not None else None
    if element is None:
        return None
    told = element.get(qn("w:left"), element.get(qn("w:start")))
    match = re.fullmatch(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(pt|cm|mm|in|pc|pi|)", str(told))
    return float(match[1]) * _UNITS[match[2]] if match else None
