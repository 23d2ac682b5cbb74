"""`plancheck import`, and `plancheck check` of a Word or PDF file."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from plancheck import check
from plancheck.importing.pipeline import UntoldError
from plancheck.installation import install_command
from plancheck.repository.review import doubts_in
from tests import office
from tests.cli.small import flowing
from tests.command import plancheck
from tests.importing.goteborg import TODAY, from_text, without_plans


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The registers of the examples, as a repository of their own."""
    return without_plans(tmp_path)


def test_a_word_file_can_be_checked_at_once_and_findings_tell_page_and_words(city: Path) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    result = plancheck("check", city / "plan.docx", "--lang", "en", "--today", "2024-03-15")
    assert result.exit_code == 1
    assert re.search(r"plan\.docx:\s+error TID001", result.stdout)
    assert "Ingen ytterligare beskrivning" in result.stdout
    assert "section 3.2.2" in result.stdout
    assert not re.search(r"plan\.docx:\d", result.stdout)
    assert "yaml" not in result.stdout.split("Cannot be judged")[0]


def test_what_was_made_of_a_file_before_gives_way_to_the_file(city: Path) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    assert plancheck("import", city / "plan.docx", "--repository", city).exit_code == 0
    result = plancheck("check", city / "plan.docx", "--lang", "en")
    assert "DOK003" not in result.stdout


def test_import_writes_what_check_reads_and_says_what_to_review(city: Path) -> None:
    (city / "rapport.docx").write_bytes(office.as_word(office.blocks_of("arsrapport")))
    result = plancheck("import", city / "rapport.docx", "--repository", city, "--lang", "en", "--report")
    assert result.exit_code == 0, result.output
    file = city / "nordost" / "2022" / "arsrapport.yaml"
    assert "46 uppdrag" in result.stdout
    assert "lines read" in result.stdout
    assert "Page 1" not in result.stdout  # the Word file does not tell where its pages begin
    (city / "plan.txt").write_text(office.as_text(office.blocks_of("verksamhetsplan")), encoding="utf-8")
    assert "Page 2" in plancheck("import", city / "plan.txt", "--repository", city, "--lang", "en", "--report").stdout
    asked = doubts_in(file.read_text(encoding="utf-8"))
    told_of = [one for one in check([city], today=TODAY, language="en").findings if one.rule == "IMP001"]
    assert sorted(one.message for one in told_of) == sorted(said for _, said in asked)
    assert {one.severity for one in told_of} <= {"info"}


def test_importing_again_keeps_what_a_person_has_written(city: Path) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    plancheck("import", city / "plan.docx", "--repository", city)
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    text = file.read_text(encoding="utf-8")
    decided = "decisions:\n  - {by: nordost, outcome: adopted, date: 2024-02-06, paragraph: § 12, diary-number: N163-1/24}\n"
    file.write_text(text.replace("sections:\n", f"{decided}sections:\n", 1), encoding="utf-8")
    plancheck("import", city / "plan.docx", "--repository", city)
    assert decided in file.read_text(encoding="utf-8")


def test_a_file_that_no_import_has_made_is_not_overwritten(city: Path) -> None:
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    file.parent.mkdir(parents=True)
    own = "# Skriven för hand.\ndocument: verksamhetsplan\nnamnd: nordost\nyear: 2024\n"
    file.write_text(own, encoding="utf-8")
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    result = plancheck("import", city / "plan.docx", "--repository", city)
    assert result.exit_code == 2, result.output
    assert "verksamhetsplan.yaml: inte ändrad" in result.output
    assert file.read_text(encoding="utf-8") == own
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_is_no_yaml_any_more_is_left_as_it_is(city: Path) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    plancheck("import", city / "plan.docx", "--repository", city)
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    file.write_text("document: [\n", encoding="utf-8")
    result = plancheck("import", city / "plan.docx", "--repository", city)
    assert result.exit_code == 2, result.output
    assert "går inte att läsa som ett dokument" in result.output
    assert file.read_text(encoding="utf-8") == "document: [\n"


def test_two_documents_never_end_up_in_one_file(city: Path) -> None:
    for name in ("verksamhetsplan", "genomforandeplan"):
        (city / f"{name}.docx").write_bytes(office.as_word(office.blocks_of(name)))
    sources = [city / f"{name}.docx" for name in ("verksamhetsplan", "genomforandeplan")]
    result = plancheck("import", *sources, "--repository", city, "-o", city / "en.yaml")
    assert result.exit_code == 2
    assert "en.yaml: inte skriven igen" in result.output
    assert yaml.safe_load((city / "en.yaml").read_text(encoding="utf-8"))["document"] == "verksamhetsplan"


