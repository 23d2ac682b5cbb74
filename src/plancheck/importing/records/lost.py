"""What may be lost: what an import saw against what it made. It is told at its place; what is missing there is not judged."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.giving import gives_at_its_beginning
from plancheck.importing.evidence.known import KnownThings
from plancheck.importing.evidence.linking import SPOILED
from plancheck.importing.evidence.positions import KINDS, Kind, Layout, Unit
from plancheck.importing.layout.blocks import Block
from plancheck.importing.reading.lines import Line, chunks, without_bullet
from plancheck.importing.records.found import Found
from plancheck.importing.records.goals import lists_in_contents
from plancheck.importing.records.indicators import unread_heads
from plancheck.model.text import Text

NAMED = 0.8
"""How much of what is known a text must have to name it."""
MOSTLY = 0.3
"""How much of a text must be what it names, for it to be lost there; elsewhere it is only spoken of."""
UNREADABLE = ("unread-picture", "unread-letters", "unread-full", "unread-damaged-page", "unread-table")
"""Why a part of a file was not read, where goals and uppdrag may stand."""
HEAD = 3
"""How many labels in a row are the head of a table."""
BELOW = {"goals": "doubt-none-below-goals", "uppdrag": "doubt-none-below-uppdrag"}
"""What is told of a heading below which nothing was found, by what it labels."""
TABLE = {"goals": "doubt-unread-table-goals", "uppdrag": "doubt-unread-table-uppdrag"}
"""What is told of a table from which nothing was read."""
MORE = {"goals": "doubt-more-goals", "uppdrag": "doubt-more-uppdrag"}
"""What is told of text among others that were read."""
LISTS = ("goals", "uppdrag", "indicators", "programmes", "annexes", "decisions")
"""What a document may lack that is nothing but a list."""


class Lost(NamedTuple):
    """What may be lost: the key of the document that it would be in, where, and the doubt that tells of it, where it is new."""

    what: str
    at: dict[str, object]
    doubt: Text | None = None


def lost_in(
    context: Context, layout: Layout, made: Mapping[str, Sequence[Found]], known: dict[Kind, KnownThings]
) -> list[Lost]:
    """What may be lost of the goals, uppdrag and sections of a document; `made` is what was found, by key."""
    lost = [
        *_unread_pages(context), *_given(context), *_below_labels(context, layout), *_unread_tables(context, layout),
        *_in_contents(context, made), *_named(context, layout, made, known), *_heads(context, layout),
        *_siblings(context, layout), *_forms(context, layout, made), *_indicators(made.get("goals", ())),
        *(_lost(context, "indicators", line, "doubt-unread-indicators")
          for line in unread_heads(context, context.free(context.lines))),
    ]  # fmt: skip
    if context.spoiled >= SPOILED:
        lost += [Lost(what, {}) for what in ("goals", "uppdrag", "sections")]
    if context.sheets:
        lost += [Lost(what, {}) for what in LISTS if not made.get(what)]
    return lost


def incomplete(lost: Sequence[Lost]) -> list[dict[str, object]]:
    """What a document says of itself where something may be lost: what, and the first place."""
    first: dict[str, dict[str, object]] = {}
    for entry in lost:
        first.setdefault(entry.what, entry.at)
    return [{"what": what, **({"at": at} if at else {})} for what, at in first.items()]


def _unread_pages(context: Context) -> Iterator[Lost]:
    for unread in context.unread:
        if unread.why.key in UNREADABLE:
            page = {"page": max(1, unread.page - context.first_page + 1)} if unread.page and context.paged else {}
            for what in ("goals", "uppdrag", *(() if unread.why.key == "unread-table" else ("sections",))):
                yield Lost(what, dict(page))


def _given(context: Context) -> Iterator[Lost]:
    """What gives somebody an uppdrag, and has found no place."""
    for group in chunks(context.free(context.lines)):
        text = without_bullet(context.text(group))
        if text and gives_at_its_beginning(context, text):
            yield _lost(context, "uppdrag", group[0], "doubt-unread")


def _below_labels(context: Context, layout: Layout) -> Iterator[Lost]:
    """The headings of goals or uppdrag under which there is a list or a table, and none of them."""
    for kind, line in layout.labels_without:
        yield _lost(context, _key(kind), line, BELOW[_key(kind)])


def _in_contents(context: Context, made: Mapping[str, Sequence[Found]]) -> Iterator[Lost]:
    """The first entry of a table of contents that numbers a goal, in a document that has none elsewhere."""
    words = "|".join(map(re.escape, context.profile.labels.get("goal", [])))
    if any(goal.lines for goal in made.get("goals", ())) or not words:
        return
    numbered = re.compile(rf"\b(?:{words}) [0-9]{{1,2}}\b")
    line = next((line for line in lists_in_contents(context) if numbered.search(line.text)), None)
    if line is not None:
        yield _lost(context, "goals", line, "doubt-in-contents")


def _unread_tables(context: Context, layout: Layout) -> Iterator[Lost]:
    for kind, line in layout.unread_tables:
        yield _lost(context, _key(kind), line, TABLE[_key(kind)])


def _named(
    context: Context, layout: Layout, made: Mapping[str, Sequence[Found]], known: dict[Kind, KnownThings]
) -> Iterator[Lost]:
    """The texts that are what a register holds, but of which nothing was made, here or elsewhere."""
    refs = {str(ref) for key in ("goals", "uppdrag") for ref in _refs(made.get(key, ()))}
    owned = _owned(layout.units)
    for n, block in enumerate(layout.blocks):
        if n in owned or block.grid is not None:
            continue
        for kind in KINDS[:2]:
            match = known[kind].best(block.text)
            is_it = bool(match.ref) and match.ref not in refs and match.has >= NAMED and match.is_it >= MOSTLY
            if is_it and _is_free(context, block):
                refs.add(match.ref)
                what = "goals" if kind == "goal" else "uppdrag"
                at = context.at(block.lines[0])
                details = {"ref": match.ref, **context.quoted(block.lines[0], _words(block))}
                yield Lost(what, at, Text("doubt-named", details))


def _heads(context: Context, layout: Layout) -> Iterator[Lost]:
    """The heads of tables that have lost their lines, cell below cell, where nothing but single texts was read below them."""
    blocks = layout.blocks
    read = {unit.candidate.at for unit in layout.units if unit.candidate.position.form != "paragraph"}
    n = 0
    while n < len(blocks):
        end = n
        while end < len(blocks) and blocks[end].grid is None and context.labels.role(blocks[end].text.rstrip(" :")) is not None:
            end += 1
        roles = {context.labels.role(block.text.rstrip(" :")) for block in blocks[n:end]}
        things = [kind for kind in KINDS if kind in roles or (kind == "uppdrag" and "activity" in roles)]
        if end - n >= HEAD and things:
            below = next((m for m in range(end, len(blocks)) if blocks[m].section is not blocks[n].section), len(blocks))
            if not any(m in read for m in range(end, below)):
                yield _lost(context, _key(things[0]), blocks[n].lines[0], TABLE[_key(things[0])])
        n = max(end, n + 1)


def _forms(context: Context, layout: Layout, made: Mapping[str, Sequence[Found]]) -> Iterator[Lost]:
    """The first of the labels of goals or uppdrag that stand by themselves several times, in a document that has none."""
    for kind in KINDS:
        labels = [
            block for block in layout.blocks if block.grid is None and context.labels.role(block.text.rstrip(" :")) == kind
        ]
        if len(labels) > 1 and not any(one.lines for one in made.get(_key(kind), ())):
            yield _lost(context, _key(kind), labels[0].lines[0], BELOW[_key(kind)])


def _siblings(context: Context, layout: Layout) -> Iterator[Lost]:
    """The paragraphs that stand among others that are known, each by itself, and may be something too: each at its place."""
    single = [unit for unit in layout.units if unit.candidate.position.form == "paragraph"]
    owned = _owned(layout.units)
    for unit, after in itertools.pairwise(single):
        if unit.candidate.block.section is not after.candidate.block.section:
            continue
        between = range(unit.candidate.at + 1, after.candidate.at)
        for n in between:
            if n not in owned and layout.blocks[n].form == "paragraph" and _is_free(context, layout.blocks[n]):
                yield _lost(context, _key(unit.kind), layout.blocks[n].lines[0], MORE[_key(unit.kind)])


def _indicators(goals: Sequence[Found]) -> Iterator[Lost]:
    """The goals that tell of figures which were not read; the doubt stands at each."""
    for goal in goals:
        below = goal.values.get("sub-goals", [])
        yield from _indicators([inner for inner in below if isinstance(inner, Found)] if isinstance(below, list) else [])
        if any(doubt.key == "doubt-unread-indicators" for doubt in goal.doubts):
            yield Lost("indicators", goal.values.get("at") or {})


def _refs(found: Sequence[Found]) -> Iterator[object]:
    for entry in found:
        yield entry.values.get("ref")
        below = entry.values.get("sub-goals", [])
        yield from _refs([inner for inner in below if isinstance(inner, Found)] if isinstance(below, list) else [])


def _owned(units: Sequence[Unit]) -> set[int]:
    owned: set[int] = set()
    for unit in units:
        owned.update(range(unit.candidate.at, max(unit.end, unit.candidate.at + 1)))
        owned |= _owned(unit.inner)
    return owned


def _is_free(context: Context, block: Block) -> bool:
    return any(line.number not in context.taken for line in block.lines)


def _key(kind: Kind) -> str:
    return "uppdrag" if kind == "uppdrag" else "goals"


def _words(block: Block) -> str:
    return " ".join(block.text.split()[:12])


def _lost(context: Context, what: str, line: Line, key: str) -> Lost:
    return Lost(what, context.at(line), Text(key, context.quoted(line, " ".join(line.text.split()))))
