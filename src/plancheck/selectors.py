"""Paths and matchers: how a rule names what it is about and what it demands of it.

A *path* leads from an item to a value by the names of the document model: ``at.section``, ``given.due``. A *selector* is a
path from the document that is checked, or from what surrounds it (`ROOTS`). A *matcher* is a demand on a value. All are
compiled when a rule set is loaded, so that a name that does not exist is refused there.
"""

from __future__ import annotations

import datetime
import re
import typing
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from plancheck.document import Document, Part, Unknown, Uppdrag, derived_of, inner_model, keys_of
from plancheck.history import history
from plancheck.problems import unknown_name
from plancheck.source import Steps
from plancheck.workspace import Entry, Scope


class NamingError(Exception):
    """A name in a rule that does not exist. `key` is a key of the catalogue, `details` fill its words."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.key = key
        self.details = details


class Years(NamedTuple):
    """The years in which something holds, both included."""

    first: int = 0
    last: int = 9999

    @classmethod
    def of(cls, given: str | int | None) -> Years | None:
        """The years that a rule set names: 2024, 2022-, -2023, 2022-2024; None where it names none that make sense."""
        if given is None:
            return cls()
        # YAML reads -2023 as a number.
        if re.fullmatch(r"[0-9]{4}", str(given)):
            return cls(int(given), int(given))
        match = re.fullmatch(r"([0-9]{4})?-([0-9]{4})?", str(given))
        years = cls(int(match[1] or 0), int(match[2] or 9999)) if match and given != "-" else None
        return years if years and years.first <= years.last else None

    def cover(self, year: int) -> bool:
        """Whether a year is one of them."""
        return self.first <= year <= self.last


class Term(NamedTuple):
    """A word of a vocabulary as an item: its id, what people call it, by language, and the years in which it holds."""

    id: str | int
    title: Mapping[str, str] | str
    years: Years = Years()


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
GIVEN = "given"
"""The step from an uppdrag or a goal to where it was decided."""


def names_of(model: Model) -> list[str]:
    """The names that a path may continue with from a value of this model."""
    if model is None:
        return [VALUE, "document", "parent"]
    if model is Term:
        return ["id", "title"]
    part = typing.cast("type[Part]", model)
    given = [GIVEN] if {"id", "ref"} <= part.model_fields.keys() else []
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
        elif name == GIVEN:
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
        if name == GIVEN:
            return _given(item, scope)
        if name == "ref" and item.entry is not None:
            return Item(scope.workspace.reference(item.entry, value, scope.as_of), item.entry, (*item.steps, name), item)
        if name == "title" and getattr(value, "title", None) is None:
            place = _given(item, scope)
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


def _given(item: Item, scope: Scope) -> Item:
    told = getattr(item.value, "ref", None) or getattr(item.value, "id", None)
    if item.entry is None or told is None:
        return Item(None)
    ref = told if "/" in told else f"{item.entry.header.identity}/{told}"
    place = scope.workspace.definition(ref, scope.as_of)
    if isinstance(place, Unknown):
        return Item(place)
    return Item(place.value, place.entry, place.steps) if place else Item(None)


# Selectors


class Selection(NamedTuple):
    """What a selector found. `gap` tells why it may not be everything: an earlier document that is missing.

    `excerpt` tells that what was found comes from an excerpt: there may be more of it.
    """

    items: list[Item]
    gap: Unknown | None = None
    excerpt: Unknown | None = None


ROOTS = ("document", "annex", "previous", "history", "namnd")
"""What a selector may begin with, beside the names of the document itself and the kinds of document."""


class Selector(NamedTuple):
    """A compiled selector. `local` tells whether it leads into the document that is checked; `model` is what it selects."""

    text: str
    root: str
    kind: str
    path: Path
    terms: tuple[Term, ...] = ()

    @property
    def local(self) -> bool:
        """Whether the items stand in the document that is checked."""
        return self.root == "document"

    @property
    def is_of_the_whole(self) -> bool:
        """Whether it leads to one value of the document, which an excerpt has like any other."""
        return not self.path.names or self.path.names[0] in derived_of(Document)

    @property
    def model(self) -> Model:
        """What an item is."""
        return Term if self.root == "terms" else self.path.model

    @property
    def parent(self) -> Model:
        """What an item is a part of."""
        start = Uppdrag if self.root == "history" else Document
        names = self.path.names[:-1]
        return compile_path(".".join(names), start).model if names else start

    def select(self, scope: Scope) -> Selection:
        """The items, in the order in which they stand."""
        if self.root == "terms":
            return Selection([Item(term) for term in self.terms if term.years.cover(scope.document.year)])
        if self.root == "history":
            places, gap = history(scope.workspace, scope.document)
            return Selection(
                [
                    found._replace(doubt=place.doubt)
                    for place in places
                    for found in self.path.items(Item(place.value, place.entry, place.steps), scope)
                ],
                gap,
                _excerpt(place.entry for place in places if place.entry.header.namnd is None),
            )
        entries = self._entries(scope)
        if isinstance(entries, Unknown):
            return Selection([], entries)
        found = [item for entry in entries for item in self.path.items(Item(entry.document, entry), scope)]
        return Selection(found, excerpt=None if self.local or self.is_of_the_whole else _excerpt(entries))

    def _entries(self, scope: Scope) -> Iterable[Entry] | Unknown:
        document, workspace = scope.document, scope.workspace
        match self.root:
            case "document":
                return [scope.entry]
            case "namnd":
                return workspace.of_others(document)
            case "previous":
                return workspace.find(self.kind, document.namnd, document.year - 1)
            case _:
                return workspace.find(self.kind, document.namnd, document.year)


def _excerpt(entries: Iterable[Entry]) -> Unknown | None:
    """That one of the documents is an excerpt, where one is."""
    found = next((entry.document for entry in entries if entry.document.excerpt), None)
    return Unknown("excerpt", name=found.title or found.identity()) if found else None


def compile_selector(text: str, kinds: Iterable[str]) -> Selector:
    """A selector of a rule. Raises NamingError for a root or a field that does not exist."""
    known = list(kinds)
    first, _, rest = text.partition(".")
    root, kind = first, ""
    if first in ("annex", "previous"):
        kind, _, rest = rest.partition(".")
        if kind not in known:
            raise NamingError("unknown-document-kind", path=text, **unknown_name(kind, known))
    elif first in known and first not in keys_of(Document):
        root, kind = "kind", first
    elif first not in ROOTS:
        if first not in names_of(Document) and not first.startswith("x-"):
            names = [*keys_of(Document), *derived_of(Document), *ROOTS, *known]
            raise NamingError("unknown-selector", path=text, **unknown_name(first, names))
        root, rest = "document", text
    start: Model = Uppdrag if root == "history" else Document
    path = compile_path(rest, start) if rest else Path("", (), start)
    return Selector(text, root, kind, path)


def select_terms(text: str, terms: Iterable[Term]) -> Selector:
    """A selector that gives the terms of a list: the articles 2, 3, 6 and 12, the sections that must be there."""
    return Selector(text, "terms", "", Path("", (), Term), tuple(terms))


# Matchers

Answer: TypeAlias = "bool | Unknown"
Matcher: TypeAlias = Callable[[Any, Scope], Answer]
Operand: TypeAlias = Callable[[Scope], Any]

OPERATORS = (
    "not", "any", "all", "before", "after", "at-least", "at-most", "includes", "matches", "min-words", "says-only", "count",
)  # fmt: skip


def normalized(value: Any) -> Any:
    """A value as it is compared, and can be looked up: text without regard to case and to white space."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", " ".join(value.split()).casefold())
    if isinstance(value, dict):
        return tuple(sorted((str(key), normalized(inner)) for key, inner in value.items()))
    return tuple(normalized(inner) for inner in value) if isinstance(value, list) else value


