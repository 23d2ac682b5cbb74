"""CONTRIBUTING.md sends nobody to a name or a file that is gone."""

from __future__ import annotations

import re

from tests.paths import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NAME = re.compile(r"`@?([a-z_.]*(?:[A-Z]{2}|_)\w*)(?:\([^`]*\))?`")
"""A name with an underscore or in capitals. Others are words of everyday too."""


def test_every_name_in_the_code_that_the_guide_gives_is_there() -> None:
    files = [file for folder in ("src", "tests", "docs") for file in (ROOT / folder).rglob("*.py")]
    code = "".join(file.read_text(encoding="utf-8") for file in files if file.name != "test_contributing.py")
    words = set(re.findall(r"\w+", code))
    named = {name.rpartition(".")[2] for name in NAME.findall(TEXT)}
    assert len(named) > 15
    assert sorted(named - words) == []


def test_every_file_that_the_guide_gives_is_there() -> None:
    paths = set(re.findall(r"\b(?:src|tests|docs|rules|examples|schemas|benchmarks)/[\w./*-]*\w", TEXT))
    assert len(paths) > 30
    assert sorted(path for path in paths if "NAME" not in path and not any(ROOT.glob(path))) == []
