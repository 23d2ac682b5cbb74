"""What a mutant may do to a key of a rule. Each kind of check declares it for its own keys, in these words.

A mutant is the rule with one change that its test cases ought to notice. Nothing here makes a rule that means the same as
before: no case could tell the two apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias

Mutation: TypeAlias = Literal["dropped", "inverted", "lowered", "raised"]


class Mutant(NamedTuple):
    """The values of a rule, or of a part of it, with one change: where (`where.status`) and what kind of change it is."""

    part: str
    mutation: Mutation
    values: Any


Mutator: TypeAlias = Callable[[Mapping[str, Any], str], Iterator[Mutant]]
"""From the values that a key stands among, and the key, to the mutants of those values."""
Declaration: TypeAlias = "Mutator | Mutations | str | tuple[Mutator | Mutations, ...]"
"""How a key is changed; by key, where it holds a mapping of its own; or in a sentence why no mutant changes it."""
Mutations: TypeAlias = "Mapping[str, Declaration]"

NAME = "It names what the rule is about: with another name it is another rule."
BOUNDS = ("before", "after", "at-least", "at-most", "min-words", "count")
"""The operators of a matcher whose number is a bound."""
SCHEMA_BOUNDS = frozenset(
    f"{end}{of}" for end in ("min", "max") for of in ("imum", "Length", "Items", "Properties", "Contains")
) | {"exclusiveMinimum", "exclusiveMaximum"}


def dropped(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """The key is taken away."""
    if values.get(key):
        yield Mutant(key, "dropped", _without(values, key))


def members(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """Of several members of a list or a mapping, each is dropped."""
    given = values.get(key)
    if isinstance(given, list | dict) and len(given) > 1:
        for one in given:
            yield Mutant(f"{key}.{one}", "dropped", {**values, key: _without(given, one)})


def order(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """A list is turned round; the name of one is dropped."""
    given = values.get(key)
    if isinstance(given, str):
        yield from dropped(values, key)
    elif given and len(given) > 1:
        yield Mutant(key, "inverted", {**values, key: given[::-1]})


def replaced_by(other: str) -> Mutator:
    """What the key says is said with another key, which means the opposite."""
    return lambda values, key: iter(
        [Mutant(key, "inverted", {**_without(values, key), other: values[key]})] if key in values else []
    )


def number(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """A number that is given is one lower and one higher."""
    yield from (one._replace(part=key, values={**values, key: one.values}) for one in _nudged(values.get(key)))


def number_by(other: str) -> Mutator:
    """The number is one lower and one higher, by way of another key that is added to it (and is 0 where it is left out)."""
    return lambda values, key: (
        Mutant(key, one.mutation, {**values, other: one.values}) for one in _nudged(values.get(other, 0)) if key in values
    )


def number_or_zero(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """A number is one lower and one higher, and so where it is left out, which means 0."""
    return number({key: 0, **values}, key)


def margin(default: float) -> Mutator:
    """How far something may be off: not at all, or twice as far. `default` is what it means to leave it out."""

    def mutants(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
        given = values.get(key, default)
        if given:
            yield Mutant(key, "lowered", {**values, key: 0})
            yield Mutant(key, "raised", {**values, key: given * 2})

    return mutants


def conditions(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """Of matchers by field, each field is dropped, each matcher inverted, and each part of a matcher changed."""
    return _of_conditions(values, key, least=0)


def requirement(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """The same, where at least one field must be left."""
    return _of_conditions(values, key, least=1)


def keywords(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """The mutants of a JSON Schema: each keyword dropped and each bound changed, wherever it stands."""
    schema = values[key]
    for name, given in schema.items():
        if name in ("title", "description", "$comment") and isinstance(given, str):
            continue
        changes = [Mutant(name, "dropped", _without(schema, name))]
        if name in SCHEMA_BOUNDS:
            changes += number(schema, name)
        if isinstance(given, Mapping):
            changes += keywords(schema, name)
        yield from (_in(values, key, one) for one in changes)


def mutants_in(values: Mapping[str, Any], mutations: Mutations) -> Iterator[Mutant]:
    """Every mutant of the values that the declarations allow."""
    for key, declaration in mutations.items():
        for one in declaration if isinstance(declaration, tuple) else (declaration,):
            if callable(one):
                yield from one(values, key)
            elif isinstance(one, Mapping) and key in values:
                yield from (_in(values, key, inner) for inner in mutants_in(values[key], one))


def _of_conditions(values: Mapping[str, Any], key: str, least: int) -> Iterator[Mutant]:
    fields = values.get(key) or {}
    for field, matcher in fields.items():
        if len(fields) > least:
            yield _in(values, key, Mutant(str(field), "dropped", _without(fields, field)))
        yield _in(values, key, Mutant(str(field), "inverted", {**fields, field: {"not": matcher}}))
        yield from (_in(values, key, _in(fields, field, one)) for one in _of_matcher(matcher))


def _of_matcher(matcher: Any) -> Iterator[Mutant]:
    """The parts of a matcher: each of several dropped, each number that is a bound a little lower and higher."""
    for name, argument in matcher.items() if isinstance(matcher, Mapping) else ():
        if len(matcher) > 1:
            yield Mutant(name, "dropped", _without(matcher, name))
        if name in BOUNDS:
            yield from number(matcher, name)
        if name in ("any", "all"):
            yield from (_in(matcher, name, one) for one in _of_arms(argument))
        yield from (_in(matcher, name, one) for one in _of_matcher(argument))


def _of_arms(arms: list[Any]) -> Iterator[Mutant]:
    for n, arm in enumerate(arms):
        if len(arms) > 1:
            yield Mutant(str(n + 1), "dropped", arms[:n] + arms[n + 1 :])
        for one in _of_matcher(arm):
            yield Mutant(f"{n + 1}.{one.part}", one.mutation, [*arms[:n], one.values, *arms[n + 1 :]])


def _nudged(given: Any) -> Iterator[Mutant]:
    """A number one lower and one higher in its last decimal; nothing of what is no number."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        exact = Decimal(str(given))
        step = Decimal(1).scaleb(min(int(exact.as_tuple().exponent), 0))
        yield Mutant("", "lowered", type(given)(exact - step))
        yield Mutant("", "raised", type(given)(exact + step))


def _in(values: Mapping[str, Any], key: str, inner: Mutant) -> Mutant:
    """The mutant of a key's value as one of the values that the key stands among."""
    return Mutant(f"{key}.{inner.part}", inner.mutation, {**values, key: inner.values})


def _without(values: Any, one: Any) -> Any:
    if isinstance(values, Mapping):
        return {key: value for key, value in values.items() if key != one}
    return [value for value in values if value != one]
