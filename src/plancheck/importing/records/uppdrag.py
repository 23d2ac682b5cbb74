"""Uppdrag, with what a plan or a report says of them: status, comment, how they are taken care of, until when, by whom."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import find, folded, holds, same, squeezed
from plancheck.importing.evidence.giving import giving_in
from plancheck.importing.evidence.organisations import addressees_in, bodies_at, bodies_in, names_body
from plancheck.importing.evidence.positions import Layout, Unit
from plancheck.importing.evidence.profile import UppdragList
from plancheck.importing.layout.outline import OutlineSection
from plancheck.importing.reading.lines import Line, chunks, dehyphenated, is_sentence, sentences, without_bullet
from plancheck.importing.records.found import Found
from plancheck.importing.records.spans import Span, span_of, text_of
from plancheck.model.text import Text

LONG = 600
"""How many letters the words of an uppdrag may have before they may be those of two."""


@dataclass
class TableUppdrag:
    """An uppdrag in a table: the lines of each of its cells, and the words of its status."""

    cells: dict[str, list[Line]] = field(default_factory=dict)
    status: str = ""
    status_lines: list[Line] = field(default_factory=list)
    doubts: list[Text] = field(default_factory=list)

    def add(self, column: str, lines: Sequence[Line]) -> None:
        """More lines of a cell."""
        self.cells.setdefault(column, []).extend(lines)


def uppdrag_in(context: Context, layout: Layout) -> list[Found]:
    """The uppdrag of a document, in the order in which they stand."""
    return [_of_unit(context, layout, unit) for unit in layout.units if unit.kind == "uppdrag"]


def uppdrag_of_decisions(context: Context, decisions: Sequence[Found]) -> list[Found]:
    """The uppdrag that points of a decision give, by others than the nämnd or to others: each speaks for itself alone."""
    found: list[Found] = []
    for decision in decisions:
        points = decision.values.get("points", [])
        if not isinstance(points, list):
            continue
        for point in points:
            text = str(point.values.get("text", ""))
            giving = giving_in(context, text)
            if giving is None or len(giving.before.split()) > FIRST_WORDS:
                continue
            if decision.values.get("by") == context.namnd and not _names_others(context, giving.to):
                continue
            own = list(point.all_lines())
            uppdrag = _given(context, context.section_of(own[0]), text, own)
            uppdrag.lines, uppdrag.seen = [], own
            uppdrag.values["by"] = decision.values.get("by")
            if decision.values.get("outcome") != "adopted":
                uppdrag.doubts.append(Text("doubt-proposed"))
            found.append(uppdrag)
    return found


FIRST_WORDS = 8
"""How many words may stand before those that give an uppdrag in a point of a decision."""


def _names_others(context: Context, words: str) -> bool:
    """Whether words name others than the nämnd and its administration."""
    own = {folded(name) for name in context.profile.uppdrag.own}
    plain = folded(words)
    return (
        names_body(context, words) and context.namnd not in bodies_in(context, words) and not any(name in plain for name in own)
    )


def _of_unit(context: Context, layout: Layout, unit: Unit) -> Found:
    span, section = span_of(context, layout, unit), unit.candidate.block.section
    context.take(span.labels)
    title = without_bullet(unit.title).strip()
    found = _given(context, section, title, unit.lines)
    _put_addressees(context, found, title)
    _put_status(context, found, span)
    _put_texts(context, found, span)
    _put_details(context, found, span)
    listed = _list_of(context, unit)
    if listed is not None:
        found.values["by"] = context.namnd if listed.by == "namnd" and context.namnd else listed.by
        if listed.document:
            found.origin = (listed.document, context.year)
    if unit.candidate.columns is not None and not unit.candidate.columns.by_head:
        found.doubts.append(Text("doubt-columns"))
    found.doubts.extend(Text("doubt-column", {"head": head}) for head in span.unknown if head)
    return found


def _put_addressees(context: Context, found: Found, title: str) -> None:
    """Whom brackets at the end of the words of an uppdrag name, which are then no words of it."""
    match = re.search(r"\s*\(([^()]{2,120})\)\s*([.;]?)\s*$", title)
    to = addressees_in(context, match[1]) if match else []
    if match and to:
        found.values["title"] = dehyphenated(title[: match.start()] + match[2], context.words)
        found.values["to"] = [*dict.fromkeys([*found.values.get("to", []), *to])]


def _put_report(context: Context, found: Found, text: str) -> None:
    """To whom an uppdrag is to be reported, and until when, as a sentence of it says."""
    for sentence in sentences(text):
        phrase = next((phrase for phrase in context.profile.uppdrag.reports_back if holds(sentence, phrase)), None)
        if phrase is None:
            continue
        found.values["reports-back"] = True
        span = find(sentence, phrase)
        if span and (to := [body for _, body in bodies_at(context, sentence[span[1] :])]):
            found.values.setdefault("report-to", list(dict.fromkeys(to)))
        day = due_in(context, sentence)
        if day:
            found.values.setdefault("report-by", day)


def _list_of(context: Context, unit: Unit) -> UppdragList | None:
    """The list that an uppdrag is in, by the heading above it, or what leads up to it: it says who gave it."""
    block = unit.candidate.block
    title = unit.candidate.columns.title if unit.candidate.columns else ""
    for text in (unit.candidate.divider, title, block.announced.rstrip(" :"), *(heading.title for heading in block.headings)):
        named = context.list_named(text) if text else None
        if named is not None:
            return named
    return None


def _put_status(context: Context, found: Found, span: Span) -> None:
    """The status that a cell or a label gives, or the first words of what is said."""
    lines = span.parts.get("status", [])
    if not lines and span.rest and status_in(context, context.text(span.rest[:1])):
        lines, span.rest = span.rest[:1], span.rest[1:]
    text = context.text(lines).strip(" .")
    if not text:
        return
    status = status_in(context, text)
    found.values["status"] = status or text
    if status not in context.terms("status") and context.terms("status"):
        found.doubts.append(Text("doubt-status", {"given": text}))
    found.by_key["status"] = list(lines)
    found.lines.extend(context.take(lines))


def status_in(context: Context, text: str) -> str | None:
    """The status that a short text is: a term of the scale in any of its forms, or the words as they stand of another scale."""
    terms = context.terms("status")
    words = {folded(term): forms for term, forms in context.profile.uppdrag.status_words.items()}
    for term, name in terms.items():
        forms = [term, name, *words.get(folded(term), words.get(folded(name), []))]
        if any(squeezed(text) == squeezed(form) for form in forms) or any(same(text, form) for form in (term, name)):
            return term
    return next((word for word in context.profile.uppdrag.other_statuses if squeezed(text) == squeezed(word)), None)


def _put_texts(context: Context, found: Found, span: Span) -> None:
    """How it is taken care of, and what is said of its status: what no label names is what a plan or a report has to say."""
    own = "comment" if context.tells_of_the_past() else "text"
    parts = {"text": span.parts.get("text", []), "comment": span.parts.get("comment", [])}
    parts[own] = [*span.rest, *parts[own]]
    other = "text" if own == "comment" else "comment"
    # What a plan calls a comment is how it takes care of it, where it says nothing else of that.
    if not text_of(context, parts[own]) and parts[other]:
        parts[own], parts[other] = parts[other], []
    for key, lines in parts.items():
        text = text_of(context, lines)
        if text:
            found.values[key] = text
            found.by_key[key] = list(lines)
            found.lines.extend(context.take(lines))
            if context.decides_itself():
                _put_report(context, found, text)


def _put_details(context: Context, found: Found, span: Span) -> None:
    """Until when, by whom, for whom, and to whom it is to be reported."""
    text = {role: context.text(lines).strip(" .") for role, lines in span.parts.items()}
    if text.get("due"):
        day = day_in(context, text["due"])
        if day:
            found.values["due"] = day
            found.by_key["due"] = list(span.parts["due"])
        else:
            found.doubts.append(Text("doubt-due", {"given": text["due"]}))
    if text.get("responsible"):
        found.values["responsible"] = text["responsible"]
    if text.get("to") and (bodies := _bodies_of(context, text["to"])):
        found.values["to"] = bodies
    if text.get("report-to") and (bodies := _bodies_of(context, text["report-to"])):
        found.values["report-to"] = bodies
        found.values["reports-back"] = True
    for role in ("due", "responsible", "to", "report-to", "number", "by"):
        found.lines.extend(context.take(span.parts.get(role, [])))


def _bodies_of(context: Context, text: str) -> list[str]:
    """The bodies that a cell or a label names, of which a narrow column may have cut the names."""
    return addressees_in(context, text) or bodies_in(context, re.sub(r"(?<=\w) (?=\w{1,3}\b)", "", text))


def day_in(context: Context, text: str) -> datetime.date | None:
    """The last day that a cell or a label gives: a date, the end of a month, of a quarter or half of a year, or of a year."""
    exact = re.search(r"\b(20[0-9]{2})-([0-9]{2})-([0-9]{2})\b", text)
    months = context.profile.language.months
    year = re.search(r"\b(20[0-9]{2})\b", text)
    number = int(year[1]) if year else context.year
    try:
        if exact:
            return datetime.date(int(exact[1]), int(exact[2]), int(exact[3]))
        names = "|".join(map(re.escape, months))
        named = re.search(rf"(?:\b([0-9]{{1,2}}) )?\b({names})\b", text, re.IGNORECASE) if names else None
        if named:
            month = months.index(named[2].lower()) + 1
            return datetime.date(number, month, int(named[1])) if named[1] else _last_of(number, month)
        short = re.fullmatch(r"\s*(20[0-9]{2})-([0-9]{2})\s*", text)
        if short:
            return _last_of(number, int(short[2]))
        quarter = re.search(r"\b(?:Q|kv\.? ?|kvartal ?)([1-4])\b", text, re.IGNORECASE)
        if quarter:
            return _last_of(number, int(quarter[1]) * 3)
        return datetime.date(number, 12, 31) if year and len(text) <= 20 else None
    except ValueError:
        return None


def _last_of(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    first = datetime.date(year + month // 12, month % 12 + 1, 1)
    return first - datetime.timedelta(days=1)


# What an uppdrag says itself


def uppdrag_of_row(context: Context, section: OutlineSection | None, row: TableUppdrag) -> Found:
    """An uppdrag of a table that came out as text."""
    title_lines = row.cells.get("title", [])
    own = [*row.status_lines, *(one for cell in row.cells.values() for one in cell)]
    lines = sorted({line.number: line for line in own}.values())
    found = _given(context, section, context.text(title_lines), lines, row.doubts)
    if row.status:
        known = context.terms("status")
        found.values["status"] = row.status
        if known and row.status not in known:
            found.doubts.append(Text("doubt-status", {"given": row.status}))
    elif row.status_lines or not title_lines:
        found.doubts.append(Text("doubt-no-status"))
    found.by_key["status"] = row.status_lines
    for column in ("text", "comment"):
        if row.cells.get(column):
            found.by_key[column] = row.cells[column]
            found.values[column] = "\n".join(context.text(one) for one in paragraphs_of(row.cells[column]))
    if not title_lines:
        found.doubts.append(Text("doubt-no-title"))
    return found


def paragraphs_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The paragraphs of a cell: its groups of lines, those that a page has cut joined, and its bullets apart."""
    found: list[list[Line]] = []
    for group in chunks(lines):
        if found and group[0].opens_page and (not is_sentence(found[-1][-1].text) or not group[0].text.strip()[:1].isupper()):
            found[-1].extend(group)
        else:
            found.append(list(group))
    return found


