"""What words tell the import what is what: ``import.yaml`` in the folder of a rule set, added to those that it extends.

A municipality whose documents say things in another way needs other words, and no program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import Field, ValidationError

from plancheck.importing.evidence.fuzzy import folded
from plancheck.model.base import Id, Part, without_own_keys
from plancheck.model.problems import ProblemError, of_source, of_validation, top_mapping
from plancheck.model.source import SourceError, decode, parse
from plancheck.repository.declared import Kind
from plancheck.ruleset.loader import shown_file

FILE = "import.yaml"
"""The name of the file, in the folder of a rule set."""
Phrases = list[Annotated[str, Field(pattern=r"\S")]]
UppdragTable: TypeAlias = dict[Literal["title", "status", "text", "comment"], str]
"""A table of uppdrag: what each column is and what its head says, in the order in which the columns stand."""


Special: TypeAlias = Literal[
    "articles", "development-areas", "events", "follow-ups", "lex-sarah-reports", "period", "quality-areas", "unexecuted"
]
"""What only some kinds of document have, by the key of the document model."""


class OfLanguage(Part):
    """Words of the language itself."""

    months: Phrases = Field(default=[], description="The names of the months, the first one first.")
    numbers: Phrases = Field(default=[], description="The numbers from zero on, in words.")
    since: Phrases = Field(default=[], description="What stands before the first day of a period.")
    until: Phrases = Field(default=[], description="What stands between the first and the last day of a period.")


class OfBodies(Part):
    """How the names of nämnder are bent, and what else they are called."""

    endings: dict[str, str] = Field(default={}, description="The ending of a name, and the one that it has without an article.")
    administration: dict[str, str] = Field(
        default={}, description="The ending of a nämnd's name, and the one that its administration has in its place."
    )


class OfRegister(Part):
    """The register that is made of what a plan says to come from it."""

    document: Id = Field(description="The kind of document that it is.")
    by: Id = Field(description="Who decides what is in it.")


class OfDocument(Part):
    """How documents of a kind can be known."""

    titles: Phrases = Field(default=[], description="What it calls itself.")
    unnumbered: bool = Field(default=False, description="It has no numbered headings, and begins at a line that is its name.")
    file: str = Field(default="", description="Where one is written in a repository, with {kind}, {namnd} and {year}.")
    id: str = Field(default="", description="The id that one is given, with {year}.")
    annex: bool = Field(default=False, description="It stands in the same file as the document that it belongs to.")
    holds: list[Special] = Field(default=[], description="What only documents of this kind have.")


class OfGoals(Part):
    """Where goals stand, and what stands under them."""

    headings: Phrases = []
    prefixes: Phrases = Field(default=[], description="What may stand before the title of a goal, with a colon behind it.")
    assessments: Phrases = Field(default=[], description="What the assessment stands under.")
    assessed: Phrases = Field(default=[], description="What a sentence says that gives the assessment.")
    assessment_words: dict[str, Phrases] = Field(default={}, description="Words for each assessment of the vocabulary.")
    analysis: Phrases = []
    measures: Phrases = []
    sub_goals: Phrases = Field(default=[], description="Words that say that the nämnd's own goals stand below one.")
    pointing: Phrases = Field(default=[], description="Words of a sentence that points at where the goal is taken care of.")


class OfIndicators(Part):
    """Tables and lists of indicators."""

    headings: Phrases = Field(default=[], description="The head of a table or a list of indicators.")
    outcome: Phrases = Field(default=[], description="The head of a column of outcomes; a year stands behind it.")
    target: Phrases = Field(default=[], description="The head of a column of targets; a year stands behind it.")
    none: Phrases = Field(default=[], description="What stands in a cell that has no figure.")
    city: Phrases = Field(default=[], description="What a row is called that tells of the whole city.")
    namnd: Phrases = Field(default=[], description="What a row is called that tells of the nämnd.")
    measures: Phrases = Field(default=[], description="The first word of what is measured.")
    lower: Phrases = Field(default=[], description="Words of what is better the less there is of it.")
    inhabitants: Phrases = Field(default=[], description="Words for inhabitants, as in a unit of so much for each 1 000.")
    per_inhabitants: str = Field(default="", description="That unit as it is written, with {number}.")
    units: dict[str, str] = Field(
        default={}, description="Units behind the name of an indicator, after a comma; and their names."
    )
    reasons: Phrases = Field(default=[], description="Words of a sentence that says why there is no outcome.")
    higher: Phrases = Field(default=[], description="Words of what is better the more there is of it.")


class UppdragList(Part):
    """A list of uppdrag below a heading, and who gave them: kf, ks, or `namnd` for the nämnd itself."""

    heading: str
    by: Id
    document: Id | None = Field(default=None, description="The kind of register of the document's year that has them.")


class Origin(Part):
    """A heading that says from which kind of document the uppdrag below it come."""

    heading: str
    document: Id


class OfUppdrag(Part):
    """How uppdrag are given, listed and told of."""

    directives: Phrases = []
    wanted: Phrases = Field(default=[], description="Words behind which what is to be done stands: an id is made of that.")
    told: Phrases = Field(default=[], description="Words much like those, that tell of an uppdrag and give none.")
    bodies: Phrases = Field(
        default=[], description="Words for those who can be given one, beside the names of the organisation."
    )
    own: Phrases = Field(default=[], description="Words for the nämnd's own administration.")
    everyone: Phrases = Field(default=[], description="Words for all of them.")
    tables: list[UppdragTable] = []
    lists: list[UppdragList] = []
    origins: list[Origin] = []
    due: Phrases = []
    reports_back: Phrases = []
    handled_by: Phrases = []


class OfProgrammes(Part):
    """Lists of standing programmes and plans."""

    headings: Phrases = []
    extended: Phrases = Field(default=[], description="What stands before the year to which one has been extended.")


class OfDecisions(Part):
    """The decision about the document."""

    adopted: Phrases = Field(default=[], description="The heading above the points of a decision.")
    proposed: Phrases = Field(default=[], description="The heading above those of a proposed one.")
    taken: Phrases = Field(default=[], description="Words of a line that tells who has adopted the document, and when.")
    itself: Phrases = Field(default=[], description="A word for the nämnd itself, which may be the end of a compound.")
    date: Phrases = Field(default=[], description="What stands before the day of the session.")
    points: dict[Id, Phrases] = Field(default={}, description="Words by which a point of a kind can be known.")
    consultations: dict[Id, Phrases] = Field(default={}, description="Words for those who are consulted, by their id.")


class OfAnnexes(Part):
    """The list of annexes."""

    headings: Phrases = []
    mentioned: Phrases = Field(default=[], description="Words by which running text says that something is an annex.")
    kinds: dict[Id, Phrases] = Field(default={}, description="Words for annexes that are no document of their own.")


class OfDevelopment(Part):
    """The tables of development areas of a barnbokslut: the heads of their three columns, and the headings above."""

    follow_up: Phrases = []
    follow_up_sections: Phrases = []
    areas: Phrases = []
    area_sections: Phrases = []


class OfLexSarah(Part):
    """The form on which events under lex Sarah are told, and the row that counts them."""

    event: str = Field(default="", description="The heading of an event; its number stands behind it.")
    head: Phrases = Field(default=[], description="The labels of the first row.")
    fields: dict[Id, Phrases] = Field(default={}, description="The labels of what is told of an event.")
    providers: dict[Literal["own", "other"], Phrases] = {}
    row: str = Field(default="", description="What the row is called that counts the reports of each quarter.")
    quarter: str = Field(default="", description="What a quarter is called; its number stands behind it.")


class OfAccounts(Part):
    """Tables of money: what the heads of their columns say, and which rows are made of others."""

    headings: Phrases = Field(default=[], description="What the head of the first column says; it is no title of the table.")
    outcome: Phrases = []
    budget: Phrases = []
    deviation: Phrases = []
    forecast: Phrases = []
    units: dict[str, Phrases] = Field(default={}, description="Words for each unit of money.")
    unit: str | None = Field(default=None, description="The unit of figures that no head and no heading gives one.")
    totals: Phrases = Field(default=[], description="Rows that others may make; {namnd} stands for the name of the nämnd.")
    sums: Phrases = Field(default=[], description="Words that a row begins with that others make.")
    of_which: Phrases = Field(default=[], description="Words that a row begins with that is a part of the one above.")


class Cell(Part):
    """A cell of a table in which a figure stands."""

    row: Phrases = Field(description="What its row is called; {namnd} stands for the name of the nämnd.")
    column: Literal["outcome", "target", "budget", "deviation", "forecast", "year", "year-before"] | None = Field(
        default=None,
        description="What its column is, of the document's year; year and year-before where the head says a year only. "
        "None: the only figure of the row.",
    )
    under: Phrases = Field(
        default=[], description="Words in the title of its table, or in the heading above; left out, any table has it."
    )
    unit: str | None = Field(default=None, description="Its unit, where the table does not say it.")


class FigurePattern(Part):
    """A figure that a document tells, maybe in several places: in sentences, and in the cells of tables.

    A share is told with the two numbers that it follows from, a change with what was before and what is after.
    """

    title: str
    unit: str | None = Field(default=None, description="Its unit, where the sentence or the table does not say one.")
    phrases: Phrases = Field(
        default=[],
        description="{figure} stands for the figure and its unit, {part} and {whole} for the numbers of a share, … for words.",
    )
    cells: list[Cell] = []
    part: Cell | None = None
    whole: Cell | None = None
    before: Cell | None = None
    after: Cell | None = None


class ColumnWords(NamedTuple):
    """What the head of a column says, what the column is, and whether a year must stand behind it."""

    phrase: str
    what: str
    with_year: bool


class Profile(Part):
    """All words by which the import of a municipality's documents goes."""

    language: OfLanguage = OfLanguage()
    documents: dict[Id, OfDocument] = {}
    behind_titles: Phrases = Field(default=[], description="Words that may stand behind the title of a document, and be of it.")
    before_year: Phrases = Field(default=[], description="Words that the year of a document stands behind, beside its title.")
    contents: Phrases = Field(default=[], description="The heading of a table of contents.")
    bodies: OfBodies = OfBodies()
    register_: OfRegister | None = None
    area_section: Id | None = Field(default=None, description="The kind of a section that is an area of goals.")
    shares: Phrases = Field(default=[], description="Words and signs for a share, the one first that is written.")
    references: Phrases = Field(default=[], description="Words that stand before the number of another section.")
    goals: OfGoals = OfGoals()
    indicators: OfIndicators = OfIndicators()
    accounts: OfAccounts = OfAccounts()
    uppdrag: OfUppdrag = OfUppdrag()
    programmes: OfProgrammes = OfProgrammes()
    decisions: OfDecisions = OfDecisions()
    annexes: OfAnnexes = OfAnnexes()
    articles: Phrases = Field(default=[], description="The word for an article; its number stands behind it.")
    other_articles: Phrases = Field(default=[], description="The heading of a section that names further articles by number.")
    development: OfDevelopment = OfDevelopment()
    lex_sarah: OfLexSarah = OfLexSarah()
    figures: dict[Id, FigurePattern] = {}
    sections: dict[Id, Phrases] = Field(default={}, description="Words in the heading of a section of a kind.")

    def document(self, kind: Kind) -> OfDocument:
        """How documents of a kind are known and written: its own words, else those of a kind that it is one of."""
        return next((self.documents[name] for name in (kind.id, *kind.lineage) if name in self.documents), OfDocument())

    @cached_property
    def columns(self) -> tuple[ColumnWords, ...]:
        """What the heads of the columns of tables of figures say, the longest first."""
        money = {what: getattr(self.accounts, what) for what in ("outcome", "budget", "deviation", "forecast")}
        found = [ColumnWords(phrase, what, False) for what, phrases in money.items() for phrase in phrases]
        found += [ColumnWords(phrase, "outcome", True) for phrase in self.indicators.outcome]
        found += [ColumnWords(phrase, "target", True) for phrase in self.indicators.target]
        return tuple(sorted(found, key=lambda one: -len(one.phrase.split())))

    @cached_property
    def units(self) -> dict[str, str]:
        """The words for units of money and the unit that each stands for, the longest first."""
        found = {phrase: unit for unit, phrases in self.accounts.units.items() for phrase in phrases}
        return dict(sorted(found.items(), key=lambda one: -len(one[0])))

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The words that a head without a year begins with, folded."""
        return frozenset(folded(one.phrase).split()[0] for one in self.columns)


def profile_of(folders: Iterable[Path]) -> Profile:
    """The profile of a rule set: the words in its folders, those of the rule sets that it extends first.

    Raises ProblemError with what is wrong in one of the files.
    """
    values: dict[str, Any] = {}
    for folder in folders:
        file = folder / FILE
        if file.is_file():
            values = _added(values, _read(file))
    return Profile.model_validate(values)


def _read(file: Path) -> dict[str, Any]:
    name, text = shown_file(file), ""
    try:
        text = decode(file.read_bytes())
        source = parse(text, name)
        values = without_own_keys(top_mapping(source), text)
        Profile.model_validate(values)
        return dict(values)
    except SourceError as error:
        raise ProblemError(of_source(error, name, text)) from None
    except ValidationError as error:
        raise ProblemError(*of_validation(error, source, Profile)) from None


def _added(values: Any, more: Any) -> Any:
    """What one profile says and what another adds: lists are joined, words first that were added last."""
    if isinstance(values, Mapping) and isinstance(more, Mapping):
        return {key: _added(values.get(key), more.get(key)) for key in dict.fromkeys([*values, *more])}
    if isinstance(values, list) and isinstance(more, list):
        return [*more, *values]
    return values if more is None else more
