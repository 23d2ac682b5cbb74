"""What `exclude` leaves out of a repository: patterns of paths that mean what they mean in a ``.gitignore``.

https://git-scm.com/docs/gitignore#_pattern_format
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from plancheck.model.pattern import Pattern, PatternError


class _Pattern(NamedTuple):
    """A pattern: its number in the list, what it matches, whether it takes files in again, whether it is for folders only."""

    number: int
    matches: Pattern
    includes: bool
    folders_only: bool


class Exclusion:
    """The patterns of a configuration. `used` are the numbers of those that have decided about a path so far."""

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        self._patterns = [pattern for n, text in enumerate(patterns) for pattern in _compiled(n, text)]
        self.used: set[int] = set()

    def excludes(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a path, with slashes and from the root of the repository, is left out: the last pattern that fits decides.

        What is in a folder that is left out is left out too: ask about the folder first, and do not look into it.
        """
        # A name that is no text is what people are shown in its place.
        name = unicodedata.normalize("NFC", path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        for pattern in reversed(self._patterns):
            if (is_folder or not pattern.folders_only) and pattern.matches.is_in(f"{name}\n"):
                self.used.add(pattern.number)
                return not pattern.includes
        return False


def _compiled(number: int, text: str) -> Iterator[_Pattern]:
    """A pattern as it is written, compiled; nothing where it is a comment or blank."""
    text = re.sub(r"(?<!\\) +$", "", unicodedata.normalize("NFC", text))
    if not text or text.startswith("#"):
        return
    includes = text.startswith("!")
    body = text[includes:]
    folders_only = body.endswith("/")
    body = body[:-1] if folders_only else body
    # A slash anywhere but at the end binds a pattern to the root.
    prefix = "" if "/" in body else "(?:.*/)?"
    compiled = _regex(body.removeprefix("/"))
    if compiled is not None:
        with suppress(PatternError):
            # One that is longer than any path is of no path.
            yield _Pattern(number, Pattern(rf"(?s)\A(?:{prefix}{compiled})\z"), includes, folders_only)


_TOKENS = re.compile(
    r"""
    (?P<lead>\A\*\*/)             # in all folders
    | (?P<trail>/\*\*\Z)          # all that is inside
    | (?P<middle>/\*\*(?=/))      # any number of folders
    | (?P<stars>\*+)
    | (?P<any>\?)
    | (?P<set>\[[!^]?(?:\\.|\])?(?:\[:\w+:\]|\\.|[^\]\\])*\])
    | (?P<escaped>\\.)
    | (?P<plain>[^\\\[])
    """,
    re.VERBOSE | re.DOTALL,
)
_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": r" \t", "digit": "0-9", "lower": "a-z", "space": r"\s", "upper": "A-Z",
    "xdigit": "0-9a-fA-F", "punct": r"!-.:-@\[-`{-~",
}  # fmt: skip
_MEMBERS = re.compile(r"\[:(\w+):\]|\\(.)|(.)", re.DOTALL)


def _regex(body: str) -> str | None:
    """A pattern without its slash at the end, as a regular expression; None where it can match nothing."""
    parts, end = [], 0
    while end < len(body):
        token = _TOKENS.match(body, end)
        if token is None:
            # A bracket that is not closed, a backslash at the end.
            return None
        parts.append(_part(str(token.lastgroup), token[0]))
        end = token.end()
    return "".join(parts)


def _part(kind: str, text: str) -> str:
    known = {"lead": "(?:.*/)?", "trail": "/.+", "middle": "(?:/.*)?", "stars": "[^/]*", "any": "[^/]"}
    if kind in known:
        return known[kind]
    if kind != "set":
        return _literal(text[-1])
    inner = text[1:-1]
    negated = inner[:1] in ("!", "^")
    inner = inner[1:] if negated else inner
    members = _members(inner)
    if negated:
        return f"[^/{members}]"
    return f"[{members}]" if members else r"[^\s\S]"


def _members(inner: str) -> str:
    """What is in a set: classes, letters, and ranges of them, but for the slash, which nothing in a set stands for."""
    members = [(name, escaped or plain, plain == "-") for name, escaped, plain in _MEMBERS.findall(inner)]
    written, n = "", 0
    while n < len(members):
        name, letter, _ = members[n]
        if not name and n + 2 < len(members) and members[n + 1][2] and not members[n + 2][0]:
            # The first letter of a range is in the set even where it comes after the last.
            written += _range(letter, letter) + _range(letter, members[n + 2][1])
            n += 3
        else:
            written += _CLASSES.get(name, "") if name else _range(letter, letter)
            n += 1
    return written


def _range(first: str, last: str) -> str:
    if first <= "/" <= last:
        return _range(first, ".") + _range("0", last)
    return f"{_literal(first)}-{_literal(last)}" if first <= last else ""


def _literal(letter: str) -> str:
    """A letter that stands for itself, in a set too."""
    return letter if letter.isalnum() else rf"\x{{{ord(letter):x}}}"
