"""What is settled of a history: completed uppdrag of which nothing has changed since.

They grow with the years, and each document has those of the one before it and a few more. So they are kept as one list of
changes: what is settled before a document is what the first so many of them give.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from plancheck.repository.workspace import Place

Line: TypeAlias = tuple[str, str | None]
"""What a history follows: the reference that an uppdrag is reported with, and the nämnd that reports it."""


class State(NamedTuple):
    """What was last said of an uppdrag, up to a day; the doubt is that of who says it."""

    place: Place
    day: datetime.date


class Changes:
    """What came to be settled, each with its state, and what ceased to be (None), in order.

    Documents that follow one another share it.
    """

    def __init__(self) -> None:
        self.all: list[tuple[Line, State | None]] = []
        self.namnder: set[str | None] = set()
        self.first_day = datetime.date.max
        self._of: dict[Line, list[int]] = {}

    def add(self, line: Line, state: State | None) -> None:
        """Note one more change."""
        self._of.setdefault(line, []).append(len(self.all))
        self.all.append((line, state))
        self.namnder.add(line[1])
        if state is not None:
            self.first_day = min(self.first_day, state.day)

    def last(self, line: Line, number: int) -> int | None:
        """Which of the first so many changes was the last one of a line."""
        return next((n for n in reversed(self._of.get(line, ())) if n < number), None)


class Settled(NamedTuple):
    """The lines that are settled before a document: after so many changes."""

    changes: Changes
    number: int

    def get(self, line: Line) -> State | None:
        """The state of a line; None where it is not settled."""
        last = self.changes.last(line, self.number)
        return None if last is None else self.changes.all[last][1]

    def has(self, number: int) -> bool:
        """Whether what a change gave is still so."""
        line, state = self.changes.all[number]
        return state is not None and self.changes.last(line, self.number) == number

    def lines(self) -> Iterator[tuple[Line, State]]:
        """All of them, which costs as much as there are: for who needs each."""
        for number, (line, state) in enumerate(self.changes.all[: self.number]):
            if state is not None and self.has(number):
                yield line, state

    def after(self, settled: Mapping[Line, State], ceased: Iterable[Line]) -> Settled:
        """What is settled once some lines have come to be, and others have ceased to be."""
        news: dict[Line, State | None] = {line: None for line in ceased if self.get(line) is not None}
        news.update(settled)
        if not news:
            return self
        changes = self.changes
        if len(changes.all) > self.number:
            # Another document goes on from here in another way.
            changes = Changes()
            for line, state in self.lines():
                changes.add(line, state)
        for line, change in news.items():
            changes.add(line, change)
        return Settled(changes, len(changes.all))
