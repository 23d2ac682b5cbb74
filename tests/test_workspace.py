"""The documents of a repository: who is meant, what was known last, what a reference leads to, what is parsed when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plancheck import RuleSet
from plancheck.model.base import Unknown
from plancheck.model.document import Goal, Uppdrag
from plancheck.model.source import Source, parse
from plancheck.repository.files import files_below, repository_of
from plancheck.repository.header import Header, header_of
from plancheck.repository.history import history as plancheck_history
from plancheck.repository.workspace import Place, Scope, Workspace

ORGANISATION = """\
document: organisation
year: 2024
namnder:
  - {id: nordost, title: Nordost}
  - {id: centrum, title: Centrum}
  - {id: idrott, title: Idrott}
groups:
  - {id: socialnamnderna, title: Socialnämnderna, members: [nordost, centrum]}
  - {id: alla, title: Alla, everyone: true}
"""
PLAN_2024 = "document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n"
PLAN_2023 = "document: verksamhetsplan\nnamnd: nordost\nyear: 2023\n"
REPORT_2023 = "document: arsrapport\nnamnd: nordost\nyear: 2023\n"
REPORT_2022 = "document: arsrapport\nnamnd: nordost\nyear: 2022\n"
INTERIM_2023 = "document: delarsrapport\nnamnd: nordost\nyear: 2023\n"

Workspaces = Callable[..., Workspace]
Scopes = Callable[..., Scope]


def uppdrag(*told: tuple[str, str | None]) -> str:
    """The `uppdrag` of a document: references and what status each has."""
    items = [f"{{ref: {ref}, status: {status}}}" if status else f"{{ref: {ref}}}" for ref, status in told]
    return f"uppdrag: [{', '.join(items)}]\n"


def history(made: Workspace, n: int = 0) -> tuple[dict[str, str | None], Unknown | None]:
    """The last known status of each uppdrag as the n-th document sees it, and what is missing."""
    places, gap = plancheck_history(made, made.entries[n].document)
    known = {}
    for place in places:
        assert isinstance(place.value, Uppdrag)
        known[str(made.reference(place.entry, place.value))] = place.value.status
    return known, gap


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


# History


def test_the_last_known_state_is_that_of_the_latest_document(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        REPORT_2023 + uppdrag(("kf/a", "avslutad"), ("kf/b", "pågående")),
        REPORT_2022 + uppdrag(("kf/a", "pågående"), ("kf/b", "ej påbörjad"), ("kf/c", "pågående")),
    )
    assert history(made) == ({"kf/a": "avslutad", "kf/b": "pågående", "kf/c": "pågående"}, None)


def test_the_order_of_the_files_does_not_matter_to_the_history(workspace: Workspaces) -> None:
    older = REPORT_2022 + uppdrag(("kf/a", "pågående"))
    newer = REPORT_2023 + uppdrag(("kf/a", "avslutad"))
    assert history(workspace(PLAN_2024, older, newer)) == history(workspace(PLAN_2024, newer, older))


def test_a_status_in_a_delarsrapport_counts(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024, REPORT_2022 + uppdrag(("kf/a", "pågående")), INTERIM_2023 + uppdrag(("kf/a", "avslutad")), REPORT_2023
    )
    known, _ = history(made)
    assert known == {"kf/a": "avslutad"}


def test_a_plan_without_status_does_not_overwrite_a_known_status(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        REPORT_2022 + uppdrag(("kf/a", "avslutad")),
        PLAN_2023 + uppdrag(("kf/a", None), ("kf/b", None)),
        REPORT_2023 + uppdrag(("kf/c", None)),
    )
    known, _ = history(made)
    assert known == {"kf/a": "avslutad", "kf/b": None, "kf/c": None}


def test_a_status_told_later_overwrites_none(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, PLAN_2023 + uppdrag(("kf/a", None)), REPORT_2023 + uppdrag(("kf/a", "pågående")))
    assert history(made) == ({"kf/a": "pågående"}, None)


def test_of_two_documents_of_one_day_the_kind_that_the_rule_set_names_first_has_the_last_word(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        "document: namndbudget\nnamnd: nordost\nyear: 2023\n" + uppdrag(("kf/a", "avslutad")),
        PLAN_2023 + uppdrag(("kf/a", "pågående")),
    )
    assert history(made)[0] == {"kf/a": "avslutad"}


def test_the_history_is_that_of_the_same_namnd(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, (REPORT_2023 + uppdrag(("kf/a", "pågående"))).replace("nordost", "centrum"))
    known, gap = history(made)
    assert known == {}
    assert gap is not None


def test_the_history_ends_before_the_document_itself(workspace: Workspaces) -> None:
    made = workspace(
        REPORT_2023 + uppdrag(("kf/a", "avslutad")),
        REPORT_2022 + uppdrag(("kf/a", "pågående")),
        INTERIM_2023 + uppdrag(("kf/b", "pågående")),
        PLAN_2024 + uppdrag(("kf/c", "pågående")),
    )
    assert history(made) == ({"kf/a": "pågående", "kf/b": "pågående"}, None)


def test_an_earlier_day_of_the_same_year_precedes(workspace: Workspaces) -> None:
    made = workspace(
        INTERIM_2023 + "as-of: 2023-08-31\n",
        INTERIM_2023 + "as-of: 2023-04-30\n" + uppdrag(("kf/a", "pågående")),
        INTERIM_2023 + "as-of: 2023-10-31\n" + uppdrag(("kf/a", "avslutad")),
    )
    assert history(made)[0] == {"kf/a": "pågående"}


def test_the_history_has_a_gap_when_a_year_is_missing(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, REPORT_2022 + uppdrag(("kf/a", "pågående")))
    known, gap = history(made)
    assert known == {"kf/a": "pågående"}
    assert gap is not None
    assert gap.reason == "history-ends"
    assert gap.details["year"] == 2023
    assert str(gap.details["until"]) == "2022-12-31"


def test_the_history_has_a_gap_when_the_year_was_not_told_to_its_end(workspace: Workspaces) -> None:
    gap = history(workspace(PLAN_2024, INTERIM_2023 + uppdrag(("kf/a", "pågående"))))[1]
    assert gap is not None
    assert str(gap.details["until"]) == "2023-08-31"


def test_the_history_has_a_gap_when_the_last_report_tells_of_no_uppdrag(workspace: Workspaces) -> None:
    gap = history(workspace(PLAN_2024, REPORT_2022 + uppdrag(("kf/a", "pågående")), REPORT_2023))[1]
    assert gap is not None
    assert gap.reason == "history-ends"


def test_a_report_with_an_empty_list_tells_that_there_were_none(workspace: Workspaces) -> None:
    assert history(workspace(PLAN_2024, REPORT_2023 + "uppdrag: []\n")) == ({}, None)


def test_without_earlier_documents_there_is_no_history(workspace: Workspaces) -> None:
    known, gap = history(workspace(PLAN_2024 + uppdrag(("kf/a", "pågående"))))
    assert known == {}
    assert gap is not None
    assert gap.reason == "no-history"
    assert gap.details == {"namnd": "nordost", "year": 2024}


def test_an_uppdrag_of_the_namnds_own_is_known_by_the_document_that_gave_it(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        PLAN_2023 + "uppdrag: [{id: faltare, title: Fler fältare}]\n",
        REPORT_2023 + uppdrag(("verksamhetsplan-nordost-2023/faltare", "pågående")),
    )
    assert history(made) == ({"verksamhetsplan-nordost-2023/faltare": "pågående"}, None)


def test_same_as_leads_old_references_to_the_new_one(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        "document: kf-budget\nid: kf-2023\nyear: 2023\nuppdrag: [{id: b, title: B, same-as: [kf-2022/a]}]\n",
        "document: kf-budget\nid: kf-2024\nyear: 2024\nuppdrag: [{id: c, title: C, same-as: [kf-2023/b, kf-2021/x]}]\n",
        REPORT_2022 + uppdrag(("kf-2022/a", "pågående")),
        REPORT_2023 + uppdrag(("kf-2023/b", "avslutad")),
    )
    assert made.canonical("kf-2022/a") == made.canonical("kf-2023/b") == made.canonical("kf-2021/x") == "kf-2024/c"
    assert made.canonical("kf-2024/c") == "kf-2024/c"
    assert made.canonical("kf-2022/other") == "kf-2022/other"
    assert history(made) == ({"kf-2024/c": "avslutad"}, None)


def test_same_as_in_a_ring_comes_to_an_end(workspace: Workspaces) -> None:
    made = workspace(
        "document: kf-budget\nid: kf\nyear: 2023\n"
        "uppdrag: [{id: a, title: A, same-as: [kf/b]}, {id: b, title: B, same-as: [kf/a]}]\n"
    )
    assert made.canonical("kf/a") in ("kf/a", "kf/b")


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
        assert (found.reason, found.details["namnd"], found.details["year"]) == ("no-document", namnd, 2024)


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


# Headers


@pytest.mark.parametrize(
    "text",
    [
        PLAN_2024,
        "document: \"verksamhetsplan\" # a plan\nnamnd: 'nordost'\nyear:   2024\t# this year\n",
        "# document: arsrapport\n---\nyear: 2024\ntitle: x\nnamnd: nordost\ndocument: verksamhetsplan\n",
        "{document: verksamhetsplan, namnd: nordost, year: 2024}\n",
        '"document": verksamhetsplan\n"namnd": nordost\n"year": 2024\n',
        "document:\n  verksamhetsplan\nnamnd:\n  nordost\nyear:\n  2024\n",
        "document: verksamhetsplan\nnamnd:\n  nordost\nyear: 2024\n",
        "document: &kind verksamhetsplan\nnamnd: &namnd nordost\nyear: 2024\n",
        "document : verksamhetsplan\nnamnd : nordost\nyear : 2024\n",
        PLAN_2024.replace("\n", "\r\n"),
        PLAN_2024 + "title: >\n  x\n  year: 2023\n  namnd: centrum\n",
    ],
    ids=str.split,
)
def test_a_header_says_what_the_document_says_however_it_is_written(text: str, workspace: Workspaces) -> None:
    made = workspace()
    entry = made.add(text, "plan.yaml")
    assert entry is not None
    assert entry.is_sound
    assert entry.header[:4] == ("verksamhetsplan", "nordost", 2024, None)
    assert entry.header.identity == entry.document.identity() == "verksamhetsplan-nordost-2024"


@pytest.mark.parametrize("empty", ["", " ~", " null", " # none"])
def test_a_header_without_a_namnd_has_none(empty: str, workspace: Workspaces) -> None:
    made = workspace(f"document: kf-budget\nnamnd:{empty}\nyear: 2024\nid:{empty}\n")
    assert made.entries[0].is_sound
    assert made.entries[0].header.namnd is None
    assert made.entries[0].header.identity == made.entries[0].document.identity()


@pytest.mark.parametrize("year", ["²", "٢٠٢٤", "9" * 5000, "20 24", "2024.0"])
def test_a_year_that_is_none_is_told_and_stops_nothing(year: str, workspace: Workspaces) -> None:
    made = workspace(f"document: verksamhetsplan\nnamnd: nordost\nyear: {year}\n", PLAN_2024)
    assert made.without_seconds(made.entries) == [made.entries[-1]]
    assert [(p.file, p.span.line) for p in made.problems] == [("0.yaml", 3)]


def test_a_header_knows_the_keys_at_the_top(workspace: Workspaces) -> None:
    header = header_of(ORGANISATION)
    assert header == Header("organisation", None, 2024, None, "organisation-2024", frozenset(header.keys if header else ()))
    assert header is not None
    assert header.keys == {"document", "year", "namnder", "groups"}


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
    made = Workspace(kommun.kinds)
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


def test_the_documents_of_a_folder_are_its_yaml_files(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/c.yml", "a/d.txt", ".git/e.yaml", ".f.yaml", "plancheck.yaml", "a/plancheck.yaml", "g/h.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path, lambda name: name.startswith("g/"))]
    assert sorted(found) == ["a/c.yml", "b.yaml"]


def test_documents_belong_to_the_nearest_folder_with_a_configuration(tmp_path: Path) -> None:
    top = tmp_path.resolve()
    city = top / "city"
    inner = city / "nordost"
    inner.mkdir(parents=True)
    plan = inner / "plan.yaml"
    plan.touch()
    assert repository_of([plan]) == repository_of([inner]) == (inner, [inner])
    (top / "plancheck.yaml").touch()
    assert repository_of([plan]) == (top, [top])
    (city / "plancheck.yaml").touch()
    assert repository_of([plan, city]) == (city, [city])
    assert repository_of([plan, top]) == (top, [top])


def test_without_a_configuration_documents_belong_to_the_folders_that_are_given(tmp_path: Path) -> None:
    top = tmp_path.resolve()
    for name in ("a/inner", "b", "c"):
        (top / name).mkdir(parents=True)
    assert repository_of([top / "a", top / "b"]) == (top, [top / "a", top / "b"])
    assert repository_of([top / "a" / "inner", top / "a"]) == (top / "a", [top / "a"])


def test_a_broken_document_is_known_to_be_there(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nid: kf-2024\nyear: 2024\ntitle: [\n")
    made.problems.clear()
    unsound = made.find("kf-budget", None, 2024)
    assert isinstance(unsound, Unknown)
    assert unsound.reason == "unsound-document"
    assert isinstance(made.definition("kf-2024/goal-1"), Unknown)
    assert [problem.key for problem in made.problems] == ["not-closed"]
