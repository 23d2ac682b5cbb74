"""A document of several years: what is asked of it is asked for each of them, once that has begun."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import plancheck
from plancheck import RuleSet
from plancheck.run.engine import judge
from plancheck.run.results import Evaluation
from tests.fixtures import Workspaces

ORGANISATION = "document: organisation\nyear: 2024\nnamnder: [{id: nordost, title: Nordost}]\n"
BUDGET = "document: kf-budget\nid: {id}\nyears: {years}\ngoals: [{{id: jamlik, title: Jämlik stad}}]\n"
PLAN = "document: verksamhetsplan\nnamnd: nordost\nyear: {year}\n"


@cache
def rules() -> RuleSet:
    return plancheck.load("kommun")


def judged(workspace: Workspaces, day: str, *texts: str) -> list[Evaluation]:
    """What KED008 says of the first of some documents: that every nämnd has its plan."""
    made = workspace(*texts)
    judgement = judge(made, made.entries[0], [rules().rules["KED008"]], datetime.date.fromisoformat(day), "sv")
    assert judgement is not None
    return list(judgement.evaluations)


def found(workspace: Workspaces, day: str, *texts: str) -> list[tuple[str, str]]:
    return [(one.item, one.outcome) for one in judged(workspace, day, *texts)]


def test_a_budget_of_three_years_asks_for_a_plan_of_each_that_has_begun(workspace: Workspaces) -> None:
    budget = BUDGET.format(id="b", years="2024-2026")
    texts = (budget, ORGANISATION, PLAN.format(year=2024))
    assert found(workspace, "2024-12-31", *texts) == [("nordost@2024", "passed")]
    assert found(workspace, "2025-01-01", *texts) == [("nordost@2024", "passed"), ("nordost@2025", "not-assessable")]
    assert found(workspace, "2025-03-01", *texts) == [("nordost@2024", "passed"), ("nordost@2025", "failed")]


def test_its_finding_says_which_year_and_is_of_the_budget_itself(workspace: Workspaces) -> None:
    budget = BUDGET.format(id="b", years="2024-2026")
    _, of_2025 = judged(workspace, "2025-03-01", budget, ORGANISATION, PLAN.format(year=2024))
    assert of_2025.document == "b"
    assert of_2025.message == "Nordost har ingen plan för 2025 bland dokumenten (sista dag: 2025-02-28)"


def test_a_later_budget_asks_in_its_place(workspace: Workspaces) -> None:
    old, new = BUDGET.format(id="old", years="2024-2026"), BUDGET.format(id="new", years="2025-2027")
    plans = [PLAN.format(year=year) for year in (2024, 2025)]
    assert found(workspace, "2026-01-15", old, new, ORGANISATION, *plans) == [("nordost@2024", "passed")]
    assert found(workspace, "2026-01-15", new, old, ORGANISATION, *plans) == [
        ("nordost@2025", "passed"),
        ("nordost@2026", "not-assessable"),
    ]


def test_a_plan_of_the_same_years_is_the_plan_of_each(workspace: Workspaces) -> None:
    plan = "document: verksamhetsplan\nnamnd: nordost\nyears: 2024-2026\n"
    budget = BUDGET.format(id="b", years="2024-2026")
    assert [outcome for _, outcome in found(workspace, "2026-12-01", budget, ORGANISATION, plan)] == ["passed"] * 3


def test_a_budget_of_one_year_has_no_year_in_its_items(workspace: Workspaces) -> None:
    budget = "document: kf-budget\nyear: 2024\ngoals: [{id: jamlik, title: Jämlik stad}]\n"
    assert found(workspace, "2024-12-31", budget, ORGANISATION, PLAN.format(year=2024)) == [("nordost", "passed")]


def test_who_was_to_adopt_a_plan_is_not_known_of_a_namnd_or_a_decider_that_the_organisation_does_not_have(
    workspace: Workspaces,
) -> None:
    plan = "document: verksamhetsplan\nnamnd: {}\nyear: 2024\ndecisions: [{{by: {}, outcome: adopted, date: 2024-01-10}}]\n"
    rule = rules().rules["TID001"]
    for namnd, by, outcome in (
        ("nordost", "nordost", "passed"),
        ("sydost-och-vast", "nordost", "not-assessable"),
        ("nordost", "kulturen", "not-assessable"),
        ("nordost", "ks", "failed"),
    ):
        made = workspace(plan.format(namnd, by), ORGANISATION)
        judgement = judge(made, made.entries[0], [rule], datetime.date(2024, 6, 1), "sv")
        assert judgement is not None
        told = [one.outcome for one in judgement.evaluations] or ["passed"]
        assert told == [outcome], (namnd, by)


def test_a_rule_that_begins_in_a_later_year_of_a_period_is_about_its_document(tmp_path: Path) -> None:
    changed = "{applies-to: {document: [kf-budget], years: 2025-, each-year: true}}"
    text = f"ruleset: ours\nextends: kommun\nchange:\n  KED008: {changed}\n"
    (tmp_path / "rules.yml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(BUDGET.format(id="b", years="2024-2026"), encoding="utf-8")
    day = datetime.date(2025, 6, 1)
    run = plancheck.check([str(tmp_path)], ruleset=str(tmp_path / "rules.yml"), today=day)
    assert "KED008" in run.rules
