"""``covered``: every item here has a match there; with ``absent``, none has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, dropped, members
from plancheck.model.base import Part, Unknown
from plancheck.model.text import Text
from plancheck.query.join import Index, On
from plancheck.query.matchers import Condition
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selection, Selector
from plancheck.query.verdict import Check, Verdict, about, list_place, not_assessable, passed


class Parameters(Part):
    """What a rule of this kind says."""

    items: str | Annotated[list[str | int], Field(min_length=1)] = Field(
        description="What must be found: a selector, `$vocabulary.NAME`, or a list of words."
    )
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    by: str = Field(description="Where it must be found: a selector.")
    among: dict[str, Any] = Field(default={}, description="Which of those there count at all: matchers by path.")
    on: On = Field(
        description="What makes two the same: a path of both (`ref`), or pairs `{path here: path there}` that must all fit."
    )
    having: dict[str, Any] = Field(default={}, description="What its match must have: matchers by path.")
    absent: bool = Field(
        default=False, description="`true`: none may be found; with `having`, not all that are found may have it."
    )


PLACEHOLDERS: Mapping[str, str] = {
    "item": "what must be found",
    "found": "its match",
}
"""What messages may name, and what it is."""


MUTATIONS: Mutations = {
    "items": members,
    "where": conditions,
    "by": NAME,
    "among": conditions,
    "on": members,
    "having": conditions,
    "absent": dropped,
}


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selection(parameters.items, "items")
    by = build.selector(parameters.by, "by")
    where = build.condition(parameters.where, items, "where")
    among = build.condition(parameters.among, by, "among")
    having = build.condition(parameters.having, by, "having")
    join = build.join(parameters.on, items, by)
    marked = join.left[0].text

    def judge(scope: Scope) -> Iterator[Verdict]:
        wanted = items.select(scope)
        there = by.select(scope)
        found_there, uncounted = about(Selection(there.items), among, scope)
        if uncounted and uncounted[0].reason:
            there = there._replace(gap=there.gap or Unknown.because(uncounted[0].reason))
        index = Index(found_there, join.right, scope)
        chosen, unknown = about(wanted, where, scope)
        yield from unknown
        found = {n: index.find(item, join.left, scope) for n, item in enumerate(chosen)}
        met = sum(1 for n in found if found[n])
        for n, item in enumerate(chosen):
            label = Text("found-of", {"found": met, "all": len(chosen), "text": by.text})
            one = _absent if parameters.absent else _required
            verdict = one(item, found[n], having, items, by, scope, there, label)
            # An item of the checked document that has no match is marked at what should have matched.
            yield verdict._replace(key=marked) if verdict.outcome == "failed" and verdict.place is item else verdict

    return Check(judge, {"item": items, "found": by})


def _required(
    item: Item, matches: list[Item], having: Condition, items: Selector, by: Selector, scope: Scope,
    there: Selection, label: Text,
) -> Verdict:  # fmt: skip
    place = _place(item, items, by, scope)
    related = ((item, "demanded-here"),) if item.entry is not None and item is not place else ()
    if not matches:
        gap = there.gap or item.doubt
        if gap:
            return not_assessable(item, place, gap)
        return Verdict("failed", item, place, label=label, related=related, values={"item": item, "found": Item(None)})
    unknown: Unknown | None = None
    for match in matches:
        answer = having.test(match, scope)[0]
        if answer is True:
            return passed(item, match if by.local else place)
        if isinstance(answer, Unknown):
            unknown = answer
    nearest = matches[0]
    if unknown:
        return not_assessable(item, nearest if by.local else place, unknown)
    field = having.test(nearest, scope)[1].text
    return Verdict(
        "failed", item, nearest if by.local else place, key=field if by.local else None,
        label=Text("found-without", {"field": field}), related=related if by.local else ((nearest, "found-here"),),
        values={"item": item, "found": nearest},
    )  # fmt: skip


def _absent(
    item: Item, matches: list[Item], having: Condition, items: Selector, by: Selector, scope: Scope,
    there: Selection, label: Text,
) -> Verdict:  # fmt: skip
    place = _place(item, items, by, scope)
    if not matches:
        gap = there.gap or item.doubt
        return not_assessable(item, place, gap) if gap else passed(item, place)
    answers = [having.test(match, scope)[0] for match in matches]
    if False in answers:
        return passed(item, place)
    unknown = next((answer for answer in answers if isinstance(answer, Unknown)), None)
    if unknown:
        return not_assessable(item, place, unknown)
    found = matches[0]
    return Verdict("failed", item, place, related=((found, "found-here"),), values={"item": item, "found": found})


def _place(item: Item, items: Selector, by: Selector, scope: Scope) -> Item:
    """Where something is missing: the item itself where it stands in the checked document, else the list it belongs in."""
    if items.local and item.entry is scope.entry:
        return item
    return list_place(scope, by.path.names[0]) if by.local and by.path.names else list_place(scope, "")
