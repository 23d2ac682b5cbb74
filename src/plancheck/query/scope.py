"""What a rule sees of one document: the document, the workspace around it, the day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from plancheck.model.document import Document
from plancheck.repository.clock import Clock
from plancheck.repository.workspace import Entry, Workspace, in_year


class Scope(NamedTuple):
    """A document with the workspace that it is checked in, and the clock. `item` is the one that a condition compares with,
    `year` the one of a period that the document is judged for.
    """

    workspace: Workspace
    entry: Entry
    clock: Clock
    item: Any = None
    year: int | None = None

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.entry.document

    @property
    def today(self) -> datetime.date:
        """The day of the check. What asks for it is judged anew every day: `clock.beside` compares days."""
        return self.clock.today()

    @property
    def as_of(self) -> datetime.date:
        """The day up to which the document reports."""
        return self.workspace.as_of(self.document)

    def of_each_year(self) -> Iterator[Scope]:
        """The scopes of a document of a period for each of its years that has begun; of any other document this one."""
        first, *later = self.workspace.years_of(self.entry)
        if first == self.entry.header.until:
            yield self
            return
        for year in (first, *later):
            begins = datetime.date(year, 1, 1)
            if year == first or self.clock.beside(begins) >= begins:
                yield self._replace(entry=in_year(self.workspace, self.entry, year), year=year)

    def of(self, entry: Entry) -> Scope:
        """The scope of another document in the same workspace on the same day."""
        return self if entry is self.entry else Scope(self.workspace, entry, self.clock)
