"""The check `covered`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import datetime

import pytest

from tests.fixtures import Judged
from tests.judged import BUDGET, ORGANISATION, PLAN, REPORT, all_told, only, related, told

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


def test_a_document_that_is_called_what_a_goal_is_answers_for_none_that_is_missing(judged: Judged) -> None:
    plan = PLAN + "goals: [{title: Plan 2024}]\n"
    found = judged("check: covered\nitems: kf-budget.goals\nby: goals\non: title\n", {"plan.yaml": plan})
    assert [one.outcome for one in found] == ["not-assessable"]


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
    assert any("there is no document of the organisation" in one.message for one in found)


HAVING = GOALS + "having: {text: present, assessment: {not: ingen}}\n"


def test_covered_fails_at_the_one_found_where_it_does_not_have_what_it_must(judged: Judged) -> None:
    plan = (
        PLAN + "goals:\n  - ref: kf-2024/trygg\n    text: Fler\n    assessment: Ingen\n  - {ref: kf-2024/jamlik, text: ' '}\n"
    )
    found = judged(HAVING, {"kf.yaml": BUDGET, "plan.yaml": plan}, message="{found.assessment}")
    assert all_told(found) == ["plan.yaml:8:17 failed Ingen", "plan.yaml:9:33 failed not stated"]
    assert [one.label for one in found] == [
        "assessment is missing or not as required",
        "text is missing or not as required",
    ]
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
    assert all_told(found) == ["plan.yaml:6:5 not-assessable no years of validity are stated"]


def test_covered_points_at_what_was_found_elsewhere(judged: Judged) -> None:
    rule = "check: covered\nitems: goals\nby: kf-budget.goals\non: ref\nhaving: {area: present}\n"
    one = only(judged(rule, {"kf.yaml": BUDGET, "plan.yaml": PLAN + "goals: [{ref: kf-2024/trygg}]\n"}))
    assert told(one) == "plan.yaml:5:15 failed Wrong"
    assert related(one) == ["kf.yaml:6:6 found here"]


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
    assert related(only(found)) == ["report.yaml:5:6 found here"]


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
    assert [(one.outcome, one.message) for one in found] == [("not-assessable", "no years of validity are stated")]


DUE = "check: covered\nitems: [inledning]\nby: sections\non: {id: kind}\ndue: {month: 2}\n"


@pytest.mark.parametrize(("day", "left"), [(1, "28 days left"), (28, "1 day left"), (29, "0 days left")])
def test_until_its_day_has_passed_what_has_no_match_is_not_assessable_with_the_days_left(
    judged: Judged, day: int, left: str
) -> None:
    found = judged(DUE, {"plan.yaml": PLAN}, today=datetime.date(2024, 2, day))
    assert [one.outcome for one in found] == ["not-assessable"]
    assert left in found[0].message
    assert "2024-02-29" in found[0].message


def test_what_has_no_match_fails_once_its_day_has_passed(judged: Judged) -> None:
    found = judged(DUE, {"plan.yaml": PLAN}, today=datetime.date(2024, 3, 2), message="{item.id} {limit} {days}")
    assert all_told(found) == ["plan.yaml:1:11 failed inledning 2024-02-29 2"]


def test_what_has_its_match_passes_before_its_day_too(judged: Judged) -> None:
    plan = PLAN + "sections: [{title: Inledning, kind: inledning}]\n"
    assert [one.outcome for one in judged(DUE, {"plan.yaml": plan}, today=datetime.date(2024, 1, 1))] == ["passed"]


def test_a_match_that_lacks_what_it_must_have_fails_once_its_day_has_passed(judged: Judged) -> None:
    plan = PLAN + "sections: [{title: Inledning, kind: inledning}]\n"
    outcomes = [
        judged(DUE + "having: {page: present}\n", {"plan.yaml": plan}, today=datetime.date(2024, month, 1))[0].outcome
        for month in (2, 3)
    ]
    assert outcomes == ["not-assessable", "failed"]


OF_ITEM = "check: covered\nitems: kf-budget.uppdrag\nby: uppdrag\non: ref\ndue: {field: due}\n"


def test_the_day_may_be_a_date_of_the_item_and_is_pointed_at(judged: Judged) -> None:
    found = judged(OF_ITEM, {"kf.yaml": BUDGET, "plan.yaml": PLAN}, today=datetime.date(2024, 7, 1), message="{limit}")
    failed = only(found)
    assert failed.message == "2024-06-30"
    assert related(failed) == ["kf.yaml:8:5 required here"]


def test_an_item_without_its_day_cannot_be_told(judged: Judged) -> None:
    found = judged(OF_ITEM, {"kf.yaml": BUDGET, "plan.yaml": PLAN}, today=datetime.date(2024, 7, 1))
    assert only(found, "not-assessable").item == "kf-2024/val"


def test_a_day_that_another_document_states_is_pointed_at(judged: Judged) -> None:
    rule = "check: covered\nitems: [inledning]\nby: sections\non: {id: kind}\ndue: {selector: arsrapport.adopted-on, days: 1}\n"
    report = REPORT.replace("2023", "2024") + "decisions: [{by: nordost, outcome: adopted, date: 2024-02-27}]\n"
    documents = {"plan.yaml": PLAN, "report.yaml": report}
    found = judged(rule, documents, today=datetime.date(2024, 2, 29), message="{limit}")
    assert related(only(found)) == ["report.yaml:1:11 the limit is set here"]


EVERY = "check: covered\nitems: [nordost, centrum]\nby: every.verksamhetsplan\non: {id: namnd}\n"


def test_a_missing_document_fails_where_every_document_is_asked_for(judged: Judged) -> None:
    found = judged(EVERY, {"kf.yaml": BUDGET, "plan.yaml": PLAN}, about="kf-budget", message="{item.id}")
    assert [(one.outcome, one.message) for one in found] == [("passed", ""), ("failed", "centrum")]


def test_a_document_that_cannot_be_read_is_not_missing_and_leaves_no_doubt_about_others(judged: Judged) -> None:
    broken = "document: verksamhetsplan\nnamnd: centrum\nyear: 2024\nas-of: bad\n"
    rule = EVERY.replace("[nordost, centrum]", "[nordost, centrum, miljo]")
    documents = {"kf.yaml": BUDGET, "plan.yaml": PLAN, "broken.yaml": broken}
    found = judged(rule, documents, about="kf-budget", message="{item.id}", paths=["kf.yaml"])
    assert [one.outcome for one in found] == ["passed", "not-assessable", "failed"]


def test_what_a_document_that_cannot_be_read_may_have_is_not_missing(judged: Judged) -> None:
    rule = "check: covered\nitems: uppdrag\nby: every.verksamhetsplan.uppdrag\non: ref\n"
    broken = "document: verksamhetsplan\nnamnd: centrum\nyear: 2024\nas-of: bad\n"
    plan = PLAN + "uppdrag: [{ref: kf-2024/bank}]\n"
    documents = {"kf.yaml": BUDGET, "plan.yaml": plan, "broken.yaml": broken}
    found = judged(rule, documents, about="kf-budget", paths=["kf.yaml"])
    assert [(one.item, one.outcome) for one in found] == [("kf-2024/bank", "passed"), ("kf-2024/val", "not-assessable")]
    assert "cannot be read" in found[1].message
