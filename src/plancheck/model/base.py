"""What every part of a document is made of: frozen, strictly typed models, their keys, and the scalars of the field.

Keys are written in kebab-case in YAML (``diary-number``) and in snake_case here (``diary_number``). Keys that begin with
``x-`` are free.
"""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

import datetime
import re
import typing
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from plancheck.model.text import Text, unknown_name
from plancheck.model.wording import read_as_prose


class Unknown:
    """The value of what cannot be known from the available data; `reason` says why."""

    __slots__ = ("reason",)

    def __init__(self, key: str, **details: object) -> None:
        self.reason = Text(key, details)

    @classmethod
    def because(cls, reason: Text) -> "Unknown":
        """An unknown value for a reason that already exists."""
        return cls(reason.key, **reason.details)

    def __repr__(self) -> str:
        return f"Unknown({self.reason.key})"


class Uncertain(Unknown):
    """A value that is there, and in doubt: `value` is what it may be."""

    __slots__ = ("value",)

    def __init__(self, value: object, key: str, **details: object) -> None:
        super().__init__(key, **details)
        self.value = value


class Latest(Unknown):
    """A day that is not known, but for the last one that it can be."""

    __slots__ = ("day",)

    def __init__(self, day: datetime.date) -> None:
        super().__init__("at-the-latest", day=day)
        self.day = day


Method = TypeVar("Method", bound=Callable[..., Any])


def derived(method: Method) -> Method:
    """Mark a method of a `Part` as a field that follows from the part itself; rules name it like any other.

    What follows from more than the part is in `plancheck.query.derived`.
    """
    method.derived = True  # type: ignore[attr-defined]
    return method


def kebab(name: str) -> str:
    """The name of a Python field as it is written in YAML: ``diary_number`` is ``diary-number``, ``from_`` is ``from``."""
    return name.rstrip("_").replace("_", "-")


def _own_keys_are_free(schema: dict[str, Any]) -> None:
    schema["patternProperties"] = {"^x-": {}}


class Part(BaseModel):
    """Anything that a document consists of: frozen, strictly typed, with no unknown keys.

    Keys that begin with ``x-`` are free: `without_own_keys` takes them out before a model sees the values.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=kebab,
        json_schema_extra=_own_keys_are_free,
        defer_build=True,
        allow_inf_nan=False,
    )

    unread_keys: ClassVar[Mapping[str, Unknown]] = {}
    """The keys of which the values could not be read, and why. A part that has any has them as its own."""


def without_own_keys(value: Any, text: str) -> Any:
    """The values of a text without the keys that begin with ``x-``, which may have any value."""
    return _without(value) if _may_have_own_keys(text) else value


# It begins with what is to be found, which makes it fast.
_OWN_KEY = re.compile(r"x-(?<![^\s{,?\"'-]x-)")


@lru_cache(maxsize=1)
def _may_have_own_keys(text: str) -> bool:
    """Whether a text seems to have such a key; of a rule file it is asked for each of its rules."""
    return _OWN_KEY.search(text) is not None


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner) for key, inner in value.items() if not str(key).startswith("x-")}
    return [_without(inner) for inner in value] if isinstance(value, list) else value


def declared_for(purpose: str) -> AfterValidator:
    """A validator: the word must be one that the rule set declares for a purpose of the program, where it declares any.

    The declared words are the context of the validation: a list for each purpose.
    """

    def known(word: str, info: ValidationInfo) -> str:
        words = (info.context or {}).get(purpose)
        if words and word not in words:
            raise PydanticCustomError("problem", "declared", {"key": "not-one-of", "details": unknown_name(word, words)})
        return word

    return AfterValidator(known)


def form_of(purpose: str) -> AfterValidator:
    """A validator: a word in another form that the rule set declares for a purpose of the program is the word itself.

    The forms are in the context of the validation, in small letters.
    """

    def plain(word: str, info: ValidationInfo) -> str:
        forms: dict[str, str] = (info.context or {}).get("forms", {}).get(purpose, {})
        return forms.get(" ".join(word.casefold().split()), word)

    return AfterValidator(plain)


@cache
def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that a mapping of this model may have in YAML, in the model's order."""
    return [field.alias or name for name, field in model.model_fields.items()]


@cache
def series_of(model: type[BaseModel]) -> frozenset[str]:
    """The keys of a model that have a figure for each year."""
    fields = model.model_fields.items()
    return frozenset(field.alias or name for name, field in fields if typing.get_origin(field.annotation) is dict)


@cache
def limits_of(model: type[BaseModel], key: str) -> tuple[int, int] | None:
    """The least and the greatest number that a key of a model may have; None where it has not both."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            low = next((limit.ge for limit in field.metadata if hasattr(limit, "ge")), None)
            high = next((limit.le for limit in field.metadata if hasattr(limit, "le")), None)
            return (low, high) if isinstance(low, int) and isinstance(high, int) else None
    return None


@cache
def inner_model(model: type[BaseModel], key: str) -> type[Part] | None:
    """The model that a key of a model leads to, through lists and dicts; None where it leads to plain values."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            return _part_in(field.annotation)
    return None


