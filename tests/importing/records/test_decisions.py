"""Decisions and days in a text."""

from __future__ import annotations

import datetime
from typing import Any, cast

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
        ("Antagen av kommunfullmäktige 2023-11-16", {"by": "kf", "date": datetime.date(2023, 11, 16)}),
        ("Antagen av Socialnämnden Hisingen 2024-02-06", {"by": "hisingen", "date": datetime.date(2024, 2, 6)}),
        ("Fastställd: 2024-02-06", {"date": datetime.date(2024, 2, 6)}),
        ("Fastställd den 6 februari 2024, § 12", {"date": datetime.date(2024, 2, 6), "paragraph": "§ 12"}),
        ("Antagen av kommunfullmäktige § 112", {"by": "kf", "paragraph": "§ 112"}),
        ("Beslutad 2024-02-06", {"date": datetime.date(2024, 2, 6)}),
        ("KS 2024-02-06 § 204", {"by": "ks", "date": datetime.date(2024, 2, 6), "paragraph": "§ 204"}),
        ("Nämnd: Socialnämnden Hisingen Fastställd: 2024-02-06", {"by": "hisingen", "date": datetime.date(2024, 2, 6)}),
        (
            "Kommunfullmäktige har antagit nämndens verksamhetsplan den 6 februari 2024.",
            {"by": "kf", "date": datetime.date(2024, 2, 6)},
        ),
        (
            "Beslutsdatum: 2024-02-06\n\nBeslutsinstans: Kommunstyrelsen\n\nParagraf: 12",
            {"by": "ks", "date": datetime.date(2024, 2, 6), "paragraph": "§ 12"},
        ),
        ("Fastställt av\nKommunfullmäktige\nDatum\n2024-02-06", {"by": "kf", "date": datetime.date(2024, 2, 6)}),
        ("Godkänd av nämnden 2024-02-06 § 12", {"date": datetime.date(2024, 2, 6), "paragraph": "§ 12"}),
        ("Godkänt 2024-02-06", {"date": datetime.date(2024, 2, 6)}),
        (
            "Fastställd i kommunfullmäktige § 12, 2024-02-06",
            {"by": "kf", "date": datetime.date(2024, 2, 6), "paragraph": "§ 12"},
        ),
        ("Antagen genom beslut i kommunstyrelsen 6/2 2024", {"by": "ks", "date": datetime.date(2024, 2, 6)}),
        ("Fastställd genom beslut 2024-02-06 § 12", {"date": datetime.date(2024, 2, 6), "paragraph": "§ 12"}),
        ("Beslut i kommunfullmäktige den 6 februari 2024", {"by": "kf", "date": datetime.date(2024, 2, 6)}),
        ("Kf § 112/2024", {"by": "kf", "paragraph": "§ 112"}),
        (
            "Kommunfullmäktige har den 6 februari 2024, § 12, antagit verksamhetsplan 2024.",
            {"by": "kf", "date": datetime.date(2024, 2, 6), "paragraph": "§ 12"},
        ),
        (
            "Kommunfullmäktige har den 6 februari 2024 beslutat verksamhetsplan 2024 för nämnden.",
            {"by": "kf", "date": datetime.date(2024, 2, 6)},
        ),
        (
            "Kommunfullmäktige beslutade den 6 februari 2024 att anta nämndens verksamhetsplan.",
            {"by": "kf", "date": datetime.date(2024, 2, 6)},
        ),
        ("Kommunfullmäktige beslutade den 6 februari 2024 att nämnden ska se över sin verksamhetsplan.", None),
        ("Kommunfullmäktige § 112", None),
        ("Antagen av Socialnämnden Nordost i februari", None),
        ("Antagen av styrgruppen 2024-02-06", None),
        ("Kommunfullmäktige har antagit ett program för träd den 6 februari 2024.", None),
        ("Diarienummer: KS 2024/123", None),
        ("Datum: 2024-02-06", None),
    ],
)
def test_a_line_on_the_cover_tells_who_decided_and_when(line: str, decided: dict[str, object] | None) -> None:
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


@pytest.mark.parametrize(
    "number",
    ["2024/123", "KS 2024/00123", "KS-2024/123", "SN 2024.123", "180-1799/2015", "2024-00123", "N160-0123/24", "KS2024/123"],
)
@pytest.mark.parametrize("label", ["Dnr ", "Dnr: ", "Diarienummer: "])
def test_a_diary_number_is_read_in_its_common_forms(number: str, label: str) -> None:
    text = f"Verksamhetsplan 2024\nSocialnämnden Nordost\nAntagen 2024-02-06, § 12, {label}{number}\n\n1 Inledning\n\nText.\n"
    (decision,) = from_text(text).documents[0].plain()["decisions"]
    assert decision["diary-number"] == number


@pytest.mark.parametrize("words", ["2024-02-06", "läsåret 2024/25", "perioden 2024/2025", "§ 118/24", "KS 2024-02-06"])
def test_a_day_or_two_years_are_no_diary_number(words: str) -> None:
    text = f"Verksamhetsplan 2024\nSocialnämnden Nordost\nFastställd 2024-02-06, § 12, {words}\n\n1 Inledning\n\nText.\n"
    (decision,) = from_text(text).documents[0].plain()["decisions"]
    assert "diary-number" not in decision


