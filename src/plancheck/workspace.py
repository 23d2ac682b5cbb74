"""Which documents there are, and how they hang together.

A workspace holds every document of a plan repository, found by its own header wherever it lies. It is read once; what
looks across documents (the registers, the history of the uppdrag, the groups of the organisation) is indexed when it is
first asked for.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from plancheck.document import DevelopmentArea, Document, Goal, Unknown, Uppdrag
from plancheck.problems import Problem, ProblemError, at, of_source, of_validation, top_mapping, unknown_name
from plancheck.source import Source, SourceError, Span, Steps, decode, parse

CONFIGURATION = "plancheck.yaml"


class Kind(NamedTuple):
    """A kind of document, as a rule set declares it."""

    id: str
    title: Mapping[str, str]
    of: Literal["namnd", "city"] = "namnd"
    yearly: bool = True
    as_of: str = "01-01"
    rank: int = 0


@dataclass(frozen=True, eq=False)
class Entry:
    """A document in the workspace: what it says, and the file it stands in."""

    document: Document
    source: Source

    @property
    def file(self) -> str:
        """The file's name as the user gave it or as it is found from there."""
        return self.source.name


class Place(NamedTuple):
    """A part of a document and where it stands in it."""

    entry: Entry
    steps: Steps
    value: object


@dataclass(frozen=True)
class Scope:
    """What a rule sees when it looks at one document: the document, the workspace around it, the day."""

    workspace: Workspace
    entry: Entry
    today: datetime.date

    @property
    def document(self) -> Document:
        """The document that is looked at."""
        return self.entry.document

    @property
    def as_of(self) -> datetime.date:
        """The day up to which the document tells."""
        return self.workspace.as_of(self.document)

    def of(self, entry: Entry) -> Scope:
        """The same look at another document."""
        return self if entry is self.entry else Scope(self.workspace, entry, self.today)


