"""From paths to a result: which files, which configuration, which rules; then the engine."""

from __future__ import annotations

import datetime
import fnmatch
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from plancheck.configuration import Configuration, read_configuration
from plancheck.engine import BUILT_IN, evaluate, in_order, of_problems
from plancheck.findings import Result
from plancheck.messages import Language
from plancheck.problems import Problem, ProblemError, of_source, unknown_name
from plancheck.ruleset import Rule, RuleSet, load
from plancheck.source import SourceError, Span, decode
from plancheck.workspace import CONFIGURATION, Entry, Workspace, files_below, header_of, repository_of


class Given(NamedTuple):
    """A document that is not read from a file but given, as on standard input, under the name of one."""

    data: bytes
    path: Path


class Repository(NamedTuple):
    """A plan repository: its folder, its configuration, and the rule set that it is checked with."""

    folder: Path
    configuration: Configuration
    ruleset: RuleSet


def open_repository(paths: Sequence[Path], ruleset: str | None = None, *, tests: bool = False) -> Repository:
    """The repository that the paths lie in, with the rule set that is asked for, or that its configuration names.

    `tests` loads the test cases of the rules too; where all paths are files, only what is about their kinds is loaded.

    Raises ProblemError for what is wrong with the configuration or the rule set.
    """
    folder = repository_of(paths)
    configuration, source = read_configuration(folder, shown_path(folder / CONFIGURATION))
    name, near = (ruleset, Path()) if ruleset is not None else (configuration.ruleset, folder)
    return Repository(folder, configuration, load(name, near, source, tests=tests, about=_kinds_of(paths)))


def _kinds_of(paths: Sequence[Path]) -> frozenset[str] | None:
    """The kinds of document that the files are; None where it takes more than a look to tell."""
    kinds = set()
    for path in paths:
        try:
            header = header_of(decode(path.read_bytes())) if path.is_file() else None
        except (OSError, SourceError):
            header = None
        if header is None:
            return None
        kinds.add(header.kind)
    return frozenset(kinds)


def check(
    paths: Iterable[str | Path],
    *,
    ruleset: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: datetime.date | None = None,
    language: Language = "sv",
    given: Given | None = None,
    repository: Repository | None = None,
    progress: Callable[[str, int], Callable[[], None]] = lambda _what, _number: lambda: None,
) -> Result:
    """Check the documents at the paths, files or folders, against a rule set.

    All documents of the repository are read, since a plan is judged by what surrounds it; those at the paths are checked.
    `given` is a document that takes the place of a file. `progress` is told what begins and how many steps it has, and
    gives a function to call after each.

    Raises ProblemError where the check could not be made at all: a path that does not exist, no document, a faulty rule set
    or configuration. What is wrong with single files is in the result, as findings.
    """
    wanted = [Path(path) for path in paths]
    for path in wanted:
        if not path.exists():
            raise ProblemError(Problem(str(path), Span(1, 1, 1), "no-path", {"path": str(path)}))
    if given is not None:
        wanted.append(given.path)
    repository = repository or open_repository([p if p.exists() else p.parent for p in wanted], ruleset)
    rules = chosen(repository.ruleset, select or repository.configuration.select, ignore or repository.configuration.ignore)
    workspace = Workspace(repository.ruleset.kinds)
    asked = _read(workspace, repository, wanted, given, progress)
    if not asked and not workspace.problems:
        where = ", ".join(str(path) for path in wanted)
        raise ProblemError(Problem(where, Span(1, 1, 1), "no-documents", {"path": where}))
    day = today or datetime.date.today()
    done = progress("judging", len(asked))
    evaluations = [*of_problems(workspace.problems, language), *evaluate(workspace, asked, rules, day, language, done)]
    return Result(
        evaluations=tuple(in_order(evaluations)),
        documents=len(asked),
        rules=tuple(rule.id for rule in rules if any(rule.applies_to(entry.document) for entry in asked)),
        ruleset=repository.ruleset.name,
        today=day.isoformat(),
        language=language,
    )


def chosen(ruleset: RuleSet, select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """The rules whose ids begin with one of `select` (all, where it is empty) and with none of `ignore`.

    Raises ProblemError for a beginning that no rule has.
    """
    known = sorted((*ruleset.known, *BUILT_IN))
    for prefix in (*select, *ignore):
        if not any(rule.startswith(prefix) for rule in known):
            raise ProblemError(Problem(prefix, Span(1, 1, 1), "no-rule-selected", unknown_name(prefix, known)))
    return [
        rule
        for rule in ruleset.rules.values()
        if (not select or rule.id.startswith(tuple(select))) and not rule.id.startswith(tuple(ignore) or ("\0",))
    ]


def shown_path(path: Path) -> str:
    """A path as it is shown: from the current folder where it lies below, else whole."""
    path = path.absolute()
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


def _read(
    workspace: Workspace,
    repository: Repository,
    wanted: Sequence[Path],
    given: Given | None,
    progress: Callable[[str, int], Callable[[], None]],
) -> list[Entry]:
    """Read all documents of the repository; give those at the wanted paths that are sound."""
    patterns = repository.configuration.exclude
    files = list(files_below(repository.folder, lambda name: any(fnmatch.fnmatch(name, pattern) for pattern in patterns)))
    places = [path.resolve() for path in wanted]
    files.extend(path for path in places if path.is_file() and path not in files)
    done = progress("reading", len(files))
    asked = []
    for file in files:
        if given is None or file != given.path.resolve():
            entry = workspace.read(file, shown_path(file))
            if entry and any(file == place or file.is_relative_to(place) for place in places):
                asked.append(entry)
        done()
    if given is not None:
        name = shown_path(given.path)
        try:
            entry = workspace.add(decode(given.data), name)
            asked.extend([entry] if entry else [])
        except SourceError as error:
            workspace.problems.append(of_source(error, name))
    return workspace.without_seconds(asked)
