"""Versions of rule sets: how they compare, and which a demand allows."""

from __future__ import annotations

import pytest

from plancheck.ruleset.versions import Demand, version_of


def test_versions_compare_as_numbers() -> None:
    rising = ["0", "0.1", "0.9.1", "0.10", "1", "1.0.1", "2.1", "10"]
    numbers = [version_of(text) for text in rising]
    assert numbers == sorted(numbers, key=lambda number: number or ())
    assert len(set(numbers)) == len(rising)


def test_zeros_at_the_end_of_a_version_say_nothing() -> None:
    assert version_of("2") == version_of("2.0") == version_of("2.0.0")
    assert version_of("0.0") == version_of("0")
    assert version_of("2.0.1") != version_of("2.1")


@pytest.mark.parametrize(
    "text", ["", "v2", "2.", ".2", "2..1", "2.0rc1", "2-1", "vår", "²", "٢", " 2", "2\n", "1" * 5000, "1." * 50 + "1"]
)
def test_what_is_not_numbers_with_dots_is_no_version_to_compare(text: str) -> None:
    assert version_of(text) is None


@pytest.mark.parametrize("text", ["kommun", "./ours", "../a=b", "ours>=2/", "~/x", "/a/b>=2", "", "kommun>=", "kommun 2"])
def test_a_name_or_a_path_demands_no_version(text: str) -> None:
    assert Demand.of(text) == (text, "")


def test_a_demand_is_met_where_each_of_its_bounds_is() -> None:
    demand = Demand.of("klimat >= 2, <3 ,!=2.5")
    assert (demand.name, str(demand)) == ("klimat", "klimat>=2,<3,!=2.5")
    allowed = [text for text in ("1.9", "2", "2.4.9", "2.5.0", "2.5.1", "3.0", "4") if demand.allows(version_of(text) or ())]
    assert allowed == ["2", "2.4.9", "2.5.1"]
