"""Annotations and the job summary for GitHub."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command import check
from tests.paths import GOTEBORG
from tests.reports.goteborg import of_goteborg, report


def test_github_gets_the_worst_first_and_the_log_gives_no_commands() -> None:
    lines = of_goteborg("github").splitlines()
    begin, end = (
        next(n for n, line in enumerate(lines) if re.fullmatch(pattern, line))
        for pattern in (r"::stop-commands::\w{32}", r"::\w{32}::")
    )
    assert (begin, lines[begin].rpartition("::")[2]) == (0, lines[end].strip(":"))
    commands = [line.partition(" ")[0] for line in lines[end + 1 :]]
    summary = report()["summary"]
    assert commands == ["::error"] * summary["error"] + ["::warning"] * summary["warning"] + ["::notice"] * summary["info"]


def test_github_gets_a_summary_of_the_job_behind_what_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("What another step has said.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    check(GOTEBORG, "--format", "github")
    assert summary.read_text(encoding="utf-8") == "What another step has said.\n" + of_goteborg("markdown")


def test_a_summary_that_cannot_be_written_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/no/such/summary.md")
    made = check(GOTEBORG, "--format", "github")
    assert made.exit_code == 1
    assert "/no/such/summary.md kan inte skrivas" in made.stderr
