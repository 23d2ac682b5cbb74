"""``deadline``: a date is on or before a limit, before it, or exactly on it.

While there is no date and the limit has not passed, it gives the days left.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, number, number_by, number_or_zero, replaced_by
from plancheck.model.base import Part, Unknown
from plancheck.model.text import Text
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, not_assessable, passed


class Limit(Part):
    """The day that a date is compared with: a day of the calendar, a date of the item, or a date that a selector gives."""

    month: int | None = Field(default=None, ge=1, le=12, description="A day of the calendar: the month, 1 to 12.")
    day: Annotated[int, Field(ge=1, le=31)] | Literal["last"] = Field(
        default="last", description="The day of that month, or `last`."
    )
    years: int = Field(default=0, ge=-10, le=10, description="The year, counted from the document's: `-1` is the year before.")
    field: str | None = Field(default=None, description="A date of the item: a path.")
    selector: str | None = Field(
        default=None, description="A date elsewhere: a selector (`namndbudget.adopted-on`); of several, the earliest."
    )
    months: int = Field(default=0, ge=-120, le=120, description="So many months later; `-3` is three months earlier.")
    days: int = Field(default=0, ge=-366, le=366, description="So many days later; `-14` is two weeks earlier.")

    @model_validator(mode="after")
    def _one_of_three(self) -> Limit:
        of_calendar = {"day", "years"} & self.model_fields_set
        if sum(limit is not None for limit in (self.month, self.field, self.selector)) != 1 or (of_calendar and not self.month):
            raise PydanticCustomError("problem", "form", {"key": "limit-form"})
        longest = calendar.monthrange(2024, self.month)[1] if self.month else 31
        if self.day != "last" and self.day > longest:
            details = {"day": self.day, "month": self.month, "days": longest}
            raise PydanticCustomError("problem", "day", {"key": "no-such-day", "details": details})
        return self


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(default="document", description="A selector; left out, the document itself.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    date: str = Field(description="The date: a path.")
    by: Limit | None = Field(default=None, description="The last day in time: a limit (below).")
    before: Limit | None = Field(default=None, description="The first day that is too late: a limit.")
    on: Limit | None = Field(default=None, description="The only day that is right: a limit.")

    @model_validator(mode="after")
    def _one_limit(self) -> Parameters:
        if sum(limit is not None for limit in (self.by, self.before, self.on)) != 1:
            raise PydanticCustomError("problem", "form", {"key": "deadline-form"})
        return self


LIMIT: Mutations = {
    "month": number_by("months"),
    "day": "The day before and the day after are tried by way of `days`.",
    "years": number,
    "field": NAME,
    "selector": NAME,
    "months": number,
    "days": number_or_zero,
}
MUTATIONS: Mutations = {
    "items": NAME,
    "where": conditions,
    "date": NAME,
    "by": (replaced_by("before"), LIMIT),
    "before": (replaced_by("by"), LIMIT),
    "on": LIMIT,
}

PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "date": "the date",
    "limit": "the last day in time",
    "days": "how many days late",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    date = build.path(parameters.date, items, "date")
    key = "by" if parameters.by else "before" if parameters.before else "on"
    limit = parameters.by or parameters.before or parameters.on
    assert limit is not None
    field = build.path(limit.field, items, key, "field") if limit.field else None
    selector = build.selector(limit.selector, key, "selector") if limit.selector else None
    exactly = parameters.on is not None

    def due_of(item: Item, scope: Scope) -> _Due:
        day: Any = _day(limit, scope.document.year)
        place, gap = None, None
        if field:
            day, place = field.read(item, scope), next(field.items(item, scope), None)
        elif selector:
            selection = selector.select(scope)
            dates = [found for found in selection.items if isinstance(found.value, datetime.date)]
            place = min(dates, key=lambda found: found.value, default=None)
            day, gap = place.value if place else None, selection.gap
        if not isinstance(day, datetime.date):
            return _Due(gap or Unknown("no-limit", field=limit.field or limit.selector), place, exactly)
        days = limit.days - (1 if parameters.before else 0)
        return _Due(_months_from(day, limit.months) + datetime.timedelta(days=days), place, exactly)

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            yield _verdict(item, date.read(item, scope), due_of(item, scope), parameters.date, scope.today)

    return Check(judge, {"item": items, "date": None, "limit": None, "days": None})


class _Due(NamedTuple):
    """The last day in time, or why it is not known; the place that states it, if any; whether it is the only right day."""

    day: datetime.date | Unknown
    place: Item | None
    exactly: bool


def _verdict(item: Item, date: Any, due: _Due, key: str, today: datetime.date) -> Verdict:
    """The verdict on an item's date, which is under `key`, or None."""
    if isinstance(due.day, Unknown):
        return not_assessable(item, item, due.day)
    if isinstance(date, Unknown):
        return not_assessable(item, item, date)
    done = date if isinstance(date, datetime.date) else None
    days = ((done or today) - due.day).days
    if done and (days == 0 if due.exactly else days <= 0):
        verdict = passed(item)
    elif not done and days <= 0:
        verdict = not_assessable(item, item, Unknown("days-left", days=-days, limit=due.day))
    else:
        label = Text("days-late" if done else "no-date-yet", {"days": days}) if days > 0 else None
        related = ((due.place, "limit-here"),) if due.place and due.place.entry is not item.entry else ()
        values = {"item": item, "date": done, "limit": due.day, "days": days}
        verdict = Verdict("failed", item, item, key=key, label=label, related=related, values=values)
    return verdict if due.exactly else verdict._replace(deadline=(due.day, done))


def _months_from(day: datetime.date, months: int) -> datetime.date:
    """The day some months later, or earlier; where the month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(limit: Limit, year: int) -> datetime.date:
    month = limit.month or 12
    last = calendar.monthrange(year + limit.years, month)[1]
    return datetime.date(year + limit.years, month, last if limit.day == "last" else min(limit.day, last))
