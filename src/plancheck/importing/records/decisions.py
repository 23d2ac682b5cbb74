"""The decision about a document, proposed or made: its day, paragraph, diary number and points; and the list of annexes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import find, held, holds, one_of, short_id
from plancheck.importing.evidence.organisations import bodies_in, has_word
from plancheck.importing.reading.lines import Line, paragraphs
from plancheck.importing.records.found import Found
from plancheck.model.text import Text

_POINT = re.compile(r"^\s*([0-9]{1,2})[.)]\s+(\S.*)$")
_DAY = re.compile(r"\b(20[0-9]{2})-([0-9]{2})-([0-9]{2})\b")
_PARAGRAPH = re.compile(r"§\s*([0-9]{1,4})\b")
_DIARY = re.compile(r"\b([A-ZÅÄÖ]{1,4}[0-9]{0,5}-[0-9]{2,6}/[0-9]{2,4}|[0-9]{3,5}/[0-9]{2,4})\b")


def decisions_in(context: Context) -> list[Found]:
    """What a document tells of its own decision, or of what is proposed."""
    lines = _front(context)
    for outcome, phrases in (("adopted", context.profile.decisions.adopted), ("proposed", context.profile.decisions.proposed)):
        start = next((n for n, line in enumerate(lines) if one_of(line.text, phrases)), None)
        if start is None or context.namnd is None:
            continue
        found = Found({"by": context.namnd, "outcome": outcome}, context.take([lines[start]]))
        _circumstances(context, found, lines, outcome)
        points = list(_points(context, lines, start))
        if points:
            found.values["points"] = points
        if outcome == "adopted" and "date" not in found.values:
            found.doubts.append(Text("doubt-no-date"))
        return [found]
    return _taken(context, lines)


def _taken(context: Context, lines: Sequence[Line]) -> list[Found]:
    """The decision as a line tells it: adopted by the nämnd itself, on a day with its year."""
    for line in lines:
        by = next((span[1] for phrase in context.profile.decisions.taken if (span := find(line.text, phrase))), None)
        day = _day_in(line.text, 0, context.profile.language.months)
        if by is None or day is None or not day[1] or context.namnd is None:
            continue
        said = line.text[by:]
        others = [one for one in bodies_in(context, said) if one != context.namnd]
        first = next(iter(re.findall(r"\w+", said)), "")
        itself = first[:1].isdigit() or any(has_word(first, word) for word in context.profile.decisions.itself)
        if others or not (bodies_in(context, said) or itself):
            continue
        found = Found({"by": context.namnd, "outcome": "adopted", "date": day[0]}, context.take([line]))
        paragraph, diary = _PARAGRAPH.search(line.text), _DIARY.search(line.text)
        if paragraph:
            found.values["paragraph"] = f"§ {paragraph[1]}"
        if diary:
            found.values["diary-number"] = diary[1]
        return [found]
    return []


def _front(context: Context) -> list[Line]:
    """What stands before the first heading that is marked as one: the memo, or the minutes."""
    first = next((section.heading.lines[0].number for section in context.sections if section.heading.marked), 10**9)
    return [line for line in context.lines if line.number < first]


def _circumstances(context: Context, found: Found, lines: Sequence[Line], outcome: str) -> None:
    head = lines[:40]
    for line in head:
        day = _DAY.search(line.text)
        date = date_of(day[1], day[2], day[3]) if day else None
        if date and "date" not in found.values and outcome == "adopted" and held(line.text, context.profile.decisions.date):
            found.values["date"] = date
            found.lines.extend(context.take([line]))
        paragraph = _PARAGRAPH.search(line.text)
        if paragraph and outcome == "adopted" and "paragraph" not in found.values:
            found.values["paragraph"] = f"§ {paragraph[1]}"
            diary = _DIARY.search(line.text)
            if diary:
                found.values["diary-number"] = diary[1]
            found.lines.extend(context.take([line]))


def _points(context: Context, lines: Sequence[Line], start: int) -> Iterator[Found]:
    points: list[list[Line]] = []
    for line in lines[start + 1 :]:
        match = _POINT.match(line.text)
        if match and int(match[1]) == len(points) + 1:
            points.append([line])
        elif points and not _ends_points(points[-1], line):
            points[-1].append(line)
        elif points:
            break
    for point in points:
        text = re.sub(r"^\s*[0-9]{1,2}[.)]\s+", "", context.text(point))
        # The verb stands before what it is about: the first of the words in the point says what it decides.
        spans = [
            (span[0], kind)
            for kind, words in context.profile.decisions.points.items()
            for word in words
            if (span := find(text, word))
        ]
        kind = min(spans)[1] if spans else None
        yield Found({"text": text, **({"kind": kind} if kind else {})}, context.take(point))


def _ends_points(point: Sequence[Line], line: Line) -> bool:
    ended = point[-1].text.rstrip().endswith(".")
    heading = len(line.text.strip()) < 50 and line.text.strip()[:1].isupper() and not line.text.rstrip().endswith(".")
    return line.level is not None or (
        (ended or bool(line.blanks) or line.opens_page) and heading and not _POINT.match(line.text)
    )


def consultations_in(context: Context) -> list[Found]:
    """Who was consulted before the decision, and when."""
    found = []
    lines = _front(context)
    for who, words in context.profile.decisions.consultations.items():
        for n, line in enumerate(lines):
            if not any(re.search(rf"\b{re.escape(word)}\b", line.text) for word in words):
                continue
            text = context.text(lines[n : n + 2])
            day = _day_in(text, context.year + (1 if context.tells_of_the_past() else 0), context.profile.language.months)
            values: dict[str, object] = {"with": who, **({"date": day[0]} if day else {})}
            doubts = [Text("doubt-year", {"year": day[0].year})] if day and not day[1] else []
            found.append(Found(values, context.take(lines[n : n + 1]), doubts))
            break
    return found


def _day_in(text: str, year: int, months: Sequence[str]) -> tuple[datetime.date, bool] | None:
    """A day that a text names, and whether it names the year too."""
    exact = _DAY.search(text)
    if exact:
        date = date_of(exact[1], exact[2], exact[3])
        return (date, True) if date else None
    names = "|".join(map(re.escape, months))
    told = re.search(rf"\b([0-9]{{1,2}}) ({names})(?: (20[0-9]{{2}}))?", text, re.IGNORECASE) if names else None
    if not told:
        return None
    date = date_of(told[3] or year, months.index(told[2].lower()) + 1, told[1])
    return (date, bool(told[3])) if date else None


def date_of(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    """A day; None where the calendar has none such."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def annexes_in(context: Context, titles: dict[str, list[str]]) -> list[Found]:
    """The annexes that a document lists: those that are documents of a kind, by its titles, and others by the profile."""
    lines = _front(context) or list(context.lines)
    start = next((n for n, line in enumerate(lines) if one_of(line.text, context.profile.annexes.headings)), None)
    if start is None:
        return list(_mentioned(context, titles))
    context.take([lines[start]])
    kinds = {**titles, **context.profile.annexes.kinds}
    found: list[Found] = []
    for number, item in enumerate(_listed(lines[start + 1 :]), 1):
        text = re.sub(r"^\s*[0-9]{1,2}[.)]\s+", "", context.text(item)).strip()
        kind = _kind_of_annex(text, kinds)
        lines_of_item = context.take(item)
        if kind == context.kind.id:
            continue
        values: dict[str, object] = {"kind": kind or short_id(text, "bilaga"), "title": text, "number": number}
        found.append(Found(values, lines_of_item, [] if kind else [Text("doubt-annex", {"title": text})]))
    return found


