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
