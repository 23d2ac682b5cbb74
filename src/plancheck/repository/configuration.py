"""``plancheck.yaml``: the settings of a whole plan repository."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from plancheck.model.base import Date, Id, Part, without_own_keys
from plancheck.model.problems import Problem, ProblemError, of_source, of_validation, top_mapping, unreadable
from plancheck.model.source import Source, SourceError, Span, decode, parse
from plancheck.model.text import Text
from plancheck.repository.declared import Vocabulary, Years
from plancheck.repository.files import CONFIGURATION, MISNAMED, exists, read_file

HAS_LETTERS = r"\w"
"""What a text must have that a person is to read: a letter or a digit, not only blanks or characters that nobody sees."""


class Agreement(Part):
    """What somebody answers for until a day, about findings of a rule. Without document or item, about all of them."""

    rule: str = Field(description="The id of the rule.")
    document: str | None = Field(default=None, pattern=HAS_LETTERS, description="The id of the document that it is about.")
    item: str | None = Field(
        default=None, pattern=HAS_LETTERS, description="What in the document it is about: a reference, or what it is called."
    )
    by: str = Field(pattern=HAS_LETTERS, description="Who answers for it.")
    until: Date = Field(description="The last day on which it holds.")

    def is_about(self, rule: str, document: str, item: str) -> bool:
        """Whether an evaluation of a rule, in a document, about an item is meant. Letters in two forms are the same."""
        wanted = ((self.document, document), (self.item, item))
        return rule == self.rule and all(own is None or _composed(own) == _composed(other) for own, other in wanted)


class Waiver(Agreement):
    """An agreed exception: findings of a rule that are accepted for now."""

    reason: str = Field(pattern=HAS_LETTERS, description="Why it is accepted for now.")


class Attestation(Agreement):
    """An attestation (intyg): what the program cannot judge, or judges from less than a person knows, somebody answers for."""

    on: Date = Field(description="The day on which it was attested.")
    reference: str = Field(pattern=HAS_LETTERS, description="Where it is written: a diary number, a decision, a protocol.")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _are_years(value: str | int) -> str | int:
    if Years.of(value) is None:
        raise PydanticCustomError("problem", "years", {"key": "bad-years", "details": {"given": value}})
    return value


CoveredYears = Annotated[str | int, AfterValidator(_are_years)]


class Configuration(Part):
    """The settings of a repository; options of the command line override them."""

    ruleset: str = Field(
        default="kommun",
        description="The name of a rule set that ships or that an installed package brings, perhaps with the versions that "
        "will do (`kommun>=2`), or a path from this file.",
    )
    lang: Literal["sv", "en"] | None = Field(default=None, description="The language of the output.")
    select: list[str] = Field(default=[], description="Only these rules: ids or their beginnings.")
    ignore: list[str] = Field(default=[], description="Not these rules: ids or their beginnings.")
    fail_on: Literal["error", "warning", "info", "never"] | None = Field(
        default=None, description="From which severity on a finding makes the exit code 1."
    )
    strict: bool = Field(
        default=False,
        description="Whether the exit code is 1 also for what cannot be judged, unread files, and doubts of an import.",
    )
    exclude: list[str] = Field(
        default=[], description="Files and folders that are no plans: patterns of paths, as in a `.gitignore`: *.yml, drafts/."
    )
    covers: list[Id] | dict[Id, CoveredYears] | None = Field(
        default=None,
        description="The nämnder and groups whose documents are all here, or each with its years: 2024, 2022-, 2022-2024. "
        "Only theirs can be missing.",
    )
    vocabulary: dict[Id, Vocabulary] = Field(
        default={},
        description="Words of its own, in place of the rule set's; $vocabulary.NAME in a list keeps those, and a word may say "
        "what it means: `[$vocabulary.status, {klar: {closes: true}}]`.",
    )
    rules: dict[str, Literal["off"] | dict[str, Any]] = Field(
        default={}, description="Changes to rules: off, or new values such as severity."
    )
    waivers: list[Waiver] = Field(
        default=[], description="Agreed exceptions, each with its reason, who answers for it, and its end."
    )
    attestations: list[Attestation] = Field(
        default=[],
        description="What a person answers for: findings, or what cannot be judged, each with its day, reference and end.",
    )

    def covered(self) -> Mapping[str, Years] | None:
        """The nämnder and groups that the repository covers, each with its years; None where it does not say."""
        if isinstance(self.covers, dict):
            return {name: Years.of(years) or Years() for name, years in self.covers.items()}
        return None if self.covers is None else dict.fromkeys(self.covers, Years())


def read_configuration(folder: Path, name: str) -> tuple[Configuration, Source | None]:
    """The configuration of a repository, with its source; the defaults and None where it has none.

    Raises ProblemError with everything that is wrong in it.
    """
    if (folder / MISNAMED).is_file():
        raise ProblemError(Problem(name.removesuffix(CONFIGURATION) + MISNAMED, Span(1, 1, 1), Text("misnamed-configuration")))
    path = folder / CONFIGURATION
    if not exists(path):
        return Configuration(), None
    text = ""
    try:
        text = decode(read_file(path))
        source = parse(text, name)
        if source.root is None:
            return Configuration(), None
        return Configuration.model_validate(without_own_keys(top_mapping(source), text)), source
    except SourceError as error:
        raise ProblemError(of_source(error, name, text)) from None
    except ValidationError as error:
        raise ProblemError(*of_validation(error, source, Configuration)) from None
    except OSError as error:
        raise ProblemError(unreadable(name, error)) from None
