"""`plancheck test`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.small import OWN_RULE
from tests.command import plancheck
from tests.paths import ROOT


def test_the_shipped_rules_prove_themselves() -> None:
    result = plancheck("test")
    assert (result.exit_code, result.stderr) == (0, "")
    rules, cases = re.findall(r"(\d+) (?:regler|provfall)", result.stdout)
    own = (ROOT / "rules").rglob("*.yaml")
    written = "".join(path.read_text(encoding="utf-8") for path in own)
    # A rule set's own rules stand in a list; those that it changes, and gives cases, are named by their ids.
    changed_with_tests = len(re.findall(r"^  [A-Z]+\d+:\n(?:    .*\n)*?    tests:\n", written, re.MULTILINE))
    assert changed_with_tests == 4
    assert int(rules) == len(re.findall(r"^  - id: ", written, re.MULTILINE)) + changed_with_tests
    assert int(cases) >= 2 * int(rules)
    assert "0 underkändes" in result.stdout
    assert "0 överlevde" in result.stdout


def test_a_name_or_a_path_says_which_rules_prove_themselves(small: Path) -> None:
    Path("egna.yml").write_text(OWN_RULE, encoding="utf-8")
    assert plancheck("test", "./egna.yml").stdout == "1 regel, 2 provfall, 0 underkändes, 1 mutant, 0 överlevde\n"
    verbose = plancheck("test", "./egna.yml", "--verbose", "--lang", "en")
    assert verbose.stdout == "✓ EGN001 it does\n✓ EGN001 it does not\n1 rule, 2 cases, 0 failed, 1 mutant, 0 survived\n"
    only = plancheck("test", "goteborg", "--select", "BAR003", "-v").stdout
    assert set(re.findall(r"[A-Z]{3}\d{3}", only)) == {"BAR003"}


def test_a_wrong_expectation_ends_with_1_and_says_what_came(small: Path) -> None:
    Path("egna.yml").write_text(OWN_RULE.replace("passes: 1", "passes: 2"), encoding="utf-8")
    result = plancheck("test", "./egna.yml")
    assert result.exit_code == 1
    line = Path("egna.yml").read_text(encoding="utf-8").splitlines().index("      - name: it does") + 1
    assert f"✗ EGN001 it does (egna.yml:{line})" in result.stdout
    assert "väntat: 2 utan fynd" in result.stdout
    assert "utfall: 1 utan fynd, 0 med fynd, 0 kan inte bedömas" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("1 regel, 2 provfall, ")
    assert "0 underkändes" not in result.stdout


@pytest.mark.parametrize(
    ("removed", "sv", "en"),
    [
        ("passes: 1", "inget provfall som godkänns", "no passing case"),
        ("fails: 1", "inget provfall som underkänns", "no failing case"),
    ],
)
def test_a_rule_without_one_kind_of_case_ends_with_1(small: Path, removed: str, sv: str, en: str) -> None:
    text = OWN_RULE[: OWN_RULE.index("      - name: it does\n")]
    cases = OWN_RULE[len(text) :].split("      - name: ")[1:]
    kept = "".join(f"      - name: {case}" for case in cases if removed not in case)
    Path("egna.yml").write_text(text + kept, encoding="utf-8")
    result = plancheck("test", "./egna.yml")
    assert result.exit_code == 1
    assert f"✗ EGN001 har {sv}" in result.stdout
    assert f"EGN001 has {en}" in plancheck("test", "./egna.yml", "--lang", "en").stdout


def test_a_case_with_a_faulty_document_ends_with_1_and_says_what_is_wrong(small: Path) -> None:
    faulty = OWN_RULE.replace("namnd: a, year: 2024}]", "namnd: a, yaer: 2024}]")
    assert faulty != OWN_RULE
    Path("egna.yml").write_text(faulty, encoding="utf-8")
    result = plancheck("test", "./egna.yml")
    assert result.exit_code == 1
    assert "✗ EGN001 it does not" in result.stdout
    assert "Menade du year?" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("source.file", "source.fiel", "Menade du file?"),
        ("check: each", "check: eahc", "Menade du each?"),
        ("[verksamhetsplan]", "[verksamhetsplam]", "Menade du verksamhetsplan?"),
        ("{document.title}» säger", "{dokument.title}» säger", "{dokument.title}"),
        ("severity: error", "severty: error", "Menade du severity?"),
        ("extends: kommun", "extends: komun", "Menade du kommun?"),
        ("UPP004: off", "UPP0004: off", "Menade du UPP004?"),
        ("rules:", "rules: [", "inte stängd"),
    ],
)
def test_a_faulty_rule_file_ends_with_2_at_its_place(small: Path, old: str, new: str, words: str) -> None:
    text = OWN_RULE.replace(old, new, 1)
    Path("egna.yml").write_text(text, encoding="utf-8")
    for command in (["test", "./egna.yml"], ["check", "--ruleset", "./egna.yml"]):
        result = plancheck(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
        assert "egna.yml:" in result.stderr


def test_an_unknown_rule_set_cannot_prove_itself() -> None:
    result = plancheck("test", "gotebrg")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Menade du goteborg?" in result.stderr


def test_a_selection_of_no_rule_proves_nothing() -> None:
    result = plancheck("test", "--select", "XYZ")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "XYZ" in result.stderr
