"""Values that are invalid in a document are removed again, and reported to a person: what is written can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from plancheck.importing.reading.lines import Line
from plancheck.importing.records.found import Found
from plancheck.model.base import without_own_keys
from plancheck.model.document import Document
from plancheck.model.text import Text

ROUNDS = 20
"""How often a document is validated: removing one value may invalidate another that needs it."""


def without_invalid(document: Found) -> list[Line]:
    """Remove from a document what its model refuses, and put a doubt in its place. Returns the lines that this leaves out."""
    left: list[Line] = []
    for _ in range(ROUNDS):
        try:
            Document.model_validate(without_own_keys(_without_texts(document.plain()), " x-"))
        except ValidationError as refusal:
            is_missing = {tuple(error["loc"]): error["type"] == "missing" for error in refusal.errors(include_url=False)}
            # From the end, so that removing an item of a list does not move those that are still to be removed.
            for loc in sorted(is_missing, key=lambda loc: [str(step).zfill(6) for step in loc], reverse=True):
                left.extend(_remove(document, loc, whole_item=is_missing[loc]))
        else:
            break
    return left


def _without_texts(value: Any) -> Any:
    """Values with the keys of texts that are in no language yet in place of these."""
    if isinstance(value, Text):
        return value.key
    if isinstance(value, dict):
        return {key: _without_texts(inner) for key, inner in value.items()}
    return [_without_texts(inner) for inner in value] if isinstance(value, list) else value


class _Located(NamedTuple):
    """The nearest that a place in the model comes to in a document: the deepest part on the way, and the key of its value.

    `key` is empty where there is none. `item` is the innermost item of a list on the way, `items` its list, and `owner` the
    part that has the list; None where the way passes no list.
    """

    part: Found
    key: str = ""
    item: Found | None = None
    items: list[Any] | None = None
    owner: Found | None = None


def _located(document: Found, loc: Sequence[int | str]) -> _Located:
    """The value at a place in the model, as near as the document has it."""
    located = _Located(document)
    steps = list(loc)
    while steps:
        part, key = located.part, str(steps.pop(0))
        value = part.values.get(key)
        if value is None:
            break
        if isinstance(value, Found):
            located = located._replace(part=value, key="")
        elif isinstance(value, list) and steps and isinstance(steps[0], int):
            # The model has not seen the items that have nothing in them.
            seen = [item for item in value if not isinstance(item, Found) or item.plain()]
            n = steps.pop(0)
            item = seen[int(n)] if int(n) < len(seen) else None
            if not isinstance(item, Found):
                return located._replace(key=key)
            located = _Located(item, "", item, value, part)
        else:
            return located._replace(key=key)
    return located


def _remove(document: Found, loc: Sequence[int | str], *, whole_item: bool) -> list[Line]:
    """Remove the value at a place in the model, or the whole item of a list that it is in. Returns the item's lines."""
    part, key, item, items, owner = _located(document, loc)
    if key and not whole_item and part is not document:
        value = part.values.pop(key)
        part.doubts.append(Text("doubt-invalid", {"words": _shortened(f"{key}: {value}")}))
        return []
    if item is None or items is None or owner is None:
        return []
    items[:] = [other for other in items if other is not item]
    lines = list(item.all_lines())
    words = " ".join(line.text.strip() for line in lines[:2]) or str(item.plain())
    owner.doubts.append(Text("doubt-invalid", {"words": _shortened(words)}))
    return lines


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60].rstrip()}…"
