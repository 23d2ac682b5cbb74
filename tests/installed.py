"""A package that brings rule sets, as it lies where pip has installed it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

GROUP = "plancheck.rulesets"
TRAP = "raise SystemExit('nothing of a package is run')\n"


def install(
    site: Path,
    name: str,
    points: Mapping[str, str],
    files: Mapping[str, str],
    version: str = "1.0",
    *,
    record: bool = True,
) -> Path:
    """Lay a package and what says that it is installed in a folder, which is given back; `points` are its entry points."""
    for file, text in files.items():
        path = site / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    entries = "".join(f"{point} = {value}\n" for point, value in points.items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{entries}", encoding="utf-8")
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    if record:
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), encoding="utf-8")
    return site
