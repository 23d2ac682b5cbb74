"""The nämnder and groups of a year, and who took over from whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plancheck.model.base import Unknown
from plancheck.model.document import Document, Namnd
from plancheck.model.text import likeness
from plancheck.repository.workspace import Workspace, remembered

SIMILAR = 0.75
"""How similar a name must be to that of a nämnd that may be meant."""


@remembered
def organisation(workspace: Workspace, year: int) -> list[Document] | Unknown:
    """The documents that list the nämnder and groups of a year; Unknown where there are none."""
    by_kind = [workspace.find(kind, None, year) for kind in _kinds(workspace)]
    documents = [entry.document for entries in by_kind if isinstance(entries, list) for entry in entries]
    flaw = next((entries for entries in by_kind if isinstance(entries, Unknown)), None)
    return documents or flaw or Unknown("no-organisation")


@remembered
def _kinds(workspace: Workspace) -> Sequence[str]:
    """The kinds of the documents that list nämnder and groups."""
    listing = (entry.header.kind for entry in workspace.entries if entry.header.keys & {"groups", "namnder"})
    return [kind for kind in dict.fromkeys(listing) if kind in workspace.kinds]


@remembered
def every_namnd(workspace: Workspace) -> list[Namnd]:
    """All nämnder that any document of the organisation lists, whatever its year."""
    entries = workspace.usable(entry for entry in workspace.entries if "namnder" in entry.header.keys)
    return [namnd for entry in entries for namnd in entry.document.namnder]


def every_name(workspace: Workspace) -> frozenset[str]:
    """The ids of all nämnder and groups that any document of the organisation lists, whatever its year."""
    return frozenset(_titles(workspace))


def called(workspace: Workspace, name: str) -> str:
    """What a nämnd or a group is called; its id where no document of the organisation lists it."""
    return _titles(workspace).get(name, name)


@remembered
def _titles(workspace: Workspace) -> Mapping[str, str]:
    entries = workspace.usable(entry for entry in workspace.entries if entry.header.keys & {"groups", "namnder"})
    documents = sorted((entry.document for entry in entries), key=lambda document: document.year)
    groups = {group.id: group.title for document in documents for group in document.groups}
    return groups | {namnd.id: namnd.title for document in documents for namnd in document.namnder}


@remembered
def meant(workspace: Workspace, name: str | None) -> list[str]:
    """The nämnder that a name which is that of none may be a misspelling of; none where it is that of a nämnd or a group."""
    known = _titles(workspace)
    if name is None or name in known:
        return []
    return [namnd.id for namnd in every_namnd(workspace) if likeness(name, namnd.id) >= SIMILAR]


def unknown_namnd(workspace: Workspace, name: str | None, why: str = "unknown-namnd-of-document") -> Unknown | None:
    """Why it is not known which nämnd a name means: it is that of none in an organisation that is recorded."""
    known = _titles(workspace)
    return Unknown(why, namnd=name) if name is not None and known and name not in known else None


@remembered
def groups(workspace: Workspace, year: int) -> Mapping[str, Sequence[str]] | Unknown:
    """The groups of the organisation in a year, by id, each with the names of its members."""
    documents = organisation(workspace, year)
    if isinstance(documents, Unknown):
        return documents
    names = [namnd.id for document in documents for namnd in document.namnder if namnd.exists_in(year)]
    return {group.id: names if group.everyone else group.members for document in documents for group in document.groups}


def groups_of(workspace: Workspace, namnd: str, year: int) -> list[str] | Unknown:
    """The ids of the groups of a year that a nämnd is in, itself or through a group within, or that name one that it has
    succeeded.
    """
    known = groups(workspace, year)
    if isinstance(known, Unknown):
        return known
    within = {name: members(workspace, [name], year) for name in known}
    acting = predecessors(workspace, namnd, year).keys()
    return [name for name, inside in within.items() if not isinstance(inside, Unknown) and not acting.isdisjoint(inside)]


def members(workspace: Workspace, names: Iterable[str], year: int) -> list[str] | Unknown:
    """The nämnder that the names stand for in a year: a group's members and theirs, a nämnd itself."""
    known = groups(workspace, year)
    if isinstance(known, Unknown):
        return known
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting.extend(known.get(name, ()))
    return list(found)


@remembered
def predecessors(workspace: Workspace, namnd: str | None, year: int) -> Mapping[str | None, int]:
    """A nämnd and those that it succeeds, each with the year in which another took over."""
    found: dict[str | None, int] = {namnd: year + 1}
    documents = organisation(workspace, year)
    if isinstance(documents, Unknown):
        return found
    namnder: dict[str | None, Namnd] = {listed.id: listed for document in documents for listed in document.namnder}
    waiting = [namnd]
    while waiting:
        later = waiting.pop()
        successor = namnder.get(later)
        if successor is None:
            continue
        for earlier in successor.succeeds:
            if earlier not in found:
                found[earlier] = successor.from_ or found[later]
                waiting.append(earlier)
    return found


def acts_for(workspace: Workspace, namnd: str | None, year: int) -> list[str]:
    """A nämnd, and those whose uppdrag it has taken over by a year; of a name that is none's, those that it may mean too."""
    return [*(name for name in predecessors(workspace, namnd, year) if name), *meant(workspace, namnd)]
