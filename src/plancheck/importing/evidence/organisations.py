"""Nämnder, boards and groups of them that a text names, by the names that the organisation has and the words of the profile."""

from __future__ import annotations

import re

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import find, find_words, folded
from plancheck.importing.evidence.linking import SPOILED
from plancheck.importing.evidence.names import names_of


def bodies_in(context: Context, text: str) -> list[str]:
    """The nämnder and groups of the organisation that a text names, by id, in their order."""
    found: dict[str, int] = {}
    for one, names in _bodies(context).items():
        for name in names:
            start = find_words(text, name)
            # In a copy that begins to be bad, an ending may be mistaken too.
            if start is None and context.spoiled >= SPOILED / 2 and (span := find(text, name)):
                start = span[0]
            if start is not None and (one not in found or start < found[one]):
                found[one] = start
    return sorted(found, key=found.__getitem__)


def names_body(context: Context, text: str) -> bool:
    """Whether a text names somebody who can be given an uppdrag."""
    return bool(bodies_in(context, text)) or any(has_word(text, word) for word in context.profile.uppdrag.bodies)


def names_of_namnd(context: Context) -> list[str]:
    """What the nämnd of the document is called, the longest name first; nothing where no organisation tells it."""
    return _bodies(context).get(context.namnd or "", [])


def has_word(text: str, word: str) -> bool:
    """Whether a word stands in a text, as the end of a compound too: grundskolenämnden is a nämnd."""
    return bool(re.search(rf"\w*{re.escape(folded(word))}(?!\w)", folded(text)))


def _bodies(context: Context) -> dict[str, list[str]]:
    """What each nämnd and group of the organisation is called: with and without the ending, and "socialnämnd Nordost"."""
    if context.bodies is None:
        context.bodies = {}
        entries = [entry for entry in context.workspace.entries if entry.header.keys & {"groups", "namnder"}]
        for entry in context.workspace.sound(entries):
            for namnd in entry.document.namnder:
                context.bodies[namnd.id] = names_of(namnd.title, context.profile)
            for group in entry.document.groups:
                words = context.profile.uppdrag.everyone if group.everyone else []
                context.bodies[group.id] = [*names_of(group.title, context.profile), *words]
    return context.bodies
