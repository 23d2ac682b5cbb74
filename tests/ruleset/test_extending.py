"""Rule sets that extend others: what they take over, change and switch off."""

from __future__ import annotations

from pathlib import Path

import pytest

import plancheck
from plancheck import ProblemError, RuleSet
from plancheck.messages import said
from tests.ruleset.rules import PLAN, RULES, Loads, Refused, documents, judged, rule

CLOSING = "where: {status: $vocabulary.status.closes}"


def test_a_rule_set_takes_over_the_rules_kinds_and_words_of_another(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded("extends: kommun\nrules:\n" + rule("TST001", CLOSING))
    assert set(ours.rules) == {*kommun.rules, "TST001"}
    assert dict(ours.kinds) == dict(kommun.kinds)
    assert dict(ours.vocabulary) == dict(kommun.vocabulary)


def test_a_rule_set_may_extend_several(loaded: Loads) -> None:
    ours = loaded(
        {
            "rules.yaml": "extends: [one.yaml, two.yaml]\n",
            "one.yaml": RULES,
            "two.yaml": documents() + "rules:\n" + rule("TST002"),
        }
    )
    assert list(ours.rules) == ["TST001", "TST002"]


def test_what_two_rule_sets_both_extend_is_taken_over_once(loaded: Loads) -> None:
    ours = loaded(
        {
            "rules.yaml": "extends: [one.yaml, two.yaml]\n",
            "one.yaml": "extends: base.yaml\nrules:\n" + rule("TST002"),
            "two.yaml": "extends: base.yaml\nrules:\n" + rule("TST003"),
            "base.yaml": RULES,
        }
    )
    assert list(ours.rules) == ["TST001", "TST002", "TST003"]


def test_what_two_files_of_a_rule_set_both_extend_is_taken_over_once(loaded: Loads) -> None:
    ours = loaded({"a.yaml": "extends: kommun\n", "b.yaml": "extends: kommun\nrules:\n" + rule("TST001", CLOSING)})
    assert "TST001" in ours.rules


def test_a_rule_is_switched_off(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded("extends: kommun\nchange:\n  UPP001: off\n  UPP004: off\n")
    assert set(kommun.rules) - set(ours.rules) == {"UPP001", "UPP004"}
    assert {"UPP001", "UPP004"} <= ours.known


def test_a_rule_that_is_switched_off_is_switched_on_by_a_later_change(loaded: Loads) -> None:
    files = {
        "rules.yaml": "extends: base.yaml\nchange: {TST001: {severity: info}}\n",
        "base.yaml": RULES + "change: {TST001: off}\n",
    }
    assert not loaded(files, name="./ours/base.yaml").rules
    assert loaded(files).rules["TST001"].severity == "info"


def test_the_severity_of_a_rule_is_changed_and_nothing_else(loaded: Loads, kommun: RuleSet) -> None:
    before, after = kommun.rules["UPP001"], loaded("extends: kommun\nchange: {UPP001: {severity: info}}\n").rules["UPP001"]
    assert (before.severity, after.severity) == ("error", "info")
    assert after.head.model_dump(exclude={"severity"}) == before.head.model_dump(exclude={"severity"})


def test_a_change_reaches_single_keys_of_a_mapping_and_leaves_the_others(loaded: Loads) -> None:
    after = loaded(RULES + "change:\n  TST001:\n    applies-to: {years: 2025-}\n    title: {en: Another}\n").rules["TST001"]
    assert after.head.applies_to.document == ["verksamhetsplan"]
    assert tuple(after.years) == (2025, 9999, 1)
    assert (after.head.title.sv, after.head.title.en) == ("Regeln", "Another")


def test_a_change_takes_the_place_of_a_whole_list(loaded: Loads) -> None:
    after = loaded(RULES + "change: {TST001: {applies-to: {document: [arsrapport]}}}\n").rules["TST001"]
    assert after.head.applies_to.document == ["arsrapport"]
    assert tuple(after.years) == (2022, 9999, 1)


def test_the_last_change_holds(loaded: Loads) -> None:
    files = {
        "rules.yaml": "extends: base.yaml\nchange: {TST001: {severity: warning}}\n",
        "base.yaml": RULES + "change: {TST001: {severity: info, why: {en: Since}}}\n",
    }
    after = loaded(files, changes="rules: {TST001: {title: {en: Ours}}}\n").rules["TST001"]
    assert (after.severity, after.head.why.en, after.head.title.en) == ("warning", "Since", "Ours")


@pytest.mark.parametrize(
    ("change", "came"),
    [
        ("", ["TST001 failed"]),
        ("change: {TST001: {require: {text: {min-words: 1}}}}\n", ["TST001 failed"]),
        ("change: {TST001: {require: {text: absent}}}\n", ["TST001 passed"]),
        ("change: {TST001: {where: {status: {not: $vocabulary.closed}}}}\n", []),
        ("change: {TST001: {items: goals, where: {status: present}}}\n", None),
    ],
)
def test_the_parameters_of_a_rule_are_changed(
    change: str, came: list[str] | None, loaded: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if came is None:
        with pytest.raises(ProblemError):
            loaded(RULES + change)
        return
    loaded(RULES + change)
    text = PLAN + "uppdrag: [{title: A, status: avslutad}]\n"
    assert judged(tmp_path / "ours" / "rules.yaml", text, tmp_path, monkeypatch) == came


@pytest.mark.parametrize(
    ("change", "key", "details", "marked"),
    [
        ("TST01: off", "unknown-rule", {"name": "TST01", "nearest": "TST001"}, "TST01"),
        ("QQQ999: {severity: info}", "unknown-rule", {"name": "QQQ999", "nearest": ""}, "QQQ999"),
        ("TST001: {id: TST002}", "fixed-key", {"name": "id"}, "id"),
        ("TST001: {severity: info, check: unique}", "fixed-key", {"name": "check"}, "check"),
        ("TST001: {sevrity: info}", "unknown-key", {"name": "sevrity", "nearest": "severity"}, "TST001"),
        ("TST001: {severity: eror}", "not-one-of", {"name": "eror", "nearest": "error"}, "TST001"),
        ("TST001: {require: {txet: present}}", "unknown-field", {"name": "txet", "nearest": "text"}, "TST001"),
        ("TST001: {message: {en: '{itm.title}'}}", "unknown-placeholder", {"name": "itm", "nearest": "item"}, "TST001"),
        ("TST001: {applies-to: {years: nu}}", "bad-years", {"given": "nu"}, "TST001"),
    ],
)
@pytest.mark.parametrize("place", ["change", "plancheck.yaml"])
def test_a_change_that_is_wrong_is_refused_where_it_stands(
    change: str, key: str, details: dict[str, str], marked: str, place: str, refused: Refused
) -> None:
    if place == "change":
        files = {"rules.yaml": f"extends: base.yaml\n# ours\nchange:\n  {change}\n", "base.yaml": RULES}
        (problem,) = refused(files)
        assert (problem.file, problem.span.line) == ("ours/rules.yaml", 4)
    else:
        (problem,) = refused(RULES, changes=f"ruleset: ours\nrules:\n  {change}\n")
        assert (problem.file, problem.span.line) == ("plancheck.yaml", 3)
    assert problem.text.key == key
    assert {name: problem.text.details.get(name) for name in details} == details
    assert problem.line[problem.span.column - 1 :].startswith(marked)


@pytest.mark.parametrize("word", ["on", "of", "false", "5", "[off]", ""])
def test_a_rule_is_changed_or_switched_off_and_nothing_else(word: str, refused: Refused) -> None:
    files = {"rules.yaml": f"extends: base.yaml\nchange:\n  TST001: {word}\n", "base.yaml": RULES}
    (problem,) = refused(files)
    assert (problem.file, problem.span.line) == ("ours/rules.yaml", 3)


def test_rules_are_changed_and_switched_off_in_plancheck_yaml(
    loaded: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(documents() + "rules:\n" + rule("TST001") + rule("TST002"))
    (tmp_path / "plancheck.yaml").write_text("ruleset: ./ours\nrules: {TST001: off, TST002: {severity: info}}\n")
    (tmp_path / "plan.yaml").write_text(PLAN + "uppdrag: [{title: A, status: avslutad}]\n")
    result = plancheck.check([tmp_path / "plan.yaml"])
    assert [(one.rule, one.severity) for one in result.findings] == [("TST002", "info")]


def test_a_wrong_plancheck_yaml_is_refused_where_it_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN)
    for text, key, line in (
        ("ruleset: kommun\nrules: {UPP01: off}\n", "unknown-rule", 2),
        ("lang: se\n", "not-one-of", 1),
        ("# ours\nruels: {}\n", "unknown-key", 2),
        ("rules:\n  UPP001: on\n", "wrong-type", 2),
        ("rules: [UPP001]\n", "wrong-type", 1),
        ("rules: {\n", "not-closed", 2),
        ("# ours\nruleset: komun\n", "unknown-ruleset", 2),
    ):
        (tmp_path / "plancheck.yaml").write_text(text)
        with pytest.raises(ProblemError) as raised:
            plancheck.check(["."])
        problem = raised.value.problems[0]
        assert (problem.file, problem.text.key, problem.span.line) == ("plancheck.yaml", key, line)


REQUIREMENT = "  {id}: {{sv: {sv}, en: {sv}, source: Reglementet 3}}\n"


def test_an_own_requirement_of_the_id_of_one_that_is_taken_over_is_told_at_its_place(loaded: Loads, kommun: RuleSet) -> None:
    own = "requirements:\n" + REQUIREMENT.format(id="U1", sv="Bussarna går i tid")
    ours = loaded("extends: kommun\n" + own)
    (problem,) = ours.altered
    assert (problem.file, problem.span.line, problem.text.key) == ("ours/rules.yaml", 3, "altered-requirement")
    assert "kravet U1 är ett annat" in said(problem.text, "sv")
    assert "Bussarna går i tid" in said(problem.text, "sv")
    same = kommun.requirements["U1"]
    own = f'requirements:\n  U1: {{sv: "{same.sv}", en: "{same.en}", source: "{same.source}"}}\n'
    assert loaded("extends: kommun\n" + own).altered == ()
    own = "requirements:\n" + REQUIREMENT.format(id="EG1", sv="Bussarna går i tid")
    assert loaded("extends: kommun\n" + own).altered == ()


def test_two_requirements_of_one_id_in_a_rule_set_are_refused(refused: Refused) -> None:
    one, two = (f"requirements:\n{REQUIREMENT.format(id='EG1', sv=sv)}" for sv in ("Bussarna går", "Tågen går"))
    (problem,) = refused({"a.yaml": "extends: kommun\n" + one, "b.yaml": two})
    assert (problem.file, problem.span.line, problem.text.key) == ("ours/b.yaml", 2, "second-requirement")
    assert problem.text.details["first"] == "ours/a.yaml:3"


def test_a_family_and_a_use_that_are_taken_over_and_changed_are_told(loaded: Loads) -> None:
    text = "extends: kommun\nfamilies:\n  MAL: {sv: Målet, en: Goal}\nuses:\n  status: lagen\nvocabulary:\n  lagen: [a]\n"
    assert [(one.span.line, one.text.key) for one in loaded(text).altered] == [(3, "altered-family"), (5, "altered-use")]
    assert loaded("extends: kommun\nfamilies:\n  EGN: {sv: Eget, en: Own}\nuses:\n  status: status\n").altered == ()