def test_a_decision_whose_day_is_not_told_is_doubted() -> None:
    text = "Verksamhetsplan 2024\nSocialnämnden Nordost\nAntagen av kommunfullmäktige § 112\n\n1 Inledning\n\nText.\n"
    (decision,) = from_text(text).documents[0].values["decisions"]
    assert [doubt.key for doubt in decision.doubts] == ["doubt-no-date"]


DECIDED = "Kommunfullmäktiges budget 2025\n\n{head}\n\n1. Budgeten antas.\n\n2. Skatten är 21 kronor.\n\n8. Allt är klart.\n"


@pytest.mark.parametrize(
    ("head", "by", "outcome"),
    [
        ("Beslut", "kf", "adopted"),
        ("Beslut\n\nKommunfullmäktige beslutar", "kf", "adopted"),
        ("Kommunfullmäktige beslutar:", "kf", "adopted"),
        ("Kommunfullmäktige beslutar följande.", "kf", "adopted"),
        ("Kommunstyrelsens förslag till beslut\n\nKommunfullmäktige beslutar att", "kf", "proposed"),
        ("Förslag till beslut", "kf", "proposed"),
        ("Förslag till beslut i kommunstyrelsen", "ks", "proposed"),
        ("Kommunstyrelsen föreslår att kommunfullmäktige beslutar att", "kf", "proposed"),
        ("Kommunstyrelsen beslutar föreslå kommunfullmäktige besluta att", "kf", "proposed"),
        ("Beredningen föreslår att kommunstyrelsen beslutar följande.", "ks", "proposed"),
    ],
)
def test_who_decides_is_the_body_that_is_named_and_numbers_may_be_missing(head: str, by: str, outcome: str) -> None:
    made = from_text(DECIDED.format(head=head), wanted=Wanted("kf-budget", None, 2025)).documents[0].plain()
    (decision,) = made["decisions"]
    assert (decision["by"], decision["outcome"], len(decision["points"])) == (by, outcome, 3)
    assert "goals" not in made


def test_a_sentence_about_deciding_above_a_list_makes_no_decision_of_it() -> None:
    text = "Uppdrag 2025\n\nKommunfullmäktige hade mycket att besluta om.\n\nDet som blev kvar:\n\n1. Ett träd.\n2. En bro.\n"
    assert "decisions" not in from_text(text, wanted=Wanted("kf-budget", None, 2025)).documents[0].plain()


def test_a_table_on_the_first_page_tells_the_decision() -> None:
    import io

    import docx

    from plancheck.importing.evidence.profile import profile_of
    from plancheck.importing.pipeline import prepared, recognised
    from plancheck.importing.reading.docx import read
    from tests.importing.goteborg import goteborg, registers

    document = docx.Document()
    document.add_paragraph("Verksamhetsplan 2024")
    table = document.add_table(rows=2, cols=3)
    rows = [["Beslutsdatum", "Diarienummer", "Beslutsinstans"], ["2024-02-06", "KS 2024/123", "Kommunfullmäktige"]]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Vi målar hus.")
    data = io.BytesIO()
    document.save(data)
    content = prepared(
        read(data.getvalue(), "plan.docx"), profile_of(goteborg().ruleset.folders), goteborg().ruleset, registers()
    )
    made = recognised(content, Wanted("verksamhetsplan", "nordost", 2024)).documents[0].plain()
    assert made["decisions"] == [
        {"by": "kf", "outcome": "adopted", "date": datetime.date(2024, 2, 6), "diary-number": "KS 2024/123"}
    ]


# Proposals, and whose points are whose


def decisions_of(text: str, kind: str = "verksamhetsplan", namnd: str | None = "nordost") -> list[dict[str, Any]]:
    wanted = Wanted(kind, namnd, 2024)
    return cast(list[dict[str, Any]], from_text(text, wanted=wanted).documents[0].plain().get("decisions", []))


def outcomes(decisions: list[dict[str, Any]]) -> list[tuple[object, object, list[str]]]:
    return [(made["by"], made["outcome"], [point["text"] for point in made.get("points", [])]) for made in decisions]


TWO = "Plan 2024\n\n{head}\n\n1. Bron byggs.\n\n2. Parken sköts.\n\n{between}\n\n1. Skatten höjs.\n\n1 Inledning\n\nText.\n"


@pytest.mark.parametrize("end", ["att", "", "följande", "följande att-satser"])
def test_below_the_points_of_one_body_stand_those_that_it_proposes_to_another(end: str) -> None:
    between = f"Kommunstyrelsen föreslår för sin del kommunfullmäktige besluta {end}".strip()
    made = decisions_of(TWO.format(head="Förslag till beslut\n\nKommunstyrelsen beslutar", between=between))
    assert outcomes(made) == [
        ("ks", "proposed", ["Bron byggs.", "Parken sköts."]),
        ("kf", "proposed", ["Skatten höjs."]),
    ]


