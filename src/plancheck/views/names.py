"""What documents, nämnder and the municipality are called, and in which order documents stand."""

from __future__ import annotations

from collections.abc import Iterable

from plancheck.messages import Language
from plancheck.model.document import Document
from plancheck.repository.workspace import Entry, Workspace


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


def title_of_municipality(workspace: Workspace) -> str:
    """What the municipality is called: the title of its newest organisation; empty where no document says it."""
    known = [entry for entry in workspace.entries if "namnder" in entry.header.keys and entry.is_sound and entry.document.title]
    newest = max(known, key=lambda entry: entry.header.year, default=None)
    return newest.document.title or "" if newest else ""


def in_order_of_time(workspace: Workspace, entries: Iterable[Entry]) -> list[Entry]:
    """Documents by the day up to which they report, those of one day by their kind: a main report before its annexes."""
    kinds = workspace.kinds
    return sorted(
        entries,
        key=lambda entry: (workspace.as_of(entry.document), kinds[entry.header.kind].rank, entry.header.identity),
    )
