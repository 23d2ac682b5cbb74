"""The names of nämnder, boards and groups in running text, by the endings in the profile."""

from __future__ import annotations

import re
from typing import NamedTuple

from plancheck.importing.evidence.folding import folded
from plancheck.importing.evidence.profile import Profile


def names_of(title: str, profile: Profile) -> list[str]:
    """The names of a body, the longest first: its title, that without the article, and the name of its administration.

    An uppdrag for a nämnd's administration is for the nämnd.
    """
    names = {title}
    for ending, bare in profile.bodies.endings.items():
        names |= {
            re.sub(rf"{re.escape(ending)}\b", bare, title),
            re.sub(rf"^(\w*){re.escape(ending)} (\w+)$", rf"\1{bare} \2", title),
        }
    for ending, administration in profile.bodies.administration.items():
        names |= {name.replace(ending, administration) for name in names if ending in name}
    return sorted(names, key=len, reverse=True)


def without_article(text: str, profile: Profile) -> str:
    """A folded text with nämnd for nämnden, so that both are the same name."""
    for ending, bare in profile.bodies.endings.items():
        text = re.sub(rf"{re.escape(folded(ending))}(s?)\b", rf"{folded(bare)}\1", text)
    return text


class NamedBody(NamedTuple):
    """A body that a text names: where it stands, its id, whether it is in the genitive, and its name without that ending."""

    start: int
    body: str
    is_genitive: bool
    name: str


def named_bodies(text: str, profile: Profile) -> list[NamedBody]:
    """The bodies that a text names. Their ids are those of the profile, or are made from the name of a nämnd."""
    found = [
        NamedBody(match.start(), body, bool(match[1]), name)
        for body, names in profile.bodies.names.items()
        for name in names
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(s?)(?!\w)", text, re.IGNORECASE)
    ]
    endings = "|".join(re.escape(ending) for ending in profile.bodies.endings)
    if endings:
        # A name may go on with that of a place.
        pattern = rf"\b((?:\w+-,? (?:\w+-?,? )?\w+ )?\w+(?:{endings}))(s?)\b(?: (\w+)\b(?!:))?"
        for match in re.finditer(pattern, text):
            place = match[3] if match[3] and match[3][0].isupper() else ""
            name = f"{match[1]} {place}".strip()
            found.append(NamedBody(match.start(), id_of(name), bool(match[2]), name))
    return sorted(found)


def id_of(name: str) -> str:
    """A name as an id: small letters without accents, and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", folded(name)))
