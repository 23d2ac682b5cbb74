"""What there is to say to people, before it is put into a language: a key of the catalogue and its details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Text(NamedTuple):
    """An entry of the catalogue by its key, and the details that fill its placeholders."""

    key: str
    details: Mapping[str, object] = {}


def nearest(word: object, known: Iterable[object]) -> str:
    """The known word that is most like this one; the empty string where none is near."""
    import difflib

    found = difflib.get_close_matches(str(word), [str(name) for name in known], n=1, cutoff=0.6)
    return found[0] if found else ""


def unknown_name(word: object, known: Iterable[object]) -> dict[str, object]:
    """The details of an unknown name: the name, the nearest known one, and all there are."""
    names = [str(name) for name in known]
    return {"name": word, "nearest": nearest(word, names), "known": names}
