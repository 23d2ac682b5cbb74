"""The numbers and bullets that Word puts before paragraphs, counted as Word counts them: they are not in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from docx.oxml.ns import qn

from plancheck.importing.reading.docx_styles import (
    ILVL,
    NUM_ID,
    RPR,
    VAL,
    VANISH,
    Element,
    Style,
    indent_in,
    number_in,
    switched,
)
from plancheck.importing.reading.lines import clean_text

DEEPEST = 8
"""The deepest level of a list, counted from 0."""


class Level(NamedTuple):
    """A level of a list: how its numbers are written, the text around them, where it begins and after which levels again.

    `restart` is the level, from 1, after which it begins again; 0 is never, None after every level above.
    """

    format: str = "decimal"
    pattern: str | None = None
    start: int = 1
    restart: int | None = None
    decimal_only: bool = False
    hidden: bool = False
    indent: float | None = None


class Mark(NamedTuple):
    """What stands before a paragraph in a list: the text, how deep in the list it is from 0, and its indent in points."""

    text: str
    depth: int
    indent: float | None


class _List(NamedTuple):
    """A list of the file: the definition that it counts with, its levels, and where it begins anew."""

    counted_with: str
    levels: dict[int, Level]
    starts: dict[int, int]
    by_style: dict[str, int]


class Numbering:
    """The lists of a file, and how far each has been counted.

    `lost` says that a paragraph had a number of which the file does not say how it is written.
    """

    def __init__(self, root: Element | None, styles: Element | None, language: str) -> None:
        self.lost = False
        self._language = language
        self._is_missing = root is None
        self._lists = _lists(root, styles) if root is not None else {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, numbered: Element | None, style: Style, *, heading: bool) -> Mark | None:
        """The mark of a paragraph with such properties of its own and such a style; None where it is in no list.

        Counts the paragraph: call it once for each, in order.
        """
        own = _text_of(numbered.find(NUM_ID)) if numbered is not None else None
        name = style.num_id if own is None else own
        if name is None or name == "0":
            return None
        list_ = self._lists.get(name)
        depth = _depth(numbered, style, list_)
        if list_ is None:
            self.lost = self.lost or self._is_missing
            return Mark("", depth, None)
        level = list_.levels.get(depth, Level())
        counters = self._counters.setdefault(list_.counted_with, {})
        self._count(name, list_, counters, depth)
        text = "" if level.hidden else self._shown(list_, counters, depth, heading=heading)
        return Mark(f"{text} " if text else "", depth, level.indent)

    def _count(self, name: str, list_: _List, counters: dict[int, int], depth: int) -> None:
        for above in range(depth):
            # A level that no paragraph stands on is shown in the numbers below it, and counts from there.
            counters.setdefault(above, list_.starts.get(above, list_.levels.get(above, Level()).start))
        first = list_.starts.get(depth, list_.levels.get(depth, Level()).start)
        if depth in list_.starts and (name, depth) not in self._begun:
            counters[depth] = first
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else first
        self._begun.add((name, depth))
        for deeper in range(depth + 1, DEEPEST + 1):
            restart = list_.levels.get(deeper, Level()).restart
            if restart is None or depth < restart:
                counters.pop(deeper, None)

    def _shown(self, list_: _List, counters: dict[int, int], depth: int, *, heading: bool) -> str:
        """The number as the reader sees it."""
        level = list_.levels.get(depth, Level())
        if level.format == "bullet":
            return "•"
        pattern = level.pattern
        if pattern is None:
            # The file has no such level: the number of a heading has no dot at its end.
            pattern = ".".join(f"%{n + 1}" for n in range(depth + 1)) + ("" if heading else ".")

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = list_.levels.get(at, Level())
            value = counters.get(at, of.start)
            return written(value, "decimal" if level.decimal_only and of.format != "none" else of.format, self._language)

        return clean_text(re.sub(r"%([1-9])", number, pattern)).strip()


def _depth(numbered: Element | None, style: Style, list_: _List | None) -> int:
    """How deep in its list a paragraph is: as it says itself, as its style does, or by the level made for its style."""
    own = number_in(numbered.find(ILVL)) if numbered is not None else None
    told = style.ilvl if own is None else own
    if told is None and list_ is not None:
        told = next((list_.by_style[id_] for id_ in (style.id, style.numbered_by) if id_ in list_.by_style), None)
    return min(told or 0, DEEPEST)


def _text_of(element: Element | None) -> str | None:
    value = element.get(VAL) if element is not None else None
    return None if value is None else str(value)


def _lists(root: Element, styles: Element | None) -> dict[str, _List]:
    """The lists of a file by their ids."""
    kinds: dict[str | None, Element] = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
    nums = {str(one.get(NUM_ID)): one for one in root.findall(qn("w:num"))}
    used = {id_: _text_of(one.find(qn("w:abstractNumId"))) for id_, one in nums.items()}
    by_link = {_text_of(one.find(qn("w:styleLink"))): id_ for id_, one in kinds.items()}
    of_styles = _lists_of_styles(styles)
    made: dict[str | None, tuple[dict[int, Level], dict[str, int]]] = {}
    lists: dict[str, _List] = {}
    for id_, num in nums.items():
        kind = used[id_]
        linked = _text_of(kinds[kind].find(qn("w:numStyleLink"))) if kind in kinds else None
        if linked is not None:
            # The definition stands at the list of a style.
            kind = by_link[linked] if linked in by_link else used.get(of_styles.get(linked, ""), kind)
        if kind not in kinds:
            continue
        if kind not in made:
            made[kind] = _levels(kinds[kind])
        levels, by_style = made[kind]
        own, starts = _overrides(num)
        lists[id_] = _List(str(kind), {**levels, **own} if own else levels, starts, by_style)
    return lists


def _lists_of_styles(styles: Element | None) -> dict[str, str]:
    path = f"{qn('w:pPr')}/{qn('w:numPr')}/{NUM_ID}"
    elements = styles.findall(qn("w:style")) if styles is not None else []
    told = {str(one.get(qn("w:styleId"))): _text_of(one.find(path)) for one in elements}
    return {id_: num for id_, num in told.items() if num is not None}


def _levels(kind: Element) -> tuple[dict[int, Level], dict[str, int]]:
    """The levels of a definition, and which of them are made for a style."""
    levels: dict[int, Level] = {}
    by_style: dict[str, int] = {}
    for element in kind.findall(qn("w:lvl")):
        at = number_in(element, ILVL)
        if at is not None and at <= DEEPEST:
            levels[at] = _level(element)
            style = _text_of(element.find(qn("w:pStyle")))
            if style is not None:
                by_style.setdefault(style, at)
    return levels, by_style


def _level(element: Element) -> Level:
    # A format that only newer programs know stands beside the one for the others.
    format_ = _text_of(element.find(qn("w:numFmt"))) or next(
        (told for one in element.iter(qn("w:numFmt")) if (told := _text_of(one)) != "custom"), None
    )
    start = number_in(element.find(qn("w:start")))
    legal = element.find(qn("w:isLgl"))
    return Level(
        format_ or "decimal",
        _text_of(element.find(qn("w:lvlText"))) or "",
        1 if start is None else start,
        number_in(element.find(qn("w:lvlRestart"))),
        legal is not None and switched(element, qn("w:isLgl")) is True,
        switched(element.find(RPR), VANISH) is True,
        indent_in(element.find(qn("w:pPr"))),
    )


def _overrides(num: Element) -> tuple[dict[int, Level], dict[int, int]]:
    """The levels that a list has of its own, and the numbers that it begins with."""
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in num.findall(qn("w:lvlOverride")):
        at = number_in(override, ILVL)
        if at is None or at > DEEPEST:
            continue
        own = override.find(qn("w:lvl"))
        if own is not None:
            levels[at] = _level(own)
        start = number_in(override.find(qn("w:startOverride")))
        if start is not None:
            starts[at] = start
    return levels, starts


# How numbers are written


def written(number: int, format_: str, language: str) -> str:
    """A number in one of the formats of a list, in Arabic figures where the format is another."""
    if format_ in ("none", "bullet"):
        return ""
    if format_ in ("lowerLetter", "upperLetter") and number > 0:
        # After z comes aa, then bb.
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)
        return letters.upper() if format_ == "upperLetter" else letters
    if format_ in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if format_ == "upperRoman" else roman.lower()
    if format_ == "decimalZero":
        return f"{number:02}"
    if format_ == "ordinal":
        return _ordinal(number, language)
    return str(number)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)


def _ordinal(number: int, language: str) -> str:
    is_teen = number % 100 in (11, 12, 13)
    if language.casefold().startswith("sv"):
        return f"{number}:{'a' if number % 10 in (1, 2) and not is_teen else 'e'}"
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
