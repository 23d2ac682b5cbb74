"""What the program itself needs words for: a rule set names the vocabulary; one that is not there is an error at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from plancheck.model.problems import Problem, ProblemError
from plancheck.repository.declared import PURPOSES
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.loader import load
from tests.command import plancheck

OWN = """\
ruleset: own
documents:
  plan: {sv: Plan, en: Plan}
  list: {sv: Lista, en: List, of: city, role: register}
uses:
  status: states
  points: done
  units: sizes
  laws: acts
vocabulary:
  states: [öppen, stängd]
  done: [stängd]
  sizes:
    sek: {sv: kronor, en: kronor, of: sek}
    ksek: {sv: tusen kronor, en: thousand kronor, of: sek, times: 1000, default: true}
  acts: {LVU: {sv: Lagen om vård av unga, en: LVU}}
"""


def refused(folder: Path, text: str) -> tuple[Problem, ...]:
    (folder / "own.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        load("own.yml", folder)
    return raised.value.problems


@pytest.mark.parametrize(("vocabulary", "line"), [("states", 6), ("done", 7), ("sizes", 8), ("acts", 9)])
def test_a_vocabulary_that_the_program_needs_and_that_is_renamed_is_an_error_at_its_place(
    tmp_path: Path, vocabulary: str, line: int
) -> None:
    (problem,) = refused(tmp_path, OWN.replace(f"  {vocabulary}:", f"  {vocabulary}-new:"))
    assert (problem.text.key, problem.text.details["name"], problem.span.line) == ("unknown-vocabulary", vocabulary, line)
    assert problem.text.details["nearest"] == f"{vocabulary}-new"


def test_a_purpose_that_the_program_does_not_have_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, OWN.replace("  points: done", "  pionts: done"))
    assert (problem.text.key, problem.span.line) == ("not-one-of", 7)


def test_the_sections_of_a_kind_are_a_vocabulary_that_is_there(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, OWN.replace("en: Plan}", "en: Plan, sections: chapters}"))
    assert (problem.text.key, problem.text.details["name"], problem.span.line) == ("unknown-vocabulary", "chapters", 3)


@pytest.mark.parametrize("ruleset", ["kommun", "goteborg", "almstad", "storstad"])
def test_the_shipped_rule_sets_have_words_for_what_each_uses(ruleset: str) -> None:
    declared = load(ruleset).declared
    assert set(declared.words) >= {"status", "assessment", "points", "units", "laws"}
    assert set(declared.words) <= set(PURPOSES)
    assert all(declared.words.values())


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "own.yml").write_text(OWN, encoding="utf-8")
    (tmp_path / "plancheck.yaml").write_text("ruleset: ./own.yml\nexclude: [own.yml]\nlang: en\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults(city: Path, body: str) -> list[str]:
    (city / "plan.yaml").write_text(f"document: plan\nnamnd: a\nyear: 2024\n{body}", encoding="utf-8")
    stdout = plancheck("check", "plan.yaml", "--quiet").stdout
    return [" ".join(block.split()[:3]) for block in stdout.strip().split("\n\n") if ": error " in block]


def test_a_unit_and_a_law_are_words_that_the_rule_set_declares(city: Path) -> None:
    assert faults(city, "accounts:\n  - {title: A, unit: ksek}\nunexecuted-counts:\n  - {law: LVU, number: 1}\n") == []
    assert faults(city, "accounts:\n  - {title: A, unit: tkr}\n") == ["plan.yaml:5:22: error DOK001"]
    assert faults(city, "unexecuted-counts:\n  - {law: SoL, number: 1}\n") == ["plan.yaml:5:11: error DOK001"]


def test_a_table_of_money_that_does_not_say_its_unit_is_in_the_default_one() -> None:
    workspace = Workspace(load("kommun").declared)
    entry = workspace.add(
        "document: namndbudget\nnamnd: a\nyear: 2024\naccounts: [{title: A}, {title: B, unit: mnkr}]\n", "b.yaml"
    )
    assert entry
    assert [account.unit for account in entry.document.accounts] == ["tkr", "mnkr"]


def test_a_word_that_is_times_another_says_which(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, OWN.replace("of: sek, times: 1000", "times: 1000"))
    assert (problem.text.key, problem.text.details["name"], problem.span.line) == ("unit-without-of", "times", 15)


def test_a_misspelt_key_of_a_word_is_all_that_is_said_of_it(tmp_path: Path) -> None:
    (problem,) = refused(
        tmp_path, OWN.replace("sek: {sv: kronor, en: kronor, of: sek}", "sek: {sv: kronor, en: kronor, off: sek}")
    )
    assert (problem.text.key, problem.text.details["name"], problem.span.line) == ("unknown-key", "off", 14)


@pytest.mark.parametrize(("of", "role"), [("city", "register"), ("namnd", "plan")])
def test_a_kind_that_does_not_say_its_role_is_a_register_of_the_city_or_a_plan_of_a_namnd(
    tmp_path: Path, of: str, role: str
) -> None:
    (tmp_path / "own.yml").write_text(f"ruleset: own\ndocuments:\n  kind: {{sv: Slag, en: Kind, of: {of}}}\n", encoding="utf-8")
    assert load("own.yml", tmp_path).kinds["kind"].role == role


# Scales

SCALE = """\
ruleset: own
extends: kommun
ordered: [traffic-light]
vocabulary:
  traffic-light: [grön, gul, röd]
