"""Decisions and days in a text."""

from __future__ import annotations

import datetime

import pytest

from plancheck.importing.pipeline import Wanted
from tests.importing.goteborg import from_text


@pytest.mark.parametrize(
    ("line", "decided"),
    [
        (
            "Antagen av Socialnämnden Nordost 2024-02-06, § 12, dnr N163-0011/24",
            {"date": datetime.date(2024, 2, 6), "paragraph": "§ 12", "diary-number": "N163-0011/24"},
        ),
        ("Beslutad av nämnden den 6 februari 2024", {"date": datetime.date(2024, 2, 6)}),
        ("Antagen av kommunfullmäktige 2023-11-16", None),
        ("Antagen av Socialnämnden Hisingen 2024-02-06", None),
        ("Antagen av Socialnämnden Nordost i februari", None),
    ],
)
def test_a_line_on_the_cover_tells_the_decision_of_the_namnd_itself(line: str, decided: dict[str, object] | None) -> None:
    text = f"Verksamhetsplan 2024\n\nSocialnämnden Nordost\n\n{line}\n\n1 Inledning\n\nText.\n"
    wanted = Wanted("verksamhetsplan", "nordost", 2024)
    told_of = from_text(text, wanted=wanted).documents[0].plain().get("decisions")
    assert told_of == (None if decided is None else [{"by": "nordost", "outcome": "adopted", **decided}])


@pytest.mark.parametrize(
    "text",
    [
        "Utdrag ur protokoll\nSammanträdesdatum: 2024-13-45\nVerksamhetsplan 2024 Socialnämnden Nordost\nBeslut\n1. Anta.\n",
        "Verksamhetsplan 2024\nSocialnämnden Nordost\nSamverkan har skett i FSG 2024-02-30.\n",
        "Kvalitetsrapport 2024\nSocialnämnden Nordost\n\n1 Inledning\n\nDen gäller från den 45 mars till den 31 februari.\n",
        "Kvalitetsrapport 2024\nSocialnämnden Nordost\n\n1 Inledning\n\nDen gäller från den 29 februari till den 1 januari.\n",
    ],
)
def test_a_day_that_the_calendar_has_not_is_no_day(text: str) -> None:
    wanted = Wanted("verksamhetsplan") if text.startswith("Utdrag") else Wanted()
    assert "2024-02-29" not in str(from_text(text, wanted=wanted).documents[0].plain())
