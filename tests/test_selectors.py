"""Paths, selectors and matchers: what a rule can name, and what its requirements mean."""

from __future__ import annotations

import datetime
import string
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck import RuleSet
from plancheck.model.base import Unknown
from plancheck.model.document import Document, Goal, Indicator, Programme, Uppdrag
from plancheck.query.matchers import OPERATORS, Condition, Operand, compile_matcher, is_present, normalized, spoken
from plancheck.query.paths import Item, NamingError, Term, compile_path
from plancheck.query.selectors import ROOTS, Selector, compile_selector, select_terms
from plancheck.query.verdict import whole
from plancheck.repository.workspace import Scope

PLAN = """\
document: verksamhetsplan
namnd: nordost
year: 2024
title: Verksamhetsplan 2024
x-owner: direktör
sections:
  - {number: "3", title: Mål, kind: mal-och-uppdrag}
goals:
  - ref: kf-2024/goal-1
    at: {section: "3.1.1", page: 5}
    x-note: {kept: by}
    text: Fler möten
    indicators:
      - {name: Hushåll, better: lower, outcome: {2024: 4}, target: {2024: 3}}
      - {name: Trygghet, outcome: {2024: 4}, target: {2024: 3}}
  - ref: kf-2024/goal-2
    title: Egen rubrik
    refers-to: ["3.4", "3.5"]
    indicators:
      - {name: Resor}
uppdrag:
  - {ref: kf-2022/old, text: Ett team till}
  - {id: eget, to: [nordost, socialnamnderna]}
  - {ref: kf-2024/nowhere}
programmes:
  - {title: Jämlik stad, from: 2018, to: 2026}
  - {title: Avfallsplan}
"""
BUDGET = """\
document: kf-budget
id: kf-2024
year: 2024
goals:
  - {id: goal-1, title: Jämlik stad}
  - {id: goal-2, title: Mindre segregation}
uppdrag:
  - {id: new, title: Fritidsbanker, to: [socialnamnderna], due: 2024-12-31, same-as: [kf-2022/old]}
"""
OTHERS = (
    BUDGET,
    "document: verksamhetsplan\nnamnd: centrum\nyear: 2024\nuppdrag: [{ref: kf-2024/new, text: C}]\n",
    "document: arsrapport\nnamnd: nordost\nyear: 2023\n"
    "uppdrag: [{ref: kf-2022/old, status: pågående, at: {page: 7}, handled-by: [centrum]}]\ngoals: [{ref: kf-2023/g}]\n",
    "document: lex-sarah\nnamnd: nordost\nyear: 2024\nlex-sarah-reports: [{quarter: 1, number: 4}, {quarter: 2, number: 6}]\n",
    "document: organisation\nyear: 2020\nnamnder: [{id: nordost, title: N}]\n"
    "groups: [{id: socialnamnderna, title: S, members: [nordost, centrum]}]\n",
)
UNKNOWN = Unknown("no-document")
ABSENT: Any = object()

Scopes = Callable[..., Scope]


@pytest.fixture(scope="module")
def plan(scope: Scopes) -> Scope:
    return scope(PLAN, *OTHERS)


def selected(text: str, scope: Scope) -> list[Item]:
    return compile_selector(text, scope.workspace.kinds).select(scope).items


def values(text: str, scope: Scope) -> list[Any]:
    return [item.value for item in selected(text, scope)]


def read(path: str, item: Item, scope: Scope) -> Any:
    return compile_path(path, type(item.value)).read(item, scope)


def operand(name: str) -> Operand:
    """What stands for `$name` in the matchers of these tests."""
    known: dict[str, Any] = {
        "today": lambda scope: scope.today,
        "words": lambda _: ["God", "viss"],
        "unknown": lambda _: UNKNOWN,
        "nothing": lambda _: None,
        "text": lambda _: "God",
    }
    found: Operand = known[name]
    return found


def answer(matcher: Any, value: Any, scope: Scope) -> Any:
    return compile_matcher(matcher, operand)(value, scope)


