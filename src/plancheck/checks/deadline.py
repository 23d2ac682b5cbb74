"""``deadline``: a date is on or before a limit, before it, exactly on it, or on or after it.

While there is no date and the limit has not passed, it gives the days left.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.checks.builder import Builder
from plancheck.checks.limit import LIMIT, Due, Limit, compile_limit, days_left
from plancheck.checks.mutation import NAME, Mutations, conditions, replaced_by
from plancheck.model.base import Latest, Part, Unknown
from plancheck.model.text import Text
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, about, not_assessable, passed


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(default="document", description="A selector; left out, the document itself.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    date: str = Field(description="The date: a path.")
    by: Limit | None = Field(default=None, description="The last day in time: a limit (below).")
    before: Limit | None = Field(default=None, description="The first day that is too late: a limit.")
    on: Limit | None = Field(default=None, description="The only day that is right: a limit.")
    from_: Limit | None = Field(default=None, description="The first day that is not too early: a limit.")

    @model_validator(mode="after")
    def _one_limit(self) -> Parameters:
        if sum(limit is not None for limit in (self.by, self.before, self.on, self.from_)) != 1:
            raise PydanticCustomError("problem", "form", {"key": "deadline-form"})
        return self


MUTATIONS: Mutations = {
    "items": NAME,
    "where": conditions,
    "date": NAME,
    "by": (replaced_by("before"), LIMIT),
    "before": (replaced_by("by"), LIMIT),
    "on": LIMIT,
    "from": (replaced_by("by"), LIMIT),
}

PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "date": "the date",
    "limit": "the last day in time; with `from`, the first",
    "days": "how many days late; with `from`, early",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    date = build.path(parameters.date, items, "date")
    key = next(key for key in ("by", "before", "on", "from_") if getattr(parameters, key)).rstrip("_")
    limit = parameters.by or parameters.before or parameters.on or parameters.from_
    assert limit is not None
    if parameters.before:
        limit = limit.model_copy(update={"days": limit.days - 1})
    due_of = compile_limit(limit, items, key, build)

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        for item in chosen:
            due, told = due_of(item, scope), date.read(item, scope)
            if parameters.from_:
                yield _not_too_early(item, told, due, parameters.date)
            else:
                yield _verdict(item, told, due, parameters.date, scope, exactly=parameters.on is not None)

    return Check(judge, {"item": items, "date": None, "limit": None, "days": None})


def _verdict(item: Item, date: Any, due: Due, key: str, scope: Scope, *, exactly: bool) -> Verdict:
    """The verdict on an item's date, which is under `key`, or None. `exactly` says that the day is the only right one."""
    if isinstance(due.day, Unknown):
        return not_assessable(item, item, due.day)
    if isinstance(date, Latest) and not exactly and date.day <= due.day:
        date = date.day
    if isinstance(date, Unknown):
        return not_assessable(item, item, date)
    done = date if isinstance(date, datetime.date) else None
    days = ((done or scope.today) - due.day).days
    if done and (days == 0 if exactly else days <= 0):
        verdict = passed(item)
    elif not done and days <= 0:
        verdict = not_assessable(item, item, days_left(due.day, scope.today))
    else:
        label = Text("days-late" if done else "no-date-yet", {"days": days}) if days > 0 else None
        related = ((due.place, "limit-here"),) if due.place and due.place.entry is not item.entry else ()
        values = {"item": item, "date": done, "limit": due.day, "days": days}
        verdict = Verdict("failed", item, item, key=key, label=label, related=related, values=values)
    return verdict if exactly else verdict._replace(deadline=(due.day, done))


def _not_too_early(item: Item, date: Any, due: Due, key: str) -> Verdict:
    """The verdict on an item's date that must not be before a day; while there is none, nothing is too early."""
    if isinstance(due.day, Unknown):
        return not_assessable(item, item, due.day)
    if isinstance(date, Latest) and date.day < due.day:
        date = date.day
    if not isinstance(date, datetime.date):
        return not_assessable(item, item, date if isinstance(date, Unknown) else Unknown("no-value", field=key))
    if date >= due.day:
        return passed(item)
    days = (due.day - date).days
    related = ((due.place, "limit-here"),) if due.place and due.place.entry is not item.entry else ()
    values = {"item": item, "date": date, "limit": due.day, "days": days}
    return Verdict("failed", item, item, key=key, label=Text("days-early", {"days": days}), related=related, values=values)