def _given(
    context: Context, section: OutlineSection | None, title: str, lines: Sequence[Line], doubts: Sequence[Text] = ()
) -> Found:
    """An uppdrag by its own words: what they say of whom it is for, until when, and whether it is to be reported back."""
    title = dehyphenated(title, context.words)
    values: dict[str, object] = {"title": title}
    if len(title) > LONG:
        doubts = [*doubts, Text("doubt-long")]
    giving = giving_in(context, title)
    if giving:
        values["to"] = bodies_in(context, giving.to) or _own(context, giving.to)
    due = due_in(context, title)
    if due:
        values["due"] = due
    if any(holds(title, phrase) for phrase in context.profile.uppdrag.reports_back):
        values["reports-back"] = True
    if section is not None:
        area = context.area_of(section)
        if area:
            values["area"] = area
    values["at"] = context.at(lines[0], section)
    return Found(values, context.take(lines), list(doubts))


def due_in(context: Context, text: str) -> datetime.date | None:
    """The last day that the words of an uppdrag give: a date, or the end of a year that stands behind senast, under …"""
    for phrase in context.profile.uppdrag.due:
        found = re.search(rf"\b{re.escape(phrase)}(?:\s+\w+){{0,2}}?\s+(20[0-9]{{2}})(?:-([0-9]{{2}})-([0-9]{{2}}))?\b", text)
        if found:
            try:
                return datetime.date(int(found[1]), int(found[2] or 12), int(found[3] or 31))
            except ValueError:
                continue
    return None


# Lists


def _own(context: Context, text: str) -> list[str]:
    """The nämnd of the document, where something is given to its förvaltning without a name."""
    return [context.namnd] if context.namnd and any(same(text, word) for word in context.profile.uppdrag.own) else []
