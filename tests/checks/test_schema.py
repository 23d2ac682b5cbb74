"""The check `schema`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import pytest

from tests.fixtures import Judged
from tests.judged import ORGANISATION, PLAN, all_told, only

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
