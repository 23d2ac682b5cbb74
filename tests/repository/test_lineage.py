"""References: what one leads to, and what it has become."""

from __future__ import annotations

import pytest

from plancheck.model.base import Unknown
from plancheck.model.document import Activity, Goal, SubGoal
from plancheck.model.internal_control import Control, Risk
from plancheck.model.text import Text
from plancheck.repository.lineage import (
    canonical,
    contributes_to,
    dead,
    definition,
    meant,
    nearest_meant,
    reference,
    references,
    served,
)
from plancheck.repository.workspace import Place
from tests.fixtures import Workspaces
from tests.repository.plans import PLAN_2023


def test_a_reference_leads_to_what_a_document_defines(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf-2024\nyear: 2024\ngoals: [{id: g, title: G}]\nuppdrag: [{id: a, title: A}]\n",
        PLAN_2023 + "development-areas: [{title: D}, {id: d, title: D}]\n",
    )
    budget, other = made.entries
    goal, given = definition(made, "kf-2024/g"), definition(made, "kf-2024/a")
    assert goal == Place(budget, ("goals", 0), budget.document.goals[0])
    assert given == Place(budget, ("uppdrag", 0), budget.document.uppdrag[0])
    area = definition(made, f"{other.header.identity}/d")
    assert area == Place(other, ("development-areas", 1), other.document.development_areas[1])


