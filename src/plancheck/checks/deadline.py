"""``deadline``: a date stands before a limit. While there is no date and the limit has not passed, it tells the days left."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.document import Part, Unknown
from plancheck.selectors import Item
from plancheck.verdict import Check, Verdict, about, not_assessable, passed
from plancheck.workspace import Scope

if TYPE_CHECKING:
    from plancheck.ruleset import Builder


class Limit(Part):
    """The day that a date is held against: a day of the calendar, a date of the item, or a date that a selector gives."""

    month: int | None = Field(default=None, ge=1, le=12)
    day: Annotated[int, Field(ge=1, le=31)] | Literal["last"] = Field(default="last", description="The day of the month.")
    years: int = Field(default=0, ge=-10, le=10, description="Counted from the document's year: -1 is the year before.")
    field: str | None = Field(default=None, description="A date of the item itself.")
    selector: str | None = Field(default=None, description="A date in another document; of several the earliest.")

    @model_validator(mode="after")
    def _one_of_three(self) -> Limit:
        if sum(one is not None for one in (self.month, self.field, self.selector)) != 1:
            raise PydanticCustomError("problem", "form", {"key": "limit-form"})
        return self


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(default="document", description="A selector; left out, the document itself.")
    where: dict[str, Any] = Field(default={}, description="Which of the items.")
    date: str = Field(description="The date: a field of the item.")
    by: Limit | None = Field(default=None, description="The last day that is in time.")
    before: Limit | None = Field(default=None, description="The first day that is too late.")

    @model_validator(mode="after")
    def _one_limit(self) -> Parameters:
        if (self.by is None) == (self.before is None):
            raise PydanticCustomError("problem", "form", {"key": "deadline-form"})
        return self


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.requirement(parameters.where, items, "where")
    date = build.path(parameters.date, items, "date")
    key = "by" if parameters.by else "before"
    limit = parameters.by or parameters.before
    assert limit is not None
    field = build.path(limit.field, items, key, "field") if limit.field else None
    selector = build.selector(limit.selector, key, "selector") if limit.selector else None
    slack = datetime.timedelta(days=0 if parameters.by else 1)

    def last_day(item: Item, scope: Scope) -> tuple[datetime.date | Unknown, Item | None]:
        if field:
            value = field.read(item, scope)
            place = next(field.items(item, scope), None)
            return value - slack if isinstance(value, datetime.date) else Unknown("no-limit", field=field.text), place
        if selector:
            selection = selector.select(scope)
            dated = [one for one in selection.items if isinstance(one.value, datetime.date)]
            if not dated:
                return selection.gap or Unknown("no-limit", field=selector.text), None
            first = min(dated, key=lambda one: one.value)
            return first.value - slack, first
        return _day(limit, scope.document.year) - slack, None

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            last, place = last_day(item, scope)
            yield _held(item, date.read(item, scope), last, place, parameters.date, scope)

    return Check(judge, {"item": items, "date": None, "limit": None, "days": None})


def _held(item: Item, date: Any, last: datetime.date | Unknown, limit: Item | None, key: str, scope: Scope) -> Verdict:
    if isinstance(last, Unknown):
        return not_assessable(item, item, last)
    if isinstance(date, Unknown):
        return not_assessable(item, item, date)
    told = date if isinstance(date, datetime.date) else None
    days = ((told or scope.today) - last).days
    if days <= 0:
        return passed(item) if told else not_assessable(item, item, Unknown("days-left", days=-days, limit=last))
    values = {"item": item, "date": told, "limit": last, "days": days}
    beside = Unknown("days-late" if told else "no-date-yet", days=days)
    related = ((limit, "limit-here"),) if limit and limit.entry is not item.entry else ()
    return Verdict("failed", item, item, key=key, beside=beside, related=related, values=values)


def _day(limit: Limit, year: int) -> datetime.date:
    month = limit.month or 12
    last = calendar.monthrange(year + limit.years, month)[1]
    return datetime.date(year + limit.years, month, last if limit.day == "last" else min(limit.day, last))
