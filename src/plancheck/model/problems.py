"""What is wrong with a file itself: it is no YAML, or its values do not have the shape that they must have.

Documents, rule files and the configuration are read in the same way and go wrong in the same ways.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from plancheck.model.base import Part, inner_model, keys_of
from plancheck.model.source import NOWHERE, Map, Source, SourceError, Span, Step, Steps, line_of
from plancheck.model.text import Text, unknown_name

if TYPE_CHECKING:
    from pydantic import ValidationError


FileRule: TypeAlias = Literal["FIL001", "DOK001", "DOK002", "DOK003"]
"""What every file must meet before a rule set can be asked: it can be read; it has the shape of a document; it is of a kind
that is known; it is the only one of its name. The catalogue has their words."""


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file, at its place, and the line that stands there."""

    file: str
    span: Span
    text: Text
    line: str = ""


@dataclass(frozen=True)
class Fault(Problem):
    """What keeps a file from being a document, with the built-in rule that it breaks."""

    rule: FileRule = field(kw_only=True)

    @classmethod
    def of(cls, rule: FileRule, problem: Problem) -> Fault:
        """A problem with a document as a fault of its file."""
        return cls(problem.file, problem.span, problem.text, problem.line, rule=rule)


class ProblemError(Exception):
    """Raised where a file must be whole to go on with: a rule set, the configuration."""

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
    """A file that the system does not give."""
    return Problem(file, Span(1, 1, 1), Text("unreadable", {"said": error.strerror or str(error)}))


def at(source: Source, steps: Steps, key: str, **details: object) -> Problem:
    """A problem at the place of a value."""
    span = source.span(steps)
    return Problem(source.name, span, Text(key, details), source.line(span.line))


def at_key(source: Source, steps: Steps, key: str, **details: object) -> Problem:
    """A problem at the place of the key that a value stands under."""
    span = source.key_span(steps)
    return Problem(source.name, span, Text(key, details), source.line(span.line))


_EXPECTED = {
    "int_type": "a-whole-number", "int_from_float": "a-whole-number", "string_type": "text", "list_type": "a-list",
    "dict_type": "a-mapping", "model_type": "a-mapping", "model_attributes_type": "a-mapping", "bool_type": "true-or-false",
    "float_type": "a-number", "finite_number": "a-number", "date_type": "a-date", "is_instance_of": "a-mapping",
}  # fmt: skip


_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$": "bad-reference",
    r"^[0-9]+(\.[0-9]+)*$": "bad-section",
    r"^[A-Z]{2,8}[0-9]{3}$": "bad-rule-id",
    r"^[0-9]{2}-[0-9]{2}$": "bad-day",
    r"\S": "blank",
}


def of_validation(error: ValidationError, source: Source, model: type[Part], base: Steps = ()) -> list[Problem]:
    """The problems that pydantic found in the values of a file, each at its place and once.

    Where a value could be one of several types, pydantic complains for each of them; that is one problem.
    """
    complaints: dict[tuple[Step, ...], list[dict[str, Any]]] = {}
    for one in error.errors(include_url=False):
        complaints.setdefault(tuple(_real_steps(source, [*base, *one["loc"]])), []).append(dict(one))
    found: dict[tuple[Span, str, str], Problem] = {}
    for steps, errors in complaints.items():
        for problem in _told(source, list(steps), errors, model):
            found.setdefault((problem.span, problem.text.key, str(problem.text.details.get("name"))), problem)
    return list(found.values())


def _real_steps(source: Source, loc: list[Any]) -> list[Any]:
    """pydantic's location without its own words (the arm of a union, ``[key]``), which the file does not have."""
    steps: list[Any] = []
    value: Any = source.root
    for n, step in enumerate(loc):
        if isinstance(value, dict) and (step in value or n == len(loc) - 1):
            # A key that is no text is told by pydantic as text.
            key = step if step in value else next((key for key in value if repr(key) == step), step)
            steps.append(key)
            value = value.get(key)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            steps.append(step)
            value = value[step]
    return steps


