"""What the tests of CIs share: the project as others get it, and whether packages can be installed at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.paths import ROOT

PARTS = ("src", "rules", "schemas", "docs", "pyproject.toml", "README.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml")
"""What an installation from the repository needs."""


def surroundings(**more: str) -> dict[str, str]:
    """The environment without what an outer git, CI or pip session has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI_", "PRE_COMMIT"))}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **more}


def run(command: Sequence[str | Path], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder; what it prints on either stream is in `stdout`."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder, env=surroundings(**more), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def committed(folder: Path) -> str:
    """A folder as a git repository with all its files in one commit; gives the commit."""
    by = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    for arguments in (("init", "-q"), ("add", "-A"), (*by, "commit", "-q", "-m", "All")):
        made = run(["git", *arguments], folder)
        assert made.returncode == 0, made.stdout
    return run(["git", "rev-parse", "HEAD"], folder).stdout.strip()


def copy_of_the_project(folder: Path) -> Path:
    """The project without its tests and what is generated."""
    folder.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


@cache
def reaches_packages() -> bool:
    """Whether pip can get packages here: from an index, or from where it is told to look."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps", "hatchling"]
    return run([*command, "--retries", "1", "--timeout", "15"], ROOT).returncode == 0


def skip_without_packages() -> None:
    """Skip a test that installs the program where no packages can be had."""
    if not reaches_packages():
        pytest.skip("pip reaches no packages here")
