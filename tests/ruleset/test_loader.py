"""Loading a rule set: which one is meant, its files, and what need not be read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from plancheck import ProblemError, RuleSet
from plancheck.ruleset.loader import load
from tests.ruleset.rules import RULES, Loads, Refused, documents, rule


def kept(ruleset: RuleSet) -> dict[str, dict[str, Any]]:
    """The rules as they were written, by id, without their test cases."""
    found = {}
    for rule_id, one in ruleset.rules.items():
        values = dict(one.source.value(one.steps))
        values.pop("tests", None)
        found[rule_id] = values
    return found


# Which rule set is meant


def test_a_rule_set_that_extends_itself_is_refused(refused: Refused) -> None:
    (problem,) = refused("# ours\nextends: rules.yaml\n" + RULES)
    assert (problem.file, problem.text.key, problem.span.line) == ("ours/rules.yaml", "extends-itself", 2)
    assert problem.text.details["name"] == "rules.yaml"


def test_rule_sets_that_extend_each_other_are_refused(refused: Refused) -> None:
    files = {"rules.yaml": "extends: b.yaml\n", "b.yaml": "ruleset: theirs\nextends: [kommun, rules.yaml]\n"}
    problems = refused(files)
    assert [(p.file, p.text.key, p.span.line) for p in problems] == [("ours/b.yaml", "extends-itself", 2)]


@pytest.mark.parametrize("extends", ["kommum", "[kommun, goteborgg]"])
def test_extending_a_rule_set_that_does_not_exist_is_refused_where_it_is_named(extends: str, refused: Refused) -> None:
    (problem,) = refused(f"ruleset: ours\nextends: {extends}\n{RULES}")
    assert problem.text.key == "unknown-ruleset"
    assert problem.text.details["nearest"] in ("kommun", "goteborg")
    assert (problem.file, problem.span.line) == ("ours/rules.yaml", 2)


def test_a_rule_set_that_does_not_exist_is_told_with_the_nearest_that_does() -> None:
    with pytest.raises(ProblemError) as raised:
        load("komun")
    (problem,) = raised.value.problems
    assert (problem.text.key, problem.text.details["name"], problem.text.details["nearest"]) == (
        "unknown-ruleset",
        "komun",
        "kommun",
    )


def test_a_folder_without_rule_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProblemError) as raised:
        load(str(tmp_path / "empty"))
    assert [problem.text.key for problem in raised.value.problems] == ["empty-ruleset"]


def test_a_rule_set_is_a_folder_of_files_or_one_file(loaded: Loads) -> None:
    files = {"ruleset.yaml": documents(), "a/one.yml": "rules:\n" + rule("TST001"), "two.yaml": "rules:\n" + rule("TST002")}
    assert list(loaded(files).rules) == ["TST001", "TST002"]
    assert list(loaded(files | {"two.yaml": RULES}, name="ours/two.yaml").rules) == ["TST001"]


def test_a_shipped_rule_set_goes_by_its_name(kommun: RuleSet) -> None:
    assert kommun.name == "kommun"
    goteborg = load("goteborg")
    assert set(load("lag").rules) < set(kommun.rules)
    assert kommun.known < goteborg.known
    assert {"barnbokslut", "genomforandeplan"} <= set(goteborg.kinds) - set(kommun.kinds)


def test_a_name_without_a_slash_is_that_of_a_shipped_rule_set_first(loaded: Loads) -> None:
    files = {"rules.yaml": "extends: kommun\n", "../kommun/rules.yaml": RULES}
    assert "UPP001" in loaded(files).rules
    assert list(loaded({"rules.yaml": "extends: ../kommun\n"}).rules) == ["TST001"]


def test_a_path_leads_from_the_file_that_names_it(loaded: Loads) -> None:
    files = {"deep/ours/rules.yaml": "extends: ../base\n", "deep/base/rules.yaml": RULES}
    assert list(loaded(files, name="./ours/deep/ours").rules) == ["TST001"]
    assert list(loaded(files, name="./ours/deep/ours/rules.yaml").rules) == ["TST001"]


def test_rules_come_in_the_order_of_their_ids(loaded: Loads) -> None:
    text = documents() + "rules:\n" + rule("TST003") + rule("ABC001") + rule("TST002")
    assert list(loaded(text).rules) == ["ABC001", "TST002", "TST003"]


# What need not be read


@pytest.mark.parametrize("name", ["kommun", "goteborg"])
def test_the_rules_are_the_same_with_and_without_their_test_cases(name: str) -> None:
    without, all_of_it = load(name), load(name, tests=True)
    assert kept(without) == kept(all_of_it)
    assert [one.source.span([*one.steps, "hint"]).line for one in without.rules.values()] == [
        one.source.span([*one.steps, "hint"]).line for one in all_of_it.rules.values()
    ]


TESTS = """\
    tests:
      - name: one
        documents:
          - {document: verksamhetsplan, namnd: nordost, year: 2024, tests: 1}

        passes: 0
      - {name: two, documents: [{document: verksamhetsplan, namnd: nordost, year: 2024}], fails: 0}
