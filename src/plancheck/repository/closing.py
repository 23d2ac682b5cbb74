"""Whether an uppdrag is completed: a report says so in the words of the scale, and a decision of the nämnd makes it so."""

from __future__ import annotations

from plancheck.model.base import Unknown
from plancheck.model.document import Document, Uppdrag
from plancheck.repository.decisions import own
from plancheck.repository.workspace import Entry, Workspace, remembered


def says_closed(workspace: Workspace, uppdrag: Uppdrag) -> bool:
    """Whether the status of an uppdrag is a word for that it is completed."""
    status = uppdrag.status
    return status is not None and _plain(status) in _closing_words(workspace)


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


@remembered
def _closing_words(workspace: Workspace) -> frozenset[str]:
    return workspace.declared.marked("status", "closes")


@remembered
def _known_words(workspace: Workspace) -> frozenset[str]:
    terms = workspace.declared.terms("status")
    return frozenset(_plain(form) for term in terms for form in (str(term.id), *term.also))


def is_closed(workspace: Workspace, entry: Entry, uppdrag: Uppdrag) -> bool | Unknown:
    """Whether an uppdrag is completed by what a document says of it.

    It is where the status says so and the nämnd has decided it: the uppdrag has the day of that decision, or a document of the
    nämnd that reports up to the same day carries it. A proposal is no decision. Unknown where decisions may not all be
    read, and for a word that is not on the scale.
    """
    if not says_closed(workspace, uppdrag):
        known = _known_words(workspace)
        is_off = uppdrag.status is not None and known and _plain(uppdrag.status) not in known
        return Unknown("not-on-the-scale", word=uppdrag.status) if is_off else False
    return uppdrag.closed_on is not None or _decides(workspace, entry)


@remembered
def _decides(workspace: Workspace, entry: Entry) -> bool | Unknown:
    """Whether a decision that completes uppdrag belongs to a document: its own, or as of an annex that of its report."""
    of_year = (
        other
        for other in workspace.of_namnd(entry.header.namnd)
        if other is not entry and other.header.year == entry.header.year and "decisions" in other.header.keys
    )
    day = workspace.as_of(entry.document)
    beside = [other.document for other in workspace.usable(of_year) if workspace.as_of(other.document) == day]
    documents = [entry.document, *beside]
    if any(_has_closing_point(workspace, document) for document in documents):
        return True
    return next((why for document in documents if (why := document.may_lack("decisions"))), False)


def _has_closing_point(workspace: Workspace, document: Document) -> bool:
    """Whether a decision that is made, not only proposed, completes uppdrag; any such decision, where no word says which."""
    words = workspace.declared.marked("points", "closes")
    adopted = list(own(workspace, document, "adopted"))
    kinds = {point.kind for decision in adopted for point in decision.points}
    return bool(words & kinds) if words else bool(adopted)
