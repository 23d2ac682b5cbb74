"""Selectors: what they give from a document and from those around it, and what they cannot."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from plancheck import RuleSet
from plancheck.model.document import Document, Goal, Programme, Uppdrag
from plancheck.model.indicators import Indicator
from plancheck.query.paths import Item, compile_path
from plancheck.query.scope import Scope
from plancheck.query.selectors import ROOTS, Selection, compile_selector, select_terms
from plancheck.repository.declared import Term
from tests.fixtures import Scopes
from tests.query.compiled import naming_error, selected
from tests.query.plans import PLAN


def values(text: str, scope: Scope) -> list[Any]:
    return [item.value for item in selected(text, scope)]


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


@pytest.mark.parametrize("text", ["history.at.page", "history.handled-by", "history.document.reported-through"])
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
    assert selection.gap.reason.key == reason


def test_the_document_alone_leaves_gaps_all_around(scope: Scopes) -> None:
    alone = scope(PLAN)
    reasons = []
    for text in ("namnd.uppdrag", "history", "kf-budget"):
        gap = compile_selector(text, alone.workspace.kinds).select(alone).gap
        assert gap is not None
        reasons.append(gap.reason.key)
    assert reasons == ["no-other-namnd", "no-history", "no-document"]


def test_what_is_there_leaves_no_gap(plan: Scope) -> None:
    for text in ("goals", "kf-budget.goals", "annex.lex-sarah", "previous.arsrapport", "namnd", "history", "decisions"):
        assert compile_selector(text, plan.workspace.kinds).select(plan).gap is None


def test_every_gives_the_documents_of_a_kind_of_every_namnd_in_the_same_year(scope: Scopes) -> None:
    plans = [
        f"document: verksamhetsplan\nnamnd: {namnd}\nyear: {year}\n" for namnd, year in (("a", 2024), ("b", 2024), ("c", 2023))
    ]
    made = scope("document: kf-budget\nyear: 2024\n", *plans, "document: arsrapport\nnamnd: d\nyear: 2024\n")
    assert values("every.verksamhetsplan.namnd", made) == ["a", "b"]
    assert values("every.delarsrapport", made) == []


def test_that_there_is_no_document_at_all_is_known_of_every(scope: Scopes) -> None:
    made = scope("document: kf-budget\nyear: 2024\n")
    assert compile_selector("every.verksamhetsplan.uppdrag", made.workspace.kinds).select(made) == Selection([], unread=[])


def test_every_tells_of_the_document_that_cannot_be_read_unless_another_is_that_document(scope: Scopes) -> None:
    broken = "document: verksamhetsplan\nnamnd: {}\nyear: 2024\nuppdrag: [\n"
    sound = "document: verksamhetsplan\nnamnd: a\nyear: 2024\n"
    made = scope("document: kf-budget\nyear: 2024\n", broken.format("a"), sound, broken.format("b"))
    found = compile_selector("every.verksamhetsplan", made.workspace.kinds).select(made)
    assert [item.value.namnd for item in found.items] == ["a"]
    assert [entry.header.namnd for entry in found.unread] == ["b"]
    assert found.gap
    assert (found.gap.reason.key, found.gap.reason.details["name"]) == ("unsound-reference", "verksamhetsplan-b-2024")


def test_of_a_document_that_is_only_partly_there_every_may_lack_something(scope: Scopes) -> None:
    made = scope("document: kf-budget\nyear: 2024\n", "document: verksamhetsplan\nnamnd: a\nyear: 2024\npartial: true\n")
    gaps = [
        compile_selector(text, made.workspace.kinds).select(made).gap
        for text in ("every.verksamhetsplan.uppdrag", "every.verksamhetsplan", "every.verksamhetsplan.adopted")
    ]
    assert [gap.reason.key if gap else None for gap in gaps] == ["partial-document", None, None]


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
        ("every.arsrapport.uppdrag", False, Uppdrag),
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
        ("every.uppdrag", "unknown-document-kind", "uppdrag", ""),
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
    assert (error.text.key, error.text.details["name"], error.text.details.get("nearest")) == (key, name, nearest)
    assert text.endswith(str(error.text.details["path"]))


def test_an_unknown_beginning_is_told_with_all_that_there_are(kommun: RuleSet) -> None:
    known = naming_error(lambda: compile_selector("qqqq", kommun.kinds)).text.details["known"]
    assert isinstance(known, list)
    assert {*ROOTS, *kommun.kinds, "uppdrag", "reported-through"} <= set(known)
