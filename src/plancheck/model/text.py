"""Messages to people before they are put into a language: a key of the catalogue and its details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Text(NamedTuple):
    """An entry of the catalogue by its key, and the details that fill its placeholders."""

    key: str
    details: Mapping[str, object] = {}


def nearest(word: object, known: Iterable[object]) -> str:
    """The known word that is most similar to this one; the empty string where none is."""
    import difflib

    matches = difflib.get_close_matches(str(word), [str(name) for name in known], n=1, cutoff=0.6)
    return matches[0] if matches else ""


def unknown_name(word: object, known: Iterable[object]) -> dict[str, object]:
    """The details of an unknown name: the name, the nearest known one, and all known ones."""
    names = [str(name) for name in known]
    return {"name": word, "nearest": nearest(word, names), "known": names}
