"""Importing again: the changes of the source since the last import and the changes of a person, merged into one file.

Three versions of a document are cut into blocks, which are keys and the items of lists, and merged block by block: what
belongs to one uppdrag never ends up in another, and comments and layout stay as the person left them. The versions are the
last import (base), the file that the person has edited (mine) and the new import (theirs).

Nothing that a person has written is lost in silence. A comment goes with the value that replaces the one beside it; where there
is none, it stays at its place, below a comment that says what it was about. The comments of the import follow the import.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from rapidfuzz import fuzz

from plancheck.importing.writing.comments import Entry, carried, comments_in, entries_in, has_anchor, indent, moved
from plancheck.messages import Language, word
from plancheck.model.source import Map, Seq, Source, Step, Value, parse
from plancheck.repository.review import MARKS

ALIKE = 70.0
"""How alike two items with no words, number or reference in common must be to be the same one, of a hundred."""
NAMING = ("id", "ref", "number", "diary-number", "kind", "what")
"""The keys that name an item, or what it refers to, the most reliable first."""
SAID = 100
"""How many letters of a value the comment of a conflict quotes."""


class Merged(NamedTuple):
    """The merged text, and in how many places both versions had changed the same value."""

    text: str
    conflicts: int


@dataclass(frozen=True)
class Block:
    """A key with its value, or an item of a list: the comments above it, its lines, and the blocks that it consists of.

    `head` is its lines up to its first part, or all of them if it has none. The lines of an item are without its dash. A block
    without a head and parts is only comments: what is left of one that is gone.
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
    """How versions are merged, and the conflicts so far.

    `adds`: items are only added, nothing is changed and there are no conflicts. `language` is that of the comments.
    """

    language: Language
    adds: bool
    conflicts: list[str] = field(default_factory=list)


def merged(last: str, edited: str, new: str, language: Language) -> Merged:
    """The new import with the changes that a person has made to the last one.

    Where both have changed the same value, the person's stays, and a comment above it gives the import's. What a person has
    deleted stays deleted. Raises SourceError where a text is not YAML.
    """
    base, mine, theirs = (_cut(text) for text in (last, edited, new))
    merge = _Merge(language, adds=False)
    document = _merged_block(base, mine, theirs, merge)
    return Merged(_with_line_ends_of(edited, _text_of(document)), len(merge.conflicts))


def added(there: str, new: str, language: Language) -> str:
    """A text with the items of a new one that it lacks; nothing else in it changes.

    Raises SourceError where a text is not YAML.
    """
    document = _merged_block(None, _cut(there), _cut(new), _Merge(language, adds=True))
    return _with_line_ends_of(there, _text_of(document))


# Cutting a text into blocks


class _Region(NamedTuple):
    """The lines of a text from `start` up to, but not including, `end`, counted from 0."""

    lines: Sequence[str]
    start: int
    end: int


def _cut(text: str) -> Block:
    """A document as one block."""
    text = text.replace("\r\n", "\n")
    source = parse(text, "")
    lines = tuple(text.split("\n"))
    lines = lines[:-1] if lines and not lines[-1] else lines
    parts = _blocks_in(source, (), source.root, _Region(lines, 0, len(lines)))
    if not parts:
        return Block("", source.root, 0, head=lines)
    # What is above the first key is about the file.
    first = parts[0]
    head = lines[: _start_of(source, (first.key,))]
    return Block("", source.root, 0, head=head, parts=(replace(first, comments=()), *parts[1:]))


