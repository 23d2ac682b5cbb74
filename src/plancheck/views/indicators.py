"""Indicators over the years: outcome and target, as the documents of a nämnd report them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from plancheck.messages import catalogue, word
from plancheck.model.indicators import Indicator, Target
from plancheck.query import targets
from plancheck.query.scope import Scope
from plancheck.repository import lineage
from plancheck.repository.clock import Clock
from plancheck.repository.workspace import Entry, in_year
from plancheck.run.results import Run
from plancheck.views.names import title_of_namnd

Figure: TypeAlias = float | str
Missed: TypeAlias = Literal["yes", "no", "unknown"]
_Report: TypeAlias = tuple[Entry, Indicator]
"""An indicator, and the document that reports it."""
WIDTH, HEIGHT, MARGIN, FOOT = 200, 62, 20, 14
"""The size of the picture of an indicator; the years are at its foot."""


class Row(NamedTuple):
    """A row of the figures of an indicator: outcomes or targets by year, each as it is told, a number or in words.

    `of` is the part that it is of, or who has set the target; empty for the whole and the nämnd itself. Outcomes of which
    documents tell several for a year contradict one another.
    """

    what: Literal["outcome", "target"]
    of: str
    values: Mapping[int, tuple[float | str, ...]]


class Series(NamedTuple):
    """An indicator: its outcome and target by year, and whether it missed the last target that has an outcome.

    `rows` are all of its figures. `outcome` has the numbers among the outcomes, the last that is told for each year, `target`
    those among the nämnd's own targets.
    """

    name: str
    unit: str
    level: str
    years: tuple[int, ...]
    outcome: dict[int, float]
    target: dict[int, float]
    rows: tuple[Row, ...]
    missed: Missed
    missed_of: tuple[tuple[str, Missed], ...] = ()
    """Who else has set a target, and whether that was missed."""

    def differs(self) -> bool:
        """Whether documents tell different outcomes of one year."""
        return any(len(values) > 1 for row in self.rows if row.what == "outcome" for values in row.values.values())

    def has_outcome(self) -> bool:
        """Whether there is an outcome: of the whole or of a part, or in words."""
        return any(row.what == "outcome" for row in self.rows)

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
        series = [drawn for reports in indicators if (drawn := _series(run, reports))]
        if series:
            # A target in words or of somebody else is to be seen where there is no outcome, too.
            shown = tuple(drawn for drawn in series if drawn.has_outcome() or len(drawn.rows) > 1 or not drawn.target)
            without = tuple(drawn.name for drawn in series if drawn not in shown)
            groups.append(Indicators(title_of_namnd(run.workspace, namnd), shown, without))
    return groups


def _by_namnd(run: Run) -> dict[str, list[list[_Report]]]:
    """By nämnd, what the judged documents report of each indicator, the oldest document first."""
    of_namnd: dict[str, list[Entry]] = {}
    for entry in sorted(run.entries, key=lambda entry: run.workspace.as_of(entry.document)):
        if entry.document.namnd:
            of_namnd.setdefault(entry.document.namnd, []).append(entry)
    return {namnd: _of_namnd(run, entries) for namnd, entries in of_namnd.items()}


def _of_namnd(run: Run, entries: Sequence[Entry]) -> list[list[_Report]]:
    """What some documents of a nämnd report of each indicator: of those that some document has several of, under each goal."""
    reported = [(entry, indicator) for entry in entries for indicator in targets.indicators_in(entry.document)]
    several = {_name(one) for entry, one in reported if not targets.is_only_of_its_name(one, _scope(run, entry))}
    reports: dict[tuple[tuple[str, str], str], list[_Report]] = {}
    for entry, indicator in reported:
        goal = _title_of_goal(run, entry, indicator) if _name(indicator) in several else ""
        reports.setdefault((_name(indicator), targets.plain(goal)), []).append((entry, indicator))
    return list(reports.values())


def _name(indicator: Indicator) -> tuple[str, str]:
    return targets.plain(indicator.name), indicator.level


def _title_of_goal(run: Run, entry: Entry, indicator: Indicator) -> str:
    """The title of the goal that an indicator is under, else its reference; the empty string where it is under none."""
    goal = lineage.goal_of(run.workspace, entry, indicator)
    refs = lineage.references(run.workspace, entry, goal) if goal else []
    decided = lineage.definition(run.workspace, refs[0]) if refs else None
    title = goal.title if goal and goal.title else getattr(getattr(decided, "value", None), "title", None)
    return title or next(iter(refs), "")


def _scope(run: Run, entry: Entry) -> Scope:
    return Scope(run.workspace, entry, Clock(datetime.date.fromisoformat(run.today)))


def _series(run: Run, reports: Sequence[_Report]) -> Series | None:
    """What documents report of one indicator, the oldest first, as a series; None where there is no figure."""
    indicators = [indicator for _, indicator in reports]
    rows = tuple(_rows(run, indicators))
    if not rows:
        return None
    entry, newest = reports[-1]
    unit = newest.unit or ""
    is_only = targets.is_only_of_its_name(newest, _scope(run, entry))
    goal = "" if is_only else _title_of_goal(run, entry, newest)
    return Series(
        f"{newest.name} ({goal})" if goal else newest.name,
        "" if unit.casefold() in newest.name.casefold() else unit,
        newest.level,
        tuple(sorted({year for row in rows for year in row.values})),
        _numbers(rows, "outcome"),
        _numbers(rows, "target"),
        rows,
        _missed(run, _by_year(one.target for one in indicators), reports),
        tuple((_called(run, by), _missed(run, told, reports)) for by, told in _set_by(indicators).items()),
    )


def _rows(run: Run, reports: Sequence[Indicator]) -> Iterator[Row]:
    """The rows of an indicator: outcomes of the whole and of each part, then targets of these, then those set by others."""
    parts = dict.fromkeys(part.name for indicator in reports for part in indicator.parts)
    of_part = {name: [part for one in reports for part in one.parts if part.name == name] for name in parts}
    rows = [Row("outcome", "", _told([one.outcome for one in reports]))]
    rows += [Row("outcome", name, _told([part.outcome for part in told])) for name, told in of_part.items()]
    rows.append(Row("target", "", _last(run, [one.target for one in reports])))
    rows += [Row("target", name, _last(run, [part.target for part in told])) for name, told in of_part.items()]
    rows += [Row("target", _called(run, by), _last(run, [values])) for by, values in _set_by(reports).items()]
    return (row for row in rows if row.values)


def _called(run: Run, by: str) -> str:
    """What to call who has set a target: kommunfullmäktige, the name of a nämnd."""
    return word(f"body-{by}", run.language) if f"body-{by}" in catalogue() else title_of_namnd(run.workspace, by)


def _told(reports: Sequence[Mapping[int, Figure]]) -> dict[int, tuple[float | str, ...]]:
    """The different outcomes that are told of each year, the one told last at the end. Words count where there is no number."""
    told: dict[int, tuple[float | str, ...]] = {}
    for values in reports:
        for year, value in values.items():
            told[year] = (*(earlier for earlier in told.get(year, ()) if earlier != value), value)
    numbers = {year: tuple(one for one in values if not isinstance(one, str)) for year, values in told.items()}
    return {year: numbers[year] or values[-1:] for year, values in told.items()}


def _by_year(reports: Iterable[Mapping[int, Figure]]) -> dict[int, Figure]:
    """What is told last of each year."""
    return {year: value for values in reports for year, value in values.items()}


def _set_by(reports: Sequence[Indicator]) -> dict[str, dict[int, Figure]]:
    """The targets that others have set, by who they are."""
    targets_by: dict[str, dict[int, Figure]] = {}
    for target in (target for one in reports for target in one.targets):
        targets_by.setdefault(target.by, {}).update(target.target)
    return targets_by


def _last(run: Run, reports: Sequence[Mapping[int, Figure]]) -> dict[int, tuple[float | str, ...]]:
    """The target of each year that is told last, one in words as the rule set calls it."""
    return {year: (_in_words(run, value),) for year, value in _by_year(reports).items()}


def _in_words(run: Run, target: Figure) -> Figure:
    """A target as the rule set calls it, where it is a word for a direction."""
    plain = targets.plain(str(target))
    terms = run.workspace.declared.terms("directions")
    return next((term.called(run.language) for term in terms if plain in map(str.casefold, (str(term.id), *term.also))), target)


def _numbers(rows: Sequence[Row], what: str) -> dict[int, float]:
    """The numbers by year of the row of the whole that the nämnd itself tells."""
    values = next((row.values for row in rows if row.what == what and not row.of), {})
    figures = {year: targets.figure_in(told[-1]) for year, told in values.items()}
    return {year: figure[0] for year, figure in figures.items() if figure}


def _missed(run: Run, told: Mapping[int, Figure], reports: Sequence[_Report]) -> Missed:
    """Whether the last target with an outcome was missed, as the document says that tells this outcome last."""
    for year in sorted(told, reverse=True):
        for entry, indicator in reversed(reports):
            if targets.outcome_in(indicator, year, run.workspace.declared) is not None:
                about = entry if entry.header.year == year else in_year(run.workspace, entry, year)
                answer = targets.is_missed(
                    indicator, indicator, Target(by="namnd", target={year: told[year]}), _scope(run, about)
                )
                return "unknown" if not isinstance(answer, bool) else "yes" if answer else "no"
    return "unknown"
