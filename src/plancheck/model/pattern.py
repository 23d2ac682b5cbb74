"""Regular expressions that rules and configurations bring with them, searched for without backtracking.

Whoever writes one need not be trusted: the engine is that of the Rust crate ``regex``, which pydantic ships and uses for its
own patterns. The time it takes grows with the text and with the pattern, never as a power of them.
"""

from __future__ import annotations

import re

from pydantic_core import SchemaError, SchemaValidator, core_schema

from plancheck.model.text import Text

MOST_PARTS = 10_000
"""How many parts a pattern may have when its counts (``{3,50}``) are written out: each may cost a step at each character."""


class PatternError(ValueError):
    """A pattern that is no regular expression, or has what this engine does not do: what is wrong, in the engine's own words
    where it says so.
    """

    def __init__(self, said: Text | str) -> None:
        super().__init__(said)
        self.said = said


class Pattern:
    """A compiled regular expression. Raises PatternError."""

    __slots__ = ("_validator", "text")

    def __init__(self, text: str) -> None:
        if _size(text) > MOST_PARTS:
            raise PatternError(Text("pattern-of-many-parts", {"limit": MOST_PARTS}))
        self.text = text
        try:
            self._validator = SchemaValidator(core_schema.str_schema(pattern=text, regex_engine="rust-regex"))
        except SchemaError as error:
            # The engine says where, in several lines, and at the end what.
            said = str(error).rstrip(".\n").rpartition("\n")[2].partition("error: ")[2]
            raise PatternError(said or Text("pattern-too-big")) from None

    def is_in(self, text: str) -> bool:
        """Whether the expression is found anywhere in a text; the line end that closes a text is no part of it."""
        return self._validator.isinstance_python(text.removesuffix("\n"))


_TOKENS = re.compile(
    r"""
    (?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])
    | (?P<open>\((?:\?(?P<flags>[a-zA-Z-]+)?(?:P?<\w+>|[:)])?)?)
    | (?P<close>\))
    | (?P<count>\{(?P<least>\d*)(?:,(?P<most>\d*))?\})
    | (?P<repeat>[*+?])
    | (?P<part>\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATIONS = re.compile(r"(?s)(?:\\.|\[:\^?\w+:\]|(?!&&|--|~~|\[).)*")
"""A set without what this engine, and not Python's, takes for a set in it, or for an operation on sets."""


def _size(text: str) -> int:
    """How many parts a pattern has when its counts are written out.

    Raises PatternError for what other engines read in another way: nobody's pattern is to change its meaning in silence.
    """
    groups, last, was_repeated = [0], 0, False
    for token in _TOKENS.finditer(text):
        kind = token.lastgroup
        if token["open"]:
            if "x" in (token["flags"] or ""):
                raise PatternError(Text("pattern-flag-x"))
            if not token["open"].endswith(")"):
                groups.append(0)
            last, was_repeated = 0, False
        elif token["close"]:
            # One that closes nothing is told by the engine.
            last = groups.pop() if len(groups) > 1 else 0
            groups[-1] += last
            was_repeated = False
        elif token["count"] or kind == "repeat":
            if was_repeated and token[0] != "?":
                raise PatternError(Text("pattern-repeated-twice"))
            if token["count"]:
                times = int((token["most"] or token["least"] or "1")[:9])
                groups[-1] += last * max(times - 1, 0)
                last *= times
            was_repeated = True
        else:
            if token["set"] and not _OPERATIONS.fullmatch(token[0][1:-1]):
                raise PatternError(Text("pattern-set-in-set"))
            last, was_repeated = 1, False
            groups[-1] += 1
    return sum(groups)
