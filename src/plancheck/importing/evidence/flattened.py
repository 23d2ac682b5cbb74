"""Lines into which several have run together: the heading of a decision, who decides, and its points."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from plancheck.importing.evidence.names import named_bodies
from plancheck.importing.evidence.profile import Profile
from plancheck.importing.reading.lines import Line, Reading

_NUMBER = r"\s*(?:[0-9]{1,3}\s+(?=[^\W\d_]))?"
"""The number that a heading may begin with, or a page, where a whole page is one line."""
NEAR = 2
"""How many words there may be between the heading of a decision and who decides."""


def parted(reading: Reading, profile: Profile) -> Reading:
    """A file with the lines parted into which the heading of a decision has run together with what it decides.

    Each part keeps the number that people see of the line that it comes from.
    """
    lines: list[Line] = []
    rows: dict[int, int] = {}
    for line, after in itertools.zip_longest(reading.lines, reading.lines[1:]):
        parts = [*_parts(line, profile)]
        # The last part may go on in the next line.
        is_whole = line.whole or after is None or after.blanks > 0
        for n, text in enumerate(parts):
            number = max(line.number, lines[-1].number + 1 if lines else line.number)
            if number != reading.row(line) and reading.numbered:
                rows[number] = reading.row(line)
            own = line._replace(number=number)
            if len(parts) > 1:
                own = own._replace(text=text, lead=min(line.lead, len(text)) if n == 0 else 0)
            is_closed = is_whole or n + 1 < len(parts)
            lines.append(own if n == 0 else own._replace(blanks=1, opens_page=False, whole=is_closed))
    return reading if len(lines) == len(reading.lines) else replace(reading, lines=tuple(lines), rows=rows)


def _parts(line: Line, profile: Profile) -> Iterator[str]:
    """The texts of a line that has run together; that of the line where it has not."""
    heading = next((end for end in _heading_ends(line.text, profile) if _decides(line.text[end:], profile)), None)
    if line.cell is not None or line.level is not None or heading is None:
        yield line.text
        return
    yield line.text[:heading]
    yield from _points(line.text[heading:], profile)


def _heading_ends(text: str, profile: Profile) -> list[int]:
    """Where a heading of a decision may end that a text begins with, the longest first."""
    phrases = [phrase for phrase in (*profile.decisions.adopted, *profile.decisions.proposed) if len(phrase.split()) > 1]
    found = (re.match(rf"{_NUMBER}{re.escape(phrase)}(?=[\s:]+\S)", text, re.IGNORECASE) for phrase in phrases)
    return sorted((match.end() for match in found if match), reverse=True)


def _decides(text: str, profile: Profile) -> bool:
    """Whether a text begins with somebody who decides, or is to."""
    first = next(iter(named_bodies(text, profile)), None)
    if first is None or len(text[: first.start].split()) > NEAR:
        return False
    verb = re.compile(rf"\w+\s+(?:\w+\s+){{0,2}}?(?:{_any(profile.decisions.decides)})(?!\w)", re.IGNORECASE)
    return bool(verb.match(text, first.start))


def _points(text: str, profile: Profile) -> Iterator[str]:
    """A text that says who decides, and its numbered points apart, where at least two stand in it."""
    first = re.search(rf"(?<!\w)(?:{_any(profile.decisions.decides)})(?:\s+\w+)?[\s:.]+(?=1\.\s+\w)", text, re.IGNORECASE)
    starts = [first.end()] if first else []
    while starts and (match := re.compile(rf"\s(?={len(starts) + 1}\.\s+[^\W\d_])").search(text, starts[-1])):
        starts.append(match.end())
    edges = [0, *starts, len(text)] if len(starts) > 1 else [0, len(text)]
    yield from (text[start:end].strip() for start, end in itertools.pairwise(edges))


def _any(phrases: list[str]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
