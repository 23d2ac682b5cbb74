"""The documents of a repository: which are found, which are sound, what is parsed when."""

from __future__ import annotations

from pathlib import Path

import pytest

from plancheck import RuleSet
from plancheck.model.base import Unknown
from plancheck.model.source import Source, parse
from plancheck.repository.history import history
from plancheck.repository.lineage import definition
from plancheck.repository.organisation import members
from plancheck.repository.workspace import Workspace
from tests.fixtures import Workspaces
from tests.repository.plans import INTERIM_2023, ORGANISATION, PLAN_2023, PLAN_2024, REPORT_2022, REPORT_2023, uppdrag

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
        assert (found.reason.key, found.reason.details["namnd"], found.reason.details["year"]) == ("no-document", namnd, 2024)


def test_a_document_that_is_there_but_faulty_is_unknown_for_that_reason(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf\nyear: 2024\npartail: []\n", PLAN_2024 + "partail: []\n")
    budget, place = made.find("kf-budget", "nordost", 2024), definition(made, "kf/a")
    assert isinstance(budget, Unknown)
    assert isinstance(place, Unknown)
    assert (budget.reason.key, place.reason.key) == ("unsound-reference", "unsound-reference")


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
    assert alone.reason.key == "no-other-namnd"


def test_of_two_documents_with_one_identity_neither_is_judged_and_both_are_told(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024 + "title: First\n", "# moved\n" + PLAN_2024 + "title: Second\n")
    assert [entry for entry in made.entries if made.is_alone(entry)] == []
    first, second = made.faults
    assert (first.file, first.span.line, first.text.key) == ("0.yaml", 1, "second-document")
    assert (second.file, second.span.line, second.text.key) == ("1.yaml", 2, "second-document")
    assert second.text.details == {"name": "verksamhetsplan-nordost-2024", "first": "0.yaml:1"}


def test_what_rests_on_a_document_that_is_there_twice_is_unknown(workspace: Workspaces) -> None:
    budget = "document: kf-budget\nid: kf\nyear: 2024\ngoals: [{id: a, title: A}]\n"
    made = workspace(PLAN_2024, budget, budget)
    found, place = made.find("kf-budget", None, 2024), definition(made, "kf/a")
    assert isinstance(found, Unknown) and isinstance(place, Unknown)
    assert (found.reason.key, place.reason.key) == ("double-reference", "double-reference")
    assert found.reason.details["files"] == ["1.yaml", "2.yaml"]


def test_two_documents_with_one_id_are_told_at_the_id(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf\nyear: 2023\nuppdrag: [{id: a}]\n",
        "document: kf-budget\nyear: 2024\nid: kf\nuppdrag: [{id: b}]\n",
    )
    assert [entry for entry in [made.entries[1]] if made.is_alone(entry)] == []
    assert [(p.file, p.span.line, p.text.details["name"]) for p in made.faults] == [("1.yaml", 3, "kf")]


def test_two_documents_of_one_kind_namnd_and_year_are_one_too_many_whatever_their_ids(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nyear: 2023\nid: a\n", "document: kf-budget\nyear: 2023\nid: b\n")
    assert [entry for entry in made.entries if made.is_alone(entry)] == []
    assert [(p.file, p.span.line) for p in made.faults] == [("0.yaml", 1), ("1.yaml", 1)]


def test_decisions_outside_the_budget_are_told_apart_by_their_ids(workspace: Workspaces) -> None:
    made = workspace("document: kf-beslut\nyear: 2023\nid: a\n", "document: kf-beslut\nyear: 2023\nid: b\n")
    assert [entry for entry in made.entries if made.is_alone(entry)] == made.entries
    assert made.find("kf-beslut", None, 2023) == made.entries
    assert made.faults == []


def test_a_faulty_document_does_not_take_the_place_of_a_sound_one(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024 + "uppdrga: []\n", PLAN_2024)
    assert [entry for entry in made.entries if made.is_alone(entry)] == [made.entries[1]]
    assert made.find("verksamhetsplan", "nordost", 2024) == [made.entries[1]]
    assert [problem.text.key for problem in made.faults] == ["unknown-key"]


def test_a_document_in_parts_of_the_year_is_several(workspace: Workspaces) -> None:
    made = workspace(INTERIM_2023 + "as-of: 2023-04-30\n", INTERIM_2023)
    assert [entry for entry in made.entries if made.is_alone(entry)] == made.entries
    assert not made.faults


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
    members(made, ["alla"], 2024)
    assert parsed == ["1.yaml", "3.yaml"]
    definition(made, "kf-budget-2024/a")
    assert parsed == ["1.yaml", "3.yaml", "4.yaml"]


def test_a_document_is_parsed_once(parsed: list[str], workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, PLAN_2023 + uppdrag(("kf/a", None)))
    for _ in range(3):
        made.find("verksamhetsplan", "nordost", 2023)
        history(made, made.entries[0])
        definition(made, "verksamhetsplan-nordost-2023/a")
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
    history(made, made.entries[0])
    assert parsed == ["0.yaml", "4.yaml"]


def test_a_faulty_document_is_told_only_when_it_is_asked_for(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024 + "uppdrga: []\n", PLAN_2023)
    assert not made.faults
    made.find("verksamhetsplan", "nordost", 2024)
    made.find("verksamhetsplan", "nordost", 2024)
    assert [problem.file for problem in made.faults] == ["0.yaml"]


# Files


def test_a_rule_file_is_no_document_and_no_problem(kommun: RuleSet) -> None:
    made = Workspace(kommun.declared)
    assert made.add("ruleset: ours\nextends: kommun\n", "rules.yaml") is None
    assert made.add("rules: []\n", "rules.yaml") is None
    assert made.add("extends: kommun\nchange: {UPP001: off}\n", "rules.yaml") is None
    assert made.add("vocabulary: {closed: [klar]}\n", "words.yaml") is None
    assert not made.faults


def test_a_file_that_cannot_be_read_is_a_problem_and_no_more(tmp_path: Path, workspace: Workspaces) -> None:
    made = workspace(PLAN_2024)
    (tmp_path / "latin.yaml").write_bytes("title: Årsrapport".encode("latin-1"))
    assert made.read(tmp_path / "latin.yaml", "latin.yaml") is None
    assert made.read(tmp_path / "none.yaml", "none.yaml") is None
    assert [(p.file, p.text.key) for p in made.faults] == [("latin.yaml", "not-utf-8"), ("none.yaml", "unreadable")]
    assert [entry for entry in made.entries if made.is_alone(entry)] == made.entries


def test_a_broken_document_is_known_to_be_there(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf-2024\nyear: 2024\ntitle: [\n")
    made.faults.clear()
    unsound = made.find("kf-budget", None, 2024)
    assert isinstance(unsound, Unknown)
    assert unsound.reason.key == "unsound-reference"
    assert isinstance(definition(made, "kf-2024/goal-1"), Unknown)
    assert [problem.text.key for problem in made.faults] == ["not-closed"]
