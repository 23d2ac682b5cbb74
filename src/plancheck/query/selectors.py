"""Selectors: paths from the document that is checked, or from what surrounds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from plancheck.model.base import Unknown, keys_of
from plancheck.model.document import Document, Uppdrag
from plancheck.model.text import unknown_name
from plancheck.query.derived import derived_of
from plancheck.query.paths import Item, Model, NamingError, Path, compile_path, names_of
from plancheck.query.scope import Scope
from plancheck.repository.declared import Term
from plancheck.repository.history import history
from plancheck.repository.workspace import Entry


class Selection(NamedTuple):
    """What a selector found. `gap` says why that may not be everything: an earlier document is missing.

    `partial` says that there may be more of it: it comes from a partial document, or another one cannot be used. `unread` are
    the documents that belong to it and cannot be used, if `gap` is about those alone.
    """

    items: list[Item]
    gap: Unknown | None = None
    partial: Unknown | None = None
    unread: Sequence[Entry] = ()


class Root(NamedTuple):
    """An example of a selector that begins with a root, and what the root leads to."""

    example: str
    leads_to: str


ROOTS: Mapping[str, Root] = {
    "document": Root("document.adopted-on", "the document that is checked"),
    "annex": Root("annex.lex-sarah.events", "the document of a kind, nämnd and year that is an annex of it"),
    "previous": Root("previous.barnbokslut.development-areas", "a kind of document, of the same nämnd, the year before"),
    "history": Root("history", "each uppdrag of the nämnd as it was last reported before this document"),
    "namnd": Root("namnd.uppdrag", "documents of this kind and year of all other nämnder"),
    "every": Root("every.verksamhetsplan.uppdrag", "documents of a kind, of every nämnd, of the same year"),
}
"""What a selector may begin with, besides the names of the document itself and the kinds of document."""


class Selector(NamedTuple):
    """A compiled selector. `kind` is the kind of document that its root names; `terms` are the items of a list of terms."""

    text: str
    root: str
    kind: str
    path: Path
    terms: tuple[Term, ...] = ()

    @property
    def local(self) -> bool:
        """Whether the items are in the document that is checked."""
        return self.root == "document"

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it leads to one value of the document, which a partial document has like any other."""
        return not self.path.names or self.path.names[0] in derived_of(Document)

    @property
    def model(self) -> Model:
        """What an item is."""
        return Term if self.root == "terms" else self.path.model

    @property
    def parent(self) -> Model:
        """What an item is a part of."""
        start = Uppdrag if self.root == "history" else Document
        names = self.path.names[:-1]
        return compile_path(".".join(names), start).model if names else start

    def select(self, scope: Scope) -> Selection:
        """The items in their order in the documents, and why there may be more."""
        if self.root == "terms":
            return Selection([Item(term) for term in self.terms if term.years.cover(scope.document.year)])
        if self.root == "history":
            return self._select_from_history(scope)
        if self.root == "every":
            return self._select_from_every(scope)
        entries, candidates = self._entries(scope)
        if isinstance(entries, Unknown):
            return Selection([], entries)
        items = self._items_in(entries, scope)
        if self.is_of_the_whole and items and isinstance(items[0].value, Unknown):
            return Selection([], items[0].value)
        flaw = scope.workspace.flaw(candidates)
        return Selection(items, flaw, flaw or (None if self.local or self.is_of_the_whole else partial(entries)))

    def _select_from_every(self, scope: Scope) -> Selection:
        """That there are no such documents is known, unlike what is in those that cannot be read or are only partly there."""
        entries, unread = scope.workspace.of_every(self.kind, scope.document.year)
        lacking = None if self.is_of_the_whole else partial(entries)
        gap = scope.workspace.flaw(unread) or lacking
        return Selection(self._items_in(entries, scope), gap, lacking, unread)

    def _items_in(self, entries: Iterable[Entry], scope: Scope) -> list[Item]:
        return [item for entry in entries for item in self.path.items(Item(entry.document, entry), scope)]

    def _select_from_history(self, scope: Scope) -> Selection:
        places, gap, flaw = history(scope.workspace, scope.entry)
        items = [
            item._replace(doubt=place.doubt)
            for place in places
            for item in self.path.items(Item(place.value, place.entry, place.steps), scope)
        ]
        return Selection(items, gap, flaw or partial(place.entry for place in places if _is_register(place.entry, scope)))

    def _entries(self, scope: Scope) -> tuple[list[Entry] | Unknown, list[Entry]]:
        """The documents that the root leads to, and all entries that say they are such a document."""
        document, workspace = scope.document, scope.workspace
        if self.local:
            return [scope.entry], []
        if self.root == "namnd":
            return workspace.of_others(document), workspace.others(document)
        year = document.year - 1 if self.root == "previous" else document.year
        return workspace.find(self.kind, document.namnd, year), workspace.candidates(self.kind, document.namnd, year)


def _is_register(entry: Entry, scope: Scope) -> bool:
    kind = scope.workspace.kind_of(entry)
    return kind is not None and kind.role == "register"


def partial(entries: Iterable[Entry]) -> Unknown | None:
    """Why there may be more in some documents: one of them is partial."""
    document = next((entry.document for entry in entries if entry.document.partial), None)
    return Unknown("partial-document", name=document.title or document.identity()) if document else None


def compile_selector(text: str, kinds: Iterable[str]) -> Selector:
    """A selector of a rule. Raises NamingError for a root or a field that does not exist."""
    known = list(kinds)
    first, _, rest = text.partition(".")
    root, kind = first, ""
    if first in ("annex", "previous", "every"):
        kind, _, rest = rest.partition(".")
        if kind not in known:
            raise NamingError("unknown-document-kind", path=text, **unknown_name(kind, known))
    elif first in known and first not in keys_of(Document):
        root, kind = "kind", first
    elif first not in ROOTS:
        if first not in names_of(Document) and not first.startswith("x-"):
            names = [*keys_of(Document), *derived_of(Document), *ROOTS, *known]
            raise NamingError("unknown-selector", path=text, **unknown_name(first, names))
        root, rest = "document", text
    start: Model = Uppdrag if root == "history" else Document
    path = compile_path(rest, start) if rest else Path("", (), start)
    return Selector(text, root, kind, path)


def select_terms(text: str, terms: Iterable[Term]) -> Selector:
    """A selector that gives the terms of a list: the articles 2, 3, 6 and 12, the sections that must be there."""
    return Selector(text, "terms", "", Path("", (), Term), tuple(terms))
