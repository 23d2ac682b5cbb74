"""Rule files: what is wrong in them is refused where it stands, and what they take over, change and switch off."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import plancheck
from plancheck import Problem, ProblemError, RuleSet
from plancheck.checks import KINDS
from plancheck.messages import told
from plancheck.model.source import parse
from plancheck.query.matchers import OPERATORS
from plancheck.ruleset.loader import load
from plancheck.ruleset.testing import own_rules, proofs, rule_sets

RULES = """\
documents:
  kf-budget: {sv: Budget, en: Budget, of: city}
  verksamhetsplan: {sv: Verksamhetsplan, en: Verksamhetsplan}
  arsrapport: {sv: Årsrapport, en: Årsrapport, as-of: "12-31"}
vocabulary:
  closed: [avslutad]
  status: {avslutad: {sv: Avslutad, en: Completed}}
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


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loads:
    """Loads a rule set: the file `ours/rules.yaml`, or where there is none the folder `ours`, with the changes given."""

    def make(files: str | Mapping[str, str], name: str = "", changes: str | None = None, tests: bool = False) -> RuleSet:
        files = {"rules.yaml": files} if isinstance(files, str) else files
        for file, text in files.items():
            path = tmp_path / "ours" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        monkeypatch.chdir(tmp_path)
        name = name or ("./ours/rules.yaml" if "rules.yaml" in files else "./ours")
        return load(name, tmp_path, parse(changes, "plancheck.yaml") if changes else None, tests=tests)

    return make


@pytest.fixture
def refused(loaded: Loads) -> Callable[..., tuple[Problem, ...]]:
    """The problems with which a rule set is refused."""

    def make(*args: Any, **kwargs: Any) -> tuple[Problem, ...]:
        with pytest.raises(ProblemError) as raised:
            loaded(*args, **kwargs)
        for problem in raised.value.problems:
            assert told(problem, "sv")
            assert told(problem, "en")
        return raised.value.problems

    return make


Refused = Callable[..., tuple[Problem, ...]]


def kept(ruleset: RuleSet) -> dict[str, dict[str, Any]]:
    """The rules as they were written, by id, without their test cases."""
    found = {}
    for rule_id, one in ruleset.rules.items():
        values = dict(one.source.value(one.steps))
        values.pop("tests", None)
        found[rule_id] = values
    return found


# What is refused


def test_the_rules_that_these_tests_spoil_are_right(loaded: Loads) -> None:
    assert list(loaded(RULES).rules) == ["TST001"]
    assert CHECK in RULES


