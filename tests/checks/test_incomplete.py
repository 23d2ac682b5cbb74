"""What is missing where a document was not read for certain is not judged; what stands there, and in other lists, is."""

from __future__ import annotations

import pytest

from tests.fixtures import Judged
from tests.judged import BUDGET, ORGANISATION, PLAN, REPORT, all_told

UPPDRAG = "check: covered\nitems: kf-budget.uppdrag\nby: uppdrag\non: ref\n"
INCOMPLETE = "incomplete:\n  - {what: uppdrag, reason: tabellen är en bild, at: {section: '4', page: 7}}\n"
BANK = "uppdrag:\n  - {ref: kf-2024/bank, status: pågående}\n"
TOLD = "uppdragen i Plan 2024 är inte säkert lästa (tabellen är en bild, avsnitt 4, sidan 7)"


def outcomes(judged: Judged, rule: str, *documents: str, about: str = "verksamhetsplan") -> list[tuple[str, str]]:
    files = {f"{n}.yaml": text for n, text in enumerate(documents)}
    # By its path: comments that ask for review are findings of their own.
    found = judged(rule, files, about=about, language="sv", paths=("../plans",))
    return [(one.outcome, one.message) for one in found if one.outcome != "passed"]


def test_an_uppdrag_that_an_incomplete_plan_lacks_is_not_accused_with_the_reason_and_the_place(judged: Judged) -> None:
    assert outcomes(judged, UPPDRAG, BUDGET, PLAN + INCOMPLETE + BANK) == [("not-assessable", TOLD)]


def test_another_list_of_an_incomplete_plan_is_judged_as_usual(judged: Judged) -> None:
    rule = "check: covered\nitems: kf-budget.goals\nby: goals\non: ref\n"
    assert [outcome for outcome, _ in outcomes(judged, rule, BUDGET, PLAN + INCOMPLETE)] == ["failed", "failed"]


def test_what_stands_in_an_incomplete_list_is_judged(judged: Judged) -> None:
    rule = "check: each\nitems: uppdrag\nrequire: {text: present}\n"
    assert [outcome for outcome, _ in outcomes(judged, rule, PLAN + INCOMPLETE + BANK)] == ["failed"]


def test_a_bare_word_is_enough(judged: Judged) -> None:
    told = outcomes(judged, UPPDRAG, BUDGET, PLAN + "incomplete: [uppdrag]\n" + BANK)
    assert told == [("not-assessable", "uppdragen i Plan 2024 är inte säkert lästa")]


def test_a_goal_that_is_not_in_an_incomplete_register_may_be_one_of_it(judged: Judged) -> None:
    rule = "check: covered\nitems: goals\nby: kf-budget.goals\non: ref\n"
    plan = PLAN + "goals: [{title: Läsa mer}]\n"
    assert [outcome for outcome, _ in outcomes(judged, rule, BUDGET, plan)] == ["failed"]
    assert [outcome for outcome, _ in outcomes(judged, rule, BUDGET + "incomplete: [uppdrag]\n", plan)] == ["failed"]
    assert [outcome for outcome, _ in outcomes(judged, rule, BUDGET + "incomplete: [goals]\n", plan)] == ["not-assessable"]


def test_an_uppdrag_without_a_link_may_be_given_by_a_register_that_is_incomplete(judged: Judged) -> None:
    rule = "check: each\nitems: uppdrag\nrequire: {definition: present}\n"
    plan = PLAN + "uppdrag: [{title: Läsa mer}]\n"
    assert [outcome for outcome, _ in outcomes(judged, rule, BUDGET, plan)] == ["failed"]
    assert [outcome for outcome, _ in outcomes(judged, rule, BUDGET + "incomplete: [uppdrag]\n", plan)] == ["not-assessable"]


def test_a_register_that_is_incomplete_may_demand_more(judged: Judged) -> None:
    plan = PLAN + "uppdrag: [{ref: kf-2024/bank}, {ref: kf-2024/val}]\n"
    assert outcomes(judged, UPPDRAG, BUDGET, plan) == []
    told = outcomes(judged, UPPDRAG, BUDGET + "incomplete: [uppdrag]\n", plan)
    assert told == [("not-assessable", "uppdragen i KF:s budget 2024 är inte säkert lästa")]


