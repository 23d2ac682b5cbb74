"""Which documents there are: a workspace finds them by kind, nämnd and year."""

from __future__ import annotations

import datetime
import errno
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from plancheck.model.base import Part, Unknown, kebab, without_own_keys
from plancheck.model.document import Document, Uppdrag
from plancheck.model.problems import Problem, ProblemError, at, of_source, of_validation, top_mapping, unknown_name
from plancheck.model.source import Source, SourceError, Span, Step, Steps, decode, parse
from plancheck.repository.header import Header, guessed_header, header_of
from plancheck.repository.kinds import Kind

RULE_FILE = {"rules", "ruleset", "extends", "change", "vocabulary"}
"""Keys that make a file one of a rule set, and no document."""


class Words(NamedTuple):
    """Where something of an imported document stands in the file that people read: its words, and the line if it is known.

    `anchor` is the number of the line as the import counts them, which people do not know; 0 where it rests on none.
    """

    text: str
    line: int = 0
    section: str | None = None
    page: int | None = None
    anchor: int = 0


class Entry:
    """A file that is a document: its header, and what it says, parsed when it is first asked for.

    One that has `faults` is known to be none, and only seems to have been meant as one. One that was imported has an
    `origin`: the words in the file that each place in the document rests on.
    """

    def __init__(
        self,
        workspace: Workspace,
        header: Header,
        text: str,
        file: str,
        source: Source | None = None,
        faults: Sequence[Problem] = (),
        origin: Mapping[tuple[Step, ...], Words] | None = None,
    ) -> None:
        self._workspace = workspace
        self._source = source
        self._faults = faults
        self._document: Document | None = None
        self.header = header
        self.text = text
        self.file = file
        self.origin = origin

    def words_at(self, steps: Steps) -> Words | None:
        """The words of the imported file that a place rests on, or that what it is a part of does; None where it is YAML."""
        if self.origin is None:
            return None
        known = (self.origin.get(tuple(steps[:n])) for n in range(len(steps), -1, -1))
        return next((words for words in known if words is not None), Words(""))

    @cached_property
    def is_sound(self) -> bool:
        """Whether the file is a document after all; if not, the workspace has the problems."""
        if self._faults:
            self._workspace.problems.extend(fault for fault in self._faults if fault not in self._workspace.problems)
            return False
        self._document = self._workspace.understand(self._parsed())
        return self._document is not None

    def _parsed(self) -> Source | None:
        if self._source is None:
            self._source = self._workspace.parse(self.text, self.file)
        return self._source

    @property
    def document(self) -> Document:
        """What the document says. Only for an entry that is sound."""
        assert self.is_sound and self._document
        return self._document

    @property
    def source(self) -> Source:
        """The file's text and values. Only for an entry that is sound."""
        assert self._source is not None
        return self._source


class Place(NamedTuple):
    """A part of a document and where it stands in it. `doubt` tells why it may not be the last word."""

    entry: Entry
    steps: Steps
    value: object
    doubt: Unknown | None = None


