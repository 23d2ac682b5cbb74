"""Goals, with what stands under them: assessments, analyses, measures, indicators, and the goals below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, held, holds, same, squeezed
from plancheck.importing.evidence.organisations import addressees_in
from plancheck.importing.evidence.positions import Layout, Unit
from plancheck.importing.evidence.profile import Role
from plancheck.importing.layout.outline import Heading, OutlineSection
from plancheck.importing.reading.lines import BULLETS, Line, dehyphenated, is_sentence, paragraphs, sentences, without_bullet
from plancheck.importing.records.found import Found
from plancheck.importing.records.indicators import indicators_in, indicators_of_rows, indicators_told, is_heading, unread_heads
from plancheck.importing.records.spans import Span, span_of
from plancheck.model.text import Text


def goals_in(context: Context, layout: Layout) -> list[Found]:
    """The goals of a document, in the order in which they stand."""
    return [_of_unit(context, layout, unit) for unit in layout.units if unit.kind != "uppdrag"]


def is_label(context: Context, heading: Heading) -> bool:
    """Whether a heading without a number only says what stands below it: an assessment, an analysis, measures, indicators."""
    return not heading.number and context.labels.role(heading.title) in LABELS


def goal_of_cells(
    context: Context, section: OutlineSection | None, title: list[Line], comment: list[Line], assessment: list[Line]
) -> Found:
    """A goal of a table that came out as text, by its cells."""
    span = Span(parts={"assessment": assessment, "comment": comment})
    context.take(title)
    return _goal(context, context.text(title).rstrip(". "), title, span, section)


def lists_in_contents(context: Context) -> list[Line]:
    """The lines of a table of contents, and pages of it that have come out as one line, which begins with the word for it."""
    names = "|".join(map(re.escape, context.profile.contents))
    pages = [line for line in context.lines if re.match(rf"\s*(?:[0-9]{{1,3}}\s+)?(?:{names})\b", line.text)] if names else []
    return [*context.contents, *pages]


def goals_in_contents(context: Context) -> list[Found]:
    """The numbered goals of a table of contents, each in doubt: for a document that has them nowhere else."""
    labels = context.profile.labels
    words, stops = ("|".join(map(re.escape, labels.get(role, ()))) for role in ("goal", "area"))
    if not words:
        return []
    page = r"[\s.…_·]*\b[0-9ivx]{1,4}"
    ends = rf"{page}\s*$|(?:{page})?\s+(?:(?:{words})\s+[0-9]|(?:{stops or words})\b)|$"
    entry = re.compile(rf"\b(?:{words}) [0-9]{{1,2}}[.:]?\s+([^\W\d_].{{2,{TITLE}}}?)(?={ends})")
    found: dict[str, Found] = {}
    for line in lists_in_contents(context):
        for match in entry.finditer(line.text):
            title = match[1].strip(" .…_·")
            doubt = Text("doubt-goal-of-contents", context.quoted(line, match[0]))
            found.setdefault(folded(title), Found({"title": title}, doubts=[doubt], seen=[line]))
    return list(found.values())


TITLE = 160
"""How many letters the name of a goal in a table of contents may have."""
LABELS: tuple[Role, ...] = ("assessment", "analysis", "measures", "indicator", "text", "comment", "status", "sub-goal")
"""The parts of a goal that headings of their own may name, which are no sections."""


def _of_unit(context: Context, layout: Layout, unit: Unit) -> Found:
    """A goal with what stands under it, and the goals within it."""
    span = span_of(context, layout, unit)
    title = re.sub(r"^\s*[0-9]{1,2}[.)]\s+", "", without_bullet(unit.title)).strip().rstrip(". ")
    title = dehyphenated(title, context.words)
    context.take([*unit.lines, *span.labels])
    found = _goal(context, title, unit.lines, span, unit.candidate.block.section)
    found.own = unit.kind == "sub-goal"
    if context.decides_itself() and (to := addressees_in(context, context.text(span.parts.get("to", [])))):
        found.values["to"] = to
        found.lines.extend(context.take(span.parts["to"]))
    if unit.rows:
        _put_rows(context, found, unit)
    inner = [_of_unit(context, layout, other) for other in unit.inner]
    if inner:
        found.values["sub-goals"] = [*found.values.get("sub-goals", []), *inner]
    _tell_unknown(context, found, span)
    return found


def _tell_unknown(context: Context, found: Found, span: Span) -> None:
    """Note the columns of a table that no profile names: what stands there is left out."""
    found.doubts.extend(Text("doubt-column", {"head": head or "–"}) for head in span.unknown)


def _put_rows(context: Context, found: Found, unit: Unit) -> None:
    """The indicators in the rows of a goal in a table."""
    indicators = indicators_of_rows(context, unit)
    if indicators:
        found.values["indicators"] = [*found.values.get("indicators", []), *indicators]


def _goal(context: Context, title: str, heading: list[Line], span: Span, section: OutlineSection | None) -> Found:
    values: dict[str, Any] = {"title": title}
    area = context.area_of(section) if section else None
    if area:
        values["area"] = area
    values["at"] = context.at(heading[0], section)
    found = Found(values, list(heading))
    body = span.rest
    assessed = _assessment_of_part(context, span.parts.get("assessment", [])) or _assessment(context, title, body)
    if assessed:
        values["assessment"], lines = assessed
        found.by_key["assessment"] = lines
        found.lines.extend(context.take(lines))
        if context.terms("assessment") and assessed[0] not in context.terms("assessment"):
            found.doubts.append(Text("doubt-assessment", {"given": assessed[0]}))
    measures, rest = _measures(context, context.free(body))
    indicators = indicators_in(context, context.free(rest), section)
    rest = context.free(rest)
    said = [*span.parts.get("text", []), *span.parts.get("comment", []), *span.parts.get("analysis", [])]
    # What is no assessment is what is said of one.
    said += [line for line in context.free(span.parts.get("assessment", [])) if line not in said]
    for role in ("measures", "activity"):
        measures.extend([list(group) for group in paragraphs(span.parts.get(role, []))])
    found.doubts.extend(Text("doubt-unread-indicators", {"words": line.text.strip()}) for line in unread_heads(context, rest))
    if not indicators:
        told, is_left = indicators_told(context, title, [*rest, *said], section)
        indicators = told
        found.doubts.extend([Text("doubt-unread-indicators", {"words": title})] if is_left else [])
    if context.tells_of_the_past():
        _reasons(context, indicators, rest)
        rest = [line for line in rest if not _is_label(context, title, line)]
        _put_text(context, found, "analysis", [*rest, *said])
    else:
        rest = [line for line in rest if not _is_label(context, title, line)]
        rest = _sub_goals(context, found, rest, indicators, section)
        _put_text(context, found, "text", [*rest, *said])
    if measures:
        key = "measures" if context.tells_of_the_past() else "activities"
        texts = [context.text(group).lstrip(BULLETS + " ") for group in measures]
        values[key] = texts if key == "measures" else [Found({"title": text}) for text in texts]
        found.lines.extend(context.take([line for group in measures for line in group]))
    if indicators:
        values["indicators"] = [one for one in indicators if not one.values.pop("_below", False)]
    pointed = _points_at(context, [*rest])
    if pointed:
        values["refers-to"] = pointed
    return found


def _assessment_of_part(context: Context, lines: Sequence[Line]) -> tuple[str, list[Line]] | None:
    """The assessment that a cell, or what stands behind a label, gives. A few words of no known scale are one as they stand."""
    text = context.text(lines).strip(" .")
    if not text:
        return None
    value = assessment_in(context, text)
    if value is None and context.tells_of_the_past() and len(text.split()) <= WORDS:
        value = text
    return (value, list(lines)) if value else None


WORDS = 5
"""How many words an assessment by an unknown scale has at most."""


def assessment_in(context: Context, text: str) -> str | None:
    """The assessment that a short text is: a term of the scale, or the words as they stand where those are of another scale."""
    value = _word_on_scale(context, text)
    if value:
        return value
    goals = context.profile.goals
    for term, words in goals.assessment_words.items():
        if term in context.terms("assessment") and any(squeezed(text) == squeezed(word) for word in words):
            return term
    return next((word for word in goals.other_assessments if squeezed(text) == squeezed(word)), None)


def _reasons(context: Context, indicators: Sequence[Found], lines: Sequence[Line]) -> None:
    """Why an indicator has no outcome for the year: the sentences that name it and say so."""
    texts = [context.text(one) for one in paragraphs(lines)]
    words = context.profile.indicators.reasons
    for one in indicators:
        outcome = one.values.get("outcome")
        if not isinstance(outcome, dict) or not isinstance(outcome.get(context.year), str):
            continue
        name = str(one.values["name"])
        told = [one for text in texts for one in sentences(text) if held(one, words) and holds(one, name)]
        if told:
            one.values["reason"] = " ".join(told)


def _put_text(context: Context, found: Found, key: str, lines: Sequence[Line]) -> None:
    texts = [context.text(one) for one in paragraphs(lines)]
    if texts:
        found.values[key] = "\n".join(texts)
        found.by_key[key] = list(lines)
        found.lines.extend(context.take(lines))


def _is_label(context: Context, title: str, line: Line) -> bool:
    """Whether a line only repeats what is said elsewhere: the heading above the analysis, the goal's title above a table."""
    label = context.labels.role(line.text) in ("analysis", "assessment", "text", "comment") or same(line.text, title)
    if label:
        context.take([line])
    return label


