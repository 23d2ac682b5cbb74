"""The documents of a repository: a workspace finds them by kind, nämnd and year.

How documents are linked is for `organisation`, `lineage`, `registers` and `history`. Those are functions of a workspace; what
they have worked out stays with it (`remembered`).
"""

from __future__ import annotations

import copy
import datetime
import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from pydantic import ValidationError

from plancheck.model.base import Unknown, keys_of, without_own_keys
from plancheck.model.document import Document
from plancheck.model.problems import (
    Fault,
    FileRule,
    Problem,
    ProblemError,
    at,
    of_source,
    of_validation,
    placeless,
    rejected_places,
    top_mapping,
    unreadable,
)
from plancheck.model.salvage import Salvage, note_unread, without
from plancheck.model.source import Source, SourceError, Span, Step, Steps, decode, guessed_keys, parse
from plancheck.model.text import Text, unknown_name
from plancheck.repository.declared import Declared, Kind, Years
from plancheck.repository.files import read_file
from plancheck.repository.header import Header, guessed_header, header_of, may_continue
from plancheck.repository.review import asks_for_review, links_in_doubt

_DOCUMENT_KEYS = frozenset(keys_of(Document))
_FIXED = frozenset({"document", "namnd", "year", "years", "id", "as-of", "partial", "incomplete"})
"""Keys that say what a document is, and how much of it: where one cannot be read, nothing of it can be judged."""
_USUAL = {
    "accounts", "articles", "events", "figures", "groups", "id", "incomplete", "indicators", "partial", "period", "risks",
    "sections", "source", "title", "year", "years",
}  # fmt: skip
"""Keys of a document that files of other programs have too."""
_PLAN_KEYS = _DOCUMENT_KEYS - _USUAL
"""Keys by which a file is known to be meant as a document."""


REMEMBERED = 100
"""How many of the documents that were judged last keep the values of their files."""
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Quote(NamedTuple):
    """Where something of an imported document is in the file that people read: its words, and the line if it is known.

    `anchor` is the number of the line as the import counts them, which people do not know; 0 where there is none. In a
    spreadsheet `sheet` is the name of the sheet, where it has one, and `row` the row.
    """

    text: str
    line: int = 0
    section: str | None = None
    page: int | None = None
    anchor: int = 0
    sheet: str | None = None
    row: int | None = None


