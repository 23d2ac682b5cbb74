"""The uppdrag map: what each document of a nämnd says of each uppdrag over the years, and what has become of it.

What must be in a document is what its history knows to be open, and what the registers of its year give the nämnd.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias, cast

from plancheck.messages import Language
from plancheck.model.document import Uppdrag
from plancheck.query.matchers import normalized
from plancheck.repository.history import history, reporting_before
from plancheck.repository.lineage import canonical, definition, own_ref
from plancheck.repository.registers import binding, since
from plancheck.repository.workspace import Entry, Place, Workspace
from plancheck.run.results import Run
from plancheck.views.names import title_of_document, title_of_namnd

State: TypeAlias = Literal["closed", "open", "told", "missing", "unknown", "none"]
"""What a document says of an uppdrag: that it is closed, that it is not, that it is there; that it is missing although it was
open; that it is not there, and may have been closed in a document that is not at hand; that it need not be there."""
Mark: TypeAlias = Literal["overdue", "passed", "dropped", "returned"]
"""What asks for a look: a document reports it as open although its day has passed; its day has passed, and none reports it
since; it was dropped; it was closed and has come back."""


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
    """The uppdrag of one nämnd, those that ask for something first, and the documents that report them, the oldest first."""

    title: str
    documents: tuple[tuple[str, str], ...]
    rows: tuple[UppdragRow, ...]


class _Column(NamedTuple):
    """A document of the map: its day, what it reports by reference, and what it ought to report: missing, or unknown."""

    entry: Entry
    day: datetime.date
    reported: Mapping[str, Uppdrag]
    expected: Mapping[str, State]


class _States(NamedTuple):
    """The words for the states of an uppdrag: what people call each, and which of them close it."""

    titles: Mapping[str, str]
    closed: frozenset[str]

    def of(self, uppdrag: Uppdrag) -> UppdragCell:
        """What a document says of an uppdrag that it reports."""
        if uppdrag.status is None:
            return UppdragCell("told")
        status = str(normalized(uppdrag.status))
        return UppdragCell("closed" if status in self.closed else "open", self.titles.get(status, uppdrag.status))


def uppdrag_maps(run: Run) -> list[UppdragMap]:
    """The map of each nämnd of which a document was judged that reports uppdrag."""
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
    rows = [_row(workspace, ref, names[ref], columns, states, today) for ref in names]
    rows.sort(key=lambda row: (not row.marks, row.age is None, row.given or 0, row.ref))
    titles = tuple((title_of_document(workspace, entry.document, run.language), entry.file) for entry in entries)
    return UppdragMap(title_of_namnd(workspace, namnd), titles, tuple(rows))


def _documents_of(workspace: Workspace, namnd: str) -> list[Entry]:
    """The documents that report uppdrag, of a nämnd and before them those of the nämnder that it succeeds; the oldest first."""
    own = workspace.sound(
        entry for entry in workspace.entries if entry.header.namnd == namnd and "uppdrag" in entry.header.keys
    )
    newest = max(own, key=lambda entry: (entry.header.year, workspace.as_of(entry.document)))
    found = dict.fromkeys([*(entry for entry in reporting_before(workspace, newest)), *own])
    kinds = workspace.kinds
    return sorted(
        found, key=lambda entry: (workspace.as_of(entry.document), kinds[entry.header.kind].rank, entry.header.identity)
    )


def _states(workspace: Workspace, language: Language) -> _States:
    titles = {str(normalized(str(term.id))): term.called(language) for term in workspace.declared.terms("status")}
    return _States(titles, frozenset(str(normalized(word)) for word in workspace.declared.ids("closed")))


def _column(workspace: Workspace, entry: Entry, last: datetime.date, states: _States, names: dict[str, list[str]]) -> _Column:
    """One document of the map. `names` takes up, by the reference of the last day, every reference that is met."""

    def known_as(ref: str) -> str:
        now = canonical(workspace, ref, last)
        names.setdefault(now, []).append(ref)
        return now

    document, day = entry.document, workspace.as_of(entry.document)
    expected: dict[str, State] = {}
    for bound in binding(workspace, "uppdrag", entry.header.namnd or "", document.year, document.year):
        if bound.ref and since(workspace, bound) <= day:
            expected[known_as(bound.ref)] = "unknown" if bound.doubt else "missing"
    for place in history(workspace, entry).places:
        ref = own_ref(place.entry, place.value)
        if ref:
            now, before = known_as(ref), states.of(cast(Uppdrag, place.value)).state
            expected[now] = "none" if before == "closed" else "unknown" if place.doubt else "missing"
    reported: dict[str, Uppdrag] = {}
    for uppdrag in document.uppdrag:
        ref = own_ref(entry, uppdrag)
        if ref:
            reported.setdefault(known_as(ref), uppdrag)
    return _Column(entry, day, reported, expected)


def _row(
    workspace: Workspace, ref: str, names: Sequence[str], columns: Sequence[_Column], states: _States, today: datetime.date
) -> UppdragRow:
    cells = _cells(ref, columns, states)
    places = [place for name in (ref, *names) if isinstance(place := definition(workspace, name), Place)]
    reports = [column.reported[ref] for column in columns if ref in column.reported]
    uppdrag = [*(place.value for place in places if isinstance(place.value, Uppdrag)), *reports]
    # One that was renamed is as old as it was under its first name.
    given = min((place.entry.header.year for place in _first_places(workspace, names)), default=None)
    due = next((one.due for one in uppdrag if one.due), None)
    last = _last_state(ref, columns, cells)
    # What it was called when it was reported last, else what it is called now.
    called = definition(workspace, names[-1])
    title = called.value.title if isinstance(called, Place) and isinstance(called.value, Uppdrag) else None
    title = title or next((one.title for one in uppdrag if one.title), ref)
    age = today.year - given if last != "closed" and given else None
    return UppdragRow(ref, title, given, due, age, _marks(ref, columns, cells, due, last, today), cells)


def _first_places(workspace: Workspace, names: Sequence[str]) -> list[Place]:
    """Where an uppdrag was decided, under each reference that it has had, before it was decided anew."""
    found = (definition(workspace, name, datetime.date.min) for name in names)
    return [place for place in found if isinstance(place, Place)]


def _cells(ref: str, columns: Sequence[_Column], states: _States) -> tuple[UppdragCell, ...]:
    reporting = {column.day for column in columns if ref in column.reported}
    cells = []
    for column in columns:
        uppdrag = column.reported.get(ref)
        # Where one document of a day reports it, so ought the others of that day: the main report and its annex.
        absent: State = "missing" if column.day in reporting else column.expected.get(ref, "none")
        cells.append(states.of(uppdrag) if uppdrag else UppdragCell(absent))
    return tuple(cells)


def _last_state(ref: str, columns: Sequence[_Column], cells: Sequence[UppdragCell]) -> State:
    """What is known of an uppdrag at the end. Of the documents of one day, one that reports it has the word."""
    reporting = {column.day for column in columns if ref in column.reported}
    last: State = "none"
    for column, cell in zip(columns, cells, strict=True):
        if cell.state != "none" and (ref in column.reported or column.day not in reporting):
            last = cell.state
    return last


def _marks(
    ref: str,
    columns: Sequence[_Column],
    cells: Sequence[UppdragCell],
    due: datetime.date | None,
    last: State,
    today: datetime.date,
) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    reported = [(column.day, cell.state) for column, cell in zip(columns, cells, strict=True) if ref in column.reported]
    was_closed = False
    for _, state in reported:
        if was_closed and state != "closed":
            marks.append("returned")
        was_closed = state == "closed"
    if due and any(state in ("open", "told") and day >= due for day, state in reported):
        marks.append("overdue")
    elif due and last not in ("closed", "unknown") and due < today:
        marks.append("passed")
    if last == "missing":
        marks.append("dropped")
    return tuple(marks)