def naming_error(of: Callable[[], object]) -> NamingError:
    with pytest.raises(NamingError) as raised:
        of()
    return raised.value


# Selectors


def test_document_is_the_document_itself(plan: Scope) -> None:
    (item,) = selected("document", plan)
    assert item == Item(plan.document, plan.entry)


def test_a_key_of_the_document_gives_its_items_with_their_places(plan: Scope) -> None:
    items = selected("goals", plan)
    assert [item.value for item in items] == plan.document.goals
    assert [(item.entry, item.steps) for item in items] == [(plan.entry, ("goals", 0)), (plan.entry, ("goals", 1))]


def test_a_path_leads_through_lists(plan: Scope) -> None:
    items = selected("goals.indicators", plan)
    assert [(item.value.name, item.steps) for item in items] == [
        ("Hushåll", ("goals", 0, "indicators", 0)),
        ("Trygghet", ("goals", 0, "indicators", 1)),
        ("Resor", ("goals", 1, "indicators", 0)),
    ]


def test_document_may_begin_a_path(plan: Scope) -> None:
    assert values("document.goals.text", plan) == values("goals.text", plan) == ["Fler möten"]


def test_items_may_be_plain_values(plan: Scope) -> None:
    assert values("goals.refers-to", plan) == ["3.4", "3.5"]
    assert [item.steps for item in selected("goals.refers-to", plan)] == [("goals", 1, "refers-to", n) for n in (0, 1)]
    assert values("year", plan) == [2024]


def test_what_is_not_told_gives_no_items(plan: Scope) -> None:
    assert values("decisions", plan) == []
    assert values("as-of", plan) == []
    assert values("goals.at.page", plan) == [5]


def test_own_keys_can_be_selected(plan: Scope) -> None:
    (owner,) = selected("document.x-owner", plan)
    assert (owner.value, owner.steps) == ("direktör", ("x-owner",))
    (note,) = selected("goals.x-note", plan)
    assert (note.value, note.steps) == ({"kept": "by"}, ("goals", 0, "x-note"))
    assert values("goals.x-other", plan) == []


def test_an_own_key_of_the_document_can_be_selected_as_any_other_key(plan: Scope) -> None:
    assert values("x-owner", plan) == ["direktör"]


def test_derived_properties_can_be_selected(plan: Scope) -> None:
    assert values("reported-through", plan) == [datetime.date(2024, 1, 1)]
    assert values("goals.at.within", plan) == ["3.1.1", "3.1", "3"]


def test_a_kind_of_document_gives_that_of_the_same_year(plan: Scope) -> None:
    assert [item.value.title for item in selected("kf-budget.uppdrag", plan)] == ["Fritidsbanker"]
    assert values("kf-budget.year", plan) == [2024]


def test_a_kind_that_holds_for_every_year_is_found_in_any(plan: Scope) -> None:
    assert values("organisation.names", plan) == ["nordost", "socialnamnderna"]


def test_annex_gives_the_document_of_that_kind_of_the_same_namnd_and_year(plan: Scope) -> None:
    assert values("annex.lex-sarah.lex-sarah-reports.number", plan) == [4, 6]
    assert values("annex.lex-sarah", plan) == [plan.workspace.entries[4].document]


def test_previous_gives_the_document_of_the_year_before(plan: Scope) -> None:
    assert values("previous.arsrapport.goals.ref", plan) == ["kf-2023/g"]


def test_namnd_gives_the_same_document_of_the_others(plan: Scope) -> None:
    assert values("namnd.uppdrag.text", plan) == ["C"]


def test_history_gives_the_last_known_state_of_each_uppdrag(plan: Scope) -> None:
    (item,) = selected("history", plan)
    assert (item.value.status, item.entry, item.steps) == ("pågående", plan.workspace.entries[3], ("uppdrag", 0))
    assert values("history.status", plan) == ["pågående"]


