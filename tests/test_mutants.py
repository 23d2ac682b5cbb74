"""Mutants: which parts of a rule are tried, and that one which no case needs is called out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from plancheck.cli import main
from plancheck.ruleset.mutants import mutants_of

RULE: dict[str, Any] = {"check": "each", "applies-to": {"document": ["verksamhetsplan"]}, "items": "uppdrag"}
RULES = """\
ruleset: ours
extends: kommun
rules:
  - id: EGN001
    name: closed-has-comment
    title: {sv: Titel, en: Title}
    why: {sv: Därför, en: Therefore}
    source: [{document: Reglementet}]
    severity: error
    applies-to: {document: [verksamhetsplan]}
    check: each
    items: uppdrag
    where: {status: avslutad}
    require: {comment: present}
    message: {sv: Fel, en: Wrong}
    hint: {sv: Rätta, en: Correct it}
    tests:
      - name: with a comment
        documents: [{document: verksamhetsplan, namnd: a, year: 2024, uppdrag: [{title: A, status: avslutad, comment: Klart}]}]
        passes: 1
      - name: without
        documents: [{document: verksamhetsplan, namnd: a, year: 2024, uppdrag: [{title: A, status: avslutad}]}]
        fails: 1
"""
OPEN_ONE = """\
      - name: an open one needs none
        documents: [{document: verksamhetsplan, namnd: a, year: 2024, uppdrag: [{title: A}]}]
        fails: 0
"""


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


def test_a_part_that_no_case_needs_is_called_out(tmp_path: Path) -> None:
    (tmp_path / "ours.yml").write_text(RULES, encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(tmp_path / "ours.yml"), "--lang", "en"])
    assert result.exit_code == 1
    assert "✗ EGN001 where.status can be dropped without any case noticing" in result.stdout
    assert result.stdout.endswith("1 rule, 2 cases, 0 failed, 3 mutants, 1 survived\n")


def test_a_case_that_needs_the_part_notices(tmp_path: Path) -> None:
    (tmp_path / "ours.yml").write_text(RULES + OPEN_ONE, encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(tmp_path / "ours.yml"), "--lang", "en"])
    assert (result.exit_code, result.stdout) == (0, "1 rule, 3 cases, 0 failed, 3 mutants, 0 survived\n")


def test_each_keyword_of_a_schema_is_tried_wherever_it_stands() -> None:
    schema = {"type": "object", "properties": {"utslapp": {"minimum": 0}}}
    parts = ["schema.type", "schema.properties", "schema.properties.utslapp", "schema.properties.utslapp.minimum"]
    assert mutated(check="schema", schema=schema) == [f"{part} dropped" for part in parts]


def test_a_rule_set_that_only_changes_rules_says_that_nothing_proves_them(tmp_path: Path) -> None:
    file = tmp_path / "ours.yml"
    file.write_text("ruleset: ours\nextends: kommun\nchange:\n  UPP003: {severity: info}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(file), "--lang", "en"])
    assert result.exit_code == 0
    assert "Changed without cases of their own" in result.stdout
    assert "UPP003" in result.stdout


def test_a_case_that_fails_tells_what_came_of_each_item(tmp_path: Path) -> None:
    file = tmp_path / "ours.yml"
    file.write_text(RULES.replace("fails: 1", "fails: 2") + OPEN_ONE, encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(file), "--lang", "en"])
    assert result.exit_code == 1
    assert "    A: not met: Wrong\n" in result.stdout
