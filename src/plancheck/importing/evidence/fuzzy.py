"""Whether words are the same although they are written otherwise: in case, white space, or letters that a scan has mistaken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from plancheck.importing.evidence.folding import folded as folded

ALIKE = 84.0
"""How alike two phrases must be, of a hundred, for the one to be a bad copy of the other."""
WHOLE = 92.0
"""How alike words must be that name one of many whose names are much alike."""
SHORT = 5
"""How many letters a phrase must have for a bad copy to be told from another word."""


def squeezed(text: str) -> str:
    """A text as it is compared where a narrow column may have cut its words: folded, without blanks."""
    return folded(text).replace(" ", "")


def same(text: str, phrase: str) -> bool:
    """Whether a text says just this phrase."""
    return likeness(text, phrase) > 0


def likeness(text: str, phrase: str) -> float:
    """How much a text is this phrase, of a hundred; nothing where it is another."""
    here, there = folded(text), folded(phrase)
    if here == there:
        return 100.0
    if len(there) <= SHORT or abs(len(here) - len(there)) > 3:
        return 0.0
    return fuzz.ratio(here, there, score_cutoff=ALIKE)


def one_of(text: str, phrases: Iterable[str]) -> str | None:
    """The phrase that a text says, and nothing else."""
    return next((phrase for phrase in phrases if same(text, phrase)), None)


def begins(text: str, phrase: str) -> int | None:
    """How many characters of a text the phrase takes that it begins with; None where it does not."""
    words = re.findall(r"\S+", phrase)
    found = re.match(r"\s*" + r"\s+".join([r"\S+"] * len(words)), text)
    if not found or not (same(found[0], phrase) or folded(found[0]) == folded(phrase)):
        return None
    return found.end()


def holds(text: str, phrase: str, *, exactly: bool = False) -> bool:
    """Whether the phrase stands in a text as words of its own."""
    here, there = folded(text), folded(phrase)
    if re.search(rf"(?<!\w){re.escape(there)}(?!\w)", here):
        return True
    if exactly:
        return False
    if len(there) <= SHORT or len(here) < len(there) - 2:
        return False
    many = len(there.split())
    words = here.split()
    windows = (" ".join(words[n : n + many]) for n in range(max(1, len(words) - many + 1)))
    return any(abs(len(one) - len(there)) <= 2 and fuzz.ratio(one.strip(" .:;,()"), there) >= ALIKE + 4 for one in windows)


def held(text: str, phrases: Iterable[str], *, exactly: bool = False) -> str | None:
    """The longest of the phrases that stand in a text."""
    return max((phrase for phrase in phrases if holds(text, phrase, exactly=exactly)), key=len, default=None)


def which(text: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """Of several names, each of which may be said in several ways, the one that a text says."""
    here = folded(text)
    best = max(((fuzz.ratio(here, folded(phrase)), name) for name, said in names.items() for phrase in said), default=(0.0, ""))
    return best[1] if best[0] == 100 or (best[0] >= ALIKE and len(here) > SHORT) else None


def find_words(text: str, phrase: str) -> int | None:
    """Where a phrase, or a bad copy of it, begins in a text, as whole words; None where it does not stand there."""
    pattern = r"\s+".join(map(re.escape, phrase.split()))
    exact = re.search(rf"(?<![\w-]){pattern}(?![\w-])", text, re.IGNORECASE)
    if exact:
        return exact.start()
    length = len(phrase.split())
    words = list(re.finditer(r"\S+", text))
    for n in range(len(words) - length + 1):
        window = text[words[n].start() : words[n + length - 1].end()]
        if likeness(window, phrase) >= WHOLE and folded(window)[-2:] == folded(phrase)[-2:]:
            return words[n].start()
    return None


def find(text: str, phrase: str, alike: float = ALIKE + 4) -> tuple[int, int] | None:
    """Where a phrase, or what is that much like it, stands in a text; None where it does not. White space is no matter."""
    parts = r"\s+".join(map(re.escape, phrase.split()))
    found = re.search(rf"(?<!\w){parts}(?!\w)", text, re.IGNORECASE)
    if found:
        return found.span()
    if len(phrase) <= SHORT:
        return None
    alignment = fuzz.partial_ratio_alignment(phrase.casefold(), text.casefold(), score_cutoff=alike)
    return (alignment.dest_start, alignment.dest_end) if alignment else None


def short_id(text: str, otherwise: str, behind: Iterable[str] = ()) -> str:
    """A name of at most 40 letters made of the longer words of a text: of those behind the first phrase that it holds."""
    starts = [span[1] for phrase in behind if (span := find(text, phrase, 100.0))]
    words = re.findall(r"[a-z0-9]+", folded(text[min(starts, default=0) :]))
    name = "-".join(word for word in words if len(word) > 2)
    return (name if len(name) <= 40 else name[:41].rpartition("-")[0] or name[:40]) or otherwise


def unique_id(name: str, ids: set[str]) -> str:
    """An id that is not taken, which it then is: the name, with a number behind it if need be."""
    unique, n = name, 2
    while unique in ids:
        unique, n = f"{name}-{n}", n + 1
    ids.add(unique)
    return unique
