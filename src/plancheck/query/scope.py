"""What a rule sees of one document: the document, the workspace around it, the day."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from plancheck.model.document import Document
from plancheck.repository.workspace import Entry, Workspace


class Scope(NamedTuple):
    """A document with the workspace and the day that it is checked in. `item` is the one that a condition compares with."""

    workspace: Workspace
    entry: Entry
    today: datetime.date
    item: Any = None

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.entry.document

    @property
    def as_of(self) -> datetime.date:
        """The day up to which the document reports."""
        return self.workspace.as_of(self.document)

    def of(self, entry: Entry) -> Scope:
        """The scope of another document in the same workspace on the same day."""
        return self if entry is self.entry else Scope(self.workspace, entry, self.today)