@pytest.mark.parametrize(
    ("right", "wrong", "key", "name", "nearest"),
    [
        ("check: each", "check: eech", "unknown-check", "eech", "each"),
        ("check: each", "check: 5", "unknown-check", 5, ""),
        ("items: uppdrag", "items: uppdrga", "unknown-selector", "uppdrga", "uppdrag"),
        ("items: uppdrag", "items: kf-buget.goals", "unknown-selector", "kf-buget", "kf-budget"),
        ("items: uppdrag", "items: kf-budget.goal", "unknown-field", "goal", "goals"),
        ("items: uppdrag", "items: previous.arsraport", "unknown-document-kind", "arsraport", "arsrapport"),
        ("items: uppdrag", "items: annex.barnbokslut", "unknown-document-kind", "barnbokslut", ""),
        ("items: uppdrag", "items: year.month", "path-ends", "month", None),
        (REQUIRE, "require: {txet: present}", "unknown-field", "txet", "text"),
        (REQUIRE, "require: {definition.deu: present}", "unknown-field", "deu", "due"),
        (REQUIRE, "require: {at.page.first: present}", "path-ends", "first", None),
        (REQUIRE, "require: {parent.yaer: present}", "unknown-field", "yaer", "year"),
        (REQUIRE, "require: {text: {min-wrods: 3}}", "unknown-operator", "min-wrods", "min-words"),
        (REQUIRE, "require: {text: {not: {mathces: x}}}", "unknown-operator", "mathces", "matches"),
        (REQUIRE, "require: {text: {any: [present, {befor: 3}]}}", "unknown-operator", "befor", "before"),
        (REQUIRE, "require: {text: $vocabulary.statsu}", "unknown-vocabulary", "statsu", "status"),
        (REQUIRE, "require: {text: {not: [x, $vocabulary.statsu]}}", "unknown-vocabulary", "statsu", "status"),
        (REQUIRE, "require: {text: {says-only: $vocabulary.qqq}}", "unknown-vocabulary", "qqq", ""),
        (REQUIRE, "require: {text: $documnet.year}", "unknown-selector", "$documnet", "$document"),
        (REQUIRE, "require: {text: $document.yaer}", "unknown-field", "yaer", "year"),
        (REQUIRE, "require: {text: $document}", "unknown-field", "", ""),
        (REQUIRE, "require: {due: {after: $todya}}", "unknown-selector", "$todya", "$today"),
        ("where: {status", "where: {statsu", "unknown-field", "statsu", "status"),
        ("en: \"{item.title} is", "en: \"{itm.title} is", "unknown-placeholder", "itm", "item"),
        ("en: \"{item.title} is", "en: \"{found.title} is", "unknown-placeholder", "found", ""),
        ("sv: \"{item.title} saknas", "sv: \"{item.titel} saknas", "unknown-field", "titel", "title"),
        ("sv: \"{item.title} saknas", "sv: \"{document.yaer} saknas", "unknown-field", "yaer", "year"),
        ("sv: \"{item.title} saknas", "sv: \"{} saknas", "unknown-placeholder", "", ""),
        ("en: Correct it", "en: 'Correct {item.txt}'", "unknown-field", "txt", "text"),
        ("document: [verk", "document: [arsrapport, verkk", "unknown-document-kind", "verkksamhetsplan", "verksamhetsplan"),
        ("items: uppdrag", "items: uppdrag\n    wheer: {text: present}", "unknown-key", "wheer", "where"),
        ("items: uppdrag", "items: uppdrag\n    by: uppdrag", "unknown-key", "by", ""),
        ("years: 2022-}", "yaers: 2022-}", "unknown-key", "yaers", "years"),
        ("section: \"3\"", "sectoin: \"3\"", "unknown-key", "sectoin", "section"),
        ("severity: error", "severity: eror", "not-one-of", "eror", "error"),
        ("vocabulary:\n", "vocabulry:\n", "unknown-key", "vocabulry", "vocabulary"),
        ("Budget, of: city", "Budget, off: city", "unknown-key", "off", "of"),
        ("Budget, of: city", "Budget, of: citi", "not-one-of", "citi", "city"),
    ],
)  # fmt: skip
def test_a_name_that_does_not_exist_is_refused_where_it_stands_with_the_nearest_that_does(
    right: str, wrong: str, key: str, name: object, nearest: str | None, refused: Refused
) -> None:
    assert RULES.count(right) == 1
    text = RULES.replace(right, wrong)
    problem = refused(text)[0]
    assert (problem.key, problem.details["name"], problem.details.get("nearest")) == (key, name, nearest)
    assert problem.file == "ours/rules.yaml"
    assert problem.line == text.splitlines()[problem.span.line - 1]
    assert wrong.splitlines()[-1].strip() in problem.line
    if nearest:
        assert f"Did you mean {nearest}?" in told(problem, "en")


@pytest.mark.parametrize("hint_or_message", ["message", "hint"])
@pytest.mark.parametrize("text", ["{item.title", "item.title}", "{{item.title}", "{a{item.title}", "}{"])
def test_a_lone_brace_is_refused(hint_or_message: str, text: str, refused: Refused) -> None:
    line = f"{hint_or_message}: {{sv: x, en: '{text}'}}"
    (problem,) = refused(documents() + "rules:\n" + rule("TST001", line))
    assert problem.key == "lone-brace"
    assert problem.line == f"    {line}"
    assert problem.line[problem.span.column - 1 :].startswith("'")


def test_an_unknown_name_with_none_near_is_told_with_all_that_there_are(refused: Refused) -> None:
    (check,) = refused(RULES.replace("check: each", "check: qqqq"))
    assert check.details["known"] == list(KINDS)
    (operator,) = refused(RULES.replace(REQUIRE, "require: {text: {qqqq: 1}}"))
    assert operator.details["known"] == list(OPERATORS)
    assert "There are: not, any, all" in told(operator, "en")


