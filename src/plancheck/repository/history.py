"""What is known of each uppdrag before a document: its last state, over all earlier documents, whatever became of it.

A history follows lines: a reference, and the nämnd that reports it. A line ends once something later has been reported: what
continues the uppdrag (`same-as`: renamed, split, joined, moved), or who succeeds the nämnd (`succeeds`).
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter, itemgetter
from typing import NamedTuple

from plancheck.model.base import Unknown, keys_of
from plancheck.model.document import Document, Uppdrag
from plancheck.repository.closing import is_closed, says_closed
from plancheck.repository.lineage import (
    canonical,
    continued,
    defined,
    misspelt,
    misspelt_predecessors,
    names_before,
    own_ref,
    renamed,
    successors,
    successors_of,
)
from plancheck.repository.organisation import acts_for, predecessors
from plancheck.repository.registers import addressees, bindings_in, declared_registers, registers, unread_in_registers
from plancheck.repository.settled import Changes, Line, Settled, State
from plancheck.repository.workspace import Entry, Place, Workspace, remembered

_KEYS = frozenset(keys_of(Document))


class History(NamedTuple):
    """The last known state of each uppdrag before a document: of those that are `settled`, completed for certain and never
    anything else since, and of the others in their `places`; `gap` says what is missing from it.

    `flaw` says that a document it should have been taken from cannot be used, and which; `lacking` that there may be more
    than is recorded of the registers and reports; `unread` that one of them was not read for certain.
    """

    places: Sequence[Place]
    settled: Settled
    gap: Unknown | None = None
    flaw: Unknown | None = None
    lacking: Unknown | None = None
    unread: Unknown | None = None


class _Report(NamedTuple):
    """What one document says about one uppdrag; `namnd` reports it or was given it, `doubt` says why that may be wrong."""

    entry: Entry
    namnd: str | None
    number: int
    uppdrag: Uppdrag
    doubt: Unknown | None = None


class _Coverage(NamedTuple):
    """The years whose end the earlier reports of a nämnd reach, up to the last one before the document; `gap` says what is
    missing at the end. `unread` are the days of the reports that may have more uppdrag than are recorded, and why.
    """

    namnd: str
    last: int
    years: frozenset[int]
    gap: Unknown | None
    unread: Mapping[datetime.date, Unknown]

    def doubt(self, day: datetime.date) -> Unknown | None:
        """Why what was reported on a day may have changed since: no report reaches the end of that year or a later one, or one
        that does may have more than is recorded of it.
        """
        missing = next((later for later in range(day.year, self.last + 1) if later not in self.years), None)
        if missing:
            return self.gap or Unknown("history-hole", namnd=self.namnd, year=missing)
        return next((why for later, why in self.unread.items() if later > day), None)


@remembered
def history(workspace: Workspace, entry: Entry) -> History:
    """The last known state of each uppdrag before a document, and what is missing from it.

    It comes from every earlier document of the nämnd and of those that it succeeds, whatever its kind, and from the registers
    since the first of these. What was split or joined since has the references that it has now. Something is missing where no
    report of the nämnd reaches the end of the year before: what was reported until then is in doubt.
    """
    document = entry.document
    reporting, flaw = _reporting_before(workspace, entry)
    coverage = _coverage(document, reporting)
    known = _known(workspace, tuple(_told_before(workspace, entry, reporting)))
    states, settled = known.lines, known.settled
    if coverage.doubt(settled.changes.first_day):
        # What was completed may have been opened again since.
        states, settled = {**states, **dict(settled.lines())}, Settled(Changes(), 0)
    lines: dict[Line, Place] = {}
    doubts = {day: coverage.doubt(day) for day in {state.day for state in states.values()}}
    # In an order that does not depend on what is settled: the oldest news first.
    for line, state in sorted(states.items(), key=lambda known: (known[1].day, known[0][0], known[0][1] or "")):
        doubt = state.place.doubt or doubts[state.day] or known.misspellings.get(line)
        lines[line] = state.place if doubt is state.place.doubt else state.place._replace(doubt=doubt)
    unread = next((one.unread for one in reporting if one.unread), None)
    if document.namnd is not None:
        first = min((one.entry.header.year for one in reporting), default=document.year)
        flaw = flaw or workspace.flaw(declared_registers(workspace, ["uppdrag"], first, document.year))
        unread = unread or unread_in_registers(workspace, "uppdrag", first, document.year)
    places = list(_last(workspace, lines, settled, document))
    given = (place.entry.document for place in places if workspace.kinds[place.entry.header.kind].role == "register")
    lacking = next((why for register in given if (why := register.may_lack("uppdrag"))), None)
    return History(places, settled, flaw or coverage.gap, flaw, lacking or unread, unread)


def every_place(known: History) -> list[Place]:
    """All that is known, whatever is settled of it."""
    return [*known.places, *(state.place for _, state in known.settled.lines())]


def was_closed_before(workspace: Workspace, entry: Entry, ref: str) -> bool:
    """Whether an uppdrag was completed before a document, which has the reference that it is reported with by then."""
    settled = history(workspace, entry).settled
    return any(settled.get((ref, namnd)) for namnd in settled.changes.namnder) or ref in _closed_before(workspace, entry)


@remembered
def _closed_before(workspace: Workspace, entry: Entry) -> frozenset[str]:
    """The references of the uppdrag that were completed before a document and are not settled."""
    places = history(workspace, entry).places
    closed = (place for place in places if is_closed(workspace, place.entry, typing.cast(Uppdrag, place.value)) is True)
    return frozenset(ref for place in closed if (ref := own_ref(place.entry, place.value)))


class _Told(NamedTuple):
    """A document that tells of uppdrag: as its own, or as a register that gives them to a `namnd` and to those that it has
    succeeded. What a register has given on the days `later` was not given yet.
    """

    entry: Entry
    namnd: str | None = None
    namnder: tuple[str, ...] = ()
    later: frozenset[datetime.date] = frozenset()


class _Known(NamedTuple):
    """The last state of each line, those that are settled apart, and why some may be another's: a reference is misspelt."""

    lines: Mapping[Line, State]
    settled: Settled
    misspellings: Mapping[Line, Unknown]


