"""A KF budget made of what a plan tells to be KF's, where the city has published no other list."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from plancheck.importing.evidence.fuzzy import folded, short_id
from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.records.found import Found
from plancheck.model.problems import ProblemError, placeless
from plancheck.model.text import Text
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet


def register_of(document: Found, ruleset: RuleSet, workspace: Workspace) -> Found:
    """The register of the goals and uppdrag that a document tells to come from it, marked as partial.

    What is known already keeps its reference, and is not repeated: the register has what is new. Raises ProblemError where
    the profile names no register.
    """
    profile = profile_of(ruleset.folders)
    if profile.register_ is None or profile.register_.document not in ruleset.kinds:
        raise ProblemError(placeless("import.yaml", "import-no-register"))
    by, kind = profile.register_.by, _kind(profile.register_.document, ruleset)
    year = document.values["year"]
    there = [
        entry.document
        for entry in workspace.sound(one for one in workspace.entries if one.header.kind == kind and one.header.year == year)
    ]
    ids = {one.id for register in there for items in (register.goals, register.uppdrag) for one in items if one.id}
    new = [one for one in _new(document, "uppdrag") if one.values.get("by", by) != document.values.get("namnd")]
    values: dict[str, object] = {
        "document": kind,
        "id": profile.document(ruleset.kinds[kind]).id.format(year=year) or None,
        "year": year,
        "title": f"{ruleset.kinds[kind].title['sv']} {year}",
        "partial": True,
        "goals": _goals(_new(document, "goals"), ids),
        "uppdrag": [_uppdrag(one, by, ids, profile.uppdrag.wanted) for one in new],
    }
    return Found({key: value for key, value in values.items() if value not in (None, [])}, doubts=[Text("doubt-register")])


def _kind(kind: str, ruleset: RuleSet) -> str:
    """The kind that the documents of a city have: its own name for a kind, where it has one."""
    return next((one.id for one in ruleset.kinds.values() if one.is_a(kind) and one.id != kind), kind)


def _new(document: Found, key: str) -> list[Found]:
    """What a document tells and no register has."""
    told = document.values.get(key)
    return [one for one in told if isinstance(one, Found) and not _is_known(one)] if isinstance(told, list) else []


def _is_known(one: Found) -> bool:
    """Whether something has a reference for certain: what is in doubt is told once too often rather than not at all."""
    return bool(one.values.get("ref")) and not any(doubt.key.startswith("doubt-link") for doubt in one.doubts)


def _goals(told: Iterable[Found], ids: set[str]) -> list[Found]:
    """Each goal once, though a plan tells of it in several places; numbered in their order, by numbers that are free."""
    seen: dict[str, Found] = {}
    for goal in told:
        seen.setdefault(folded(_title(goal)), goal)
    free = (f"goal-{n}" for n in count(1) if f"goal-{n}" not in ids)
    return [Found({"id": name, "title": _title(goal)}, goal.lines) for name, goal in zip(free, seen.values(), strict=False)]


def _title(one: Found) -> str:
    """The words of the document, which stand beside the reference where a link is in doubt."""
    return str(one.values.get("title") or one.values.get("x-wording") or "")


def _uppdrag(one: Found, by: str, ids: set[str], behind: Iterable[str]) -> Found:
    title = _title(one)
    values: dict[str, object] = {
        "id": _unique(short_id(title, "uppdrag", behind), ids),
        "title": title,
        "by": one.values.get("by") or by,
    }
    for key in ("to", "due", "reports-back"):
        if one.values.get(key):
            values[key] = one.values[key]
    doubts = [] if values.get("to") else [Text("doubt-addressee")]
    return Found(values, one.lines, doubts)


def _unique(name: str, ids: set[str]) -> str:
    """A name that is not given yet: with a number behind it, where it is."""
    unique, n = name, 2
    while unique in ids:
        unique, n = f"{name}-{n}", n + 1
    ids.add(unique)
    return unique
