"""The table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter

from tests.command import answers, plancheck
from tests.paths import GOTEBORG
from tests.reports.goteborg import report


def test_a_table_opens_in_a_swedish_excel() -> None:
    text = plancheck("check", GOTEBORG, "--today", "2026-11-22", "--format", "csv").stdout_bytes.decode()
    assert text.startswith("\ufeffUtfall;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    told = [row["Vad som är fel"] for row in rows if row["Utfall"] == "upplysning"]
    assert told[0].startswith("Granskat mot goteborg")
    rows = [row for row in rows if row["Utfall"] != "upplysning"]
    assert len(rows) == len(answers(report()))
    assert Counter(row["Utfall"] for row in rows)["inte uppfyllt"] == report()["summary"]["failed"]
    prints = [row["Fingeravtryck"] for row in rows if row["Utfall"] != "uppfyllt"]
    assert prints == [one["fingerprint"] for one in report()["evaluations"]]


def test_namnd_kind_and_year_of_the_document_have_columns_of_their_own_at_the_end() -> None:
    text = plancheck("check", GOTEBORG, "--format", "csv").stdout_bytes.decode().removeprefix("\ufeff")
    first, *rest = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert list(first)[-4:] == ["Fingeravtryck", "Nämnd", "Dokumenttyp", "År"]
    of_report = [row for row in (first, *rest) if row["Dokument"] == "arsrapport-nordost-2022"]
    assert of_report
    assert {(row["Nämnd"], row["Dokumenttyp"], row["År"]) for row in of_report} == {
        ("Socialnämnden Nordost", "Årsrapport", "2022")
    }
    of_city = {row["Nämnd"] for row in (first, *rest) if row["Dokumenttyp"] == "Kommunfullmäktiges budget"}
    assert of_city == {""}
