"""What is said of a goal or an uppdrag in the lines that are its own: the parts that labels and columns name, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.labels import QUALIFIED
from plancheck.importing.evidence.positions import Layout, Unit
from plancheck.importing.evidence.profile import Role
from plancheck.importing.layout.blocks import Block, Row
from plancheck.importing.reading.lines import Line, paragraphs

KEPT: tuple[Role, ...] = ("status", "text", "comment", "due", "responsible", "to", "by", "report-to", "number", "assessment")
"""The parts that labels name one by one; measures, analyses and indicators have readers of their own."""


@dataclass
class Span:
    """What is said of something: the lines of each part that is named, and those of all that is not.

    `labels` are the lines that only name a part, `unknown` the heads and lines of columns that no profile names.
    """

    parts: dict[Role, list[Line]] = field(default_factory=dict)
    rest: list[Line] = field(default_factory=list)
    labels: list[Line] = field(default_factory=list)
    unknown: dict[str, list[Line]] = field(default_factory=dict)

    def add(self, role: Role, lines: Sequence[Line]) -> None:
        """More lines of a part."""
        self.parts.setdefault(role, []).extend(lines)


def span_of(context: Context, layout: Layout, unit: Unit) -> Span:
    """What is said of a unit, without what its inner units and those of other kinds within it say."""
    if unit.candidate.row is not None:
        return _of_rows(context, unit)
    inner = [other for other in _every(layout.units) if other is not unit and unit.candidate.at < other.candidate.at < unit.end]
    owned = {n for other in inner for n in range(other.candidate.at, max(other.end, other.candidate.at + 1))}
    span = Span()
    rest = _behind_title(unit)
    if rest:
        span.add("comment" if context.tells_of_the_past() else "text", rest)
    role: Role | None = None
    for n in range(unit.candidate.at + 1, unit.end):
        block = layout.blocks[n]
        if n in owned:
            role = None
            continue
        role = _read(context, span, block, role)
    return span


def _every(units: Sequence[Unit]) -> Iterator[Unit]:
    for unit in units:
        yield unit
        yield from _every(unit.inner)


def _behind_title(unit: Unit) -> list[Line]:
    """What stands behind the title in the lines of its own block, as a line: the rest of an item or of a bold lead."""
    if not unit.candidate.rest:
        return []
    last = unit.candidate.lines[-1]
    return [last._replace(text=unit.candidate.rest, whole=True, lead=0)]


def _read(context: Context, span: Span, block: Block, role: Role | None) -> Role | None:
    """Put a block where it belongs; gives the part that what stands below it belongs to."""
    labels = context.labels
    lines = context.free(block.lines)
    if block.form == "table" or not lines:
        span.rest.extend(lines)
        return role
    before = labels.before(block.text)
    if before and before.rest and before.role in KEPT:
        words = before.rest
        span.add(before.role, [lines[0]._replace(text=words, whole=True, lead=0), *_others(lines)])
        return role
    if block.form in ("heading", "paragraph") and len(block.text.split()) <= 6:
        named = labels.role(block.text.rstrip(" :"), least=QUALIFIED)
        if named in KEPT and named != "assessment":
            span.labels.extend(lines)
            return named
        if named is not None:
            span.rest.extend(lines)
            return None
    if block.form == "heading":
        span.rest.extend(lines)
        return None
    if role is not None:
        span.add(role, lines)
        # A status or a day is one line; a text goes on.
        return role if role in ("text", "comment") else None
    span.rest.extend(lines)
    return None


def _others(lines: Sequence[Line]) -> list[Line]:
    """The further lines of a block whose text stands with the first already: they count, without words of their own."""
    return [line._replace(text="") for line in lines[1:]]


def _of_rows(context: Context, unit: Unit) -> Span:
    """What the cells of the rows of a unit say, by the roles of their columns."""
    span, columns = Span(), unit.candidate.columns
    at = int(unit.candidate.position.mark.split()[0])
    seen: set[int] = set()
    for row in unit.rows:
        for column, cell in row.cells.items():
            own = [line for line in cell.lines if line.number not in seen]
            if column == at or not own:
                continue
            seen.update(line.number for line in own)
            known = columns.roles.get(column) if columns else None
            if known is not None and known.role != "comparison":
                span.add(known.role, own)
            elif context.text(own).strip():
                head = _head(context, unit, column)
                span.unknown.setdefault(head, []).extend(own)
    return span


def _head(context: Context, unit: Unit, column: int) -> str:
    grid, columns = unit.candidate.block.grid, unit.candidate.columns
    if grid is None or columns is None or not columns.rows:
        return ""
    row: Row = grid.rows[columns.rows - 1]
    return context.text(row.cells[column].lines) if column in row.cells else ""


def text_of(context: Context, lines: Sequence[Line]) -> str:
    """Lines as paragraphs of text."""
    return "\n".join(
        text for group in paragraphs([line for line in lines if line.text.strip()]) if (text := context.text(group))
    )
