"""What a rule set declares for reading a repository: kinds of document, and the words that the program itself needs."""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from pydantic import Field

from plancheck.model.base import Part

Role: TypeAlias = Literal["register", "plan", "report", "annex"]
"""What documents of a kind are for: a register decides goals and uppdrag, a plan says how they are taken care of, a report
what came of them, and an annex belongs to a plan or a report."""

Purpose: TypeAlias = Literal[
    "status", "assessment", "directions", "points", "areas", "dimensions", "quality-areas", "units", "laws", "says-nothing"
]
"""What the program itself needs a vocabulary for. A rule set says which of its vocabularies serves each (`uses`)."""
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
CHECKED: tuple[Purpose, ...] = ("units", "laws")
"""The purposes whose words the values of a document are held against."""
SCALES: tuple[Purpose, ...] = ("status", "assessment", "directions")
"""The purposes whose words may stand in a document in another form."""

Mark: TypeAlias = Literal[
    "closes", "late", "fulfils", "not-assessable", "rises", "falls", "stays", "at-least", "at-most", "above", "below"
]
"""What a word of a scale may mean besides itself: of a status, that an uppdrag is completed or late; of an assessment, that a
goal is fully met or could not be assessed; of a target, where the outcome is to go from that of the year before, or on which
side of the figure beside it the outcome is to be."""
MARKS: tuple[Mark, ...] = get_args(Mark)
CONTRADICTING: tuple[tuple[Mark, Mark], ...] = (
    ("fulfils", "not-assessable"),
    ("rises", "falls"),
    ("rises", "stays"),
    ("falls", "stays"),
)
"""What no word can mean at once."""


class Years(NamedTuple):
    """The first and the last year in which something is valid, and whether it is so each year between, or each fourth."""

    first: int = 0
    last: int = 9999
    every: int = 1

    @classmethod
    def of(cls, text: str | int | None) -> "Years | None":
        """The years that a rule set names: 2024, 2022-, -2023, 2022-2024, 2019-/4; None where it names none that make sense."""
        if text is None:
            return cls()
        # YAML reads -2023 as a number.
        if re.fullmatch(r"[0-9]{4}", str(text)):
            return cls(int(text), int(text))
        match = re.fullmatch(r"([0-9]{4})?-([0-9]{4})?|([0-9]{4})-([0-9]{4})?/([1-9])", str(text))
        if match is None or text == "-":
            return None
        years = cls(int(match[1] or match[3] or 0), int(match[2] or match[4] or 9999), int(match[5] or 1))
        return years if years.first <= years.last else None

    def cover(self, year: int) -> bool:
        """Whether a year is one of them."""
        return self.first <= year <= self.last and (year - self.first) % self.every == 0


class Unit(NamedTuple):
    """A unit as so many of another: tkr is 1 000 kr. The default one is that of a table of money that does not say its unit.

    One of shares counts hundredths of something, whatever that is.
    """

    of: str
    times: float
    default: bool = False
    share: bool = False


class Term(NamedTuple):
    """A word of a vocabulary as an item: its id, what people call it, by language, and the years in which it is valid.

    A word for a unit has the `unit` that it is counted in. Other forms of a word are in `also`, what it means in `marks`.
    One of an ordered vocabulary has its `rank`: the best is 0.
    """

    id: str | int
    title: Mapping[str, str] | str
    years: Years = Years()
    unit: Unit | None = None
    also: tuple[str, ...] = ()
    marks: frozenset[Mark] = frozenset()
    rank: int | None = None

    def called(self, language: str) -> str:
        """What people of a language call it."""
        return self.title if isinstance(self.title, str) else self.title[language]


class Kind(NamedTuple):
    """A kind of document. `lineage` is the kind itself and the kinds that include it; `sections` names the vocabulary of its
    sections.
    """

    id: str
    title: Mapping[str, str]
    of: Literal["namnd", "city"] = "namnd"
    role: Role = "plan"
    yearly: bool = True
    several: bool = False
    as_of: str = "01-01"
    sections: str | None = None
    rank: int = 0
    lineage: tuple[str, ...] = ()

    def is_a(self, kind: str) -> bool:
        """Whether a document of this kind is also one of the other kind."""
        return kind == self.id or kind in self.lineage


