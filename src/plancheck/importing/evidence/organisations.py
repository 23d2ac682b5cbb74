"""The nämnder, boards and groups that a text names, by their names in the organisation and the words of the profile."""

from __future__ import annotations

import re

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import find, find_words, folded
from plancheck.importing.evidence.linking import SPOILED
from plancheck.importing.evidence.names import named_bodies, names_of


def bodies_in(context: Context, text: str) -> list[str]:
    """The ids of the nämnder and groups of the organisation that a text names, in the order of the text."""
    starts: dict[str, int] = {}
    for body, names in _names_of_bodies(context).items():
        for name in names:
            start = find_words(text, name)
            # In a slightly spoiled copy, an ending may be misread too.
            if start is None and context.spoiled >= SPOILED / 2 and (span := find(text, name)):
                start = span[0]
            if start is not None and (body not in starts or start < starts[body]):
                starts[body] = start
    return sorted(starts, key=starts.__getitem__)


def addressees_in(context: Context, text: str) -> list[str]:
    """The ids of those whom a text names as a cell or a pair of brackets does: by their names, or by the letters for them."""
    named = bodies_in(context, text)
    return named + [body for body in _abbreviated(context, text) if body not in named]


def _abbreviated(context: Context, text: str) -> list[str]:
    """The bodies that a text names by letters of their names: BUN, which no other body could be."""
    endings = tuple(folded(ending) for pair in context.profile.bodies.endings.items() for ending in pair)
    found: list[str] = []
    for letters in re.findall(r"\b[A-ZÅÄÖ]{2,5}\b", text):
        bodies = _names_of_bodies(context).items()
        fitting = [body for body, names in bodies if any(_may_be(folded(letters), folded(name), endings) for name in names)]
        if len(fitting) == 1:
            found.append(fitting[0])
    return found


def _may_be(letters: str, name: str, endings: tuple[str, ...]) -> bool:
    """Whether letters may stand for a name: those of its words, in their order, others between; the last for its ending."""
    words = [word for word in re.findall(r"\w+", name) if len(word) > SHORT_WORD]
    ending = next((ending for ending in endings if name.endswith(ending)), None)
    if not words or letters[0] != words[0][0] or (ending is None) == (letters[-1] == endings[0][:1] if endings else False):
        return False
    whole, at = "".join(words), -1
    for letter in letters:
        at = whole.find(letter, at + 1)
        if at < 0:
            return False
    return all(word[0] in letters for word in words)


SHORT_WORD = 3
"""How many letters a word of a name has that stands for none in its short form: och, för."""


def bodies_at(context: Context, text: str) -> list[tuple[int, str]]:
    """The bodies that a text names, each with where it stands: those of the organisation, then those that only the profile
    knows, or that are a nämnd by their name. What is a body's own, in the genitive, does not name it.
    """
    # Those of the profile first: kf and ks are called that in every document, whatever their id in the organisation.
    own = [(name, body) for body, names in context.profile.bodies.names.items() for name in names]
    listed = [(name, body) for body, names in _names_of_bodies(context).items() for name in names]
    found: list[tuple[int, str]] = []
    rest = text
    for names in (own, sorted(listed, key=lambda pair: -len(pair[0]))):
        for name, body in names:
            for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", rest, re.IGNORECASE):
                found.append((match.start(), body))
                rest = f"{rest[: match.start()]}{' ' * len(match[0])}{rest[match.end() :]}"
    found.extend((named.start, named.body) for named in named_bodies(rest, context.profile) if not named.is_genitive)
    return sorted(found)


def names_body(context: Context, text: str) -> bool:
    """Whether a text names somebody who can be given an uppdrag."""
    return bool(bodies_in(context, text)) or any(has_word(text, word) for word in context.profile.uppdrag.bodies)


def names_of_namnd(context: Context) -> list[str]:
    """The names of the document's nämnd, the longest first; none where no organisation has it."""
    return _names_of_bodies(context).get(context.namnd or "", [])


def has_word(text: str, word: str) -> bool:
    """Whether a text has a word, maybe as the end of a compound: grundskolenämnden is a nämnd."""
    return bool(re.search(rf"\w*{re.escape(folded(word))}(?!\w)", folded(text)))


def _names_of_bodies(context: Context) -> dict[str, list[str]]:
    """The names of each nämnd and group of the organisation, by id: with and without the article, and "socialnämnd Nordost"."""
    if context.bodies is None:
        context.bodies = {}
        entries = [entry for entry in context.workspace.entries if entry.header.keys & {"groups", "namnder"}]
        for entry in context.workspace.usable(entries):
            for namnd in entry.document.namnder:
                context.bodies[namnd.id] = names_of(namnd.title, context.profile)
            for group in entry.document.groups:
                words = context.profile.uppdrag.everyone if group.everyone else []
                context.bodies[group.id] = [*names_of(group.title, context.profile), *words]
    return context.bodies
