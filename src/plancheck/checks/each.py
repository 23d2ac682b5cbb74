"""``each``: every item meets its requirement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, requirement
from plancheck.model.base import Part, Unknown
from plancheck.model.text import Text
from plancheck.query.join import nearest_definition
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, elsewhere, not_assessable, passed, why_missing


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(description="A selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    require: dict[str, Any] = Field(min_length=1, description="What each must meet: matchers by path.")


PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "field": "the path that failed",
    "value": "the value there",
    "nearest": "a question whether the most similar reference or word of a scale was meant; nothing where none is similar",
}
"""What messages may name, and what it is."""


MUTATIONS: Mutations = {"items": NAME, "where": conditions, "require": requirement}


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    require = build.condition(parameters.require, items, "require")

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            answer, path, value = require.test(item, scope)
            if answer is True:
                yield passed(item)
            elif isinstance(answer, Unknown):
                yield not_assessable(item, item, answer)
            else:
                related = elsewhere(path, item, scope, "demanded-here")
                near = require.nearest(path, value, scope._replace(item=item))
                meant = Text("meant", {"meant": f"«{near}»"}) if near else nearest_definition(item, path, value, scope)
                values = {"item": item, "field": path.text, "value": value, "nearest": meant}
                yield Verdict("failed", item, item, key=path.text, related=related, values=values, reason=why_missing(value))

    return Check(judge, {"item": items, "field": None, "value": None, "nearest": None})
