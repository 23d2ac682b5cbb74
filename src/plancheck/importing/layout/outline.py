"""The headings of a document, and the lines under each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from plancheck.importing.reading.lines import Line, is_sentence, marker, width_of

_HEADING = re.compile(r"^\s*([0-9]{1,2}(?:\.[0-9]{1,2}){0,4})(\.?)\s+([^\W\d_].*)$")
_NUMBER_ALONE = re.compile(r"^\s*([0-9]{1,2}(?:\.[0-9]{1,2}){1,4})\.?\s*$")
LONGEST = 200
"""How many letters a heading may have in all its lines."""
RESTART = 1.2
"""What it costs to take a 1 as the beginning of a new document: that must be worth two headings more."""


class Heading(NamedTuple):
    """A heading: its number, if it has one, its lines, and the position of the first among the lines of its document.

    It is `marked` where its number or the file says that it is one; otherwise it only looks like one.
    """

    number: tuple[int, ...]
    title: str
    lines: tuple[Line, ...]
    start: int
    level: int
    marked: bool = True

    @property
    def end(self) -> int:
        """The position of the first line after the heading."""
        return self.start + len(self.lines)

    @property
    def dotted(self) -> str:
        """The number as it is written: 3.1.2."""
        return ".".join(map(str, self.number))


class OutlineSection(NamedTuple):
    """A heading with the lines up to the next heading, and the headings above it in the outline, the nearest last."""

    heading: Heading
    body: tuple[Line, ...]
    above: tuple[Heading, ...]


NUMBERED = 3
"""How many headings with numbers a document has whose sections they are."""
WINDOW = 80
"""Among how many candidates before it a heading's predecessor is searched for."""


def headings(lines: Sequence[Line], is_text: Callable[[str, str], bool] = lambda _, above: False) -> list[Heading]:
    """The headings among lines, in order: those that are marked, and between them those that look like headings.

    What the file itself calls a heading is one. Of all lines that could be headings by their numbers it is the longest run of
    consecutive ones: a point of a list or a row of a table begins with a number too, but the numbers after it do not follow.
    `is_text` says of a line, and of the one above it, that it is text, although it looks like a heading.
    """
    marked = _marked(lines)
    by_looks = [
        heading
        for heading in _by_looks(lines, marked)
        if not is_text(heading.title, lines[heading.start - 1].text if heading.start else "")
    ]
    return sorted([*marked, *by_looks], key=lambda heading: heading.start)


def chief(headings_: Sequence[Heading]) -> list[Heading]:
    """The headings that make the sections of a document: those that are marked, where it is a document that marks them."""
    marked = [heading for heading in headings_ if heading.marked]
    is_by_file = any(line.level is not None for heading in marked for line in heading.lines)
    return marked if is_by_file or len(marked) >= NUMBERED else list(headings_)


def _marked(lines: Sequence[Line]) -> list[Heading]:
    """The headings with numbers that follow from each other, and those that the file calls headings."""
    candidates = list(_candidates(lines))
    runs: list[_Run] = []
    best = _NO_RUN
    for n, heading in enumerate(candidates):
        run = _best_run(heading, candidates, runs, best)
        runs.append(run)
        if run.worth > best.worth:
            best = run._replace(last=n)
    longest: list[Heading] = []
    at = best.last
    while at is not None:
        longest.append(candidates[at])
        at = runs[at].last
    starts = {heading.start for heading in longest}
    missing = [heading for heading in candidates if _is_by_file(heading) and heading.start not in starts]
    return sorted([*longest, *missing], key=lambda heading: heading.start)


def _is_by_file(heading: Heading) -> bool:
    """Whether the file itself says that it is a heading."""
    return heading.lines[0].level is not None


class _Run(NamedTuple):
    """A run of headings by what it is worth, and the candidate that it had so far as its `last`.

    The run that ends with a candidate has the candidate before that one as its last.
    """

    worth: float
    last: int | None


_NO_RUN = _Run(0.0, None)


def _best_run(heading: Heading, candidates: Sequence[Heading], runs: Sequence[_Run], best: _Run) -> _Run:
    """The best run that ends with a heading, of the runs that end with the candidates before it; `best` is the best so far."""
    own = 1.0 if len(heading.number) != 1 else 0.6
    is_free = not heading.number or _is_by_file(heading)
    run = _Run(own, None) if is_free or _follows(heading.number, ()) else _Run(-1.0, None)
    if heading.number == (1,) and best.last is not None and best.worth - RESTART + own > run.worth:
        # A new document begins at 1 again.
        run = _Run(best.worth - RESTART + own, best.last)
    n = len(runs)
    for m in range(max(0, n - WINDOW), n):
        before, worth = candidates[m], runs[m].worth
        if before.end > heading.start or worth < 0 or worth + own <= run.worth:
            continue
        if is_free or not before.number or _follows(heading.number, before.number):
            run = _Run(worth + own, m)
    return run