def _told_before(workspace: Workspace, entry: Entry, reporting: Sequence[_Reporting]) -> list[_Told]:
    """The documents before one that tell of uppdrag of its nämnd, in their order: the earlier ones of the nämnd, and the
    registers since the first of these.
    """
    document = entry.document
    told = [(one.when, _Told(one.entry)) for one in reporting]
    if document.namnd is not None:
        first = min((one.entry.header.year for one in reporting), default=document.year)
        day, namnder = workspace.as_of(document), tuple(acts_for(workspace, document.namnd, document.year))
        for register in registers(workspace, ["uppdrag"], first, document.year):
            if workspace.precedes(register.document, document):
                later = frozenset(given for given in _given_on(workspace, register) if given > day)
                told.append((_when(workspace, register), _Told(register, document.namnd, namnder, later)))
    return [one for _, one in sorted(told, key=itemgetter(0))]


@remembered
def _given_on(workspace: Workspace, register: Entry) -> frozenset[datetime.date]:
    return frozenset(uppdrag.given_on for uppdrag in register.document.uppdrag if uppdrag.given_on)


def _known(workspace: Workspace, told: tuple[_Told, ...]) -> _Known:
    """What is known after some documents: it follows from what was known before the last of them, worked out once."""
    states = _states(workspace)
    start = next(n for n in range(len(told), -1, -1) if told[:n] in states)
    known, looked_into = states[told[:start]]
    workspace.looked_into |= looked_into
    for n in range(start, len(told)):
        known, looked = workspace.watched(partial(_after, workspace, known, told[n]))
        looked_into |= looked
        states[told[: n + 1]] = known, looked_into
    return known


@remembered
def _states(_: Workspace) -> dict[tuple[_Told, ...], tuple[_Known, int]]:
    """What is known after each beginning of the documents of a nämnd, as far as that has been worked out, and the marks of
    what that was taken from.
    """
    return {(): (_Known({}, Settled(Changes(), 0), {}), 0)}


