"""A check, from paths to a run: which files, which rules; then the engine, and the waivers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from plancheck.importing.reading import is_importable
from plancheck.installation import install_command
from plancheck.messages import Language
from plancheck.model.problems import ProblemError, at, of_source, placeless
from plancheck.model.source import SourceError, decode
from plancheck.model.text import nearest
from plancheck.repository.files import exists, real
from plancheck.repository.workspace import Entry, Workspace
from plancheck.ruleset.builtin import BUILT_IN, OF_FILES, REVIEW
from plancheck.ruleset.model import Rule
from plancheck.run.engine import evaluate, in_order, of_doubts, of_faults
from plancheck.run.open import Repository, files_of, open_repository, shown_path
from plancheck.run.results import Run
from plancheck.run.waivers import refuse_unknown, waived

Progress: TypeAlias = Callable[[str, int], Callable[[], None]]
"""Takes what begins and its number of steps, and gives a function to call after each step."""


class InMemoryDocument(NamedTuple):
    """A document that is not read from a file, such as one on standard input, with the path of the file that it stands for."""

    data: bytes
    path: Path


def check(
    paths: Iterable[str | Path],
    *,
    ruleset: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: datetime.date | None = None,
    language: Language | None = None,
    in_memory: InMemoryDocument | None = None,
    repository: Repository | None = None,
    progress: Progress = lambda _what, _number: lambda: None,
) -> Run:
    """Check the documents at the paths, files or folders, against a rule set.

    All documents of the repository are read, since a plan is judged by what surrounds it; those at the paths are checked.
    What is left out is taken from the configuration: the rule set, the rules that are selected or ignored, the language.
    `in_memory` is a document that replaces a file. `repository` is one that is already open.

    Raises ProblemError if the check could not be run at all: a path that does not exist, no document, a faulty rule set or
    configuration. What is wrong with single files is in the run, as findings.
    """
    wanted = _existing(paths) + ([in_memory.path] if in_memory else [])
    if repository is None:
        repository = open_repository([path if exists(path) else path.parent for path in wanted], ruleset, language)
    language = language or repository.language
    choice = _choice(repository, select, ignore)
    rules = [rule for rule in repository.ruleset.rules.values() if choice.includes(rule.id)]
    workspace = Workspace(repository.ruleset.declared)
    entries = _read(workspace, repository, wanted, in_memory, progress)
    _refuse_nothing(entries, workspace, wanted)
    day = today or datetime.date.today()
    waivers = repository.configuration.waivers
    refuse_unknown(waivers, repository.source, repository.ruleset.known)
    judged = evaluate(workspace, entries, rules, day, language, progress("judging", len(entries)))
    judged = waived(judged, waivers, repository.source, day, language)
    doubts = of_doubts(entries, language) if choice.includes(REVIEW) else []
    # Last: judging has parsed further documents, and they may have faults too.
    evaluations = [*of_faults(workspace.faults, language), *doubts, *judged]
    return Run(
        evaluations=tuple(in_order(evaluations)),
        entries=tuple(entries),
        workspace=workspace,
        unread=len({evaluation.location.file for evaluation in evaluations if evaluation.rule in OF_FILES}),
        rules=tuple(_applied(rules, entries)),
        ruleset=repository.ruleset.name,
        today=day.isoformat(),
        language=language,
    )


def _existing(paths: Iterable[str | Path]) -> list[Path]:
    """The paths. Raises ProblemError for one that does not exist."""
    existing = [Path(path) for path in paths]
    for path in existing:
        if not exists(path):
            raise ProblemError(placeless(str(path), "no-path", path=str(path)))
    return existing


def _refuse_nothing(entries: Sequence[Entry], workspace: Workspace, wanted: Sequence[Path]) -> None:
    """Raises ProblemError if there is neither a document at the paths nor a faulty file."""
    if not entries and not workspace.faults:
        paths = ", ".join(map(str, wanted))
        raise ProblemError(placeless(paths, "no-documents", path=paths))


class _Choice(NamedTuple):
    """Which rules are applied: prefixes of ids."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def includes(self, rule: str) -> bool:
        """Whether a rule is applied: if it is selected, or nothing is, and it is not ignored."""
        return (not self.select or rule.startswith(self.select)) and not rule.startswith(self.ignore or ("\0",))


