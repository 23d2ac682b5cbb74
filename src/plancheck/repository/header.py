"""What a document says about itself in the keys at its top, read without parsing the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from plancheck.model.base import years_of
from plancheck.model.source import KeyLines, guessed_keys, is_blank, top_level


class Header(NamedTuple):
    """What a document says about itself: its kind, nämnd, year and day, the id that others refer to it by, and its keys; and
    whether it may say that an uppdrag continues another. A document of several years has the first, and is `until` the last.
    """

    kind: str
    namnd: str | None
    year: int
    as_of: str | None
    identity: str
    keys: frozenset[str]
    may_continue: bool
    until: int


_ONE_WORD = re.compile(r"""(["']?)([a-z0-9][a-z0-9-]*)\1(?:[ \t]+\#.*)?""")
_WORD_AT_START = re.compile(r"""["']?([a-z0-9-]+)""")
_KEYS = ("document", "namnd", "year", "years", "id", "as-of")


def header_of(text: str) -> Header | None:
    """The header of a document in plain block style; None where only parsing can find it for certain."""
    keys = top_level(text) or {}
    words = {key: _word_of(keys[key]) for key in _KEYS if key in keys}
    if None in words.values():
        return None
    return _header({key: word for key, word in words.items() if word}, frozenset(keys), text)


def guessed_header(text: str) -> Header | None:
    """The header that a faulty file seems to have been meant to have; None where it does not look like a document."""
    keys = guessed_keys(text)
    words = {key: match[1] for key in _KEYS if (match := _WORD_AT_START.match(keys.get(key, "")))}
    return _header(words, frozenset(keys), text)


def may_continue(text: str) -> bool:
    """Whether a document with this text may say that an uppdrag continues another: only parsing it tells."""
    return "same-as" in text


def _word_of(lines: KeyLines) -> str | None:
    """The word that is the value of a key; None where its value is something else."""
    match = _ONE_WORD.fullmatch(lines.inline)
    return match[2] if match and match[2] not in ("null", "true", "false") and is_blank(lines.below) else None


def _header(words: Mapping[str, str], keys: frozenset[str], text: str) -> Header | None:
    years = years_of(words.get("years"))
    if "document" not in words or not (years or re.fullmatch("[0-9]{4}", words.get("year", ""))):
        return None
    kind, namnd, as_of = words["document"], words.get("namnd"), words.get("as-of")
    first, last = years or (int(words["year"]), int(words["year"]))
    identity = words.get("id") or "-".join(str(part) for part in (kind, namnd, first, as_of) if part)
    return Header(kind, namnd, first, as_of, identity, keys, may_continue(text), last)
