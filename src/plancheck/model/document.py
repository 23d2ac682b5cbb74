"""The document model: the shape of a document, whatever its kind.

One model serves every kind of document. It says what things look like, never what must be there: rules do that.
"""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, Self, TypeAlias

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

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
    Id,
    Part,
    Prose,
    Ref,
    Refs,
    SectionNumber,
    Unknown,
    Year,
    YearSpan,
    derived,
    inner_model,
    keys_of,
    refuse_end_before,
    years_of,
)
from plancheck.model.figures import Account, ReportedFigure
from plancheck.model.indicators import AssessmentWord, Indicator, StatusWord, Thresholds
from plancheck.model.internal_control import Risk
from plancheck.model.text import Text


class SourceFile(Part):
    """The document that people read, and that this one was made from."""

    file: str | None = Field(default=None, description="The name of the file.")
    pages: int | None = Field(default=None, ge=1, description="How many pages it has.")


class Point(Part):
    """One point of a decision. Its `kind` is a word from the rule set's vocabulary, such as ``slutforda-uppdrag``."""

    text: Prose = Field(description="What the point says.")
    kind: Id | None = Field(default=None, description="Which point it is: a word of the rule set's vocabulary.")


class Decision(Part):
    """What a nämnd, KF or KS has decided about the document, or is proposed to decide."""

    by: Id = Field(description="Who decides: kf, ks or the id of the nämnd.")
    outcome: Literal["proposed", "adopted", "rejected", "referred"] = Field(
        description="How the matter was decided, or that it is only proposed."
    )
    date: Date | None = Field(default=None, description="The day of the meeting.")
    paragraph: str | None = Field(default=None, description="The paragraph of the minutes.")
    diary_number: str | None = Field(default=None, description="The diary number of the matter.")
    points: list[Point] = Field(default=[], description="The points of the decision.")


class Consultation(Part):
    """A consultation before the decision, such as with the unions in FSG."""

    with_: Id = Field(description="Whom: an id such as fsg.")
    date: Date | None = Field(default=None, description="The day.")


class Section(Part):
    """A heading of the document. Its `kind` is a word from the rule set's vocabulary; a målområde also names its `area`."""

    number: SectionNumber | None = Field(default=None, description="The number of the heading, in quotes.")
    title: str = Field(description="The heading.")
    kind: Id | None = Field(default=None, description="What the section is: a word of the rule set's vocabulary.")
    area: Id | None = Field(default=None, description="The målområde that it is about.")
    page: int | None = Field(default=None, ge=1, description="The page on which it begins.")
    text: Prose | None = Field(default=None, description="What it says, where a rule asks for that.")
    refers_to: list[SectionNumber] = Field(default=[], description="The sections that its text points at.")


