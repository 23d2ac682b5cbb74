"""The headings of a document, and what stands under each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plancheck.importing.reading.lines import Line

_HEADING = re.compile(r"^\s*([0-9]{1,2}(?:\.[0-9]{1,2}){0,4})(\.?)\s+([^\W\d_].*)$")
_NUMBER_ALONE = re.compile(r"^\s*([0-9]{1,2}(?:\.[0-9]{1,2}){1,4})\.?\s*$")
LONGEST = 200
"""How long a heading may be, over all its lines."""
RESTART = 1.2
"""What it costs to take a 1 for the beginning of a new document: it must be worth two headings more."""


class Heading(NamedTuple):
    """A heading: its number, if it has one, its lines, and where it stands among the lines of its document."""

    number: tuple[int, ...]
    title: str
    lines: tuple[Line, ...]
    start: int
    level: int

    @property
    def end(self) -> int:
        """The first line behind the heading."""
        return self.start + len(self.lines)

    @property
    def dotted(self) -> str:
        """The number as it is written: 3.1.2."""
        return ".".join(map(str, self.number))


class OutlineSection(NamedTuple):
    """A heading with the lines up to the next heading, and the headings that it stands below, the nearest last."""

    heading: Heading
    body: tuple[Line, ...]
    above: tuple[Heading, ...]


WINDOW = 80
"""How many candidates back a heading's predecessor is looked for."""


def headings(lines: Sequence[Line]) -> list[Heading]:
    """The headings among lines, in order: of all lines that could be headings, the longest run whose numbers go on.

    A list of points or a row of a table begins with a number too, but the numbers after it do not follow from it.
    """
    candidates = list(_candidates(lines))
    # The best run that ends with each candidate: its worth, and the candidate before; a new document begins at 1 again.
    worth: list[float] = []
    before: list[int | None] = []
    best: tuple[float, int | None] = (0.0, None)
    for n, one in enumerate(candidates):
        own = 1.0 if len(one.number) != 1 else 0.6
        value, came = (own, None) if not one.number or _follows(one.number, ()) else (-1.0, None)
        if one.number == (1,) and best[1] is not None and best[0] - RESTART + own > value:
            value, came = best[0] - RESTART + own, best[1]
        for m in range(max(0, n - WINDOW), n):
            other = candidates[m]
            if other.end > one.start or worth[m] < 0 or worth[m] + own <= value:
                continue
            if not one.number or not other.number or _follows(one.number, other.number):
                value, came = worth[m] + own, m
        worth.append(value)
        before.append(came)
        if value > best[0]:
            best = (value, n)
    run: list[Heading] = []
    at = best[1]
    while at is not None:
        run.append(candidates[at])
        at = before[at]
    return run[::-1]


def _candidates(lines: Sequence[Line]) -> Iterator[Heading]:
    for n, line in enumerate(lines):
        if line.cell is not None:
            continue
        match = _HEADING.match(line.text)
        if match and _could_be(line, match):
            number = tuple(map(int, match[1].split(".")))
            more = _continued(lines, n, match[3])
            title = " ".join([match[3].strip(), *(one.text.strip() for one in more)])
            yield Heading(number, title, (line, *more), n, line.level or len(number))
        elif line.level is not None:
            yield Heading((), line.text.strip(), (line,), n, line.level)
        elif (alone := _NUMBER_ALONE.match(line.text)) and n + 1 < len(lines):
            # The number and its words have come apart.
            below = lines[n + 1]
            if below.text.strip()[:1].isupper() and len(below.text) < LONGEST and below.cell is None:
                more = _continued(lines, n + 1, below.text)
                number = tuple(map(int, alone[1].split(".")))
                words = " ".join([below.text.strip(), *(one.text.strip() for one in more)])
                yield Heading(number, words, (line, below, *more), n, len(number))


def _could_be(line: Line, match: re.Match[str]) -> bool:
    if line.level is not None:
        return True
    title = match[3].strip()
    if len(line.text) > 120 or (not title[:1].isupper() and "." not in match[1]):
        return False
    if "." in match[1]:
        return True
    # A list of points has a dot behind its numbers; a row of a table has more figures.
    return not match[2] and (bool(line.blanks) or line.opens_page or line.whole) and not re.search(r"[0-9]{2}\s*%?$|\.$", title)


def _continued(lines: Sequence[Line], n: int, title: str) -> list[Line]:
    """The further lines of a heading: those that go on in small letters."""
    more: list[Line] = []
    length = len(title)
    for line in lines[n + 1 : n + 4]:
        text = line.text.strip()
        before = (more or [lines[n]])[-1].text.rstrip()
        if line.whole or line.cell is not None or line.blanks > 1 or before.endswith(".") or length + len(text) > LONGEST:
            break
        if not text[:1].islower() or re.match(r"[a-z]\)", text):
            break
        more.append(line)
        length += len(text)
    return more


def _follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a heading may have this number after that one: the next of its kind, of a kind above, or the first below.

    One that is left out in between, as a bad copy may do, is forgiven where the number has dots.
    """
    if not last:
        return all(n == 1 for n in number[1:])
    for depth in range(len(last)):
        if number[:depth] == last[:depth] and len(number) >= depth + 1:
            step = number[depth] - last[depth]
            rest = number[depth + 1 :]
            if step == 1 and all(n == 1 for n in rest) and len(rest) <= 2:
                return True
            if step == 2 and len(number) > 1 and all(n == 1 for n in rest):
                return True
    below = number[len(last) :]
    return number[: len(last)] == last and 0 < len(below) <= 2 and all(n in (1, 2) for n in below[:1] + below[1:])


def sections(lines: Sequence[Line], found: Sequence[Heading]) -> list[OutlineSection]:
    """The headings with what stands under each, up to the next."""
    result = []
    above: list[Heading] = []
    for n, heading in enumerate(found):
        while above and not _is_below(heading, above[-1]):
            above.pop()
        end = found[n + 1].start if n + 1 < len(found) else len(lines)
        result.append(OutlineSection(heading, tuple(lines[heading.end : end]), tuple(above)))
        above.append(heading)
    return result


def _is_below(heading: Heading, other: Heading) -> bool:
    if heading.number and other.number:
        return len(heading.number) > len(other.number) and heading.number[: len(other.number)] == other.number
    return heading.level > other.level