def _after(workspace: Workspace, known: _Known, told: _Told) -> _Known:
    """What is known after one more document."""
    lines, misspellings = dict(known.lines), dict(known.misspellings)
    day = workspace.as_of(told.entry.document)
    changed: dict[Line, None] = {}
    for report in _reports(workspace, told):
        written = own_ref(report.entry, report.uppdrag)
        if written is None:
            continue
        line = (ref := renamed(workspace, written, day)), report.namnd
        before = lines.get(line) or known.settled.get(line)
        if before is not None and report.uppdrag.status is not None and _stays_closed(workspace, before.place, report):
            lines[line], changed[line] = State(before.place._replace(doubt=report.doubt), day), None
            continue
        if report.uppdrag.status is not None or before is None:
            uppdrag = report.uppdrag if ref == written else _with_ref(report.uppdrag, ref)
            place = Place(report.entry, ("uppdrag", report.number), uppdrag, report.doubt)
            lines[line], changed[line] = State(place, day), None
            for old in names_before(workspace, ref, day):
                lines.pop((old, report.namnd), None)
        for wrong, meant in misspelt(workspace, report.uppdrag).items():
            misspelling = Unknown("misspelt-reference", ref=wrong)
            had = {own_ref(report.entry, other) for other in report.entry.document.uppdrag}
            misspellings[wrong, report.namnd] = misspelling
            misspellings.update({(name, report.namnd): misspelling for name in meant if name not in had})
    # What is told by another nämnd now, or may be meant by what is misspelt, is in doubt again.
    namnder = known.settled.changes.namnder | {namnd for _, namnd in lines}
    others = ((ref, namnd) for ref, _ in list(changed) for namnd in namnder)
    for line in [*others, *(line for line in misspellings if line not in known.misspellings)]:
        if line not in lines and (before := known.settled.get(line)):
            lines[line], changed[line] = before, None
    alone = (line for line in changed if not any((line[0], namnd) in lines for namnd in namnder if namnd != line[1]))
    settled = {line: lines.pop(line) for line in list(alone) if _is_settled(workspace, line, lines.get(line), misspellings)}
    return _Known(lines, known.settled.after(settled, changed), misspellings)


def _is_settled(workspace: Workspace, line: Line, state: State | None, misspellings: Mapping[Line, Unknown]) -> bool:
    """Whether an uppdrag is completed for certain, by a report of its nämnd, and has no other name."""
    if state is None or state.place.doubt or line in misspellings or line[0] in successors(workspace):
        return False
    place, uppdrag = state.place, typing.cast(Uppdrag, state.place.value)
    return (
        workspace.kinds[place.entry.header.kind].role != "register"
        and not uppdrag.unread_keys
        and line[0] not in misspelt_predecessors(workspace)
        and is_closed(workspace, place.entry, uppdrag) is True
        and not misspelt(workspace, uppdrag)
    )


def _stays_closed(workspace: Workspace, before: Place, report: _Report) -> bool:
    """Whether a report only says once more that an uppdrag is completed, which has been decided."""
    return says_closed(workspace, report.uppdrag) and (
        is_closed(workspace, before.entry, typing.cast(Uppdrag, before.value)) is True
    )


def reporting_before(workspace: Workspace, entry: Entry) -> list[Entry]:
    """The earlier documents of a nämnd, and of those that it succeeds, that report uppdrag; the newest last."""
    return [one.entry for one in _reporting_before(workspace, entry)[0]]


class _Reporting(NamedTuple):
    """A document that reports uppdrag, and the key of its place among others. `reaches_end` says whether it reports up to the
    end of its year; `lacking` that it may have more uppdrag than are recorded, `unread` that it was not read for certain.
    """

    when: tuple[datetime.date, int]
    entry: Entry
    reaches_end: bool
    lacking: Unknown | None
    unread: Unknown | None


def _reporting_before(workspace: Workspace, entry: Entry) -> tuple[list[_Reporting], Unknown | None]:
    """The earlier documents that report uppdrag of the nämnd of one, the newest last; and why one up to its year cannot be
    used.
    """
    found: list[_Reporting] = []
    flaw = None
    year, day = entry.header.year, workspace.as_of(entry.document)
    for namnd, since in predecessors(workspace, entry.header.namnd, year).items():
        reporting, flawed = _reporting_until(workspace, namnd, min(year, since - 1))
        found += (one for one in reporting if one.entry.header.year < year or one.when[0] < day)
        flaw = flaw or flawed
    return sorted(found, key=attrgetter("when")), flaw


