"""`plancheck check --output`: a report in a file."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.small import PLAN, edit
from tests.command import plancheck
from tests.process import environment


def test_output_writes_what_would_have_been_printed(small: Path) -> None:
    edit(PLAN, "kf-2025/bokbuss", "kf-2025/bokbil")
    printed = plancheck("check")
    written = plancheck("check", "--output", "rapport.txt")
    assert (written.exit_code, written.stdout, written.stderr) == (1, "", "")
    assert Path("rapport.txt").read_text(encoding="utf-8") == printed.stdout
    assert "UPP005" in printed.stdout
    names = ["kf-budget.yaml", "organisation.yaml", "plancheck.yaml", "rapport.txt", PLAN]
    assert sorted(path.name for path in small.iterdir()) == names


def test_output_replaces_a_file_and_keeps_who_may_read_it(small: Path) -> None:
    Path("rapport.txt").write_text("gammal", encoding="utf-8")
    Path("rapport.txt").chmod(0o640)
    assert plancheck("check", "-o", "rapport.txt").exit_code == 0
    assert "krav: " in Path("rapport.txt").read_text(encoding="utf-8")
    assert Path("rapport.txt").stat().st_mode & 0o777 == 0o640


def test_output_that_fails_half_way_keeps_the_old_file_and_leaves_nothing_behind(small: Path) -> None:
    Path("rapport.json").write_text("gammal", encoding="utf-8")
    before = sorted(path.name for path in small.iterdir())

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    command = [sys.executable, "-B", "-m", "plancheck", "check", "--format", "json", "--output", "rapport.json"]
    done = subprocess.run(command, cwd=small, env=environment(), preexec_fn=full, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "rapport.json kan inte skrivas" in done.stderr
    assert "Traceback" not in done.stderr
    assert Path("rapport.json").read_text(encoding="utf-8") == "gammal"
    assert sorted(path.name for path in small.iterdir()) == before


@pytest.mark.parametrize("path", ["finns/inte/rapport.txt", "."])
def test_output_that_cannot_be_written_ends_with_2(small: Path, path: str) -> None:
    before = sorted(one.name for one in small.iterdir())
    result = plancheck("check", "--output", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{path} kan inte skrivas" in result.stderr
    assert sorted(one.name for one in small.iterdir()) == before


def test_output_to_what_is_no_plain_file_writes_into_it(small: Path) -> None:
    os.mkfifo("rör")
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(Path("rör").read_text(encoding="utf-8")), daemon=True)
    reader.start()
    assert plancheck("check", "--output", "rör").exit_code == 0
    assert Path("rör").is_fifo()
    reader.join()
    assert "krav: " in said[0]


def test_output_through_a_link_writes_the_file_that_it_leads_to(small: Path) -> None:
    Path("arkiv").mkdir()
    Path("arkiv", "rapport.txt").write_text("gammal", encoding="utf-8")
    Path("rapport.txt").symlink_to("arkiv/rapport.txt")
    assert plancheck("check", "--output", "rapport.txt").exit_code == 0
    assert Path("rapport.txt").is_symlink()
    assert "krav: " in Path("arkiv", "rapport.txt").read_text(encoding="utf-8")


# What no report is written over

REGISTER = "kf-budget.yaml"


def kept(*names: str) -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in names}


@pytest.fixture
def many(small: Path) -> Path:
    """The smallest example with a file of every kind beside it."""
    Path("plancheck.yaml").write_text("ruleset: regler\nexclude: [gammalt, utkast.yaml]\n", encoding="utf-8")
    Path("regler").mkdir()
    Path("regler/a.yaml").write_text("ruleset: egna\nextends: kommun\n", encoding="utf-8")
    Path("regler/import.yaml").write_text("labels: {goal: [Vår inriktning]}\n", encoding="utf-8")
    Path(".verksamhetsplan.imported.yaml").write_text(Path(PLAN).read_text(encoding="utf-8"), encoding="utf-8")
    Path("gammalt").mkdir()
    Path("gammalt/plan.txt").write_text("Verksamhetsplan 2019\n", encoding="utf-8")
    for name in ("utkast.yaml", "annat.yaml", "bilaga.pdf", "bilaga.docx", "plan.odt", "mål.xlsx"):
        Path(name).write_text("a: 1\n", encoding="utf-8")
    Path("schema.json").write_text('{"$schema": "https://json-schema.org/draft/2020-12/schema"}', encoding="utf-8")
    assert plancheck("check", PLAN, "--format", "json", "-o", "före.json").exit_code == 0
    return small


OTHERS = [
    PLAN, REGISTER, "organisation.yaml", "plancheck.yaml", "regler/a.yaml", "regler/import.yaml",
    ".verksamhetsplan.imported.yaml",
    "gammalt/plan.txt", "utkast.yaml", "annat.yaml", "bilaga.pdf", "bilaga.docx", "plan.odt", "mål.xlsx", "schema.json",
    "före.json",
]  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("by", ["name", "link", "hard link"])
def test_no_report_is_written_over_what_is_of_the_repository(name: str, by: str, many: Path) -> None:
    output, before = name, Path(name).read_bytes()
    if by != "name":
        output = "rapport.txt"
        Path(output).symlink_to(name) if by == "link" else Path(output).hardlink_to(name)
    if by == "hard link" and name in ("gammalt/plan.txt", "schema.json"):
        pytest.skip("nothing tells it from any other text")
    compare = ("--compare", "före.json") if name == "före.json" else ()
    result = plancheck("check", PLAN, *compare, "--format", "text", "-o", output)
    assert (result.exit_code, result.stdout) == (2, "")
    assert output in result.stderr
    assert Path(name).read_bytes() == before


@pytest.mark.parametrize("form", ["text", "json", "html", "markdown", "csv", "sarif", "junit"])
def test_a_report_is_written_over_the_one_before(form: str, many: Path) -> None:
    for _ in range(2):
        assert plancheck("check", PLAN, "--format", form, "-o", f"gammalt/rapport.{form}").exit_code == 0
        assert plancheck("check", PLAN, "--format", form, "-o", "rapport.txt").exit_code == 0
    for _ in range(2):
        assert plancheck("check", PLAN, "--format", "json", "-o", "rapport.yaml").exit_code == 0


def test_no_import_is_written_over_the_configuration(small: Path) -> None:
    Path("plancheck.yaml").write_text("", encoding="utf-8")
    Path("plan.txt").write_text("Verksamhetsplan 2025\n\nKulturnämnden\n\n1 Inledning\n\nVi läser.\n", encoding="utf-8")
    assert plancheck("import", "plan.txt", "-o", "plancheck.yaml").exit_code == 2
    assert Path("plancheck.yaml").read_bytes() == b""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_an_import_does_not_wait_for_a_pipe_in_place_of_a_document(small: Path) -> None:
    Path("plan.txt").write_text("Verksamhetsplan 2025\n\nKulturnämnden\n\n1 Inledning\n\nVi läser.\n", encoding="utf-8")
    os.mkfifo("ny.yaml")
    result = plancheck("import", "plan.txt", "-o", "ny.yaml")
    assert result.exit_code == 2
    assert "ny.yaml" in result.stderr
