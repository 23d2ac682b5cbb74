"""What stands on the pages for the reader's sake only: headers and footers, page numbers, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

from plancheck.importing.reading.lines import Line

Noise = Literal["page-header", "contents"]

PAGE_NUMBER = re.compile(r"(?:^|\s)(?:sid(?:a|an)?\.? *)?([0-9]{1,4}) ?(?:\(([0-9]{1,4})\)|av ([0-9]{1,4}))$", re.IGNORECASE)
"""A page's number as it is printed: 8 (51), Sida 8 av 51."""
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|_{4,}|\t)\s*[0-9ivx]{1,4}$")
_NUMBERED = re.compile(r"^\s*[0-9]+(?:\.[0-9]+)*\.?\s+\S")
EDGE = 3
"""How many lines from the top and the bottom of a page may be a header or a footer."""


def printed_page(line: Line) -> int | None:
    """The number of the page that a header or footer tells."""
    found = PAGE_NUMBER.search(line.text.strip())
    if not found or (not line.opens_page and line.blanks < 2):
        return None
    last = int(found[2] or found[3])
    return int(found[1]) if 0 < int(found[1]) <= last else None


def noise_in(
    lines: Sequence[Line], contents: Sequence[str] = (), is_own: Callable[[str], bool] = lambda _: False
) -> dict[int, Noise]:
    """The lines that are none of the document's own words, by number, with what they are.

    `contents` are headings of a table of contents. `is_own` tells of a text that it is the document's own, such as the head of
    a table, though it stands on many pages.
    """
    found: dict[int, Noise] = {}
    _headers(lines, found, is_own)
    _contents(lines, contents, found)
    return found


def _headers(lines: Sequence[Line], found: dict[int, Noise], is_own: Callable[[str], bool]) -> None:
    after: Counter[str] = Counter()
    numbered = [n for n, line in enumerate(lines) if printed_page(line) is not None]
    for n in numbered:
        found[lines[n].number] = "page-header"
        if n + 1 < len(lines):
            after[lines[n + 1].text.strip()] += 1
    for n in numbered:
        # What stands below the number on several pages is a part of the header.
        if n + 1 < len(lines) and after[lines[n + 1].text.strip()] > 1:
            found[lines[n + 1].number] = "page-header"
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    # A header stands at the same place of its pages: so many lines from the top, or from the bottom.
    edges: dict[tuple[int, str], set[int]] = {}
    placed = [
        (page, at, own[at])
        for page, own in pages.items()
        for at in (*range(EDGE), *range(-EDGE, 0))
        if -len(own) <= at < len(own)
    ]
    for page, at, line in placed:
        edges.setdefault((at, _without_digits(line.text)), set()).add(page)
    for _, at, line in placed:
        key = _without_digits(line.text)
        if key and line.cell is None and _often(edges[at, key], len(pages)) and not is_own(line.text):
            found[line.number] = "page-header"


def _often(on: set[int], pages: int) -> bool:
    """Whether what stands at the edge of so many pages is a header: on three in a row, or on a third of all."""
    runs = any({page, page + 1, page + 2} <= on for page in on)
    return len(on) >= 3 and (runs or len(on) * 3 >= pages)


def _without_digits(text: str) -> str:
    return re.sub(r"[0-9]+", "#", " ".join(text.split()).casefold())


def _contents(lines: Sequence[Line], headings: Sequence[str], found: dict[int, Noise]) -> None:
    for n, line in enumerate(lines):
        if not _LEADERS.search(line.text.rstrip()):
            continue
        found[line.number] = "contents"
        # An entry of two lines has its page number on the second.
        before = lines[n - 1] if n else None
        own = bool(_NUMBERED.match(line.text))
        if before and not own and before.number not in found and _NUMBERED.match(before.text) and not line.opens_page:
            found[before.number] = "contents"
    entries = [line.page for line in lines if found.get(line.number) == "contents"]
    if not entries:
        return
    known = {heading.casefold() for heading in headings}
    for line in lines:
        if line.page in entries and line.text.strip().casefold() in known:
            found[line.number] = "contents"
