"""Importing again: what the source has changed since the last import, and what a person has, both in one file.

Three texts of one document are cut into the same blocks, keys and the items of lists, and merged block by block: what
belongs to one uppdrag never ends up in another one, and comments and layout stay as the person has left them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from plancheck.messages import Language, word
from plancheck.model.source import Map, Seq, Source, Step, Value, parse
from plancheck.repository.review import MARKS

ALIKE = 70.0
"""How alike two items must be that have no words, number or reference in common to be the same one."""
NAMING = ("id", "ref", "number", "diary-number", "kind")
"""What an item is called by, or refers to, the surest first."""
SAID = 100
"""How much of what the import says now stands in the comment of a conflict."""


class Merged(NamedTuple):
    """A text made of two versions of one, and in how many places both had changed the same."""

    text: str
    conflicts: int


@dataclass(frozen=True)
class Block:
    """A key with its value, or an item of a list: the comments above it, its own lines, and what it consists of.

    `head` are its lines up to its first part; all of them where it has none. The dash of an item is left out of its lines.
    """

    key: Step
    value: Value
    margin: int
    is_item: bool = False
    comments: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    parts: tuple[Block, ...] | None = None


@dataclass
class _Merge:
    """How texts are merged: the language that conflicts are told in, or that they are not (`adds`), and those there were."""

    language: Language
    adds: bool
    conflicts: list[str] = field(default_factory=list)


def merged(last: str, edited: str, new: str, language: Language) -> Merged:
    """The new import with the changes that a person has made to the last one.

    Where both have changed the same value, that of the person stays, and a comment above it tells what the import says now.
    What a person has taken out stays out. Raises SourceError where a text is no YAML.
    """
    base, mine, theirs = (_document(text) for text in (last, edited, new))
    merge = _Merge(language, adds=False)
    together = _both(base, mine, theirs, merge)
    return Merged(_as_in(edited, _text(together)), len(merge.conflicts))


def added(there: str, new: str, language: Language) -> str:
    """A text with the items of a new one that it has not got: nothing that stands there is changed.

    Raises SourceError where a text is no YAML.
    """
    return _as_in(there, _text(_both(None, _document(there), _document(new), _Merge(language, adds=True))))


# Cut


def _document(text: str) -> Block:
    text = text.replace("\r\n", "\n")
    source = parse(text, "")
    lines = tuple(text.split("\n"))
    lines = lines[:-1] if lines and not lines[-1] else lines
    parts = _parts(source, (), source.root, lines, 0, len(lines))
    if not parts:
        return Block("", source.root, 0, head=lines)
    # What stands above the first key is about the file.
    first = parts[0]
    head = lines[: _start_of(source, (first.key,))]
    return Block("", source.root, 0, head=head, parts=(replace(first, comments=()), *parts[1:]))


def _start_of(source: Source, steps: Sequence[Step]) -> int:
    """The line, counted from 0, that a key or an item begins at."""
    return (source.span(steps) if isinstance(steps[-1], int) else source.key_span(steps)).line - 1


def _parts(
    source: Source, steps: tuple[Step, ...], value: Value, lines: Sequence[str], start: int, end: int
) -> tuple[Block, ...] | None:
    """The blocks that a value consists of, each with its lines; None where it is written in a way that has none."""
    if isinstance(value, Map | Seq) and value.event.flow_style:
        return None
    if isinstance(value, Map) and value:
        keys: list[Step] = list(value)
    elif isinstance(value, Seq) and value and all(isinstance(one, Map) and one for one in value):
        keys = list(range(len(value)))
    else:
        return None
    is_item = isinstance(value, Seq)
    starts = [_start_of(source, (*steps, key)) for key in keys]
    margins = [_margin(lines[n], is_item) if start <= n < end else None for n in starts]
    margin = margins[0]
    if margin is None or any(one != margin for one in margins) or sorted(set(starts)) != starts:
        return None
    tops = [
        _top(lines, n, max(start, before), margin) for n, before in zip(starts, [start, *(s + 1 for s in starts)], strict=False)
    ]
    blocks = []
    for key, first, top, below in zip(keys, starts, tops, [*tops[1:], end], strict=True):
        inner = value[key]  # type: ignore[index]
        own = list(lines)
        if is_item:
            own[first] = own[first].replace("-", " ", 1)
        body = tuple(own[first:below])
        parts = _parts(source, (*steps, key), inner, own, first if is_item else first + 1, below)
        if parts is not None:
            body = tuple(own[first : _top_of(source, (*steps, key), parts, own)])
        blocks.append(Block(key, inner, margin, is_item, tuple(lines[top:first]), body, parts))
    return tuple(blocks)


def _top_of(source: Source, steps: tuple[Step, ...], parts: Sequence[Block], lines: Sequence[str]) -> int:
    """The line that the first part of a block begins at, its comments counted in."""
    return _start_of(source, (*steps, parts[0].key)) - len(parts[0].comments)


def _margin(line: str, is_item: bool) -> int | None:
    """How far in a key or the dash of an item stands, if it is the first on its line."""
    found = re.match(r"( *)- +\S" if is_item else r"( *)[^\s#-]|( *)-\S", line)
    return len(found[1] if found[1] is not None else found[2]) if found else None


def _top(lines: Sequence[str], n: int, start: int, margin: int) -> int:
    """The first of the comments that stand right above a line."""
    while n > start and re.match(rf" {{{margin}}}#", lines[n - 1]):
        n -= 1
    return n


# Merge


def _both(base: Block | None, mine: Block, theirs: Block, merge: _Merge) -> Block:
    """A block that both have."""
    if mine.parts is not None and theirs.parts is not None and isinstance(mine.value, Seq) == isinstance(theirs.value, Seq):
        known = base if base is not None and isinstance(base.value, Seq) == isinstance(mine.value, Seq) else None
        comments = _comments(base, mine, theirs, merge)
        return replace(mine, comments=comments, parts=tuple(_all(known, mine, theirs, merge)))
    comments = _comments(base, mine, theirs, merge)
    if merge.adds or theirs.value == mine.value or (base is not None and theirs.value == base.value):
        return replace(mine, comments=comments)
    if base is not None and mine.value == base.value:
        return replace(_moved(theirs, mine.margin), comments=comments)
    said = " ".join(re.sub(r"\s+", " ", str(_plain(theirs.value))).split())
    return _marked(
        replace(mine, comments=comments), "import-conflict", merge, said=said[:SAID] + ("…" if len(said) > SAID else "")
    )


def _all(base: Block | None, mine: Block, theirs: Block, merge: _Merge) -> Iterator[Block]:
    """What both blocks have, without what has nothing left in it."""
    return (block for block in _each(base, mine, theirs, merge) if block.parts != ())


def _each(base: Block | None, mine: Block, theirs: Block, merge: _Merge) -> Iterator[Block]:
    """What both blocks have: in the order of the person, and what is new to them behind what it follows in the source."""
    old = base.parts or () if base else ()
    mine_parts, their_parts = mine.parts or (), theirs.parts or ()
    to_mine, to_theirs = _pairs(old, mine_parts), _pairs(old, their_parts)
    of_mine = {m: n for n, m in to_mine.items()}
    pairs = {m: to_theirs[n] for m, n in of_mine.items() if n in to_theirs}
    rest = [m for m in range(len(mine_parts)) if m not in of_mine]
    others = [t for t in range(len(their_parts)) if t not in to_theirs.values()]
    both_new = _pairs([mine_parts[m] for m in rest], [their_parts[t] for t in others], alike=False)
    pairs.update({rest[m]: others[t] for m, t in both_new.items()})
    new = [t for t in others if t not in pairs.values()]
    follows: dict[int, list[int]] = {}
    for t in new:
        before = max((b for b in pairs.values() if b < t or merge.adds), default=-1)
        follows.setdefault(before, []).append(t)
    margin = mine_parts[0].margin if mine_parts else theirs.margin
    if not merge.adds:
        yield from (_moved(their_parts[t], margin) for t in follows.get(-1, ()))
    for m, block in enumerate(mine_parts):
        if m in pairs:
            yield _both(old[of_mine[m]] if m in of_mine else None, block, their_parts[pairs[m]], merge)
        elif m not in of_mine:
            yield block
        elif block.value != old[of_mine[m]].value:
            yield _marked(block, "import-conflict-gone", merge)
        if m in pairs:
            yield from (_moved(their_parts[t], margin) for t in follows.get(pairs[m], ()))
    if merge.adds:
        yield from (_moved(their_parts[t], margin) for t in follows.get(-1, ()))


def _pairs(some: Sequence[Block], others: Sequence[Block], *, alike: bool = True) -> dict[int, int]:
    """Which blocks of two lists are the same one: keys by their name, items by what they say, number and refer to."""
    pairs: dict[int, int] = {}
    for identity in _IDENTITIES:
        free: dict[Hashable, list[int]] = {}
        for n, block in enumerate(others):
            if n not in pairs.values() and (known := identity(block)) is not None:
                free.setdefault(known, []).append(n)
        for n, block in enumerate(some):
            if n not in pairs and (known := identity(block)) is not None and free.get(known):
                pairs[n] = free[known].pop(0)
    if alike:
        left = [n for n in range(len(others)) if n not in pairs.values() and others[n].is_item]
        for n, block in enumerate(some):
            if n in pairs or not block.is_item:
                continue
            likeness = {m: _likeness(block, others[m]) for m in left}
            best = max(likeness, key=likeness.__getitem__, default=None)
            if best is not None and likeness[best] >= ALIKE:
                pairs[n] = best
                left.remove(best)
    return pairs


def _likeness(one: Block, other: Block) -> float:
    """How alike two items are: not at all, where they are called or refer to something else."""
    for key in NAMING:
        here, there = _told(one, key), _told(other, key)
        if here and there and here != there:
            return 0.0
    return fuzz.ratio(str(_plain(one.value)), str(_plain(other.value)))


def _told(block: Block, *keys: str) -> str | None:
    """What an item says under the first of some keys that it has."""
    value: Any = block.value
    found = next((value[key] for key in keys if value.get(key)), None) if block.is_item else None
    return " ".join(str(found).casefold().split()) if found is not None else None


def _words(block: Block) -> str | None:
    return _told(block, "x-wording", "title", "name")


_IDENTITIES: tuple[Callable[[Block], Hashable | None], ...] = (
    lambda block: None if block.is_item else block.key,
    lambda block: str(_plain(block.value)) if block.is_item else None,
    lambda block: (words, _told(block, "number", "at")) if (words := _words(block)) else None,
    _words,
    *((lambda block, key=key: _told(block, key)) for key in NAMING),
)
"""What tells that two blocks are the same, the surest first."""


def _comments(base: Block | None, mine: Block, theirs: Block, merge: _Merge) -> tuple[str, ...]:
    """The comments of the person, without those that the import no longer has, and with those that it has not had before."""
    if merge.adds:
        return mine.comments
    before, now = ({one.strip() for one in block.comments} if block else set() for block in (base, theirs))
    kept = [one for one in mine.comments if one.strip() not in before - now]
    have = {one.strip() for one in mine.comments}
    new = [one.strip() for one in theirs.comments if one.strip() not in before | have]
    return (*kept, *(" " * mine.margin + one for one in new))


def _marked(block: Block, reason: str, merge: _Merge, **details: object) -> Block:
    """A block with a comment above it that tells of a conflict."""
    if merge.adds:
        return block
    merge.conflicts.append(reason)
    comment = f"{' ' * block.margin}# {MARKS[merge.language]}: {word(reason, merge.language, **details)}"
    return replace(block, comments=(*block.comments, comment))


def _moved(block: Block, margin: int) -> Block:
    """A block as it stands where things are further in, or out."""
    by = margin - block.margin

    def moved(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{' ' * by}{line}" if by > 0 and line else line[-by:] if by < 0 else line for line in lines)

    parts = None if block.parts is None else tuple(_moved(one, one.margin + by) for one in block.parts)
    return replace(block, margin=margin, comments=moved(block.comments), head=moved(block.head), parts=parts)


def _plain(value: Value) -> Any:
    """A value as it is told to people and compared: without where it stands."""
    if isinstance(value, Map):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return ", ".join(str(_plain(one)) for one in value) if isinstance(value, Seq) else value


# Written


def _as_in(edited: str, text: str) -> str:
    """A text with the ends of lines that the person has."""
    return text.replace("\n", "\r\n") if "\r\n" in edited else text


def _text(document: Block) -> str:
    lines = [*document.head, *(line for part in document.parts or () for line in _lines(part))]
    return "\n".join(lines) + "\n" if lines else ""


def _lines(block: Block) -> list[str]:
    """The lines of a block, the dash of an item on the first that is no comment."""
    body = [*block.head, *(line for part in block.parts or () for line in _lines(part))]
    if not block.is_item:
        return [*block.comments, *body]
    first = next((n for n, line in enumerate(body) if line.strip() and not line.lstrip().startswith("#")), None)
    if first is None:
        return [*block.comments, *body]
    above = [" " * block.margin + line.strip() for line in body[:first]]
    line = body[first]
    return [*block.comments, *above, f"{line[: block.margin]}-{line[block.margin + 1 :]}", *body[first + 1 :]]
