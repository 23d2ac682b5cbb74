"""``sum``: parts add up to their total, within rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, margin, members
from plancheck.model.base import NotNegative, Part, Unknown
from plancheck.model.text import Text
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, not_assessable, passed


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(description="A selector of what has parts and a total.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    parts: str = Field(description="A field of the item: the list of its parts.")
    total: str = Field(description="A field of the item: its total, with the same figures.")
    figures: list[str] = Field(min_length=1, description="The fields that must add up, each by itself.")
    rounding: NotNegative = Field(default=1, description="What figures are rounded to: each may be off by half of it.")


PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "field": "the figure",
    "sum": "what the parts add up to",
    "total": "the total",
    "difference": "how far apart they are",
}
"""What messages may name, and what it is."""


MUTATIONS: Mutations = {
    "items": NAME,
    "where": conditions,
    "parts": NAME,
    "total": NAME,
    "figures": members,
    "rounding": margin(default=1),
}


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    parts = build.selector(f"{parameters.items}.{parameters.parts}", "parts")
    total = build.selector(f"{parameters.items}.{parameters.total}", "total")
    inner = build.path(parameters.parts, items, "parts")
    whole = build.path(parameters.total, items, "total")
    figures = [(build.path(name, parts, "figures"), build.path(name, total, "figures")) for name in parameters.figures]

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            ends = whole.items(item, scope)
            if not ends:
                continue
            for part_figure, total_figure in figures:
                shown = total_figure.read(ends[0], scope)
                if shown is None:
                    continue
                added = [part_figure.read(part, scope) for part in inner.items(item, scope)]
                yield _added_up(item, ends[0], total_figure.text, added, shown, parameters.rounding)

    return Check(judge, {"item": items, "field": None, "sum": None, "total": None, "difference": None})


def _added_up(item: Item, end: Item, field: str, added: list[Any], shown: Any, rounding: float) -> Verdict:
    place = Item(shown, end.entry, (*end.steps, field), end)
    if isinstance(shown, Unknown):
        return not_assessable(item, place, shown)
    if not added or any(not isinstance(value, int | float) for value in added):
        return not_assessable(item, place, Unknown("part-without-figure", field=field))
    total = round(sum(added), 6)
    if abs(total - shown) <= rounding * (len(added) + 1) / 2:
        return passed(item, place)
    values = {"item": item, "field": field, "sum": total, "total": shown, "difference": round(total - shown, 6)}
    return Verdict("failed", item, place, label=Text("adds-up-to", {"sum": total}), values=values)
