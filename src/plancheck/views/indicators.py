"""Indicators over the years: outcome and target, as all documents of a nämnd tell them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from plancheck.model.document import Document, Indicator
from plancheck.run.results import Run
from plancheck.views.names import title_of_namnd

WIDTH, HEIGHT, MARGIN, FOOT = 200, 62, 20, 14
"""How large the picture of an indicator is; at its foot stand the years."""


class Series(NamedTuple):
    """An indicator: its outcome and target by year, and whether it missed the last target that has an outcome.

    `told` are all outcomes that documents tell of a year: where they are several, they contradict one another.
    """

    name: str
    unit: str
    level: str
    years: tuple[int, ...]
    outcome: dict[int, float]
    target: dict[int, float]
    told: dict[int, tuple[float, ...]]
    missed: Literal["yes", "no", "unknown"]

    def points(self) -> list[tuple[float, float, int, float]]:
        """The outcomes as places in a picture of `WIDTH` × `HEIGHT`: x, y, and the year and figure that stand there."""
        return [(self.x(year), self._y(value), year, value) for year, value in sorted(self.outcome.items())]

    def targets(self) -> list[tuple[float, float, int, float]]:
        """The targets in the same way."""
        return [(self.x(year), self._y(value), year, value) for year, value in sorted(self.target.items())]

    def x(self, year: int) -> float:
        """Where a year stands in the picture."""
        span = max(1, self.years[-1] - self.years[0])
        middle = WIDTH / 2 if self.years[0] == self.years[-1] else None
        return middle or round(MARGIN + (WIDTH - 2 * MARGIN) * (year - self.years[0]) / span, 1)

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
    """The indicators of each nämnd of which a document was judged: what the newest document tells of a year holds."""
    namnder: dict[str, dict[tuple[str, str], list[Indicator]]] = {}
    for entry in sorted(run.entries, key=lambda one: run.workspace.as_of(one.document)):
        if entry.document.namnd:
            for one in _told(entry.document):
                namnder.setdefault(entry.document.namnd, {}).setdefault((one.name, one.level), []).append(one)
    found = []
    for namnd, known in namnder.items():
        series = [made for told in known.values() if (made := _series(told))]
        if series:
            shown = tuple(one for one in series if one.outcome)
            without = tuple(one.name for one in series if not one.outcome)
            found.append(Indicators(title_of_namnd(run.workspace, namnd), shown, without))
    return found


def _told(document: Document) -> Iterator[Indicator]:
    yield from document.indicators
    for goal in document.goals:
        yield from goal.indicators
        for sub in goal.sub_goals:
            yield from sub.indicators


def _series(told: list[Indicator]) -> Series | None:
    """One series of all that is told of an indicator; None where there is no figure."""
    outcome: dict[int, float] = {}
    target: dict[int, float] = {}
    told_of: dict[int, tuple[float, ...]] = {}
    for one in told:
        for year, value in one.outcome.items():
            if isinstance(value, int | float):
                outcome[year] = value
                told_of[year] = (*(known for known in told_of.get(year, ()) if known != value), value)
        target |= {year: value for year, value in one.target.items() if isinstance(value, int | float)}
    if not outcome and not target:
        return None
    last = told[-1]
    better = next((one.better for one in reversed(told) if one.better), "")
    both = max((year for year in outcome if year in target), default=None)
    missed: Literal["yes", "no", "unknown"] = "unknown"
    if both is not None and better:
        worse = outcome[both] > target[both] if better == "lower" else outcome[both] < target[both]
        missed = "yes" if worse else "no"
    years = tuple(sorted({*outcome, *target}))
    unit = last.unit or ""
    return Series(
        last.name,
        "" if unit.casefold() in last.name.casefold() else unit,
        last.level,
        years,
        outcome,
        target,
        told_of,
        missed,
    )