@pytest.mark.parametrize("text", ["history.at.page", "history.handled-by", "history.closed-by"])
def test_what_a_path_from_the_history_gives_can_be_looked_at(text: str, plan: Scope) -> None:
    selector = compile_selector(text, plan.workspace.kinds)
    (item,) = selector.select(plan).items
    assert compile_path("value", selector.model, selector.parent).read(item, plan) in (
        7, "centrum", datetime.date(2023, 12, 31),
    )  # fmt: skip


def test_the_parent_of_what_the_history_gives_is_what_the_rule_takes_it_for(plan: Scope) -> None:
    selector = compile_selector("history.handled-by", plan.workspace.kinds)
    (item,) = selector.select(plan).items
    assert selector.parent is Uppdrag
    assert compile_path("parent.status", selector.model, selector.parent).read(item, plan) == "pågående"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("arsrapport.goals", "no-document"),
        ("annex.kvalitetsrapport", "no-document"),
        ("previous.verksamhetsplan.goals", "no-document"),
    ],
)
def test_a_document_that_is_missing_leaves_a_gap(text: str, reason: str, plan: Scope) -> None:
    selection = compile_selector(text, plan.workspace.kinds).select(plan)
    assert selection.items == []
    assert selection.gap is not None
    assert selection.gap.reason == reason


def test_the_document_alone_leaves_gaps_all_around(scope: Scopes) -> None:
    alone = scope(PLAN)
    reasons = []
    for text in ("namnd.uppdrag", "history", "kf-budget"):
        gap = compile_selector(text, alone.workspace.kinds).select(alone).gap
        assert gap is not None
        reasons.append(gap.reason)
    assert reasons == ["no-other-namnd", "no-history", "no-document"]


def test_what_is_there_leaves_no_gap(plan: Scope) -> None:
    for text in ("goals", "kf-budget.goals", "annex.lex-sarah", "previous.arsrapport", "namnd", "history", "decisions"):
        assert compile_selector(text, plan.workspace.kinds).select(plan).gap is None


def test_terms_are_items_that_stand_nowhere(plan: Scope) -> None:
    terms = [Term(2, {"sv": "Artikel två", "en": "Article two"}), Term("god", "God")]
    selector = select_terms("$vocabulary.x", terms)
    items = selector.select(plan).items
    assert [item.value for item in items] == terms
    assert all(item.entry is None for item in items)
    assert [compile_path("id", selector.model).read(item, plan) for item in items] == [2, "god"]
    assert compile_path("title", selector.model).read(items[1], plan) == "God"


@pytest.mark.parametrize(
    ("text", "local", "model"),
    [
        ("goals", True, Goal), ("document", True, Document), ("goals.indicators", True, Indicator), ("year", True, None),
        ("kf-budget.uppdrag", False, Uppdrag), ("history", False, Uppdrag), ("annex.lex-sarah", False, Document),
        ("previous.arsrapport.programmes", False, Programme), ("namnd.goals.definition", False, Goal),
    ],
)  # fmt: skip
def test_a_selector_knows_what_it_gives_and_whether_it_stands_in_the_document(
    text: str, local: bool, model: object, kommun: RuleSet
) -> None:
    selector = compile_selector(text, kommun.kinds)
    assert (selector.local, selector.model) == (local, model)


@pytest.mark.parametrize(
    ("text", "key", "name", "nearest"),
    [
        ("uppdrga", "unknown-selector", "uppdrga", "uppdrag"),
        ("kf-buget.uppdrag", "unknown-selector", "kf-buget", "kf-budget"),
        ("histroy", "unknown-selector", "histroy", "history"),
        ("previos.arsrapport", "unknown-selector", "previos", "previous"),
        ("", "unknown-selector", "", ""),
        ("previous.arsraport.goals", "unknown-document-kind", "arsraport", "arsrapport"),
        ("previous", "unknown-document-kind", "", ""),
        ("annex.lex-sara", "unknown-document-kind", "lex-sara", "lex-sarah"),
        ("goals.indicator", "unknown-field", "indicator", "indicators"),
        ("kf-budget.uppdrag.titel", "unknown-field", "titel", "title"),
        ("history.statsu", "unknown-field", "statsu", "status"),
        ("namnd.gaols", "unknown-field", "gaols", "goals"),
        ("document.uppdrga", "unknown-field", "uppdrga", "uppdrag"),
        ("goals.diary_number", "unknown-field", "diary_number", ""),
        ("year.month", "path-ends", "month", None),
    ],
)
def test_a_selector_with_a_name_that_does_not_exist_is_refused(
    text: str, key: str, name: str, nearest: str | None, kommun: RuleSet
) -> None:
    error = naming_error(lambda: compile_selector(text, kommun.kinds))
    assert (error.key, error.details["name"], error.details.get("nearest")) == (key, name, nearest)
    assert text.endswith(str(error.details["path"]))


