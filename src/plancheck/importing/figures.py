"""Figures that a document tells in running text, in sentences that the profile knows: so that its tellings can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from plancheck.importing.context import Context
from plancheck.importing.found import Found
from plancheck.importing.indicators import number
from plancheck.importing.lines import Line, paragraphs

WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_AMOUNT = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,[0-9]+)?"
_UNITS = {
    "miljoner kronor": "mnkr",
    "miljoner": "mnkr",
    "mkr": "mnkr",
    "mnkr": "mnkr",
    "tkr": "tkr",
    "kr": "kr",
    "kronor": "kr",
}
_FIGURE = rf"(?P<first>{_AMOUNT}|\b(?:{'|'.join(WORDS)})\b)(?:\s?[-–]\s?(?P<last>{_AMOUNT}))?\s*(?P<unit>{'|'.join(_UNITS)})?"


def figures_in(context: Context) -> list[Found]:
    """The figures of a document, each wherever it is told."""
    found = []
    for group in _passages(context):
        text = context.text(group)
        for name, told in context.profile.figures.items():
            for phrase in told.phrases:
                for match in re.finditer(_pattern(phrase), text, re.IGNORECASE):
                    values = _values(match, told.unit)
                    if values:
                        line = _line_at(context, group, match.start("first"))
                        at = context.at(line)
                        found.append(Found({"name": name, "title": told.title, **values, "at": at}, seen=[line]))
    seen: set[tuple[str, int]] = set()
    return [one for one in found if not ((key := (str(one.values["name"]), one.seen[0].number)) in seen or seen.add(key))]  # type: ignore[func-returns-value]


def _passages(context: Context) -> Iterator[list[Line]]:
    """The running text of a document by paragraphs, headings and tables left aside."""
    yield from paragraphs([line for line in context.lines if line.cell is None])


@cache
def _pattern(phrase: str) -> str:
    """A phrase as a pattern: {figure} is the figure, … a few words."""
    parts = re.split(r"(\{figure\}|…)", phrase)
    made = [_FIGURE if part == "{figure}" else r"(?:\s+\S+){0,6}?\s+" if part == "…" else _words(part) for part in parts]
    return "".join(made)


def _words(text: str) -> str:
    words = r"\s+".join(map(re.escape, text.split()))
    before = r"\s*" if text[:1].isspace() else ""
    after = r"\s*" if text[-1:].isspace() else ""
    return f"{before}{words}{after}"


def _values(match: re.Match[str], unit: str | None) -> dict[str, object]:
    first, last = match["first"], match["last"]
    named = _UNITS.get((match["unit"] or "").lower(), unit)
    value = WORDS.index(first.lower()) if first.lower() in WORDS else number(first)
    if value is None:
        return {}
    upper = number(last) if last else None
    told: dict[str, object] = {"from": value, "to": upper} if upper is not None else {"value": value}
    return {**told, **({"unit": named} if named else {})}


def _line_at(context: Context, group: Sequence[Line], offset: int) -> Line:
    """The line of a paragraph that a place in its text falls on."""
    for n in range(1, len(group) + 1):
        if len(context.text(group[:n])) > offset:
            return group[n - 1]
    return group[-1]
