"""What is left of the values of a file when those that could not be read are left out.

A value that cannot be read costs its key; an item that cannot be read, or lacks a key that it must have, costs the item. Both
are noted, so that nothing is taken to be missing that was only not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from plancheck.model.base import Part, Unknown, inner_model, keys_of
from plancheck.model.source import MAX_DEPTH, Map, Mark, Seq, Source, Step
from plancheck.model.text import nearest

Steps: TypeAlias = tuple[Step, ...]
IDENTITY = ("id", "ref", "same-as")
"""Keys by which an item is found: without them it is not known which item is there."""


class Lacking(Map):
    """A mapping without the keys that could not be read: each with its place."""

    __slots__ = ("unread",)

    def __init__(self, whole: Map) -> None:
        super().__init__(whole.mark, is_flow=whole.is_flow)
        self.update(whole)
        self.places = dict(whole.places)
        self.unread: dict[str, Mark] = dict(whole.unread) if isinstance(whole, Lacking) else {}


class Salvage(NamedTuple):
    """The source without what could not be read, and the lists that lost something, by their key."""

    source: Source
    lost: Mapping[str, Unknown]
    tried: int = 0


def without(salvage: Salvage, rejected: Iterable[Steps], model: type[Part], fixed: Collection[str]) -> Salvage | None:
    """The values without those at some places; None where one of the `fixed` keys of the file is, or may be, among them."""
    source, lost = salvage.source, dict(salvage.lost)
    if salvage.tried > MAX_DEPTH:
        return None
    root = source.root
    # From the end, so that the items of a list keep their numbers until they are left out.
    for steps in sorted({*rejected}, key=_in_order, reverse=True):
        if not steps or not _exists(root, steps):
            continue
        owner, of, key = _owner(root, steps, model)
        keys = _meant(owner, of, key, root)
        if not owner and not set(keys).isdisjoint(fixed):
            return None
        line = source.line_at(_mark(root, steps))
        root = _left_out(root, steps, owner, keys)
        why = Unknown("unread-value", file=source.name, line=line)
        lists = [name for name in keys if inner_model(of, name) is not None or len(steps) > len(owner) + 1]
        if not set(keys).isdisjoint(IDENTITY):
            lists += [str(step) for step in owner if isinstance(step, str)][-1:]
        for name in lists:
            lost.setdefault("goals" if name == "sub-goals" else name, why)
    return Salvage(Source(source.name, source.text, root), lost, salvage.tried + 1)


def _in_order(steps: Steps) -> list[tuple[bool, int, str]]:
    return [(isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in steps]


def _mark(root: Any, steps: Steps) -> Mark:
    value = root
    for step in steps[:-1]:
        value = value[step]
    return value.items_at[int(steps[-1])] if isinstance(value, Seq) else value.key_at(steps[-1])


def note_unread(part: Part, values: Any, source: Source) -> None:
    """Tell each part of a document which of its keys could not be read."""
    if isinstance(values, Lacking) and values.unread:
        part.__dict__["unread_keys"] = {
            key: Unknown("unread-value", file=source.name, line=source.line_at(mark)) for key, mark in values.unread.items()
        }
    for field, about in type(part).model_fields.items():
        for inner, of in _pairs(getattr(part, field), values.get(about.alias or field) if isinstance(values, dict) else None):
            note_unread(inner, of, source)


def _pairs(value: Any, values: Any) -> Iterator[tuple[Part, Any]]:
    if isinstance(value, Part):
        yield value, values
    elif isinstance(value, list) and isinstance(values, list) and len(value) == len(values):
        for inner, of in zip(value, values, strict=True):
            yield from _pairs(inner, of)


def _exists(value: Any, steps: Steps) -> bool:
    for step in steps:
        if isinstance(value, Seq):
            if not isinstance(step, int) or step >= len(value):
                return False
        elif not isinstance(value, Map) or step not in value:
            return False
        value = value[step]
    return True


def _owner(root: Any, steps: Steps, model: type[Part]) -> tuple[Steps, type[Part], str]:
    """The innermost part that a place is in: the steps to it, its model, and the key there."""
    owner: Steps = ()
    of, key, value = model, str(steps[0]), root
    for n, step in enumerate(steps):
        if isinstance(step, int) and isinstance(value, Seq):
            value = value[step]
            continue
        inner = inner_model(of, key) if n else None
        if n and inner is not None and isinstance(value, Map):
            owner, of = steps[:n], inner
            key = str(step)
        value = value[step]
    return owner, of, key


def _meant(owner: Steps, of: type[Part], key: str, root: Any) -> Sequence[str]:
    """The keys of a part that a key may have been meant as: itself, else the nearest, else any that is not there."""
    known = keys_of(of)
    if key in known:
        return [key]
    here = root
    for step in owner:
        here = here[step]
    free = [name for name in known if name not in here]
    near = nearest(key, free)
    return [near] if near else free


def _left_out(value: Any, steps: Steps, owner: Steps | None, keys: Sequence[str]) -> Any:
    """A copy of the values without the one at a place; the mapping at `owner` notes the keys."""
    step, *rest = steps
    inner = None if owner is None or not owner else owner[1:]
    if isinstance(value, Seq):
        items = Seq(value.mark, is_flow=value.is_flow)
        items.extend(value)
        items.items_at = list(value.items_at)
        if rest:
            items[int(step)] = _left_out(value[int(step)], tuple(rest), inner, keys)
        else:
            del items[int(step)], items.items_at[int(step)]
        return items
    copy = Lacking(value)
    mark = value.key_at(step)
    if owner == ():
        copy.unread.update((key, mark) for key in keys)
    if rest:
        copy[step] = _left_out(value[step], tuple(rest), inner, keys)
    else:
        del copy[step], copy.places[step]
    return copy
