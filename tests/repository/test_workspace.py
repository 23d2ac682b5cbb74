"""The documents of a repository: who is meant, what a reference leads to, what is parsed when."""

from __future__ import annotations

from pathlib import Path

import pytest

from plancheck import RuleSet
from plancheck.model.base import Unknown
from plancheck.model.document import Goal
from plancheck.model.source import Source, parse
from plancheck.repository.history import history as plancheck_history
from plancheck.repository.workspace import Place, Workspace
from tests.fixtures import Scopes, Workspaces
from tests.repository.plans import INTERIM_2023, ORGANISATION, PLAN_2023, PLAN_2024, REPORT_2022, REPORT_2023, uppdrag

# Groups


def reached(made: Workspace, *names: str, year: int = 2024) -> list[str]:
    """The nämnder that the names stand for, those that are groups left out."""
    members = made.members(names, year)
    assert isinstance(members, list)
    return [name for name in members if name in ("nordost", "centrum", "idrott", "sydvast")]


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
    members = workspace(PLAN_2024).members(["socialnamnderna"], 2024)
    assert isinstance(members, Unknown)
    assert members.reason == "no-organisation"


def test_the_groups_are_those_of_the_newest_organisation_that_is_not_of_a_later_year(workspace: Workspaces) -> None:
    later = ORGANISATION.replace("2024", "2026").replace("[nordost, centrum]", "[idrott]")
    made = workspace(later, ORGANISATION)
    assert reached(made, "socialnamnderna", year=2025) == ["nordost", "centrum"]
    assert reached(made, "socialnamnderna", year=2026) == ["idrott"]
    assert reached(made, "socialnamnderna", year=2027) == ["idrott"]


def test_an_uppdrag_has_the_members_of_its_groups_for_addressees(scope: Scopes) -> None:
    budget = "document: kf-budget\nyear: 2024\nuppdrag: [{id: a, title: A, to: [idrott, socialnamnderna]}]\n"
    made = scope(budget, ORGANISATION)
    addressees = made.document.uppdrag[0].addressees(made)
    assert isinstance(addressees, list)
    assert {"idrott", "nordost", "centrum"} <= set(addressees)


def test_the_organisation_may_be_written_in_flow_style(workspace: Workspaces) -> None:
    made = workspace("{document: organisation, year: 2024, groups: [{id: de, title: De, members: [nordost, idrott]}]}\n")
    assert reached(made, "de") == ["nordost", "idrott"]


# References


def test_a_reference_leads_to_what_a_document_defines(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf-2024\nyear: 2024\ngoals: [{id: g, title: G}]\nuppdrag: [{id: a, title: A}]\n",
        PLAN_2023 + "development-areas: [{title: D}, {id: d, title: D}]\n",
    )
    budget, other = made.entries
    goal, given = made.definition("kf-2024/g"), made.definition("kf-2024/a")
    assert goal == Place(budget, ("goals", 0), budget.document.goals[0])
    assert given == Place(budget, ("uppdrag", 0), budget.document.uppdrag[0])
    area = made.definition(f"{other.header.identity}/d")
    assert area == Place(other, ("development-areas", 1), other.document.development_areas[1])


