"""Indicators: in lists of names, and in tables with a column for the outcome or the target of each year."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plancheck.importing.context import Context
from plancheck.importing.found import Doubt, Found
from plancheck.importing.lines import Line, chunks, is_sentence, paragraphs, rows_of, without_bullet
from plancheck.importing.outline import Section
from plancheck.importing.wording import folded, holds, one_of, same, which

Value = int | float | str
_NUMBER = r"[-−–]?[0-9]{1,3}(?:,[0-9]+)?\s?%?"
_YEAR = re.compile(r"(20[0-9]{2})")


class Column(NamedTuple):
    """A column of a table: an outcome or a target, and its year."""

    what: str
    year: int


class Table(NamedTuple):
    """A table of indicators: its columns, the lines of its head, the lines above it that name it, and those below."""

    columns: tuple[Column, ...]
    head: list[Line]
    title: list[Line]
    body: list[Line]


def indicators_in(context: Context, lines: Sequence[Line], section: Section | None) -> list[Found]:
    """The indicators among the lines of a goal."""
    found: list[Found] = []
    tables = list(_tables(context, lines))
    for table in tables:
        found.extend(_of_table(context, table, section))
    if not tables:
        found.extend(_of_lists(context, lines, section))
    return found


def is_heading(context: Context, line: Line) -> bool:
    """Whether a line is the head of a table or a list of indicators."""
    words = line.text.strip()
    if one_of(words, context.profile.indicators.headings):
        return True
    return len(_columns(context, words)) >= 2


# Lists


def _of_lists(context: Context, lines: Sequence[Line], section: Section | None) -> Iterator[Found]:
    for n, line in enumerate(lines):
        if one_of(line.text, context.profile.indicators.headings):
            context.take([line])
            for paragraph in paragraphs(lines[n + 1 :]):
                text = without_bullet(context.text(paragraph))
                if one_of(text, context.profile.indicators.headings) or is_sentence(text) or not _measures(context, text):
                    break
                values: dict[str, object] = {"name": text, **_known(context, text), "at": context.at(paragraph[0], section)}
                yield Found(values, context.take(paragraph))


def _measures(context: Context, text: str) -> bool:
    """Whether a text begins as what is measured does: Antal …, Andel …"""
    first = folded(text.split()[0]) if text.split() else ""
    return any(first == folded(word) for word in context.profile.indicators.measures)


# Tables


def _columns(context: Context, text: str) -> tuple[Column, ...]:
    """The columns that a head names: Utfall 2021, Målvärde 2022."""
    names = {
        **dict.fromkeys(context.profile.indicators.outcome, "outcome"),
        **dict.fromkeys(context.profile.indicators.target, "target"),
    }
    found = []
    for match in re.finditer(r"([^\W\d_]+)\s+(20[0-9]{2})", text):
        what = next((kind for name, kind in names.items() if same(match[1], name)), None)
        if what:
            found.append(Column(what, int(match[2])))
    return tuple(found)


def _tables(context: Context, lines: Sequence[Line]) -> Iterator[Table]:
    n = 0
    while n < len(lines):
        head = _head_at(context, lines, n)
        if head is None:
            n += 1
            continue
        columns, length = head
        above: list[Line] = []
        for group in reversed(chunks(lines[:n])):
            above = group
            break
        end = n + length
        while end < len(lines) and _head_at(context, lines, end) is None and not _ends(context, lines, end):
            end += 1
        yield Table(columns, list(lines[n : n + length]), above, list(lines[n + length : end]))
        n = end


def _head_at(context: Context, lines: Sequence[Line], n: int) -> tuple[tuple[Column, ...], int] | None:
    """The head of a table at a line: its columns, and how many lines it takes, for each cell may be one or two."""
    first = lines[n].text.strip()
    starts = one_of(first, context.profile.indicators.headings) or _columns(context, first) or _begins_column(context, first)
    if not starts:
        return None
    text, best = "", None
    for length in range(1, min(12, len(lines) - n) + 1):
        line = lines[n + length - 1]
        text = f"{text} {line.text.strip()}"
        if length > 1 and not _is_head_word(context, line.text):
            break
        columns = _columns(context, text)
        if len(columns) >= 2 and (best is None or len(columns) > len(best[0])):
            best = (columns, length)
    return best


def _begins_column(context: Context, text: str) -> bool:
    return bool(one_of(text, [*context.profile.indicators.outcome, *context.profile.indicators.target]))


def _is_head_word(context: Context, text: str) -> bool:
    words = [*context.profile.indicators.outcome, *context.profile.indicators.target, *context.profile.indicators.headings]
    stripped = _YEAR.sub("", text).strip()
    return not stripped or bool(one_of(stripped, words)) or bool(_columns(context, text))


def _ends(context: Context, lines: Sequence[Line], n: int) -> bool:
    """Whether the table has ended: with a sentence, and no figures near."""
    line = lines[n]
    if line.cell is not None or line.level is not None:
        return line.cell is None
    near = lines[n : n + 8]
    return len(line.text.split()) > 6 and not any(len(_tail(one.text)) >= 2 for one in near[:5])


def _of_table(context: Context, table: Table, section: Section | None) -> Iterator[Found]:
    name_above = _name_above(context, table)
    rows = [*_of_text(context, table, name_above, section), *_of_cells(context, table, name_above, section)]
    if rows:
        context.take(table.head)
        if name_above and any("level" in row.values for row in rows):
            context.take(table.title)
    yield from rows


def _of_text(context: Context, table: Table, above: str, section: Section | None) -> Iterator[Found]:
    """The rows of a table that came out as text: the lines of a name, and figures behind it or on lines of their own."""
    named: list[Line] = []
    figures: list[Line] = []
    for line in [line for line in table.body if line.cell is None]:
        text = _one_word(context, line.text)
        tail = _tail(text)
        start = tail[0][1] if tail else len(text)
        before = text[:start].strip()
        counts = _fewest([word for word, _ in tail]) >= 2 or (bool(tail) and not before and bool(named or figures))
        if figures and (before or not counts):
            yield _row(context, table, named, figures, above, section)
            named, figures = [], []
        if counts:
            if before:
                named.append(line._replace(text=before))
            figures.append(line._replace(text=text[start:] if before else text))
        elif line.text.strip():
            named.append(line)
    if figures:
        yield _row(context, table, named, figures, above, section)


def _one_word(context: Context, text: str) -> str:
    """A line in which what stands in the place of a figure is one word."""
    for phrase in context.profile.indicators.none:
        if " " in phrase:
            pattern = rf"(?<!\w){re.escape(phrase)}(?!\w)"
            text = re.sub(pattern, lambda told: told[0].replace(" ", "\N{NO-BREAK SPACE}"), text, flags=re.IGNORECASE)
    return text


def _fewest(words: Sequence[str]) -> int:
    """How many figures words are at the least: 1 000 may be one."""
    number_ = 0
    last = ""
    for word in words:
        if last and re.fullmatch(r"[0-9]{3}(,[0-9]+)?%?", word) and re.fullmatch(r"[-−–]?[0-9]{1,3}( [0-9]{3})*", last):
            last = f"{last} {word}"
        else:
            number_ += 1
            last = word
    return number_


def _of_cells(context: Context, table: Table, name_above: str, section: Section | None) -> list[Found]:
    """The rows of a table that the file has as one; a row without figures goes on with the name of the last."""
    rows: list[Found] = []
    for row in rows_of(table.body):
        named = row.get(0, [])
        lines = [line for cell in row.values() for line in cell]
        figures = {n: context.text(cell).strip() for n, cell in row.items() if n > 0}
        if not any(figures.values()):
            if rows:
                rows[-1].values["name"] = context.text([*_first_lines(rows[-1], named), *named])
                rows[-1].lines.extend(context.take(lines))
            continue
        found = _indicator(context, table, named, name_above, section, lines)
        for n, text in figures.items():
            if n <= len(table.columns) and text:
                _put(context, found, table.columns[n - 1], text)
        rows.append(found)
    return rows


def _first_lines(found: Found, like: Sequence[Line]) -> list[Line]:
    """The lines of an indicator's name: those in the same column as others."""
    column = like[0].cell[2] if like and like[0].cell else 0
    return [line for line in found.lines if line.cell and line.cell[2] == column]


