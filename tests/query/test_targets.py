"""Targets as documents write them, and whether outcomes reach them."""

from __future__ import annotations

import datetime

import pytest

from plancheck import load
from plancheck.model.base import Unknown
from plancheck.query.derived import assessment_of_goal, target_missed, target_of_year
from plancheck.query.targets import Aim, aim_of, figure_in
from plancheck.repository.workspace import Workspace
from plancheck.run.engine import judge
from tests.fixtures import Scopes

REPORT = "document: arsrapport\nnamnd: miljo\nyear: 2025\n"


def report(indicator: str) -> str:
    return REPORT + f"goals: [{{ref: kf/a, indicators: [{indicator}]}}]\n"


def missed(made: Scopes, indicator: str, *others: str) -> bool | str | None:
    scope = made(report(indicator), *others)
    answer = target_missed(scope.document.goals[0].indicators[0], scope)
    return answer.reason.key if isinstance(answer, Unknown) else answer


@pytest.mark.parametrize(
    ("told", "figure"),
    [
        (5, (5, "")), ("7,3", (7.3, "")), ("80 %", (80, "%")), ("1 200", (1200, "")), ("-4,5 mnkr", (-4.5, "mnkr")),
        ("i.u.", None), ("7,3 (2015)", None), ("2 av 3", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_swedish_writes_it(told: object, figure: object) -> None:
    assert figure_in(told) == figure


@pytest.mark.parametrize(
    ("told", "aim"),
    [
        (80, Aim(80)), ("80 %", Aim(80, "%")),
        ("minst 80", Aim(80, "", frozenset({"at-least"}))), ("≥ 75", Aim(75, "", frozenset({"at-least"}))),
        (">=75", Aim(75, "", frozenset({"at-least"}))), ("80 eller mer", Aim(80, "", frozenset({"at-least"}))),
        ("Högst 5 %", Aim(5, "%", frozenset({"at-most"}))), ("max 5,5", Aim(5.5, "", frozenset({"at-most"}))),
        ("> 75", Aim(75, "", frozenset({"above"}))), ("under 5 %", Aim(5, "%", frozenset({"below"}))),
        ("högre än 75", Aim(75, "", frozenset({"above"}))), ("Ska öka", Aim(None, "", frozenset({"rises"}))),
        ("minst", None), ("maximera 5", None), ("i.u.", None), ("nå rikssnittet", None), (None, None),
    ],
)  # fmt: skip
def test_a_target_in_words_is_a_figure_with_its_side_or_a_direction(told: object, aim: Aim | None, scope: Scopes) -> None:
    assert aim_of(told, scope(REPORT).workspace.declared) == aim


@pytest.mark.parametrize(
    ("outcome", "target", "expected"),
    [
        ("80", "minst 80", False), ("79.9", "minst 80", True), ("5", "högst 5", False), ("5.1", "högst 5", True),
        ("75", "över 75", True), ("75.1", "över 75", False), ("5", "under 5", True), ("4.9", "under 5", False),
        ("'81 %'", "minst 80 %", False), ("'7,3'", "högst 7,5", False), ("i.u.", "minst 80", "no-outcome-or-target"),
    ],
)  # fmt: skip
def test_words_say_from_which_side_an_outcome_meets_a_target(
    outcome: str, target: str, expected: object, scope: Scopes
) -> None:
    assert missed(scope, f"{{name: A, outcome: {{2025: {outcome}}}, target: {{2025: '{target}'}}}}") == expected


@pytest.mark.parametrize(
    ("outcomes", "target", "expected"),
    [
        ("{2025: 0.8}", "80", "share-or-per-cent"),
        ("{2025: 0.8}", "80 %", "share-or-per-cent"),
        ("{2025: 80}", "0.8", "share-or-per-cent"),
        ("{2025: 0.8}", "5", True),
        ("{2024: 1.4, 2025: 0.1}", "5", True),
        ("{2025: 0.8}", "0.9", True),
    ],
)
def test_a_share_is_not_read_as_per_cent(outcomes: str, target: str, expected: object, scope: Scopes) -> None:
    indicator = f"{{name: A, unit: procent, better: higher, outcome: {outcomes}, target: {{2025: {target}}}}}"
    assert missed(scope, indicator) == expected


def test_what_is_counted_is_no_share(scope: Scopes) -> None:
    assert missed(scope, "{name: A, unit: antal, better: higher, outcome: {2025: 1}, target: {2025: 80}}") is True


def test_a_target_in_another_unit_is_turned_into_that_of_the_indicator_or_not_judged(scope: Scopes) -> None:
    costs = "{name: A, unit: tkr, outcome: {2025: 1900}, target: {2025: 'högst 2 mnkr'}}"
    assert missed(scope, costs) is False
    assert missed(scope, costs.replace("1900", "2001")) is True
    assert missed(scope, costs.replace("2 mnkr", "2 %")) == "target-in-another-unit"


def test_a_part_has_its_own_target_and_its_own_outcome(scope: Scopes) -> None:
    parts = (
        "parts: [{name: Kvinnor, outcome: {2025: %s}, target: {2025: 7}}, {name: Män, outcome: {2025: 4}, target: {2025: 5}}]"
    )
    assert missed(scope, f"{{name: A, better: lower, {parts % 8}}}") is True
    assert missed(scope, f"{{name: A, better: lower, {parts % 7}}}") is False
    made = scope(report(f"{{name: A, better: lower, {parts % 7}}}"))
    assert target_of_year(made.document.goals[0].indicators[0], made) == 7


def before(indicator: str, namnd: str = "miljo", kind: str = "arsrapport") -> str:
    return f"document: {kind}\nnamnd: {namnd}\nyear: 2024\ngoals: [{{ref: kf/a, indicators: [{indicator}]}}]\n"


def test_a_direction_is_from_what_the_report_of_the_year_before_says(scope: Scopes) -> None:
    rising = "{name: Nöjda, outcome: {2025: 70}, target: {2025: öka}}"
    assert missed(scope, rising) == "no-outcome-before"
    assert missed(scope, rising, before("{name: nöjda, outcome: {2024: 69}}")) is False
    assert missed(scope, rising, before("{name: nöjda, outcome: {2024: 70}}")) is True
    assert missed(scope, rising, before("{name: nöjda, outcome: {2024: 69}}", namnd="park")) == "no-outcome-before"
    assert missed(scope, rising, before("{name: nöjda, outcome: {2024: 69}}", kind="verksamhetsplan")) == "no-outcome-before"
    # What stands beside it goes first.
    assert (
        missed(scope, rising.replace("{2025: 70}", "{2024: 71, 2025: 70}"), before("{name: nöjda, outcome: {2024: 69}}"))
        is True
    )


def test_of_two_that_are_called_the_same_in_the_report_of_the_year_before_none_is_taken(scope: Scopes) -> None:
    rising = "{name: Nöjda, outcome: {2025: 70}, target: {2025: öka}}"
    two = "{name: Nöjda, outcome: {2024: 69}}, {name: Nöjda, outcome: {2024: 75}}"
    assert missed(scope, rising, before(two)) == "no-outcome-before"


def test_a_part_is_compared_with_that_part_the_year_before(scope: Scopes) -> None:
    parts = "{name: A, parts: [{name: Kvinnor, outcome: {2025: 7}, target: {2025: minska}}]}"
    earlier = "{name: A, outcome: {2024: 6}, parts: [{name: kvinnor, outcome: {2024: 8}}]}"
    assert missed(scope, parts, before(earlier)) is False


def test_limits_that_differ_in_the_plan_give_no_assessment(scope: Scopes) -> None:
    plan = (
        "document: verksamhetsplan\nnamnd: miljo\nyear: 2025\ngoals:\n"
        "  - {ref: kf/a, thresholds: [{assessment: god, at-least: 80}]}\n  - {ref: kf/a, thresholds: [{assessment: god}]}\n"
    )
    made = scope(report("{name: A, better: higher, outcome: {2025: 5}, target: {2025: 5}}"), plan)
    answer = assessment_of_goal(made.document.goals[0], made)
    assert isinstance(answer, Unknown)
    assert answer.reason.key == "limits-differ"


def test_the_limits_that_kf_has_decided_hold_in_the_report(scope: Scopes) -> None:
    limits = "[{assessment: delvis uppfyllt, at-least: 50}]"
    budget = f"document: kf-budget\nid: kf\nyear: 2025\ngoals: [{{id: a, title: A, thresholds: {limits}}}]\n"
    made = scope(report("{name: A, better: higher, outcome: {2025: 5}, target: {2025: 5}}"), budget)
    assert assessment_of_goal(made.document.goals[0], made) == "delvis uppfyllt"


@pytest.mark.parametrize(
    ("told", "outcome"),
    [("47", "passed"), ("47 %", "passed"), ("i.u.", "failed"), ("cirka 47", "not-assessable"), ("4 12", "not-assessable")],
)
def test_an_outcome_in_words_is_none_and_one_with_a_number_that_cannot_be_read_is_not_known(told: str, outcome: str) -> None:
    assert outcome_of(told) == outcome


@pytest.mark.parametrize("told", ["Mäts först 2026", "nästa mätning 2027"])
def test_a_year_in_words_is_no_outcome(told: str) -> None:
    assert outcome_of(told) == "failed"


def outcome_of(told: str) -> str:
    """What IND001 says of an indicator with an outcome."""
    made = Workspace(load("kommun").declared)
    made.add(report(f"{{name: A, unit: '%', outcome: {{2025: '{told}'}}}}"), "ar.yaml")
    judgement = judge(made, made.entries[0], [load("kommun").rules["IND001"]], datetime.date(2026, 2, 1), "sv")
    assert judgement is not None
    return next(iter(one.outcome for one in judgement.evaluations), "passed")
