"""The figures of indicators: outcomes and targets, of the whole and of parts, in numbers and in words."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import plancheck
from plancheck.messages import Language
from plancheck.views.indicators import Series, indicators_of

REPORT = """\
document: arsrapport
namnd: sn
year: 2024
indicators:
  - name: Andel som arbetar
    unit: procent
    better: higher
    outcome: {2023: 61, 2024: 64.5}
    target: {2023: 60, 2024: ÖKA}
    targets: [{by: kf, target: {2024: 70}}, {by: park, target: {2024: öka}}]
    parts:
      - {name: kvinnor, outcome: {2023: 58, 2024: 63}, target: {2024: 65}}
      - {name: män, outcome: {2024: i.u.}}
"""


def drawn(text: str, language: Language = "sv") -> list[Series]:
    organisation = "document: organisation\nyear: 2024\nnamnder: [{id: sn, title: SN}, {id: park, title: Parknämnden}]\n"
    Path("org.yaml").write_text(organisation, encoding="utf-8")
    Path("ar.yaml").write_text(text, encoding="utf-8")
    run = plancheck.check(["."], today=datetime.date(2025, 2, 1), language=language)
    return [series for group in indicators_of(run) for series in group.series]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_outcome_and_every_target_has_its_row() -> None:
    (series,) = drawn(REPORT)
    assert series.years == (2023, 2024)
    assert [(row.what, row.of, dict(row.values)) for row in series.rows] == [
        ("outcome", "", {2023: (61,), 2024: (64.5,)}),
        ("outcome", "kvinnor", {2023: (58,), 2024: (63,)}),
        ("outcome", "män", {2024: ("i.u.",)}),
        ("target", "", {2023: (60,), 2024: ("Öka",)}),
        ("target", "kvinnor", {2024: (65,)}),
        ("target", "kommunfullmäktige", {2024: (70,)}),
        ("target", "Parknämnden", {2024: ("Öka",)}),
    ]
    assert (series.missed, series.missed_of) == ("no", (("kommunfullmäktige", "yes"), ("Parknämnden", "no")))
    assert (series.outcome, series.target) == ({2023: 61, 2024: 64.5}, {2023: 60})


@pytest.mark.parametrize(
    ("target", "outcome", "missed"),
    [
        ("öka", "{2023: 61, 2024: 64}", "no"),
        ("öka", "{2023: 61, 2024: 61}", "yes"),
        ("minska", "{2023: 61, 2024: 60}", "no"),
        ("minska", "{2023: 61, 2024: 64}", "yes"),
        ("öka", "{2024: 64}", "unknown"),
        ("god kvalitet", "{2023: 61, 2024: 64}", "unknown"),
        ("65", "{2024: 64}", "yes"),
        ("64", "{2024: 64}", "no"),
    ],
)
def test_a_target_in_words_is_met_by_the_outcome_of_the_year_before(target: str, outcome: str, missed: str) -> None:
    head = "document: arsrapport\nnamnd: sn\nyear: 2024\n"
    (series,) = drawn(f"{head}indicators: [{{name: A, better: higher, target: {{2024: {target}}}, outcome: {outcome}}}]\n")
    assert series.missed == missed


def test_targets_of_others_are_shown_before_there_is_an_outcome() -> None:
    head = "document: verksamhetsplan\nnamnd: sn\nyear: 2024\n"
    (series,) = drawn(f"{head}indicators: [{{name: A, target: {{2024: 5}}, targets: [{{by: kf, target: {{2024: 6}}}}]}}]\n")
    assert [(row.of, dict(row.values)) for row in series.rows] == [("", {2024: (5,)}), ("kommunfullmäktige", {2024: (6,)})]


def test_two_documents_that_tell_different_outcomes_of_a_part_differ() -> None:
    Path("vp.yaml").write_text(
        REPORT.replace("document: arsrapport", "document: delarsrapport").replace("2024: 63}", "2024: 62}"), encoding="utf-8"
    )
    (series,) = drawn(REPORT)
    assert series.differs()


@pytest.mark.parametrize(
    ("told", "missed", "failed"),
    [
        ("unit: procent, better: higher, target: {2024: 80}, outcome: {2024: 0.8}", "unknown", False),
        ("unit: procent, better: higher, target: {2024: 80}, outcome: {2024: 79}", "yes", True),
        ("unit: tkr, better: lower, target: {2024: 3 mnkr}, outcome: {2024: 2900}", "no", False),
        ("unit: tkr, better: lower, target: {2024: 3 dagar}, outcome: {2024: 2900}", "unknown", False),
    ],
)
def test_the_picture_says_what_the_rules_find(told: str, missed: str, failed: bool) -> None:
    goal = f"goals: [{{ref: kf-2024/a, assessment: god, indicators: [{{name: A, {told}}}]}}]\n"
    (series,) = drawn(f"document: arsrapport\nnamnd: sn\nyear: 2024\n{goal}")
    run = plancheck.check(["."], today=datetime.date(2025, 2, 1))
    found = [finding.rule for finding in run.evaluations if finding.rule == "MAL008" and finding.outcome == "failed"]
    assert (series.missed, bool(found)) == (missed, failed)


def test_indicators_of_one_name_under_two_goals_are_two_and_a_name_is_the_same_in_any_case() -> None:
    goals = "goals: [{ref: kf-2024/a, title: A, indicators: [{name: Kö, unit: dagar, better: lower, %s}]}, %s"
    goals += "{ref: kf-2024/b, title: B, indicators: [{name: kö, unit: dagar, better: lower, %s}]}]\n"
    plan = "document: verksamhetsplan\nnamnd: sn\nyear: 2024\n" + goals % ("target: {2024: 10}", "", "target: {2024: 20}")
    Path("vp.yaml").write_text(plan, encoding="utf-8")
    report = "document: arsrapport\nnamnd: sn\nyear: 2024\n" + goals % ("outcome: {2024: 15}", "", "outcome: {2024: 15}")
    assert [(series.name, series.missed) for series in drawn(report)] == [("Kö (A)", "yes"), ("kö (B)", "no")]
