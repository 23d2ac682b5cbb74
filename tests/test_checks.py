"""The kinds of check: what passes, what fails and where, and what cannot be told."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import plancheck
from plancheck import Evaluation

Judged = Callable[..., list[Evaluation]]

PLAN = """\
document: verksamhetsplan
namnd: nordost
year: 2024
title: Plan 2024
"""
REPORT = """\
document: arsrapport
namnd: nordost
year: 2023
"""
BUDGET = """\
document: kf-budget
id: kf-2024
year: 2024
goals:
  - {id: jamlik, title: Jämlik stad}
  - {id: trygg, title: Trygg stad}
uppdrag:
  - id: bank
    title: Fritidsbanker
    to: [nordost]
    due: 2024-06-30
  - id: val
    title: Vallokaler
    to: [centrum]
"""


ORGANISATION = "document: organisation\nyear: 2020\nnamnder: [{id: nordost, title: N}]\ngroups: [{id: alla, title: A}]\n"


def told(one: Evaluation) -> str:
    """An evaluation in a line: where, what came out, and what was said."""
    where = one.location
    return f"{where.file}:{where.line}:{where.column} {one.outcome} {one.message}".rstrip()


def all_told(evaluations: list[Evaluation]) -> list[str]:
    return [told(one) for one in evaluations]


def related(one: Evaluation) -> list[str]:
    return [f"{r.location.file}:{r.location.line}:{r.location.column} {r.note}" for r in one.related]


def only(evaluations: list[Evaluation], outcome: str = "failed") -> Evaluation:
    found = [one for one in evaluations if one.outcome == outcome]
    assert len(found) == 1, all_told(evaluations)
    return found[0]


# covered

GOALS = "check: covered\nitems: kf-budget.goals\nby: goals\non: ref\n"


def test_covered_passes_where_each_is_found_and_fails_at_the_list_that_lacks_one(judged: Judged) -> None:
    plan = PLAN + "goals:\n  - ref: kf-2024/trygg\n"
    found = judged(GOALS, {"kf.yaml": BUDGET, "plan.yaml": plan}, message="{item.title} is missing")
    assert all_told(found) == ["plan.yaml:5:1 failed Jämlik stad is missing", "plan.yaml:6:5 passed"]
    missing = only(found)
    assert missing.item == "kf-2024/jamlik"
    assert missing.label == "1 of 2 are there"
    assert related(missing) == ["kf.yaml:5:6 required here"]
    assert missing.location.text == "goals:"
    assert missing.hint == "Correct it"


def test_covered_points_at_the_document_where_it_has_no_such_list(judged: Judged) -> None:
    found = judged(GOALS, {"kf.yaml": BUDGET, "plan.yaml": PLAN})
    assert [one.location.line for one in found] == [1, 1]
    assert [one.location.column for one in found] == [11, 11]
    assert [one.outcome for one in found] == ["failed", "failed"]


def test_covered_cannot_be_told_without_the_document_that_demands(judged: Judged) -> None:
    found = judged(GOALS, {"plan.yaml": PLAN + "goals: []\n"})
    assert all_told(found) == ["plan.yaml:1:11 not-assessable Budget of KF 2024 is not among the documents"]


def test_a_document_of_all_years_is_missing_without_a_year(judged: Judged) -> None:
    found = judged("check: covered\nitems: document\nby: organisation.names\non: {namnd: value}\n", {"plan.yaml": PLAN})
    assert all_told(found) == ["plan.yaml:1:11 not-assessable Organisation is not among the documents"]


def test_covered_of_a_document_that_demands_nothing_tells_nothing(judged: Judged) -> None:
    assert judged(GOALS, {"kf.yaml": "document: kf-budget\nyear: 2024\n", "plan.yaml": PLAN}) == []


def test_covered_asks_only_for_the_items_where_the_condition_holds(judged: Judged) -> None:
    rule = "check: covered\nitems: kf-budget.uppdrag\nwhere: {addressees: {includes: $document.namnd}}\nby: uppdrag\non: ref\n"
    documents = {"kf.yaml": BUDGET, "plan.yaml": PLAN, "org.yaml": ORGANISATION}
    found = judged(rule, documents, message="{item.title}, {item.due}")
    assert all_told(found) == ["plan.yaml:1:11 failed Fritidsbanker, 2024-06-30"]


def test_covered_cannot_be_told_where_nobody_knows_whether_an_item_is_asked_for(judged: Judged) -> None:
    rule = "check: covered\nitems: kf-budget.uppdrag\nwhere: {addressees: {includes: $document.namnd}}\nby: uppdrag\non: ref\n"
    found = judged(rule, {"kf.yaml": BUDGET.replace("[nordost]", "[alla]"), "plan.yaml": PLAN})
    assert "not-assessable" in {one.outcome for one in found}
    assert any("there is no organisation" in one.message for one in found)


HAVING = GOALS + "having: {text: present, assessment: {not: ingen}}\n"


def test_covered_fails_at_the_one_found_where_it_does_not_have_what_it_must(judged: Judged) -> None:
    plan = (
        PLAN + "goals:\n  - ref: kf-2024/trygg\n    text: Fler\n    assessment: Ingen\n  - {ref: kf-2024/jamlik, text: ' '}\n"
    )
    found = judged(HAVING, {"kf.yaml": BUDGET, "plan.yaml": plan}, message="{found.assessment}")
    assert all_told(found) == ["plan.yaml:8:17 failed Ingen", "plan.yaml:9:33 failed not told"]
    assert [one.label for one in found] == ["the assessment is missing or does not do", "text is missing or does not do"]
    assert related(found[0]) == ["kf.yaml:6:6 required here"]


def test_covered_fails_at_the_item_where_what_it_must_have_is_not_there_at_all(judged: Judged) -> None:
    plan = PLAN + "goals:\n  - ref: kf-2024/trygg\n  - {ref: kf-2024/jamlik, text: A}\n"
    assert told(only(judged(HAVING, {"kf.yaml": BUDGET, "plan.yaml": plan}))) == "plan.yaml:6:5 failed Wrong"


def test_covered_passes_where_one_of_several_found_has_what_it_must(judged: Judged) -> None:
    plan = PLAN + "goals:\n  - {ref: kf-2024/trygg}\n  - {ref: kf-2024/trygg, text: A}\n  - {ref: kf-2024/jamlik, text: B}\n"
    found = judged(HAVING, {"kf.yaml": BUDGET, "plan.yaml": plan})
    assert all_told(found) == ["plan.yaml:7:6 passed", "plan.yaml:8:6 passed"]


def test_covered_cannot_be_told_where_it_cannot_be_told_of_the_one_found(judged: Judged) -> None:
    rule = "check: covered\nitems: [Jämlik stad]\nby: programmes\non: {id: title}\nhaving: {valid-until: {at-least: 2024}}\n"
    found = judged(rule, {"plan.yaml": PLAN + "programmes:\n  - title: Jämlik stad\n"})
    assert all_told(found) == ["plan.yaml:6:5 not-assessable no years of validity are told"]


def test_covered_points_at_what_was_found_elsewhere(judged: Judged) -> None:
    rule = "check: covered\nitems: goals\nby: kf-budget.goals\non: ref\nhaving: {area: present}\n"
    one = only(judged(rule, {"kf.yaml": BUDGET, "plan.yaml": PLAN + "goals: [{ref: kf-2024/trygg}]\n"}))
    assert told(one) == "plan.yaml:5:15 failed Wrong"
    assert related(one) == ["kf.yaml:6:6 stands here"]


def test_covered_points_at_the_item_itself_where_it_stands_in_the_document(judged: Judged) -> None:
    rule = "check: covered\nitems: goals\nby: kf-budget.goals\non: ref\n"
    plan = PLAN + "goals:\n  - ref: kf-2024/nowhere\n    at: {section: '3.1', page: 7}\n"
    one = only(judged(rule, {"kf.yaml": BUDGET, "plan.yaml": plan}, message="{item.ref} in {document.title}"))
    assert told(one) == "plan.yaml:6:10 failed kf-2024/nowhere in Plan 2024"
    assert (one.location.section, one.location.page) == ("3.1", 7)
    assert related(one) == []


def test_covered_cannot_be_told_of_any_item_without_the_document_that_it_must_be_found_in(judged: Judged) -> None:
    rule = "check: covered\nitems: goals\nby: previous.arsrapport.goals\non: ref\n"
    found = judged(rule, {"plan.yaml": PLAN + "goals:\n  - ref: kf-2024/a\n  - ref: kf-2024/b\n"})
    said = "not-assessable Årsrapport nordost 2023 is not among the documents"
    assert all_told(found) == [f"plan.yaml:6:5 {said}", f"plan.yaml:7:5 {said}"]


def test_covered_counts_only_those_among_which_it_looks(judged: Judged) -> None:
    rule = GOALS.replace("kf-budget.", "").replace("on: ref", "on: {refers-to: at.within}")
    rule += "where: {refers-to: present}\namong: {text: present}\n"
    plan = PLAN + (
        "goals:\n"
        "  - {ref: k/a, refers-to: ['3.4']}\n"
        "  - {ref: k/b, refers-to: ['3.5']}\n"
        "  - {ref: k/c, at: {section: 3.4.1}, text: Fler}\n"
        "  - {ref: k/d, at: {section: 3.5.1}}\n"
    )
    assert all_told(judged(rule, {"plan.yaml": plan})) == ["plan.yaml:7:16 failed Wrong", "plan.yaml:8:6 passed"]


def test_covered_needs_all_fields_to_be_the_same(judged: Judged) -> None:
    rule = (
        "check: covered\nitems: goals\nwhere: {text: absent}\nby: goals\namong: {text: present}\non: {ref: ref, area: kind}\n"
    )
    plan = (
        PLAN
        + "goals:\n  - {ref: k/a, area: x}\n  - {ref: k/b, area: x}\n"
        + "  - {ref: k/a, kind: x, text: A}\n  - {ref: k/b, text: B}\n"
    )
    assert all_told(judged(rule, {"plan.yaml": plan})) == ["plan.yaml:7:11 failed Wrong", "plan.yaml:8:6 passed"]


def test_covered_does_not_find_what_is_known_by_nothing(judged: Judged) -> None:
    rule = "check: covered\nitems: goals\nby: kf-budget.goals\non: ref\n"
    found = judged(rule, {"kf.yaml": BUDGET, "plan.yaml": PLAN + "goals: [{title: Eget}]\n"})
    assert all_told(found) == ["plan.yaml:5:10 failed Wrong"]


def test_covered_asks_for_every_word_of_a_vocabulary(judged: Judged) -> None:
    rule = "check: covered\nitems: $vocabulary.articles\nby: articles\non: {id: article}\nhaving: {text: present}\n"
    report = "document: barnbokslut\nnamnd: nordost\nyear: 2023\narticles:\n  - {article: 2, text: Lika}\n"
    found = judged(rule, {"barn.yaml": report}, about="barnbokslut", message="article {item.id}")
    assert all_told(found) == ["barn.yaml:4:1 failed article 3", "barn.yaml:5:6 passed"]
    assert [one.item for one in found] == ["3", "2"]
    assert related(found[0]) == []


@pytest.mark.parametrize(("language", "said"), [("en", ("Goals", "1 of 2 are there")), ("sv", ("Mål", "1 av 2 finns"))])
def test_covered_calls_the_words_of_a_vocabulary_what_they_are_called(
    language: str, said: tuple[str, str], judged: Judged
) -> None:
    rule = "check: covered\nitems: $vocabulary.sections\nby: sections\non: {id: kind}\n"
    documents = {"plan.yaml": PLAN + "sections: [{title: Början, kind: inledning}]\n"}
    one = only(judged(rule, documents, message="{item.title}", language=language))
    assert (one.message, one.label) == said


def test_covered_asks_for_the_words_of_a_vocabulary_in_a_list(judged: Judged) -> None:
    rule = "check: covered\nitems: [$vocabulary.sections, bilagor]\nby: sections\non: {id: kind}\n"
    found = judged(rule, {"plan.yaml": PLAN}, message="{item.id}")
    assert [one.message for one in found] == ["inledning", "mal", "bilagor"]


def test_covered_asks_for_every_word_of_a_list_without_regard_to_case(judged: Judged) -> None:
    rule = "check: covered\nitems: [Inledning, Mål]\nby: sections\non: {id: title}\n"
    found = judged(rule, {"plan.yaml": PLAN + "sections: [{title: INLEDNING}]\n"}, message="{item.title}")
    assert all_told(found) == ["plan.yaml:5:1 failed Mål", "plan.yaml:5:13 passed"]


ABSENT = "check: covered\nitems: uppdrag\nby: previous.arsrapport.uppdrag\non: ref\nabsent: true\n"
OPEN = PLAN + "uppdrag:\n  - ref: kf-2022/a\n  - ref: kf-2022/b\n"


def test_absent_fails_where_one_is_found(judged: Judged) -> None:
    report = REPORT + "uppdrag:\n  - {ref: kf-2022/a, status: avslutad}\n  - {ref: kf-2022/c, status: pågående}\n"
    found = judged(
        ABSENT, {"plan.yaml": OPEN, "report.yaml": report}, message="{item.ref} {found.status} {found.document.year}"
    )
    assert all_told(found) == ["plan.yaml:6:10 failed kf-2022/a avslutad 2023", "plan.yaml:7:5 passed"]
    assert related(only(found)) == ["report.yaml:5:6 stands here"]


def test_absent_fails_only_where_the_one_found_has_what_it_must_not(judged: Judged) -> None:
    report = REPORT + "uppdrag:\n  - {ref: kf-2022/a, status: avslutad}\n  - {ref: kf-2022/b, status: pågående}\n"
    found = judged(ABSENT + "having: {status: $vocabulary.closed}\n", {"plan.yaml": OPEN, "report.yaml": report})
    assert all_told(found) == ["plan.yaml:6:10 failed Wrong", "plan.yaml:7:5 passed"]


def test_absent_cannot_be_told_without_the_document_that_is_looked_in(judged: Judged) -> None:
    assert [one.outcome for one in judged(ABSENT, {"plan.yaml": OPEN})] == ["not-assessable"] * 2


def test_absent_cannot_be_told_where_it_cannot_be_told_of_the_one_found(judged: Judged) -> None:
    rule = "check: covered\nitems: [Avfallsplan]\nby: programmes\non: {id: title}\n"
    rule += "having: {valid-until: {before: 2024}}\nabsent: true\n"
    found = judged(rule, {"plan.yaml": PLAN + "programmes: [{title: Avfallsplan}]\n"})
    assert [(one.outcome, one.message) for one in found] == [("not-assessable", "no years of validity are told")]


# each

EACH = "check: each\nitems: uppdrag\nrequire: {text: {min-words: 2}, status: [pågående, avslutad]}\n"


def test_each_passes_where_all_is_met_and_fails_at_the_field_that_does_not_do(judged: Judged) -> None:
    plan = PLAN + (
        "uppdrag:\n"
        "  - {ref: k/a, text: Två ord, status: Pågående}\n"
        "  - ref: k/b\n    status: vilande\n    text: Två ord\n"
        "  - ref: k/c\n    status: vilande\n"
    )
    found = judged(EACH, {"plan.yaml": plan}, message="{item.ref}: {field} is {value}")
    assert all_told(found) == [
        "plan.yaml:6:6 passed", "plan.yaml:8:13 failed k/b: status is vilande", "plan.yaml:10:5 failed k/c: text is not told",
    ]  # fmt: skip


def test_each_asks_only_where_the_condition_holds(judged: Judged) -> None:
    rule = (
        "check: each\nitems: uppdrag\nwhere: {status: $vocabulary.closed, definition.due: present}\n"
        "require: {comment: present}\n"
    )
    plan = PLAN + (
        "uppdrag:\n  - {ref: kf-2024/bank, status: Avslutad}\n  - {ref: kf-2024/bank, status: pågående}\n"
        "  - {ref: kf-2024/val, status: avslutad}\n  - {ref: k/x, status: avslutad}\n"
    )
    assert all_told(judged(rule, {"kf.yaml": BUDGET, "plan.yaml": plan})) == ["plan.yaml:6:6 failed Wrong"]


def test_each_points_at_the_decision_in_another_document_that_it_rests_on(judged: Judged) -> None:
    rule = "check: each\nitems: uppdrag\nrequire: {definition.due: {after: $today}}\n"
    documents = {"kf.yaml": BUDGET, "plan.yaml": PLAN + "uppdrag:\n  - ref: kf-2024/bank\n"}
    one = only(judged(rule, documents, today=datetime.date(2024, 7, 1), message="due {item.definition.due}"))
    assert told(one) == "plan.yaml:6:5 failed due 2024-06-30"
    assert related(one) == ["kf.yaml:11:10 required here"]
    assert only(judged(rule, documents, today=datetime.date(2024, 6, 29)), "passed").message == ""


def test_each_knows_the_day_up_to_which_the_document_tells(judged: Judged) -> None:
    rule = "check: each\nitems: decisions\nrequire: {date: {after: $as-of}}\n"
    report = (
        REPORT
        + "decisions:\n  - {by: nordost, outcome: adopted, date: 2023-12-31}\n"
        + "  - {by: kf, outcome: adopted, date: 2024-01-02}\n"
    )
    found = judged(rule, {"report.yaml": report}, about="arsrapport")
    assert [one.outcome for one in found] == ["failed", "passed"]


def test_each_cannot_be_told_where_a_field_cannot(judged: Judged) -> None:
    rule = "check: each\nitems: programmes\nrequire: {valid-until: {at-least: $document.year}}\n"
    plan = PLAN + "programmes: [{title: A, to: 2024}, {title: B, to: 2023}, {title: C}]\n"
    found = judged(rule, {"plan.yaml": plan}, message="{item.title}")
    assert [(one.outcome, one.message) for one in found] == [
        ("passed", ""), ("failed", "B"), ("not-assessable", "no years of validity are told"),
    ]  # fmt: skip


def test_each_fails_for_certain_though_another_field_cannot_be_told(judged: Judged) -> None:
    rule = "check: each\nitems: programmes\nrequire: {valid-until: {at-least: 2024}, area: present}\n"
    found = judged(rule, {"plan.yaml": PLAN + "programmes: [{title: C}]\n"}, message="{field}")
    assert only(found).message == "area"


def test_each_looks_at_other_documents_too(judged: Judged) -> None:
    rule = "check: each\nitems: previous.arsrapport.uppdrag\nrequire: {status: present}\n"
    found = judged(rule, {"plan.yaml": PLAN, "report.yaml": REPORT + "uppdrag:\n  - ref: k/a\n"})
    assert all_told(found) == ["report.yaml:5:5 failed Wrong"]
    assert found[0].document == "verksamhetsplan-nordost-2024"


def test_each_cannot_be_told_without_the_document_that_it_looks_at(judged: Judged) -> None:
    rule = "check: each\nitems: previous.arsrapport.uppdrag\nrequire: {status: present}\n"
    found = judged(rule, {"plan.yaml": PLAN})
    assert all_told(found) == ["plan.yaml:1:11 not-assessable Årsrapport nordost 2023 is not among the documents"]


def test_each_asks_for_own_keys_too(judged: Judged) -> None:
    rule = "check: each\nitems: goals\nwhere: {x-kind: stad}\nrequire: {x-owner: present}\n"
    plan = PLAN + "goals:\n  - {ref: k/a, x-kind: stad, x-owner: direktör}\n  - {ref: k/b, x-kind: stad}\n  - {ref: k/c}\n"
    found = judged(rule, {"plan.yaml": plan}, message="{item.x-kind}")
    assert all_told(found) == ["plan.yaml:6:6 passed", "plan.yaml:7:6 failed stad"]


def test_each_tells_the_section_and_page_of_what_an_item_is_a_part_of(judged: Judged) -> None:
    rule = "check: each\nitems: goals.indicators\nrequire: {unit: present}\n"
    plan = PLAN + "goals: [{ref: k/a, at: {section: '3.1', page: 7}, indicators: [{name: A}]}]\n"
    where = only(judged(rule, {"plan.yaml": plan})).location
    assert (where.section, where.page) == ("3.1", 7)


# unique

UNIQUE = "check: unique\nitems: uppdrag\non: ref\n"


def test_unique_fails_at_every_item_after_the_first_and_points_at_that(judged: Judged) -> None:
    plan = PLAN + "uppdrag:\n  - {ref: k/a, title: A}\n  - {ref: k/b}\n  - {ref: k/a}\n  - {ref: k/a}\n"
    found = judged(UNIQUE, {"plan.yaml": plan}, message="{item.ref} as {found.title}")
    assert all_told(found) == [
        "plan.yaml:6:6 passed", "plan.yaml:7:6 passed",
        "plan.yaml:8:11 failed k/a as A", "plan.yaml:9:11 failed k/a as A",
    ]  # fmt: skip
    assert [related(one) for one in found[2:]] == [["plan.yaml:6:6 stands first here"]] * 2


def test_unique_knows_an_uppdrag_under_its_old_reference(judged: Judged) -> None:
    budget = "document: kf-budget\nid: kf\nyear: 2024\nuppdrag: [{id: new, title: N, same-as: [kf-2022/old]}]\n"
    plan = PLAN + "uppdrag:\n  - {ref: kf-2022/old}\n  - {ref: kf/new}\n"
    assert [one.outcome for one in judged(UNIQUE, {"kf.yaml": budget, "plan.yaml": plan})] == ["passed", "failed"]


def test_unique_takes_several_fields_together_without_regard_to_case(judged: Judged) -> None:
    rule = "check: unique\nitems: sections\non: [title, kind]\n"
    plan = PLAN + "sections:\n  - {title: Mål, kind: a}\n  - {title: Mål, kind: b}\n  - {title: 'MÅL ', kind: a}\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": plan})] == ["passed", "passed", "failed"]


def test_unique_does_not_ask_where_a_field_is_missing_or_the_condition_does_not_hold(judged: Judged) -> None:
    rule = "check: unique\nitems: sections\nwhere: {kind: a}\non: number\n"
    plan = (
        PLAN
        + "sections: [{title: A, kind: a, number: '3'}, {title: B, number: '3'}, {title: C, kind: a}, {title: D, kind: a}]\n"
    )
    assert all_told(judged(rule, {"plan.yaml": plan})) == ["plan.yaml:5:13 passed"]


def test_unique_of_a_list_has_no_value_in_common(judged: Judged) -> None:
    rule = "check: unique\nitems: goals\non: refers-to\n"
    plan = PLAN + "goals: [{refers-to: ['1', '2']}, {refers-to: ['3']}, {refers-to: ['4', '2']}]\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": plan})] == ["passed", "passed", "failed"]


def test_unique_cannot_be_told_without_the_document_that_it_looks_at(judged: Judged) -> None:
    rule = "check: unique\nitems: previous.arsrapport.uppdrag\non: ref\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN})] == ["not-assessable"]


def test_unique_compares_own_keys_whatever_they_hold(judged: Judged) -> None:
    plan = (
        PLAN
        + "uppdrag:\n  - {x-key: {a: [1]}}\n  - {x-key: {a: [2]}}\n  - {x-key: [1]}\n  - {x-key: {a: [1]}}\n  - {x-key: 1}\n"
    )
    found = judged("check: unique\nitems: uppdrag\non: x-key\n", {"plan.yaml": plan})
    assert [one.outcome for one in found][:4] == ["passed", "passed", "passed", "failed"]


# agree: pairs

AGREE = "check: agree\nitems: uppdrag\nwith: annex.barnbokslut.uppdrag\ncompare: status\n"
ANNEX = "document: barnbokslut\nnamnd: nordost\nyear: 2024\n"


def test_agree_compares_the_two_that_are_the_same(judged: Judged) -> None:
    plan = PLAN + (
        "uppdrag:\n  - {ref: k/a, status: pågående}\n  - {ref: k/b, status: avslutad}\n  - {ref: k/c, status: avslutad}\n"
    )
    annex = ANNEX + "uppdrag:\n  - {ref: k/b, status: ej påbörjad}\n  - {ref: k/a, status: PÅGÅENDE}\n"
    found = judged(AGREE, {"annex.yaml": annex, "plan.yaml": plan}, message="{item.ref} {field}: {here}, {there} ({found.ref})")
    assert all_told(found) == ["plan.yaml:6:6 passed", "plan.yaml:7:24 failed k/b status: avslutad, ej påbörjad (k/b)"]
    assert related(found[1]) == ["annex.yaml:5:24 stated here"]


def test_agree_cannot_be_told_where_only_one_tells(judged: Judged) -> None:
    plan, annex = PLAN + "uppdrag: [{ref: k/a}]\n", ANNEX + "uppdrag: [{ref: k/a, status: avslutad}]\n"
    for documents in (
        {"annex.yaml": annex, "plan.yaml": plan},
        {"annex.yaml": ANNEX + "uppdrag: [{ref: k/a}]\n", "plan.yaml": plan},
    ):
        found = judged(AGREE, documents)
        assert all_told(found) == ["plan.yaml:5:12 not-assessable status is told in one of the places only"]


def test_agree_cannot_be_told_without_the_second_telling(judged: Judged) -> None:
    found = judged(AGREE, {"plan.yaml": PLAN + "uppdrag: [{ref: k/a, status: avslutad}]\n"})
    assert all_told(found) == ["plan.yaml:1:11 not-assessable Barnbokslut nordost 2024 is not among the documents"]


def test_agree_cannot_be_told_without_the_first_telling(judged: Judged) -> None:
    rule = "check: agree\nitems: annex.barnbokslut.uppdrag\nwith: uppdrag\ncompare: status\n"
    found = judged(rule, {"plan.yaml": PLAN + "uppdrag: [{ref: k/a, status: avslutad}]\n"})
    assert [one.outcome for one in found] == ["not-assessable"]


def test_agree_brings_together_and_compares_fields_of_other_names(judged: Judged) -> None:
    rule = (
        "check: agree\nitems: sections\nwith: annex.barnbokslut.goals\nwhere: {kind: malomrade}\n"
        "on: {area: area}\ncompare: {title: title, page: at.page}\n"
    )
    plan = PLAN + "sections:\n  - {title: Barn, kind: malomrade, area: barn, page: 5}\n  - {title: X, area: barn, page: 1}\n"
    annex = ANNEX + "goals:\n  - area: barn\n    title: Barn\n    at: {page: 6}\n"
    found = judged(rule, {"annex.yaml": annex, "plan.yaml": plan}, message="{field} {here} {there}")
    assert all_told(found) == ["plan.yaml:6:6 passed", "plan.yaml:6:54 failed page 5 6"]


TABLE = "accounts:\n  - title: Resultat\n    at: {section: '4.2', page: 31}\n    rows:\n"


@pytest.mark.parametrize(
    ("deviation", "tolerance", "outcome"),
    [
        (40, 0, "passed"),
        (41, 0, "failed"),
        (41, 1, "passed"),
        (39, 1, "passed"),
        (41.5, 1, "failed"),
        (41.5, 1.5, "passed"),
        (-40, 1, "failed"),
    ],
)
def test_agree_allows_figures_to_differ_by_the_tolerance(
    deviation: float, tolerance: float, outcome: str, judged: Judged
) -> None:
    rule = f"check: agree\nitems: accounts.rows\ncompare: {{deviation: outcome-minus-budget}}\ntolerance: {tolerance}\n"
    plan = PLAN + TABLE + f"      - {{title: A, outcome: 177, budget: 137, deviation: {deviation}}}\n"
    (one,) = judged(rule, {"plan.yaml": plan}, message="{here} {there}")
    assert one.outcome == outcome
    assert one.location.line == 9
    if outcome == "failed":
        assert told(one) == f"plan.yaml:9:58 failed {deviation} 40"
        assert related(one) == []
        assert (one.location.section, one.location.page) == ("4.2", 31)


def test_agree_within_an_item_cannot_be_told_where_a_figure_is_missing(judged: Judged) -> None:
    rule = "check: agree\nitems: accounts.rows\ncompare: {deviation: outcome-minus-budget}\n"
    found = judged(rule, {"plan.yaml": PLAN + TABLE + "      - {title: A, outcome: 177, deviation: 40}\n"})
    assert all_told(found) == ["plan.yaml:9:10 not-assessable outcome or budget is missing"]


SERIES = "check: agree\nitems: goals.indicators\nwith: annex.barnbokslut.indicators\non: name\ncompare: outcome\ntolerance: 1\n"


def test_agree_compares_series_year_by_year_where_both_tell(judged: Judged) -> None:
    plan = (
        PLAN
        + "goals:\n  - ref: k/a\n    at: {page: 4}\n    indicators:\n"
        + "      - {name: A, outcome: {2021: 5, 2022: 10, 2023: 20}}\n"
    )
    annex = ANNEX + "indicators:\n  - {name: A, outcome: {2020: 1, 2022: 11, 2023: 22}}\n"
    one = only(judged(SERIES, {"annex.yaml": annex, "plan.yaml": plan}, message="{item.name} {field}: {here} {there}"))
    assert told(one) == "plan.yaml:9:54 failed A outcome 2023: 20 22"
    assert related(one) == ["annex.yaml:5:50 stated here"]
    assert one.location.page == 4


def test_agree_passes_series_that_never_differ(judged: Judged) -> None:
    plan = PLAN + "goals: [{ref: k/a, indicators: [{name: A, outcome: {2021: 5, 2022: i.u.}}]}]\n"
    annex = ANNEX + "indicators: [{name: A, outcome: {2022: I.U., 2023: 7}}]\n"
    assert [one.outcome for one in judged(SERIES, {"annex.yaml": annex, "plan.yaml": plan})] == ["passed"]


# agree: among themselves

FIGURES = "check: agree\nitems: figures\non: name\ncompare: amount\n"


def figures(*written: str) -> str:
    return PLAN + "figures:\n" + "".join(f"  - {{{one}}}\n" for one in written)


def test_agree_holds_every_telling_of_a_figure_against_the_most_precise(judged: Judged) -> None:
    plan = figures(
        "name: resultat, value: 144, unit: mnkr",
        "name: resultat, value: 143797, unit: tkr",
        "name: resultat, value: 143.7, unit: mnkr",
        "name: resultat, value: 145, unit: mnkr",
        "name: annat, value: 1, unit: mnkr",
    )
    found = judged(FIGURES, {"plan.yaml": plan}, message="{item.name} {here} {there}")
    assert all_told(found) == [
        "plan.yaml:6:6 passed",
        "plan.yaml:8:6 passed",
        "plan.yaml:9:6 failed resultat 145 mnkr 143,797 tkr",
    ]
    assert related(only(found)) == ["plan.yaml:7:6 stated here"]


def test_agree_takes_the_most_common_of_equally_precise_tellings_for_the_right_one(judged: Judged) -> None:
    plan = figures("name: a, value: 1, unit: tkr", "name: a, value: 3, unit: tkr", "name: a, value: 3, unit: tkr")
    found = judged(FIGURES, {"plan.yaml": plan}, message="{here} {there}")
    assert all_told(found) == ["plan.yaml:6:6 failed 1 tkr 3 tkr", "plan.yaml:8:6 passed"]


def test_agree_does_not_ask_what_is_told_once_or_not_at_all(judged: Judged) -> None:
    assert judged(FIGURES, {"plan.yaml": figures("name: a, value: 1", "name: b", "name: b, value: 2")}) == []


def test_agree_among_themselves_compares_words_too(judged: Judged) -> None:
    plan = PLAN + "uppdrag: [{ref: k/a, status: pågående}, {ref: k/a, status: Avslutad}, {ref: k/b, status: pågående}]\n"
    found = judged("check: agree\nitems: uppdrag\non: ref\ncompare: status\n", {"plan.yaml": plan}, message="{here} {there}")
    assert [one.message for one in found] == ["Avslutad pågående"]


# agree: totals

TOTALS = "check: agree\ntotal: {sum: lex-sarah-reports.number}\nequals: {count: events, where: {provider: own}}\n"
REPORTS = "lex-sarah-reports:\n  - {quarter: 1, number: 1}\n  - {quarter: 2, number: 0}\n  - {quarter: 3, number: 2}\n"


def test_agree_passes_where_the_total_is_as_many_as_there_are(judged: Judged) -> None:
    plan = PLAN + REPORTS + "events: [{provider: own}, {provider: other}, {provider: own}, {provider: own}]\n"
    assert all_told(judged(TOTALS, {"plan.yaml": plan})) == ["plan.yaml:6:6 passed"]


def test_agree_fails_at_the_first_of_the_total_and_points_at_what_was_counted(judged: Judged) -> None:
    plan = PLAN + REPORTS + "events:\n" + "  - {provider: own}\n" * 7
    one = only(judged(TOTALS, {"plan.yaml": plan}, message="{here} told, {there} listed"))
    assert told(one) == "plan.yaml:6:6 failed 3 told, 7 listed"
    assert related(one) == [f"plan.yaml:{line}:6 counted here" for line in range(10, 15)]


def test_agree_counts_what_is_not_there_as_none(judged: Judged) -> None:
    one = only(judged(TOTALS, {"plan.yaml": PLAN + REPORTS}, message="{here} {there}"))
    assert told(one) == "plan.yaml:6:6 failed 3 0"


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        ("lex-sarah-reports: []\n", "lex-sarah-reports.number has no figures"),
        ("lex-sarah-reports: [{quarter: 1, number: 1}, {quarter: 2}]\n", "a part has no number"),
    ],
)
def test_agree_cannot_be_told_of_a_sum_without_all_its_figures(reports: str, said: str, judged: Judged) -> None:
    found = judged(TOTALS, {"plan.yaml": PLAN + reports + "events: [{provider: own}]\n"})
    assert all_told(found) == [f"plan.yaml:5:1 not-assessable {said}"]


def test_agree_of_totals_cannot_be_told_without_the_other_document(judged: Judged) -> None:
    rule = "check: agree\ntotal: {count: uppdrag}\nequals: {count: annex.barnbokslut.uppdrag}\n"
    found = judged(rule, {"plan.yaml": PLAN + "uppdrag:\n  - ref: k/a\n"})
    assert all_told(found) == ["plan.yaml:6:5 not-assessable Barnbokslut nordost 2024 is not among the documents"]


def test_agree_of_totals_across_documents_stands_in_the_one_that_is_checked(judged: Judged) -> None:
    rule = "check: agree\ntotal: {count: annex.barnbokslut.uppdrag}\nequals: {sum: unexecuted-counts.number}\ntolerance: 1\n"
    plan = PLAN + "unexecuted-counts: [{law: SoL, number: 2}, {law: LSS, number: 1}]\n"
    documents = {"plan.yaml": plan, "annex.yaml": ANNEX + "uppdrag: [{ref: k/a}, {ref: k/b}]\n"}
    assert all_told(judged(rule, documents)) == ["plan.yaml:1:11 passed"]
    documents["annex.yaml"] = ANNEX + "uppdrag: [{ref: k/a}]\n"
    one = only(judged(rule, documents))
    assert told(one) == "plan.yaml:1:11 failed Wrong"
    assert related(one) == ["plan.yaml:5:22 counted here", "plan.yaml:5:45 counted here"]


# deadline

FEBRUARY = "check: deadline\ndate: adopted-on\nby: {month: 2, day: last}\n"


def adopted(day: str, year: int = 2024) -> str:
    return f"{PLAN.replace('2024', str(year))}decisions:\n  - {{by: nordost, outcome: adopted, date: {day}}}\n"


@pytest.mark.parametrize(
    ("year", "day", "outcome"),
    [
        (2024, "2024-02-29", "passed"), (2024, "2024-03-01", "failed"), (2023, "2023-02-28", "passed"),
        (2023, "2023-03-01", "failed"), (2024, "2023-12-13", "passed"),
    ],
)  # fmt: skip
def test_deadline_knows_the_last_day_of_february(year: int, day: str, outcome: str, judged: Judged) -> None:
    assert [one.outcome for one in judged(FEBRUARY, {"plan.yaml": adopted(day, year)})] == [outcome]


def test_deadline_tells_how_late_a_date_is(judged: Judged) -> None:
    (one,) = judged(FEBRUARY, {"plan.yaml": adopted("2024-03-07")}, message="{date}, limit {limit}, {days} late")
    assert told(one) == "plan.yaml:1:11 failed 2024-03-07, limit 2024-02-29, 7 late"
    assert one.label == "7 days late"


@pytest.mark.parametrize(("today", "days"), [(datetime.date(2024, 2, 1), 28), (datetime.date(2024, 2, 29), 0)])
def test_deadline_tells_the_days_left_while_there_is_no_date(today: datetime.date, days: int, judged: Judged) -> None:
    found = judged(FEBRUARY, {"plan.yaml": PLAN}, today=today)
    assert all_told(found) == [f"plan.yaml:1:11 not-assessable not decided yet; {days} days left until 2024-02-29"]


def test_deadline_fails_without_a_date_once_the_limit_has_passed(judged: Judged) -> None:
    one = only(judged(FEBRUARY, {"plan.yaml": PLAN}, today=datetime.date(2024, 3, 2), message="{date} {limit} {days}"))
    assert told(one) == "plan.yaml:1:11 failed not told 2024-02-29 2"
    assert one.label == "no date; 2 days after the last day"


@pytest.mark.parametrize(
    ("limit", "last"),
    [
        ("by: {month: 12, day: 31, years: -1}", "2023-12-31"),
        ("before: {month: 1, day: 1}", "2023-12-31"),
        ("before: {month: 3, day: 1}", "2024-02-29"),
        ("by: {month: 2, day: 29}", "2024-02-29"),
        ("by: {month: 4}", "2024-04-30"),
        ("by: {month: 2, years: 1}", "2025-02-28"),
    ],
)
def test_deadline_counts_its_limit_from_the_year_of_the_document(limit: str, last: str, judged: Judged) -> None:
    rule = f"check: deadline\ndate: adopted-on\n{limit}\n"
    after = datetime.date.fromisoformat(last) + datetime.timedelta(days=1)
    assert only(judged(rule, {"plan.yaml": adopted(last)}), "passed")
    assert only(judged(rule, {"plan.yaml": adopted(after.isoformat())}, message="{limit}")).message == last


@pytest.mark.parametrize(
    ("limit", "last"),
    [
        ("by: {month: 3, day: 31, months: -1}", "2024-02-29"),
        ("by: {month: 12, day: 31, months: 2}", "2025-02-28"),
        ("by: {month: 1, day: 15, months: -3}", "2023-10-15"),
        ("by: {month: 3, day: 1, days: -14}", "2024-02-16"),
        ("before: {month: 3, day: 1, days: 1}", "2024-03-01"),
        ("by: {field: reported-through, months: -12}", "2023-01-01"),
    ],
)
def test_deadline_counts_months_and_days_from_its_limit(limit: str, last: str, judged: Judged) -> None:
    rule = f"check: deadline\ndate: adopted-on\n{limit}\n"
    after = datetime.date.fromisoformat(last) + datetime.timedelta(days=1)
    assert only(judged(rule, {"plan.yaml": adopted(last)}), "passed")
    assert only(judged(rule, {"plan.yaml": adopted(after.isoformat())}, message="{limit}")).message == last


@pytest.mark.parametrize(("day", "outcome"), [("2024-02-28", "failed"), ("2024-02-29", "passed"), ("2024-03-01", "failed")])
def test_deadline_on_a_day_takes_no_other(day: str, outcome: str, judged: Judged) -> None:
    found = judged("check: deadline\ndate: adopted-on\non: {month: 2, day: last}\n", {"plan.yaml": adopted(day)})
    assert [one.outcome for one in found] == [outcome]


CLOSED = "check: deadline\nitems: uppdrag\nwhere: {status: avslutad}\ndate: closed-on\nby: {field: definition.due}\n"


def test_deadline_holds_a_date_of_an_item_against_another(judged: Judged) -> None:
    plan = PLAN + (
        "uppdrag:\n  - {ref: kf-2024/bank, status: avslutad, closed-on: 2024-06-30}\n"
        "  - {ref: kf-2024/bank, status: avslutad, closed-on: 2024-07-01}\n  - {ref: kf-2024/bank, closed-on: 2025-01-01}\n"
    )
    found = judged(CLOSED, {"kf.yaml": BUDGET, "plan.yaml": plan}, message="{item.title} {date} {limit}")
    assert all_told(found) == ["plan.yaml:6:6 passed", "plan.yaml:7:54 failed Fritidsbanker 2024-07-01 2024-06-30"]
    assert related(found[1]) == ["kf.yaml:11:10 the limit stands here"]


def test_deadline_cannot_be_told_without_its_limit(judged: Judged) -> None:
    plan = PLAN + "uppdrag: [{ref: kf-2024/val, status: avslutad, closed-on: 2024-06-30}]\n"
    found = judged(CLOSED, {"kf.yaml": BUDGET, "plan.yaml": plan})
    assert all_told(found) == ["plan.yaml:5:12 not-assessable definition.due is missing"]


BUDGET_FIRST = "check: deadline\ndate: adopted-on\nbefore: {selector: kf-budget.decisions.date}\n"


def test_deadline_holds_a_date_against_the_earliest_in_another_document(judged: Judged) -> None:
    budget = "document: kf-budget\nyear: 2024\ndecisions:\n" + "".join(
        f"  - {{by: kf, outcome: adopted, date: {day}}}\n" for day in ("2024-02-20", "2024-02-07", "2024-03-01")
    )
    documents = {"kf.yaml": budget, "plan.yaml": adopted("2024-02-06")}
    assert only(judged(BUDGET_FIRST, documents), "passed")
    documents["plan.yaml"] = adopted("2024-02-07")
    one = only(judged(BUDGET_FIRST, documents, message="{limit} {days}"))
    assert told(one) == "plan.yaml:1:11 failed 2024-02-06 1"
    assert related(one) == ["kf.yaml:5:38 the limit stands here"]


def test_deadline_cannot_be_told_without_the_document_or_the_date_that_limits_it(judged: Judged) -> None:
    plan = adopted("2024-02-06")
    assert only(judged(BUDGET_FIRST, {"plan.yaml": plan}), "not-assessable").message.endswith("is not among the documents")
    documents = {"plan.yaml": plan, "kf.yaml": "document: kf-budget\nyear: 2024\ndecisions: [{by: kf, outcome: proposed}]\n"}
    assert only(judged(BUDGET_FIRST, documents), "not-assessable").message == "kf-budget.decisions.date is missing"


def test_deadline_cannot_be_told_without_the_items_that_have_the_date(judged: Judged) -> None:
    rule = "check: deadline\nitems: annex.barnbokslut\ndate: adopted-on\nby: {month: 2}\n"
    assert only(judged(rule, {"plan.yaml": PLAN}), "not-assessable").message.startswith("Barnbokslut nordost 2024")


def test_deadline_says_the_same_in_swedish(judged: Judged) -> None:
    late = judged(FEBRUARY, {"plan.yaml": adopted("2024-03-07")}, language="sv")
    assert only(late).label == "7 dagar för sent"
    draft = judged(FEBRUARY, {"plan.yaml": PLAN}, language="sv")
    assert only(draft, "not-assessable").message == "inte beslutat än; 28 dagar kvar till 2024-02-29"


# ordered

ORDERED = "check: ordered\nitems: uppdrag\non: by\norder: [kf, ks]\n"


def listed(*by: str) -> str:
    return PLAN + "uppdrag:\n" + "".join(f"  - {{title: U{n}, by: {one}}}\n" for n, one in enumerate(by, start=1))


def test_ordered_passes_where_each_stands_after_what_comes_before_it(judged: Judged) -> None:
    found = judged(ORDERED, {"plan.yaml": listed("kf", "kf", "ks", "nordost", "direktor")})
    assert [one.outcome for one in found] == ["passed"] * 5


def test_ordered_fails_at_what_stands_too_far_down_and_points_at_what_it_should_precede(judged: Judged) -> None:
    found = judged(ORDERED, {"plan.yaml": listed("kf", "nordost", "ks", "kf", "centrum")}, message="{item.title} {found.title}")
    assert all_told(found) == [
        "plan.yaml:6:6 passed",
        "plan.yaml:7:6 passed",
        "plan.yaml:8:6 failed U3 U2",
        "plan.yaml:9:6 failed U4 U2",
        "plan.yaml:10:6 passed",
    ]
    assert related(found[2]) == ["plan.yaml:7:6 this should stand after it"]


def test_ordered_without_an_order_goes_from_small_to_large(judged: Judged) -> None:
    plan = PLAN + "sections: [{title: A, page: 1}, {title: B, page: 9}, {title: C, page: 10}, {title: D, page: 2}]\n"
    found = judged("check: ordered\nitems: sections\non: page\n", {"plan.yaml": plan}, message="{item.title}")
    assert [one.message for one in found if one.outcome == "failed"] == ["D"]


def test_ordered_puts_sections_in_the_order_of_their_numbers(judged: Judged) -> None:
    plan = PLAN + "sections: [{title: A, number: '3.9'}, {title: B, number: '3.10'}, {title: C, number: '3.2.1'}]\n"
    found = judged("check: ordered\nitems: sections\non: number\n", {"plan.yaml": plan}, message="{item.title}")
    assert [one.message for one in found if one.outcome == "failed"] == ["C"]


def test_ordered_within_a_field_puts_each_group_in_an_order_of_its_own(judged: Judged) -> None:
    plan = PLAN + "sections: [{title: A, area: x, page: 9}, {title: B, area: y, page: 2}, {title: C, area: x, page: 3}]\n"
    found = judged("check: ordered\nitems: sections\nwithin: area\non: page\n", {"plan.yaml": plan}, message="{item.title}")
    assert [one.message for one in found if one.outcome == "failed"] == ["C"]


def test_ordered_takes_a_vocabulary_for_the_order(judged: Judged) -> None:
    plan = PLAN + "sections: [{title: A, kind: inledning}, {title: B, kind: mal}, {title: C, kind: inledning}]\n"
    rule = "check: ordered\nitems: sections\non: kind\norder: $vocabulary.sections\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": plan})] == ["passed", "passed", "failed"]


def test_ordered_cannot_be_told_of_an_item_without_the_field(judged: Judged) -> None:
    plan = PLAN + "uppdrag: [{title: A, by: nordost}, {title: B}, {title: C, by: kf}]\n"
    found = judged(ORDERED, {"plan.yaml": plan})
    assert [one.outcome for one in found] == ["passed", "not-assessable", "failed"]


def test_ordered_asks_only_where_the_condition_holds(judged: Judged) -> None:
    plan = listed("nordost", "kf")
    assert [one.outcome for one in judged(ORDERED + "where: {by: kf}\n", {"plan.yaml": plan})] == ["passed"]


# sum

SUM = "check: sum\nitems: accounts\nparts: rows\ntotal: total\nfigures: [outcome, budget]\n"


def table(total: str, *rows: str) -> str:
    return PLAN + TABLE + "".join(f"      - {{title: R, {row}}}\n" for row in rows) + f"    total: {{title: T, {total}}}\n"


@pytest.mark.parametrize(
    ("total", "rows", "rounding", "outcome"),
    [
        ("300", ("100", "200"), 1, "passed"), ("301", ("100", "200"), 1, "passed"), ("299", ("100", "200"), 1, "passed"),
        ("302", ("100", "200"), 1, "failed"), ("298", ("100", "200"), 1, "failed"),
        ("302", ("100", "100", "100"), 1, "passed"), ("303", ("100", "100", "100"), 1, "failed"),
        ("301", ("100", "200"), 0, "failed"), ("300", ("100", "200"), 0, "passed"), ("315", ("100", "200"), 10, "passed"),
        ("316", ("100", "200"), 10, "failed"), ("0.3", ("0.1", "0.2"), 0, "passed"), ("-300", ("-100", "-200"), 1, "passed"),
        ("300", ("-100", "-200"), 1, "failed"), ("0.4", ("0.1", "0.2"), 0.1, "passed"), ("0.5", ("0.1", "0.2"), 0.1, "failed"),
    ],
)  # fmt: skip
def test_sum_passes_where_the_parts_make_the_total_within_rounding(
    total: str, rows: tuple[str, ...], rounding: float, outcome: str, judged: Judged
) -> None:
    plan = table(f"outcome: {total}", *(f"outcome: {row}" for row in rows))
    assert [one.outcome for one in judged(f"{SUM}rounding: {rounding}\n", {"plan.yaml": plan})] == [outcome]


def test_sum_fails_at_the_figure_of_the_total(judged: Judged) -> None:
    plan = table("outcome: 300, budget: 74668", "outcome: 100, budget: 25688", "outcome: 200, budget: 48900")
    found = judged(SUM, {"plan.yaml": plan}, message="{item.title} {field}: {sum}, {total}, {difference}")
    assert all_told(found) == ["plan.yaml:11:32 passed", "plan.yaml:11:45 failed Resultat budget: 74,588, 74,668, -80"]
    assert found[1].label == "the parts make 74,588"


def test_sum_writes_figures_as_people_of_the_language_do(judged: Judged) -> None:
    plan = table("outcome: 12345.5", "outcome: 9999")
    one = only(judged(SUM, {"plan.yaml": plan}, message="{sum} {total} {difference}", language="sv"))
    assert one.message == "9999 12\N{NO-BREAK SPACE}345,5 -2346,5"


def test_sum_tells_the_section_and_page_of_the_table(judged: Judged) -> None:
    one = only(judged(SUM, {"plan.yaml": table("outcome: 300", "outcome: 100")}))
    assert (one.location.section, one.location.page) == ("4.2", 31)


def test_sum_cannot_be_told_where_a_part_has_no_figure(judged: Judged) -> None:
    plan = table("outcome: 300", "outcome: 300", "budget: 1")
    assert all_told(judged(SUM, {"plan.yaml": plan})) == ["plan.yaml:11:32 not-assessable a part has no outcome"]


def test_sum_cannot_be_told_where_there_are_no_parts(judged: Judged) -> None:
    found = judged(SUM, {"plan.yaml": PLAN + "accounts: [{title: A, total: {title: T, outcome: 3}}]\n"})
    assert [one.outcome for one in found] == ["not-assessable"]


def test_sum_does_not_ask_where_no_total_is_told(judged: Judged) -> None:
    plan = PLAN + TABLE + "      - {title: R, outcome: 3}\n  - {title: B, total: {title: T, deviation: 1}}\n"
    assert judged(SUM, {"plan.yaml": plan}) == []


def test_sum_asks_only_where_the_condition_holds(judged: Judged) -> None:
    plan = (
        PLAN
        + "accounts:\n"
        + "".join(
            f"  - {{title: {unit}, unit: {unit}, rows: [{{title: R, outcome: 1}}], total: {{title: T, outcome: 9}}}}\n"
            for unit in ("tkr", "mnkr")
        )
    )
    assert only(judged(SUM + "where: {unit: mnkr}\n", {"plan.yaml": plan}, message="{item.title}")).message == "mnkr"


def test_sum_cannot_be_told_without_the_document_that_has_the_parts(judged: Judged) -> None:
    rule = SUM.replace("items: accounts", "items: previous.arsrapport.accounts")
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN})] == ["not-assessable"]


# schema

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
        "plan.yaml": PLAN + "accounts: [{title: A}]\nuppdrag: [{id: a, title: A, to: [centrum]}, {ref: k/b}]\n",
        "org.yaml": ORGANISATION,
    }
    found = judged(f"check: schema\nitems: {items}\nschema: {schema}\n", documents)
    assert sorted(one.outcome for one in found) == outcomes


def test_schema_cannot_be_told_without_the_document_that_has_the_items(judged: Judged) -> None:
    rule = "check: schema\nitems: annex.barnbokslut\nschema: {}\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN})] == ["not-assessable"]


# plugin


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package with an entry point, as pip would have left it."""
    site = tmp_path / "site"
    info = site / "ourchecks-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ourchecks\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[plancheck.checks]\nlong-enough = ourchecks_of_test:judge\n")
    (site / "ourchecks_of_test.py").write_text(
        "from plancheck.model.base import Unknown\n"
        "from plancheck.query.verdict import Verdict, not_assessable, passed\n"
        "def judge(items, scope, parameters):\n"
        "    for item in items:\n"
        "        text = item.value.text\n"
        "        if text is None:\n"
        "            yield not_assessable(item, item, Unknown('told-once', field='text'))\n"
        "        elif len(text) >= parameters['letters']:\n"
        "            yield passed(item)\n"
        "        else:\n"
        "            yield Verdict('failed', item, item, key='text', values={'item': item, 'value': len(text)})\n"
    )
    monkeypatch.syspath_prepend(str(site))