class Entry:
    """A file that is a document: its header, and its content, parsed when it is first needed.

    One that has `faults` is known to be no document, and only seems to have been meant as one. One that was imported has an
    `origin`: the words in the file that each place in the document comes from. `sha256` is the hash of the file's content,
    `mark` the bit that stands for it where the workspace notes what was looked into.
    """

    def __init__(
        self,
        workspace: Workspace,
        header: Header,
        text: str,
        file: str,
        source: Source | None = None,
        faults: Sequence[Fault] = (),
        origin: Mapping[tuple[Step, ...], Quote] | None = None,
    ) -> None:
        self._workspace = workspace
        self._source = source
        self._faults = faults
        self._document: Document | None = None
        self._is_whole = False
        self.mark = 0
        self.header = header
        self.text = text
        self.file = file
        self.origin = origin
        self.sha256 = ""

    def quote_at(self, steps: Steps) -> Quote | None:
        """The words of the imported file that a place comes from, else those of what it is a part of; None for YAML."""
        self._workspace.looked_into |= self.mark
        if self.origin is None:
            return None
        known = (self.origin.get(tuple(steps[:n])) for n in range(len(steps), -1, -1))
        return next((quote for quote in known if quote is not None), Quote(""))

    def link_doubt(self, steps: Steps) -> Unknown | None:
        """Why the link of the item at a place may be wrong: the import was in doubt about it, and nobody has reviewed that."""
        self._workspace.looked_into |= self.mark
        # One of several references stands for its item.
        place = tuple(steps[:-2] if "ref" in steps[-2:-1] else steps)
        if place not in self._doubtful:
            return None
        ref = self.source.value(place)["ref"]
        return Unknown("link-in-doubt", ref=", ".join(ref) if isinstance(ref, list) else ref)

    def guess(self, value: object) -> Unknown | None:
        """Why it is not known that the document decided something that it has: it says that this is a guess."""
        if not getattr(value, "guessed", False):
            return None
        title = getattr(value, "title", None) or getattr(value, "id", "")
        return Unknown("guessed-decision", title=title, name=self.document.title or self.header.identity)

    @cached_property
    def _doubtful(self) -> frozenset[tuple[Step, ...]]:
        return links_in_doubt(self.source) if asks_for_review(self.text) else frozenset()

    @property
    def is_sound(self) -> bool:
        """Whether the file is a valid document; if not, the workspace has its faults."""
        self._workspace.looked_into |= self.mark
        return self._is_sound

    @cached_property
    def _is_sound(self) -> bool:
        if self._faults:
            self._workspace.faults.extend(fault for fault in self._faults if fault not in self._workspace.faults)
            return False
        understood = self._workspace.read_as_document(self._parsed())
        if understood is None:
            return False
        self._document, source = understood
        self._is_whole, self._source = source is self._source, source
        return True

    def note_faults(self) -> None:
        """Give the workspace what is wrong with the file: that is noted where it is read as a document."""
        _ = self.is_sound

    @property
    def is_whole(self) -> bool:
        """Whether all of the file could be read as a document."""
        return self.is_sound and self._is_whole

    def _parsed(self) -> Source | None:
        if self._source is None:
            self._source = self._workspace.parse(self.text, self.file)
        return self._source

    @property
    def document(self) -> Document:
        """The parsed document. Only for an entry that is sound."""
        is_sound = self.is_sound
        assert is_sound and self._document
        return self._document

    @property
    def source(self) -> Source:
        """The file's text and values. Only for an entry that is sound."""
        self._workspace.looked_into |= self.mark
        source = self._parsed()
        assert source is not None
        return source

    def of_year(self, year: int) -> Entry:
        """The document as one of another year of its period: what is asked of it is asked for that year."""
        other = copy.copy(self)
        other._document = self.document.model_copy(update={"year": year, "id": self.header.identity})
        other.header = self.header._replace(year=year)
        return other

    def forget_values(self) -> None:
        """Forget the values of the file, and keep the document: where somebody asks for them again, they are parsed again."""
        if self._is_whole and self.origin is None:
            self._source = None


class Place(NamedTuple):
    """A part of a document and its place there. `doubt` says why it may be out of date."""

    entry: Entry
    steps: Steps
    value: object
    doubt: Unknown | None = None


