"""The document model: what shape a document has, whatever its kind.

One model serves every kind of document. It says what things look like, never what must be there: that is for rules.
"""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

import datetime
from typing import Literal

from pydantic import Field

from plancheck.model.annexes import (
    Article,
    DevelopmentArea,
    FollowUp,
    LexSarahEvent,
    QualityArea,
    QuarterCount,
    UnexecutedCount,
    UnexecutedDecision,
)
from plancheck.model.base import (
    At,
    Date,
    Figure,
    Id,
    Part,
    Ref,
    SectionNumber,
    Text,
    Unknown,
    Year,
    derived,
    inner_model,
    keys_of,
)
from plancheck.model.figures import Account, ReportedFigure


class SourceFile(Part):
    """The document that people read, and that this one was made from."""

    file: str | None = None
    pages: int | None = Field(default=None, ge=1)


class Point(Part):
    """One point of a decision. Its `kind` is a word from the rule set's vocabulary, such as ``slutforda-uppdrag``."""

    text: Text
    kind: Id | None = None


class Decision(Part):
    """What a nämnd, KF or KS has decided about the document, or is proposed to decide."""

    by: Id
    outcome: Literal["proposed", "adopted", "rejected", "referred"]
    date: Date | None = None
    paragraph: str | None = None
    diary_number: str | None = None
    points: list[Point] = []


class Consultation(Part):
    """A consultation before the decision, such as with the unions in FSG."""

    with_: Id
    date: Date | None = None


class Section(Part):
    """A heading of the document. Its `kind` is a word from the rule set's vocabulary; a målområde also names its `area`."""

    number: SectionNumber | None = None
    title: str
    kind: Id | None = None
    area: Id | None = None
    page: int | None = Field(default=None, ge=1)
    refers_to: list[SectionNumber] = []


class Indicator(Part):
    """A measure with its outcome and its target by year. `better` says whether lower or higher figures are the better ones."""

    name: str
    unit: str | None = None
    better: Literal["lower", "higher"] | None = None
    level: Literal["namnd", "city"] = "namnd"
    outcome: dict[Year, Figure] = {}
    target: dict[Year, Figure] = {}
    reason: Text | None = Field(default=None, description="Why there is no outcome, where there is none.")
    at: At | None = None


class Activity(Part):
    """Something that is to be done for a goal (aktivitet). A plan defines it with an `id`; reports tell of it with a `ref`."""

    id: Id | None = None
    ref: Ref | None = None
    title: str | None = None
    responsible: str | None = Field(default=None, description="Who is to do it: a unit or a role.")
    due: Date | None = None
    status: str | None = None
    comment: Text | None = None
    at: At | None = None


class SubGoal(Part):
    """A nämnd's own goal (delmål, nämndmål) under one of KF's: an `id` where it is set, a `ref` where it is told of."""

    id: Id | None = None
    ref: Ref | None = None
    title: str | None = None
    text: Text | None = None
    assessment: str | None = None
    analysis: Text | None = None
    indicators: list[Indicator] = []
    activities: list[Activity] = []
    at: At | None = None


class Goal(Part):
    """A goal (mål). KF's budget defines it with an `id`; plans and reports tell of it with a `ref`."""

    id: Id | None = None
    ref: Ref | None = None
    title: str | None = None
    kind: Id | None = None
    to: list[Id] = Field(default=[], description="Whom it binds: nämnder and groups; left out, every nämnd.")
    area: Id | None = None
    at: At | None = None
    text: Text | None = Field(default=None, description="How the goal is taken care of (omhändertagande).")
    refers_to: list[SectionNumber] = Field(default=[], description="The sections that the text points at instead.")
    sub_goals: list[SubGoal] = []
    activities: list[Activity] = []
    indicators: list[Indicator] = []
    assessment: str | None = Field(default=None, description="The assessed måluppfyllelse.")
    analysis: Text | None = None
    measures: list[Text] = Field(default=[], description="Measures for better fulfilment.")


class Uppdrag(Part):
    """An assignment. Who gives it defines it with an `id`; plans and reports tell of it with a `ref`."""

    id: Id | None = None
    ref: Ref | None = None
    title: str | None = None
    by: Id | None = Field(default=None, description="Who gave it: kf, ks, the nämnd's id, direktor.")
    to: list[Id] = Field(default=[], description="Whom it is addressed to: nämnder and groups of the organisation.")
    under: list[Id] = Field(default=[], description="Whom the heading that it stands under names, where its text names others.")
    with_: list[Id] = Field(default=[], description="Those with whom it is to be carried out.")
    coordinator: Id | None = Field(default=None, description="The nämnd that is to coordinate the others.")
    given_on: Date | None = Field(default=None, description="When it was given, where that was in the middle of the year.")
    due: Date | None = None
    reports_back: bool = Field(default=False, description="Whether it asks for a report back (återrapportering).")
    report_to: list[Id] = []
    report_by: Date | None = Field(default=None, description="The last day for the report back, where it is known.")
    reported_on: Date | None = Field(default=None, description="When it was reported back.")
    same_as: list[Ref] = Field(
        default=[], description="The uppdrag that it continues: itself under an earlier id, or those that it was made of."
    )
    area: Id | None = None
    status: str | None = None
    closed_on: Date | None = Field(default=None, description="When the nämnd declared it completed.")
    text: Text | None = Field(default=None, description="How it is taken care of (omhändertagande).")
    comment: Text | None = None
    handled_by: list[Id] = Field(default=[], description="The nämnder that take care of it instead of this one.")
    at: At | None = None