@remembered
def _reporting_until(workspace: Workspace, namnd: str | None, year: int) -> tuple[Sequence[_Reporting], Unknown | None]:
    """The documents of a nämnd up to a year that report uppdrag, and why one that seems to cannot be used: those of the year
    before, and what that year has.
    """
    years = _by_year(workspace, namnd)
    last = max((one for one in years if one <= year), default=None)
    if last is None:
        return [], None
    earlier, flaw = _reporting_until(workspace, namnd, last - 1)
    seeming = [one for one in years[last] if _reports_uppdrag(one) and workspace.kind_of(one) is not None]
    reporting = [
        _Reporting(
            _when(workspace, one), one, _reaches_end(workspace, one),
            one.document.may_lack("uppdrag"), one.document.unread("uppdrag"),
        )
        for one in workspace.usable(seeming)
    ]  # fmt: skip
    return [*earlier, *reporting], flaw or workspace.flaw(seeming)


@remembered
def _by_year(workspace: Workspace, namnd: str | None) -> Mapping[int, list[Entry]]:
    years: dict[int, list[Entry]] = {}
    for entry in workspace.of_namnd(namnd):
        years.setdefault(entry.header.year, []).append(entry)
    return years


def _reports_uppdrag(entry: Entry) -> bool:
    """Whether a document seems to have uppdrag, or may have had some that could not be read."""
    keys = entry.header.keys
    open_ended = "incomplete" in keys or not keys <= _KEYS
    return "uppdrag" in keys or (open_ended and entry.is_sound and entry.document.unread("uppdrag") is not None)


def _reaches_end(workspace: Workspace, entry: Entry) -> bool:
    """Whether a document reports up to the end of its year; a plan does not, nor a report in the middle of a year.

    An annex reports too: the uppdrag of a year may be in the annex of its report alone.
    """
    day = workspace.as_of(entry.document)
    return workspace.kinds[entry.header.kind].role in ("report", "annex") and (day.month, day.day) == (12, 31)


def _coverage(document: Document, reporting: Sequence[_Reporting]) -> _Coverage:
    """What earlier documents report of the years before a document. Its gap is everything, or what came after the last one."""
    namnd = document.namnd or ""
    eve = datetime.date((document.as_of or datetime.date(document.year, 1, 1)).year - 1, 12, 31)
    years = frozenset(one.when[0].year for one in reporting if one.reaches_end)
    unread = {one.when[0]: one.lacking for one in reporting if one.reaches_end and one.lacking}
    before = [one.when[0] for one in reporting if one.when[0] <= eve]
    gap = None
    if not before:
        gap = Unknown("no-history", namnd=namnd, year=document.year)
    elif eve.year not in years:
        gap = Unknown("history-ends", namnd=namnd, until=max(before), year=eve.year)
    return _Coverage(namnd, eve.year, years, gap, unread)


def _reports(workspace: Workspace, told: _Told) -> Iterator[_Report]:
    """Every uppdrag that a document tells of."""
    entry = told.entry
    if told.namnd is None:
        for number, uppdrag in enumerate(entry.document.uppdrag):
            yield _Report(entry, entry.header.namnd, number, uppdrag, entry.link_doubt(("uppdrag", number)))
        return
    for bound in bindings_in(workspace, entry, "uppdrag", told.namnd, told.namnder):
        uppdrag = typing.cast(Uppdrag, bound.item)
        if uppdrag.given_on not in told.later:
            yield _Report(entry, bound.namnd, bound.number, uppdrag, bound.doubt or entry.guess(uppdrag))


def _with_ref(uppdrag: Uppdrag, ref: str) -> Uppdrag:
    return uppdrag.model_copy(update={"ref": ref, "id": None})


def _when(workspace: Workspace, entry: Entry) -> tuple[datetime.date, int]:
    """The key that sorts documents in the order in which they report: on the same day the first kind has the last word."""
    return workspace.as_of(entry.document), -workspace.kinds[entry.header.kind].rank


