"""Small repositories that damaged files are put into, and what must hold of a check whatever is in them."""

from __future__ import annotations

import datetime
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import plancheck
from plancheck import Run
from plancheck.messages import said
from plancheck.model.problems import Problem
from plancheck.model.source import SourceError, decode
from plancheck.run.open import Repository, open_repository
from plancheck.run.results import Evaluation, Location
from tests.paths import ALMSTAD, GOTEBORG, MINIMAL

TODAY = datetime.date(2026, 11, 22)
SECONDS = 10.0
"""How many seconds of processor time a check of a small file may take: some hundred times what it takes."""
WITNESS = "vittne.yaml"
"""A plan that stands beside what is damaged. Nothing is known to be wrong with it."""
OWN = ("AKT", "AVS", "EKO", "IND", "NMA", "PRO", "TID")
"""The families of rules about what a plan says itself."""
DAMAGED = "skadad.yaml"

Name = Literal["goteborg", "almstad"]
Answers = dict[tuple[str, str], str]
"""The outcomes of evaluations, by rule and item."""


class City:
    """A repository in a folder; `own` is what is found about the witness by rules that look at nothing but it."""

    def __init__(self, folder: Path, repository: Repository, files: tuple[str, ...], own: Answers) -> None:
        self.folder = folder
        self.repository = repository
        self.files = files
        self.own = own

    def __repr__(self) -> str:
        return self.repository.ruleset.name

    @property
    def damageable(self) -> tuple[str, ...]:
        """The files that may be damaged: a new one, and each but the witness and the configuration."""
        return (DAMAGED, *(name for name in self.files if Path(name).name not in (WITNESS, "plancheck.yaml")))

    def write(self, name: str, data: str | bytes) -> None:
        """Write a damaged file, in place of the one from before."""
        (self.folder / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))

    def restore(self, name: str) -> None:
        """Undo what `write` did."""
        if name in self.files:
            shutil.copy(self.folder.parent / "whole" / name, self.folder / name)
        else:
            (self.folder / name).unlink(missing_ok=True)


def built(name: Name, folder: Path) -> City:
    """A city in a folder, which is the current one."""
    whole = folder / "whole"
    if name == "almstad":
        shutil.copytree(ALMSTAD, whole, ignore=shutil.ignore_patterns("barn-utbildning", "2024-internkontrollplan.yaml"))
        known = "kultur-fritid/2024-namndplan.yaml"
    else:
        shutil.copytree(MINIMAL, whole)
        (whole / "plancheck.yaml").write_text("ruleset: goteborg\ncovers: []\n", encoding="utf-8")
        known = "verksamhetsplan.yaml"
    (whole / known).rename(whole / WITNESS)
    here = folder / "here"
    shutil.copytree(whole, here)
    alone = folder / "alone"
    alone.mkdir()
    for file in ("plancheck.yaml", WITNESS):
        shutil.copy(whole / file, alone)
    crowd = folder / "crowd"
    shutil.copytree(whole, crowd)
    shutil.copytree(ALMSTAD if name == "almstad" else GOTEBORG, crowd / "more")
    for other in ("plancheck.yaml", "organisation.yaml", known):
        (crowd / "more" / other).unlink(missing_ok=True)
    usual, *others = (answers(plancheck.check([at], today=TODAY), WITNESS) for at in (here, alone, crowd))
    own = {
        key: outcome
        for key, outcome in usual.items()
        if key[0].startswith(OWN) and all(one.get(key) == outcome for one in others)
    }
    assert len(own) >= 5
    files = tuple(path.relative_to(whole).as_posix() for path in sorted(whole.rglob("*.yaml")))
    return City(here, open_repository([here]), files, own)


def answers(run: Run, name: str) -> Answers:
    """What came out for a file, by rule and item."""
    found: Answers = {}
    for one in run.evaluations:
        if Path(one.location.file).name == name:
            found[one.rule, f"{one.item}#{one.nth}"] = one.outcome
    return found


def checked(city: City, *, language: Literal["sv", "en"] = "sv", repository: Repository | None = None) -> Run:
    """A check of a whole city, in bounded time, of which everything is found where it can be looked at."""
    start = time.process_time()
    run = plancheck.check([city.folder], repository=repository or city.repository, today=TODAY, language=language)
    assert time.process_time() - start < SECONDS
    assert run.exit_code in (0, 1, 2)
    texts = Texts(city.folder)
    for one in run.evaluations:
        assert_placed(one, texts)
    for told in run.notifications:
        assert told.message
        if told.location is not None:
            assert_inside(told.location, texts)
    return run


class Texts:
    """The lines of files, as they are now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, list[str] | None] = {}

    def lines(self, file: str) -> list[str] | None:
        """The lines of a file; None for one that is no text."""
        if file not in self._known:
            data = (self._folder / file).read_bytes()
            try:
                self._known[file] = decode(data).split("\n")
            except SourceError:
                self._known[file] = None
        return self._known[file]


def assert_placed(one: Evaluation, texts: Texts) -> None:
    """What is said of an evaluation has words, and a place in a file."""
    assert one.outcome in ("passed", "waived", "attested") or one.message, one
    for location in (one.location, *(related.location for related in one.related)):
        assert_inside(location, texts)


def assert_inside(location: Location, texts: Texts) -> None:
    """A place is one in the file that it names."""
    lines = texts.lines(location.file)
    if lines is None or Path(location.file).suffix not in (".yaml", ".yml"):
        return
    # After the last line there is the end.
    assert 1 <= location.line <= len(lines), location
    length = len(lines[location.line - 1])
    assert 1 <= location.column <= length + 1, (location, length)
    assert location.column <= location.end <= length + 2, (location, length)
    assert location.text in lines[location.line - 1], location


def assert_told(problems: Iterable[Problem], folder: Path) -> None:
    """What kept a check from being run has words in both languages, and a place in a file or none."""
    problems = list(problems)
    assert problems
    texts = Texts(folder)
    for one in problems:
        assert said(one.text, "sv")
        assert said(one.text, "en")
        if one.span.line and (folder / one.file).is_file():
            assert_inside(Location(one.file, *one.span), texts)


def assert_the_witness_is_judged(city: City, run: Run) -> None:
    """What is found about the witness alone is found, unless another file says that it is the same document."""
    found = answers(run, WITNESS)
    if any(rule == "DOK003" for rule, _ in found):
        return
    assert {key: found.get(key) for key, outcome in city.own.items() if found.get(key) != outcome} == {}
