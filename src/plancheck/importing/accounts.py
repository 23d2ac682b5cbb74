"""Tables of money. One table of a report may be several accounts: each row that others make ends one (`accounts.totals`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plancheck.importing.context import Context
from plancheck.importing.found import Found
from plancheck.importing.lines import Line, is_sentence
from plancheck.importing.outline import Section
from plancheck.importing.tables import AMOUNTS, Row, Table, figure_in, is_money, is_row, tables_in, unit_of
from plancheck.importing.wording import one_of

TITLE_WORDS = 10
"""How many words the line above a table may have that is its title."""


def accounts_in(context: Context) -> list[Found]:
    """The tables of money of a document: those that have a budget, a deviation or a forecast, and no target."""
    found: list[Found] = []
    for section in context.sections:
        for table in tables_in(context, context.free(section.body)):
            if is_money(table.columns):
                made = list(_accounts(context, section, table))
                if made:
                    context.take(table.head)
                found.extend(made)
    return found


def _accounts(context: Context, section: Section, table: Table) -> Iterator[Found]:
    rows = [row for row in table.rows if row.named and _figures(context, table, row)]
    accounts: list[tuple[list[Row], Row | None]] = []
    since: list[Row] = []
    for n, row in enumerate(rows):
        parts = _parts(context, rows[:n], since, row)
        if parts is None:
            since.append(row)
        else:
            accounts.append((parts, row))
            since = []
    rest = [row for row in rows if not any(row in parts or row is total for parts, total in accounts)]
    if rest:
        accounts.append((rest, None))
    title = _title(context, table)
    name = context.text(title) or section.heading.title
    for n, (parts, total) in enumerate(accounts):
        last = total or parts[0]
        values: dict[str, object] = {
            "title": f"{name}: {context.text(last.named)}" if len(accounts) > 1 else name,
            "unit": unit_of(context, table),
            "rows": [_amounts(context, table, row) for row in parts],
            "total": _amounts(context, table, total) if total else None,
        }
        yield Found({**values, "at": context.at(table.head[0], section)}, context.take(title) if n == 0 else [])


def _parts(context: Context, above: Sequence[Row], since: Sequence[Row], row: Row) -> list[Row] | None:
    """The rows that make a row; None where none is said to, or none stands there."""
    for total in context.profile.accounts.totals:
        if not is_row(context, row, total.row):
            continue
        if total.of:
            named = [next((one for one in above if is_row(context, one, [name])), None) for name in total.of]
            if all(named):
                return [one for one in named if one]
        elif total.since:
            start = next((n for n, one in enumerate(since) if is_row(context, one, [total.since])), None)
            if start is not None and since[start + 1 :]:
                return list(since[start + 1 :])
        elif since:
            return list(since)
    return None


def _amounts(context: Context, table: Table, row: Row) -> Found:
    """A row with its figures. Its lines have their place where it stands first."""
    lines = [line for line in row.lines if line.number not in context.taken]
    values = {"title": context.text(row.named), **_figures(context, table, row)}
    return Found(values, context.take(lines), seen=row.lines)


def _figures(context: Context, table: Table, row: Row) -> dict[str, int | float]:
    """What a row tells of the document's year."""
    told = {what: figure_in(table, row, what, context.year) for what in AMOUNTS}
    return {what: value for what, value in told.items() if value is not None}


def _title(context: Context, table: Table) -> list[Line]:
    """The line above a table that says what it is called; none where that is the head of its first column, or a sentence."""
    above = context.text(table.title)
    if one_of(above, context.profile.accounts.headings):
        context.take(table.title)
        return []
    return table.title if above and len(above.split()) <= TITLE_WORDS and not is_sentence(above) else []