@pytest.mark.parametrize("ref", ["kf-2024/b", "kf-2023/a", "kf-2024/", "kf-2024", "/a", ""])
def test_a_reference_that_leads_nowhere_has_no_definition(ref: str, workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf-2024\nyear: 2024\nuppdrag: [{id: a, title: A}, {ref: kf-2023/b}]\n")
    assert made.definition(ref) is None


def test_a_reference_is_what_an_item_gives_or_what_its_own_id_makes(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nyear: 2024\ngoals: [{id: g}, {ref: kf-2022/g}, {title: G}]\n")
    entry = made.entries[0]
    references = [made.reference(entry, goal) for goal in entry.document.goals]
    assert references == ["kf-budget-2024/g", "kf-2022/g", None]
    assert isinstance(entry.document.goals[0], Goal)


# Finding documents


def test_documents_are_found_by_kind_namnd_and_year(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, PLAN_2023, PLAN_2024.replace("nordost", "centrum"), "document: kf-budget\nyear: 2024\n")
    assert made.find("verksamhetsplan", "nordost", 2023) == [made.entries[1]]
    assert made.find("verksamhetsplan", "centrum", 2024) == [made.entries[2]]
    assert made.find("kf-budget", "nordost", 2024) == [made.entries[3]]


def test_a_document_that_is_not_there_is_unknown(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, "document: kf-budget\nyear: 2023\n")
    for kind, namnd in (("kf-budget", ""), ("arsrapport", "nordost")):
        found = made.find(kind, "nordost", 2024)
        assert isinstance(found, Unknown)
        assert (found.reason, found.reason.details["namnd"], found.reason.details["year"]) == ("no-document", namnd, 2024)


def test_a_document_that_is_there_but_faulty_is_unknown_for_that_reason(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf\nyear: 2024\nuppdrga: []\n", PLAN_2024 + "uppdrga: []\n")
    budget, place = made.find("kf-budget", "nordost", 2024), made.definition("kf/a")
    assert isinstance(budget, Unknown)
    assert isinstance(place, Unknown)
    assert (budget.reason, place.reason) == ("unsound-document", "unsound-reference")


def test_the_organisation_holds_for_every_year(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, ORGANISATION.replace("2024", "2019"))
    assert made.find("organisation", "nordost", 2024) == [made.entries[1]]


def test_the_other_namnder_are_those_of_the_same_kind_and_year(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        PLAN_2024.replace("nordost", "centrum"),
        PLAN_2023.replace("nordost", "idrott"),
        REPORT_2023.replace("nordost", "idrott").replace("2023", "2024"),
    )
    assert made.of_others(made.entries[0].document) == [made.entries[1]]
    alone = made.of_others(made.entries[2].document)
    assert isinstance(alone, Unknown)
    assert alone.reason == "no-other-namnd"


def test_of_two_documents_with_one_identity_the_first_holds_and_the_second_is_told(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024 + "title: First\n", "# moved\n" + PLAN_2024 + "title: Second\n")
    first, second = made.entries
    assert made.without_seconds([first, second]) == [first]
    (problem,) = made.problems
    assert (problem.file, problem.span.line, problem.key) == ("1.yaml", 2, "second-document")
    assert problem.details == {"name": "verksamhetsplan-nordost-2024", "first": "0.yaml:1"}
    assert made.find("verksamhetsplan", "nordost", 2024) == [first]


def test_two_documents_with_one_id_are_told_at_the_id(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf\nyear: 2023\nuppdrag: [{id: a}]\n",
        "document: kf-budget\nyear: 2024\nid: kf\nuppdrag: [{id: b}]\n",
    )
    assert made.without_seconds([made.entries[1]]) == []
    assert [(p.file, p.span.line, p.details["name"]) for p in made.problems] == [("1.yaml", 3, "kf")]


def test_two_documents_of_one_kind_namnd_and_year_are_one_too_many_whatever_their_ids(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nyear: 2023\nid: a\n", "document: kf-budget\nyear: 2023\nid: b\n")
    assert made.without_seconds(made.entries) == [made.entries[0]]
    assert [(p.file, p.span.line, p.key) for p in made.problems] == [("1.yaml", 1, "second-document")]


def test_decisions_outside_the_budget_are_told_apart_by_their_ids(workspace: Workspaces) -> None:
    made = workspace("document: kf-beslut\nyear: 2023\nid: a\n", "document: kf-beslut\nyear: 2023\nid: b\n")
    assert made.without_seconds(made.entries) == made.entries
    assert made.find("kf-beslut", None, 2023) == made.entries
    assert made.problems == []


def test_a_faulty_document_does_not_take_the_place_of_a_sound_one(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024 + "uppdrga: []\n", PLAN_2024)
    assert made.without_seconds(made.entries) == [made.entries[1]]
    assert made.find("verksamhetsplan", "nordost", 2024) == [made.entries[1]]
    assert [problem.key for problem in made.problems] == ["unknown-key"]


def test_a_document_in_parts_of_the_year_is_several(workspace: Workspaces) -> None:
    made = workspace(INTERIM_2023 + "as-of: 2023-04-30\n", INTERIM_2023)
    assert made.without_seconds(made.entries) == made.entries
    assert not made.problems


# Parsing


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that have been parsed."""
    names: list[str] = []

    def counted(text: str, name: str) -> Source:
        names.append(name)
        return parse(text, name)

    monkeypatch.setattr("plancheck.repository.workspace.parse", counted)
    return names


def test_a_document_is_parsed_only_when_asked_for(parsed: list[str], workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, PLAN_2023, REPORT_2022, ORGANISATION, "document: kf-budget\nyear: 2024\nuppdrag: []\n")
    assert parsed == []
    made.find("verksamhetsplan", "nordost", 2023)
    assert parsed == ["1.yaml"]
    made.members(["alla"], 2024)
    assert parsed == ["1.yaml", "3.yaml"]
    made.definition("kf-budget-2024/a")
    assert parsed == ["1.yaml", "3.yaml", "4.yaml"]


def test_a_document_is_parsed_once(parsed: list[str], workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, PLAN_2023 + uppdrag(("kf/a", None)))
    for _ in range(3):
        made.find("verksamhetsplan", "nordost", 2023)
        plancheck_history(made, made.entries[0].document)
        made.definition("verksamhetsplan-nordost-2023/a")
        assert made.entries[1].document.year == 2023
    assert sorted(parsed) == ["0.yaml", "1.yaml"]


def test_the_history_parses_only_what_tells_of_uppdrag_of_the_same_namnd_before(
    parsed: list[str], workspace: Workspaces
) -> None:
    made = workspace(
        PLAN_2024,
        REPORT_2022,
        (REPORT_2023 + uppdrag(("kf/a", None))).replace("nordost", "centrum"),
        PLAN_2024.replace("2024", "2025") + uppdrag(("kf/a", None)),
        REPORT_2023 + uppdrag(("kf/a", None)),
    )
    plancheck_history(made, made.entries[0].document)
    assert parsed == ["0.yaml", "4.yaml"]


def test_a_faulty_document_is_told_only_when_it_is_asked_for(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024 + "uppdrga: []\n", PLAN_2023)
    assert not made.problems
    made.find("verksamhetsplan", "nordost", 2024)
    made.find("verksamhetsplan", "nordost", 2024)
    assert [problem.file for problem in made.problems] == ["0.yaml"]


# Files


def test_a_rule_file_is_no_document_and_no_problem(kommun: RuleSet) -> None:
    made = Workspace(kommun.declared)
    assert made.add("ruleset: ours\nextends: kommun\n", "rules.yaml") is None
    assert made.add("rules: []\n", "rules.yaml") is None
    assert made.add("extends: kommun\nchange: {UPP001: off}\n", "rules.yaml") is None
    assert made.add("vocabulary: {closed: [klar]}\n", "words.yaml") is None
    assert not made.problems


def test_a_file_that_cannot_be_read_is_a_problem_and_no_more(tmp_path: Path, workspace: Workspaces) -> None:
    made = workspace(PLAN_2024)
    (tmp_path / "latin.yaml").write_bytes("title: Årsrapport".encode("latin-1"))
    assert made.read(tmp_path / "latin.yaml", "latin.yaml") is None
    assert made.read(tmp_path / "none.yaml", "none.yaml") is None
    assert [(p.file, p.key) for p in made.problems] == [("latin.yaml", "not-utf-8"), ("none.yaml", "unreadable")]
    assert made.without_seconds(made.entries) == made.entries


def test_a_broken_document_is_known_to_be_there(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf-2024\nyear: 2024\ntitle: [\n")
    made.problems.clear()
    unsound = made.find("kf-budget", None, 2024)
    assert isinstance(unsound, Unknown)
    assert unsound.reason == "unsound-document"
    assert isinstance(made.definition("kf-2024/goal-1"), Unknown)
    assert [problem.key for problem in made.problems] == ["not-closed"]
