"""The words by which the import recognises what is what: ``import.yaml`` in the folder of a rule set and of those it extends.

A municipality whose documents use other words needs another file, not another program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args

from pydantic import Field, ValidationError

from plancheck.importing.evidence.folding import folded
from plancheck.importing.layout.furniture import page_number
from plancheck.model.base import Id, Part, without_own_keys
from plancheck.model.document import ListKey
from plancheck.model.problems import Problem, ProblemError, of_source, of_validation, placeless, top_mapping, unreadable
from plancheck.model.source import SourceError, Span, decode, parse
from plancheck.model.text import Text
from plancheck.repository.declared import Kind
from plancheck.repository.files import read_file, real
from plancheck.ruleset.loader import PROFILE
from plancheck.ruleset.locating import shown_file

Phrases = list[Annotated[str, Field(pattern=r"\S")]]
Special: TypeAlias = Literal[
    "articles", "development-areas", "events", "follow-ups", "lex-sarah-reports", "period", "quality-areas", "unexecuted"
]
"""The keys of the document model that only some kinds of document have."""


Role: TypeAlias = Literal[
    "goal", "sub-goal", "uppdrag", "activity", "area", "number", "status", "assessment", "text", "comment", "analysis",
    "measures", "due", "responsible", "to", "by", "report-to", "indicator", "outcome", "target", "comparison",
]  # fmt: skip
"""What a heading, the head of a column or a label may say of what stands below, in or behind it."""
ROLES: tuple[Role, ...] = get_args(Role)


class OfLanguage(Part):
    """Words of the language itself."""

    months: Phrases = Field(default=[], description="The names of the months, from January on.")
    numbers: Phrases = Field(default=[], description="The numbers in words, from zero on.")
    since: Phrases = Field(default=[], description="What comes before the first day of a period.")
    until: Phrases = Field(default=[], description="What comes between the first and the last day of a period.")
    page: Phrases = Field(default=[], description="What comes before the number of a page, where it is printed.")
    of_pages: Phrases = Field(default=[], description="What comes between that number and the number of all pages.")


class OfBodies(Part):
    """How the names of nämnder are inflected, and what else they are called."""

    endings: dict[str, str] = Field(
        default={}, description="The ending of a name, and the one that it has without the article."
    )
    names: dict[Id, Phrases] = Field(default={}, description="What bodies are called that are no nämnd of their own, by id.")
    municipality: Phrases = Field(
        default=[], description="The words with which the name of the municipality as a whole ends: Norrsjö kommun."
    )
    administration: dict[str, str] = Field(
        default={}, description="The ending of a nämnd's name, and the ending that the name of its administration has instead."
    )


class OfRegister(Part):
    """The register that is made of what a plan says comes from it."""

    document: Id = Field(description="Its kind of document.")
    by: Id = Field(description="Who decides on it.")


class OfDocument(Part):
    """How documents of a kind can be recognised."""

    titles: Phrases = Field(default=[], description="What it calls itself.")
    unnumbered: bool = Field(default=False, description="It has no numbered headings and begins at a line with its name.")
    file: str = Field(default="", description="The path of one in a repository, with {kind}, {namnd} and {year}.")
    id: str = Field(default="", description="The id that it gets, with {year}.")
    annex: bool = Field(default=False, description="It is in the same file as the document that it belongs to.")
    holds: list[Special] = Field(default=[], description="The keys that only documents of this kind have.")
    by_hand: list[ListKey] = Field(
        default=[], description="What documents of this kind are about and no import reads: somebody has to write it."
    )


class OfGoals(Part):
    """Where goals are, and what is under them."""

    assessed: Phrases = Field(default=[], description="The words of a sentence that gives the assessment.")
    assessment_words: dict[str, Phrases] = Field(default={}, description="Words for each assessment in the vocabulary.")
    sub_goals: Phrases = Field(default=[], description="Words that say that the nämnd's own goals follow below a goal.")
    other_assessments: Phrases = Field(default=[], description="Words of other scales, which say that they are an assessment.")
    pointing: Phrases = Field(default=[], description="Words of a sentence that refers to where the goal is dealt with.")


class OfIndicators(Part):
    """Tables and lists of indicators."""

    outcome: Phrases = Field(default=[], description="The head of a column of outcomes; a year follows it.")
    target: Phrases = Field(default=[], description="The head of a column of targets; a year follows it.")
    none: Phrases = Field(default=[], description="What is in a cell without a figure.")
    city: Phrases = Field(default=[], description="What a row about the whole city is called.")
    namnd: Phrases = Field(default=[], description="What a row about the nämnd is called.")
    measures: Phrases = Field(default=[], description="The first word of what is measured.")
    aims: Phrases = Field(default=[], description="Words of a sentence that says what is to be reached, and of no name.")
    before_names: Phrases = Field(default=[], description="Small words behind which the name of somebody stands in a name.")
    was: Phrases = Field(default=[], description="Words of a sentence that says what the outcome was.")
    lower: Phrases = Field(default=[], description="Words for what is better the less there is of it.")
    inhabitants: Phrases = Field(default=[], description="Words for inhabitants, as in a unit per 1 000 of them.")
    per_inhabitants: str = Field(default="", description="That unit as it is written, with {number}.")
    units: dict[str, str] = Field(default={}, description="Units after the name of an indicator and a comma, and their names.")
    reasons: Phrases = Field(default=[], description="Words of a sentence that says why there is no outcome.")
    higher: Phrases = Field(default=[], description="Words for what is better the more there is of it.")


class UppdragList(Part):
    """A list of uppdrag below a heading, and who gave them: kf, ks, or `namnd` for the nämnd itself."""

    heading: str
    by: Id
    document: Id | None = Field(default=None, description="The kind of register, of the document's year, that has them.")


class Origin(Part):
    """A heading that says which kind of document the uppdrag below it come from."""

    heading: str
    document: Id


class OfUppdrag(Part):
    """How uppdrag are given, listed and reported."""

    directives: Phrases = Field(default=[], description="Words that give an uppdrag; … stands for those who are given it.")
    wanted: Phrases = Field(default=[], description="Words before what is to be done, of which the id is made.")
    told: Phrases = Field(default=[], description="Words much like those, which report an uppdrag but do not give one.")
    bodies: Phrases = Field(
        default=[], description="Words for those who can be given one, in addition to the names in the organisation."
    )
    own: Phrases = Field(default=[], description="Words for the nämnd's own administration.")
    everyone: Phrases = Field(default=[], description="Words for all of them.")
    lists: list[UppdragList] = []
    status_words: dict[str, Phrases] = Field(default={}, description="Other forms of each status in the vocabulary.")
    other_statuses: Phrases = Field(default=[], description="Words of other scales, which say that they are a status.")
    origins: list[Origin] = []
    due: Phrases = []
    reports_back: Phrases = []
    handled_by: Phrases = []


class OfProgrammes(Part):
    """Lists of standing programmes and plans."""

    headings: Phrases = []
    extended: Phrases = Field(default=[], description="What comes before the year to which one has been extended.")


class OfDecisions(Part):
    """The decision about the document."""

    adopted: Phrases = Field(default=[], description="The heading above the points of a decision.")
    proposed: Phrases = Field(default=[], description="The heading above the points of a proposed decision.")
    taken: Phrases = Field(default=[], description="Words of a line that says who adopted the document, and when.")
    adopts: Phrases = Field(default=[], description="Words of a sentence that says by whom the document was adopted.")
    decides: Phrases = Field(default=[], description="Words behind the one who decides, or is to decide.")
    proposes: Phrases = Field(default=[], description="Words of a sentence that proposes what another is to decide.")
    short_names: dict[Id, Phrases] = Field(default={}, description="What bodies are called for short, by id.")
    labels: dict[Literal["by", "date", "day", "paragraph", "diary-number"], Phrases] = Field(
        default={}, description="Labels of what is told of it; `day` counts only beside who made it."
    )
    diary: Phrases = Field(default=[], description="Words before a diary number.")
    itself: Phrases = Field(default=[], description="A word for the nämnd itself, which may be the end of a compound.")
    date: Phrases = Field(default=[], description="What comes before the day of the session.")
    points: dict[Id, Phrases] = Field(default={}, description="Words by which a point of each kind can be recognised.")
    consultations: dict[Id, Phrases] = Field(default={}, description="Words for those who are consulted, by id.")


class OfAnnexes(Part):
    """The list of annexes."""

    headings: Phrases = []
    mentioned: Phrases = Field(default=[], description="Words by which running text says that something is an annex.")
    kinds: dict[Id, Phrases] = Field(default={}, description="Words for annexes that are not a document of their own.")


class OfDevelopment(Part):
    """The tables of development areas of a barnbokslut: the heads of their three columns, and the headings above."""

    follow_up: Phrases = []
    follow_up_sections: Phrases = []
    areas: Phrases = []
    area_sections: Phrases = []


class OfLexSarah(Part):
    """The form for events under lex Sarah, and the row that counts them."""

    event: str = Field(default="", description="The heading of an event; its number follows it.")
    head: Phrases = Field(default=[], description="The labels of the first row.")
    fields: dict[Id, Phrases] = Field(default={}, description="The labels of the fields of an event.")
    providers: dict[Literal["own", "other"], Phrases] = {}
    row: str = Field(default="", description="What the row with the number of reports of each quarter is called.")
    quarter: str = Field(default="", description="What a quarter is called; its number follows it.")


class OfAccounts(Part):
    """Tables of money: what the heads of their columns say, and which rows are sums of others."""

    headings: Phrases = Field(default=[], description="The head of the first column, which is not the title of the table.")
    outcome: Phrases = []
    budget: Phrases = []
    deviation: Phrases = []
    forecast: Phrases = []
    units: dict[str, Phrases] = Field(default={}, description="Words for each unit of money.")
    unit: str | None = Field(default=None, description="The unit of figures for which no head and no heading gives one.")
    totals: Phrases = Field(default=[], description="Rows that may be sums of others; {namnd} is the name of the nämnd.")
    sums: Phrases = Field(default=[], description="Words at the beginning of a row that is a sum of others.")
    of_which: Phrases = Field(default=[], description="Words at the beginning of a row that is a part of the one above.")


class Cell(Part):
    """A cell of a table that has a figure."""

    row: Phrases = Field(description="What its row is called; {namnd} stands for the name of the nämnd.")
    column: Literal["outcome", "target", "budget", "deviation", "forecast", "year", "year-before"] | None = Field(
        default=None,
        description="What its column is, of the document's year; year and year-before where the head is only a year. "
        "None: the only figure of the row.",
    )
    under: Phrases = Field(
        default=[], description="Words in the title of its table or in the heading above; without any, it may be in any table."
    )
    unit: str | None = Field(default=None, description="Its unit, if the table does not say one.")


class FigurePattern(Part):
    """A figure in a document, maybe in several places: in sentences and in the cells of tables.

    A share comes with the two numbers that it is made of, a change with the values before and after it.
    """

    title: str
    unit: str | None = Field(default=None, description="Its unit, if the sentence or the table does not say one.")
    phrases: Phrases = Field(
        default=[],
        description="{figure} is the figure and its unit, {part} and {whole} are the numbers of a share, … is any words.",
    )
    cells: list[Cell] = []
    part: Cell | None = None
    whole: Cell | None = None
    before: Cell | None = None
    after: Cell | None = None


class ColumnWords(NamedTuple):
    """What the head of a column says, what the column is, and whether a year must follow it."""

    phrase: str
    what: str
    with_year: bool


class Profile(Part):
    """The words by which the documents of a municipality are recognised."""

    language: OfLanguage = OfLanguage()
    documents: dict[Id, OfDocument] = {}
    other_documents: Phrases = Field(default=[], description="What documents call themselves that are of no kind.")
    letters: Phrases = Field(default=[], description="What letters, memos and minutes begin with, which only name a document.")
    about_documents: Phrases = Field(default=[], description="Words before the title of a document in a line about it.")
    behind_titles: Phrases = Field(default=[], description="Words that may follow the title of a document and belong to it.")
    before_year: Phrases = Field(default=[], description="Words before the year of a document, in addition to its title.")
    contents: Phrases = Field(default=[], description="The heading of a table of contents.")
    labels: dict[Role, Phrases] = Field(
        default={},
        description="Words of a heading, the head of a column or a label that say what stands there. They go before "
        "the same words in a rule set that is extended.",
    )
    speaking_of: Phrases = Field(default=[], description="Words of a text that speaks of goals or uppdrag and is none.")
    beside_labels: Phrases = Field(default=[], description="Words that may stand beside a label in a heading.")
    bodies: OfBodies = OfBodies()
    register_: OfRegister | None = None
    area_section: Id | None = Field(default=None, description="The kind of a section that is a målområde.")
    shares: Phrases = Field(default=[], description="Words and signs for a share; the first one is written.")
    references: Phrases = Field(default=[], description="Words before the number of another section.")
    goals: OfGoals = OfGoals()
    indicators: OfIndicators = OfIndicators()
    accounts: OfAccounts = OfAccounts()
    uppdrag: OfUppdrag = OfUppdrag()
    programmes: OfProgrammes = OfProgrammes()
    decisions: OfDecisions = OfDecisions()
    annexes: OfAnnexes = OfAnnexes()
    articles: Phrases = Field(default=[], description="The word for an article; its number follows it.")
    other_articles: Phrases = Field(default=[], description="The heading of a section that names further articles by number.")
    development: OfDevelopment = OfDevelopment()
    lex_sarah: OfLexSarah = OfLexSarah()
    figures: dict[Id, FigurePattern] = {}
    sections: dict[Id, Phrases] = Field(default={}, description="Words in the heading of a section of a kind.")

    def document(self, kind: Kind) -> OfDocument:
        """How documents of a kind are recognised and written: by its own words, else those of the kind that it extends."""
        return next((self.documents[name] for name in (kind.id, *kind.lineage) if name in self.documents), OfDocument())

    @cached_property
    def page_number(self) -> re.Pattern[str]:
        """How the number of a page is printed."""
        return page_number(self.language.page, self.language.of_pages)

    @cached_property
    def columns(self) -> tuple[ColumnWords, ...]:
        """What the heads of the columns of tables of figures say, the longest first."""
        money = {what: getattr(self.accounts, what) for what in ("outcome", "budget", "deviation", "forecast")}
        columns = [ColumnWords(phrase, what, False) for what, phrases in money.items() for phrase in phrases]
        columns += [ColumnWords(phrase, "outcome", True) for phrase in self.indicators.outcome]
        columns += [ColumnWords(phrase, "target", True) for phrase in self.indicators.target]
        return tuple(sorted(columns, key=lambda column: -len(column.phrase.split())))

    @cached_property
    def units(self) -> dict[str, str]:
        """The words for units of money and the unit that each stands for, the longest first."""
        units = {phrase: unit for unit, phrases in self.accounts.units.items() for phrase in phrases}
        return dict(sorted(units.items(), key=lambda pair: -len(pair[0])))

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first words, folded, of what heads of columns say."""
        return frozenset(folded(column.phrase).split()[0] for column in self.columns)


