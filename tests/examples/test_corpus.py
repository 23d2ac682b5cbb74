"""The made-up city that speed is measured with has the defects that it says, and no others."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
from corpus import DEFECTS, Shape, made

import plancheck


@pytest.mark.parametrize(
    "shape",
    [
        Shape(3, 6, goals=6, uppdrag=6, defects=1),
        Shape(2, 4, goals=6, uppdrag=6, defects=0, seed=2),
        Shape(1, 5, goals=6, uppdrag=6, renamed=1, defects=0),
    ],
    ids=["defects", "none", "renamed"],
)
def test_the_planted_defects_are_found_and_nothing_else(shape: Shape, tmp_path: Path) -> None:
    planted = made(shape, tmp_path)
    run = plancheck.check([tmp_path], today=datetime.date(2060, 1, 1), passes="counted")
    assert Counter((one.rule, one.document) for one in run.findings) == Counter((one.rule, one.document) for one in planted)
    assert {one.rule for one in planted} == ({rule for rule, *_ in DEFECTS} if shape.defects else set())


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    shape = Shape(2, 2, goals=2, uppdrag=2)
    for name in ("first", "second"):
        made(shape, tmp_path / name)
    texts = [sorted(file.read_bytes() for file in (tmp_path / name).rglob("*.yaml")) for name in ("first", "second")]
    assert texts[0] == texts[1]
