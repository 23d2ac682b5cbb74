"""The rule sets that ship: every rule proves itself, and all of it is data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from plancheck.model.source import parse
from plancheck.ruleset.locating import shipped
from plancheck.ruleset.model import Rule, RuleSet
from plancheck.ruleset.testing import Lack, own_rules, prove, rule_sets
from tests.paths import ROOT


def shipped_rules() -> Iterator[tuple[Rule, RuleSet]]:
    for path, ruleset in rule_sets(str(shipped("rules")), Path()):
        for rule in own_rules(ruleset, path):
            yield rule, ruleset


RULES = {f"{Path(ruleset.name).name}-{rule.id}": (rule, ruleset) for rule, ruleset in shipped_rules()}


@pytest.mark.parametrize("name", RULES)
def test_every_shipped_rule_proves_itself_with_a_passing_and_a_failing_case(name: str) -> None:
    rule, ruleset = RULES[name]
    outcomes = list(prove(rule, ruleset, "sv"))
    assert outcomes
    assert not [outcome for outcome in outcomes if isinstance(outcome, Lack) or not outcome.holds]


def test_what_ships_says_everything_in_english_too() -> None:
    swedish_alone = [
        f"{file.parent.name}/{file.name}: {words['sv']}"
        for file in sorted((ROOT / "rules").rglob("*.yaml"))
        for words in mappings_in(parse(file.read_text(encoding="utf-8"), file.name).root)
        if "sv" in words and not words.get("en")
    ]
    assert swedish_alone == []


def mappings_in(value: object) -> Iterator[Mapping[str, object]]:
    """A mapping and those in it, or those in a list."""
    if isinstance(value, Mapping):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from mappings_in(one)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_the_same_things_in_both_languages(name: str) -> None:
    rule, _ = RULES[name]
    for words in (rule.head.message, rule.head.hint, rule.head.hint_yaml or rule.head.hint):
        assert sorted(re.findall(r"\{[^{}]*\}", words.sv)) == sorted(re.findall(r"\{[^{}]*\}", words.en))


@pytest.mark.parametrize("file", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_shipped_rule_file_has_no_anchors_so_that_its_tests_can_be_passed_over(file: Path) -> None:
    assert re.findall(r"(?<!\S)[&*][a-z][\w-]*", file.read_text(encoding="utf-8")) == []


def test_the_rule_sets_hold_nothing_but_data() -> None:
    assert {path.suffix for path in (ROOT / "rules").rglob("*") if path.is_file()} == {".yaml"}