def _candidates(lines: Sequence[Line]) -> Iterator[Heading]:
    """Every line that could be a heading, with the lines that go on with it."""
    for n, line in enumerate(lines):
        if line.cell is not None:
            continue
        match = _HEADING.match(line.text)
        if match and _could_be_heading(line, match):
            number = _number_of(match)
            more = _continued(lines, n, match[3])
            yield Heading(number, _title(match[3], more), (line, *more), n, line.level or len(number))
        elif line.level is not None:
            yield Heading((), line.text.strip(), (line,), n, line.level)
        elif (alone := _NUMBER_ALONE.match(line.text)) and n + 1 < len(lines):
            # The number and its words have come apart.
            below = lines[n + 1]
            if below.text.strip()[:1].isupper() and len(below.text) < LONGEST and below.cell is None:
                number, more = _number_of(alone), _continued(lines, n + 1, below.text)
                yield Heading(number, _title(below.text, more), (line, below, *more), n, len(number))


def _number_of(match: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, match[1].split(".")))


def _title(first: str, more: Sequence[Line]) -> str:
    return " ".join([first.strip(), *(line.text.strip() for line in more)])


def _could_be_heading(line: Line, match: re.Match[str]) -> bool:
    """Whether a line that begins with a number could be a heading."""
    if line.level is not None:
        return True
    title = match[3].strip()
    if len(line.text) > 120 or (not title[:1].isupper() and "." not in match[1]):
        return False
    if "." in match[1]:
        return True
    # A point of a list has a dot after its number; a row of a table has more figures.
    return not match[2] and (bool(line.blanks) or line.opens_page or line.whole) and not re.search(r"[0-9]{2}\s*%?$|\.$", title)


def _continued(lines: Sequence[Line], n: int, title: str) -> list[Line]:
    """The further lines of a heading: those that go on in lower case."""
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
    """Whether a heading may have this number after the last one: the next on its level or a level above, or the first below.

    If the number has dots, one may be missing in between, as in a bad copy.
    """
    if not last:
        return _are_ones(number[1:])
    for depth in range(min(len(last), len(number))):
        if number[:depth] == last[:depth]:
            step, rest = number[depth] - last[depth], number[depth + 1 :]
            if (step == 1 and len(rest) <= 2 and _are_ones(rest)) or (step == 2 and len(number) > 1 and _are_ones(rest)):
                return True
    below = number[len(last) :]
    return number[: len(last)] == last and 0 < len(below) <= 2 and all(n in (1, 2) for n in below)


def _are_ones(numbers: Sequence[int]) -> bool:
    return all(n == 1 for n in numbers)


# Headings by their looks

WORDS = 12
"""How many words a heading without a number has at the most."""
LETTERS = 90
"""How many letters it has at the most."""
RUNNING = 60
"""How many letters a line has at the least that is surely running text."""
IN_A_ROW = 2
"""How many short lines may stand above running text and be headings: more are an address, a cover or a list."""
COVER = 3
"""How many short lines may stand at the beginning of a file above running text: the last of them is a heading."""
_REFERENCE = re.compile(r"[0-9]{2,}[-/:.][0-9]{2,}|@|www\.|§|[0-9]{3} ?[0-9]{2}\b|\([0-9]+\)$")
"""What days, diary numbers, addresses and numbers of pages look like."""
_ROW = re.compile(r"\S\s{2,}\S|(?:\S+\s+){2,}(?!20[0-9]{2}$)[0-9][0-9 ,]*%?$")
"""What the row of a table looks like: wide white space in it, or a figure at its end that is no year."""
_NONE = (_REFERENCE, _ROW, _HEADING)


def _by_looks(lines: Sequence[Line], marked: Sequence[Heading]) -> list[Heading]:
    """The lines that look like headings: short, apart from the lines around them, and above running text or a list."""
    taken = {heading.start + n for heading in marked for n in range(len(heading.lines))}
    width = width_of(lines)
    found: list[int] = []
    n = 0
    while n < len(lines):
        end = n
        while end < len(lines) and end not in taken and _looks_like_heading(lines, end, width):
            end += 1
        if end > n:
            below = end < len(lines) and end not in taken and _is_running(lines, end)
            listed = n > 0 and n - 1 not in taken and lines[n - 1].text.rstrip().endswith((":", ","))
            if below and not listed:
                # A document begins with its title and the name of its nämnd.
                found += range(n, end) if n and end - n <= IN_A_ROW else [] if n or end > COVER else [end - 1]
        n = max(end, n + 1)
    return list(_with_levels(lines, _without_legends(lines, found), marked))


