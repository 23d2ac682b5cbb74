"""``share``: enough of the items, or not too many, meet the requirement: a number of them, or so many percent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NamedTuple, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, dropped, number, percent, requirement
from plancheck.model.base import NotNegative, Part, Unknown
from plancheck.query.matchers import normalized
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Check, Verdict, list_place, not_assessable, passed, whole


class Percent(Part):
    """A share of the items."""

    percent: Annotated[int, Field(ge=0, le=100)] | Annotated[float, Field(ge=0, le=100)] = Field(
        description="How many of a hundred."
    )


Bound: TypeAlias = NotNegative | Percent


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(description="A selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path. A share is one of these.")
    require: dict[str, Any] = Field(
        default={}, description="What so many of them must meet: matchers by path. Left out, each item counts."
    )
    within: str | None = Field(
        default=None, description="A path: items that have the same value there are counted by themselves."
    )
    at_least: Bound | None = Field(default=None, description="How many must meet it: a number, or a share, `{percent: 80}`.")
    at_most: Bound | None = Field(default=None, description="How many may meet it, written the same way.")

    @model_validator(mode="after")
    def _has_a_bound(self) -> Parameters:
        bounds = [given for given in (self.at_least, self.at_most) if given is not None]
        if not bounds or (not self.require and any(isinstance(given, Percent) for given in bounds)):
            raise PydanticCustomError("problem", "form", {"key": "share-form"})
        least, most = (given.percent if isinstance(given, Percent) else given for given in (self.at_least, self.at_most))
        if self.at_least == 0:
            raise PydanticCustomError("problem", "always", {"key": "share-always", "within": ["at-least"]})
        if least is not None and most is not None and type(self.at_least) is type(self.at_most) and least > most:
            details = {"low": least, "high": most}
            raise PydanticCustomError("problem", "never", {"key": "nothing-between", "details": details, "within": ["at-most"]})
        return self


BOUND: Mutations = {"percent": percent}
MUTATIONS: Mutations = {
    "items": NAME,
    "where": conditions,
    "require": requirement,
    "within": dropped,
    "at-least": (number, BOUND),
    "at-most": (number, BOUND),
}

PLACEHOLDERS: Mapping[str, str] = {
    "item": "the document; with `within` the first of the items that are counted together",
    "met": "how many meet the requirement",
    "all": "how many items there are",
    "percent": "what share that is, in percent",
    "found": "the first that does not meet it; of too many, the first that does",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    require = build.condition(parameters.require, items, "require")
    within = build.value_path(parameters.within, items, "within") if parameters.within else None
    document = build.selector("document", "items")

    def judge(scope: Scope) -> Iterator[Verdict]:
        selection = items.select(scope)
        place = list_place(scope, items.path.names[0]) if items.local and items.path.names else whole(scope)
        together = _Group(whole(scope), place, selection.lacking)
        groups = {} if within else {None: together}
        for item in selection.items:
            key = normalized(within.read(item, scope)) if within else None
            group = groups.setdefault(key, _Group(item, item if item.entry is scope.entry else whole(scope), selection.lacking))
            counts = where.test(item, scope)[0]
            if counts is not False:
                group.answers.append(_Answer(item, counts, require.test(item, scope)[0]))
        if within and selection.lacking:
            # There may be more in each group, and more groups.
            yield not_assessable(together.item, together.place, selection.lacking)
        for group in groups.values():
            yield from _verdict(group, parameters)

    return Check(judge, {"item": items if within else document, "met": None, "all": None, "percent": None, "found": items})


class _Answer(NamedTuple):
    """An item, whether it is counted, and whether it meets the requirement."""

    item: Item
    counts: bool | Unknown
    meets: bool | Unknown


class _Group:
    """What is counted together: the item that stands for it, where a finding points, and why there may be more of it."""

    def __init__(self, item: Item, place: Item, lacking: Unknown | None) -> None:
        self.item, self.place, self.lacking = item, place, lacking
        self.answers: list[_Answer] = []


class _Count(NamedTuple):
    """How many items are known to meet the requirement and not to, and how many may do either."""

    met: int
    unmet: int
    rest: float

    def bounds(self, bound: Bound | None) -> tuple[float, float, float]:
        """What the number of those that meet it, or their share, is at least and at most; and the limit that a rule sets."""
        if not isinstance(bound, Percent):
            return self.met, self.met + self.rest, bound or 0
        if self.rest == math.inf:
            return 0, 100, bound.percent
        total = self.met + self.unmet + self.rest
        if not total:
            return bound.percent, bound.percent, bound.percent
        return 100 * self.met / total, 100 * (self.met + self.rest) / total, bound.percent


def _verdict(group: _Group, parameters: Parameters) -> Iterator[Verdict]:
    """The verdict on what is counted together; none on a share of nothing."""
    answers = group.answers
    met = [answer.item for answer in answers if answer.counts is True and answer.meets is True]
    unmet = [answer.item for answer in answers if answer.counts is True and answer.meets is False]
    count = _Count(len(met), len(unmet), math.inf if group.lacking else len(answers) - len(met) - len(unmet))
    given = [bound for bound in (parameters.at_least, parameters.at_most) if bound is not None]
    if not answers and not group.lacking and all(isinstance(bound, Percent) for bound in given):
        return
    low, high, least = count.bounds(parameters.at_least)
    is_few, may_be_few = high < least, low < least
    is_many = may_be_many = False
    if parameters.at_most is not None:
        low, high, most = count.bounds(parameters.at_most)
        is_many, may_be_many = low > most, high > most
    if is_few or is_many:
        yield _failed(group, met, met if is_many else unmet)
    elif may_be_few or may_be_many:
        yield not_assessable(group.item, group.place, _reason(group))
    else:
        yield passed(group.item, group.place)


def _failed(group: _Group, met: list[Item], counted: list[Item]) -> Verdict:
    """The verdict on too few or too many, with those that make them so."""
    number = len(group.answers)
    values = {
        "item": group.item,
        "met": len(met),
        "all": number,
        "percent": round(100 * len(met) / number, 1) if number else 0,
        "found": counted[0] if counted else Item(None),
    }
    related = tuple((item, "counted-here") for item in counted[:5] if item is not group.item)
    return Verdict("failed", group.item, group.place, related=related, values=values)


def _reason(group: _Group) -> Unknown:
    """Why it is not known how many meet the requirement."""
    unknown = (part for answer in group.answers for part in (answer.counts, answer.meets) if isinstance(part, Unknown))
    return group.lacking or next(unknown)
