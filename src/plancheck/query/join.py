"""How two lists of items are joined: the fields that make an item of one the same as an item of the other, and an index."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import Field

from plancheck.model.base import Uncertain, Unknown
from plancheck.model.document import Document
from plancheck.model.text import Text, likeness
from plancheck.query.matchers import normalized
from plancheck.query.paths import BY_LINK, DEFINITION, Item, Path
from plancheck.query.scope import Scope
from plancheck.query.selectors import settled_items
from plancheck.repository import lineage, organisation
from plancheck.repository.settled import Changes, Settled
from plancheck.repository.workspace import Workspace, remembered

MOST_KEYS = 10_000
"""How many keys an item may have: where several of its fields are lists, each of one with each of the others is one."""
COMPARED = 10_000
"""How many names of items are compared to say which one may be meant. Where more are not found, something else is wrong than
their spelling, and the rest is told without."""
DISTINCT = 20
"""How many different values for one thing are compared with each other; nobody reads more."""


On: TypeAlias = str | Annotated[dict[str, str], Field(min_length=1)]
"""How a rule says what makes two items the same: a field of both, or field: field."""


class Join(NamedTuple):
    """The fields of an item (`left`) and of another (`right`) that must have the same values."""

    left: tuple[Path, ...]
    right: tuple[Path, ...]


class Known(NamedTuple):
    """What an item is known by in a join: its keys, one, or several where a field is a list; none where a field is missing or
    unknown.

    `doubt` says why it is in doubt which other items are the same: a link that a path goes by is. `unread` is why what it is
    known by is not all read. Both say it where there would be too `many` keys, and none is given.
    """

    keys: Sequence[tuple[Any, ...]]
    doubt: Unknown | None
    unread: Unknown | None
    many: Unknown | None = None


def known_by(item: Item, paths: tuple[Path, ...], scope: Scope) -> Known:
    """What an item is known by where some fields make two items the same."""
    if len(paths) == 1 and isinstance(only := paths[0].read(item, scope), str):
        # Most items are known by one reference.
        return Known([(normalized(only),)], None, None)
    doubt = unread = None
    columns = []
    for path in paths:
        column = []
        for value in _values(path, item, scope):
            if isinstance(value, Uncertain):
                doubt = doubt or value
            elif isinstance(value, Unknown):
                unread = unread or value
            elif value is not None:
                column.append(normalized(value))
        columns.append(column)
    return known_as(columns, paths, doubt, unread)


def known_as(columns: Sequence[Sequence[Any]], paths: Sequence[Path], doubt: Unknown | None, unread: Unknown | None) -> Known:
    """What an item is known by that has these values at some paths."""
    if math.prod(map(len, columns)) > MOST_KEYS:
        why = Unknown("many-keys", paths=[path.text for path in paths])
        return Known([], why, why, why)
    return Known(list(product(*columns)), doubt, unread)


def misspelling(item: Item, paths: tuple[Path, ...], there: Iterable[Item], scope: Scope) -> Unknown | Literal["fault"] | None:
    """Why an item may not be found among others by its reference: that is misspelt, and means something else than they define.

    Where it means what one of them defines, that it is not found is the very `fault`.
    """
    wrong = lineage.misspelt(scope.workspace, item.value) if item.entry is not None and _go_by_link(paths) else {}
    if not wrong:
        return None
    defined = {lineage.made_ref(other.entry, other.value) for other in there if other.entry is not None}
    elsewhere = (ref for ref, meant in wrong.items() if defined.isdisjoint(meant))
    ref = next(elsewhere, None)
    return Unknown("misspelt-reference", ref=ref) if ref else "fault"


def _go_by_link(paths: tuple[Path, ...]) -> bool:
    return any(name in BY_LINK for path in paths for name in path.names)


def _as_meant(item: Item, scope: Scope) -> Iterator[tuple[Item, Unknown]]:
    """An item as it is if what is misspelt in it means what is similar to it, and why that is not known."""
    value = item.value
    if isinstance(value, Document):
        for name in organisation.meant(scope.workspace, value.namnd):
            yield (
                item._replace(value=value.model_copy(update={"namnd": name})),
                Unknown("misspelt-namnd", namnd=value.namnd, name=value.title or value.identity()),
            )
    elif item.entry is not None:
        for ref, meant in lineage.misspelt(scope.workspace, value).items():
            for other in meant:
                yield item._replace(value=value.model_copy(update={"ref": other})), Unknown("misspelt-reference", ref=ref)


SIMILAR = 0.6
"""How similar a value must be to the one that it is asked about as a misspelling of."""


def nearest_definition(item: Item, path: Path, value: Any, scope: Scope) -> Text | str:
    """A sentence that asks whether the reference behind a failed path means another; nothing where no other is similar.

    That is the reference that the path follows to a definition, or the first in the value.
    """
    if item.entry is None:
        return ""
    refs = [ref for ref in value if isinstance(ref, str) and "/" in ref] if isinstance(value, list) else []
    if path.names and path.names[0] == DEFINITION:
        refs = lineage.own_refs(item.entry, item.value)
    return _question(_nearest_meant(item, refs, scope))


def _nearest_meant(item: Item, refs: Iterable[str], scope: Scope) -> str | None:
    """What the first of some references of an item that may mean another one means most likely."""
    if item.entry is None:
        return None
    nearest = (lineage.nearest_meant(scope.workspace, item.entry, ref, lineage.key_of(item.value)) for ref in refs)
    return next((name for name in nearest if name), None)


def _question(nearest: object) -> Text | str:
    return Text("meant", {"meant": nearest}) if nearest else ""


def _likely_keys(item: Item, paths: tuple[Path, ...], scope: Scope) -> list[tuple[Any, ...]]:
    """The keys that an item has if what is in doubt about it is right."""
    read = (_values(path, item, scope) for path in paths)
    likely = [[value.value if isinstance(value, Uncertain) else value for value in values] for values in read]
    columns = [[part for value in values for part in (value if isinstance(value, list) else [value])] for values in likely]
    return list(product(*([normalized(value) for value in column if not isinstance(value, Unknown)] for column in columns)))


def _values(path: Path, item: Item, scope: Scope) -> list[Any]:
    value = path.read(item, scope)
    return value if isinstance(value, list) else [value]


class _SettledKeys:
    """The keys of what came to be settled, each with the numbers of the changes that gave it, as far as they were asked for."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[Any, ...], list[int]] = {}
        self.until = 0
        self.looked_into = 0
        self.is_plain = True

    def read(self, changes: Changes, paths: tuple[Path, ...], scope: Scope) -> None:
        """Add the keys of what has come to be settled since."""
        for number in range(self.until, len(changes.all)):
            state = changes.all[number][1]
            if state is not None:
                known = known_by(Item(state.place.value, state.place.entry, state.place.steps), paths, scope)
                self.is_plain = self.is_plain and not (known.doubt or known.unread)
                for key in known.keys:
                    self.numbers.setdefault(key, []).append(number)
        self.until = len(changes.all)


