"""A folder of Word and text files is a plan repository: they are read as the documents that they are."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import Result

from plancheck.importing.reading import ReadingError
from plancheck.messages import entry
from tests.command import plancheck

BUDGET = """document: kf-budget
id: kf-2025
year: 2025
goals:
  - {id: goal-1, title: Alla barn läser}
  - {id: goal-2, title: Staden har fler träd}
"""
ORGANISATION = "document: organisation\nyear: 2025\nnamnder: [{id: kulturnamnden, title: Kulturnämnden}]\n"
PLAN = [
    ("Title", "Verksamhetsplan 2025"),
    ("Normal", "Kulturnämnden"),
    ("Heading 1", "Inledning"),
    ("Normal", "Nämnden läser högt."),
    ("Heading 1", "Förutsättningar"),
    ("Normal", "Pengarna räcker."),
    ("Heading 1", "Mål"),
    ("Heading 2", "Alla barn läser"),
    ("Normal", "Vi läser högt i varje förskola varje vecka."),
]
LETTER = [("Normal", "Hej! Tack för mötet i tisdags. Vi ses igen i mars.")]


def word(name: str, paragraphs: list[tuple[str, str]]) -> None:
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    document.save(name)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    Path("organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    Path("kf-budget.yaml").write_text(BUDGET, encoding="utf-8")
    word("plan.docx", PLAN)
    return tmp_path


def check(*arguments: str | Path) -> Result:
    return plancheck("check", "--today", "2025-12-31", *arguments)


def report(*arguments: str | Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(check("--format", "json", *arguments).stdout)
    return values


def missed(*arguments: str | Path) -> list[tuple[str, str]]:
    """The goals of KF that a plan does not take care of, with the file of the plan."""
    found = [one for one in report(*arguments)["evaluations"] if one["rule"] == "MAL001" and one["outcome"] == "failed"]
    return [(one["location"]["file"], one["item"]) for one in found]


def messages(concern: str, *arguments: str | Path) -> list[str]:
    return [one["message"] for one in report(*arguments)["notifications"] if one["concern"] == concern]


def test_a_plan_in_word_is_judged_as_the_folder_is_checked() -> None:
    assert missed() == [("plan.docx", "kf-2025/goal-2")]
    assert missed(".") == missed("plan.docx")


def test_the_budget_in_a_text_file_binds_the_plan_beside_it_whatever_their_names() -> None:
    Path("kf-budget.yaml").unlink()
    Path("z.txt").write_text("Kommunfullmäktiges budget 2025\n\nUppdrag\n\n1. Nämnden ska läsa.\n", encoding="utf-8")
    reasons = {one["message"] for one in report()["evaluations"] if one["rule"] == "MAL001"}
    assert reasons == {"målen i Kommunfullmäktiges budget 2025 är inte säkert lästa (inga hittades)"}


def test_a_letter_is_no_plan_and_is_counted() -> None:
    word("brev.docx", LETTER)
    Path("LÄSMIG.txt").write_text("Här ligger nämndens papper.\n", encoding="utf-8")
    values = report()
    assert values["aside"] == 2
    assert {one["location"]["file"] for one in values["evaluations"]}.isdisjoint({"brev.docx", "LÄSMIG.txt"})
    assert "2 filer är inga planer" in check().stdout
    assert messages("unread") == []


def test_a_plan_of_nobody_knows_whom_is_named_and_not_judged() -> None:
    Path("organisation.yaml").write_text(
        ORGANISATION.replace("]", ", {id: namnden-for-x, title: Nämnden för X}]"), encoding="utf-8"
    )
    word("annan.docx", [(style, text) for style, text in PLAN if text != "Kulturnämnden"])
    assert messages("unread") == [
        "det framgår inte vilken nämnd dokumentet gäller. Skriv nämndens namn på en egen rad i början, eller lista nämnderna i "
        "organisation.yaml"
    ]
    assert check("--strict", "--select", "AVS001").exit_code == 1


def test_without_an_organisation_the_namnd_is_the_one_that_the_first_lines_name() -> None:
    Path("organisation.yaml").unlink()
    assert missed() == [("plan.docx", "kf-2025/goal-2")]
    assert {one["document"] for one in report()["judged"]} == {"kf-2025", "verksamhetsplan-kulturnamnden-2025"}


def test_a_damaged_file_is_named_and_what_is_missing_may_be_in_it() -> None:
    Path("kf-budget.yaml").unlink()
    Path("budget.docx").write_bytes(b"PK\x03\x04 damaged")
    assert check().exit_code == 1
    assert len(messages("unread")) == 1
    (reason,) = {one["message"] for one in report()["evaluations"] if one["rule"] == "MAL001"}
    assert "kan vara någon av de filer som inte går att läsa: budget.docx" in reason
    assert [one["rule"] for one in report("budget.docx")["evaluations"]] == ["FIL001"]


def test_the_yaml_made_from_a_file_is_judged_in_its_place() -> None:
    assert plancheck("import", "plan.docx").exit_code == 0
    made = Path("kulturnamnden/2025/verksamhetsplan.yaml")
    made.write_text(made.read_text(encoding="utf-8").replace("ref: kf-2025/goal-1", "ref: kf-2025/goal-2"), encoding="utf-8")
    assert missed() == [(made.as_posix(), "kf-2025/goal-1")]
    assert messages("unused") == []
    # Whoever names a file means that file.
    assert missed("plan.docx") == [("plan.docx", "kf-2025/goal-2")]


@pytest.mark.parametrize(
    ("line", "judged"),
    [
        ("# Importerat av plancheck från plan.docx. Jämför med dokumentet.\n", False),
        ("# Imported by plancheck from plan.docx. Compare it.\n", False),
        ("# Importerat av plancheck från storplan.docx. Jämför med dokumentet.\n", True),
        ("# Importerat av plancheck från min plan.docx. Jämför med dokumentet.\n", True),
        ("source: {file: plan.docx}\n", False),
        ("source:\n  file: 'underlag/plan.docx' # originalet\n", False),
        ("source: {file: en plan.docx, sha256: a}\n", True),
        ("# plan.docx är ett annat dokument\n", True),
    ],
)
def test_only_the_file_that_a_document_names_is_known_to_be_its_source(line: str, judged: bool) -> None:
    if line.startswith("# Imported"):
        line = f"# {entry('import-head')['en'].splitlines()[0].format(file='plan.docx', mark='REVIEW')}\n"
    Path("annan.yaml").write_text(f"{line}document: verksamhetsplan\nnamnd: kulturnamnden\nyear: 2020\n", encoding="utf-8")
    assert ("plan.docx" in {one["file"] for one in report()["judged"]}) is judged


def test_the_document_of_another_namnd_made_from_a_file_of_the_same_name_hides_nothing() -> None:
    Path("park").mkdir()
    text = "# Importerat av plancheck från plan.docx. Jämför.\ndocument: verksamhetsplan\nnamnd: parknamnden\nyear: 2025\n"
    Path("park/verksamhetsplan.yaml").write_text(text, encoding="utf-8")
    assert "plan.docx" in {one["file"] for one in report()["judged"]}


def test_a_document_in_yaml_that_is_not_checked_does_not_stand_in_for_the_file() -> None:
    for folder in ("yaml", "word"):
        Path(folder).mkdir()
    Path("yaml/vp.yaml").write_text("document: verksamhetsplan\nnamnd: kulturnamnden\nyear: 2025\n", encoding="utf-8")
    Path("plan.docx").rename("word/plan.docx")
    Path("plancheck.yaml").touch()
    result = check("word")
    assert result.exit_code == 2
    assert "word/plan.docx: är samma dokument som yaml/vp.yaml, som inte granskas här" in " ".join(result.stdout.split())


def test_a_broken_document_in_yaml_does_not_stand_in_for_the_file() -> None:
    Path("vp.yaml").write_text("document: verksamhetsplan\nnamnd: kulturnamnden\nyear: 2025\ngoals: [\n", encoding="utf-8")
    assert missed() == [("plan.docx", "kf-2025/goal-2")]


@pytest.mark.parametrize("path", ["..", "../sub/..", "../../{name}"])
def test_a_path_that_leads_upward_finds_the_same_files(path: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("sub").mkdir()
    Path("plan.odt").touch()
    monkeypatch.chdir(folder / "sub")
    values = report(path.format(name=folder.name))
    assert {Path(one["file"]).name for one in values["judged"]} == {"plan.docx", "kf-budget.yaml", "organisation.yaml"}
    assert len(messages("unread", path.format(name=folder.name))) == 1


def test_a_linked_folder_that_is_named_is_read_whole() -> None:
    Path("sub").mkdir()
    Path("plan.docx").rename("sub/plan.docx")
    Path("plancheck.yaml").touch()
    Path("link").symlink_to("sub")
    assert [goal for _, goal in missed("link")] == ["kf-2025/goal-2"]
    assert messages("unread", "link") == []
    assert messages("unread") == []


def test_a_name_that_is_no_utf_8_stops_nothing() -> None:
    Path("plan.docx").rename(os.fsdecode(b"pl\xe4n.docx"))
    assert [goal for _, goal in missed()] == ["kf-2025/goal-2"]


@pytest.mark.parametrize("name", [".arkiv/plan.docx", ".plan.pdf"])
def test_a_hidden_plan_is_named(name: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).touch()
    assert len(messages("unread")) == 1


@pytest.mark.parametrize(
    ("name", "source", "right"),
    [("plan", "plan.docx", ".docx"), ("plan.docx.bak", "plan.docx", ".docx"), ("plan.txt", "kf-budget.yaml", ".yaml")],
)
def test_a_plan_under_a_wrong_ending_is_named(name: str, source: str, right: str) -> None:
    shutil.copy(source, name)
    (message,) = messages("unread")
    assert right in message


def test_no_report_is_taken_for_a_plan() -> None:
    for options in (["-o", "rapport.txt"], ["-o", "rapport.csv"], ["-o", "rapport.json"], ["-o", "rapport.html"]):
        check(*options)
    check("plan.docx", "--format", "docx", "-o", "plan-granskad.docx")
    assert missed() == [("plan.docx", "kf-2025/goal-2")]
    assert messages("unread") == []
    assert [one for one in report()["evaluations"] if one["rule"] == "DOK003"] == []


NOTHING = [("Title", "Verksamhetsplan 2025"), ("Normal", "Kulturnämnden"), ("Normal", "Pengarna räcker till det mesta.")]


def test_a_plan_without_goals_and_uppdrag_is_one_error_and_nothing_else_is_said_to_be_missing() -> None:
    word("plan.docx", NOTHING)
    result = check("plan.docx")
    assert result.exit_code == 1
    found = [one for one in report("plan.docx")["evaluations"] if one["outcome"] == "failed"]
    assert [(one["rule"], one["severity"], one["location"]["file"]) for one in found] == [("IMP002", "error", "plan.docx")]
    assert "plan.docx" in found[0]["message"]
    assert "--as uppdrag=" in found[0]["hint"]
    assert "MAL001" in {one["rule"] for one in report("plan.docx")["evaluations"] if one["outcome"] == "not-assessable"}


def test_the_yaml_of_an_import_without_goals_and_uppdrag_is_the_same_error() -> None:
    word("plan.docx", NOTHING)
    plancheck("import", "plan.docx", "-o", "plan.yaml")
    Path("plan.docx").unlink()
    found = [one for one in report("plan.yaml")["evaluations"] if one["outcome"] == "failed" and one["severity"] == "error"]
    assert [(one["rule"], one["location"]["file"]) for one in found] == [("IMP002", "plan.yaml")]
    assert check("plan.yaml").exit_code == 1
    text = Path("plan.yaml").read_text(encoding="utf-8")
    plan = text.replace("incomplete:", "goals: [{ref: kf-2025/goal-1, text: Vi läser högt.}]\nincomplete:")
    Path("plan.yaml").write_text(plan, encoding="utf-8")
    assert "IMP002" not in {one["rule"] for one in report("plan.yaml")["evaluations"]}


def test_a_plan_in_the_folder_of_a_rule_set_is_judged() -> None:
    Path("plans").mkdir()
    Path("plans/rules.yaml").write_text("ruleset: plans\nextends: kommun\n", encoding="utf-8")
    Path("plancheck.yaml").write_text("ruleset: plans\ncovers: []\n", encoding="utf-8")
    Path("plan.docx").rename("plans/plan.docx")
    Path("plans/import.yaml").write_text("uppdrag: {directives: [får i uppdrag]}\n", encoding="utf-8")
    assert missed() == [("plans/plan.docx", "kf-2025/goal-2")]
    assert [one["rule"] for one in report()["evaluations"] if one["rule"].startswith("DOK")] == []
    Path("plans/tappad.yaml").write_text("namnd: kulturnamnden\nyear: 2024\ngoals: []\n", encoding="utf-8")
    # A file in YAML there is a rule file, or an error.
    assert check().exit_code == 2


def test_the_source_of_a_register_may_be_a_plan_that_is_judged_itself() -> None:
    with Path("kf-budget.yaml").open("a", encoding="utf-8") as budget:
        budget.write("source: {file: plan.docx}\n")
    assert missed() == [("plan.docx", "kf-2025/goal-2")]


def test_a_document_in_yaml_goes_before_the_same_one_in_word_and_that_is_told() -> None:
    head = "document: verksamhetsplan\nnamnd: kulturnamnden\nyear: 2025\n"
    Path("vp.yaml").write_text(f"{head}goals: [{{ref: kf-2025/goal-2, text: Vi planterar.}}]\n", encoding="utf-8")
    assert missed() == [("vp.yaml", "kf-2025/goal-1")]
    assert messages("unused") == ["plan.docx är samma dokument som vp.yaml, som granskas i stället."]


def test_of_two_files_that_are_the_same_document_neither_is_judged() -> None:
    shutil.copy("plan.docx", "plan-ny.docx")
    found = [one for one in report()["evaluations"] if one["rule"] == "DOK003"]
    assert [one["location"]["file"] for one in found] == ["plan-ny.docx", "plan.docx"]
    assert all(one["location"]["line"] == 0 for one in found)
    assert "också plan.docx" in found[0]["message"]
    assert missed() == []


def test_a_plan_in_word_beside_a_named_one_is_a_neighbour() -> None:
    report_ = [("Title", "Årsrapport 2025"), ("Normal", "Kulturnämnden"), ("Heading 1", "Sammanfattning"), ("Normal", "Bra.")]
    word("rapport.docx", report_)
    assert {one["location"]["file"] for one in report("rapport.docx")["evaluations"]} == {"rapport.docx"}


# What is kept


def test_the_second_run_reads_nothing_anew_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    word("brev.docx", LETTER)
    Path("skadad.docx").write_bytes(b"PK damaged")
    before = check("--format", "json").stdout
    monkeypatch.setattr("plancheck.run.imported.read", lambda *_: pytest.fail("it was read again"))
    assert check("--format", "json").stdout == before


@pytest.mark.parametrize("change", ["the file", "what it is linked to"])
def test_what_has_changed_is_read_anew(change: str) -> None:
    assert missed() == [("plan.docx", "kf-2025/goal-2")]
    if change == "the file":
        word("plan.docx", [(style, text.replace("Alla barn läser", "Staden har fler träd")) for style, text in PLAN])
        assert missed() == [("plan.docx", "kf-2025/goal-1")]
    else:
        Path("kf-budget.yaml").write_text(BUDGET.replace("Alla barn läser", "Alla kan simma"), encoding="utf-8")
        assert missed() == [("plan.docx", "kf-2025/goal-1"), ("plan.docx", "kf-2025/goal-2")]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": 1}', b'{"value": {"kind": "verksamhetsplan"}}', b"\xff"])
def test_a_damaged_cache_is_no_cache(damage: bytes, folder: Path) -> None:
    before = check("--format", "json", "--cache-dir", "kept").stdout
    files = list(Path("kept").iterdir())
    assert files
    for file in files:
        file.write_bytes(damage)
    assert check("--format", "json", "--cache-dir", "kept").stdout == before
    for file in files:
        head, text = file.read_bytes().split(b"\n")
        file.write_bytes(head + b"\n" + text.replace(b"verksamhetsplan", b"verksamhetsplat"))
    assert check("--format", "json", "--cache-dir", "kept").stdout == before


def test_what_others_keep_in_the_folder_of_the_cache_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plancheck.run.cache.MOST", 0)
    monkeypatch.setattr("plancheck.run.cache.OFTEN", 1)
    Path("kept").mkdir()
    Path("kept/egen.json").write_text("{}", encoding="utf-8")
    check("--cache-dir", "kept")
    assert [file.name for file in Path("kept").iterdir()] == ["egen.json"]


def test_that_a_file_took_too_long_once_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> object:
        raise ReadingError("import-too-slow", limit=1)

    with monkeypatch.context() as patch:
        patch.setattr("plancheck.run.imported.read", slow)
        assert len(messages("unread")) == 1
    assert missed() == [("plan.docx", "kf-2025/goal-2")]


def test_a_cache_that_cannot_be_written_stops_nothing(folder: Path) -> None:
    Path("kept").write_text("a file", encoding="utf-8")
    assert missed("--cache-dir", "kept") == [("plan.docx", "kf-2025/goal-2")]
