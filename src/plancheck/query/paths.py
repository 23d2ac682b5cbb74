"""Paths: how a rule names a value of an item. Every name is checked when a rule set is loaded."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from plancheck.model.base import Part, Uncertain, Unknown, keys_of, series_of
from plancheck.model.document import Document
from plancheck.model.source import Steps
from plancheck.model.text import Text, unknown_name
from plancheck.query.derived import Derive, Within, derived_of, model_at, reads
from plancheck.query.scope import Scope
from plancheck.repository import lineage, registers
from plancheck.repository.declared import Term
from plancheck.repository.workspace import Entry, Place


class NamingError(Exception):
    """A name in a rule that does not exist."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.text = Text(key, details)


class Item(NamedTuple):
    """A value that a selector found, and its place. A term of a vocabulary is in no document.

    `doubt` says why it may be out of date.
    """

    value: Any
    entry: Entry | None = None
    steps: Steps = ()
    parent: Item | None = None
    doubt: Unknown | None = None


Model: TypeAlias = "type[Part] | type[Term] | None"
"""What a path leads from: a part of a document, a term, or None where it is a plain value."""

YEAR = re.compile(r"year(?:([+-])([1-9]))?")
"""The step from a series of figures to that of a year, counted from the document's: ``year-1`` is the year before."""
_WORD = re.compile(r"\w")
VALUE = "value"
"""The step from a plain value, such as an item of a list of words, to itself."""
DEFINITION = "definition"
"""The step from an uppdrag or a goal to where it was decided."""
BACK = ("document", "parent")
"""The steps from an item to a whole that it is a part of."""
BY_LINK = (
    "ref",
    "serves",
    "dead-refs",
    "is-own",
    "known-as",
    "contributes-to",
    "reported-ref",
    "other-caretakers",
    "omitted-by",
    DEFINITION,
)
"""The steps of which the answer depends on what an item is linked to."""
STEPS: Mapping[str, str] = {
    DEFINITION: "where the uppdrag or goal was decided: `definition.due`, `definition.document.year`",
    "parent": "what the item is a part of: of an activity, its goal",
    "document": "the document that the item is in: `document.namnd`",
    VALUE: "the item itself, where it is a plain word, number or date",
}
"""The steps of a path besides the keys and derived fields of an item, and what they lead to."""


def names_of(model: Model) -> list[str]:
    """The names that a path may continue with from a value of this model."""
    if model is None:
        return [VALUE, "document", "parent"]
    if model is Term:
        return ["id", "title"]
    part = typing.cast("type[Part]", model)
    definition = [DEFINITION] if "ref" in part.model_fields else []
    return [*keys_of(part), *derived_of(part), *definition, "document", "parent"]


def _unknown_field(path: str, name: str, model: Model) -> NamingError:
    """That something has no field of a name: which keys it may have, and apart from these what rules know about it besides."""
    details = unknown_name(name, names_of(model))
    if isinstance(model, type) and issubclass(model, Part):
        keys = keys_of(model)
        details |= {"known": keys, "besides": [other for other in names_of(model) if other not in keys]}
    return NamingError("unknown-field", path=path, of=_name_of(model), **details)


class Path(NamedTuple):
    """A compiled path: the names, and what they lead to."""

    text: str
    names: tuple[str, ...]
    model: Model

    def items(self, item: Item, scope: Scope) -> list[Item]:
        """The items that the path leads to, lists flattened, each with its place."""
        items = [item]
        for name in self.names:
            items = [_step(current, name, scope) for current in _flat(items)]
        return [reached for reached in _flat(items) if reached.value is not None]

    def read(self, item: Item, scope: Scope) -> Any:
        """The value that the path leads to: None where there is none, a list where it leads through lists or to one.

        A list may have Unknown among its known values, such as at its end why there may be more in it.
        """
        if len(self.names) == 1:
            # Most paths have one step, and most of those lead to a plain value.
            name, value = self.names[0], item.value
            if short := _short_way(item, name):
                value = short(value, scope if item.entry is None else scope.of(item.entry))
                if value is None or isinstance(value, list):
                    value = _with_rest(Item(value, item.entry, item.steps, item), item, name).value
            elif not isinstance(value, Unknown):
                value = _with_rest(_step(item, name, scope), item, name).value
            return _values(value) if isinstance(value, list) else value
        through_list = False
        items = [item]
        for n, name in enumerate(self.names):
            reached: list[Item] = []
            for current in items:
                target = (
                    current if isinstance(current.value, Unknown) else _with_rest(_step(current, name, scope), current, name)
                )
                if isinstance(target.value, list) and n < len(self.names) - 1:
                    through_list = True
                    reached.extend(_elements(target))
                elif target.value is not None:
                    reached.append(target)
            items = reached
        if through_list:
            return _flattened(items)
        value = items[0].value if items else None
        return _values(value) if isinstance(value, list) else value


