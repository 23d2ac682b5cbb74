"""What is found and cannot stand in a document is taken out again, and a person is told: what is written can be read."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from plancheck.importing.reading.lines import Line
from plancheck.importing.records.found import Found
from plancheck.model.base import without_own_keys
from plancheck.model.document import Document
from plancheck.model.text import Text

ROUNDS = 20
"""How often a document is tried: what one round takes out may leave something that needs it."""


def without_invalid(document: Found) -> list[Line]:
    """Take out what the model of a document refuses, a doubt in its place. Returns the lines that are left out by it."""
    left: list[Line] = []
    for _ in range(ROUNDS):
        try:
            Document.model_validate(without_own_keys(document.plain(), " x-"))
        except ValidationError as error:
            # From the end, so that what is taken out of a list moves nothing that is still to be found.
            places = {tuple(one["loc"]): one["type"] == "missing" for one in error.errors(include_url=False)}
            for loc in sorted(places, key=lambda one: [str(step).zfill(6) for step in one], reverse=True):
                left.extend(_taken_out(document, loc, whole=places[loc]))
        else:
            break
    return left


def _taken_out(document: Found, loc: Sequence[int | str], *, whole: bool) -> list[Line]:
    """Take out the value at a place, or the whole item that misses one; its lines, where all of it is gone."""
    found, inside, item = document, document, None
    key = ""
    steps = list(loc)
    while steps:
        step = steps.pop(0)
        value = found.values.get(str(step))
        if value is None:
            break
        key = str(step)
        if isinstance(value, Found):
            found = value
        elif isinstance(value, list) and steps and isinstance(steps[0], int):
            items = [one for one in value if not isinstance(one, Found) or one.plain()]
            one = items[steps[0]] if steps[0] < len(items) else None
            if not isinstance(one, Found):
                break
            inside, found, item = found, one, (value, one)
            steps.pop(0)
            key = ""
        else:
            break
    if key and not whole and key in found.values and found is not document:
        value = found.values.pop(key)
        found.doubts.append(Text("doubt-invalid", {"words": _short(f"{key}: {value}")}))
        return []
    if item is not None:
        listed, one = item
        listed[:] = [other for other in listed if other is not one]
        lines = list(one.all_lines())
        words = " ".join(line.text.strip() for line in lines[:2]) or str(one.plain())
        inside.doubts.append(Text("doubt-invalid", {"words": _short(words)}))
        return lines
    return []


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60].rstrip()}…"