def _listed(lines: Sequence[Line]) -> list[list[Line]]:
    """The points of the numbered list that lines begin with, each with its lines."""
    points: list[list[Line]] = []
    for line in lines:
        match = _POINT.match(line.text)
        if match and int(match[1]) == len(points) + 1:
            points.append([line])
        elif line.opens_page or line.level is not None:
            break
        elif points and not line.blanks:
            points[-1].append(line)
        elif points and not match:
            break
    return points


def _kind_of_annex(text: str, kinds: Mapping[str, Sequence[str]]) -> str | None:
    """The kind of annex that a text names, by the longest of the words that it has."""
    lengths = {kind: max((len(word) for word in words if holds(text, word)), default=0) for kind, words in kinds.items()}
    best = max(lengths, key=lengths.__getitem__, default=None)
    return best if best is not None and lengths[best] else None


def _mentioned(context: Context, titles: dict[str, list[str]]) -> Iterator[Found]:
    """The annexes that running text names as such, where the document has no list of them."""
    words = {
        **context.profile.annexes.kinds,
        **{kind: titles[kind] for kind, own in context.profile.documents.items() if own.annex},
    }
    for one in paragraphs(context.lines):
        text = context.text(one)
        if any(holds(text, word) for word in context.profile.annexes.mentioned):
            for kind, phrases in words.items():
                phrase = held(text, phrases)
                if phrase:
                    yield Found({"kind": kind, "title": phrase}, [], [Text("doubt-mentioned", {"title": phrase})], list(one))
