"""What the registers decide: which goals and uppdrag bind a nämnd in a year. No other module answers that."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from plancheck.model.base import Unknown
from plancheck.model.document import Goal, Uppdrag
from plancheck.repository.organisation import acts_for, members
from plancheck.repository.workspace import Entry, Workspace

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
        return f"{self.entry.header.identity}/{self.item.id}" if self.item.id else self.item.ref


def registers(workspace: Workspace, keys: Sequence[Decided], first: int = 0, last: int = sys.maxsize) -> list[Entry]:
    """The registers from one year through another that have one of these keys."""
    return workspace.usable(declared_registers(workspace, keys, first, last))


def declared_registers(workspace: Workspace, keys: Sequence[Decided], first: int, last: int) -> list[Entry]:
    """The entries that say they are such registers, whether they can be used or not."""
    return [
        entry
        for entry in workspace.entries
        if (kind := workspace.kind_of(entry)) is not None
        and kind.role == "register"
        and entry.header.keys & set(keys)
        and first <= entry.header.year <= last
    ]


def addressees(workspace: Workspace, item: Goal | Uppdrag, year: int) -> list[str] | Unknown:
    """The ids of the nämnder and groups that a goal or uppdrag is addressed to, the groups of the organisation resolved.

    The text of an uppdrag says whom it is for, else the heading above it; who coordinates the others is one of them. An empty
    list is everyone for a goal, and nobody for an uppdrag.
    """
    named = item.to
    if isinstance(item, Uppdrag):
        named = [*(item.to or item.under), *([item.coordinator] if item.coordinator else [])]
    return members(workspace, named, year) if named else []


def binding(workspace: Workspace, key: Decided, namnd: str, year: int, first: int) -> Iterator[Binding]:
    """What the registers from `first` through `year` decide for a nämnd, and for those that it has succeeded by then."""
    namnder = acts_for(workspace, namnd, year)
    for entry in registers(workspace, [key], first, year):
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
