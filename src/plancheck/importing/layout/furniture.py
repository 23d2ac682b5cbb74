"""Page furniture, which is not the document's own words: headers and footers, page numbers, tables of contents."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from plancheck.importing.layout.contents import contents_in
from plancheck.importing.reading.lines import Line

Furniture = Literal["page-header", "contents"]

EDGE = 3
"""How many lines from the top and the bottom of a page may be a header or a footer."""
_MARK = re.compile(r"[(–-]\s?([0-9]{1,4})\s?[)–-]")


def page_number(words: Sequence[str] = (), of: Sequence[str] = ()) -> re.Pattern[str]:
    """The number of a page as it is printed at the end of a line: 8 (51), Sida 8 av 51.

    `words` are those before the number of a page, `of` those before the number of all pages.
    """
    before = rf"(?:(?:{'|'.join(map(re.escape, words))})\.? *)?" if words else ""
    between = rf"|(?:{'|'.join(map(re.escape, of))}) ([0-9]{{1,4}})" if of else "|(?!)()"
    return re.compile(rf"(?:^|\s){before}([0-9]{{1,4}}) ?(?:\(([0-9]{{1,4}})\){between})$", re.IGNORECASE)


def printed_page(line: Line, number: re.Pattern[str]) -> int | None:
    """The page number in a header or footer, as `page_number` describes it; None in any other line."""
    match = number.search(line.text.strip())
    if not match or (not line.opens_page and line.blanks < 2):
        return None
    last = int(match[2] or match[3])
    return int(match[1]) if 0 < int(match[1]) <= last else None


def furniture_in(
    lines: Sequence[Line],
    contents: Sequence[str] = (),
    is_own: Callable[[str], bool] = lambda _: False,
    number: re.Pattern[str] = page_number(),  # noqa: B008 - a pattern does not change
) -> dict[int, Furniture]:
    """The lines that are not the document's own words, by number, with what they are.

    `contents` are headings of a table of contents. `is_own` says of a text that it is the document's own, such as the head of
    a table, although it is on many pages. `number` is how the number of a page is printed.
    """
    headers = (*_numbered_headers(lines, number), *_page_marks(lines), *_repeated_headers(lines, is_own))
    furniture: dict[int, Furniture] = dict.fromkeys(headers, "page-header")
    furniture.update(dict.fromkeys(contents_in(lines, contents, furniture), "contents"))
    furniture.update((line.number, "contents") for line in lines if line.aside == "contents")
    return furniture


def _numbered_headers(lines: Sequence[Line], number: re.Pattern[str]) -> Iterator[int]:
    """The numbers of the lines with the number of a page, and of those that are below it on several pages."""
    numbered = [n for n, line in enumerate(lines) if printed_page(line, number) is not None]
    below = [lines[n + 1] for n in numbered if n + 1 < len(lines)]
    repeats = Counter(line.text.strip() for line in below)
    yield from (lines[n].number for n in numbered)
    yield from (line.number for line in below if repeats[line.text.strip()] > 1)


def _page_marks(lines: Sequence[Line]) -> Iterator[int]:
    """The numbers of the lines that are nothing but the number of a page: (2), – 3 –. Each is one more than the one before."""
    marks = [(int(match[1]), line) for line in lines if line.cell is None and (match := _MARK.fullmatch(line.text.strip()))]
    if len(marks) > 1 and all(after - before == 1 for (before, _), (after, _) in itertools.pairwise(marks)):
        yield from (line.number for _, line in marks)


def _repeated_headers(lines: Sequence[Line], is_own: Callable[[str], bool]) -> Iterator[int]:
    """The numbers of the lines that are at the same place of many pages, counted from the top or from the bottom."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = [
        (page, at, on_page[at])
        for page, on_page in pages.items()
        for at in (*range(EDGE), *range(-EDGE, 0))
        if -len(on_page) <= at < len(on_page)
    ]
    pages_with: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for page, at, line in edges:
        pages_with[at, _without_digits(line.text)].add(page)
    for _, at, line in edges:
        text = _without_digits(line.text)
        if text and line.cell is None and _is_often(pages_with[at, text], len(pages)) and not is_own(line.text):
            yield line.number


def _is_often(on: set[int], pages: int) -> bool:
    """Whether a text at the edge of these pages is a header: it is on three in a row, or on a third of all."""
    in_a_row = any({page, page + 1, page + 2} <= on for page in on)
    return len(on) >= 3 and (in_a_row or len(on) * 3 >= pages)


def _without_digits(text: str) -> str:
    return re.sub(r"[0-9]+", "#", " ".join(text.split()).casefold())
