"""Whether a text gives somebody an uppdrag, and whom: "nämnden får i uppdrag att …", "KF ger nämnden i uppdrag att …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import find, which
from plancheck.importing.evidence.organisations import names_body

LIKE = 86.0
"""How alike words must be to those that give an uppdrag: a bad copy, where somebody who can be given one stands beside them."""
FIRST_WORDS = 60
"""Within how many words an uppdrag says that it is one."""
ANY = "…"
"""What stands in a directive for those who are given the uppdrag."""
BETWEEN = 160
"""How many letters the names of those may have that stand within a directive."""


class Giving(NamedTuple):
    """Where a text gives an uppdrag: what stands before it, the words that name who is given it, and where the words end."""

    before: str
    to: str
    start: int
    end: int


def giving_in(context: Context, text: str) -> Giving | None:
    """Where a text gives somebody an uppdrag; None where it gives none, or only tells that one was given."""
    head = " ".join(text.split()[:FIRST_WORDS])
    words = context.profile.uppdrag
    for directive in words.directives:
        if ANY in directive:
            giving = _around(context, head, directive)
            if giving:
                return giving
            continue
        span = find(head, directive, LIKE)
        if span and span[0] > 2 and names_body(context, head[: span[0]]):
            said = head[span[0] : span[1]]
            if not _is_told(words.told, head, span) and which(said, {"given": [directive], "told": words.told}) != "told":
                return Giving(head[: span[0]], head[: span[0]], *span)
    return None


def _is_told(phrases: Sequence[str], head: str, span: tuple[int, int]) -> bool:
    """Whether a phrase that only tells of an uppdrag stands, to the letter, where another seemed to give it."""
    patterns = (rf"(?<!\w){re.escape(phrase)}(?!\w)" for phrase in phrases)
    spans = [match.span() for pattern in patterns for match in re.finditer(pattern, head, re.IGNORECASE)]
    return any(start < span[1] and span[0] < end for start, end in spans)


def _around(context: Context, head: str, directive: str) -> Giving | None:
    """Where a text has a directive of two parts with names of bodies between them."""
    before, _, behind = (r"\s+".join(map(re.escape, part.split())) for part in directive.partition(ANY))
    match = re.search(rf"(?<!\w){before}\s+(.{{1,{BETWEEN}}}?)\s+{behind}(?!\w)", head, re.IGNORECASE)
    if match is None or not names_body(context, match[1]) or re.search(r"[.;]\s", match[1]):
        return None
    return Giving(head[: match.start()], match[1], match.start(), match.end())


def matter_of(context: Context, text: str) -> str:
    """What an uppdrag is about: its words behind those that give it, where it begins with these."""
    words = "|".join(map(re.escape, context.profile.uppdrag.wanted))
    match = re.match(rf".{{0,{BETWEEN}}}?\b(?:{words})\s+(?=\S)", text, re.IGNORECASE | re.DOTALL) if words else None
    return text[match.end() :] if match else text


def gives_at_its_beginning(context: Context, text: str) -> bool:
    """Whether a text is an uppdrag itself: it begins with who gives or is given it, in its first sentence."""
    giving = giving_in(context, text)
    if giving is None or not text[:1].isupper() or re.search(r"[.!?]\s+[A-ZÅÄÖ]", giving.before):
        return False
    return not giving.before.strip() or begins_with_body(context, text)


def begins_with_body(context: Context, text: str) -> bool:
    """Whether a text begins with the name of somebody who can be given an uppdrag, or can give one."""
    return text[:1].isupper() and names_body(context, " ".join(text.split()[:6]))