@remembered
def _keys_of(_: Workspace, changes: Changes, paths: tuple[Path, ...]) -> _SettledKeys:
    return _SettledKeys()


def _settled_keys(settled: Settled, paths: tuple[Path, ...], scope: Scope) -> _SettledKeys:
    keys = _keys_of(scope.workspace, settled.changes, paths)
    if keys.until < len(settled.changes.all):
        _, looked_into = scope.workspace.watched(lambda: keys.read(settled.changes, paths, scope))
        keys.looked_into |= looked_into
    scope.workspace.looked_into |= keys.looked_into
    return keys


class Index:
    """Items by the keys that some of their fields make; those of which a link is in doubt are apart.

    What is `settled` of the history is looked up as it is asked for.
    """

    def __init__(self, items: list[Item], paths: tuple[Path, ...], scope: Scope, settled: Settled | None = None) -> None:
        self._scope = scope
        self._settled = _settled_keys(settled, paths, scope) if settled else None
        if self._settled and not self._settled.is_plain:
            self._settled, items = None, [*items, *settled_items(scope)]
        self._items: dict[tuple[Any, ...], list[Item]] = {}
        self._differing: dict[tuple[tuple[Any, ...], str], list[Item]] = {}
        self._doubts: dict[tuple[Any, ...], Unknown] = {}
        self._all = items
        self._paths = paths
        self._meant: dict[tuple[Any, ...], Unknown] | None = None
        self._names: set[str] | None = None
        self._compared = 0
        self.unread: Unknown | None = None
        """Why an item may be the same as another without being found: what it is known by could not be read."""
        for item in items:
            known = known_by(item, paths, scope)
            if self.unread is None and (known.many or getattr(item.value, "unread_keys", None)):
                self.unread = known.unread
            for key in dict.fromkeys(known.keys):
                self._items.setdefault(key, []).append(item)
            if isinstance(known.doubt, Uncertain):
                self._doubts.update((key, known.doubt) for key in _likely_keys(item, paths, scope))

    def find(self, sought: Known) -> list[Item]:
        """The items that are the same as one, each once."""
        found = [items for key in dict.fromkeys(sought.keys) if (items := self._items.get(key))]
        if len(found) < 2 and not self._settled:
            return found[0] if found else []
        matches = {id(match): match for items in found for match in items}
        if self._settled:
            numbers = dict.fromkeys(number for key in sought.keys for number in self._settled.numbers.get(key, ()))
            return [*matches.values(), *settled_items(self._scope, numbers)]
        return list(matches.values())

    def doubt(self, sought: Known) -> Unknown | None:
        """Why it is in doubt whether an item is the same as one: its link is; None where there is no such item."""
        return next((self._doubts[key] for key in sought.keys if key in self._doubts), None) if self._doubts else None

    def may_mean(self, sought: Known, scope: Scope) -> Unknown | None:
        """Why an item that is not found may be meant all the same: another is the same but for a misspelt reference."""
        if self._meant is None:
            others = [other for other in self._all if isinstance(other.value, Document) or _go_by_link(self._paths)]
            variants = (variant for other in others for variant in _as_meant(other, scope))
            self._meant = {key: why for variant, why in variants for key in known_by(variant, self._paths, scope).keys}
        return next((self._meant[key] for key in sought.keys if key in self._meant), None)

    def nearest(
        self, item: Item, paths: tuple[Path, ...], scope: Scope, taken: frozenset[tuple[Any, ...]] = frozenset()
    ) -> Text | str:
        """A sentence that asks whether an item that is not found means the most similar one; nothing where none is, or several
        are as similar, or more than one field makes two the same. Those that are `taken` are what others mean.
        """
        if (wrong := lineage.misspelt(scope.workspace, item.value)) and _go_by_link(paths):
            return _question(_nearest_meant(item, wrong, scope))
        sought = _only_names(known_by(item, paths, scope).keys)
        if self._names is None:
            self._names = _only_names([*self._items, *(self._settled.numbers if self._settled else ())])
        self._compared += len(sought) * len(self._names)
        if self._compared > COMPARED:
            return ""
        free = (name for name in self._names if (name,) not in taken)
        likest = {name: max((similarity(one, name) for one in sought), default=0.0) for name in free}
        most = max(likest.values(), default=0.0)
        best = [name for name, like in likest.items() if like == most >= SIMILAR]
        return _question(self._as_written(best[0]) if len(best) == 1 else None)

    def _as_written(self, name: str) -> str:
        """A name that an item is known by, as it is written there."""
        values = (value for item in self._items.get((name,), []) for value in _values(self._paths[0], item, self._scope))
        return next((value for value in values if isinstance(value, str) and normalized(value) == name), name)

    def differing(self, item: Item, paths: tuple[Path, ...], of: Path, scope: Scope) -> list[Item]:
        """Of the items that are the same as this one, the first with each value that a path leads to."""
        matches: list[Item] = []
        for key in known_by(item, paths, scope).keys:
            if (key, of.text) not in self._differing:
                self._differing[key, of.text] = _first_of_each_value(self._items.get(key, []), of, scope)
            matches.extend(match for match in self._differing[key, of.text] if match not in matches)
        return matches


def _only_names(keys: Iterable[tuple[Any, ...]]) -> set[str]:
    """The names among keys: those of one field that is text."""
    return {key[0] for key in keys if len(key) == 1 and isinstance(key[0], str)}


def similarity(name: str, other: str) -> float:
    """How similar two names are; of two references to one document, what stands behind its name. Other digits are another's."""
    if re.sub(r"\d", "", name) == re.sub(r"\d", "", other):
        return 0.0
    document, _, part = name.rpartition("/")
    other_document, _, other_part = other.rpartition("/")
    return likeness(part, other_part) if document and document == other_document else likeness(name, other)


def _first_of_each_value(items: list[Item], path: Path, scope: Scope) -> list[Item]:
    values: list[Any] = []
    first: list[Item] = []
    for item in items:
        value = path.read(item, scope)
        if value not in values and len(values) < DISTINCT:
            values.append(value)
            first.append(item)
    return first
