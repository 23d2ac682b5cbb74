"""Limits that give an assessment, and when two of them overlap."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from plancheck.model.base import Unknown
from plancheck.model.indicators import Threshold
from plancheck.query.derived import assessment_of_indicator
from tests.fixtures import Scopes

numbers = st.integers(-20, 20)


@st.composite
def thresholds(draw: st.DrawFn) -> Threshold:
    low = draw(st.sampled_from(["at-least", "after", ""]))
    high = draw(st.sampled_from(["at-most", "before", ""]))
    limits = {name: draw(numbers) for name in (low, high) if name}
    lowest, highest = (limits.get(name, end) for name, end in ((low, -math.inf), (high, math.inf)))
    assume(lowest < highest or (lowest == highest and (low, high) == ("at-least", "at-most")))
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


@pytest.mark.parametrize(
    ("limits", "key"),
    [
        ({"at-least": 75, "at-most": 60}, "at-most"),
        ({"at-least": 60, "before": 60}, "before"),
        ({"after": 60, "at-most": 60}, "at-most"),
    ],
)
def test_limits_that_no_figure_is_within_are_told_at_the_upper_one(limits: dict[str, float], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Threshold.model_validate({"assessment": "gul", **limits})
    [error] = caught.value.errors()
    assert (error["ctx"]["key"], error["ctx"]["within"]) == ("nothing-between", (key,))


def test_a_limit_that_could_not_be_read_is_not_one_that_is_left_out(scope: Scopes) -> None:
    made = scope(
        "document: arsrapport\nnamnd: nordost\nyear: 2022\ngoals:\n  - ref: kf-2022/a\n    indicators:\n"
        "      - {name: A, outcome: {2022: 5}, thresholds: [{assessment: god, at-least: '75'}]}\n"
    )
    answer = assessment_of_indicator(made.document.goals[0].indicators[0], made)
    assert isinstance(answer, Unknown)