def _told(source: Source, steps: list[Any], errors: list[dict[str, Any]], model: type[Part]) -> Iterable[Problem]:
    """What is wrong at one place of the file."""
    first = errors[0]
    kind, context, given = first["type"], first.get("ctx", {}), first.get("input")
    if kind == "extra_forbidden" and given is None and " " in str(steps[-1]):
        yield at_key(source, steps, "comma-in-text", name=str(steps[-1]))
    elif kind == "extra_forbidden" or kind == "invalid_key":
        yield at_key(source, steps, "unknown-key", **unknown_name(str(steps[-1]), _known_at(model, first["loc"][:-1])))
    elif kind == "missing":
        yield at(source, steps[:-1], "missing-key", name=steps[-1] if steps else "")
    elif any(one["type"] == "too_short" for one in errors):
        yield at(source, steps, "too-short")
    elif kind in _EXPECTED:
        place = at_key if first["loc"][-1] == "[key]" else at
        expected = [_EXPECTED[one["type"]] for one in errors if one["type"] in _EXPECTED]
        if given is None:
            yield at_key(source, steps, "empty-value", name=steps[-1] if steps else "")
            return
        if "a-number" in expected:
            expected = [word for word in expected if word != "a-whole-number"]
        yield place(source, steps, _type_problem(given, steps, expected), given=given, expected=list(dict.fromkeys(expected)))
    elif kind in ("greater_than_equal", "less_than_equal"):
        place = at_key if first["loc"][-1] == "[key]" else at
        limit = context.get("ge", context.get("le"))
        yield place(source, steps, "too-small" if "ge" in context else "too-large", given=given, limit=limit)
    elif kind == "string_pattern_mismatch":
        place = at_key if first["loc"][-1] == "[key]" else at
        yield place(source, steps, _PATTERNS.get(context["pattern"], "bad-id"), given=given)
    elif kind == "literal_error" and any(one["type"] in _EXPECTED for one in errors):
        yield at(source, steps, "wrong-type", given=given, expected=["a-mapping-or-off"])
    elif kind in ("literal_error", "enum"):
        known = [word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(",")]
        yield at(source, steps, "not-one-of", **unknown_name(given, known))
    elif kind == "problem":
        yield at(source, steps, context["key"], **context.get("details", {}))
    else:
        yield at(source, steps, "invalid", given=given, said=first["msg"])


def _type_problem(given: Any, steps: list[Any], expected: list[str]) -> str:
    """The key of the catalogue for a value of a wrong type: some have a cause that can be named."""
    if expected == ["text"] and _is_section(steps):
        return "section-number-unquoted"
    if isinstance(given, str):
        if expected == ["a-date"] and re.fullmatch(r"\d{4}-\d\d-\d\d", given):
            return "quoted" if _is_date(given) else "impossible-date"
        if expected in (["a-whole-number"], ["a-number"]) and re.fullmatch(r"[-+]?\d+(\.\d+)?", given):
            return "quoted"
        if expected == ["true-or-false"] and given in ("true", "false"):
            return "quoted"
    return "wrong-type"


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _known_at(model: type[Part], loc: tuple[Any, ...]) -> list[str]:
    """The keys that a mapping may have that stands where pydantic says."""
    here: type[Part] | None = model
    for step in loc:
        if isinstance(step, str) and here is not None:
            here = inner_model(here, step) or here
    return keys_of(here) if here is not None else []


def _is_section(steps: list[Any]) -> bool:
    return any(step in ("section", "number", "refers-to") for step in steps[-2:])


def top_mapping(source: Source) -> Map:
    """The file's outermost mapping. Raises ProblemError where the file is empty or holds something else."""
    if source.root is None:
        raise ProblemError(Problem(source.name, Span(1, 1, 1), Text("empty")))
    if not isinstance(source.root, Map):
        raise ProblemError(at(source, (), "no-mapping"))
    return source.root
