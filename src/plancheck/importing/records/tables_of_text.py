"""Tables of goals and uppdrag that came out as text, cell by cell: they have lost their lines, their head is one of labels."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import begins, folded, same
from plancheck.importing.evidence.giving import begins_with_body, giving_in
from plancheck.importing.evidence.profile import Role
from plancheck.importing.layout.outline import OutlineSection
from plancheck.importing.reading.lines import Line, chunks, is_sentence
from plancheck.importing.records.found import Found
from plancheck.importing.records.goals import assessment_in, goal_of_cells
from plancheck.importing.records.uppdrag import TableUppdrag, uppdrag_of_row

GOALS: tuple[Role, ...] = ("goal", "assessment", "comment", "analysis", "text")
"""The columns of a table of goals that can be told apart without its lines."""
COLUMNS: tuple[Role, ...] = ("uppdrag", "status", "text", "comment")
"""The columns of a table that can be told apart without its lines."""


def uppdrag_of_text(context: Context) -> list[Found]:
    """The uppdrag of the tables of a document that came out as text."""
    heads = _heads(context)
    found: list[Found] = []
    for section, lines in context.segments():
        found.extend(_in_section(context, section, context.free(lines), heads))
    return found


def goals_of_text(context: Context) -> list[Found]:
    """The goals of the tables of a document that came out as text: a row ends, or its goal ends, at a word of the scale."""
    found: list[Found] = []
    for section, lines in context.segments():
        free = context.free(lines)
        heads = [n for n, line in enumerate(free) if _is_head_of_goals(context, line)]
        for start, end in itertools.pairwise([*heads, len(free)]):
            roles = context.labels.sequence(free[start].text)
            cells = chunks(free[start + 1 : end])
            ends = [n for n, cell in enumerate(cells) if assessment_in(context, context.text(cell).strip(" ."))]
            rows = _rows_of_goals(roles, cells, ends)
            if rows:
                context.take([free[start]])
            found.extend(goal_of_cells(context, section, title, comment, assessment) for title, comment, assessment in rows)
    return found


def _is_head_of_goals(context: Context, line: Line) -> bool:
    roles = context.labels.sequence(line.text) if line.cell is None and line.level is None else []
    return roles[:1] == ["goal"] and "assessment" in roles and set(roles) <= set(GOALS)


def _rows_of_goals(
    roles: Sequence[Role], cells: Sequence[list[Line]], ends: Sequence[int]
) -> list[tuple[list[Line], list[Line], list[Line]]]:
    """The title, the comments and the assessment of each row, whose assessment comes last, or right behind the goal."""
    rows = []
    is_last = roles[-1] == "assessment"
    for n, end in enumerate(ends):
        before = cells[(ends[n - 1] + 1 if n else 0) : end] if is_last or n == 0 else cells[end - 1 : end]
        if not before:
            continue
        after = [] if is_last else cells[end + 1 : ends[n + 1] - 1 if n + 1 < len(ends) else end + 2]
        title, rest = (before[0], before[1:]) if is_last else (before[-1], after)
        rows.append((title, [line for cell in rest for line in cell], cells[end]))
    return rows


Heads: TypeAlias = Mapping[int, list[str]]
"""The columns that a line names as the head of a table, by the number of the line."""


def _heads(context: Context) -> Heads:
    """The lines that are heads of tables of uppdrag. A bad copy of one that stands elsewhere in the document is one too."""
    lines = [line for line in context.lines if line.cell is None and line.level is None]
    heads = {line.number: columns for line in lines if (columns := _columns(context, line.text))}
    known = {folded(line.text): heads[line.number] for line in lines if line.number in heads}
    if known:
        copies = ((line, next((text for text in known if same(line.text, text)), None)) for line in lines)
        heads |= {line.number: known[text] for line, text in copies if text is not None}
    return heads


def _in_section(context: Context, section: OutlineSection | None, lines: Sequence[Line], heads: Heads) -> Iterator[Found]:
    start = next((n for n, line in enumerate(lines) if line.number in heads), None)
    if start is not None:
        for row in _rows_of_text(context, heads[lines[start].number], lines[start:], heads):
            yield uppdrag_of_row(context, section, row)


def _columns(context: Context, text: str) -> list[str] | None:
    """The columns that a text names as the head of a table of uppdrag."""
    roles = context.labels.sequence(text)
    if len(roles) < 2 or "uppdrag" not in roles or not set(roles) <= set(COLUMNS):
        return None
    return ["title" if role == "uppdrag" else role for role in roles]


def _rows_of_text(context: Context, columns: Sequence[str], lines: Sequence[Line], heads: Heads) -> list[TableUppdrag]:
    """The rows of a table that came out as text, cell by cell, with its head again on each page."""
    body: list[Line] = []
    opens = False
    for line in lines:
        if heads.get(line.number) == columns:
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
        if giving_in(context, context.text(waiting[n])) or begins_with_body(context, context.text(waiting[n])):
            return n
    return 0 if beginning else len(waiting) - 1


def _by_directive(context: Context, columns: Sequence[str], groups: Sequence[list[Line]]) -> list[TableUppdrag]:
    """Uppdrag, text: a row begins where something is given to somebody."""
    rows: list[TableUppdrag] = []
    last = columns[-1]
    waiting: list[list[Line]] = []
    for group in groups:
        if giving_in(context, context.text(group)):
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
    if title and not giving_in(context, title) and giving_in(context, context.text([*row.cells["title"], *group])):
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
