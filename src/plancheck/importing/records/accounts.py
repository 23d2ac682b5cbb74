"""Tables of money. One table of a report may be several accounts: each row that others make ends one.

Words say which rows may be totals (`accounts.totals`); which rows make one is what adds up in at least one column, so that
an error in another is still seen. Where nothing adds up, no total is told, for nobody can tell which rows are meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import begins, folded, one_of
from plancheck.importing.evidence.tables import AMOUNTS, FigureRow, Placed, Table, figure_in, is_money, is_row
from plancheck.importing.reading.lines import Line, is_sentence
from plancheck.importing.records.found import Found
from plancheck.model.text import Text

TITLE_WORDS = 10
"""How many words the line above a table may have that is its title."""
ROUNDING = 1.5
"""How far a deviation may be from the difference that it is, in the last place that figures are told to."""


class Told(NamedTuple):
    """A row with its figures."""

    row: FigureRow
    figures: Mapping[str, int | float]


def accounts_in(context: Context, tables: Sequence[Placed]) -> tuple[list[Found], list[Text]]:
    """The tables of money of a document, and where one is that could not be read for certain."""
    found: list[Found] = []
    doubts: list[Text] = []
    for placed in tables:
        table = placed.table
        if not is_money(table.columns) or any(line.number in context.taken for line in table.head):
            continue
        rows = None if table.refused else _rows(context, table)
        if rows is None:
            page = context.at(table.head[0]).get("page", "–")
            doubts.append(Text("doubt-table", {"page": page, "words": context.text(table.head)[:60]}))
        elif rows:
            found.extend(_accounts(context, placed, rows))
    return found, doubts


def _rows(context: Context, table: Table) -> list[Told] | None:
    """The rows with their figures, costs negative; none where they are no money, None where their signs cannot be told."""
    measures = context.profile.indicators.measures
    names = [context.text(row.named) for row in table.rows]
    if any("%" in name or folded(name.split(" ")[0]) in map(folded, measures) for name in names if name):
        return []
    rows = []
    for row, name in zip(table.rows, names, strict=True):
        told = {what: figure_in(table, row, what, context.year) for what in AMOUNTS}
        figures = {what: value for what, value in told.items() if value is not None}
        if figures and not any(begins(name, word) is not None for word in context.profile.accounts.of_which):
            rows.append(Told(row, figures))
    return _signed(_without_forecast(rows))


def _without_forecast(rows: list[Told]) -> list[Told]:
    """The rows without their deviations, where these are of the forecast, and not of the outcome."""

    def of(what: str, row: Told) -> bool:
        figures = row.figures
        return all(key in figures for key in (what, "budget", "deviation")) and _is_close(
            figures["deviation"], figures[what] - figures["budget"]
        )

    told = [row for row in rows if all(what in row.figures for what in AMOUNTS)]
    if told and all(of("forecast", row) for row in told) and not all(of("outcome", row) for row in told):
        return [row._replace(figures={key: value for key, value in row.figures.items() if key != "deviation"}) for row in rows]
    return rows


def _signed(rows: list[Told]) -> list[Told] | None:
    """The rows with costs as negative figures. Where they are positive, their deviation is budget minus outcome."""
    whole = [row for row in rows if {"outcome", "budget", "deviation"} <= row.figures.keys()]
    usual = [row for row in whole if _is_close(row.figures["deviation"], row.figures["outcome"] - row.figures["budget"])]
    turned = [
        row
        for row in whole
        if row not in usual
        and _is_close(row.figures["deviation"], row.figures["budget"] - row.figures["outcome"])
        and row.figures["outcome"] >= 0 <= row.figures["budget"]
    ]
    telling = [row for row in usual if not _is_close(row.figures["deviation"], 0)]
    if not turned:
        return rows
    silent = [row for row in rows if row not in turned and row not in telling and any(row.figures.values())]
    if telling and silent:
        return None
    made = [_turned(row) if row in turned or (not telling and row in silent) else row for row in rows]
    # One that stands alone may as well be a mistake, unless the table adds up as soon as its sign is turned.
    alone = len(turned) == 1 and bool(telling)
    return rows if alone and len(_parts(made[:-1], made[-1])) < len(made) - 1 else made


def _turned(row: Told) -> Told:
    return row._replace(figures={key: value if key == "deviation" else -value for key, value in row.figures.items()})


def _is_close(here: float, there: float) -> bool:
    return abs(here - there) <= ROUNDING * _place([here, there])


def _place(figures: Sequence[float]) -> float:
    """The last place that figures are told to."""
    return min((10.0 ** -len(repr(one).partition(".")[2]) for one in figures if one % 1), default=1.0)


def _accounts(context: Context, placed: Placed, rows: Sequence[Told]) -> Iterator[Found]:
    section, table, _, unit = placed
    context.take(table.head)
    accounts: list[tuple[list[Told], Told | None]] = []
    waiting: list[Told] = []
    for row in rows:
        is_total = is_row(context, row.row, context.profile.accounts.totals) or any(
            begins(context.text(row.row.named), word) is not None for word in context.profile.accounts.sums
        )
        parts = _parts(waiting, row) if is_total else []
        if parts:
            accounts.append((parts, row))
            waiting = waiting[: len(waiting) - len(parts)]
        waiting.append(row)
    rest = [row for row in waiting if not any(row is total for _, total in accounts)]
    if rest:
        accounts.append((rest, None))
    title = _title(context, table)
    name = context.text(title) or (section.heading.title if section else context.kind.title["sv"])
    for n, (parts, total) in enumerate(accounts):
        last = total or parts[0]
        values: dict[str, object] = {
            "title": f"{name}: {context.text(last.row.named)}" if len(accounts) > 1 else name,
            "unit": unit or context.profile.accounts.unit,
            "rows": [_amounts(context, row) for row in parts],
            "total": _amounts(context, total) if total else None,
        }
        doubts = [] if unit or n else [Text("doubt-unit")]
        if total is None and any(one_of(context.text(row.row.named), context.profile.accounts.sums) for row in parts):
            doubts.append(Text("doubt-total"))
        yield Found({**values, "at": context.at(table.head[0], section)}, context.take(title) if n == 0 else [], doubts)


def _parts(rows: Sequence[Told], total: Told) -> list[Told]:
    """The last rows that make a total in as many columns as can be, at least in one; of equal ones the most."""
    best: tuple[int, int] = (0, 0)
    for many in range(1, len(rows) + 1):
        parts = rows[-many:]
        fitting = 0
        for what, value in total.figures.items():
            added = [part.figures[what] for part in parts if what in part.figures]
            fitting += bool(added) and bool(value) and abs(sum(added) - value) <= (many + 1) / 2 * _place([*added, value])
        best = max(best, (fitting, many if fitting else 0))
    return list(rows[len(rows) - best[1] :]) if best[0] else []


def _amounts(context: Context, row: Told) -> Found:
    """A row with its figures. Its lines have their place where it stands first."""
    lines = [line for line in row.row.lines if line.number not in context.taken]
    values = {"title": context.text(row.row.named), **row.figures}
    return Found(values, context.take(lines), seen=row.row.lines)


def _title(context: Context, table: Table) -> list[Line]:
    """The line above a table that says what it is called; none where that is the head of its first column, or a sentence."""
    above = context.text(table.title)
    if one_of(above, context.profile.accounts.headings):
        context.take(table.title)
        return []
    return table.title if above and len(above.split()) <= TITLE_WORDS and not is_sentence(above) else []