def test_an_unknown_beginning_is_told_with_all_that_there_are(kommun: RuleSet) -> None:
    known = naming_error(lambda: compile_selector("qqqq", kommun.kinds)).details["known"]
    assert isinstance(known, list)
    assert {*ROOTS, *kommun.kinds, "uppdrag", "reported-through"} <= set(known)


# Paths


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
    assert read("closed-by", item, plan) == datetime.date(2023, 12, 31)
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
    assert (error.key, error.details["name"], error.details["path"]) == (key, name, text)
    assert error.details.get("nearest") == nearest


# Matchers


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        ("present", "x", True), ("present", 0, True), ("present", False, True), ("present", [0], True),
        ("present", None, False), ("present", "", False), ("present", " \n", False), ("present", [], False),
        ("present", {}, False),
        ("absent", None, True), ("absent", " ", True), ("absent", [], True), ("absent", 0, False), ("absent", "x", False),
        ("god", "God", True), ("god", " GOD\n", True), ("ej påbörjad", "Ej  Påbörjad", True), ("god", "viss", False),
        ("god", None, False), (3, 3, True), (3, 3.0, True), (3, "3", False),
        (datetime.date(2024, 2, 6), datetime.date(2024, 2, 6), True), (True, True, True), (True, False, False),
        (["god", "viss"], "Viss", True), (["god", "viss"], "ingen", False), ([], "god", False), ([2, 3], 3, True),
        ("god", ["God", "god"], True), ("god", ["god", "viss"], False), ("god", [], False),
        (["god", "viss"], ["god", "viss"], True),
        ({"not": "god"}, "viss", True), ({"not": "god"}, "god", False), ({"not": "god"}, None, True),
        ({"not": ["god", "viss"]}, "ingen", True), ({"not": "present"}, None, True), ({"not": {"not": "god"}}, "god", True),
        ({"any": ["absent", "god"]}, None, True), ({"any": ["absent", "god"]}, "god", True),
        ({"any": ["absent", "god"]}, "viss", False),
        ({"all": ["present", {"not": "god"}]}, "viss", True), ({"all": ["present", {"not": "god"}]}, "god", False),
        ({"all": ["present", {"not": "god"}]}, None, False),
        ({"at-least": 2, "at-most": 4}, 3, True), ({"at-least": 2, "at-most": 4}, 5, False),
        ({"before": 3}, 2, True), ({"before": 3}, 3, False), ({"after": 3}, 4, True), ({"after": 3}, 3, False),
        ({"at-least": 3}, 3, True), ({"at-least": 3}, 2.9, False), ({"at-most": 3}, 3, True), ({"at-most": 3}, 3.1, False),
        ({"before": datetime.date(2024, 3, 1)}, datetime.date(2024, 2, 29), True),
        ({"after": datetime.date(2024, 3, 1)}, datetime.date(2024, 2, 29), False),
        ({"at-least": 2024}, datetime.date(2024, 1, 1), True), ({"before": 2024}, datetime.date(2024, 1, 1), False),
        ({"at-most": datetime.date(2024, 1, 1)}, 2024, True), ({"after": datetime.date(2024, 1, 1)}, 2025, True),
        ({"at-least": 3}, [3, 4], True), ({"at-least": 3}, [2, 4], False), ({"at-least": 3}, [], False),
        ({"includes": "god"}, ["Viss", "GOD"], True), ({"includes": "god"}, ["viss"], False), ({"includes": "god"}, [], False),
        ({"includes": ["god", "viss"]}, ["viss", "x"], True), ({"includes": "god"}, "God", True),
        ({"includes": "god"}, None, False), ({"includes": 3}, [2, 3], True),
        ({"matches": "^§ \\d+$"}, "§ 12", True), ({"matches": "^§ \\d+$"}, "12", False), ({"matches": "mål"}, "mål 1", True),
        ({"matches": "mål"}, "MÅL", False), ({"matches": "mål"}, None, False), ({"matches": "3"}, 3, False),
        ({"matches": "a"}, ["a", "ba"], True), ({"matches": "a"}, ["a", "b"], False),
        ({"min-words": 3}, "ett, två – tre.", True), ({"min-words": 3}, "ett två", False), ({"min-words": 1}, "–", False),
        ({"min-words": 1}, None, False), ({"min-words": 1}, ["ett", ""], False),
        ({"count": 2}, ["a", "b"], True), ({"count": {"at-least": 2}}, ["a"], False), ({"count": 0}, [], True),
        ({"count": 1}, "a", True), ({"count": 0}, None, True), ({"count": 0}, " ", True),
        ({"says-only": ["Se ovan", "Se åtgärder"]}, "SE OVAN.", True),
        ({"says-only": ["Se ovan", "Se åtgärder"]}, "Se\n  åtgärder, se ovan", True),
        ({"says-only": ["Se ovan", "Se åtgärder"]}, "Se ovan. Se ovan!", True),
        ({"says-only": ["Se åtgärder"]}, "Se åt-\n  gär\N{SOFT HYPHEN}der", True),
        ({"says-only": ["Se ovan", "Se ovan och nedan"]}, "Se ovan och nedan. Se ovan.", True),
        ({"says-only": ["Se ovan"]}, "Se ovan och gör mer", False), ({"says-only": ["Se ovan"]}, "Husese ovan", False),
        ({"says-only": ["Se ovan"]}, None, False), ({"says-only": ["Se ovan"]}, 3, False),
        ({"says-only": ["Se ovan"]}, ["Se ovan", "se ovan."], True), ({"says-only": ["Se ovan"]}, ["Se ovan", "Mer"], False),
    ],
)  # fmt: skip
def test_a_matcher_says_whether_a_value_will_do(matcher: Any, value: Any, expected: bool, plan: Scope) -> None:
    assert answer(matcher, value, plan) is expected