PLUGIN = "check: plugin\nplugin: long-enough\nitems: uppdrag\nwhere: {ref: present}\nparameters: {letters: 3}\n"


@pytest.mark.usefixtures("plugin")
def test_plugin_asks_an_installed_entry_point(judged: Judged) -> None:
    plan = PLAN + "uppdrag:\n  - {ref: k/a, text: Ja}\n  - {ref: k/b, text: Nej}\n  - {ref: k/c}\n  - {title: D, text: x}\n"
    found = judged(PLUGIN, {"plan.yaml": plan}, message="{item.ref} has {value}")
    assert all_told(found) == [
        "plan.yaml:6:22 failed k/a has 2",
        "plan.yaml:7:6 passed",
        "plan.yaml:8:6 not-assessable text is told in one of the places only",
    ]


@pytest.mark.usefixtures("plugin")
def test_plugin_cannot_be_told_without_the_document_that_it_is_about(judged: Judged) -> None:
    rule = PLUGIN.replace("items: uppdrag", "items: annex.barnbokslut.uppdrag")
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN})] == ["not-assessable"]


# What is common to all


def test_a_rule_is_about_its_kinds_of_document(judged: Judged) -> None:
    documents = {"plan.yaml": PLAN + "uppdrag: [{ref: k/a}]\n", "report.yaml": REPORT + "uppdrag: [{ref: k/a}]\n"}
    rule = "check: each\nitems: uppdrag\nrequire: {text: present}\n"
    assert [one.location.file for one in judged(rule, documents)] == ["plan.yaml"]
    assert [one.location.file for one in judged(rule, documents, about="arsrapport, verksamhetsplan")] == [
        "plan.yaml",
        "report.yaml",
    ]
    assert judged(rule, documents, about="kf-budget") == []


