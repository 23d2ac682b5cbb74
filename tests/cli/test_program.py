"""The program: its version and its help."""

from __future__ import annotations

import re

import pytest

from tests.command import plancheck
from tests.process import run


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"plancheck \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("command", ["init", "check", "rules", "explain", "test", "import", "schema"])
def test_every_command_has_help_within_80_columns(command: str) -> None:
    result = plancheck(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert [line for line in result.stdout.splitlines() if len(line) > 80] == []
    assert command in plancheck("--help").stdout