def spoken(text: str) -> str:
    """The words of a text alone: case, punctuation and line breaks do not matter."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))).casefold()


def is_present(value: Any) -> bool:
    """Whether there is something: not None, no empty list, no blank text."""
    return value is not None and value != [] and value != {} and not (isinstance(value, str) and not value.strip())


def compile_matcher(given: Any, operand: Callable[[str], Operand]) -> Matcher:
    """A matcher from what a rule says: ``present``, ``absent``, a value, a list of values, or operators.

    `operand` resolves ``$document.year`` and the like. Raises NamingError for an operator that does not exist, TypeError for
    an argument that an operator can do nothing with, re.error for a faulty pattern.
    """
    if given in ("present", "absent"):
        return lambda value, _: _is_there(value, given == "present")
    if isinstance(given, Mapping):
        if not given:
            raise TypeError(given)
        return _all([_operator(name, argument, operand) for name, argument in given.items()])
    wanted = _operands(given, operand)

    def equal(value: Any, scope: Scope) -> Answer:
        found = wanted(scope)
        if isinstance(found, Unknown):
            return found
        accepted = [normalized(one) for one in found]
        return _each(value, lambda one: normalized(one) in accepted)

    return equal


def _is_there(value: Any, wanted: bool) -> Answer:
    """Whether there is something, as is wanted, or nothing; of a list, whether any of it is known."""
    if isinstance(value, list) and value and all(isinstance(one, Unknown) for one in value):
        return typing.cast(Unknown, value[0])
    return value if isinstance(value, Unknown) else is_present(value) is wanted


def _operand(given: Any, resolve: Callable[[str], Operand]) -> Operand:
    if isinstance(given, str) and given.startswith("$"):
        return resolve(given[1:])
    return lambda _: given


def _each(value: Any, test: Callable[[Any], Answer]) -> Answer:
    """A test of a value, or of each value of a list."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, list):
        return _both(one if isinstance(one, Unknown) else test(one) for one in value) if value else False
    return test(value)


