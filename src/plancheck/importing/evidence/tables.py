"""Tables of figures: a head that says what each column is, and rows that have a name and a figure in each column.

They come out of a file as cells, or as text: then the lines of a name stand before its figures, and blanks stand between
thousands as between columns. A table of money of which one row cannot be read for certain is refused whole: half of it
would not add up.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, holds, one_of, same
from plancheck.importing.evidence.organisations import names_of_namnd
from plancheck.importing.evidence.profile import Profile
from plancheck.importing.layout.outline import OutlineSection
from plancheck.importing.reading.lines import Line, chunks, rows_of

_YEAR = re.compile(r"\W?(20[0-9]{2})\W?")
_CHANGE = re.compile(r"\([-−–+]?\s?[0-9]+(?:,[0-9]+)?\s?%\)|\([-−–+]?$|^[0-9]+(?:,[0-9]+)?\s?%\)")
"""A change in brackets behind a figure, or what the end of a line has left of it."""
LABEL = 5
"""How many words may stand before the first column of a head: what the rows are."""
AMOUNTS = ("outcome", "budget", "deviation", "forecast")
"""The columns of a table of money."""
EMPTY = 0.4
"""What an empty column costs beside how uneven figures are, in powers of ten."""
SURE = 1.0
"""By how many powers of ten a reading of a row must be more even than the next."""
READINGS = 4000
"""How many ways to read a row are tried: of more nobody can tell which is meant."""


class Column(NamedTuple):
    """A column of a table: outcome, target, budget, deviation or forecast, or nothing but a year; and its year."""

    what: str
    year: int | None


class FigureRow(NamedTuple):
    """A row: the lines of its name, all its lines, and what stands in each column, empty where nothing does.

    It is `sure` where it can be read in no other way that is nearly as likely.
    """

    named: list[Line]
    lines: list[Line]
    cells: tuple[str, ...]
    sure: bool = True


class Table(NamedTuple):
    """A table: its columns, the lines of its head, the lines above it that name it, and its rows.

    One that is `refused` has something that cannot be read for certain, and no rows. `unknown` are the heads of columns of
    figures that say nothing known.
    """

    columns: tuple[Column, ...]
    head: list[Line]
    title: list[Line]
    rows: tuple[FigureRow, ...]
    refused: bool = False
    unknown: tuple[str, ...] = ()


class Placed(NamedTuple):
    """A table where it stands: its section, the texts above that name it, and the unit of money, None where none is told."""

    section: OutlineSection | None
    table: Table
    above: list[str]
    unit: str | None


class Head(NamedTuple):
    """A head: its columns, where each stands among the cells of a row, and how many lines it takes."""

    columns: tuple[Column, ...]
    at: tuple[int, ...]
    length: int
    refused: bool = False


def tables_in(context: Context, lines: Sequence[Line]) -> Iterator[Table]:
    """The tables of figures among lines."""
    n = 0
    while n < len(lines):
        head = _head_at(context.profile, lines, n)
        if head is None:
            n += 1
            continue
        above = chunks(lines[max(0, n - 12) : n])
        end = n + head.length
        heads: list[Line] = list(lines[n:end])
        body: list[Line] = []
        while end < len(lines) and not _ends(lines, end, lines[n]):
            again = _head_at(context.profile, lines, end)
            if again and not (again.columns == head.columns and _on_next_page(lines, end)):
                break
            length = again.length if again else 1
            (heads if again else body).extend(lines[end : end + length])
            end += length
        rows = [] if head.refused else [*_of_text(context, head, body), *_of_cells(context, head, body)]
        found = tuple(row for row in rows if row)
        refused = head.refused or len(found) < len(rows) or not (all(row.sure for row in found) or _make_the_last(found))
        found = () if refused else found
        unknown = _unknown_heads(context, head, heads, body)
        yield Table(head.columns, heads, above[-1] if above else [], found, refused and is_money(head.columns), unknown)
        n = end


def _unknown_heads(context: Context, head: Head, lines: Sequence[Line], body: Sequence[Line]) -> tuple[str, ...]:
    """The heads of the columns of figures of a table in cells that are neither the name of its rows nor known."""
    rows = rows_of(body)
    heads: dict[int, list[Line]] = {}
    for line in lines:
        if line.cell is not None:
            heads.setdefault(line.cell[2], []).append(line)
    unknown = [
        at for at in heads if at != min(heads) and at not in head.at and any(_is_figure(row.get(at, [])) for row in rows)
    ]
    return tuple(context.text(heads[at]) for at in unknown)


def _on_next_page(lines: Sequence[Line], n: int) -> bool:
    """Whether a line opens a page that a table before it was cut by: its head stands there again."""
    before, line = lines[n - 1], lines[n]
    return line.page != before.page and (before.cell is not None or bool(_tail(before.text)))


def is_head(profile: Profile, text: str) -> bool:
    """Whether a line is the whole head of a table."""
    return len(columns_of(profile, text)) >= 2


def is_money(columns: Sequence[Column]) -> bool:
    """Whether columns are those of a table of money: a budget, a deviation or a forecast, and no target."""
    kinds = {column.what for column in columns}
    return "target" not in kinds and len(kinds & set(AMOUNTS)) >= 2


def figure_in(table: Table, row: FigureRow, what: str, year: int) -> int | float | None:
    """What a row has in the column of a kind, of a year where heads have years."""
    for column, cell in zip(table.columns, row.cells, strict=False):
        if column.what == what and (column.year == year or (what and column.year is None)):
            return number(cell)
    return None


def is_row(context: Context, row: FigureRow, names: Sequence[str]) -> bool:
    """Whether a row is called one of the names, in which {namnd} stands for the nämnd. In a good copy they are the same."""
    called = names_of_namnd(context)
    every = [name.replace("{namnd}", one) for name in names for one in (called if "{namnd}" in name else [""])]
    name = context.text(row.named)
    return folded(name) in {folded(one) for one in every} or (context.spoiled > 0.01 and bool(one_of(name, every)))


def tables_of(context: Context) -> list[Placed]:
    """All tables of figures of a document, each with the section that it stands in and the unit that is told there."""
    found = []
    for section, lines in context.segments():
        heading = [section.heading.title] if section else []
        near = [context.text([line]) for line in lines[:3]]
        for table in tables_in(context, lines):
            above = [context.text(table.title), *heading]
            found.append(Placed(section, table, above, _unit(context, [context.text(table.head), above[0], *near, *heading])))
    return found


def _unit(context: Context, texts: Sequence[str]) -> str | None:
    """The unit of money that the first of the texts says that says one."""
    for text in texts:
        told = [unit for words, unit in context.profile.units.items() if holds(text, words, exactly=True)]
        if told:
            return told[0]
    return None


# Heads


def columns_of(profile: Profile, text: str) -> tuple[Column, ...]:
    """The columns that a head names: Utfall 2021, Målvärde 2022; or Budget, Avvikelse; or years and nothing else.

    Those of indicators have a year, for their words stand elsewhere too. Nothing unknown stands between or behind them.
    """
    if not re.search("20[0-9]{2}", text) and profile.first_words.isdisjoint(folded(text).split()):
        return ()
    words = re.sub(r"-\s+", "-", text).split()
    columns: list[Column] = []
    before = 0
    n = 0
    while n < len(words):
        found = _column_at(profile, words, n)
        if found:
            columns.append(found[0])
            n += found[1]
        elif columns:
            named = tuple(column for column in columns if column.what)
            return named if _of_indicators(named) else ()
        else:
            before += 1
            n += 1
    named = tuple(column for column in columns if column.what)
    if _of_indicators(named):
        return named
    return tuple(columns) if before <= LABEL and not re.search(r"[.:;!?]", text) and named in ((), tuple(columns)) else ()


def _of_indicators(columns: Sequence[Column]) -> bool:
    """Whether columns are those of a table of indicators: outcomes and targets, each with its year."""
    return bool(columns) and all(column.year and column.what in ("outcome", "target") for column in columns)


def _column_at(profile: Profile, words: Sequence[str], n: int) -> tuple[Column, int] | None:
    """The column whose head begins at a word, and how many words it takes."""
    for phrase, what, with_year in profile.columns:
        length = len(phrase.split())
        text = " ".join(words[n : n + length])
        # Words without a year stand elsewhere too: they are to be just those.
        if not (same(text, phrase) if with_year else folded(text) == folded(phrase)):
            continue
        year = _YEAR.fullmatch(words[n + length]) if n + length < len(words) else None
        if year:
            return Column(what, int(year[1])), length + 1
        if not with_year:
            return Column(what, None), length
    year = _YEAR.fullmatch(words[n])
    return (Column("", int(year[1])), 1) if year else None


def _head_at(profile: Profile, lines: Sequence[Line], n: int) -> Head | None:
    """The head of a table that begins at a line."""
    return _head_of_text(profile, lines, n) if lines[n].cell is None else _head_of_cells(profile, lines, n)


def _head_of_cells(profile: Profile, lines: Sequence[Line], n: int) -> Head | None:
    """The row of cells that begins at a line, where at least two of them are heads of columns."""
    if n and _row_at(lines, n - 1) == _row_at(lines, n):
        return None
    cells, length = _cells_at(lines, n)
    known = _known(profile, cells)
    if len(known) < 2:
        return None
    # Heads of two rows say together what a column is; two columns that say the same are not to be told apart.
    below = _known(profile, _cells_at(lines, n + length)[0]) if n + length < len(lines) else {}
    above = (
        _known(profile, _cells_at(lines, _first_of_row(lines, n - 1))[0])
        if n and _table_at(lines, n - 1) == _table_at(lines, n)
        else {}
    )
    columns = tuple(known.values())
    refused = len(set(columns)) < len(columns) or len(below) > 1 or bool(above)
    refused = refused or len({column.what for column in columns if column.year is None}) < sum(
        column.year is None for column in columns
    )
    return Head(columns, tuple(known), length, refused)


def _known(profile: Profile, cells: Mapping[int, str]) -> dict[int, Column]:
    """The cells of a row that are the head of a column and say nothing else, but for a unit."""
    found: dict[int, Column] = {}
    said = "|".join(map(re.escape, profile.units))
    unit = re.compile(rf"(?:,\s*|\s*\(\s*(?:[^\W\d_]+ i )?)(?:{said})\s*\)?\s*$", re.IGNORECASE)
    for at, text in cells.items():
        words = re.sub(r"-\s+", "-", unit.sub("", text)).split()
        column = _column_at(profile, words, 0) if words and at > 0 else None
        if column and column[1] == len(words):
            found[at] = column[0]
    return found


def _cells_at(lines: Sequence[Line], n: int) -> tuple[dict[int, str], int]:
    """The texts of the row of cells that begins at a line, by column, and how many lines it takes."""
    row = _row_at(lines, n)
    cells: dict[int, str] = {}
    end = n
    while end < len(lines) and row is not None and _row_at(lines, end) == row:
        at = (lines[end].cell or (0, 0, 0))[2]
        cells[at] = f"{cells.get(at, '')} {lines[end].text.strip()}".strip()
        end += 1
    return cells, end - n


def _first_of_row(lines: Sequence[Line], n: int) -> int:
    while n and _row_at(lines, n - 1) == _row_at(lines, n):
        n -= 1
    return n


def _row_at(lines: Sequence[Line], n: int) -> tuple[int, int] | None:
    cell = lines[n].cell if n < len(lines) else None
    return cell[:2] if cell else None


def _table_at(lines: Sequence[Line], n: int) -> int | None:
    row = _row_at(lines, n)
    return row[0] if row else None


def _head_of_text(profile: Profile, lines: Sequence[Line], n: int) -> Head | None:
    """The head of a table that came out as text: each of its cells may be one or two lines."""
    first = lines[n].text.strip()
    if not first or not (
        one_of(first, profile.labels.get("indicator", [])) or columns_of(profile, first) or _begins(profile, first)
    ):
        return None
    text, best = "", None
    for length in range(1, min(12, len(lines) - n) + 1):
        line = lines[n + length - 1]
        if line.cell is not None or (length > 1 and not _is_head_word(profile, line.text)):
            break
        text = f"{text} {line.text.strip()}"
        columns = columns_of(profile, text)
        # A year on a line of its own makes no more columns, but says more of the last.
        if len(columns) >= 2 and (best is None or (len(columns) >= len(best[0]) and columns != best[0])):
            best = (columns, length)
    if best is None:
        return None
    columns, length = best
    return Head(columns, tuple(range(1, len(columns) + 1)), length, len(set(columns)) < len(columns))


def _begins(profile: Profile, text: str) -> bool:
    """Whether a line is what the first column says, its year on the next line."""
    phrases = [phrase for phrase, _, _ in profile.columns]
    return len(text) <= max(map(len, phrases), default=0) + 3 and bool(one_of(text, phrases))


def _is_head_word(profile: Profile, text: str) -> bool:
    """Whether a line says nothing but what heads say, or a part of it: the cells of a narrow column are cut."""
    rest = re.sub(r"20[0-9]{2}", "", text).strip()
    phrases = [*(phrase for phrase, _, _ in profile.columns), *profile.labels.get("indicator", [])]
    words = {word for phrase in phrases for word in folded(phrase).replace("-", " ").split()}
    return not rest or bool(one_of(rest, phrases)) or bool(columns_of(profile, text)) or set(folded(rest).split()) <= words


def _ends(lines: Sequence[Line], n: int, head: Line) -> bool:
    """Whether the table has ended: with another one, or with a sentence and no figures near."""
    line, before = lines[n], lines[n - 1]
    if line.level is not None or (line.cell is None) != (head.cell is None):
        return True
    if line.cell is not None:
        return before.cell is not None and line.cell[0] != before.cell[0] and line.page == before.page
    near = lines[n : n + 8]
    return len(line.text.split()) > 6 and not any(len(_tail(one.text)) >= 2 for one in near[:5])


# Rows


def _of_text(context: Context, head: Head, body: Sequence[Line]) -> Iterator[FigureRow | None]:
    """The rows of a table that came out as text: the lines of a name, and figures behind it or on lines of their own.

    None stands for one that cannot be read for certain.
    """
    named: list[Line] = []
    figures: list[Line] = []
    money = is_money(head.columns)
    read = _row_of_money if money else _row
    for line in [line for line in body if line.cell is None]:
        text = _one_word(context, _CHANGE.sub("", line.text.strip()).rstrip())
        tail = _tail(text)
        start = tail[0][1] if tail else len(text)
        name = text[:start].strip()
        goes_on = bool(tail) and not name and bool(named or figures)
        has_figures = goes_on or _number_of_figures([word for word, _ in tail], money=money) >= 2
        if figures and (name or not has_figures) and text:
            yield read(context, head, named, figures)
            named, figures = [], []
        if has_figures:
            if name:
                named.append(line._replace(text=name))
            figures.append(line._replace(text=text[start:]))
        elif text:
            named.append(line)
    if figures:
        yield read(context, head, named, figures)


def _number_of_figures(words: Sequence[str], *, money: bool) -> int:
    """How many figures the words at the end of a line are: in a table of money at the most, else at the least."""
    return sum(not _never_first(word) for word in words) if money else _fewest(words)


def _row(context: Context, head: Head, named: list[Line], figures: Sequence[Line]) -> FigureRow:
    cells = spread(" ".join(one.text.strip() for one in figures), len(head.columns))
    return FigureRow(named, _lines_of(named, figures), tuple(cell.replace("\N{NO-BREAK SPACE}", " ") for cell in cells))


def _lines_of(named: Sequence[Line], figures: Sequence[Line]) -> list[Line]:
    return list({one.number: one for one in (*named, *figures)}.values())


def _row_of_money(context: Context, head: Head, named: list[Line], figures: Sequence[Line]) -> FigureRow | None:
    """A row in which each column has a figure, or a sign that there is none; the first figures may be a part of the name."""
    words = " ".join(one.text.strip() for one in figures).split()
    on_one_line = bool(named) and named[-1].number == figures[0].number
    # Figures in a name are those of a row that could not be read.
    if not named or len(re.findall(r"(?<!\S)[-−–]?[0-9]+(?:[.,][0-9]+)*(?!\S)", context.text(named))) > 1:
        return None
    readings: list[tuple[int, list[str]]] = []
    for dropped in range(2 if on_one_line and words[0].isdigit() else 1):
        some = list(itertools.islice(_readings(words[dropped:], len(head.columns)), READINGS))
        if len(some) == READINGS:
            return None
        readings += [(dropped, one) for one in some if len(one) == len(head.columns)]
    fitting = [one for one in readings if _adds_up(context, head, one[1])] or readings
    best = sorted(((_uneven(cells), dropped, cells) for dropped, cells in fitting), key=lambda one: one[0])
    if not best:
        return None
    _, dropped, cells = best[0]
    if any(amount(cell) == UNREAD for cell in cells):
        return None
    if dropped:
        named = [*named[:-1], named[-1]._replace(text=f"{named[-1].text} {' '.join(words[:dropped])}")]
    return FigureRow(named, _lines_of(named, figures), tuple(cells), len(best) == 1 or best[1][0] - best[0][0] >= SURE)


def _make_the_last(rows: Sequence[FigureRow]) -> bool:
    """Whether the rows before the last one make it in some column: then they are read as they are meant."""
    for cells in zip(*(row.cells for row in rows), strict=True):
        *parts, total = (number(cell) or 0 for cell in cells)
        if any(parts) and abs(sum(parts) - total) <= len(rows) / 2:
            return True
    return False


def _adds_up(context: Context, head: Head, cells: Sequence[str]) -> bool:
    """Whether the deviation of the year is the difference between outcome and budget."""
    told: dict[str, int | float | None] = {}
    for column, cell in zip(head.columns, cells, strict=True):
        if column.year in (None, context.year):
            told.setdefault(column.what, number(cell))
    outcome, budget, deviation = (told.get(what) for what in ("outcome", "budget", "deviation"))
    if outcome is None or budget is None or deviation is None:
        return False
    return abs(abs(deviation) - abs(outcome - budget)) <= 1.5


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


def _of_cells(context: Context, head: Head, body: Sequence[Line]) -> Iterator[FigureRow | None]:
    """The rows of a table that the file has as one. None stands for one that cannot be read.

    A row without figures, at the top of a page or in the middle of a sentence, goes on with the name of the last.
    """
    rows: list[FigureRow | None] = []
    money = is_money(head.columns)
    for row in rows_of(body):
        # A figure behind the first cell and before the first known column is of one that nobody knows, and no part of the name.
        named = [
            line for at, cell in row.items() if at < head.at[0] and (at == min(row) or not _is_figure(cell)) for line in cell
        ]
        lines = [line for cell in row.values() for line in cell]
        texts = (" ".join(line.text.strip() for line in row.get(at, [])) for at in head.at)
        cells = tuple(_CHANGE.sub("", text).strip() for text in texts)
        last = rows[-1] if rows else None
        if any(cells):
            readable = not money or (bool(named) and all(amount(cell) != UNREAD for cell in cells))
            rows.append(FigureRow(named, lines, cells) if readable else None)
        elif last and named and _goes_on_with(last, named[0]):
            last.named.extend(named)
            last.lines.extend(lines)
    yield from rows


def _is_figure(cell: Sequence[Line]) -> bool:
    """Whether a cell holds nothing but a figure."""
    return number(" ".join(line.text.strip() for line in cell)) is not None


def _goes_on_with(row: FigureRow, line: Line) -> bool:
    """Whether a line goes on with the name of a row: a file of paragraphs cuts none."""
    return not line.whole and (line.page != row.lines[-1].page or not line.text.strip()[:1].isupper())


# Figures

UNREAD = "unread"
"""What stands for a cell that has something which is no amount."""
_AMOUNT = re.compile(r"([-−–+]? ?)((?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,[0-9]+)?)")
NONE = ("", "-", "--", "---", "–", "—", "−")
"""What stands in a cell that has no amount."""


def number(text: str) -> int | float | None:
    """The number that a text is, thousands apart and with a comma for the decimals; None where it is none."""
    plain = " ".join(text.replace("%", "").split())
    negative = plain.startswith("(") and plain.endswith(")")
    found = _AMOUNT.fullmatch(plain.strip("()").strip())
    if not found:
        return None
    digits = found[2].replace(" ", "")
    value = float(digits.replace(",", ".")) if "," in digits else int(digits)
    return -value if negative or found[1].strip() in ("-", "−", "–") else value


def amount(text: str) -> int | float | str | None:
    """The amount that a cell of a table of money has, None where it has none, `UNREAD` where it has something else."""
    if text.strip() in NONE:
        return None
    told = number(text)
    return UNREAD if told is None or "%" in text else told


_NUMBER = r"[-−–+]?\(?[0-9]+(?:,[0-9]+)?\)?\s?%?"
_CELL = re.compile(rf"(?:{_NUMBER}|i\.?u\.?|-{{1,3}}|–|\w+\N{{NO-BREAK SPACE}}[\w\N{{NO-BREAK SPACE}}]+)", re.IGNORECASE)
_YEARLIKE = re.compile(r"(?:19|20)[0-9]{2}")


def _tail(text: str) -> list[tuple[str, int]]:
    """The figures, and the words in their place, that a line ends with; each with where it begins."""
    found: list[tuple[str, int]] = []
    end = len(text.rstrip())
    plain = text.rstrip()
    while end > 0:
        start = plain.rfind(" ", 0, end) + 1
        word = plain[start:end]
        if not _CELL.fullmatch(word) or _YEARLIKE.fullmatch(word):
            break
        found.append((word, start))
        end = len(plain[:start].rstrip())
    return found[::-1]


def _goes_on(last: str, word: str) -> bool:
    """Whether a word may be the thousands of a figure that began before it, or a figure behind a minus that stands apart."""
    if last in ("-", "−", "–"):
        return bool(re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]+)?%?", word))
    return bool(
        re.fullmatch(r"[0-9]{3}(?:,[0-9]+)?%?", word) and re.fullmatch(r"(?:[-−–+] ?)?[1-9][0-9]{0,2}(?: [0-9]{3}){0,2}", last)
    )


def _never_first(word: str) -> bool:
    """Whether a word is no figure of its own, but goes on with another: 000."""
    return bool(re.fullmatch(r"0[0-9]{2}", word))


def _uneven(cells: Sequence[str]) -> float:
    """How uneven figures are, in powers of ten."""
    numbers = [abs(value) for one in cells if (value := number(one)) is not None and value]
    return math.log10(max(numbers) / min(numbers)) if numbers else 0.0


def spread(text: str, columns: int) -> list[str]:
    """The figures of a row put to its columns: blanks stand between thousands too, so the most even reading is taken.

    Two blanks are an empty cell, where there is room for one; where figures are fewer than columns, the first ones are empty.
    """
    words: list[str] = []
    for n, part in enumerate(re.split(r" {2,}", text.strip())):
        if n and len(text.split(" ")) - text.count("  ") < columns + 1:
            words.append("")
        words.extend(part.split(" "))
    readings = itertools.islice(_readings(words, columns), READINGS)
    best = min(readings, key=lambda one: round(_uneven(one) + EMPTY * (columns - len(one)), 9), default=[])
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

    # A figure has at most three words: of more there are too many.
    if len(words) <= columns * 3 + 3:
        yield from go(0, [])
