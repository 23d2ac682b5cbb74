"""The year: the days that documents had to be decided by, and when they were."""

from __future__ import annotations

import datetime
from typing import Literal, NamedTuple, TypeAlias

from plancheck.repository.workspace import Entry
from plancheck.run.results import Run
from plancheck.views.names import title_of_document

Standing: TypeAlias = Literal["in-time", "late", "overdue", "coming", "decided"]
WIDTH = 240


class Day(NamedTuple):
    """When a document was decided, and the limit that it is held against: how it stands, and by how many days.

    `days` are those that the limit was kept or missed by, or that are left until it.
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
        """The key of the catalogue under which the standing is told."""
        if self.standing == "decided":
            return "standing-decided"
        if self.days == 0:
            return "standing-same-day" if self.date else "standing-last-day"
        return f"standing-{self.standing}-{'one' if self.days == 1 else 'many'}"

    @property
    def year(self) -> int:
        """The year that it is shown in: that of the limit."""
        day = self.limit or self.date
        assert day
        return day.year

    def x(self, day: datetime.date | None) -> float | None:
        """Where a day stands on a line that is the year, `WIDTH` wide; before or after it at its ends."""
        if day is None:
            return None
        first = datetime.date(self.year, 1, 1)
        return round(WIDTH * min(1.0, max(0.0, (day - first).days / 365)), 1)


def days_of(run: Run) -> list[Day]:
    """The decisions of the judged documents, and the limits that rules of the kind `deadline` set them; the earliest first."""
    today = datetime.date.fromisoformat(run.today)
    limits: dict[str, dict[datetime.date, str]] = {}
    for one in run.evaluations:
        if one.deadline and one.item == one.document:
            limits.setdefault(one.document, {}).setdefault(one.deadline.limit, one.rule)
    found: list[Day] = []
    for entry in run.entries:
        adopted = entry.document.adopting_decision()
        date = adopted.date if adopted else None
        some = limits.get(entry.header.identity, {})
        found.extend(_day(entry, rule, limit, date, today, run) for limit, rule in some.items())
        if date and not some:
            found.append(_day(entry, "", None, date, today, run))
    return sorted(found, key=lambda day: (day.limit or day.date or today, day.title))


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
