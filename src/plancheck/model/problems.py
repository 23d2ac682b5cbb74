"""What is wrong with a file itself: it is not YAML, or its values do not have the right shape.

Documents, rule files and the configuration are read in the same way and go wrong in the same ways.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from plancheck.model.base import Part, holds_words, inner_model, keys_of, limits_of, number_meant, series_of
from plancheck.model.source import NOWHERE, Map, Source, SourceError, Span, Step, Steps, blank_missing, decimals_at, line_of
from plancheck.model.text import Text, unknown_name

if TYPE_CHECKING:
    from pydantic import ValidationError


FileRule: TypeAlias = Literal["FIL001", "DOK001", "DOK002", "DOK003"]
"""What every file must meet before a rule set applies: it can be read; it has the shape of a document; its kind is known; it
is the only one of its name. The catalogue has their words."""


class Problem(NamedTuple):
    """Something wrong in a file, with its place and the line there."""

    file: str
    span: Span
    text: Text
    line: str = ""


class Fault(NamedTuple):
    """A problem that keeps a file from being a document, with the built-in rule that it breaks."""

    file: str
    span: Span
    text: Text
    line: str
    rule: FileRule

    @classmethod
    def of(cls, rule: FileRule, problem: Problem) -> Fault:
        """A problem with a document as a fault of its file."""
        return cls(*problem, rule=rule)


class ProblemError(Exception):
    """Raised where a file must be correct for the program to go on: a rule set, the configuration."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{p.file}:{p.span.line}: {p.text.key}" for p in problems))
        self.problems = problems


def of_source(error: SourceError, file: str, text: str = "") -> Problem:
    """The problem that kept a file from being read as YAML."""
    return Problem(file, error.span, error.text, line_of(text, error.span.line))


def placeless(file: str, key: str, /, **details: object) -> Problem:
    """A problem with a whole file, or with how the program was called: it has no place."""
    return Problem(file, NOWHERE, Text(key, details))


def unreadable(file: str, error: OSError) -> Problem:
    """A file that the system cannot read."""
    return Problem(file, Span(1, 1, 1), Text("unreadable", {"said": error.strerror or str(error)}))


def at(source: Source, steps: Steps, key: str, **details: object) -> Problem:
    """A problem at the place of a value."""
    span = source.span(steps)
    return Problem(source.name, span, Text(key, details), source.line(span.line))


def at_key(source: Source, steps: Steps, key: str, **details: object) -> Problem:
    """A problem at the place of a value's key."""
    span = source.key_span(steps)
    return Problem(source.name, span, Text(key, details), source.line(span.line))


_EXPECTED = {
    "int_type": "a-whole-number", "int_from_float": "a-whole-number", "string_type": "text", "list_type": "a-list",
    "dict_type": "a-mapping", "model_type": "a-mapping", "model_attributes_type": "a-mapping", "bool_type": "true-or-false",
    "float_type": "a-number", "finite_number": "a-number", "date_type": "a-date", "is_instance_of": "a-mapping",
}  # fmt: skip
"""pydantic's errors about a type, and the key of the catalogue for the type that it expected."""


_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$": "bad-reference",
    r"^[0-9]+(\.[0-9]+)*$": "bad-section",
    r"^[A-Z]{2,8}[0-9]{3}$": "bad-rule-id",
    r"^[0-9]{2}-[0-9]{2}$": "bad-day",
    r"\S": "blank",
    r"\w": "blank",
}


_FORMS = {
    "a-whole-number": r"[-+]?\d+(\.\d+)?",
    "a-number": r"[-+]?\d+(\.\d+)?",
    "true-or-false": r"true|false",
    "a-date": r"\d{4}-\d\d-\d\d",
}
"""What values of other types look like: text that looks like one was quoted by mistake."""


MANY = 500
"""How many wrong values and keys of a file are each compared with all that there are."""


class _Rejection(NamedTuple):
    """A value or key that pydantic rejected: where it is in the file, and one error for each type that it could have had.

    One that `is_of_many` is told without what was meant: a file with so many is none that somebody has misspelt.
    """

    source: Source
    steps: list[Any]
    errors: list[dict[str, Any]]
    model: type[Part]
    is_of_many: bool = False

    @property
    def first(self) -> dict[str, Any]:
        """The error that decides what people read: what a validator found, else the first."""
        return next((error for error in self.errors if error["type"] == "problem"), self.errors[0])

    @property
    def value(self) -> Any:
        """What was rejected."""
        return self.first.get("input")

    @property
    def name(self) -> Any:
        """The last step to it: its key, or its number in a list."""
        return self.steps[-1] if self.steps else ""

    def has(self, kinds: Container[str]) -> bool:
        """Whether one of the errors is of one of these kinds."""
        return any(error["type"] in kinds for error in self.errors)

    def at_value(self, key: str, **details: object) -> Problem:
        """A problem at the place of the value."""
        return at(self.source, self.steps, key, **details)

    def at_key(self, key: str, **details: object) -> Problem:
        """A problem at the place of the key."""
        return at_key(self.source, self.steps, key, **details)

    def at_rejected(self, key: str, **details: object) -> Problem:
        """A problem at the place of the key where that was rejected, else of the value."""
        place = self.at_key if self.first["loc"][-1] == "[key]" else self.at_value
        return place(key, **details)


