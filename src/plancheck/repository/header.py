"""What a document says of itself in the keys at its top, seen without parsing the rest."""

from __future__ import annotations

import re
from typing import NamedTuple


class Header(NamedTuple):
    """What a document says of itself in the keys at its top, seen without parsing the rest."""

    kind: str
    namnd: str | None
    year: int
    as_of: str | None
    identity: str
    keys: frozenset[str]


# A line at the left edge of a document in plain block style: blank, a comment, the item of a list, or a key with its value.
_LINE = re.compile(r"(?:#.*|-(?: .*)?|([a-z][a-z-]*):(?:[ \t]+(.*?))?[ \t]*)?\r?$")
# A value that ends where its line does.
_WHOLE = re.compile(
    r"""(?: [^\s"'\[{&*!|>#-][^"'\[{]* | \[[^\[\]]*\] | \{[^{}]*\} | "[^"\\]*" | '[^']*' | [|>][-+]? )? (?:(?:\A|\s+)\#.*)?""",
    re.VERBOSE,
)
_WORD = re.compile(r"""(["']?)([a-z0-9][a-z0-9-]*)\1(?:\s+\#.*)?""")
_TELLING = ("document", "namnd", "year", "id", "as-of")


def header_of(text: str) -> Header | None:
    """The header of a document in plain block style; None where it takes parsing to tell it for certain."""
    keys: dict[str, str] = {}
    for line in text.split("\n"):
        if line[:1] in (" ", "\t"):
            continue
        found = _LINE.fullmatch(line)
        if not found or (found[1] and (found[1] in keys or not _WHOLE.fullmatch(found[2] or ""))):
            return None
        if found[1]:
            keys[found[1]] = found[2] or ""
    told = {key: _WORD.fullmatch(keys[key]) for key in _TELLING if key in keys}
    words = {key: match[2] for key, match in told.items() if match and match[2] not in ("null", "true", "false")}
    if len(words) < len(told) or "document" not in words or not re.fullmatch("[0-9]{4}", words.get("year", "")):
        return None
    kind, namnd, year, as_of = words["document"], words.get("namnd"), int(words["year"]), words.get("as-of")
    identity = words.get("id") or "-".join(str(part) for part in (kind, namnd, year, as_of) if part)
    return Header(kind, namnd, year, as_of, identity, frozenset(keys))


def guessed_header(text: str) -> Header | None:
    """What a file that is no document seems to have been meant to be; None where it does not look like one."""
    told = {key: match[1] for key in _TELLING if (match := re.search(rf"^{key}: *([a-z0-9-]+)", text, re.MULTILINE))}
    kind, namnd, year = told.get("document"), told.get("namnd"), told.get("year", "")
    if kind is None or not re.fullmatch("[0-9]{4}", year):
        return None
    identity = told.get("id") or "-".join(part for part in (kind, namnd, year, told.get("as-of")) if part)
    return Header(kind, namnd, int(year), told.get("as-of"), identity, frozenset())
