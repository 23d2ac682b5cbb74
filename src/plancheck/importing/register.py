"""A KF budget made of what a plan tells to be KF's, where the city has published no other list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plancheck.checking import Repository
from plancheck.importing.found import Doubt, Found
from plancheck.importing.wording import folded


def register_of(document: Found, repository: Repository) -> Found:
    """The register of the goals and uppdrag that a document tells to come from KF, marked as an excerpt.

    What is known already keeps its reference, and is not repeated: the register has what is new.
    """
    year = document.values["year"]
    kind = next(
        (kind.id for kind in repository.ruleset.kinds.values() if kind.is_a("kf-budget") and kind.id != "kf-budget"),
        "kf-budget",
    )
    ids: set[str] = set()
    goals = [_goal(goal, n) for n, goal in enumerate(_new(document, "goals"), 1)]
    uppdrag = [
        _uppdrag(one, ids) for one in _new(document, "uppdrag") if one.values.get("by", "kf") != document.values.get("namnd")
    ]
    values: dict[str, object] = {
        "document": kind,
        "id": f"kf-{year}",
        "year": year,
        "title": f"{repository.ruleset.kinds[kind].title['sv']} {year}",
        "excerpt": True,
        "goals": _without_doubles(goals),
        "uppdrag": uppdrag,
    }
    return Found({key: value for key, value in values.items() if value not in (None, [])}, doubts=[Doubt("doubt-register")])


def _new(document: Found, key: str) -> list[Found]:
    """What a document tells and no register has."""
    told = document.values.get(key)
    return [one for one in told if isinstance(one, Found) and not one.values.get("ref")] if isinstance(told, list) else []


def _goal(goal: Found, n: int) -> Found:
    return Found({"id": f"goal-{n}", "title": goal.values.get("title")}, goal.lines)


def _without_doubles(goals: Iterable[Found]) -> list[Found]:
    """Each goal once, though a plan tells of it in several places; numbered in their order."""
    seen: dict[str, Found] = {}
    for goal in goals:
        seen.setdefault(folded(str(goal.values.get("title"))), goal)
    for n, goal in enumerate(seen.values(), 1):
        goal.values["id"] = f"goal-{n}"
    return list(seen.values())


def _uppdrag(one: Found, ids: set[str]) -> Found:
    title = str(one.values.get("title", ""))
    values: dict[str, object] = {"id": _id_of(title, ids), "title": title, "by": one.values.get("by") or "kf"}
    for key in ("to", "due", "reports-back"):
        if one.values.get(key):
            values[key] = one.values[key]
    doubts = [] if values.get("to") else [Doubt("doubt-addressee")]
    return Found(values, one.lines, doubts)


def _id_of(title: str, ids: set[str]) -> str:
    """A short name of the words behind "uppdrag att", none given twice."""
    words = re.findall(r"[a-z0-9]+", folded(re.split(r"uppdrag att|uppdras att", title, maxsplit=1)[-1]))
    name = "-".join(word for word in words if len(word) > 2)[:40].rstrip("-") or "uppdrag"
    unique, n = name, 2
    while unique in ids:
        unique, n = f"{name}-{n}", n + 1
    ids.add(unique)
    return unique
