"""Rule sets that installed packages bring, through entry points of the group ``plancheck.rulesets``.

The name of an entry point is that of the rule set, its value the folder that has it: ``my_package.rules`` or
``my_package:rules.klimat``. What a package brings is data from a stranger: nothing of it is imported or run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, EntryPoint, EntryPoints, distributions
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from plancheck.model.text import Text
from plancheck.repository.files import real
from plancheck.ruleset.versions import NAME

GROUP = "plancheck.rulesets"
_FOLDER = re.compile(r"(\w+)((?:\.\w+)*)(?::(\w+(?:\.\w+)*))?")
"""The value of an entry point: a package, and what is inside it."""


class Package(NamedTuple):
    """An installed package that brings a rule set: its name and version, and the folder in it that has the rule set."""

    name: str
    version: str
    folder: Path


def brought() -> dict[str, list[str]]:
    """The names of the rule sets that installed packages bring, each with the names of those packages."""
    found: dict[str, list[str]] = {}
    for point, distribution in _points():
        if re.fullmatch(NAME, point.name):
            found.setdefault(point.name, []).append(_identity(distribution)[0])
    return {name: sorted(set(packages)) for name, packages in sorted(found.items())}


def package_with(name: str) -> Package | Text | None:
    """The installed package that brings a rule set of a name; what is wrong with it; or None where no package does."""
    points = {(_identity(of), point.value): (point, of) for point, of in _points() if point.name == name}
    if len(points) > 1:
        return Text("two-packages", {"name": name, "packages": sorted(" ".join(package) for package, _ in points)})
    for (identity, value), (_, distribution) in points.items():
        folder = _folder_of(value, distribution)
        if folder is None:
            return Text("package-without-folder", {"name": name, "package": identity[0], "given": value})
        return Package(*identity, folder)
    return None


def _points() -> Iterator[tuple[EntryPoint, Distribution]]:
    """The entry points of rule sets, with their packages: of two with one name, Python finds the first alone."""
    seen: set[str] = set()
    for distribution in distributions():
        try:
            points = distribution.entry_points.select(group=GROUP)
        except (ValueError, TypeError, OSError):
            # What says this cannot be read. It may be any package, and is no reason to know none.
            points = EntryPoints()
        name = re.sub("[-_.]+", "-", _folder_name(distribution).partition("-")[0]).lower()
        if not name or name not in seen:
            yield from ((point, distribution) for point in points)
        seen.add(name)


def _identity(distribution: Distribution) -> tuple[str, str]:
    """The name and version of a package; of one that does not say them, what its folder is called."""
    name, _, version = _folder_name(distribution).partition("-")
    try:
        said = distribution.metadata
        return (said.get_all("Name") or [name])[0], (said.get_all("Version") or [version])[0]
    except (TypeError, AttributeError, OSError):
        # Another library may be what finds packages (importlib-metadata): it misses what this says nothing of.
        return name, version


def _folder_name(distribution: Distribution) -> str:
    """What the folder is called that says a package is installed, without its ending: ``climate_rules-1.4``."""
    return Path(str(getattr(distribution, "_path", ""))).stem


def _folder_of(value: str, distribution: Distribution) -> Path | None:
    """The folder that the value of an entry point names; None where that is no folder of its own package."""
    found = _FOLDER.fullmatch(value)
    if found is None:
        return None
    inside = filter(None, [*found[2].split("."), *(found[3] or "").split(".")])
    below = Path(*inside)
    for top in _tops(found[1], distribution):
        folder = real(top / below)
        # A link may lead anywhere.
        if folder.is_dir() and folder.is_relative_to(real(top)):
            return folder
    return None


def _tops(name: str, distribution: Distribution) -> Iterator[Path]:
    """The folders of a distribution's own package: beside what says that it is installed, or where it is developed."""
    place = Path(str(distribution.locate_file("")))
    files = distribution.files
    is_own = files is None or any(file.parts[:1] == (name,) for file in files)
    if is_own and real(place / name).is_relative_to(real(place)):
        yield place / name
    home = _developed_in(distribution)
    if home is not None:
        yield from (folder for folder in _found(name) if real(folder).is_relative_to(home))


def _found(name: str) -> list[Path]:
    """The folders in which Python finds a package: for a name without a dot it imports nothing."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return []
    return [Path(folder) for folder in (spec and spec.submodule_search_locations) or ()]


def _developed_in(distribution: Distribution) -> Path | None:
    """The folder from which a package is installed so that changes there count at once (PEP 610); None for any other."""
    try:
        noted = json.loads(distribution.read_text("direct_url.json") or "{}")
        is_developed = noted["dir_info"]["editable"] is True
        return real(Path(url2pathname(urlsplit(noted["url"]).path))) if is_developed else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
