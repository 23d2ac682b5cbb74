"""A document made of its lines: each thing that the profile lets be recognised, linked to what is known of it already."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import held, holds, short_id
from plancheck.importing.evidence.known import KnownThings
from plancheck.importing.evidence.linking import DOUBTFUL, DOUBTFUL_IN_A_BAD_COPY, SPOILED, Known, Link, link
from plancheck.importing.evidence.positions import layout_of
from plancheck.importing.evidence.tables import tables_of
from plancheck.importing.reading.lines import Line, paragraphs
from plancheck.importing.records.accounts import accounts_in
from plancheck.importing.records.decisions import annexes_in, consultations_in, decisions_in
from plancheck.importing.records.figures import figures_in
from plancheck.importing.records.forms import (
    articles_in,
    development_areas_in,
    events_in,
    follow_ups_in,
    lex_sarah_reports_in,
    period_in,
    quality_areas_in,
    section_kinds,
    unexecuted_in,
)
from plancheck.importing.records.found import Found
from plancheck.importing.records.goals import goals_in, is_label, referred
from plancheck.importing.records.programmes import programmes_in
from plancheck.importing.records.tables_of_text import uppdrag_of_text
from plancheck.importing.records.uppdrag import unread_in, uppdrag_in
from plancheck.model.base import Unknown
from plancheck.model.text import Text
from plancheck.repository.registers import addressees, registers
from plancheck.repository.workspace import Entry

SPECIAL: dict[str, Callable[[Context], list[Found]]] = {
    "articles": articles_in,
    "follow-ups": follow_ups_in,
    "development-areas": development_areas_in,
    "lex-sarah-reports": lex_sarah_reports_in,
    "events": events_in,
    "unexecuted": unexecuted_in,
    "quality-areas": quality_areas_in,
}
"""How to recognise what only some kinds of document have."""


def document_in(context: Context, titles: dict[str, list[str]]) -> Found:
    """Everything that is recognised in a document, under the keys of the document model."""
    own = context.profile.documents.get(context.kind.id)
    holds_ = own.holds if own else []
    decisions = decisions_in(context)
    sections = _sections(context, has_minutes=bool(decisions) and not context.kind.sections)
    consultations = consultations_in(context)
    annexes = annexes_in(context, titles)
    programmes = programmes_in(context)
    of_text = uppdrag_of_text(context)
    layout = layout_of(context, KnownThings(_every_known_goal(context)), KnownThings(_known(context, None)))
    uppdrag = sorted([*of_text, *uppdrag_in(context, layout)], key=lambda entry: entry.lines[0].number)
    goals = goals_in(context, layout)
    _link_goals(context, goals)
    _link_uppdrag(context, uppdrag)
    tables = tables_of(context)
    figures = figures_in(context, tables)
    accounts, unread = accounts_in(context, tables)
    values: dict[str, object] = {
        "document": context.kind.id,
        "namnd": context.namnd if context.kind.of == "namnd" else None,
        "year": context.year,
        "title": f"{context.kind.title['sv']} {context.year}",
        "period": period_in(context) if "period" in holds_ else None,
        "decisions": decisions,
        "consultations": consultations,
        "sections": sections,
        "goals": goals,
        "uppdrag": uppdrag,
        "programmes": programmes,
        "annexes": annexes,
        "figures": figures,
        "accounts": accounts,
        **{key: SPECIAL[key](context) for key in SPECIAL if key in holds_},
    }
    doubts = [
        Text("doubt-unread", {"page": context.at(line).get("page", "–"), "words": line.text.strip()})
        for line in unread_in(context)
    ]
    if not goals and not uppdrag and not (own and own.annex):
        doubts.append(Text("doubt-nothing"))
    spoiled = [Text("doubt-spoiled", {"share": round(context.spoiled * 100)})] if context.spoiled >= SPOILED else []
    return Found(
        {key: value for key, value in values.items() if value not in (None, [])},
        doubts=[*spoiled, *context.unread, *doubts, *unread],
        seen=list(context.lines[:1]),
        learnt=layout.learnt,
    )


# Sections


def _sections(context: Context, *, has_minutes: bool) -> list[Found]:
    """The headings of a document, with what kind of section each is and which others it points at.

    `has_minutes`: what only looks like a heading may be one of the minutes of a decision, and is none of the document's.
    """
    found: list[Found] = []
    used: set[str] = set()
    first = context.sections[0].heading.lines[0].number if context.sections else 10**9
    for line in context.lines:
        if line.number >= first:
            break
        kinds = _kinds_of_line(context, line)
        found.extend(
            Found({"title": line.text.strip(), "kind": kind, "page": context.at(line).get("page")}, context.take([line]))
            for kind in kinds
        )
    for section in context.sections:
        heading = section.heading
        if is_label(context, heading) or (has_minutes and not heading.marked):
            continue
        values: dict[str, object] = {"number": heading.dotted, "title": _sentence_case(heading.title.rstrip(". "))}
        area = context.area(heading.title)
        kind = (
            next((one for one in section_kinds(context, section) if one not in used), None)
            if len(heading.number) <= 3
            else None
        )
        if area:
            values |= {**({"kind": area_kind} if (area_kind := context.profile.area_section) else {}), "area": area}
        elif kind:
            values["kind"] = kind
            used.add(kind)
        values["page"] = context.at(heading.lines[0], section).get("page")
        pointed = referred(context, " ".join(context.text(one) for one in paragraphs(section.body)))
        if pointed:
            values["refers-to"] = pointed
        found.append(Found(values, context.take(heading.lines)))
    return found


def _kinds_of_line(context: Context, line: Line) -> list[str]:
    """The kinds of section that an unnumbered heading before the first numbered one is: those of the memo."""
    text = line.text.strip()
    if (
        line.cell is not None
        or len(text) > 80
        or text.endswith(".")
        or not text[:1].isupper()
        or not (line.blanks or line.opens_page)
    ):
        return []
    words = {kind: phrases for kind, phrases in context.profile.sections.items() if kind in context.terms("dimensions")}
    exact = [kind for kind, phrases in words.items() if held(text, phrases, exactly=True)]
    return exact or [kind for kind, phrases in words.items() if held(text, phrases)]


def _sentence_case(title: str) -> str:
    """A title in capitals as it is written in running text."""
    return (
        title[:1] + title[1:].lower()
        if len(title) > 3 and title.upper() == title and re.search(r"[A-ZÅÄÖ]{3}", title)
        else title
    )


# Links


def _entries(context: Context) -> list[Entry]:
    """The registers that may have given what the document tells of: those of its year and earlier ones, the newest first."""
    found = registers(context.workspace, ["goals", "uppdrag"], last=context.year)
    return sorted(found, key=lambda entry: -entry.header.year)


def _known_goals(context: Context) -> list[Known]:
    """KF's goals of the year: those of another year are other goals, though they may be called the same."""
    return [
        Known(f"{entry.document.identity()}/{goal.id}", goal.title or "")
        for entry in _entries(context)
        if entry.header.year == context.year
        for goal in entry.document.goals
        if goal.id
    ]


