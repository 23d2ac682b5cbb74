"""Lists of uppdrag in Excel and CSV beside the documents of a repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.command import plancheck

ORGANISATION = "document: organisation\nyear: 2025\nnamnder: [{id: kulturnamnden, title: Kulturnämnden}]\n"
BUDGET = """document: kf-budget
id: kf-2025
year: 2025
uppdrag:
  - {id: bad, title: Kulturnämnden får i uppdrag att rita ett bad, to: [kulturnamnden]}
"""
ROWS = [
    ["Årsrapport 2025"],
    ["Kulturnämnden"],
    [],
    ["Uppdrag", "Status", "Kommentar"],
    ["Kulturnämnden får i uppdrag att rita ett bad", "Pausad", "Vi väntar på mark."],
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    Path("organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    Path("kf-budget.yaml").write_text(BUDGET, encoding="utf-8")


def excel(name: str, rows: list[list[str]]) -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "Läget"
    for row in rows:
        sheet.append(row)
    made.save(name)


def report(*arguments: str) -> dict[str, Any]:
    made = plancheck("check", "--ruleset", "kommun", "--today", "2026-02-01", "--format", "json", *arguments)
    values: dict[str, Any] = json.loads(made.stdout)
    return values


def test_a_finding_in_a_list_names_its_sheet_and_row() -> None:
    excel("lista.xlsx", ROWS)
    (status,) = [one for one in report()["evaluations"] if one["rule"] == "UPP007" and one["outcome"] == "failed"]
    assert (status["location"]["sheet"], status["location"]["row"]) == ("Läget", 5)
    assert "page" not in status["location"]
    shown = plancheck("check", "--ruleset", "kommun", "--today", "2026-02-01").stdout
    assert "blad Läget, rad 5" in shown


def test_a_list_of_separated_values_has_rows_and_no_sheet() -> None:
    text = "\r\n".join(";".join(row) for row in ROWS)
    Path("lista.csv").write_bytes(text.encode("cp1252"))
    (status,) = [one for one in report()["evaluations"] if one["rule"] == "UPP007" and one["outcome"] == "failed"]
    assert status["location"]["row"] == 5
    assert "sheet" not in status["location"]


@pytest.mark.parametrize("kept", [False, True])
def test_a_spreadsheet_of_something_else_is_left_aside(kept: bool) -> None:
    excel("konton.xlsx", [["Årsrapport 2025"], ["Kulturnämnden"], [], ["Konto", "Belopp"], ["4010", "100"]])
    if kept:
        report()
    made = report()
    assert "konton.xlsx" not in json.dumps(made)
    assert made["summary"] == report()["summary"]


def test_a_list_that_is_named_and_tells_nothing_of_itself_is_a_fault() -> None:
    excel("lista.xlsx", [["a", "b"], ["c", "d"]])
    assert any(
        one["rule"] == "DOK002" and one["location"]["file"] == "lista.xlsx" for one in report("lista.xlsx")["evaluations"]
    )
