"""One door for every command: the repository that paths are in, its configuration, its rule set and its language."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from plancheck.importing.reading import is_importable
from plancheck.messages import DEFAULT_LANGUAGE, LANGUAGES, Language
from plancheck.model.problems import Problem, ProblemError
from plancheck.model.source import Map, Source, SourceError, decode, parse
from plancheck.repository.configuration import Configuration, read_configuration
from plancheck.repository.files import CONFIGURATION, exists, read_file, repository_of
from plancheck.repository.header import header_of
from plancheck.ruleset.loader import load
from plancheck.ruleset.locating import UnknownRuleSetError
from plancheck.ruleset.model import RuleSet


class OpeningError(ProblemError):
    """What keeps a repository from being opened, and the language to report it in."""

    def __init__(self, language: Language, *problems: Problem) -> None:
        super().__init__(*problems)
        self.language = language


class Settings(NamedTuple):
    """How a repository is configured: its folder, the folders with its documents, its language.

    `source` is the text of the configuration, if there is one.
    """

    folder: Path
    roots: tuple[Path, ...]
    configuration: Configuration
    source: Source | None
    language: Language


class Repository(NamedTuple):
    """A plan repository: its settings, and the rule set that applies in it."""

    folder: Path
    roots: tuple[Path, ...]
    configuration: Configuration
    source: Source | None
    language: Language
    ruleset: RuleSet


def open_settings(paths: Sequence[Path], language: Language | None = None) -> Settings:
    """The settings of the repository that the paths are in; `language`, if given, replaces its own.

    Raises OpeningError for what is wrong with the configuration.
    """
    folder, roots = repository_of([path for path in paths if exists(path)] or [Path()])
    try:
        configuration, source = read_configuration(folder, shown_path(folder / CONFIGURATION))
    except ProblemError as error:
        raise OpeningError(language or _language_in(folder), *error.problems) from None
    return Settings(folder, tuple(roots), configuration, source, language or configuration.lang or DEFAULT_LANGUAGE)


def open_repository(
    paths: Sequence[Path], ruleset: str | None = None, language: Language | None = None, *, tests: bool = False
) -> Repository:
    """The repository that the paths are in, with the rule set requested, or named in its configuration.

    `tests` loads the test cases of the rules too. If all paths are files, only shipped rules about their kinds are loaded.

    Raises OpeningError for what is wrong with the configuration or the rule set.
    """
    settings = open_settings(paths, language)
    source = settings.source
    name, near = (ruleset, Path()) if ruleset is not None else (settings.configuration.ruleset, settings.folder)
    try:
        rules = load(name, near, source, tests=tests, about=_kinds_of(paths))
    except UnknownRuleSetError as error:
        problems = error.problems
        if source is not None and ruleset is None:
            problems = (error.at(source, ["ruleset"]),)
        raise OpeningError(settings.language, *problems) from None
    except ProblemError as error:
        raise OpeningError(settings.language, *error.problems) from None
    return Repository(*settings, ruleset=rules)


def shown_path(path: Path) -> str:
    """A path as it is shown: relative to the current folder if it is below, else absolute."""
    path = path.absolute()
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return os.fsencode(shown.as_posix()).decode("utf-8", "replace")


def _language_in(folder: Path) -> Language:
    """The language that a faulty configuration names, or the default."""
    try:
        root = parse(decode(read_file(folder / CONFIGURATION)), CONFIGURATION).root
    except (OSError, SourceError):
        return DEFAULT_LANGUAGE
    named = root.get("lang") if isinstance(root, Map) else None
    return next((language for language in LANGUAGES if language == named), DEFAULT_LANGUAGE)


def _kinds_of(paths: Sequence[Path]) -> frozenset[str] | None:
    """The kinds of document that the files are; None where a quick look does not show all of them."""
    kinds = set()
    for path in paths:
        try:
            is_document = path.is_file() and not is_importable(path)
            header = header_of(decode(path.read_bytes())) if is_document else None
        except (OSError, SourceError):
            header = None
        if header is None:
            return None
        kinds.add(header.kind)
    return frozenset(kinds)
