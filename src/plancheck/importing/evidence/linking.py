"""Which of the goals and uppdrag that are known a text tells of, and how sure that is.

Texts are compared by the runs of letters that they share, the rare ones counting most: words may be inflected or joined,
hyphens and ligatures lost, letters mistaken by a scan. A register may have the full wording, or a short title of its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plancheck.importing.evidence.fuzzy import folded

SURE = 0.4
"""From which confidence on a link is made."""
DOUBTFUL = 0.8
"""Below which confidence a link that is made is one to look at."""
_MISTAKEN = str.maketrans({"1": "l", "!": "l", "|": "l", "0": "o", "6": "o", "4": "a", "5": "s", "�": None})
SPOILED = 0.03
"""From what share of spoiled words on a file is a bad copy, of which less is certain."""
DOUBTFUL_IN_A_BAD_COPY = 0.96
RUN = 4
"""How many letters a run has."""


class Known(NamedTuple):
    """Something that a text may tell of: its reference, its words, and whom it is for."""

    ref: str
    text: str
    to: frozenset[str] = frozenset()


class Link(NamedTuple):
    """What a text was found to tell of, with a confidence from 0 to 1; `rival` is what comes next."""

    ref: str | None
    confidence: float
    rival: str | None = None


def runs_of(text: str) -> Counter[str]:
    """The runs of letters in a text, as they are compared."""
    plain = folded(text).translate(_MISTAKEN).replace("rn", "m")
    words = re.findall(r"[^\W_]+", plain.replace("-", ""))
    found: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        found.update(padded[n : n + RUN] for n in range(max(1, len(padded) - RUN + 1)))
    return found


def link(texts: Sequence[tuple[str, frozenset[str]]], known: Sequence[Known]) -> list[Link]:
    """For each text, with whom it is for, what it is about; no two texts get the same.

    The texts are taken in the order of how well they fit, so that what fits best is given first.
    """
    if not known:
        return [Link(None, 0.0) for _ in texts]
    scores = _scores(texts, known)
    assigned = _assigned(scores)
    return [_link_to(assigned[m], fits, known) if m in assigned else Link(None, 0.0) for m, fits in enumerate(scores)]


def _scores(texts: Sequence[tuple[str, frozenset[str]]], known: Sequence[Known]) -> list[dict[int, float]]:
    """How well each text fits what is known, by its position there; what cannot be the same is left out."""
    runs_of_texts = [runs_of(text) for text, _ in texts]
    runs_of_known = [runs_of(entry.text) for entry in known]
    weights = _weights([*runs_of_texts, *runs_of_known])
    having: dict[str, list[int]] = {}
    for n, runs in enumerate(runs_of_known):
        for run in runs:
            having.setdefault(run, []).append(n)
    scores: list[dict[int, float]] = []
    for (_, to), runs in zip(texts, runs_of_texts, strict=True):
        # Only what shares a run that is not in everything can be the same.
        near = {n for run in runs if len(having.get(run, ())) <= max(3, len(known) // 3) for n in having.get(run, ())}
        scores.append({n: _likeness(runs, runs_of_known[n], weights) * _fits(to, known[n].to) for n in near})
    return scores


def _assigned(scores: Sequence[Mapping[int, float]]) -> dict[int, int]:
    """What each text is about, both by position: the best fit of all first, then the best of those that are left."""
    pairs = sorted(((score, m, n) for m, fits in enumerate(scores) for n, score in fits.items()), reverse=True)
    assigned: dict[int, int] = {}
    used: set[int] = set()
    for _, m, n in pairs:
        if m not in assigned and n not in used:
            assigned[m] = n
            used.add(n)
    return assigned


def _link_to(n: int, fits: Mapping[int, float], known: Sequence[Known]) -> Link:
    """The link of a text to what it is about, with how sure that is; `fits` is how well it fits that and all others."""
    score = fits[n]
    rival_score, rival = max(((other, k) for k, other in fits.items() if k != n), default=(0.0, -1))
    confidence = _confidence(score, rival_score)
    name = known[rival].ref if rival >= 0 and rival_score > 0.5 * score else None
    return Link(known[n].ref if confidence >= SURE else None, round(confidence, 2), name)


def _weights(texts: Sequence[Counter[str]]) -> Mapping[str, float]:
    """How much a run counts: the more the fewer texts have it."""
    counted: Counter[str] = Counter()
    for runs in texts:
        counted.update(runs.keys())
    return {run: math.log((1 + len(texts)) / (0.5 + number)) for run, number in counted.items()}


def _likeness(here: Counter[str], there: Counter[str], weights: Mapping[str, float]) -> float:
    """How alike two texts are, from 0 to 1: how much of the shorter one's weight the longer one has too."""
    common = sum(weights[run] for run in here.keys() & there.keys())
    one, other = (sum(weights[run] for run in runs) for runs in (here, there))
    if not one or not other:
        return 0.0
    shorter, both = common / min(one, other), common / math.sqrt(one * other)
    return 0.55 * shorter + 0.45 * both


def _fits(to: frozenset[str], other: frozenset[str]) -> float:
    """Whether two are for the same nämnder, as far as both say so."""
    return 1.0 if not to or not other or to & other else 0.75


def _confidence(score: float, rival: float) -> float:
    """How sure a link is: by how alike the two are, and by how much more than the next. That there is no next says nothing."""
    alike = min(1.0, score / 0.5)
    apart = min(1.0, (score - rival) / max(score, 1e-9) / 0.6) if score > rival > 0.0 else alike if score > rival else 0.0
    return max(0.0, min(1.0, 0.55 * alike + 0.45 * apart)) if score > 0.12 else 0.0