class VocabularyWord(Part):
    """A word of a vocabulary: what people call it, unless it is the word itself, what it means, and the years in which it
    holds.
    """

    sv: str | None = Field(default=None, pattern=r"\S", description="In Swedish; left out, the word itself.")
    en: str | None = Field(default=None, pattern=r"\S", description="In English; left out, the word itself.")
    also: list[str] = Field(default=[], description="Other forms in which documents have it: `[avslutat, avslutade]`.")
    closes: bool = Field(default=False, description="Of a status or a point of a decision: whether it completes an uppdrag.")
    late: bool = Field(default=False, description="Of a status: whether it says that something is late.")
    fulfils: bool = Field(default=False, description="Of an assessment: whether it says that the goal is fully met.")
    not_assessable: bool = Field(
        default=False, description="Of an assessment: whether it says that none could be made, for a reason that is told."
    )
    rises: bool = Field(default=False, description="Of a target: whether the outcome is to be higher than the year before.")
    falls: bool = Field(default=False, description="Of a target: whether it is to be lower.")
    stays: bool = Field(default=False, description="Of a target: whether it is to be no worse.")
    at_least: bool = Field(default=False, description="Of a target: whether the figure beside it is the lowest that meets it.")
    at_most: bool = Field(default=False, description="Of a target: whether the figure beside it is the highest that meets it.")
    above: bool = Field(
        default=False, description="Of a target: whether the outcome is to be higher than the figure beside it."
    )
    below: bool = Field(default=False, description="Of a target: whether it is to be lower.")
    years: str | int | None = Field(
        default=None,
        description="The years in which it holds: `2024`, `2022-`, `-2023`, `2022-2024`, or `2019-/4` for every fourth.",
    )
    of: str | None = Field(default=None, description="Of a unit: the unit that it is counted in.")
    times: int | float | None = Field(default=None, gt=0, description="Of a unit: how many of those it is.")
    default: bool = Field(default=False, description="Of a unit: whether a table of money that does not say its unit is in it.")
    share: bool = Field(default=False, description="Of a unit: whether it tells shares, in hundredths of a whole.")


Vocabulary: TypeAlias = list[str | int | dict[str | int, VocabularyWord | None]] | dict[str | int, VocabularyWord | None]
"""A vocabulary as it is written: words with what they are, or a list of words, of which any may be written like that."""


def terms_of(vocabulary: Mapping[str, Sequence[Term]], name: str) -> tuple[Term, ...] | None:
    """The words of a vocabulary, or with a mark behind its name those that have it (`status.closes`); None if there is none."""
    root, _, mark = name.partition(".")
    if root not in vocabulary or (mark and mark not in MARKS):
        return None
    return tuple(term for term in vocabulary[root] if not mark or mark in term.marks)


def forms_of(words: Mapping[Purpose, Sequence[Term]]) -> dict[Purpose, dict[str, str]]:
    """By scale, the other forms of its words in small letters, each with the word."""
    return {
        name: {form.casefold(): str(term.id) for term in words[name] for form in term.also} for name in SCALES if name in words
    }


def _names_of(term: Term) -> list[str]:
    """The names of a term: its id, and what people call it."""
    titles = [term.title] if isinstance(term.title, str) else list(term.title.values())
    return list(dict.fromkeys([str(term.id), *titles]))


class Declared(NamedTuple):
    """The kinds of document by id, and for each purpose of the program the words of the vocabulary that serves it.

    `units` are the units by their words, without regard to case. `context` is the context of the validation of a document: the
    words that its values must be of, by purpose, the other forms of the words of its scales, the default unit, and the phrases
    that say nothing.
    """

    kinds: Mapping[str, Kind]
    words: Mapping[Purpose, Sequence[Term]]
    units: Mapping[str, Unit]
    context: Mapping[str, Any]

    @classmethod
    def of(cls, kinds: Mapping[str, Kind], words: Mapping[Purpose, Sequence[Term]]) -> "Declared":
        """What a rule set declares, with what follows from it."""
        units = {name: term.unit for term in words.get("units", ()) if term.unit for name in _names_of(term)}
        context: dict[str, Any] = {
            name: [word for term in words[name] for word in _names_of(term)] for name in CHECKED if name in words
        }
        context["forms"] = forms_of(words)
        context["says-nothing"] = [str(term.id) for term in words.get("says-nothing", ())]
        context["default-unit"] = next((word for word, unit in units.items() if unit.default), None)
        return cls(kinds, words, {word.casefold(): unit for word, unit in units.items()}, context)

    def unit(self, word: str) -> Unit:
        """The unit that a word stands for, whatever its case and blanks; an unknown word is a unit of its own."""
        plain = " ".join(word.casefold().split())
        return self.units.get(plain) or Unit(plain, 1)

    def terms(self, purpose: Purpose, year: int | None = None) -> list[Term]:
        """The words for a purpose, in a year only those that are valid then; none where the rule set declares none."""
        return [term for term in self.words.get(purpose, ()) if year is None or term.years.cover(year)]

    def ids(self, purpose: Purpose, year: int | None = None) -> list[str]:
        """The ids of the words for a purpose."""
        return [str(term.id) for term in self.terms(purpose, year)]

    def marked(self, purpose: Purpose, mark: Mark) -> frozenset[str]:
        """The ids of the words for a purpose that mean something besides themselves, in small letters."""
        return frozenset(str(term.id).casefold() for term in self.terms(purpose) if mark in term.marks)