def test_what_a_body_decides_is_adopted_though_it_proposes_the_rest() -> None:
    between = "Kommunstyrelsen föreslår kommunfullmäktige besluta att"
    made = decisions_of(TWO.format(head="Sammanträdesdatum 2024-02-06\n\nKommunstyrelsen beslutar att", between=between))
    assert [(decision["by"], decision["outcome"]) for decision in made] == [("ks", "adopted"), ("kf", "proposed")]
    assert made[0]["date"] == datetime.date(2024, 2, 6)
    assert "date" not in made[1]


@pytest.mark.parametrize("apart", ["\n\n", "\n", " ", " för "])
def test_two_bodies_decide_in_one_head_and_the_points_are_those_of_the_last(apart: str) -> None:
    head = f"Förslag till beslut{apart}Kommunstyrelsen beslutar att godkänna hela planen"
    text = f"{head} Kommunstyrelsen beslutar föreslå kommunfullmäktige besluta att\n\n1. Bron byggs.\n2. Parken sköts.\n\n"
    made = decisions_of(f"{text}Sammanfattning\n\nPlanen är bra för alla som bor här och alla som kommer hit på besök.\n")
    assert outcomes(made) == [
        ("ks", "proposed", ["godkänna hela planen"]),
        ("kf", "proposed", ["Bron byggs.", "Parken sköts."]),
    ]


def test_a_proposal_without_numbers_is_a_point() -> None:
    made = decisions_of("Verksamhetsplan 2024\n\nFörslag till beslut\n\nSocialnämnden Nordost beslutar att anta hela planen.\n")
    assert outcomes(made) == [("nordost", "proposed", ["anta hela planen"])]


def test_a_page_in_one_line_is_parted_into_heading_head_and_points() -> None:
    text = (
        "Budget 2024\n\n2 Förslag till beslut Kommunfullmäktige beslutar 1. Skatten blir 21 kr. 2. Bron byggs. 3. Allt tas.\n"
    )
    imported = from_text(text, wanted=Wanted("kf-budget", None, 2024))
    made = imported.documents[0].plain()
    assert outcomes(made["decisions"]) == [("kf", "proposed", ["Skatten blir 21 kr.", "Bron byggs.", "Allt tas."])]
    assert "goals" not in made
    # Each part is found where the line stands that it comes from.
    assert {imported.reading.row(line) for line in imported.reading.lines} == {1, 3}


@pytest.mark.parametrize(
    "line", ["Förslag till beslut om parken lämnas av nämnden i maj.", "Beslut Kommunen beslutar 1. En sak."]
)
def test_a_line_that_only_speaks_of_a_proposal_is_not_parted(line: str) -> None:
    imported = from_text(f"Verksamhetsplan 2024\n\n{line}\n", wanted=Wanted("verksamhetsplan", "nordost", 2024))
    assert [entry.text for entry in imported.reading.lines] == ["Verksamhetsplan 2024", line]


def test_what_is_proposed_on_a_day_is_no_decision_that_is_made() -> None:
    made = decisions_of("Verksamhetsplan 2024\n\nFöreslås beslutad av kommunfullmäktige 2024-02-06\n\n1 Inledning\n\nText.\n")
    assert [decision["outcome"] for decision in made] == ["proposed"]


@pytest.mark.parametrize(
    ("numbers", "read"),
    [
        ("Dnr: SOCN 2018:64-042", "SOCN 2018:64-042"),
        ("D.nr KS/2018:64", "KS/2018:64"),
        ("Ärendenr 2018-00123.041", "2018-00123.041"),
        ("Diarienummer\n\nBUN18/123", "BUN18/123"),
        ("PM (Dnr 180-1799/2015, 111-47/2016)", "180-1799/2015, 111-47/2016"),
        ("Dnr KS 2018/1 och KS 2018/22", "KS 2018/1, KS 2018/22"),
        ("Dnr 2018-02-06", None),
    ],
)
def test_diary_numbers_stand_on_another_line_of_the_front_page(numbers: str, read: str | None) -> None:
    text = f"Verksamhetsplan 2024\n\n{numbers}\n\nGodkänd av Socialnämnden Nordost 2018-08-15 § 137\n\n1 Inledning\n\nText.\n"
    (decision,) = decisions_of(text)
    assert (decision["paragraph"], decision.get("diary-number")) == ("§ 137", read)


# What a point gives others to do


@pytest.mark.parametrize("words", ["uppmanas att", "anmodas att", "ges i uppdrag att", "åläggs att"])
def test_what_a_body_tells_others_to_do_in_a_point_is_an_uppdrag(words: str) -> None:
    points = f"1. Planen godkänns.\n\n2. Samtliga nämnder {words} se över sina avtal."
    text = f"Plan 2024\n\nSocialnämnden Nordost beslutar\n\n{points}\n"
    made = from_text(text, wanted=Wanted("verksamhetsplan", "nordost", 2024)).documents[0].plain()
    assert ["se över sina avtal" in str(uppdrag) for uppdrag in cast(list[dict[str, Any]], made.get("uppdrag", []))] == [True]
