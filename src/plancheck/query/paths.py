"""Paths: how a rule names a value of an item. Every name is checked when a rule set is loaded."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from plancheck.model.base import Part, Unknown, inner_model, keys_of
from plancheck.model.document import Document
from plancheck.model.source import Steps
from plancheck.model.text import Text, unknown_name
from plancheck.query.derived import derived_of
from plancheck.query.scope import Scope
from plancheck.repository import lineage
from plancheck.repository.declared import Term
from plancheck.repository.workspace import Entry


class NamingError(Exception):
    """A name in a rule that does not exist."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.text = Text(key, details)


class Item(NamedTuple):
    """A value that a selector found, and where it stands. A term of a vocabulary stands in no document.

    `doubt` tells why it may not be the last word on the matter.
    """

    value: Any
    entry: Entry | None = None
    steps: Steps = ()
    parent: Item | None = None
    doubt: Unknown | None = None


Model: TypeAlias = "type[Part] | type[Term] | None"
"""What a path leads from: a part of a document, a term, or None where it is a plain value."""

VALUE = "value"
"""The step from a plain value, such as an item of a list of words, to itself."""
DEFINITION = "definition"
"""The step from an uppdrag or a goal to where it was decided."""
STEPS: Mapping[str, str] = {
    DEFINITION: "where the uppdrag or goal was decided: `definition.due`, `definition.document.year`",
    "parent": "what the item is a part of: of an activity, its goal",
    "document": "the document that the item stands in: `document.namnd`",
    VALUE: "the item itself, where it is a plain word, number or date",
}
"""The steps of a path beside the keys and derived fields of an item, and what they lead to."""


def names_of(model: Model) -> list[str]:
    """The names that a path may continue with from a value of this model."""
    if model is None:
        return [VALUE, "document", "parent"]
    if model is Term:
        return ["id", "title"]
    part = typing.cast("type[Part]", model)
    given = [DEFINITION] if {"id", "ref"} <= part.model_fields.keys() else []
    return [*keys_of(part), *derived_of(part), *given, "document", "parent"]


class Path(NamedTuple):
    """A compiled path: the names, and what they lead to."""

    text: str
    names: tuple[str, ...]
    model: Model

    def items(self, item: Item, scope: Scope) -> Iterator[Item]:
        """The items that the path leads to, lists flattened, each with its place."""
        yield from _walk(item, self.names, scope)

    def read(self, item: Item, scope: Scope) -> Any:
        """The value that the path leads to: None where there is none, a list where it leads through lists or to one.

        In a list, what cannot be told stands as Unknown among what can.
        """
        many = False
        current = [item]
        for n, name in enumerate(self.names):
            after: list[Item] = []
            for one in current:
                value = one if isinstance(one.value, Unknown) else _step(one, name, scope)
                if isinstance(value.value, list) and n < len(self.names) - 1:
                    many = True
                    after.extend(_elements(value))
                elif value.value is not None:
                    after.append(value)
            current = after
        if many:
            return [v for i in current for v in (i.value if isinstance(i.value, list) else [i.value])]
        return current[0].value if current else None


def compile_path(text: str, model: Model, parent: Model = None) -> Path:
    """A path from a value of the model. Raises NamingError for a name that the model does not have."""
    names = tuple(text.split("."))
    here: Model = model
    above = parent
    for n, name in enumerate(names):
        if name.startswith("x-"):
            here = None
            continue
        if here is None and n:
            raise NamingError("path-ends", path=text, name=name)
        if name not in names_of(here):
            raise NamingError("unknown-field", path=text, of=_called(here), **unknown_name(name, names_of(here)))
        if name == "document" and here is not Document:
            here, above = Document, None
        elif name == "parent":
            here, above = above, None
        elif name == VALUE and here is None:
            pass
        elif name == DEFINITION:
            above = None
        elif here is Term:
            here = None
        else:
            part = typing.cast("type[Part]", here)
            here, above = inner_model(part, name), part
    return Path(text, names, here)


def _called(model: Model) -> str:
    return model.__name__ if model else ""


def _elements(item: Item) -> Iterator[Item]:
    for n, value in enumerate(item.value):
        yield Item(value, item.entry, (*item.steps, n), item.parent)


def _walk(item: Item, names: tuple[str, ...], scope: Scope) -> Iterator[Item]:
    if isinstance(item.value, list):
        for element in _elements(item):
            yield from _walk(element, names, scope)
    elif not names:
        if item.value is not None:
            yield item
    else:
        yield from _walk(_step(item, names[0], scope), names[1:], scope)


def _step(item: Item, name: str, scope: Scope) -> Item:
    """One step of a path. What an uppdrag or goal does not call itself it is called where it was decided."""
    value = item.value
    if isinstance(value, Part):
        if name == "document" and item.entry is not None and not isinstance(value, Document):
            return Item(item.entry.document, item.entry)
        if name == "parent":
            return item.parent or Item(None)
        if name == DEFINITION:
            return _definition(item, scope)
        if name == "ref" and item.entry is not None:
            return Item(
                lineage.reference(scope.workspace, item.entry, value, scope.as_of), item.entry, (*item.steps, name), item
            )
        if name == "title" and getattr(value, "title", None) is None:
            place = _definition(item, scope)
            return Item(getattr(place.value, "title", None) or getattr(value, "ref", None), item.entry, item.steps, item)
        method = derived_of(type(value)).get(name)
        if method is not None:
            within = scope.of(item.entry) if item.entry is not None else scope
            return Item(method(value, within), item.entry, item.steps, item)
        if name.startswith("x-"):
            written = item.entry.source.value(item.steps) if item.entry is not None else {}
            return Item(written.get(name), item.entry, (*item.steps, name), item)
        return Item(getattr(value, _attribute(type(value), name), None), item.entry, (*item.steps, name), item)
    if isinstance(value, Term):
        return Item(value.id if name == "id" else value.title)
    if name == VALUE:
        return item
    if name == "document" and item.entry is not None:
        return Item(item.entry.document, item.entry)
    if name == "parent":
        return item.parent or Item(None)
    if isinstance(value, dict):
        return Item(value.get(name), item.entry, (*item.steps, name), item)
    return Item(None)


@cache
def _attribute(model: type[BaseModel], key: str) -> str:
    return next((name for name, field in model.model_fields.items() if field.alias == key), "")


def _definition(item: Item, scope: Scope) -> Item:
    told = getattr(item.value, "ref", None) or getattr(item.value, "id", None)
    if item.entry is None or told is None:
        return Item(None)
    ref = told if "/" in told else f"{item.entry.header.identity}/{told}"
    place = lineage.definition(scope.workspace, ref, scope.as_of)
    if isinstance(place, Unknown):
        return Item(place)
    return Item(place.value, place.entry, place.steps) if place else Item(None)
