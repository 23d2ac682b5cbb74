"""Uppdrag: in tables that the file has as tables, in tables that came out as text, cell by cell, and in lists of points."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import begins, find, holds, same, which
from plancheck.importing.evidence.organisations import bodies_in, names_body
from plancheck.importing.evidence.profile import UppdragList, UppdragTable
from plancheck.importing.layout.outline import OutlineSection
from plancheck.importing.reading.lines import (
    BULLETS,
    Line,
    chunks,
    dehyphenated,
    is_sentence,
    paragraphs,
    rows_of,
    without_bullet,
)
from plancheck.importing.records.found import Found
from plancheck.model.text import Text

GIVING = 86.0
"""How alike words must be to those that give an uppdrag: a bad copy, where somebody who can be given one stands before them."""
LONG = 600
"""How many letters the words of an uppdrag may have before they may be those of two."""
FIRST_WORDS = 60
"""Within how many words an uppdrag says that it is one."""
COLUMNS = ("title", "status", "text", "comment")


@dataclass
class TableUppdrag:
    """An uppdrag in a table: the lines of each of its cells, and the words of its status."""

    cells: dict[str, list[Line]] = field(default_factory=dict)
    status: str = ""
    status_lines: list[Line] = field(default_factory=list)
    doubts: list[Text] = field(default_factory=list)

    def add(self, column: str, lines: Sequence[Line]) -> None:
        """More lines of a cell."""
        self.cells.setdefault(column, []).extend(lines)


def uppdrag_in(context: Context) -> list[Found]:
    """The uppdrag of a document, in the order in which they stand."""
    found: list[Found] = []
    for section in context.sections:
        found.extend(_in_section(context, section, section.body))
    # What stands before the first heading, or in a document without any.
    first = context.sections[0].heading.lines[0].number if context.sections else None
    found.extend(_in_section(context, None, [line for line in context.lines if first is None or line.number < first]))
    return sorted(found, key=lambda one: one.lines[0].number)


def _in_section(context: Context, section: OutlineSection | None, body: Sequence[Line]) -> Iterator[Found]:
    lines = context.free(body)
    for row in _rows_of_cells(context, lines):
        yield _uppdrag(context, section, row)
    table, start = _table_at(context, lines)
    if table is not None:
        for row in _rows_of_text(context, table, lines[start:]):
            yield _uppdrag(context, section, row)
        return
    by = _by_of(context, section)
    for own, listed in _lists(context, lines):
        for point in listed:
            yield _of_list(context, section, own, point)
    for point in _points(context, context.free(lines)):
        yield _of_list(context, section, by, point)


def _by_of(context: Context, section: OutlineSection | None) -> UppdragList | None:
    """The list that a section is by its heading, or by one above."""
    for heading in (section.heading, *reversed(section.above)) if section else ():
        for one in context.profile.uppdrag.lists:
            if same(heading.title, one.heading):
                return one
    return None


# Tables


def _table_at(context: Context, lines: Sequence[Line]) -> tuple[UppdragTable | None, int]:
    """The first table of uppdrag among lines that came out as text, and where its head stands."""
    for n, line in enumerate(lines):
        for table in context.profile.uppdrag.tables:
            if line.cell is None and same(line.text, " ".join(table.values())):
                return table, n
    return None, 0


def is_table_head(tables: Sequence[UppdragTable], text: str) -> bool:
    """Whether a text is the head of a table of uppdrag."""
    return any(same(text, " ".join(table.values())) for table in tables)


def _rows_of_cells(context: Context, lines: Sequence[Line]) -> list[TableUppdrag]:
    """The rows of the tables of uppdrag that the file has as tables: known by their heads, or by what their cells say."""
    tables: dict[int, list[dict[int, list[Line]]]] = {}
    for row in rows_of(lines):
        number = next(iter(row.values()))[0].cell
        tables.setdefault(number[0] if number else 0, []).append(row)
    found: list[TableUppdrag] = []
    roles: dict[int, str] = {}
    for rows in tables.values():
        head = _roles(context, {n: context.text(cell) for n, cell in rows[0].items()})
        if "title" in head.values():
            roles, doubted = {**_statuses(context, rows, head), **head}, False
        elif roles and len(rows[0]) <= max(roles) + 1 and not rows[0][min(rows[0])][0].whole:
            # A page has cut the table, and its head does not stand there again.
            doubted = False
        else:
            roles, doubted = _inferred(context, rows), True
        if roles:
            found.extend(_rows_of_table(context, roles, rows, found, doubted=doubted))
    return found


def _roles(context: Context, heads: Mapping[int, str]) -> dict[int, str]:
    """What each column of a table is by its head; a column of another kind is none."""
    names: dict[str, list[str]] = {}
    for table in context.profile.uppdrag.tables:
        for role, head in table.items():
            names.setdefault(role, []).append(head)
    roles = {n: known for n, head in heads.items() if (known := which(head, names))}
    # What only one kind of document has tells the other: a comment beside a status, else how it is taken care of.
    return roles if len(set(roles.values())) > 1 or len(heads) == 1 else {}


def _inferred(context: Context, rows: Sequence[dict[int, list[Line]]]) -> dict[int, str]:
    """What each column is by what its cells say, where no head is known: uppdrag that are given, a status, the longest text."""
    texts = [{n: context.text(cell) for n, cell in row.items()} for row in rows]
    columns = sorted({n for row in texts for n in row})
    given = {n: sum(bool(gives(context, row.get(n, ""))) for row in texts) for n in columns}
    title = max(columns, key=lambda n: given[n], default=None)
    if title is None or given[title] < max(1, len(rows) // 3):
        return {}
    roles = {title: "title"}
    roles.update(_statuses(context, rows, roles))
    rest = [n for n in columns if n not in roles]
    longest = max(rest, key=lambda n: sum(len(row.get(n, "")) for row in texts), default=None)
    if longest is not None:
        roles[longest] = "comment" if context.tells_of_the_past() else "text"
    return roles


def _statuses(context: Context, rows: Sequence[dict[int, list[Line]]], known: Mapping[int, str]) -> dict[int, str]:
    """A column of statuses whose head says nothing: half of its cells are words of the scale. None, where one is known."""
    if "status" in known.values():
        return {}
    told = Counter(n for row in rows for n, cell in row.items() if n not in known and _status(context, context.text(cell)))
    return {n: "status" for n, number in told.most_common(1) if number >= len(rows) // 2}


def _rows_of_table(
    context: Context,
    roles: Mapping[int, str],
    rows: Sequence[dict[int, list[Line]]],
    before: Sequence[TableUppdrag],
    *,
    doubted: bool,
) -> list[TableUppdrag]:
    """The uppdrag in the rows of a table, whose columns have these roles. `before` are those of the tables before it."""
    found: list[TableUppdrag] = []
    is_top = True
    for cells in rows:
        named = {roles[n]: cell for n, cell in cells.items() if n in roles}
        status = _status(context, context.text(named.get("status", [])))
        giving = gives(context, context.text(named.get("title", [])))
        is_head = _is_head_row(context, roles, cells)
        # A row that a page has cut is the first on its page, below the head.
        is_none = is_head or _divides(roles, cells, may_be_cut=is_top and bool(before))
        is_top = is_top and is_head
        if is_none and not giving and not status:
            context.take([line for cell in cells.values() for line in cell] if is_head else [])
            continue
        # A row that a page has cut goes on without a status; without words that give something, where there is no status.
        starts = named.get("status") if "status" in roles.values() else giving
        if starts or not (found or before):
            found.append(TableUppdrag(doubts=[Text("doubt-columns")] if doubted else []))
        _add_cells(context, (found or before)[-1], named, status[0] if status else "")
    return found


def _divides(roles: Mapping[int, str], cells: Mapping[int, list[Line]], *, may_be_cut: bool) -> bool:
    """Whether a row only divides its table: it has one cell, which a page has not cut from the row before."""
    first = next(iter(cells.values()))[0]
    return len(cells) == 1 and len(roles) > 1 and (first.whole or not may_be_cut)


def _add_cells(context: Context, row: TableUppdrag, cells: Mapping[str, list[Line]], status: str) -> None:
    """Put more cells into a row; `status` is the term of the scale that the cell of the status says, if it says one."""
    for column, cell in cells.items():
        if column == "status":
            row.status = row.status or status or context.text(cell)
            row.status_lines.extend(cell)
        else:
            row.add(column, cell)


def _is_head_row(context: Context, roles: Mapping[int, str], cells: Mapping[int, list[Line]]) -> bool:
    """Whether a row is the head of its table: its columns are called what they are, or all of it is a few words."""
    texts = [context.text(cell) for cell in cells.values()]
    known = _roles(context, dict(enumerate(texts)))
    return bool(known) or (len(cells) > 1 and all(len(text.split()) <= 5 for text in texts))


def _rows_of_text(context: Context, table: UppdragTable, lines: Sequence[Line]) -> list[TableUppdrag]:
    """The rows of a table that came out as text, cell by cell, with its head again on each page."""
    columns = list(table)
    body: list[Line] = []
    opens = False
    for line in lines:
        if is_table_head([table], line.text):
            context.take([line])
            opens = line.opens_page
            continue
        body.append(line._replace(opens_page=True) if opens and not line.opens_page else line)
        opens = False
    groups = chunks(body)
    if columns[0] == "status":
        return _by_leading_status(context, columns, groups)
    if "status" in columns:
        return _by_status_between(context, columns, groups)
    return _by_directive(context, columns, groups)


def _by_leading_status(context: Context, columns: Sequence[str], groups: Sequence[list[Line]]) -> list[TableUppdrag]:
    """Status, uppdrag, comment: a row begins with the word of its status."""
    rows: list[TableUppdrag] = []
    last = columns[-1]
    split: list[list[Line]] = []
    for group in groups:
        status = _leading_status(context, group)
        if status and _may_begin(context, rows, status[2]):
            _settle(context, rows, split, last)
            split = []
            word, taken, rest = status
            rows.append(TableUppdrag(status=word, status_lines=taken))
            if rest:
                rows[-1].add("title", rest)
        elif rows and "title" not in rows[-1].cells:
            rows[-1].add("title", group)
        elif rows:
            split.append(group)
        # What stands before the first row belongs to no uppdrag.
    _settle(context, rows, split, last)
    return rows


def _may_begin(context: Context, rows: list[TableUppdrag], behind: Sequence[Line]) -> bool:
    """Whether a word of the scale begins a row: a comment may begin with one too, but goes on in the same sentence."""
    rest = context.text(behind)
    return not rows or not rest or rest[:1].isupper() or ("title" in rows[-1].cells and len(rows[-1].cells) > 1)


def _by_status_between(context: Context, columns: Sequence[str], groups: Sequence[list[Line]]) -> list[TableUppdrag]:
    """Uppdrag, status, comment: what stands before a status is the uppdrag, unless it goes on from the row before."""
    rows: list[TableUppdrag] = []
    last = columns[-1]
    waiting: list[list[Line]] = []
    for group in groups:
        status = _leading_status(context, group)
        if status is None or not waiting:
            waiting.append(group)
            continue
        word, taken, rest = status
        first = _first_of_title(context, waiting, beginning=not rows)
        _settle(context, rows, waiting[:first], last)
        rows.append(TableUppdrag(status=word, status_lines=taken))
        for one in waiting[first:]:
            rows[-1].add("title", one)
        if rest:
            rows[-1].add(last, rest)
        waiting = []
    _settle(context, rows, waiting, last)
    return rows


def _first_of_title(context: Context, waiting: Sequence[list[Line]], *, beginning: bool) -> int:
    """Where among the cells before a status the uppdrag begins: at the last one that is given to somebody."""
    for n in range(len(waiting) - 1, max(-1, len(waiting) - 4), -1):
        if gives(context, context.text(waiting[n])) or _begins_with_body(context, context.text(waiting[n])):
            return n
    return 0 if beginning else len(waiting) - 1


def _by_directive(context: Context, columns: Sequence[str], groups: Sequence[list[Line]]) -> list[TableUppdrag]:
    """Uppdrag, text: a row begins where something is given to somebody."""
    rows: list[TableUppdrag] = []
    last = columns[-1]
    waiting: list[list[Line]] = []
    for group in groups:
        if gives(context, context.text(group)):
            _settle(context, rows, waiting, last)
            waiting = []
            rows.append(TableUppdrag())
            rows[-1].add("title", group)
        else:
            waiting.append(group)
    if rows:
        _settle(context, rows, waiting, last)
    return rows


def _settle(context: Context, rows: list[TableUppdrag], groups: Sequence[list[Line]], last: str) -> None:
    """Put the cells behind a row's uppdrag where they belong: after a page's end the uppdrag may go on before the rest does."""
    if not rows or not groups:
        return
    row = rows[-1]
    for n, group in enumerate(groups):
        column = "title" if _continues_title(context, row, group, groups[n + 1 : n + 2], last) else last
        row.add(column, group)


def _continues_title(
    context: Context, row: TableUppdrag, group: Sequence[Line], after: Sequence[Sequence[Line]], last: str
) -> bool:
    """Whether a cell goes on with a row's uppdrag, which only one at the top of a page does. `after` is the cell after it."""
    if not group[0].opens_page:
        return False
    title = context.text(row.cells.get("title", []))
    rest = context.text(row.cells.get(last, []))
    # A page may cut the names of those who are given it, before a word says that they are.
    if title and not gives(context, title) and gives(context, context.text([*row.cells["title"], *group])):
        return True
    is_whole = is_sentence(title)
    follows_on_page = bool(after) and not after[0][0].opens_page
    rest_allows = bool(after) or is_sentence(rest) or not rest
    if title and (not is_whole or follows_on_page) and rest_allows and _narrow(row, group):
        return True
    return bool(rest) and is_sentence(rest) and not is_whole and group[0].text.strip()[:1].islower()


