"""What running text says: its words, and whether there is anything in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

LONGEST = 200
"""How long a text may be and still be nothing but phrases that stand for nothing."""
# Letters, digits, and the signs that are a unit by themselves.
_SAYING = re.compile(r"[^\W_]|[%‰€$£]")


class Empty(str):
    """Running text that stands where a text should be and says nothing: «Se ovan.», «Text kommer»."""

    __slots__ = ()


def spoken(text: str) -> str:
    """Only the words of a text: case, punctuation and line breaks do not matter."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))).casefold()


def consists_of(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text is nothing but some phrases, one or several of them."""
    # Only letters and digits are compared, so that a word which is broken at the end of a line is still the same.
    rest = spoken(text).replace(" ", "")
    known = _longest_first(tuple(phrases))
    # Nearly every text begins otherwise.
    if not rest.startswith(known):
        return False
    for phrase in known:
        rest = rest.replace(phrase, " ")
    return not rest.strip()


@lru_cache(maxsize=64)
def _longest_first(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The letters and digits of phrases, the longest first."""
    plain = (spoken(phrase).replace(" ", "") for phrase in phrases)
    return tuple(sorted(filter(None, plain), key=len, reverse=True))


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit, and is not known to stand for nothing."""
    return not isinstance(text, Empty) and _SAYING.search(text) is not None


def read_as_prose(text: str, empty: Sequence[str]) -> str:
    """A running text; `Empty` where it is nothing but phrases that stand for nothing."""
    return Empty(text) if len(text) <= LONGEST and consists_of(text, empty) else text
