"""What a check says about one item, before the rule's words are added."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from plancheck.model.base import Unknown
from plancheck.model.text import Text
from plancheck.query.matchers import Condition, empty_text
from plancheck.query.paths import Item, Path
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selection, Selector

Outcome: TypeAlias = Literal["passed", "failed", "not-assessable"]


class Verdict(NamedTuple):
    """A check's answer for one item.

    `place` is where a finding points; `key` is the key there that it is about. `label` follows the marks on that line,
    `related` are the other places that the answer depends on, each with a key of the catalogue. `values` fill the message.
    `reason` is why it cannot be judged; of what failed, what is wrong with the text that is there.
    `deadline` is the limit that applies to the item, and the date of the item, where it has one.
    """

    outcome: Outcome
    item: Item
    place: Item
    key: str | None = None
    label: Text | None = None
    related: tuple[tuple[Item, str], ...] = ()
    values: Mapping[str, Any] = {}
    reason: Text | None = None
    deadline: tuple[datetime.date, datetime.date | None] | None = None


def passed(item: Item, place: Item | None = None) -> Verdict:
    """The item meets the requirement."""
    return Verdict("passed", item, place or item)


def not_assessable(item: Item, place: Item, unknown: Unknown) -> Verdict:
    """Whether the item meets the requirement is unknown, and why."""
    return Verdict("not-assessable", item, place, reason=unknown.reason)


def why_missing(value: Any) -> Text | None:
    """Why a value does not count, where it is a text that says nothing."""
    text = empty_text(value)
    return Text("says-nothing", {"text": text}) if text else None


def whole(scope: Scope) -> Item:
    """The document that is checked, as an item."""
    return Item(scope.document, scope.entry)


def elsewhere(path: Path, item: Item, scope: Scope, note: str) -> tuple[tuple[Item, str], ...]:
    """The place in another document that a path leads to from an item, with a note about it; nothing where it leads to none."""
    target = next(iter(path.items(item, scope)), None)
    return ((target, note),) if target is not None and target.entry not in (None, item.entry) else ()


def about(selection: Selection, where: Condition, scope: Scope) -> tuple[list[Item], list[Verdict]]:
    """The items of a selection that a rule is about, and the verdicts on what is unknown: whether an item is one of them, or
    whether there is one at all.
    """
    chosen: list[Item] = []
    unknown: list[Verdict] = []
    for item in selection.items:
        answer = where.test(item, scope)[0]
        if answer is True:
            chosen.append(item)
        elif isinstance(answer, Unknown):
            unknown.append(not_assessable(item, item if item.entry is scope.entry else whole(scope), answer))
    missing = selection.partial or (selection.gap if not chosen and not unknown else None)
    if missing:
        unknown.append(not_assessable(whole(scope), whole(scope), missing))
    return chosen, unknown


def list_place(scope: Scope, *names: str) -> Item:
    """The place of a list in the checked document: the first that it has of some names, or the document where it has none."""
    root = scope.entry.source.root
    name = next((name for name in names if isinstance(root, dict) and name in root), None)
    return Item(None, scope.entry, (name,) if name else ())


Judge: TypeAlias = Callable[[Scope], Iterator[Verdict]]
"""How a check judges a document."""


class Check(NamedTuple):
    """A compiled check: how it judges a document, and the names that the rule's messages may use besides `document`.

    A name is that of what a selector gives, or (None) of a plain value.
    """

    judge: Judge
    placeholders: Mapping[str, Selector | None]
