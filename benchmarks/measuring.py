"""What an import has of what a document holds: found, missed and told, missed in silence, invented, linked wrongly.

`Expected` is what a careful person reads in the document, `measured` compares an import with it. Words are compared by
likeness, so that a scan, a number or a label before a title does not matter; links are compared by reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from rapidfuzz import fuzz

from plancheck.importing.evidence.fuzzy import folded
from plancheck.importing.pipeline import Import
from plancheck.importing.reading.lines import Line
from plancheck.importing.records.found import Found, places
from plancheck.model.text import Text

KINDS = (
    "goals", "parents", "uppdrag", "links", "to", "statuses", "assessments", "texts", "due", "responsible", "report-to",
    "indicators", "figures", "decisions", "headings", "contents",
)  # fmt: skip
"""The kinds of thing that are counted. `contents` are entries of a table of contents that were taken for headings."""
ALIKE = 80.0
"""How alike the words of two things must be, of a hundred, to be the same."""
NEAR = 2
"""How many lines from what is lost a doubt may stand that tells of it."""
ENOUGH = 10
"""How many letters a piece of a title must have to be known as one."""


class Goal(NamedTuple):
    """A goal at any level. Each of `wordings` is right; `parent` is the title of the goal above.

    `assessments` are the words that are right for its assessment; `texts` what is said about it. One that is `optional` is
    neither asked for nor invented. Where `linked` is false, nothing is known that it could be linked to.
    """

    wordings: tuple[str, ...]
    ref: str | None = None
    parent: str | None = None
    assessments: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    optional: bool = False
    linked: bool = True


class Uppdrag(NamedTuple):
    """An uppdrag; as a goal. `to` are the ids of those it is for. Where it is `open`, its wordings are only its beginning."""

    wordings: tuple[str, ...]
    ref: str | None = None
    statuses: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    due: str | None = None
    responsible: str | None = None
    report_to: str | None = None
    to: tuple[str, ...] = ()
    optional: bool = False
    linked: bool = True
    open: bool = False


class Indicator(NamedTuple):
    """An indicator with its figures by year, each with the values that are right."""

    names: tuple[str, ...]
    outcome: Mapping[int, object] = {}
    target: Mapping[int, object] = {}
    optional: bool = False


class Decision(NamedTuple):
    """A decision, as far as the document says: `by` are the names and the id of who makes it.

    One that is `optional` is neither asked for nor invented, whatever it says.
    """

    outcome: str = ""
    by: tuple[str, ...] = ()
    date: str | None = None
    paragraph: str | None = None
    diary: str | None = None
    optional: bool = False


class Expected(NamedTuple):
    """What a document holds. `labels` are headings that are neither asked for nor invented."""

    goals: Sequence[Goal] = ()
    uppdrag: Sequence[Uppdrag] = ()
    indicators: Sequence[Indicator] = ()
    decisions: Sequence[Decision] = ()
    headings: Sequence[str] = ()
    labels: Sequence[str] = ()
    contents: Sequence[str] = ()


class Mark(NamedTuple):
    """A thing that is counted: its kind, and its words."""

    kind: str
    words: str


@dataclass
class Measure:
    """How an import compares with what it should have. What is `missed` is `told` or `silent`.

    `wrong` are values that are there and are others than they should be; `wrong_for_certain` are links to something else than
    what is meant, without a doubt.
    """

    found: list[Mark] = field(default_factory=list)
    told: list[Mark] = field(default_factory=list)
    silent: list[Mark] = field(default_factory=list)
    invented: list[Mark] = field(default_factory=list)
    wrong: list[Mark] = field(default_factory=list)
    wrong_for_certain: list[Mark] = field(default_factory=list)

    @property
    def missed(self) -> list[Mark]:
        """What is not found, whether that is told or not."""
        return [*self.told, *self.silent]

    @property
    def share(self) -> float:
        """What share of everything that was asked for is found."""
        asked = len(self.found) + len(self.missed)
        return len(self.found) / asked if asked else 1.0

    def counts(self, kind: str) -> tuple[int, ...]:
        """For a kind of thing: asked for, found, missed, invented, told, wrong."""
        lists = (self.found, self.missed, self.invented, self.told, [*self.wrong, *self.wrong_for_certain])
        found, missed, invented, told, wrong = (sum(mark.kind == kind for mark in marks) for marks in lists)
        return found + missed, found, missed, invented, told, wrong

    def __add__(self, other: Measure) -> Measure:
        return Measure(
            self.found + other.found,
            self.told + other.told,
            self.silent + other.silent,
            self.invented + other.invented,
            self.wrong + other.wrong,
            self.wrong_for_certain + other.wrong_for_certain,
        )


def measured(expected: Expected, imported: Import) -> Measure:
    """Compare what was imported with what the document holds."""
    measure = Measure()
    doubts = _Doubts(imported)
    goals = [record for document in imported.documents for record in _goals(document)]
    _compare_goals(expected.goals, goals, doubts, measure)
    uppdrag = [_Record(found) for document in imported.documents for found in document.values.get("uppdrag", [])]
    _compare_uppdrag(expected.uppdrag, uppdrag, doubts, measure)
    indicators = [_Record(found) for document in imported.documents for found in _indicators(document)]
    _compare_indicators(expected.indicators, indicators, doubts, measure)
    decisions = [found for document in imported.documents for found in document.values.get("decisions", [])]
    _compare_decisions(expected.decisions, decisions, doubts, measure)
    sections = [_Record(found) for document in imported.documents for found in document.values.get("sections", [])]
    _compare_headings(expected, sections, doubts, measure)
    return measure


# What was imported


class _Record(NamedTuple):
    """Something that was imported, and the words of the goal above it."""

    found: Found
    parent: str | None = None

    @property
    def words(self) -> str:
        values = self.found.values
        return str(values.get("x-wording") or values.get("title") or values.get("name") or "")

    @property
    def ref(self) -> str | None:
        ref = self.found.values.get("ref")
        return str(ref[0] if isinstance(ref, list) else ref) if ref else None

    @property
    def said(self) -> str:
        """Everything that the record says besides its title."""
        keys = ("text", "comment", "analysis", "measures")
        values = [self.found.values.get(key) for key in keys]
        return " ".join(str(text) for value in values if value for text in (value if isinstance(value, list) else [value]))


def _goals(found: Found, parent: str | None = None) -> Iterator[_Record]:
    for key in ("goals", "sub-goals"):
        for part in found.values.get(key, []):
            record = _Record(part, parent)
            yield record
            yield from _goals(part, record.words)


def _indicators(found: Found) -> Iterator[Found]:
    yield from found.values.get("indicators", [])
    for key in ("goals", "sub-goals"):
        for part in found.values.get(key, []):
            yield from _indicators(part)


# Doubts, and where they stand


class _Doubt(NamedTuple):
    """A doubt, with the numbers of the lines at which it stands, and the words that it names."""

    is_of_link: bool
    lines: frozenset[int]
    words: tuple[str, ...]


class _Doubts:
    """The doubts of an import by their places: does any tell that something is lost?"""

    def __init__(self, imported: Import) -> None:
        self._lines = imported.reading.lines
        self._doubts = [doubt for document in imported.documents for doubt in self._of(document)]

    def _of(self, document: Found) -> Iterator[_Doubt]:
        ends = self._section_ends(document)
        for steps, part in places(document):
            marks = [*part.doubts, *(Text("incomplete") for key in ("partial", "incomplete") if part.values.get(key) and steps)]
            if not marks:
                continue
            numbers = {line.number for line in part.all_lines()} if steps else set()
            if steps[:1] == ("sections",) and numbers:
                # A heading tells of everything below it.
                numbers |= set(range(min(numbers), ends.get(min(numbers), max(numbers) + 1)))
            for doubt in marks:
                words = tuple(str(value) for value in doubt.details.values() if isinstance(value, str))
                is_of_link = doubt.key.startswith(("doubt-link", "doubt-no-link"))
                named = self._at(words) if not is_of_link else set()
                yield _Doubt(is_of_link, frozenset(numbers | named), () if is_of_link else words)

    def _section_ends(self, document: Found) -> dict[int, int]:
        """The line behind each section, by its first line."""
        sections = document.values.get("sections", [])
        starts = sorted({min(line.number for line in section.lines) for section in sections if section.lines})
        return dict(zip(starts, [*starts[1:], self._lines[-1].number + 1], strict=False))

    def _at(self, words: Sequence[str]) -> set[int]:
        """The lines at which words stand; of a table all of its lines."""
        texts = {folded(text) for text in words if len(folded(text)) >= ENOUGH}
        lines = [line for line in self._lines if folded(line.text) in texts]
        tables = {line.cell[0] for line in lines if line.cell is not None}
        return {
            line.number
            for line in self._lines
            if (line.cell is not None and line.cell[0] in tables) or any(line.number == at.number for at in lines)
        }

    def tell_of(self, words: Iterable[str], record: Found | None = None, *, link: bool = False) -> bool:
        """Whether a doubt tells that words are lost, or a value of a record: it stands near, or names them."""
        wordings = [text for text in words if text]
        numbers = {line.number for text in wordings for line in lines_of(text, self._lines)}
        if record is not None:
            numbers |= {line.number for line in record.all_lines()}
        for doubt in self._doubts:
            if doubt.is_of_link and not link:
                continue
            if any(abs(number - at) <= NEAR for number in numbers for at in doubt.lines):
                return True
            if any(_is_piece(said, text) for said in doubt.words for text in wordings):
                return True
        return False


def lines_of(words: str, lines: Sequence[Line]) -> list[Line]:
    """The lines in which words, or a piece of them, stand."""
    return [line for line in lines if _is_piece(line.text, words)]


def _is_piece(text: str, words: str) -> bool:
    here, there = folded(text), folded(words)
    short = min(len(here), len(there))
    return here == there or (short >= ENOUGH and fuzz.partial_ratio(here, there, score_cutoff=90) > 0)


# How alike two things are

_MARK = re.compile(r"^[\W\d_]+(?:[a-z][.)]\s)?")
_LABEL = re.compile(r"^(?:[^:.]{2,45}[:.]\s+|\S{2,20}\s+\d+[.:]?\s+)(?=\S)")


def _variants(text: str) -> set[str]:
    """A text as it may be meant: without a mark or a number before it, and without a label."""
    plain = _MARK.sub("", folded(text))
    bare = _MARK.sub("", _LABEL.sub("", folded(text)))
    return {folded(text), plain, bare, _MARK.sub("", _LABEL.sub("", plain))} - {""}


def likeness(words: str, wordings: Sequence[str], *, open_end: bool = False) -> float:
    """How much words are one of several wordings, of a hundred. With `open_end` a wording may be only the beginning."""
    best = 0.0
    for wording in wordings:
        there = folded(wording)
        for here in _variants(words) | {folded(words)}:
            best = max(best, fuzz.ratio(here, there), fuzz.ratio(here, _MARK.sub("", there)))
            may_go_on = open_end or len(here) <= 1.4 * len(there) + 20
            if may_go_on and ENOUGH <= len(there) < len(here):
                best = max(best, fuzz.partial_ratio(there, here, score_cutoff=90) * 0.95)
    return best


Thing = TypeVar("Thing", Goal, Uppdrag, Indicator)
Aim = TypeVar("Aim", Goal, Uppdrag)


def _paired(
    things: Sequence[Thing], records: Sequence[_Record], likes: Mapping[tuple[int, int], float]
) -> tuple[dict[int, _Record], list[_Record]]:
    """The record of each thing, by its position, and the records of none; the most alike are paired first."""
    pairs = sorted(((score, -n, -m) for (n, m), score in likes.items() if score >= ALIKE), reverse=True)
    of: dict[int, int] = {}
    for _, n, m in pairs:
        if -n not in of and -m not in of.values():
            of[-n] = -m
    return {n: records[m] for n, m in of.items()}, [record for m, record in enumerate(records) if m not in of.values()]


def _likes(things: Sequence[Aim], records: Sequence[_Record]) -> dict[tuple[int, int], float]:
    likes = {}
    for n, thing in enumerate(things):
        for m, record in enumerate(records):
            score = likeness(record.words, thing.wordings, open_end=isinstance(thing, Uppdrag) and thing.open)
            # Words that a scan has spoiled are known by what they are linked to.
            is_linked = thing.ref is not None and record.ref == thing.ref
            likes[n, m] = score + 1 if is_linked and score >= ALIKE else ALIKE if is_linked and score >= ALIKE / 2 else score
    return likes


# The comparisons


def _compare_goals(things: Sequence[Goal], records: Sequence[_Record], doubts: _Doubts, measure: Measure) -> None:
    pairs, rest = _paired(things, records, _likes(things, records))
    for n, thing in enumerate(things):
        record = pairs.get(n)
        if thing.optional:
            continue
        asks = _Asks(thing.wordings, record, doubts, measure)
        asks.whole("goals")
        if thing.parent is not None:
            right = record is not None and record.parent is not None and likeness(record.parent, [thing.parent]) >= ALIKE
            asks.value("parents", thing.parent, is_right=right, is_there=record is not None and record.parent is not None)
        if thing.linked:
            asks.link(thing.ref)
        if thing.assessments:
            asks.word("assessments", "assessment", thing.assessments)
        asks.texts(thing.texts)
    _invented("goals", rest, things, measure)


def _compare_uppdrag(things: Sequence[Uppdrag], records: Sequence[_Record], doubts: _Doubts, measure: Measure) -> None:
    pairs, rest = _paired(things, records, _likes(things, records))
    for n, thing in enumerate(things):
        if thing.optional:
            continue
        asks = _Asks(thing.wordings, pairs.get(n), doubts, measure)
        asks.whole("uppdrag")
        if thing.linked:
            asks.link(thing.ref)
        if thing.statuses:
            asks.word("statuses", "status", thing.statuses)
        asks.texts(thing.texts)
        if thing.to:
            to = record.found.values.get("to", []) if (record := pairs.get(n)) is not None else []
            asks.value("to", f"{', '.join(thing.to)} ({thing.wordings[0]})", is_right={*to} == {*thing.to}, is_there=bool(to))
        for kind, value in (("due", thing.due), ("responsible", thing.responsible)):
            if value is not None:
                asks.word(kind, kind, (value,))
        if thing.report_to is not None:
            told_to = record.found.values.get("report-to", []) if (record := pairs.get(n)) is not None else []
            words = f"{thing.report_to} ({thing.wordings[0]})"
            asks.value("report-to", words, is_right=told_to == [thing.report_to], is_there=bool(told_to))
    _invented("uppdrag", rest, things, measure)


class _Asks(NamedTuple):
    """What is asked of the record of one thing, which may be missing."""

    wordings: tuple[str, ...]
    record: _Record | None
    doubts: _Doubts
    measure: Measure

    def whole(self, kind: str) -> None:
        """Whether there is a record at all."""
        self.value(kind, self.wordings[0], is_right=self.record is not None)

    def value(self, kind: str, words: str, *, is_right: bool, is_there: bool = False) -> None:
        """Whether a value is right; if not, whether another is there, and whether that is told."""
        mark = Mark(kind, words)
        if is_right:
            self.measure.found.append(mark)
            return
        if is_there:
            self.measure.wrong.append(mark)
        found = self.record.found if self.record is not None else None
        is_told = self.doubts.tell_of((*self.wordings, words), found, link=kind == "links" and found is not None)
        (self.measure.told if is_told else self.measure.silent).append(mark)

    def word(self, kind: str, key: str, right: Sequence[str]) -> None:
        """Whether a value is one of these words."""
        value = self.record.found.values.get(key) if self.record is not None else None
        values = value if isinstance(value, list) else [] if value is None else [value]
        is_right = any(folded(str(said)) == folded(word) for said in values for word in right)
        self.value(kind, f"{right[0]} ({self.wordings[0]})", is_right=is_right, is_there=bool(values))

    def texts(self, texts: Sequence[str]) -> None:
        """Whether each text is among what the record says."""
        said = self.record.said if self.record is not None else ""
        for text in texts:
            self.value("texts", text, is_right=bool(said) and fuzz.partial_ratio(folded(text), folded(said)) >= ALIKE + 5)

    def link(self, ref: str | None) -> None:
        """Whether the record is linked to what is meant, or to nothing where there is nothing."""
        made = self.record.ref if self.record is not None else None
        if ref is not None:
            self.value("links", ref, is_right=made == ref)
        if self.record is None or made in (None, ref):
            return
        is_doubted = any(doubt.key.startswith("doubt-link") for doubt in self.record.found.doubts)
        mark = Mark("links", f"{self.wordings[0]}: {made}, not {ref}")
        (self.measure.wrong if is_doubted else self.measure.wrong_for_certain).append(mark)


def _invented(kind: str, rest: Sequence[_Record], things: Sequence[Aim], measure: Measure) -> None:
    """The records of no thing: invented, unless they are another wording of something that does not count."""
    for record in rest:
        near = max(things, key=lambda thing: likeness(record.words, thing.wordings), default=None)
        is_near = near is not None and likeness(record.words, near.wordings) >= ALIKE
        if near is not None and near.optional and is_near:
            continue
        measure.invented.append(Mark(kind, record.words))
        is_doubted = any(doubt.key.startswith("doubt-link") for doubt in record.found.doubts)
        if record.ref and not is_doubted and not (is_near and near is not None and near.ref == record.ref):
            measure.wrong_for_certain.append(Mark("links", f"{record.words}: {record.ref}"))


def _compare_indicators(things: Sequence[Indicator], records: Sequence[_Record], doubts: _Doubts, measure: Measure) -> None:
    likes = {
        # Of several with the same name the figures say which is which.
        (n, m): min(100.0, likeness(record.words, thing.names)) + _same_figures(thing, record)
        for n, thing in enumerate(things)
        for m, record in enumerate(records)
    }
    pairs, rest = _paired(things, records, likes)
    for n, thing in enumerate(things):
        if thing.optional:
            continue
        record = pairs.get(n)
        asks = _Asks(thing.names, record, doubts, measure)
        asks.whole("indicators")
        for key, figures in (("outcome", thing.outcome), ("target", thing.target)):
            made = record.found.values.get(key) if record is not None else None
            made = made if isinstance(made, dict) else {}
            for year, value in figures.items():
                words = f"{key} {year}: {value} ({thing.names[0]})"
                asks.value("figures", words, is_right=_is_same(made.get(year), value), is_there=year in made)
            extra = set(made) - set(figures)
            measure.invented.extend(Mark("figures", f"{key} {year} ({thing.names[0]})") for year in extra)
    optional = [name for thing in things if thing.optional for name in thing.names]
    measure.invented.extend(Mark("indicators", r.words) for r in rest if likeness(r.words, optional) < ALIKE)


def _same_figures(thing: Indicator, record: _Record) -> int:
    pairs = ((thing.outcome, record.found.values.get("outcome")), (thing.target, record.found.values.get("target")))
    return sum(
        isinstance(made, dict) and _is_same(made.get(year), value) for figures, made in pairs for year, value in figures.items()
    )


def _is_same(made: object, value: object) -> bool:
    if isinstance(made, int | float) and isinstance(value, int | float):
        return abs(made - value) < 1e-9
    return made is not None and folded(str(made)) == folded(str(value))


def _compare_decisions(things: Sequence[Decision], records: Sequence[Found], doubts: _Doubts, measure: Measure) -> None:
    free = list(records)
    for thing in sorted(things, key=lambda thing: thing.optional):
        scored = [(_agreement(thing, found.values), n) for n, found in enumerate(free)]
        best, n = max(scored, default=((False, 0, 0), -1))
        found = free.pop(n) if n >= 0 and (best[1] or thing.optional) else None
        if thing.optional:
            continue
        words = " ".join(filter(None, (thing.outcome, *thing.by[:1], thing.date, thing.paragraph, thing.diary)))
        said = tuple(filter(None, (thing.date, thing.paragraph, thing.diary))) or (words,)
        asks = _Asks(said, _Record(found) if found is not None else None, doubts, measure)
        asks.value("decisions", words, is_right=found is not None and best[0], is_there=found is not None and best[2] > 0)
    measure.invented.extend(Mark("decisions", str(found.plain())) for found in free)


def _agreement(thing: Decision, values: Mapping[str, Any]) -> tuple[bool, int, int]:
    """Whether a decision says all that it should, in how much it agrees, and in how much it differs."""
    pairs = [
        (thing.outcome, values.get("outcome")),
        (thing.date, values.get("date")),
        (_digits(thing.paragraph), _digits(values.get("paragraph"))),
        (thing.diary, values.get("diary-number")),
    ]
    told: list[tuple[object, object]] = [(asked, made) for asked, made in pairs if asked]
    agrees = [made is not None and folded(str(asked)) == folded(str(made)) for asked, made in told]
    by = values.get("by")
    if thing.by:
        agrees.append(by is not None and folded(str(by)) in {folded(name) for name in thing.by})
        told.append((thing.by, by))
    differs = sum(made is not None and not right for (_, made), right in zip(told, agrees, strict=True))
    return all(agrees), sum(agrees), differs


def _digits(text: object) -> str | None:
    found = re.search(r"\d+", str(text)) if text else None
    return found[0] if found else None


_DOTS = re.compile(r"[\s.…_]*\d*\s*$")
_ENTRY = re.compile(r"(?:\.{3}|…|_{3}|\t)\s*\d+\b")


def _compare_headings(expected: Expected, records: Sequence[_Record], doubts: _Doubts, measure: Measure) -> None:
    """Each heading is one section; what is made of an entry of the contents is one more, or one where no heading stands."""
    asked, labels = list(expected.headings), list(expected.labels)
    contents = [_DOTS.sub("", entry) for entry in expected.contents]
    for record in records:
        if _ENTRY.search(record.words):
            measure.invented.append(Mark("contents", record.words))
        elif (heading := _taken(asked, record.words)) is not None:
            measure.found.append(Mark("headings", heading))
        elif _taken(labels, record.words) is None:
            kind = "contents" if likeness(record.words, contents) >= ALIKE else "headings"
            measure.invented.append(Mark(kind, record.words))
    for heading in asked:
        _Asks((heading,), None, doubts, measure).whole("headings")


def _taken(headings: list[str], words: str) -> str | None:
    """The heading that words are, which is taken out of the list; None where there is none."""
    best = max(headings, key=lambda heading: likeness(words, [heading]), default=None)
    if best is None or likeness(words, [best]) < ALIKE:
        return None
    headings.remove(best)
    return best


# What is printed


def rows(name: str, measure: Measure) -> list[str]:
    """The rows of a table for a measure, one for each kind of thing that there is."""
    counts = {kind: measure.counts(kind) for kind in KINDS}
    return [
        f"| {name} | {kind} | {asked} | {found} | {missed} | {told} | {invented} | {wrong} |"
        for kind, (asked, found, missed, invented, told, wrong) in counts.items()
        if asked or invented or wrong
    ]


def details(measure: Measure, traps: Sequence[str] = ()) -> Iterator[str]:
    """What is missed, and whether that is told; what is wrong; what is invented, out of the words of a trap or not."""
    signs = {
        "? told": measure.told,
        "- silent": measure.silent,
        "! wrong": measure.wrong,
        "! wrong for certain": measure.wrong_for_certain,
        "+ invented": measure.invented,
    }
    for sign, marks in signs.items():
        for mark in marks:
            is_trap = sign == "+ invented" and likeness(mark.words, traps, open_end=True) >= ALIKE
            yield f"{sign}{' out of a trap' if is_trap else ''} {mark.kind}: {mark.words}"
