"""What a report says of the run itself: what was not read, what had no effect, and what makes the check ask for less."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from plancheck.messages import Language, count, said, word
from plancheck.model.problems import Problem
from plancheck.model.source import Source, Steps
from plancheck.model.text import Text
from plancheck.repository.files import CONFIGURATION, configuration_above, is_at, real, real_of_each
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.versions import Demand
from plancheck.run.open import Repository, shown_path
from plancheck.run.results import Concern, Location, Notification, ReadFile, Recognised, location_in
from plancheck.run.survey import Survey, Unread

MOST_FILES = 5
"""How many files are named in one sentence."""


def notification(concern: Concern, text: Text, language: Language, location: Location | None = None) -> Notification:
    """A notification from an entry of the catalogue."""
    return Notification(concern, said(text, language), location)


def of_read(read: Sequence[ReadFile], language: Language) -> Iterator[Notification]:
    """What was read of the files that somebody has named, and how to see where it stood; of those in folders the numbers, and
    what a person should look at. Where many are named, they are told as a folder is.
    """
    named = {one.file for one in read if one.is_named}
    if len(named) > MOST_FILES:
        named = set()
    for file in dict.fromkeys(one.file for one in read if one.file in named):
        documents = [one.recognised for one in read if one.file == file]
        yield Notification("read", "\n".join(_of_file(documents, file, language)), Location(file, 0, 1, 1))
    others = [one for one in read if one.file not in named]
    if others:
        files = count(len({one.file for one in others}), "read-file", language)
        what = [one.recognised.title for one in others] if len(others) <= MOST_FILES else []
        what += [count(sum(one.recognised.goals for one in others), "import-goals", language)]
        what += [count(sum(one.recognised.uppdrag for one in others), "import-uppdrag", language)]
        doubts = count(sum(one.recognised.doubts for one in others), "import-doubt", language)
        yield Notification("read", word("read-in-all", language, files=files, counts=what, doubts=doubts))
    for one in others:
        if one.recognised.look:
            message = f"{one.file}: {' '.join(one.recognised.look)}"
            yield Notification("read", message, Location(one.file, 0, 1, 1))
    shown = [one.file for one in read if one.file in named or one.recognised.look]
    if shown:
        yield Notification("read", word("read-see", language, path=shlex.quote(shown[0])))


def of_said(read: Sequence[ReadFile]) -> Iterator[Notification]:
    """What somebody has said of a file that had no effect on how it was read."""
    for message, file in dict.fromkeys((message, one.file) for one in read for message in one.recognised.unused):
        yield Notification("unused", message, Location(file, 0, 1, 1))


def _of_file(documents: Sequence[Recognised], file: str, language: Language) -> Iterator[str]:
    """The documents that were read of a file, each with how certain that is. What belongs to one of several is indented."""
    name = Path(file).name
    if len(documents) > 1:
        yield word("read-several", language, number=len(documents), file=name)
    for one in documents:
        margin = "  " if len(documents) > 1 else ""
        begin = f"{one.title}:" if margin else word("read-what", language, title=one.title, file=name)
        yield f"{begin} {one.what}"
        yield from (f"{margin}{text}" for text in one.certainty)


def of_unread(unread: Iterable[Unread], language: Language) -> Iterator[Notification]:
    """The files that look like documents and are not read."""
    for file in unread:
        yield notification("unread", file.why, language, Location(shown_path(file.path), 0, 1, 1))


def of_seconds(seconds: Iterable[Unread], language: Language) -> Iterator[Notification]:
    """The files that are the same document as one in YAML, which is judged in their place."""
    for file in seconds:
        details = {"path": shown_path(file.path), **file.why.details}
        yield notification("unused", Text(file.why.key, details), language)


def of_exclusion(survey: Survey, repository: Repository) -> Iterator[Notification]:
    """What `exclude` leaves out, and its patterns that leave out nothing."""
    language, source = repository.language, repository.source
    if survey.excluded:
        files = [shown_path(path) for path in survey.excluded[:MOST_FILES]]
        more = len(survey.excluded) - len(files)
        named = [*files, *([f"+{more}"] if more else [])]
        yield notification("altered", Text("altered-exclude", {"files": named}), language, _place(source, ["exclude"]))
    for n in survey.unused:
        pattern = repository.configuration.exclude[n]
        details = {"pattern": pattern, "meant": pattern.replace("\\", "/")}
        key = "exclude-backslash" if "\\" in pattern else "exclude-unused"
        yield notification("unused", Text(key, details), language, _place(source, ["exclude", n]))


def of_configurations(survey: Survey, repository: Repository, wanted: Sequence[Path]) -> Iterator[Notification]:
    """The configurations that do not apply: of folders inside the repository, and of files from several repositories."""
    inside = [path for path in survey.configurations if is_at(path, wanted)]
    above = [configuration for path in wanted if (configuration := configuration_above(path))]
    used = real(repository.folder / CONFIGURATION)
    for path in dict.fromkeys([*inside, *above]):
        if real(path) != used:
            details = {"path": shown_path(path), "folder": shown_path(path.parent)}
            yield notification("unused", Text("configuration-unused", details), repository.language)


def of_search(workspace: Workspace, repository: Repository, wanted: Sequence[Path]) -> Iterator[Notification]:
    """Where registers were sought and none is, if files are checked alone and no configuration marks their repository."""
    known = (workspace.kind_of(entry) for entry in workspace.entries)
    has_register = any(kind is not None and kind.role == "register" for kind in known)
    if repository.source is None and not has_register and all(path.is_file() for path in wanted):
        folder = shown_path(real(repository.folder)) or "."
        yield notification("read", Text("registers-sought", {"folder": folder}), repository.language)


def of_judging(judged: int, language: Language) -> Iterator[Notification]:
    """That nothing was judged."""
    if not judged:
        yield Notification("unused", word("nothing-judged", language))


def of_alterations(repository: Repository) -> Iterator[Notification]:
    """What makes the check ask for less than the rule set that the repository names."""
    language, ruleset = repository.language, repository.ruleset
    configured = Demand.of(repository.configuration.ruleset).name
    if repository.source is not None and ruleset.name != configured:
        yield notification("altered", Text("altered-ruleset", {"name": ruleset.name, "configured": configured}), language)
    covers = repository.configuration.covers
    if covers is not None:
        key = "altered-covers" if covers else "altered-covers-none"
        names = [f"{name} ({covers[name]})" for name in covers] if isinstance(covers, dict) else list(covers)
        yield notification("altered", Text(key, {"names": names}), language, _place(repository.source, ["covers"]))
    for problem in ruleset.altered:
        yield notification("altered", problem.text, language, _location(problem))


def of_choice(select: Sequence[str], ignore: Sequence[str], language: Language) -> Iterator[Notification]:
    """Which rules were left out of the check."""
    if select:
        yield notification("altered", Text("altered-select", {"prefixes": list(select)}), language)
    if ignore:
        yield notification("altered", Text("altered-ignore", {"prefixes": list(ignore)}), language)


def of_day(today: datetime.date, language: Language) -> Iterator[Notification]:
    """That deadlines were judged as of another day than this."""
    if today != datetime.date.today():
        yield notification("altered", Text("altered-today", {"today": today}), language)


def of_paths(wanted: Sequence[Path], found: Iterable[str], aside: Iterable[str], language: Language) -> Iterator[Notification]:
    """The paths that added nothing. `found` are the files with documents or faults, `aside` those that are no documents."""
    places = set(map(real_of_each(), map(Path, found)))
    # Each path is looked up among the files and the folders that they are in: people may name every file.
    folders = {place.parent for place in places}
    known = {*places, *folders, *(parent for folder in folders for parent in folder.parents)}
    left = set(aside)
    for path in wanted:
        if real(path) in known:
            continue
        key = "path-is-no-document" if shown_path(path) in left else "path-adds-nothing"
        key = "path-is-configuration" if path.name == CONFIGURATION else key
        yield notification("unused", Text(key, {"path": str(path)}), language)


def of_selection(select: Sequence[str], applied: Iterable[str], language: Language) -> Iterator[Notification]:
    """The prefixes that select no rule about the documents."""
    rules = list(applied)
    for prefix in select:
        if not any(rule.startswith(prefix) for rule in rules):
            yield notification("unused", Text("select-meets-nothing", {"prefix": prefix}), language)


def of_limit(fail_on: str, language: Language) -> Iterator[Notification]:
    """That no finding makes the check fail."""
    if fail_on == "never":
        yield Notification("altered", word("altered-never", language))


def _place(source: Source | None, steps: Steps) -> Location | None:
    return location_in(source, steps) if source is not None else None


def _location(problem: Problem) -> Location:
    return Location(problem.file, problem.span.line, problem.span.column, problem.span.end, problem.line)
