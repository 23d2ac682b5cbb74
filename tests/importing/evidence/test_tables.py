"""Figures of a row, and the columns that they belong to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.importing.evidence.tables import READINGS, number, spread
from tests.importing.goteborg import accounts_of
from tests.work import calls


@pytest.mark.parametrize(
    ("text", "columns", "cells"),
    [
        ("999 1 179 970", 4, ["", "999", "1 179", "970"]),
        ("71 71  73", 4, ["71", "71", "", "73"]),
        ("7 400 7 545 --- 7 200", 4, ["7 400", "7 545", "---", "7 200"]),
        ("11 594 10 750 i.u. 10 328", 4, ["11 594", "10 750", "i.u.", "10 328"]),
        ("4 4 3", 4, ["", "4", "4", "3"]),
        ("89,7% 89,4% 90,8%", 3, ["89,7%", "89,4%", "90,8%"]),
    ],
)
def test_figures_are_put_to_their_columns_though_blanks_stand_within_them(text: str, columns: int, cells: list[str]) -> None:
    assert spread(text, columns) == cells


def test_of_many_figures_without_a_sign_between_them_only_so_many_readings_are_tried() -> None:
    rows = [f"Enhet {n} " + " ".join(["123 456"] * 8) for n in "ABCDEFGH"]
    heads = " ".join(f"{what} {year}" for what in ("Utfall", "Budget", "Avvikelse", "Prognos") for year in (2021, 2022))
    accounts_of(f"Tkr {heads}\n\n{rows[0]}")  # what is read once is read now
    assert calls(lambda: accounts_of(f"Tkr {heads}\n\n" + "\n\n".join(rows))) < len(rows) * 100 * READINGS


@given(st.lists(st.integers(0, 99_999), min_size=2, max_size=5))
def test_a_row_of_like_figures_is_read_as_it_was_written(figures: list[int]) -> None:
    like = [1000 + figure % 9000 for figure in figures]
    text = " ".join(f"{one:,}".replace(",", " ") for one in like)
    assert [number(cell) for cell in spread(text, len(like))] == like