def _choice(repository: Repository, select: Sequence[str], ignore: Sequence[str]) -> _Choice:
    """The choice of rules: what is given, else what the configuration says.

    Raises ProblemError for a prefix that no rule has.
    """
    known = sorted((*repository.ruleset.known, *BUILT_IN))
    configured = {"select": repository.configuration.select, "ignore": repository.configuration.ignore}
    chosen = {"select": select or configured["select"], "ignore": ignore or configured["ignore"]}
    for key, prefixes in chosen.items():
        for n, prefix in enumerate(prefixes):
            if any(rule.startswith(prefix) for rule in known):
                continue
            details = _unknown_prefix(prefix, known)
            if prefixes is configured[key] and repository.source is not None:
                raise ProblemError(at(repository.source, [key, n], "no-rule-selected", **details))
            raise ProblemError(placeless(prefix, "no-rule-selected", **details))
    return _Choice(tuple(chosen["select"]), tuple(chosen["ignore"]))


def _unknown_prefix(prefix: str, known: Sequence[str]) -> dict[str, object]:
    """The nearest id or family of rules to a prefix that no rule has; and all families, in case none is near."""
    families = sorted({rule.rstrip("0123456789") for rule in known})
    upper = prefix.upper()
    exact = upper if any(rule.startswith(upper) for rule in known) else ""
    near = exact or nearest(upper, families if not any(char.isdigit() for char in upper) else known)
    return {"name": prefix, "nearest": near, "known": families}


def _applied(rules: Iterable[Rule], entries: Sequence[Entry]) -> Iterator[str]:
    """The ids of the rules that are about any of the documents."""
    return (rule.id for rule in rules if any(rule.applies_to(entry.document) for entry in entries))


def _read(
    workspace: Workspace,
    repository: Repository,
    wanted: Sequence[Path],
    in_memory: InMemoryDocument | None,
    progress: Progress,
) -> list[Entry]:
    """Read all documents of the repository; give those at the wanted paths that are sound.

    A file that is not YAML is imported, and replaces the document that was made from it before.
    """
    places = {real(path): path for path in wanted}
    imported = [path for place, path in places.items() if place.is_file() and is_importable(path)]
    files = files_of(repository)
    for place, path in places.items():
        if place.is_file() and path not in imported:
            files.setdefault(place, path)
    if in_memory is not None:
        files.pop(real(in_memory.path), None)
    entries = _read_files(workspace, files, places, progress("reading", len(files)))
    if in_memory is not None:
        entries += _from_memory(workspace, in_memory)
    for path in imported:
        entries += _imported(workspace, repository, path)
    return workspace.without_seconds(entries)


def _read_files(
    workspace: Workspace, files: Mapping[Path, Path], wanted: Collection[Path], done: Callable[[], None]
) -> list[Entry]:
    """Read the files, by their real paths; give the documents in those that are wanted. `done` is called after each file."""
    entries = []
    for place, path in files.items():
        faults = len(workspace.faults)
        entry = workspace.read(path, shown_path(path))
        if not any(place == root or path.is_relative_to(root) or place.is_relative_to(root) for root in wanted):
            # The faults of a file matter only if it is wanted.
            del workspace.faults[faults:]
        elif entry:
            entries.append(entry)
        done()
    return entries


def _from_memory(workspace: Workspace, document: InMemoryDocument) -> list[Entry]:
    """Take in a document that is not read from a file."""
    shown = shown_path(document.path)
    try:
        entry = workspace.add(decode(document.data), shown)
    except SourceError as error:
        workspace.note("FIL001", of_source(error, shown))
        return []
    return [entry] if entry else []


def _imported(workspace: Workspace, repository: Repository, path: Path) -> list[Entry]:
    """Take in the documents of a PDF, a Word file or a text."""
    # Imported late: only a check of such a file needs what reads it.
    try:
        from plancheck.run.importing import take_in
    except ModuleNotFoundError as error:
        missing = {"name": error.name, "command": install_command()}
        workspace.note("FIL001", placeless(shown_path(path), "import-not-installed", **missing))
        return []
    return take_in(path, shown_path(path), repository, workspace)