def test_every_operator_has_been_asked() -> None:
    marks = getattr(test_a_matcher_says_whether_a_value_will_do, "pytestmark", [])
    asked = {name for case in marks[0].args[1] if isinstance(case[0], dict) for name in case[0]}
    assert asked == set(OPERATORS)


@pytest.mark.parametrize(
    "matcher",
    [
        "present", "absent", "god", ["god"], {"not": "god"}, {"not": "present"}, {"any": ["god", "viss"]},
        {"all": ["present", "god"]}, {"before": 3}, {"after": 3}, {"at-least": 3}, {"at-most": 3}, {"includes": "god"},
        {"matches": "x"}, {"min-words": 1}, {"says-only": ["x"]}, {"count": 1}, {"count": {"at-least": 1}},
    ],
)  # fmt: skip
def test_what_cannot_be_told_will_neither_do_nor_not_do(matcher: Any, plan: Scope) -> None:
    assert answer(matcher, UNKNOWN, plan) is UNKNOWN


@pytest.mark.parametrize(
    "matcher",
    [
        "$unknown", ["$unknown"], {"not": "$unknown"}, {"before": "$unknown"}, {"at-least": "$unknown"},
        {"includes": "$unknown"}, {"includes": ["$unknown"]}, {"says-only": "$unknown"},
    ],
)  # fmt: skip
def test_nothing_can_be_told_by_what_cannot_be_told(matcher: Any, plan: Scope) -> None:
    assert answer(matcher, "god", plan) is UNKNOWN


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        ({"all": ["$unknown", "god"]}, "viss", False),
        ({"all": ["$unknown", "god"]}, "god", UNKNOWN),
        ({"any": ["$unknown", "god"]}, "god", True),
        ({"any": ["$unknown", "god"]}, "viss", UNKNOWN),
        ({"not": {"all": ["$unknown", "god"]}}, "viss", True),
        ({"not": {"any": ["$unknown", "god"]}}, "god", False),
        ({"not": {"any": ["$unknown", "god"]}}, "viss", UNKNOWN),
        ({"at-least": 3, "before": "$unknown"}, 2, False),
        ({"at-least": 3, "before": "$unknown"}, 4, UNKNOWN),
    ],
)
def test_what_cannot_be_told_decides_only_where_nothing_else_does(matcher: Any, value: Any, expected: Any, plan: Scope) -> None:
    assert answer(matcher, value, plan) is expected


