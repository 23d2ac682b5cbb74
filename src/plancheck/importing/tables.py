"""Tables of figures: a head that says what each column is, and rows that have a name and a figure in each column.

They come out of a file as cells, or as text: then the lines of a name stand before its figures, and blanks stand between
thousands as between columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plancheck.importing.bodies import names_of_namnd
from plancheck.importing.context import Context
from plancheck.importing.lines import Line, chunks, rows_of
from plancheck.importing.profile import Profile
from plancheck.importing.wording import folded, one_of, same

_NUMBER = r"[-−–]?(?:[0-9]{1,3}|[0-9]{5,})(?:,[0-9]+)?\s?%?"
_YEAR = re.compile(r"\W?(20[0-9]{2})\W?")
_CHANGE = re.compile(r"\([-−–+]?\s?[0-9]+(?:,[0-9]+)?\s?%\)|\([-−–+]?$|^[0-9]+(?:,[0-9]+)?\s?%\)")
"""A change in brackets behind a figure, or what the end of a line has left of it."""
LABEL = 5
"""How many words may stand before the first column of a head: what the rows are."""


AMOUNTS = ("outcome", "budget", "deviation", "forecast")
"""The columns of a table of money."""
EMPTY, EMPTY_OF_MONEY = 0.4, 4.0
"""What an empty column costs beside how uneven figures are, in powers of ten: where there is no money, 0 is printed."""


class Column(NamedTuple):
    """A column of a table: outcome, target, budget, deviation or forecast, or nothing but a year; and its year."""

    what: str
    year: int | None


class Row(NamedTuple):
    """A row: the lines of its name, all its lines, and what stands in each column, empty where nothing does."""

    named: list[Line]
    lines: list[Line]
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A table: its columns, the lines of its head, the lines above it that name it, and its rows."""

    columns: tuple[Column, ...]
    head: list[Line]
    title: list[Line]
    rows: tuple[Row, ...]


def tables_in(context: Context, lines: Sequence[Line]) -> Iterator[Table]:
    """The tables of figures among lines."""
    n = 0
    while n < len(lines):
        head = _head_at(context.profile, lines, n)
        if head is None:
            n += 1
            continue
        columns, length = head
        above = chunks(lines[max(0, n - 12) : n])
        end = n + length
        heads: list[Line] = list(lines[n:end])
        body: list[Line] = []
        while end < len(lines) and not _ends(lines, end):
            again = _head_at(context.profile, lines, end)
            if again and not (again[0] == columns and _on_next_page(lines, end)):
                break
            length = again[1] if again else 1
            (heads if again else body).extend(lines[end : end + length])
            end += length
        rows = (*_of_text(context, columns, body), *_of_cells(columns, body))
        yield Table(columns, heads, above[-1] if above else [], rows)
        n = end


def is_money(columns: Sequence[Column]) -> bool:
    """Whether columns are those of a table of money: a budget, a deviation or a forecast, and no target."""
    kinds = {column.what for column in columns}
    return "target" not in kinds and len(kinds & set(AMOUNTS)) >= 2


def _on_next_page(lines: Sequence[Line], n: int) -> bool:
    """Whether a line opens a page that a table before it was cut by: its head stands there again."""
    before, line = lines[n - 1], lines[n]
    return line.page != before.page and (before.cell is not None or bool(_tail(before.text)))


def is_head(profile: Profile, text: str) -> bool:
    """Whether a line is the whole head of a table."""
    return len(columns_of(profile, text)) >= 2


def figure_in(table: Table, row: Row, what: str, year: int) -> int | float | None:
    """What a row has in the column of a kind, of a year where heads have years."""
    for column, cell in zip(table.columns, row.cells, strict=False):
        if column.what == what and (column.year == year or (what and column.year is None)):
            return number(cell)
    return None


def is_row(context: Context, row: Row, names: Sequence[str]) -> bool:
    """Whether a row is called one of the names, in which {namnd} stands for the nämnd."""
    called = names_of_namnd(context)
    every = [name.replace("{namnd}", one) for name in names for one in (called if "{namnd}" in name else [""])]
    return bool(one_of(context.text(row.named), every))


