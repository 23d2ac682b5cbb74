"""Limits that give an assessment, and when two of them overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.model.indicators import Threshold

numbers = st.integers(-20, 20)


@st.composite
def thresholds(draw: st.DrawFn) -> Threshold:
    low = draw(st.sampled_from(["at-least", "after", ""]))
    high = draw(st.sampled_from(["at-most", "before", ""]))
    limits = {name: draw(numbers) for name in (low, high) if name}
    return Threshold.model_validate({"assessment": "god", **limits})


def figures() -> list[float]:
    return [number / 2 for number in range(-50, 51)]


@given(thresholds(), thresholds())
def test_two_overlap_exactly_where_some_figure_gives_both(one: Threshold, other: Threshold) -> None:
    both = [figure for figure in figures() if one.gives(figure) and other.gives(figure)]
    assert one.overlaps(other) is bool(both)
    assert one.overlaps(other) is other.overlaps(one)


@pytest.mark.parametrize(
    ("limits", "figure", "gives"),
    [
        ({"at-least": 75}, 75, True),
        ({"at-least": 75}, 74.9, False),
        ({"after": 75}, 75, False),
        ({"at-most": 60}, 60, True),
        ({"before": 60}, 60, False),
        ({"at-least": 60, "before": 75}, 74.9, True),
        ({}, 0, True),
    ],
)
def test_a_limit_is_within_itself_or_not(limits: dict[str, float], figure: float, gives: bool) -> None:
    assert Threshold.model_validate({"assessment": "gul", **limits}).gives(figure) is gives