@pytest.mark.parametrize(
    ("matcher", "value"),
    [
        ({"before": 3}, None), ({"before": 3}, "tre"), ({"before": "$text"}, 3), ({"at-least": "$nothing"}, 3),
        ({"before": datetime.date(2024, 1, 1)}, "2024"), ({"at-most": 3}, {2024: 3}), ({"at-most": 3}, Goal()),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_not_told(matcher: Any, value: Any, plan: Scope) -> None:
    found = answer(matcher, value, plan)
    assert isinstance(found, Unknown)
    assert found.reason == "nothing-to-compare"


@pytest.mark.parametrize("matcher", [{"says-only": "$nothing"}, {"includes": "$nothing"}])
def test_nothing_is_neither_included_nor_said(matcher: Any, plan: Scope) -> None:
    assert answer(matcher, "god", plan) is False


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        ("$words", "god", True), ("$words", "ingen", False), ({"not": "$words"}, "god", False),
        (["$words", "ingen"], "Ingen", True), (["$words", "ingen"], "viss", True),
        ({"before": "$today"}, datetime.date(2024, 1, 31), True), ({"before": "$today"}, datetime.date(2024, 2, 1), False),
        ({"includes": "$words"}, ["x", "Viss"], True), ({"includes": ["$words"]}, ["x", "Viss"], True),
        ({"says-only": "$words"}, "God. Viss.", True), ({"says-only": ["$words", "Se ovan"]}, "God, se ovan", True),
        ({"says-only": "$text"}, "god!", True), ({"says-only": "God"}, "god!", True),
    ],
)  # fmt: skip
def test_a_word_with_a_dollar_stands_for_what_it_names(matcher: Any, value: Any, expected: bool, plan: Scope) -> None:
    assert answer(matcher, value, plan) is expected


@pytest.mark.parametrize(
    ("matcher", "name", "nearest"),
    [
        ({"inlcudes": "x"}, "inlcudes", "includes"), ({"at_least": 3}, "at_least", "at-least"), ({"qqq": 1}, "qqq", ""),
        ({"not": {"befor": 3}}, "befor", "before"), ({"any": ["present", {"mathces": "x"}]}, "mathces", "matches"),
        ({"count": {"at-lest": 1}}, "at-lest", "at-least"), ({"present": True}, "present", ""),
    ],
)  # fmt: skip
def test_an_operator_that_does_not_exist_is_refused(matcher: Any, name: str, nearest: str) -> None:
    error = naming_error(lambda: compile_matcher(matcher, operand))
    assert (error.key, error.details["name"], error.details["nearest"]) == ("unknown-operator", name, nearest)
    assert error.details["known"] == list(OPERATORS)


# Requirements


def condition(scope: Scope, of: str, **fields: Any) -> tuple[Condition, Selector]:
    selector = compile_selector(of, scope.workspace.kinds)
    parts = [
        (compile_path(name.replace("_", "-"), selector.model, selector.parent), compile_matcher(given, operand))
        for name, given in fields.items()
    ]
    return Condition(tuple(parts)), selector


