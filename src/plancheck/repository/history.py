"""What is known of each uppdrag before a document: its last state, over all earlier documents, whatever has become of it.

A history follows lines: a reference, and the nämnd that tells it. What continues an uppdrag (`same-as`: renamed, split,
joined, moved) and who succeeds the nämnd (`succeeds`) overtake its line once they have been told of.
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from plancheck.model.base import Unknown
from plancheck.model.document import Document, Uppdrag
from plancheck.repository.workspace import Entry, Place, Scope, Workspace

Line: TypeAlias = tuple[str, str | None]
"""What a history follows: the reference that an uppdrag is told with, and the nämnd that tells it."""


def history(workspace: Workspace, document: Document) -> tuple[list[Place], Unknown | None]:
    """The last known state of each uppdrag before a document, and what is missing from it.

    It is told by every earlier document of the nämnd and of those that it succeeds, whatever its kind, and by what others
    have given it since the first of these. What was split or joined since stands under the references that it has now.
    Something is missing where no document of the nämnd tells up to the end of the year before: what was told until then
    is in doubt.
    """
    tellers = _tellers(workspace, document)
    eve = datetime.date((document.as_of or datetime.date(document.year, 1, 1)).year, 1, 1) - datetime.timedelta(days=1)
    ended = {day.year for day in (workspace.as_of(entry.document) for entry in tellers) if (day.month, day.day) == (12, 31)}
    before = [day for day in (workspace.as_of(entry.document) for entry in tellers) if day <= eve]
    gap: Unknown | None = None
    if not before:
        gap = Unknown("no-history", namnd=document.namnd or "", year=document.year)
    elif eve.year not in ended:
        gap = Unknown("history-ends", namnd=document.namnd or "", until=max(before), year=eve.year)
    lines: dict[Line, Place] = {}
    for entry, namnd, n, uppdrag, doubt in sorted(
        _told(workspace, document, tellers), key=lambda told: _when(workspace, told[0])
    ):
        written = uppdrag.ref or (f"{entry.header.identity}/{uppdrag.id}" if uppdrag.id else None)
        if written is None:
            continue
        day = workspace.as_of(entry.document)
        ref = workspace.renamed(written, day)
        if uppdrag.status is not None or (ref, namnd) not in lines:
            # What may have been told at the end of a year that no document ends is in doubt.
            missing = next((year for year in range(day.year, eve.year + 1) if year not in ended), None)
            hole = Unknown("history-hole", namnd=document.namnd or "", year=missing) if missing else None
            named = uppdrag if ref == written else uppdrag.model_copy(update={"ref": ref, "id": None})
            lines[ref, namnd] = Place(entry, ("uppdrag", n), named, doubt or (gap or hole if hole else None))
    return list(_last(workspace, lines, document)), gap


def _tellers(workspace: Workspace, document: Document) -> list[Entry]:
    """The earlier documents of a nämnd, and of those that it succeeds, that tell of uppdrag; the newest last."""
    since = workspace.predecessors(document.namnd, document.year)
    found = workspace.sound(
        entry
        for entry in workspace.entries
        if entry.header.namnd in since
        and entry.header.year < since[entry.header.namnd]
        and "uppdrag" in entry.header.keys
        and entry.header.year <= document.year
        and entry.header.kind in workspace.kinds
    )
    return sorted(
        (entry for entry in found if workspace.precedes(entry.document, document)), key=lambda entry: _when(workspace, entry)
    )


def _told(
    workspace: Workspace, document: Document, tellers: Sequence[Entry]
) -> Iterator[tuple[Entry, str | None, int, Uppdrag, Unknown | None]]:
    """Every uppdrag that the tellers tell, or that others have given the nämnd since the first of them.

    Each with the nämnd that tells it or was given it, and why it is in doubt that it was.
    """
    for entry in tellers:
        for n, uppdrag in enumerate(entry.document.uppdrag):
            yield entry, entry.header.namnd, n, uppdrag, None
    if document.namnd is None:
        return
    first = min((entry.header.year for entry in tellers), default=document.year)
    registers = workspace.sound(
        entry
        for entry in workspace.entries
        if entry.header.namnd is None
        and "uppdrag" in entry.header.keys
        and first <= entry.header.year <= document.year
        and entry.header.kind in workspace.kinds
    )
    namnder = workspace.acts_for(document)
    for entry in registers:
        if workspace.precedes(entry.document, document):
            for n, uppdrag in enumerate(entry.document.uppdrag):
                if uppdrag.given_on and uppdrag.given_on > workspace.as_of(document):
                    continue
                addressees = uppdrag.addressees(Scope(workspace, entry, datetime.date.min))
                if isinstance(addressees, Unknown):
                    yield entry, document.namnd, n, uppdrag, addressees
                else:
                    yield from ((entry, namnd, n, uppdrag, None) for namnd in namnder if namnd in addressees)


def _when(workspace: Workspace, entry: Entry) -> tuple[datetime.date, int]:
    """What puts documents in the order in which they tell: of the same day the first kind has the last word."""
    return workspace.as_of(entry.document), -workspace.kinds[entry.header.kind].rank


def _last(workspace: Workspace, lines: Mapping[Line, Place], document: Document) -> Iterator[Place]:
    """The lines of a history under the references that they have now, without those that later ones have overtaken."""
    day = workspace.as_of(document)
    for (ref, namnd), place in lines.items():
        for now in _continued(workspace, ref, day):
            if _overtaken(workspace, (ref, namnd), now, lines, document):
                continue
            if workspace.canonical(now, day) == workspace.canonical(ref, day):
                yield place
            else:
                uppdrag = typing.cast(Uppdrag, place.value)
                yield place._replace(value=uppdrag.model_copy(update={"ref": now, "id": None}))


def _overtaken(workspace: Workspace, line: Line, now: str, lines: Mapping[Line, Place], document: Document) -> bool:
    """Whether what continues a line, or a nämnd that took it over, has been told of since."""
    ref, namnd = line
    namnder = workspace.predecessors(document.namnd, document.year)
    heirs = [one for one in namnder if one != namnd and namnd in workspace.predecessors(one, document.year)]
    later = [(ref, one) for one in heirs]
    later += [(one, of) for one in _after(workspace, ref) if now in (one, *_after(workspace, one)) for of in (*heirs, namnd)]
    return any(one in lines and _when(workspace, lines[one].entry) >= _when(workspace, lines[line].entry) for one in later)


def _after(workspace: Workspace, ref: str) -> list[str]:
    """Every reference that continues one, however far."""
    found: dict[str, None] = {}
    waiting = [ref]
    while waiting:
        for one, _ in workspace.successors.get(waiting.pop(), ()):
            if one not in found and one != ref:
                found[one] = None
                waiting.append(one)
    return list(found)


def _continued(workspace: Workspace, ref: str, day: datetime.date) -> list[str]:
    """The references that an uppdrag has by a day: its own, or those of what continues it by then."""
    seen = [ref]
    ends: dict[str, None] = {}
    for one in seen:
        after = [new for new, since in workspace.successors.get(one, ()) if since <= day]
        seen.extend(new for new in after if new not in seen)
        if not after:
            ends[one] = None
    return list(ends) or [ref]
