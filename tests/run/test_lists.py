"""Lists of uppdrag in Excel and CSV beside the documents of a repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

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


def test_a_finding_in_a_list_shows_the_words_of_its_row_and_not_its_number() -> None:
    rows = [["Nr", *ROWS[3]], ["7", *ROWS[4]]]
    excel("arsrapport-2025-kulturnamnden.xlsx", [*ROWS[:3], *rows])
    shown = plancheck("check", "--ruleset", "kommun", "--today", "2026-02-01").stdout
    assert f"│ {ROWS[4][0]}" in shown
    assert "│ 7" not in shown


def test_what_is_imported_from_a_list_says_its_sheet_and_row() -> None:
    excel("lista.xlsx", ROWS)
    made = plancheck("import", "--ruleset", "kommun", "lista.xlsx", "-o", "-").stdout
    assert "at: {sheet: Läget, row: 5}" in made
    Path("arsrapport.yaml").write_text(made, encoding="utf-8")
    Path("lista.xlsx").unlink()
    (status,) = [one for one in report()["evaluations"] if one["rule"] == "UPP007" and one["outcome"] == "failed"]
    assert (status["location"]["sheet"], status["location"]["row"]) == ("Läget", 5)


def test_a_list_that_has_no_sections_does_not_say_that_they_may_be_lost() -> None:
    Path("lista.csv").write_bytes("\r\n".join(";".join(row) for row in ROWS).encode("cp1252"))
    made = plancheck("import", "--ruleset", "kommun", "lista.csv", "-o", "-").stdout
    assert "incomplete:" in made
    assert "sections" not in made
    assert {one["outcome"] for one in report()["evaluations"] if one["rule"] == "AVS002"} == {"not-assessable"}


@pytest.mark.parametrize("title", [["Uppdragslista 2025"], ["Uppdragslista 2025", "2025-03-01"], ["Uppdrag", "", "Sida 1"]])
def test_a_title_above_the_heads_of_a_list_is_no_uppdrag(title: list[str]) -> None:
    rows = [["Kulturnämnden får i uppdrag att rita ett bad", "Pågår"], ["Måla om biblioteket", "Avslutad"]]
    text = "\r\n".join(";".join(row) for row in [title, ["Uppdrag", "Status"], *rows])
    Path("lista.csv").write_bytes(text.encode("cp1252"))
    told = ("--document", "arsrapport", "--namnd", "kulturnamnden", "--year", "2025")
    made = plancheck("import", "--ruleset", "kommun", "lista.csv", "-o", "-", *told)
    values = yaml.safe_load(made.stdout)
    assert [entry["at"]["row"] for entry in values["uppdrag"]] == [3, 4]
    assert "Uppdragslista" not in made.stdout


@pytest.mark.parametrize("command", ["check", "import"])
@pytest.mark.parametrize(("title", "lacks_year"), [("Uppdragslista", True), ("Uppdragslista kulturnämnden 2025", False)])
def test_a_list_of_no_kind_is_told_by_its_columns_with_what_it_lacks(command: str, title: str, lacks_year: bool) -> None:
    excel("uppdrag.xlsx", [[title], ROWS[3], ROWS[4]])
    text = " ".join(plancheck(command, "--ruleset", "kommun", "uppdrag.xlsx").output.split())
    assert "en lista med kolumnerna Uppdrag, Status, Kommentar" in text
    assert f"plancheck {command} uppdrag.xlsx --document …" in text
    assert ("--year …" in text, "vilket år" in text) == (lacks_year, lacks_year)
    assert "--namnd …" not in text
    assert "arsrapport" in text
