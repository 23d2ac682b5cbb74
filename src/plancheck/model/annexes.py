"""What annexes consist of: articles, development areas, lex Sarah, ej verkställda beslut, quality areas."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from plancheck.model.base import At, Date, Id, Part, Ref, Text, Unknown, derived

if TYPE_CHECKING:
    from plancheck.repository.workspace import Scope


class Article(Part):
    """An article of the Convention on the Rights of the Child, as a barnbokslut treats it."""

    article: int = Field(ge=1, le=54, description="The number of the article.")
    text: Text | None = Field(default=None, description="What is said about it.")
    at: At | None = None


class FollowUp(Part):
    """What became of a development area of the year before."""

    title: str = Field(description="The development area.")
    ref: Ref | None = Field(default=None, description="A reference to where it was decided.")
    measures: list[Text] = Field(default=[], description="What was done.")
    comment: Text | None = Field(default=None, description="What came of it.")
    at: At | None = None


class DevelopmentArea(Part):
    """A development area. A barnbokslut decides it with an `id`; a plan that takes it up refers to it with `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document decides it.")
    ref: Ref | None = Field(default=None, description="A reference to where it is decided.")
    title: str | None = Field(default=None, description="The area in a few words.")
    measures: list[Text] = Field(default=[], description="What is to be done.")
    expected: Text | None = Field(default=None, description="The results that are expected.")
    at: At | None = None


class QuarterCount(Part):
    """How many reports came in during a quarter. The number is left out where the report has no figure."""

    quarter: int = Field(ge=1, le=4, description="The quarter, 1 to 4.")
    number: int | None = Field(default=None, ge=0, description="How many came in.")
    at: At | None = None


class LexSarahEvent(Part):
    """A serious wrong that was reported to IVO under lex Sarah."""

    diary_number: str | None = Field(default=None, description="The diary number of the matter.")
    activity: str | None = Field(default=None, description="The verksamhet where it happened.")
    provider: Literal["own", "other"] | None = Field(
        default=None, description="Who runs the activity: the nämnd itself or somebody else."
    )
    kind: Text | None = Field(default=None, description="The kind of event.")
    protection: Text | None = Field(default=None, description="Measures that protect the person.")
    prevention: Text | None = Field(default=None, description="Measures that keep it from happening again.")
    at: At | None = None


class UnexecutedCount(Part):
    """How many granted decisions were not carried out in three months, or interrupted for as long, under one law."""

    law: Literal["SoL", "LSS"] = Field(description="The law.")
    number: int = Field(ge=0, description="How many were not carried out.")
    interrupted: int = Field(default=0, ge=0, description="How many were interrupted.")
    at: At | None = None


class UnexecutedDecision(Part):
    """A granted decision that was not carried out in time: a row of the annex on ej verkställda beslut."""

    number: int = Field(ge=1, description="The number of the row.")
    law: Literal["SoL", "LSS"] | None = Field(default=None, description="The law.")
    person: str | None = Field(default=None, description="Whom it is about, as the report says it: man, kvinna.")
    kind: str | None = Field(default=None, description="The kind of insats.")
    decided: Date | None = Field(default=None, description="The day of the decision.")
    interrupted: Date | None = Field(default=None, description="The day on which it was interrupted.")
    executed: Date | None = Field(default=None, description="The day on which it was carried out.")
    ended: Date | None = Field(default=None, description="The day on which it ended without having been carried out.")
    unclear_date: Date | None = Field(
        default=None,
        description="A date that may be the interruption, execution or end: the source does not say.",
    )
    reason: Text | None = Field(default=None, description="Why it is not carried out.")

    @derived
    def waiting_since(self, scope: Scope) -> datetime.date | None:
        """The day from which the three months count: the interruption, else the decision."""
        return self.interrupted or self.decided

    @derived
    def is_executed(self, scope: Scope) -> bool | Unknown:
        """Whether it has been carried out, or ended without, by the day up to which the document tells."""
        if any(day and day <= scope.as_of for day in (self.executed, self.ended)):
            return True
        return Unknown("unclear-date") if self.unclear_date and self.unclear_date <= scope.as_of else False


class QualityArea(Part):
    """One of the quality areas of socialtjänsten, as a kvalitetsrapport treats it for one kind of activity."""

    area: Id = Field(description="The quality area: a word of the vocabulary `quality-areas`.")
    activity: str | None = Field(default=None, description="The verksamhet that is looked at.")
    at: At | None = None
