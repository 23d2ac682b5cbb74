"""What a rule set is refused for, and where in its files."""

from __future__ import annotations

import re

import pytest

from plancheck.checks import KINDS
from plancheck.messages import said
from plancheck.query.matchers import OPERATORS
from tests.ruleset.rules import CHECK, REQUIRE, RULES, Loads, Refused, documents, rule


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
    assert (problem.text.key, problem.text.details["name"], problem.text.details.get("nearest")) == (key, name, nearest)
    assert problem.file == "ours/rules.yaml"
    assert problem.line == text.splitlines()[problem.span.line - 1]
    assert wrong.splitlines()[-1].strip() in problem.line
    if nearest:
        assert f"Did you mean {nearest}?" in said(problem.text, "en")


def test_an_unknown_name_with_none_near_is_told_with_all_that_there_are(refused: Refused) -> None:
    (check,) = refused(RULES.replace("check: each", "check: qqqq"))
    assert check.text.details["known"] == list(KINDS)
    (operator,) = refused(RULES.replace(REQUIRE, "require: {text: {qqqq: 1}}"))
    assert operator.text.details["known"] == list(OPERATORS)
    assert "Available: not, any, all" in said(operator.text, "en")


@pytest.mark.parametrize(
    "key", ["id", "name", "title", "why", "source", "severity", "applies-to", "check", "items", "require", "message", "hint"]
)
def test_a_rule_without_a_key_that_it_must_have_is_refused(key: str, refused: Refused) -> None:
    text = re.sub(rf"^( +)(- )?{key}:.*\n", "", RULES, flags=re.MULTILINE)
    if key == "id":
        text = text.replace("    name: the-rule", "  - name: the-rule")
    (problem,) = refused(text)
    assert (problem.text.key, problem.text.details["name"]) == ("missing-key", key)
    assert problem.line == ("  - name: the-rule" if key == "id" else "  - id: TST001")


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("id: TST001", "id: tst001", "bad-rule-id"),
        ("id: TST001", "id: TST1", "bad-rule-id"), ("id: TST001", "id: 5", "wrong-type"),
        ("name: the-rule", "name: The rule", "bad-id"), ("{sv: Regeln, en: The rule}", "The rule", "keys-with-values"),
        ("{sv: Regeln, en: The rule}", "{en: The rule}", "missing-key"),
        ("{sv: Regeln, en: The rule}", "{sv: Regeln, en: ''}", "invalid"),
        ("source: [{document: Reglementet, section: \"3\"}]", "source: []", "invalid"),
        ("source: [{document: Reglementet, section: \"3\"}]", "source: [{section: \"3\"}]", "missing-key"),
        ("document: [verksamhetsplan]", "document: verksamhetsplan", "not-a-list"),
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
        assert problem.text.key == key
    assert wrong in problem.line


@pytest.mark.parametrize(
    "years", ["next", "'-'", "22-24", "2022--2024", "2024-2022", "20222-", "''", "2022/2024", "24", "2022.5"]
)
def test_years_that_are_none_are_refused(years: str, refused: Refused) -> None:
    (problem,) = refused(RULES.replace("years: 2022-}", f"years: {years}}}"))
    assert problem.text.key in ("bad-years", "wrong-type")
    assert f"years: {years}" in problem.line
    assert problem.line[problem.span.column - 1 :].startswith(years)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("2024", (2024, 2024, 1)), ("'2024'", (2024, 2024, 1)), ("2022-", (2022, 9999, 1)), ("'2022-'", (2022, 9999, 1)),
        ("-2023", (0, 2023, 1)), ("'-2023'", (0, 2023, 1)), ("2022-2024", (2022, 2024, 1)), ("2022-2022", (2022, 2022, 1)),
        ("~", (0, 9999, 1)), ("2019-/4", (2019, 9999, 4)), ("2019-2027/4", (2019, 2027, 4)),
    ],
)  # fmt: skip
def test_years_are_one_or_from_or_until_or_between(years: str, expected: tuple[int, int, int], loaded: Loads) -> None:
    found = loaded(RULES.replace("years: 2022-}", f"years: {years}}}")).rules["TST001"]
    assert tuple(found.years) == expected


