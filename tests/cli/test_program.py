"""The program: its version."""

from __future__ import annotations

import re

from tests.process import run


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"plancheck \d+\.\d+\.\d+\n", run("--version").stdout)
