"""The names of nämnder, boards and groups in running text, by the endings in the profile."""

from __future__ import annotations

import re

from plancheck.importing.evidence.fuzzy import folded
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
