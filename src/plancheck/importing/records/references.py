"""What a text refers to a decision by: its day, its paragraph and the diary numbers of its matter."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

PARAGRAPH = re.compile(r"§\s*([0-9]{1,4})\b")
"""A paragraph of minutes, maybe with its year behind it: § 112/2018."""
_PARAGRAPH_OF_YEAR = re.compile(r"§\s*[0-9]{1,4}/(?:20)?[0-9]{2}\b")
_DAY = re.compile(r"\b(20[0-9]{2})-([0-9]{2})-([0-9]{2})\b")
_DAY_BY_STROKE = re.compile(r"\b([0-9]{1,2})/([0-9]{1,2})[ -](20[0-9]{2})\b")
"""A day as it is written by hand: 18/6 2018."""
_DIARY = re.compile(
    r"(?<![\w/.-])(?:[A-ZÅÄÖ]{1,5}[ -]?20[0-9]{2}[/.:-][0-9]{1,6}|[A-ZÅÄÖ]{0,4}[0-9]{0,5}-[0-9]{2,6}/[0-9]{2,4}"
    r"|20[0-9]{2}-[0-9]{5,6}|[0-9]{3,5}/[0-9]{2,4})(?![\w/-])"
)
"""A diary number: KS 2024/123, N160-0123/24, 180-1799/2015, 2024-00123, 0123/24; a day is none."""
_LABELLED = re.compile(r"(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,5}[ /-]?)?[0-9]{2,5}(?:[/.:-][0-9]{1,6}){1,3}(?![\w/-])")
"""What stands behind a word for a diary number, where its form need not tell it from other numbers: SOCN 2018:64-042."""
_BETWEEN = re.compile(r"\s*(?:,|;|\+|&)\s*|\s+\w{1,4}\s+")
"""What is between two diary numbers of one line."""
_NO_DIARY = re.compile(rf"{_DAY.pattern}|§\s*[0-9]+(?:/[0-9]+)?")
"""A day, and a paragraph, maybe with its year."""
_YEARS = re.compile(r"(20[0-9]{2})/(?:20)?([0-9]{2})")
"""Two years as one, which are no diary number: 2024/25."""


def words_in(text: str, phrase: str) -> Iterator[re.Match[str]]:
    """Each place where a phrase stands in a text as words of its own."""
    return re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE)


def diary_numbers_in(text: str, labels: Sequence[str]) -> str | None:
    """The diary numbers that a text has, as they stand, with commas between several; a day, a paragraph or two years are none.

    Those behind one of the labels, such as Dnr, count first, in whichever form.
    """
    for label in labels:
        for at in words_in(text, label):
            if numbers := labelled_number(text[at.end() :]):
                return numbers
    for match in _DIARY.finditer(_NO_DIARY.sub(" ", text)):
        years = _YEARS.fullmatch(match[0])
        if not (years and int(years[2]) == (int(years[1]) + 1) % 100):
            return match[0]
    return None


def labelled_number(text: str) -> str | None:
    """The diary numbers that a text begins with, which stands behind a label or in a cell for them."""
    numbers: list[str] = []
    start = re.match(r"[\s.:]*", text)
    at = start.end() if start else 0
    while match := _LABELLED.match(text, at):
        if _DAY.fullmatch(match[0]):
            break
        numbers.append(match[0])
        between = _BETWEEN.match(text, match.end())
        if between is None:
            break
        at = between.end()
    return ", ".join(numbers) or None


def day_in(text: str, year: int, months: Sequence[str]) -> tuple[datetime.date, bool] | None:
    """A day that a text names, and whether it names the year too; else `year` is taken."""
    exact = _DAY.search(text)
    if exact:
        date = date_of(exact[1], exact[2], exact[3])
        return (date, True) if date else None
    told = _day_by_month(text, months)
    if told:
        date = date_of(told[3] or year, months.index(told[2].lower()) + 1, told[1])
        return (date, bool(told[3])) if date else None
    by_stroke = _DAY_BY_STROKE.search(text)
    date = date_of(by_stroke[3], by_stroke[2], by_stroke[1]) if by_stroke else None
    return (date, True) if date else None


def _day_by_month(text: str, months: Sequence[str]) -> re.Match[str] | None:
    names = "|".join(map(re.escape, months))
    return re.search(rf"\b([0-9]{{1,2}}) ({names})(?: (20[0-9]{{2}}))?", text, re.IGNORECASE) if names else None


def has_time(text: str, months: Sequence[str]) -> bool:
    """Whether a text names a day with its year, or a paragraph with its year: § 112/2018."""
    day = day_in(text, 0, months)
    return bool(day and day[1]) or bool(_PARAGRAPH_OF_YEAR.search(text))


def without_day(text: str, months: Sequence[str]) -> str:
    """A text without the day and the paragraph in it: what it says is then said in words that stand side by side."""
    found = (_DAY.search(text), _day_by_month(text, months), _DAY_BY_STROKE.search(text))
    day = next((match for match in found if match), None)
    if day:
        # A short word may stand before a day, and belongs to it: den 18 juni.
        before = re.sub(r"[\s,]+\w{1,3}\s*$", "", text[: day.start()])
        text = f"{before.rstrip(' ,')} {text[day.end() :].lstrip(' ,')}"
    return " ".join(re.sub(r"[(,]?\s*§\s*[0-9]+(?:/[0-9]+)?[),]?", " ", text).split())


def date_of(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    """A day; None where the calendar has none such."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
