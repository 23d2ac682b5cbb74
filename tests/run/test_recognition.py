"""What was read of a file is said: how much of what, where it stood, how certain that is; and a person can say what is what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from plancheck.importing.evidence.profile import profile_of
from plancheck.model.problems import ProblemError
from tests.cli.small import flowing
from tests.command import plancheck
from tests.paths import ROOT

BUDGET = "document: kf-budget\nid: kf-2025\nyear: 2025\ngoals:\n  - {id: goal-1, title: Alla barn läser}\n"
ORGANISATION = "document: organisation\nyear: 2025\nnamnder: [{id: kulturnamnden, title: Kulturnämnden}]\n"
FRONT = [("Title", "Verksamhetsplan 2025"), ("Normal", "Kulturnämnden"), ("Heading 1", "Inledning")]
GOALS = [("Heading 1", "Mål"), ("Heading 2", "Alla barn läser"), ("Normal", "Vi läser högt."), ("Heading 2", "Fler ser film")]
GIVEN = [("Heading 1", "Vad vi ska göra"), ("List Bullet", "Öppna ett bibliotek"), ("List Bullet", "Laga taket på museet")]


def word(name: str, paragraphs: list[tuple[str, str]], rows: list[tuple[str, ...]] | None = None) -> None:
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(name)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    Path("organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    Path("kf-budget.yaml").write_text(BUDGET, encoding="utf-8")
    return tmp_path


def check(*arguments: str) -> str:
    return plancheck("check", "--today", "2025-12-31", *arguments).output


def read(*arguments: str) -> list[dict[str, Any]]:
    report = json.loads(plancheck("check", "--format", "json", *arguments).stdout)
    return [one for one in report["notifications"] if one["concern"] == "read"]


def test_a_report_begins_with_what_was_read_and_where_it_stood() -> None:
    word("plan.docx", [*FRONT, *GOALS, ("Heading 1", "Uppdrag")], [("Direktiv", "Ansvarig"), ("Måla bänkarna", "Chefen")])
    text = check("plan.docx")
    assert text.startswith("Läste Verksamhetsplan 2025 ur plan.docx: 2 mål (rubriker under «Mål»), 1 uppdrag")
    assert "(tabellrader, kolumnen «Direktiv» under «Uppdrag»)" in flowing(text)
    assert "Read Verksamhetsplan 2025 from plan.docx: 2 goals (headings under «Mål»)" in check("plan.docx", "--lang", "en")
    assert max(map(len, text.splitlines())) <= 80


def test_what_kf_knows_is_told_from_what_only_stands_beside_it() -> None:
    word("plan.docx", [*FRONT, *GOALS])
    text = flowing(check("plan.docx"))
    assert "Mål: 1 finns bland det som KF har beslutat, 1 står på samma sätt men finns inte där." in text


def test_what_only_a_heading_says_is_to_be_looked_at() -> None:
    Path("kf-budget.yaml").unlink()
    word("plan.docx", [*FRONT, *GOALS])
    text = flowing(check("plan.docx"))
    assert "Målen känns igen bara på rubriken «Mål»: kontrollera att det stämmer." in text
    assert "Det finns ingen lista med KF:s mål här att jämföra med." in text


def test_what_is_kept_of_a_file_says_the_same_the_next_time() -> None:
    word("plan.docx", [*FRONT, *GOALS])
    first = check("plan.docx", "--explain-layout")
    assert check("plan.docx", "--explain-layout") == first


def test_a_folder_is_one_line_and_what_is_to_be_looked_at() -> None:
    word("plan.docx", [*FRONT, *GOALS])
    assert [one["message"].partition(":")[0] for one in read(".")] == ["Läste 1 fil i Word, PDF, text eller kalkylblad"]
    word("plan.docx", [*FRONT, *GIVEN])
    assert [one.get("location", {}).get("file") for one in read(".")] == [None, "plan.docx", None]


def test_the_layout_is_explained_by_position_with_its_evidence() -> None:
    word("plan.docx", [*FRONT, *GOALS])
    text = check("plan.docx", "--explain-layout")
    assert text.splitlines()[:5] == [
        "plan.docx: Verksamhetsplan 2025",
        "  Mål",
        f"    {'rubriker på nivå 2 under «Mål»':<68}     2",
        "      kända: 1, ger uppdrag: 0, egen etikett: 0, rubrik: ja",
        "      först: «Alla barn läser»",
    ]


def test_an_explanation_leaves_what_a_program_reads_alone() -> None:
    word("plan.docx", [*FRONT, *GOALS])
    result = plancheck("check", "plan.docx", "--explain-layout", "--format", "json")
    assert json.loads(result.stdout)
    assert "  Mål\n" in result.stderr


def test_an_import_ends_with_what_was_read() -> None:
    word("plan.docx", [*FRONT, *GOALS])
    result = plancheck("import", "plan.docx", "--output", "ut", "--explain-layout")
    assert "Läste Verksamhetsplan 2025 ur plan.docx: 2 mål (rubriker under «Mål»)" in flowing(result.stdout)
    assert "rubriker på nivå 2 under «Mål»" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_person_says_for_a_run_what_the_words_of_a_file_mean() -> None:
    word("plan.docx", [*FRONT, *GIVEN])
    assert "inga mål, inga uppdrag" in flowing(check("plan.docx"))
    text = flowing(check("plan.docx", "--as", "uppdrag=Vad vi ska göra"))
    assert "2 uppdrag (punkter (•) under «Vad vi ska göra»)" in text
    assert "Uppdrag: 2 är det enligt --as." in text
    assert "inga mål, inga uppdrag" in flowing(check("plan.docx"))
    result = plancheck("import", "plan.docx", "--output", "-", "--as", "uppdrag=Vad vi ska göra")
    assert "title: Laga taket på museet" in result.stdout


def test_the_words_of_a_rule_set_say_it_for_good() -> None:
    word("plan.docx", [*FRONT, *GIVEN])
    Path("regler").mkdir()
    Path("regler/rules.yaml").write_text("ruleset: regler\nextends: kommun\n", encoding="utf-8")
    Path("regler/import.yaml").write_text("labels: {uppdrag: [Vad vi ska göra]}\n", encoding="utf-8")
    Path("plancheck.yaml").write_text("ruleset: regler\ncovers: []\n", encoding="utf-8")
    assert "2 uppdrag (punkter (•) under «Vad vi ska göra»)" in flowing(check("plan.docx"))


@pytest.mark.parametrize("words", ["Åtaganden", "Nämndens uppdrag", "Mål och uppdrag"])
def test_what_a_person_says_of_words_goes_before_what_they_mean_elsewhere(words: str) -> None:
    word("plan.docx", [*FRONT, ("Heading 1", words), *GIVEN[1:]])
    assert f"2 uppdrag (punkter (•) under «{words}»)" in flowing(check("plan.docx", "--as", f"uppdrag={words}"))


def test_words_have_one_meaning_and_it_is_the_last_that_was_said(tmp_path: Path) -> None:
    for name, role in (("a", "goal"), ("b", "uppdrag")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "import.yaml").write_text(f"labels: {{{role}: [Åtaganden]}}\n", encoding="utf-8")
    labels = profile_of([tmp_path / "a", tmp_path / "b"]).labels
    assert labels == {"goal": [], "uppdrag": ["Åtaganden"]}
    assert profile_of([tmp_path / "a"], [("uppdrag", "åtaganden")]).labels == {"goal": [], "uppdrag": ["åtaganden"]}
    with pytest.raises(ProblemError):
        profile_of([], [("mal", "Åtaganden")])


@pytest.mark.parametrize("command", ["check", "import"])
@pytest.mark.parametrize(("given", "words"), [("uppdrag", "likhetstecken"), ("mal=Inriktning", "mal finns inte")])
def test_what_is_said_wrongly_is_refused_with_what_is_there(command: str, given: str, words: str) -> None:
    word("plan.docx", [*FRONT, *GOALS])
    result = plancheck(command, "plan.docx", "--as", given)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize("option", [["--explain-layout"], ["--as", "uppdrag=Åtaganden"]])
def test_the_layout_of_several_files_or_of_yaml_is_not_asked_for(option: list[str]) -> None:
    for path in (".", "kf-budget.yaml"):
        result = plancheck("check", path, *option)
        assert result.exit_code == 2
        assert option[0] in result.stderr


@pytest.mark.parametrize("format_", ["html", "markdown", "sarif", "csv", "junit", "github", "azure"])
def test_every_report_says_what_was_read(format_: str) -> None:
    word("plan.docx", [*FRONT, *GOALS])
    plancheck("check", "plan.docx", "--format", format_, "--output", "report")
    assert "Läste Verksamhetsplan 2025 ur plan.docx: 2 mål" in flowing(Path("report").read_text(encoding="utf-8"))


def test_the_manual_shows_what_the_program_says() -> None:
    manual = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    word("plan.docx", [*FRONT, *GOALS, ("Heading 1", "Uppdrag"), *GIVEN[1:]])
    explanation, said, *_ = check("plan.docx", "--explain-layout").split("\n\n")
    assert f"```\n{explanation}\n```" in manual
    assert f"```\n{said}\n```" in manual


def test_a_quiet_report_has_findings_only() -> None:
    word("plan.docx", [*FRONT, *GOALS])
    assert "Läste" not in check("plan.docx", "--quiet")


def test_what_somebody_says_of_words_that_the_file_has_not_had_no_effect() -> None:
    word("plan.docx", [*FRONT, *GIVEN])
    said = ("--as", "uppdrag=Vad vi ska göra", "--as", "goal=Dit vi vill")
    for _ in ("read", "kept"):
        text = flowing(check("plan.docx", *said))
        assert '`--as goal="Dit vi vill"` hade ingen verkan' in text
        assert 'göra"` hade ingen verkan' not in text
    result = plancheck("import", "plan.docx", "--output", "-", *said)
    assert '`--as goal="Dit vi vill"` hade ingen verkan' in flowing(result.stderr)


def test_a_doubt_about_a_file_without_pages_names_the_heading_above_and_the_words() -> None:
    heads = [("Normal", text) for text in ("Uppdrag", "Ansvarig", "Status", "Måla bänkarna")]
    word("plan.docx", [*FRONT, *GOALS, ("Heading 1", "Bakgrund"), *heads])
    text = flowing(plancheck("import", "plan.docx", "--output", "-").output)
    assert "(under rubriken «Bakgrund»: «Uppdrag»)" in text