def of_validation(error: ValidationError, source: Source, model: type[Part], base: Steps = ()) -> list[Problem]:
    """The problems that pydantic found in the values of a file, each at its place and once.

    Where a value could be one of several types, pydantic reports an error for each of them; that is one problem. Where one
    of the types fits but for something inside the value, that is the problem, and not that the value is of no other type.
    """
    errors_at: dict[tuple[Step, ...], list[dict[str, Any]]] = {}
    for details in error.errors(include_url=False):
        place = tuple(_steps_in(source, [*base, *details["loc"]], of_missing=details["type"] == "missing"))
        errors_at.setdefault(place, []).append(dict(details))
    wrong_inside = {steps[:n] for steps in errors_at for n in range(len(steps))}
    problems: dict[tuple[Span, str, str], Problem] = {}
    for steps, errors in errors_at.items():
        if steps in wrong_inside and _only_types(errors):
            continue
        problem = _problem_of(_Rejection(source, list(steps), errors, model, len(errors_at) > MANY))
        problems.setdefault((problem.span, problem.text.key, str(problem.text.details.get("name"))), problem)
    return list(problems.values())


def rejected_places(error: ValidationError, source: Source) -> set[tuple[Step, ...]]:
    """The places that pydantic rejected, the innermost; for a key that is missing, that of what lacks it."""
    places: dict[tuple[Step, ...], list[dict[str, Any]]] = {}
    for details in error.errors(include_url=False):
        missing = details["type"] == "missing"
        steps = tuple(_steps_in(source, list(details["loc"]), of_missing=missing))
        within = details.get("ctx", {}).get("within", ()) if details["type"] == "problem" else ()
        places.setdefault(steps[:-1] if missing else (*steps, *within), []).append(dict(details))
    # The number before its decimals is another one without them.
    for steps in list(places):
        whole = number_before(source, steps)
        if whole is not None:
            places.setdefault((*steps[:-1], whole), [{"type": "problem"}])
    inside = {steps[:n] for steps in places for n in range(len(steps))}
    return {steps for steps, errors in places.items() if not (steps in inside and _only_types(errors))}


def _only_types(errors: list[dict[str, Any]]) -> bool:
    """Whether all that is wrong with a value is that it is of another type."""
    return all(error["type"] in _EXPECTED for error in errors)


def _steps_in(source: Source, loc: list[Any], of_missing: bool) -> list[Any]:
    """pydantic's location without its own words (the arm of a union, ``[key]``), which the file does not have.

    A missing key is the one last step that is in the location and not in the file.
    """
    steps: list[Any] = []
    value: Any = source.root
    for n, step in enumerate(loc):
        if isinstance(value, dict) and ((key := _key_named(step, value)) in value or (of_missing and n == len(loc) - 1)):
            steps.append(key)
            value = value.get(key)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            steps.append(step)
            value = value[step]
    return steps


def _key_named(name: Any, mapping: Mapping[Any, Any]) -> Any:
    """The key that pydantic means: it reports one that is no text as text."""
    return name if name in mapping else next((key for key in mapping if repr(key) == name), name)


def _problem_of(rejection: _Rejection) -> Problem:
    """What is wrong at one place of the file, in the catalogue's words."""
    if slip := _slip(rejection):
        return slip
    kind = rejection.first["type"]
    if kind in ("extra_forbidden", "invalid_key"):
        return _unknown_key(rejection)
    if kind == "missing":
        return at(rejection.source, rejection.steps[:-1], "missing-key", name=rejection.name)
    if rejection.has(["too_short"]):
        return rejection.at_value("too-short")
    return _DESCRIBED.get(kind, _invalid)(rejection)


