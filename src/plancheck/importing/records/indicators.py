"""Indicators: in lists of names, and in tables with a column for the outcome or the target of each year."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from plancheck.importing.evidence.columns import FIGURES, Columns, columns_of
from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, holds, which
from plancheck.importing.evidence.positions import Unit
from plancheck.importing.evidence.tables import Column, Table, is_head, number, tables_in
from plancheck.importing.layout.blocks import Grid, Row, grids_in
from plancheck.importing.layout.outline import OutlineSection
from plancheck.importing.reading.lines import Line, is_sentence, paragraphs, sentences, without_bullet
from plancheck.importing.records.found import Found
from plancheck.model.text import Text

Value = int | float | str


def indicators_in(context: Context, lines: Sequence[Line], section: OutlineSection | None) -> list[Found]:
    """The indicators among the lines of a goal."""
    found: list[Found] = []
    tables = [one for one in tables_in(context, lines) if all(c.year and c.what in ("outcome", "target") for c in one.columns)]
    for table in tables:
        found.extend(_of_table(context, table, section))
    grids = list(_of_grids(context, context.free(lines), section))
    found.extend(grids)
    if not found:
        found.extend(_of_lists(context, lines, section))
    found.extend(_of_sentences(context, context.free(lines), section))
    return found


def _of_sentences(context: Context, lines: Sequence[Line], section: OutlineSection | None) -> Iterator[Found]:
    """The indicators that lines name behind a label, with figures behind the words for outcomes and targets."""
    labelled = [n for n, line in enumerate(lines) if _label(context, line)]
    for n, end in itertools.pairwise([*labelled, len(lines)]):
        own = paragraphs(lines[n:end])[0]
        label = context.labels.before(context.text(own))
        if label is None:
            continue
        figures = list(_figures(context, label.rest))
        start = min((figure.start for figure in figures), default=len(label.rest))
        name = label.rest[:start].strip(" .,:;(–-")
        if not name:
            continue
        values: dict[str, Any] = {"name": name, **_known(context, name), "outcome": {}, "target": {}}
        indicator = Found({**values, "at": context.at(own[0], section)}, context.take(own))
        for figure in figures:
            _put(context, indicator, figure.column, figure.text)
        yield indicator


def _label(context: Context, line: Line) -> bool:
    label = context.labels.before(line.text) if line.cell is None else None
    return label is not None and label.role == "indicator" and bool(label.rest)


class _Told(NamedTuple):
    """A figure in a sentence: what it is and of which year, its words, and where the words before it begin."""

    column: Column
    text: str
    start: int


def _figures(context: Context, text: str) -> Iterator[_Told]:
    """The figures of a text that stand behind a word for an outcome or a target, with a year or without one."""
    for role in ("outcome", "target"):
        words = "|".join(map(re.escape, sorted(context.profile.labels.get(role, []), key=len, reverse=True)))
        figure = r"([-−–]?[0-9][0-9 ]*(?:,[0-9]+)? ?%?)(?![0-9])"
        pattern = rf"\b({words})\b(?: [a-zåäö]{{2,4}})? ?(20[0-9]{{2}})?(?: [a-zåäö]{{2,4}})?[:=]? ?{figure}"
        for match in re.finditer(pattern, text, re.IGNORECASE) if words else ():
            yield _Told(Column(role, int(match[2] or context.year)), match[3].strip(), match.start())


def is_heading(context: Context, line: Line) -> bool:
    """Whether a line is the head of a table or a list of indicators."""
    words = line.text.strip()
    return context.labels.role(words) == "indicator" or is_head(context.profile, words)


# Lists


def _of_lists(context: Context, lines: Sequence[Line], section: OutlineSection | None) -> Iterator[Found]:
    """The indicators below a label: lines or items that are names, up to the first that is none."""
    for n, line in enumerate(lines):
        if line.cell is not None or context.labels.role(line.text.strip(" :")) != "indicator":
            continue
        context.take([line])
        named = _named(context, lines[n + 1 :])
        texts = [_parts(context, without_bullet(context.text(own))) for own in named]
        # Where brackets show that names have run into each other, they may have done so elsewhere in the list.
        is_glued = any(len(parts) > 1 for parts, _ in texts)
        for own, (parts, doubtful) in zip(named, texts, strict=True):
            context.take(own)
            names = [(name, False) for name in parts]
            if is_glued and doubtful:
                names = [(name, True) for name in doubtful]
            for name, is_doubtful in names:
                doubts = [Text("doubt-glued-name")] if is_doubtful or (doubtful and not is_glued) else []
                values: dict[str, object] = {"name": name, **_known(context, name), "at": context.at(own[0], section)}
                yield Found(values, list(own), doubts)


LONGEST_NAME = 25
"""How many words the name of an indicator in a list has at the most."""


def _named(context: Context, lines: Sequence[Line]) -> list[list[Line]]:
    """The names at the beginning of lines. Where the first says what is measured, none stands behind the last that does."""
    named = list(itertools.takewhile(lambda own: _is_name(context, own), _names(lines)))
    measured = [_measures(context, without_bullet(context.text(own))) for own in named]
    if measured and measured[0]:
        return named[: len(measured) - measured[::-1].index(True)]
    return named


def _names(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The names in a list, one a paragraph, or one a line: each begins in a capital, or with the sign of an item."""
    for paragraph in paragraphs(lines):
        start = 0
        for n, line in enumerate(paragraph[1:], 1):
            if not line.text.strip()[:1].islower() and not paragraph[n - 1].text.rstrip().endswith((",", "-", "–")):
                yield paragraph[start:n]
                start = n
        yield paragraph[start:]


