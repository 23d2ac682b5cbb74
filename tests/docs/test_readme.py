"""The README: its picture and its commands."""

from __future__ import annotations

import html
import importlib.util
import re
from pathlib import Path

import pytest

from tests.paths import ROOT


def test_the_picture_in_the_readme_shows_what_check_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec and spec.loader
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    monkeypatch.setattr(picture, "PICTURE", tmp_path / "output.svg")
    picture.main()
    made, committed = (words_of(path) for path in (tmp_path / "output.svg", ROOT / "docs" / "output.svg"))
    assert "UPP004" in made
    assert made == committed, "run python docs/picture.py"


def words_of(svg: Path) -> list[str]:
    text = svg.read_text(encoding="utf-8").split("</defs>")[-1]
    return html.unescape(re.sub(r"<[^>]*>", " ", text)).split()


def test_the_readme_has_two_commands_and_the_second_runs_the_tests() -> None:
    blocks = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    assert all(block.startswith("python3 -m venv .venv && .venv/bin/pip install") for block in blocks)
    assert blocks[0].endswith("plancheck check examples/goteborg")
    assert blocks[1].endswith("-m pytest")
