"""A document made of its lines: each thing that the profile lets be recognised, linked to what is known of it already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import held, holds, short_id, unique_id
from plancheck.importing.evidence.giving import matter_of
from plancheck.importing.evidence.known import APART, KnownThings
from plancheck.importing.evidence.linking import DOUBTFUL, DOUBTFUL_IN_A_BAD_COPY, SPOILED, SURE, Known, Link, link
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
from plancheck.importing.records.goals import goals_in, goals_in_contents, is_label, referred
from plancheck.importing.records.lost import incomplete, lost_in
from plancheck.importing.records.programmes import programmes_in
from plancheck.importing.records.tables_of_text import goals_of_text, uppdrag_of_text
from plancheck.importing.records.uppdrag import uppdrag_in, uppdrag_of_decisions
from plancheck.model.base import Unknown
from plancheck.model.document import Goal, SubGoal
from plancheck.model.text import Text
from plancheck.repository.registers import addressees, declared_registers
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
    goals_in_text = goals_of_text(context)
    known_goals, known_uppdrag = (
        KnownThings(_known_goals(context)),
        KnownThings(_known(context, None), partial(matter_of, context)),
    )
    layout = layout_of(context, known_goals, known_uppdrag)
    of_decisions = uppdrag_of_decisions(context, decisions)
    uppdrag = [*of_decisions, *of_text, *uppdrag_in(context, layout)]
    uppdrag.sort(key=lambda entry: min(line.number for line in entry.all_lines()))
    goals = sorted([*goals_in_text, *goals_in(context, layout)], key=lambda entry: entry.lines[0].number)
    goals = goals or goals_in_contents(context)
    if context.decides_itself():
        _keep_as_decided(context, goals, uppdrag)
    else:
        _link_goals(context, goals)
        _link_uppdrag(context, uppdrag)
    sections = _with_labels(context, sections, [*goals, *uppdrag], has_minutes=bool(decisions) and not context.kind.sections)
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
    made = {key: found for key, found in values.items() if isinstance(found, list)}
    is_annex = own is not None and own.annex
    lost = [] if is_annex else lost_in(context, layout, made, {"goal": known_goals, "uppdrag": known_uppdrag})
    values["incomplete"] = incomplete(lost)
    doubts = [entry.doubt for entry in lost if entry.doubt]
    spoiled = [Text("doubt-spoiled", {"share": round(context.spoiled * 100)})] if context.spoiled >= SPOILED else []
    return Found(
        {key: value for key, value in values.items() if value not in (None, [])},
        doubts=[*spoiled, *(entry.why for entry in context.unread), *doubts, *unread],
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


def _with_labels(context: Context, sections: list[Found], things: Sequence[Found], *, has_minutes: bool) -> list[Found]:
    """The sections of a document, with the headings that could label a part of a goal and stand in none: they are its own."""
    numbers = {line.number for thing in things for line in thing.all_lines()} | context.taken
    more = [
        Found(
            {"title": _sentence_case(heading.title.rstrip(". ")), "page": context.at(heading.lines[0], section).get("page")},
            context.take(heading.lines),
        )
        for section in context.sections
        if (heading := section.heading).lines[0].number not in numbers
        and is_label(context, heading)
        and not (has_minutes and not heading.marked)
    ]
    return sorted([*sections, *more], key=lambda found: min(line.number for line in found.all_lines())) if more else sections


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
    """The registers that may have given what the document tells of: those of its year and earlier ones, the newest first.

    Two of the same year are no reason to link to neither.
    """
    found = declared_registers(context.workspace, ["goals", "uppdrag"], 0, context.year)
    return sorted((entry for entry in found if entry.is_sound), key=lambda entry: -entry.header.year)


def _known_goals(context: Context) -> list[Known]:
    """The goals of every register that may have given what the document tells of, at every level: they show where goals are."""
    return [
        Known(f"{entry.document.identity()}/{goal.id}", goal.title or "")
        for entry in _entries(context)
        for goal in _levels(entry.document.goals)
        if goal.id
    ]


def _levels(goals: Sequence[Goal | SubGoal]) -> Iterator[Goal | SubGoal]:
    """Goals and those under them, the upper first."""
    for goal in goals:
        yield goal
        yield from _levels(goal.sub_goals)


def _link_goals(context: Context, goals: Sequence[Found]) -> None:
    """Put each goal to the one of KF's of the year that it tells of: those of another year are other goals, though they may be
    called the same. Several sections may tell of one.
    """
    years = {entry.document.identity(): entry.header.year for entry in _entries(context)}
    known = [entry for entry in _known_goals(context) if years[entry.ref.partition("/")[0]] == context.year]
    best = KnownThings(known).best
    for goal in goals:
        title = str(goal.values.get("title", ""))
        match = best(title)
        (made,) = [Link(match.ref, 1.0)] if match.is_sure else link([(title, frozenset())], known)
        if made.ref is not None or not goal.own:
            _put_link(context, goal, made)
    for goal in _below(goals):
        match = best(str(goal.values.get("title", "")))
        # What stands under a goal is the nämnd's own, unless it is surely another of KF's.
        if match.is_sure:
            _put_link(context, goal, Link(match.ref, 1.0))


def _below(goals: Sequence[Found]) -> Iterator[Found]:
    """The goals of a layout that stand under others, at any depth."""
    for goal in goals:
        below = goal.values.get("sub-goals", [])
        inner = [entry for entry in below if entry.own is not None] if isinstance(below, list) else []
        yield from inner
        yield from _below(inner)


def _link_uppdrag(context: Context, uppdrag: Sequence[Found]) -> None:
    """Put each uppdrag to the one that was given, none to two; a heading may say which register they come from."""
    groups: dict[tuple[str, int] | None, list[Found]] = {}
    for entry in uppdrag:
        if entry.values.get("by") == context.namnd and context.namnd is not None:
            _keep_as_new(context, entry)
        else:
            groups.setdefault(_origin(context, entry), []).append(entry)
    used: set[str] = set()
    for origin, members in sorted(groups.items(), key=lambda group: group[0] is None):
        known = [entry for entry in _known(context, origin) if entry.ref not in used]
        for entry, made in zip(members, _links(context, members, known), strict=True):
            _put_link(context, entry, made)
            if made.ref:
                used.add(made.ref)


ALIKE = 0.5
"""How much of what is known a text must have to be it in the company of others that are sure."""
COMPANY = 0.6
"""What share of the members of a group must be sure for less likeness to be enough for the others."""


def _links(context: Context, members: Sequence[Found], known: Sequence[Known]) -> list[Link]:
    """What each of a group of uppdrag is: what is sure for itself first, and then of what is left what fits best.

    In the company of members that are sure, less likeness is enough.
    """
    best = KnownThings(known, partial(matter_of, context)).best
    texts = [str(entry.values.get("title", "")) for entry in members]
    matches = [best(text) for text in texts]
    claims = Counter(match.ref for match in matches if match.is_sure)
    made: dict[int, Link] = {
        n: Link(match.ref, 1.0) for n, match in enumerate(matches) if match.is_sure and claims[match.ref] == 1
    }
    taken = {entry.ref for entry in made.values()}
    rest = [n for n in range(len(members)) if n not in made]
    left = [entry for entry in known if entry.ref not in taken]
    is_company = len(made) >= COMPANY * len(members)
    for n, entry in zip(rest, link([(texts[n], frozenset(_to(members[n]))) for n in rest], left), strict=True):
        is_alike = entry.ref == matches[n].ref and matches[n].has >= ALIKE and matches[n].has - matches[n].rival >= APART
        if is_company and is_alike and entry.confidence >= SURE:
            made[n] = entry._replace(confidence=max(entry.confidence, DOUBTFUL))
        else:
            # What words of giving have in common, or what is left over, is nothing certain.
            made[n] = entry if is_alike else entry._replace(confidence=min(entry.confidence, DOUBTFUL - 0.01))
    return [made[n] for n in range(len(members))]


def _to(one: Found) -> list[str]:
    to = one.values.get("to")
    return [str(name) for name in to] if isinstance(to, list) else []


def _origin(context: Context, one: Found) -> tuple[str, int] | None:
    """The kind of register, and the year (0 for any), that the heading above an uppdrag says it comes from."""
    if one.origin:
        return one.origin
    section = context.section_of(next(one.all_lines()))
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


def _keep_as_decided(context: Context, goals: Sequence[Found], uppdrag: Sequence[Found]) -> None:
    """Give the goals and uppdrag of a register ids of their own: it is what others refer to."""
    _number(goals, "goal")
    ids: set[str] = set()
    for entry in uppdrag:
        name = unique_id(short_id(str(entry.values.get("title", "")), "uppdrag", context.profile.uppdrag.wanted), ids)
        entry.values = {"id": name, **entry.values}


def _number(goals: Sequence[Found], prefix: str) -> None:
    """Number goals, and those under them: goal-1, goal-1-1."""
    for n, goal in enumerate(goals, 1):
        goal.values = {"id": f"{prefix}-{n}", **goal.values}
        below = goal.values.get("sub-goals", [])
        _number(below if isinstance(below, list) else [], f"{prefix}-{n}")


def _keep_as_new(context: Context, entry: Found) -> None:
    """One that the nämnd gives itself is decided in this document: it gets an id of its own here."""
    name = short_id(str(entry.values.get("title", "")), "uppdrag", context.profile.uppdrag.wanted)
    entry.values = {"id": name, **entry.values}
