"""The check `unique`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import time

import pytest

from tests.fixtures import Judged
from tests.judged import PLAN, all_told, related

UNIQUE = "check: unique\nitems: uppdrag\non: ref\n"


def test_unique_fails_at_every_item_after_the_first_and_points_at_that(judged: Judged) -> None:
    plan = PLAN + "uppdrag:\n  - {ref: k/a, title: A}\n  - {ref: k/b}\n  - {ref: k/a}\n  - {ref: k/a}\n"
    found = judged(UNIQUE, {"plan.yaml": plan}, message="{item.ref} as {found.title}")
    assert all_told(found) == [
        "plan.yaml:6:6 passed", "plan.yaml:7:6 passed",
        "plan.yaml:8:11 failed k/a as A", "plan.yaml:9:11 failed k/a as A",
    ]  # fmt: skip
    assert [related(one) for one in found[2:]] == [["plan.yaml:6:6 first here"]] * 2


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


@pytest.mark.parametrize(
    "rule",
    [
        "check: unique\nitems: uppdrag\non: [ref, to, with, report-to]\n",
        "check: covered\nitems: uppdrag\nby: uppdrag\non: {to: to, with: with, report-to: report-to}\n",
        "check: agree\nitems: uppdrag\nwith: uppdrag\n"
        "on: {to: to, with: with, report-to: report-to}\ncompare: {title: title}\n",
        "check: agree\nitems: uppdrag\non: {to: to, with: with, report-to: report-to}\ncompare: {title: title}\n",
    ],
)
def test_what_would_be_compared_by_each_of_many_values_with_each_is_not_judged(rule: str, judged: Judged) -> None:
    many = ", ".join(f"n{number}" for number in range(100))
    lists = f"to: [{many}], with: [{many}], report-to: [{many}]"
    plan = PLAN + f"uppdrag:\n  - {{ref: k/a, title: A, {lists}}}\n  - {{ref: k/b, title: B, {lists}}}\n"
    began = time.process_time()
    assert {one.outcome for one in judged(rule, {"plan.yaml": plan})} == {"not-assessable"}
    assert time.process_time() - began < 5