def _blocks_in(source: Source, steps: tuple[Step, ...], value: Value, region: _Region) -> tuple[Block, ...] | None:
    """The blocks of a value, each with its lines; None where its YAML style cannot be cut into lines of their own."""
    keys = _keys_of(value)
    is_item = isinstance(value, Seq)
    starts = [_start_of(source, (*steps, key)) for key in keys]
    margin = _common_margin(region, starts, is_item)
    if margin is None:
        return None
    earliest = [region.start, *(start + 1 for start in starts[:-1])]
    tops = [_first_comment(region.lines, start, limit, margin) for start, limit in zip(starts, earliest, strict=True)]
    blocks = []
    for key, top, start, end in zip(keys, tops, starts, [*tops[1:], region.end], strict=True):
        inner: Value = value[key]  # type: ignore[index]
        lines = _without_dash(region.lines, start) if is_item else region.lines
        parts = _blocks_in(source, (*steps, key), inner, _Region(lines, start if is_item else start + 1, end))
        head_end = end if parts is None else _start_of(source, (*steps, key, parts[0].key)) - len(parts[0].comments)
        comments, head = tuple(region.lines[top:start]), tuple(lines[start:head_end])
        blocks.append(Block(key, inner, margin, is_item, comments, head, parts))
    return tuple(blocks)


def _keys_of(value: Value) -> Sequence[Step]:
    """The keys of a mapping, or the positions of a list of mappings; none where they are written on one line."""
    if isinstance(value, Map | Seq) and value.is_flow:
        return []
    if isinstance(value, Map):
        return list(value)
    if isinstance(value, Seq) and all(isinstance(item, Map) and item for item in value):
        return range(len(value))
    return []


def _start_of(source: Source, steps: Sequence[Step]) -> int:
    """The line, counted from 0, that a key or an item begins at."""
    return (source.span(steps) if isinstance(steps[-1], int) else source.key_span(steps)).line - 1


def _common_margin(region: _Region, starts: Sequence[int], is_item: bool) -> int | None:
    """The margin of the keys or items that begin at these lines; None unless each has a line of its own, all as far in."""
    if list(starts) != sorted(set(starts)) or not all(region.start <= start < region.end for start in starts):
        return None
    margins = {_margin_of(region.lines[start], is_item) for start in starts}
    return margins.pop() if len(margins) == 1 else None


def _margin_of(line: str, is_item: bool) -> int | None:
    """How far in a key or the dash of an item is, if it is the first on its line."""
    match = re.match(r"( *)- +\S" if is_item else r"( *)[^\s#-]|( *)-\S", line)
    return len(match[1] if match[1] is not None else match[2]) if match else None


def _first_comment(lines: Sequence[str], n: int, limit: int, margin: int) -> int:
    """The first of the comments right above line `n`, not above line `limit`; `n` itself if there are none."""
    while n > limit and re.match(rf" {{{margin}}}#", lines[n - 1]):
        n -= 1
    return n


def _without_dash(lines: Sequence[str], n: int) -> list[str]:
    """The lines with a blank for the dash of the item that begins at line `n`."""
    return [*lines[:n], lines[n].replace("-", " ", 1), *lines[n + 1 :]]


# Merging


def _merged_block(base: Block | None, mine: Block, theirs: Block, merge: _Merge) -> Block:
    """A block that is in both versions; `base` is None where the last import did not have it."""
    block = replace(mine, comments=_merged_comments(base, mine, theirs, merge))
    if mine.parts is not None and theirs.parts is not None and _is_list(mine) == _is_list(theirs):
        known = base if base is not None and _is_list(base) == _is_list(mine) else None
        return replace(block, parts=tuple(_merged_parts(known, mine, theirs, merge)))
    if merge.adds or theirs.value == mine.value or (base is not None and theirs.value == base.value):
        return block
    if base is not None and not _is_edited(mine, base):
        return _replaced(base, block, theirs, merge)
    return _with_conflict(block, "import-conflict", merge, said=_shortened(_plain_text(theirs.value)))


def _is_edited(mine: Block, base: Block) -> bool:
    """Whether a person has changed a value of the last import, or has given something in it a name to refer to."""
    return mine.value != base.value or has_anchor(_lines_of(mine))


def _replaced(base: Block, block: Block, theirs: Block, merge: _Merge) -> Block:
    """A block with the lines of theirs, and the person's comments on its own."""
    new = _indented(theirs, block.margin)
    lines, lost = carried(_body_of(block), _body_of(new), comments_in(_lines_of(base)))
    told = _told(block, lost, merge, is_one=False)
    return replace(new, comments=(*block.comments, *told), head=tuple(lines), parts=None)


