"""Mutants: a rule with one part of its requirement dropped or turned round, which its test cases ought to notice.

A case that passes whatever the rule says proves nothing. Each mutant is run through the rule's own cases; one that they all
accept has *survived*, and shows a part of the rule that no case needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

Change: TypeAlias = Literal["dropped", "inverted"]

MATCHED = ("where", "require", "having", "among")
"""The keys of a rule that hold matchers by field."""


class Mutant(NamedTuple):
    """A rule's values with one change: which part (`where.status`) was dropped or inverted."""

    part: str
    change: Change
    values: dict[str, Any]


def mutants_of(values: Mapping[str, Any]) -> Iterator[Mutant]:
    """Every mutant of a rule, as it is written in YAML."""
    for key in MATCHED:
        yield from _of_matchers(values, (key,))
    for total in ("total", "equals"):
        yield from _of_matchers(values, (total, "where"))
    for key in ("on", "compare", "figures", "items"):
        given = values.get(key) if values["check"] != "deadline" else None
        if isinstance(given, list | dict) and len(given) > 1:
            for one in given:
                yield Mutant(f"{key}.{one}", "dropped", {**values, key: _less(given, one)})
    for key in ("absent", "tolerance", "within", *(("order",) if isinstance(values.get("order"), str) else ())):
        if values.get(key):
            yield Mutant(key, "dropped", {name: value for name, value in values.items() if name != key})
    if isinstance(values.get("order"), list) and len(values["order"]) > 1:
        yield Mutant("order", "inverted", {**values, "order": values["order"][::-1]})
    for one, other in (("by", "before"), ("before", "by")):
        if values["check"] == "deadline" and one in values:
            kept = {name: value for name, value in values.items() if name != one}
            yield Mutant(one, "inverted", {**kept, other: values[one]})
    yield from _of_schema(values, ("schema",))
    if "years" in values["applies-to"]:
        yield Mutant("applies-to.years", "dropped", {**values, "applies-to": _less(values["applies-to"], "years")})


def _of_matchers(values: Mapping[str, Any], steps: tuple[str, ...]) -> Iterator[Mutant]:
    """The mutants of a mapping from fields to matchers: each field dropped, each matcher inverted, each arm of one dropped."""
    fields = _at(values, steps)
    if not isinstance(fields, Mapping):
        return
    for field, matcher in fields.items():
        part = ".".join((*steps, str(field)))
        if len(fields) > 1 or steps[-1] != "require":
            yield Mutant(part, "dropped", _put(values, steps, _less(fields, field)))
        yield Mutant(part, "inverted", _put(values, steps, {**fields, field: {"not": matcher}}))
        for arm, less in _arms(matcher):
            yield Mutant(f"{part}.{arm}", "dropped", _put(values, steps, {**fields, field: less}))


def _of_schema(values: Mapping[str, Any], steps: tuple[str, ...]) -> Iterator[Mutant]:
    """The mutants of a JSON Schema: each keyword dropped, wherever it stands."""
    keywords = _at(values, steps)
    for name in keywords if isinstance(keywords, Mapping) else ():
        yield Mutant(".".join((*steps, str(name))), "dropped", _put(values, steps, _less(keywords, name)))
        yield from _of_schema(values, (*steps, str(name)))


def _arms(matcher: Any) -> Iterator[tuple[str, Any]]:
    """A matcher of several parts without each of them in turn."""
    if not isinstance(matcher, Mapping):
        return
    if len(matcher) > 1:
        yield from ((str(name), _less(matcher, name)) for name in matcher)
    for name in ("all", "any"):
        for n, arm in enumerate(matcher.get(name) or ()):
            if len(matcher[name]) > 1:
                yield f"{name}.{n + 1}", {**matcher, name: [one for m, one in enumerate(matcher[name]) if m != n]}
            yield from (
                (f"{name}.{n + 1}.{inner}", {**matcher, name: _replaced(matcher[name], n, less)}) for inner, less in _arms(arm)
            )
    if "not" in matcher:
        yield from ((f"not.{inner}", {**matcher, "not": less}) for inner, less in _arms(matcher["not"]))


def _replaced(values: list[Any], n: int, value: Any) -> list[Any]:
    return [*values[:n], value, *values[n + 1 :]]


def _less(values: Any, one: Any) -> Any:
    if isinstance(values, Mapping):
        return {key: value for key, value in values.items() if key != one}
    return [value for value in values if value != one]


def _at(values: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values


def _put(values: Mapping[str, Any], steps: tuple[str, ...], value: Any) -> dict[str, Any]:
    first, *rest = steps
    return {**values, first: _put(values[first], tuple(rest), value) if rest else value}
