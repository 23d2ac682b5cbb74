"""``unique``: no two items are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, members
from plancheck.model.base import Part
from plancheck.query.join import join_keys, link_doubt
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, not_assessable, passed


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(description="A selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    on: str | Annotated[list[str], Field(min_length=1)] = Field(
        description="What makes two the same: a path, or a list of paths that must all fit."
    )


MUTATIONS: Mutations = {"items": NAME, "where": conditions, "on": members}

PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "found": "the first one that is the same",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    names = [parameters.on] if isinstance(parameters.on, str) else parameters.on
    paths = tuple(build.value_path(name, items, "on") for name in names)

    def judge(scope: Scope) -> Iterator[Verdict]:
        first: dict[tuple[Any, ...], Item] = {}
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            keys = join_keys(item, paths, scope)
            if not keys:
                if doubt := link_doubt(item, paths, scope):
                    yield not_assessable(item, item, doubt)
                continue
            earlier = next((first[key] for key in keys if key in first), None)
            first.update((key, item) for key in keys if key not in first)
            if earlier is None:
                yield passed(item)
            else:
                values = {"item": item, "found": earlier}
                yield Verdict("failed", item, item, key=names[0], related=((earlier, "first-here"),), values=values)

    return Check(judge, {"item": items, "found": items})