@pytest.mark.parametrize(
    "key", ["id", "name", "title", "why", "source", "severity", "applies-to", "check", "items", "require", "message", "hint"]
)
def test_a_rule_without_a_key_that_it_must_have_is_refused(key: str, refused: Refused) -> None:
    text = re.sub(rf"^( +)(- )?{key}:.*\n", "", RULES, flags=re.MULTILINE)
    if key == "id":
        text = text.replace("    name: the-rule", "  - name: the-rule")
    (problem,) = refused(text)
    assert (problem.key, problem.details["name"]) == ("missing-key", key)
    assert problem.line == ("  - name: the-rule" if key == "id" else "  - id: TST001")


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("id: TST001", "id: tst001", "bad-rule-id"),
        ("id: TST001", "id: TST1", "bad-rule-id"), ("id: TST001", "id: 5", "wrong-type"),
        ("name: the-rule", "name: The rule", "bad-id"), ("{sv: Regeln, en: The rule}", "The rule", "wrong-type"),
        ("{sv: Regeln, en: The rule}", "{sv: Regeln}", "missing-key"),
        ("{sv: Regeln, en: The rule}", "{sv: Regeln, en: ''}", "invalid"),
        ("source: [{document: Reglementet, section: \"3\"}]", "source: []", "invalid"),
        ("source: [{document: Reglementet, section: \"3\"}]", "source: [{section: \"3\"}]", "missing-key"),
        ("document: [verksamhetsplan]", "document: verksamhetsplan", "wrong-type"),
        ("items: uppdrag", "items: [uppdrag]", "wrong-type"), (REQUIRE, "require: present", "wrong-type"),
        ("years: 2022-}", "years: [2022]}", "wrong-type"),
        ("closed: [avslutad]", "closed: avslutad", "wrong-type"), ("closed: [avslutad]", "Closed: [avslutad]", "bad-id"),
        ("as-of: \"12-31\"", "as-of: 12-31-", "invalid"), ("as-of: \"12-31\"", "as-of: 1231", "wrong-type"),
        ("as-of: \"12-31\"", "as-of: \"13-01\"", "invalid"), ("as-of: \"12-31\"", "as-of: \"06-31\"", "invalid"),
        ("as-of: \"12-31\"", "as-of: \"02-29\"", "invalid"), ("as-of: \"12-31\"", "as-of: \"00-10\"", "invalid"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused(right: str, wrong: str, key: str, refused: Refused) -> None:
    assert RULES.count(right) == 1
    text = RULES.replace(right, wrong)
    problem = refused(text)[0]
    assert problem.line == text.splitlines()[problem.span.line - 1]
    if key != "invalid":
        assert problem.key == key
    assert wrong in problem.line


@pytest.mark.parametrize(
    "years", ["next", "'-'", "22-24", "2022--2024", "2024-2022", "20222-", "''", "2022/2024", "24", "2022.5"]
)
def test_years_that_are_none_are_refused(years: str, refused: Refused) -> None:
    (problem,) = refused(RULES.replace("years: 2022-}", f"years: {years}}}"))
    assert problem.key in ("bad-years", "wrong-type")
    assert f"years: {years}" in problem.line
    assert problem.line[problem.span.column - 1 :].startswith(years)


@pytest.mark.parametrize(
    ("years", "first", "last"),
    [
        ("2024", 2024, 2024), ("'2024'", 2024, 2024), ("2022-", 2022, 9999), ("'2022-'", 2022, 9999), ("-2023", 0, 2023),
        ("'-2023'", 0, 2023), ("2022-2024", 2022, 2024), ("2022-2022", 2022, 2022), ("~", 0, 9999),
    ],
)  # fmt: skip
def test_years_are_one_or_from_or_until_or_between(years: str, first: int, last: int, loaded: Loads) -> None:
    found = loaded(RULES.replace("years: 2022-}", f"years: {years}}}")).rules["TST001"]
    assert tuple(found.years) == (first, last)


@pytest.mark.parametrize(
    ("matcher", "key"),
    [
        ("{matches: '('}", "invalid-pattern"), ("{not: {matches: '[a-'}}", "invalid-pattern"),
        ("{matches: '*'}", "invalid-pattern"), ("{matches: 5}", "invalid-matcher"), ("{matches: [a]}", "invalid-matcher"),
        ("{any: 5}", "invalid-matcher"), ("{any: present}", "invalid-matcher"), ("{all: absent}", "invalid-matcher"),
        ("{all: {not: x}}", "invalid-matcher"), ("{min-words: three}", "invalid-matcher"),
        ("{min-words: [3]}", "invalid-matcher"), ("{min-words: ~}", "invalid-matcher"),
        ("{says-only: {not: x}}", "invalid-matcher"),
        ("{at-least: [1]}", "invalid-matcher"), ("{before: {not: 3}}", "invalid-matcher"), ("{after: soon}", "invalid-matcher"),
        ("{at-most: present}", "invalid-matcher"), ("{includes: {not: x}}", "invalid-matcher"),
        ("[{not: x}]", "invalid-matcher"), ("{}", "invalid-matcher"),
        ("{any: []}", "invalid-matcher"), ("~", "invalid-matcher"),
    ],
)  # fmt: skip
def test_a_matcher_that_can_mean_nothing_is_refused(matcher: str, key: str, refused: Refused) -> None:
    (problem,) = refused(RULES.replace(REQUIRE, f"require: {{text: {matcher}}}"))
    assert (problem.key, problem.file) == (key, "ours/rules.yaml")
    assert matcher in problem.line


@pytest.mark.parametrize(
    ("check", "key", "marked"),
    [
        ("check: agree\nitems: uppdrag", "agree-form", "id: TST001"),
        ("check: agree\nitems: uppdrag\ncompare: status\ntotal: {count: goals}\nequals: {count: goals}", "agree-form", "id"),
        ("check: agree\ntotal: {count: goals}", "agree-form", "id: TST001"),
        ("check: agree\ntotal: {count: gaols}\nequals: {count: goals}", "unknown-selector", "gaols"),
        ("check: agree\ntotal: {sum: goals.pgae}\nequals: {count: goals}", "unknown-field", "goals.pgae"),
        ("check: agree\ntotal: {where: {ref: present}}\nequals: {count: goals}", "", "total"),
        ("check: agree\ntotal: {sum: year}\nequals: {count: goals}", "", "year"),
        ("check: agree\ntotal: {count: goals, sum: goals.at.page}\nequals: {count: goals}", "", "total"),
        ("check: agree\nitems: uppdrag\nwith: goals\ncompare: stauts", "unknown-field", "stauts"),
        ("check: agree\nitems: uppdrag\nwith: goals\ncompare: status", "unknown-field", "status"),
        ("check: agree\nitems: uppdrag\nwith: goals\non: {ref: rfe}\ncompare: text", "unknown-field", ""),
        ("check: agree\nitems: uppdrag\ncompare: text\ntolerance: -1", "too-small", "-1"),
        ("check: deadline\ndate: adopted-on", "deadline-form", "id: TST001"),
        ("check: deadline\ndate: adopted-on\nby: {month: 2}\nbefore: {month: 3}", "deadline-form", "id: TST001"),
        ("check: deadline\ndate: adopted-on\nby: {day: 5}", "limit-form", "by"),
        ("check: deadline\ndate: adopted-on\nby: {month: 2, field: year}", "limit-form", "by"),
        ("check: deadline\ndate: adoptd-on\nby: {month: 2}", "unknown-field", "adoptd-on"),
        ("check: deadline\ndate: adopted-on\nby: {month: 13}", "too-large", "13"),
        ("check: deadline\ndate: adopted-on\nby: {month: 2, day: 0}", "too-small", "0"),
        ("check: deadline\ndate: adopted-on\nby: {month: 2, day: -1}", "too-small", "-1"),
        ("check: deadline\ndate: adopted-on\nby: {month: 2, day: 32}", "too-large", "32"),
        ("check: deadline\ndate: adopted-on\nby: {month: 2, day: first}", "", "first"),
        ("check: deadline\ndate: adopted-on\nby: {field: yaer}", "unknown-field", "yaer"),
        ("check: deadline\ndate: adopted-on\nby: {selector: kf-budget.decisoins.date}", "unknown-field", "kf-budget."),
        ("check: covered\nitems: kf-budget.goals\nby: gaols\non: ref", "unknown-selector", "gaols"),
        ("check: covered\nitems: kf-budget.goals\nby: goals\non: {id: rfe}", "unknown-field", ""),
        ("check: covered\nitems: kf-budget.goals\nby: goals\non: ref\nhaving: {txt: present}", "unknown-field", ""),
        ("check: covered\nitems: kf-budget.goals\nby: goals\non: ref\namong: {txt: present}", "unknown-field", ""),
        ("check: covered\nitems: $vocabulary.clsoed\nby: goals\non: {id: kind}", "unknown-vocabulary", "$vocabulary.clsoed"),
        ("check: covered\nitems: $closed\nby: goals\non: {id: kind}", "unknown-vocabulary", "$closed"),
        ("check: covered\nitems: [a, b]\nby: goals\non: {idd: kind}", "unknown-field", ""),
        ("check: covered\nitems: goals\nby: goals\non: ref\nabsent: yes", "wrong-type", "yes"),
        ("check: unique\nitems: uppdrag\non: [ref, yaer]", "unknown-field", ""),
        ("check: unique\nitems: uppdrag", "missing-key", "id: TST001"),
        ("check: unique\nitems: uppdrag\non: at", "not-a-value", ""),
        ("check: unique\nitems: uppdrag\non: [ref, definition]", "not-a-value", ""),
        ("check: unique\nitems: uppdrag\non: []", "", ""),
        ("check: covered\nitems: goals\nby: goals\non: {ref: at}", "not-a-value", ""),
        ("check: covered\nitems: []\nby: goals\non: {id: kind}", "", ""),
        ("check: covered\nitems: goals\nby: goals\non: {}", "", ""),
        ("check: each\nitems: uppdrag\nrequire: {}", "too-short", ""),
        ("check: sum\nitems: accounts\nparts: rows\ntotal: total\nfigures: []", "too-short", ""),
        ("check: sum\nitems: accounts\nparts: rwos\ntotal: total\nfigures: [outcome]", "unknown-field", "rwos"),
        ("check: sum\nitems: accounts\nparts: rows\ntotal: totla\nfigures: [outcome]", "unknown-field", "totla"),
        ("check: sum\nitems: accounts\nparts: rows\ntotal: total\nfigures: [outcom]", "unknown-field", "figures"),
        ("check: schema\nschema: {type: objekt}", "invalid-schema", ""),
        ("check: schema\nschema: {properties: {a: {minimum: low}}}", "invalid-schema", "low"),
        ("check: schema\nschema: {pattern: '('}", "invalid-schema", "'('"),
        ("check: schema\nschema: {properties: {a: {$ref: '#/$defs/nowhere'}}}", "invalid-schema", ""),
        ("check: schema\nschema: {$ref: 'file:///etc/hostname'}", "invalid-schema", ""),
        ("check: schema\nschema: {properties: {a: {$ref: 'https://schemas.invalid/a.json'}}}", "invalid-schema", ""),
        ("check: schema\nschema: [object]", "wrong-type", "schema"),
        ("check: plugin\nplugin: no-such-plugin", "unknown-plugin", "no-such-plugin"),
        ("check: plugin\nplugin: x\nparameters: 3", "wrong-type", "3"),
        ("check: agree\nitems: uppdrag\ntotal: {count: goals}\nequals: {count: uppdrag}", "agree-form", ""),
        ("check: agree\non: ref\ntotal: {count: goals}\nequals: {count: uppdrag}", "agree-form", ""),
        ("check: agree\nitems: goals\ncompare: indicators", "not-a-value", ""),
        ("check: deadline\ndate: adopted-on\nby: {field: reported-through, day: 5}", "limit-form", ""),
        ("check: deadline\ndate: adopted-on\nby: {month: 2}\non: {month: 3}", "deadline-form", ""),
        ("check: ordered\nitems: uppdrag\non: at", "not-a-value", ""),
        ("check: ordered\nitems: uppdrag\non: by\norder: [$vocabulary.clsoed]", "unknown-vocabulary", ""),
        ("check: ordered\nitems: uppdrag\non: by\norder: kf", "unknown-selector", "kf"),
        ("check: ordered\nitems: uppdrag\non: by\norder: uppdrag", "not-words", "uppdrag"),
        ("check: each\nitems: history.at.pgae\nrequire: {value: present}", "unknown-field", "history.at.pgae"),
        ("check: each\nitems: history.at.page\nrequire: {valeu: present}", "unknown-field", ""),
    ],
)  # fmt: skip
def test_what_a_kind_of_check_cannot_do_is_refused(check: str, key: str, marked: str, refused: Refused) -> None:
    lines = check.replace("\n", "\n    ") + "\n"
    text = RULES.replace(CHECK, lines).replace("{item.title} ", "")
    problem = refused(text)[0]
    assert not key or problem.key == key
    assert problem.file == "ours/rules.yaml"
    assert problem.line == text.splitlines()[problem.span.line - 1]
    assert problem.line[problem.span.column - 1 :].startswith(marked)


def test_everything_that_is_wrong_is_told_at_once(refused: Refused) -> None:
    text = (
        documents()
        + "rules:\n"
        + rule("TST001", "check: eech")
        + rule("TST002", "severity: eror")
        + rule("TST003", "items: uppdrga")
        + rule("TST004")
    )
    more = "rules:\n" + rule("TST005", "require: {txet: present}")
    problems = refused({"a.yaml": text, "b.yaml": more, "c.yaml": "ruls: []\n", "d.yaml": "rules: [\n"})
    assert [(problem.file, problem.key) for problem in problems] == [
        ("ours/c.yaml", "unknown-key"),
        ("ours/d.yaml", "not-closed"),
        ("ours/a.yaml", "unknown-check"),
        ("ours/a.yaml", "not-one-of"),
        ("ours/a.yaml", "unknown-selector"),
        ("ours/b.yaml", "unknown-field"),
    ]


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("", "empty", 1), ("# only a comment\n", "empty", 1), ("- rules\n", "no-mapping", 1), ("rules: x\n", "wrong-type", 1),
        ("rules: [x]\n", "wrong-type", 1), ("rules:\n\t- id: A\n", "tab", 2), ("rules: []\nrules: []\n", "duplicate-key", 2),
        ("extends: [5]\n", "wrong-type", 1),
    ],
)  # fmt: skip
def test_a_file_that_is_no_rule_file_is_refused(text: str, key: str, line: int, refused: Refused) -> None:
    problem = refused(text)[0]
    assert (problem.file, problem.key, problem.span.line) == ("ours/rules.yaml", key, line)


