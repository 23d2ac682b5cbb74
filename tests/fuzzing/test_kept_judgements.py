"""Whatever happens to a repository between two checks: what is kept of the first changes nothing of what the second prints."""

from __future__ import annotations

import datetime
import re
import shutil
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.model.problems import ProblemError
from plancheck.reports import Layout, report_of
from plancheck.run.cache import Cache
from plancheck.run.check import check
from plancheck.run.open import open_repository
from plancheck.run.results import Passes
from tests.fuzzing.corpus import fuzzed
from tests.paths import ALMSTAD, GOTEBORG

CITIES = {"goteborg": GOTEBORG, "almstad": ALMSTAD}
_PAIR = re.compile(r"\b([a-z-]+): ([^,{}\[\]\n]+)")


@cache
def _values(city: str) -> dict[str, list[str]]:
    """What each key has as its value anywhere in a city."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in CITIES[city].rglob("*.yaml"):
        for key, value in _PAIR.findall(file.read_text(encoding="utf-8")):
            found[key].add(value)
    return {key: sorted(values) for key, values in found.items()}


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, int, int]:
    """What somebody does to one of the files: which, with which other, and where in it."""
    rarely = ["line", "comment", "remove", "restore", "copy", "swap", "covers", "nothing"]
    what = draw(st.sampled_from(["value"] * 12 + ["same-as"] * 3 + rarely))
    return what, *(draw(st.integers(0, 10_000)) for _ in range(3))  # type: ignore[return-value]


def edit(folder: Path, city: str, what: str, which: int, other: int, where: int) -> None:
    files = sorted(file for file in folder.rglob("*.yaml") if file.name != "plancheck.yaml")
    file, second = files[which % len(files)], files[other % len(files)]
    text = file.read_text(encoding="utf-8")
    match what:
        case "value":
            pairs = list(_PAIR.finditer(text))
            if pairs:
                pair = pairs[where % len(pairs)]
                values = _values(city).get(pair[1], [pair[2]])
                text = text[: pair.start(2)] + values[other % len(values)] + text[pair.end(2) :]
            file.write_text(text, encoding="utf-8")
        case "line":
            lines = text.splitlines(keepends=True)
            del lines[where % len(lines)]
            file.write_text("".join(lines), encoding="utf-8")
        case "same-as":
            # What an uppdrag is the continuation of decides who has it, in documents that nobody has touched.
            ids = list(re.finditer(r"(?m)(^ *)- (id: [\w-]+)$", text))
            if ids:
                place = ids[where % len(ids)]
                ref = _values(city)["ref"][other % len(_values(city)["ref"])]
                text = text[: place.end()] + f"\n{place[1]}  same-as: [{ref}]" + text[place.end() :]
            file.write_text(text, encoding="utf-8")
        case "comment":
            file.write_text(f"{text}\n# {where}\n", encoding="utf-8")
        case "remove" if len(files) > 1:
            file.unlink()
        case "restore":
            shutil.copytree(CITIES[city], folder, dirs_exist_ok=True)
        case "copy" if file != second.with_name("kopia.yaml"):
            shutil.copy(file, second.with_name("kopia.yaml"))
        case "swap":
            file.write_bytes(second.read_bytes())
            second.write_text(text, encoding="utf-8")
        case "covers":
            settings = folder / "plancheck.yaml"
            before = settings.read_text(encoding="utf-8")
            settings.write_text(re.sub(r"(?m)^covers:.*\n", "", before) + "covers: []\n" * (where % 2), encoding="utf-8")


def printed(folder: Path, day: datetime.date, passes: Passes, cache: Cache | None) -> str | bytes:
    """What a check prints: of what passed too, where it is made."""
    try:
        repository = open_repository([folder])
        run = check([folder], today=day, repository=repository, cache=cache, passes=passes)
    except ProblemError as error:
        return repr(error.problems)
    name = {"counted": "text", "named": "json", "whole": "csv"}[passes]
    return report_of(name)(run, repository.ruleset, Layout(statistics=True))


@pytest.mark.parametrize("city", sorted(CITIES))
@given(
    history=st.lists(
        st.tuples(st.lists(edits(), min_size=1, max_size=2), st.sampled_from([0, 0, 0, 1, 2, 3])), min_size=3, max_size=6
    ),
    passes=st.sampled_from(["counted", "counted", "named", "whole"]),
)
@fuzzed(4)
def test_the_same_is_printed_byte_for_byte_with_and_without_what_is_kept(
    history: list[tuple[list[tuple[str, int, int, int]], int]],
    passes: Passes,
    city: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("city")
    days = [datetime.date(2024, 1, 31) + datetime.timedelta(n) for n in (0, 1, 20, 900)]
    shutil.copytree(CITIES[city], folder, dirs_exist_ok=True)
    kept = Cache(folder.with_name(f"{folder.name}-kept"))
    printed(folder, days[0], passes, kept)
    for changes, day in history:
        for change in changes:
            edit(folder, city, *change)
        assert printed(folder, days[day], passes, kept) == printed(folder, days[day], passes, None)
    shutil.rmtree(folder)
