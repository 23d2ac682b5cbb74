"""A small rule set to spoil and to extend, and what its rules say of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import plancheck
from plancheck import Problem, RuleSet

RULES = """\
documents:
  kf-budget: {sv: Budget, en: Budget, of: city, role: register}
  verksamhetsplan: {sv: Verksamhetsplan, en: Verksamhetsplan}
  arsrapport: {sv: Årsrapport, en: Årsrapport, role: report, as-of: "12-31"}
vocabulary:
  closed: [avslutad]
  status: {avslutad: {sv: Avslutad, en: Completed, closes: true}}
rules:
  - id: TST001
    name: the-rule
    title: {sv: Regeln, en: The rule}
    why: {sv: Därför, en: Therefore}
    source: [{document: Reglementet, section: "3"}]
    severity: error
    applies-to: {document: [verksamhetsplan], years: 2022-}
    check: each
    items: uppdrag
    where: {status: $vocabulary.closed}
    require: {text: present}
    message: {sv: "{item.title} saknas", en: "{item.title} is missing"}
    hint: {sv: Rätta, en: Correct it}
"""
CHECK = "check: each\n    items: uppdrag\n    where: {status: $vocabulary.closed}\n    require: {text: present}\n"
REQUIRE = "require: {text: present}"
Loads = Callable[..., RuleSet]


def rule(rule_id: str, *lines: str) -> str:
    """The rule of `RULES` alone under another id, with other lines in place of those that have the same key."""
    text = RULES[RULES.index("  - id: TST001") :].replace("TST001", rule_id)
    for line in lines:
        (old,) = re.findall(rf"^    {line.partition(':')[0]}:.*$", text, re.MULTILINE)
        text = text.replace(old, f"    {line}")
    return text


def documents() -> str:
    return RULES[: RULES.index("rules:")]


Refused = Callable[..., tuple[Problem, ...]]


def judged(ruleset_file: Path, text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    result = plancheck.check([folder / "plan.yaml"], ruleset=str(ruleset_file), language="en")
    return [f"{one.rule} {one.outcome}" for one in result.evaluations]


PLAN = "document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n"