class Scope(NamedTuple):
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
    """The documents of a repository and the problems of the files that are none.

    A file is parsed when something in it is asked for: a plan is checked without reading every plan of the city.
    """

    kinds: Mapping[str, Kind]
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _by_identity: dict[str, list[Entry]] = field(default_factory=dict)
    _by_slot: dict[object, list[Entry]] = field(default_factory=dict)
    _by_kind: dict[str, list[Entry]] = field(default_factory=dict)
    _organisation_of: dict[int, list[Document] | Unknown] = field(default_factory=dict)
    _groups_of: dict[int, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def read(self, path: Path, name: str) -> Entry | None:
        """Take in a file on disk; whatever keeps it from being a document is noted as a problem. A rule file is none."""
        try:
            if path.exists() and not path.is_file():
                raise OSError(errno.EINVAL, "not a file")
            return self.add(decode(path.read_bytes()), name)
        except SourceError as error:
            self.problems.append(of_source(error, name))
        except OSError as error:
            self.problems.append(Problem(name, Span(1, 1, 1), "unreadable", {"said": error.strerror or str(error)}))
        return None

    def add(self, text: str, name: str) -> Entry | None:
        """Take in the text of a file."""
        header = header_of(text)
        if header is not None:
            return self._enter(Entry(self, header, text, name))
        known = len(self.problems)
        source = self.parse(text, name)
        entry = self.add_source(source) if source is not None else None
        guess = guessed_header(text) if len(self.problems) > known else None
        if guess:
            self._enter(Entry(self, guess, text, name, faults=self.problems[known:]))
        return entry

    def add_source(self, source: Source, origin: Mapping[tuple[Step, ...], Words] | None = None) -> Entry | None:
        """Take in values that have been parsed already, with their `origin` where they were imported."""
        if isinstance(source.root, dict) and "document" not in source.root and RULE_FILE & set(source.root):
            return None
        document = self.understand(source)
        if document is None:
            return None
        keys = frozenset(str(key) for key in source.root) if isinstance(source.root, dict) else frozenset()
        as_of = document.as_of.isoformat() if document.as_of else None
        header = Header(document.document, document.namnd, document.year, as_of, document.identity(), keys)
        return self._enter(Entry(self, header, source.text, source.name, source, origin=origin))

    def displace(self, entry: Entry) -> None:
        """Let an entry take the place of every other one that is the same document."""
        slot = self._slot(entry.header)
        others = [
            one
            for one in self.entries
            if one is not entry and (self._slot(one.header) == slot or one.header.identity == entry.header.identity)
        ]
        for other in others:
            for alike in (self.entries, self._by_identity[other.header.identity], self._by_slot[self._slot(other.header)],
                          self._by_kind[other.header.kind]):  # fmt: skip
                alike.remove(other)

    def _enter(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        self._by_identity.setdefault(entry.header.identity, []).append(entry)
        self._by_slot.setdefault(self._slot(entry.header), []).append(entry)
        self._by_kind.setdefault(entry.header.kind, []).append(entry)
        return entry

    def parse(self, text: str, name: str) -> Source | None:
        """Parse the text of a file; None, with the problem noted, where it is no YAML."""
        try:
            return parse(text, name)
        except SourceError as error:
            self.problems.append(of_source(error, name, text))
            return None

    def understand(self, source: Source | None) -> Document | None:
        """The document that the values of a file make; None, with the problems noted, where they make none."""
        if source is None:
            return None
        try:
            values = top_mapping(source)
            kind = values.get("document")
            if "document" not in values:
                raise ProblemError(Problem(source.name, Span(1, 1, 1), "no-kind", {"known": list(self.kinds)}, source.line(1)))
            if isinstance(kind, str) and kind not in self.kinds:
                raise ProblemError(at(source, ["document"], "unknown-kind", **unknown_name(kind, self.kinds)))
            document = Document.model_validate(without_own_keys(values, source.text))
            if self.kinds[document.document].of == "namnd" and document.namnd is None:
                raise ProblemError(at(source, ["document"], "missing-key", name="namnd"))
        except ValidationError as error:
            self.problems.extend(of_validation(error, source, Document))
        except ProblemError as error:
            self.problems.extend(error.problems)
        else:
            return document
        return None

    def without_seconds(self, asked: Iterable[Entry]) -> list[Entry]:
        """The entries that are sound and the first of their slot and identity; every other one is noted as a problem."""
        first = []
        for entry in asked:
            if not entry.is_sound:
                continue
            earlier = self._earlier(entry)
            if earlier is None:
                first.append(entry)
            else:
                key = "id" if self._slot(earlier.header) != self._slot(entry.header) else "document"
                line = f"{earlier.file}:{earlier.source.span(['document']).line}"
                self.problems.append(at(entry.source, [key], "second-document", name=entry.header.identity, first=line))
        return first

    def _slot(self, header: Header) -> tuple[object, ...]:
        """What only one document can be: of a kind, for a nämnd and a year, up to a day; of an id, where a kind has several."""
        kind = self.kinds.get(header.kind)
        return (header.identity,) if kind and kind.several else (header.kind, header.namnd, header.year, header.as_of)

    def _earlier(self, entry: Entry) -> Entry | None:
        """A sound entry before this one that is the same document."""
        for alike in (self._by_slot[self._slot(entry.header)], self._by_identity[entry.header.identity]):
            first = next(one for one in alike if one is entry or one.is_sound)
            if first is not entry:
                return first
        return None

    def sound(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those that are documents; of two in one slot the first."""
        found: dict[object, Entry] = {}
        for entry in entries:
            slot = self._slot(entry.header)
            if slot not in found and entry.is_sound:
                found[slot] = entry
        return list(found.values())

    def as_of(self, document: Document) -> datetime.date:
        """The day up to which a document tells: its own `as-of`, or the day of its kind in its year."""
        if document.as_of:
            return document.as_of
        month, day = self.kinds[document.document].as_of.split("-")
        return datetime.date(document.year, int(month), int(day))

    def find(self, kind: str, namnd: str | None, year: int) -> list[Entry] | Unknown:
        """The documents of a kind for a nämnd and a year, as far as the kind has them; Unknown where there is none.

        Of a kind that has no year, it is the newest that is not of a later one.
        """
        wanted = self.kinds[kind]
        of_kind = [one for one in self._of_kind(kind) if wanted.of == "city" or one.header.namnd == namnd]
        years = {one.header.year for one in of_kind}
        if not wanted.yearly and years:
            year = max((one for one in years if one <= year), default=min(years))
        told = [one for one in of_kind if one.header.year == year]
        found = self.sound(told)
        if found:
            return found
        details = {
            "kind": wanted.title,
            "namnd": namnd or "" if wanted.of == "namnd" else "",
            "year": year if wanted.yearly else "",
        }
        return Unknown("unsound-document" if told else "no-document", **details)

    def _of_kind(self, kind: str) -> Iterator[Entry]:
        """The documents of a kind, and of all kinds that are kinds of it."""
        for one in self.kinds.values():
            if one.is_a(kind):
                yield from self._by_kind.get(one.id, [])

    def of_others(self, document: Document) -> list[Entry] | Unknown:
        """The documents of the same kind and year of all other nämnder."""
        found = self.sound(
            entry
            for entry in self._by_kind.get(document.document, [])
            if entry.header.year == document.year and entry.header.namnd != document.namnd
        )
        return found or Unknown("no-other-namnd", kind=self.kinds[document.document].title, year=document.year)

    def _organisation(self, year: int) -> list[Document] | Unknown:
        """The documents that tell the nämnder and groups that there are in a year."""
        if year not in self._organisation_of:
            kinds = {one.header.kind for one in self.entries if one.header.keys & {"groups", "namnder"}}
            found = [self.find(kind, None, year) for kind in kinds if kind in self.kinds]
            documents = [entry.document for one in found if isinstance(one, list) for entry in one]
            self._organisation_of[year] = documents or Unknown("no-organisation")
        return self._organisation_of[year]

    def _groups(self, year: int) -> Mapping[str, Sequence[str]] | Unknown:
        """The groups of the organisation in a year, each with the names that it has as members."""
        if year not in self._groups_of:
            documents = self._organisation(year)
            if isinstance(documents, Unknown):
                return documents
            names = [one.id for document in documents for one in document.namnder if one.exists_in(year)]
            self._groups_of[year] = {
                group.id: names if group.everyone else group.members for document in documents for group in document.groups
            }
        return self._groups_of[year]

    def predecessors(self, namnd: str | None, year: int) -> dict[str | None, int]:
        """A nämnd and those that it succeeds, each with the year from which another has taken over."""
        found: dict[str | None, int] = {namnd: year + 1}
        documents = self._organisation(year)
        namnder = {} if isinstance(documents, Unknown) else {one.id: one for each in documents for one in each.namnder}
        waiting = [namnd]
        while waiting:
            later = waiting.pop()
            now = namnder.get(later or "")
            for earlier in now.succeeds if now else ():
                if earlier not in found:
                    found[earlier] = now.from_ or found[later] if now else found[later]
                    waiting.append(earlier)
        return found

    def acts_for(self, document: Document) -> list[str]:
        """The nämnd of a document, and those whose uppdrag it has taken over."""
        return [namnd for namnd in self.predecessors(document.namnd, document.year) if namnd]

    def members(self, names: Iterable[str], year: int) -> list[str] | Unknown:
        """The nämnder that the names stand for in a year: a group's members and theirs, a nämnd itself."""
        groups = self._groups(year)
        if isinstance(groups, Unknown):
            return groups
        found: dict[str, None] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting.extend(groups.get(name, ()))
        return list(found)

    def other_caretakers(self, uppdrag: Uppdrag, entry: Entry) -> list[str]:
        """The nämnder other than that of a document that take care of an uppdrag in it, or that are to coordinate it."""
        day = self.as_of(entry.document)
        ref = self.reference(entry, uppdrag, day)
        place = self.definition(ref, day) if ref else None
        given = place.value if isinstance(place, Place) and isinstance(place.value, Uppdrag) else uppdrag
        named = [*uppdrag.handled_by, *([given.coordinator] if given.coordinator else [])]
        own = self.acts_for(entry.document)
        return [namnd for namnd in dict.fromkeys(named) if namnd not in own]

    def omitted_by(self, uppdrag: Uppdrag, entry: Entry) -> list[str] | Unknown:
        """Of the other caretakers of an uppdrag, those whose document of the same kind and year leaves it out.

        Unknown where one of them has no such document, and no other is known to leave it out.
        """
        day = self.as_of(entry.document)
        ref = self.reference(entry, uppdrag, day)
        untold: list[str] = []
        unknown: Unknown | None = None
        for namnd in self.other_caretakers(uppdrag, entry):
            found = self.find(entry.document.document, namnd, entry.document.year)
            if isinstance(found, Unknown):
                unknown = found
            elif not any(self.reference(one, told, day) == ref for one in found for told in one.document.uppdrag):
                untold.append(namnd)
        return untold or unknown or []

    def repeated_ids(self, document: Document) -> list[str]:
        """The ids that a document defines more than once, in whatever list."""
        counted = Counter(str(getattr(part, "id", "")) for _, part in _definable(document))
        return [name for name, number in counted.items() if number > 1]

    def lost(self, refs: Iterable[str]) -> list[str] | Unknown:
        """The references that lead to nothing in the document that they name.

        Unknown where one names a document that is not there, and no other is known to be lost.
        """
        found: list[str] = []
        unknown: Unknown | None = None
        for ref in refs:
            place = self._defined(ref)
            identity = ref.partition("/")[0]
            if identity not in self._by_identity:
                unknown = Unknown("no-named-document", name=identity)
            elif isinstance(place, Unknown):
                unknown = place
            elif place is None:
                found.append(ref)
        return found or unknown or []

    def definition(self, ref: str, day: datetime.date | None = None) -> Place | Unknown | None:
        """What a reference leads to: what a document defines with an `id`; None where it leads nowhere.

        Of what has been decided again under new ids (`same-as`), it is the newest decision, with `day` the newest until then.
        Unknown where it leads to a document that cannot be read.
        """
        return self._defined(self.canonical(ref, day))

    def _defined(self, ref: str) -> Place | Unknown | None:
        identity, _, name = ref.partition("/")
        if identity not in self._definitions:
            told = self._by_identity.get(identity, [])
            places = {
                value.id: Place(entry, steps, value)  # type: ignore[attr-defined]
                for entry in self.sound(told)
                for steps, value in _definable(entry.document)
            }
            sound = not told or any(entry.is_sound for entry in told)
            self._definitions[identity] = places if sound else Unknown("unsound-reference", name=identity)
        found = self._definitions[identity]
        return found if isinstance(found, Unknown) else found.get(name)

    @cached_property
    def _definitions(self) -> dict[str, dict[str, Place] | Unknown]:
        return {}

    @cached_property
    def successors(self) -> dict[str, list[tuple[str, datetime.date]]]:
        """What continues an uppdrag (`same-as`), by its reference: one, or several where it was split; each with its day."""
        found: dict[str, list[tuple[str, datetime.date]]] = {}
        for entry in self.sound(entry for entry in self.entries if "same-as" in entry.text):
            for uppdrag in entry.document.uppdrag:
                for old in uppdrag.same_as if uppdrag.id else ():
                    day = uppdrag.given_on or self.as_of(entry.document)
                    found.setdefault(old, []).append((f"{entry.header.identity}/{uppdrag.id}", day))
        return found

    @cached_property
    def _joined(self) -> frozenset[str]:
        """The references that continue several."""
        counted = Counter(new for after in self.successors.values() for new, _ in after)
        return frozenset(ref for ref, number in counted.items() if number > 1)

    def canonical(self, ref: str, day: datetime.date | None = None) -> str:
        """The newest reference that an uppdrag has by a day (`same-as`); any other reference as it is.

        What was split is not known by its parts.
        """
        return self._followed(ref, day, joined=True)

    def renamed(self, ref: str, day: datetime.date) -> str:
        """The reference that an uppdrag has by a day where nothing but its name has changed."""
        return self._followed(ref, day, joined=False)

    def _followed(self, ref: str, day: datetime.date | None, *, joined: bool) -> str:
        seen = [ref]
        while len(after := self.successors.get(seen[-1], [])) == 1:
            new, since = after[0]
            if new in seen or (day is not None and since > day) or (new in self._joined and not joined):
                break
            seen.append(new)
        return seen[-1]

    def reference(self, entry: Entry, value: object, day: datetime.date | None = None) -> str | None:
        """What an item is known by on a day: the reference that it gives, or the one that its own id makes."""
        ref = getattr(value, "ref", None)
        own = getattr(value, "id", None)
        if ref is None and own is not None:
            ref = f"{entry.document.identity()}/{own}"
        return self.canonical(ref, day) if ref is not None else None

    def precedes(self, earlier: Document, document: Document) -> bool:
        """Whether a document is of an earlier time: of an earlier year, or of the same with an earlier as-of day."""
        if earlier.year != document.year:
            return earlier.year < document.year
        return self.as_of(earlier) < self.as_of(document)


def _definable(document: Document) -> Iterator[tuple[Steps, Part]]:
    """What a document defines with an id, wherever in it, and where it stands."""
    lists: dict[str, Sequence[Part]] = {
        "goals": document.goals,
        "uppdrag": document.uppdrag,
        "development-areas": document.development_areas,
    }
    waiting: list[tuple[Steps, Part]] = [((key, n), one) for key, parts in lists.items() for n, one in enumerate(parts)]
    for steps, part in waiting:
        if getattr(part, "id", None):
            yield steps, part
        for key in ("sub_goals", "activities"):
            waiting.extend(((*steps, kebab(key), n), one) for n, one in enumerate(getattr(part, key, ())))