@pytest.mark.parametrize("what", ["goals", "indicators"])
def test_what_hangs_below_an_incomplete_list_is_incomplete_too(what: str, judged: Judged) -> None:
    rule = "check: covered\nitems: [Besök]\nby: goals.indicators\non: {id: name}\n"
    plan = PLAN + f"incomplete: [{what}]\ngoals: [{{ref: kf-2024/trygg}}]\n"
    assert [outcome for outcome, _ in outcomes(judged, rule, plan)] == ["not-assessable"]


@pytest.mark.parametrize(
    ("matcher", "outcome"),
    [
        ("{sections: present}", None),
        ("{programmes: present}", "failed"),
        ("{uppdrag: present}", "not-assessable"),
        ("{uppdrag: absent}", "not-assessable"),
        ("{uppdrag.status: {includes: avslutad}}", "not-assessable"),
        ("{uppdrag.status: {not: {includes: avslutad}}}", "not-assessable"),
        ("{uppdrag: {count: 3}}", "not-assessable"),
    ],
)
def test_a_matcher_of_an_incomplete_list_answers_only_what_is_known(matcher: str, outcome: str | None, judged: Judged) -> None:
    rule = f"check: each\nitems: document\nrequire: {matcher}\n"
    told = outcomes(judged, rule, PLAN + "incomplete: [uppdrag]\nsections: [{title: Inledning}]\n")
    assert [one for one, _ in told] == ([outcome] if outcome else [])


def test_what_is_found_in_an_incomplete_list_meets_a_matcher(judged: Judged) -> None:
    rule = "check: each\nitems: document\nrequire: {uppdrag.status: {includes: pågående}}\n"
    assert outcomes(judged, rule, PLAN + INCOMPLETE + BANK) == []


def test_the_number_of_items_in_an_incomplete_list_is_not_known(judged: Judged) -> None:
    rule = "check: agree\ntotal: {sum: figures.value}\nequals: {count: uppdrag}\n"
    plan = PLAN + BANK + "figures: [{name: antal, value: 2, unit: antal}]\n"
    assert [outcome for outcome, _ in outcomes(judged, rule, plan)] == ["failed"]
    assert outcomes(judged, rule, plan + INCOMPLETE) == [("not-assessable", TOLD)]


def test_a_plan_of_which_the_decisions_are_incomplete_may_be_adopted(judged: Judged) -> None:
    rule = "check: deadline\ndate: adopted-on\nby: {month: 1, day: 15}\n"
    assert [outcome for outcome, _ in outcomes(judged, rule, PLAN)] == ["failed"]
    assert [outcome for outcome, _ in outcomes(judged, rule, PLAN + "incomplete: [decisions]\n")] == ["not-assessable"]


def test_an_uppdrag_that_was_not_found_in_an_incomplete_report_may_have_been_closed_there(judged: Judged) -> None:
    rule = "check: covered\nitems: history\nwhere: {status: {not: avslutad}}\nby: uppdrag\non: ref\n"
    before = REPORT.replace("2023", "2022") + "uppdrag: [{ref: kf-2022/a, status: pågående}]\n"
    last = REPORT + "uppdrag: [{ref: kf-2022/b, status: pågående}]\n"
    told = outcomes(judged, rule, before, last, PLAN, ORGANISATION)
    assert [outcome for outcome, _ in told] == ["failed", "failed"]
    told = outcomes(judged, rule, before, last + "incomplete: [uppdrag]\n", PLAN, ORGANISATION)
    assert sorted(outcome for outcome, _ in told) == ["failed", "not-assessable", "not-assessable"]
    assert ("not-assessable", "uppdragen i Årsrapport 2023 är inte säkert lästa") in told


