"""The check `ordered`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

from tests.fixtures import Judged
from tests.judged import PLAN, all_told, related

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
    assert related(found[2]) == ["plan.yaml:7:6 this should come after it"]


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
