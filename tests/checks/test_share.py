"""The check `share`: how many items meet a requirement, in number and in percent."""

from __future__ import annotations

import pytest

from tests.fixtures import Judged
from tests.judged import BUDGET, PLAN, all_told, only, related, told

CLOSED = "check: share\nitems: uppdrag\nrequire: {status: avslutad}\n"
SAID = "{met} of {all}, {percent} %, {found.ref}"


def uppdrag(*statuses: str) -> str:
    return "uppdrag:\n" + "".join(f"  - {{ref: k/{n}, status: {status}}}\n" for n, status in enumerate(statuses))


@pytest.mark.parametrize(
    ("bound", "statuses", "outcome"),
    [
        ("at-least: {percent: 50}", "a p", "passed"),
        ("at-least: {percent: 50}", "a p p", "failed"),
        ("at-least: {percent: 33.3}", "a p p", "passed"),
        ("at-most: {percent: 50}", "a p", "passed"),
        ("at-most: {percent: 50}", "a a p", "failed"),
        ("at-least: {percent: 0}", "p", "passed"),
        ("at-least: {percent: 100}", "a a", "passed"),
        ("at-least: 2", "a a p", "passed"),
        ("at-least: 2", "a p p", "failed"),
        ("at-least: 1", "", "failed"),
        ("at-most: 1", "a p", "passed"),
        ("at-most: 1", "a a p", "failed"),
        ("at-most: 0", "p", "passed"),
        ("at-most: 0", "a", "failed"),
        ("at-least: 1\nat-most: 2", "a a", "passed"),
        ("at-least: 1\nat-most: 2", "a a a", "failed"),
        ("at-least: 1\nat-most: 2", "p", "failed"),
    ],
)
def test_a_share_is_enough_and_not_too_much(bound: str, statuses: str, outcome: str, judged: Judged) -> None:
    given = [{"a": "avslutad", "p": "pågående"}[status] for status in statuses.split()]
    plan = PLAN + (uppdrag(*given) if given else "")
    found = judged(CLOSED + bound, {"plan.yaml": plan})
    assert [one.outcome for one in found] == [outcome]


def test_a_share_that_is_too_small_names_the_first_that_is_missing(judged: Judged) -> None:
    rule = CLOSED + "where: {ref: {not: k/0}}\nat-least: {percent: 60}\n"
    plan = PLAN + uppdrag("pågående", "avslutad", "pågående", "pågående")
    one = only(judged(rule, {"plan.yaml": plan}, message=SAID))
    assert told(one) == "plan.yaml:5:1 failed 1 of 3, 33.3 %, k/2"
    assert related(one) == ["plan.yaml:8:6 counted here", "plan.yaml:9:6 counted here"]


def test_a_share_that_is_too_large_names_the_first_that_is_too_much(judged: Judged) -> None:
    one = only(judged(CLOSED + "at-most: 1\n", {"plan.yaml": PLAN + uppdrag("pågående", "avslutad", "avslutad")}, message=SAID))
    assert told(one) == "plan.yaml:5:1 failed 2 of 3, 66.7 %, k/1"


def test_there_is_no_share_of_nothing(judged: Judged) -> None:
    for bound in ("at-least: {percent: 80}", "at-most: {percent: 20}"):
        assert judged(CLOSED + bound, {"plan.yaml": PLAN}) == []
    assert [one.outcome for one in judged(CLOSED + "at-least: {percent: 80}", {"plan.yaml": PLAN + "partial: true\n"})] == [
        "not-assessable"
    ]


def test_items_that_belong_together_are_counted_by_themselves(judged: Judged) -> None:
    rule = "check: share\nitems: goals.activities\nrequire: {status: avslutad}\nwithin: parent.title\nat-least: 1\n"
    plan = PLAN + (
        "goals:\n"
        "  - {title: A, activities: [{title: a, status: pågående}, {title: b, status: avslutad}]}\n"
        "  - {title: B, activities: [{title: c, status: pågående}, {title: d}]}\n"
    )
    found = judged(rule, {"plan.yaml": plan}, message="{item.parent.title}: {met} of {all}")
    assert all_told(found) == ["plan.yaml:6:30 passed", "plan.yaml:7:30 failed B: 0 of 2"]


@pytest.mark.parametrize(
    ("bound", "outcomes", "outcome"),
    [
        # m: the target is missed, r: it is reached, u: nobody knows
        ("at-least: {percent: 50}", "r r m u", "passed"),
        ("at-least: {percent: 50}", "m m m u", "failed"),
        ("at-least: {percent: 50}", "r m u", "not-assessable"),
        ("at-most: {percent: 50}", "r r r u", "failed"),
        ("at-most: {percent: 50}", "m m u", "passed"),
        ("at-most: {percent: 50}", "r m u", "not-assessable"),
        ("at-least: 1", "r u u", "passed"),
        ("at-least: 2", "r u", "not-assessable"),
        ("at-least: 3", "r u", "failed"),
        ("at-most: 1", "r r u", "failed"),
        ("at-most: 1", "r u", "not-assessable"),
        ("at-most: 2", "r u", "passed"),
    ],
)
def test_what_nobody_knows_of_an_item_matters_only_where_it_decides(
    bound: str, outcomes: str, outcome: str, judged: Judged
) -> None:
    figures = {
        "r": "better: higher, outcome: {2024: 9}, target: {2024: 8}",
        "m": "better: higher, outcome: {2024: 7}, target: {2024: 8}",
        "u": "outcome: {2024: 7}",
    }
    written = ", ".join(f"{{name: N{n}, {figures[one]}}}" for n, one in enumerate(outcomes.split()))
    rule = f"check: share\nitems: goals.indicators\nrequire: {{target-missed: false}}\n{bound}\n"
    found = judged(rule, {"plan.yaml": PLAN + f"goals: [{{title: A, indicators: [{written}]}}]\n"})
    assert [one.outcome for one in found] == [outcome]


@pytest.mark.parametrize(
    ("bound", "outcome"),
    [
        ("at-least: 1", "passed"),
        ("at-least: 2", "not-assessable"),
        ("at-most: 0", "failed"),
        ("at-most: 5", "not-assessable"),
        ("at-least: {percent: 50}", "not-assessable"),
        ("at-most: {percent: 50}", "not-assessable"),
    ],
)
def test_of_a_plan_that_is_only_partly_here_what_is_here_is_counted(bound: str, outcome: str, judged: Judged) -> None:
    found = judged(CLOSED + bound, {"plan.yaml": PLAN + "partial: true\n" + uppdrag("avslutad")})
    assert [one.outcome for one in found] == [outcome]


def test_the_items_of_other_documents_are_counted_at_the_document(judged: Judged) -> None:
    rule = "check: share\nitems: kf-budget.uppdrag\nrequire: {due: present}\nat-least: {percent: 60}\n"
    found = judged(rule, {"plan.yaml": PLAN, "budget.yaml": BUDGET}, message="{met} of {all}")
    assert all_told(found) == ["plan.yaml:1:11 failed 1 of 2"]


def test_the_share_of_a_document_that_is_not_here_is_not_known(judged: Judged) -> None:
    rule = "check: share\nitems: kf-budget.uppdrag\nrequire: {due: present}\nat-least: {percent: 60}\n"
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN})] == ["not-assessable"]