def _is_list(block: Block) -> bool:
    return isinstance(block.value, Seq)


def _merged_parts(base: Block | None, mine: Block, theirs: Block, merge: _Merge) -> list[Block]:
    """The parts of both versions in the person's order, each new one after the part that it follows in the new import."""
    parts: list[Block] = []
    base_parts = base.parts or () if base else ()
    mine_parts, their_parts = mine.parts or (), theirs.parts or ()
    pairing = _pairing(base_parts, mine_parts, their_parts)
    margin = mine_parts[0].margin if mine_parts else theirs.margin
    new_after: dict[int | None, list[Block]] = {}
    for t in pairing.new:
        new_after.setdefault(_predecessor(t, pairing, merge), []).append(_indented(their_parts[t], margin))
    if not merge.adds:
        parts += new_after.get(None, ())
    for m, block in enumerate(mine_parts):
        known = base_parts[pairing.in_base[m]] if m in pairing.in_base else None
        if m in pairing.in_theirs:
            both = _merged_block(known, block, their_parts[pairing.in_theirs[m]], merge)
            parts += [both] if not _is_empty(both) else _left_of_empty(both, block, known, merge)
        elif known is None:
            # The person has added it.
            parts.append(block)
        elif _is_edited(block, known):
            parts.append(_with_conflict(block, "import-conflict-gone", merge))
        else:
            parts += _left_of(block, known, merge, after=parts[-1] if parts else None)
        parts += new_after.get(m, ())
    if merge.adds:
        parts += new_after.get(None, ())
    return parts


def _is_empty(block: Block) -> bool:
    """Whether the parts of a block are all gone: it goes with them."""
    return block.parts is not None and all(part.parts is None and not part.head for part in block.parts)


def _left_of_empty(block: Block, mine: Block, base: Block | None, merge: _Merge) -> list[Block]:
    """The person's comments on a block whose parts are gone, and what is left of its parts."""
    own = _left_of(replace(mine, parts=()), base, merge, after=None)
    # After a text, a comment that is as far in as the text would be part of it.
    inner = (replace(part, comments=tuple(moved(line, mine.margin) for line in part.comments)) for part in block.parts or ())
    return [*own, *inner]


def _left_of(block: Block, base: Block | None, merge: _Merge, after: Block | None) -> list[Block]:
    """What is left of a block that the import no longer has: the person's comments, and the blank lines below it."""
    known = comments_in(_lines_of(base)) if base else set()
    entries, tail = entries_in(_lines_of(block))
    tail = [line for line in tail if line.strip() not in known]
    # Comments below it that are further in are about it as well.
    its_own = max((n for n, line in enumerate(tail, 1) if line.strip() and indent(line) > block.margin), default=0)
    about = [*(entry.without(known) for entry in entries), Entry(tuple(tail[:its_own]), (), (), None)]
    told = _told(block, [entry for entry in about if entry.has_comments()], merge, is_one=len(entries) == 1)
    below = [moved(line, min(indent(line), block.margin)) for line in tail[its_own:]]
    if not told and after is not None and _takes_no_blank(after):
        below = below[next((n for n, line in enumerate(below) if line), len(below)) :]
    return [Block("", None, block.margin, comments=(*told, *below))] if told or below else []


def _takes_no_blank(block: Block) -> bool:
    """Whether a blank line below a block would be a second one, or part of its text."""
    lines = _lines_of(block)
    return not lines[-1].strip() or any(re.search(r"[|>][1-9]?\+", line) for line in lines)


def _told(block: Block, entries: Sequence[Entry], merge: _Merge, *, is_one: bool) -> list[str]:
    """The comments on what the import no longer has of a block, below one that says what it was; none if there are none.

    `is_one`: the block has no other entry, so that what each comment was beside need not be said again.
    """
    if not entries:
        return []
    said = _plain_text(block.value) if block.is_item or not block.key else f"{block.key}: {_plain_text(block.value)}"
    lines = [_conflict("import-conflict-comment", merge, said=_shortened(said))]
    for entry in entries:
        lines += [line for line in entry.above if line.strip()]
        if entry.comments:
            beside = [] if is_one else [f"# {_shortened(entry.code)}"]
            lines.append("  ".join([*beside, *entry.comments]))
    return [moved(line, block.margin) for line in lines]