def _slip(rejection: _Rejection) -> Problem | None:
    """What YAML took for something else than it was meant as: a decimal comma, a blank that is missing."""
    source, steps, value = rejection.source, rejection.steps, rejection.value
    whole = number_before(source, steps)
    if whole is not None:
        given = f"{source.value([*steps[:-1], whole])},{rejection.name}"
        return at(source, [*steps[:-1], whole], "number-with-comma", given=given, write=given.replace(",", "."))
    is_key = rejection.first["type"] == "extra_forbidden" or rejection.first["loc"][-1:] == ("[key]",)
    if rejection.has(["list_type"]) and isinstance(value, dict) and value:
        # The dash is a part of the first key.
        steps, is_key = [*steps, next(iter(value))], True
    elif not is_key and not (isinstance(value, str) and rejection.has(_OF_SEVERAL)):
        return None
    if is_key and (spaced := re.fullmatch(r"(\d{4})\s+(\S.*)", str(rejection.name))):
        return rejection.at_key("no-colon-in-braces", given=spaced[1], write=f"{spaced[1]}: {spaced[2]}")
    span = source.key_span(steps) if is_key else source.span(steps)
    written = source.line(span.line)[span.column - 1 :]
    missing = blank_missing(written[: span.end - span.column] if span.end > span.column + 1 else written)
    return Problem(source.name, span, missing[1], source.line(span.line)) if missing else None


_OF_SEVERAL = ("list_type", "dict_type", "model_type", "model_attributes_type")
"""pydantic's errors about a value that is no list and no mapping."""


def number_before(source: Source, steps: Steps) -> Step | None:
    """The key before one that is the decimals of its number by mistake: of the key 5 in `{2024: 7,5}` it is 2024."""
    parent = _value_at(source, steps[:-1]) if steps else None
    if not isinstance(parent, Map) or not parent.is_flow or steps[-1] not in parent.places or parent[steps[-1]] is not None:
        return None
    if decimals_at(source.text, parent.key_at(steps[-1])) is None:
        return None
    keys: list[Step] = list(parent)
    return keys[keys.index(steps[-1]) - 1] if keys[0] != steps[-1] else None


def _value_at(source: Source, steps: Steps) -> Any:
    """The value at a path; None where there is none."""
    try:
        return source.value(steps)
    except (KeyError, IndexError, TypeError):
        return None


def _unknown_key(rejection: _Rejection) -> Problem:
    name = str(rejection.name)
    known = _keys_at(rejection.model, rejection.first["loc"][:-1])
    if rejection.first["type"] == "extra_forbidden" and rejection.value is None and (" " in name or _follows_text(rejection)):
        return rejection.at_key("comma-in-text", name=name)
    if rejection.is_of_many:
        return rejection.at_key("unknown-key", name=name)
    return rejection.at_key("unknown-key", **unknown_name(name, known))


def _follows_text(rejection: _Rejection) -> bool:
    """Whether a key without a value stands in braces after a text that a comma may have ended: `{title: Lås, larm}`."""
    parent = _value_at(rejection.source, rejection.steps[:-1])
    if not isinstance(parent, Map) or not parent.is_flow or rejection.name not in parent.places:
        return False
    keys: list[Step] = list(parent)
    before = keys.index(rejection.name) - 1
    return before >= 0 and isinstance(parent[keys[before]], str)


def _wrong_type(rejection: _Rejection) -> Problem:
    if rejection.value is None:
        return rejection.at_key("empty-value", name=rejection.name)
    expected = list(dict.fromkeys(_EXPECTED[error["type"]] for error in rejection.errors if error["type"] in _EXPECTED))
    meant = number_meant(rejection.value) if "a-number" in expected or "a-whole-number" in expected else None
    if meant and ("a-number" in expected or "." not in meant):
        return rejection.at_rejected("number-with-comma", given=rejection.value, write=meant)
    if expected == ["a-mapping"]:
        return _no_mapping(rejection)
    limits = limits_of(_model_at(rejection.model, rejection.first["loc"][:-1]), str(rejection.name))
    if limits and expected == ["a-whole-number"] and isinstance(rejection.value, str) and not re.search(r"\d", rejection.value):
        low, high = limits
        return rejection.at_rejected("not-in-range", given=rejection.value, low=low, high=high)
    in_list = holds_words(_model_at(rejection.model, rejection.first["loc"][:-1]), str(rejection.name))
    if expected == ["a-list"] and in_list and isinstance(rejection.value, str) and "\n" not in rejection.value:
        given = rejection.value.rstrip(".")
        return rejection.at_rejected("not-a-list", given=given, write=f"[{_in_list(rejection.value)}]")
    if "a-number" in expected:
        expected = [word for word in expected if word != "a-whole-number"]
    key = _type_problem(rejection.value, rejection.steps, expected)
    return rejection.at_rejected(key, given=rejection.value, expected=expected)


def _in_list(text: str) -> str:
    """A text as an item of a list in brackets, in quotes where it needs them."""
    return f'"{text}"' if re.search(r"[,:#\[\]{}\"']", text) else text


