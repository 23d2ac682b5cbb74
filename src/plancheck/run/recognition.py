"""What was read of a document that was imported, in words: how much of what, where it stood, and how certain that is."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from plancheck.importing.evidence.fuzzy import folded
from plancheck.importing.evidence.labels import without_effect
from plancheck.importing.evidence.positions import Learnt
from plancheck.importing.reading.lines import Line
from plancheck.importing.records.found import Found, places
from plancheck.importing.writing.yaml import counted
from plancheck.messages import Language, count, cut, word
from plancheck.repository.registers import Decided, registers
from plancheck.repository.workspace import Workspace
from plancheck.run.results import LayoutLine, Recognised

KEYS = (
    "decisions", "sections", "programmes", "annexes", "articles", "follow-ups", "development-areas", "events", "unexecuted",
    "quality-areas", "figures", "accounts",
)  # fmt: skip
"""What is counted besides goals, uppdrag and indicators."""
UNCERTAIN = ("doubt-link", "doubt-link-or")
"""The doubts of something that is perhaps not what it is linked to."""
SHOWN = 2
"""How many positions of a kind are named in a sentence."""
NAMED = 3
"""How many doubts are named in a sentence."""
LONGEST = 60
"""How many letters of the words of a document are repeated."""


class _Thing(NamedTuple):
    """A goal or an uppdrag of a document, and the position that it was found in; None where it was found by itself. `is_said`
    means that somebody has said what the label of its position means.
    """

    found: Found
    learnt: Learnt | None
    is_said: bool


def recognition(
    document: Found,
    file: str,
    doubts: Sequence[str],
    workspace: Workspace,
    language: Language,
    said: Sequence[tuple[str, str]] = (),
    lines: Sequence[Line] = (),
) -> Recognised:
    """What was read of a document of a file; `doubts` are what a person is asked to review in it, `said` are the labels that
    somebody has said for this file: pairs of a role and words; `lines` are those of the file.
    """
    labels = {folded(words) for _, words in said}
    things = {key: _things(document, key, labels) for key in ("goals", "sub-goals", "uppdrag")}
    year = int(document.values["year"])
    compared: dict[Decided, bool] = {key: bool(registers(workspace, [key], last=year)) for key in _DECIDED}
    is_annex = workspace.kinds[str(document.values["document"])].role == "annex"
    has_none = not (things["goals"] or things["uppdrag"] or is_annex)
    counts = list(_counts(document, things, is_annex, language))
    review = count(len(doubts), "import-doubt", language) if doubts else word("read-no-doubts", language)
    look = tuple(text for key in _DECIDED for text in _alone(key, things[key], language))
    return Recognised(
        str(document.values["title"]),
        len(things["goals"]),
        len(things["uppdrag"]),
        len(doubts),
        f"{', '.join(counts) or '–'}; {review}.",
        (*(() if has_none else _certainty(things, compared, language)), *_doubtful(doubts, language)),
        (word("read-nothing", language),) if has_none else look,
        tuple(_layout(document, things, language)),
        tuple(
            word("as-meets-nothing", language, role=role, words=words, file=file)
            for role, words in without_effect(said, [line.text for line in lines])
        ),
    )


_DECIDED: tuple[Decided, ...] = ("goals", "uppdrag")
_KINDS = {"goals": "goal", "sub-goals": "sub-goal", "uppdrag": "uppdrag"}


def of_kept(values: Sequence[Any]) -> Recognised:
    """What was read, from values that JSON has kept. Raises TypeError or ValueError where they are none."""
    title, goals, uppdrag, doubts, what, certainty, look, layout, unused = values
    lines = tuple(LayoutLine(*line) for line in layout)
    numbers = int(goals), int(uppdrag), int(doubts)
    return Recognised(str(title), *numbers, str(what), tuple(certainty), tuple(look), lines, tuple(unused))


def explained(recognised: Recognised, file: str, language: Language, width: int) -> Iterator[str]:
    """The positions that a document has taught, by kind, as lines of at most a width."""
    yield f"{file}: {recognised.title}"
    kind = ""
    for line in recognised.layout:
        if line.kind != kind:
            kind = line.kind
            yield f"  {kind}"
        head, *more = textwrap.wrap(line.where, width - 12) or [""]
        yield f"    {head:<{width - 12}} {line.members:>5}"
        yield from (f"      {text}" for text in more)
        for text in (line.evidence, line.first):
            yield from textwrap.wrap(text, width, initial_indent="      ", subsequent_indent="        ") if text else ()
    if not recognised.layout:
        yield from textwrap.wrap(word("read-nothing", language), width, initial_indent="  ", subsequent_indent="  ")


# What there is


def _things(document: Found, key: str, labels: Collection[str]) -> list[_Thing]:
    """The goals, the goals within goals, or the uppdrag of a document."""
    of_line = {line: learnt for learnt in document.learnt for line in learnt.lines}
    found = [
        place.found
        for place in places(document)
        if len(place.steps) >= 2
        and place.steps[-2] == key
        and place.steps[0] in ("goals", "uppdrag")
        and isinstance(place.steps[-1], int)
    ]
    things = []
    for one in found:
        learnt = next((of_line[line.number] for line in one.lines if line.number in of_line), None)
        words = (*learnt.above, learnt.head) if learnt is not None else ()
        things.append(_Thing(one, learnt, any(folded(text) in labels for text in words)))
    return things


def _counts(document: Found, things: dict[str, list[_Thing]], is_annex: bool, language: Language) -> Iterator[str]:
    """How many there are of each kind of thing, goals and uppdrag with where they stand; an annex need not have them."""
    for key, members in things.items():
        if members:
            where = _wheres(members, language)
            yield f"{count(len(members), f'import-{key}', language)}{f' ({where})' if where else ''}"
        elif key != "sub-goals" and not is_annex:
            yield word(f"read-no-{key}", language)
    indicators = sum(
        len(value) for place in places(document) if isinstance(value := place.found.values.get("indicators"), list)
    )
    if indicators:
        yield count(indicators, "import-indicators", language)
    for key, number in counted(document, KEYS).items():
        yield count(number, f"import-{key}", language)


def _wheres(members: Iterable[_Thing], language: Language) -> str:
    """Where things stand: the positions that most of them are in."""
    numbers: dict[str, int] = {}
    for thing in members:
        if thing.learnt is not None:
            text = where(thing.learnt, language)
            numbers[text] = numbers.get(text, 0) + 1
    ranked = sorted(numbers, key=lambda text: -numbers[text])
    more = [word("read-more", language)] if len(ranked) > SHOWN else []
    return f" {word('and', language)} ".join([*ranked[:SHOWN], *more])


# How certain it is


def _certainty(things: dict[str, list[_Thing]], compared: dict[Decided, bool], language: Language) -> Iterator[str]:
    """What goals and uppdrag rest on, a sentence for each; then what there was nothing to compare with."""
    for key in _DECIDED:
        members = things[key]
        numbers: dict[str, int] = {}
        for thing in members:
            basis = _basis(thing)
            numbers[basis] = numbers.get(basis, 0) + 1
        parts = [
            word(f"read-{basis}", language, number=numbers[basis])
            for basis in ("known", "uncertain", "said", "called", "alike")
            if basis in numbers
        ]
        if parts:
            yield f"{_name(key, language)}: {', '.join(parts)}."
        yield from _alone(key, members, language)
    lacking = [word(f"import-{key}-many", language) for key in _DECIDED if things[key] and not compared[key]]
    if lacking:
        yield word("read-not-compared", language, what=f" {word('or', language)} ".join(lacking))


def _doubtful(doubts: Sequence[str], language: Language) -> Iterator[str]:
    """What a person is asked to review: each doubt once, the most frequent first, and how many are not named."""
    numbers = Counter(doubt.rstrip(".") for doubt in doubts).most_common()
    named = [f"{cut(doubt)} ({number})" if number > 1 else cut(doubt) for doubt, number in numbers[:NAMED]]
    more = sum(number for _, number in numbers[NAMED:])
    if named:
        rest = f"; {count(more, 'read-more-doubts', language)}" if more else ""
        yield f"{word('read-doubtful', language)} {'; '.join(named)}{rest}."


def _basis(thing: _Thing) -> str:
    """What a thing rests on: it is known, or perhaps; somebody has said so; the document calls it so; it stands as such do; or
    what stands above it is all there is.
    """
    if thing.found.values.get("ref"):
        return "uncertain" if any(doubt.key in UNCERTAIN for doubt in thing.found.doubts) else "known"
    learnt = thing.learnt
    if thing.is_said:
        return "said"
    if learnt is None or learnt.said or learnt.own:
        return "called"
    return "alike" if learnt.known else "alone"


def _alone(key: Decided, members: Sequence[_Thing], language: Language) -> Iterator[str]:
    """The things of which only what stands above or below them says what they are, by what that is."""
    labels: dict[str, int] = {}
    for thing in members:
        if _basis(thing) == "alone" and thing.learnt is not None:
            label = _label(thing.learnt, language)
            labels[label] = labels.get(label, 0) + 1
    for label, number in labels.items():
        which = "all" if number == len(members) else "some"
        yield word(f"read-alone-{which}-{key}", language, number=number, many=len(members), label=label)


def _name(key: str, language: Language) -> str:
    return word(f"import-{key}-many", language).capitalize()


# Where things stand


def where(learnt: Learnt, language: Language, *, exactly: bool = False) -> str:
    """A position in words; `exactly` with the level of headings, and how far the label is."""
    form, mark, depth, label, distance = learnt.position
    kind, head = form, f"«{_short(learnt.head)}»"
    match form:
        case "item":
            kind, head = ("item-number" if mark.isalnum() else "item-bullet"), mark
        case "lead":
            kind = "lead-whole" if mark == "whole" else form
        case "row" if not learnt.head:
            kind, head = "row-plain", str(int(mark.split()[0]) + 1)
        case "heading" if exactly:
            kind, head = "heading-level", str(depth)
    text = word(f"layout-{kind}", language, head=head)
    above = learnt.above[:1] if label or len(learnt.above) == 1 else ()
    if above and form != "above":
        more = f" {word('layout-and-others', language)}" if len(learnt.above) > 1 else ""
        preposition = "layout-below-line" if learnt.announced else "layout-below"
        text += f" {word(preposition, language, above=f'«{_short(above[0])}»')}{more}"
        if exactly and label and distance:
            text += f", {count(distance, 'layout-between', language)}"
    return text


def _label(learnt: Learnt, language: Language) -> str:
    """The words that alone say what things in a position are."""
    if learnt.position.form == "above":
        return word("label-below", language, label=f"«{_short(learnt.head)}»")
    key = "label-line" if learnt.announced else "label-heading"
    return word(key, language, label=f"«{_short(learnt.above[0])}»") if learnt.above else word("label-place", language)


def _layout(document: Found, things: dict[str, list[_Thing]], language: Language) -> Iterator[LayoutLine]:
    """The positions that were learnt, by kind; and how many things were found without one."""
    for key, members in things.items():
        for learnt in document.learnt:
            if learnt.kind != _KINDS[key]:
                continue
            number = sum(thing.learnt is learnt for thing in members)
            evidence = word(
                "layout-evidence",
                language,
                known=learnt.known,
                said=learnt.said,
                own=learnt.own,
                label=word("yes" if learnt.label else "no", language),
            )
            again = "" if number else f" {word('layout-again', language)}"
            first = word("layout-first", language, words=_short(learnt.first))
            yield LayoutLine(_name(key, language), where(learnt, language, exactly=True), number, f"{evidence}{again}", first)
        alone = [thing for thing in members if thing.learnt is None]
        if alone:
            title = alone[0].found.values.get("title") or alone[0].found.values.get("x-wording") or ""
            first = word("layout-first", language, words=_short(str(title)))
            yield LayoutLine(_name(key, language), word("layout-by-itself", language), len(alone), "", first)


def _short(text: str) -> str:
    """Words of a document, cut where they are long."""
    plain = " ".join(text.split())
    return f"{cut(plain[:LONGEST]).rstrip()}…" if len(plain) > LONGEST else plain
