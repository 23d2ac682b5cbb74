"""``ordered``: items stand in an order, as KF's uppdrag above the nämnd's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from plancheck.document import Part, Unknown
from plancheck.selectors import Item, normalized
from plancheck.verdict import Check, Verdict, about, not_assessable, passed
from plancheck.workspace import Scope

if TYPE_CHECKING:
    from plancheck.ruleset import Builder


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(description="A selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items.")
    on: str = Field(description="What puts them in order: a field.")
    order: Annotated[list[str | int], Field(min_length=1)] | None = Field(
        default=None,
        description="The values in their order, those that are not named last; left out, smaller before larger.",
    )


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.requirement(parameters.where, items, "where")
    path = build.value_path(parameters.on, items, "on")
    ranks = {normalized(value): n for n, value in enumerate(parameters.order or ())}

    def judge(scope: Scope) -> Iterator[Verdict]:
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        last: tuple[Any, Item] | None = None
        for item in chosen:
            value = path.read(item, scope)
            if value is None or isinstance(value, Unknown):
                yield not_assessable(item, item, value or Unknown("nothing-to-compare"))
                continue
            rank = ranks.get(normalized(value), len(ranks)) if parameters.order else value
            if last is not None and _before(rank, last[0]):
                values = {"item": item, "found": last[1]}
                yield Verdict("failed", item, item, related=((last[1], "after-this"),), values=values)
            else:
                last = (rank, item)
                yield passed(item)

    return Check(judge, {"item": items, "found": items})


def _before(one: Any, other: Any) -> bool:
    """Whether a value belongs before another; those of different kinds are compared as text."""
    try:
        return bool(one < other)
    except TypeError:
        return str(one) < str(other)