def profile_of(folders: Iterable[Path], said: Iterable[tuple[str, str]] = ()) -> Profile:
    """The profile of a rule set, from its folders: those of the rule sets that it extends come first.

    `said` are labels that somebody says for one file: pairs of a role and words. Words that are a label of one thing in a
    rule set are it no more where one that extends it, or `said`, makes them the label of another.

    Raises ProblemError for a file that is invalid, and for a role that there is not.
    """
    values: dict[str, Any] = {}
    for folder in folders:
        file = folder / PROFILE
        if file.exists():
            more = _read(file)
            values = _extended(_without_labels(values, more.get("labels") or {}), more)
    for role, words in said:
        if role not in ROLES:
            raise ProblemError(placeless("--as", "as-unknown-role", role=role, known=list(ROLES)))
        values = _extended(_without_labels(values, {role: [words]}), {"labels": {role: [words]}})
    return Profile.model_validate(values)


def _without_labels(values: dict[str, Any], more: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A profile without the labels that another gives to other roles."""
    taken = {folded(phrase): role for role, phrases in more.items() for phrase in phrases or []}
    labels = {
        role: [phrase for phrase in phrases if taken.get(folded(phrase), role) == role]
        for role, phrases in (values.get("labels") or {}).items()
    }
    return {**values, "labels": labels} if labels else values


def _read(file: Path) -> dict[str, Any]:
    name, text = shown_file(file), ""
    try:
        if not real(file).is_relative_to(real(file.parent)):
            raise ProblemError(Problem(name, Span(1, 1, 1), Text("link-outside")))
        text = decode(read_file(file))
        source = parse(text, name)
        values = without_own_keys(top_mapping(source), text)
        Profile.model_validate(values)
        return dict(values)
    except SourceError as error:
        raise ProblemError(of_source(error, name, text)) from None
    except ValidationError as error:
        raise ProblemError(*of_validation(error, source, Profile)) from None
    except OSError as error:
        raise ProblemError(unreadable(name, error)) from None


def _extended(values: Any, more: Any) -> Any:
    """A profile with what another adds: lists are joined, the added words first."""
    if isinstance(values, Mapping) and isinstance(more, Mapping):
        return {key: _extended(values.get(key), more.get(key)) for key in dict.fromkeys([*values, *more])}
    if isinstance(values, list) and isinstance(more, list):
        return [*more, *values]
    return values if more is None else more
