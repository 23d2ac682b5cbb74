"""Paths: what they read from an item."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

import pytest

from plancheck.model.base import Latest, Unknown
from plancheck.model.document import Activity, Goal, SubGoal, Uppdrag
from plancheck.model.indicators import Indicator
from plancheck.query.naming import item_name
from plancheck.query.paths import Item, compile_path
from plancheck.query.scope import Scope
from plancheck.query.selectors import compile_selector
from plancheck.query.verdict import whole
from plancheck.repository.declared import Term
from tests.fixtures import Scopes
from tests.query.compiled import answer, naming_error, selected
from tests.query.plans import OTHERS


def read(path: str, item: Item, scope: Scope) -> Any:
    return compile_path(path, type(item.value)).read(item, scope)


def test_a_path_reads_a_value_or_none(plan: Scope) -> None:
    first, second = selected("goals", plan)
    assert read("text", first, plan) == "Fler möten"
    assert read("text", second, plan) is None
    assert read("at.page", first, plan) == 5
    assert read("at.page", second, plan) is None


def test_a_path_to_a_list_reads_the_list(plan: Scope) -> None:
    first, second = selected("goals", plan)
    assert read("refers-to", second, plan) == ["3.4", "3.5"]
    assert read("refers-to", first, plan) == []


def test_a_path_through_lists_reads_all_values(plan: Scope) -> None:
    document = whole(plan)
    assert read("goals.indicators.name", document, plan) == ["Hushåll", "Trygghet", "Resor"]
    assert read("goals.refers-to", document, plan) == ["3.4", "3.5"]
    assert read("goals.text", document, plan) == ["Fler möten"]
    assert read("decisions.date", document, plan) == []


def test_given_leads_to_where_an_item_was_decided(plan: Scope) -> None:
    goal, _ = selected("goals", plan)
    assert read("definition.title", goal, plan) == "Jämlik stad"
    assert read("definition.document.id", goal, plan) == "kf-2024"
    old, own, nowhere = selected("uppdrag", plan)
    assert read("definition.due", old, plan) == datetime.date(2024, 12, 31)
    assert read("definition", own, plan) == own.value
    assert read("definition", nowhere, plan) is None
    assert read("definition.due", nowhere, plan) is None


def test_given_stands_where_it_was_decided(plan: Scope) -> None:
    (given_to_first, given_to_second) = selected("goals.definition", plan)
    assert (given_to_first.entry, given_to_first.steps) == (plan.workspace.entries[1], ("goals", 0))
    assert given_to_second.steps == ("goals", 1)


def test_parent_leads_to_what_an_item_is_a_part_of(plan: Scope) -> None:
    indicators = compile_selector("goals.indicators", plan.workspace.kinds)
    items = indicators.select(plan).items
    assert [compile_path("parent.ref", Indicator, indicators.parent).read(item, plan) for item in items] == [
        "kf-2024/goal-1", "kf-2024/goal-1", "kf-2024/goal-2",
    ]  # fmt: skip
    sections = compile_selector("goals.refers-to", plan.workspace.kinds)
    assert compile_path("parent.title", None, sections.parent).read(sections.select(plan).items[0], plan) == "Egen rubrik"


def test_parent_of_an_item_at_the_top_is_the_document(plan: Scope) -> None:
    goals = compile_selector("goals", plan.workspace.kinds)
    assert compile_path("parent.year", Goal, goals.parent).read(goals.select(plan).items[0], plan) == 2024


def test_document_leads_to_the_document_that_an_item_stands_in(plan: Scope) -> None:
    (item,) = selected("history", plan)
    assert read("document.year", item, plan) == 2023
    (value,) = selected("namnd.uppdrag.text", plan)
    assert compile_path("document.namnd", None).read(value, plan) == "centrum"


def test_value_is_a_plain_value_itself(plan: Scope) -> None:
    first, _ = selected("goals.refers-to", plan)
    assert compile_path("value", None).read(first, plan) == "3.4"


def test_an_item_without_a_title_has_that_which_it_was_given(plan: Scope) -> None:
    first, second = selected("goals", plan)
    assert read("title", first, plan) == "Jämlik stad"
    assert read("title", second, plan) == "Egen rubrik"
    old, own, nowhere = selected("uppdrag", plan)
    assert read("title", old, plan) == "Fritidsbanker"
    assert read("title", own, plan) is None
    assert read("title", nowhere, plan) == "kf-2024/nowhere"


def test_a_reference_is_read_as_the_newest_one(plan: Scope) -> None:
    old, own, _ = selected("uppdrag", plan)
    assert read("ref", old, plan) == "kf-2024/new"
    assert read("ref", own, plan) == "verksamhetsplan-nordost-2024/eget"


def test_a_derived_property_is_that_of_the_document_which_the_item_stands_in(plan: Scope) -> None:
    (item,) = selected("history", plan)
    latest = read("closed-by", item, plan)
    assert isinstance(latest, Latest)
    assert latest.day == datetime.date(2023, 12, 31)
    (group,) = selected("uppdrag", plan)[1:2]
    assert {"nordost", "centrum"} <= set(read("addressees", group, plan))


def test_what_cannot_be_told_is_read_as_unknown(plan: Scope) -> None:
    first, second = selected("programmes", plan)
    assert read("valid-until", first, plan) == 2026
    assert isinstance(read("valid-until", second, plan), Unknown)
    known, unknown = read("programmes.valid-until", whole(plan), plan)
    assert known == 2026
    assert isinstance(unknown, Unknown)


def test_what_is_known_of_a_list_is_known_though_another_part_cannot_be_told(plan: Scope) -> None:
    years = [2026, Unknown("no-validity"), 2020]
    assert answer({"at-least": 2024}, years, plan) is False
    assert answer({"includes": 2026}, years, plan) is True
    assert answer("present", years, plan) is True
    for matcher in ({"at-least": 2000}, {"includes": 1999}, {"count": 3}, {"not": {"includes": 1999}}):
        assert isinstance(answer(matcher, years, plan), Unknown), matcher
    assert isinstance(answer("absent", [Unknown("no-validity")], plan), Unknown)


@pytest.mark.parametrize(
    ("text", "model", "key", "name", "nearest"),
    [
        ("txet", Goal, "unknown-field", "txet", "text"),
        ("at.sectoin", Goal, "unknown-field", "sectoin", "section"),
        ("definition.deu", Uppdrag, "unknown-field", "deu", "due"),
        ("definition.due", Indicator, "unknown-field", "definition", ""),
        ("target-misssed", Indicator, "unknown-field", "target-misssed", "target-missed"),
        ("target_missed", Indicator, "unknown-field", "target_missed", "target-missed"),
        ("document.yaer", Goal, "unknown-field", "yaer", "year"),
        ("valeu", None, "unknown-field", "valeu", "value"),
        ("value", Goal, "unknown-field", "value", ""),
        ("name", Term, "unknown-field", "name", ""),
        ("text.first", Goal, "path-ends", "first", None),
        ("", Goal, "unknown-field", "", ""),
        ("at.", Goal, "unknown-field", "", ""),
    ],
)
def test_a_path_with_a_name_that_does_not_exist_is_refused(
    text: str, model: Any, key: str, name: str, nearest: str | None
) -> None:
    error = naming_error(lambda: compile_path(text, model))
    assert (error.text.key, error.text.details["name"], error.text.details["path"]) == (key, name, text)
    assert error.text.details.get("nearest") == nearest


def test_a_series_of_figures_goes_on_by_year_counted_from_that_of_its_document(scope: Scopes) -> None:
    made = scope(
        "document: arsrapport\nnamnd: nordost\nyear: 2024\n"
        "goals: [{title: Läsning, indicators: [{name: Lån, outcome: {2021: 6, 2022: i.u., 2023: 8, 2024: 9}}]}]\n"
    )
    (lent,) = selected("goals.indicators", made)
    years = ("year", "year-1", "year-2", "year-3", "year+1")
    read = [compile_path(f"outcome.{year}", Indicator).read(lent, made) for year in years]
    assert read == [9, 8, None, 6, None]
    for text in ("outcome.year-10", "outcome.2024", "name.year", "outcome.year.year", "outcome.year-1.value"):
        assert naming_error(partial(compile_path, text, Indicator)).text.key == "path-ends"


LEVELS = """\
document: verksamhetsplan
id: vp
namnd: nordost
year: 2024
goals:
  - ref: [kf-2024/goal-1, kf-2024/goal-9, kf-2024/goal-2]
    sub-goals:
      - {id: a, sub-goals: [{id: c, activities: [{id: d}]}]}
      - {id: b}
  - {ref: kf-2024/goal-2}
  - {title: Nothing}