@pytest.mark.parametrize("year", range(2017, 2029))
def test_every_fourth_year_is_counted_from_the_first(year: int, loaded: Loads) -> None:
    found = loaded(RULES.replace("years: 2022-}", "years: 2019-/4}")).rules["TST001"]
    assert found.years.cover(year) == (year in (2019, 2023, 2027))


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
        ("{within: 3}", "invalid-matcher"), ("{within: {percent: 3}}", "invalid-matcher"),
        ("{within: {percent: $today, of: 3}}", "invalid-matcher"), ("{before: {percent: 3, of: soon}}", "invalid-matcher"),
        ("{before: {percent: 3, of: {percent: 3, of: 3}}}", "invalid-matcher"), ("$item", "unknown-selector"),
        ("$item.txet", "unknown-field"),
        ("{any: []}", "invalid-matcher"), ("~", "invalid-matcher"),
    ],
)  # fmt: skip
def test_a_matcher_that_can_mean_nothing_is_refused(matcher: str, key: str, refused: Refused) -> None:
    (problem,) = refused(RULES.replace(REQUIRE, f"require: {{text: {matcher}}}"))
    assert (problem.text.key, problem.file) == (key, "ours/rules.yaml")
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
    assert not key or problem.text.key == key
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
    assert [(problem.file, problem.text.key) for problem in problems] == [
        ("ours/c.yaml", "unknown-key"),
        ("ours/d.yaml", "not-closed"),
        ("ours/a.yaml", "unknown-check"),
        ("ours/a.yaml", "not-one-of"),
        ("ours/a.yaml", "unknown-selector"),
        ("ours/b.yaml", "unknown-field"),
    ]


def test_a_field_that_there_is_not_is_told_with_the_keys_that_there_are_and_apart_what_follows_from_them(
    refused: Refused,
) -> None:
    (problem,) = refused(documents() + "rules:\n" + rule("TST001", "require: {zzzzz: present}"))
    known, besides = problem.text.details["known"], problem.text.details["besides"]
    assert problem.text.key == "unknown-field"
    assert isinstance(known, list)
    assert isinstance(besides, list)
    assert {"ref", "status"} <= set(known)
    assert {"is-closed", "definition"} <= set(besides)
    assert not set(known) & set(besides)


@pytest.mark.parametrize(("word", "meant"), [("presnt", "present"), ("absnet", "absent"), ("Present", "present")])
def test_a_misspelt_word_for_whether_there_is_something_is_no_word_to_compare_with(
    word: str, meant: str, refused: Refused
) -> None:
    (problem,) = refused(documents() + "rules:\n" + rule("TST001", f"require: {{text: {word}}}"))
    assert (problem.text.key, problem.text.details["nearest"]) == ("misspelt-word-of-rules", meant)


def test_rules_are_not_held_against_declarations_that_cannot_be_read(refused: Refused) -> None:
    broken = documents().replace("documents:", "documents")
    problems = refused({"a.yaml": broken, "b.yaml": "rules:\n" + rule("TST001"), "c.yaml": "ruls: []\n"})
    assert [(problem.file, problem.text.key) for problem in problems] == [
        ("ours/a.yaml", "no-colon"),
        ("ours/c.yaml", "unknown-key"),
    ]


def test_a_fault_in_one_rule_does_not_hide_what_is_wrong_in_other_files(refused: Refused) -> None:
    faulty = documents() + "rules:\n" + rule("TST001").replace("  - id:", "  - idd:")
    problems = refused({"a.yaml": faulty, "b.yaml": "rules:\n" + rule("TST002", "items: uppdrga")})
    assert "ours/b.yaml" in {problem.file for problem in problems}


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
    assert (problem.file, problem.text.key, problem.span.line) == ("ours/rules.yaml", key, line)


def test_two_rules_of_one_id_in_a_file_are_refused(refused: Refused) -> None:
    (problem,) = refused(RULES + rule("TST001"))
    assert (problem.text.key, problem.text.details["name"]) == ("second-rule", "TST001")
    assert problem.text.details["first"] == "ours/rules.yaml:9"
    assert problem.span.line == len(RULES.splitlines()) + 1
    assert problem.line == "  - id: TST001"