def _no_mapping(rejection: _Rejection) -> Problem:
    """What is to stand in place of a plain value or a list: figures by year, or keys with values, and which."""
    root, value = rejection.source.root, rejection.value
    year = root.get("year") if isinstance(root, Map) else None
    is_series = rejection.name in series_of(_model_at(rejection.model, rejection.first["loc"][:-1]))
    if year and is_series and isinstance(value, int | float | str):
        return rejection.at_rejected("figures-by-year", given=value, write=f"{rejection.name}: {{{year}: {value}}}")
    keys = _keys_at(rejection.model, rejection.first["loc"])
    if rejection.has(["dict_type"]):
        # Whoever writes it chooses the keys.
        return rejection.at_rejected("wrong-type", given=rejection.value, expected=["a-mapping"])
    return rejection.at_rejected("keys-with-values", given=rejection.value, known=keys)


def _beyond_limit(rejection: _Rejection) -> Problem:
    context = rejection.first["ctx"]
    key = "too-small" if "ge" in context else "too-large"
    return rejection.at_rejected(key, given=rejection.value, limit=context.get("ge", context.get("le")))


def _wrong_form(rejection: _Rejection) -> Problem:
    return rejection.at_rejected(_PATTERNS.get(rejection.first["ctx"]["pattern"], "bad-id"), given=rejection.value)


def _wrong_word(rejection: _Rejection) -> Problem:
    if rejection.first["type"] == "literal_error" and rejection.has(_EXPECTED):
        return rejection.at_value("wrong-type", given=rejection.value, expected=["a-mapping-or-off"])
    known = [word.strip("' ") for word in rejection.first["ctx"]["expected"].replace(" or ", ", ").split(",")]
    return rejection.at_value("not-one-of", **unknown_name(rejection.value, known))


def _problem_of_model(rejection: _Rejection) -> Problem:
    """What a validator of the model found, which comes with its key of the catalogue, and the place `within` the value."""
    context = rejection.first["ctx"]
    steps = [*rejection.steps, *context.get("within", ())]
    return at(rejection.source, steps, context["key"], **context.get("details", {}))


def _invalid(rejection: _Rejection) -> Problem:
    return rejection.at_value("invalid", given=rejection.value)


_DESCRIBED: Mapping[str, Callable[[_Rejection], Problem]] = {
    **dict.fromkeys(_EXPECTED, _wrong_type),
    "greater_than_equal": _beyond_limit,
    "less_than_equal": _beyond_limit,
    "string_pattern_mismatch": _wrong_form,
    "literal_error": _wrong_word,
    "enum": _wrong_word,
    "problem": _problem_of_model,
}
"""What describes the errors about a value, by the type of the first of them."""


def _type_problem(value: Any, steps: list[Any], expected: list[str]) -> str:
    """The key of the catalogue for a value of a wrong type: some have a cause that can be named."""
    if expected == ["text"] and _is_section(steps):
        return "section-number-unquoted"
    if expected[:1] == ["text"] and isinstance(value, int | float) and any(step in _OF_VERSIONS for step in steps[-2:]):
        return "version-unquoted"
    form = _FORMS.get(expected[0]) if len(expected) == 1 and isinstance(value, str) else None
    if form is None or not re.fullmatch(form, value):
        return "wrong-type"
    return "impossible-date" if expected == ["a-date"] and not _is_date(value) else "quoted"


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _keys_at(model: type[Part], loc: tuple[Any, ...]) -> list[str]:
    """The keys that a mapping may have at a location of pydantic's."""
    return keys_of(_model_at(model, loc))


def _model_at(model: type[Part], loc: Iterable[Any]) -> type[Part]:
    """The model of what is at a location of pydantic's, or of what has it."""
    for step in loc:
        if isinstance(step, str):
            model = inner_model(model, step) or model
    return model


_OF_VERSIONS = ("version", "earlier", "since", "changed", "in")
"""Keys of rule files whose values, or whose own keys, are versions."""


def _is_section(steps: list[Any]) -> bool:
    return any(step in ("section", "number", "refers-to") for step in steps[-2:])


def top_mapping(source: Source) -> Map:
    """The file's outermost mapping. Raises ProblemError where the file is empty or has something else."""
    if source.root is None:
        raise ProblemError(Problem(source.name, Span(1, 1, 1), Text("empty")))
    if not isinstance(source.root, Map):
        missing = blank_missing(source.line(1)) if isinstance(source.root, str) else None
        text = missing[1] if missing else Text("no-mapping")
        raise ProblemError(at(source, (), text.key, **text.details))
    return source.root
