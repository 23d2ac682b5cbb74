"""Kinds of document, as a rule set declares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple


class Kind(NamedTuple):
    """A kind of document, as a rule set declares it. `lineage` is the kind itself and all that it is a kind of."""

    id: str
    title: Mapping[str, str]
    of: Literal["namnd", "city"] = "namnd"
    yearly: bool = True
    several: bool = False
    as_of: str = "01-01"
    rank: int = 0
    lineage: tuple[str, ...] = ()

    def is_a(self, kind: str) -> bool:
        """Whether a document of this kind is one of the other kind too."""
        return kind == self.id or kind in self.lineage
