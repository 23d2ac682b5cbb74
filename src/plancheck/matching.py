"""How two lists of items are brought together: what makes an item here the same as one there, looked up in an index."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from plancheck.document import Unknown
from plancheck.selectors import Item, Path, Selector, normalized
from plancheck.workspace import Scope

if TYPE_CHECKING:
    from plancheck.ruleset import Builder


class Join(NamedTuple):
    """The fields that must be the same here (`left`) and there (`right`)."""

    left: tuple[Path, ...]
    right: tuple[Path, ...]


def join_of(on: str | dict[str, str], items: Selector, by: Selector, build: Builder) -> Join:
    """The join that a rule's `on` describes: one field of both, or a mapping from a field here to one there."""
    pairs = {on: on} if isinstance(on, str) else on
    left = tuple(build.path(name, items, "on") for name in pairs)
    right = tuple(build.path(name, by, "on") for name in pairs.values())
    return Join(left, right)


def keys_of(item: Item, paths: tuple[Path, ...], scope: Scope) -> list[tuple[Any, ...]]:
    """What the item is known by: one key, or several where a field is a list; none where a field is missing."""
    columns: list[list[Any]] = []
    for path in paths:
        value = path.read(item, scope)
        if value is None or isinstance(value, Unknown):
            return []
        columns.append([normalized(v) for v in value] if isinstance(value, list) else [normalized(value)])
    return list(product(*columns))


class Index:
    """Items by what they are known by."""

    def __init__(self, items: list[Item], paths: tuple[Path, ...], scope: Scope) -> None:
        self._items: dict[tuple[Any, ...], list[Item]] = {}
        for item in items:
            for key in keys_of(item, paths, scope):
                self._items.setdefault(key, []).append(item)

    def find(self, item: Item, paths: tuple[Path, ...], scope: Scope) -> list[Item]:
        """The items that are the same as this one, each once."""
        found: dict[int, Item] = {}
        for key in keys_of(item, paths, scope):
            found.update((id(one), one) for one in self._items.get(key, []))
        return list(found.values())
