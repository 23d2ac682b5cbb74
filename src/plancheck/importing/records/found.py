"""What the import has found in the lines of a file, before it is written: values, the lines they rest on, and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plancheck.importing.reading.lines import Line
from plancheck.model.source import Step
from plancheck.model.text import Text


@dataclass
class Found:
    """A part of a document: its values by key, plain or found themselves, the lines that they rest on, and doubts.

    The words of its `lines` stand in it. `seen` are lines that only tell of it, and have their own place or none; `by_key`
    are those of its lines that a single value rests on. `origin` is the kind of register, and its year, that an uppdrag is said
    to come from.
    """

    values: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    doubts: list[Text] = field(default_factory=list)
    seen: list[Line] = field(default_factory=list)
    by_key: dict[str, list[Line]] = field(default_factory=dict)
    origin: tuple[str, int] | None = None

    def all_lines(self) -> Iterator[Line]:
        """Its own lines, and those of everything in it."""
        yield from self.lines
        yield from self.seen
        for value in self.values.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, Found):
                    yield from one.all_lines()

    def plain(self) -> dict[str, Any]:
        """The values without anything but themselves; what is empty is left out."""
        return {key: one for key, value in self.values.items() if (one := _plain(value)) not in (None, "", [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, Found):
        return value.plain()
    if isinstance(value, list):
        plain = [_plain(one) for one in value]
        return [one for one in plain if one != {}] if value and isinstance(value[0], Found) else plain
    return value


class FoundPlace(NamedTuple):
    """Something found, and where in its document."""

    steps: tuple[Step, ...]
    found: Found


def places(found: Found, steps: tuple[Step, ...] = ()) -> Iterator[FoundPlace]:
    """Everything found in something found, with its place, the outermost first."""
    yield FoundPlace(steps, found)
    for key, value in found.values.items():
        if isinstance(value, Found):
            yield from places(value, (*steps, key))
        elif isinstance(value, list):
            for n, one in enumerate(value):
                if isinstance(one, Found):
                    yield from places(one, (*steps, key, n))
