"""The year: the days by which documents had to be decided, and when they were."""

from __future__ import annotations

import datetime
from typing import Literal, NamedTuple, TypeAlias

from plancheck.model.base import Latest, Unknown
from plancheck.repository.clock import Clock
from plancheck.repository.decisions import adopted_on
from plancheck.repository.workspace import Entry
from plancheck.run.results import Run
from plancheck.views.names import title_of_document

Standing: TypeAlias = Literal["in-time", "late", "overdue", "coming", "decided"]
WIDTH = 240


class Day(NamedTuple):
    """When a document was decided, its limit, and how the two compare.

    `days` is by how many days the limit was kept or missed, or how many are left until it.
    """

    title: str
    namnd: str
    rule: str
    limit: datetime.date | None
    date: datetime.date | None
    standing: Standing
    days: int

    @property
    def key(self) -> str:
        """The key of the catalogue for the standing."""
        if self.standing == "decided":
            return "standing-decided"
        if self.days == 0:
            return "standing-same-day" if self.date else "standing-last-day"
        return f"standing-{self.standing}-{'one' if self.days == 1 else 'many'}"

    @property
    def year(self) -> int:
        """The year that it is shown in: that of the limit, else that of the decision."""
        day = self.limit or self.date
        assert day
        return day.year

    def x(self, day: datetime.date | None) -> float | None:
        """Where a day is on a line for the year, `WIDTH` wide; a day before or after the year is at its ends."""
        if day is None:
            return None
        first = datetime.date(self.year, 1, 1)
        return round(WIDTH * min(1.0, max(0.0, (day - first).days / 365)), 1)


def days_of(run: Run) -> list[Day]:
    """The decisions of the judged documents, and the limits that rules of the kind `deadline` set; the earliest first."""
    today = datetime.date.fromisoformat(run.today)
    limits = _limits(run)
    days: list[Day] = []
    for entry in run.entries:
        adopted = adopted_on(run.workspace, entry.document, Clock(today))
        date = adopted.day if isinstance(adopted, Latest) else None if isinstance(adopted, Unknown) else adopted
        rules = limits.get(entry.header.identity, {})
        days.extend(_day(entry, rule, limit, date, today, run) for limit, rule in rules.items())
        if date and not rules:
            days.append(_day(entry, "", None, date, today, run))
    return sorted(days, key=lambda day: (day.limit or day.date or today, day.title))


def _limits(run: Run) -> dict[str, dict[datetime.date, str]]:
    """The limits of each document as a whole, with the first rule that sets each."""
    limits: dict[str, dict[datetime.date, str]] = {}
    for evaluation in run.evaluations:
        if evaluation.deadline and evaluation.item == evaluation.document:
            limits.setdefault(evaluation.document, {}).setdefault(evaluation.deadline.limit, evaluation.rule)
    return limits


def _day(
    entry: Entry, rule: str, limit: datetime.date | None, date: datetime.date | None, today: datetime.date, run: Run
) -> Day:
    standing: Standing = "decided"
    days = 0
    if limit is not None:
        days = ((date or today) - limit).days
        standing = ("late" if days > 0 else "in-time") if date else ("overdue" if days > 0 else "coming")
    title = title_of_document(run.workspace, entry.document, run.language)
    return Day(title, entry.header.namnd or "", rule, limit, date, standing, abs(days))
