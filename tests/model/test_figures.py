"""Figures as they are reported: how precise they are, when two agree, what follows from them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.model.base import Unknown
from plancheck.model.figures import Measure, ReportedFigure
from plancheck.query.derived import amount, change, share
from tests.fixtures import Scopes


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ({"value": 143797, "unit": "tkr"}, {"value": 143.7, "unit": "mnkr"}, True),
        ({"value": 143797, "unit": "tkr"}, {"value": 144, "unit": "mnkr"}, True),
        ({"value": 143.7, "unit": "mnkr"}, {"value": 144, "unit": "mnkr"}, True),
        ({"value": 143797, "unit": "tkr"}, {"value": 143, "unit": "mnkr"}, True),
        ({"value": 143797, "unit": "tkr"}, {"value": 142, "unit": "mnkr"}, False),
        ({"value": 143797, "unit": "tkr"}, {"value": 143.9, "unit": "mnkr"}, False),
        ({"value": 1654800, "unit": "tkr"}, {"value": 1654880, "unit": "tkr"}, False),
        ({"value": 118797, "unit": "tkr"}, {"value": 120, "unit": "mnkr"}, False),
        ({"from": 50, "to": 75, "unit": "mnkr"}, {"from": 40, "to": 75, "unit": "mnkr"}, False),
        ({"from": 50000, "to": 75000, "unit": "tkr"}, {"from": 50, "to": 75, "unit": "mnkr"}, True),
        ({"value": 50, "unit": "mnkr"}, {"from": 50, "to": 75, "unit": "mnkr"}, False),
        ({"value": 6, "unit": "procent"}, {"value": 6, "unit": "mnkr"}, False),
        ({"value": 6}, {"value": 6}, True),
        ({"value": 6.25, "unit": "procent"}, {"value": 6.2, "unit": "procent"}, True),
        ({"value": 1.5, "unit": "mdkr"}, {"value": 1540, "unit": "mnkr"}, True),
        ({"value": 15, "unit": "procent", "approximate": True}, {"value": 16, "unit": "procent"}, True),
        ({"value": 15, "unit": "procent", "approximate": True}, {"value": 13.6, "unit": "procent"}, True),
        ({"value": 15, "unit": "procent", "approximate": True}, {"value": 17, "unit": "procent"}, False),
        ({"value": 15, "unit": "procent"}, {"value": 16, "unit": "procent"}, False),
        ({"value": 144, "unit": "mnkr", "approximate": True}, {"value": 143797, "unit": "tkr"}, True),
        ({"value": 144, "unit": "mnkr", "approximate": True}, {"value": 146, "unit": "mnkr"}, False),
        ({"value": 300, "approximate": True}, {"value": 329}, True),
        ({"value": 300, "approximate": True}, {"value": 330}, False),
        ({"value": 55, "unit": "mnkr", "approximate": True}, {"value": 67.4, "unit": "mnkr"}, False),
        ({"value": 0, "approximate": True}, {"value": 1}, False),
    ],
)
def test_two_tellings_of_a_figure_agree_at_the_precision_of_the_coarser(
    one: dict[str, Any], other: dict[str, Any], agree: bool, scope: Scopes
) -> None:
    made = scope("document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n")
    here, there = (amount(ReportedFigure.model_validate({"name": "a", **told}), made) for told in (one, other))
    assert here is not None
    assert there is not None
    assert here.agrees(there) is there.agrees(here) is agree


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_figure_agrees_with_itself_rounded_or_cut_to_any_place(scope: Scopes, kronor: int, decimals: int) -> None:
    made = scope("document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n")
    exact = amount(ReportedFigure(name="a", value=kronor, unit="kr"), made)
    rounded = amount(ReportedFigure(name="a", value=round(kronor / 1e6, decimals), unit="mnkr"), made)
    assert exact is not None
    assert rounded is not None
    assert exact.agrees(rounded)


def test_a_share_follows_from_its_two_numbers(scope: Scopes) -> None:
    made = scope("document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n")
    whole = ReportedFigure(name="a", value=6, unit="procent", part=175, whole=2834)
    alone = ReportedFigure(name="a", value=6, unit="procent", part=175)
    followed, told = share(whole, made), amount(whole, made)
    assert isinstance(followed, Measure)
    assert told is not None
    assert told.agrees(followed)
    assert isinstance(share(alone, made), Unknown)


@pytest.mark.parametrize(
    ("told", "follows"),
    [
        ({"value": 14.9, "unit": "procent", "before": 3253, "after": 2768}, True),
        ({"value": 15, "unit": "%", "before": 3253, "after": 2768, "approximate": True}, True),
        ({"value": 16, "unit": "procent", "before": 3253, "after": 2768}, False),
        ({"value": -14.9, "unit": "procent", "before": 3253, "after": 2768}, True),
        ({"value": -14.9, "unit": "procent", "before": 2768, "after": 3253}, False),
        # A share may be told to have changed in points, too.
        ({"value": 5, "unit": "procent", "before": 21, "after": 16}, True),
        ({"value": 24, "unit": "procent", "before": 21, "after": 16}, True),
        ({"value": 8, "unit": "procent", "before": 21, "after": 16}, False),
        ({"value": 5, "unit": "procentenheter", "before": 21, "after": 16}, True),
        ({"value": 24, "unit": "procentenheter", "before": 21, "after": 16}, False),
        ({"value": 485, "unit": "hushåll", "before": 3253, "after": 2768}, True),
        ({"value": -485, "unit": "hushåll", "before": 3253, "after": 2768}, True),
        ({"value": 496, "unit": "hushåll", "before": 3253, "after": 2768}, False),
        ({"value": 440, "unit": "barn", "before": 3622, "after": 3627}, False),
        ({"value": -440, "unit": "barn", "before": 4067, "after": 3627}, True),
        ({"value": 15, "unit": "hushåll", "before": 3253, "after": 2768}, False),
        ({"value": 5, "unit": "procent", "before": 3622, "after": 3627}, False),
        ({"value": 7, "unit": "procent", "before": 0, "after": 7}, True),
    ],
)
def test_a_change_follows_from_what_it_was_and_has_become(told: dict[str, Any], follows: bool, scope: Scopes) -> None:
    made = scope("document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n")
    figure = ReportedFigure.model_validate({"name": "a", **told})
    here, there = amount(figure, made), change(figure, made)
    assert here is not None
    assert isinstance(there, Measure)
    assert here.agrees(there) is follows
