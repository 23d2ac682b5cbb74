"""Files that no report is written over: what a check has read, and what else in the repository is no report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from plancheck.importing.reading import FORMATS
from plancheck.repository.files import CONFIGURATION, ENDINGS, MISNAMED, files_below, real
from plancheck.run.open import Repository
from plancheck.run.results import Run
from plancheck.run.survey import OFFICE, is_own_report, survey_of

Kept: TypeAlias = Literal["output-is-plan", "output-is-other"]
"""Why a file is kept, as a key of the catalogue: it was read, or it is no report."""
_OF_PEOPLE = {*ENDINGS, *OFFICE, *FORMATS} - {".txt", ".csv"}
"""Endings of what people write: documents, rules, configurations, records of imports. Reports are text and tables too."""


def why_kept(path: Path, run: Run, repository: Repository, named: Iterable[Path]) -> Kept | None:
    """Why no report is written to a path, through whatever links it leads; None where one may be.

    `named` are the files that the call of the program names.
    """
    place = real(path)
    if place.name in (CONFIGURATION, MISNAMED):
        return "output-is-plan"
    if not place.is_file():
        return None
    read = [
        *named,
        *(Path(entry.file) for entry in run.workspace.entries),
        *(Path(fault.file) for fault in run.workspace.faults),
    ]
    if any(_is_same(place, file) for file in read):
        return "output-is-plan"
    return None if _is_free(place, repository) else "output-is-other"


def _is_free(place: Path, repository: Repository) -> bool:
    """Whether a file that exists, and was not read as a document, may be replaced."""
    if is_own_report(place):
        return True
    if place.suffix.lower() in _OF_PEOPLE or _is_schema(place):
        return False
    survey = survey_of(repository)
    if any(_is_same(place, unread.path) or place.is_relative_to(real(unread.path)) for unread in survey.unread):
        return False
    if place.suffix.lower() in FORMATS and any(place.is_relative_to(real(excluded)) for excluded in survey.excluded):
        return False
    # A file may have another name, by which it is known for what it is.
    return place.stat().st_nlink == 1 or not any(_is_same(place, other) for other in _files_of_people(repository))


def _files_of_people(repository: Repository) -> Iterator[Path]:
    for folder in dict.fromkeys((*repository.roots, *repository.ruleset.folders)):
        yield from (file for file in files_below(folder) if file.suffix.lower() in _OF_PEOPLE)


def _is_same(place: Path, other: Path) -> bool:
    try:
        return place.samefile(other)
    except OSError:
        return False


def _is_schema(place: Path) -> bool:
    """Whether a file is a JSON Schema."""
    with place.open("rb") as stream:
        return b"json-schema.org/" in stream.read(1000)
