"""Tables of contents, by what they are: entries with numbers of pages that never fall, or lines that come again as headings."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from plancheck.importing.reading.lines import Line, is_sentence, marker

LAST_PAGE = 1_500
"""The highest number of a page: more is a year or an amount."""
LONGEST = 160
"""How many letters an entry may have in all its lines."""
BETWEEN = 3
"""How many lines without the number of a page may stand between two entries."""
_DOTS = r"(?:\.{3,}|…+|(?:\.\s){2,}\.?|_{4,}|·{3,})"
_LEADERS = re.compile(rf"{_DOTS}[\s.…]*([0-9]{{1,4}}|[ivx]{{1,5}})(?=\s|$)")
_LONG_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|_{4,}|\t)\s*[0-9ivx]{1,4}$")
_WIDE = re.compile(r"\S(?:\s{3,}|\t+\s*)([0-9]{1,4})$")
_PLAIN = re.compile(r"[^\W\d_].*?[^\W\d_][)?!.”\"]*\s*?(?<![0-9])([0-9]{1,4})$")
_NUMBER = re.compile(r"\s*([0-9]{1,2}(?:\.[0-9]{1,2})*)\.?\s*(?=[^\W\d_])")


class _Run(NamedTuple):
    """Lines that may be a table of contents: the positions of all, how many have dots, a page, or come again, and the end."""

    lines: list[int]
    dotted: int
    paged: int
    again: int
    end: int


def contents_in(lines: Sequence[Line], headings: Sequence[str], others: Container[int]) -> set[int]:
    """The numbers of the lines of tables of contents, with their headings.

    `headings` are what one is headed with, `others` the numbers of lines that are page furniture already.
    """
    last = {_title(line.text): n for n, line in enumerate(lines) if line.cell is None}
    words = {_plain(heading) for heading in headings}
    found = _with_long_leaders(lines, others)
    n = 0
    while n < len(lines):
        line = lines[n]
        headed = line.cell is None and _plain(line.text).rstrip(":. ") in words
        if line.number in others or line.cell is not None or not (headed or _may_begin(line, last, n)):
            n += 1
            continue
        run = _run(lines, n + headed, others, last, headed=headed)
        if _is_contents(run, headed=headed):
            found.update(lines[m].number for m in ([n] if headed else []) + run.lines)
        n = max(n + 1, run.end)
    pages = {line.page: n for n, line in enumerate(lines) if line.number in found}
    return found | {
        line.number for n, line in enumerate(lines) if n < pages.get(line.page, 0) and line.text.strip().casefold() in words
    }


def _with_long_leaders(lines: Sequence[Line], others: Container[int]) -> set[int]:
    """The numbers of the lines that end in a long row of dots and a page, with the line before an entry of two lines."""
    entries: set[int] = set()
    for n, line in enumerate(lines):
        if not _LONG_LEADERS.search(line.text.rstrip()):
            continue
        entries.add(line.number)
        # An entry of two lines has its page number on the second.
        before = lines[n - 1] if n and not line.opens_page and not _is_numbered(line) else None
        if before and before.number not in others and before.number not in entries and _is_numbered(before):
            entries.add(before.number)
    return entries


def _is_numbered(line: Line) -> bool:
    return bool(re.match(r"\s*[0-9]+(?:\.[0-9]+)*\.?\s+\S", line.text))


def _may_begin(line: Line, last: dict[str, int], n: int) -> bool:
    """Whether a table of contents that has no heading may begin at a line."""
    text = line.text.strip()
    if line.level is not None:
        return False
    if _LEADERS.search(text) or _WIDE.search(text):
        return True
    number = _NUMBER.match(text)
    return bool(number and number[1] == "1" and last.get(_title(_split(text)[0]), n) > n)


def _run(lines: Sequence[Line], start: int, others: Container[int], last: dict[str, int], *, headed: bool) -> _Run:
    """The lines from a position on that may be one table of contents; it ends where its first entry comes again."""
    entries: list[int] = []
    waiting: list[int] = []
    dotted = paged = again = page = 0
    first = ""
    n = start
    while n < len(lines):
        line, text = lines[n], lines[n].text.strip()
        if line.number in others:
            n += 1
            continue
        title, pages, dots = _split(text)
        if line.level is not None or line.cell is not None or (first and _title(text) == first):
            break
        if pages and min(pages) < page and not dots:
            title, pages = text, []
        if pages and (pages[0] < page or pages != sorted(pages)):
            break
        comes_again = last.get(_title(title), n) > n and not (is_sentence(title) and not _NUMBER.match(text))
        if not pages and (len(text) > LONGEST or (is_sentence(text) and len(text.split()) > 3 and not comes_again)):
            break
        if pages or (comes_again and (headed or _NUMBER.match(text)) and (headed or not marker(text))):
            entries += [*waiting, n]
            waiting = []
            first = first or _title(title)
            dotted, paged, again = dotted + (len(pages) if dots else 0), paged + len(pages), again + comes_again
            page = pages[-1] if pages else page
        else:
            waiting.append(n)
            if len(waiting) > BETWEEN or not (headed or dotted):
                break
        n += 1
    else:
        waiting = waiting if headed else []
    # What stands between the last entry and the first of its headings is an entry without a page.
    came_again = n < len(lines) and first != "" and _title(lines[n].text) == first
    if waiting and came_again and len(waiting) <= BETWEEN:
        entries += waiting
    return _Run(entries, dotted, paged, again, max(n, start))


def _is_contents(run: _Run, *, headed: bool) -> bool:
    """Whether a run of lines is a table of contents: with dots, below its heading, or as its lines come again as headings."""
    if run.dotted >= 2 or (headed and (run.dotted or run.paged >= 2 or run.again >= 2)):
        return True
    return len(run.lines) >= 3 and run.again * 3 >= len(run.lines) * 2


def _split(text: str) -> tuple[str, list[int], bool]:
    """An entry as its title, the pages that it names, and whether dots lead to them. Several entries may be on one line."""
    leaders = list(_LEADERS.finditer(text))
    if leaders:
        pages = [int(match[1]) for match in leaders if match[1].isdigit()]
        rest = text[leaders[-1].end() :].strip()
        more = _PLAIN.search(rest) if rest else None
        pages += [int(more[1])] if more and pages and pages[-1] <= int(more[1]) <= LAST_PAGE else []
        return text[: leaders[0].start()].strip(), pages if all(page <= LAST_PAGE for page in pages) else [], True
    match = _PLAIN.search(text)
    if match and len(text) <= LONGEST and 0 < int(match[1]) <= LAST_PAGE:
        return text[: match.start(1)].rstrip(), [int(match[1])], False
    return text, [], False


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _title(text: str) -> str:
    """A heading without its number, as it is compared with an entry of the contents."""
    return _plain(_NUMBER.sub("", text.strip(), count=1)).rstrip(".")
