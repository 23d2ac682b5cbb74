"""Goals: each is a heading below one that says so, or a point of a list; with what stands under it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, held, holds, one_of, same
from plancheck.importing.layout.outline import Heading, OutlineSection
from plancheck.importing.reading.lines import BULLETS, Line, is_sentence, paragraphs, without_bullet
from plancheck.importing.records.found import Found
from plancheck.importing.records.indicators import indicators_in, is_heading

LONG = 15
"""How many letters the title of a goal must have to be known by itself."""


def goals_in(context: Context) -> list[Found]:
    """The goals of a document, in the order in which they stand."""
    found: list[Found] = []
    sections = context.sections
    goal_levels = {len(one.above) for one in sections if _is_known(context, one.heading.title)}
    end = 0
    for n, section in enumerate(sections):
        if n < end or is_label(context, section.heading):
            continue
        below = [m for m in range(n + 1, len(sections)) if section.heading in sections[m].above]
        known = _is_known(context, section.heading.title)
        groups = [m for m in below if not is_label(context, sections[m].heading)]
        # Where some goals are known, others stand as deep as they do; else a goal is what has nothing below it.
        could = not groups and context.is_below(section, context.profile.goals.headings)
        if known or (could and (not goal_levels or len(section.above) in goal_levels)):
            end = max(below, default=n) + 1
            found.append(_of_section(context, section, [sections[m] for m in below]))
    return found or _of_points(context) or _of_list(context)


def is_label(context: Context, heading: Heading) -> bool:
    """Whether a heading without a number only says what stands below it: an assessment, an analysis, measures, indicators."""
    goals = context.profile.goals
    words = [*goals.assessments, *goals.analysis, *goals.measures, *context.profile.indicators.headings]
    return not heading.number and bool(one_of(heading.title, words))


def _of_points(context: Context) -> list[Found]:
    """Goals as the points below a heading that the file says is one."""
    for section in context.sections:
        if not one_of(section.heading.title, context.profile.goals.headings):
            continue
        points: list[list[Line]] = []
        for line in context.free(section.body):
            marked = line.text.strip()[:1] in BULLETS or re.match(r"\s*[0-9]{1,2}[.)]\s", line.text)
            if marked or _is_known(context, line.text):
                points.append([line])
            elif points:
                points[-1].append(line)
        if len(points) > 1:
            return [_of_point(context, point, section) for point in points]
    return []


def _of_point(context: Context, point: Sequence[Line], section: OutlineSection | None) -> Found:
    title, body = _title_of(point)
    words = re.sub(r"^\s*[0-9]{1,2}[.)]\s+", "", without_bullet(context.text(title))).strip().rstrip(".")
    return _goal(context, words, title, body, section)


def _is_known(context: Context, title: str) -> bool:
    """Whether a heading is the title of a goal that is known, whatever stands above it."""
    return any(same(title, known) for known in context.known_goals if len(known) > LONG)


def _of_section(context: Context, section: OutlineSection, below: Sequence[OutlineSection]) -> Found:
    title = _without_prefix(context, section.heading.title).rstrip(". ")
    body = [*section.body, *(line for one in below for line in (*one.heading.lines, *one.body))]
    return _goal(context, title, list(section.heading.lines), context.free(body), section)


def _without_prefix(context: Context, title: str) -> str:
    """A title without the word that says that it is a goal's."""
    prefixes = "|".join(map(re.escape, context.profile.goals.prefixes))
    return re.sub(rf"^(?:{prefixes}):\s*", "", title) if prefixes else title


def _of_list(context: Context) -> list[Found]:
    """Goals as the points of a list below a heading: 1. …, 2. …"""
    lines = context.free(context.lines)
    start = next((n for n, line in enumerate(lines) if _is_list_heading(context, line)), None)
    if start is None:
        # The heading may be unreadable, but not the first goal.
        start = next((n - 1 for n, line in enumerate(lines) if _is_first_goal(context, line)), None)
    if start is None:
        return []
    context.take(lines[start : start + 1] if start >= 0 and _is_list_heading(context, lines[start]) else [])
    points: list[list[Line]] = []
    for n, line in enumerate(lines[start + 1 :], start + 1):
        match = re.match(r"\s*([0-9]{1,2})[.)]\s+\S", line.text)
        if match and int(match[1]) == len(points) + 1:
            points.append([line])
        elif points and _is_other_heading(context, lines, n):
            break
        elif points:
            points[-1].append(line)
        elif n > start + 6:
            return []
    return [_of_point(context, point, None) for point in points]