def _every_known_goal(context: Context) -> list[Known]:
    """The goals of every register that may have given what the document tells of: they show where goals stand."""
    return [
        Known(f"{entry.document.identity()}/{goal.id}", goal.title or "")
        for entry in _entries(context)
        for goal in entry.document.goals
        if goal.id
    ]


def _link_goals(context: Context, goals: Sequence[Found]) -> None:
    """Put each goal to the one of KF's that it tells of. Several sections may tell of one."""
    known = _known_goals(context)
    for goal in goals:
        (found,) = link([(str(goal.values.get("title", "")), frozenset())], known)
        _put_link(context, goal, found)


def _link_uppdrag(context: Context, uppdrag: Sequence[Found]) -> None:
    """Put each uppdrag to the one that was given, none to two; a heading may say which register they come from."""
    groups: dict[tuple[str, int] | None, list[Found]] = {}
    for one in uppdrag:
        if one.values.get("by") == context.namnd and context.namnd is not None:
            _keep_as_new(context, one)
        else:
            groups.setdefault(_origin(context, one), []).append(one)
    used: set[str] = set()
    for origin, members in sorted(groups.items(), key=lambda group: group[0] is None):
        known = [one for one in _known(context, origin) if one.ref not in used]
        texts = [(str(one.values.get("title", "")), frozenset(_to(one))) for one in members]
        for one, found in zip(members, link(texts, known), strict=True):
            _put_link(context, one, found)
            if found.ref:
                used.add(found.ref)


def _to(one: Found) -> list[str]:
    to = one.values.get("to")
    return [str(name) for name in to] if isinstance(to, list) else []


def _origin(context: Context, one: Found) -> tuple[str, int] | None:
    """The kind of register, and the year (0 for any), that the heading above an uppdrag says it comes from."""
    if one.origin:
        return one.origin
    section = context.section_of(one.lines[0])
    if section is None:
        return None
    # The nearest heading says it most exactly.
    for heading in (section.heading, *reversed(section.above)):
        for origin in context.profile.uppdrag.origins:
            if holds(heading.title, origin.heading) and origin.document in context.ruleset.kinds:
                year = re.search(r"\b(20[0-9]{2})\b", heading.title)
                return origin.document, int(year[1]) if year else 0
    return None


def _known(context: Context, origin: tuple[str, int] | None) -> list[Known]:
    found = []
    for entry in _entries(context):
        kind = context.workspace.kinds[entry.header.kind]
        if origin and not (kind.is_a(origin[0]) and origin[1] in (0, entry.header.year)):
            continue
        for one in entry.document.uppdrag:
            if one.id:
                bodies = addressees(context.workspace, one, entry.document.year)
                named = one.to or one.under
                to = frozenset(named if isinstance(bodies, Unknown) else [*named, *bodies])
                found.append(Known(f"{entry.document.identity()}/{one.id}", one.title or "", to))
    return found


def _put_link(context: Context, one: Found, made: Link) -> None:
    """Note what something was found to tell of. The words of the document stay beside the reference."""
    ref, confidence, rival = made
    words = one.values.pop("title", None)
    rest = dict(one.values)
    one.values.clear()
    if ref is None:
        one.values.update(title=words, **rest)
        details: dict[str, object] = {"rival": rival} if rival else {}
        one.doubts.append(Text("doubt-no-link-but" if rival else "doubt-no-link", details))
        return
    for key in ("to", "due", "reports-back", "by"):
        # The register says this itself, unless the document has it in so many words.
        if key not in one.by_key:
            rest.pop(key, None)
    one.values.update({"ref": ref, "x-wording": words}, **rest)
    if confidence < (DOUBTFUL if context.spoiled < SPOILED else DOUBTFUL_IN_A_BAD_COPY):
        told = {"confidence": round(confidence * 100), "rival": rival or ""}
        one.doubts.append(Text("doubt-link-or" if rival else "doubt-link", told))


def _keep_as_new(context: Context, one: Found) -> None:
    """One that the nämnd gives itself is decided in this document: it gets an id of its own here."""
    rest = dict(one.values)
    one.values.clear()
    name = short_id(str(rest.get("title", "")), "uppdrag", context.profile.uppdrag.wanted)
    one.values.update({"id": name, **rest})
