"""The tests in rule files: what they prove, and what they do not notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from plancheck.ruleset.testing import own_rules, proofs, rule_sets
from tests.command import plancheck


def test_a_rule_set_proves_what_it_changes(tmp_path: Path) -> None:
    changed = (
        "ruleset: ours\nextends: kommun\nchange:\n  TID001:\n    by: {month: 1, day: 31}\n    tests:\n"
        "      - name: adopted in January\n        documents:\n"
        "          - {document: verksamhetsplan, namnd: a, year: 2025, decisions: [{by: a, outcome: adopted, date: DATE}]}\n"
        "        passes: 1\n"
    )
    for date, holds in (("2025-01-31", True), ("2025-02-28", False)):
        (tmp_path / "ours.yml").write_text(changed.replace("DATE", date), encoding="utf-8")
        ((path, ruleset),) = rule_sets(str(tmp_path / "ours.yml"), tmp_path)
        (rule,) = own_rules(ruleset, path)
        proof = next(iter(proofs(rule, ruleset, "en")))
        assert (rule.id, proof.case, proof.holds) == ("TID001", "adopted in January", holds)
        assert proof.place.endswith("ours.yml:7")


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


def test_a_part_that_no_case_needs_is_called_out(tmp_path: Path) -> None:
    (tmp_path / "ours.yml").write_text(RULES, encoding="utf-8")
    result = plancheck("test", tmp_path / "ours.yml", "--lang", "en")
    assert result.exit_code == 1
    assert "✗ EGN001 where.status can be dropped without any case noticing" in result.stdout
    assert result.stdout.endswith("1 rule, 2 cases, 0 failed, 3 mutants, 1 survived\n")


def test_a_case_that_needs_the_part_notices(tmp_path: Path) -> None:
    (tmp_path / "ours.yml").write_text(RULES + OPEN_ONE, encoding="utf-8")
    result = plancheck("test", tmp_path / "ours.yml", "--lang", "en")
    assert (result.exit_code, result.stdout) == (0, "1 rule, 3 cases, 0 failed, 3 mutants, 0 survived\n")


def test_a_rule_set_that_only_changes_rules_says_that_nothing_proves_them(tmp_path: Path) -> None:
    file = tmp_path / "ours.yml"
    file.write_text("ruleset: ours\nextends: kommun\nchange:\n  UPP003: {severity: info}\n", encoding="utf-8")
    result = plancheck("test", file, "--lang", "en")
    assert result.exit_code == 0
    assert "Changed without test cases of their own" in result.stdout
    assert "UPP003" in result.stdout


def test_a_case_that_fails_tells_what_came_of_each_item(tmp_path: Path) -> None:
    file = tmp_path / "ours.yml"
    file.write_text(RULES.replace("fails: 1", "fails: 2") + OPEN_ONE, encoding="utf-8")
    result = plancheck("test", file, "--lang", "en")
    assert result.exit_code == 1
    assert "    A: not met: Wrong\n" in result.stdout


NEVER = """\
      - name: the annex is here
        documents:
          - {document: arsrapport, namnd: a, year: 2024, annexes: [{kind: lex-sarah, title: A}, {kind: taxor, title: B}]}
          - {document: lex-sarah, namnd: a, year: 2024}
        passes: 1
        fails: 0
      - name: it is not
        documents: [{document: arsrapport, namnd: a, year: 2024, annexes: [{kind: lex-sarah, title: A}]}]
        not-assessable: 1
        fails: 0
"""


@pytest.mark.parametrize(
    ("left_out", "lacks"), [("", False), ("        not-assessable: 1\n", True), ("        fails: 0\n", True)]
)
def test_a_rule_that_only_says_what_cannot_be_judged_needs_no_failing_case(left_out: str, lacks: bool, tmp_path: Path) -> None:
    rule = RULES.partition("      - name: with")[0].replace("[verksamhetsplan]", "[arsrapport]").replace("uppdrag", "annexes")
    rule = rule.replace("{status: avslutad}", "{is-here: present}").replace("{comment: present}", "{is-here: true}")
    (tmp_path / "ours.yml").write_text(rule + NEVER.replace(left_out or "\0", "", 1), encoding="utf-8")
    result = plancheck("test", tmp_path / "ours.yml", "--lang", "en")
    assert ("EGN001 has no failing case" in result.stdout) == lacks
    assert (result.exit_code == 0) != lacks
