"""How two lists of items are joined: the fields that make an item of one the same as an item of the other, and an index."""

from __future__ import annotations

from itertools import product
from typing import Annotated, Any, NamedTuple, TypeAlias

from pydantic import Field

from plancheck.model.base import Uncertain, Unknown
from plancheck.query.matchers import normalized
from plancheck.query.paths import Item, Path
from plancheck.query.scope import Scope

DISTINCT = 20
"""How many different values for one thing are compared with each other; nobody reads more."""


On: TypeAlias = str | Annotated[dict[str, str], Field(min_length=1)]
"""How a rule says what makes two items the same: a field of both, or field: field."""


class Join(NamedTuple):
    """The fields of an item (`left`) and of another (`right`) that must have the same values."""

    left: tuple[Path, ...]
    right: tuple[Path, ...]


def join_keys(item: Item, paths: tuple[Path, ...], scope: Scope) -> list[tuple[Any, ...]]:
    """The keys of an item in an index: one, or several where a field is a list; none where a field is missing or unknown."""
    columns = [
        [normalized(value) for value in _values(path, item, scope) if not isinstance(value, Unknown) and value is not None]
        for path in paths
    ]
    return list(product(*columns))


def link_doubt(item: Item, paths: tuple[Path, ...], scope: Scope) -> Uncertain | None:
    """Why it is in doubt which other items are the same as this one: a link that a path goes by is; None where none is."""
    values = (value for path in paths for value in _values(path, item, scope))
    return next((value for value in values if isinstance(value, Uncertain)), None)


def _likely_keys(item: Item, paths: tuple[Path, ...], scope: Scope) -> list[tuple[Any, ...]]:
    """The keys that an item has if what is in doubt about it is right."""
    read = (_values(path, item, scope) for path in paths)
    likely = [[value.value if isinstance(value, Uncertain) else value for value in values] for values in read]
    columns = [[part for value in values for part in (value if isinstance(value, list) else [value])] for values in likely]
    return list(product(*([normalized(value) for value in column if not isinstance(value, Unknown)] for column in columns)))


def _values(path: Path, item: Item, scope: Scope) -> list[Any]:
    value = path.read(item, scope)
    return value if isinstance(value, list) else [value]


class Index:
    """Items by the keys that some of their fields make; those of which a link is in doubt are apart."""

    def __init__(self, items: list[Item], paths: tuple[Path, ...], scope: Scope) -> None:
        self._items: dict[tuple[Any, ...], list[Item]] = {}
        self._differing: dict[tuple[tuple[Any, ...], str], list[Item]] = {}
        self._doubts: dict[tuple[Any, ...], Unknown] = {}
        self.unread: Unknown | None = None
        """Why an item may be the same as another without being found: what it is known by could not be read."""
        for item in items:
            if self.unread is None and getattr(item.value, "unread_keys", None):
                values = (value for path in paths for value in _values(path, item, scope))
                self.unread = next((one for one in values if isinstance(one, Unknown) and not isinstance(one, Uncertain)), None)
            for key in join_keys(item, paths, scope):
                self._items.setdefault(key, []).append(item)
            if doubt := link_doubt(item, paths, scope):
                self._doubts.update((key, doubt) for key in _likely_keys(item, paths, scope))

    def find(self, item: Item, paths: tuple[Path, ...], scope: Scope) -> list[Item]:
        """The items that are the same as this one, each once."""
        matches: dict[int, Item] = {}
        for key in join_keys(item, paths, scope):
            matches.update((id(match), match) for match in self._items.get(key, []))
        return list(matches.values())

    def doubt(self, item: Item, paths: tuple[Path, ...], scope: Scope) -> Unknown | None:
        """Why it is in doubt whether another item is the same as this one: its link is; None where there is no such item."""
        return next((self._doubts[key] for key in join_keys(item, paths, scope) if key in self._doubts), None)

    def differing(self, item: Item, paths: tuple[Path, ...], of: Path, scope: Scope) -> list[Item]:
        """Of the items that are the same as this one, the first with each value that a path leads to."""
        matches: list[Item] = []
        for key in join_keys(item, paths, scope):
            if (key, of.text) not in self._differing:
                self._differing[key, of.text] = _first_of_each_value(self._items.get(key, []), of, scope)
            matches.extend(match for match in self._differing[key, of.text] if match not in matches)
        return matches


def _first_of_each_value(items: list[Item], path: Path, scope: Scope) -> list[Item]:
    values: list[Any] = []
    first: list[Item] = []
    for item in items:
        value = path.read(item, scope)
        if value not in values and len(values) < DISTINCT:
            values.append(value)
            first.append(item)
    return first