def _narrow(row: TableUppdrag, group: Sequence[Line]) -> bool:
    """Whether lines are no longer than those of a row's uppdrag: they may stand in the same column."""
    width = max((len(line.text.strip()) for line in row.cells.get("title", [])), default=0)
    return max(len(line.text.strip()) for line in group) <= width + 4


def _leading_status(context: Context, group: Sequence[Line]) -> tuple[str, list[Line], list[Line]] | None:
    """The status that a cell begins with: its word, the lines that it takes, and the lines behind it.

    Where it shares a line with other words, the line counts for both.
    """
    text = " ".join(line.text.strip() for line in group[:3])
    for status, title in sorted(context.terms("status").items(), key=lambda one: -len(one[1])):
        for name in {status, title}:
            end = begins(text, name)
            if end is None:
                continue
            taken, length = [], 0
            for n, line in enumerate(group):
                taken.append(line)
                length += len(line.text.strip()) + 1
                if length > end:
                    rest = line.text.strip()[len(line.text.strip()) - (length - 1 - end) :].strip()
                    behind = [*([line._replace(text=rest)] if rest else []), *group[n + 1 :]]
                    return status, taken, behind
            return status, taken, []
    return None


def _status(context: Context, text: str) -> tuple[str, int] | None:
    """The status of the scale that a text says."""
    for status, title in context.terms("status").items():
        if same(text, status) or same(text, title):
            return status, len(text)
    return None


