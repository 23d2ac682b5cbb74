"""Whose documents a repository is to hold: what its configuration says (`covers`), or else what it has."""

from __future__ import annotations

from plancheck.model.base import Unknown
from plancheck.model.problems import ProblemError, at, at_key
from plancheck.model.source import Source
from plancheck.model.text import unknown_name
from plancheck.repository.organisation import acts_for, called, every_name, members
from plancheck.repository.workspace import Workspace, remembered


@remembered
def holds(workspace: Workspace, namnd: str, year: int) -> bool | Unknown:
    """Whether the repository is to hold the documents of a nämnd for a year, or those of a nämnd that it has taken over from.

    Where its configuration does not say, it is, from the first year of which it has a document of the nämnd; before, Unknown.
    """
    names = acts_for(workspace, namnd, year)
    if workspace.covers is not None:
        return not _covered(workspace, year).isdisjoint(names)
    if any(entry.header.year <= year for name in names for entry in workspace.of_namnd(name)):
        return True
    return Unknown("not-known-to-be-held", namnd=called(workspace, namnd), year=year)


def _may_have_more(workspace: Workspace) -> bool:
    """Whether the organisation may have nämnder that could not be read."""
    entries = [entry for entry in workspace.entries if entry.header.keys & {"groups", "namnder"}]
    usable = list(workspace.usable(entries))
    unread = any(entry.document.may_lack("namnder", "groups") for entry in usable)
    return unread or len(usable) < len(entries) or bool(workspace.unidentified)


@remembered
def _covered(workspace: Workspace, year: int) -> frozenset[str]:
    """The nämnder that the configuration names for a year, the groups of the organisation resolved."""
    named = [name for name, years in (workspace.covers or {}).items() if years.cover(year)]
    resolved = members(workspace, named, year)
    return frozenset(named if isinstance(resolved, Unknown) else resolved)


def refuse_unknown_namnder(workspace: Workspace, source: Source | None) -> None:
    """Raises ProblemError for what `covers` names and the organisation does not have, where there is an organisation and all of
    it could be read.
    """
    known = every_name(workspace)
    unknown = [name for name in workspace.covers or () if name not in known]
    if not source or not known or not unknown or _may_have_more(workspace):
        return
    given = source.value(["covers"])
    details = {name: unknown_name(name, known) for name in unknown}
    if isinstance(given, list):
        raise ProblemError(*(at(source, ["covers", given.index(name)], "unknown-namnd", **details[name]) for name in unknown))
    raise ProblemError(*(at_key(source, ["covers", name], "unknown-namnd", **details[name]) for name in unknown))
