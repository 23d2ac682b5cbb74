"""The wheel carries its rules and schemas."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.paths import ROOT


def test_the_wheel_carries_its_rules_and_schemas_and_finds_them(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(inside)
    environment = {**os.environ, "PYTHONPATH": str(inside)}
    command = [sys.executable, "-m", "plancheck", "check", "--lang", "en", str(ROOT / "examples" / "minimal")]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    begin = [sys.executable, "-m", "plancheck", "init", "ny", "--name", "Sjövik"]
    run = subprocess.run(begin, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "Målet i några ord" in (tmp_path / "ny" / ".vscode" / "verksamhetsplan.schema.json").read_text(encoding="utf-8")
    where = [
        sys.executable,
        "-c",
        "from plancheck.ruleset.locating import shipped; print(shipped('rules'), shipped('schemas'))",
    ]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout.split()
    assert [Path(path).is_relative_to(inside) for path in found] == [True, True]
    assert (inside / "plancheck" / "schemas" / "document.schema.json").is_file()