class Workspace:
    """The documents of a repository, and the faults of the files that are no documents.

    A file is parsed when something in it is needed: a plan is checked without reading every plan of the city. `aside` are the
    files that are nothing like a document; `unidentified` those that cannot be read, and of which nobody knows what they are.
    `covers` are the nämnder and groups whose documents it is said to hold, each with its years; None where that is not said.

    `looked_into` has the marks of the entries whose content somebody has asked for (`watched`). Which entries there are, and
    what their headers say, is not noted.
    """

    def __init__(self, declared: Declared, *, covers: Mapping[str, Years] | None = None) -> None:
        self.declared = declared
        self.covers = covers
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.aside: list[str] = []
        self.unidentified: list[str] = []
        self.looked_into = 0
        self.answers: dict[tuple[object, ...], tuple[Any, int]] = {}
        self._index: dict[tuple[object, ...], list[Entry]] = {}
        self._entered = 0
        self._judged: deque[Entry] = deque()

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of document, by id."""
        return self.declared.kinds

    def read(self, path: Path, name: str, *, meant: bool = False) -> Entry | None:
        """Add a file on disk and return its entry; None for what is nothing like a document, and where a fault is noted.

        `meant` says that somebody has named the file: then a fault is noted even if nothing in it is like a document.
        """
        try:
            data = read_file(path)
        except OSError as error:
            self.note("FIL001", unreadable(name, error))
            self.unidentified.append(name)
            return None
        return self.add_bytes(data, name, meant=meant)

    def add_bytes(self, data: bytes, name: str, *, meant: bool = False) -> Entry | None:
        """Add the content of a file, as `read` does."""
        known = len(self.faults)
        try:
            entry = self.add(decode(data), name, meant=meant)
            if entry is not None:
                entry.sha256 = hashlib.sha256(data).hexdigest()
            return entry
        except SourceError as error:
            self.note("FIL001", of_source(error, name))
        self._enter_faulty(data.decode("utf-8", "replace"), name, known, meant=meant)
        return None

    def note(self, rule: FileRule, *problems: Problem) -> None:
        """Note what keeps a file from being a document, with the built-in rule that it breaks."""
        at_place: dict[tuple[str, Span], list[Fault]] = {}
        for fault in self.faults:
            at_place.setdefault((fault.file, fault.span), []).append(fault)
        for fault in (Fault.of(rule, problem) for problem in problems):
            known = at_place.setdefault((fault.file, fault.span), [])
            if fault not in known:
                known.append(fault)
                self.faults.append(fault)

    def add(self, text: str, name: str, *, meant: bool = False) -> Entry | None:
        """Add the text of a file, as `read` does."""
        header = header_of(text)
        if header is not None:
            return self._enter(Entry(self, header, text, name))
        known = len(self.faults)
        source = self.parse(text, name)
        entry = self.add_source(source) if source is not None else None
        if entry is None and len(self.faults) > known:
            self._enter_faulty(text, name, known, meant=meant)
        return entry

    def _enter_faulty(self, text: str, name: str, known: int, *, meant: bool) -> None:
        """Take in a file with faults, those after the first `known`, as the document that it seems to be.

        Of a file of another program they are forgotten.
        """
        guess = guessed_header(text)
        if guess:
            self._enter(Entry(self, guess, text, name, faults=self.faults[known:]))
        elif not meant and is_foreign(guessed_keys(text)):
            del self.faults[known:]
            self.aside.append(name)
        else:
            self.unidentified.append(name)

    def add_source(self, source: Source, origin: Mapping[tuple[Step, ...], Quote] | None = None) -> Entry | None:
        """Add values that have been parsed already, with their `origin` where they were imported."""
        parts = source.root if isinstance(source.root, list) else [source.root]
        if is_foreign(key for part in parts if isinstance(part, dict) for key in part):
            self.aside.append(source.name)
            return None
        document = self.understand(source)
        if document is None:
            return None
        keys = frozenset(str(key) for key in source.root) if isinstance(source.root, dict) else frozenset()
        as_of = document.as_of.isoformat() if document.as_of else None
        identity, continues = document.identity(), may_continue(source.text)
        header = Header(document.document, document.namnd, document.year, as_of, identity, keys, continues, document.last_year)
        return self._enter(Entry(self, header, source.text, source.name, source, origin=origin))

    def same(self, entry: Entry) -> list[Entry]:
        """The other entries that are the same document as this one, sound or not."""
        same = (*self._index[self._slot(entry.header)], *self.named(entry.header.identity))
        return [other for other in dict.fromkeys(same) if other is not entry]

    def remove(self, entry: Entry) -> None:
        """Take an entry out again."""
        self.entries.remove(entry)
        for key in self._keys(entry.header):
            self._index[key].remove(entry)
        self.answers.clear()

    def _enter(self, entry: Entry) -> Entry:
        self.answers.clear()
        self._entered += 1
        entry.mark = 1 << self._entered
        self.entries.append(entry)
        for key in self._keys(entry.header):
            self._index.setdefault(key, []).append(entry)
        return entry

    def _keys(self, header: Header) -> Iterator[tuple[object, ...]]:
        """What an entry is found by: looking through all of them for each document would cost the square of their number."""
        yield self._slot(header)
        yield "identity", header.identity
        yield "namnd", header.namnd
        yield "kind", header.kind
        yield "kind", header.kind, "namnd", header.namnd
        for year in range(header.year, header.until + 1):
            yield "kind", header.kind, "year", year
            yield "kind", header.kind, "namnd", header.namnd, "year", year

    def has_judged(self, entry: Entry) -> None:
        """Note that an entry has been judged: of those that were judged before the last so many, the values are forgotten.

        They take a third of the room of a large repository, and hardly anybody asks for them again.
        """
        self._judged.append(entry)
        if len(self._judged) > REMEMBERED:
            self._judged.popleft().forget_values()

    def watched(self, work: Callable[[], Result]) -> tuple[Result, int]:
        """What some work gives, and the marks of the entries that it looked into."""
        before, self.looked_into = self.looked_into, 0
        try:
            return work(), self.looked_into
        finally:
            self.looked_into |= before

    def parse(self, text: str, name: str) -> Source | None:
        """Parse the text of a file; None, with the fault noted, where it is not YAML."""
        try:
            return parse(text, name)
        except SourceError as error:
            self.note("FIL001", of_source(error, name, text))
            return None

    def understand(self, source: Source | None) -> Document | None:
        """The document that the values of a file make, as `read_as_document` does."""
        understood = self.read_as_document(source)
        return understood[0] if understood else None

    def read_as_document(self, source: Source | None) -> tuple[Document, Source] | None:
        """The document that the values of a file make, and the values that it is made of; None where they make none.

        The faults are noted. A value that cannot be read is left out of both, and the document knows that it was.
        """
        if source is None:
            return None
        try:
            values = top_mapping(source)
        except ProblemError as error:
            self.note("FIL001", *error.problems)
            return None
        kind = values.get("document")
        if "document" not in values:
            text = Text("no-kind", {"known": list(self.kinds)})
            self.note("DOK002", Problem(source.name, Span(1, 1, 1), text, source.line(1)))
        elif isinstance(kind, str) and kind not in self.kinds:
            self.note("DOK002", at(source, ["document"], "unknown-kind", **unknown_name(kind, self.kinds)))
        else:
            return self._validated(Salvage(source, {}))
        return None

    def _validated(self, salvage: Salvage) -> tuple[Document, Source] | None:
        source = salvage.source
        try:
            values = without_own_keys(source.root, source.text)
            document: Document = Document.model_validate(values, context=self.declared.context)
        except ValidationError as error:
            if not salvage.tried:
                self.note("DOK001", *of_validation(error, source, Document))
            left = without(salvage, rejected_places(error, source), Document, _FIXED)
            return self._validated(left) if left else None
        if salvage.tried:
            note_unread(document, source.root, source)
            document.__dict__["lost_lists"] = salvage.lost
        if self.kinds[document.document].of == "namnd" and document.namnd is None:
            self.note("DOK001", at(source, ["document"], "missing-key", name="namnd"))
            return None
        return document, source

    def is_alone(self, entry: Entry) -> bool:
        """Whether an entry can be judged: it is sound, and no other is the same. That one is, is noted as a fault."""
        rivals = self._rivals(entry) if entry.is_sound else []
        if rivals and (entry.is_whole or not any(rival.is_whole for rival in rivals)):
            kind, slot = self.kind_of(entry), self._slot(entry.header)
            key = "document" if self._slot(rivals[0].header) == slot else "id"
            # Of a kind that may have several documents a year only the id tells them apart.
            told = "second-document" if key == "document" and not (kind and kind.several) else "second-id"
            name, other = entry.header.identity, _first_line_of(rivals[0])
            if entry.origin is None:
                self.note("DOK003", at(entry.source, [key], told, name=name, first=other))
            else:
                self.note("DOK003", placeless(entry.file, told, name=name, first=other))
        return entry.is_sound and not rivals

    def named(self, identity: str) -> list[Entry]:
        """The entries with the id that other documents refer to them by, sound or not."""
        return self._index.get(("identity", identity), [])

    def of_namnd(self, namnd: str | None) -> list[Entry]:
        """The entries of a nämnd, or of the city where there is none, sound or not."""
        return self._index.get(("namnd", namnd), [])

    def kind_of(self, entry: Entry) -> Kind | None:
        """The kind of document that an entry says it is; None where the rule set knows none of that name."""
        return self.kinds.get(entry.header.kind)

    def _slot(self, header: Header) -> tuple[object, ...]:
        """What only one document can have: its kind, nämnd, year and day; of a kind that has `several` a year, its id."""
        kind = self.kinds.get(header.kind)
        if kind and kind.several:
            return "slot", header.identity
        return "slot", header.kind, header.namnd, header.year, header.as_of

    def _rivals(self, entry: Entry) -> list[Entry]:
        """The other sound entries that are the same document as this one: nobody knows which of them is meant.

        One that could not be read as a whole does not take the place of one that could.
        """
        return [other for other in self.same(entry) if other.is_sound and (other.is_whole or not entry.is_whole)]

    def usable(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that are documents, and of which there is no other of the same name."""
        return [entry for entry in entries if entry.is_sound and not self._rivals(entry)]

    def flaw(self, entries: Iterable[Entry]) -> Unknown | None:
        """Why one of some entries cannot be used: it is no document, or there is another of the same name.

        A broken copy of a sound document is no flaw.
        """
        for entry in entries:
            name = entry.header.identity
            if not entry.is_sound and not self._rivals(entry):
                return Unknown("unsound-reference", name=name, file=entry.file)
            if entry.is_sound and (rivals := self._rivals(entry)):
                return Unknown("double-reference", name=name, files=[entry.file, *(rival.file for rival in rivals)])
        return None

    def as_of(self, document: Document) -> datetime.date:
        """The day up to which a document reports: its own `as-of`, or the day of its kind in its year."""
        if document.as_of:
            return document.as_of
        return _day(document.year, self.kinds[document.document].as_of)

    def precedes(self, earlier: Document, document: Document) -> bool:
        """Whether a document is older: of an earlier year, or of the same year and an earlier as-of day."""
        if earlier.year != document.year:
            return earlier.year < document.year
        return self.as_of(earlier) < self.as_of(document)

    def find(self, kind: str, namnd: str | None, year: int) -> list[Entry] | Unknown:
        """The documents of a kind for a nämnd and a year, where the kind has those; Unknown where there is none.

        Of those of a period that are about the year, it is the one that begins last. Of a kind that is not yearly, it is the
        newest up to the year, else the oldest.
        """
        entries = self.candidates(kind, namnd, year)
        return self.usable(entries) or self.flaw(entries) or self._absent(self.kinds[kind], namnd, year)

    def candidates(self, kind: str, namnd: str | None, year: int) -> list[Entry]:
        """The entries that say they are what `find` looks for, whether they can be used or not."""
        declared = self.kinds[kind]
        of = ("namnd", namnd) if declared.of == "namnd" else ()
        if declared.yearly:
            return _begun_last(self._of_kind(kind, *of, "year", year))
        entries = list(self._of_kind(kind, *of))
        year = _newest({entry.header.year for entry in entries}, year)
        return [entry for entry in entries if entry.header.year == year]

    def _of_kind(self, kind: str, *which: object) -> Iterator[Entry]:
        """The entries of a kind and of the kinds of it: all, or those of one nämnd (`"namnd", …`), year (`"year", …`)
        or both.
        """
        for declared in self.kinds.values():
            if declared.is_a(kind):
                yield from self._index.get(("kind", declared.id, *which), [])

    def of_others(self, document: Document) -> list[Entry] | Unknown:
        """The documents of the same kind and year of all other nämnder."""
        others = self.others(document)
        missing = Unknown("no-other-namnd", kind=self.kinds[document.document].title, year=document.year)
        return self.usable(others) or self.flaw(others) or missing

    def others(self, document: Document) -> list[Entry]:
        """The entries that say they are of the same kind and year and of another nämnd, whether they can be used or not."""
        entries = self._index.get(("kind", document.document, "year", document.year), [])
        return self._of_each_namnd(entry for entry in entries if entry.header.namnd != document.namnd)

    def years_of(self, entry: Entry) -> list[int]:
        """The years that a document is about: those of its period, without those for which a later one has taken its place."""
        header = entry.header
        later = range(header.year + 1, header.until + 1)
        return [header.year, *(year for year in later if entry in self.candidates(header.kind, header.namnd, year))]

    def _of_each_namnd(self, entries: Iterable[Entry]) -> list[Entry]:
        """Of the entries of a year, for each nämnd and kind those that begin last; of a kind with several a year, all."""
        groups: dict[tuple[str, str | None], list[Entry]] = {}
        for entry in entries:
            groups.setdefault((entry.header.kind, entry.header.namnd), []).append(entry)
        return [
            entry
            for (kind, _), group in groups.items()
            for entry in (group if self.kinds[kind].several else _begun_last(group))
        ]

    def _absent(self, kind: Kind, namnd: str | None, year: int) -> Unknown:
        """Why there is no document of a kind, without the nämnd and the year where the kind has none.

        It may be one of the files that cannot be read.
        """
        of = namnd or "" if kind.of == "namnd" else ""
        key = "no-readable-document" if self.unidentified else "no-document"
        return Unknown(key, kind=kind.title, namnd=of, year=year if kind.yearly else "", files=self.unidentified)

    def of_every(self, kind: str, year: int) -> tuple[list[Entry], list[Entry]]:
        """The documents of a kind for a year, of every nämnd; and the entries that seem to be such and cannot be used."""
        entries = self._of_each_namnd(self._of_kind(kind, "year", year))
        usable = self.usable(entries)
        return usable, [entry for entry in entries if self.flaw([entry])]