"""


@pytest.fixture(scope="module")
def levels(scope: Scopes) -> Scope:
    return scope(LEVELS, *OTHERS)


def test_a_goal_with_several_references_has_all_of_them(levels: Scope) -> None:
    goal = selected("goals", levels)[0]
    assert read("ref", goal, levels) == ["kf-2024/goal-1", "kf-2024/goal-9", "kf-2024/goal-2"]
    assert read("title", goal, levels) == ["Jämlik stad", "kf-2024/goal-9", "Mindre segregation"]
    assert read("definition.title", goal, levels) == ["Jämlik stad", "Mindre segregation"]
    assert item_name(goal, levels) == "kf-2024/goal-1, kf-2024/goal-9, kf-2024/goal-2"
    path = compile_path("definition", Goal)
    assert [item.steps for item in path.items(goal, levels)] == [("goals", 0), ("goals", 1)]


def test_a_goal_is_there_once_for_each_of_its_references_at_its_place(levels: Scope) -> None:
    items = selected("goals.by-ref", levels)
    assert [(read("ref", item, levels), item.steps) for item in items] == [
        ("kf-2024/goal-1", ("goals", 0, "ref", 0)),
        ("kf-2024/goal-9", ("goals", 0, "ref", 1)),
        ("kf-2024/goal-2", ("goals", 0, "ref", 2)),
        ("kf-2024/goal-2", ("goals", 1)),
        (None, ("goals", 2)),
    ]
    assert [read("sub-goals.id", item, levels) for item in items[:2]] == [["a", "b"], ["a", "b"]]


def test_levels_are_a_goal_and_those_under_it_each_with_its_place_and_what_it_is_under(levels: Scope) -> None:
    selector = compile_selector("goals.levels", levels.workspace.kinds)
    items = selector.select(levels).items
    assert [(item.value.id, item.steps) for item in items[:4]] == [
        (None, ("goals", 0)),
        ("a", ("goals", 0, "sub-goals", 0)),
        ("c", ("goals", 0, "sub-goals", 0, "sub-goals", 0)),
        ("b", ("goals", 0, "sub-goals", 1)),
    ]
    assert [item.parent.value if item.parent else None for item in items[:4]] == [
        levels.document, items[0].value, items[1].value, items[0].value,
    ]  # fmt: skip
    assert read("levels.ref", items[1], levels) == ["vp/a", "vp/c"]
    (activity,) = selected("goals.sub-goals.levels.activities", levels)
    assert activity.steps == (*items[2].steps, "activities", 0)
    assert compile_path("parent.ref", Activity, SubGoal).read(activity, levels) == "vp/c"
