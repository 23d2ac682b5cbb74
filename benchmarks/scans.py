"""Damage that scanners, converters and careless people do to the text of a document."""

from __future__ import annotations

import random
import re

MISTAKEN = {
    "å": "aäié4", "ä": "aåié4", "ö": "oé6d", "Å": "AÄ4", "Ä": "AÅ4", "Ö": "O0",
    "l": "1i", "i": "1l", "e": "c", "o": "0", "t": "f", "n": "u", "u": "n", "m": "n", "a": "o", "s": "5", "g": "q", "b": "h",
}  # fmt: skip
"""Letters, and what a scanner mistakes them for."""


def scanned(text: str, share: float, seed: int = 1) -> str:
    """The text with a share of its letters mistaken for others."""
    chance = random.Random(seed)
    made = []
    for char in text:
        if char.isalpha() and chance.random() < share:
            made.append(chance.choice(MISTAKEN.get(char, char)))
        else:
            made.append(char)
    damaged = "".join(made)
    return re.sub("rn", lambda found: "m" if chance.random() < share * 4 else found[0], damaged)


def without_ligatures(text: str) -> str:
    """The text with fi, fl and ffi as the replacement character."""
    return re.sub("ffi|fi|fl", "\N{REPLACEMENT CHARACTER}", text)


def numbers_apart(text: str, share: float = 0.3, seed: int = 1) -> str:
    """The text with the numbers of some headings on a separate line."""
    chance = random.Random(seed)

    def cut(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}\n{found[3]}" if chance.random() < share else found[0]

    return re.sub(r"(?m)^( ?)([0-9]+(?:\.[0-9]+)+) ([A-ZÅÄÖ].*)$", cut, text)


def pages_swapped(text: str, pairs: int = 1, seed: int = 1) -> str:
    """The text with some pages swapped with the next one."""
    chance = random.Random(seed)
    pages = re.split(r"(?m)(?<=\S)\n(?= \S)|(?<=\S )\n(?= \S)", text)
    for _ in range(pairs):
        n = chance.randrange(1, len(pages) - 1)
        pages[n], pages[n + 1 if n + 2 < len(pages) else n - 1] = pages[n + 1 if n + 2 < len(pages) else n - 1], pages[n]
    return "\n".join(pages)


def columns_interleaved(text: str, share: float = 0.2, seed: int = 1) -> str:
    """The text with the lines of some adjacent cells interleaved."""
    chance = random.Random(seed)
    cells = re.split(r"\n[ ]?\n", text)
    made: list[str] = []
    while cells:
        cell = cells.pop(0)
        here, there = cell.split("\n"), cells[0].split("\n") if cells else []
        if len(here) > 2 and len(there) > 2 and chance.random() < share:
            cells.pop(0)
            mixed = [line for n in range(max(len(here), len(there))) for line in (*here[n : n + 1], *there[n : n + 1])]
            made.append("\n".join(mixed))
        else:
            made.append(cell)
    return "\n\n".join(made)
