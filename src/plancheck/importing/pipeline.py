"""From a PDF, a Word file or a text to documents: what is recognised, linked to the plans around it, with nothing lost.

file → reading → layout → evidence → records → writing
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import one_of
from plancheck.importing.evidence.parts import PartOfFile, behind_title, namnd_of, parts_of, titles_of, year_of
from plancheck.importing.evidence.profile import Profile, profile_of
from plancheck.importing.layout.furniture import noise_in
from plancheck.importing.layout.outline import headings, sections
from plancheck.importing.reading import read
from plancheck.importing.reading.limits import limited
from plancheck.importing.reading.lines import Line, Reading
from plancheck.importing.records.found import Found, places
from plancheck.importing.records.recognition import document_in
from plancheck.importing.records.uppdrag import is_table_head
from plancheck.importing.writing.pruning import without_invalid
from plancheck.model.source import Step
from plancheck.repository.organisation import every_namnd
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet


class UntoldError(Exception):
    """What a document is cannot be told: `what` is kind, namnd or year, `known` what it could be."""

    def __init__(self, what: str, known: list[str]) -> None:
        super().__init__(what)
        self.what = what
        self.known = known


@dataclass(frozen=True)
class Wanted:
    """What is known of the first document in a file before it is read."""

    kind: str | None = None
    namnd: str | None = None
    year: int | None = None

    def answered(self, what: str, answer: object) -> Wanted:
        """The same with one thing more that is known: kind, namnd or year."""
        if what == "year":
            return replace(self, year=int(str(answer)))
        return replace(self, kind=str(answer)) if what == "kind" else replace(self, namnd=str(answer))


@dataclass(frozen=True)
class Fate:
    """What became of a line: the document and the place in it, or why it was left out."""

    document: int | None
    steps: tuple[Step, ...] = ()
    left: str = ""


@dataclass(frozen=True)
class Import:
    """What came of a file: its documents, the first of which it is about, and what became of each of its lines."""

    reading: Reading
    documents: tuple[Found, ...]
    fates: dict[int, Fate]

    def left_out(self) -> list[tuple[Line, str]]:
        """The lines that are in no document, and why."""
        return [(line, self.fates[line.number].left) for line in self.reading.lines if self.fates[line.number].document is None]


def import_file(path: Path, name: str, ruleset: RuleSet, workspace: Workspace, wanted: Wanted = Wanted()) -> Import:
    """Import a file into the documents around it. Raises ReadingError, UntoldError, ProblemError (the profile) or OSError."""
    profile = profile_of(ruleset.folders)
    with limited():
        return recognised(read(path, name), profile, ruleset, workspace, wanted)


def recognised(reading: Reading, profile: Profile, ruleset: RuleSet, workspace: Workspace, wanted: Wanted = Wanted()) -> Import:
    """The documents in what was read. Raises UntoldError."""
    terms = [*ruleset.declared.terms("status"), *ruleset.declared.terms("assessment")]
    scale = {word for term in terms for word in (str(term.id), term.called("sv"))}
    noise = noise_in(
        reading.lines, profile.contents, lambda text: is_table_head(profile.uppdrag.tables, text) or bool(one_of(text, scale))
    )
    own = [line for line in reading.lines if line.number not in noise]
    parts = parts_of(reading, noise, headings(own), ruleset, profile, behind_title(profile, workspace))
    titles = titles_of(ruleset, profile)
    fates: dict[int, Fate] = {number: Fate(None, left=f"left-{what}") for number, what in noise.items()}
    documents: list[Found] = []
    main = _first(parts[0], titles, ruleset, profile, workspace, reading.name, wanted)
    for n, part in enumerate(parts):
        kind, namnd, year = main if n == 0 else (part.kind or main[0], main[1], _year_of_annex(part, titles, profile, main[2]))
        context = Context(
            part.lines, sections(part.lines, part.headings), ruleset.kinds[kind], namnd, year, reading.words, profile, ruleset,
            workspace, part.first_page, reading.spoiled, reading.paged,
        )  # fmt: skip
        found = document_in(context, titles)
        fates.update((line.number, Fate(None, left="left-invalid")) for line in without_invalid(found))
        documents.append(found)
        for place in places(found):
            for line in place.found.lines:
                fates[line.number] = Fate(n, place.steps)
        for line in part.lines:
            if line.number not in fates:
                fates[line.number] = Fate(None, left="left-label" if line.number in context.taken else _why(context, line))
    return Import(reading, tuple(documents), fates)


def _why(context: Context, line: Line) -> str:
    """Why a line is in no document: its words are of a table that no key is for, or prose that no rule asks for."""
    return (
        "left-table"
        if line.cell is not None or sum(char.isdigit() for char in line.text) * 3 > len(line.text)
        else "left-prose"
    )


def _first(
    part: PartOfFile,
    titles: dict[str, list[str]],
    ruleset: RuleSet,
    profile: Profile,
    workspace: Workspace,
    file: str,
    wanted: Wanted,
) -> tuple[str, str | None, int]:
    """What the first document of a file is. Raises UntoldError where that cannot be told."""
    kind = wanted.kind or part.kind
    if kind is None or kind not in ruleset.kinds:
        raise UntoldError("kind", list(ruleset.kinds))
    part.kind = kind
    namnd = wanted.namnd or namnd_of(part, workspace, profile, file)
    known = [one.id for one in every_namnd(workspace)]
    # What a city calls its nämnder is told by its organisation; without one, an id is at least no path.
    wrong = wanted.namnd and (wanted.namnd not in known if known else not re.fullmatch(r"[\w-]+", wanted.namnd))
    if wrong or (namnd is None and ruleset.kinds[kind].of == "namnd"):
        raise UntoldError("namnd", known)
    year = wanted.year or year_of(part, titles, profile, file)
    if year is None:
        raise UntoldError("year", [])
    return kind, namnd, year


def _year_of_annex(part: PartOfFile, titles: dict[str, list[str]], profile: Profile, year: int) -> int:
    """The year of an annex: that of the document that it belongs to, unless its own name says another."""
    told = year_of(part, titles, profile, "")
    return told if told is not None and told in (year - 1, year) and any(str(told) in text for text in part.evidence) else year
