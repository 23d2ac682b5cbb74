"""A JSON Schema from a rule set, made ready to judge values: whatever the schema is, judging one comes to an end.

The keywords are those of jsonschema but for the few that search with regular expressions or compare each value with each.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker, SchemaError, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from plancheck.model.pattern import Pattern, PatternError
from plancheck.model.source import Step
from plancheck.model.text import Text

Keyword: TypeAlias = Callable[[Any, Any, Any, Any], "Iterator[ValidationError] | None"]

MOST_VALUES = 10_000
"""How many values a schema has at most."""
MOST_REFERENCES = 100
"""How many references a schema follows, and how many schemas it goes into, before it looks at another value."""
MOST_STEPS = 200_000
"""How many keywords are tried for a value, and for each further one `STEPS_EACH`."""
STEPS_EACH = 500


class InvalidSchemaError(Exception):
    """What keeps a schema from being used, and the steps to it; `is_endless` where it refers to itself.

    What is wrong is told in the library's own words where it says so.
    """

    def __init__(self, said: Text | str, steps: Sequence[Step] = (), *, is_endless: bool = False) -> None:
        super().__init__(said)
        self.said = said
        self.steps = steps
        self.is_endless = is_endless


class EndlessError(Exception):
    """Judging a value takes more steps than any schema for plans needs."""


class Judge:
    """A schema that judges values. Raises InvalidSchemaError."""

    def __init__(self, schema: Any) -> None:
        schema = as_json(schema)
        if _number_of_values(schema) > MOST_VALUES:
            raise InvalidSchemaError(Text("schema-of-many-values", {"limit": MOST_VALUES}))
        try:
            # Patterns are checked below: what Python makes of them does not matter.
            Draft202012Validator.check_schema(schema, format_checker=FormatChecker(()))
        except SchemaError as error:
            raise InvalidSchemaError(error.message, list(error.absolute_path)) from None
        except RecursionError:
            raise InvalidSchemaError(Text("schema-too-deep")) from None
        # Nothing is fetched or read: references must lead to a place in the schema itself.
        self._registry: Registry[Any] = Registry().with_resource("", DRAFT202012.create_resource(schema))
        self._refuse_what_has_no_end(schema)
        self._steps = 0
        own: dict[str, Keyword] = {
            "pattern": _pattern,
            "patternProperties": _pattern_properties,
            "additionalProperties": _additional_properties,
            "unevaluatedProperties": self._unevaluated_properties,
            "uniqueItems": _unique_items,
        }
        keywords = {name: self._counted(keyword) for name, keyword in {**Draft202012Validator.VALIDATORS, **own}.items()}
        self._validator = extend(Draft202012Validator, keywords)(schema, registry=self._registry)  # type: ignore[no-untyped-call]

    def begin(self, number: int) -> None:
        """Begin to judge so many values: they have so many steps together."""
        self._steps = MOST_STEPS + STEPS_EACH * number

    def error(self, value: Any) -> ValidationError | None:
        """The first thing that is wrong with a value of JSON; None where nothing is. Raises EndlessError."""
        try:
            return next(self._validator.iter_errors(value), None)
        except (RecursionError, Unresolvable):
            raise EndlessError from None

    def _counted(self, keyword: Keyword) -> Keyword:
        def counted(validator: Any, given: Any, value: Any, schema: Any) -> Iterator[ValidationError] | None:
            self._count()
            return keyword(validator, given, value, schema)

        return counted

    def _count(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise EndlessError

    def _refuse_what_has_no_end(self, schema: Any) -> None:
        """Raises InvalidSchemaError for a faulty pattern, and for a reference that leads nowhere, outside, or in a circle."""
        resolver = self._registry.resolver()
        for steps, part in _parts(schema, ()):
            for key in ("$ref", "$dynamicRef"):
                if isinstance(part.get(key), str):
                    try:
                        resolver.lookup(part[key])
                    except Unresolvable as error:
                        raise InvalidSchemaError(f"$ref: {error.ref}", (*steps, key)) from None
            patterns = part.get("patternProperties")
            for path, pattern in (
                (("pattern",), part.get("pattern")),
                *((("patternProperties", name), name) for name in (patterns if isinstance(patterns, dict) else ())),
            ):
                if isinstance(pattern, str):
                    try:
                        _compiled(pattern)
                    except PatternError as error:
                        said = Text("pattern-of-schema", {"pattern": pattern, "said": error.said})
                        raise InvalidSchemaError(said, (*steps, *path)) from None
        ended: set[int] = set()
        for steps, part in _parts(schema, ()):
            self._follow(part, steps, (), ended)

    def _follow(self, schema: Any, place: Sequence[Step], above: tuple[int, ...], ended: set[int]) -> None:
        """Follow what a schema asks of the same value elsewhere; `above` are those that lead here, `ended` come to an end."""
        if not isinstance(schema, dict) or id(schema) in ended:
            return
        if id(schema) in above or len(above) > MOST_REFERENCES:
            raise InvalidSchemaError("$ref", place, is_endless=True)
        for inner in self._of_same_value(schema):
            self._follow(inner, place, (*above, id(schema)), ended)
        ended.add(id(schema))

    def _of_same_value(self, schema: Mapping[str, Any]) -> Iterator[Any]:
        """The schemas that a schema asks the same value to meet, or tries on it."""
        for key in ("$ref", "$dynamicRef"):
            if isinstance(schema.get(key), str):
                yield self._registry.resolver().lookup(schema[key]).contents
        for key in ("allOf", "anyOf", "oneOf"):
            yield from schema[key] if isinstance(schema.get(key), list) else ()
        yield from (schema.get(key) for key in ("not", "if", "then", "else"))
        yield from (schema.get("dependentSchemas") or {}).values()

    def _unevaluated_properties(self, validator: Any, given: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        if not isinstance(value, dict):
            return
        known = self._evaluated(
            validator, value, {key: inner for key, inner in schema.items() if key != "unevaluatedProperties"}
        )
        extra = sorted(key for key in value if key not in known and not validator.evolve(schema=given).is_valid(value[key]))
        if extra:
            said = ", ".join(map(repr, extra))
            yield ValidationError(
                f"Unevaluated properties are not allowed ({said} {'was' if len(extra) == 1 else 'were'} unexpected)"
            )

    def _evaluated(self, validator: Any, value: Mapping[str, Any], schema: Any) -> set[str]:
        """The keys of a value that a schema, or one that it asks the value to meet, says something of."""
        self._count()
        if not isinstance(schema, dict):
            return set()

        def is_met(inner: Any, by: Any = value) -> bool:
            return bool(validator.evolve(schema=inner).is_valid(by))

        keys = {key for key in value if key in schema.get("properties", {})}
        keys |= {key for key in value for pattern in schema.get("patternProperties", {}) if _compiled(pattern).is_in(key)}
        for word in ("additionalProperties", "unevaluatedProperties"):
            keys |= {key for key in value if word in schema and is_met(schema[word], value[key])}
        inner = [self._registry.resolver().lookup(schema[word]).contents for word in ("$ref", "$dynamicRef") if word in schema]
        inner += [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ()) if is_met(part)]
        inner += [part for key, part in schema.get("dependentSchemas", {}).items() if key in value]
        if "if" in schema:
            inner += [schema["if"], schema.get("then")] if is_met(schema["if"]) else [schema.get("else")]
        return keys.union(*(self._evaluated(validator, value, part) for part in inner))


def as_json(value: Any) -> Any:
    """A value of YAML as JSON has it: keys are text, and so are dates and what is no finite number."""
    if isinstance(value, dict):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _number_of_values(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_number_of_values, inner))


_VALUES = {"const", "enum", "default", "examples"}
"""Keywords of a schema that have values, not schemas."""
_NAMES = {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
"""Keywords that have schemas by names, which may be any words."""


def _parts(schema: Any, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Mapping[str, Any]]]:
    """The schemas in a schema, itself included, each with the steps to it."""
    if isinstance(schema, dict):
        yield steps, schema
        for key, inner in schema.items():
            if key in _NAMES and isinstance(inner, dict):
                for name, part in inner.items():
                    yield from _parts(part, (*steps, key, name))
            elif key not in _VALUES:
                yield from _parts(inner, (*steps, key))
    elif isinstance(schema, list):
        for n, inner in enumerate(schema):
            yield from _parts(inner, (*steps, n))


@cache
def _compiled(pattern: str) -> Pattern:
    return Pattern(pattern)


def _pattern(validator: Any, given: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not _compiled(given).is_in(value):
        yield ValidationError(f"{value!r} does not match {given!r}")


def _pattern_properties(validator: Any, given: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, dict):
        for pattern, inner in given.items():
            for key in value:
                if _compiled(pattern).is_in(key):
                    yield from validator.descend(value[key], inner, path=key, schema_path=pattern)


def _additional_properties(validator: Any, given: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(value, dict):
        return
    patterns = schema.get("patternProperties", {})
    extra = [
        key
        for key in value
        if key not in schema.get("properties", {}) and not any(_compiled(pattern).is_in(key) for pattern in patterns)
    ]
    if given is False and extra:
        said = ", ".join(map(repr, sorted(extra)))
        if patterns:
            verb = "does" if len(extra) == 1 else "do"
            yield ValidationError(f"{said} {verb} not match any of the regexes: {', '.join(map(repr, sorted(patterns)))}")
        else:
            verb = "was" if len(extra) == 1 else "were"
            yield ValidationError(f"Additional properties are not allowed ({said} {verb} unexpected)")
    elif given is not False:
        for key in extra:
            yield from validator.descend(value[key], given, path=key)


def _unique_items(validator: Any, given: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if given and isinstance(value, list) and len({_hashable(inner) for inner in value}) < len(value):
        yield ValidationError(f"{value!r} has non-unique elements")


def _hashable(value: Any) -> Any:
    """A value by which equal values of JSON are known: 1 and 1.0 are the same number, and true is none."""
    if isinstance(value, dict):
        return frozenset((key, _hashable(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    return ("boolean", value) if isinstance(value, bool) else value
