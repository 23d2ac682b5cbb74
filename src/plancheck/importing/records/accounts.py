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


class AccountRow(NamedTuple):
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
            doubts.append(Text("doubt-table", context.quoted(table.head[0], context.text(table.head)[:60])))
        elif rows:
            found.extend(_accounts(context, placed, rows))
            doubts.extend(Text("doubt-column", {"head": head}) for head in table.unknown)
            doubts.extend(Text("doubt-of-which", {"row": name}) for name in _left_out(context, table))
    return found, doubts


def _rows(context: Context, table: Table) -> list[AccountRow] | None:
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
            rows.append(AccountRow(row, figures))
    return _signed(_without_forecast(rows))


def _left_out(context: Context, table: Table) -> list[str]:
    """The names of the rows that are a part of the one above, which an account has no place for."""
    names = (context.text(row.named) for row in table.rows)
    return [name for name in names if any(begins(name, word) is not None for word in context.profile.accounts.of_which)]


def _without_forecast(rows: list[AccountRow]) -> list[AccountRow]:
    """The rows without their deviations, where these are of the forecast, and not of the outcome."""

    whole = [row for row in rows if all(what in row.figures for what in AMOUNTS)]
    of_forecast, of_outcome = (all(_is_deviation(row, what, "budget") for row in whole) for what in ("forecast", "outcome"))
    if whole and of_forecast and not of_outcome:
        return [row._replace(figures={key: value for key, value in row.figures.items() if key != "deviation"}) for row in rows]
    return rows


def _is_deviation(row: AccountRow, what: str, other: str) -> bool:
    """Whether the deviation of a row is one of its figures minus the other; not where it has not got all three."""
    figures = row.figures
    has_all = all(key in figures for key in (what, other, "deviation"))
    return has_all and _is_close(figures["deviation"], figures[what] - figures[other])


def _signed(rows: list[AccountRow]) -> list[AccountRow] | None:
    """The rows with costs as negative figures; None where it is unclear which they are."""
    positive, negative, unclear = _by_sign(rows)
    if not positive:
        return rows
    if negative and unclear:
        return None
    signed = [_turned(row) if row in positive or row in unclear else row for row in rows]
    # One that stands alone may as well be a mistake, unless the table adds up as soon as its sign is turned.
    is_alone = len(positive) == 1 and bool(negative)
    return rows if is_alone and not _adds_up(signed) else signed


class _BySign(NamedTuple):
    """Rows by the sign that their costs have. Those with no figures but zeros are in none of the lists."""

    positive: list[AccountRow]
    negative: list[AccountRow]
    unclear: list[AccountRow]


def _by_sign(rows: Sequence[AccountRow]) -> _BySign:
    """Costs are positive where the deviation is budget minus outcome, negative where it is outcome minus budget."""
    usual = [row for row in rows if _is_deviation(row, "outcome", "budget")]
    positive = [row for row in rows if row not in usual and _has_positive_costs(row)]
    # A deviation of nothing shows no sign, nor does a row without one.
    negative = [row for row in usual if not _is_close(row.figures["deviation"], 0)]
    shown = [*positive, *negative]
    return _BySign(positive, negative, [row for row in rows if row not in shown and any(row.figures.values())])


def _adds_up(rows: Sequence[AccountRow]) -> bool:
    """Whether the last row is the total of all others."""
    return len(_parts(rows[:-1], rows[-1])) == len(rows) - 1


def _has_positive_costs(row: AccountRow) -> bool:
    figures = row.figures
    return _is_deviation(row, "budget", "outcome") and figures["outcome"] >= 0 and figures["budget"] >= 0


def _turned(row: AccountRow) -> AccountRow:
    return row._replace(figures={key: value if key == "deviation" else -value for key, value in row.figures.items()})


def _is_close(here: float, there: float) -> bool:
    return abs(here - there) <= ROUNDING * _place([here, there])


def _place(figures: Sequence[float]) -> float:
    """The last place that figures are told to."""
    return min((10.0 ** -len(repr(one).partition(".")[2]) for one in figures if one % 1), default=1.0)


def _doubt_of_unit(context: Context) -> Text:
    """That a table does not state its unit, and which one is assumed."""
    unit = context.profile.accounts.unit
    return Text("doubt-unit", {"unit": unit}) if unit else Text("doubt-no-unit")


def _accounts(context: Context, placed: Placed, rows: Sequence[AccountRow]) -> Iterator[Found]:
    """The accounts that a table has: one for each of its totals, and one of the rows that are in none."""
    section, table, _, unit = placed
    context.take(table.head)
    groups = _groups(context, rows)
    title = _title(context, table)
    name = context.text(title) or (section.heading.title if section else context.kind.title["sv"])
    for n, (parts, total) in enumerate(groups):
        last = total or parts[0]
        values: dict[str, object] = {
            "title": f"{name}: {context.text(last.row.named)}" if len(groups) > 1 else name,
            "unit": unit or context.profile.accounts.unit,
            "rows": [_amounts(context, row) for row in parts],
            "total": _amounts(context, total) if total else None,
        }
        doubts = [] if unit or n else [_doubt_of_unit(context)]
        if total is None and any(one_of(context.text(row.row.named), context.profile.accounts.sums) for row in parts):
            doubts.append(Text("doubt-total"))
        yield Found({**values, "at": context.at(table.head[0], section)}, context.take(title) if n == 0 else [], doubts)


class _Group(NamedTuple):
    """Rows of a table and the total that they make, if they make one."""

    parts: list[AccountRow]
    total: AccountRow | None


def _groups(context: Context, rows: Sequence[AccountRow]) -> list[_Group]:
    """The rows of a table by the totals that they make. A total may be a part of a later one; what makes none comes last."""
    groups: list[_Group] = []
    waiting: list[AccountRow] = []
    for row in rows:
        parts = _parts(waiting, row) if _may_be_total(context, row) else []
        if parts:
            groups.append(_Group(parts, row))
            waiting = waiting[: len(waiting) - len(parts)]
        waiting.append(row)
    rest = [row for row in waiting if not any(row is group.total for group in groups)]
    return [*groups, _Group(rest, None)] if rest else groups


def _may_be_total(context: Context, row: AccountRow) -> bool:
    """Whether a row is called as a total may be."""
    words = context.profile.accounts
    name = context.text(row.row.named)
    return is_row(context, row.row, words.totals) or any(begins(name, word) is not None for word in words.sums)


def _parts(rows: Sequence[AccountRow], total: AccountRow) -> list[AccountRow]:
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


def _amounts(context: Context, row: AccountRow) -> Found:
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
