"""The command in a process of its own, its output piped or at a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT


def environment(**more: str) -> dict[str, str]:
    left_out = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **more}


def run(*arguments: str, folder: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, its output piped."""
    command = [sys.executable, "-m", "plancheck", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(**more), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


PATIENT = """\
from plancheck.__main__ import run
from plancheck.cli import progress
progress.PATIENCE = float("inf")
run()
"""
"""The program without its progress bar, which appears when the machine is busy."""


def at_a_terminal(*arguments: str, folder: Path = ROOT, **more: str) -> tuple[int, str]:
    """A command at a pseudo-terminal: its exit code, and all that it prints there but for the progress bar."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", PATIENT, *arguments]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(**more), stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = drained(ours)
    return process.wait(), said


def drained(terminal: int) -> str:
    """All that is written to a pseudo-terminal until the last writer closes it."""
    said = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            os.close(terminal)
            return said.decode().replace("\r\n", "\n")
        said += piece