def _first_line_of(entry: Entry) -> str:
    """The file of an entry, and the line that says what it is where people see lines."""
    return entry.file if entry.origin is not None else f"{entry.file}:{entry.source.span(['document']).line}"


def is_foreign(keys: Iterable[object]) -> bool:
    """Whether a file with these keys is of another program, or a rule file: some are no keys of a document, and none is one by
    which a document is known.
    """
    names = {str(key) for key in keys}
    return bool(_PLAN_KEYS.isdisjoint(names) and {name for name in names if not name.startswith("x-")} - _DOCUMENT_KEYS)


@cache
def _day(year: int, text: str) -> datetime.date:
    """A day of a year, from its month and day: 12-31."""
    month, day = text.split("-")
    return datetime.date(year, int(month), int(day))


def _begun_last(entries: Iterable[Entry]) -> list[Entry]:
    """Of entries that are about one year, those with the latest first year: a new plan takes the place of the rest of one."""
    found = list(entries)
    first = max((entry.header.year for entry in found), default=0)
    return [entry for entry in found if entry.header.year == first]


def _newest(years: Collection[int], until: int) -> int:
    """The newest of some years up to one, else the oldest; that one itself where there are none."""
    return max((year for year in years if year <= until), default=min(years, default=until))


def remembered(
    function: Callable[Concatenate[Workspace, Arguments], Result],
) -> Callable[Concatenate[Workspace, Arguments], Result]:
    """Make a function of a workspace work out each answer once: the workspace keeps it until a document comes or goes.

    Whoever is given the answer has looked into what it was worked out from.
    """

    @wraps(function)
    def answered(workspace: Workspace, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        key = (function, *args)
        known = workspace.answers.get(key)
        if known is None:
            known = workspace.answers[key] = workspace.watched(lambda: function(workspace, *args, **kwargs))
        else:
            workspace.looked_into |= known[1]
        return cast(Result, known[0])

    return answered  # type: ignore[return-value]


@remembered
def in_year(_: Workspace, entry: Entry, year: int) -> Entry:
    """A document as one of another year of its period."""
    return entry.of_year(year)