"""
NESTED = """\
rules:
- id: TST001
  name: the-rule
  title: {sv: Regeln, en: The rule}
  why: {sv: Därför, en: Therefore}
  source: [{document: Reglementet}]
  severity: error
  applies-to: {document: [verksamhetsplan]}
  check: schema
  schema:
    tests:
      - kept
    properties:
      tests: {type: object}
  message: {sv: x, en: x}
  tests:
  - name: one
    documents: [{document: verksamhetsplan, namnd: nordost, year: 2024}]
    passes: 1
  hint: {sv: y, en: y}
"""


@pytest.mark.parametrize(
    "text",
    [
        RULES + TESTS,
        RULES + TESTS + rule("TST002") + TESTS,
        (RULES + TESTS).replace("\n", "\r\n"),
        (RULES + TESTS).replace("    hint: {sv: Rätta, en: Correct it}\n", "") + "    hint: {sv: Rätta, en: Correct it}\n",
        RULES + TESTS.replace("      - {name: two", "    # the other way round\n      - {name: two"),
        RULES + TESTS.replace("      - {name: two", "# the other way round\n      - {name: two"),
        RULES + TESTS + "# at the end\nchange: {TST001: {severity: info}}\n",
        RULES + "    tests: [{name: one, documents: [{document: verksamhetsplan, namnd: nordost, year: 2024}], fails: 0}]\n",
        documents() + NESTED,
        "x-tests:\n    tests:\n      - not a rule's\n" + RULES + TESTS,
        RULES.replace(
            "{sv: Därför, en: Therefore}",
            "\n      sv: |\n        Därför:\n\n        tests:\n          - x\n      en: >\n        y",
        )
        + TESTS,
    ],
    ids=range(11),
)
def test_only_the_test_cases_of_rules_are_passed_over(text: str, loaded: Loads) -> None:
    without = loaded(text)
    assert without.rules
    assert kept(without) == kept(loaded(text, tests=True))
    assert without.rules["TST001"].severity == loaded(text, tests=True).rules["TST001"].severity


def test_a_wrong_test_case_is_refused_when_the_test_cases_are_wanted(loaded: Loads, refused: Refused) -> None:
    text = RULES + TESTS.replace("fails: 0", "fials: 0")
    assert list(loaded(text).rules) == ["TST001"]
    (problem,) = refused(text, tests=True)
    assert (problem.text.key, problem.text.details["nearest"]) == ("unknown-key", "fails")
    assert "name: two" in problem.line


def test_own_keys_are_free_in_rule_files_too(loaded: Loads) -> None:
    text = RULES.replace("severity: error", "severity: error\n    x-owner: {a: [1]}").replace(
        'section: "3"', 'section: "3", x-page: 3'
    )
    assert list(loaded("x-contact: someone\n" + text).rules) == ["TST001"]


# Rule sets are data


def test_no_rule_file_can_make_the_program_run_anything(refused: Refused, tmp_path: Path) -> None:
    made = tmp_path / "made"
    text = RULES.replace("en: The rule", f"en: !!python/object/apply:os.system ['touch {made}']")
    assert refused(text)[0].text.key == "tag"
    assert not made.exists()


# Swedish alone


def test_a_rule_set_in_swedish_alone_says_it_in_both_languages(loaded: Loads) -> None:
    swedish = RULES.replace(', en: "{item.title} is missing"', "")
    swedish = re.sub(r", en: [^,}]*(?=[,}])", "", swedish)
    assert "en:" not in swedish
    ruleset = loaded(swedish)
    head = ruleset.rules["TST001"].head
    for words in (head.title, head.why, head.message, head.hint):
        assert words.en == words.sv
    assert ruleset.kinds["kf-budget"].title == {"sv": "Budget", "en": "Budget"}


@pytest.mark.parametrize("wrong", ["{sv: ''}", "{sv: 5}", "{}"])
def test_without_swedish_there_is_one_problem_at_its_place(wrong: str, refused: Refused) -> None:
    (problem,) = refused(RULES.replace("{sv: Regeln, en: The rule}", wrong))
    assert problem.line.strip().startswith("title: ") or problem.text.key == "missing-key"


# More than once in a process


def test_what_ships_is_read_and_compiled_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load("kommun")
    monkeypatch.setattr(yaml, "CLoader", None)
    again = load("kommun")
    assert again == first
    assert all(rule is first.rules[rule_id] for rule_id, rule in again.rules.items())


def test_a_rule_that_ships_asks_for_the_words_and_has_the_changes_of_whoever_builds_on_it(loaded: Loads) -> None:
    shipped = load("kommun")
    ours = loaded("extends: kommun\nchange: {UPP001: {severity: info}}\nvocabulary: {status: [påbörjad]}\n")
    assert ours.rules["UPP001"].severity == "info"
    assert shipped.rules["UPP001"].severity != "info"
    assert not [rule_id for rule_id, rule in ours.rules.items() if rule is shipped.rules[rule_id]]
    theirs = loaded("extends: kommun\nchange: {UPP001: {severity: info}}\n")
    assert [rule_id for rule_id, rule in theirs.rules.items() if rule is not shipped.rules[rule_id]] == ["UPP001"]
    assert load("kommun") == shipped


def test_a_rule_file_that_has_changed_is_read_again(loaded: Loads) -> None:
    before = loaded(RULES).rules["TST001"]
    after = loaded(RULES.replace("en: The rule", "en: The other rule")).rules["TST001"]
    assert (before.head.title.en, after.head.title.en) == ("The rule", "The other rule")