def _is_first_goal(context: Context, line: Line) -> bool:
    """Whether a line is the first point of a list, and a goal that is known begins as it does."""
    match = re.match(r"\s*1[.)]\s+(\S.*)$", line.text)
    words = match[1].split() if match else []
    beginnings = (" ".join(known.split()[: len(words)]) for known in context.known_goals)
    return len(words) > 2 and any(same(" ".join(words), beginning) for beginning in beginnings)


def _is_list_heading(context: Context, line: Line) -> bool:
    return len(line.text) < 40 and bool(one_of(line.text, context.profile.goals.headings))


def _is_other_heading(context: Context, lines: Sequence[Line], n: int) -> bool:
    """Whether a line is a heading of another part: a few words and a colon, or one that the file says is one."""
    line = lines[n]
    text = line.text.strip()
    return line.level is not None or (text.endswith(":") and len(text.split()) <= 4 and bool(line.blanks))


def _title_of(point: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a point's title, and those below it: the title ends where a paragraph does."""
    for n, line in enumerate(point[1:], 1):
        if line.blanks or line.whole or line.opens_page:
            return list(point[:n]), list(point[n:])
    return list(point), []


def _goal(context: Context, title: str, heading: list[Line], body: Sequence[Line], section: OutlineSection | None) -> Found:
    values: dict[str, object] = {"title": title}
    area = context.area_of(section) if section else None
    if area:
        values["area"] = area
    values["at"] = context.at(heading[0], section)
    found = Found(values, heading)
    assessed = _assessment(context, title, body)
    if assessed:
        values["assessment"], lines = assessed
        found.by_key["assessment"] = lines
        found.lines.extend(context.take(lines))
    measures, rest = _measures(context, body)
    indicators = indicators_in(context, context.free(rest), section)
    rest = context.free(rest)
    if context.tells_of_the_past():
        _reasons(context, indicators, rest)
        rest = [line for line in rest if not _is_label(context, title, line)]
        _put_text(context, found, "analysis", rest)
    else:
        rest = _sub_goals(context, found, rest, indicators, section)
        _put_text(context, found, "text", rest)
    if measures:
        values["measures"] = [context.text(one).lstrip(BULLETS + " ") for one in measures]
        found.lines.extend(context.take([line for one in measures for line in one]))
    if indicators:
        values["indicators"] = [one for one in indicators if not one.values.pop("_below", False)]
    pointed = _points_at(context, [*rest])
    if pointed:
        values["refers-to"] = pointed
    return found


def _reasons(context: Context, indicators: Sequence[Found], lines: Sequence[Line]) -> None:
    """Why an indicator has no outcome for the year: the sentences that name it and say so."""
    texts = [context.text(one) for one in paragraphs(lines)]
    words = context.profile.indicators.reasons
    for one in indicators:
        outcome = one.values.get("outcome")
        if not isinstance(outcome, dict) or not isinstance(outcome.get(context.year), str):
            continue
        name = str(one.values["name"])
        told = [one for text in texts for one in _sentences(text) if held(one, words) and holds(one, name)]
        if told:
            one.values["reason"] = " ".join(told)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", text)


def _put_text(context: Context, found: Found, key: str, lines: Sequence[Line]) -> None:
    texts = [context.text(one) for one in paragraphs(lines)]
    if texts:
        found.values[key] = "\n".join(texts)
        found.by_key[key] = list(lines)
        found.lines.extend(context.take(lines))


def _is_label(context: Context, title: str, line: Line) -> bool:
    """Whether a line only repeats what is said elsewhere: the heading above the analysis, the goal's title above a table."""
    label = bool(one_of(line.text, [*context.profile.goals.analysis, *context.profile.goals.assessments])) or same(
        line.text, title
    )
    if label:
        context.take([line])
    return label


# Assessments


def _assessment(context: Context, title: str, body: Sequence[Line]) -> tuple[str, list[Line]] | None:
    """The assessment of a goal: below its heading, at the end of the line that repeats the goal, or in a sentence."""
    scale = context.terms("assessment")
    words = list(body)
    if words and context.tells_of_the_past() and (value := _word_of(scale, words[0].text)):
        return value, words[:1]
    for n, line in enumerate(words):
        if not one_of(line.text, context.profile.goals.assessments):
            continue
        taken = [line]
        for after in words[n + 1 : n + 6]:
            taken.append(after)
            value = _word_of(scale, after.text)
            if value:
                return value, taken
            if one_of(after.text, context.profile.goals.assessments):
                continue
            ending = _ending(
                scale, context.text([one for one in taken if not one_of(one.text, context.profile.goals.assessments)]), title
            )
            if ending:
                return ending, taken
    for one in paragraphs(words):
        for sentence in re.split(r"(?<=[.!?])\s+", context.text(one)):
            if any(holds(sentence, phrase) for phrase in context.profile.goals.assessed):
                for value, names in context.profile.goals.assessment_words.items():
                    if value in scale and any(holds(sentence, name) for name in names):
                        # The sentence is a part of the analysis too, and stays there.
                        return value, []
    return None


def _word_of(scale: dict[str, str], text: str) -> str | None:
    return next(
        (value for value, name in scale.items() if folded(text) in (folded(name), folded(value)) or same(text, name)), None
    )


def _ending(scale: dict[str, str], text: str, title: str) -> str | None:
    """The assessment behind a repeated title: Göteborgarna får valuta för skatten … Viss."""
    words = text.split()
    if len(words) < 2 or not same(" ".join(words[:-1]), title):
        return None
    return _word_of(scale, words[-1])


# What else stands under a goal


def _measures(context: Context, body: Sequence[Line]) -> tuple[list[list[Line]], list[Line]]:
    """The points below the heading on measures, and all other lines."""
    start = next((n for n, line in enumerate(body) if one_of(line.text, context.profile.goals.measures)), None)
    if start is None:
        return [], list(body)
    context.take([body[start]])
    end = next((n for n in range(start + 1, len(body)) if is_heading(context, body[n])), len(body))
    points: list[list[Line]] = []
    for one in paragraphs(body[start + 1 : end]):
        bullet = one[0].text.lstrip()[:1] in BULLETS
        if points and not bullet and points[-1][0].text.lstrip()[:1] in BULLETS and not is_sentence(points[-1][-1].text):
            points[-1].extend(one)
        else:
            points.append(list(one))
    return points, [*body[:start], *body[end:]]


def _sub_goals(
    context: Context, found: Found, lines: Sequence[Line], indicators: Sequence[Found], section: OutlineSection | None
) -> list[Line]:
    """The nämnd's own goals below one: a paragraph that is no sentence, and what follows. Gives the lines above the first."""
    if not any(holds(context.text(lines), word) for word in context.profile.goals.sub_goals):
        return list(lines)
    groups = paragraphs(lines)
    starts = [
        n for n, group in enumerate(groups[:-1]) if n and _is_title(context, group) and is_sentence(context.text(groups[n - 1]))
    ]
    if not starts:
        return list(lines)
    ends = [*starts[1:], len(groups)]
    found.values["sub-goals"] = [
        _sub_goal(context, groups[start], groups[start + 1 : end], _between(indicators, groups, start, end), section)
        for start, end in zip(starts, ends, strict=True)
    ]
    return [line for group in groups[: starts[0]] for line in group]


def _between(indicators: Sequence[Found], groups: Sequence[Sequence[Line]], start: int, end: int) -> list[Found]:
    """The indicators between the first lines of two paragraphs, or after the first where the second is past the last."""
    first, last = groups[start][0].number, groups[end][0].number if end < len(groups) else 10**9
    return [indicator for indicator in indicators if first < indicator.lines[0].number < last]


def _sub_goal(
    context: Context,
    title: Sequence[Line],
    body: Sequence[Sequence[Line]],
    indicators: Sequence[Found],
    section: OutlineSection | None,
) -> Found:
    """One of the nämnd's own goals, with the paragraphs and the indicators under it, which are no longer those of the goal."""
    values: dict[str, object] = {
        "title": context.text(title),
        "text": "\n".join(context.text(paragraph) for paragraph in body),
    }
    if indicators:
        values["indicators"] = [Found(dict(found.values), found.lines, found.doubts) for found in indicators]
        for indicator in indicators:
            indicator.values["_below"] = True
    values["at"] = context.at(title[0], section)
    return Found(values, context.take([*title, *(line for paragraph in body for line in paragraph)]))


def _is_title(context: Context, paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph may be a heading: no sentence, and a few words that begin with a capital."""
    text = context.text(paragraph)
    return not is_sentence(text) and text[:1].isupper() and text[:1] not in BULLETS and 3 <= len(text.split()) <= 40


def _points_at(context: Context, lines: Sequence[Line]) -> list[str]:
    """The sections that a goal points at instead of saying itself how it is taken care of."""
    found: list[str] = []
    for one in paragraphs(lines):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", context.text(one)):
            if any(holds(sentence, word) for word in context.profile.goals.pointing):
                found.extend(number for number in referred(context, sentence) if number not in found)
    return found


def referred(context: Context, text: str) -> list[str]:
    """The numbers of the sections that a text names."""
    words = "|".join(re.escape(word) for word in context.profile.references)
    found = re.findall(rf"(?:\b(?:{words})\s+|\()([0-9]+(?:\.[0-9]+)+)(?![0-9])", text, re.IGNORECASE) if words else []
    return list(dict.fromkeys(found))
