"""Mutants: which parts of a rule are tried, and that one which no case needs is called out."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from plancheck.checks import KINDS, module_of
from plancheck.checks.mutation import Mutations
from plancheck.model.base import Part, keys_of
from plancheck.ruleset.mutants import mutants_of
from tests.command import plancheck

RULE: dict[str, Any] = {"check": "each", "applies-to": {"document": ["verksamhetsplan"]}, "items": "uppdrag"}


def mutated(**keys: Any) -> list[str]:
    """The parts that are tried of a rule with these keys."""
    values = {**RULE, **{name.replace("_", "-"): value for name, value in keys.items()}}
    return [f"{mutant.part} {mutant.mutation}" for mutant in mutants_of(values)]


@pytest.mark.parametrize(
    ("check", "keys", "parts"),
    [
        ("each", {"require": {"text": "present"}}, ["require.text inverted"]),
        (
            "each",
            {"require": {"text": "present", "at": "present"}},
            ["require.text dropped", "require.text inverted", "require.at dropped", "require.at inverted"],
        ),
        ("each", {"where": {"status": "avslutad"}}, ["where.status dropped", "where.status inverted"]),
        (
            "unique",
            {"where": {"status": {"all": ["present", {"not": "avslutad"}]}}},
            ["where.status dropped", "where.status inverted", "where.status.all.1 dropped", "where.status.all.2 dropped"],
        ),
        ("covered", {"having": {"n": {"after": "$today"}}}, ["having.n dropped", "having.n inverted"]),
        (
            "covered",
            {"having": {"n": {"after": "$today", "before": "$as-of"}}},
            ["having.n dropped", "having.n inverted", "having.n.after dropped", "having.n.before dropped"],
        ),
        ("covered", {"on": {"ref": "ref", "area": "area"}}, ["on.ref dropped", "on.area dropped"]),
        ("covered", {"on": {"ref": "ref"}}, []),
        ("covered", {"items": ["syfte", "mal"]}, ["items.syfte dropped", "items.mal dropped"]),
        ("unique", {"on": ["title", "area"]}, ["on.title dropped", "on.area dropped"]),
        ("agree", {"compare": {"a": "b", "c": "d"}}, ["compare.a dropped", "compare.c dropped"]),
        (
            "agree",
            {"total": {"count": "uppdrag", "where": {"ref": "present"}}},
            ["total.where.ref dropped", "total.where.ref inverted"],
        ),
        ("covered", {"absent": True}, ["absent dropped"]),
        ("covered", {"absent": False}, []),
        ("ordered", {"order": ["kf", "ks"]}, ["order inverted"]),
        ("ordered", {"order": "$vocabulary.levels"}, ["order dropped"]),
        ("ordered", {"within": "area", "on": "number"}, ["within dropped"]),
        ("plugin", {"where": {"ref": "present"}, "parameters": {"n": 3}}, ["where.ref dropped", "where.ref inverted"]),
        (
            "each",
            {"applies_to": {"document": ["verksamhetsplan"], "years": "2021-"}},
            ["applies-to.years dropped"],
        ),
    ],
)  # fmt: skip
def test_each_part_of_a_requirement_is_dropped_or_inverted(check: str, keys: dict[str, Any], parts: list[str]) -> None:
    assert mutated(check=check, **keys) == parts


def numbers(check: str, **keys: Any) -> dict[str, Any]:
    """What becomes of the keys of a rule in each mutant that lowers or raises a number."""
    values = {**RULE, "check": check, **keys}
    key = next(iter(keys))
    return {
        f"{mutant.part} {mutant.mutation}": mutant.values[key]
        for mutant in mutants_of(values)
        if mutant.mutation in ("lowered", "raised")
    }


@pytest.mark.parametrize(
    ("matcher", "lower", "higher"),
    [
        ({"min-words": 3}, {"min-words": 2}, {"min-words": 4}),
        ({"at-least": 0.25}, {"at-least": 0.24}, {"at-least": 0.26}),
        ({"at-most": -1}, {"at-most": -2}, {"at-most": 0}),
        ({"before": 2024}, {"before": 2023}, {"before": 2025}),
        ({"count": 2}, {"count": 1}, {"count": 3}),
        ({"count": {"at-least": 2}}, {"count": {"at-least": 1}}, {"count": {"at-least": 3}}),
        ({"not": {"any": [{"after": 7}]}}, {"not": {"any": [{"after": 6}]}}, {"not": {"any": [{"after": 8}]}}),
    ],
)
def test_a_bound_in_a_matcher_is_tried_one_lower_and_one_higher(matcher: Any, lower: Any, higher: Any) -> None:
    for key in ("where", "require"):
        assert list(numbers("each", **{key: {"text": matcher}}).values()) == [{"text": lower}, {"text": higher}]


def test_so_many_percent_of_a_value_are_tried_with_one_lower_and_one_higher() -> None:
    for name in ("within", "at-least"):
        given = {"percent": 2, "of": "$item.budget"}
        assert list(numbers("each", require={"outcome": {name: given}}).values()) == [
            {"outcome": {name: {**given, "percent": percent}}} for percent in (1, 3)
        ]


def test_a_share_of_items_is_tried_with_ten_in_a_hundred_lower_and_higher() -> None:
    assert list(numbers("share", **{"at-least": {"percent": 80}}).values()) == [{"percent": 70}, {"percent": 90}]
    assert list(numbers("share", **{"at-most": {"percent": 95}}).values()) == [{"percent": 85}]
    assert list(numbers("share", **{"at-most": 3}).values()) == [2, 4]


@pytest.mark.parametrize("matcher", [2024, [1, 2], {"includes": 3}, {"before": "$today"}, {"not": 3}])
def test_a_number_that_is_no_bound_is_left_as_it_is(matcher: Any) -> None:
    assert numbers("each", require={"year": matcher}) == {}


def test_a_limit_is_tried_a_day_earlier_and_a_day_later_and_so_is_each_number_in_it() -> None:
    assert numbers("deadline", by={"field": "due", "months": -3}) == {
        "by.months lowered": {"field": "due", "months": -4},
        "by.months raised": {"field": "due", "months": -2},
        "by.days lowered": {"field": "due", "months": -3, "days": -1},
        "by.days raised": {"field": "due", "months": -3, "days": 1},
    }
    # The last day of a year has a day after it too: nothing is tried that the calendar does not have.
    assert numbers("deadline", on={"month": 12, "day": 31, "years": -1}) == {
        "on.month lowered": {"month": 12, "day": 31, "years": -1, "months": -1},
        "on.month raised": {"month": 12, "day": 31, "years": -1, "months": 1},
        "on.years lowered": {"month": 12, "day": 31, "years": -2},
        "on.years raised": {"month": 12, "day": 31, "years": 0},
        "on.days lowered": {"month": 12, "day": 31, "years": -1, "days": -1},
        "on.days raised": {"month": 12, "day": 31, "years": -1, "days": 1},
    }


def test_the_last_day_and_the_first_that_is_too_late_are_taken_for_each_other() -> None:
    made = {f"{mutant.part} {mutant.mutation}": mutant.values for mutant in mutants_of({**RULE, "check": "deadline", "by": {}})}
    assert made["by inverted"] == {**RULE, "check": "deadline", "before": {}}


def test_what_may_be_off_is_tried_with_nothing_and_with_twice_as_much() -> None:
    assert numbers("sum", rounding=10) == {"rounding lowered": 0, "rounding raised": 20}
    assert numbers("agree", tolerance=1.5) == {"tolerance lowered": 0, "tolerance raised": 3.0}
    # A rule of sums that says nothing rounds to one; one that compares allows no difference, and texts never do.
    assert mutated(check="sum") == ["rounding lowered", "rounding raised"]
    assert mutated(check="agree") == mutated(check="agree", tolerance=0) == []


def models(model: type[Part]) -> Iterator[tuple[str, type[Part]]]:
    """The keys of a model that hold a model of their own, with that model."""
    for name, field in model.model_fields.items():
        for inner in (field.annotation, *typing.get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, Part):
                yield field.alias or name, inner


def undeclared(model: type[Part], mutations: Mutations) -> list[str]:
    """The keys of a model, and of the models in it, that are declared neither way; and those declared that do not exist."""
    wrong = sorted({*keys_of(model)} ^ {*mutations})
    for key, inner in models(model):
        given = mutations[key]
        nested = [one for one in (given if isinstance(given, tuple) else (given,)) if isinstance(one, Mapping)]
        wrong += [f"{key}.{one}" for one in (undeclared(inner, nested[0]) if nested else keys_of(inner))]
    return wrong


@pytest.mark.parametrize("kind", KINDS)
def test_each_key_of_a_kind_of_check_says_how_a_mutant_changes_it_or_why_none_does(kind: str) -> None:
    module = module_of(kind)
    assert undeclared(module.Parameters, module.MUTATIONS) == []


def test_a_key_that_is_declared_neither_way_is_noticed_in_a_model_within_too() -> None:
    module = module_of("deadline")
    limit = {key: value for key, value in module.LIMIT.items() if key != "days"}
    assert undeclared(module.Parameters, {**module.MUTATIONS, "on": limit}) == ["on.days"]
    assert undeclared(module.Parameters, {**module.MUTATIONS, "on": "unknown"})[-1] == "on.days"
    assert undeclared(module_of("sum").Parameters, {}) == sorted(module_of("sum").MUTATIONS)


def test_a_mutant_is_the_rule_with_that_one_change() -> None:
    values = {**RULE, "where": {"status": {"any": ["a", "b"]}, "ref": "present"}, "require": {"text": "present"}}
    made = {f"{mutant.part} {mutant.mutation}": mutant.values for mutant in mutants_of(values)}
    assert made["where.ref dropped"] == {**values, "where": {"status": {"any": ["a", "b"]}}}
    assert made["where.status.any.1 dropped"] == {**values, "where": {"status": {"any": ["b"]}, "ref": "present"}}
    assert made["require.text inverted"] == {**values, "require": {"text": {"not": "present"}}}


BY_NUMBERS = """\
ruleset: ours
extends: kommun
rules:
  - id: EGN002
    name: by-numbers
    title: {sv: Titel, en: Title}
    why: {sv: Därför, en: Therefore}
    source: [{document: Reglementet}]
    severity: error
    applies-to: {document: [arsrapport]}
    message: {sv: Fel, en: Wrong}
    hint: {sv: Rätta, en: Correct it}
    RULE
    tests:
