"""Matchers: what a rule demands of a value. A matcher answers yes, no, or unknown."""

from __future__ import annotations

import datetime
import re
import typing
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from plancheck.model.base import Unknown
from plancheck.model.text import unknown_name
from plancheck.query.paths import Item, NamingError, Path
from plancheck.query.scope import Scope

# Matchers

Answer: TypeAlias = "bool | Unknown"
Matcher: TypeAlias = Callable[[Any, Scope], Answer]
Operand: TypeAlias = Callable[[Scope], Any]

FORMS: Mapping[str, str] = {
    "present": "something: not nothing, an empty list or blank text",
    "absent": "nothing",
    "a value: `adopted`, `2`, `true`, `2025-06-30`": "that value; upper or lower case does not matter",
    "a list of values: `[kf, ks]`": "one of them",
}
"""The matchers that are no operators, and what meets each."""


class Operator(NamedTuple):
    """How the argument of an operator is written (M is a matcher, V a value or reference), and what meets it."""

    argument: str
    met_by: str


OPERATORS: Mapping[str, Operator] = {
    "not": Operator("M", "what does not meet the matcher"),
    "any": Operator("[M, M]", "what meets one of the matchers"),
    "all": Operator("[M, M]", "what meets each of the matchers"),
    "before": Operator("V", "an earlier date, a smaller number"),
    "after": Operator("V", "a later date, a larger number"),
    "at-least": Operator("V", "that number or date, or one after it"),
    "at-most": Operator("V", "that number or date, or one before it"),
    "includes": Operator("V", "a list with that value in it; of a list of values, with one of them"),
    "matches": Operator("PATTERN", "text in which the regular expression is found"),
    "min-words": Operator("N", "text of at least so many words"),
    "says-only": Operator("V", "text of nothing but these phrases; case, punctuation and line breaks do not matter"),
    "count": Operator("M", "a list whose length meets the matcher"),
}

REFERENCES: Mapping[str, str] = {
    "$document.PATH": "what the path leads to in the document that is checked: `$document.year`",
    "$vocabulary.NAME": "the words of a vocabulary",
    "$today": "today; in a test case, its `today`",
    "$as-of": "the day up to which the document that is checked reports",
}
"""What may stand in place of a value, and what it stands for."""


def normalized(value: Any) -> Any:
    """A value as it is compared, and can be looked up: text without regard to case and to white space."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", " ".join(value.split()).casefold())
    if isinstance(value, dict):
        return tuple(sorted((str(key), normalized(inner)) for key, inner in value.items()))
    return tuple(normalized(inner) for inner in value) if isinstance(value, list) else value


def spoken(text: str) -> str:
    """The words of a text alone: case, punctuation and line breaks do not matter."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))).casefold()


def is_present(value: Any) -> bool:
    """Whether there is something: not None, no empty list, no blank text."""
    return value is not None and value != [] and value != {} and not (isinstance(value, str) and not value.strip())


def compile_matcher(given: Any, operand: Callable[[str], Operand]) -> Matcher:
    """A matcher from what a rule says: ``present``, ``absent``, a value, a list of values, or operators.

    `operand` resolves ``$document.year`` and the like. Raises NamingError for an operator that does not exist, TypeError for
    an argument that an operator can do nothing with, re.error for a faulty pattern.
    """
    if given in ("present", "absent"):
        return lambda value, _: _is_there(value, given == "present")
    if isinstance(given, Mapping):
        if not given:
            raise TypeError(given)
        return _all([_operator(name, argument, operand) for name, argument in given.items()])
    wanted = _operands(given, operand)

    def equal(value: Any, scope: Scope) -> Answer:
        found = wanted(scope)
        if isinstance(found, Unknown):
            return found
        accepted = [normalized(one) for one in found]
        return _each(value, lambda one: normalized(one) in accepted)

    return equal


def _is_there(value: Any, wanted: bool) -> Answer:
    """Whether there is something, as is wanted, or nothing; of a list, whether any of it is known."""
    if isinstance(value, list) and value and all(isinstance(one, Unknown) for one in value):
        return typing.cast(Unknown, value[0])
    return value if isinstance(value, Unknown) else is_present(value) is wanted


def _operand(given: Any, resolve: Callable[[str], Operand]) -> Operand:
    if isinstance(given, str) and given.startswith("$"):
        return resolve(given[1:])
    return lambda _: given


