"""``schema``: an item satisfies a JSON Schema (2020-12), such as one for a city's own ``x-…`` data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, keywords
from plancheck.checks.validator import EndlessError, InvalidSchemaError, Judge, as_json
from plancheck.model.base import Part, Unknown
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, not_assessable, passed


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(default="document", description="A selector; left out, the document itself.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    schema_: dict[str, Any] = Field(description="The JSON Schema (2020-12) that each must satisfy as it is written.")


PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "said": "what is wrong, in the words of the schema's validator (English)",
}
"""What messages may name, and what it is."""


MUTATIONS: Mutations = {"items": NAME, "where": conditions, "schema": keywords}


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters. Raises ProblemError for an invalid schema."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")

    try:
        validator = Judge(parameters.schema_)
    except InvalidSchemaError as error:
        key = "endless-schema" if error.is_endless else "invalid-schema"
        raise build.problem(key, "schema", *error.steps, said=error.said) from None

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        validator.begin(len(chosen))
        for item in chosen:
            try:
                error = validator.error(as_json(_written(item)))
            except EndlessError:
                yield not_assessable(item, item, Unknown("schema-too-long"))
                continue
            if error is None:
                yield passed(item)
            else:
                place = Item(None, item.entry, (*item.steps, *_as_written(error.absolute_path, _written(item))), item)
                yield Verdict("failed", item, place, values={"item": item, "said": error.message})

    return Check(judge, {"item": items, "said": None})


def _written(item: Item) -> Any:
    """The item as its file has it, not as the document model completes it."""
    inner = item.value[0] if isinstance(item.value, list) and item.value else item.value
    return item.entry.source.value(item.steps) if item.entry and isinstance(inner, Part) else item.value


def _as_written(path: Iterable[str | int], value: Any) -> Iterator[Any]:
    """A path in JSON, where every key is text, as a path in the YAML."""
    for step in path:
        key = next((key for key in value if str(key) == str(step)), step) if isinstance(value, dict) else step
        yield key
        value = value[key]
