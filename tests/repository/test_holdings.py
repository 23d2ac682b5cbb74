"""Whose documents a repository is to hold: what the configuration says, or else what there is."""

from __future__ import annotations

import pytest

from plancheck import RuleSet
from plancheck.model.base import Unknown
from plancheck.repository.declared import Years
from plancheck.repository.holdings import holds
from plancheck.repository.workspace import Workspace
from tests.repository.plans import ORGANISATION, PLAN_2023

MERGED = """\
document: organisation
year: 2024
namnder:
  - {id: nordost, title: Nordost, from: 2024, succeeds: [angered, bergsjon]}
  - {id: angered, title: Angered, to: 2023}
  - {id: bergsjon, title: Bergsjön, to: 2023}
"""


@pytest.fixture
def held(kommun: RuleSet) -> Workspace:
    return Workspace(kommun.declared)


def covering(kommun: RuleSet, *texts: str, **years: str) -> Workspace:
    """A workspace of the texts that covers these names in these years."""
    made = Workspace(kommun.declared, covers={name: Years.of(given) or Years() for name, given in years.items()})
    for n, text in enumerate(texts):
        made.add(text, f"{n}.yaml")
    return made


def test_without_covers_a_namnd_is_held_from_the_year_of_its_first_document(held: Workspace) -> None:
    held.add(PLAN_2023, "plan.yaml")
    assert [holds(held, "nordost", year) for year in (2023, 2024, 2030)] == [True] * 3
    before = holds(held, "nordost", 2022)
    assert isinstance(before, Unknown)
    assert before.reason.key == "not-known-to-be-held"


def test_a_document_that_cannot_be_read_is_one_of_the_namnd_too(held: Workspace) -> None:
    held.add("document: verksamhetsplan\nnamnd: nordost\nyear: 2023\nuppdrag: [\n", "plan.yaml")
    assert holds(held, "nordost", 2023) is True


def test_why_nobody_knows_names_the_namnd_as_the_organisation_does(held: Workspace) -> None:
    held.add(ORGANISATION, "org.yaml")
    found = [holds(held, namnd, 2024) for namnd in ("centrum", "okand")]
    assert [one.reason.details["namnd"] for one in found if isinstance(one, Unknown)] == ["Centrum", "okand"]


def test_whoever_took_over_from_a_namnd_is_held_as_that_was(held: Workspace, kommun: RuleSet) -> None:
    for text in (MERGED, PLAN_2023.replace("nordost", "angered")):
        held.add(text, text[:20])
    assert holds(held, "nordost", 2024) is True
    assert isinstance(holds(held, "bergsjon", 2023), Unknown)
    assert holds(covering(kommun, MERGED, angered="2023-"), "nordost", 2024) is True
    assert holds(covering(kommun, MERGED, angered="2023"), "nordost", 2024) is False


def test_covers_says_whose_documents_are_held_and_for_which_years(kommun: RuleSet) -> None:
    made = covering(kommun, ORGANISATION, PLAN_2023, centrum="2024-", idrott="-2023")
    assert [holds(made, "centrum", year) for year in (2023, 2024, 2025)] == [False, True, True]
    assert [holds(made, "idrott", year) for year in (2023, 2024)] == [True, False]
    assert holds(made, "nordost", 2024) is False


def test_covers_may_name_a_group(kommun: RuleSet) -> None:
    made = covering(kommun, ORGANISATION, socialnamnderna="2024")
    assert [holds(made, namnd, 2024) for namnd in ("nordost", "centrum", "idrott")] == [True, True, False]


def test_without_an_organisation_covers_means_the_ids_that_it_names(kommun: RuleSet) -> None:
    made = covering(kommun, nordost="2024")
    assert [holds(made, namnd, 2024) for namnd in ("nordost", "centrum")] == [True, False]
