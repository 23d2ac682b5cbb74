"""A check, from paths to results."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plancheck.messages import Language
from plancheck.model.problems import Problem, ProblemError, at, nearest, of_source
from plancheck.model.source import NOWHERE, SourceError, decode
from plancheck.repository.files import exists, files_below, real
from plancheck.repository.workspace import Entry, Workspace
from plancheck.ruleset.model import Rule
from plancheck.run.engine import BUILT_IN, OF_FILES, REVIEW, evaluate, in_order, of_doubts, of_problems
from plancheck.run.open import Repository, _is_excluded, _is_to_be_imported, open_repository, shown_path
from plancheck.run.results import Run
from plancheck.run.waivers import refuse_unknown, waived


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
    language: Language = "sv",
    given: InMemoryDocument | None = None,
    repository: Repository | None = None,
    progress: Callable[[str, int], Callable[[], None]] = lambda _what, _number: lambda: None,
) -> Run:
    """Check the documents at the paths, files or folders, against a rule set.

    All documents of the repository are read, since a plan is judged by what surrounds it; those at the paths are checked.
    `given` is a document that takes the place of a file. `progress` is told what begins and how many steps it has, and
    gives a function to call after each.

    Raises ProblemError where the check could not be made at all: a path that does not exist, no document, a faulty rule set
    or configuration. What is wrong with single files is in the result, as findings.
    """
    wanted = [Path(path) for path in paths]
    for path in wanted:
        if not exists(path):
            raise ProblemError(Problem(str(path), NOWHERE, "no-path", {"path": str(path)}))
    if given is not None:
        wanted.append(given.path)
    repository = repository or open_repository([path if exists(path) else path.parent for path in wanted], ruleset)
    rules = _chosen(repository, select, ignore)
    workspace = Workspace(repository.ruleset.kinds)
    asked = _read(workspace, repository, wanted, given, language, progress)
    if not asked and not workspace.problems:
        where = ", ".join(str(path) for path in wanted)
        raise ProblemError(Problem(where, NOWHERE, "no-documents", {"path": where}))
    day = today or datetime.date.today()
    judged = evaluate(workspace, asked, rules, day, language, progress("judging", len(asked)))
    # What a rule asked for was parsed only now: what is wrong with it comes after.
    doubts = of_doubts(asked, language) if _asks_for_review(repository, select, ignore) else []
    settings = repository.configuration
    refuse_unknown(settings.waivers, repository.source, repository.ruleset.known)
    judged = waived(judged, settings.waivers, repository.source, day, language)
    evaluations = [*of_problems(workspace.problems, language), *doubts, *judged]
    return Run(
        evaluations=tuple(in_order(evaluations)),
        entries=tuple(asked),
        workspace=workspace,
        unread=len({one.location.file for one in evaluations if one.rule in OF_FILES}),
        rules=tuple(rule.id for rule in rules if any(rule.applies_to(entry.document) for entry in asked)),
        ruleset=repository.ruleset.name,
        today=day.isoformat(),
        language=language,
    )


def _chosen(repository: Repository, select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """The rules whose ids begin with one of `select` (all, where it is empty) and with none of `ignore`.

    What is not given is taken from the configuration. Raises ProblemError for a beginning that no rule has.
    """
    known = sorted((*repository.ruleset.known, *BUILT_IN))
    wanted = {"select": select or repository.configuration.select, "ignore": ignore or repository.configuration.ignore}
    for key, prefixes in wanted.items():
        for n, prefix in enumerate(prefixes):
            if any(rule.startswith(prefix) for rule in known):
                continue
            details = _unknown_prefix(prefix, known)
            configured = not (select if key == "select" else ignore) and repository.source is not None
            problem = (
                at(repository.source, [key, n], "no-rule-selected", **details) if configured and repository.source else None
            )
            raise ProblemError(problem or Problem(prefix, NOWHERE, "no-rule-selected", details))
    return [
        rule
        for rule in repository.ruleset.rules.values()
        if (not wanted["select"] or rule.id.startswith(tuple(wanted["select"])))
        and not (wanted["ignore"] and rule.id.startswith(tuple(wanted["ignore"])))
    ]


def _unknown_prefix(prefix: str, known: Sequence[str]) -> dict[str, object]:
    """The nearest id or family of rules to a beginning that no rule has; the families there are where none is near."""
    families = sorted({rule.rstrip("0123456789") for rule in known})
    upper = prefix.upper()
    exact = upper if any(rule.startswith(upper) for rule in known) else ""
    near = exact or nearest(upper, families if not any(char.isdigit() for char in upper) else known)
    return {"name": prefix, "nearest": near, "known": families}


def _read(
    workspace: Workspace,
    repository: Repository,
    wanted: Sequence[Path],
    given: InMemoryDocument | None,
    language: Language,
    progress: Callable[[str, int], Callable[[], None]],
) -> list[Entry]:
    """Read all documents of the repository; give those at the wanted paths that are sound.

    A file that is no YAML is imported, and takes the place of the document that was made of it before.
    """
    # A file that is found by several ways, as links make them, is one file.
    files: dict[Path, Path] = {}
    for root in repository.roots:
        for file in files_below(root, partial(_is_excluded, repository, root)):
            files.setdefault(real(file), file)
    places = [real(path) for path in wanted]
    imported = [path for path, place in zip(wanted, places, strict=True) if place.is_file() and _is_to_be_imported(path)]
    for path, place in zip(wanted, places, strict=True):
        if place.is_file() and path not in imported:
            files.setdefault(place, path)
    done = progress("reading", len(files))
    asked = []
    for file, name in files.items():
        if given is None or file != real(given.path):
            known = len(workspace.problems)
            entry = workspace.read(name, shown_path(name))
            if not any(file == place or name.is_relative_to(place) or file.is_relative_to(place) for place in places):
                # What keeps a file from being a document matters to whoever asks for it.
                del workspace.problems[known:]
            elif entry:
                asked.append(entry)
        done()
    if given is not None:
        shown = shown_path(given.path)
        try:
            entry = workspace.add(decode(given.data), shown)
            asked.extend([entry] if entry else [])
        except SourceError as error:
            workspace.problems.append(of_source(error, shown))
    for path in imported:
        # Late: only who checks a PDF or a Word file pays for what reads it.
        try:
            from plancheck.run.importing import take_in
        except ModuleNotFoundError as error:
            workspace.problems.append(Problem(shown_path(path), NOWHERE, "import-not-installed", {"name": error.name}))
            continue
        asked.extend(take_in(path, shown_path(path), repository.ruleset, workspace, language))
    return workspace.without_seconds(asked)


def _asks_for_review(repository: Repository, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether doubts of the import are to be told of: where no choice of rules leaves them out."""
    chosen = select or repository.configuration.select
    left_out = ignore or repository.configuration.ignore
    return not (chosen and not REVIEW.startswith(tuple(chosen))) and not (left_out and REVIEW.startswith(tuple(left_out)))
