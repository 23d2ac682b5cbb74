"""Selectors: paths from the document that is checked, or from what surrounds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from plancheck.model.base import Unknown, keys_of
from plancheck.model.document import Document, Uppdrag
from plancheck.model.text import unknown_name
from plancheck.query.derived import derived_of
from plancheck.query.paths import Item, Model, NamingError, Path, compile_path, names_of
from plancheck.query.scope import Scope
from plancheck.repository.declared import Term
from plancheck.repository.history import history, remaining, settled_remaining
from plancheck.repository.settled import Settled
from plancheck.repository.workspace import Entry, Place


class Selection(NamedTuple):
    """What a selector found. `gap` says why that may not be everything: an earlier document is missing.

    `partial` says that there may be more of it: it comes from a document that is only partly here or was not read for certain,
    or another one cannot be used. `rest` says why what is not found may be there all the same: a document was not read for
    certain, or only a part of the one that is checked is here. `unread` are the documents that belong to it and cannot be
    used, if `gap` is about those alone. What is `settled` of the history is not among the items where it was asked for apart.
    """

    items: list[Item]
    gap: Unknown | None = None
    partial: Unknown | None = None
    unread: Sequence[Entry] = ()
    rest: Unknown | None = None
    settled: Settled | None = None

    @property
    def lacking(self) -> Unknown | None:
        """Why what is not found may be there all the same, wherever the items are."""
        return self.gap or self.partial or self.rest


class Root(NamedTuple):
    """An example of a selector that begins with a root, and what the root leads to."""

    example: str
    leads_to: str


ROOTS: Mapping[str, Root] = {
    "document": Root("document.adopted-on", "the document that is checked"),
    "annex": Root("annex.lex-sarah.events", "the document of a kind, nämnd and year that is an annex of it"),
    "previous": Root("previous.barnbokslut.development-areas", "a kind of document, of the same nämnd, the year before"),
    "history": Root(
        "history",
        "each uppdrag that is still the nämnd's, as it was last reported before this document",
    ),
    "namnd": Root("namnd.uppdrag", "documents of this kind and year of all other nämnder"),
    "every": Root("every.verksamhetsplan.uppdrag", "documents of a kind, of every nämnd, of the same year"),
}
"""What a selector may begin with, besides the names of the document itself and the kinds of document."""
MADE_OF: Mapping[str, Sequence[str]] = {
    "names": ("namnder", "groups"),
    "binds": ("goals", "uppdrag"),
    "all-indicators": ("goals", "indicators"),
    "ids": ("goals", "uppdrag", "development-areas", "risks", "namnder", "groups"),
}
"""The keys that a derived field of a document lists the items of."""
_GATHERED = ("all-indicators", "ids")
"""The derived fields of a document that gather its items, and not what it says as a whole."""


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
        return not self.path.names or (self.path.names[0] in derived_of(Document) and self.path.names[0] not in _GATHERED)

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the document, and of its parts, that the items are under."""
        return *(self.lists or ("",)), *self.path.names[1:]

    @property
    def lists(self) -> Sequence[str]:
        """The keys of the document that the items are under."""
        first = self.path.names[:1]
        return MADE_OF.get(first[0], first) if first else ()

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

    def select(self, scope: Scope, *, apart: bool = False) -> Selection:
        """The items in their order in the documents, and why there may be more; what is settled of the history `apart`, for
        who looks up a few of that or none: it grows with the years.
        """
        if self.root == "terms":
            return Selection([Item(term) for term in self.terms if term.years.cover(scope.document.year)])
        if self.root == "history":
            return self._select_from_history(scope, apart)
        if self.root == "every":
            return self._select_from_every(scope)
        entries, candidates = self._entries(scope)
        if isinstance(entries, Unknown):
            return Selection([], entries)
        items = self._items_in(entries, scope)
        if self.is_of_the_whole and items and isinstance(items[0].value, Unknown):
            return Selection([], items[0].value)
        if self.local:
            return Selection(items, rest=scope.document.may_lack(*self.keys))
        flaw = scope.workspace.flaw(candidates)
        return Selection(items, flaw, flaw or self._lacking(entries), rest=self._unread(entries))

    def _select_from_every(self, scope: Scope) -> Selection:
        """That there are no such documents is known, unlike what is in those that cannot be read or are only partly there."""
        entries, unread = scope.workspace.of_every(self.kind, scope.document.year)
        lacking = self._lacking(entries)
        gap = scope.workspace.flaw(unread) or lacking
        return Selection(self._items_in(entries, scope), gap, lacking, unread)

    def _items_in(self, entries: Iterable[Entry], scope: Scope) -> list[Item]:
        return [item for entry in entries for item in self.path.items(Item(entry.document, entry), scope)]

    def leaves_out_settled(self, where: Mapping[str, object]) -> bool:
        """Whether no item that is settled is among those that meet a condition: these are completed."""
        return self.root == "history" and where.get("is-closed") is False

    def _select_from_history(self, scope: Scope, apart: bool) -> Selection:
        known = history(scope.workspace, scope.entry)
        items = [_item(place) for place in remaining(scope.workspace, scope.entry)]
        settled = known.settled if apart and not self.path.names else None
        if settled is None:
            items += settled_items(scope)
        if self.path.names:
            items = [inner._replace(doubt=item.doubt) for item in items for inner in self.path.items(item, scope)]
        return Selection(items, known.gap, known.flaw or known.lacking, rest=known.unread, settled=settled)

    def _lacking(self, entries: Iterable[Entry]) -> Unknown | None:
        """Why there may be more items in some documents than those that are found."""
        if self.is_of_the_whole:
            return self._unread(entries)
        return next((why for entry in entries if (why := entry.document.may_lack(*self.keys))), None)

    def _unread(self, entries: Iterable[Entry]) -> Unknown | None:
        """Why what is not found in some documents may be there all the same: it could not be read for certain.

        That there is a document, and which it is, is known.
        """
        entries = entries if self.path.names else []
        return next((why for entry in entries if (why := entry.document.unread(*self.keys))), None)

    def _entries(self, scope: Scope) -> tuple[list[Entry] | Unknown, list[Entry]]:
        """The documents that the root leads to, and all entries that say they are such a document."""
        document, workspace = scope.document, scope.workspace
        if self.local:
            return [scope.entry], []
        if self.root == "namnd":
            return workspace.of_others(document), workspace.others(document)
        year = document.year - 1 if self.root == "previous" else document.year
        return workspace.find(self.kind, document.namnd, year), workspace.candidates(self.kind, document.namnd, year)


def settled_items(scope: Scope, numbers: Iterable[int] | None = None) -> Iterator[Item]:
    """What is settled of the history: all of it, or what certain changes gave."""
    return map(_item, settled_remaining(scope.workspace, scope.entry, numbers))


def _item(place: Place) -> Item:
    return Item(place.value, place.entry, place.steps, doubt=place.doubt)


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
    # An item is to be found once: no way leads back from one and on to the others.
    path = compile_path(rest, start, turns=0) if rest else Path("", (), start)
    return Selector(text, root, kind, path)


def select_terms(text: str, terms: Iterable[Term]) -> Selector:
    """A selector that gives the terms of a list: the articles 2, 3, 6 and 12, the sections that must be there."""
    return Selector(text, "terms", "", Path("", (), Term), tuple(terms))