class Activity(Part):
    """Something that is to be done for a goal (aktivitet). A plan defines it with an `id`; reports refer to it with `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document decides it.")
    ref: Ref | None = Field(default=None, description="A reference to where it is decided.")
    title: str | None = Field(default=None, description="What is to be done.")
    responsible: str | None = Field(default=None, description="Who is to do it: a unit or a role.")
    start: Date | None = Field(default=None, description="The first day.")
    due: Date | None = Field(default=None, description="The last day.")
    status: StatusWord | None = Field(default=None, description="How far it has come: a word of the vocabulary for `status`.")
    comment: Prose | None = Field(default=None, description="What is said about it.")
    at: At | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_end_before(self.start, self.due, "due")
        return self


class SubGoal(Part):
    """A goal under another: KF's at a lower level, or a nämnd's own (delmål, nämndmål); `id` where it is set, else `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document decides it.")
    ref: Refs | None = Field(default=None, description="A reference to where it is decided; a list if it serves several goals.")
    title: str | None = Field(default=None, description="The goal in a few words.")
    contribution: Literal["direct", "indirect"] | None = Field(
        default=None, description="Whether the nämnd contributes directly or indirectly to the goals that it refers to."
    )
    to: list[Id] = Field(default=[], description="Whom it binds: nämnder and groups; left out, those of the goal above it.")
    text: Prose | None = Field(default=None, description="What the document says about it.")
    expected: Prose | None = Field(default=None, description="The result that is expected (förväntat resultat).")
    assessment: AssessmentWord | None = Field(
        default=None, description="How well it is met: a word of the vocabulary for `assessment`."
    )
    analysis: Prose | None = Field(default=None, description="The grounds for the assessment.")
    sub_goals: list["SubGoal"] = Field(default=[], description="The goals under it, to any depth.")
    indicators: list[Indicator] = Field(default=[], description="What it is measured by.")
    thresholds: Thresholds = Field(
        default=[], description="How many of its indicators, in per cent, must meet their targets for each assessment."
    )
    activities: list[Activity] = Field(default=[], description="What is to be done for it.")
    at: At | None = None


class Goal(Part):
    """A goal (mål). KF's budget defines it with an `id`; plans and reports refer to it with `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document decides it.")
    ref: Refs | None = Field(default=None, description="A reference to where it is decided; a list if it serves several goals.")
    title: str | None = Field(default=None, description="The goal in a few words.")
    contribution: Literal["direct", "indirect"] | None = Field(
        default=None, description="Whether the nämnd contributes directly or indirectly to the goals that it refers to."
    )
    kind: Id | None = Field(default=None, description="What sort of goal it is: a word of the rule set's vocabulary.")
    to: list[Id] = Field(default=[], description="Whom it binds: nämnder and groups; left out, every nämnd.")
    area: Id | None = Field(default=None, description="The målområde that it belongs to.")
    at: At | None = None
    text: Prose | None = Field(default=None, description="How the goal is taken care of (omhändertagande).")
    refers_to: list[SectionNumber] = Field(default=[], description="The sections that the text points at instead.")
    sub_goals: list[SubGoal] = Field(default=[], description="The goals under it: KF's at a lower level, or the nämnd's own.")
    activities: list[Activity] = Field(default=[], description="What is to be done for it.")
    indicators: list[Indicator] = Field(default=[], description="What it is measured by.")
    thresholds: Thresholds = Field(
        default=[], description="How many of its indicators, in per cent, must meet their targets for each assessment."
    )
    assessment: AssessmentWord | None = Field(
        default=None, description="The assessed måluppfyllelse: a word of the vocabulary for `assessment`."
    )
    analysis: Prose | None = Field(default=None, description="The grounds for the assessment.")
    measures: list[Prose] = Field(default=[], description="Measures for better fulfilment.")