def test_two_rules_of_one_id_in_a_file_are_refused(refused: Refused) -> None:
    (problem,) = refused(RULES + rule("TST001"))
    assert (problem.key, problem.details["name"]) == ("second-rule", "TST001")
    assert problem.details["first"] == "ours/rules.yaml:9"
    assert problem.span.line == len(RULES.splitlines()) + 1
    assert problem.line == "  - id: TST001"


def test_two_rules_of_one_id_in_different_files_are_refused(refused: Refused) -> None:
    (problem,) = refused({"a.yaml": RULES, "b/c.yaml": "# ours\nrules:\n" + rule("TST001")})
    assert (problem.file, problem.key, problem.span.line) == ("ours/b/c.yaml", "second-rule", 3)
    assert problem.details["first"] == "ours/a.yaml:9"


def test_a_rule_of_the_id_of_one_that_is_taken_over_is_refused(refused: Refused) -> None:
    (problem,) = refused("extends: kommun\nrules:\n" + rule("UPP003"))
    assert (problem.file, problem.key, problem.span.line) == ("ours/rules.yaml", "second-rule", 3)
    assert "kommun/uppdrag.yaml:" in str(problem.details["first"])


# Which rule set is meant


def test_a_rule_set_that_extends_itself_is_refused(refused: Refused) -> None:
    (problem,) = refused("# ours\nextends: rules.yaml\n" + RULES)
    assert (problem.file, problem.key, problem.span.line) == ("ours/rules.yaml", "extends-itself", 2)
    assert problem.details["name"] == "rules.yaml"


