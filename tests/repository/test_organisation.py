"""The nämnder and groups of a year: who is meant by a name."""

from __future__ import annotations

from plancheck.model.base import Unknown
from plancheck.query.derived import addressees_of_uppdrag
from plancheck.repository.organisation import groups_of, members
from plancheck.repository.workspace import Workspace
from tests.fixtures import Scopes, Workspaces
from tests.repository.plans import ORGANISATION, PLAN_2024


def reached(made: Workspace, *names: str, year: int = 2024) -> list[str]:
    """The nämnder that the names stand for, those that are groups left out."""
    found = members(made, names, year)
    assert isinstance(found, list)
    return [name for name in found if name in ("nordost", "centrum", "idrott", "sydvast")]


def test_an_uppdrag_of_a_group_reaches_its_members(workspace: Workspaces) -> None:
    assert reached(workspace(ORGANISATION), "socialnamnderna") == ["nordost", "centrum"]


def test_everyone_is_every_namnd_of_the_organisation(workspace: Workspaces) -> None:
    assert reached(workspace(ORGANISATION), "alla") == ["nordost", "centrum", "idrott"]


def test_a_namnd_that_is_meant_twice_is_meant_once(workspace: Workspaces) -> None:
    assert reached(workspace(ORGANISATION), "centrum", "socialnamnderna", "alla") == ["centrum", "nordost", "idrott"]


def test_a_name_that_is_no_group_stands_for_itself(workspace: Workspaces) -> None:
    assert reached(workspace(ORGANISATION), "sydvast") == ["sydvast"]


def test_a_group_may_have_groups_for_members_even_in_a_ring(workspace: Workspaces) -> None:
    made = workspace(
        "document: organisation\nyear: 2024\ngroups:\n"
        "  - {id: alla, title: A, members: [de, idrott]}\n  - {id: de, title: D, members: [nordost, alla]}\n"
    )
    assert sorted(reached(made, "alla")) == sorted(reached(made, "de")) == ["idrott", "nordost"]


def test_without_an_organisation_nobody_knows_who_is_in_a_group(workspace: Workspaces) -> None:
    found = members(workspace(PLAN_2024), ["socialnamnderna"], 2024)
    assert isinstance(found, Unknown)
    assert found.reason.key == "no-organisation"


def test_the_groups_are_those_of_the_newest_organisation_that_is_not_of_a_later_year(workspace: Workspaces) -> None:
    later = ORGANISATION.replace("2024", "2026").replace("[nordost, centrum]", "[idrott]")
    made = workspace(later, ORGANISATION)
    assert reached(made, "socialnamnderna", year=2025) == ["nordost", "centrum"]
    assert reached(made, "socialnamnderna", year=2026) == ["idrott"]
    assert reached(made, "socialnamnderna", year=2027) == ["idrott"]


def test_an_uppdrag_has_the_members_of_its_groups_for_addressees(scope: Scopes) -> None:
    budget = "document: kf-budget\nyear: 2024\nuppdrag: [{id: a, title: A, to: [idrott, socialnamnderna]}]\n"
    made = scope(budget, ORGANISATION)
    addressees = addressees_of_uppdrag(made.document.uppdrag[0], made)
    assert isinstance(addressees, list)
    assert {"idrott", "nordost", "centrum"} <= set(addressees)


def test_the_organisation_may_be_written_in_flow_style(workspace: Workspaces) -> None:
    made = workspace("{document: organisation, year: 2024, groups: [{id: de, title: De, members: [nordost, idrott]}]}\n")
    assert reached(made, "de") == ["nordost", "idrott"]


def test_a_namnd_is_in_the_groups_of_those_that_it_has_succeeded(workspace: Workspaces) -> None:
    made = workspace(
        "document: organisation\nyear: 2024\n"
        "namnder:\n  - {id: ny, title: N, from: 2023, succeeds: [mellan]}\n  - {id: gammal, title: G, to: 2020}\n"
        "  - {id: mellan, title: M, from: 2021, to: 2022, succeeds: [gammal]}\n  - {id: annan, title: A}\n"
        "groups: [{id: vardgivare, title: V, members: [gammal]}]\n"
    )
    assert groups_of(made, "ny", 2024) == ["vardgivare"]
    assert groups_of(made, "annan", 2024) == []
