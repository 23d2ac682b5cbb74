"""A check, from paths to a run: which files, which rules; then the engine, and what somebody answers for."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from plancheck.importing.reading import is_importable
from plancheck.installation import install_command
from plancheck.messages import Language
from plancheck.model.problems import Problem, ProblemError, at, placeless
from plancheck.model.text import Text, nearest
from plancheck.repository.files import CONFIGURATION, exists, is_at, real
from plancheck.repository.holdings import refuse_unknown_namnder
from plancheck.repository.workspace import Entry, Workspace
from plancheck.ruleset.builtin import BUILT_IN, NOTHING_READ, OF_FILES, REVIEW
from plancheck.ruleset.model import Rule
from plancheck.run.agreements import Judged, agreed, refuse_unusable
from plancheck.run.cache import Cache, NoCache
from plancheck.run.engine import Judgement, in_order, judge, of_doubts, of_faults, of_nothing_read
from plancheck.run.judgements import Ground, Kept, ground_of, keep, kept_judgements
from plancheck.run.notifications import (
    of_alterations,
    of_choice,
    of_configurations,
    of_day,
    of_exclusion,
    of_judging,
    of_limit,
    of_paths,
    of_read,
    of_said,
    of_search,
    of_seconds,
    of_selection,
    of_unread,
)
from plancheck.run.open import Repository, open_repository, shown_path
from plancheck.run.results import Evaluation, Limit, Passes, ReadFile, Run
from plancheck.run.shares import judged_in_shares
from plancheck.run.survey import NOTHING_TOLD, Importable, Survey, Taken, Told, Unread, survey_of

Progress: TypeAlias = Callable[[str, int], Callable[[], None]]
"""Takes what begins and its number of steps, and gives a function to call after each step."""


class InMemoryDocument(NamedTuple):
    """A document that is not read from a file, such as one on standard input, with the path of the file that it stands for."""

    data: bytes
    path: Path


class _Reading(NamedTuple):
    """What was read at the wanted paths: the documents, the files that look like one and are not read, those that are the same
    document as one in YAML, and what was read of those that are imported.
    """

    entries: list[Entry]
    unread: list[Unread]
    seconds: list[Unread]
    recognised: list[ReadFile]


def check(
    paths: Iterable[str | Path],
    *,
    ruleset: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: datetime.date | None = None,
    language: Language | None = None,
    fail_on: Limit | None = None,
    strict: bool = False,
    in_memory: InMemoryDocument | None = None,
    cache: Cache | None = None,
    repository: Repository | None = None,
    told: Told = NOTHING_TOLD,
    progress: Progress = lambda _what, _number: lambda: None,
    passes: Passes = "whole",
    jobs: int | None = 1,
) -> Run:
    """Check the documents at the paths, files or folders, against a rule set.

    All documents of the repository are read, since a plan is judged by what surrounds it; those at the paths are checked.
    What is left out is taken from the configuration: the rule set, the rules that are selected or ignored, the language, what
    makes the check fail. `in_memory` is a document that replaces a file. `cache` keeps what was read and judged for the
    next run; left out, nothing is kept. `repository` is one that is already open. `told` is what is
    known of a file that is imported and does not say what it is, where one is all that is wanted. `passes` says what is made of
    what passed, `jobs` how many processes judge: as many as are worth it where it is None.

    Raises ProblemError if the check could not be run at all: a path that does not exist, no document, a faulty rule set or
    configuration. What is wrong with single files is in the run, as findings.
    """
    wanted = _existing(paths) + ([in_memory.path] if in_memory else [])
    if repository is None:
        repository = open_repository([path if exists(path) else path.parent for path in wanted], ruleset, language)
    language = language or repository.language
    repository = repository._replace(language=language)
    configuration = repository.configuration
    choice = _choice(repository, select, ignore)
    refuse_unusable(configuration, repository.source, repository.ruleset)
    rules = [rule for rule in repository.ruleset.rules.values() if choice.includes(rule.id)]
    day, limit = today or datetime.date.today(), fail_on or configuration.fail_on or "error"
    workspace = Workspace(repository.ruleset.declared, covers=configuration.covered())
    survey = survey_of(repository)
    found, unread, seconds, recognised = _read(
        workspace, repository, survey, wanted, told, in_memory, cache or NoCache(), progress
    )
    if not found and not unread and not workspace.faults:
        raise ProblemError(*_nothing_to_check(survey, wanted))
    refuse_unknown_namnder(workspace, repository.source)

    ground = ground_of(repository, workspace, rules, passes, in_memory.path if in_memory else None) if cache else None
    judgements = _judgements(workspace, found, rules, day, language, passes, cache, ground, jobs, progress)
    entries = [entry for entry in found if entry in judgements]
    evaluations = [evaluation for entry in entries for evaluation in judgements[entry].evaluations]
    passed = {(rule, entry.header.identity): number for entry in entries for rule, number in judgements[entry].passed.items()}
    applied = list(_applied(rules, entries))
    judged = Judged(
        evaluations,
        frozenset(rule.id for rule in rules),
        frozenset(entry.header.identity for entry in entries),
        frozenset(entry.header.identity for entry in workspace.entries),
    )
    evaluations, without_effect = agreed(judged, configuration, repository.source, repository.ruleset, day, language)
    doubts = of_doubts(entries, language) if choice.includes(REVIEW) else []
    nothing = of_nothing_read(workspace, entries, language) if choice.includes(NOTHING_READ) else []
    number = _number_judged(evaluations, passed, repository, entries, choice, wanted)
    # Last: judging has parsed further documents, and they may have faults too.
    everything = [*of_faults(workspace.faults, language), *doubts, *nothing, *evaluations]
    read = [*(entry.file for entry in found), *(fault.file for fault in workspace.faults), *(str(one.path) for one in unread)]
    return Run(
        evaluations=tuple(in_order(everything)),
        entries=tuple(entries),
        workspace=workspace,
        unread=len({evaluation.location.file for evaluation in everything if evaluation.rule in OF_FILES}),
        rules=tuple(applied),
        ruleset=repository.ruleset.name,
        today=day.isoformat(),
        language=language,
        notifications=(
            *of_read(recognised, language),
            *of_judging(number, language),
            *of_search(workspace, repository, wanted),
            *of_unread(unread, language),
            *of_seconds(seconds, language),
            *of_said(recognised),
            *of_alterations(repository),
            *of_choice(choice.select, choice.ignore, language),
            *of_exclusion(survey, repository),
            *of_configurations(survey, repository, wanted),
            *of_day(day, language),
            *of_limit(limit, language),
            *of_paths(wanted, read, workspace.aside, language),
            *of_selection(choice.select, applied, language),
            *without_effect,
        ),
        aside=sum(is_at(Path(file), wanted) for file in workspace.aside),
        judged=number,
        fail_on=limit,
        strict=strict or configuration.strict,
        read=tuple(recognised),
        passed=passed,
    )


def _judgements(
    workspace: Workspace,
    entries: Sequence[Entry],
    rules: Sequence[Rule],
    day: datetime.date,
    language: Language,
    passes: Passes,
    cache: Cache | None,
    ground: Ground | None,
    jobs: int | None,
    progress: Progress,
) -> Mapping[Entry, Judgement]:
    """What has come out for each document that can be judged: what is kept of it, where that still holds."""
    kept = kept_judgements(cache, ground, workspace, day) if cache and ground else Kept({}, is_whole=False)
    waiting = [entry for entry in entries if entry not in kept.judgements]

    def judged(entry: Entry) -> Judgement | None:
        return judge(workspace, entry, rules, day, language, passes)

    answers = judged_in_shares(workspace, waiting, judged, jobs, progress("judging", len(waiting)))
    new = {entry: answer for entry, answer in zip(waiting, answers, strict=True) if answer is not None}
    judgements = {**kept.judgements, **new}
    if cache and ground and (new or not kept.is_whole):
        keep(cache, ground, workspace, judgements)
    return judgements


def _number_judged(
    evaluations: Iterable[Evaluation],
    passed: Mapping[tuple[str, str], int],
    repository: Repository,
    entries: Iterable[Entry],
    choice: _Choice,
    wanted: Sequence[Path],
) -> int:
    """How many requirements on plans were found met or not.

    Those on registers, and those of bookkeeping, count only where somebody has asked for the file or for the rules.
    """
    ruleset = repository.ruleset
    only_files = all(path.is_file() for path in wanted)
    plans = {entry.header.identity for entry in entries if only_files or ruleset.kinds[entry.header.kind].role != "register"}

    def counts(rule: str, document: str) -> bool:
        return document in plans and bool(choice.select or not ruleset.is_bookkeeping(rule))

    return sum(number for (rule, document), number in passed.items() if counts(rule, document)) + sum(
        evaluation.outcome in ("failed", "waived") and counts(evaluation.rule, evaluation.document)
        for evaluation in evaluations
    )


def _existing(paths: Iterable[str | Path]) -> list[Path]:
    """The paths. Raises ProblemError for one that does not exist."""
    existing = [Path(path) for path in paths]
    for path in existing:
        if not exists(path):
            raise ProblemError(placeless(str(path), "no-path", path=str(path)))
    return existing


def _nothing_to_check(survey: Survey, wanted: Sequence[Path]) -> Iterator[Problem]:
    """That there is neither a document at the paths nor a file that should be one, and what `exclude` leaves out."""
    paths = ", ".join(map(str, wanted))
    yield placeless(paths, "no-documents", path=paths)
    if survey.excluded:
        yield placeless(paths, "altered-exclude", files=[shown_path(path) for path in survey.excluded])


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
            if prefix.strip() and any(rule.startswith(prefix) for rule in known):
                continue
            name, details = ("no-rule-selected", _unknown_prefix(prefix, known)) if prefix.strip() else ("empty-family", {})
            if prefixes is configured[key] and repository.source is not None:
                raise ProblemError(at(repository.source, [key, n], name, **details))
            raise ProblemError(placeless(prefix or f"--{key}", name, **details))
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
    documents = {(entry.header.kind, entry.header.year, entry.header.until) for entry in entries}
    return (rule.id for rule in rules if any(rule.is_about(*document) for document in documents))


def _read(
    workspace: Workspace,
    repository: Repository,
    survey: Survey,
    wanted: Sequence[Path],
    told: Told,
    in_memory: InMemoryDocument | None,
    cache: Cache,
    progress: Progress,
) -> _Reading:
    """Read all documents of the repository; give those at the wanted paths.

    A file that is not YAML is imported; one that is named replaces the document that was made from it before.
    """
    places = {real(path): path for path in wanted if path.name != CONFIGURATION}
    imported = [path for place, path in places.items() if place.is_file() and is_importable(path)]
    files = dict(survey.documents)
    for place, path in places.items():
        if place.is_file() and path not in imported:
            files.setdefault(place, path)
    if in_memory is not None:
        files.pop(real(in_memory.path), None)
    entries = _read_files(workspace, files, places, progress("reading", len(files)))
    if in_memory is not None:
        entry = workspace.add_bytes(in_memory.data, shown_path(in_memory.path), meant=True)
        entries += [entry] if entry else []
    named = {real(path): Importable(path, is_named=True, told=told) for path in imported}
    others = {place: Importable(path, is_named=False) for place, path in survey.importable.items()}
    taken = _imported({**others, **named}, repository, workspace, cache, progress)
    entries += [entry for entry in taken.entries if is_at(Path(entry.file), wanted)]
    seconds = [second for second in taken.seconds if is_at(second.path, wanted)]
    judged = [second for second in seconds if is_at(Path(str(second.why.details["file"])), wanted)]
    unjudged = [Unread(one.path, Text("unread-second", one.why.details)) for one in seconds if one not in judged]
    unread = [file for file in (*survey.unread, *taken.unread) if is_at(file.path, wanted) and not _is_named(file, places)]
    recognised = [one for one in taken.read if is_at(Path(one.file), wanted)]
    seconds = [second for second in judged if second.why.key == "imported-second"]
    return _Reading(entries, [*unread, *unjudged], seconds, recognised)


def _is_named(file: Unread, places: Mapping[Path, Path]) -> bool:
    """Whether a link that is not followed leads to what somebody has named."""
    return file.path.is_symlink() and any(real(file.path).is_relative_to(place) for place in places)


def _read_files(
    workspace: Workspace, files: Mapping[Path, Path], wanted: Collection[Path], done: Callable[[], None]
) -> list[Entry]:
    """Read the files, by their real paths; give the documents in those that are wanted. `done` is called after each file."""
    entries, roots = [], frozenset(wanted)

    @functools.cache
    def is_wanted(folder: Path) -> bool:
        """Whether a folder is a wanted one, or in one: that is looked up once for all files in it."""
        return not roots.isdisjoint((folder, *folder.parents))

    for place, path in files.items():
        faults = len(workspace.faults)
        entry = workspace.read(path, shown_path(path), meant=place in wanted)
        if place not in roots and not is_wanted(place.parent) and path not in roots and not is_wanted(path.parent):
            # The faults of a file matter only if it is wanted.
            del workspace.faults[faults:]
        elif entry:
            entries.append(entry)
        done()
    return entries


def _imported(
    files: Mapping[Path, Importable], repository: Repository, workspace: Workspace, cache: Cache, progress: Progress
) -> Taken:
    """Take in the documents of files in PDF, Word and text; all are unread where what reads them is not installed."""
    if not files:
        return Taken()
    # Imported late: only a check of such a file needs what reads it.
    try:
        from plancheck.run.imported import take_in
    except ModuleNotFoundError as error:
        why = Text("import-not-installed", {"name": error.name, "command": install_command()})
        for file in files.values():
            if file.is_named:
                workspace.note("FIL001", placeless(shown_path(file.path), why.key, **why.details))
        return Taken(unread=[Unread(file.path, why) for file in files.values() if not file.is_named])
    return take_in(files.values(), repository, workspace, cache, progress("importing", len(files)))
