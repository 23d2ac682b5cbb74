"""``unique``: no two items are the same; with ``nearly``, no two are nearly the same without being it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Annotated, Any

from pydantic import Field

from plancheck.checks.builder import Builder
from plancheck.checks.mutation import NAME, Mutations, conditions, dropped, members
from plancheck.model.base import Part
from plancheck.query.join import Known, known_as, known_by
from plancheck.query.matchers import is_present
from plancheck.query.paths import Item, Path
from plancheck.query.scope import Scope
from plancheck.query.similarity import common_words, is_nearly_same
from plancheck.query.verdict import Check, Verdict, about, not_assessable, passed

COMPARED = 300
"""With how many others an item is compared as nearly the same: no plan lists more."""


class Parameters(Part):
    """What a rule of this kind says."""

    items: str = Field(description="A selector.")
    where: dict[str, Any] = Field(default={}, description="Which of the items: matchers by path.")
    on: str | Annotated[list[str], Field(min_length=1)] = Field(
        description="What makes two the same: a path, or a list of paths that must all fit. What is left out is the same as "
        "what is left out, except for the first."
    )
    nearly: bool = Field(
        default=False,
        description="`true`: instead, none may be nearly the same without being it: text that says the same but for endings, "
        "slips, short words and words that most of them have.",
    )


MUTATIONS: Mutations = {"items": NAME, "where": conditions, "on": members, "nearly": dropped}

PLACEHOLDERS: Mapping[str, str] = {
    "item": "the item",
    "found": "the first one that is the same",
}
"""What messages may name, and what it is."""


def compile(parameters: Parameters, build: Builder) -> Check:
    """The check of these parameters."""
    items = build.selector(parameters.items, "items")
    where = build.condition(parameters.where, items, "where")
    names = [parameters.on] if isinstance(parameters.on, str) else parameters.on
    paths = tuple(build.value_path(name, items, "on") for name in names)

    def judge(scope: Scope) -> Iterator[Verdict]:
        first: dict[tuple[Any, ...], Item] = {}
        earlier: Item | None
        chosen, unknown = about(items.select(scope), where, scope)
        yield from unknown
        texts = [str(key[0]) for item in chosen for key in _known(item, paths[:1], scope).keys] if parameters.nearly else []
        common = common_words(texts)
        for item in chosen:
            keys, doubt, *_ = _known(item, paths, scope)
            if not keys:
                if doubt:
                    yield not_assessable(item, item, doubt)
                continue
            if parameters.nearly:
                earlier = next((first[other] for key in keys for other in _nearly_same(key, first, common)), None)
            else:
                earlier = next((first[key] for key in keys if key in first), None)
            first.update((key, item) for key in keys if key not in first)
            if earlier is None:
                yield passed(item)
            else:
                values = {"item": item, "found": earlier}
                yield Verdict("failed", item, item, key=names[0], related=((earlier, "first-here"),), values=values)

    return Check(judge, {"item": items, "found": items})


def _known(item: Item, paths: tuple[Path, ...], scope: Scope) -> Known:
    """What an item is known by: what is left out is nothing, which is the same as nothing, except for the first."""
    columns = [known_by(item, (path,), scope) for path in paths]
    left_out = [n > 0 and not is_present(path.read(item, scope)) for n, path in enumerate(paths)]
    values = [
        [None] if nothing else [value for (value,) in column.keys] for column, nothing in zip(columns, left_out, strict=True)
    ]
    return known_as(values, paths, next((column.doubt for column in columns if column.doubt), None), None)


def _nearly_same(key: tuple[Any, ...], others: Iterable[tuple[Any, ...]], common: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    """Of the first so many other keys those that differ only in how their text is put."""
    for other in islice(others, COMPARED):
        if key[1:] == other[1:] and is_nearly_same(str(key[0]), str(other[0]), common):
            yield other
