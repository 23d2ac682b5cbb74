"""From a laid out document to a file, and back: what an import finds in it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import cache

from measuring import Expected, Measure, measured
from measuring import details as of_measure
from measuring import rows as measured_rows

from plancheck.importing.evidence.profile import Profile, profile_of
from plancheck.importing.pipeline import Import, Wanted, prepared, recognised
from plancheck.importing.reading import FORMATS as READERS
from plancheck.importing.reading.lines import Reading
from tests.layouts.content import CHAPTERS, NAME, NAMND, YEAR, content, ruleset, running_text, workspace
from tests.layouts.layouts import Laid, laid
from tests.layouts.writers import FORMATS


@cache
def profile() -> Profile:
    return profile_of(ruleset().folders)


def read(data: bytes, name: str) -> Reading:
    """The lines of a file that is not on disk."""
    suffix = name[name.rindex(".") :]
    reading: Reading = importlib.import_module(f"plancheck.importing.reading.{READERS[suffix]}").read(data, name)
    return reading


def imported(document: Laid, form: str) -> Import:
    """Import a laid out document in a format, into a repository with the registers that it is based on."""
    data, name = FORMATS[form].write(document), f"plan{FORMATS[form].suffix}"
    content = prepared(read(data, name), profile(), ruleset(), workspace(document.registers))
    return recognised(content, Wanted(document.kind, NAMND, YEAR))


@cache
def come_back(form: str, *layouts: str, seed: int = 0) -> Measure:
    """What comes back of a document in one or several layouts, in a format."""
    document = laid(*layouts, seed=seed)
    return measured(document.expected, imported(document, form))


def only_speaking(*, registers: bool) -> tuple[Measure, Import]:
    """What is made of ten pages that only speak of goals and uppdrag, with or without registers: all of it is invented."""
    texts = content().registers
    around = workspace(texts if registers else {"organisation.yaml": texts["organisation.yaml"]})
    reading = read(running_text().encode(), "plan.txt")
    result = recognised(prepared(reading, profile(), ruleset(), around), Wanted("verksamhetsplan", NAMND, YEAR))
    return measured(Expected(labels=[f"Verksamhetsplan {YEAR}", NAME, *CHAPTERS]), result), result


# What is printed

HOLDING = (("i", "invented"), ("w", "wrong_for_certain"), ("s", "silent"))
"""What a measure has nothing of where a promise holds: nothing invented, no wrong link for certain, nothing lost in silence."""


def standing(measure: Measure) -> str:
    """A measure in short: per cent found, and the letters of the promises that hold."""
    return f"{int(measure.share * 100)}{''.join(letter for letter, name in HOLDING if not getattr(measure, name))}"


def table(names: Iterable[str]) -> list[str]:
    """What comes back by layout and format, in per cent with the promises that hold, as a table."""
    rows = [f"| layout | {' | '.join(FORMATS)} |", f"|---|{'---:|' * len(FORMATS)}"]
    rows += [f"| {name} | {' | '.join(standing(come_back(form, name)) for form in FORMATS)} |" for name in names]
    return rows


def least(names: Iterable[str]) -> list[str]:
    """The same as the rows of LEAST in test_layouts.py."""
    rows = []
    for name in names:
        cells = " ".join(standing(come_back(form, name)).ljust(6) for form in FORMATS).rstrip()
        rows.append(f'    "{name}": "{cells}",')
    return rows


def details(names: Iterable[str]) -> list[str]:
    """What is missed, wrong and invented, by layout and format."""
    return [f"{name} {form}: {line}" for name in names for form in FORMATS for line in of_measure(come_back(form, name))]


def kinds(names: Iterable[str]) -> list[str]:
    """What comes back by kind of thing and format, of all layouts together."""
    names = list(names)
    rows = [
        "| format | what | asked for | found | missed | told | invented | wrong |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for form in FORMATS:
        whole = sum((come_back(form, name) for name in names), Measure())
        rows += measured_rows(form, whole)
    return rows