# Assessments


def _assessment(context: Context, title: str, body: Sequence[Line]) -> tuple[str, list[Line]] | None:
    """The assessment of a goal: below its heading, at the end of the line that repeats the goal, or in a sentence."""
    scale = context.terms("assessment")
    words = list(body)
    if words and context.tells_of_the_past() and (value := _word_on_scale(context, words[0].text)):
        return value, words[:1]
    for n, line in enumerate(words):
        if not _is_assessment_label(context, line.text):
            continue
        taken = [line]
        for after in words[n + 1 : n + 6]:
            taken.append(after)
            value = _word_on_scale(context, after.text)
            if value:
                return value, taken
            if _is_assessment_label(context, after.text):
                continue
            ending = _ending(scale, context.text([one for one in taken if not _is_assessment_label(context, one.text)]), title)
            if ending:
                return ending, taken
    for paragraph in paragraphs(words):
        for sentence in sentences(context.text(paragraph)):
            value = _in_sentence(context, sentence)
            if value:
                # The sentence is a part of the analysis too, and stays there.
                return value, []
    return None


def _in_sentence(context: Context, sentence: str) -> str | None:
    """The assessment that a sentence gives: a word of the scale, or of another scale as it stands."""
    goals = context.profile.goals
    if not any(holds(sentence, phrase) for phrase in goals.assessed):
        return None
    for value, names in goals.assessment_words.items():
        if value in context.terms("assessment") and any(holds(sentence, name) for name in names):
            return value
    # A single word, such as Ja, may be any.
    return held(sentence, [word for word in goals.other_assessments if len(word.split()) > 1], exactly=True)


def _word_on_scale(context: Context, text: str) -> str | None:
    """The word of the scale that a text is, in any of its forms."""
    value = _word_of(context.terms("assessment"), text)
    terms = context.ruleset.declared.terms("assessment", context.year)
    forms = ((form, str(term.id)) for term in terms for form in term.also)
    return value or next((word for form, word in forms if squeezed(text) == squeezed(form)), None)


def _is_assessment_label(context: Context, text: str) -> bool:
    return context.labels.role(text) == "assessment"


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
    start = next((n for n, line in enumerate(body) if context.labels.role(line.text) == "measures"), None)
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
        for sentence in sentences(context.text(one)):
            if any(holds(sentence, word) for word in context.profile.goals.pointing):
                found.extend(number for number in referred(context, sentence) if number not in found)
    return found


def referred(context: Context, text: str) -> list[str]:
    """The numbers of the sections that a text names."""
    words = "|".join(re.escape(word) for word in context.profile.references)
    found = re.findall(rf"(?:\b(?:{words})\s+|\()([0-9]+(?:\.[0-9]+)+)(?![0-9])", text, re.IGNORECASE) if words else []
    return list(dict.fromkeys(found))
