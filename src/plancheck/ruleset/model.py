"""What a rule set consists of: the models of a rule file, and the compiled rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from plancheck.messages import Language, catalogue
from plancheck.messages import word as catalogue_word
from plancheck.model.base import Date, Id, Part
from plancheck.model.problems import Problem
from plancheck.model.source import Source, Step
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict
from plancheck.repository.declared import Declared, Kind, Purpose, Role, Term, Vocabulary, Years
from plancheck.ruleset.severity import Severity
from plancheck.ruleset.templates import Template, without_values
from plancheck.ruleset.versions import version_of

RuleId = Annotated[str, Field(pattern=r"^[A-Z]{2,8}[0-9]{3}$", description="Capital letters for the family, three digits.")]


class Words(Part):
    """The same words in Swedish and in English; the Swedish in both where a rule set is read in Swedish alone."""

    sv: str = Field(pattern=r"\S", description="In Swedish.")
    en: str = Field(default="", pattern=r"\S", description="In English; left out, that is `sv`.")

    @model_validator(mode="before")
    @classmethod
    def _swedish_alone(cls, values: Any) -> Any:
        return _in_both(values)


def _in_both(values: Any) -> Any:
    """Words with the Swedish as English, where that is left out."""
    alone = isinstance(values, dict) and "en" not in values and isinstance(values.get("sv"), str) and values["sv"].strip()
    return {**values, "en": values["sv"]} if alone else values


class KindOfDocument(Part):
    """A kind of document that a rule set knows. What it does not say, it inherits from the kind that it `is`."""

    sv: str = Field(description="What it is called in Swedish.")
    en: str = Field(default="", description="What it is called in English; left out, that is `sv`.")
    is_: Id | None = Field(
        default=None, description="The kind that it is under another name: rules about that kind apply, selectors find it."
    )
    of: Literal["namnd", "city"] | None = Field(
        default=None, description="`namnd`: each nämnd has its own (the default); `city`: there is one."
    )
    role: Role | None = Field(
        default=None,
        description="What it is for: a `register` decides goals and uppdrag, a `plan` says how they are taken care of, a "
        "`report` what came of them, an `annex` belongs to one of those. Left out, a kind of the city is a register, any "
        "other a plan.",
    )
    yearly: bool | None = Field(default=None, description="Whether there is one each year (the default).")
    several: bool | None = Field(default=None, description="Whether there may be several in a year, with ids of their own.")
    as_of: str | None = Field(
        default=None,
        pattern=r"^[0-9]{2}-[0-9]{2}$",
        description='Up to which day it reports: month and day in quotes, `"12-31"`; the default is `"01-01"`.',
    )
    sections: Id | None = Field(default=None, description="The vocabulary of the kinds of section that it has.")

    @model_validator(mode="before")
    @classmethod
    def _swedish_alone(cls, values: Any) -> Any:
        return _in_both(values)

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
    """Where a requirement comes from."""

    document: str = Field(description="The title of the steering document, or of the statute.")
    section: str | None = Field(default=None, description="The section or page there.")
    statute: str | None = Field(
        default=None,
        pattern=r"^[0-9]{4}:[0-9]+$",
        description='Of a statute: its number in Svensk författningssamling, in quotes: `"2017:725"`.',
    )
    from_: Date | None = Field(default=None, description="The first day on which it holds.")
    to: Date | None = Field(default=None, description="The last day on which it holds.")
    certainty: Literal["read", "told", "known"] | None = Field(
        default=None,
        description="How sure it is what it says: `read`, its text was read; `told`, municipalities or authorities state it; "
        "`known`, neither.",
    )

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> RuleSource:
        if self.from_ and self.to and self.from_ > self.to:
            details = {"from": self.from_, "to": self.to}
            raise PydanticCustomError("problem", "order", {"key": "source-ends-before", "details": details})
        return self

    @property
    def years(self) -> Years:
        """The years in which it holds, on one day at least."""
        return Years(self.from_.year if self.from_ else 0, self.to.year if self.to else 9999)


class AppliesTo(Part):
    """Which documents a rule is about."""

    document: list[str] = Field(min_length=1, description="The kinds of document.")
    years: str | int | None = Field(
        default=None,
        description="The years of documents: `2024`, `2022-`, `-2023`, `2022-2024`, or `2019-/4` for every fourth.",
    )
    each_year: bool = Field(
        default=False,
        description="`true`: a document of a period is judged for each of its years that has begun, as if it were of that "
        "year.",
    )
    recorded: str | None = Field(
        default=None,
        description="What a document must have recorded: a selector, such as `decisions` or `sections.kind`. One that records "
        "none of it is not assessable.",
    )


class TestCase(Part):
    """A case that proves a rule: documents, and how many evaluations have which outcome."""

    __test__: ClassVar[bool] = False
    """Keeps pytest from taking the class for tests because of its name."""

    name: str = Field(description="What the case shows, in a few words.")
    documents: list[dict[str, Any]] = Field(
        min_length=1, description="Documents as in files: those that the rule applies to are checked, the others surround them."
    )
    today: datetime.date | None = Field(default=None, description="The day of the check; left out, 2026-01-01.")
    fails: int | None = Field(default=None, ge=0, description="How many evaluations fail.")
    passes: int | None = Field(default=None, ge=0, description="How many pass.")
    not_assessable: int | None = Field(default=None, ge=0, description="How many are not assessable.")

    @model_validator(mode="after")
    def _says_what_is_expected(self) -> TestCase:
        if self.passes is None and self.fails is None and self.not_assessable is None:
            raise PydanticCustomError("problem", "expectation", {"key": "no-expectation"})
        return self


class RuleHead(Part):
    """What every rule says, whatever its kind of check."""

    id: RuleId = Field(
        description="Capital letters for the subject and three digits. It never changes and is never used again."
    )
    name: Id = Field(description="A name for people: small letters and hyphens.")
    title: Words = Field(description="What is true when the rule is met, `sv` and `en`.")
    why: Words = Field(description="Why it matters, `sv` and `en`.")
    meets: list[str] = Field(default=[], description="The ids of the `requirements` that it checks.")
    source: list[RuleSource] = Field(
        min_length=1,
        description="Where the requirement is written: `document` and `section`. Sources that hold from or to a day bind the "
        "documents of those years, and no others.",
    )
    severity: Severity = Field(description="`error` must be corrected, `warning` should be reviewed, `info` is information.")
    applies_to: AppliesTo = Field(description="The documents that the rule checks: `document`, and perhaps `years`.")
    waivable: bool = Field(default=True, description="Whether a finding may be waived in `plancheck.yaml` (the default).")
    check: str = Field(description="The kind of check; its own keys are written next to these.")
    message: Words = Field(description="What is wrong in one place, `sv` and `en`, with placeholders.")
    hint: Words = Field(
        description="What to do about it, `sv` and `en`, with placeholders: in terms of sections, tables and pages, for "
        "whoever has written the document in Word or Excel."
    )
    hint_yaml: Words | None = Field(
        default=None,
        description="The same for whoever writes the document as YAML, where keys help; left out, that is `hint`.",
    )
    since: str | None = Field(
        default=None, description="The version of the rule set that it came with, in quotes; left out, the first."
    )
    changed: dict[str, Words] = Field(
        default={}, description="What was changed in what it demands, by the version that did it, in quotes: `sv` and `en`."
    )
    tests: list[TestCase] = Field(default=[], description="Small documents, and how many evaluations pass and fail in them.")


class Family(Words):
    """The subject of the rules whose ids begin with the same letters."""

    bookkeeping: bool = Field(
        default=False,
        description="Whether its rules only ask whether documents fit together: a check of nothing else has judged no plan.",
    )


class Requirement(Words):
    """Something that is required, in a sentence, and where that is written."""

    source: str = Field(description="The document and section that it comes from.")
    counted: bool = Field(
        default=True, description="Whether reports count it: not where it is asked of the check itself, and of no document."
    )


class Retirement(Part):
    """A rule that is gone: since which version, and what replaced it."""

    in_: str = Field(description="The version of the rule set that was the first without it, in quotes.")
    by: RuleId | None = Field(default=None, description="The rule that replaced it.")
    since: str | None = Field(default=None, description="The version that it came with, in quotes; left out, the first.")


class RuleSetFile(Part):
    """A file of a rule set. The rules themselves are checked one by one."""

    ruleset: Id | None = Field(default=None, description="The name of the rule set.")
    version: str | None = Field(default=None, description="Its version, in quotes where it looks like a number.")
    earlier: list[str] = Field(
        default=[], description="The versions that it had before, in quotes: those that `--changed-since` may name."
    )
    title: Words | None = Field(default=None, description="What it is about, `sv` and `en`.")
    extends: str | list[str] = Field(
        default=[],
        description="The rule sets that it builds on: the name of one that ships or that an installed package brings, perhaps "
        "with the versions that will do (`kommun>=2`), or a path from this file.",
    )
    documents: dict[Id, KindOfDocument] = Field(default={}, description="Kinds of document, by id.")
    families: dict[Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")], Family] = Field(
        default={}, description="What the letters of the ids stand for, each `sv` and `en`, and perhaps `bookkeeping`."
    )
    requirements: dict[str, Requirement] = Field(
        default={}, description="What is required, by id: `sv`, `en` and `source`. Rules name in `meets` those that they check."
    )
    vocabulary: dict[Id, Vocabulary] = Field(default={}, description="Lists of words that rules name with `$vocabulary.NAME`.")
    ordered: list[Id] = Field(
        default=[], description="The vocabularies of which the words are a scale: they are listed from the best to the worst."
    )
    uses: dict[Purpose, Id] = Field(
        default={}, description="What the program itself needs words for, and the vocabulary that has them."
    )
    retired: dict[RuleId, RuleId | Retirement | None] = Field(
        default={},
        description="Ids of rules that are gone and stay unused, each with the rule that replaced it, or nothing, or with "
        "`in`, `by` and `since`.",
    )
    change: dict[str, Literal["off"] | dict[str, Any]] = Field(
        default={},
        description="Changes to inherited rules, by id: `off`, `{off: VERSION}` with the version that it is off since, or keys "
        "with new values.",
    )
    rules: list[dict[str, Any]] = Field(default=[], description="The rules.")


class Rule(NamedTuple):
    """A compiled rule. `values` are its keys as they are written, with what was changed; `kinds` are those it is about,
    `in_force` the years in which its sources hold.

    `proved_at` is where its test cases are: in the rule, or where another rule set has changed it; `changed_in` is the file
    that last changed what it asks, if any; `is_shipped` says whether it ships with the program, changed or not. `hint_yaml` is
    `hint` where the rule has no other words for a document that is written as YAML.
    """

    head: RuleHead
    check: Check
    severity: Severity
    years: Years
    in_force: tuple[Years, ...]
    message: Mapping[str, Template]
    hint: Mapping[str, Template]
    hint_yaml: Mapping[str, Template]
    source: Source
    steps: tuple[Step, ...]
    kinds: frozenset[str]
    values: Mapping[str, Any]
    proved_at: tuple[Source, tuple[Step, ...]]
    changed_in: str = ""
    is_shipped: bool = False

    @property
    def id(self) -> str:
        """The rule's id, such as UPP001."""
        return self.head.id

    def judge(self, scope: Scope) -> Iterator[tuple[Verdict, Scope]]:
        """What the check says of a document that the rule is about, each verdict with the scope that it was given in."""
        for one in scope.of_each_year() if self.head.applies_to.each_year else [scope]:
            if self.applies_to(one.entry.header.kind, one.entry.header.year):
                yield from ((verdict, one) for verdict in self.check.judge(one))

    def applies_to(self, kind: str, year: int) -> bool:
        """Whether the rule is about documents of a kind and a year, and something that it comes from held in that year."""
        return kind in self.kinds and self.years.cover(year) and any(years.cover(year) for years in self.in_force)

    def is_about(self, kind: str, year: int, until: int) -> bool:
        """Whether the rule is about documents of a kind and a period: about one of its years, if it asks for each."""
        years = range(year, until + 1) if self.head.applies_to.each_year else (year,)
        return any(self.applies_to(kind, one) for one in years)


