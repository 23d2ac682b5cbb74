"""The uppdrag map: what each document of a nämnd says of each uppdrag over the years, and what has become of it.

What must be in a document is what its history has as open, and what the registers of its year give the nämnd.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias, cast

from plancheck.messages import Language
from plancheck.model.base import Unknown
from plancheck.model.document import Uppdrag
from plancheck.query.matchers import normalized
from plancheck.repository.closing import is_closed
from plancheck.repository.history import every_place, has_moved, history, reporting_before
from plancheck.repository.lineage import canonical, definition, own_ref
from plancheck.repository.registers import binding, since
from plancheck.repository.workspace import Entry, Place, Workspace
from plancheck.run.results import Run
from plancheck.views.names import in_order_of_time, title_of_document, title_of_namnd

State: TypeAlias = Literal["closed", "open", "included", "missing", "unknown", "none"]
"""What a document says of an uppdrag: it is closed; it is open; it is there, without a status; it is missing although it was
open; it is not there, and may have been closed in a document that is not at hand, or could not be read; it need not be
there."""
Mark: TypeAlias = Literal["overdue", "passed", "dropped", "left-out", "returned"]
"""What deserves a look: a document reports it as open although its day has passed; its day has passed, and no document reports
it since; a document reported it and a later one that should does not; no document has reported it, although a plan has had time
to; it was closed and has come back."""


_DEMAND: tuple[State, ...] = ("none", "unknown", "missing")
"""The states of what a document does not report, the one that demands most last."""


class UppdragCell(NamedTuple):
    """What one document says of one uppdrag: the state, and the word for it."""

    state: State
    word: str = ""


class UppdragRow(NamedTuple):
    """An uppdrag: what it is called, the year when it was given, when it is due, and what each document says of it.

    `age` is in whole years, for one that is open.
    """

    ref: str
    title: str
    given: int | None
    due: datetime.date | None
    age: int | None
    marks: tuple[Mark, ...]
    cells: tuple[UppdragCell, ...]


class UppdragMap(NamedTuple):
    """The uppdrag of one nämnd, those with marks first, and the documents that report them, the oldest first."""

    title: str
    documents: tuple[tuple[str, str], ...]
    rows: tuple[UppdragRow, ...]


class _Column(NamedTuple):
    """A document of the map: its day, whether it is a plan, what it reports by reference, and the state of what it does not
    report.
    """

    entry: Entry
    day: datetime.date
    is_plan: bool
    reported: Mapping[str, Uppdrag]
    expected: Mapping[str, State]


class _Statement(NamedTuple):
    """What a document of the map says of one uppdrag: its day, whether it is a plan, the uppdrag where it reports it, and the
    cell.
    """

    day: datetime.date
    is_plan: bool
    uppdrag: Uppdrag | None
    cell: UppdragCell


class _States(NamedTuple):
    """The words for the states of an uppdrag: what people call each, and which of them close it."""

    titles: Mapping[str, str]
    closed: frozenset[str]
    """In small letters."""

    def of(self, uppdrag: Uppdrag) -> UppdragCell:
        """What a document says of an uppdrag that it reports."""
        if uppdrag.status is None:
            return UppdragCell("included")
        status = str(normalized(uppdrag.status))
        return UppdragCell("closed" if status in self.closed else "open", self.titles.get(status, uppdrag.status))


def uppdrag_maps(run: Run) -> list[UppdragMap]:
    """The map of each nämnd with a judged document that reports uppdrag."""
    namnder = dict.fromkeys(
        entry.header.namnd for entry in run.entries if entry.header.namnd and "uppdrag" in entry.header.keys
    )
    maps = (_map(run, namnd) for namnd in namnder if namnd)
    return [drawn for drawn in maps if drawn.rows]


def _map(run: Run, namnd: str) -> UppdragMap:
    workspace = run.workspace
    entries = _documents_of(workspace, namnd)
    last = workspace.as_of(entries[-1].document)
    states = _states(workspace, run.language)
    names: dict[str, list[str]] = {}
    columns = [_column(workspace, entry, last, states, names) for entry in entries]
    today = datetime.date.fromisoformat(run.today)
    rows = [_row(workspace, ref, refs, _statements(ref, columns, states), today) for ref, refs in names.items()]
    rows.sort(key=lambda row: (not row.marks, row.age is None, row.given or 0, row.ref))
    titles = tuple((title_of_document(workspace, entry.document, run.language), entry.file) for entry in entries)
    return UppdragMap(title_of_namnd(workspace, namnd), titles, tuple(rows))


def _documents_of(workspace: Workspace, namnd: str) -> list[Entry]:
    """The documents with uppdrag of a nämnd and of the nämnder that it succeeds, the oldest first."""
    entries = workspace.usable(
        entry for entry in workspace.entries if entry.header.namnd == namnd and "uppdrag" in entry.header.keys
    )
    newest = max(entries, key=lambda entry: (entry.header.year, workspace.as_of(entry.document)))
    return in_order_of_time(workspace, dict.fromkeys([*reporting_before(workspace, newest), *entries]))


def _states(workspace: Workspace, language: Language) -> _States:
    titles = {str(normalized(str(term.id))): term.called(language) for term in workspace.declared.terms("status")}
    return _States(titles, workspace.declared.marked("status", "closes"))


def _column(workspace: Workspace, entry: Entry, last: datetime.date, states: _States, names: dict[str, list[str]]) -> _Column:
    """One document of the map. Every reference in it is added to `names`, under the reference of the last day."""

    def known_as(ref: str) -> str:
        now = canonical(workspace, ref, last)
        names.setdefault(now, []).append(ref)
        return now

    expected: dict[str, State] = {}
    for name, state in _expected(workspace, entry, states):
        now = known_as(name)
        # Of several that are one now, or of several nämnder with one heir, the one that is still open counts.
        expected[now] = max(expected.get(now, "none"), state, key=_DEMAND.index)
    reported: dict[str, Uppdrag] = {}
    for uppdrag in entry.document.uppdrag:
        ref = own_ref(entry, uppdrag)
        if ref:
            reported.setdefault(known_as(ref), uppdrag)
    is_plan = workspace.kinds[entry.header.kind].role == "plan"
    return _Column(entry, workspace.as_of(entry.document), is_plan, reported, expected)


def _expected(workspace: Workspace, entry: Entry, states: _States) -> Iterator[tuple[str, State]]:
    """The states of each uppdrag if a document does not report it, by reference."""
    closed_on: dict[str, datetime.date] = {}
    for place in every_place(history(workspace, entry)):
        ref = own_ref(place.entry, place.value)
        if not ref:
            continue
        closed = is_closed(workspace, place.entry, cast(Uppdrag, place.value))
        if isinstance(closed, Unknown):
            yield ref, "unknown"
        elif closed:
            closed_on[ref] = workspace.as_of(place.entry.document)
            yield ref, "none"
        elif state := _if_open(workspace, entry, place, ref):
            yield ref, state
    day, year = workspace.as_of(entry.document), entry.document.year
    for bound in binding(workspace, "uppdrag", entry.header.namnd or "", year, year):
        if bound.ref and not bound.doubt:
            binds_from = since(workspace, bound)
            # What was closed before a register decided it again is open again.
            is_open = binds_from <= day and closed_on.get(bound.ref, datetime.date.min) < binds_from
            yield bound.ref, "missing" if is_open else "none"


def _if_open(workspace: Workspace, entry: Entry, place: Place, ref: str) -> State | None:
    """The state in a document of an uppdrag that was open before; None if nobody knows whether it concerns the nämnd.

    That is so if a register gives it to somebody unknown and no document of the nämnd reports it.
    """
    document = entry.document
    moved = has_moved(workspace, ref, document)
    if isinstance(moved, Unknown):
        return None if place.entry.header.namnd is None else "unknown"
    if moved:
        return "none"
    return "unknown" if place.doubt else "missing"


def _statements(ref: str, columns: Sequence[_Column], states: _States) -> list[_Statement]:
    """What each document says of an uppdrag."""
    reporting = {(column.entry.header.namnd, column.day) for column in columns if ref in column.reported}
    statements = []
    for column in columns:
        uppdrag = column.reported.get(ref)
        # Where one document of a nämnd reports it, the others of that day must too: the main report and its annex.
        is_beside = (column.entry.header.namnd, column.day) in reporting
        absent: State = "missing" if is_beside else column.expected.get(ref, "none")
        if absent == "missing" and column.entry.document.may_lack("uppdrag"):
            absent = "unknown"
        cell = states.of(uppdrag) if uppdrag else UppdragCell(absent)
        statements.append(_Statement(column.day, column.is_plan, uppdrag, cell))
    return statements


def _row(
    workspace: Workspace, ref: str, names: Sequence[str], statements: Sequence[_Statement], today: datetime.date
) -> UppdragRow:
    versions = _versions(workspace, (ref, *names), statements)
    title = _title_when_last_reported(workspace, names) or next((version.title for version in versions if version.title), ref)
    due = next((version.due for version in versions if version.due), None)
    given = _year_given(workspace, names)
    last = _last_state(statements)
    age = today.year - given if last != "closed" and given else None
    cells = tuple(statement.cell for statement in statements)
    return UppdragRow(ref, title, given, due, age, _marks(statements, due, last, today), cells)


def _versions(workspace: Workspace, names: Sequence[str], statements: Sequence[_Statement]) -> list[Uppdrag]:
    """An uppdrag as it is defined under each of its references, then as documents report it."""
    definitions = [uppdrag for name in names if (uppdrag := _definition(workspace, name))]
    return [*definitions, *(statement.uppdrag for statement in statements if statement.uppdrag)]


def _title_when_last_reported(workspace: Workspace, names: Sequence[str]) -> str | None:
    """What an uppdrag is called under the reference that was used last; that may not be what it is called now."""
    uppdrag = _definition(workspace, names[-1])
    return uppdrag.title if uppdrag else None


def _definition(workspace: Workspace, ref: str) -> Uppdrag | None:
    """The uppdrag that a reference leads to, where it is known."""
    place = definition(workspace, ref)
    return place.value if isinstance(place, Place) and isinstance(place.value, Uppdrag) else None


def _year_given(workspace: Workspace, names: Sequence[str]) -> int | None:
    """The year of the first decision on an uppdrag under any of its references: a renamed one keeps its age."""
    places = (definition(workspace, name, datetime.date.min) for name in names)
    return min((place.entry.header.year for place in places if isinstance(place, Place)), default=None)


def _last_state(statements: Sequence[_Statement]) -> State:
    """The last known state of an uppdrag. Of the documents of one day, those that report it count."""
    reporting = {statement.day for statement in statements if statement.uppdrag}
    last: State = "none"
    for day, _, uppdrag, cell in statements:
        if cell.state != "none" and (uppdrag or day not in reporting):
            last = cell.state
    return last


def _marks(statements: Sequence[_Statement], due: datetime.date | None, last: State, today: datetime.date) -> tuple[Mark, ...]:
    reported = [(statement.day, statement.cell.state) for statement in statements if statement.uppdrag]
    marks: list[Mark] = []
    for (_, earlier), (_, later) in pairwise(reported):
        if earlier == "closed" != later:
            marks.append("returned")
    if due and _is_open_on(due, reported):
        marks.append("overdue")
    elif due and due < today and last not in ("closed", "unknown"):
        marks.append("passed")
    if last == "missing" and reported:
        marks.append("dropped")
    elif last == "missing" and any(one.is_plan and one.cell.state == "missing" for one in statements):
        marks.append("left-out")
    return tuple(marks)


def _is_open_on(due: datetime.date, reported: Iterable[tuple[datetime.date, State]]) -> bool:
    """Whether a document of the day or later reports an uppdrag without closing it."""
    return any(state in ("open", "included") and day >= due for day, state in reported)
