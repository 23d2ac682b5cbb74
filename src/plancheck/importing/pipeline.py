"""From a PDF, a Word file or a text to documents: what is recognised, linked to the plans around it, and nothing lost.

file → reading → layout → evidence → records → writing
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.flattened import parted
from plancheck.importing.evidence.fuzzy import holds, one_of
from plancheck.importing.evidence.labels import Labels
from plancheck.importing.evidence.parts import (
    PartOfFile,
    Surroundings,
    known_heads,
    namnd_of,
    parts_of,
    surroundings_of,
    twin_of,
    year_of,
)
from plancheck.importing.evidence.profile import Profile, profile_of
from plancheck.importing.layout.furniture import Furniture, furniture_in
from plancheck.importing.layout.outline import headings, sections
from plancheck.importing.reading import read
from plancheck.importing.reading.limits import limited, recognition_seconds, time_used
from plancheck.importing.reading.lines import Line, Reading, Unread
from plancheck.importing.records.found import Found, places
from plancheck.importing.records.recognition import document_in
from plancheck.importing.writing.pruning import without_invalid
from plancheck.model.source import Step
from plancheck.model.text import Text
from plancheck.repository.organisation import every_namnd
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet


class UntoldError(Exception):
    """That it is unclear what a document is: `what` is kind, namnd or year, `known` the values that it could have.

    Of a list in a spreadsheet `heads` are the heads of its columns, and `lacking` all that is unclear, `what` first. `twin` is
    the kind that it is if it is no nämnd's but the municipality's.
    """

    def __init__(
        self, what: str, known: list[str], heads: Sequence[str] = (), lacking: Sequence[str] = (), twin: str | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.known = known
        self.heads = heads
        self.lacking = lacking
        self.twin = twin


@dataclass(frozen=True)
class Wanted:
    """What is known of the first document in a file before it is read."""

    kind: str | None = None
    namnd: str | None = None
    year: int | None = None

    def answered(self, what: str, answer: object) -> Wanted:
        """The same with the answer to one more question: kind, namnd or year."""
        if what == "year":
            return replace(self, year=int(str(answer)))
        return replace(self, kind=str(answer)) if what == "kind" else replace(self, namnd=str(answer))


@dataclass(frozen=True)
class Fate:
    """What became of a line: the document and the place in it, or the reason why it was left out, as a key of the catalogue."""

    document: int | None
    steps: tuple[Step, ...] = ()
    left: str = ""


@dataclass(frozen=True)
class Import:
    """The import of a file: its documents, the main one first, and what became of each of its lines, by number."""

    reading: Reading
    documents: tuple[Found, ...]
    fates: dict[int, Fate]

    def left_out(self) -> list[tuple[Line, str]]:
        """The lines that are in no document, and why."""
        return [(line, self.fates[line.number].left) for line in self.reading.lines if self.fates[line.number].document is None]


def import_file(
    path: Path,
    name: str,
    ruleset: RuleSet,
    workspace: Workspace,
    wanted: Wanted = Wanted(),
    said: Sequence[tuple[str, str]] = (),
) -> Import:
    """Import a file into a repository. `said` are labels that count for this file: pairs of a role and words.

    Raises ReadingError, UntoldError, ProblemError (the profile) or OSError.
    """
    profile = profile_of(ruleset.folders, said)
    start = time_used()
    reading = read(path, name)
    with limited(recognition_seconds(reading.pages, time_used() - start)):
        return recognised(prepared(reading, profile, ruleset, workspace), wanted)


class Prepared(NamedTuple):
    """A file that has been read and cut into its documents, before what is in them is recognised.

    `used` are the seconds of processor time that this took.
    """

    reading: Reading
    around: Surroundings
    furniture: dict[int, Furniture]
    parts: list[PartOfFile]
    used: float = 0.0

    @property
    def year(self) -> int | None:
        """The year of the first document, as far as it can be told."""
        return year_of(self.parts[0], self.around, self.reading.name)


def prepared(reading: Reading, profile: Profile, ruleset: RuleSet, workspace: Workspace) -> Prepared:
    """A file that has been read, cut into its documents: it is known of which kinds they are."""
    reading = parted(reading, profile)
    around = surroundings_of(ruleset, profile, workspace)
    furniture = _furniture_of(reading, around)
    others = [line for line in reading.lines if line.number not in furniture]
    labels = Labels(profile)

    def is_text(title: str, above: str) -> bool:
        # What stands right below a label of indicators is the first of them.
        listed = labels.role(above.strip(" :")) == "indicator" and labels.role(title.strip(" :")) is None
        return labels.names_part(title) or listed

    outline = headings(others, is_text)
    return Prepared(reading, around, furniture, parts_of(reading, furniture, outline, around))


def recognised(content: Prepared, wanted: Wanted = Wanted()) -> Import:
    """The documents in a file. Raises UntoldError."""
    reading, around, furniture, parts, _ = content
    main = _main_identity(parts[0], around, reading.name, wanted, is_list=bool(reading.sheets))
    fates = {number: Fate(None, left=f"left-{what}") for number, what in furniture.items()}
    documents: list[Found] = []
    for n, part in enumerate(parts):
        context = _context(part, main if n == 0 else _annex_identity(part, around, main), reading, around, parts)
        if n == 0:
            context.contents = [line for line in reading.lines if furniture.get(line.number) == "contents"]
        document = document_in(context, around.titles)
        invalid = without_invalid(document)
        here = _fates_of(context, n, document, invalid)
        fates |= here
        left_out = [line for line in context.lines if here[line.number].document is None]
        _put_incomplete(document, [*_incomplete(context, document, left_out)])
        documents.append(document)
    return Import(reading, tuple(documents), fates)


def _furniture_of(reading: Reading, around: Surroundings) -> dict[int, Furniture]:
    """The page furniture of a file. The heads of tables and the words of the scales are none, although they are repeated."""
    profile, declared = around.profile, around.ruleset.declared
    terms = [*declared.terms("status"), *declared.terms("assessment")]
    scale = {word for term in terms for word in (str(term.id), term.called("sv"))}
    labels = Labels(profile)
    furniture = furniture_in(
        reading.lines,
        profile.contents,
        lambda text: len(labels.sequence(text)) >= 2 or bool(one_of(text, scale)),
        profile.page_number,
    )
    # Where there is nothing else, as in a file with a table of contents only, it is the document.
    return furniture if len(furniture) < len(reading.lines) else {}


def _context(
    part: PartOfFile, identity: _Identity, reading: Reading, around: Surroundings, parts: Sequence[PartOfFile]
) -> Context:
    """What the recognition of one document knows."""
    return Context(
        part.lines,
        sections(part.lines, part.headings),
        around.ruleset.kinds[identity.kind],
        identity.namnd,
        identity.year,
        reading.words,
        around.profile,
        around.ruleset,
        around.workspace,
        part.first_page,
        reading.spoiled,
        reading.paged,
        _unread_of(part, reading, parts),
        part.outline,
        reading.sheets,
    )


def _unread_of(part: PartOfFile, reading: Reading, parts: Sequence[PartOfFile]) -> list[Unread]:
    """What could not be read of a part of a file, on its pages up to those of the next; those before are of the first part."""
    n = next(n for n, other in enumerate(parts) if other is part)
    start = 0 if n == 0 else part.lines[0].page
    end = parts[n + 1].lines[0].page if n + 1 < len(parts) else None
    return [unread for unread in reading.unread if start <= (unread.page or 0) and (end is None or (unread.page or 0) < end)]


# What may not be all


def _incomplete(context: Context, document: Found, left_out: Sequence[Line]) -> Iterator[Mapping[str, object]]:
    """The lists of a document that may not be all: of a register those that are empty, and its uppdrag where a line that was
    left out gives one; of a plan or report its goals and uppdrag where it has neither. Of a kind that is about something that
    no import reads it is that.
    """
    if by_hand := context.profile.document(context.kind).by_hand:
        yield from ({"what": key, "reason": Text("incomplete-by-hand")} for key in by_hand)
        return
    role = context.kind.role
    empty = [key for key in ("goals", "uppdrag") if not document.values.get(key)]
    if role == "register" or (role != "annex" and len(empty) == 2):
        for key in empty:
            yield {"what": key, "reason": Text("incomplete-none")}
    if role == "register" and "uppdrag" not in empty:
        directives = context.profile.uppdrag.directives
        giving = next((line for line in left_out if any(holds(line.text, words) for words in directives)), None)
        if giving is not None:
            yield {"what": "uppdrag", "reason": Text("incomplete-given"), "at": context.at(giving)}


def _put_incomplete(document: Found, incomplete: Sequence[Mapping[str, object]]) -> None:
    """Say at the top of a document which of its lists may not be all, besides those of which that is said already."""
    values = dict(document.values)
    said = values.pop("incomplete", [])
    known = {entry["what"] for entry in said}
    all_of_them = [*said, *(entry for entry in incomplete if entry["what"] not in known)]
    if all_of_them:
        first = [key for key in ("document", "namnd", "year", "title") if key in values]
        document.values = {key: values.pop(key) for key in first} | {"incomplete": all_of_them} | values


# Where the lines went


def _fates_of(context: Context, n: int, document: Found, invalid: Sequence[Line]) -> dict[int, Fate]:
    """What became of the lines of a document, the `n`th of its file; `invalid` are those of values that were removed."""
    fates = {line.number: Fate(None, left=_reason(context, line)) for line in context.lines}
    fates |= {line.number: Fate(None, left="left-invalid") for line in invalid}
    fates |= {line.number: Fate(n, place.steps) for place in places(document) for line in place.found.lines}
    return fates


def _reason(context: Context, line: Line) -> str:
    """Why a line is in no document: it is a label, or of a table or prose for which there is no key."""
    if line.number in context.taken:
        return "left-label"
    is_figures = sum(char.isdigit() for char in line.text) * 3 > len(line.text)
    return "left-table" if line.cell is not None or is_figures else "left-prose"


# What each document is


class _Identity(NamedTuple):
    """What a document is: its kind, its nämnd if it has one, and its year."""

    kind: str
    namnd: str | None
    year: int


def _main_identity(part: PartOfFile, around: Surroundings, file: str, wanted: Wanted, *, is_list: bool) -> _Identity:
    """What the first document of a file is. Raises UntoldError where that is unclear."""
    kinds = around.ruleset.kinds
    kind = wanted.kind or part.kind
    if kind is None or kind not in kinds:
        told = {"namnd": wanted.namnd or namnd_of(part, around, file), "year": wanted.year or year_of(part, around, file)}
        lacking = ["kind", *(what for what, value in told.items() if value is None)]
        raise UntoldError("kind", list(kinds), known_heads(around.profile, part.lines) if is_list else (), lacking)
    if wanted.namnd and not wanted.kind and kinds[kind].of != "namnd":
        kind = twin_of(kind, around) or kind
    part.kind = kind
    namnd = wanted.namnd or namnd_of(part, around, file)
    known = [body.id for body in every_namnd(around.workspace)]
    # The nämnder of a city are those of its organisation; without one, an id must at least not be a path.
    is_wrong = wanted.namnd and (wanted.namnd not in known if known else not re.fullmatch(r"[\w-]+", wanted.namnd))
    if is_wrong or (namnd is None and kinds[kind].of == "namnd"):
        raise UntoldError("namnd", known, twin=None if is_wrong or wanted.kind else twin_of(kind, around))
    year = wanted.year or year_of(part, around, file)
    if year is None:
        raise UntoldError("year", [])
    return _Identity(kind, namnd, year)


def _annex_identity(part: PartOfFile, around: Surroundings, main: _Identity) -> _Identity:
    """What an annex is: of the nämnd and the year of the main document, unless its own name says the year before."""
    year = year_of(part, around, "")
    is_named = year in (main.year - 1, main.year) and any(str(year) in text for text in part.evidence)
    return _Identity(part.kind or main.kind, main.namnd, year if year is not None and is_named else main.year)