def unit_of(context: Context, table: Table) -> str:
    """The unit of money that the head of a table or its title says: tkr where none does, as reports are told in."""
    told = re.search(r"\b(tkr|mnkr|mkr|kr|kronor)\b", folded(f"{context.text(table.title)} {context.text(table.head)}"))
    return {"mkr": "mnkr", "kronor": "kr"}.get(told[1], told[1]) if told else "tkr"


# Heads


def columns_of(profile: Profile, text: str) -> tuple[Column, ...]:
    """The columns that a head names: Utfall 2021, Målvärde 2022; or Budget, Avvikelse; or years and nothing else.

    Those of indicators have a year, for their words stand elsewhere too.
    """
    words = re.sub(r"-\s+", "-", text).split()
    columns: list[Column] = []
    before, between = 0, 0
    n = 0
    while n < len(words):
        found = _column_at(profile, words, n)
        if found:
            columns.append(found[0])
            n += found[1]
            continue
        before, between = (before + 1, between) if not columns else (before, between + 1)
        n += 1
    named = tuple(column for column in columns if column.what)
    if named and all(column.year for column in named):
        return named
    whole = not between and before <= LABEL
    return tuple(columns) if whole and (not named or named == tuple(columns)) else ()


def _column_at(profile: Profile, words: Sequence[str], n: int) -> tuple[Column, int] | None:
    """The column whose head begins at a word, and how many words it takes."""
    for phrase, what, with_year in _heads(profile):
        length = len(phrase.split())
        if not same(" ".join(words[n : n + length]), phrase):
            continue
        year = _YEAR.fullmatch(words[n + length]) if n + length < len(words) else None
        if year:
            return Column(what, int(year[1])), length + 1
        if not with_year:
            return Column(what, None), length
    year = _YEAR.fullmatch(words[n])
    return (Column("", int(year[1])), 1) if year else None


def _heads(profile: Profile) -> list[tuple[str, str, bool]]:
    """What the heads of columns say, what each column is, and whether a year must stand behind it; long ones first."""
    money = {"outcome": profile.accounts.outcome, "budget": profile.accounts.budget, "deviation": profile.accounts.deviation}
    money["forecast"] = profile.accounts.forecast
    found = [(phrase, what, False) for what, phrases in money.items() for phrase in phrases]
    found += [(phrase, "outcome", True) for phrase in profile.indicators.outcome]
    found += [(phrase, "target", True) for phrase in profile.indicators.target]
    return sorted(found, key=lambda one: -len(one[0].split()))


def _head_at(profile: Profile, lines: Sequence[Line], n: int) -> tuple[tuple[Column, ...], int] | None:
    """The head of a table at a line: its columns, and how many lines it takes, for each cell may be one or two."""
    first = lines[n].text.strip()
    if not first or not (one_of(first, profile.indicators.headings) or columns_of(profile, first) or _begins(profile, first)):
        return None
    text, best = "", None
    for length in range(1, min(12, len(lines) - n) + 1):
        line = lines[n + length - 1]
        text = f"{text} {line.text.strip()}"
        if length > 1 and not _is_head_word(profile, line.text):
            break
        columns = columns_of(profile, text)
        # A year on a line of its own makes no more columns, but says more of the last.
        if len(columns) >= 2 and (best is None or (len(columns) >= len(best[0]) and columns != best[0])):
            best = (columns, length)
    return best


def _begins(profile: Profile, text: str) -> bool:
    """Whether a line is what the first column says, its year on the next line."""
    return bool(one_of(text, [phrase for phrase, _, _ in _heads(profile)]))


def _is_head_word(profile: Profile, text: str) -> bool:
    """Whether a line says nothing but what heads say, or a part of it: the cells of a narrow column are cut."""
    rest = re.sub(r"20[0-9]{2}", "", text).strip()
    phrases = [*(phrase for phrase, _, _ in _heads(profile)), *profile.indicators.headings]
    words = {word for phrase in phrases for word in folded(phrase).replace("-", " ").split()}
    return not rest or bool(one_of(rest, phrases)) or bool(columns_of(profile, text)) or set(folded(rest).split()) <= words


