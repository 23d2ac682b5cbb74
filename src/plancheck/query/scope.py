"""What a rule sees of one document: the document, the workspace around it, the day."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from plancheck.model.document import Document
from plancheck.repository.clock import Clock
from plancheck.repository.workspace import Entry, Workspace


class Scope(NamedTuple):
    """A document with the workspace that it is checked in, and the clock. `item` is the one that a condition compares with."""

    workspace: Workspace
    entry: Entry
    clock: Clock
    item: Any = None

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

    def of(self, entry: Entry) -> Scope:
        """The scope of another document in the same workspace on the same day."""
        return self if entry is self.entry else Scope(self.workspace, entry, self.clock)
