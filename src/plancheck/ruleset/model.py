"""What a rule set consists of: the models of a rule file, and the compiled rules."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from plancheck.messages import Language
from plancheck.messages import word as told_under
from plancheck.model.base import Id, Part
from plancheck.model.document import Document
from plancheck.model.source import Source, Step
from plancheck.query.paths import Term, Years
from plancheck.query.verdict import Check
from plancheck.repository.kinds import Kind
from plancheck.ruleset.templates import Template

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
RuleId = Annotated[str, Field(pattern=r"^[A-Z]{2,8}[0-9]{3}$", description="Capital letters for the family, three digits.")]


class Words(Part):
    """The same words in Swedish and in English."""

    sv: str = Field(pattern=r"\S")
    en: str = Field(pattern=r"\S")


class VocabularyWord(Words):
    """A word of a vocabulary: what people call it, and the years in which it holds."""

    years: str | int | None = Field(default=None, description="2024, 2022-, -2023 or 2022-2024; left out, every year.")


class KindOfDocument(Part):
    """A kind of document that a rule set knows. What it does not say, it has from the kind that it `is`."""

    sv: str
    en: str
    is_: Id | None = Field(default=None, description="The kind of which it is one, under another name: rules about that hold.")
    of: Literal["namnd", "city"] | None = Field(
        default=None, description="Whether each nämnd has its own (left out), or the city one."
    )
    yearly: bool | None = Field(default=None, description="Whether there is one for each year (left out: there is).")
    several: bool | None = Field(default=None, description="Whether there may be several at a time, told apart by their ids.")
    as_of: str | None = Field(
        default=None, pattern=r"^[0-9]{2}-[0-9]{2}$", description="The day up to which it tells: month-day (left out: 01-01)."
    )

    @field_validator("as_of")
    @classmethod
    def _a_day_of_every_year(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            datetime.date.fromisoformat(f"2023-{value}")
        except ValueError:
            raise PydanticCustomError("problem", "day", {"key": "bad-day", "details": {"given": value}}) from None
        return value


class RuleSource(Part):
    """Where a demand comes from."""

    document: str
    section: str | None = None


class AppliesTo(Part):
    """Which documents a rule is about."""

    document: list[str]
    years: str | int | None = Field(default=None, description="2024, 2022-, -2023 or 2022-2024.")


class TestCase(Part):
    """A case that proves a rule: documents, and how many evaluations come out in which way."""

    __test__: ClassVar[bool] = False
    """By its name pytest would take it for a class of tests."""

    name: str
    documents: list[dict[str, Any]] = Field(min_length=1)
    today: datetime.date | None = None
    fails: int | None = Field(default=None, ge=0)
    passes: int | None = Field(default=None, ge=0)
    not_assessable: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _says_what_is_expected(self) -> TestCase:
        if self.passes is None and self.fails is None and self.not_assessable is None:
            raise PydanticCustomError("problem", "expectation", {"key": "no-expectation"})
        return self


class RuleHead(Part):
    """What every rule says, whatever its kind of check."""

    id: RuleId
    name: Id
    title: Words
    why: Words
    meets: list[str] = Field(default=[], description="The requirements of the rule set that it checks, by their ids.")
    source: list[RuleSource] = Field(min_length=1)
    severity: Severity
    applies_to: AppliesTo
    check: str
    message: Words
    hint: Words
    tests: list[TestCase] = []


class Requirement(Words):
    """Something that must hold, in a sentence, and where that is said."""

    source: str = Field(description="The document and section that the demand comes from.")


class RuleSetFile(Part):
    """A file of a rule set. The rules themselves are checked one by one."""

    ruleset: Id | None = None
    title: Words | None = None
    extends: str | list[str] = []
    documents: dict[Id, KindOfDocument] = {}
    families: dict[Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")], Words] = Field(
        default={}, description="What the rules are about whose ids begin with the same letters."
    )
    requirements: dict[str, Requirement] = Field(default={}, description="What must hold, by an id that rules name in `meets`.")
    vocabulary: dict[Id, list[str | int] | dict[str | int, VocabularyWord]] = {}
    retired: dict[RuleId, RuleId | None] = Field(
        default={}, description="Ids of rules that are gone, and stay unused; with the rule that took its place."
    )
    change: dict[str, Literal["off"] | dict[str, Any]] = {}
    rules: list[dict[str, Any]] = []


class Rule(NamedTuple):
    """A compiled rule. `values` are its keys as they are written, with what was changed; `kinds` are those it is about.

    `proved_at` is where its test cases stand: in the rule, or where another rule set has changed it; `changed_in` is the file
    that has changed it last, if any.
    """

    head: RuleHead
    check: Check
    severity: Severity
    years: Years
    message: Mapping[str, Template]
    hint: Mapping[str, Template]
    source: Source
    steps: tuple[Step, ...]
    kinds: frozenset[str]
    values: Mapping[str, Any]
    proved_at: tuple[Source, tuple[Step, ...]]
    changed_in: str = ""

    @property
    def id(self) -> str:
        """The rule's id, such as UPP001."""
        return self.head.id

    def applies_to(self, document: Document) -> bool:
        """Whether the rule is about this document."""
        return document.document in self.kinds and self.years.cover(document.year)


class RuleSet(NamedTuple):
    """The rules that hold, by id, and the words that they are written in.

    `known` are the ids of all rules, those too that are switched off or were not asked for; `requirements` are the requirements
    that rules name, `retired` the ids that are no longer used, `families` what the rules of the same letters are about, `off`
    the rules that are switched off, with the place where. `folders` are those of the rule sets that it extends, and its own.
    """

    name: str
    rules: Mapping[str, Rule]
    kinds: Mapping[str, Kind]
    vocabulary: Mapping[str, tuple[Term, ...]]
    known: frozenset[str] = frozenset()
    requirements: Mapping[str, Requirement] = {}
    retired: Mapping[str, str | None] = {}
    families: Mapping[str, Words] = {}
    off: Mapping[str, str] = {}
    folders: tuple[Path, ...] = ()


class RuleWords(NamedTuple):
    """What a rule says of itself in one language: its title, why it is there, what to do, and where it comes from."""

    title: str
    why: str
    hint: str
    source: str


def words_of(rule: str, ruleset: RuleSet, language: Language) -> RuleWords:
    """The words of a rule, one of the rule set or a built-in one. What only a finding fills in is left as …"""
    known = ruleset.rules.get(rule)
    if known is None:
        title, why, hint = (told_under(f"{rule}-{key}", language) for key in ("title", "why", "hint"))
        return RuleWords(title, why, hint, "")
    head = known.head
    hint = "".join(part if isinstance(part, str) else "…" for part in known.hint[language].parts)
    source = "; ".join(f"{one.document}{f', {one.section}' if one.section else ''}" for one in head.source)
    return RuleWords(getattr(head.title, language), getattr(head.why, language), hint, source)
