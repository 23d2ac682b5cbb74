"""What the registers decide: which goals and uppdrag bind a nämnd in a year. No other module answers that."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from plancheck.model.base import Unknown
from plancheck.model.document import Goal, Namnd, Uppdrag
from plancheck.model.source import Steps
from plancheck.repository.organisation import acts_for, members, organisation
from plancheck.repository.workspace import Entry, Place, Workspace, remembered

Decided: TypeAlias = Literal["goals", "uppdrag"]


class Binding(NamedTuple):
    """What a register decides for a nämnd: the goal or uppdrag, its number in the list of the register, and the nämnd that it
    is addressed to. `doubt` says why that cannot be known.
    """

    entry: Entry
    number: int
    item: Goal | Uppdrag
    namnd: str
    doubt: Unknown | None = None

    @property
    def ref(self) -> str | None:
        """The reference by which plans and reports name it; None where it has none."""
        if self.item.id:
            return f"{self.entry.header.identity}/{self.item.id}"
        return self.item.ref[0] if isinstance(self.item.ref, list) else self.item.ref


def registers(workspace: Workspace, keys: Sequence[Decided], first: int = 0, last: int = sys.maxsize) -> list[Entry]:
    """The registers from one year through another that have one of these keys."""
    return workspace.usable(declared_registers(workspace, keys, first, last))


def declared_registers(workspace: Workspace, keys: Sequence[Decided], first: int, last: int) -> list[Entry]:
    """The entries that say they are such registers, whether they can be used or not."""
    wanted = set(keys)
    return [
        entry for entry in _every_register(workspace) if entry.header.keys & wanted and _binds(workspace, entry, first, last)
    ]


def _binds(workspace: Workspace, entry: Entry, first: int, last: int) -> bool:
    """Whether a register decides for one of some years. That of a period does until one of its kind takes its place."""
    header = entry.header
    if first <= header.year <= last:
        return True
    return header.year < first <= header.until and entry in workspace.candidates(header.kind, header.namnd, first)


@remembered
def _every_register(workspace: Workspace) -> Sequence[Entry]:
    known = ((workspace.kind_of(entry), entry) for entry in workspace.entries)
    return [entry for kind, entry in known if kind is not None and kind.role == "register"]


def unread_in_registers(workspace: Workspace, key: Decided, first: int = 0, last: int = sys.maxsize) -> Unknown | None:
    """Why the registers of some years may decide what is not found in them: one was not read for certain."""
    marked = (
        entry
        for entry in _every_register(workspace)
        if "incomplete" in entry.header.keys and _binds(workspace, entry, first, last)
    )
    return next((why for entry in workspace.usable(marked) if (why := entry.document.unread(key))), None)


def addressees(workspace: Workspace, item: Goal | Uppdrag, year: int) -> list[str] | Unknown:
    """The ids of the nämnder and groups that a goal or uppdrag is addressed to, the groups of the organisation resolved.

    The text of an uppdrag says whom it is for, else the heading above it; who coordinates the others is one of them. An empty
    list is everyone for a goal, and nobody for an uppdrag.
    """
    names = named(item)
    return members(workspace, names, year) if names else []


def named(item: Goal | Uppdrag) -> list[str]:
    """The ids of the nämnder and groups that a goal or uppdrag is addressed to, as it names them."""
    if isinstance(item, Goal):
        return item.to
    return [*(item.to or item.under), *([item.coordinator] if item.coordinator else [])]


def bound_by(workspace: Workspace, item: Goal | Uppdrag, year: int) -> list[Namnd] | Unknown:
    """The nämnder of a year that a goal or uppdrag binds: those that it is addressed to, or those that have succeeded them."""
    documents, to = organisation(workspace, year), addressees(workspace, item, year)
    if isinstance(documents, Unknown):
        return documents
    if isinstance(to, Unknown):
        return to
    namnder = [namnd for document in documents for namnd in document.namnder if namnd.exists_in(year)]
    if isinstance(item, Goal) and not to:
        return namnder
    return [namnd for namnd in namnder if not set(to).isdisjoint(acts_for(workspace, namnd.id, year))]


@remembered
def bound(workspace: Workspace, entry: Entry) -> list[Place] | Unknown:
    """The nämnder of its year that a register binds, each at the first uppdrag, or else the first goal, that does."""
    document = entry.document
    decided: list[tuple[Steps, Goal | Uppdrag]] = [(("uppdrag", n), uppdrag) for n, uppdrag in enumerate(document.uppdrag)]
    decided += [(("goals", n), goal) for n, goal in enumerate(document.goals)]
    # What is a guess comes last: a nämnd that nothing else binds is bound by a guess.
    decided.sort(key=lambda one: entry.guess(one[1]) is not None)
    found: dict[str, Place] = {}
    for steps, item in decided:
        namnder = bound_by(workspace, item, document.year)
        if isinstance(namnder, Unknown):
            return namnder
        for namnd in namnder:
            found.setdefault(namnd.id, Place(entry, steps, namnd, entry.guess(item)))
    return list(found.values())


def binding(workspace: Workspace, key: Decided, namnd: str, year: int, first: int) -> Iterator[Binding]:
    """What the registers from `first` through `year` decide for a nämnd, and for those that it has succeeded by then."""
    namnder = acts_for(workspace, namnd, year)
    for entry in registers(workspace, [key], first, year):
        yield from bindings_in(workspace, entry, key, namnd, namnder)


def bindings_in(workspace: Workspace, entry: Entry, key: Decided, namnd: str, namnder: Sequence[str]) -> Iterator[Binding]:
    """What a register decides for a nämnd, or for any of the `namnder` that it acts for."""
    items: Sequence[Goal | Uppdrag] = entry.document.goals if key == "goals" else entry.document.uppdrag
    for number, item in enumerate(items):
        to = addressees(workspace, item, entry.document.year)
        if isinstance(to, Unknown):
            yield Binding(entry, number, item, namnd, to)
        elif isinstance(item, Goal) and not to:
            yield Binding(entry, number, item, namnd)
        else:
            yield from (Binding(entry, number, item, name) for name in namnder if name in to)


def since(workspace: Workspace, bound: Binding) -> datetime.date:
    """The day from which a nämnd is bound: when an uppdrag was given, where that is known, else the day of the register."""
    given_on = bound.item.given_on if isinstance(bound.item, Uppdrag) else None
    return given_on or workspace.as_of(bound.entry.document)