def _is_name(context: Context, lines: Sequence[Line]) -> bool:
    """Whether a line of a list below a label may be the name of an indicator: no heading, no label, no sentence, no figure."""
    text = without_bullet(context.text(lines)).strip()
    if lines[0].cell is not None or lines[0].level is not None or not text or text.endswith(":"):
        return False
    if context.labels.role(text) is not None or is_sentence(text) or number(text) is not None:
        return False
    if _measures(context, text):
        return True
    is_bold = 0 < len(lines[0].text.rstrip()) <= lines[0].lead
    aims = any(holds(text, word, exactly=True) for word in context.profile.indicators.aims)
    return not is_bold and not aims and text[:1].isupper() and len(text.split()) <= LONGEST_NAME * 2


_CAPITAL = re.compile(r"(?<=[a-zåäö]) (?=[A-ZÅÄÖ][a-zåäö]{6,})")
"""Where a name may begin in the middle of a line: at a long word with a capital."""


def _parts(context: Context, text: str) -> tuple[list[str], list[str]]:
    """The names that have run into each other in a line, parted where that is certain, and where it only may be.

    It is certain behind brackets, and before the first word of what is measured. The second list is empty where it is no other.
    """
    first = "|".join(map(re.escape, context.profile.indicators.measures))
    words = rf"|(?<=[a-zåäö]) (?=(?:{first})\b)" if first else ""
    sure = [part.strip() for part in re.split(rf"(?<=\)) (?=[A-ZÅÄÖ]){words}", text) if part.strip()]
    maybe: list[str] = []
    for part in sure:
        start = 0
        for match in _CAPITAL.finditer(part):
            before = part[start : match.start()].split()
            # Behind a small word such as i or hos stands a name of somebody.
            if len(before) > 1 and before[-1].casefold() not in context.profile.indicators.before_names:
                maybe.append(part[start : match.start()].strip())
                start = match.end()
        maybe.append(part[start:].strip())
    return sure, maybe if len(maybe) > len(sure) else []


# Tables that have lost their lines

BELOW_HEAD = 30
"""Among how many lines below its head the rows of a table are searched for."""


def unread_heads(context: Context, lines: Sequence[Line]) -> list[Line]:
    """The heads of tables of indicators among lines that were not read: a line that names indicators, outcomes or targets
    beside other things, with lines of nothing but figures and years below it.
    """
    heads: list[Line] = []
    for n, line in enumerate(lines):
        if line.cell is not None or is_sentence(line.text) or (heads and line.number - heads[-1].number < BELOW_HEAD):
            continue
        roles = context.labels.within(line.text)
        if len(roles & {"indicator", "outcome", "target"}) < 2:
            continue
        below = [own.text for own in lines[n + 1 : n + BELOW_HEAD] if own.cell is None]
        if sum(re.fullmatch(r"[\d\s.,%()/–-]*\d[\d\s.,%()/–-]*", text) is not None for text in below) >= 2:
            heads.append(line)
    return heads


# Sentences that say what was and what is to be


class _Said(NamedTuple):
    """A figure in a sentence: whether it is an outcome or a target, of which year, its value and its unit."""

    what: str
    year: int
    value: Value
    unit: str