@pytest.mark.parametrize("ref", ["kf-2024/b", "kf-2024/", "kf-2024"])
def test_a_reference_that_leads_nowhere_has_no_definition(ref: str, workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf-2024\nyear: 2024\nuppdrag: [{id: a, title: A}, {ref: kf-2023/b}]\n")
    assert definition(made, ref) is None


def test_nobody_knows_what_a_reference_to_a_missing_document_leads_to(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf-2024\nyear: 2024\nuppdrag: [{id: a, title: A}]\n")
    place = definition(made, "kf-2023/a")
    assert isinstance(place, Unknown)
    assert place.reason == Text("no-named-document", {"name": "kf-2023"})


MISSPELT = "document: kf-budget\nid: kf-2024\nyear: 2024\nuppdrag: [{id: bokbuss, title: B}, {id: mal-1}, {id: mal-2}]\n"


@pytest.mark.parametrize(
    ("ref", "others"),
    [
        ("kf-2024/bokbus", ["kf-2024/bokbuss"]),
        ("kf-2024/mal-3", ["kf-2024/mal-1", "kf-2024/mal-2"]),
        ("kf2024/bokbuss", ["kf-2024/bokbuss"]),
        ("kf-2042/bokbuss", ["kf-2024/bokbuss"]),
        # The budget of another year is not there, and may have it.
        ("kf-2023/bokbuss", []),
        ("kf-2024/bokbuss", []),
        ("kf-2024/simhall", []),
    ],
)
def test_a_reference_that_leads_nowhere_may_mean_a_similar_one(ref: str, others: list[str], workspace: Workspaces) -> None:
    assert list(meant(workspace(MISSPELT), ref)) == others


def test_of_similar_references_the_one_that_the_document_lacks_is_meant(workspace: Workspaces) -> None:
    made = workspace(MISSPELT, PLAN_2023 + "uppdrag: [{ref: kf-2024/mal-1}, {ref: kf-2024/mal-3}]\n")
    assert nearest_meant(made, made.entries[1], "kf-2024/mal-3") == "kf-2024/mal-2"
    assert nearest_meant(made, made.entries[0], "kf-2024/mal-3") is None


def test_in_a_budget_that_is_only_partly_here_a_slip_alone_tells_a_misspelling(workspace: Workspaces) -> None:
    made = workspace(MISSPELT + "partial: true\n")
    assert list(meant(made, "kf-2024/bokbus")) == ["kf-2024/bokbuss"]
    assert list(meant(made, "kf-2024/mal-3")) == []


def test_an_id_of_the_year_before_may_mean_that_of_the_year(workspace: Workspaces) -> None:
    made = workspace(MISSPELT, "document: kf-budget\nid: kf-2023\nyear: 2023\nuppdrag: [{id: simhall}]\n")
    assert list(meant(made, "kf-2023/bokbuss")) == ["kf-2024/bokbuss"]


def test_a_reference_is_what_an_item_gives_or_what_its_own_id_makes(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nyear: 2024\ngoals: [{id: g}, {ref: kf-2022/g}, {title: G}]\n")
    entry = made.entries[0]
    references = [reference(made, entry, goal) for goal in entry.document.goals]
    assert references == ["kf-budget-2024/g", "kf-2022/g", None]
    assert isinstance(entry.document.goals[0], Goal)


def test_same_as_in_a_ring_comes_to_an_end(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf\nyear: 2023\n"
        "uppdrag: [{id: a, title: A, same-as: [kf/b]}, {id: b, title: B, same-as: [kf/a]}]\n"
    )
    assert canonical(made, "kf/a") in ("kf/a", "kf/b")


LEVELS = """\
document: kf-budget
id: kf
year: 2024
goals:
  - id: a
    sub-goals:
      - title: Without an id
        sub-goals: [{id: c, ref: [kf/b, old/d]}, {id: e}]
  - {id: b, ref: kf/c}
"""
OLD = "document: kf-budget\nid: old\nyear: 2023\ngoals: [{id: z, sub-goals: [{id: d}]}]\n"
PLAN = """\
document: verksamhetsplan
id: vp
namnd: nordost
year: 2024
goals:
  - {ref: kf/a, sub-goals: [{id: own}]}
  - {ref: kf/e}
  - {ref: kf/b}
  - {id: both, ref: [kf/a, kf/nowhere]}
  - {ref: vp/own}
  - {title: Nothing}
"""


def test_a_goal_serves_what_it_refers_to_and_what_a_register_has_above_that(workspace: Workspaces) -> None:
    made = workspace(LEVELS, OLD, PLAN)
    plan = made.entries[2]
    assert [set(served(made, plan, goal)) for goal in plan.document.goals] == [
        {"kf/a"},
        {"kf/e", "kf/a"},
        # Goals that are each above the other, one of them under a goal of the year before.
        {"kf/b", "kf/c", "kf/a", "old/d", "old/z"},
        {"vp/both", "kf/a", "kf/nowhere"},
        # A plan is no register: what the nämnd has put under a goal is its own.
        {"vp/own"},
        set(),
    ]
    assert served(made, plan, plan.document.goals[0].sub_goals[0]) == ["vp/own"]


def test_a_goal_has_as_many_references_as_it_gives(workspace: Workspaces) -> None:
    made = workspace(PLAN)
    (plan,) = made.entries
    assert [references(made, plan, goal) for goal in plan.document.goals[2:]] == [
        ["kf/b"], ["kf/a", "kf/nowhere"], ["vp/own"], [],
    ]  # fmt: skip


CONTROLLED = """\
document: internkontrollplan
id: ikp
namnd: miljo
year: 2025
risks: [{id: r1, title: Jäv, controls: [{id: k1, title: Stickprov}]}]
"""


def test_a_reference_leads_to_nothing_of_another_sort(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf\nyear: 2025\ngoals: [{id: g, sub-goals: [{id: s, activities: [{id: a}]}]}]\n"
        "uppdrag: [{id: u, title: U}]\n",
        CONTROLLED,
    )
    assert dead(made, Goal(ref=["kf/g", "kf/s", "kf/a", "kf/u", "kf/x"])) == ["kf/a", "kf/u", "kf/x"]
    assert dead(made, SubGoal(id="own", ref="kf/t")) == ["kf/t"]
    assert dead(made, Activity(ref="kf/a")) == dead(made, Activity(id="own")) == []
    assert dead(made, Risk(ref="ikp/r1")) == dead(made, Control(ref="ikp/k1")) == []
    assert (dead(made, Risk(ref="ikp/k1")), dead(made, Control(ref="ikp/r1"))) == (["ikp/k1"], ["ikp/r1"])


def test_nobody_knows_whether_an_incomplete_plan_has_the_risk_that_is_referred_to(workspace: Workspaces) -> None:
    made = workspace(CONTROLLED + "incomplete: [risks]\n")
    assert isinstance(dead(made, Risk(ref="ikp/vattenskada")), Unknown)
    assert isinstance(dead(made, Control(ref="ikp/larmprov")), Unknown)
    assert dead(made, Risk(ref="ikp/r1")) == []


def test_of_two_with_one_id_a_reference_may_mean_either(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf\nyear: 2025\ngoals: [{id: g}]\nuppdrag: [{id: g, title: U}]\n")
    assert dead(made, Goal(ref="kf/g")) == []


def test_a_goal_of_the_namnd_contributes_to_those_in_its_ref_and_those_that_it_stands_under(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf\nyear: 2025\ngoals: [{id: a, sub-goals: [{id: b}]}, {id: c}]\n",
        "document: verksamhetsplan\nid: vp\nnamnd: miljo\nyear: 2025\n"
        "goals: [{ref: kf/b, sub-goals: [{id: n, ref: kf/c, sub-goals: [{title: N}]}]}]\n",
    )
    plan = made.entries[1]
    [mention] = plan.document.goals
    [own] = mention.sub_goals
    assert contributes_to(made, plan, mention) == []
    assert contributes_to(made, plan, own) == ["kf/c", "kf/b", "kf/a"]
    assert contributes_to(made, plan, own.sub_goals[0]) == ["vp/n", "kf/c", "kf/b", "kf/a"]
