"""Texts imported into the example of Göteborg."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import importing as bench

from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import Import, Wanted, prepared, recognised
from plancheck.importing.reading.lines import Line
from plancheck.repository.files import files_below
from plancheck.repository.workspace import Workspace
from plancheck.run.open import Repository, open_repository
from tests.paths import GOTEBORG

TODAY = datetime.date(2026, 11, 22)


@cache
def goteborg() -> Repository:
    return open_repository([GOTEBORG])


@cache
def registers() -> Workspace:
    """The organisation and what KF has decided, without the plans."""
    made = Workspace(goteborg().ruleset.declared)
    for file in files_below(GOTEBORG):
        if file.parent.name == "kf" or file.name == "organisation.yaml":
            made.read(file, file.as_posix())
    return made


NOTHING = Wanted()


def without_plans(folder: Path) -> Path:
    """A copy of the example without the plans, as a repository of its own."""
    return shutil.copytree(GOTEBORG, folder / "city", ignore=shutil.ignore_patterns("nordost", "sydvast"))


def from_text(text: str, name: str = "plan.txt", wanted: Wanted = NOTHING) -> Import:
    from plancheck.importing.reading.text import read

    reading = read(text.encode(), name)
    return recognised(prepared(reading, profile_of(goteborg().ruleset.folders), goteborg().ruleset, registers()), wanted)


def told(document: Mapping[str, Any], *left_out: str) -> dict[str, Counter[tuple[object, ...]]]:
    """What a document tells, as keys that can be compared."""
    keys: dict[str, Counter[tuple[object, ...]]] = bench.keys_of(document)
    return {what: found for what, found in keys.items() if what not in left_out}


def lines(*texts: str, **every: Any) -> list[Line]:
    return [Line(n, text, **every) for n, text in enumerate(texts, 1)]


REPORT = """Årsrapport 2022
Socialnämnden Nordost

1 Ekonomi

{table}

Det här är en mening som står efter tabellen och som säger något helt annat om året.
"""


def accounts_of(table: str) -> list[dict[str, Any]]:
    accounts: list[dict[str, Any]] = from_text(REPORT.format(table=table)).documents[0].plain().get("accounts", [])
    return accounts