class _Pairing(NamedTuple):
    """Which parts of the three versions are the same, by position.

    The parts of mine that the base has and that theirs has, each with its position there; and the parts of theirs that
    neither of the others has. What the base and theirs have and mine has not, the person has deleted: it is in none of them.
    """

    in_base: dict[int, int]
    in_theirs: dict[int, int]
    new: list[int]


def _pairing(base: Sequence[Block], mine: Sequence[Block], theirs: Sequence[Block]) -> _Pairing:
    base_to_mine, base_to_theirs = _same_blocks(base, mine), _same_blocks(base, theirs)
    in_base = {m: b for b, m in base_to_mine.items()}
    in_theirs = {m: base_to_theirs[b] for m, b in in_base.items() if b in base_to_theirs}
    # What both have added since is the same only if it has the same name: being alike is not enough.
    only_mine = [m for m in range(len(mine)) if m not in in_base]
    only_theirs = sorted(set(range(len(theirs))) - set(base_to_theirs.values()))
    both_added = _same_blocks([mine[m] for m in only_mine], [theirs[t] for t in only_theirs], if_alike=False)
    in_theirs |= {only_mine[m]: only_theirs[t] for m, t in both_added.items()}
    return _Pairing(in_base, in_theirs, [t for t in only_theirs if t not in in_theirs.values()])


def _predecessor(t: int, pairing: _Pairing, merge: _Merge) -> int | None:
    """The position in mine of the part after which a new part of theirs goes; where items are only added, the last one."""
    before = [m for m, their in pairing.in_theirs.items() if their < t or merge.adds]
    return max(before, key=pairing.in_theirs.__getitem__, default=None)


_Positions: TypeAlias = dict[int, Block]
"""Blocks by their positions in a list."""


def _same_blocks(blocks: Sequence[Block], others: Sequence[Block], *, if_alike: bool = True) -> dict[int, int]:
    """The blocks of a list that are in another too, with their positions there.

    Keys are the same by name; items by what they say, their number, or what they refer to, else if they are much alike.
    """
    left, others_left = dict(enumerate(blocks)), dict(enumerate(others))
    searches: list[Callable[[_Positions, _Positions], dict[int, int]]] = [
        partial(_identical_blocks, identity) for identity in _IDENTITIES
    ]
    same: dict[int, int] = {}
    for search in [*searches, _alike_items] if if_alike else searches:
        pairs = search(left, others_left)
        for n, other in pairs.items():
            del left[n], others_left[other]
        same |= pairs
    return same


def _identical_blocks(identity: Callable[[Block], Hashable | None], blocks: _Positions, others: _Positions) -> dict[int, int]:
    """The pairs of blocks with the same identity, in their order."""
    free: dict[Hashable, list[int]] = {}
    for n, block in others.items():
        if (name := identity(block)) is not None:
            free.setdefault(name, []).append(n)
    return {n: same.pop(0) for n, block in blocks.items() if (same := free.get(identity(block)))}


