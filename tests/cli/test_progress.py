"""The progress bar."""

from __future__ import annotations

import os
import pty
import sys
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest

from plancheck.cli import main, progress
from tests.command import plancheck
from tests.paths import GOTEBORG, MINIMAL
from tests.process import drained


def stderr_at_a_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What a command says on standard error when that is a terminal."""
    ours, theirs = pty.openpty()
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(drained(ours)))
    reader.start()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with pytest.raises(SystemExit):
            main(list(arguments))
    reader.join()
    return said[0]


def test_a_progress_bar_appears_for_one_who_waits_at_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    written = str(tmp_path / "rapport.txt")
    assert "Läser dokument" in stderr_at_a_terminal(monkeypatch, "check", str(GOTEBORG), "-o", written)
    assert "Reading documents" in stderr_at_a_terminal(monkeypatch, "check", str(GOTEBORG), "-o", written, "--lang", "en")


def test_a_check_that_takes_less_than_a_second_shows_no_bar(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert progress.PATIENCE == 1
    monkeypatch.setattr(progress, "time", Mock(monotonic=lambda: 0.0))
    assert stderr_at_a_terminal(monkeypatch, "check", str(MINIMAL), "-o", str(tmp_path / "rapport.txt")) == ""


def test_a_bar_has_no_thread_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    # A process with threads is not copied, and one process would do the work of all.
    monkeypatch.setattr(progress, "PATIENCE", 0)
    before = threading.active_count()
    with progress.Progress(Mock(isatty=lambda: True), "sv") as bar:
        bar.begin("reading", 4)()
        assert bar._bar is not None
        assert threading.active_count() == before


def test_a_bar_is_shown_to_no_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    assert plancheck("check", str(GOTEBORG)).stderr == ""


def test_a_bar_appears_only_when_patience_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Mock()
    clock = iter([0.0, 0.5, 0.99, 1.01, 1.5])
    monkeypatch.setattr("rich.progress.Progress", drawn)
    monkeypatch.setattr(progress, "time", Mock(monotonic=lambda: next(clock)))
    step = progress.Progress(Mock(isatty=lambda: True), "sv").begin("reading", 4)
    seen = []
    for _ in range(4):
        step()
        seen.append(drawn.call_count)
    assert seen == [0, 0, 1, 1]