def _last(workspace: Workspace, lines: Mapping[Line, Place], settled: Settled, document: Document) -> Iterator[Place]:
    """The lines of a history that are not settled, under the references that they have now, without those that a later one
    has ended.
    """
    day = workspace.as_of(document)
    after, meant = successors(workspace), misspelt_predecessors(workspace)
    heirs = {namnd: _heirs(workspace, namnd, document.namnd, document.year) for namnd in {namnd for _, namnd in lines}}
    for (ref, namnd), place in lines.items():
        if ref not in after and ref not in meant and not heirs[namnd]:
            yield place
            continue
        for now in continued(workspace, ref, day):
            if _is_overtaken(workspace, (ref, namnd), now, lines, settled, heirs[namnd]):
                continue
            old = meant.get(now)
            doubted = place._replace(doubt=place.doubt or (Unknown("misspelt-reference", ref=old) if old else None))
            if canonical(workspace, now, day) == canonical(workspace, ref, day):
                yield doubted
            else:
                yield doubted._replace(value=_with_ref(typing.cast(Uppdrag, place.value), now))


@remembered
def remaining(workspace: Workspace, entry: Entry) -> Sequence[Place]:
    """The history of a document without what registers address to others by then, and without what is settled; in doubt where
    that is not known.
    """
    return list(_not_moved(workspace, entry, history(workspace, entry).places))


def settled_remaining(workspace: Workspace, entry: Entry, numbers: Iterable[int] | None = None) -> Iterator[Place]:
    """What is settled, of that which certain changes gave or all, without what registers address to others by then."""
    settled = history(workspace, entry).settled
    given = range(settled.number) if numbers is None else numbers
    states = (settled.changes.all[number][1] for number in given if settled.has(number))
    return _not_moved(workspace, entry, (state.place for state in states if state))


def _not_moved(workspace: Workspace, entry: Entry, places: Iterable[Place]) -> Iterator[Place]:
    document = entry.document
    day, namnder = workspace.as_of(document), frozenset(acts_for(workspace, document.namnd, document.year))
    for place in places:
        moved = _has_moved(workspace, canonical(workspace, own_ref(place.entry, place.value) or "", day), namnder)
        if moved is not True:
            yield place._replace(doubt=place.doubt or moved) if moved else place


def has_moved(workspace: Workspace, ref: str, document: Document) -> bool | Unknown:
    """Whether registers address an uppdrag to others than the nämnd of a document, by its day."""
    namnder = frozenset(acts_for(workspace, document.namnd, document.year))
    return _has_moved(workspace, canonical(workspace, ref, workspace.as_of(document)), namnder)


@remembered
def _has_moved(workspace: Workspace, ref: str, namnder: frozenset[str]) -> bool | Unknown:
    """Whether what a reference leads to is addressed to others than some nämnder."""
    place = defined(workspace, ref)
    if not isinstance(place, Place) or not isinstance(place.value, Uppdrag):
        return False
    to = addressees(workspace, place.value, place.entry.document.year)
    return to if isinstance(to, Unknown) else bool(to) and namnder.isdisjoint(to)


def _is_overtaken(
    workspace: Workspace, line: Line, now: str, lines: Mapping[Line, Place], settled: Settled, heirs: Sequence[str | None]
) -> bool:
    """Whether what continues a line, or an heir that took it over, has been reported since."""
    ref, namnd = line
    when = _when(workspace, lines[line].entry)

    def is_told(name: str, *namnder: str | None) -> bool:
        known = ((lines.get((name, one)), settled.get((name, one))) for one in namnder)
        told = (place or (state and state.place) for place, state in known)
        return any(_when(workspace, place.entry) >= when for place in told if place)

    return is_told(ref, *heirs) or any(
        is_told(name, *heirs, namnd) and now in (name, *successors_of(workspace, name))
        for name in successors_of(workspace, ref)
    )


@remembered
def _heirs(workspace: Workspace, namnd: str | None, last: str | None, year: int) -> Sequence[str | None]:
    """Of a nämnd and those that it succeeds, those that took over from another of them by a year."""
    namnder = predecessors(workspace, last, year)
    return [heir for heir in namnder if heir != namnd and namnd in predecessors(workspace, heir, year)]
