"""Messages to people before they are put into a language: a key of the catalogue and its details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Text(NamedTuple):
    """An entry of the catalogue by its key, and the details that fill its placeholders."""

    key: str
    details: Mapping[str, object] = {}


def nearest(word: object, known: Iterable[object]) -> str:
    """The known word that is most similar to this one; the empty string where none is."""
    import difflib

    matches = difflib.get_close_matches(str(word), [str(name) for name in known], n=1, cutoff=0.6)
    return matches[0] if matches else ""


def likeness(word: str, other: str) -> float:
    """How similar two words are: 1 where they are the same, 0 where they have no letter in common."""
    import difflib

    return difflib.SequenceMatcher(None, word, other).ratio()


def is_one_slip(word: str, other: str) -> bool:
    """Whether a word differs from another by one slip: a letter that is missing, wrong or too many, or two that changed places.

    One digit instead of another is no slip: it names another year, or the next of many.
    """
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    if sorted(filter(str.isdigit, word)) != sorted(filter(str.isdigit, other)):
        return False
    start = common_beginning(word, other)
    end = common_beginning(word[start:][::-1], other[start:][::-1])
    here, there = word[start : len(word) - end], other[start : len(other) - end]
    return max(len(here), len(there)) <= 1 or (len(here) == 2 and here == there[::-1])


def common_beginning(word: str, other: str) -> int:
    """How many letters two words have in common at their beginning."""
    return next((n for n, (mine, its) in enumerate(zip(word, other, strict=False)) if mine != its), min(len(word), len(other)))


def unknown_name(word: object, known: Iterable[object]) -> dict[str, object]:
    """The details of an unknown name: the name, the nearest known one, and all known ones."""
    names = [str(name) for name in known]
    return {"name": word, "nearest": nearest(word, names), "known": names}