# Who is given something


def gives(context: Context, text: str) -> tuple[int, int] | None:
    """Where a text gives somebody an uppdrag: the words between who is given it and what is to be done."""
    head = " ".join(text.split()[:FIRST_WORDS])
    words = context.profile.uppdrag
    for directive in words.directives:
        span = find(head, directive, GIVING)
        if span and span[0] > 2 and names_body(context, head[: span[0]]):
            said = head[span[0] : span[1]]
            if which(said, {"given": [directive], "told": words.told}) != "told":
                return span
    return None


def _own(context: Context, text: str) -> list[str]:
    """The nämnd of the document, where something is given to its förvaltning without a name."""
    return [context.namnd] if context.namnd and any(same(text, word) for word in context.profile.uppdrag.own) else []


def _begins_with_body(context: Context, text: str) -> bool:
    words = " ".join(text.split()[:6])
    return text[:1].isupper() and names_body(context, words)


# What becomes of a row


def _uppdrag(context: Context, section: OutlineSection | None, row: TableUppdrag) -> Found:
    title_lines = row.cells.get("title", [])
    own = [*row.status_lines, *(one for cell in row.cells.values() for one in cell)]
    lines = sorted({line.number: line for line in own}.values())
    found = _given(context, section, context.text(title_lines), lines, row.doubts)
    if row.status:
        known = context.terms("status")
        found.values["status"] = row.status
        if known and row.status not in known:
            found.doubts.append(Text("doubt-status", {"given": row.status}))
    elif row.status_lines or not title_lines:
        found.doubts.append(Text("doubt-no-status"))
    found.by_key["status"] = row.status_lines
    for column in ("text", "comment"):
        if row.cells.get(column):
            found.by_key[column] = row.cells[column]
            found.values[column] = "\n".join(context.text(one) for one in paragraphs_of(row.cells[column]))
    if not title_lines:
        found.doubts.append(Text("doubt-no-title"))
    return found


