"""``schema``: an item satisfies a JSON Schema (2020-12), such as one for a city's own ``x-…`` data."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, SchemaError
from pydantic import Field
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, keywords
from plancheck.model.base import Part
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, passed


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

    schema = _as_json(parameters.schema_)
    try:
        Draft202012Validator.check_schema(schema)
        # Nothing is fetched or read: references must lead to a place in the schema itself.
        resource = DRAFT202012.create_resource(schema)
        registry: Registry[Any] = Registry().with_resource("", resource)
        for reference in _references(schema):
            registry.resolver().lookup(reference)
    except SchemaError as error:
        raise build.problem("invalid-schema", "schema", *error.absolute_path, said=error.message) from None
    except Unresolvable as error:
        raise build.problem("invalid-schema", "schema", said=f"$ref: {error.ref}") from None
    validator = Draft202012Validator(schema, registry=registry)

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            error = next(validator.iter_errors(_as_json(_written(item))), None)
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


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (value for key, value in schema.items() if key in ("$ref", "$dynamicRef") and isinstance(value, str))
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