class Programme(Part):
    """A standing steering document (program, plan) that a plan lists, with its years of validity."""

    title: str
    from_: Year | None = None
    to: Year | None = None
    extended_to: Year | None = None
    area: Id | None = None
    at: At | None = None

    @derived
    def valid_until(self) -> int | Unknown:
        """The last year in which it is valid, an extension counted in."""
        until = self.extended_to or self.to
        return until if until is not None else Unknown("no-validity")


class Annex(Part):
    """An annex that the document lists. Where it is structured too, it is a document of that kind, nämnd and year."""

    kind: Id
    title: str
    number: int | None = Field(default=None, ge=1)


class Period(Part):
    """The days that a report is about, both included."""

    from_: Date
    to: Date


class Namnd(Part):
    """A nämnd or board of the organisation, with the years in which there is one."""

    id: Id
    title: str
    from_: Year | None = Field(default=None, description="Its first year, where it is new.")
    to: Year | None = Field(default=None, description="Its last year, where it is gone.")
    succeeds: list[Id] = Field(default=[], description="The nämnder whose uppdrag it took over when it began.")

    def exists_in(self, year: int) -> bool:
        """Whether there is such a nämnd in a year."""
        return (self.from_ or year) <= year <= (self.to or year)


class Group(Part):
    """Several nämnder under one name, such as socialnämnderna. `everyone` stands for all of the organisation."""

    id: Id
    title: str
    members: list[Id] = []
    everyone: bool = False


class Document(Part):
    """A document of any kind: KF's budget, a plan, a report, an annex, the organisation."""

    document: Id = Field(description="The kind of document, one that the rule set knows.")
    id: Id | None = Field(default=None, description="The name by which others refer to it; else kind, nämnd and year make it.")
    namnd: Id | None = None
    year: Year
    title: str | None = None
    partial: bool = Field(default=False, description="Whether it tells only a part of what the document it is made from says.")
    as_of: Date | None = Field(default=None, description="The day up to which it tells, where its kind does not say.")
    period: Period | None = None
    source: SourceFile | None = None
    decisions: list[Decision] = []
    consultations: list[Consultation] = []
    sections: list[Section] = []
    goals: list[Goal] = []
    indicators: list[Indicator] = Field(default=[], description="Indicators that belong to no goal.")
    uppdrag: list[Uppdrag] = []
    programmes: list[Programme] = []
    annexes: list[Annex] = []
    articles: list[Article] = []
    follow_ups: list[FollowUp] = []
    development_areas: list[DevelopmentArea] = []
    lex_sarah_reports: list[QuarterCount] = []
    events: list[LexSarahEvent] = []
    unexecuted_counts: list[UnexecutedCount] = []
    unexecuted: list[UnexecutedDecision] = []
    quality_areas: list[QualityArea] = []
    figures: list[ReportedFigure] = []
    accounts: list[Account] = []
    namnder: list[Namnd] = []
    groups: list[Group] = []

    @derived
    def adopted(self) -> bool:
        """Whether the document carries a decision that adopted it."""
        return self.adopting_decision() is not None

    @derived
    def adopted_on(self) -> datetime.date | None:
        """The day of the decision that adopted it."""
        decision = self.adopting_decision()
        return decision.date if decision else None

    @derived
    def decided_on(self) -> datetime.date | None:
        """The day on which it was adopted, or is proposed to be."""
        dates = [one.date for one in self.decisions if one.outcome in ("adopted", "proposed") and one.date]
        return self.adopted_on() or (dates[0] if dates else None)

    @derived
    def names(self) -> list[str]:
        """The ids of the nämnder and groups that an organisation has."""
        return [*(one.id for one in self.namnder), *(one.id for one in self.groups)]

    def adopting_decision(self) -> Decision | None:
        """The first decision that adopted the document, or None while it is a draft."""
        return next((d for d in self.decisions if d.outcome == "adopted"), None)

    def identity(self) -> str:
        """The id by which other documents refer to this one."""
        return self.id or "-".join(str(part) for part in (self.document, self.namnd, self.year, self.as_of) if part)


def parts() -> list[type[Part]]:
    """Every model that a document consists of, in the order in which they are first met; the document itself last."""
    found: dict[type[Part], None] = {}

    def meet(model: type[Part]) -> None:
        for key in keys_of(model):
            inner = inner_model(model, key)
            if inner is not None and inner not in found:
                meet(inner)
                found[inner] = None

    meet(Document)
    return [*found, Document]
