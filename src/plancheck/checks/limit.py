"""A limit: the day by which something must be done, as a rule states it."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, number, number_by, number_or_zero
from plancheck.model.base import Part, Unknown
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selector


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


LIMIT: Mutations = {
    "month": number_by("months"),
    "day": "The day before and the day after are tried by way of `days`.",
    "years": number,
    "field": NAME,
    "selector": NAME,
    "months": number,
    "days": number_or_zero,
}
"""How a mutant changes a limit."""


class Due(NamedTuple):
    """The day that a limit is for an item, or why it is not known, and the place that states it, if any."""

    day: datetime.date | Unknown
    place: Item | None = None


def days_left(day: datetime.date, today: datetime.date) -> Unknown:
    """Why it is not known whether something will be done by a day that has not passed: so many days are left."""
    return Unknown("days-left", days=(day - today).days, limit=day)


def compile_limit(limit: Limit, items: Selector, key: str, build: Builder) -> Callable[[Item, Scope], Due]:
    """A function that gives the day of a limit for an item. `key` is the key of the rule that has the limit."""
    field = build.path(limit.field, items, key, "field") if limit.field else None
    selector = build.selector(limit.selector, key, "selector") if limit.selector else None
    name = limit.field or limit.selector or ""
    kind = build.kinds.get(name.split(".")[0]) if selector else None
    missing = Unknown("no-value-in", field=name, kind=kind.title) if kind else Unknown("no-value", field=name)

    def due_of(item: Item, scope: Scope) -> Due:
        day: Any = _day(limit, scope.document.year)
        place, gap = None, None
        if field:
            day, place = field.read(item, scope), next(iter(field.items(item, scope)), None)
        elif selector:
            selection = selector.select(scope)
            dates = [found for found in selection.items if isinstance(found.value, datetime.date)]
            place = min(dates, key=lambda found: found.value, default=None)
            day, gap = place.value if place else None, selection.lacking
        if not isinstance(day, datetime.date):
            return Due(day if isinstance(day, Unknown) else gap or missing, place)
        return Due(_months_from(day, limit.months) + datetime.timedelta(days=limit.days), place)

    return due_of


def _months_from(day: datetime.date, months: int) -> datetime.date:
    """The day some months later, or earlier; where the month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(limit: Limit, year: int) -> datetime.date:
    month = limit.month or 12
    last = calendar.monthrange(year + limit.years, month)[1]
    return datetime.date(year + limit.years, month, last if limit.day == "last" else min(limit.day, last))
