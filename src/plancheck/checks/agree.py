"""``agree``: two tellings say the same. Either items in pairs, field by field, or one total and another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.document import Part, Unknown
from plancheck.matching import Index, On, join_of
from plancheck.selectors import Item, Path, Selection, Selector, normalized
from plancheck.verdict import Check, Verdict, about, list_place, not_assessable, passed, whole
from plancheck.workspace import Scope

if TYPE_CHECKING:
    from plancheck.ruleset import Builder


class Total(Part):
    """A number made of many: how many there are, or what they add up to."""

    count: str | None = Field(default=None, description="A selector: the number of what it gives.")
    sum: str | None = Field(default=None, description="A selector of figures: their sum.")
    where: dict[str, Any] = Field(default={}, description="Which of them.")

    @model_validator(mode="after")
    def _one_of_two(self) -> Total:
        if (self.count is None) == (self.sum is None):
            raise PydanticCustomError("problem", "form", {"key": "total-form"})
        return self


class Parameters(Part):
    """What a rule of this kind says: `items`, `with`, `on` and `compare`, or `total` and `equals`."""

    items: str | None = Field(default=None, description="The first telling: a selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items.")
    with_: str | None = Field(default=None, description="The second telling: a selector; left out, the item itself.")
    on: On = Field(default="ref", description="What makes two the same: a field of both, or field: field.")
    compare: str | dict[str, str] | None = Field(default=None, description="What must agree: a field of both, or field: field.")
    tolerance: int | float = Field(default=0, ge=0, description="How far figures may differ.")
    total: Total | None = None
    equals: Total | None = None

    @model_validator(mode="after")
    def _one_of_two_forms(self) -> Parameters:
        pairs = self.items is not None and self.compare is not None
        totals = self.total is not None and self.equals is not None
        if pairs == totals:
            raise PydanticCustomError("problem", "form", {"key": "agree-form"})
        return self


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    return _totals(parameters, build) if parameters.total else _pairs(parameters, build)


def _pairs(parameters: Parameters, build: Builder) -> Check:
    items = build.selector(parameters.items or "", "items")
    other = build.selector(parameters.with_, "with") if parameters.with_ else items
    where = build.requirement(parameters.where, items, "where")
    join = join_of(parameters.on, items, other, build) if parameters.with_ else None
    compare = parameters.compare if isinstance(parameters.compare, dict) else {str(parameters.compare): str(parameters.compare)}
    fields = [(build.path(left, items, "compare"), build.path(right, other, "compare")) for left, right in compare.items()]

    def judge(scope: Scope) -> Iterator[Verdict]:
        there = other.select(scope) if join else Selection([])
        if there.gap and not there.items:
            yield not_assessable(whole(scope), whole(scope), there.gap)
            return
        index = Index(there.items, join.right, scope) if join else None
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            for left, right in fields:
                matches = index.differing(item, join.left, right, scope) if index and join else [item]
                for found in matches:
                    yield _compared(item, found, left, right, parameters.tolerance, scope)

    return Check(judge, {"item": items, "found": other, "field": None, "here": None, "there": None})


def _compared(item: Item, found: Item, left: Path, right: Path, tolerance: float, scope: Scope) -> Verdict:
    here, there = left.read(item, scope), right.read(found, scope)
    for value in (here, there):
        if value is None or isinstance(value, Unknown):
            return not_assessable(item, item, value or Unknown("told-once", field=left.text))
    if isinstance(here, Mapping) and isinstance(there, Mapping):
        differing = [key for key in here if key in there and not _same(here[key], there[key], tolerance)]
        if not differing:
            return passed(item)
        key = differing[0]
        field, here, there = f"{left.text}.{key}", here[key], there[key]
        place = Item(here, item.entry, (*item.steps, left.text, key), item)
        other = Item(there, found.entry, (*found.steps, right.text, key), found)
        values = {"item": item, "found": found, "field": field, "here": here, "there": there}
        return Verdict("failed", item, place, related=((other, "told-here"),), values=values)
    if _same(here, there, tolerance):
        return passed(item)
    values = {"item": item, "found": found, "field": left.text, "here": here, "there": there}
    related = ((Item(there, found.entry, (*found.steps, right.text)), "told-here"),) if found is not item else ()
    return Verdict("failed", item, item, key=left.text, related=related, values=values)


def _same(here: Any, there: Any, tolerance: float) -> bool:
    if isinstance(here, int | float) and isinstance(there, int | float):
        return abs(here - there) <= tolerance + 1e-9
    return bool(normalized(here) == normalized(there))


def _totals(parameters: Parameters, build: Builder) -> Check:
    assert parameters.total and parameters.equals
    left, right = _total_of(parameters.total, build, "total"), _total_of(parameters.equals, build, "equals")

    def judge(scope: Scope) -> Iterator[Verdict]:
        document = whole(scope)
        (here, places), (there, others) = left(scope), right(scope)
        place = places[0] if places and places[0].entry is scope.entry else list_place(scope, _first(parameters.total))
        for value in (here, there):
            if isinstance(value, Unknown):
                yield not_assessable(document, place, value)
                return
        if _same(here, there, parameters.tolerance):
            yield passed(document, place)
        else:
            related = tuple((item, "counted-here") for item in others[:5])
            yield Verdict("failed", document, place, related=related, values={"here": here, "there": there})

    return Check(judge, {"here": None, "there": None})


def _first(total: Total | None) -> str:
    return ((total.count or total.sum or "") if total else "").split(".")[0]


def _total_of(total: Total, build: Builder, key: str) -> Any:
    name = "count" if total.count else "sum"
    selector: Selector = build.selector(total.count or total.sum or "", key, name)
    parent = selector if total.count else build.selector(selector.text.rpartition(".")[0], key, name)
    where = build.requirement(total.where, parent, key, "where")

    def number(scope: Scope) -> tuple[Any, list[Item]]:
        selection = parent.select(scope)
        items = [item for item in selection.items if where.holds(item, scope)]
        if selection.gap and not items:
            return selection.gap, []
        if total.count:
            return len(items), items
        path = build.path(selector.text.rpartition(".")[2], parent, key, name)
        figures = [path.read(item, scope) for item in items]
        if not figures:
            return Unknown("no-figures", text=selector.text), []
        if not all(isinstance(figure, int | float) for figure in figures):
            return Unknown("part-without-figure", field=path.text), []
        return sum(figures), items

    return number
