"""Figures that a document tells in sentences, and in cells of tables, that the profile names: its tellings can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, holds, same
from plancheck.importing.evidence.profile import Cell, ToldFigure
from plancheck.importing.evidence.tables import Placed, figure_in, is_row, number
from plancheck.importing.reading.lines import Line, paragraphs
from plancheck.importing.records.found import Found
from plancheck.model.figures import MONEY

WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
NAME_LINES = 4
"""How many lines the name of a row and its only figure may take."""
_AMOUNT = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,[0-9]+)?"
_SHARE = ("procent", "%")


def figures_in(context: Context, tables: Sequence[Placed]) -> list[Found]:
    """The figures of a document, each wherever it is told, in the order in which they stand."""
    found = [*_in_sentences(context, tables), *_in_tables(context, tables)]
    first = {(str(one.values["name"]), one.seen[0].number): one for one in reversed(found)}
    return sorted(first.values(), key=lambda one: one.seen[0].number)


def _in_sentences(context: Context, tables: Sequence[Placed]) -> Iterator[Found]:
    for group in _passages(context):
        text = context.text(group)
        for name, told in context.profile.figures.items():
            for phrase in told.phrases:
                for match in re.finditer(_pattern(phrase, tuple(context.profile.units)), text, re.IGNORECASE):
                    values = _values(context, match, told.unit)
                    if values:
                        line = _line_at(context, group, match.start("first"))
                        follows = _follows_from(context, tables, told, str(values.get("unit", "")))
                        yield _figure(context, name, told, {**values, **follows}, line)


def _in_tables(context: Context, tables: Sequence[Placed]) -> Iterator[Found]:
    for name, told in context.profile.figures.items():
        for cell in told.cells:
            for value, line, unit in _cells(context, tables, cell):
                values = {"value": value, "unit": told.unit or unit}
                follows = _follows_from(context, tables, told, told.unit or unit)
                yield _figure(context, name, told, {**values, **follows}, line)


def _figure(context: Context, name: str, told: ToldFigure, values: dict[str, object], line: Line) -> Found:
    return Found({"name": name, "title": told.title, **values, "at": context.at(line)}, seen=[line])


def _follows_from(context: Context, tables: Sequence[Placed], told: ToldFigure, unit: str) -> dict[str, object]:
    """The numbers that a figure follows from, in its own unit, where the document has all of them."""
    cells = {"part": told.part, "whole": told.whole, "before": told.before, "after": told.after}
    found: dict[str, object] = {}
    for key, cell in cells.items():
        if cell is None:
            continue
        first = next(_cells(context, tables, cell), None)
        if first is None:
            return {}
        value, _, own = first
        found[key] = round(value * MONEY[own] / MONEY[unit], 6) if own in MONEY and unit in MONEY and own != unit else value
    return found


def _cells(context: Context, tables: Sequence[Placed], cell: Cell) -> Iterator[tuple[int | float, Line, str]]:
    """What stands in a cell, in every table that has it; with its line and its unit."""
    if cell.column is None:
        yield from ((value, line, cell.unit or "") for value, line in _behind(context, cell.row))
        return
    what = "" if cell.column in ("year", "year-before") else cell.column
    year = context.year - (cell.column == "year-before")
    for placed in tables:
        if cell.under and not any(holds(text, words) for text in placed.above for words in cell.under):
            continue
        for row in placed.table.rows:
            value = figure_in(placed.table, row, what, year) if is_row(context, row, cell.row) else None
            if value is not None:
                yield value, row.lines[0], cell.unit or placed.unit or "tkr"


def _behind(context: Context, names: Sequence[str]) -> Iterator[tuple[int | float, Line]]:
    """The number behind a name, on its last line or the next one: the only figure of a row."""
    for name in names:
        words = len(name.split())
        for n, line in enumerate(context.lines):
            if folded(line.text)[:4] != folded(name)[:4]:
                continue
            for length in range(1, NAME_LINES + 1):
                text = context.text(context.lines[n : n + length]).split()
                value = number(" ".join(text[words:]))
                if value is not None and same(" ".join(text[:words]), name):
                    yield value, line
                    break


def _passages(context: Context) -> Iterator[list[Line]]:
    """The running text of a document by paragraphs, headings and tables left aside."""
    yield from paragraphs([line for line in context.lines if line.cell is None])


@cache
def _pattern(phrase: str, units: tuple[str, ...]) -> str:
    """A phrase as a pattern: {figure} is the figure, {part} and {whole} the numbers of a share, … a few words."""
    numbers = rf"(?P<first>{_AMOUNT}|\b(?:{'|'.join(WORDS)})\b)(?:\s?[-–]\s?(?P<last>{_AMOUNT}))?"
    figure = rf"{numbers}\s*(?P<unit>{'|'.join(map(re.escape, (*units, *_SHARE)))})?"
    parts = re.split(r"(\{figure\}|\{part\}|\{whole\}|…)", phrase)
    known = {"{figure}": figure, "{part}": rf"(?P<part>{_AMOUNT})", "{whole}": rf"(?P<whole>{_AMOUNT})"}
    return "".join(known.get(part) or (r"(?:\s+\S+){0,6}?\s+" if part == "…" else _words(part)) for part in parts)


def _words(text: str) -> str:
    words = r"\s+".join(map(re.escape, text.split()))
    before = r"\s*" if text[:1].isspace() else ""
    after = r"\s*" if text[-1:].isspace() else ""
    return f"{before}{words}{after}"


def _values(context: Context, match: re.Match[str], unit: str | None) -> dict[str, object]:
    first, last = match["first"], match["last"]
    said = (match["unit"] or "").lower()
    named = "procent" if said in _SHARE else context.profile.units.get(said, unit)
    value = WORDS.index(first.lower()) if first.lower() in WORDS else number(first)
    if value is None:
        return {}
    upper = number(last) if last else None
    told: dict[str, object] = {"from": value, "to": upper} if upper is not None else {"value": value}
    share = {key: number(text) for key, text in match.groupdict().items() if key in ("part", "whole") and text}
    return {**told, **({"unit": named} if named else {}), **share}


def _line_at(context: Context, group: Sequence[Line], offset: int) -> Line:
    """The line of a paragraph that a place in its text falls on."""
    for n in range(1, len(group) + 1):
        if len(context.text(group[:n])) > offset:
            return group[n - 1]
    return group[-1]
