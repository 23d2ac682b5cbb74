"""The header of a document: its kind, nämnd and year, read without parsing the rest."""

from __future__ import annotations

import pytest

from plancheck.repository.header import Header, header_of
from tests.fixtures import Workspaces
from tests.repository.plans import ORGANISATION, PLAN_2024


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
    assert [entry for entry in made.entries if made.is_alone(entry)] == [made.entries[-1]]
    assert [(p.file, p.span.line) for p in made.faults] == [("0.yaml", 3)]


def test_a_header_knows_the_keys_at_the_top(workspace: Workspaces) -> None:
    header = header_of(ORGANISATION)
    assert header == Header(
        "organisation", None, 2024, None, "organisation-2024", frozenset(header.keys if header else ()), False, 2024
    )
    assert header is not None
    assert header.keys == {"document", "year", "namnder", "groups"}


@pytest.mark.parametrize("written", ["2025-2027", '"2025-2027"'])
def test_a_document_of_a_period_has_its_first_and_its_last_year(written: str) -> None:
    header = header_of(f"document: kf-budget\nyears: {written}\ngoals: []\n")
    assert header is not None
    assert (header.year, header.until, header.identity) == (2025, 2027, "kf-budget-2025")


@pytest.mark.parametrize("written", ["2025–2027", "2025 - 2027", "[2025, 2027]", "null"])
def test_a_period_in_another_form_is_left_to_the_parser(written: str) -> None:
    assert header_of(f"document: kf-budget\nyears: {written}\ngoals: []\n") is None
