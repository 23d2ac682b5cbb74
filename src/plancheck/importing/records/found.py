"""What the import has found in the lines of a file, before it is written: values, the lines they come from, and doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plancheck.importing.evidence.positions import Learnt
from plancheck.importing.reading.lines import Line
from plancheck.model.source import Step
from plancheck.model.text import Text


@dataclass
class Found:
    """A part of a document: its values by key, which may be found parts too, the lines they come from, and doubts.

    The words of its `lines` are in it. `seen` are lines that only mention it, and belong elsewhere or nowhere; `by_key` are
    the lines that a single value comes from. `learnt` is what a whole document has taught of its layout. `origin` is the kind
    and the year of the register that an uppdrag is said to come from.
    """

    values: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    doubts: list[Text] = field(default_factory=list)
    seen: list[Line] = field(default_factory=list)
    by_key: dict[str, list[Line]] = field(default_factory=dict)
    origin: tuple[str, int] | None = None
    learnt: Sequence[Learnt] = ()

    def all_lines(self) -> Iterator[Line]:
        """Its own lines, and those of all parts in it."""
        yield from self.lines
        yield from self.seen
        for value in self.values.values():
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Found):
                    yield from part.all_lines()

    def plain(self) -> dict[str, Any]:
        """The values as plain data, without lines and doubts; empty values are left out."""
        return {key: plain for key, value in self.values.items() if (plain := _plain_value(value)) not in (None, "", [], {})}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Found):
        return value.plain()
    if isinstance(value, list):
        items = [_plain_value(item) for item in value]
        return [item for item in items if item != {}] if value and isinstance(value[0], Found) else items
    return value


class FoundPlace(NamedTuple):
    """A part that was found, and its path in the document."""

    steps: tuple[Step, ...]
    found: Found


def places(found: Found, steps: tuple[Step, ...] = ()) -> Iterator[FoundPlace]:
    """A found part and all parts in it, each with its path, the outermost first."""
    yield FoundPlace(steps, found)
    for key, value in found.values.items():
        if isinstance(value, Found):
            yield from places(value, (*steps, key))
        elif isinstance(value, list):
            for n, item in enumerate(value):
                if isinstance(item, Found):
                    yield from places(item, (*steps, key, n))
