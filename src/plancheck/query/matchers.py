"""Matchers: what a rule requires of a value. A matcher answers yes, no, or unknown."""

from __future__ import annotations

import datetime
import operator
import typing
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from plancheck.model.base import Unknown
from plancheck.model.pattern import Pattern
from plancheck.model.text import is_one_slip, nearest, unknown_name
from plancheck.model.wording import consists_of, says_something, spoken
from plancheck.query.paths import Item, NamingError, Path
from plancheck.query.scope import Scope

Answer: TypeAlias = "bool | Unknown"
Matcher: TypeAlias = Callable[[Any, Scope], Answer]
Operand: TypeAlias = Callable[[Scope], Any]
Resolve: TypeAlias = Callable[[str], Operand]
Compile: TypeAlias = Callable[[Any, Resolve], Matcher]

FORMS: Mapping[str, str] = {
    "present": "something: not nothing, an empty list, or text that says nothing",
    "absent": "nothing",
    "a value: `adopted`, `2`, `true`, `2025-06-30`": "that value, in upper or lower case",
    "a list of values: `[kf, ks]`": "one of them",
}
"""The matchers that are no operators, and what meets each of them."""


REFERENCES: Mapping[str, str] = {
    "$item.PATH": "what the path leads to in the item that the rule is about: `$item.target-of-year`",
    "$document.PATH": "what the path leads to in the document that is checked: `$document.year`",
    "$every.KIND.PATH": "what the path leads to in the documents of the kind, of every nämnd in the year",
    "$vocabulary.NAME": "the words of a vocabulary; with a mark behind it, `$vocabulary.status.closes`, those that have it",
    "$scale.NAME.WORD": "a word of an ordered vocabulary: `{at-least: $scale.assessment.viss}` is that word or a better one",
    "$today": "today; in a test case, its `today`",
    "$as-of": "the day up to which the document that is checked reports",
}
"""What may be written instead of a value, and what it stands for."""


def normalized(value: Any) -> Any:
    """A value in a form that can be compared and looked up: text without regard to case and white space."""
    if isinstance(value, str):
        return _folded(value)
    if isinstance(value, dict):
        return tuple(sorted((str(key), normalized(inner)) for key, inner in value.items()))
    return tuple(normalized(inner) for inner in value) if isinstance(value, list) else value


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())


def is_present(value: Any) -> bool:
    """Whether there is something: not None, no empty list, no text that says nothing or list of nothing but such texts."""
    if isinstance(value, str):
        return says_something(value)
    if isinstance(value, list):
        return not all(isinstance(element, str) and not says_something(element) for element in value)
    return value is not None and value != {}


def empty_text(value: Any) -> str:
    """The text that stands where something is asked for and says nothing; the empty string where there is none."""
    texts = value if isinstance(value, list) else [value]
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip() and not is_present(texts)), "")


def compile_matcher(wanted: Any, resolve: Resolve) -> Matcher:
    """A matcher from what a rule says: ``present``, ``absent``, a value, a list of values, or operators.

    `resolve` gives what a reference such as ``document.year`` stands for. Raises NamingError for an unknown operator, and for
    an argument that any value meets, or none; TypeError for one that an operator cannot use; PatternError for a faulty pattern.
    """
    if isinstance(wanted, str) and (slip := next((word for word in ("present", "absent") if is_one_slip(wanted, word)), "")):
        raise NamingError("misspelt-word-of-rules", name=wanted, nearest=slip)
    if wanted in ("present", "absent"):
        return lambda value, _: _has_presence(value, wanted == "present")
    if isinstance(wanted, Mapping):
        if not wanted:
            raise TypeError(wanted)
        matchers = [_compile_operator(name, argument, resolve) for name, argument in wanted.items()]
        _refuse_contradiction(wanted)
        return _every(matchers)
    accepted = _operands(wanted, resolve)
    if not _refers(wanted):
        known = [normalized(operand) for operand in wanted] if isinstance(wanted, list) else [normalized(wanted)]
        return lambda value, _: _test_each(value, lambda element: normalized(element) in known)

    def equal(value: Any, scope: Scope) -> Answer:
        operands = accepted(scope)
        if isinstance(operands, Unknown):
            return operands
        words = [normalized(operand) for operand in operands]
        others = _unknown_in(operands)
        return _test_each(value, lambda element: normalized(element) in words or others or False)

    return equal