@dataclass
class Workspace:
    """The documents of a repository and the problems of the files that are none."""

    kinds: Mapping[str, Kind]
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, source: Source) -> Entry | None:
        """Take in the document of a file; where it is none, note the problems and return None."""
        try:
            values = top_mapping(source)
            kind = values.get("document")
            if "document" not in values:
                raise ProblemError(Problem(source.name, Span(1, 1, 1), "no-kind", {"known": list(self.kinds)}, source.line(1)))
            if isinstance(kind, str) and kind not in self.kinds:
                raise ProblemError(at(source, ["document"], "unknown-kind", **unknown_name(kind, self.kinds)))
            document = Document.model_validate(values)
            if self.kinds[document.document].of == "namnd" and document.namnd is None:
                raise ProblemError(at(source, ["document"], "missing-key", name="namnd"))
        except ValidationError as error:
            self.problems.extend(of_validation(error, source))
        except ProblemError as error:
            self.problems.extend(error.problems)
        else:
            entry = Entry(document, source)
            if self._is_new(entry):
                self.entries.append(entry)
                return entry
        return None

    def _is_new(self, entry: Entry) -> bool:
        """Note a problem where the workspace already has a document of this identity, or of this kind, nämnd and year."""
        document = entry.document
        for other in self.entries:
            same_kind = (other.document.document, other.document.namnd) == (document.document, document.namnd)
            same_time = other.document.year == document.year and other.document.as_of == document.as_of
            if other.document.identity() == document.identity() or (same_kind and same_time and not document.id):
                key = "id" if document.id else "document"
                line = f"{other.file}:{other.source.span(['document']).line}"
                self.problems.append(at(entry.source, [key], "second-document", name=document.identity(), first=line))
                return False
        return True

    def read(self, path: Path, name: str) -> Entry | None:
        """Take in the document of a file on disk; whatever keeps it from being read is noted as a problem."""
        text = ""
        try:
            text = decode(path.read_bytes())
            source = parse(text, name)
            if isinstance(source.root, dict) and "document" not in source.root and {"rules", "ruleset"} & set(source.root):
                return None
            return self.add(source)
        except SourceError as error:
            self.problems.append(of_source(error, name, text))
        except OSError as error:
            self.problems.append(Problem(name, Span(1, 1, 1), "unreadable", {"said": error.strerror or str(error)}))
        return None

    def as_of(self, document: Document) -> datetime.date:
        """The day up to which a document tells: its own `as-of`, or the day of its kind in its year."""
        if document.as_of:
            return document.as_of
        month, day = self.kinds[document.document].as_of.split("-")
        return datetime.date(document.year, int(month), int(day))

    @cached_property
    def _by_kind(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.document.document, []).append(entry)
        return found

    def find(self, kind: str, namnd: str | None, year: int) -> list[Entry] | Unknown:
        """The documents of a kind for a nämnd and a year, as far as the kind has them; Unknown where there is none."""
        wanted = self.kinds[kind]
        found = [
            entry
            for entry in self._by_kind.get(kind, [])
            if (wanted.of == "city" or entry.document.namnd == namnd) and (not wanted.yearly or entry.document.year == year)
        ]
        if found:
            return found
        of = namnd if wanted.of == "namnd" else None
        return Unknown("no-document", kind=wanted.title, namnd=of or "", year=year if wanted.yearly else "")

    def of_others(self, document: Document) -> list[Entry] | Unknown:
        """The documents of the same kind and year of all other nämnder."""
        found = [
            entry
            for entry in self._by_kind.get(document.document, [])
            if entry.document.year == document.year and entry.document.namnd != document.namnd
        ]
        return found or Unknown("no-other-namnd", kind=self.kinds[document.document].title, year=document.year)

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for entry in self.entries:
            names = [namnd.id for namnd in entry.document.namnder]
            for group in entry.document.groups:
                groups.setdefault(group.id, []).extend(names if group.everyone else group.members)
        return groups

    def members(self, names: Iterable[str]) -> list[str]:
        """The nämnder that the names stand for: a group's members, a nämnd itself."""
        found: dict[str, None] = {}
        for name in names:
            found.update(dict.fromkeys(self._members.get(name, [name])))
        return list(found)

    @cached_property
    def definitions(self) -> dict[str, Place]:
        """Everything that a document defines with an `id`, by the reference that others use."""
        return {
            f"{entry.document.identity()}/{value.id}": Place(entry, steps, value)
            for entry in self.entries
            for steps, value in _definable(entry.document)
            if value.id
        }

    @cached_property
    def _newer(self) -> dict[str, str]:
        return {
            old: ref
            for ref, place in self.definitions.items()
            if isinstance(place.value, Uppdrag)
            for old in place.value.same_as
        }

    def canonical(self, ref: str) -> str:
        """The newest reference of an uppdrag that has had several (`same-as`); any other reference as it is."""
        seen = set()
        while ref in self._newer and ref not in seen:
            seen.add(ref)
            ref = self._newer[ref]
        return ref

    def reference(self, entry: Entry, value: object) -> str | None:
        """What an item is known by: the reference that it gives, or the one that its own id makes."""
        ref = getattr(value, "ref", None)
        own = getattr(value, "id", None)
        if ref is None and own is not None:
            ref = f"{entry.document.identity()}/{own}"
        return self.canonical(ref) if ref is not None else None

    def history(self, document: Document) -> tuple[list[Place], Unknown | None]:
        """The last known state of each uppdrag over all earlier documents of the nämnd, and what is missing from it.

        Something is missing where no document tells up to the end of the year before.
        """
        now = datetime.date(document.year, 1, 1) if not document.as_of else document.as_of
        tellers = [
            entry
            for entry in self.entries
            if entry.document.namnd == document.namnd and entry.document.uppdrag and self._precedes(entry.document, document)
        ]
        tellers.sort(key=lambda e: (self.as_of(e.document), -self.kinds[e.document.document].rank))
        last: dict[str, Place] = {}
        for entry in tellers:
            for n, uppdrag in enumerate(entry.document.uppdrag):
                ref = self.reference(entry, uppdrag)
                if ref and (uppdrag.status is not None or ref not in last):
                    last[ref] = Place(entry, ("uppdrag", n), uppdrag)
        eve = datetime.date(now.year, 1, 1) - datetime.timedelta(days=1)
        if not tellers:
            return [], Unknown("no-history", namnd=document.namnd or "", year=document.year)
        until = self.as_of(tellers[-1].document)
        gap = Unknown("history-ends", namnd=document.namnd or "", until=until, year=eve.year) if until < eve else None
        return list(last.values()), gap

    def _precedes(self, earlier: Document, document: Document) -> bool:
        """Whether a document is of an earlier time: of an earlier year, or of the same with an earlier as-of day."""
        if earlier.year != document.year:
            return earlier.year < document.year
        return self.as_of(earlier) < self.as_of(document)


def _definable(document: Document) -> Iterator[tuple[Steps, Goal | Uppdrag | DevelopmentArea]]:
    for key, values in (
        ("goals", document.goals),
        ("uppdrag", document.uppdrag),
        ("development-areas", document.development_areas),
    ):
        for n, value in enumerate(values):
            yield (key, n), value


def repository_of(paths: Iterable[Path]) -> Path:
    """The folder whose documents belong together: the nearest one above all paths that has a plancheck.yaml.

    Where none has, it is the folder given, or the one that the files given stand in.
    """
    folders = [path if path.is_dir() else path.parent for path in (p.resolve() for p in paths)]
    common = Path(os.path.commonpath(folders))
    for folder in (common, *common.parents):
        if (folder / CONFIGURATION).is_file():
            return folder
    return common


def files_below(folder: Path, excluded: Callable[[str], bool] = lambda _: False) -> Iterator[Path]:
    """The YAML files below a folder in order of their names; hidden ones and the configuration are none."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base, name)
            hidden = name.startswith(".") or name == CONFIGURATION
            if name.endswith((".yaml", ".yml")) and not hidden and not excluded(path.relative_to(folder).as_posix()):
                yield path
