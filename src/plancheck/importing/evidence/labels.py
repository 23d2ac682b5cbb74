"""Labels: the words of a profile that say what stands below a heading, in a column, or behind a colon."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from plancheck.importing.evidence.fuzzy import folded, same
from plancheck.importing.evidence.names import names_of
from plancheck.importing.evidence.profile import Profile, Role

ALONE = 1.0
"""How much a text labels that is a label and nothing else."""
QUALIFIED = 0.9
"""How much it labels with words that may stand beside one."""
SHARED = 0.3
"""How much it labels that is the label of two things, or names the nämnd whose it is."""
COPIED = 76.0
"""How alike a word of a line of labels must be to one, of a hundred."""
NEAR = 0.2
"""How much it labels that has other words too."""
MOST_BESIDE = 14
"""How many words a text has at the most that labels anything."""
FEW = 7
"""How many words a text with other words may have that labels at all."""
_LABEL = re.compile(
    r"\s*([^\W\d_][^:.\n–]{0,45}?)\s*(?:([0-9]{1,2}(?:\.[0-9]{1,2})*[A-Za-z]?|[A-Z])\b)?\s*([:.–]|-(?=\s))\s*(.*)$", re.DOTALL
)
_NUMBERED = re.compile(r"\s*([^\W\d_][\w-]*(?: [\w-]+)?) ([0-9]{1,2}(?:\.[0-9]{1,2})*[A-Za-z]?)(?=\s)\s*(.*)$", re.DOTALL)


class Label(NamedTuple):
    """A label at the beginning of a text: its role, the words that it is, the number behind it, and what it labels."""

    role: Role
    phrase: str
    ordinal: str
    rest: str


def _words(text: str) -> list[str]:
    return re.findall(r"[\w#:-]*\w[\w-]*", folded(text))


def without_effect(said: Iterable[tuple[str, str]], texts: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of a role and words that label nothing: no line has these words at its beginning, or among a few others.

    `texts` are the lines of a file; what they say together with the next counts too, since a heading may take two.
    """
    lines = [_words(text) for text in (*texts, *map(" ".join, itertools.pairwise(texts)))]
    short = [line if len(line) <= MOST_BESIDE else line[: MOST_BESIDE // 2] for line in lines]
    return [
        (role, words)
        for role, words in said
        if not any(_find(line, tuple(_words(words))) is not None for line in short)
        and not any(same(text, words) for text in texts)
    ]


class Labels:
    """The labels of a profile, made ready to be searched for in texts. `bodies` are names that may stand beside one."""

    def __init__(self, profile: Profile, bodies: Iterable[str] = ()) -> None:
        phrases = [(tuple(_words(phrase)), role, phrase) for role, all_ in profile.labels.items() for phrase in all_]
        self._phrases = sorted((entry for entry in phrases if entry[0]), key=lambda entry: -len(entry[0]))
        self._whole = {words for words, _, _ in self._phrases}
        self._beside = {word for phrase in profile.beside_labels for word in _words(phrase)}
        names = {name for body in bodies for name in names_of(body, profile)}
        self._bodies = {word for name in names for word in _words(name)} | {
            f"{word}s" for name in names for word in _words(name)
        }
        self._endings = tuple(folded(ending) for pair in profile.bodies.endings.items() for ending in pair)
        self._cached = lru_cache(maxsize=20_000)(self._in_text)
        self._sequence = lru_cache(maxsize=20_000)(self._sequence_in)
        self._beginning: dict[str, list[tuple[tuple[str, ...], Role]]] = {}
        for phrase, role, _ in self._phrases:
            self._beginning.setdefault(phrase[0], []).append((phrase, role))
        self._words = sorted({word for phrase, _, _ in self._phrases for word in phrase})
        self._like_a_word = lru_cache(maxsize=50_000)(self._is_like_a_word)

    def of(self, text: str) -> Mapping[Role, float]:
        """What a heading or the head of a column labels, from 0 to 1 each; nothing where it is no label."""
        return self._cached(text)

    def within(self, text: str) -> set[Role]:
        """The roles of the labels that stand in a text as words of their own, whatever else it says."""
        rest: list[str | None] = list(_words(text))
        roles: set[Role] = set()
        present = set(rest)
        for phrase, role, _ in self._phrases:
            at = _find(rest, phrase) if present.issuperset(phrase) else None
            if at is not None:
                rest[at : at + len(phrase)] = [None] * len(phrase)
                roles.add(role)
        return roles

    def role(self, text: str, *, least: float = QUALIFIED) -> Role | None:
        """The one role that a text labels for sure."""
        roles = self.of(text)
        best = max(roles, key=lambda role: roles[role], default=None)
        return best if best is not None and roles[best] >= least else None

    def _in_text(self, text: str) -> Mapping[Role, float]:
        if len(text) > 120:
            return {}
        words = [word for word in _words(text) if not re.fullmatch(r"[0-9][0-9/–-]*", word)]
        if not words or len(words) > MOST_BESIDE:
            return {}
        roles: dict[Role, float] = {}
        rest: list[str | None] = list(words)
        present = set(rest)
        for phrase, role, _ in self._phrases:
            at = _find(rest, phrase) if present.issuperset(phrase) else None
            if at is not None:
                rest[at : at + len(phrase)] = [None] * len(phrase)
                roles[role] = 1.0
        if not roles:
            # A bad copy of one.
            whole = " ".join(words)
            best = next((role for _, role, phrase in self._phrases if same(whole, phrase)), None)
            return {best: QUALIFIED} if best else {}
        others = [word for word in rest if word is not None]
        if not others:
            strength = ALONE
        elif all(self._may_be_beside(word) for word in others):
            strength = QUALIFIED
        elif len(words) <= FEW:
            strength = NEAR
        else:
            return {}
        # Mål och uppdrag: what stands below is either. What the nämnd is there for is called its uppdrag too; unless the
        # profile says just these words.
        is_either = "goal" in roles and "uppdrag" in roles
        is_of_body = "uppdrag" in roles and len(words) == 2 and self._is_body(words[0])
        if (is_either or is_of_body) and tuple(words) not in self._whole:
            strength = min(strength, SHARED)
        return dict.fromkeys(roles, strength)

    def _may_be_beside(self, word: str) -> bool:
        return word in self._beside or self._is_body(word)

    def _is_body(self, word: str) -> bool:
        return word in self._bodies or word.removesuffix("s").endswith(self._endings)

    def sequence(self, text: str) -> list[Role]:
        """The roles that the words of a text name one after the other; none where it has any other words but a year."""
        return list(self._sequence(text))

    def _sequence_in(self, text: str) -> Sequence[Role]:
        words = [word for word in _words(text) if not re.fullmatch(r"20[0-9]{2}", word)]
        if not words or len(text) > 160:
            return []
        roles: list[Role] = []
        n = 0
        while n < len(words):
            phrases = self._beginning.get(words[n], ())
            match = next((known for known in phrases if tuple(words[n : n + len(known[0])]) == known[0]), None)
            if match is None:
                return self._copied_sequence(words) if all(map(self._like_a_word, words)) else []
            roles.append(match[1])
            n += len(match[0])
        return roles

    def _is_like_a_word(self, word: str) -> bool:
        """Whether a word may be one of those that labels are made of, in a bad copy."""
        return process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=COPIED) is not None

    def _copied_sequence(self, words: Sequence[str]) -> list[Role]:
        """The roles of a line of labels in a bad copy, each of which is alike."""
        roles: list[Role] = []
        n = 0
        while n < len(words):
            match = next(
                ((phrase, role) for phrase, role, text in self._phrases if same(" ".join(words[n : n + len(phrase)]), text)),
                None,
            )
            if match is None:
                return []
            roles.append(match[1])
            n += len(match[0])
        return roles

    def names_part(self, text: str) -> bool:
        """Whether a text gives a part of a goal or an uppdrag behind its label: a status, an assessment, who is responsible."""
        label = self.before(text)
        return label is not None and bool(label.rest) and label.role not in ("goal", "sub-goal", "uppdrag", "activity", "area")

    def begins_with(self, text: str, role: Role) -> bool:
        """Whether a text begins with a label of a role, whatever stands behind it."""
        words = tuple(_words(text))
        return any(known == role and words[: len(phrase)] == phrase for phrase, known, _ in self._phrases)

    def is_labelled(self, text: str) -> bool:
        """Whether a text begins with a label and a colon."""
        label = self.before(text) if ":" in text[:60] else None
        return label is not None

    def before(self, text: str) -> Label | None:
        """The label that a text begins with, behind which is a colon, a stop, a dash or a number; None where it has none."""
        for pattern in (_LABEL, _NUMBERED):
            match = pattern.match(text)
            if match is None:
                continue
            if pattern is _LABEL:
                phrase, ordinal, sign, rest = match.groups()
                if sign != ":" and not ordinal:
                    continue
            else:
                phrase, ordinal, rest = match.groups()
            role = self.role(phrase)
            if role:
                return Label(role, phrase.strip(), ordinal or "", rest.strip())
        return None


def _find(words: Sequence[str | None], phrase: tuple[str, ...]) -> int | None:
    """Where a phrase stands among words; None where it does not."""
    return next((n for n in range(len(words) - len(phrase) + 1) if tuple(words[n : n + len(phrase)]) == phrase), None)