def _each(value: Any, test: Callable[[Any], Answer]) -> Answer:
    """A test of a value, or of each value of a list."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, list):
        return _both(one if isinstance(one, Unknown) else test(one) for one in value) if value else False
    return test(value)


def _both(answers: Iterable[Answer]) -> Answer:
    unknown = None
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, Unknown):
            unknown = answer
    return unknown or True


def _either(answers: Iterable[Answer]) -> Answer:
    unknown = None
    for answer in answers:
        if answer is True:
            return True
        if isinstance(answer, Unknown):
            unknown = answer
    return unknown or False


def _all(matchers: list[Matcher]) -> Matcher:
    return lambda value, scope: _both(matcher(value, scope) for matcher in matchers)


def _operator(name: str, argument: Any, operand: Callable[[str], Operand]) -> Matcher:
    """The matcher of an operator. Raises TypeError for an argument that it can do nothing with."""
    if name not in OPERATORS:
        raise NamingError("unknown-operator", **unknown_name(name, OPERATORS))
    if name == "not":
        inner = compile_matcher(argument, operand)

        def negated(value: Any, scope: Scope) -> Answer:
            answer = inner(value, scope)
            return answer if isinstance(answer, Unknown) else not answer

        return negated
    if name in ("any", "all"):
        arms = [compile_matcher(one, operand) for one in _kind_of(argument, list)]
        if not arms:
            raise TypeError(name)
        return _all(arms) if name == "all" else lambda value, scope: _either(arm(value, scope) for arm in arms)
    if name == "count":
        counted = compile_matcher(argument, operand)

        def count(value: Any, scope: Scope) -> Answer:
            if isinstance(value, Unknown):
                return value
            unknown = _unknown_in(value)
            return unknown or counted(len(value) if isinstance(value, list) else int(is_present(value)), scope)

        return count
    if name == "matches":
        pattern = re.compile(_kind_of(argument, str))
        return lambda value, _: _each(value, lambda one: isinstance(one, str) and pattern.search(one) is not None)
    if name == "min-words":
        least = _kind_of(argument, int)
        return lambda value, _: _each(value, lambda one: isinstance(one, str) and len(spoken(one).split()) >= least)
    if name in ("includes", "says-only"):
        given = _operands(argument, operand)
        if name == "includes":
            return lambda value, scope: _includes(value, given(scope))
        return lambda value, scope: _each(value, lambda one: _says_only(one, given(scope)))
    limit = _operand(argument if _is_reference(argument) else _kind_of(argument, int, float, datetime.date), operand)
    return lambda value, scope: _each(value, lambda one: _compared(one, name, limit(scope)))


def _kind_of(argument: Any, *kinds: type) -> Any:
    """The argument, where it is of one of the kinds."""
    if not isinstance(argument, kinds) or (isinstance(argument, bool) and bool not in kinds):
        raise TypeError(argument)
    return argument


def _is_reference(argument: Any) -> bool:
    return isinstance(argument, str) and argument.startswith("$")


def _operands(argument: Any, operand: Callable[[str], Operand]) -> Operand:
    """The values that an argument stands for: itself, those of a list, those that references give."""
    given = argument if isinstance(argument, list) else [argument]
    wanted = [_operand(_kind_of(one, str, int, float, bool, datetime.date), operand) for one in given]

    def values(scope: Scope) -> Any:
        found: list[Any] = []
        for one in wanted:
            value = one(scope)
            if isinstance(value, Unknown):
                return value
            found.extend(value if isinstance(value, list) else [value])
        return found

    return values


def _includes(value: Any, wanted: Any) -> Answer:
    for one in (value, wanted):
        if isinstance(one, Unknown):
            return one
    values = [normalized(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return any(normalized(one) in values for one in wanted) or _unknown_in(value) or False


def _unknown_in(value: Any) -> Unknown | None:
    """What cannot be told among the values of a list."""
    return next((one for one in value if isinstance(one, Unknown)), None) if isinstance(value, list) else None


def _says_only(value: Any, phrases: Any) -> Answer:
    """Whether a text says nothing but stock phrases, one or several of them."""
    if isinstance(phrases, Unknown):
        return phrases
    if not isinstance(value, str) or not spoken(value):
        return False
    # Only letters and digits are looked at, so that a word which is broken at the end of a line is still the same.
    rest = spoken(value).replace(" ", "")
    for phrase in sorted((spoken(str(p)).replace(" ", "") for p in phrases), key=len, reverse=True):
        if phrase:
            rest = rest.replace(phrase, " ")
    return not rest.strip()


def _compared(value: Any, how: str, limit: Any) -> Answer:
    for one in (value, limit):
        if isinstance(one, Unknown):
            return one
    if isinstance(limit, datetime.date) and isinstance(value, int | float):
        limit = limit.year
    if isinstance(value, datetime.date) and isinstance(limit, int | float):
        value = value.year
    if not isinstance(value, int | float | datetime.date) or not isinstance(limit, int | float | datetime.date):
        return Unknown("nothing-to-compare")
    match how:
        case "before":
            return bool(value < limit)  # type: ignore[operator]
        case "after":
            return bool(value > limit)  # type: ignore[operator]
        case "at-least":
            return bool(value >= limit)  # type: ignore[operator]
        case _:
            return bool(value <= limit)  # type: ignore[operator]


class Condition(NamedTuple):
    """What an item must meet: paths and a matcher for each."""

    parts: tuple[tuple[Path, Matcher], ...]

    def test(self, item: Item, scope: Scope) -> tuple[Answer, Path, Any]:
        """Whether the item meets all of it; else the path that it fails at, and the value there."""
        unknown: tuple[Answer, Path, Any] | None = None
        for path, matcher in self.parts:
            value = path.read(item, scope)
            answer = matcher(value, scope)
            if answer is False:
                return False, path, value
            if isinstance(answer, Unknown):
                unknown = unknown or (answer, path, None)
        return unknown or (True, Path("", (), None), None)
