"""Copies of the examples, as the current folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.paths import GOTEBORG, MINIMAL


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the smallest example, as the current folder."""
    folder = tmp_path / "small"
    shutil.copytree(MINIMAL, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example of Göteborg, as the current folder."""
    folder = tmp_path / "city"
    shutil.copytree(GOTEBORG, folder)
    monkeypatch.chdir(folder)
    return folder
