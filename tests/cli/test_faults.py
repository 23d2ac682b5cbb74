"""A full disk, a closed pipe, an interrupt, a file that vanishes: one message or none, nothing half-written, no traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plancheck.reports import FORMATS
from plancheck.run import survey as run_survey
from tests.cli.small import PLAN, edit
from tests.command import plancheck
from tests.process import environment

FULL = Path("/dev/full")
TO_SCREEN = [one for one in FORMATS if one != "docx"]


def names() -> list[str]:
    """The files of the current folder, hidden ones too."""
    return sorted(path.as_posix() for path in Path().rglob("*"))


def process(*arguments: str, code: str = "", **more: Any) -> subprocess.Popen[bytes]:
    """The command in a process, in the current folder; before it runs, some code of Python."""
    program = f"{code}\nfrom plancheck.__main__ import run\nrun()"
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **more}
    return subprocess.Popen([sys.executable, "-B", "-c", program, *arguments], env=environment(), **given)


# A pipe that nobody reads


@pytest.mark.parametrize("format_", TO_SCREEN)
def test_a_reader_that_has_gone_is_no_finding_in_any_format(small: Path, format_: str) -> None:
    reading, out = os.pipe()
    os.close(reading)
    made = process("check", "--format", format_, stdout=out)
    os.close(out)
    _, complaint = made.communicate()
    assert (made.returncode, complaint) == (141, b"")


@pytest.mark.parametrize("arguments", [["rules"], ["explain", "MAL001"], ["schema", "rules"], ["--help"], ["check", "--help"]])
def test_a_reader_that_has_gone_ends_any_command(small: Path, arguments: list[str]) -> None:
    reading, out = os.pipe()
    os.close(reading)
    made = process(*arguments, stdout=out)
    os.close(out)
    _, complaint = made.communicate()
    assert (made.returncode, complaint) == (141, b"")


@pytest.mark.parametrize("arguments", [["finns-inte"], ["--ruleset", "finns-inte"], ["--format", "finns-inte"]])
def test_a_complaint_that_nobody_reads_keeps_its_exit_code(small: Path, arguments: list[str]) -> None:
    reading, out = os.pipe()
    os.close(reading)
    made = process("check", *arguments, stderr=out)
    os.close(out)
    said, _ = made.communicate()
    assert (made.returncode, said) == (2, b"")


# A disk that is full


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("format_", TO_SCREEN)
def test_a_full_disk_behind_the_report_ends_with_2_in_any_format(small: Path, format_: str) -> None:
    with FULL.open("wb") as full:
        made = process("check", "--format", format_, stdout=full)
        _, complaint = made.communicate()
    assert made.returncode == 2
    assert complaint.startswith(b"plancheck: ")
    assert b"Traceback" not in complaint


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_complaints_changes_no_exit_code(small: Path) -> None:
    for arguments, code in ((["finns-inte"], 2), ([], 0)):
        with FULL.open("wb") as full:
            made = process("check", *arguments, stderr=full)
            made.communicate()
        assert made.returncode == code


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be written to a file."""

    def write(_handle: int, *_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("plancheck.repository.files.os.fdopen", write)


def test_a_full_disk_keeps_the_old_report_and_leaves_nothing_behind(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rapport.txt").write_text("gammal", encoding="utf-8")
    before = names()
    full_disk(monkeypatch)
    made = plancheck("check", "-o", "rapport.txt")
    assert made.exit_code == 2
    assert "rapport.txt kan inte skrivas: No space left on device" in made.stderr
    assert (names(), Path("rapport.txt").read_text(encoding="utf-8")) == (before, "gammal")


LETTER = "Verksamhetsplan 2026\n\nKulturnämnden\n\n1 Inledning\n\nVi läser högt.\n"


def test_a_full_disk_keeps_an_import_from_being_written(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("plan.txt").write_text(LETTER, encoding="utf-8")
    before = names()
    full_disk(monkeypatch)
    made = plancheck("import", "plan.txt", "-o", "ny.yaml")
    assert made.exit_code == 2
    assert "No space left on device" in made.stderr
    assert names() == before


def test_a_full_disk_keeps_nothing_in_the_cache_and_changes_no_report(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("plan.txt").write_text(LETTER, encoding="utf-8")
    usual = plancheck("check", "--cache-dir", "kept")
    full_disk(monkeypatch)
    full = plancheck("check", "--cache-dir", "full")
    assert (full.exit_code, full.stdout, full.stderr) == (usual.exit_code, usual.stdout, usual.stderr)
    assert list(Path("full").iterdir()) == []


@pytest.mark.parametrize("folder", ["rapport.txt/under", "/proc/plancheck"])
def test_where_no_cache_can_be_kept_the_report_is_the_same(small: Path, folder: str) -> None:
    Path("rapport.txt").write_text("ingen mapp", encoding="utf-8")
    Path("plan.txt").write_text(LETTER, encoding="utf-8")
    usual = plancheck("check", "--cache-dir", "kept")
    assert plancheck("check", "--cache-dir", folder).stdout == usual.stdout


@pytest.mark.parametrize("output", ["rapport.txt/under.json", "/proc/rapport.json"])
def test_a_report_that_cannot_be_put_where_it_should_go_is_told(small: Path, output: str) -> None:
    Path("rapport.txt").write_text("ingen mapp", encoding="utf-8")
    made = plancheck("check", "-o", output)
    assert made.exit_code == 2
    assert f"{output} kan inte skrivas" in made.stderr


# An interrupt

KILL = "import os, signal\ndef stop(*_, **__):\n    os.kill(os.getpid(), signal.{signal})\n    raise AssertionError\n"
WHEN = {
    "opening": "import plancheck.run.open as at\nat.repository_of = stop",
    "reading": "import plancheck.repository.workspace as at\nat.Workspace.read = stop",
    "judging": "import plancheck.run.check as at\nat.judge = stop",
    "writing": "import pathlib as at\nat.Path.replace = stop",
    "beginning to write": (
        "import os as at\nmake = at.open\ndef made(path, *a):\n    found = make(path, *a)\n"
        "    if '.rapport' in str(path):\n        stop()\n    return found\nat.open = made"
    ),
    "having written": (
        "import pathlib as at\nmove = at.Path.replace\ndef moved(*a):\n    move(*a)\n    stop()\nat.Path.replace = moved"
    ),
}


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
@pytest.mark.parametrize("when", WHEN)
def test_an_interrupt_leaves_nothing_behind_and_gives_no_traceback(small: Path, when: str, name: str, code: int) -> None:
    Path("rapport.json").write_text("gammal", encoding="utf-8")
    before = names()
    made = process("check", "--no-cache", "-o", "rapport.json", code=KILL.format(signal=name) + WHEN[when])
    said, complaint = made.communicate()
    assert (made.returncode, said.strip(), complaint.strip()) == (code, b"", b"")
    assert names() == before
    if when != "having written":
        assert Path("rapport.json").read_text(encoding="utf-8") == "gammal"


# Files that are no longer what they were


def changing(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    """Change something once all files have been found, and before they are read."""
    survey = run_survey.survey_of

    def found(*arguments: Any) -> Any:
        made = survey(*arguments)
        change()
        return made

    monkeypatch.setattr("plancheck.run.check.survey_of", found)


@pytest.mark.parametrize("name", [PLAN, "kf-budget.yaml", "organisation.yaml"])
def test_a_file_that_vanishes_is_told_and_the_others_are_judged(
    small: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    Path("annan.yaml").write_text("document: verksamhetsplan\nnamnd: kulturnamnden\nyear: 2026\n", encoding="utf-8")
    changing(monkeypatch, lambda: Path(name).unlink())
    made = plancheck("check")
    assert made.exit_code == 1
    assert f"{name}:1:1: fel FIL001" in made.stdout
    assert "annan.yaml" in made.stdout


def test_a_file_that_becomes_a_folder_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change() -> None:
        Path(PLAN).unlink()
        Path(PLAN).mkdir()

    changing(monkeypatch, change)
    made = plancheck("check")
    assert (made.exit_code, f"{PLAN}:1:1: fel FIL001" in made.stdout) == (1, True)


def test_a_folder_that_vanishes_is_told_and_the_others_are_judged(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("nya").mkdir()
    Path("nya", "plan.yaml").write_text("document: verksamhetsplan\nnamnd: kulturnamnden\nyear: 2026\n", encoding="utf-8")

    def change() -> None:
        Path("nya", "plan.yaml").unlink()
        Path("nya").rmdir()

    changing(monkeypatch, change)
    made = plancheck("check")
    assert (made.exit_code, "nya/plan.yaml:1:1: fel FIL001" in made.stdout) == (1, True)


@pytest.mark.parametrize("name", ["plan.txt", "plan.docx", "plan.pdf", "plan.csv"])
def test_a_file_for_the_import_that_vanishes_is_told(small: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    Path(name).write_text(LETTER, encoding="utf-8")
    changing(monkeypatch, lambda: Path(name).unlink())
    made = plancheck("check")
    assert made.exit_code == 0
    assert name in made.stdout


def unreadable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A file that may not be read, by whoever runs this."""
    read = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)


@pytest.mark.parametrize("name", [PLAN, "kf-budget.yaml", "organisation.yaml"])
def test_a_file_that_may_not_be_read_is_told(small: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    unreadable(monkeypatch, name)
    made = plancheck("check")
    assert (made.exit_code, f"{name}:1:1: fel FIL001" in made.stdout) == (1, True)
    assert "Permission denied" in made.stdout


def test_a_configuration_that_may_not_be_read_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unreadable(monkeypatch, "plancheck.yaml")
    made = plancheck("check")
    assert (made.exit_code, "plancheck.yaml:1:1" in made.stderr, "Permission denied" in made.stderr) == (2, True, True)


@pytest.mark.parametrize("name", ["ruleset.yaml", "import.yaml"])
def test_rules_that_may_not_be_read_are_told(small: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    Path("regler").mkdir()
    Path("regler", "ruleset.yaml").write_text("extends: kommun\n", encoding="utf-8")
    Path("regler", "import.yaml").write_text("labels: {}\n", encoding="utf-8")
    Path("plan.txt").write_text(LETTER, encoding="utf-8")
    edit("plancheck.yaml", "covers: []", "covers: []\nruleset: regler")
    unreadable(monkeypatch, name)
    made = plancheck("check", ".")
    assert (made.exit_code, f"{name}:1:1" in made.stderr, "Permission denied" in made.stderr) == (2, True, True), made.output


def test_an_earlier_report_that_may_not_be_read_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("förra.json").write_text("{}", encoding="utf-8")
    unreadable(monkeypatch, "förra.json")
    made = plancheck("check", "--compare", "förra.json")
    assert (made.exit_code, "Permission denied" in made.stderr) == (2, True)
