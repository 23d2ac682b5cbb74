"""Indicators over the years: outcome and target, as the documents of a nämnd report them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from plancheck.model.document import Document, Goal, SubGoal
from plancheck.model.indicators import Indicator
from plancheck.run.results import Run
from plancheck.views.names import title_of_namnd

Missed: TypeAlias = Literal["yes", "no", "unknown"]
WIDTH, HEIGHT, MARGIN, FOOT = 200, 62, 20, 14
"""The size of the picture of an indicator; the years are at its foot."""


class Series(NamedTuple):
    """An indicator: its outcome and target by year, and whether it missed the last target that has an outcome.

    `reported` has all outcomes that documents report for a year: several contradict one another. The last one counts.
    """

    name: str
    unit: str
    level: str
    years: tuple[int, ...]
    outcome: dict[int, float]
    target: dict[int, float]
    reported: dict[int, tuple[float, ...]]
    missed: Missed

    def points(self) -> list[tuple[float, float, int, float]]:
        """The outcomes as points in a picture of `WIDTH` × `HEIGHT`: x, y, and the year and figure that they stand for."""
        return [(self.x(year), self._y(value), year, value) for year, value in sorted(self.outcome.items())]

    def targets(self) -> list[tuple[float, float, int, float]]:
        """The targets in the same way."""
        return [(self.x(year), self._y(value), year, value) for year, value in sorted(self.target.items())]

    def x(self, year: int) -> float:
        """Where a year is in the picture."""
        first, last = self.years[0], self.years[-1]
        if first == last:
            return WIDTH / 2
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (year - first) / (last - first), 1)

    def _y(self, value: float) -> float:
        values = [*self.outcome.values(), *self.target.values()]
        low, high = min(values), max(values)
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - FOOT - 6 - (HEIGHT - FOOT - 12) * share, 1)


class Indicators(NamedTuple):
    """The indicators of one nämnd, and the names of those that have no outcome yet."""

    title: str
    series: tuple[Series, ...]
    without: tuple[str, ...]


def indicators_of(run: Run) -> list[Indicators]:
    """The indicators of each nämnd with a judged document. What the newest document says of a year counts."""
    groups = []
    for namnd, indicators in _by_namnd(run).items():
        series = [drawn for reports in indicators if (drawn := _series(reports))]
        if series:
            shown = tuple(drawn for drawn in series if drawn.outcome)
            without = tuple(drawn.name for drawn in series if not drawn.outcome)
            groups.append(Indicators(title_of_namnd(run.workspace, namnd), shown, without))
    return groups


def _by_namnd(run: Run) -> dict[str, list[list[Indicator]]]:
    """By nämnd, what the judged documents report of each indicator, the oldest document first."""
    namnder: dict[str, dict[tuple[str, str], list[Indicator]]] = {}
    for entry in sorted(run.entries, key=lambda entry: run.workspace.as_of(entry.document)):
        if entry.document.namnd:
            for indicator in _indicators_in(entry.document):
                reports = namnder.setdefault(entry.document.namnd, {})
                reports.setdefault((indicator.name, indicator.level), []).append(indicator)
    return {namnd: list(reports.values()) for namnd, reports in namnder.items()}


def _indicators_in(document: Document) -> Iterator[Indicator]:
    yield from document.indicators
    for goal in document.goals:
        yield from _indicators_of(goal)


def _indicators_of(goal: Goal | SubGoal) -> Iterator[Indicator]:
    yield from goal.indicators
    for sub_goal in goal.sub_goals:
        yield from _indicators_of(sub_goal)


def _series(reports: Sequence[Indicator]) -> Series | None:
    """What documents report of one indicator, the oldest first, as a series; None where there is no figure."""
    reported = _outcomes(reports)
    outcome = {year: values[-1] for year, values in reported.items()}
    target = {year: value for indicator in reports for year, value in _figures(indicator.target)}
    if not outcome and not target:
        return None
    newest = reports[-1]
    unit = newest.unit or ""
    better = next((indicator.better for indicator in reversed(reports) if indicator.better), "")
    return Series(
        newest.name,
        "" if unit.casefold() in newest.name.casefold() else unit,
        newest.level,
        tuple(sorted({*outcome, *target})),
        outcome,
        target,
        reported,
        _missed(outcome, target, better),
    )


def _outcomes(reports: Sequence[Indicator]) -> dict[int, tuple[float, ...]]:
    """The different outcomes that are reported for each year, the one reported last at the end."""
    outcomes: dict[int, tuple[float, ...]] = {}
    for indicator in reports:
        for year, value in _figures(indicator.outcome):
            outcomes[year] = (*(earlier for earlier in outcomes.get(year, ()) if earlier != value), value)
    return outcomes


def _figures(values: Mapping[int, object]) -> Iterator[tuple[int, float]]:
    """The values by year that are numbers."""
    return ((year, value) for year, value in values.items() if isinstance(value, int | float))


def _missed(outcome: Mapping[int, float], target: Mapping[int, float], better: str) -> Missed:
    """Whether the last target with an outcome was missed."""
    year = max((year for year in outcome if year in target), default=None)
    if year is None or not better:
        return "unknown"
    is_worse = outcome[year] > target[year] if better == "lower" else outcome[year] < target[year]
    return "yes" if is_worse else "no"
