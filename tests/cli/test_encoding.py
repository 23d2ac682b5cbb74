"""What is written on standard output: its encoding, and that it is not lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plancheck.reports import FORMATS
from tests.cli.small import PLAN, edit
from tests.process import environment

LETTERS = "Łódź → «Åmål»"
"""Not all of them are in the code page of a Swedish Windows."""
COMMAND = [sys.executable, "-m", "plancheck"]


@pytest.fixture
def lodz(small: Path) -> Path:
    """The smallest example with a finding whose words no code page has."""
    edit(PLAN, "kf-2025/bokbuss", "kf-2025/bokbil")
    edit("kf-budget.yaml", "title: En bokbuss till varje skola", f"title: {LETTERS}")
    return small


def printed(*arguments: str, encoding: str = "cp1252") -> bytes:
    done = subprocess.run([*COMMAND, *arguments], env=environment(PYTHONIOENCODING=encoding), capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("format_", [one for one in FORMATS if one not in ("text", "docx")])
def test_a_report_for_a_program_is_utf_8_whatever_the_console_has(format_: str, lodz: Path) -> None:
    text = printed("check", "--format", format_).decode()
    assert LETTERS in text.replace("&#171;", "«").replace("&#187;", "»")


@pytest.mark.parametrize("format_", ["json", "sarif", "csv", "html"])
def test_a_report_is_the_same_on_standard_output_as_in_a_file(format_: str, lodz: Path) -> None:
    out = printed("check", "--format", format_)
    printed("check", "--format", format_, "-o", "report")
    assert out == Path("report").read_bytes()


def test_text_is_in_the_encoding_of_the_console(lodz: Path) -> None:
    text = printed("check").decode("cp1252")
    assert "?ód? ? «Åmål»" in text
    assert LETTERS in printed("check", encoding="utf-8").decode()


def test_a_schema_is_utf_8() -> None:
    schema = printed("schema", encoding="ascii")
    assert json.loads(schema.decode())["$schema"]
    assert schema == printed("schema", encoding="utf-8")


def test_an_imported_document_is_utf_8(lodz: Path) -> None:
    Path("plan.txt").write_text(f"Verksamhetsplan 2025\n\n1 {LETTERS}\n\nText.\n", encoding="utf-8")
    wanted = ("--document", "verksamhetsplan", "--namnd", "kulturnamnden", "--year", "2025")
    assert LETTERS in printed("import", "plan.txt", "-o", "-", *wanted).decode()


def closed(arguments: str) -> subprocess.CompletedProcess[str]:
    """A command whose standard output is closed."""
    script = f'exec "$0" -m plancheck {arguments} >&-'
    return subprocess.run(
        ["bash", "-c", script, sys.executable], env=environment(), stderr=subprocess.PIPE, text=True, check=False
    )


@pytest.mark.parametrize(
    "arguments", ["check", "check --format json", "check --format csv", "schema", "rules", "explain UPP001"]
)
def test_a_closed_standard_output_is_an_error(arguments: str, lodz: Path) -> None:
    done = closed(arguments)
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith("plancheck: stdout kan inte skrivas: ")


def test_a_closed_standard_output_does_not_matter_where_nothing_is_written_to_it(lodz: Path) -> None:
    done = closed("check -o report.json")
    assert (done.returncode, done.stderr) == (1, "")
    assert LETTERS in Path("report.json").read_text(encoding="utf-8")
