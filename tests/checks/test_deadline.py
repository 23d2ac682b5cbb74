"""The check `deadline`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import datetime

import pytest

from tests.fixtures import Judged
from tests.judged import BUDGET, PLAN, all_told, only, related, told


@pytest.fixture
def judged(judged: Judged) -> Judged:
    """On a day when all that is decided here has been, unless a test says another."""
    return lambda *args, **options: judged(*args, **({"today": datetime.date(2026, 1, 1)} | options))


FEBRUARY = "check: deadline\ndate: adopted-on\nby: {month: 2, day: last}\n"


def adopted(day: str, year: int = 2024) -> str:
    return f"{PLAN.replace('2024', str(year))}decisions:\n  - {{by: nordost, outcome: adopted, date: {day}}}\n"


def assert_last_day(limit: str, last: str, judged: Judged) -> None:
    """That a day meets the limit, and the day after it does not."""
    rule = f"check: deadline\ndate: adopted-on\n{limit}\n"
    after = datetime.date.fromisoformat(last) + datetime.timedelta(days=1)
    assert only(judged(rule, {"plan.yaml": adopted(last)}), "passed")
    assert only(judged(rule, {"plan.yaml": adopted(after.isoformat())}, message="{limit}")).message == last


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
    assert told(one) == "plan.yaml:1:11 failed not stated 2024-02-29 2"
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
    assert_last_day(limit, last, judged)


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
    assert_last_day(limit, last, judged)


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
    assert related(found[1]) == ["kf.yaml:11:10 the limit is set here"]


def test_deadline_cannot_be_told_without_its_limit(judged: Judged) -> None:
    plan = PLAN + "uppdrag: [{ref: kf-2024/val, status: avslutad, closed-on: 2024-06-30}]\n"
    found = judged(CLOSED, {"kf.yaml": BUDGET, "plan.yaml": plan})
    assert all_told(found) == ["plan.yaml:5:12 not-assessable due date is missing"]


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
    assert related(one) == ["kf.yaml:5:38 the limit is set here"]


def test_deadline_cannot_be_told_without_the_document_or_the_date_that_limits_it(judged: Judged) -> None:
    plan = adopted("2024-02-06")
    assert only(judged(BUDGET_FIRST, {"plan.yaml": plan}), "not-assessable").message.endswith("is not among the documents")
    documents = {"plan.yaml": plan, "kf.yaml": "document: kf-budget\nyear: 2024\ndecisions: [{by: kf, outcome: proposed}]\n"}
    assert only(judged(BUDGET_FIRST, documents), "not-assessable").message == "Budget of KF has no date"


def test_deadline_cannot_be_told_without_the_items_that_have_the_date(judged: Judged) -> None:
    rule = "check: deadline\nitems: annex.barnbokslut\ndate: adopted-on\nby: {month: 2}\n"
    assert only(judged(rule, {"plan.yaml": PLAN}), "not-assessable").message.startswith("Barnbokslut nordost 2024")


def test_deadline_says_the_same_in_swedish(judged: Judged) -> None:
    late = judged(FEBRUARY, {"plan.yaml": adopted("2024-03-07")}, language="sv")
    assert only(late).label == "7 dagar för sent"
    draft = judged(FEBRUARY, {"plan.yaml": PLAN}, language="sv", today=datetime.date(2024, 2, 1))
    assert only(draft, "not-assessable").message == "inte beslutat än; 28 dagar kvar till 2024-02-29"