def _has_presence(value: Any, wanted: bool) -> Answer:
    """Whether there is something, if that is wanted, else nothing; unknown where there may be more than nothing."""
    unknown = value if isinstance(value, Unknown) else _unknown_in(value)
    known = [element for element in value if not isinstance(element, Unknown)] if isinstance(value, list) else value
    if isinstance(value, Unknown) or (unknown and not is_present(known)):
        return typing.cast(Unknown, unknown)
    return is_present(known) is wanted


def _test_each(value: Any, test: Callable[[Any], Answer]) -> Answer:
    """Whether a value passes a test, or every value of a list; an empty list does not."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, list):
        return _conjunction(element if isinstance(element, Unknown) else test(element) for element in value) if value else False
    return test(value)


def _conjunction(answers: Iterable[Answer]) -> Answer:
    """Whether all answers are yes: no where one is no, else unknown where one is."""
    unknown = None
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, Unknown):
            unknown = answer
    return unknown or True


def _disjunction(answers: Iterable[Answer]) -> Answer:
    """Whether one answer is yes: else unknown where one is."""
    unknown = None
    for answer in answers:
        if answer is True:
            return True
        if isinstance(answer, Unknown):
            unknown = answer
    return unknown or False


def _every(matchers: list[Matcher]) -> Matcher:
    return lambda value, scope: _conjunction(matcher(value, scope) for matcher in matchers)


# Arguments of operators


def _of_type(argument: Any, *types: type) -> Any:
    """The argument, where it is of one of the types; a boolean is no number. Raises TypeError."""
    if not isinstance(argument, types) or (isinstance(argument, bool) and bool not in types):
        raise TypeError(argument)
    return argument


def _refers(argument: Any) -> bool:
    """Whether an argument is a reference, or a list with one."""
    arguments = argument if isinstance(argument, list) else [argument]
    return any(isinstance(element, str) and element.startswith("$") for element in arguments)


def _operand(argument: Any, resolve: Resolve) -> Operand:
    """What a value or a reference stands for."""
    if _refers(argument):
        return resolve(argument[1:])
    return lambda _: argument


def _operands(argument: Any, resolve: Resolve) -> Operand:
    """The values that an argument stands for: itself, those of a list, those that references give."""
    arguments = argument if isinstance(argument, list) else [argument]
    operands = [_operand(_of_type(element, str, int, float, bool, datetime.date), resolve) for element in arguments]

    def values(scope: Scope) -> Any:
        resolved: list[Any] = []
        for operand in operands:
            value = operand(scope)
            if isinstance(value, Unknown):
                return value
            resolved.extend(value if isinstance(value, list) else [value])
        return resolved

    return values


# Operators


def _not(argument: Any, resolve: Resolve) -> Matcher:
    matcher = compile_matcher(argument, resolve)

    def negated(value: Any, scope: Scope) -> Answer:
        answer = matcher(value, scope)
        return answer if isinstance(answer, Unknown) else not answer

    return negated


def _any(argument: Any, resolve: Resolve) -> Matcher:
    arms = _arms(argument, resolve)
    return lambda value, scope: _disjunction(arm(value, scope) for arm in arms)


def _all(argument: Any, resolve: Resolve) -> Matcher:
    return _every(_arms(argument, resolve))


def _arms(argument: Any, resolve: Resolve) -> list[Matcher]:
    arms = [compile_matcher(arm, resolve) for arm in _of_type(argument, list)]
    if not arms or {"present", "absent"} <= {arm for arm in argument if isinstance(arm, str)}:
        raise TypeError(argument)
    return arms


def _refuse_below(least: float, number: float) -> None:
    """Raises NamingError for a number that is lower than any that tells one value from another, or is none."""
    if not number >= least:
        raise NamingError("too-small", given=number, limit=least)


def _refuse_none(argument: Any) -> None:
    """Raises NamingError for no values and for no text: nothing meets the first, and anything the second."""
    if argument in ([], ""):
        raise NamingError("too-short")


_LEAST_OF_COUNT = {"at-least": 1, "after": 0, "at-most": 0, "before": 1}
"""The lowest limits of a number of items: with a lower one nothing can fail, or nothing can meet it."""


def _refuse_as_number(argument: Any) -> None:
    """Raises NamingError for a matcher of a number of items that every number meets, or none."""
    if argument in ("present", "absent"):
        raise NamingError("wrong-type", given=argument, expected=["a-whole-number"])
    limits = argument.items() if isinstance(argument, Mapping) else [("", argument)]
    for name, limit in limits:
        if name in ("any", "all", "not", "count"):
            for arm in limit if isinstance(limit, list) else [limit]:
                _refuse_as_number(arm)
        for number in limit if isinstance(limit, list) and not name else [limit]:
            if isinstance(number, int | float) and (name in _LEAST_OF_COUNT or not name):
                _refuse_below(_LEAST_OF_COUNT.get(name, 0), number)


def _refuse_contradiction(wanted: Mapping[str, Any]) -> None:
    """Raises NamingError for limits that no value can be between."""
    low = next((name for name in ("at-least", "after") if name in wanted), None)
    high = next((name for name in ("at-most", "before") if name in wanted), None)
    if low is None or high is None:
        return
    least, most = wanted[low], wanted[high]
    kinds = ((int, float), (datetime.date,))
    if any(isinstance(least, kind) and isinstance(most, kind) for kind in kinds):
        is_open = low == "after" or high == "before"
        if least > most or (is_open and least == most):
            raise NamingError("nothing-between", low=least, high=most)


def _comparison(holds: Callable[[Any, Any], bool]) -> Compile:
    """An operator that compares numbers or dates."""

    def compile_comparison(argument: Any, resolve: Resolve) -> Matcher:
        limit = _limit(argument, resolve)

        def today(element: Any, scope: Scope) -> Any:
            # Which of two days is the later changes once, not every day.
            return scope.clock.beside(element) if isinstance(element, datetime.date) else limit(scope)

        of = today if argument == "$today" else lambda _, scope: limit(scope)
        return lambda value, scope: _test_each(value, lambda element: _compare(element, of(element, scope), holds))

    return compile_comparison


def _limit(argument: Any, resolve: Resolve) -> Operand:
    """What a number, a date, a reference, or so many percent of a number stands for."""
    if isinstance(argument, Mapping):
        percent, whole = _percent_of(argument, resolve)
        return lambda scope: _share_of(whole(scope), percent)
    is_reference = isinstance(argument, str) and argument.startswith("$")
    return _operand(argument if is_reference else _of_type(argument, int, float, datetime.date), resolve)


def _percent_of(argument: Any, resolve: Resolve) -> tuple[float, Operand]:
    """The two parts of so many percent of a number: ``{percent: 90, of: $item.budget}``."""
    if not isinstance(argument, Mapping) or argument.keys() != {"percent", "of"}:
        raise TypeError(argument)
    if isinstance(argument["of"], Mapping):
        raise TypeError(argument)
    return _of_type(argument["percent"], int, float), _limit(argument["of"], resolve)


def _share_of(value: Any, percent: float) -> Any:
    """So many percent of a number; nothing where there is none."""
    if isinstance(value, Unknown):
        return value
    return round(value * percent / 100, 9) if isinstance(value, int | float) else None


def _within(argument: Any, resolve: Resolve) -> Matcher:
    """Whether a number is no further from another than so many percent of that, whatever their signs."""
    percent, whole = _percent_of(argument, resolve)
    _refuse_below(0, percent)

    def is_near(value: Any, scope: Scope) -> Answer:
        middle = whole(scope)
        margin = _share_of(middle, percent)
        if margin is None or isinstance(margin, Unknown):
            return margin or Unknown("nothing-to-compare")
        return _test_each(value, lambda number: _compare(_distance(number, middle), abs(margin), operator.le))

    return is_near


def _distance(value: Any, other: float) -> Any:
    return round(abs(value - other), 9) if isinstance(value, int | float) else None


def _compare(value: Any, limit: Any, holds: Callable[[Any, Any], bool]) -> Answer:
    """Whether a comparison holds. Of a date and a number, the year of the date is compared."""
    for side in (value, limit):
        if isinstance(side, Unknown):
            return side
    if isinstance(limit, Rank):
        return _compare_words(value, limit, holds)
    if not isinstance(value, int | float | datetime.date) or not isinstance(limit, int | float | datetime.date):
        return Unknown("nothing-to-compare")
    if isinstance(value, datetime.date) is not isinstance(limit, datetime.date):
        return holds(_year(value), _year(limit))
    return holds(value, limit)


class Rank(NamedTuple):
    """A word of a scale, to compare others with: the better one is the larger. `ranks` has them all, 0 for the best."""

    ranks: Mapping[Any, int]
    rank: int


def _compare_words(value: Any, limit: Rank, holds: Callable[[Any, Any], bool]) -> Answer:
    rank = limit.ranks.get(normalized(value)) if isinstance(value, str) else None
    if rank is None:
        return Unknown("nothing-to-compare") if value is None else Unknown("not-on-the-scale", word=value)
    return holds(-rank, -limit.rank)


def _year(value: int | float | datetime.date) -> int | float:
    return value.year if isinstance(value, datetime.date) else value


def _includes(argument: Any, resolve: Resolve) -> Matcher:
    _refuse_none(argument)
    wanted = _operands(argument, resolve)
    return lambda value, scope: _has_one_of(value, wanted(scope))


def _has_one_of(value: Any, wanted: Any) -> Answer:
    for side in (value, wanted):
        if isinstance(side, Unknown):
            return side
    values = [normalized(element) for element in (value if isinstance(value, list) else [value]) if element is not None]
    return any(normalized(element) in values for element in wanted) or _unknown_in(value) or _unknown_in(wanted) or False


def _unknown_in(value: Any) -> Unknown | None:
    """The first unknown value of a list."""
    return next((element for element in value if isinstance(element, Unknown)), None) if isinstance(value, list) else None


def _matches(argument: Any, _: Resolve) -> Matcher:
    pattern = Pattern(_of_type(argument, str))
    _refuse_none(argument)
    return lambda value, _: _test_each(value, lambda text: isinstance(text, str) and pattern.is_in(text))


def _min_words(argument: Any, _: Resolve) -> Matcher:
    least = _of_type(argument, int)
    _refuse_below(1, least)
    return lambda value, _: _test_each(value, lambda text: isinstance(text, str) and len(spoken(text).split()) >= least)


def _says_only(argument: Any, resolve: Resolve) -> Matcher:
    _refuse_none(argument)
    phrases = _operands(argument, resolve)
    return lambda value, scope: _test_each(value, lambda text: _consists_of(text, phrases(scope)))


def _consists_of(text: Any, phrases: Any) -> Answer:
    """Whether a text is nothing but stock phrases, one or several of them."""
    if isinstance(phrases, Unknown):
        return phrases
    return isinstance(text, str) and consists_of(text, map(str, phrases))


def _count(argument: Any, resolve: Resolve) -> Matcher:
    matcher = compile_matcher(argument, resolve)
    _refuse_as_number(argument)

    def counted(value: Any, scope: Scope) -> Answer:
        if isinstance(value, Unknown):
            return value
        unknown = _unknown_in(value)
        return unknown or matcher(len(value) if isinstance(value, list) else int(is_present(value)), scope)

    return counted


class Operator(NamedTuple):
    """How the argument of an operator is written (M is a matcher, V a value or reference), what meets it, and its compiler."""

    argument: str
    met_by: str
    compile: Compile


OPERATORS: Mapping[str, Operator] = {
    "not": Operator("M", "what does not meet the matcher", _not),
    "any": Operator("[M, M]", "what meets one of the matchers", _any),
    "all": Operator("[M, M]", "what meets each of the matchers", _all),
    "before": Operator("V", "an earlier date, a smaller number", _comparison(operator.lt)),
    "after": Operator("V", "a later date, a larger number", _comparison(operator.gt)),
    "at-least": Operator(
        "V", "that number or date, or one after it; that word of a scale, or a better one", _comparison(operator.ge)
    ),
    "at-most": Operator(
        "V", "that number or date, or one before it; that word of a scale, or a worse one", _comparison(operator.le)
    ),
    "within": Operator("{percent: N, of: V}", "a number that is at most so many percent away from that one", _within),
    "includes": Operator("V", "a list with that value in it; of a list of values, with one of them", _includes),
    "matches": Operator(
        "PATTERN", "text in which the regular expression is found; it has no look-around and no backreferences", _matches
    ),
    "min-words": Operator("N", "text of at least so many words", _min_words),
    "says-only": Operator("V", "text of nothing but these phrases; case, punctuation and line breaks are ignored", _says_only),
    "count": Operator("M", "a list whose length meets the matcher", _count),
}


def _compile_operator(name: str, argument: Any, resolve: Resolve) -> Matcher:
    """The matcher of an operator. Raises NamingError for an unknown name, TypeError for an argument that it cannot use."""
    if name not in OPERATORS:
        raise NamingError("unknown-operator", **unknown_name(name, OPERATORS))
    return OPERATORS[name].compile(argument, resolve)


def accepted_words(wanted: Any, resolve: Resolve) -> Operand | None:
    """The values that a matcher accepts one of, where it is a value or a list of them; None for any other matcher."""
    if wanted in ("present", "absent") or isinstance(wanted, Mapping):
        return None
    return _operands(wanted, resolve)


class Condition(NamedTuple):
    """What an item must meet: paths and a matcher for each; `words` are those that the matcher of a path accepts one of. A
    condition that `compares` names the item that a rule is about.
    """

    parts: tuple[tuple[Path, Matcher], ...]
    words: Mapping[str, Operand] = {}
    compares: bool = False

    def nearest(self, path: Path, value: Any, scope: Scope) -> str:
        """The word that was accepted and is most like the one at a path; the empty string where none is."""
        words = self.words[path.text](scope) if path.text in self.words and isinstance(value, str) else []
        return nearest(value, [word for word in words if isinstance(word, str)]) if isinstance(words, list) else ""

    def test(self, item: Item, scope: Scope) -> tuple[Answer, Path, Any]:
        """Whether the item meets all parts; if not, the path at which it fails, and the value there.

        The rule is about this item, unless the scope has another.
        """
        if self.compares and scope.item is None:
            scope = scope._replace(item=item)
        unknown: tuple[Answer, Path, Any] | None = None
        for path, matcher in self.parts:
            value = path.read(item, scope)
            answer = matcher(value, scope)
            if answer is False:
                return False, path, value
            if isinstance(answer, Unknown):
                unknown = unknown or (_where_nothing(answer, path, value, item, scope), path, None)
        return unknown or (True, Path("", (), None), None)


def _where_nothing(answer: Unknown, path: Path, value: Any, item: Item, scope: Scope) -> Unknown:
    """Why an answer is unknown: of what there was nothing to compare, and in which document if not in the checked one."""
    if answer.reason.key != "nothing-to-compare" or value is not None:
        return answer
    if item.entry is None or item.entry is scope.entry:
        return Unknown("no-value", field=path.text)
    return Unknown("no-value-in", field=path.text, kind=item.entry.document)