def test_two_rules_of_one_id_in_different_files_are_refused(refused: Refused) -> None:
    (problem,) = refused({"a.yaml": RULES, "b/c.yaml": "# ours\nrules:\n" + rule("TST001")})
    assert (problem.file, problem.text.key, problem.span.line) == ("ours/b/c.yaml", "second-rule", 3)
    assert problem.text.details["first"] == "ours/a.yaml:9"


def test_a_rule_of_the_id_of_one_that_is_taken_over_is_refused(refused: Refused) -> None:
    (problem,) = refused("extends: kommun\nrules:\n" + rule("UPP003"))
    assert (problem.file, problem.text.key, problem.span.line) == ("ours/rules.yaml", "second-rule", 3)
    assert "kommun/uppdrag.yaml:" in str(problem.text.details["first"])


@pytest.mark.parametrize(
    ("matcher", "key"),
    [
        ("{min-words: -1}", "too-small"), ("{min-words: 0}", "too-small"), ("{not: {min-words: -3}}", "too-small"),
        ("{count: -1}", "too-small"), ("{count: {at-least: -2}}", "too-small"), ("{count: {at-least: 0}}", "too-small"),
        ("{count: {at-most: -1}}", "too-small"), ("{count: {before: 0}}", "too-small"), ("{count: {after: -1}}", "too-small"),
        ("{count: {not: {at-least: 0}}}", "too-small"), ("{count: {any: [0, {at-least: 0}]}}", "too-small"),
        ("{count: present}", "wrong-type"), ("{count: absent}", "wrong-type"),
        ("{within: {percent: -5, of: 100}}", "too-small"), ("{within: {percent: .nan, of: 100}}", "too-small"),
        ("{includes: []}", "too-short"), ("{says-only: []}", "too-short"), ("{says-only: ''}", "too-short"),
        ("{matches: ''}", "too-short"), ("[]", "too-short"),
        ("{at-least: 5, at-most: 3}", "nothing-between"), ("{after: 3, before: 3}", "nothing-between"),
        ("{at-least: 3, before: 3}", "nothing-between"), ("{after: 2025-02-01, at-most: 2025-01-01}", "nothing-between"),
        ("{count: {at-least: 4, at-most: 2}}", "nothing-between"),
        ("{any: [present, absent]}", "invalid-matcher"), ("{all: [absent, present]}", "invalid-matcher"),
    ],
)  # fmt: skip
def test_a_matcher_that_anything_meets_or_nothing_is_refused(matcher: str, key: str, refused: Refused) -> None:
    (problem,) = refused(RULES.replace(REQUIRE, f"require: {{text: {matcher}}}"))
    assert (problem.text.key, problem.file) == (key, "ours/rules.yaml")
    assert matcher in problem.line


@pytest.mark.parametrize(
    "matcher",
    [
        "{min-words: 1}", "{count: 0}", "{count: {at-most: 0}}", "{count: {at-least: 1, at-most: 1}}", "{count: {before: 1}}",
        "{count: {after: 0}}", "{within: {percent: 0, of: 3}}", "{at-least: -5}", "{before: -3}", "{at-least: 3, at-most: 3}",
        "{before: {percent: -10, of: 3}}", "{not: {any: [absent, x]}}",
    ],
)  # fmt: skip
def test_a_matcher_that_some_values_meet_is_taken(matcher: str, loaded: Loads) -> None:
    assert loaded(RULES.replace(REQUIRE, f"require: {{text: {matcher}}}")).rules


