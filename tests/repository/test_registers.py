"""What the registers decide: which nämnder of a year one binds, and where."""

from __future__ import annotations

from plancheck.model.base import Unknown
from plancheck.repository.registers import bound
from tests.fixtures import Workspaces
from tests.repository.plans import ORGANISATION

BUDGET = "document: kf-budget\nid: kf-2024\nyear: 2024\n"


def bindings(workspace: Workspaces, budget: str, *others: str) -> list[tuple[str, str, int]]:
    """The nämnder that a budget binds, each with the place that does."""
    made = workspace(budget, *others)
    found = bound(made, made.entries[0])
    assert isinstance(found, list)
    return [(place.value.id, *place.steps) for place in found]  # type: ignore[attr-defined]


def test_a_goal_without_addressees_binds_every_namnd(workspace: Workspaces) -> None:
    found = bindings(workspace, BUDGET + "goals: [{id: a, title: A, to: [idrott]}, {id: b, title: B}]\n", ORGANISATION)
    assert found == [("idrott", "goals", 0), ("nordost", "goals", 1), ("centrum", "goals", 1)]


def test_an_uppdrag_binds_those_that_it_is_addressed_to_and_goes_before_a_goal(workspace: Workspaces) -> None:
    budget = BUDGET + "goals: [{id: g, title: G, to: [centrum]}]\n"
    budget += "uppdrag: [{id: a, title: A}, {id: b, title: B, to: [socialnamnderna], coordinator: idrott}]\n"
    found = bindings(workspace, budget, ORGANISATION)
    assert found == [("nordost", "uppdrag", 1), ("centrum", "uppdrag", 1), ("idrott", "uppdrag", 1)]


def test_a_namnd_that_is_gone_is_not_bound_and_the_one_that_took_over_is(workspace: Workspaces) -> None:
    organisation = (
        "document: organisation\nyear: 2024\nnamnder:\n"
        "  - {id: nordost, title: N, from: 2024, succeeds: [angered]}\n  - {id: angered, title: A, to: 2023}\n"
    )
    assert bindings(workspace, BUDGET + "goals: [{id: g, title: G}]\n", organisation) == [("nordost", "goals", 0)]
    assert bindings(workspace, BUDGET + "uppdrag: [{id: a, title: A, to: [angered]}]\n", organisation) == [
        ("nordost", "uppdrag", 0)
    ]


def test_a_budget_that_decides_nothing_binds_nobody(workspace: Workspaces) -> None:
    assert bindings(workspace, BUDGET) == bindings(workspace, BUDGET, ORGANISATION) == []


def test_without_an_organisation_nobody_knows_who_is_bound(workspace: Workspaces) -> None:
    made = workspace(BUDGET + "uppdrag: [{id: a, title: A, to: [nordost]}]\n")
    found = bound(made, made.entries[0])
    assert isinstance(found, Unknown)
    assert found.reason.key == "no-organisation"
