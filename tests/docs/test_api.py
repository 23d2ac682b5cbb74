"""The page on the Python API: its example prints what it says, and every public name is on it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import sessions

import plancheck
from tests.paths import ROOT

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = {block.kind: block.text for block in sessions.blocks_in("api", TEXT)}


def test_every_public_name_is_explained() -> None:
    names = [name for name in plancheck.__all__ if name != "__version__"]
    assert [name for name in names if f"| `{name}`" not in TEXT and f"| `{name}(" not in TEXT] == []


def test_the_example_prints_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(BLOCKS["python"], "api.md", "exec"), {})
    assert capsys.readouterr().out == BLOCKS["text"]


def test_the_plugin_is_registered_as_the_rule_names_it() -> None:
    points = tomllib.loads(BLOCKS["toml"])["project"]["entry-points"]["plancheck.checks"]
    (rule,) = (block.values["rules"][0] for block in sessions.blocks("reference") if block.kind == "yaml plugin")
    assert list(points) == [rule["plugin"]]
    assert f"def {rule['plugin']}(" in BLOCKS["python plugin"]
