"""Versions of rule sets, and what is demanded of them: ``kommun>=2``, ``kommun>=2.1,<3``.

A version that is compared is numbers with dots between them, and so is one that is demanded (of PEP 440, that alone).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

Version: TypeAlias = tuple[int, ...]
"""A version as numbers, without zeros at its end: 2.0 is 2."""

NAME = r"[a-z0-9][a-z0-9-]*"
_NUMBERS = r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,9}"
_COMPARED: Mapping[str, Callable[[Version, Version], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_BOUND = rf"\s*({'|'.join(_COMPARED)})\s*({_NUMBERS})\s*"
_DEMAND = re.compile(rf"\s*({NAME})\s*({_BOUND}(?:,{_BOUND})*)")


def version_of(text: str) -> Version | None:
    """A version as numbers that can be compared; None where it is something else than numbers with dots between them."""
    if not re.fullmatch(_NUMBERS, text):
        return None
    numbers = [int(number) for number in text.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


class Demand(NamedTuple):
    """A rule set by its name or path; `bounds` are the versions that will do (``>=2,<3``), empty where any will."""

    name: str
    bounds: str = ""

    @classmethod
    def of(cls, text: str) -> Demand:
        """What is written, taken apart. What is no name with versions is a name or path as it stands."""
        found = _DEMAND.fullmatch(text)
        return cls(found[1], "".join(found[2].split())) if found else cls(text)

    def __str__(self) -> str:
        return f"{self.name}{self.bounds}"

    def allows(self, version: Version) -> bool:
        """Whether a version will do."""
        bounds = re.findall(_BOUND, self.bounds)
        return all(_COMPARED[sign](version, version_of(bound) or ()) for sign, bound in bounds)

    def asks_for_later(self, version: Version) -> bool:
        """Whether a version is too early for what was demanded."""
        bounds = re.findall(_BOUND, self.bounds)
        return any(sign in (">=", ">", "==") and version <= (version_of(bound) or ()) for sign, bound in bounds)

    @property
    def is_unreadable(self) -> bool:
        """Whether a version seems to be demanded in a way that nobody can read; it may also be the path of a file."""
        return not self.bounds and re.search("[<>=]", self.name) is not None
