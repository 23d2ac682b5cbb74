"""Documents that ought to be there: what is told of a nämnd without a plan or a report, with and without `covers`."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import plancheck
from plancheck import Evaluation
from tests.command import plancheck as command

ORGANISATION = """\
document: organisation
year: 2025
namnder:
  - {id: styrelsen, title: Kommunstyrelsen}
  - {id: social, title: Socialnämnden}
  - {id: skola, title: Skolnämnden}
  - {id: fritid, title: Fritidsnämnden, to: 2024}
groups:
  - {id: valfard, title: Välfärdsnämnderna, members: [social, skola]}
"""
BUDGET = """\
document: kf-budget
id: kf-2025
year: 2025
uppdrag:
  - {id: lokaler, title: Lokalplan, to: [styrelsen]}
  - {id: hemtjanst, title: Hemtjänst, to: [social]}
  - {id: barn, title: Barn i välfärden, to: [valfard]}
  - {id: bad, title: Badplatser, to: [fritid]}
"""
PLAN = "document: verksamhetsplan\nnamnd: social\nyear: 2025\nuppdrag: [{ref: kf-2025/hemtjanst, text: Utreds i mars.}]\n"
AFTER = datetime.date(2025, 3, 1)
ALL = "covers: [styrelsen, social, skola]\n"
RULES = ("KED008", "KED009", "UPP025")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A municipality of three nämnder, of which one has its plan, and one is gone since last year."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("org.yaml", ORGANISATION), ("kf.yaml", BUDGET), ("plan.yaml", PLAN)):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def judged(rule: str, today: datetime.date = AFTER, configuration: str | None = None) -> list[Evaluation]:
    if configuration is not None:
        Path("plancheck.yaml").write_text(configuration, encoding="utf-8")
    run = plancheck.check(["kf.yaml"], today=today, select=[rule], language="en")
    return [one for one in run.evaluations if one.rule == rule]


def outcomes(rule: str, today: datetime.date = AFTER, configuration: str | None = None) -> list[tuple[str, str]]:
    return sorted((one.item, one.outcome) for one in judged(rule, today, configuration))


def test_where_the_repository_covers_every_namnd_each_without_a_plan_is_told(city: Path) -> None:
    assert outcomes("KED008", configuration=ALL) == [("skola", "failed"), ("social", "passed"), ("styrelsen", "failed")]
    messages = [one.message for one in judged("KED008") if one.outcome == "failed"]
    assert messages[0] == "Kommunstyrelsen has no plan for 2025 among the documents (last day: 2025-02-28)"
    assert command("check", "--today", "2025-03-01", "--select", "KED008").exit_code == 1


def test_a_finding_points_at_what_binds_the_namnd(city: Path) -> None:
    findings = [one for one in judged("KED008", configuration=ALL) if one.outcome == "failed"]
    assert [(one.item, one.location.file, one.location.line) for one in findings] == [
        ("styrelsen", "kf.yaml", 5),
        ("skola", "kf.yaml", 7),
    ]


def test_before_its_day_no_plan_is_missing_and_the_days_left_are_told(city: Path) -> None:
    found = judged("KED008", datetime.date(2025, 2, 26), ALL)
    assert sorted(one.outcome for one in found) == ["not-assessable", "not-assessable", "passed"]
    assert {one.message for one in found if one.message} == {"not decided yet; 2 days left until 2025-02-28"}


def test_of_a_namnd_that_the_repository_has_nothing_of_nobody_knows(city: Path) -> None:
    found = judged("KED008")
    assert sorted((one.item, one.outcome) for one in found) == [
        ("skola", "not-assessable"),
        ("social", "passed"),
        ("styrelsen", "not-assessable"),
    ]
    assert found[0].message.startswith("there is no document from Kommunstyrelsen for 2025 or earlier")
    assert "covers" in found[0].message


def test_nothing_is_asked_of_a_namnd_that_the_repository_does_not_cover(city: Path) -> None:
    assert outcomes("KED008", configuration="covers: [social]\n") == [("social", "passed")]
    for rule in RULES:
        assert outcomes(rule, datetime.date(2026, 5, 1), "covers: []\n") == []


def test_a_group_may_be_covered(city: Path) -> None:
    assert outcomes("KED008", configuration="covers: [valfard]\n") == [("skola", "failed"), ("social", "passed")]


@pytest.mark.parametrize(("years", "asked"), [("2025", True), ("2024-", True), ("2020-2024", False), ("2026-", False)])
def test_a_namnd_may_be_covered_in_some_years(years: str, asked: bool, city: Path) -> None:
    assert outcomes("KED008", configuration=f"covers: {{skola: {years}}}\n") == ([("skola", "failed")] if asked else [])


def test_a_plan_that_cannot_be_read_is_not_missing(city: Path) -> None:
    Path("ks.yaml").write_text("document: verksamhetsplan\nnamnd: styrelsen\nyear: 2025\ngoals: [\n", encoding="utf-8")
    assert outcomes("KED008", configuration=ALL) == [("skola", "failed"), ("social", "passed"), ("styrelsen", "not-assessable")]
    (one,) = [one for one in judged("KED008") if one.item == "styrelsen"]
    assert one.message == "the document verksamhetsplan-styrelsen-2025 is there (ks.yaml), but cannot be read"
    assert outcomes("UPP025") == [("kf-2025/lokaler", "not-assessable")]


def test_without_an_organisation_nobody_knows_whom_the_budget_binds(city: Path) -> None:
    Path("org.yaml").unlink()
    (one,) = judged("KED008", configuration=ALL)
    assert (one.item, one.outcome) == ("kf-2025", "not-assessable")
    assert "there is no document of the organisation" in one.message


def test_whoever_took_over_must_have_the_plan(city: Path) -> None:
    heir = "  - {id: kultur, title: Kulturnämnden, from: 2025, succeeds: [fritid]}\n"
    Path("org.yaml").write_text(ORGANISATION.replace("groups:", f"{heir}groups:"), encoding="utf-8")
    Path("plan-2024.yaml").write_text("document: verksamhetsplan\nnamnd: fritid\nyear: 2024\n", encoding="utf-8")
    assert ("kultur", "failed") in outcomes("KED008")
    assert ("kf-2025/bad", "failed") in outcomes("UPP025")


def test_the_report_is_asked_for_after_15_april_of_the_next_year(city: Path) -> None:
    assert outcomes("KED009", datetime.date(2026, 4, 15))[1] == ("social", "not-assessable")
    assert outcomes("KED009", datetime.date(2026, 4, 16))[1] == ("social", "failed")
    Path("report.yaml").write_text("document: arsrapport\nnamnd: social\nyear: 2025\n", encoding="utf-8")
    assert outcomes("KED009", datetime.date(2026, 4, 16))[1] == ("social", "passed")


def test_an_uppdrag_that_no_plan_takes_up_is_told_with_whom_it_was_given_to(city: Path) -> None:
    found = judged("UPP025", configuration=ALL)
    # Of an uppdrag that somebody with a plan was given, UPP001 tells at that plan.
    assert [(one.item, one.outcome) for one in found] == [("kf-2025/lokaler", "failed")]
    assert found[0].message.startswith("The uppdrag «Lokalplan» to Kommunstyrelsen is in no plan for 2025")
    Path("plan.yaml").unlink()
    messages = [one.message for one in judged("UPP025")]
    assert messages[2].startswith("The uppdrag «Barn i välfärden» to Välfärdsnämnderna is in no plan for 2025")


def test_an_uppdrag_that_somebody_whose_plan_is_not_here_was_given_too_is_not_told(city: Path) -> None:
    Path("plan.yaml").unlink()
    assert outcomes("UPP025", configuration="covers: [social]\n") == [("kf-2025/hemtjanst", "failed")]


def test_the_kinds_of_another_rule_set_are_the_common_ones_under_their_own_names(city: Path) -> None:
    Path("kf.yaml").write_text(BUDGET.replace("kf-budget", "mal-och-budget"), encoding="utf-8")
    Path("plan.yaml").write_text(PLAN.replace("verksamhetsplan", "namndplan"), encoding="utf-8")
    found = outcomes("KED008", configuration=f"ruleset: almstad\n{ALL}")
    assert found == [("skola", "failed"), ("social", "passed"), ("styrelsen", "failed")]


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        (
            "covers: [social, skoal]\n",
            "plancheck.yaml:1:18: skoal är ingen nämnd eller grupp i organisationen. Menade du skola?",
        ),
        (
            "covers:\n  valfrad: 2025\n",
            "plancheck.yaml:2:3: valfrad är ingen nämnd eller grupp i organisationen. Menade du valfard?",
        ),
        ("covers: {social: 2025-2024}\n", "plancheck.yaml:1:18: 2025-2024 går inte att läsa som år."),
        ("covers: social\n", "plancheck.yaml:1:9: Här ska stå en lista eller nycklar med värden"),
    ],
)
def test_what_is_wrong_in_covers_is_told_at_its_line(configuration: str, said: str, city: Path) -> None:
    Path("plancheck.yaml").write_text(configuration, encoding="utf-8")
    result = command("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_without_an_organisation_no_name_in_covers_is_wrong(city: Path) -> None:
    Path("org.yaml").unlink()
    assert outcomes("KED008", configuration="covers: [skoal]\n") == [("kf-2025", "not-assessable")]


@pytest.mark.parametrize(
    ("annex", "outcome", "said"),
    [
        ("document: lex-sarah\nnamnd: social\nyear: 2025\n", "passed", ""),
        ("document: lex-sarah\nnamnd: social\nyear: 2024\n", "not-assessable", "is not among the documents"),
        ("document: lex-sarah\nnamnd: social\nyear: 2025\nevents: [3\n", "not-assessable", "but cannot be read"),
    ],
)
def test_an_annex_that_is_listed_and_not_here_cannot_be_judged(annex: str, outcome: str, said: str, city: Path) -> None:
    Path("plan.yaml").write_text(PLAN + "annexes: [{kind: lex-sarah, title: Lex Sarah}]\n", encoding="utf-8")
    Path("annex.yaml").write_text(annex, encoding="utf-8")
    run = plancheck.check(["plan.yaml"], today=AFTER, select=["AVS007"], language="en")
    (one,) = [one for one in run.evaluations if one.rule == "AVS007"]
    assert (one.outcome, said in one.message) == (outcome, True)
