"""What documents and nämnder are called."""

from __future__ import annotations

from plancheck.messages import Language
from plancheck.model.document import Document
from plancheck.repository.workspace import Workspace


def title_of_document(workspace: Workspace, document: Document, language: Language) -> str:
    """The title of a document; where it has none, its kind and year."""
    return document.title or f"{workspace.kinds[document.document].title[language]} {document.year}"


def title_of_namnd(workspace: Workspace, namnd: str) -> str:
    """What a nämnd is called in the organisation; its id where no document names it."""
    for entry in workspace.entries:
        if "namnder" in entry.header.keys and entry.is_sound:
            for member in entry.document.namnder:
                if member.id == namnd:
                    return member.title
    return namnd
