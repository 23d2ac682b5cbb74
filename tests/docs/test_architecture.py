"""The map in docs/architecture.md names what is there."""

from __future__ import annotations

import re

from tests.paths import ROOT

TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FLOORS: dict[str, str] = dict(re.findall(r"^\| `([^`]+)/` \| (.*) \|$", TEXT, re.MULTILINE))
ALIKE = ("cli", "reports", "views", "checks", "importing", "importing/records", "importing/reading")
"""The floors with one file for each thing of a kind: the map names the kind, and what stands there beside."""


def test_every_module_is_on_the_map_unless_it_is_one_of_many_alike() -> None:
    files = [
        (folder, file.name)
        for folder in FLOORS
        if folder not in ALIKE
        for file in sorted((ROOT / "src" / "plancheck" / folder).glob("*.py"))
        if file.name != "__init__.py"
    ]
    assert len(files) > 40
    assert [f"{folder}/{name}" for folder, name in files if f"`{name}`" not in FLOORS[folder]] == []


def test_every_module_that_the_map_names_is_there() -> None:
    known = {file.name for folder in ("src", "docs", "tests") for file in (ROOT / folder).rglob("*.py")}
    assert [name for name in re.findall(r"`(\w+\.py)`", TEXT) if name not in known] == []
