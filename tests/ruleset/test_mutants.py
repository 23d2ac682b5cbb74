"""Mutants: each is a rule with one part of its demand dropped or inverted."""

from __future__ import annotations

from typing import Any

import pytest

from plancheck.ruleset.mutants import mutants_of

RULE: dict[str, Any] = {"check": "each", "applies-to": {"document": ["verksamhetsplan"]}, "items": "uppdrag"}


def mutated(**keys: Any) -> list[str]:
    """The parts that are tried of a rule with these keys."""
    values = {**RULE, **{name.replace("_", "-"): value for name, value in keys.items()}}
    return [f"{mutant.part} {mutant.change}" for mutant in mutants_of(values)]


@pytest.mark.parametrize(
    ("keys", "parts"),
    [
        ({"require": {"text": "present"}}, ["require.text inverted"]),
        (
            {"require": {"text": "present", "at": "present"}},
            ["require.text dropped", "require.text inverted", "require.at dropped", "require.at inverted"],
        ),
        ({"where": {"status": "avslutad"}}, ["where.status dropped", "where.status inverted"]),
        (
            {"where": {"status": {"all": ["present", {"not": "avslutad"}]}}},
            ["where.status dropped", "where.status inverted", "where.status.all.1 dropped", "where.status.all.2 dropped"],
        ),
        (
            {"having": {"n": {"after": 1, "before": 9}}},
            ["having.n dropped", "having.n inverted", "having.n.after dropped", "having.n.before dropped"],
        ),
        ({"on": {"ref": "ref", "area": "area"}}, ["on.ref dropped", "on.area dropped"]),
        ({"on": {"ref": "ref"}}, []),
        ({"on": ["title", "area"]}, ["on.title dropped", "on.area dropped"]),
        ({"total": {"count": "uppdrag", "where": {"ref": "present"}}}, ["total.where.ref dropped", "total.where.ref inverted"]),
        ({"absent": True}, ["absent dropped"]),
        ({"order": ["kf", "ks"]}, ["order inverted"]),
        ({"within": "area"}, ["within dropped"]),
        ({"check": "deadline", "by": {"month": 2}}, ["by inverted"]),
        ({"check": "deadline", "on": {"month": 2, "day": 1}}, []),
        ({"applies_to": {"document": ["verksamhetsplan"], "years": "2021-"}}, ["applies-to.years dropped"]),
    ],
)  # fmt: skip
def test_each_part_of_a_demand_is_dropped_or_inverted(keys: dict[str, Any], parts: list[str]) -> None:
    assert mutated(**keys) == parts


def test_a_mutant_is_the_rule_with_that_one_change() -> None:
    values = {**RULE, "where": {"status": {"any": ["a", "b"]}, "ref": "present"}, "require": {"text": "present"}}
    made = {f"{mutant.part} {mutant.change}": mutant.values for mutant in mutants_of(values)}
    assert made["where.ref dropped"] == {**values, "where": {"status": {"any": ["a", "b"]}}}
    assert made["where.status.any.1 dropped"] == {**values, "where": {"status": {"any": ["b"]}, "ref": "present"}}
    assert made["require.text inverted"] == {**values, "require": {"text": {"not": "present"}}}


def test_each_keyword_of_a_schema_is_tried_wherever_it_stands() -> None:
    schema = {"type": "object", "properties": {"utslapp": {"minimum": 0}}}
    parts = ["schema.type", "schema.properties", "schema.properties.utslapp", "schema.properties.utslapp.minimum"]
    assert mutated(check="schema", schema=schema) == [f"{part} dropped" for part in parts]
