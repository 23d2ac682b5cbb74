"""What annexes consist of: articles, development areas, lex Sarah, ej verkställda beslut, quality areas."""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

import datetime
from typing import Annotated, Literal

from pydantic import Field

from plancheck.model.base import At, Date, Id, Part, Ref, Text, declared_for, derived

Law = Annotated[str, declared_for("laws"), Field(description="The law, by the word that the rule set has for it.")]


class Article(Part):
    """An article of the Convention on the Rights of the Child, as a barnbokslut treats it."""

    article: int = Field(ge=1, le=54)
    text: Text | None = None
    at: At | None = None


class FollowUp(Part):
    """What became of a development area of the year before."""

    title: str
    ref: Ref | None = None
    measures: list[Text] = []
    comment: Text | None = None
    at: At | None = None


class DevelopmentArea(Part):
    """A development area. A barnbokslut decides it with an `id`; a plan that takes it up tells of it with a `ref`."""

    id: Id | None = None
    ref: Ref | None = None
    title: str | None = None
    measures: list[Text] = []
    expected: Text | None = Field(default=None, description="The results that are expected.")
    at: At | None = None


class QuarterCount(Part):
    """How many reports came in during a quarter. The number is left out where the report has no figure."""

    quarter: int = Field(ge=1, le=4)
    number: int | None = Field(default=None, ge=0)
    at: At | None = None


class LexSarahEvent(Part):
    """A serious wrong that was reported on to IVO, as the annex on lex Sarah tells it."""

    diary_number: str | None = None
    activity: str | None = Field(default=None, description="The verksamhet where it happened.")
    provider: Literal["own", "other"] | None = None
    kind: Text | None = Field(default=None, description="The kind of event.")
    protection: Text | None = Field(default=None, description="Measures that protect the person.")
    prevention: Text | None = Field(default=None, description="Measures that keep it from happening again.")
    at: At | None = None


class UnexecutedCount(Part):
    """How many granted decisions were not carried out in three months, or interrupted for as long, under one law."""

    law: Law
    number: int = Field(ge=0)
    interrupted: int = Field(default=0, ge=0)
    at: At | None = None


class UnexecutedDecision(Part):
    """A granted decision that was not carried out in time: a row of the annex on ej verkställda beslut."""

    number: int = Field(ge=1)
    law: Law | None = None
    person: str | None = None
    kind: str | None = Field(default=None, description="The kind of insats.")
    decided: Date | None = None
    interrupted: Date | None = None
    executed: Date | None = None
    ended: Date | None = Field(default=None, description="Ended without having been carried out.")
    unclear_date: Date | None = Field(
        default=None,
        description="A date in the source of which nobody can tell whether it is the interruption, execution or end.",
    )
    reason: Text | None = None

    @derived
    def waiting_since(self) -> datetime.date | None:
        """The day from which the three months count: the interruption, else the decision."""
        return self.interrupted or self.decided


class QualityArea(Part):
    """One of the quality areas of socialtjänsten, as a kvalitetsrapport treats it for one kind of activity."""

    area: Id
    activity: str | None = None
    at: At | None = None
