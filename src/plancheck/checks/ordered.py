"""``ordered``: items are in order, such as KF's uppdrag above the nämnd's own."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, dropped, order
from plancheck.model.base import Part, Unknown
from plancheck.query.matchers import normalized
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, not_assessable, passed


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(description="A selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    within: str | None = Field(default=None, description="A path: only items that have the same value there are put in order.")
    on: str = Field(description="What puts them in order: a path.")
    order: str | Annotated[list[str | int], Field(min_length=1)] | None = Field(
        default=None,
        description="The values in order: a list or `$vocabulary.NAME`; all others come last. Left out: smaller before larger.",
    )


MUTATIONS: Mutations = {"items": NAME, "where": conditions, "within": dropped, "on": NAME, "order": order}

PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "found": "the one before it",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    within = build.value_path(parameters.within, items, "within") if parameters.within else None
    path = build.value_path(parameters.on, items, "on")
    terms = build.selection(parameters.order, "order").terms if parameters.order else ()
    if parameters.order and not terms:
        raise build.problem("not-words", "order", given=parameters.order)

    def judge(scope: Scope) -> Iterator[Verdict]:
        valid = [term for term in terms if term.years.cover(scope.document.year)]
        ranks = {normalized(term.id): n for n, term in enumerate(valid)}
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        lasts: dict[Any, tuple[Any, Item]] = {}
        for item in chosen:
            value = path.read(item, scope)
            if value is None or isinstance(value, Unknown):
                yield not_assessable(item, item, value or Unknown("nothing-to-compare"))
                continue
            rank = ranks.get(normalized(value), len(ranks)) if terms else _natural(value)
            group = normalized(within.read(item, scope)) if within else None
            last = lasts.get(group)
            if last is not None and rank < last[0]:
                values = {"item": item, "found": last[1]}
                yield Verdict("failed", item, item, related=((last[1], "after-this"),), values=values)
            else:
                lasts[group] = (rank, item)
                yield passed(item)

    return Check(judge, {"item": items, "found": items})


def _natural(value: Any) -> list[tuple[int, Any]]:
    """A value to sort by as people do: a number in text counts as a number, so that section 3.9 comes before 3.10."""
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    if isinstance(value, int | float):
        return [(0, value)]
    return [(0, int(part)) if part.isdecimal() else (1, normalized(part)) for part in re.split(r"(\d+)", text) if part]
