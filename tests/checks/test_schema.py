"""The check `schema`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import pytest

from plancheck import ProblemError
from tests.fixtures import Judged
from tests.judged import ORGANISATION, PLAN, all_told, only
from tests.work import seconds

OWNED = """\
check: schema
items: goals
where: {ref: present}
schema:
  type: object
  required: [x-owner]
  properties:
    x-owner: {enum: [direktör, avdelningschef]}
    x-steps: {type: array, items: {type: object, required: [name]}}
"""


def test_schema_judges_own_keys_as_they_are_written(judged: Judged) -> None:
    plan = PLAN + (
        "goals:\n  - {ref: k/a, x-owner: direktör}\n  - {ref: k/b, x-owner: nämnden}\n  - {ref: k/c}\n  - {title: D}\n"
        "  - ref: k/e\n    x-owner: direktör\n    x-steps:\n      - name: A\n      - {day: 1}\n"
    )
    found = judged(OWNED, {"plan.yaml": plan}, message="{item.ref}: {said}")
    assert all_told(found) == [
        "plan.yaml:6:6 passed",
        "plan.yaml:7:25 failed k/b: 'nämnden' is not one of ['direktör', 'avdelningschef']",
        "plan.yaml:8:6 failed k/c: 'x-owner' is a required property",
        "plan.yaml:14:10 failed k/e: 'name' is a required property",
    ]


def test_schema_tells_the_section_and_page_of_the_item(judged: Judged) -> None:
    plan = PLAN + "goals: [{ref: k/a, at: {section: '3.1', page: 7}, x-owner: nämnden}]\n"
    where = only(judged(OWNED, {"plan.yaml": plan})).location
    assert (where.section, where.page) == ("3.1", 7)


def test_schema_left_to_itself_judges_the_document(judged: Judged) -> None:
    rule = "check: schema\nschema: {required: [x-owner]}\n"
    assert all_told(judged(rule, {"plan.yaml": PLAN})) == ["plan.yaml:1:11 failed Wrong"]
    assert all_told(judged(rule, {"plan.yaml": PLAN + "x-owner: 1\n"})) == ["plan.yaml:1:11 passed"]


def test_schema_sees_dates_and_years_as_text(judged: Judged) -> None:
    rule = """\
        check: schema
        items: document.x-days
        schema: {type: object, additionalProperties: {type: string, format: date}, propertyNames: {pattern: "^20"}}
        """
    found = judged(rule, {"plan.yaml": PLAN + "x-days:\n  2024: 2024-02-06\n  2023: 5\n"}, message="{said}")
    assert all_told(found) == ["plan.yaml:7:9 failed 5 is not of type 'string'"]
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN + "x-days: {2024: 2024-02-06}\n"})] == ["passed"]


def test_schema_does_not_see_what_the_document_does_not_say(judged: Judged) -> None:
    rule = "check: schema\nitems: uppdrag\nschema: {maxProperties: 2}\n"
    plan = PLAN + "uppdrag: [{ref: k/a}, {ref: k/b, title: A, text: B}]\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": plan})] == ["passed", "failed"]


@pytest.mark.parametrize(
    ("items", "schema", "outcomes"),
    [
        ("accounts.unit", "{enum: [kr]}", ["failed"]),
        ("organisation.names", "{type: string, maxLength: 4}", ["failed", "passed"]),
        ("uppdrag.ref", "{pattern: '^verksamhetsplan-'}", ["failed", "passed"]),
        ("uppdrag.title", "{type: string}", ["passed", "passed"]),
        ("reported-through", "{type: string, pattern: '^2024-01-01$'}", ["passed"]),
        ("uppdrag.addressees", "{pattern: '^c'}", ["passed"]),
    ],
)
def test_schema_judges_what_follows_from_the_data_too(items: str, schema: str, outcomes: list[str], judged: Judged) -> None:
    documents = {
        "plan.yaml": PLAN + "accounts: [{title: A, unit: tkr}]\nuppdrag: [{id: a, title: A, to: [centrum]}, {ref: k/b}]\n",
        "org.yaml": ORGANISATION,
    }
    found = judged(f"check: schema\nitems: {items}\nschema: {schema}\n", documents)
    assert sorted(one.outcome for one in found) == outcomes


def test_schema_cannot_be_told_without_the_document_that_has_the_items(judged: Judged) -> None:
    rule = "check: schema\nitems: annex.barnbokslut\nschema: {}\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN})] == ["not-assessable"]


# Whatever the schema is


KEYS = PLAN + "x-keys: {aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!: 1}\n"


@pytest.mark.parametrize(
    ("schema", "outcome"),
    [
        ("{propertyNames: {pattern: RUNAWAY}}", "failed"),
        ("{not: {propertyNames: {pattern: RUNAWAY}}}", "passed"),
        ("{patternProperties: {RUNAWAY: false}}", "passed"),
        ("{patternProperties: {RUNAWAY: true}, additionalProperties: false}", "failed"),
        ("{patternProperties: {RUNAWAY: true}, additionalProperties: {type: string}}", "failed"),
        ("{patternProperties: {RUNAWAY: true}, unevaluatedProperties: false}", "failed"),
        ("{allOf: [{patternProperties: {RUNAWAY: true}}], unevaluatedProperties: false}", "failed"),
        ("{$defs: {d: {patternProperties: {RUNAWAY: true}}}, $ref: '#/$defs/d', unevaluatedProperties: false}", "failed"),
    ],
)
def test_no_pattern_of_a_schema_runs_away(schema: str, outcome: str, judged: Judged) -> None:
    rule = "check: schema\nitems: document.x-keys\nschema: " + schema.replace("RUNAWAY", '"^(a+)+$"')
    found: list[str] = []
    assert seconds(lambda: found.extend(one.outcome for one in judged(rule, {"plan.yaml": KEYS}))) < 30
    assert found == [outcome]


@pytest.mark.parametrize(
    ("schema", "value", "outcome"),
    [
        ("{properties: {a: true}, unevaluatedProperties: false}", "{a: 1}", "passed"),
        ("{properties: {a: true}, unevaluatedProperties: false}", "{a: 1, b: 1}", "failed"),
        ("{allOf: [{properties: {a: true}}], unevaluatedProperties: false}", "{a: 1}", "passed"),
        ("{anyOf: [{properties: {a: {type: string}}}, {properties: {b: true}}], unevaluatedProperties: false}",
         "{a: 1, b: 1}", "failed"),
        ("{if: {required: [a]}, then: {properties: {b: true}}, properties: {a: true}, unevaluatedProperties: false}",
         "{a: 1, b: 1}", "passed"),
        ("{if: {required: [c]}, then: {properties: {b: true}}, properties: {a: true}, unevaluatedProperties: false}",
         "{a: 1, b: 1}", "failed"),
        ("{dependentSchemas: {a: {properties: {a: true, b: true}}}, unevaluatedProperties: false}", "{a: 1, b: 1}", "passed"),
        ("{properties: {a: true}, unevaluatedProperties: {type: integer}}", "{a: x, b: 1}", "passed"),
        ("{properties: {a: true}, unevaluatedProperties: {type: integer}}", "{a: x, b: x}", "failed"),
        ("{patternProperties: {'^p': true}, unevaluatedProperties: false}", "{p1: 1, p2: x}", "passed"),
        ("{patternProperties: {'^p': {type: integer}}}", "{p1: 1, q2: x}", "passed"),
        ("{patternProperties: {'^p': {type: integer}}}", "{p1: 1, p2: x}", "failed"),
        ("{patternProperties: {'^p': true}, additionalProperties: false}", "{p1: 1, q: x}", "failed"),
        ("{properties: {q: true}, patternProperties: {'^p': true}, additionalProperties: false}", "{p1: 1, q: x}", "passed"),
        ("{properties: {q: true}, additionalProperties: {type: integer}}", "{p1: 1, q: x}", "passed"),
        ("{uniqueItems: true}", "[1, 2, {a: 1}, {a: 2}, [1]]", "passed"),
        ("{uniqueItems: true}", "[{a: 1, b: 2}, 3, {b: 2, a: 1.0}]", "failed"),
        ("{uniqueItems: true}", "[1, true, '1', [1]]", "passed"),
        ("{uniqueItems: true}", "[[1, {a: []}], [1, {a: []}]]", "failed"),
        ("{multipleOf: 0.1}", ".nan", "passed"),
        ("{type: number}", ".inf", "failed"),
    ],
)  # fmt: skip
def test_keywords_that_are_not_the_librarys_mean_what_the_standard_says(
    schema: str, value: str, outcome: str, judged: Judged
) -> None:
    rule = f"check: schema\nitems: document.x-value\nschema: {schema}\n"
    if value.startswith("["):
        rule, value = f"check: schema\nschema: {{properties: {{x-value: {schema}}}}}\n", value
    assert [one.outcome for one in judged(rule, {"plan.yaml": f"{PLAN}x-value: {value}\n"})] == [outcome]


@pytest.mark.parametrize(
    "schema",
    [
        "{items: {allOf: [{$ref: '#'}, {$ref: '#'}, {$ref: '#'}]}}",
        "{type: array, items: {anyOf: [{not: {$ref: '#'}}, {$ref: '#'}]}, minItems: 0}",
        "{unevaluatedItems: {allOf: [{$ref: '#'}, {$ref: '#'}]}}",
        "{$ref: '#/$defs/d0', $defs: {DOUBLED}}",
    ],
)
def test_a_schema_that_multiplies_leaves_the_value_unjudged(schema: str, judged: Judged) -> None:
    twice = (f"d{n}: {{allOf: [{{$ref: '#/$defs/d{n + 1}'}}, {{$ref: '#/$defs/d{n + 1}'}}]}}" for n in range(40))
    rule = "check: schema\nitems: document.x-deep\nschema: " + schema.replace(
        "DOUBLED", ", ".join([*twice, "d40: {minItems: 1}"])
    )
    plan = f"{PLAN}x-deep: {{a: {'[' * 60}{']' * 60}}}\n"
    rule = (
        rule.replace("schema: {", "schema: {properties: {a: {$ref: '#/$defs/all'}}, $defs: {all: {").replace(
            "'#'", "'#/$defs/all'"
        )
        + "}}"
    )
    rule = rule.replace("'#/$defs/d", "'#/$defs/all/$defs/d")
    found: list[str] = []
    assert seconds(lambda: found.extend(all_told(judged(rule, {"plan.yaml": plan})))) < 60
    (told,) = found
    assert told.endswith("not-assessable the schema refers to itself so often that the value cannot be compared with it")


@pytest.mark.parametrize("deep", ["{not: " * 90 + "{}" + "}" * 90, "{allOf: [" * 40 + "{}" + "]}" * 40])
def test_a_schema_that_is_deep_is_judged_or_refused_with_a_message(deep: str, judged: Judged) -> None:
    try:
        (only_one,) = judged(f"check: schema\nschema: {deep}\n", {"plan.yaml": PLAN})
    except ProblemError as error:
        assert error.problems[0].text.key in ("invalid-schema", "endless-schema")
    else:
        assert only_one.outcome in ("passed", "not-assessable")


@pytest.mark.parametrize(
    ("schema", "at"),
    [
        ("{$ref: '#'}", "schema"),
        ("{allOf: [{$ref: '#'}]}", "schema"),
        ("{properties: {a: {anyOf: [{type: string}, {$ref: '#/properties/a'}]}}}", "a: {anyOf"),
        ("{$defs: {a: {$ref: '#/$defs/b'}, b: {not: {$ref: '#/$defs/a'}}}, $ref: '#/$defs/a'}", "schema"),
        ("{if: {required: [a]}, then: {$ref: '#'}}", "schema"),
        ("{dependentSchemas: {title: {$ref: '#'}}}", "schema"),
        ("{$dynamicAnchor: it, $dynamicRef: '#it'}", "schema"),
    ],
)
def test_a_schema_that_asks_itself_about_the_same_value_is_refused(schema: str, at: str, judged: Judged) -> None:
    with pytest.raises(ProblemError) as refused:
        judged(f"check: schema\nschema: {schema}\n", {"plan.yaml": PLAN})
    (problem,) = refused.value.problems
    assert problem.text.key == "endless-schema"
    assert problem.line[problem.span.column - 1 :].startswith(at)


def test_a_schema_may_refer_to_itself_for_what_is_within(judged: Judged) -> None:
    rule = "check: schema\nitems: document.x-tree\nschema: {required: [name], properties: {parts: {items: {$ref: '#'}}}}\n"
    tree = "x-tree: {name: a, parts: [{name: b}, {name: c, parts: [{NAME: d}]}]}\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN + tree.replace("NAME", "name")})] == ["passed"]
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN + tree.replace("NAME", "namn")})] == ["failed"]


def test_what_is_no_schema_within_a_schema_is_not_read_as_one(judged: Judged) -> None:
    rule = "check: schema\nschema: {properties: {pattern: {enum: [1]}, x-a: {const: {pattern: '(', $ref: nowhere}}}}\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN + "x-a: {pattern: '(', $ref: nowhere}\n"})] == ["passed"]