def _without_legends(lines: Sequence[Line], found: Sequence[int]) -> list[int]:
    """The headings, less the words of a legend: what stands between short lines that begin alike explains what those show.

    The first of them is the heading of the legend.
    """
    words: set[int] = set()
    run: list[int] = []
    for n in found:
        goes_on = bool(run) and n == run[-1] + 2 and _is_same_beginning(lines[run[-1] + 1], lines[n + 1])
        run = [*run, n] if goes_on else [n]
        if len(run) >= LEGEND:
            words.update(run[1:])
    return [n for n in found if n not in words]


def _is_same_beginning(line: Line, other: Line) -> bool:
    """Whether two short lines begin with the same words."""
    texts = [text.split() for text in (line.text, other.text) if len(text) < RUNNING]
    return len(texts) == 2 and len(texts[0]) > ALIKE and texts[0][:ALIKE] == texts[1][:ALIKE]


LEGEND = 3
"""How many short lines with one line below each make a legend, where those begin alike."""
ALIKE = 2
"""With how many of the same words the lines of a legend begin."""


def _looks_like_heading(lines: Sequence[Line], n: int, width: int) -> bool:
    """Whether a line by itself could be a heading, in a text of which a full line has `width` characters."""
    line, text = lines[n], lines[n].text.strip()
    if line.cell is not None or line.depth is not None or line.aside is not None or line.level is not None or marker(text):
        return False
    words = text.split()
    letters = sum(map(str.isalpha, text))
    if len(words) > WORDS or len(text) > LETTERS or letters < 3 or letters * 2 < len(text):
        return False
    if not text[0].isupper() or is_sentence(text) or text[-1] in ",;–-" or any(pattern.search(text) for pattern in _NONE):
        return False
    if line.lead >= len(text):
        return True
    if n + 1 == len(lines) or _goes_on(line, lines[n + 1], width) or (n and _goes_on(lines[n - 1], line, width)):
        return False
    if text.isupper() and letters > 3:
        return True
    before_it = n == 0 or line.opens_page or line.blanks > 0
    return not line.whole and before_it and (lines[n + 1].blanks > 0 or lines[n + 1].opens_page)


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """Whether a line may go on with the one before: in a small letter, or as its first word had no more room there.

    White space between the two says nothing, for in some files it stands between all lines.
    """
    text, below = line.text.rstrip(), after.text.strip()
    if line.whole or after.whole or line.cell is not None or after.cell is not None or marker(below) or is_sentence(text):
        return False
    return below[:1].islower() or len(text) + 1 + len(below.split()[0]) > width - 2


def _is_running(lines: Sequence[Line], n: int) -> bool:
    """Whether running text or a list begins at a line."""
    line, text = lines[n], lines[n].text.strip()
    if line.cell is not None:
        return line.cell[1:] == (0, 0)
    if line.depth is not None or marker(text):
        return True
    return line.level is None and (len(text) >= RUNNING or (is_sentence(text) and len(text.split()) > 2 and text[-1] != ":"))


def _with_levels(lines: Sequence[Line], found: Sequence[int], marked: Sequence[Heading]) -> Iterator[Heading]:
    """The headings at these positions: below the marked heading that they stand under, those in capitals above the others."""
    titles = {n: lines[n].text.strip() for n in found}
    capitals = {n for n, title in titles.items() if title.isupper()}
    for n, title in titles.items():
        above = max((heading for heading in marked if heading.start < n), key=lambda heading: heading.start, default=None)
        level = (above.level if above else 0) + (2 if capitals and n not in capitals else 1)
        yield Heading((), title, (lines[n],), n, level, marked=False)


def sections(lines: Sequence[Line], headings_: Sequence[Heading]) -> list[OutlineSection]:
    """Each heading with the lines under it, up to the next."""
    result: list[OutlineSection] = []
    above: list[Heading] = []
    for n, heading in enumerate(headings_):
        while above and not _is_below(heading, above[-1]):
            above.pop()
        end = headings_[n + 1].start if n + 1 < len(headings_) else len(lines)
        result.append(OutlineSection(heading, tuple(lines[heading.end : end]), tuple(above)))
        above.append(heading)
    return result


def _is_below(heading: Heading, other: Heading) -> bool:
    if heading.number and other.number:
        return len(heading.number) > len(other.number) and heading.number[: len(other.number)] == other.number
    return heading.level > other.level
