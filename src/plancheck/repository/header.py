"""What a document says of itself in the keys at its top, seen without parsing the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from plancheck.model.source import KeyLines, guessed_keys, is_blank, top_level


class Header(NamedTuple):
    """What a document says of itself in the keys at its top, seen without parsing the rest."""

    kind: str
    namnd: str | None
    year: int
    as_of: str | None
    identity: str
    keys: frozenset[str]


_WORD = re.compile(r"""(["']?)([a-z0-9][a-z0-9-]*)\1(?:[ \t]+\#.*)?""")
_GUESSED = re.compile(r"""["']?([a-z0-9-]+)""")
_TELLING = ("document", "namnd", "year", "id", "as-of")


def header_of(text: str) -> Header | None:
    """The header of a document in plain block style; None where it takes parsing to tell it for certain."""
    keys = top_level(text) or {}
    words = {key: _word(keys[key]) for key in _TELLING if key in keys}
    if None in words.values():
        return None
    return _header({key: word for key, word in words.items() if word}, frozenset(keys))


def guessed_header(text: str) -> Header | None:
    """What a file that is no document seems to have been meant to be; None where it does not look like one."""
    keys = guessed_keys(text)
    return _header({key: match[1] for key in _TELLING if (match := _GUESSED.match(keys.get(key, "")))}, frozenset())


def _word(lines: KeyLines) -> str | None:
    """The word that is the value of a key; None where it is none, or has more to it."""
    match = _WORD.fullmatch(lines.inline)
    return match[2] if match and match[2] not in ("null", "true", "false") and is_blank(lines.below) else None


def _header(words: Mapping[str, str], keys: frozenset[str]) -> Header | None:
    if "document" not in words or not re.fullmatch("[0-9]{4}", words.get("year", "")):
        return None
    kind, namnd, year, as_of = words["document"], words.get("namnd"), int(words["year"]), words.get("as-of")
    identity = words.get("id") or "-".join(str(part) for part in (kind, namnd, year, as_of) if part)
    return Header(kind, namnd, year, as_of, identity, keys)