@pytest.mark.parametrize(
    ("check", "key", "marked"),
    [
        ("check: share\nitems: uppdrag\nat-least: -1", "too-small", "-1"),
        ("check: share\nitems: uppdrag\nat-least: 0", "share-always", "0"),
        ("check: share\nitems: uppdrag\nat-most: -1", "too-small", "-1"),
        ("check: share\nitems: uppdrag\nat-least: .inf", "", ".inf"),
        ("check: share\nitems: uppdrag\nat-least: 5\nat-most: 3", "nothing-between", "3"),
        ("check: share\nitems: uppdrag\nrequire: {text: present}\nat-least: {percent: -1}", "too-small", "-1"),
        ("check: share\nitems: uppdrag\nrequire: {text: present}\nat-least: {percent: 101}", "too-large", "101"),
        ("check: share\nitems: uppdrag\nrequire: {text: present}\nat-least: {percent: 90}\nat-most: {percent: 80}",
         "nothing-between", ""),
        ("check: agree\nitems: uppdrag\ncompare: text\ntolerance: .inf", "", ".inf"),
        ("check: agree\nitems: uppdrag\ncompare: {}", "too-short", ""),
        ("check: agree\ntotal: {count: goals}\nequals: {count: goals}", "agree-always", "equals"),
        ("check: sum\nitems: accounts\nparts: rows\ntotal: total\nfigures: [outcome]\nrounding: -1", "too-small", "-1"),
        ("check: sum\nitems: accounts\nparts: rows\ntotal: total\nfigures: [outcome]\nrounding: .inf", "", ".inf"),
    ],
)  # fmt: skip
def test_a_check_that_nothing_can_fail_or_nothing_can_meet_is_refused(
    check: str, key: str, marked: str, refused: Refused
) -> None:
    text = RULES.replace(CHECK, check.replace("\n", "\n    ") + "\n").replace("{item.title} ", "")
    problem = refused(text)[0]
    assert not key or problem.text.key == key
    assert problem.line[problem.span.column - 1 :].startswith(marked)


def test_a_rule_about_no_kind_of_document_is_refused(refused: Refused) -> None:
    (problem,) = refused(RULES.replace("document: [verksamhetsplan]", "document: []"))
    assert problem.text.key == "too-short"


@pytest.mark.parametrize(
    "keys",
    [
        "items: goals.document.goals\nrequire: {title: present}",
        "items: goals" + ".document.goals" * 30 + "\nrequire: {title: present}",
        "items: goals.activities.parent.activities\nrequire: {text: present}",
        "items: goals\nrequire: {document.goals.document.goals.title: present}",
        "items: goals\nwhere: {parent" + ".goals.document" * 20 + ".year: 2025}\nrequire: {title: present}",
        "items: goals\nrequire: {title: $item" + ".document.goals" * 20 + ".title}",
        "items: goals\nrequire: {title: $document" + ".goals.document" * 20 + ".title}",
        "items: goals" + ".levels" * 20 + "\nrequire: {title: present}",
        "items: history.document.uppdrag\nrequire: {title: present}",
        "items: every.verksamhetsplan" + ".goals.document" * 9 + ".goals\nrequire: {title: present}",
        "items: uppdrag\nrequire: {definition.document.uppdrag.definition.document.uppdrag.title: present}",
    ],
)  # fmt: skip
def test_a_path_that_multiplies_is_refused(keys: str, refused: Refused) -> None:
    (problem,) = refused(
        RULES.replace(CHECK, "check: each\n    " + keys.replace("\n", "\n    ") + "\n").replace("{item.title} ", "")
    )
    assert (problem.text.key, problem.file) == ("path-multiplies", "ours/rules.yaml")


def test_a_placeholder_that_multiplies_is_refused(refused: Refused) -> None:
    problems = refused(RULES.replace("{item.title}", "{item" + ".document.uppdrag" * 20 + ".title}"))
    assert {problem.text.key for problem in problems} == {"path-multiplies"}


@pytest.mark.parametrize(
    "path",
    ["document.goals.title", "definition.document.year", "definition.document.uppdrag.title", "parent.year", "document.title"],
)
def test_a_path_may_go_back_once(path: str, loaded: Loads) -> None:
    assert loaded(RULES.replace(REQUIRE, f"require: {{{path}: present}}")).rules


def test_a_day_that_a_month_does_not_have_is_refused(refused: Refused) -> None:
    (problem,) = refused(RULES.replace(CHECK, "check: deadline\n    date: adopted-on\n    by: {month: 6, day: 31}\n"))
    assert problem.text.key == "no-such-day"


def test_a_comma_that_ends_a_text_within_braces_is_told_as_that(refused: Refused) -> None:
    problems = refused(RULES.replace("{sv: Rätta, en: Correct it}", "{sv: Rätta, eller stryk, en: Correct it}"))
    assert [problem.text.key for problem in problems] == ["comma-in-text"]