class Uppdrag(Part):
    """An assignment. Whoever gives it defines it with an `id`; plans and reports refer to it with `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document gives it.")
    ref: Ref | None = Field(default=None, description="A reference to where it was given.")
    title: str | None = Field(default=None, description="The uppdrag in a few words.")
    by: Id | None = Field(default=None, description="Who gave it: kf, ks, the nämnd's id, direktor.")
    to: list[Id] = Field(default=[], description="Whom it is addressed to: nämnder and groups of the organisation.")
    under: list[Id] = Field(default=[], description="Whom the heading above it names, where its text names others.")
    with_: list[Id] = Field(default=[], description="Those with whom it is to be carried out.")
    coordinator: Id | None = Field(default=None, description="The nämnd that is to coordinate the others.")
    given_on: Date | None = Field(default=None, description="When it was given, where that was in the middle of the year.")
    guessed: bool = Field(
        default=False, description="Whether it is a guess that this document gave it: it may be of another year or decision."
    )
    due: Date | None = Field(default=None, description="The last day for completing it.")
    responsible: str | None = Field(default=None, description="Who is to see to it: a unit or a role.")
    reports_back: bool = Field(default=False, description="Whether it requires a report back (återrapportering).")
    report_to: list[Id] = Field(default=[], description="Who is to have the report back.")
    report_by: Date | None = Field(default=None, description="The last day for the report back, where it is known.")
    reported_on: Date | None = Field(default=None, description="When it was reported back.")
    same_as: list[Ref] = Field(
        default=[], description="The uppdrag that it continues: itself under an earlier id, or those that it was made of."
    )
    area: Id | None = Field(default=None, description="The målområde that it belongs to.")
    status: StatusWord | None = Field(default=None, description="How far it has come: a word of the vocabulary for `status`.")
    closed_on: Date | None = Field(default=None, description="When the nämnd declared it completed.")
    text: Prose | None = Field(default=None, description="How it is taken care of (omhändertagande).")
    comment: Prose | None = Field(default=None, description="What is said about its status.")
    handled_by: list[Id] = Field(default=[], description="The nämnder that take care of it instead of this one.")
    at: At | None = None


class Programme(Part):
    """A standing steering document (program, plan) that a plan lists, with its years of validity."""

    title: str = Field(description="Its title.")
    from_: Year | None = Field(default=None, description="Its first year.")
    to: Year | None = Field(default=None, description="Its last year, as it was adopted.")
    extended_to: Year | None = Field(default=None, description="Its last year, where it has been extended.")
    area: Id | None = Field(default=None, description="The målområde that it belongs to.")
    at: At | None = None

    @derived
    def valid_until(self) -> int | Unknown:
        """The last year in which it is valid, including an extension."""
        until = self.extended_to or self.to
        return until if until is not None else Unknown("no-validity")


class Annex(Part):
    """An annex that the document lists. Where it is structured too, it is a document of that kind, nämnd and year."""

    kind: Id = Field(description="What it is: a kind of document, or a word of the rule set's vocabulary.")
    title: str = Field(description="Its title.")
    number: int | None = Field(default=None, ge=1, description="Its number among the annexes.")


class Period(Part):
    """The days that a report is about, both included."""

    from_: Date = Field(description="The first day.")
    to: Date = Field(description="The last day.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_end_before(self.from_, self.to, "to")
        return self


class Namnd(Part):
    """A nämnd or board of the organisation, with the years in which there is one."""

    id: Id = Field(description="The id that documents name it by.")
    title: str = Field(description="Its name.")
    from_: Year | None = Field(default=None, description="Its first year, where it is new.")
    to: Year | None = Field(default=None, description="Its last year, where it is gone.")
    succeeds: list[Id] = Field(default=[], description="The nämnder whose uppdrag it took over when it began.")

    def exists_in(self, year: int) -> bool:
        """Whether there is such a nämnd in a year."""
        return (self.from_ or year) <= year <= (self.to or year)


class Group(Part):
    """Several nämnder under one name, such as socialnämnderna. `everyone` stands for all of the organisation."""

    id: Id = Field(description="The id that documents name it by.")
    title: str = Field(description="Its name.")
    members: list[Id] = Field(default=[], description="The ids of its nämnder.")
    everyone: bool = Field(default=False, description="Whether it is every nämnd.")


ListKey: TypeAlias = Literal[
    "decisions", "consultations", "sections", "goals", "indicators", "uppdrag", "programmes", "annexes", "articles",
    "follow-ups", "development-areas", "lex-sarah-reports", "events", "unexecuted-counts", "unexecuted", "quality-areas",
    "figures", "accounts", "risks", "namnder", "groups",
]  # fmt: skip
"""The keys of a document that have a list."""


def _key_is_enough(schema: dict[str, Any]) -> None:
    whole = {key: schema.pop(key) for key in list(schema) if key not in ("title", "description")}
    schema["anyOf"] = [{**whole["properties"]["what"]}, {**whole, "patternProperties": {"^x-": {}}}]


class Incomplete(Part):
    """A list of a document that could not be read for certain: there may be more in it than is recorded here.

    Written as its key alone where there is no more to say.
    """

    model_config = ConfigDict(json_schema_extra=_key_is_enough)

    what: ListKey = Field(description="The key of the list: goals, uppdrag, sections.")
    reason: Prose | None = Field(default=None, description="Why it may not be all, in a few words.")
    at: At | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_key(cls, value: Any) -> Any:
        return {"what": value} if isinstance(value, str) else value


class Document(Part):
    """A document of any kind: KF's budget, a plan, a report, an annex, the organisation."""

    document: Id = Field(description="The kind of document: one that the rule set knows.")
    id: Id | None = Field(
        default=None, description="The name that others refer to it by; left out, it is kind, nämnd and year."
    )
    namnd: Id | None = Field(
        default=None, description="The id of the nämnd that it is of; left out where it is of the whole city."
    )
    year: Year = Field(description="The year that it is about; of several, the first.")
    years: YearSpan | None = Field(
        default=None, description="The first and the last year that it is about, instead of `year`: `2025-2027`."
    )
    title: str | None = Field(default=None, description="Its title.")
    partial: bool = Field(default=False, description="Whether only a part of the original document is recorded here.")
    incomplete: list[Incomplete] = Field(
        default=[],
        description="Its lists that could not be read for certain: what is missing there is not judged. A key is enough.",
    )
    as_of: Date | None = Field(default=None, description="The day up to which it reports, unless its kind says so.")
    period: Period | None = Field(
        default=None, description="The days that it is about, unless they are the year up to `as-of`."
    )
    source: SourceFile | None = Field(default=None, description="The file that it is made from.")
    decisions: list[Decision] = Field(default=[], description="Decisions about the document.")
    consultations: list[Consultation] = Field(default=[], description="Consultations before the decision.")
    sections: list[Section] = Field(default=[], description="Its headings.")
    goals: list[Goal] = Field(default=[], description="Goals (mål).")
    indicators: list[Indicator] = Field(default=[], description="Indicators that belong to no goal.")
    uppdrag: list[Uppdrag] = Field(default=[], description="Uppdrag.")
    programmes: list[Programme] = Field(default=[], description="Programmes and plans that apply as well.")
    annexes: list[Annex] = Field(default=[], description="Its annexes.")
    articles: list[Article] = Field(default=[], description="The articles that a barnbokslut treats.")
    follow_ups: list[FollowUp] = Field(default=[], description="What became of the development areas of the year before.")
    development_areas: list[DevelopmentArea] = Field(default=[], description="Development areas of a barnbokslut.")
    lex_sarah_reports: list[QuarterCount] = Field(default=[], description="How many lex Sarah reports came in, by quarter.")
    events: list[LexSarahEvent] = Field(default=[], description="Events that were reported under lex Sarah.")
    unexecuted_counts: list[UnexecutedCount] = Field(
        default=[], description="How many decisions were not carried out in time, by law."
    )
    unexecuted: list[UnexecutedDecision] = Field(
        default=[], description="The decisions that were not carried out in time, row by row."
    )
    quality_areas: list[QualityArea] = Field(default=[], description="The quality areas that a kvalitetsrapport treats.")
    figures: list[ReportedFigure] = Field(default=[], description="Figures that the document reports, one for each place.")
    accounts: list[Account] = Field(default=[], description="Tables of money.")
    risks: list[Risk] = Field(default=[], description="Risks of an internkontrollplan, with their controls.")
    namnder: list[Namnd] = Field(default=[], description="The nämnder of an organisation.")
    groups: list[Group] = Field(default=[], description="The groups of an organisation.")

    lost_lists: ClassVar[Mapping[str, Unknown]] = {}
    """The lists, by key, that lost something that could not be read. A document that has any has them as its own."""

    @model_validator(mode="before")
    @classmethod
    def _begins_with_its_first_year(cls, values: Any) -> Any:
        if not isinstance(values, dict) or "year" in values or "years" not in values:
            return values
        years = years_of(values["years"])
        if years is None:
            # That there is no `year` either need not be told.
            details = {"key": "bad-period", "details": {"given": values["years"]}, "within": ("years",)}
            raise PydanticCustomError("problem", "years", details)
        return {"year": years[0], **values}

    @model_validator(mode="after")
    def _year_is_the_first(self) -> Self:
        years = years_of(self.years) if self.years else None
        if years and self.year != years[0]:
            details = {"year": self.year, "first": years[0]}
            raise PydanticCustomError("problem", "year", {"key": "not-the-first-year", "details": details, "within": ("year",)})
        return self

    @property
    def last_year(self) -> int:
        """The last year that it is about."""
        years = years_of(self.years) if self.years else None
        return years[1] if years else self.year

    @derived
    def begins_on(self) -> datetime.date | None:
        """The first day that it says it is about: of its `period`, else of its `years`."""
        if self.period:
            return self.period.from_
        return datetime.date(self.year, 1, 1) if self.years else None

    @derived
    def ends_on(self) -> datetime.date | None:
        """The last day that it says it is about: of its `period`, else of its `years`."""
        if self.period:
            return self.period.to
        return datetime.date(self.last_year, 12, 31) if self.years else None

    @derived
    def names(self) -> list[str]:
        """The ids of the nämnder and groups that an organisation has."""
        return [*(namnd.id for namnd in self.namnder), *(group.id for group in self.groups)]

    def is_unread(self) -> bool:
        """Whether neither its goals nor its uppdrag could be read: of such a document nothing is known to be missing."""
        return {"goals", "uppdrag"} <= {gap.what for gap in self.incomplete} and not self.goals and not self.uppdrag

    def is_list(self) -> bool:
        """Whether it was a list in a spreadsheet, which has no sections: its goals or uppdrag stand in rows."""
        places = [*(goal.at for goal in self.goals), *(uppdrag.at for uppdrag in self.uppdrag)]
        return any(at is not None and at.row is not None for at in places)

    def unread(self, *keys: str) -> Unknown | None:
        """Why there may be more under one of some keys of the document or of its parts: they could not be read for certain.

        A list that stands in the parts of another only is of that: goals under others, and the controls of risks.
        """
        if "sections" in keys and self.is_list():
            return Unknown("list-without-sections", name=self)
        if not self.incomplete and not self.lost_lists:
            return None
        wanted = {_PART_OF.get(key, key) for key in keys}
        if lost := next((self.lost_lists[key] for key in wanted if key in self.lost_lists), None):
            return lost
        gaps = [gap for gap in self.incomplete if gap.what in wanted]
        if not gaps:
            return Unknown("unread-document", name=self) if self.is_unread() else None
        what = gaps[0].what
        why = [part for gap in gaps if gap.what == what for part in _why(gap)]
        return Unknown("incomplete-list-because" if why else "incomplete-list", what=Text(f"list-{what}"), name=self, why=why)

    def may_lack(self, *keys: str) -> Unknown | None:
        """Why there may be more under one of some keys of the document: it is only partly here, or they could not be read for
        certain.
        """
        return Unknown("partial-document", name=self) if self.partial else self.unread(*keys)

    def identity(self) -> str:
        """The id by which other documents refer to this one."""
        return self.id or "-".join(str(part) for part in (self.document, self.namnd, self.year, self.as_of) if part)


_PART_OF: Mapping[str, ListKey] = {
    "sub-goals": "goals", "activities": "goals", "controls": "risks", "points": "decisions", "rows": "accounts",
    "parts": "indicators", "targets": "indicators", "references": "indicators", "thresholds": "indicators",
}  # fmt: skip
"""The lists that a document has in the parts of another list only, each with that."""


def _why(gap: Incomplete) -> Iterator[str | Text]:
    """Why and where a list could not be read for certain."""
    if gap.reason:
        yield gap.reason
    if gap.at and gap.at.section:
        yield Text("section", {"section": gap.at.section})
    if gap.at and gap.at.page:
        yield Text("on-page", {"page": gap.at.page})
    if gap.at and gap.at.sheet:
        yield Text("sheet", {"sheet": gap.at.sheet})
    if gap.at and gap.at.row:
        yield Text("row", {"row": gap.at.row})


def parts() -> Iterator[type[Part]]:
    """Every model that a document consists of, in the order of their keys."""
    models: dict[type[Part], None] = {}

    def visit(model: type[Part]) -> None:
        if model not in models:
            models[model] = None
            for key in keys_of(model):
                inner = inner_model(model, key)
                if inner is not None:
                    visit(inner)

    visit(Document)
    yield from models