def _row(
    context: Context, table: Table, named: Sequence[Line], figures: Sequence[Line], above: str, section: Section | None
) -> Found:
    lines = list({one.number: one for one in (*named, *figures)}.values())
    found = _indicator(context, table, named, above, section, lines)
    for column, text in zip(
        table.columns, spread(" ".join(one.text.strip() for one in figures), len(table.columns)), strict=False
    ):
        if text:
            _put(context, found, column, text.replace("\N{NO-BREAK SPACE}", " "))
    return found


def _indicator(
    context: Context, table: Table, named: Sequence[Line], above: str, section: Section | None, lines: Sequence[Line]
) -> Found:
    name = context.text(named)
    values: dict[str, object] = {}
    level = which(name, {"city": context.profile.indicators.city, "namnd": context.profile.indicators.namnd})
    if level:
        name = above or name
    unit = re.search(r"\(([^()]*(?:per|kronor|procent|%)[^()]*)\)", name)
    if unit:
        name = name.replace(unit[0], "").strip()
        values["unit"] = unit[1]
    elif per := re.search(r"(?:/|\bper )\s?(1\s?00\s?0{0,1}(?:\s?000)?|100\s?000|1\s?000)\s*(?:inv\w*)", name):
        values["unit"] = f"per {per[1].strip()} invånare"
    for word, unit_ in context.profile.indicators.units.items():
        if name.casefold().endswith(f", {word.casefold()}"):
            name, values = name[: -len(word) - 2], {**values, "unit": unit_}
    values = {"name": name, **values, **_known(context, name)}
    if level:
        values["level"] = level
    values |= {"outcome": {}, "target": {}, "at": context.at(lines[0] if lines else table.head[0], section)}
    doubts = [] if name else [Doubt("doubt-no-name")]
    return Found(values, context.take(lines), doubts)


