"""`plancheck rules`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plancheck.ruleset.loader import load
from tests.cli.small import configure, flowing
from tests.command import plancheck


def test_rules_lists_every_rule_with_its_severity_and_title(small: Path) -> None:
    ruleset = load("goteborg")
    text = flowing(plancheck("rules", "--ruleset", "goteborg").stdout)
    names = {"error": "fel", "warning": "varning", "info": "upplysning"}
    assert len(ruleset.rules) > 50
    for rule in ruleset.rules.values():
        assert f"{rule.id} {names[rule.severity]} {rule.head.title.sv[:20]}" in text


def test_rules_lists_what_holds_here(city: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "BAR003" not in plancheck("rules").stdout
    monkeypatch.chdir(city)
    configure("ruleset: goteborg\nlang: en\nrules:\n  BAR001: off\n  BAR003: {severity: warning}\n")
    lines = plancheck("rules").stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("BAR003")] == ["warning"]
    assert not [line for line in lines if line.startswith("BAR001")]


def test_rules_of_a_kind_of_document_are_those_about_it(small: Path) -> None:
    ruleset = load("goteborg")
    text = plancheck("rules", "--ruleset", "goteborg", "--document", "barnbokslut").stdout
    listed = re.findall(r"^[A-Z]{3}\d{3}", text, re.MULTILINE)
    assert listed == [rule.id for rule in ruleset.rules.values() if "barnbokslut" in rule.head.applies_to.document]
    assert len(listed) >= 8


def test_rules_of_an_unknown_kind_of_document_end_with_2_and_the_nearest(small: Path) -> None:
    result = plancheck("rules", "--document", "verksamhetsplam")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Menade du verksamhetsplan?" in result.stderr
