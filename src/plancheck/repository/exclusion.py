"""What `exclude` leaves out of a repository: patterns of paths that mean what they mean in a ``.gitignore``.

https://git-scm.com/docs/gitignore#_pattern_format
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class _Pattern(NamedTuple):
    """A pattern: its number in the list, what it matches, whether it takes files in again, whether it is for folders only."""

    number: int
    matches: re.Pattern[str]
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
        name = unicodedata.normalize("NFC", path)
        for pattern in reversed(self._patterns):
            if (is_folder or not pattern.folders_only) and pattern.matches.fullmatch(name):
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
        yield _Pattern(number, re.compile(prefix + compiled, re.DOTALL), includes, folders_only)


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
    "xdigit": "0-9a-fA-F", "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip


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
        return re.escape(text[-1])
    inner = text[1:-1]
    negated = inner[:1] in ("!", "^")
    inner = inner[1:] if negated else inner
    # A bracket that comes first does not close the set.
    inner = inner.replace("]", r"\]", 1) if inner[:1] == "]" else inner
    inner = re.sub(r"\[:(\w+):\]", lambda named: _CLASSES.get(named[1], ""), inner)
    inner = re.sub(r"\[(?!\\)", r"\\[", inner)
    return rf"(?!/)[{'^' if negated else ''}{inner}]"
