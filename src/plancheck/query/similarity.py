"""Whether two texts say nearly the same: titles of one thing under two names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from plancheck.model.text import common_beginning, is_one_slip
from plancheck.model.wording import spoken
from plancheck.query.matchers import normalized

SHORT = 3
"""The longest word that may be left out: för, en, i."""
ENDING = 2
"""The longest ending by which forms of one word differ: hemlöshet, hemlösheten."""
STEM = 4
"""The shortest beginning that forms of one word share."""


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that half of some texts have, and at least three: they tell none of them from the others."""
    words = [set(spoken(text).split()) for text in dict.fromkeys(texts)]
    number = Counter(word for found in words for word in found)
    return frozenset(word for word, times in number.items() if times >= max(3, len(words) / 2))


def is_nearly_same(text: str, other: str, common: frozenset[str]) -> bool:
    """Whether two texts that are not the same have the same words, in whatever order, but for endings, slips, short words and
    those in `common`. The numbers of both must be the same, where both have any.
    """
    if normalized(text) == normalized(other):
        return False
    years, other_years = re.findall(r"\d+", text), re.findall(r"\d+", other)
    if years and other_years and years != other_years:
        return False
    mine, its = _telling(text, common), list(_telling(other, common))
    if len(mine) != len(its):
        return False
    for word in mine:
        match = next((candidate for candidate in its if _is_same_word(word, candidate)), None)
        if match is None:
            return False
        its.remove(match)
    return bool(mine)


@lru_cache(maxsize=1_000)
def _telling(text: str, common: frozenset[str]) -> tuple[str, ...]:
    """The words by which a text differs from others: it is compared with many."""
    words = spoken(text).split()
    return tuple(
        word
        for word in words
        if len(word) > SHORT and not word.isdigit() and not any(_is_same_word(word, other) for other in common)
    )


def _is_same_word(word: str, other: str) -> bool:
    start = common_beginning(word, other)
    return word == other or is_one_slip(word, other) or (start >= STEM and max(len(word), len(other)) - start <= ENDING)