def failing(required: Condition, item: Item, scope: Scope) -> tuple[str, Any]:
    """The field that an item does not meet a requirement at, and the value there."""
    met, path, value = required.test(item, scope)
    assert met is False
    return path.text, value


def test_a_requirement_is_met_when_every_field_is(plan: Scope) -> None:
    required, goals = condition(plan, "goals", text="present", indicators={"count": 2})
    first, second = goals.select(plan).items
    assert required.test(first, plan)[0] is True
    assert failing(required, second, plan) == ("text", None)


def test_a_requirement_tells_the_field_and_value_that_do_not_do(plan: Scope) -> None:
    required, goals = condition(plan, "goals", ref="present", text="Något annat")
    assert failing(required, goals.select(plan).items[0], plan) == ("text", "Fler möten")


def test_a_requirement_fails_for_certain_though_another_field_cannot_be_told(plan: Scope) -> None:
    required, programmes = condition(plan, "programmes", valid_until={"at-least": 2024}, title="Annat")
    assert failing(required, programmes.select(plan).items[1], plan) == ("title", "Avfallsplan")


def test_a_requirement_that_cannot_be_told_is_neither_met_nor_not(plan: Scope) -> None:
    required, programmes = condition(plan, "programmes", valid_until={"at-least": 2024}, title="present")
    first, second = programmes.select(plan).items
    assert required.test(first, plan)[0] is True
    found, path, _ = required.test(second, plan)
    assert isinstance(found, Unknown)
    assert (found.reason, path.text) == ("no-validity", "valid-until")


# Words as they are spoken

letters = "abcdefghijklmnopqrstuvwxyzåäöéü0123456789"
spoken_words = st.text(letters, min_size=1, max_size=8)
sentences = st.lists(spoken_words, min_size=1, max_size=6)
between = st.text(string.punctuation.replace("_", "").replace("$", "") + " \n\r\t–—«»”…", min_size=1, max_size=3)


@st.composite
def written(draw: st.DrawFn, words: list[str]) -> str:
    """The words, in any case, with any punctuation and line breaks around and between them."""
    cased = [draw(st.sampled_from([word, word.upper(), word.capitalize()])) for word in words]
    return draw(between | st.just("")) + "".join(word + draw(between) for word in cased)


@given(st.data(), sentences)
def test_what_is_spoken_does_not_depend_on_case_punctuation_or_line_breaks(data: st.DataObject, words: list[str]) -> None:
    assert spoken(data.draw(written(words))) == " ".join(words)


def test_an_underscore_is_punctuation_too() -> None:
    assert spoken("_Se ovan_") == "se ovan"


@given(st.data(), st.lists(sentences, min_size=1, max_size=4))
def test_says_only_does_not_depend_on_case_punctuation_or_line_breaks(data: st.DataObject, phrases: list[list[str]]) -> None:
    matcher = compile_matcher({"says-only": [data.draw(written(phrase)) for phrase in phrases]}, operand)
    said = data.draw(st.sampled_from(phrases))
    assert matcher(data.draw(written(said)), ABSENT) is True
    assert matcher(data.draw(written([*said, "andraord"])), ABSENT) is False


@given(st.lists(st.text(letters[:3], min_size=1, max_size=2), min_size=1, max_size=5))
def test_says_only_is_true_of_a_phrase_said_any_number_of_times(words: list[str]) -> None:
    phrase = " ".join(words)
    matcher = compile_matcher({"says-only": [phrase]}, operand)
    assert all(matcher(". ".join([phrase] * times), ABSENT) is True for times in (1, 2, 3, 4))


@given(st.text(letters + " \n\t", max_size=20))
def test_values_are_compared_without_regard_to_case_and_white_space(text: str) -> None:
    assert normalized(text.upper()) == normalized(f"  {text}\n") == " ".join(text.split())


@pytest.mark.parametrize("value", [0, 0.0, False, "x", [None], {"a": None}, datetime.date(2024, 1, 1)])
def test_a_value_that_is_told_is_present_whatever_it_is(value: Any) -> None:
    assert is_present(value)
