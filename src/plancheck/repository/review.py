"""Comments in a document that ask a person to review it: the import writes them, a check reports those that are left."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from plancheck.messages import LANGUAGES, Language, entry
from plancheck.model.source import Source, Step, Value

MARKS: Mapping[Language, str] = {"sv": "GRANSKA", "en": "REVIEW"}
"""The word at the beginning of such a comment."""
_COMMENT = re.compile(rf"\s*# (?:{'|'.join(MARKS.values())}):(.*)")


LINK_DOUBTS = ("doubt-link", "doubt-link-or")
"""What the import says above an item of which the link is uncertain: keys of the catalogue."""


def asks_for_review(text: str) -> bool:
    """Whether a text may have such a comment."""
    return any(f"# {mark}:" in text for mark in MARKS.values())


def doubts_in(text: str) -> list[tuple[int, str]]:
    """The comments in the text of a document that ask for review: the line of each, and what it says."""
    if not asks_for_review(text):
        return []
    return [(n, match[1].strip()) for n, line in enumerate(text.split("\n"), 1) if (match := _COMMENT.match(line))]


def links_in_doubt(source: Source) -> frozenset[tuple[Step, ...]]:
    """The places of the items of a document whose `ref` is in doubt: a comment above the item, or above its `ref`, says so."""
    lines = {line for line, doubt in doubts_in(source.text) if any(form.fullmatch(doubt) for form in _link_doubts())}
    return frozenset(_items_below(source, lines)) if lines else frozenset()


def _items_below(source: Source, doubts: Collection[int]) -> Iterator[tuple[Step, ...]]:
    """The places of the items with a `ref` that have one of the lines in the comments right above them."""
    text = source.text.split("\n")
    waiting: list[tuple[tuple[Step, ...], Value]] = [((), source.root)]
    for steps, value in waiting:
        if isinstance(value, list):
            waiting += [((*steps, n), inner) for n, inner in enumerate(value)]
        elif isinstance(value, dict):
            waiting += [((*steps, key), inner) for key, inner in value.items()]
            firsts = {source.span(steps).line, source.key_span((*steps, "ref")).line} if "ref" in value else set()
            if any(n in doubts for first in firsts for n in _comments_above(text, first)):
                yield steps


def _comments_above(text: Sequence[str], line: int) -> Iterator[int]:
    """The numbers of the comment lines right above a line."""
    while line > 1 and text[line - 2].lstrip().startswith("#"):
        line -= 1
        yield line


@cache
def _link_doubts() -> Sequence[re.Pattern[str]]:
    templates = [entry(key)[language] for key in LINK_DOUBTS for language in LANGUAGES]
    return [re.compile(re.sub(r"\\\{[a-z-]+\\\}", ".+", re.escape(template))) for template in templates]