def test_rule_sets_that_extend_each_other_are_refused(refused: Refused) -> None:
    files = {"rules.yaml": "extends: b.yaml\n", "b.yaml": "ruleset: theirs\nextends: [kommun, rules.yaml]\n"}
    problems = refused(files)
    assert [(p.file, p.key, p.span.line) for p in problems] == [("ours/b.yaml", "extends-itself", 2)]


@pytest.mark.parametrize("extends", ["kommum", "[kommun, goteborgg]"])
def test_extending_a_rule_set_that_does_not_exist_is_refused_where_it_is_named(extends: str, refused: Refused) -> None:
    (problem,) = refused(f"ruleset: ours\nextends: {extends}\n{RULES}")
    assert problem.key == "unknown-ruleset"
    assert problem.details["nearest"] in ("kommun", "goteborg")
    assert (problem.file, problem.span.line) == ("ours/rules.yaml", 2)


def test_a_rule_set_that_does_not_exist_is_told_with_the_nearest_that_does() -> None:
    with pytest.raises(ProblemError) as raised:
        load("komun")
    (problem,) = raised.value.problems
    assert (problem.key, problem.details["name"], problem.details["nearest"]) == ("unknown-ruleset", "komun", "kommun")


def test_a_folder_without_rule_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProblemError) as raised:
        load(str(tmp_path / "empty"))
    assert [problem.key for problem in raised.value.problems] == ["empty-ruleset"]


