"""Figures that a document tells in sentences, and in cells of tables, that the profile names: its tellings can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, holds, same
from plancheck.importing.evidence.profile import Cell, FigurePattern
from plancheck.importing.evidence.tables import Placed, figure_in, is_row, number
from plancheck.importing.reading.lines import Line, paragraphs
from plancheck.importing.records.found import Found

NAME_LINES = 4
"""How many lines the name of a row and its only figure may take."""
_AMOUNT = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,[0-9]+)?"


def figures_in(context: Context, tables: Sequence[Placed]) -> list[Found]:
    """The figures of a document, each wherever it is told, in the order in which they stand."""
    found = [*_in_sentences(context, tables), *_in_tables(context, tables)]
    first = {(str(one.values["name"]), one.seen[0].number): one for one in reversed(found)}
    return sorted(first.values(), key=lambda one: one.seen[0].number)


def _in_sentences(context: Context, tables: Sequence[Placed]) -> Iterator[Found]:
    units = (*context.profile.units, *context.profile.shares)
    numbers = tuple(context.profile.language.numbers)
    for group in _passages(context):
        text = context.text(group)
        for name, figure in context.profile.figures.items():
            for phrase in figure.phrases:
                for match in re.finditer(_pattern(phrase, units, numbers), text, re.IGNORECASE):
                    values = _values(context, match, figure.unit)
                    if values:
                        line = _line_at(context, group, match.start("first"))
                        follows = _follows_from(context, tables, figure, str(values.get("unit", "")))
                        yield _figure(context, name, figure, {**values, **follows}, line)


def _in_tables(context: Context, tables: Sequence[Placed]) -> Iterator[Found]:
    for name, told in context.profile.figures.items():
        for cell in told.cells:
            for value, line, unit in _cells(context, tables, cell):
                values = {"value": value, "unit": told.unit or unit}
                follows = _follows_from(context, tables, told, told.unit or unit)
                yield _figure(context, name, told, {**values, **follows}, line)


def _figure(context: Context, name: str, told: FigurePattern, values: dict[str, object], line: Line) -> Found:
    return Found({"name": name, "title": told.title, **values, "at": context.at(line)}, seen=[line])


def _follows_from(context: Context, tables: Sequence[Placed], told: FigurePattern, unit: str) -> dict[str, object]:
    """The numbers that a figure follows from, in its own unit, where the document has all of them."""
    cells = {"part": told.part, "whole": told.whole, "before": told.before, "after": told.after}
    found: dict[str, object] = {}
    units = context.workspace.declared.units
    for key, cell in cells.items():
        if cell is None:
            continue
        first = next(_cells(context, tables, cell), None)
        if first is None:
            return {}
        value, _, own = first
        here, there = units.get(own), units.get(unit)
        found[key] = round(value * here.times / there.times, 6) if here and there and own != unit else value
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
                yield value, row.lines[0], cell.unit or placed.unit or context.profile.accounts.unit or ""


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
def _pattern(phrase: str, units: tuple[str, ...], words: tuple[str, ...]) -> str:
    """A phrase as a pattern: {figure} is the figure, {part} and {whole} the numbers of a share, … a few words."""
    in_words = rf"|\b(?:{'|'.join(map(re.escape, words))})\b" if words else ""
    numbers = rf"(?P<first>{_AMOUNT}{in_words})(?:\s?[-–]\s?(?P<last>{_AMOUNT}))?"
    figure = rf"{numbers}\s*(?P<unit>{'|'.join(map(re.escape, units))})?"
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
    shares, words = context.profile.shares, context.profile.language.numbers
    named = shares[0] if said in shares else context.profile.units.get(said, unit)
    value = words.index(first.lower()) if first.lower() in words else number(first)
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