rules:
  - id: OWN001
    name: light
    title: {sv: Ljus, en: Light}
    why: {sv: Därför, en: Because}
    source: [{document: D}]
    severity: error
    applies-to: {document: [arsrapport]}
    check: each
    items: goals
    require: {assessment: {at-least: $scale.traffic-light.gul}}
    message: {sv: M, en: M}
    hint: {sv: H, en: H}
    tests:
      - name: green and yellow are at least yellow, red is not, and other words are not on the scale
        documents:
          - document: arsrapport
            namnd: a
            year: 2024
            goals:
              - {ref: kf/a, assessment: grön}
              - {ref: kf/b, assessment: gul}
              - {ref: kf/c, assessment: röd}
              - {ref: kf/d, assessment: blå}
              - {ref: kf/e}
        passes: 2
        fails: 1
        not-assessable: 2
"""


def test_words_of_a_scale_are_compared_by_their_place_in_it(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(SCALE, encoding="utf-8")
    result = plancheck("test", str(tmp_path / "own.yml"))
    assert result.exit_code == 0, result.output


def test_a_rule_that_compares_words_without_an_order_is_told_at_the_rule(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, SCALE.replace("ordered: [traffic-light]\n", ""))
    assert (problem.text.key, problem.text.details["name"], problem.span.line) == ("no-order", "traffic-light", 15)


def test_a_word_that_is_not_on_the_scale_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, SCALE.replace("traffic-light.gul}", "traffic-light.gull}"))
    assert (problem.text.key, problem.text.details["nearest"], problem.span.line) == ("unknown-word", "gul", 16)


def test_a_scale_that_does_not_exist_is_told_at_its_place(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, SCALE.replace("ordered: [traffic-light]", "ordered: [traffic-lights]"))[:1]
    assert (problem.text.key, problem.span.line) == ("unknown-vocabulary", 3)


def test_that_none_could_be_made_is_no_assessment_below_the_others(tmp_path: Path) -> None:
    words = "[grön, gul, röd, {oklar: {not-assessable: true}}]"
    text = SCALE.replace("[grön, gul, röd]", words).replace("assessment: blå", "assessment: oklar")
    (tmp_path / "own.yml").write_text(text, encoding="utf-8")
    result = plancheck("test", str(tmp_path / "own.yml"))
    assert result.exit_code == 0, result.output
    (tmp_path / "own.yml").write_text(text.replace("$scale.traffic-light.gul", "$scale.traffic-light.oklar"), encoding="utf-8")
    assert plancheck("test", str(tmp_path / "own.yml")).exit_code == 2