def _known(context: Context, name: str) -> dict[str, object]:
    """What the words of an indicator say of whether more or less is better, where they do not say both."""
    lower = any(holds(name, word) for word in context.profile.indicators.lower)
    higher = any(holds(name, word) for word in context.profile.indicators.higher)
    return {"better": "lower" if lower else "higher"} if lower != higher else {}


def _name_above(context: Context, table: Table) -> str:
    """The name that stands above a table, behind the word for an indicator."""
    text = context.text(table.title)
    for word in context.profile.indicators.headings:
        text = re.sub(rf"^{re.escape(word)}\s*[-–:]\s*", "", text, flags=re.IGNORECASE)
    return text


def _put(context: Context, found: Found, column: Column, text: str) -> None:
    value = number(text)
    if "%" in text:
        found.values.setdefault("unit", "%")
    place = found.values[column.what]
    assert isinstance(place, dict)
    place[column.year] = text if value is None else value


# Figures


def number(text: str) -> int | float | None:
    """The number that a text is, thousands apart and with a comma for the decimals; None where it is none."""
    plain = text.replace(" ", "").replace("%", "").replace("−", "-").replace("–", "-")
    if not re.fullmatch(r"-?[0-9]+(,[0-9]+)?", plain):
        return None
    return float(plain.replace(",", ".")) if "," in plain else int(plain)


_CELL = re.compile(rf"(?:{_NUMBER}|i\.?u\.?|-{{1,3}}|–|\w+\N{{NO-BREAK SPACE}}[\w\N{{NO-BREAK SPACE}}]+)", re.IGNORECASE)


def _tail(text: str) -> list[tuple[str, int]]:
    """The figures, and the words in their place, that a line ends with; each with where it begins."""
    found: list[tuple[str, int]] = []
    end = len(text.rstrip())
    plain = text.rstrip()
    while end > 0:
        start = plain.rfind(" ", 0, end) + 1
        word = plain[start:end]
        if not _CELL.fullmatch(word):
            break
        found.append((word, start))
        end = len(plain[:start].rstrip())
    return found[::-1]


def spread(text: str, columns: int) -> list[str]:
    """The figures of a row put to its columns: blanks stand between thousands too, so the most even reading is taken.

    Two blanks are an empty cell, where there is room for one; where figures are fewer than columns, the first ones are empty.
    """
    words: list[str] = []
    for n, part in enumerate(re.split(r" {2,}", text.strip())):
        if n and len(text.split(" ")) - text.count("  ") < columns + 1:
            words.append("")
        words.extend(part.split(" "))
    best: list[str] = []
    least = math.inf
    for reading in _readings(words, columns):
        numbers = [abs(value) for one in reading if (value := number(one)) is not None and value]
        uneven = math.log10(max(numbers) / min(numbers)) if numbers else 0.0
        cost = uneven + 0.4 * (columns - len(reading))
        if cost < least - 1e-9:
            best, least = reading, cost
    return [*[""] * (columns - len(best)), *best]


def _readings(words: Sequence[str], columns: int) -> Iterator[list[str]]:
    """Every way to read words as at most so many figures."""

    def go(n: int, so_far: list[str]) -> Iterator[list[str]]:
        if len(so_far) > columns:
            return
        if n == len(words):
            yield so_far
            return
        yield from go(n + 1, [*so_far, words[n]])
        last = so_far[-1] if so_far else ""
        if last and re.fullmatch(r"[0-9]{3}(,[0-9]+)?%?", words[n]) and re.fullmatch(r"[-−–]?[0-9]{1,3}( [0-9]{3})*", last):
            yield from go(n + 1, [*so_far[:-1], f"{last} {words[n]}"])

    if len(words) <= 16:
        yield from go(0, [])
    else:
        yield list(words[:columns])
