"""``plancheck.yaml``: the settings of a whole plan repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from plancheck.model.base import Date, Id, Part, without_own_keys
from plancheck.model.problems import Problem, ProblemError, of_source, of_validation, top_mapping, unreadable
from plancheck.model.source import Source, SourceError, Span, decode, parse
from plancheck.model.text import Text
from plancheck.repository.declared import Years
from plancheck.repository.files import CONFIGURATION, MISNAMED


class Waiver(Part):
    """An agreed exception: findings of a rule that somebody answers for until a day. Without document or item, all of them."""

    rule: str = Field(description="The id of the rule.")
    document: str | None = Field(default=None, description="The id of the document that it is about.")
    item: str | None = Field(default=None, description="What in the document it is about: a reference, or what it is called.")
    reason: str = Field(pattern=r"\S", description="Why it is accepted for now.")
    by: str = Field(pattern=r"\S", description="Who answers for it.")
    until: Date = Field(description="The last day of the exception.")

    def is_about(self, rule: str, document: str, item: str) -> bool:
        """Whether a finding of a rule, in a document, about an item is meant."""
        return rule == self.rule and self.document in (None, document) and self.item in (None, item)


def _are_years(value: str | int) -> str | int:
    if Years.of(value) is None:
        raise PydanticCustomError("problem", "years", {"key": "bad-years", "details": {"given": value}})
    return value


CoveredYears = Annotated[str | int, AfterValidator(_are_years)]


class Configuration(Part):
    """The settings of a repository; options of the command line override them."""

    ruleset: str = Field(default="kommun", description="The name of a shipped rule set, or a path from this file.")
    lang: Literal["sv", "en"] | None = Field(default=None, description="The language of the output.")
    select: list[str] = Field(default=[], description="Only these rules: ids or their beginnings.")
    ignore: list[str] = Field(default=[], description="Not these rules: ids or their beginnings.")
    fail_on: Literal["error", "warning", "info", "never"] | None = Field(
        default=None, description="From which severity on a finding makes the exit code 1."
    )
    exclude: list[str] = Field(default=[], description="Files that are no plans: patterns of paths, as *.yml or ci/*.")
    covers: list[Id] | dict[Id, CoveredYears] | None = Field(
        default=None,
        description="The nämnder and groups whose documents are all here, or each with its years: 2024, 2022-, 2022-2024. "
        "Only theirs can be missing.",
    )
    vocabulary: dict[Id, list[str | int]] = Field(
        default={}, description="Words of its own, in place of the rule set's; $vocabulary.NAME in the list keeps those."
    )
    rules: dict[str, Literal["off"] | dict[str, Any]] = Field(
        default={}, description="Changes to rules: off, or new values such as severity."
    )
    waivers: list[Waiver] = Field(
        default=[], description="Agreed exceptions, each with its reason, who answers for it, and its end."
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
    if not path.is_file():
        return Configuration(), None
    text = ""
    try:
        text = decode(path.read_bytes())
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