MOST_TURNS = 1
"""How often a path may go back to a whole and from there into its parts: each time it leads from each part to all of them."""
MOST_DERIVED = 2
"""How many steps of a path may lead to parts that the model derives, which are made of others."""


def compile_path(text: str, model: Model, parent: Model = None, turns: int = MOST_TURNS) -> Path:
    """A path from a value of the model, with at most so many turns.

    Raises NamingError for a name that the model does not have, and for a path that would lead to far too much.
    """
    names = tuple(text.split("."))
    is_series = goes_back = False
    derived = 0
    for n, name in enumerate(names):
        if name.startswith("x-"):
            model = None
            continue
        if is_series and YEAR.fullmatch(name):
            is_series = False
            continue
        if model is None and n:
            raise NamingError("path-ends", path=text, name=name)
        if name not in names_of(model):
            raise _unknown_field(text, name, model)
        is_series = isinstance(model, type) and issubclass(model, Part) and name in series_of(model)
        derived += isinstance(model, type) and issubclass(model, Part) and name in derived_of(model)
        model, parent = _models_after(name, model, parent)
        if name in (*BACK, DEFINITION):
            goes_back = goes_back or name in BACK
        elif model is not None and goes_back:
            goes_back, turns = False, turns - 1
        if turns < 0 or derived > MOST_DERIVED:
            raise NamingError("path-multiplies", path=text, name=name)
    return Path(text, names, model)


def _models_after(name: str, model: Model, parent: Model) -> tuple[Model, Model]:
    """The model of what a step leads to from a value of a model, and the model that its `parent` has."""
    if name == "document" and model is not Document:
        return Document, None
    if name == "parent":
        return parent, None
    if name == VALUE and model is None:
        return None, parent
    if name == DEFINITION:
        return model, None
    if model is Term:
        return None, parent
    part = typing.cast("type[Part]", model)
    return model_at(part, name), part


def _name_of(model: Model) -> Text | str:
    """What people call what a model is of."""
    return Text(f"part-{re.sub('(?<!^)(?=[A-Z])', '-', model.__name__).lower()}") if model else ""


def _elements(item: Item) -> Iterator[Item]:
    for n, value in enumerate(item.value):
        if isinstance(value, Place):
            yield Item(value.value, value.entry, value.steps, item.parent, value.doubt)
        elif isinstance(value, Within) and item.parent is not None:
            yield _item_within(value, item.parent)
        else:
            yield Item(value, item.entry, (*item.steps, n), item.parent)


def _item_within(within: Within, whole: Item) -> Item:
    """The item of a value within another item. What stands for the other itself is a part of the same as that."""
    parent = _item_within(within.above, whole) if within.above else whole.parent
    return Item(within.value, whole.entry, (*whole.steps, *within.steps), parent)


def _flattened(items: list[Item]) -> list[Any]:
    """The values of the items, and of those that are lists what is in them."""
    return [value for item in items for value in (_values(item.value) if isinstance(item.value, list) else [item.value])]


def _values(values: list[Any]) -> list[Any]:
    """The values of a list, without the places where some of them are."""
    return [value.value if isinstance(value, Place | Within) else value for value in values]


def _flat(items: list[Item]) -> list[Item]:
    """The items, and in place of those that are lists what is in them."""
    while any(isinstance(item.value, list) for item in items):
        items = [inner for item in items for inner in (_elements(item) if isinstance(item.value, list) else [item])]
    return items


def _with_rest(target: Item, item: Item, name: str) -> Item:
    """What a step led to, and why there may be more of it than the document of the item has: at the end of a list, or in place
    of nothing.
    """
    if item.entry is None or not (target.value is None or isinstance(target.value, list)) or not isinstance(item.value, Part):
        return target
    document = item.entry.document
    more = document.may_lack(name) if item.value is document and name in keys_of(Document) else document.unread(name)
    if more is None:
        return target
    return target._replace(value=[*target.value, more] if isinstance(target.value, list) else more)


def _step(item: Item, name: str, scope: Scope) -> Item:
    """What one step of a path leads to from an item; an item without a value where there is nothing."""
    value = item.value
    if name == "parent":
        return item.parent or Item(None)
    if name == "document" and item.entry is not None and not isinstance(value, Document | Term):
        return Item(item.entry.guess(value) or item.entry.document, item.entry)
    if isinstance(value, Part):
        target = _step_from_part(item, value, name, scope)
        doubt = item.entry.link_doubt(item.steps) if name in BY_LINK and item.entry is not None else None
        return target._replace(value=Uncertain(target.value, doubt.reason.key, **doubt.reason.details)) if doubt else target
    if isinstance(value, Term):
        return Item(value.id if name == "id" else value.title)
    if name == VALUE:
        return item
    if isinstance(value, dict) and (found := YEAR.fullmatch(name)) and item.entry is not None:
        year = item.entry.document.year + int("".join(found.groups("")) or 0)
        figure = value.get(year)
        # Words in the place of a figure, such as "i.u.", are none.
        return Item(figure if isinstance(figure, int | float) else None, item.entry, (*item.steps, year), item)
    return Item(value.get(name), item.entry, (*item.steps, name), item) if isinstance(value, dict) else Item(None)