def test_a_finding_has_the_severity_of_its_rule_and_the_identity_of_its_document(judged: Judged) -> None:
    one = only(
        judged("check: each\nitems: uppdrag\nrequire: {text: present}\n", {"plan.yaml": PLAN + "uppdrag: [{ref: k/a}]\n"})
    )
    assert (one.rule, one.severity, one.document, one.item) == ("TST001", "error", "verksamhetsplan-nordost-2024", "k/a")
    assert one.is_finding
    assert one.location.text == "uppdrag: [{ref: k/a}]"
    assert one.location.text[one.location.column - 1 : one.location.end - 1] == "ref: k/a"


@pytest.mark.parametrize("kind", ["verksamhetsplan", "'verksamhetsplan'", "&kind verksamhetsplan", "\n  verksamhetsplan"])
def test_a_file_that_is_checked_alone_is_judged_as_with_all_others(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(f"document: {kind}\nnamnd: nordost\nyear: 2024\nuppdrag: [{{ref: k/a}}]\n")
    (tmp_path / "kf.yaml").write_text("document: kf-budget\nyear: 2024\n")
    alone, together = plancheck.check(["plan.yaml"]), plancheck.check(["."])
    assert "UPP003" in {one.rule for one in alone.findings}
    assert alone.evaluations == tuple(one for one in together.evaluations if one.location.file == "plan.yaml")


def test_braces_in_a_message_are_written_twice(judged: Judged) -> None:
    found = judged("check: schema\nschema: {required: [x-a]}\n", {"plan.yaml": PLAN}, message="{{x}} of {document.title}")
    assert only(found).message == "{x} of Plan 2024"


def test_text_in_a_document_is_never_taken_for_a_placeholder(judged: Judged) -> None:
    plan = PLAN.replace("title: Plan 2024", "title: '{item.title} {document.year}'")
    found = judged("check: schema\nschema: {required: [x-a]}\n", {"plan.yaml": plan}, message="{document.title}")
    assert only(found).message == "{item.title} {document.year}"
