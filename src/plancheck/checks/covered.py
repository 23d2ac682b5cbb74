"""``covered``: every item here has a match there; with ``absent``, none has.

With ``due`` that is required from a day on: until then it gives the days left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.limit import LIMIT, Due, Limit, compile_limit, days_left
from plancheck.checks.mutation import NAME, Mutations, conditions, dropped, members
from plancheck.model.base import Part, Unknown
from plancheck.model.text import Text
from plancheck.query.join import Index, Join, Known, On, known_by, misspelling
from plancheck.query.matchers import Condition
from plancheck.query.paths import Item, Path
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selection, Selector, settled_items
from plancheck.query.verdict import Check, Verdict, about, list_place, not_assessable, passed, why_missing


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
    per: str | None = Field(
        default=None,
        description="A path of those there: every item must be found among those of each of its values. One without a value "
        "counts for all.",
    )
    having: dict[str, Any] = Field(default={}, description="What its match must have: matchers by path.")
    absent: bool = Field(
        default=False, description="`true`: none may be found; with `having`, not all that are found may have it."
    )
    due: Limit | None = Field(
        default=None, description="The last day in time: a limit. Until it has passed, nothing fails: it is not assessable."
    )


PLACEHOLDERS: Mapping[str, str] = {
    "item": "what must be found",
    "found": "its match",
    "nearest": "a sentence that asks whether the most similar one is meant; nothing where none is",
    "part": "the value of `per` that it is not found for, in brackets; nothing where there is none",
    "limit": "the last day in time, with `due`",
    "days": "how many days late, with `due`",
}
"""What messages may name, and what it is."""


MUTATIONS: Mutations = {
    "items": members,
    "where": conditions,
    "by": NAME,
    "among": conditions,
    "on": members,
    "per": dropped,
    "having": conditions,
    "absent": dropped,
    "due": (dropped, LIMIT),
}


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selection(parameters.items, "items")
    by = build.selector(parameters.by, "by")
    where = build.condition(parameters.where, items, "where")
    among = build.condition(parameters.among, by, "among")
    having = build.condition(parameters.having, by, "having", about=items)
    join = build.join(parameters.on, items, by)
    compared = join.left[0].text
    leave_out_settled = items.leaves_out_settled(parameters.where)
    by_key = not parameters.among and not parameters.per
    per = build.value_path(parameters.per, by, "per") if parameters.per else None
    due_of = compile_limit(parameters.due, items, "due", build) if parameters.due else None

    def judge(scope: Scope) -> Iterator[Verdict]:
        there = by.select(scope, apart=by_key)
        counted, uncounted = about(Selection(there.items), among, scope)
        doubt = Unknown.because(uncounted[0].reason) if uncounted and uncounted[0].reason else None
        selection = items.select(scope, apart=leave_out_settled)
        chosen, unknown = about(selection, where, scope)
        yield from unknown if parameters.absent or per else unanswered(unknown, selection, counted, there, scope)
        for part, searched in _parts(counted, per, scope):
            for verdict in search(chosen, searched, there, doubt, scope):
                yield verdict._replace(values={**verdict.values, "part": part}) if verdict.outcome == "failed" else verdict

    def unanswered(
        unknown: list[Verdict], selection: Selection, counted: list[Item], there: Selection, scope: Scope
    ) -> Iterator[Verdict]:
        """What is not known of items of which it is not known whether they are asked for: of one that is found, nothing is."""
        index = Index(counted, join.right, scope, there.settled) if unknown else None
        selected = {id(item) for item in selection.items}
        for verdict in unknown:
            # That there may be more items is not about one of them.
            is_one = index is not None and id(verdict.item) in selected
            matches = index.find(known_by(verdict.item, join.left, scope)) if index and is_one else []
            beside = scope._replace(item=verdict.item) if having.compares else scope
            met = next((match for match in matches if having.test(match, beside)[0] is True), None)
            yield verdict if met is None else passed(verdict.item, met if by.local else None)

    def search(
        chosen: list[Item], counted: list[Item], there: Selection, doubt: Unknown | None, scope: Scope
    ) -> Iterator[Verdict]:
        index = Index(counted, join.right, scope, there.settled)
        asked = [known_by(item, join.left, scope) for item in chosen]
        # What others must find is what they mean.
        taken = frozenset() if items.local else frozenset(key for known in asked for key in known.keys)
        matches = [index.find(known) for known in asked]
        label = Text("found-of", {"found": sum(map(bool, matches)), "all": len(chosen), "text": by.text})
        for item, known, matching in zip(chosen, asked, matches, strict=True):
            place = _place(item, items, by, scope)
            unsure = known.doubt or index.doubt(known)
            guess = item.entry.guess(item.value) if item.entry else None
            gap = (
                unsure
                or guess
                or _gap(there, known, join, scope)
                or doubt
                or item.doubt
                or there.rest
                or index.unread
                or known.unread
            )
            if not matching:
                settled = settled_items(scope) if there.settled else ()
                wrong = misspelling(item, join.left, chain(there.items, settled), scope)
                gap = unsure if wrong == "fault" else gap or wrong or index.may_mean(known, scope)
            sought = _Search(item, matching, gap, unsure, place, by.local, label)
            beside = scope._replace(item=item) if having.compares else scope
            verdict = _absent(sought, having, beside) if parameters.absent else _required(sought, having, beside)
            if verdict.outcome == "failed" and not matching:
                verdict = verdict._replace(values={**verdict.values, "nearest": index.nearest(item, join.left, scope, taken)})
            if due_of and verdict.outcome == "failed":
                verdict = _when_due(verdict, due_of(item, scope), scope)
            # An item of the checked document that has no match is marked at what should have matched.
            yield verdict._replace(key=compared) if verdict.outcome == "failed" and verdict.place is item else verdict

    return Check(judge, {"item": items, "found": by, "nearest": None, "part": None, "limit": None, "days": None})


def _parts(counted: list[Item], per: Path | None, scope: Scope) -> list[tuple[Text | str, list[Item]]]:
    """What is searched, for each value of a path apart: the value in brackets, and the items with it and those with none."""
    values = [per.read(item, scope) if per else None for item in counted]
    return [
        (Text("of-part", {"part": part}), [item for item, value in zip(counted, values, strict=True) if value in (part, None)])
        for part in dict.fromkeys(value for value in values if isinstance(value, str))
    ] or [("", counted)]


class _Search(NamedTuple):
    """An item that is looked for, and its matches; `gap` says why there may be more of them, `unsure` that the item, or what
    may be a match, has a link that is in doubt.

    `place` is where a finding points; `is_local` says that matches are in the checked document, so that a finding about a
    match points at the match instead. `label` stands next to an item without matches.
    """

    item: Item
    matches: list[Item]
    gap: Unknown | None
    unsure: Unknown | None
    place: Item
    is_local: bool
    label: Text

    def place_of(self, match: Item) -> Item:
        """Where a finding about a match points."""
        return match if self.is_local else self.place


def _gap(there: Selection, sought: Known, join: Join, scope: Scope) -> Unknown | None:
    """Why there may be a match for an item that was not found: where only some documents cannot be read, whether it would be
    one of those.
    """
    names = [path.text for path in join.right]
    if not there.unread or not set(names) <= {"namnd", "year"}:
        return there.gap
    may_match = (entry for entry in there.unread if tuple(getattr(entry.header, name) for name in names) in sought.keys)
    return scope.workspace.flaw(may_match)


def _required(search: _Search, having: Condition, scope: Scope) -> Verdict:
    """Passed if some match has what it must have."""
    item, place = search.item, search.place
    related = ((item, "demanded-here"),) if item.entry is not None and item is not place else ()
    if not search.matches:
        if search.gap:
            return not_assessable(item, place, search.gap)
        return Verdict("failed", item, place, label=search.label, related=related, values={"item": item, "found": Item(None)})
    unknown = search.unsure
    for match in search.matches:
        answer = having.test(match, scope)[0]
        if answer is True:
            return passed(item, search.place_of(match))
        if isinstance(answer, Unknown):
            unknown = answer
    nearest = search.matches[0]
    if unknown:
        return not_assessable(item, search.place_of(nearest), unknown)
    _, path, value = having.test(nearest, scope)
    field = path.text
    return Verdict(
        "failed", item, search.place_of(nearest), key=field if search.is_local else None,
        label=Text("found-without", {"field": field}), related=related if search.is_local else ((nearest, "found-here"),),
        values={"item": item, "found": nearest}, reason=why_missing(value),
    )  # fmt: skip


def _absent(search: _Search, having: Condition, scope: Scope) -> Verdict:
    """Passed if there is no match, or some match lacks what none may have."""
    item, place = search.item, search.place
    if not search.matches:
        return not_assessable(item, place, search.gap) if search.gap else passed(item, place)
    # What was last known of a match may have changed since.
    answers = [having.test(match, scope)[0] if match.doubt is None else match.doubt for match in search.matches]
    if False in answers:
        return passed(item, place)
    unknown = next((answer for answer in answers if isinstance(answer, Unknown)), None)
    if unknown:
        return not_assessable(item, place, unknown)
    match = search.matches[0]
    return Verdict("failed", item, place, related=((match, "found-here"),), values={"item": item, "found": match})


def _when_due(verdict: Verdict, due: Due, scope: Scope) -> Verdict:
    """What has failed, if its day has passed; else that so many days are left."""
    if isinstance(due.day, Unknown):
        return not_assessable(verdict.item, verdict.place, due.day)
    days = (scope.today - due.day).days
    if days <= 0:
        return not_assessable(verdict.item, verdict.place, days_left(due.day, scope.today))
    related = verdict.related
    if due.place and due.place.entry not in (None, verdict.item.entry):
        related = (*related, (due.place, "limit-here"))
    return verdict._replace(related=related, values={**verdict.values, "limit": due.day, "days": days})


def _place(item: Item, items: Selector, by: Selector, scope: Scope) -> Item:
    """Where something is missing: the item itself if it is in the checked document, else the list that it belongs in."""
    if items.local and item.entry is scope.entry:
        return item
    return list_place(scope, *by.lists) if by.local else list_place(scope)
