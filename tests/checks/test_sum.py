"""The check `sum`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import pytest

from tests.fixtures import Judged
from tests.judged import PLAN, TABLE, all_told, only

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
    assert all_told(found) == ["plan.yaml:11:32 passed", "plan.yaml:11:45 failed Resultat budget: 74,588, 74,668, −80"]
    assert found[1].label == "the parts add up to 74,588"


def test_sum_writes_figures_as_people_of_the_language_do(judged: Judged) -> None:
    plan = table("outcome: 12345.5", "outcome: 9999")
    one = only(judged(SUM, {"plan.yaml": plan}, message="{sum} {total} {difference}", language="sv"))
    assert one.message == "9999 12\N{NO-BREAK SPACE}345,5 −2\N{NO-BREAK SPACE}346,5"


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
