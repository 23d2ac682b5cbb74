"""The check `agree`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import pytest

from tests.fixtures import Judged
from tests.judged import PLAN, TABLE, all_told, only, related, told

# Pairs

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
        assert all_told(found) == ["plan.yaml:5:12 not-assessable status is stated in only one of the places"]


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
        assert told(one) == f"plan.yaml:9:58 failed {deviation} 40".replace("-", "−")
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


# Among themselves

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


# Totals

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


def test_agree_tells_once_of_items_with_several_references_in_common(judged: Judged) -> None:
    goals = "goals:\n  - {ref: [k/a, k/b], assessment: god}\n  - {ref: [k/b, k/a], assessment: viss}\n"
    rule = "check: agree\nitems: goals\non: ref\ncompare: assessment\n"
    assert len(judged(rule, {"plan.yaml": PLAN + goals})) == 1


def test_agree_compares_a_goal_with_each_that_has_one_of_its_references(judged: Judged) -> None:
    goals = "goals:\n  - {ref: [k/a, k/b], assessment: god}\n"
    annex = "goals: [{ref: k/a, assessment: god}, {ref: k/b, assessment: viss}, {ref: k/c, assessment: svag}]\n"
    rule = "check: agree\nitems: goals\nwith: annex.barnbokslut.goals\non: ref\ncompare: assessment\n"
    found = judged(rule, {"plan.yaml": PLAN + goals, "annex.yaml": ANNEX + annex})
    assert sorted(one.outcome for one in found) == ["failed", "passed"]


UNCLEAR = "check: agree\ntotal: {sum: unexecuted-counts.number}\nequals: {count: unexecuted, where: {is-executed: false}}\n"
ROWS = (
    "unexecuted:\n  - {number: 1, decided: 2023-01-01}\n  - {number: 2, decided: 2023-01-01, unclear-date: 2023-11-01}\n"
    "  - {number: 3, decided: 2023-01-01, unclear-date: 2023-11-01}\n"
    "  - {number: 4, decided: 2023-01-01, executed: 2023-11-01}\n"
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "failed 0, something between 1 and 3"),
        (4, "failed 4, something between 1 and 3"),
        (
            2,
            "not-assessable 2 is to agree with something between 1 and 3, but the source does not show whether the second "
            "date in the row is interruption, execution or end",
        ),
    ],
)
def test_a_number_that_is_not_known_exactly_agrees_with_those_that_it_may_be(
    number: int, expected: str, judged: Judged
) -> None:
    plan = PLAN + f"unexecuted-counts: [{{law: SoL, number: {number}}}]\n" + ROWS
    (one,) = judged(UNCLEAR, {"plan.yaml": plan}, message="{here}, {there}")
    assert told(one).partition(" ")[2] == expected


def test_a_list_that_is_only_partly_here_may_have_too_much_all_the_same(judged: Judged) -> None:
    rule = "check: agree\ntotal: {sum: figures.value}\nequals: {count: annex.barnbokslut.uppdrag}\n"
    annex = ANNEX + "title: Bilagan\npartial: true\nuppdrag: [{id: a, title: A}, {id: b, title: B}]\n"
    documents = {"annex.yaml": annex, "plan.yaml": PLAN + "figures: [{name: antal, value: 1}]\n"}
    assert only(judged(rule, documents, message="{here}, {there}")).message == "1, at least 2"
    documents["plan.yaml"] = PLAN + "figures: [{name: antal, value: 3}]\n"
    told = only(judged(rule, documents), "not-assessable").message
    assert told == "Bilagan is only partly here: the original may say more"


@pytest.mark.parametrize(
    ("whole", "parts", "outcome"),
    [
        ("30, unit: mnkr", ["12500, unit: tkr", "17.5, unit: mnkr"], "passed"),
        ("30000, unit: tkr", ["12500, unit: tkr", "17400, unit: tkr"], "failed"),
        ("30.1, unit: mnkr", ["12500, unit: tkr", "17.3, unit: mnkr"], "failed"),
        ("30, unit: mnkr", ["30, unit: procent", "1, unit: mnkr"], "not-assessable"),
        ("30, unit: mnkr", ["30, unit: mnkr", "unit: mnkr"], "not-assessable"),
    ],
)
def test_amounts_are_added_in_their_units(whole: str, parts: list[str], outcome: str, judged: Judged) -> None:
    rule = (
        "check: agree\ntotal: {sum: figures.amount, where: {name: allt}}\nequals: {sum: figures.amount, where: {name: del}}\n"
    )
    written = "".join(f"  - {{name: del, {part if part.startswith('unit') else 'value: ' + part}}}\n" for part in parts)
    (one,) = judged(rule, {"plan.yaml": PLAN + f"figures:\n  - {{name: allt, value: {whole}}}\n" + written})
    assert one.outcome == outcome