"""


def decided(day: str) -> str:
    return f"decisions: [{{by: a, outcome: adopted, date: {day}}}]"


def rows(total: int) -> str:
    parts = "rows: [{title: B, outcome: 50}, {title: C, outcome: 50}]"
    return f"accounts: [{{title: A, {parts}, total: {{title: D, outcome: {total}}}}}]"


def texts(text: str) -> str:
    return f"uppdrag: [{{title: A, text: {text}}}]"


SUM = "{check: sum, items: accounts, parts: rows, total: total, figures: [outcome], rounding: 10}"
DEADLINE = "{check: deadline, date: adopted-on, by: {field: reported-through, LIMIT}}"
WORDS = "{check: each, items: uppdrag, require: {text: {min-words: 3}}}"


@pytest.mark.parametrize(
    ("rule", "passes", "fails", "part", "close"),
    [
        (SUM, rows(115), rows(900), "rounding can be higher", {"fails": rows(116)}),
        (SUM, rows(100), rows(116), "rounding can be lower", {"passes": rows(115)}),
        (DEADLINE.replace("LIMIT", "months: 3"), decided("2025-03-31"), decided("2025-06-01"), "by.months can be higher",
         {"fails": decided("2025-04-01")}),
        (DEADLINE.replace("LIMIT", "days: 45"), decided("2025-02-14"), decided("2025-05-01"), "by.days can be higher",
         {"fails": decided("2025-02-15")}),
        (DEADLINE.replace("LIMIT", "days: 45"), decided("2025-02-01"), decided("2025-02-15"), "by.days can be lower",
         {"passes": decided("2025-02-14")}),
        (WORDS, texts("Bussen kör nu"), texts("Klart"), "require.text.min-words can be lower", {"fails": texts("Bussen kör")}),
        (WORDS, texts("Bussen kör i maj"), texts("Kör nu"), "require.text.min-words can be higher",
         {"passes": texts("Bussen kör nu")}),
    ],
)  # fmt: skip
def test_a_number_that_no_case_is_close_to_is_called_out(
    tmp_path: Path, rule: str, passes: str, fails: str, part: str, close: dict[str, str]
) -> None:
    keys = "\n    ".join(f"{key}: {json.dumps(value)}" for key, value in yaml.safe_load(rule).items())

    def tested(*cases: tuple[str, str]) -> str:
        tests = "".join(
            f"      - {{name: n{n}, documents: [{{document: arsrapport, namnd: a, year: 2024, {body}}}], {outcome}: 1}}\n"
            for n, (outcome, body) in enumerate(cases)
        )
        (tmp_path / "ours.yml").write_text(BY_NUMBERS.replace("RULE", keys) + tests, encoding="utf-8")
        return plancheck("test", str(tmp_path / "ours.yml"), "--lang", "en").stdout

    far = (("passes", passes), ("fails", fails))
    assert f"✗ EGN002 {part} without any case noticing" in tested(*far)
    assert tested(*far, *close.items()).endswith(", 0 survived\n")


def test_each_keyword_of_a_schema_is_tried_wherever_it_stands() -> None:
    schema = {"type": "object", "properties": {"utslapp": {"minimum": 0}}}
    parts = ["schema.type", "schema.properties", "schema.properties.utslapp", "schema.properties.utslapp.minimum"]
    numbers = [f"schema.properties.utslapp.minimum {mutation}" for mutation in ("lowered", "raised")]
    assert mutated(check="schema", schema=schema) == [f"{part} dropped" for part in parts] + numbers


def test_a_keyword_of_a_schema_that_only_explains_is_left_and_a_property_of_its_name_is_not() -> None:
    schema = {"title": "Klimat", "properties": {"title": {"type": "string"}}}
    parts = ["schema.properties", "schema.properties.title", "schema.properties.title.type"]
    assert mutated(check="schema", schema=schema) == [f"{part} dropped" for part in parts]
