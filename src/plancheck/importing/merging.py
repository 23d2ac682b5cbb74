"""Importing again: what the source has changed since the last import, and what a person has, both in one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from plancheck.messages import Language, word
from plancheck.review import MARKS


class Merged(NamedTuple):
    """A text made of two versions of one, and in how many places both had changed the same."""

    text: str
    conflicts: int


def merged(last: str, edited: str, new: str, language: Language) -> Merged:
    """The new import with the changes that a person has made to the last one.

    Where both have changed the same lines, those of the person stay, and a comment above them tells what the import says now.
    """
    base, mine, theirs = (text.splitlines() for text in (last, edited, new))
    lines: list[str] = []
    conflicts = 0
    for base_part, my_part, their_part in _regions(base, mine, theirs):
        if my_part == their_part or their_part == base_part:
            lines.extend(my_part)
        elif my_part == base_part:
            lines.extend(their_part)
        else:
            conflicts += 1
            lines.extend(_conflict(my_part, their_part, language))
            lines.extend(my_part)
    return Merged("\n".join(lines) + "\n", conflicts)


def _conflict(mine: Sequence[str], theirs: Sequence[str], language: Language) -> Iterator[str]:
    near = next((line for line in (*mine, *theirs) if line.strip()), "")
    margin = near[: len(near) - len(near.lstrip())]
    said = " ".join(line.strip() for line in theirs if line.strip())
    key = "import-conflict" if said else "import-conflict-gone"
    yield f"{margin}# {MARKS[language]}: {word(key, language, said=said)}"


def _regions(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts cut where all of them agree: each region of the base with what has become of it in both."""
    in_mine, in_theirs = _kept(base, mine), _kept(base, theirs)
    at, my_at, their_at = 0, 0, 0
    for n in range(len(base)):
        if n in in_mine and n in in_theirs:
            yield list(base[at:n]), list(mine[my_at : in_mine[n]]), list(theirs[their_at : in_theirs[n]])
            yield [base[n]], [mine[in_mine[n]]], [theirs[in_theirs[n]]]
            at, my_at, their_at = n + 1, in_mine[n] + 1, in_theirs[n] + 1
    yield list(base[at:]), list(mine[my_at:]), list(theirs[their_at:])


def _kept(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """The lines of the base that stand in the other text too, with where they stand there."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