def _both(answers: Iterable[Answer]) -> Answer:
    unknown = None
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, Unknown):
            unknown = answer
    return unknown or True


def _either(answers: Iterable[Answer]) -> Answer:
    unknown = None
    for answer in answers:
        if answer is True:
            return True
        if isinstance(answer, Unknown):
            unknown = answer
    return unknown or False


def _all(matchers: list[Matcher]) -> Matcher:
    return lambda value, scope: _both(matcher(value, scope) for matcher in matchers)


def _operator(name: str, argument: Any, operand: Callable[[str], Operand]) -> Matcher:
    """The matcher of an operator. Raises TypeError for an argument that it can do nothing with."""
    if name not in OPERATORS:
        raise NamingError("unknown-operator", **unknown_name(name, OPERATORS))
    if name == "not":
        inner = compile_matcher(argument, operand)

        def negated(value: Any, scope: Scope) -> Answer:
            answer = inner(value, scope)
            return answer if isinstance(answer, Unknown) else not answer

        return negated
    if name in ("any", "all"):
        arms = [compile_matcher(one, operand) for one in _kind_of(argument, list)]
        if not arms:
            raise TypeError(name)
        return _all(arms) if name == "all" else lambda value, scope: _either(arm(value, scope) for arm in arms)
    if name == "count":
        counted = compile_matcher(argument, operand)

        def count(value: Any, scope: Scope) -> Answer:
            if isinstance(value, Unknown):
                return value
            unknown = _unknown_in(value)
            return unknown or counted(len(value) if isinstance(value, list) else int(is_present(value)), scope)

        return count
    if name == "matches":
        pattern = re.compile(_kind_of(argument, str))
        return lambda value, _: _each(value, lambda one: isinstance(one, str) and pattern.search(one) is not None)
    if name == "min-words":
        least = _kind_of(argument, int)
        return lambda value, _: _each(value, lambda one: isinstance(one, str) and len(spoken(one).split()) >= least)
    if name in ("includes", "says-only"):
        given = _operands(argument, operand)
        if name == "includes":
            return lambda value, scope: _includes(value, given(scope))
        return lambda value, scope: _each(value, lambda one: _says_only(one, given(scope)))
    limit = _operand(argument if _is_reference(argument) else _kind_of(argument, int, float, datetime.date), operand)
    return lambda value, scope: _each(value, lambda one: _compared(one, name, limit(scope)))