def _step_from_part(item: Item, part: Part, name: str, scope: Scope) -> Item:
    """What a step leads to from a part of a document. A goal or uppdrag without a title has that of its definition."""
    if name == DEFINITION:
        return _definition(item, scope)
    if name == "ref" and item.entry is not None:
        refs = lineage.references(scope.workspace, item.entry, part, scope.as_of)
        return Item(_alone(refs), item.entry, (*item.steps, name), item)
    if name == "title" and not _WORD.search(getattr(part, "title", None) or ""):
        if item.entry is not None and item.entry.link_doubt(item.steps) and (own := _value_of_key(item, part, "x-wording")):
            # What it is called elsewhere may be another's name.
            return Item(own, item.entry, item.steps, item)
        titles = [_title_of(ref, part, scope) for ref in _defining_refs(item)]
        return Item(_alone([title for title in titles if title]), item.entry, item.steps, item)
    if part.unread_keys:
        keys = reads(type(part), name) or (name,)
        unread = next((part.unread_keys[key] for key in keys if key in part.unread_keys), None)
        if unread and not isinstance(getattr(part, _attribute(type(part), name), None), list):
            return Item(unread, item.entry, item.steps, item)
    derive = derived_of(type(part)).get(name)
    if derive is not None:
        within = scope.of(item.entry) if item.entry is not None else scope
        return Item(derive(part, within), item.entry, item.steps, item)
    return Item(_value_of_key(item, part, name), item.entry, (*item.steps, name), item)


def _value_of_key(item: Item, part: Part, key: str) -> Any:
    """The value of a key of a part. The model has no keys that begin with ``x-``: those are read from the file."""
    if key.startswith("x-"):
        return item.entry.source.value(item.steps).get(key) if item.entry is not None else None
    return getattr(part, _attribute(type(part), key), None)


@cache
def _attribute(model: type[BaseModel], key: str) -> str:
    return next((name for name, field in model.model_fields.items() if field.alias == key), "")


def _short_way(item: Item, name: str) -> Derive | None:
    """The function that gives the value at a key or a derived field of an item; None where it takes more to know it."""
    part, entry = item.value, item.entry
    if not isinstance(part, Part) or part.unread_keys:
        return None
    if name in BY_LINK and entry is not None and entry.link_doubt(item.steps):
        return None
    return _short_ways(type(part)).get(name)


@cache
def _short_ways(model: type[Part]) -> Mapping[str, Derive]:
    """The keys and derived fields of a model of which the value follows from a part alone that was read whole."""
    longer = {"ref", "title", "document", "parent", DEFINITION}
    derived = {name: derive for name, derive in derived_of(model).items() if name not in longer}
    plain = {key: _of_key(_attribute(model, key)) for key in keys_of(model) if key not in longer}
    return {**plain, **derived}


def _of_key(attribute: str) -> Derive:
    get = attrgetter(attribute)
    return lambda part, _: get(part)


def _alone(values: list[Any]) -> Any:
    """The value of a list that has only one; None for one that has none."""
    return values if len(values) > 1 else next(iter(values), None)


def _defining_refs(item: Item) -> list[str]:
    return lineage.own_refs(item.entry, item.value) if item.entry is not None else []


def _title_of(ref: str, part: Part, scope: Scope) -> str | None:
    """The title of what a reference leads to, else the reference, where the part has it from elsewhere."""
    place = lineage.definition(scope.workspace, ref, scope.as_of)
    title: str | None = getattr(place.value, "title", None) if isinstance(place, Place) else None
    return title or (ref if getattr(part, "ref", None) is not None else None)


def _definition(item: Item, scope: Scope) -> Item:
    """The definition of a goal or an uppdrag, or those of a goal with several; an item without a value where there is none."""
    key = lineage.key_of(item.value)
    defined = [lineage.definition(scope.workspace, ref, scope.as_of, key) for ref in _defining_refs(item)]
    if not defined and (key == "goals" or key == "uppdrag"):
        # It may be what could not be read of a register.
        defined = [registers.unread_in_registers(scope.workspace, key, last=scope.document.year)]
    found = _alone([place for place in defined if place is not None])
    if isinstance(found, Place):
        return Item(found.value, found.entry, found.steps)
    return Item(found, item.entry, item.steps, item)
