"""What annexes consist of: articles, development areas, lex Sarah, ej verkställda beslut, quality areas."""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

import datetime
from typing import Annotated, Literal

from pydantic import Field

from plancheck.model.base import At, Date, Id, Part, Prose, Ref, declared_for, derived

Law = Annotated[str, declared_for("laws"), Field(description="The law, by the word that the rule set has for it.")]


class Article(Part):
    """An article of the Convention on the Rights of the Child, as a barnbokslut treats it."""

    article: int = Field(ge=1, le=54, description="The number of the article.")
    text: Prose | None = Field(default=None, description="What is said about it.")
    at: At | None = None


class FollowUp(Part):
    """What became of a development area of the year before."""

    title: str = Field(description="The development area.")
    ref: Ref | None = Field(default=None, description="A reference to where it was decided.")
    measures: list[Prose] = Field(default=[], description="What was done.")
    comment: Prose | None = Field(default=None, description="What came of it.")
    at: At | None = None


class DevelopmentArea(Part):
    """A development area. A barnbokslut decides it with an `id`; a plan that takes it up refers to it with `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document decides it.")
    ref: Ref | None = Field(default=None, description="A reference to where it is decided.")
    title: str | None = Field(default=None, description="The area in a few words.")
    measures: list[Prose] = Field(default=[], description="What is to be done.")
    expected: Prose | None = Field(default=None, description="The results that are expected.")
    at: At | None = None


class QuarterCount(Part):
    """How many reports came in during a quarter. The number is left out where the report has no figure."""

    quarter: int = Field(ge=1, le=4, description="The quarter, 1 to 4.")
    number: int | None = Field(default=None, ge=0, description="How many came in.")
    at: At | None = None


class LexSarahEvent(Part):
    """A wrong that was reported under lex Sarah, and to IVO where it is serious."""

    diary_number: str | None = Field(default=None, description="The diary number of the matter.")
    activity: str | None = Field(default=None, description="The verksamhet where it happened.")
    severity: Id | None = Field(
        default=None, description="How serious it was found to be: a word of the rule set's vocabulary."
    )
    provider: Literal["own", "other"] | None = Field(
        default=None, description="Who runs the activity: the nämnd itself or somebody else."
    )
    kind: Prose | None = Field(default=None, description="The kind of event.")
    protection: Prose | None = Field(default=None, description="Measures that protect the person.")
    prevention: Prose | None = Field(default=None, description="Measures that keep it from happening again.")
    at: At | None = None


class UnexecutedCount(Part):
    """How many granted decisions were not carried out in three months, or interrupted for as long, under one law."""

    law: Law = Field(description="The law.")
    quarter: int | None = Field(default=None, ge=1, le=4, description="The quarter that it was reported for, 1 to 4.")
    number: int = Field(ge=0, description="How many were not carried out.")
    interrupted: int = Field(default=0, ge=0, description="How many were interrupted.")
    at: At | None = None


class UnexecutedDecision(Part):
    """A granted decision that was not carried out in time: a row of the annex on ej verkställda beslut."""

    number: int = Field(ge=1, description="The number of the row.")
    law: Law | None = Field(default=None, description="The law.")
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
    reason: Prose | None = Field(default=None, description="Why it is not carried out.")

    @derived
    def waiting_since(self) -> datetime.date | None:
        """The day from which the three months count: the interruption, else the decision."""
        return self.interrupted or self.decided


class QualityArea(Part):
    """One of the quality areas of socialtjänsten, as a kvalitetsrapport treats it for one kind of activity."""

    area: Id = Field(description="The quality area: a word of the vocabulary for `quality-areas`.")
    activity: str | None = Field(default=None, description="The verksamhet that is looked at.")
    at: At | None = None
