"""What a mutant may do to a key of a rule. Each kind of check declares it for its own keys, with these functions.

A mutant is the rule with a single change that its test cases ought to notice. No change here leaves the meaning of a rule as
it was: no case could tell the two apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias

Mutation: TypeAlias = Literal["dropped", "inverted", "lowered", "raised"]


class Mutant(NamedTuple):
    """The values of a rule, or of a part of it, with a single change: where (`where.status`) and what kind of change."""

    part: str
    mutation: Mutation
    values: Any


Mutator: TypeAlias = Callable[[Mapping[str, Any], str], Iterator[Mutant]]
"""From a mapping and one of its keys to the mutants of the mapping."""
Declaration: TypeAlias = "Mutator | Mutations | str | tuple[Mutator | Mutations, ...]"
"""How a key is changed; by inner key, if its value is a mapping; or, in a sentence, why no mutant changes it."""
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
        for member in given:
            yield Mutant(f"{key}.{member}", "dropped", {**values, key: _without(given, member)})


def order(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """A list is reversed; the name of one is dropped."""
    given = values.get(key)
    if isinstance(given, str):
        yield from dropped(values, key)
    elif given and len(given) > 1:
        yield Mutant(key, "inverted", {**values, key: given[::-1]})


def replaced_by(other: str) -> Mutator:
    """The key is replaced by another one, which means the opposite."""
    return lambda values, key: iter(
        [Mutant(key, "inverted", {**_without(values, key), other: values[key]})] if key in values else []
    )


def number(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """A number, if given, is one lower and one higher."""
    yield from (mutant._replace(part=key, values={**values, key: mutant.values}) for mutant in _nudged(values.get(key)))


def percent(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """A share of items is ten in a hundred lower and higher: a few items can show that."""
    changes: tuple[tuple[Mutation, float], ...] = (("lowered", values[key] - 10), ("raised", values[key] + 10))
    yield from (Mutant(key, mutation, {**values, key: share}) for mutation, share in changes if 0 <= share <= 100)


def number_by(other: str) -> Mutator:
    """The number is one lower and one higher, through another key that is added to it (and is 0 if left out)."""
    return lambda values, key: (
        Mutant(key, mutant.mutation, {**values, other: mutant.values})
        for mutant in _nudged(values.get(other, 0))
        if key in values
    )


def number_or_zero(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """A number is one lower and one higher, also if it is left out, which means 0."""
    return number({key: 0, **values}, key)


def margin(default: float) -> Mutator:
    """A tolerance is none at all, or twice as large. `default` is its value if it is left out."""

    def mutants(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
        given = values.get(key, default)
        if given:
            yield Mutant(key, "lowered", {**values, key: 0})
            yield Mutant(key, "raised", {**values, key: given * 2})

    return mutants


def conditions(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """In matchers by field, each field is dropped, each matcher inverted, and each part of a matcher changed."""
    return _of_conditions(values, key, least=0)


def requirement(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """The same, if at least one field must remain."""
    return _of_conditions(values, key, least=1)


def keywords(values: Mapping[str, Any], key: str) -> Iterator[Mutant]:
    """The mutants of a JSON Schema: each keyword dropped and each bound changed, at any depth."""
    schema = values[key]
    for name, given in schema.items():
        if name in ("title", "description", "$comment") and isinstance(given, str):
            continue
        changes = [Mutant(name, "dropped", _without(schema, name))]
        if name in SCHEMA_BOUNDS:
            changes += number(schema, name)
        if isinstance(given, Mapping):
            changes += keywords(schema, name)
        yield from (_in(values, key, change) for change in changes)


def mutants_in(values: Mapping[str, Any], mutations: Mutations) -> Iterator[Mutant]:
    """Every mutant of the values that the declarations allow."""
    for key, declaration in mutations.items():
        for part in declaration if isinstance(declaration, tuple) else (declaration,):
            if callable(part):
                yield from part(values, key)
            elif isinstance(part, Mapping) and isinstance(values.get(key), Mapping):
                yield from (_in(values, key, inner) for inner in mutants_in(values[key], part))


def _of_conditions(values: Mapping[str, Any], key: str, least: int) -> Iterator[Mutant]:
    fields = values.get(key) or {}
    for field, matcher in fields.items():
        if len(fields) > least:
            yield _in(values, key, Mutant(str(field), "dropped", _without(fields, field)))
        yield _in(values, key, Mutant(str(field), "inverted", {**fields, field: {"not": matcher}}))
        yield from (_in(values, key, _in(fields, field, mutant)) for mutant in _of_matcher(matcher))


def _of_matcher(matcher: Any) -> Iterator[Mutant]:
    """The parts of a matcher: each of several dropped, each number that is a bound slightly lower and higher."""
    for name, argument in matcher.items() if isinstance(matcher, Mapping) else ():
        if len(matcher) > 1:
            yield Mutant(name, "dropped", _without(matcher, name))
        if isinstance(argument, Mapping) and "percent" in argument:
            yield from (_in(matcher, name, mutant) for mutant in number(argument, "percent"))
            continue
        if name in BOUNDS:
            yield from number(matcher, name)
        if name in ("any", "all"):
            yield from (_in(matcher, name, mutant) for mutant in _of_alternatives(argument))
        yield from (_in(matcher, name, mutant) for mutant in _of_matcher(argument))


def _of_alternatives(matchers: list[Any]) -> Iterator[Mutant]:
    """The mutants of a list of matchers, as ``any`` and ``all`` have."""
    for n, matcher in enumerate(matchers):
        before, after = matchers[:n], matchers[n + 1 :]
        if before or after:
            yield Mutant(str(n + 1), "dropped", before + after)
        for mutant in _of_matcher(matcher):
            yield Mutant(f"{n + 1}.{mutant.part}", mutant.mutation, [*before, mutant.values, *after])


def _nudged(given: Any) -> Iterator[Mutant]:
    """A number one lower and one higher in its last decimal; nothing for what is not a number."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        exact = Decimal(str(given))
        step = Decimal(1).scaleb(min(int(exact.as_tuple().exponent), 0))
        yield Mutant("", "lowered", type(given)(exact - step))
        yield Mutant("", "raised", type(given)(exact + step))


def _in(values: Mapping[str, Any], key: str, inner: Mutant) -> Mutant:
    """The mutant of a key's value as a mutant of the mapping that has the key."""
    return Mutant(f"{key}.{inner.part}", inner.mutation, {**values, key: inner.values})


def _without(values: Any, member: Any) -> Any:
    if isinstance(values, Mapping):
        return {key: value for key, value in values.items() if key != member}
    return [value for value in values if value != member]
