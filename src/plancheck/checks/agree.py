"""``agree``: values in two places agree.

Either pairs of items, path by path; or all items that are the same with one another; or two totals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Annotated, Any, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, margin, members
from plancheck.model.base import NotNegative, Part, Unknown
from plancheck.model.figures import Measure
from plancheck.model.source import Step
from plancheck.model.text import Text
from plancheck.query.join import Index, Join, Known, On, known_by
from plancheck.query.matchers import is_present, normalized
from plancheck.query.paths import Item, Path
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selection, Selector
from plancheck.query.verdict import Check, Verdict, about, list_place, not_assessable, passed, whole


class Total(Part):
    """A number made of many items: how many there are, or what they add up to."""

    count: str | None = Field(default=None, description="A selector: how many it finds.")
    sum: str | None = Field(default=None, description="A selector of figures: what they add up to.")
    where: dict[str, Any] = Field(default={}, description="Which of them: matchers by path.")

    @model_validator(mode="after")
    def _one_of_two(self) -> Total:
        if (self.count is None) == (self.sum is None):
            raise PydanticCustomError("problem", "form", {"key": "total-form"})
        return self


class Parameters(Part):
    """What a rule of this kind says: `items` and `compare`, with `with` and `on` or one of them; or `total` and `equals`."""

    items: str | None = Field(default=None, description="The items: a selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path. With totals: which documents.")
    with_: str | None = Field(
        default=None,
        description="The items to compare them with: a selector.",
    )
    on: On | None = Field(
        default=None,
        description="What makes two the same: a path of both, or pairs `{path here: path there}`; together with "
        "`with`, it is `ref` if left out.",
    )
    compare: str | Annotated[dict[str, str], Field(min_length=1)] | None = Field(
        default=None, description="What must agree: a path of both, or pairs `{path here: path there}`."
    )
    tolerance: NotNegative = Field(default=0, description="How far figures may differ.")
    total: Total | None = Field(default=None, description="The first number: `count` or `sum`, and `where`.")
    equals: Total | None = Field(default=None, description="The second number, written the same way.")

    @model_validator(mode="after")
    def _one_of_two_forms(self) -> Parameters:
        pairs = self.items is not None and self.compare is not None
        totals = self.total is not None and self.equals is not None
        mixed = totals and {"items", "with_", "on", "compare"} & self.model_fields_set
        if pairs == totals or mixed or (pairs and (self.total or self.equals)):
            raise PydanticCustomError("problem", "form", {"key": "agree-form"})
        if totals and self.total == self.equals:
            raise PydanticCustomError("problem", "always", {"key": "agree-always", "within": ["equals"]})
        return self


TOTAL: Mutations = {"count": NAME, "sum": NAME, "where": conditions}
MUTATIONS: Mutations = {
    "items": NAME,
    "where": conditions,
    "with": NAME,
    "on": members,
    "compare": members,
    "tolerance": margin(default=0),
    "total": TOTAL,
    "equals": TOTAL,
}

PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item (not of totals)",
    "found": "the item that it is compared with (not of totals)",
    "field": "the path that differs (not of totals)",
    "here": "the value of the item, or `total`",
    "there": "the value of the other, or `equals`",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    return _totals(parameters, build) if parameters.total else _pairs(parameters, build)


def _pairs(parameters: Parameters, build: Builder) -> Check:
    items = build.selector(parameters.items or "", "items")
    other = build.selector(parameters.with_, "with") if parameters.with_ else items
    where = build.condition(parameters.where, items, "where")
    join = build.join(parameters.on or "ref", items, other) if parameters.with_ or parameters.on else None
    compare = parameters.compare if isinstance(parameters.compare, dict) else {str(parameters.compare): str(parameters.compare)}
    fields = [
        (build.value_path(left, items, "compare"), build.value_path(right, other, "compare")) for left, right in compare.items()
    ]

    def judge(scope: Scope) -> Iterator[Verdict]:
        if join and not parameters.with_:
            chosen, unknown = about(items.select(scope), where, scope)
            yield from unknown
            known = [(item, known_by(item, join.left, scope)) for item in chosen]
            for item, one in known:
                if one.many:
                    yield not_assessable(item, item, one.many)
            groups = _groups(known)
            for left, right in fields:
                for group in groups:
                    for item, first in _repeated(group, left, scope):
                        yield from _compared(_of(item, left, scope), _of(first, right, scope), parameters.tolerance)
            return
        there = other.select(scope) if join else Selection([])
        if there.lacking and not there.items:
            yield not_assessable(whole(scope), whole(scope), there.lacking)
            return
        index = Index(there.items, join.right, scope) if join else None
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            unknown_by = _unknown_by(item, join, index, scope) if index and join else None
            if unknown_by:
                yield not_assessable(item, item, unknown_by)
                continue
            for left, right in fields:
                matches = index.differing(item, join.left, right, scope) if index and join else [item]
                for match in matches:
                    yield from _compared(_of(item, left, scope), _of(match, right, scope), parameters.tolerance)

    return Check(judge, {"item": items, "found": other, "field": None, "here": None, "there": None})


def _unknown_by(item: Item, join: Join, index: Index, scope: Scope) -> Unknown | None:
    """Why it is not known which others an item is the same as: it is by too many, or by nothing that is certain."""
    own = known_by(item, join.left, scope)
    if own.many or index.find(own):
        return own.many
    return own.doubt or index.doubt(own) or (None if own.keys else own.unread)


class _Value(NamedTuple):
    """A value that is compared, the item that states it, and the steps from that item."""

    item: Item
    steps: tuple[Step, ...]
    value: Any

    @property
    def field(self) -> str:
        """The path from the item."""
        return ".".join(map(str, self.steps))

    @property
    def place(self) -> Item:
        """The value as an item of its own."""
        return Item(self.value, self.item.entry, (*self.item.steps, *self.steps), self.item)

    def at(self, key: Any) -> _Value:
        """What a value that is a mapping has under a key."""
        return _Value(self.item, (*self.steps, key), self.value[key])


def _of(item: Item, path: Path, scope: Scope) -> _Value:
    return _Value(item, tuple(path.text.split(".")), path.read(item, scope))


def _compared(here: _Value, there: _Value, tolerance: float) -> Iterator[Verdict]:
    """Whether two values agree; two series are compared key by key, for the keys that both have."""
    for stated in (here, there):
        parts = stated.value if isinstance(stated.value, list) else [stated.value]
        unknown = next((part for part in parts if isinstance(part, Unknown)), None)
        if stated.value is None or unknown:
            yield not_assessable(here.item, here.item, unknown or Unknown("stated-once", field=here.field))
            return
    if not isinstance(here.value, Mapping) or not isinstance(there.value, Mapping):
        yield _verdict(here, there, tolerance)
        return
    common = [key for key in here.value if key in there.value]
    if not common:
        yield not_assessable(here.item, here.item, Unknown("stated-once", field=here.field))
    for key in common:
        yield _verdict(here.at(key), there.at(key), tolerance)


def _verdict(here: _Value, there: _Value, tolerance: float) -> Verdict:
    if _same(here.value, there.value, tolerance):
        return passed(here.item)
    if unknown := _not_compared(here.value, there.value):
        return not_assessable(here.item, here.item, unknown)
    related = ((there.place, "stated-here"),) if there.item is not here.item else ()
    values = {"item": here.item, "found": there.item, "field": here.field, "here": here.value, "there": there.value}
    return Verdict("failed", here.item, here.place, related=related, values=values)


def _groups(items: Iterable[tuple[Item, Known]]) -> list[list[Item]]:
    """The items, with those that are the same together."""
    groups: dict[tuple[Any, ...], list[Item]] = {}
    for item, known in items:
        for key in known.keys:
            groups.setdefault(key, []).append(item)
    # Items with several references in common are together once.
    return list({tuple(map(id, group)): group for group in groups.values()}.values())


def _repeated(group: list[Item], path: Path, scope: Scope) -> Iterator[tuple[Item, Item]]:
    """The items of a group that state a value, each with the one to compare it with.

    That is the one whose value is the most precise; of several, the one whose value is the most common.
    """
    read = ((item, path.read(item, scope)) for item in group)
    stated = [(item, value) for item, value in read if is_present(value) and not isinstance(value, Unknown)]
    values = [value for _, value in stated]
    first = min(stated, key=lambda pair: (getattr(pair[1], "place", 0), -values.count(pair[1])), default=None)
    if first is not None:
        yield from ((item, first[0]) for item, _ in stated if item is not first[0])


def _same(here: Any, there: Any, tolerance: float) -> bool:
    if isinstance(here, Measure) and isinstance(there, Measure):
        return here.agrees(there)
    if isinstance(here, Unknown) and isinstance(there, Unknown):
        # What nobody can read is the same where it is written in the same way.
        return here.reason == there.reason
    if isinstance(here, int | float) and isinstance(there, int | float):
        return abs(here - there) <= tolerance + 1e-9
    return bool(normalized(here) == normalized(there))


def _not_compared(here: Any, there: Any) -> Unknown | None:
    """Why two values that are not the same cannot be compared: one is not known; or both are figures of which one has no known
    unit, or one may be a share and the other per cent.
    """
    if isinstance(here, Unknown) or isinstance(there, Unknown):
        return here if isinstance(here, Unknown) else there
    if not isinstance(here, Measure) or not isinstance(there, Measure):
        return None
    if bool(here.unit) != bool(there.unit):
        return Unknown("different-units", here=here, there=there)
    return Unknown("share-or-hundredths", here=here, there=there) if here.may_be_hundredths_of(there) else None


def _totals(parameters: Parameters, build: Builder) -> Check:
    assert parameters.total and parameters.equals
    left, right = _total_of(parameters.total, build, "total"), _total_of(parameters.equals, build, "equals")
    where = build.condition(parameters.where, build.selector("document", "where"), "where")

    def judge(scope: Scope) -> Iterator[Verdict]:
        document = whole(scope)
        applies = where.test(document, scope)[0]
        if applies is not True:
            if isinstance(applies, Unknown):
                yield not_assessable(document, document, applies)
            return
        here, there = left(scope), right(scope)
        local = here.items[:1] if here.items and here.items[0].entry is scope.entry else []
        place = local[0] if local else list_place(scope, _first(parameters.total))
        yield _totals_verdict(document, place, here, there, parameters.tolerance)

    return Check(judge, {"here": None, "there": None})


class _Number(NamedTuple):
    """A number made of many items, at least `low` and at most `high`, and the items. `why` says why it is not known exactly."""

    low: Any
    high: Any
    items: list[Item]
    why: Unknown | None = None

    @property
    def is_open(self) -> bool:
        """Whether there may be any number more."""
        return bool(self.high == math.inf)

    @property
    def shown(self) -> Any:
        """The number, or what it is between."""
        if self.why is None or self.low == self.high:
            return self.low
        return (
            Text("at-least", {"low": self.low})
            if self.high == math.inf
            else Text("between", {"low": self.low, "high": self.high})
        )


def _totals_verdict(document: Item, place: Item, here: _Number, there: _Number, tolerance: float) -> Verdict:
    """Whether two numbers agree; if one is not known exactly, whether they can."""
    why = here.why or there.why
    bounds = (here.low, here.high, there.low, there.high)
    if why and not all(isinstance(bound, int | float) for bound in bounds):
        return not_assessable(document, place, why)
    if why:
        if here.low - tolerance <= there.high and there.low - tolerance <= here.high:
            told = Unknown("not-compared", here=here.shown, there=there.shown, why=why.reason)
            return not_assessable(document, place, why if here.is_open or there.is_open else told)
    elif _same(here.low, there.low, tolerance):
        return passed(document, place)
    related = tuple((item, "counted-here") for item in there.items[:5])
    return Verdict("failed", document, place, related=related, values={"here": here.shown, "there": there.shown})


def _first(total: Total | None) -> str:
    return ((total.count or total.sum or "") if total else "").split(".")[0]


def _total_of(total: Total, build: Builder, key: str) -> Callable[[Scope], _Number]:
    """A function that gives the number."""
    name = "count" if total.count else "sum"
    selector: Selector = build.selector(total.count or total.sum or "", key, name)
    parent = selector if total.count else build.selector(selector.text.rpartition(".")[0], key, name)
    where = build.condition(total.where, parent, key, "where")

    path = build.path(selector.text.rpartition(".")[2], parent, key, name) if total.sum else None

    def number(scope: Scope) -> _Number:
        selection = parent.select(scope)
        answers = [(item, where.test(item, scope)[0]) for item in selection.items]
        items = [item for item, answer in answers if answer is True]
        doubtful = [(item, answer) for item, answer in answers if isinstance(answer, Unknown)]
        why = selection.lacking or (doubtful[0][1] if doubtful else None)
        if path is None:
            most = math.inf if selection.lacking else len(items) + len(doubtful)
            return _Number(len(items), most, items, why)
        return _sum_of([path.read(item, scope) for item in items], items, why, selector.text, path.text)

    return number


def _sum_of(figures: list[Any], items: list[Item], why: Unknown | None, text: str, field: str) -> _Number:
    """What figures add up to: numbers, or amounts of one unit."""
    if why is None and not figures:
        why = Unknown("no-figures", text=text)
    numbers = [figure for figure in figures if isinstance(figure, int | float)]
    amounts = [figure for figure in figures if isinstance(figure, Measure)]
    if why is None and len({amount.unit for amount in amounts}) > 1:
        why = Unknown("several-units", field=field)
    if why is None and len(figures) not in (len(numbers), len(amounts)):
        why = Unknown("part-without-figure", field=field)
    if why:
        return _Number(None, None, [], why)
    total = sum(numbers) if numbers else reduce(Measure.plus, amounts)
    return _Number(total, total, items)