def test_of_a_plan_without_goals_and_uppdrag_that_could_not_be_read_nothing_is_missing(judged: Judged) -> None:
    plan = PLAN + "incomplete: [goals, uppdrag]\ndecisions: [{by: nordost, outcome: adopted, date: 2024-01-02}]\n"
    for rule in (
        "check: covered\nitems: [inledning]\nby: sections\non: {id: kind}\n",
        "check: each\nitems: decisions\nrequire: {diary-number: present}\n",
        "check: each\nitems: document\nrequire: {programmes: present}\n",
    ):
        found = judged(rule, {"plan.yaml": plan.replace("incomplete: [goals, uppdrag]\n", "")})
        assert [one.outcome for one in found] == ["failed"]
        found = judged(rule, {"plan.yaml": plan}, paths=("plan.yaml",))
        assert all_told(found) != []
        assert {one.outcome for one in found} == {"not-assessable"}


# Links in doubt

DOUBT = "uppdrag:\n  # GRANSKA: länken är osäker (57 %)\n  - ref: kf-2024/bank\n  - ref: kf-2024/val\n"
DOUBTED = "länken till «Fritidsbanker» är osäker och inte granskad"


def test_an_uppdrag_that_only_a_doubtful_link_reaches_is_neither_there_nor_missing(judged: Judged) -> None:
    assert outcomes(judged, UPPDRAG, BUDGET, PLAN + DOUBT) == [("not-assessable", DOUBTED)]


def test_a_comment_above_the_reference_itself_is_about_the_link_too(judged: Judged) -> None:
    plan = PLAN + "uppdrag:\n  - text: Lån\n    # REVIEW: the link is uncertain (57%), it may also be kf-2024/val\n"
    told = outcomes(judged, UPPDRAG, BUDGET, plan + "    ref: kf-2024/bank\n")
    assert [outcome for outcome, _ in told] == ["not-assessable", "failed"]


def test_another_comment_of_the_import_leaves_the_link_certain(judged: Judged) -> None:
    assert outcomes(judged, UPPDRAG, BUDGET, PLAN + DOUBT.replace("länken är osäker (57 %)", "ingen status hittades")) == []


def test_an_item_with_a_doubtful_link_is_not_judged_by_it(judged: Judged) -> None:
    rule = "check: covered\nitems: uppdrag\nby: kf-budget.uppdrag\non: ref\nhaving: {due: absent}\n"
    assert outcomes(judged, rule, BUDGET, PLAN + DOUBT) == [("not-assessable", DOUBTED)]
    rule = "check: each\nitems: uppdrag\nrequire: {definition.due: absent}\n"
    assert outcomes(judged, rule, BUDGET, PLAN + DOUBT) == [("not-assessable", DOUBTED)]


def test_an_item_with_a_doubtful_link_is_called_by_its_own_words(judged: Judged) -> None:
    rule = "check: each\nitems: uppdrag\nwhere: {ref: {not: [kf-2024/val]}}\nrequire: {title: [Laga bänken]}\n"
    plan = PLAN + DOUBT.replace("ref: kf-2024/bank", "ref: kf-2024/bank\n    x-wording: Laga bänken")
    assert "failed" not in [outcome for outcome, _ in outcomes(judged, rule, BUDGET, plan)]
    certain = plan.replace("  # GRANSKA: länken är osäker (57 %)\n", "")
    assert [outcome for outcome, _ in outcomes(judged, rule, BUDGET, certain)] == ["failed"]


def test_two_of_which_one_has_a_doubtful_link_are_not_said_to_be_the_same(judged: Judged) -> None:
    plan = PLAN + DOUBT.replace("kf-2024/val", "kf-2024/bank")
    assert outcomes(judged, "check: unique\nitems: uppdrag\non: ref\n", BUDGET, plan) == [("not-assessable", DOUBTED)]


@pytest.mark.parametrize("what", ["goals", "uppdrag"])
def test_what_stands_only_in_the_parts_of_an_incomplete_list_is_incomplete_too(what: str, judged: Judged) -> None:
    rule = "check: each\nitems: goals\nrequire: {activities: present}\n"
    plan = PLAN + f"incomplete: [{what}]\ngoals: [{{ref: kf-2024/trygg}}]\n"
    expected = {"goals": "not-assessable", "uppdrag": "failed"}[what]
    assert [outcome for outcome, _ in outcomes(judged, rule, plan)] == [expected]
