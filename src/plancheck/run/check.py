"""A check, from paths to a run: which files, which rules; then the engine, and the waivers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from plancheck.importing.reading import is_importable
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
"""Is told what begins and how many steps it has, and gives a function to call after each."""


class InMemoryDocument(NamedTuple):
    """A document that is not read from a file but given, as on standard input, under the name of one."""

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
    `in_memory` is a document that takes the place of a file. `repository` is one that is open already.

    Raises ProblemError where the check could not be made at all: a path that does not exist, no document, a faulty rule set
    or configuration. What is wrong with single files is in the run, as findings.
    """
    wanted = [Path(path) for path in paths]
    for path in wanted:
        if not exists(path):
            raise ProblemError(placeless(str(path), "no-path", path=str(path)))
    if in_memory is not None:
        wanted.append(in_memory.path)
    if repository is None:
        repository = open_repository([path if exists(path) else path.parent for path in wanted], ruleset, language)
    language = language or repository.language
    choice = _choice(repository, select, ignore)
    rules = [rule for rule in repository.ruleset.rules.values() if choice.takes(rule.id)]
    workspace = Workspace(repository.ruleset.declared)
    asked = _read(workspace, repository, wanted, in_memory, progress)
    if not asked and not workspace.faults:
        where = ", ".join(str(path) for path in wanted)
        raise ProblemError(placeless(where, "no-documents", path=where))
    day = today or datetime.date.today()
    waivers = repository.configuration.waivers
    refuse_unknown(waivers, repository.source, repository.ruleset.known)
    judged = evaluate(workspace, asked, rules, day, language, progress("judging", len(asked)))
    judged = waived(judged, waivers, repository.source, day, language)
    doubts = of_doubts(asked, language) if choice.takes(REVIEW) else []
    # What a rule asked for was parsed only now: what is wrong with it comes after.
    evaluations = [*of_faults(workspace.faults, language), *doubts, *judged]
    return Run(
        evaluations=tuple(in_order(evaluations)),
        entries=tuple(asked),
        workspace=workspace,
        unread=len({found.location.file for found in evaluations if found.rule in OF_FILES}),
        rules=tuple(_asked(rules, asked)),
        ruleset=repository.ruleset.name,
        today=day.isoformat(),
        language=language,
    )


class _Choice(NamedTuple):
    """Which rules are asked: ids or their beginnings."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def takes(self, rule: str) -> bool:
        """Whether a rule is asked: where nothing is selected, each that is not ignored."""
        return (not self.select or rule.startswith(self.select)) and not rule.startswith(self.ignore or ("\0",))


def _choice(repository: Repository, select: Sequence[str], ignore: Sequence[str]) -> _Choice:
    """The choice of rules: what is given, else what the configuration says.

    Raises ProblemError for a beginning that no rule has.
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
    """The nearest id or family of rules to a beginning that no rule has; the families there are where none is near."""
    families = sorted({rule.rstrip("0123456789") for rule in known})
    upper = prefix.upper()
    exact = upper if any(rule.startswith(upper) for rule in known) else ""
    near = exact or nearest(upper, families if not any(char.isdigit() for char in upper) else known)
    return {"name": prefix, "nearest": near, "known": families}


def _asked(rules: Iterable[Rule], entries: Sequence[Entry]) -> Iterator[str]:
    """The ids of the rules that are about some of the documents."""
    return (rule.id for rule in rules if any(rule.applies_to(entry.document) for entry in entries))


def _read(
    workspace: Workspace,
    repository: Repository,
    wanted: Sequence[Path],
    in_memory: InMemoryDocument | None,
    progress: Progress,
) -> list[Entry]:
    """Read all documents of the repository; give those at the wanted paths that are sound.

    A file that is no YAML is imported, and takes the place of the document that was made of it before.
    """
    files = files_of(repository)
    places = {real(path): path for path in wanted}
    imported = [path for place, path in places.items() if place.is_file() and is_importable(path)]
    for place, path in places.items():
        if place.is_file() and path not in imported:
            files.setdefault(place, path)
    if in_memory is not None:
        files.pop(real(in_memory.path), None)
    step = progress("reading", len(files))
    asked = []
    for file, name in files.items():
        known = len(workspace.faults)
        entry = workspace.read(name, shown_path(name))
        if not any(file == place or name.is_relative_to(place) or file.is_relative_to(place) for place in places):
            # What keeps a file from being a document matters to whoever asks for it.
            del workspace.faults[known:]
        elif entry:
            asked.append(entry)
        step()
    asked.extend(_given(workspace, in_memory) if in_memory is not None else [])
    for path in imported:
        asked.extend(_imported(workspace, repository, path))
    return workspace.without_seconds(asked)


def _given(workspace: Workspace, document: InMemoryDocument) -> list[Entry]:
    """Take in a document that is no file."""
    shown = shown_path(document.path)
    try:
        entry = workspace.add(decode(document.data), shown)
    except SourceError as error:
        workspace.note("FIL001", of_source(error, shown))
        return []
    return [entry] if entry else []


def _imported(workspace: Workspace, repository: Repository, path: Path) -> list[Entry]:
    """Take in the documents of a PDF, a Word file or a text."""
    # Late: only who checks such a file pays for what reads it.
    try:
        from plancheck.run.importing import take_in
    except ModuleNotFoundError as error:
        workspace.note("FIL001", placeless(shown_path(path), "import-not-installed", name=error.name))
        return []
    return take_in(path, shown_path(path), repository, workspace)