def _kind_of(argument: Any, *kinds: type) -> Any:
    """The argument, where it is of one of the kinds."""
    if not isinstance(argument, kinds) or (isinstance(argument, bool) and bool not in kinds):
        raise TypeError(argument)
    return argument


def _is_reference(argument: Any) -> bool:
    return isinstance(argument, str) and argument.startswith("$")


def _operands(argument: Any, operand: Callable[[str], Operand]) -> Operand:
    """The values that an argument stands for: itself, those of a list, those that references give."""
    given = argument if isinstance(argument, list) else [argument]
    wanted = [_operand(_kind_of(one, str, int, float, bool, datetime.date), operand) for one in given]

    def values(scope: Scope) -> Any:
        found: list[Any] = []
        for one in wanted:
            value = one(scope)
            if isinstance(value, Unknown):
                return value
            found.extend(value if isinstance(value, list) else [value])
        return found

    return values


def _includes(value: Any, wanted: Any) -> Answer:
    for one in (value, wanted):
        if isinstance(one, Unknown):
            return one
    values = [normalized(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return any(normalized(one) in values for one in wanted) or _unknown_in(value) or False


def _unknown_in(value: Any) -> Unknown | None:
    """What cannot be told among the values of a list."""
    return next((one for one in value if isinstance(one, Unknown)), None) if isinstance(value, list) else None


def _says_only(value: Any, phrases: Any) -> Answer:
    """Whether a text says nothing but stock phrases, one or several of them."""
    if isinstance(phrases, Unknown):
        return phrases
    if not isinstance(value, str) or not spoken(value):
        return False
    # Only letters and digits are looked at, so that a word which is broken at the end of a line is still the same.
    rest = spoken(value).replace(" ", "")
    for phrase in sorted((spoken(str(p)).replace(" ", "") for p in phrases), key=len, reverse=True):
        if phrase:
            rest = rest.replace(phrase, " ")
    return not rest.strip()


def _compared(value: Any, how: str, limit: Any) -> Answer:
    for one in (value, limit):
        if isinstance(one, Unknown):
            return one
    if isinstance(limit, datetime.date) and isinstance(value, int | float):
        limit = limit.year
    if isinstance(value, datetime.date) and isinstance(limit, int | float):
        value = value.year
    if not isinstance(value, int | float | datetime.date) or not isinstance(limit, int | float | datetime.date):
        return Unknown("nothing-to-compare")
    match how:
        case "before":
            return bool(value < limit)  # type: ignore[operator]
        case "after":
            return bool(value > limit)  # type: ignore[operator]
        case "at-least":
            return bool(value >= limit)  # type: ignore[operator]
        case _:
            return bool(value <= limit)  # type: ignore[operator]


class Requirement(NamedTuple):
    """What an item must meet: paths and a matcher for each."""

    parts: tuple[tuple[Path, Matcher], ...]

    def test(self, item: Item, scope: Scope) -> tuple[Answer, Path, Any]:
        """Whether the item meets all of it; else the path that it fails at, and the value there."""
        unknown: tuple[Answer, Path, Any] | None = None
        for path, matcher in self.parts:
            value = path.read(item, scope)
            answer = matcher(value, scope)
            if answer is False:
                return False, path, value
            if isinstance(answer, Unknown):
                unknown = unknown or (answer, path, None)
        return unknown or (True, Path("", (), None), None)
