"""Where a rule set is: it ships with the program, it is at a path, or an installed package brings it; and in which version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from plancheck.installation import DISTRIBUTION, install_command_of, other_command_of, upgrade_command_of
from plancheck.model.problems import Problem, ProblemError, at
from plancheck.model.source import NOWHERE, Source, Steps
from plancheck.model.text import Text, unknown_name
from plancheck.repository.files import real
from plancheck.ruleset.model import Edition
from plancheck.ruleset.versions import NAME, Demand, version_of
from plancheck.version import __version__


@cache
def shipped(name: str) -> Path:
    """A folder that ships with the program: next to the package when installed, else in the checkout."""
    inside = Path(__file__).parents[1] / name
    return inside if inside.is_dir() else Path(__file__).parents[3] / name


class UnknownRuleSetError(ProblemError):
    """A name leads to no rule set that will do. Callers that know where the name is written report it there."""

    def __init__(self, name: str, text: Text) -> None:
        self.text = text
        super().__init__(Problem(name, NOWHERE, text))

    def at(self, source: Source, steps: Steps) -> Problem:
        """The problem at the place where the name is written."""
        return at(source, steps, self.text.key, **self.text.details)


class Place(NamedTuple):
    """Where a rule set is: its folder or file, and what was demanded. `package` is what it is installed with, and `release` the
    version of that; a rule set with a path has none.
    """

    path: Path
    demand: Demand
    package: str = ""
    release: str = ""


def locate(name: str, near: Path) -> Place:
    """Where a rule set is: one that ships with the program by its name; one with a path from where it is named; one that an
    installed package brings by its name. The name may say which versions will do.

    Raises UnknownRuleSetError where there is none.
    """
    demand = Demand.of(name)
    if demand.name in shipped_sets():
        return Place(real(shipped("rules") / demand.name), demand, DISTRIBUTION, __version__)
    path = near / demand.name
    has_path = _is_there(path)
    if has_path and not demand.bounds:
        return Place(real(path), demand)
    return _installed(demand, has_path)


def _is_there(path: Path) -> bool:
    try:
        return path.is_dir() or path.is_file()
    except (OSError, ValueError):
        # A name that no file can have.
        return False


def _installed(demand: Demand, has_path: bool) -> Place:
    """Where a rule set is that an installed package brings; `has_path` says whether there is something else of its name.

    Raises UnknownRuleSetError where none does.
    """
    # Looking through all packages takes time, which a rule set that ships does not need.
    from plancheck.ruleset.packages import brought, package_with

    found = package_with(demand.name) if re.fullmatch(NAME, demand.name) else None
    if isinstance(found, Text):
        raise UnknownRuleSetError(demand.name, found)
    if found is not None:
        return Place(found.folder, demand, found.name, found.version)
    if has_path:
        raise UnknownRuleSetError(demand.name, Text("version-of-a-path", {"name": demand.name, "wanted": str(demand)}))
    if demand.is_unreadable:
        raise UnknownRuleSetError(demand.name, Text("unreadable-demand", {"given": demand.name}))
    details = unknown_name(str(demand), [*shipped_sets(), *brought()])
    if re.fullmatch(NAME, demand.name) and (demand.bounds or not details["nearest"]):
        details |= {"nearest": "", "command": install_command_of()}
        raise UnknownRuleSetError(demand.name, Text("ruleset-not-installed", details))
    raise UnknownRuleSetError(demand.name, Text("unknown-ruleset", details))


def unmet(place: Place, edition: Edition) -> Text | None:
    """Why a rule set will not do: it is in no version that was demanded."""
    demand, number = place.demand, version_of(edition.version or "")
    if not demand.bounds or (number is not None and demand.allows(number)):
        return None
    package = f"{place.package} {place.release}".strip()
    details = {"wanted": str(demand), "name": demand.name, "version": edition.version, "package": package}
    if number is None:
        return Text("ruleset-without-version" if edition.version is None else "ruleset-version-unclear", details)
    if demand.asks_for_later(number):
        return Text("ruleset-too-old", {**details, "command": upgrade_command_of(place.package)})
    return Text("ruleset-too-new", {**details, "command": other_command_of(place.package, place.release)})


@cache
def shipped_sets() -> Sequence[str]:
    """The names of the rule sets that ship with the program."""
    return sorted(path.name for path in shipped("rules").iterdir() if path.is_dir())


def shown_file(file: Path) -> str:
    """A rule file's name as people know it: from the current folder, or from the rules that ship with the program; of one that
    is installed, from its package, wherever that is on this machine.
    """
    site = next((folder for folder in file.parents if folder.name in ("site-packages", "dist-packages")), None)
    own = shipped("rules").parent
    for base in (own, site) if site else (Path.cwd(), own):
        if file.is_relative_to(base):
            return file.relative_to(base).as_posix()
    return str(file)