def _ends(lines: Sequence[Line], n: int) -> bool:
    """Whether the table has ended: with a sentence, and no figures near."""
    line = lines[n]
    if line.cell is not None or line.level is not None:
        return line.cell is None
    near = lines[n : n + 8]
    return len(line.text.split()) > 6 and not any(len(_tail(one.text)) >= 2 for one in near[:5])


# Rows


def _of_text(context: Context, columns: Sequence[Column], body: Sequence[Line]) -> Iterator[Row]:
    """The rows of a table that came out as text: the lines of a name, and figures behind it or on lines of their own."""
    named: list[Line] = []
    figures: list[Line] = []
    many = _most if is_money(columns) else _fewest
    for line in [line for line in body if line.cell is None]:
        text = _one_word(context, _CHANGE.sub("", line.text.strip()).rstrip())
        tail = _tail(text)
        start = tail[0][1] if tail else len(text)
        before = text[:start].strip()
        counts = many([word for word, _ in tail]) >= 2 or (bool(tail) and not before and bool(named or figures))
        if figures and (before or not counts) and text:
            yield _row(columns, named, figures)
            named, figures = [], []
        if counts:
            if before:
                named.append(line._replace(text=before))
            figures.append(line._replace(text=text[start:]))
        elif text:
            named.append(line)
    if figures:
        yield _row(columns, named, figures)


def _row(columns: Sequence[Column], named: list[Line], figures: Sequence[Line]) -> Row:
    lines = list({one.number: one for one in (*named, *figures)}.values())
    empty = EMPTY_OF_MONEY if is_money(columns) else EMPTY
    cells = spread(" ".join(one.text.strip() for one in figures), len(columns), empty)
    return Row(named, lines, tuple(cell.replace("\N{NO-BREAK SPACE}", " ") for cell in cells))


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
        if last and _goes_on(last, word):
            last = f"{last} {word}"
        else:
            number_ += 1
            last = word
    return number_


def _most(words: Sequence[str]) -> int:
    """How many figures words are at the most: 000 is none, but goes on with another."""
    return sum(not _never_first(word) for word in words)


def _never_first(word: str) -> bool:
    return bool(re.fullmatch(r"0[0-9]{2}", word))


def _of_cells(columns: Sequence[Column], body: Sequence[Line]) -> list[Row]:
    """The rows of a table that the file has as one; a row without figures goes on with the name of the last."""
    rows: list[Row] = []
    for row in rows_of(body):
        named = row.get(0, [])
        lines = [line for cell in row.values() for line in cell]
        texts = [" ".join(line.text.strip() for line in row.get(n + 1, [])) for n in range(len(columns))]
        cells = tuple(_CHANGE.sub("", text).strip() for text in texts)
        if any(cells):
            rows.append(Row(list(named), lines, cells))
        elif rows:
            rows[-1].named.extend(named)
            rows[-1].lines.extend(lines)
    return rows


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


def _goes_on(last: str, word: str) -> bool:
    """Whether a word may be the thousands of a figure that began before it, or a figure behind a minus that stands apart."""
    if last in ("-", "−", "–"):
        return bool(re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]+)?%?", word))
    return bool(
        re.fullmatch(r"[0-9]{3}(?:,[0-9]+)?%?", word) and re.fullmatch(r"(?:[-−–] ?)?[1-9][0-9]{0,2}(?: [0-9]{3})*", last)
    )


def spread(text: str, columns: int, empty: float = EMPTY) -> list[str]:
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
        cost = uneven + empty * (columns - len(reading))
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
        if not (so_far and _never_first(words[n])):
            yield from go(n + 1, [*so_far, words[n]])
        if so_far and _goes_on(so_far[-1], words[n]):
            yield from go(n + 1, [*so_far[:-1], f"{so_far[-1]} {words[n]}"])

    if len(words) <= 16:
        yield from go(0, [])
    else:
        yield list(words[:columns])
