"""Documents of other municipalities, or excerpts of such, and what a careful person reads in them.

A folder has NAME.txt, sometimes NAME.docx beside it, and NAME.json; the README there says what the JSON means. Each is
imported as the kind, of the nämnd and for the year that its JSON gives, into a repository that has an organisation and no
register: what KF has decided is not known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import measuring
from measuring import Measure, measured

from plancheck.importing.evidence.fuzzy import holds
from plancheck.importing.evidence.profile import Profile, profile_of
from plancheck.importing.pipeline import Import, UntoldError, Wanted, prepared, recognised
from plancheck.importing.reading import read
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.loader import load
from plancheck.ruleset.model import RuleSet

BODIES = {
    "ks": "Kommunstyrelsen",
    "sn": "Socialnämnden",
    "bn": "Byggnadsnämnden",
    "sbn": "Samhällsbyggnadsnämnden",
    "alla": "Samtliga nämnder",
}
"""The bodies of the documents, by their ids."""
ORGANISATION = "document: organisation\nyear: 2010\nnamnder:\n" + "".join(
    f"  - {{id: {name}, title: {title}}}\n" for name, title in BODIES.items() if name != "alla"
)
GROUPS = "groups:\n  - {id: alla, title: Samtliga nämnder, everyone: true}\n"
YEAR = 2020
"""The year that is given where a document does not say it."""


@cache
def _ruleset() -> RuleSet:
    return load("kommun")


@cache
def _profile() -> Profile:
    return profile_of(_ruleset().folders)


class Excerpt(NamedTuple):
    """A file, and what is read in it."""

    path: Path
    said: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.path.stem}{self.path.suffix if self.path.suffix != '.txt' else ''}"


def excerpts(folder: Path) -> Iterator[Excerpt]:
    """The files of a folder that somebody has read, in the order of their names."""
    for notes in sorted(folder.glob("*.json")):
        said = json.loads(notes.read_text(encoding="utf-8"))
        for suffix in (".txt", ".docx", ".pdf"):
            if notes.with_suffix(suffix).exists():
                yield Excerpt(notes.with_suffix(suffix), said)


def imported(excerpt: Excerpt) -> Import:
    """Import an excerpt as what it is."""
    said = excerpt.said
    workspace = Workspace(_ruleset().declared)
    workspace.add(ORGANISATION + GROUPS, "organisation.yaml")
    kind = said["nearest"] if said["document"] == "other" else said["document"]
    content = prepared(read(excerpt.path, excerpt.path.name), _profile(), _ruleset(), workspace)
    wanted = Wanted(kind, said["namnd"], said["year"])
    try:
        return recognised(content, wanted)
    except UntoldError as error:
        if error.what != "year":
            raise
        return recognised(content, wanted.answered("year", YEAR))


def measure(excerpt: Excerpt) -> Measure:
    """What the import has of what is read in an excerpt."""
    return measured(expected(excerpt), imported(excerpt))


def expected(excerpt: Excerpt) -> measuring.Expected:
    """What is read in an excerpt. What two people may read differently is neither asked for nor invented."""
    said = excerpt.said
    is_word = excerpt.path.suffix == ".docx"
    word: Mapping[str, Any] = said.get("docx", {}) if is_word else {}
    unsure = [(mark["about"], mark["words"]) for mark in said["unsure"] if mark["words"]]
    # What only the Word file has, and no text at hand supports, may be anything.
    unsure += [(about, words) for words in word.get("unsupported", []) for about in ("goals", "uppdrag", "headings")]

    def free(about: str) -> Iterator[str]:
        return (words for what, words in unsure if what == about)

    return measuring.Expected(
        [*map(_goal, said["goals"]), *(measuring.Goal((words,), optional=True) for words in free("goals"))],
        [
            *map(_uppdrag, said["uppdrag"]),
            *(measuring.Uppdrag((words,), optional=True, open=True) for words in free("uppdrag")),
        ],
        [*map(_indicator, said["indicators"]), *(measuring.Indicator((words,), optional=True) for words in free("indicators"))],
        [*map(_decision, said["decisions"])] or [measuring.Decision(optional=True) for _ in free("decisions")],
        said["headings"],
        [said["title"] or "", *_profile().contents, *free("headings"), *word.get("adds", [])],
        said["contents"],
    )


def _goal(said: Mapping[str, Any]) -> measuring.Goal:
    assessment = said["assessment"]
    words = _profile().goals.assessment_words
    terms = [term for term, names in words.items() if assessment and any(holds(assessment, name) for name in names)]
    return measuring.Goal(
        _wordings(said, "title"),
        parent=said["parent"],
        assessments=(assessment, *terms) if assessment else (),
        texts=(said["text"],) if said["text"] else (),
        optional=said.get("cut", False),
        linked=False,
    )


def _uppdrag(said: Mapping[str, Any]) -> measuring.Uppdrag:
    to = tuple(id_ for name in said["to"] or () for id_, title in BODIES.items() if title.casefold() == name.casefold())
    return measuring.Uppdrag(
        _wordings(said, "title"),
        statuses=(said["status"],) if said["status"] else (),
        texts=(said["comment"],) if said["comment"] else (),
        to=to,
        optional=said.get("cut", False),
        linked=False,
        open=True,
    )


def _indicator(said: Mapping[str, Any]) -> measuring.Indicator:
    outcome, target = ({int(year): value for year, value in said[key].items()} for key in ("outcome", "target"))
    return measuring.Indicator(_wordings(said, "name"), outcome, target, optional=said.get("cut", False))


def _decision(said: Mapping[str, Any]) -> measuring.Decision:
    name = said["by"]
    ids = [id_ for id_, title in BODIES.items() if name and title.casefold() == name.casefold()]
    by = (name, *ids, *(["kf"] if name and name.casefold() == "kommunfullmäktige" else [])) if name else ()
    return measuring.Decision(said["outcome"], by, said["date"], said["paragraph"], said["diary"], said.get("cut", False))


def _wordings(said: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return (said[key], *said.get("also", []))


# What is printed

HEAD = (
    "| excerpt | what | asked for | found | missed | told | invented | wrong |",
    "|---|---|---:|---:|---:|---:|---:|---:|",
)


def rows(folder: Path, *, only: Sequence[str], held_out: Sequence[str], total: bool) -> list[str]:
    """The rows of the table: for each excerpt, or in total only; what is held out is never told but in a total of its own."""
    made: list[str] = []
    totals = {"text": Measure(), "word": Measure(), "held-out": Measure()}
    for excerpt in excerpts(folder):
        is_held_out = excerpt.path.name.startswith(tuple(held_out))
        if only and not is_held_out and not any(part in excerpt.path.name for part in only):
            continue
        outcome = measure(excerpt)
        part = "held-out" if is_held_out else "word" if excerpt.path.suffix == ".docx" else "text"
        totals[part] += outcome
        if not total and not is_held_out:
            made += measuring.rows(excerpt.name, outcome)
    return [*HEAD, *made, *(row for name, whole in totals.items() for row in measuring.rows(f"all ({name})", whole))]


def details(folder: Path, *, only: Sequence[str], held_out: Sequence[str]) -> Iterator[str]:
    """What is missed, and whether that is told; what is invented, out of a trap or not; what is wrong."""
    for excerpt in excerpts(folder):
        name = excerpt.path.name
        if name.startswith(tuple(held_out)) or (only and not any(part in name for part in only)):
            continue
        traps = [trap["words"] for trap in excerpt.said["traps"]]
        for line in measuring.details(measure(excerpt), traps):
            yield f"{excerpt.name}: {line}"
