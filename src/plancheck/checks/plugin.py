"""``plugin``: an installed entry point of the group ``plancheck.checks`` judges the items.

The entry point is a function ``judge(items, scope, parameters)`` that yields a `plancheck.query.verdict.Verdict` for each item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions
from plancheck.model.base import Part
from plancheck.model.text import unknown_name
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about

GROUP = "plancheck.checks"


class Parameters(Part):
    """What a rule of this kind says."""

    plugin: str = Field(description="The name of the entry point.")
    items: str = Field(default="document", description="A selector; left out, the document itself.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    parameters: dict[str, Any] = Field(default={}, description="What the plug-in is given: any keys.")


MUTATIONS: Mutations = {
    "plugin": NAME,
    "items": NAME,
    "where": conditions,
    "parameters": "Only the plug-in knows what they mean.",
}


Judge = Callable[[list[Item], Scope, dict[str, Any]], Iterator[Verdict]]


PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "value": "what the plug-in gives",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters. Raises ProblemError for a plug-in that is not installed."""
    from importlib.metadata import entry_points

    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if parameters.plugin not in installed:
        raise build.problem("unknown-plugin", "plugin", **unknown_name(parameters.plugin, installed))

    @cache
    def loaded() -> Judge:
        function: Judge = installed[parameters.plugin].load()
        return function

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        yield from loaded()(chosen, scope, parameters.parameters)

    return Check(judge, {"item": items, "value": None})
