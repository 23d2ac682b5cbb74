"""The uppdrag map: what each document of a nämnd tells of each uppdrag over the years, and what has become of it."""

from __future__ import annotations

import datetime
from typing import Literal, NamedTuple, TypeAlias

from plancheck.messages import shown
from plancheck.model.base import Unknown
from plancheck.model.document import Uppdrag
from plancheck.repository.workspace import Entry, Place, Scope, Workspace
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Run
from plancheck.views.names import title_of_document, title_of_namnd

State: TypeAlias = Literal["closed", "open", "told", "missing", "unknown", "none"]
"""What a document says of an uppdrag: that it is closed, that it is not, that it is there; that it is missing although it was
open; that it is not there, and may have been closed in a document that is not at hand; that it need not be there."""
Mark: TypeAlias = Literal["overdue", "passed", "dropped", "returned"]
"""What asks for a look: a document tells it as open although its day has passed; its day has passed, and none tells of it
since; it was dropped; it was closed and has come back."""


class Cell(NamedTuple):
    """What one document says of one uppdrag: the state, and the word for it."""

    state: State
    word: str = ""


class Row(NamedTuple):
    """An uppdrag: what it is called, the year when it was given, when it is due, and what each document says of it.

    `age` is in whole years, for one that is open.
    """

    ref: str
    title: str
    given: int | None
    due: datetime.date | None
    age: int | None
    marks: tuple[Mark, ...]
    cells: tuple[Cell, ...]


class Map(NamedTuple):
    """The uppdrag of one nämnd, those that ask for something first, and the documents that tell of them, the oldest first."""

    title: str
    documents: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def uppdrag_maps(run: Run, ruleset: RuleSet) -> list[Map]:
    """The map of each nämnd of which a document was judged that tells of uppdrag."""
    namnder = list(
        dict.fromkeys(entry.header.namnd for entry in run.entries if entry.header.namnd and "uppdrag" in entry.header.keys)
    )
    maps = (_map(run, ruleset, namnd) for namnd in namnder)
    return [one for one in maps if one.rows]


def _map(run: Run, ruleset: RuleSet, namnd: str) -> Map:
    workspace, language = run.workspace, run.language
    told = _sorted(
        workspace,
        [one for one in workspace.entries if one.header.namnd == namnd and "uppdrag" in one.header.keys and one.is_sound],
    )
    last = workspace.as_of(told[-1].document)
    states = {str(term.id): shown(term, language) for term in ruleset.vocabulary.get("status", ())}
    closed = {str(term.id) for term in ruleset.vocabulary.get("closed", ())}
    of: dict[str, dict[int, Uppdrag]] = {}
    names: dict[str, list[str]] = {}
    for ref in _given_to(workspace, namnd, told):
        names.setdefault(workspace.canonical(ref, last), []).append(ref)
        of.setdefault(workspace.canonical(ref, last), {})
    for n, entry in enumerate(told):
        for one in entry.document.uppdrag:
            ref = one.ref or (f"{entry.header.identity}/{one.id}" if one.id else "")
            if ref:
                names.setdefault(workspace.canonical(ref, last), []).append(ref)
                of.setdefault(workspace.canonical(ref, last), {}).setdefault(n, one)
    days = [workspace.as_of(entry.document) for entry in told]
    rows = [
        _row(workspace, ref, names[ref], some, days, states, closed, datetime.date.fromisoformat(run.today))
        for ref, some in of.items()
    ]
    titles = tuple((title_of_document(workspace, entry.document, language), entry.file) for entry in told)
    rows.sort(key=lambda row: (not row.marks, row.age is None, row.given or 0, row.ref))
    return Map(title_of_namnd(workspace, namnd), titles, tuple(rows))


def _sorted(workspace: Workspace, entries: list[Entry]) -> list[Entry]:
    return sorted(
        entries, key=lambda one: (workspace.as_of(one.document), workspace.kinds[one.header.kind].rank, one.header.identity)
    )


def _given_to(workspace: Workspace, namnd: str, told: list[Entry]) -> list[str]:
    """The uppdrag that the registers of the years give to a nämnd."""
    first, last = told[0].header.year, told[-1].header.year
    found = []
    for entry in workspace.entries:
        header = entry.header
        if header.namnd is None and "uppdrag" in header.keys and first <= header.year <= last and entry.is_sound:
            scope = Scope(workspace, entry, workspace.as_of(entry.document))
            for one in entry.document.uppdrag:
                to = one.addressees(scope)
                if one.id and not isinstance(to, Unknown) and namnd in to:
                    found.append(f"{header.identity}/{one.id}")
    return found


def _given_on(workspace: Workspace, place: Place) -> datetime.date:
    """The day from which documents have to tell of an uppdrag: when it was given, else that of its register."""
    told = place.value.given_on if isinstance(place.value, Uppdrag) else None
    return told or workspace.as_of(place.entry.document)


def _row(
    workspace: Workspace,
    ref: str,
    names: list[str],
    told: dict[int, Uppdrag],
    days: list[datetime.date],
    states: dict[str, str],
    closed: set[str],
    today: datetime.date,
) -> Row:
    places = [place for name in (ref, *names) if isinstance(place := workspace.definition(name), Place)]
    defined = [place.value for place in places if isinstance(place.value, Uppdrag)]
    # One that was renamed is as old as it was under its first name.
    first = min(places, key=lambda place: place.entry.header.year, default=None)
    year = first.entry.header.year if first else None
    cells: list[Cell] = []
    marks: list[Mark] = []
    was: State = "none"
    since = _given_on(workspace, first) if first else None
    for n, day in enumerate(days):
        one = told.get(n)
        if one is None:
            if any(days[m] == day for m in told):
                # Another document of the same day has it.
                cells.append(Cell("missing"))
                continue
            if was != "closed" and since and day >= since:
                # What was told last before the turn of a year may have been closed at its end.
                was = "missing" if since >= datetime.date(day.year - 1, 12, 31) and was != "unknown" else "unknown"
            cells.append(Cell(was if was in ("missing", "unknown") else "none"))
            continue
        since = day
        state: State = "told" if one.status is None else "closed" if one.status in closed else "open"
        if was == "closed" and state != "closed":
            marks.append("returned")
        was = state
        cells.append(Cell(state, states.get(one.status, one.status) if one.status else ""))
    due = next((one.due for one in (*defined, *told.values()) if one.due), None)
    is_open = was != "closed"
    if due and any(cells[n].state in ("open", "told") and days[n] >= due for n in told):
        marks.append("overdue")
    elif due and is_open and was != "unknown" and due < today:
        marks.append("passed")
    if was == "missing":
        marks.append("dropped")
    # What it was called when it was told last, else what it is called now.
    last = workspace.definition(names[-1]) if names else None
    called = last.value.title if isinstance(last, Place) and isinstance(last.value, Uppdrag) else None
    title = next((one for one in (called, *(one.title for one in (*defined, *told.values()))) if one), ref)
    return Row(ref, title, year, due, today.year - year if is_open and year else None, tuple(marks), tuple(cells))