def paragraphs_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The paragraphs of a cell: its groups of lines, those that a page has cut joined, and its bullets apart."""
    found: list[list[Line]] = []
    for group in chunks(lines):
        if found and group[0].opens_page and (not is_sentence(found[-1][-1].text) or not group[0].text.strip()[:1].isupper()):
            found[-1].extend(group)
        else:
            found.append(list(group))
    return found


def _given(
    context: Context, section: OutlineSection | None, title: str, lines: Sequence[Line], doubts: Sequence[Text] = ()
) -> Found:
    """An uppdrag by its own words: what they say of whom it is for, until when, and whether it is to be reported back."""
    title = dehyphenated(title, context.words)
    values: dict[str, object] = {"title": title}
    if len(title) > LONG:
        doubts = [*doubts, Text("doubt-long")]
    span = gives(context, title)
    if span:
        values["to"] = bodies_in(context, title[: span[0]]) or _own(context, title[: span[0]])
    due = due_in(context, title)
    if due:
        values["due"] = due
    if any(holds(title, phrase) for phrase in context.profile.uppdrag.reports_back):
        values["reports-back"] = True
    if section is not None:
        area = context.area_of(section)
        if area:
            values["area"] = area
    values["at"] = context.at(lines[0], section)
    return Found(values, context.take(lines), list(doubts))


def due_in(context: Context, text: str) -> datetime.date | None:
    """The last day that the words of an uppdrag give: a date, or the end of a year that stands behind senast, under …"""
    for phrase in context.profile.uppdrag.due:
        found = re.search(rf"\b{re.escape(phrase)}(?:\s+\w+){{0,2}}?\s+(20[0-9]{{2}})(?:-([0-9]{{2}})-([0-9]{{2}}))?\b", text)
        if found:
            try:
                return datetime.date(int(found[1]), int(found[2] or 12), int(found[3] or 31))
            except ValueError:
                continue
    return None


# Lists


def _lists(context: Context, lines: Sequence[Line]) -> Iterator[tuple[UppdragList, list[list[Line]]]]:
    """The lists of uppdrag below headings that are lines of their own: each with the lines of its points."""
    starts = []
    for n, line in enumerate(lines):
        for one in context.profile.uppdrag.lists:
            if line.cell is None and len(line.text) < 100 and same(line.text, one.heading):
                starts.append((n, one))
                break
    for m, (n, listed) in enumerate(starts):
        end = starts[m + 1][0] if m + 1 < len(starts) else len(lines)
        context.take([lines[n]])
        points: list[list[Line]] = []
        for line in lines[n + 1 : end]:
            if line.text.strip()[:1] in BULLETS or not points or (line.whole and gives(context, line.text)):
                points.append([line])
            elif line.level is not None:
                break
            else:
                points[-1].append(line)
        yield listed, [point for point in points if gives(context, context.text(point)) or _is_point(point)]


def _points(context: Context, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Points and short paragraphs that give somebody an uppdrag, wherever they stand."""
    for one in paragraphs([line for line in lines if line.cell is None and line.level is None]):
        text = without_bullet(context.text(one))
        listed = _is_point(one) or (one[0].whole and len(text.split()) <= FIRST_WORDS)
        if listed and gives(context, text) and _begins_with_body(context, text):
            yield one


def _is_point(lines: Sequence[Line]) -> bool:
    return lines[0].text.strip()[:1] in BULLETS


def _of_list(context: Context, section: OutlineSection | None, listed: UppdragList | None, point: Sequence[Line]) -> Found:
    text = without_bullet(context.text(point))
    found = _given(context, section, text, point)
    if listed is not None:
        found.values["by"] = context.namnd if listed.by == "namnd" and context.namnd else listed.by
        if listed.document:
            found.origin = (listed.document, context.year)
    return found


def unread_in(context: Context) -> list[Line]:
    """The first lines of what gives somebody an uppdrag, and has found no place."""
    return [
        group[0]
        for group in chunks(context.free(context.lines))
        if (text := without_bullet(context.text(group))) and gives(context, text) and _begins_with_body(context, text)
    ]
