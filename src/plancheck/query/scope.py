"""What a rule sees when it looks at one document: the document, the workspace around it, the day."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from plancheck.model.document import Document
from plancheck.repository.workspace import Entry, Workspace


class Scope(NamedTuple):
    """A look at one document."""

    workspace: Workspace
    entry: Entry
    today: datetime.date

    @property
    def document(self) -> Document:
        """The document that is looked at."""
        return self.entry.document

    @property
    def as_of(self) -> datetime.date:
        """The day up to which the document reports."""
        return self.workspace.as_of(self.document)

    def of(self, entry: Entry) -> Scope:
        """The same look at another document."""
        return self if entry is self.entry else Scope(self.workspace, entry, self.today)