class Edition(NamedTuple):
    """A rule set in the version that is in use. `package` is that which it is installed with, empty where it has a path.

    `name` is what it is asked for by, `earlier` are the versions that it had before.
    """

    name: str
    version: str | None
    earlier: tuple[str, ...]
    package: str

    @property
    def versions(self) -> list[str]:
        """All versions that it has had, the first one first."""
        return sorted({*self.earlier, *([self.version] if self.version else [])}, key=lambda one: version_of(one) or ())


class Event(NamedTuple):
    """That a rule came, went or was changed with a version of a rule set.

    `words` say what was changed; `by` is what replaced a rule that went, `came` the version that this one had come with.
    """

    kind: Literal["came", "changed", "went"]
    rule: str
    version: str
    edition: Edition
    words: Mapping[Language, str] = {}
    by: str | None = None
    came: str = ""


class RuleSet(NamedTuple):
    """The rules that apply, by id, and the words that they are written in.

    `known` are the ids of all rules, including those that are switched off or were left out; `requirements` are those that
    rules name, `retired` the ids that are no longer used, `families` the subject of the rules with the same letters, `off` the
    rules that are switched off, each with the place where. `folders` are those of the rule sets that it extends, and its own.

    `digest` is twelve hexadecimal digits that stand for the content of its files. `altered` is what the configuration, or a
    rule set that does not ship, has switched off or changed in what it inherits, each at its place. `editions` are the rule
    sets that it extends, and itself as the last; `events` what they say of which rules came, went and were changed when.
    """

    name: str
    rules: Mapping[str, Rule]
    declared: Declared
    vocabulary: Mapping[str, tuple[Term, ...]]
    known: frozenset[str] = frozenset()
    requirements: Mapping[str, Requirement] = {}
    retired: Mapping[str, str | None] = {}
    families: Mapping[str, Family] = {}
    off: Mapping[str, str] = {}
    folders: tuple[Path, ...] = ()
    version: str | None = None
    digest: str = ""
    altered: tuple[Problem, ...] = ()
    editions: tuple[Edition, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of document, by id."""
        return self.declared.kinds

    def is_bookkeeping(self, rule: str) -> bool:
        """Whether a rule only asks whether documents fit together."""
        family = self.families.get(rule.rstrip("0123456789"))
        return family is not None and family.bookkeeping


class RuleWords(NamedTuple):
    """A rule's own words in a language: its title, why it exists, what to do, and where it comes from.

    `hint_yaml` is what to do about a document that is written as YAML, where the rule has other words for that; else empty.
    """

    title: str
    why: str
    hint: str
    hint_yaml: str
    source: str


def words_of(rule: str, ruleset: RuleSet, language: Language) -> RuleWords:
    """The words of a rule, of the rule set or built-in. Placeholders that only a finding fills in are left as …"""
    known = ruleset.rules.get(rule)
    if known is None:
        return words_of_built_in(rule, language)
    head = known.head
    hint = without_values(known.hint[language])
    hint_yaml = without_values(known.hint_yaml[language]) if head.hint_yaml else ""
    source = "; ".join(_called(origin, language) for origin in head.source)
    return RuleWords(getattr(head.title, language), getattr(head.why, language), hint, hint_yaml, source)


def _called(source: RuleSource, language: Language) -> str:
    """A source as people name it: its title, number and section, the days on which it holds, and how sure that is."""
    number = f" ({source.statute})" if source.statute else ""
    section = f", {source.section}" if source.section else ""
    notes = [
        *([catalogue_word("source-from", language, day=source.from_)] if source.from_ else []),
        *([catalogue_word("source-to", language, day=source.to)] if source.to else []),
        *([catalogue_word(f"certainty-{source.certainty}", language)] if source.certainty else []),
    ]
    return f"{source.document}{number}{section}" + (f" ({', '.join(notes)})" if notes else "")


def words_of_built_in(rule: str, language: Language) -> RuleWords:
    """The words of a built-in rule, from the catalogue."""
    title, why, hint = (catalogue_word(f"{rule}-{key}", language) for key in ("title", "why", "hint"))
    of_yaml = f"{rule}-hint-yaml"
    return RuleWords(title, why, hint, catalogue_word(of_yaml, language) if of_yaml in catalogue() else "", "")