def test_a_rule_set_is_a_folder_of_files_or_one_file(loaded: Loads) -> None:
    files = {"ruleset.yaml": documents(), "a/one.yml": "rules:\n" + rule("TST001"), "two.yaml": "rules:\n" + rule("TST002")}
    assert list(loaded(files).rules) == ["TST001", "TST002"]
    assert list(loaded(files | {"two.yaml": RULES}, name="ours/two.yaml").rules) == ["TST001"]


def test_a_shipped_rule_set_goes_by_its_name(kommun: RuleSet) -> None:
    assert kommun.name == "kommun"
    goteborg = load("goteborg")
    assert set(kommun.rules) < set(goteborg.rules)
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


# Taking over and changing


def test_a_rule_set_takes_over_the_rules_kinds_and_words_of_another(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded("extends: kommun\nrules:\n" + rule("TST001"))
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
    ours = loaded({"a.yaml": "extends: kommun\n", "b.yaml": "extends: kommun\nrules:\n" + rule("TST001")})
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
    assert tuple(after.years) == (2025, 9999)
    assert (after.head.title.sv, after.head.title.en) == ("Regeln", "Another")


def test_a_change_takes_the_place_of_a_whole_list(loaded: Loads) -> None:
    after = loaded(RULES + "change: {TST001: {applies-to: {document: [arsrapport]}}}\n").rules["TST001"]
    assert after.head.applies_to.document == ["arsrapport"]
    assert tuple(after.years) == (2022, 9999)


def test_the_last_change_holds(loaded: Loads) -> None:
    files = {
        "rules.yaml": "extends: base.yaml\nchange: {TST001: {severity: warning}}\n",
        "base.yaml": RULES + "change: {TST001: {severity: info, why: {en: Since}}}\n",
    }
    after = loaded(files, changes="rules: {TST001: {title: {en: Ours}}}\n").rules["TST001"]
    assert (after.severity, after.head.why.en, after.head.title.en) == ("warning", "Since", "Ours")


def judged(ruleset_file: Path, text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    result = plancheck.check([folder / "plan.yaml"], ruleset=str(ruleset_file), language="en")
    return [f"{one.rule} {one.outcome}" for one in result.evaluations]


PLAN = "document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n"


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


def test_a_vocabulary_that_is_replaced_holds_for_the_rules_that_are_taken_over(
    loaded: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"rules.yaml": "ruleset: ours\nextends: base.yaml\nvocabulary: {closed: [klar, nedlagd]}\n", "base.yaml": RULES}
    ours = loaded(files)
    assert [term.id for term in ours.vocabulary["closed"]] == ["klar", "nedlagd"]
    assert [term.id for term in ours.vocabulary["status"]] == ["avslutad"]
    text = PLAN + "uppdrag: [{title: A, status: avslutad}, {title: B, status: Klar}]\n"
    assert judged(tmp_path / "ours" / "rules.yaml", text, tmp_path, monkeypatch) == ["TST001 failed"]
    assert judged(tmp_path / "ours" / "base.yaml", text, tmp_path, monkeypatch) == ["TST001 failed"]
    text = PLAN + "uppdrag: [{title: B, status: Klar}]\n"
    assert judged(tmp_path / "ours" / "rules.yaml", text, tmp_path, monkeypatch) == ["TST001 failed"]
    assert judged(tmp_path / "ours" / "base.yaml", text, tmp_path, monkeypatch) == []


def test_a_word_of_a_vocabulary_has_a_title_of_its_own_or_is_its_own_title(loaded: Loads) -> None:
    vocabulary = loaded(RULES.replace("closed: [avslutad]", "closed: [avslutad, 3]")).vocabulary
    assert [(term.id, term.title) for term in vocabulary["closed"]] == [("avslutad", "avslutad"), (3, "3")]
    assert [(term.id, term.title) for term in vocabulary["status"]] == [("avslutad", {"sv": "Avslutad", "en": "Completed"})]


def test_a_kind_of_document_that_is_named_again_is_replaced(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded(
        'extends: kommun\ndocuments:\n  delarsrapport: {sv: Tertial, en: Tertial, as-of: "04-30"}\n  ny: {sv: Ny, en: New}\n'
    )
    assert (ours.kinds["delarsrapport"].as_of, kommun.kinds["delarsrapport"].as_of) == ("04-30", "08-31")
    assert ours.kinds["ny"].title == {"sv": "Ny", "en": "New"}
    assert ours.kinds["ny"].rank > ours.kinds["kf-budget"].rank


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
    assert problem.key == key
    assert {name: problem.details.get(name) for name in details} == details
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
        assert (problem.file, problem.key, problem.span.line) == ("plancheck.yaml", key, line)


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
    assert (problem.key, problem.details["nearest"]) == ("unknown-key", "fails")
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
    assert refused(text)[0].key == "tag"
    assert not made.exists()


# Kinds of document that are kinds of others


PLANS = """\
ruleset: ours
extends: kommun
documents:
  namndplan: {sv: Nämndplan, en: Nämndplan, is: verksamhetsplan}
  mal-och-budget: {sv: Mål och budget, en: Goals and budget, is: kf-budget}
  tertialrapport: {sv: Tertialrapport, en: Tertialrapport, is: delarsrapport, as-of: "04-30"}
"""


def test_a_kind_that_is_one_of_another_has_what_it_does_not_say_from_that(loaded: Loads) -> None:
    kinds = loaded(PLANS).kinds
    assert (kinds["mal-och-budget"].of, kinds["namndplan"].of) == ("city", "namnd")
    assert (kinds["tertialrapport"].as_of, kinds["delarsrapport"].as_of) == ("04-30", "08-31")
    assert kinds["namndplan"].is_a("verksamhetsplan")
    assert not kinds["verksamhetsplan"].is_a("namndplan")
    assert kinds["tertialrapport"].rank == kinds["delarsrapport"].rank


def test_a_rule_about_a_kind_is_about_all_that_are_one_of_it(loaded: Loads) -> None:
    rules = loaded(PLANS).rules
    assert {"verksamhetsplan", "namndplan"} <= rules["UPP001"].kinds
    assert "namndplan" not in rules["UPP009"].kinds


def test_rules_find_the_documents_of_a_city_under_its_own_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    Path("rules/ours.yml").write_text(PLANS, encoding="utf-8")
    Path("budget.yaml").write_text(
        "document: mal-och-budget\nid: kf-2025\nyear: 2025\ngoals: [{id: m1, title: Alla barn läser}]\n", encoding="utf-8"
    )
    Path("plan.yaml").write_text("document: namndplan\nnamnd: kultur\nyear: 2025\n", encoding="utf-8")
    result = plancheck.check(["plan.yaml"], ruleset="rules/ours.yml", select=["MAL001"])
    assert [(one.rule, one.item) for one in result.findings] == [("MAL001", "kf-2025/m1")]


def test_a_kind_of_something_that_does_not_exist_is_refused(refused: Refused) -> None:
    (problem,) = refused(PLANS.replace("is: kf-budget", "is: kf-bugdet"))
    assert (problem.key, problem.details["nearest"]) == ("unknown-document-kind", "kf-budget")


# Words of their years, and words of a city's own


def test_a_word_holds_in_its_years(loaded: Loads) -> None:
    text = RULES.replace(
        "status: {avslutad: {sv: Avslutad, en: Completed}}",
        "status: {avslutad: {sv: Avslutad, en: Completed, years: -2023}, klar: {sv: Klar, en: Done, years: 2024-}}",
    )
    old, new = loaded(text).vocabulary["status"]
    assert (old.years.cover(2023), old.years.cover(2024), new.years.cover(2023), new.years.cover(2024)) == (
        True,
        False,
        False,
        True,
    )


def test_the_words_of_a_plan_are_those_of_its_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules.yml").write_text(
        RULES.replace("closed: [avslutad]", "closed: {klar: {sv: Klar, en: Done, years: 2024-}}").replace(
            "years: 2022-", "years: 2000-"
        ),
        encoding="utf-8",
    )
    for year in (2023, 2024):
        plan = f"document: verksamhetsplan\nnamnd: a\nyear: {year}\nuppdrag: [{{title: A, status: klar}}]\n"
        Path(f"{year}.yaml").write_text(plan, encoding="utf-8")
    result = plancheck.check(["2023.yaml", "2024.yaml"], ruleset="./rules.yml")
    assert [one.document for one in result.findings] == ["verksamhetsplan-a-2024"]


def test_years_of_a_word_that_are_none_are_refused(refused: Refused) -> None:
    status = "status: {avslutad: {sv: Avslutad, en: Completed, years: 24-}}"
    (problem,) = refused(RULES.replace("status: {avslutad: {sv: Avslutad, en: Completed}}", status))
    assert problem.key == "bad-years"


def test_a_vocabulary_may_be_added_to(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded("ruleset: ours\nextends: kommun\nvocabulary:\n  stock-phrases: [$vocabulary.stock-phrases, Enligt plan]\n")
    assert ours.vocabulary["stock-phrases"][:-1] == kommun.vocabulary["stock-phrases"]
    assert ours.vocabulary["stock-phrases"][-1].id == "Enligt plan"


def test_a_vocabulary_may_be_added_to_in_plancheck_yaml(loaded: Loads) -> None:
    changed = loaded(RULES, changes="vocabulary:\n  closed: [$vocabulary.closed, klar]\n")
    assert [term.id for term in changed.vocabulary["closed"]] == ["avslutad", "klar"]


def test_adding_to_a_vocabulary_that_does_not_exist_is_refused(refused: Refused) -> None:
    (problem,) = refused(RULES.replace("closed: [avslutad]", "closed: [$vocabulary.stauts, avslutad]"))
    assert problem.key == "unknown-vocabulary"


# Requirements, and rules that are gone


def test_a_rule_names_the_requirements_that_it_meets(loaded: Loads, refused: Refused) -> None:
    requirements = 'requirements:\n  U1: {sv: Allt finns, en: All is there, source: "Reglementet 3"}\n'
    text = RULES.replace("    severity: error\n", "    severity: error\n    meets: [U1]\n")
    assert loaded(requirements + text, tests=True).rules["TST001"].head.meets == ["U1"]
    assert loaded(requirements + text).rules["TST001"].head.meets == ["U1"]
    (problem,) = refused(requirements + text.replace("meets: [U1]", "meets: [U2]"), tests=True)
    assert problem.key == "unknown-requirement"


def test_the_id_of_a_rule_that_is_gone_is_not_used_again(refused: Refused) -> None:
    (problem,) = refused("retired: {TST001: TST002}\n" + RULES)
    assert problem.key == "retired-id"


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


def test_changing_a_rule_that_is_gone_is_refused_with_the_one_that_took_its_place(refused: Refused) -> None:
    (problem,) = refused("extends: kommun\nchange: {UPP016: off}\n")
    assert told(problem, "en") == "There is no rule UPP016 any more. UPP017 has taken its place."


def test_the_words_of_another_list_are_asked_for_with_a_dollar_sign(refused: Refused) -> None:
    (problem,) = refused("ruleset: ours\nextends: kommun\nvocabulary:\n  stock-phrases: [vocabulary.stock-phrases, I linjen]\n")
    assert (problem.key, problem.span.line) == ("no-dollar", 4)


def test_a_list_of_words_that_no_rule_asks_for_and_that_is_nearly_another_is_a_slip(refused: Refused, loaded: Loads) -> None:
    text = "ruleset: ours\nextends: kommun\nvocabulary:\n  {}: [I linjen]\n"
    (problem,) = refused(text.format("stockphrases"), tests=True)
    assert (problem.key, problem.span.line) == ("unasked-vocabulary", 4)
    assert "stock-phrases" in told(problem, "sv")
    assert loaded(text.format("malomraden"), tests=True).vocabulary["malomraden"][0].id == "I linjen"


def test_a_retired_rule_can_only_leave_its_place_to_one_that_exists(refused: Refused) -> None:
    (problem,) = refused("ruleset: ours\nextends: kommun\nretired: {EGN001: UPP999}\n", tests=True)
    assert (problem.key, problem.span.line) == ("unknown-rule", 3)


def test_a_day_that_a_month_does_not_have_is_refused(refused: Refused) -> None:
    (problem,) = refused(RULES.replace(CHECK, "check: deadline\n    date: adopted-on\n    by: {month: 6, day: 31}\n"))
    assert problem.key == "no-such-day"


def test_a_comma_that_ends_a_text_within_braces_is_told_as_that(refused: Refused) -> None:
    problems = refused(RULES.replace("{sv: Rätta, en: Correct it}", "{sv: Rätta, eller stryk, en: Correct it}"))
    assert [problem.key for problem in problems] == ["comma-in-text"]