def indicators_told(
    context: Context, title: str, lines: Sequence[Line], section: OutlineSection | None
) -> tuple[list[Found], bool]:
    """The indicator that the text of a goal tells in two sentences, what it was and what it is to be; and whether any is left.

    It is called as the goal is, for sentences name it in their own way. More than one pair is not told apart.
    """
    texts = [sentence for group in paragraphs(lines) for sentence in sentences(context.text(group))]
    told = [said for sentence in texts if (said := _said(context, sentence)) is not None]
    targets = [said for said in told if said.what == "target"]
    if not targets:
        return [], False
    if [said.what for said in told] != ["outcome", "target"] or told[0].unit != told[1].unit or told[0].year > told[1].year:
        return [], True
    outcome, target = told
    values: dict[str, Any] = {"name": title, **({"unit": target.unit} if target.unit else {}), **_known(context, title)}
    values |= {"outcome": {outcome.year: outcome.value}, "target": {target.year: target.value}}
    values["at"] = context.at(lines[0], section)
    return [Found(values, doubts=[Text("doubt-told-indicator")], seen=list(lines))], False


def _said(context: Context, sentence: str) -> _Said | None:
    """What a sentence says that has one year and one figure, and a word for what was or is to be."""
    words, shares = context.profile.indicators, context.profile.shares
    years = re.findall(r"(?<![0-9])20[0-9]{2}(?![0-9])", sentence)
    rest = re.sub(r"(?<![0-9])20[0-9]{2}(?![0-9])", " ", sentence)
    numerals = {word: n for n, word in enumerate(context.profile.language.numbers) if n > 1}
    figures: list[tuple[Value, str]] = []
    for match in re.finditer(r"(?<![\w,.])([0-9]{1,3}(?: [0-9]{3})*(?:,[0-9]+)?|[0-9]+)(?![\w])(?: ?(%|\w+))?|[^\W\d_]+", rest):
        value = number(match[1]) if match[1] else numerals.get(match[0].casefold())
        if value is not None:
            unit = next((shares[0] for share in shares if share == (match[2] or "").casefold()), "")
            figures.append((value, unit))
    if len(set(years)) != 1 or len(figures) != 1:
        return None
    aims = any(holds(sentence, word, exactly=True) for word in words.aims)
    if not aims and not any(holds(sentence, word, exactly=True) for word in words.was):
        return None
    return _Said("target" if aims else "outcome", int(years[0]), *figures[0])


def _measures(context: Context, text: str) -> bool:
    """Whether a text begins as what is measured does: Antal …, Andel …"""
    first = folded(text.split()[0]) if text.split() else ""
    return any(first == folded(word) for word in context.profile.indicators.measures)


# Tables


def indicators_of_rows(context: Context, unit: Unit) -> list[Found]:
    """The indicators in the rows of a goal in a table: a column for the name, others for outcomes and targets."""
    columns = unit.candidate.columns
    if columns is None:
        return []
    at = columns.title_column if columns.shared else columns.column("indicator")
    rows = unit.rows[1:] if columns.shared else unit.rows
    made = (_of_row(context, columns, at, row, row_lines(row, unit)) for row in rows) if at is not None else ()
    return [indicator for indicator in made if indicator is not None]


def _of_grids(context: Context, lines: Sequence[Line], section: OutlineSection | None) -> Iterator[Found]:
    """The indicators of tables in cells whose heads say what is a name, an outcome and a target, in one row or in two."""
    for grid in grids_in([line for line in lines if line.cell is not None]):
        columns = columns_of(grid, context.labels, context.text)
        at = columns.column("indicator") if columns else None
        if columns is None or at is None or not any(column.role in FIGURES for column in columns.roles.values()):
            continue
        made = [_of_row(context, columns, at, row, row.lines, section) for row in grid.rows[columns.rows :]]
        found = [indicator for indicator in made if indicator is not None]
        if found:
            context.take([line for row in grid.rows[: columns.rows] for line in row.lines])
            found[0].doubts.extend(Text("doubt-column", {"head": head}) for head in _left_out(context, grid, columns, at))
        yield from found


def _left_out(context: Context, grid: Grid, columns: Columns, at: int) -> Iterator[str]:
    """The heads of the columns with figures that are neither outcomes nor targets: what others have, and what is unknown."""
    rows = grid.rows[columns.rows :]
    for n in sorted({n for row in rows for n in row.cells} - {at}):
        known = columns.roles.get(n)
        texts = (context.text(row.cells[n].lines) for row in rows if n in row.cells)
        if (known is None or known.role == "comparison") and any(number(plain_figure(text)) is not None for text in texts):
            head = grid.rows[columns.rows - 1].cells.get(n) if columns.rows else None
            yield (context.text(head.lines) if head else "") or "–"