def test_line_ends_and_unusual_characters_of_a_person_stay(city: Path) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    plancheck("import", city / "plan.docx", "--repository", city)
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    edited = file.read_text(encoding="utf-8").replace("year: 2024\n", 'year: 2024\nx-eget: "Min\u2028titel"\n', 1)
    file.write_bytes(edited.replace("\n", "\r\n").encode())
    before = file.read_bytes()
    assert plancheck("import", city / "plan.docx", "--repository", city).exit_code == 0
    assert file.read_bytes() == before


def test_a_link_in_place_of_the_record_is_not_followed(city: Path) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    folder = city / "nordost" / "2024"
    folder.mkdir(parents=True)
    (city / "annat.txt").write_text("Mitt.", encoding="utf-8")
    (folder / ".verksamhetsplan.imported.yaml").symlink_to(city / "annat.txt")
    plancheck("import", city / "plan.docx", "--repository", city)
    assert (city / "annat.txt").read_text(encoding="utf-8") == "Mitt."


@pytest.mark.parametrize("namnd", ["../../annanstans", "/annanstans", "finns-inte"])
def test_a_namnd_that_the_city_has_not_is_refused(namnd: str, city: Path) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    before = set(city.parent.rglob("*"))
    result = plancheck("import", city / "plan.docx", "--repository", city, "--namnd", namnd)
    assert result.exit_code == 2
    assert set(city.parent.rglob("*")) == before


def test_a_file_that_tells_nothing_does_not_keep_the_next_from_being_imported(city: Path) -> None:
    (city / "brev.txt").write_text("Hej!\n", encoding="utf-8")
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    assert plancheck("import", city / "brev.txt", city / "plan.docx", "--repository", city).exit_code == 2
    assert (city / "nordost" / "2024" / "verksamhetsplan.yaml").exists()


def test_what_cannot_be_told_is_asked_for_by_an_option_when_nobody_is_there(city: Path) -> None:
    (city / "brev.txt").write_text("Hej!\n\nHär står ingenting om någon plan.\n", encoding="utf-8")
    result = plancheck("import", city / "brev.txt", "--repository", city, "--lang", "en")
    assert result.exit_code == 2
    assert "--document" in result.stderr
    with pytest.raises(UntoldError):
        from_text("Hej!\n\nHär står ingenting om någon plan.\n", "brev.txt")


@pytest.mark.parametrize("suffix", [".doc", ".odt", ".rtf"])
@pytest.mark.parametrize("command", ["import", "check"])
def test_a_file_of_another_office_format_says_what_to_save_it_as(command: str, suffix: str, tmp_path: Path) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: goteborg\n", encoding="utf-8")
    (tmp_path / f"plan{suffix}").write_bytes(b"\xd0\xcf\x11\xe0")
    result = plancheck(command, tmp_path / f"plan{suffix}")
    assert result.exit_code in (1, 2)
    assert ".docx" in " ".join(result.output.split())


def test_one_bad_file_does_not_keep_the_others_from_being_imported(tmp_path: Path) -> None:
    without_plans(tmp_path)
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    arguments: list[Any] = ["import", tmp_path / "bad.pdf", tmp_path / "plan.docx", "--repository", tmp_path / "city"]
    result = plancheck(*arguments)
    assert result.exit_code == 2
    assert "bad.pdf" in result.stderr
    assert (tmp_path / "city" / "nordost" / "2024" / "verksamhetsplan.yaml").is_file()


def test_a_check_tells_of_a_file_that_cannot_be_read_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"no pdf")
    (tmp_path / "kf.yaml").write_text("document: kf-budget\nyear: 2024\nid: kf-2024\n", encoding="utf-8")
    result = plancheck("check", tmp_path / "plan.pdf", tmp_path / "kf.yaml")
    assert result.exit_code == 1
    assert "FIL001" in result.stdout
    assert "1 dokument" in result.stdout


@pytest.mark.parametrize("command", [["import"], ["check"]])
def test_without_the_extra_it_says_what_to_install(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("plancheck.importing", "plancheck.run.import", "rapidfuzz"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    (tmp_path / "plan.txt").write_text("Plan", encoding="utf-8")
    result = plancheck(*command, tmp_path / "plan.txt", "--lang", "en")
    assert result.exit_code in (1, 2)
    assert f"Install it with: {install_command()}" in flowing(result.output)
