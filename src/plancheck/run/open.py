"""One door for every command: the repository, its configuration, its rule set and its language."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from plancheck.messages import Language
from plancheck.model.problems import ProblemError, at
from plancheck.model.source import Source, SourceError, decode
from plancheck.repository.configuration import Configuration, read_configuration
from plancheck.repository.files import CONFIGURATION, exists, repository_of
from plancheck.repository.header import header_of
from plancheck.ruleset.loader import UnknownRuleSetError, load
from plancheck.ruleset.model import RuleSet


class Repository(NamedTuple):
    """A plan repository: its folder, those in which its documents lie, its configuration, its rule set.

    `source` is where the configuration stands, if there is one.
    """

    folder: Path
    roots: tuple[Path, ...]
    configuration: Configuration
    ruleset: RuleSet
    source: Source | None = None


def open_repository(paths: Sequence[Path], ruleset: str | None = None, *, tests: bool = False) -> Repository:
    """The repository that the paths lie in, with the rule set that is asked for, or that its configuration names.

    `tests` loads the test cases of the rules too; where all paths are files, only what is about their kinds is loaded.

    Raises ProblemError for what is wrong with the configuration or the rule set.
    """
    folder, roots = repository_of(paths)
    configuration, source = read_configuration(folder, shown_path(folder / CONFIGURATION))
    name, near = (ruleset, Path()) if ruleset is not None else (configuration.ruleset, folder)
    try:
        rules = load(name, near, source, tests=tests, about=_kinds_of(paths))
    except UnknownRuleSetError as error:
        if source is None or ruleset is not None:
            raise
        raise ProblemError(at(source, ["ruleset"], "unknown-ruleset", **error.details)) from None
    return Repository(folder, tuple(roots), configuration, rules, source)


def configured_language(paths: Sequence[Path]) -> Language:
    """The language that the configuration of a repository asks for, as far as it can be read."""
    try:
        folder, _ = repository_of([path for path in paths if exists(path)] or [Path()])
        return read_configuration(folder, CONFIGURATION)[0].lang or "sv"
    except (ProblemError, OSError):
        return "sv"


def _kinds_of(paths: Sequence[Path]) -> frozenset[str] | None:
    """The kinds of document that the files are; None where it takes more than a look to tell."""
    kinds = set()
    for path in paths:
        try:
            own = path.is_file() and not _is_to_be_imported(path)
            header = header_of(decode(path.read_bytes())) if own else None
        except (OSError, SourceError):
            header = None
        if header is None:
            return None
        kinds.add(header.kind)
    return frozenset(kinds)


def shown_path(path: Path) -> str:
    """A path as it is shown: from the current folder where it lies below, else whole."""
    path = path.absolute()
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return os.fsencode(shown.as_posix()).decode("utf-8", "replace")


def _is_to_be_imported(path: Path) -> bool:
    """Whether a file is one that the import reads, or will say of what to save it as."""
    return path.suffix.lower() in (".pdf", ".docx", ".txt", ".doc", ".docm", ".odt", ".rtf")


def _is_excluded(repository: Repository, root: Path, name: str) -> bool:
    """Whether the configuration leaves out a file of this name below a root."""
    below = root.relative_to(repository.folder).as_posix() if root.is_relative_to(repository.folder) else "."
    path = name if below == "." else f"{below}/{name}"
    return any(fnmatch.fnmatch(path, pattern) for pattern in repository.configuration.exclude)
