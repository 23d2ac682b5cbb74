"""The goals and uppdrag that registers hold, to be searched for in every block of a document before its layout is known.

Texts are compared as links are (`linking.py`): by the runs of letters that they share, the rare ones counting most.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from plancheck.importing.evidence.linking import Known, runs_of

LENGTH = 60
"""How many words of a block are compared."""
WHOLE = 0.62
"""How much of what is known a text must have to be it."""
OWN = 0.4
"""How much of a text must be what is known: more around it, and it only names it."""
APART = 0.12
"""By how much it must be more like it than like what comes next."""


class Likeness(NamedTuple):
    """How much a text is like what is known best: how much of that it has, and how much of the text that is."""

    ref: str = ""
    has: float = 0.0
    is_it: float = 0.0
    rival: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the text is what is known, and nothing else that is."""
        return self.has >= WHOLE and self.is_it >= OWN and self.has - self.rival >= APART


class KnownThings:
    """What is known, ready to be searched for. `matter` gives what a text is about, without words that all of its kind have."""

    def __init__(self, known: Sequence[Known], matter: Callable[[str], str] = str) -> None:
        self._known = [entry for entry in known if entry.text.strip()]
        self._matter = matter
        self._runs = [runs_of(matter(entry.text)) for entry in self._known]
        counted: Counter[str] = Counter()
        for runs in self._runs:
            counted.update(runs.keys())
        self._many = len(self._known)
        self._weights = {run: math.log((1 + self._many) / (0.5 + number)) + 0.1 for run, number in counted.items()}
        self._unknown = math.log((1 + self._many) / 0.5) + 0.1
        self._having: dict[str, list[int]] = {}
        for n, runs in enumerate(self._runs):
            for run in runs:
                self._having.setdefault(run, []).append(n)
        self._whole = [sum(self._weights[run] for run in runs) for runs in self._runs]
        self.best = lru_cache(maxsize=50_000)(self._best)

    def _best(self, text: str) -> Likeness:
        """What a text is most like."""
        runs = runs_of(" ".join(self._matter(text).split()[:LENGTH]))
        if not runs or not self._known:
            return Likeness()
        common: Counter[int] = Counter()
        for run in runs:
            for n in self._having.get(run, ()):
                common[n] += self._weights[run]  # type: ignore[assignment]
        if not common:
            return Likeness()
        own = sum(self._weights.get(run, self._unknown) for run in runs)
        ranked = sorted(((value / self._whole[n], n) for n, value in common.items()), reverse=True)
        # Of two that are the same, or one within the other, the longer is meant.
        has, n = max(ranked[:6], key=lambda entry: (entry[0] >= WHOLE, common[entry[1]] if entry[0] >= WHOLE else entry[0]))
        rival = next((share for share, other in ranked if other != n and not self._is_within(other, n)), 0.0)
        return Likeness(self._known[n].ref, min(1.0, has), min(1.0, common[n] / own), min(1.0, rival))

    def _is_within(self, n: int, other: int) -> bool:
        """Whether what is known says no more than another that is known."""
        shared = sum(self._weights[run] for run in self._runs[n].keys() & self._runs[other].keys())
        return shared >= 0.9 * self._whole[n]