def _of_row(
    context: Context, columns: Columns, at: int, row: Row, lines: Sequence[Line], section: OutlineSection | None = None
) -> Found | None:
    """The indicator of a row that is called by the column `at`; None where it has no name of its own."""
    cell = row.cells.get(at)
    name = without_bullet(context.text(cell.lines)).strip() if cell else ""
    if cell is None or cell.goes_on or not name:
        return None
    texts = {n: context.text(row.cells[n].lines).strip() if n in row.cells else "" for n in columns.roles}
    figures = {n: text for n, text in texts.items() if text and columns.roles[n].role in FIGURES}
    if columns.shared and not figures:
        return None
    values: dict[str, Any] = {"name": name, **_known(context, name), "outcome": {}, "target": {}}
    indicator = Found({**values, "at": context.at(cell.lines[0], section)}, context.take(lines))
    for n, text in figures.items():
        column = columns.roles[n]
        _put(context, indicator, Column(column.role, column.year or context.year), text)
    return indicator


def row_lines(row: Row, unit: Unit) -> list[Line]:
    """The lines of a row that are not of the title of its unit."""
    own = {line.number for line in unit.lines}
    return [line for line in row.lines if line.number not in own]


def _of_table(context: Context, table: Table, section: OutlineSection | None) -> Iterator[Found]:
    above = _name_above(context, table)
    rows = []
    for row in table.rows:
        found = _indicator(context, table, row.named, above, section, row.lines)
        for column, text in zip(table.columns, row.cells, strict=False):
            if text:
                _put(context, found, column, text)
        if row.named and row.named[0].cell is None and not (found.values["outcome"] or found.values["target"]):
            # Where the lines of cells run into each other, what has a figure in its name and none of its own is no row.
            if str(found.values["name"])[-1:].isdigit():
                context.taken.difference_update(line.number for line in row.lines)
                continue
            found.doubts.append(Text("doubt-unread-indicators", {"words": found.values["name"]}))
        rows.append(found)
    if rows:
        context.take(table.head)
        if above and any("level" in row.values for row in rows):
            context.take(table.title)
    yield from rows


def _per_inhabitants(context: Context, name: str) -> str | None:
    """The number of inhabitants that an indicator is counted for, where its name says one."""
    words = "|".join(map(re.escape, context.profile.indicators.inhabitants))
    if not words:
        return None
    found = re.search(rf"(?:/|\bper )\s?(1\s?00\s?0{{0,1}}(?:\s?000)?|100\s?000|1\s?000)\s*(?:{words})", name)
    return found[1].strip() if found else None


def _indicator(
    context: Context, table: Table, named: Sequence[Line], above: str, section: OutlineSection | None, lines: Sequence[Line]
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
    elif number := _per_inhabitants(context, name):
        values["unit"] = context.profile.indicators.per_inhabitants.replace("{number}", number)
    for word, unit_ in context.profile.indicators.units.items():
        if name.casefold().endswith(f", {word.casefold()}"):
            name, values = name[: -len(word) - 2], {**values, "unit": unit_}
    values = {"name": name, **values, **_known(context, name)}
    if level:
        values["level"] = level
    values |= {"outcome": {}, "target": {}, "at": context.at(lines[0] if lines else table.head[0], section)}
    doubts = [] if name else [Text("doubt-no-name")]
    return Found(values, context.take(lines), doubts)


def _known(context: Context, name: str) -> dict[str, object]:
    """What the words of an indicator say of whether more or less is better, where they do not say both."""
    lower = any(holds(name, word) for word in context.profile.indicators.lower)
    higher = any(holds(name, word) for word in context.profile.indicators.higher)
    return {"better": "lower" if lower else "higher"} if lower != higher else {}


def _name_above(context: Context, table: Table) -> str:
    """The name that stands above a table, behind the word for an indicator."""
    text = context.text(table.title)
    for word in context.profile.labels.get("indicator", []):
        text = re.sub(rf"^{re.escape(word)}\s*[-–:]\s*", "", text, flags=re.IGNORECASE)
    return text


def _put(context: Context, found: Found, column: Column, text: str) -> None:
    own = _OWN_YEAR.search(text)
    year, text = (int(own[1]), text[: own.start()].strip()) if own else (column.year, text)
    value = number(text)
    if "%" in text:
        found.values.setdefault("unit", "%")
    place = found.values[column.what]
    assert isinstance(place, dict)
    said = text if value is None else value
    if place.setdefault(year, said) != said:
        found.doubts.append(Text("doubt-two-figures", {"year": year, "words": text}))


_OWN_YEAR = re.compile(r"\s*\((20[0-9]{2})\)\s*$")
"""The year that a figure says it is of, which is another than that of its column."""


def plain_figure(text: str) -> str:
    """A figure without the year that it says it is of."""
    return _OWN_YEAR.sub("", text)