@cache
def holds_words(model: type[BaseModel], key: str) -> bool:
    """Whether a key of a model has a list of words, and not of mappings."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            return any(_words_in(one) for one in (field.annotation, *typing.get_args(field.annotation)))
    return False


def _words_in(annotation: Any) -> bool:
    if typing.get_origin(annotation) is not list:
        return False
    inner = typing.get_args(annotation)[0]
    return inner is str or (typing.get_origin(inner) is not dict and str in typing.get_args(inner))


def _part_in(annotation: Any) -> type[Part] | None:
    if isinstance(annotation, type) and not typing.get_args(annotation):
        return annotation if issubclass(annotation, Part) else None
    inner = (_part_in(argument) for argument in typing.get_args(annotation) if not isinstance(argument, str))
    return next((part for part in inner if part is not None), None)


@cache
def own_derived_of(model: type[BaseModel]) -> dict[str, Callable[[Any], Any]]:
    """The fields that follow from a part of this model itself, by the name that rules use."""
    fields: dict[str, Callable[..., Any]] = {}
    for name in dir(model):
        if not name.startswith("_") and name not in BaseModel.__dict__:
            method = getattr(model, name, None)
            if callable(method) and getattr(method, "derived", False):
                fields[kebab(name)] = method
    return fields


Date = Annotated[
    datetime.date, Field(ge=datetime.date(1900, 1, 1), le=datetime.date(2200, 12, 31), description="Year, month and day.")
]
Year = Annotated[int, Field(ge=1990, le=2100, description="A calendar year.")]


def refuse_end_before(first: Any, last: Any, *within: str) -> None:
    """Raises an error where a last day or year is before the first one; `within` leads from the value to the last one."""
    if first is not None and last is not None and last < first:
        context = {"key": "ends-before-it-begins", "details": {"first": first, "last": last}, "within": within}
        raise PydanticCustomError("problem", "order", context)


def years_of(text: object) -> tuple[int, int] | None:
    """The first and the last year of a period that is written as text; None where it is none."""
    match = re.fullmatch(r"([0-9]{4})\s*[-–]\s*([0-9]{4})", text) if isinstance(text, str) else None
    return (int(match[1]), int(match[2])) if match else None


def _as_years(text: str) -> str:
    """A period in its plain form, with a hyphen. It ends with the year in which it begins, or a later one."""
    years = years_of(text)
    if years is None or not all(1990 <= year <= 2100 for year in years):
        raise PydanticCustomError("problem", "years", {"key": "bad-period", "details": {"given": text}})
    refuse_end_before(*years)
    return f"{years[0]}-{years[1]}"


YearSpan = Annotated[
    str,
    AfterValidator(_as_years),
    Field(description="A first and a last year: 2025-2027.", json_schema_extra={"pattern": "^[0-9]{4} *[-–] *[0-9]{4}$"}),
]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="A short name: small letters a-z, digits, hyphens.")]
Ref = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$",
        description="A reference to what another document defines: the document's id, a slash, the id there.",
    ),
]


def _each_once(refs: list[str]) -> list[str]:
    for n, ref in enumerate(refs):
        if ref in refs[:n]:
            context = {"key": "repeated-reference", "details": {"given": ref}, "within": (n,)}
            raise PydanticCustomError("problem", "repeated", context)
    return refs


Refs = (
    Ref
    | Annotated[
        list[Ref],
        Field(min_length=1, description="References to several, each once.", json_schema_extra={"uniqueItems": True}),
        AfterValidator(_each_once),
    ]
)
"""One reference, or a list of them."""


def _as_prose(text: str, info: ValidationInfo) -> str:
    return read_as_prose(text, (info.context or {}).get("says-nothing", ()))


Prose = Annotated[str, Field(description="Running text."), AfterValidator(_as_prose)]
SectionNumber = Annotated[
    str,
    Field(pattern=r"^[0-9]+(\.[0-9]+)*$", description="The number of a heading, in quotes: '3.1'."),
]
NotNegative = Annotated[int, Field(ge=0)] | Annotated[float, Field(ge=0, allow_inf_nan=False)]


def number_meant(text: object) -> str | None:
    """The number that a text is in Swedish, as YAML has it: 7,5 is 7.5, 1 450 is 1450. None where it is none, or the same."""
    if not isinstance(text, str) or not re.fullmatch(r"[-+\u2212]?(\d+|\d{1,3}([ \u00a0\u202f]\d{3})+)(,\d+)?", text):
        return None
    plain = re.sub(r"\s", "", text.replace("\N{MINUS SIGN}", "-").replace(",", "."))
    return plain if plain != text else None


Figure = Annotated[int | float | str, Field(description="A number, or the words that stand in its place (i.u.).")]


class At(Part):
    """A place in the document that people read."""

    section: SectionNumber | None = Field(default=None, description="The number of the section, in quotes.")
    page: int | None = Field(default=None, ge=1, description="The page.")
    sheet: str | None = Field(default=None, description="The sheet of a spreadsheet.")
    row: int | None = Field(default=None, ge=1, description="The row of a spreadsheet.")

    @derived
    def within(self) -> list[str]:
        """The section and all that it is a part of: 3.4.1 is within 3.4.1, 3.4 and 3."""
        numbers = self.section.split(".") if self.section else []
        return [".".join(numbers[:n]) for n in range(len(numbers), 0, -1)]
