"""A KF budget made of what a plan says comes from KF, where the city has published no other list."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from plancheck.importing.evidence.fuzzy import folded, short_id, unique_id
from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.records.found import Found
from plancheck.model.problems import ProblemError, placeless
from plancheck.model.text import Text
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet


def register_of(document: Found, ruleset: RuleSet, workspace: Workspace) -> Found:
    """The register of the goals and uppdrag that a document says come from it, marked as partial.

    What is already known keeps its reference and is not repeated: the register has what is new. Raises ProblemError if the
    profile names no register.
    """
    profile = profile_of(ruleset.folders)
    if profile.register_ is None or profile.register_.document not in ruleset.kinds:
        raise ProblemError(placeless("import.yaml", "import-no-register"))
    by, kind = profile.register_.by, _local_kind(profile.register_.document, ruleset)
    year = document.values["year"]
    ids = _ids_of(workspace, kind, year)
    uppdrag = [uppdrag for uppdrag in _new(document, "uppdrag") if uppdrag.values.get("by", by) != document.values.get("namnd")]
    values: dict[str, object] = {
        "document": kind,
        "id": profile.document(ruleset.kinds[kind]).id.format(year=year) or None,
        "year": year,
        "title": f"{ruleset.kinds[kind].title['sv']} {year}",
        "partial": True,
        "goals": _goals(_new(document, "goals"), ids),
        "uppdrag": [_uppdrag(new, by, ids, profile.uppdrag.wanted) for new in uppdrag],
    }
    return Found({key: value for key, value in values.items() if value not in (None, [])}, doubts=[Text("doubt-register")])


def _local_kind(kind: str, ruleset: RuleSet) -> str:
    """The kind that the city's documents have: its own name for the kind, if it has one."""
    return next((other.id for other in ruleset.kinds.values() if other.is_a(kind) and other.id != kind), kind)


def _ids_of(workspace: Workspace, kind: str, year: object) -> set[str]:
    """The ids of the goals and uppdrag in the registers of a kind and year that the repository has."""
    entries = [entry for entry in workspace.entries if entry.header.kind == kind and entry.header.year == year]
    registers = [entry.document for entry in workspace.usable(entries)]
    return {item.id for register in registers for items in (register.goals, register.uppdrag) for item in items if item.id}


def _new(document: Found, key: str) -> list[Found]:
    """The items of a document that are in no register, without the nämnd's own."""
    items = document.values.get(key)
    new = [item for item in items if isinstance(item, Found) and not _is_known(item)] if isinstance(items, list) else []
    return [item for item in new if not item.own]


def _is_known(item: Found) -> bool:
    """Whether an item has a reference that is certain: one in doubt is better in the register twice than not at all."""
    return bool(item.values.get("ref")) and not any(doubt.key.startswith("doubt-link") for doubt in item.doubts)


def _goals(goals: Iterable[Found], ids: set[str]) -> list[Found]:
    """Each goal once, though a plan has it in several places; numbered in order, by numbers that are free."""
    by_title: dict[str, Found] = {}
    for goal in goals:
        by_title.setdefault(folded(_title(goal)), goal)
    free = (f"goal-{n}" for n in count(1) if f"goal-{n}" not in ids)
    return [Found({"id": name, "title": _title(goal)}, goal.lines) for name, goal in zip(free, by_title.values(), strict=False)]


def _title(item: Found) -> str:
    """The document's own words, which are next to the reference where a link is in doubt."""
    return str(item.values.get("title") or item.values.get("x-wording") or "")


def _uppdrag(uppdrag: Found, by: str, ids: set[str], before: Iterable[str]) -> Found:
    """An uppdrag as a register has it. `before` are the words that come before what is to be done, for its id."""
    title = _title(uppdrag)
    values: dict[str, object] = {
        "id": unique_id(short_id(title, "uppdrag", before), ids),
        "title": title,
        "by": uppdrag.values.get("by") or by,
    }
    for key in ("to", "due", "reports-back"):
        if uppdrag.values.get(key):
            values[key] = uppdrag.values[key]
    doubts = [] if values.get("to") else [Text("doubt-addressee")]
    return Found(values, uppdrag.lines, doubts)
