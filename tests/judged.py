"""Documents that a rule is tried on, and the evaluations in short."""

from __future__ import annotations

from plancheck import Evaluation

PLAN = """\
document: verksamhetsplan
namnd: nordost
year: 2024
title: Plan 2024
"""
REPORT = """\
document: arsrapport
namnd: nordost
year: 2023
"""
BUDGET = """\
document: kf-budget
id: kf-2024
year: 2024
goals:
  - {id: jamlik, title: Jämlik stad}
  - {id: trygg, title: Trygg stad}
uppdrag:
  - id: bank
    title: Fritidsbanker
    to: [nordost]
    due: 2024-06-30
  - id: val
    title: Vallokaler
    to: [centrum]
"""
ORGANISATION = "document: organisation\nyear: 2020\nnamnder: [{id: nordost, title: N}]\ngroups: [{id: alla, title: A}]\n"


def told(one: Evaluation) -> str:
    """An evaluation in a line: where, what came out, and what was said."""
    where = one.location
    return f"{where.file}:{where.line}:{where.column} {one.outcome} {one.message}".rstrip()


def all_told(evaluations: list[Evaluation]) -> list[str]:
    return [told(one) for one in evaluations]


def related(one: Evaluation) -> list[str]:
    return [f"{r.location.file}:{r.location.line}:{r.location.column} {r.note}" for r in one.related]


def only(evaluations: list[Evaluation], outcome: str = "failed") -> Evaluation:
    found = [one for one in evaluations if one.outcome == outcome]
    assert len(found) == 1, all_told(evaluations)
    return found[0]


TABLE = "accounts:\n  - title: Resultat\n    at: {section: '4.2', page: 31}\n    rows:\n"