def _alike_items(blocks: _Positions, others: _Positions) -> dict[int, int]:
    """For each item the one that is most alike, if it is alike enough."""
    free = {n: block for n, block in others.items() if block.is_item}
    pairs: dict[int, int] = {}
    for n, block in blocks.items():
        likeness = {m: _likeness(block, other) for m, other in free.items()} if block.is_item else {}
        best = max(likeness, key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= ALIKE:
            pairs[n] = best
            del free[best]
    return pairs


def _likeness(block: Block, other: Block) -> float:
    """How alike two items are, of a hundred: 0 where they have different names or refer to different things."""
    for key in NAMING:
        name, other_name = _text_under(block, key), _text_under(other, key)
        if name and other_name and name != other_name:
            return 0.0
    return fuzz.ratio(_plain_text(block.value), _plain_text(other.value))


def _text_under(block: Block, *keys: str) -> str | None:
    """The text, folded, under the first of the keys that an item has; None where it has none of them or is no item."""
    item: Any = block.value
    value = next((item[key] for key in keys if item.get(key)), None) if block.is_item else None
    return " ".join(str(value).casefold().split()) if value is not None else None


def _title_of(block: Block) -> str | None:
    return _text_under(block, "x-wording", "title", "name")


_IDENTITIES: tuple[Callable[[Block], Hashable | None], ...] = (
    lambda block: None if block.is_item else block.key,
    lambda block: _plain_text(block.value) if block.is_item else None,
    lambda block: (title, _text_under(block, "number", "at")) if (title := _title_of(block)) else None,
    _title_of,
    *((lambda block, key=key: _text_under(block, key)) for key in NAMING),
)
"""Two blocks with the same value of one of these are the same, the most reliable first; None says nothing."""


def _merged_comments(base: Block | None, mine: Block, theirs: Block, merge: _Merge) -> tuple[str, ...]:
    """The person's comments, without those that the import no longer has, and with those that are new in it."""
    if merge.adds:
        return mine.comments
    before, now, kept = (_comments_of(block) for block in (base, theirs, mine))
    comments = [comment for comment in mine.comments if comment.strip() not in before - now]
    new = [comment.strip() for comment in theirs.comments if comment.strip() not in before | kept]
    return (*comments, *(" " * mine.margin + comment for comment in new))


def _comments_of(block: Block | None) -> set[str]:
    return {comment.strip() for comment in block.comments} if block else set()


def _with_conflict(block: Block, key: str, merge: _Merge, **details: object) -> Block:
    """A block with a comment above it that reports a conflict; `key` is that of its words in the catalogue."""
    return replace(block, comments=(*block.comments, moved(_conflict(key, merge, **details), block.margin)))


def _conflict(key: str, merge: _Merge, **details: object) -> str:
    """A comment that reports a conflict, which is one more."""
    merge.conflicts.append(key)
    return f"# {MARKS[merge.language]}: {word(key, merge.language, **details)}"


def _shortened(text: str) -> str:
    """A text on one line, as the comment of a conflict quotes it."""
    text = " ".join(text.split())
    return text[:SAID] + ("…" if len(text) > SAID else "")


def _indented(block: Block, margin: int) -> Block:
    """A block with all its lines moved in or out to a margin."""
    by = margin - block.margin

    def moved(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{' ' * by}{line}" if by > 0 and line else line[-by:] if by < 0 else line for line in lines)

    parts = None if block.parts is None else tuple(_indented(part, part.margin + by) for part in block.parts)
    return replace(block, margin=margin, comments=moved(block.comments), head=moved(block.head), parts=parts)


def _plain_text(value: Value) -> str:
    """A value on one line, as it is compared and shown to people."""
    if isinstance(value, Map):
        return ", ".join(f"{key}: {_plain_text(inner)}" for key, inner in value.items())
    return ", ".join(map(_plain_text, value)) if isinstance(value, Seq) else str(value)


# Putting the blocks together


def _with_line_ends_of(edited: str, text: str) -> str:
    """A text with the line ends of the person's file."""
    return text.replace("\n", "\r\n") if "\r\n" in edited else text


def _text_of(document: Block) -> str:
    lines = [*document.comments, *_body_of(document)]
    return "\n".join(lines) + "\n" if lines else ""


def _body_of(block: Block) -> list[str]:
    """The lines of a block without the comments above it, and without the dash of an item."""
    return [*block.head, *(line for part in block.parts or () for line in _lines_of(part))]


def _lines_of(block: Block) -> list[str]:
    """The lines of a block, with the dash of an item on its first line that is not a comment."""
    body = _body_of(block)
    first = next((n for n, line in enumerate(body) if line.strip() and not line.lstrip().startswith("#")), None)
    if not block.is_item or first is None:
        return [*block.comments, *body]
    above = [moved(line, block.margin) for line in body[:first]]
    line = body[first]
    return [*block.comments, *above, f"{line[: block.margin]}-{line[block.margin + 1 :]}", *body[first + 1 :]]
