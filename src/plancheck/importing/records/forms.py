"""What only some kinds of document have: articles, development areas, events under lex Sarah, ej verkställda, quality areas.

Each is known by its headings, the heads of its tables and the labels of its form, which the profile names.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, held, holds, one_of, same, short_id
from plancheck.importing.layout.outline import OutlineSection
from plancheck.importing.reading.lines import Line, chunks, is_sentence, paragraphs, rows_of, width_of
from plancheck.importing.records.found import Found
from plancheck.importing.records.references import date_of


def articles_in(context: Context) -> list[Found]:
    """The articles of the Convention on the Rights of the Child that have a heading of their own."""
    found = []
    for section in context.sections:
        match = next(
            (
                m
                for word in context.profile.articles
                if (m := re.match(rf"{re.escape(word)} ([0-9]{{1,2}})\b", section.heading.title))
            ),
            None,
        )
        if match:
            body = context.take(context.free(section.body))
            text = "\n".join(context.text(one) for one in paragraphs(body))
            values: dict[str, object] = {"article": int(match[1]), **({"text": text} if text else {})}
            at = context.at(section.heading.lines[0], section)
            found.append(Found({**values, "at": at}, body, seen=list(section.heading.lines)))
        elif held(section.heading.title, context.profile.other_articles):
            known = {one.values["article"] for one in found}
            found.extend(one for one in _named_articles(context, section) if one.values["article"] not in known)
    return found


def _named_articles(context: Context, section: OutlineSection) -> Iterator[Found]:
    """The articles that the paragraphs of a section name by number."""
    seen: set[int] = set()
    words = "|".join(map(re.escape, context.profile.articles))
    for one in paragraphs(context.free(section.body)):
        text = context.text(one)
        match = re.search(rf"\b(?:{words}) ([0-9]{{1,2}})\b", text, re.IGNORECASE) if words else None
        if match and int(match[1]) not in seen:
            seen.add(int(match[1]))
            yield Found({"article": int(match[1]), "text": text, "at": context.at(one[0], section)}, context.take(one))


# Tables of three columns that came out as text, cell by cell


def follow_ups_in(context: Context) -> list[Found]:
    """What became of the development areas of the year before: area, measures, comment."""
    table = context.profile.development.follow_up
    return [
        Found(
            {
                "title": title,
                **({"measures": [measures]} if measures else {}),
                **({"comment": comment} if comment else {}),
                "at": context.at(lines[0]),
            },
            lines,
        )
        for title, measures, comment, lines in _triples(context, context.profile.development.follow_up_sections, table)
    ]


def development_areas_in(context: Context) -> list[Found]:
    """The new development areas: area, measures, expected results."""
    table = context.profile.development.areas
    return [
        Found(
            {
                "id": short_id(re.sub(r"\(.*?\)", "", title), "omrade"),
                "title": title,
                **({"measures": [measures]} if measures else {}),
                **({"expected": expected} if expected else {}),
                "at": context.at(lines[0]),
            },
            lines,
        )
        for title, measures, expected, lines in _triples(context, context.profile.development.area_sections, table)
    ]


def _triples(context: Context, headings: Sequence[str], heads: Sequence[str]) -> list[tuple[str, str, str, list[Line]]]:
    """The rows of the table of three columns below a heading."""
    rows: list[tuple[str, str, str, list[Line]]] = []
    for section in context.sections:
        if not held(section.heading.title, headings):
            continue
        lines = context.free(section.body)
        start = _head_of(context, lines, heads)
        if start is None:
            continue
        first, after = start
        context.take(lines[first:after])
        if lines[after:] and lines[after].cell is not None:
            rows.extend(_cells(context, lines[after:]))
        else:
            rows.extend(_texts(context, lines[after:], heads))
    return rows


def _head_of(context: Context, lines: Sequence[Line], heads: Sequence[str]) -> tuple[int, int] | None:
    """Where the head of a table stands, and where the table goes on: its words, in one line or several."""
    for n in range(len(lines)):
        for length in range(1, 9):
            text = context.text(lines[n : n + length])
            if len(text) > len(" ".join(heads)) + 12:
                break
            if _says(text, heads):
                return n, n + length
    return None


def _says(text: str, heads: Sequence[str]) -> bool:
    """Whether a text is made of the heads of a table, years left aside."""
    plain = re.sub(r"\b20[0-9]{2}\b", "", text)
    return same(plain, " ".join(heads))


def _cells(context: Context, lines: Sequence[Line]) -> list[tuple[str, str, str, list[Line]]]:
    found: list[tuple[str, str, str, list[Line]]] = []
    for row in rows_of(lines):
        texts = [context.text(row.get(n, [])) for n in range(3)]
        own = context.take([line for n in sorted(row) for line in row[n]])
        if texts[0] or not found:
            found.append((texts[0], texts[1], texts[2], own))
        else:
            title, measures, comment, before = found[-1]
            found[-1] = (title, f"{measures} {texts[1]}".strip(), f"{comment} {texts[2]}".strip(), [*before, *own])
    return found


def _texts(context: Context, lines: Sequence[Line], heads: Sequence[str]) -> list[tuple[str, str, str, list[Line]]]:
    """Three cells make a row; a cell that a page has cut goes on behind it."""
    groups: list[list[Line]] = []
    width = width_of(lines)
    for group in chunks(lines):
        text = context.text(group)
        if _says(text, heads):
            context.take(group)
        elif "=" in text.split()[1:2] or re.match(r"\w{2,5} = ", text):
            # The legend below the table.
            break
        elif groups and group[0].opens_page and not is_sentence(groups[-1][-1].text) and text[:1].islower():
            groups[-1].extend(group)
        else:
            groups.extend(_apart(group, width))
    rows = []
    n = 0
    while n + 2 < len(groups):
        title, measures, comment = groups[n : n + 3]
        last = groups[n + 3] if n + 3 < len(groups) else None
        taken = [title, measures, comment]
        if last and last[0].opens_page and context.text(last)[:1].islower():
            # The page has cut the second cell, and its rest stands behind the third.
            measures = [*measures, *last]
            taken.append(last)
        own = context.take([line for one in taken for line in one])
        rows.append((context.text(title), context.text(measures), context.text(comment), own))
        n += len(taken)
    return rows


def _apart(group: Sequence[Line], width: int) -> list[list[Line]]:
    """The cells in a group of lines: two, where its first line is too long for a column and goes on in capitals."""
    first = group[0].text.strip()
    if len(first) > width * 1.25:
        for match in reversed(list(re.finditer(r"(?<=\w) (?=[A-ZÅÄÖ][a-zåäö])", first))):
            if match.start() <= width and len(first) - match.end() <= width:
                rest = [group[0]._replace(text=first[match.end() :]), *group[1:]]
                return [[group[0]._replace(text=first[: match.start()])], rest]
    return [list(group)]


# Lex Sarah


def events_in(context: Context) -> list[Found]:
    """The events that a form on lex Sarah tells: below a numbered heading each, what stands below each label."""
    labels = context.profile.lex_sarah
    starts = [
        n for n, line in enumerate(context.lines) if re.fullmatch(rf"\s*{re.escape(labels.event)}\s+[0-9]+\s*", line.text)
    ]
    if not labels.event:
        return []
    found = []
    for m, n in enumerate(starts):
        lines = list(context.lines[n : starts[m + 1] if m + 1 < len(starts) else len(context.lines)])
        found.append(_event(context, lines))
    return found


def _event(context: Context, lines: Sequence[Line]) -> Found:
    labels = context.profile.lex_sarah
    values: dict[str, object] = {}
    key: str | None = None
    texts: dict[str, list[Line]] = {}
    for line in lines[1:]:
        name = next((name for name, words in labels.fields.items() if one_of(line.text, words)), None)
        if name:
            key = name
        elif same(line.text, " ".join(labels.head)):
            key = "head"
        elif key:
            texts.setdefault(key, []).append(line)
    for line in texts.pop("head", []):
        match = re.match(r"\s*([0-9][0-9.]*-[0-9]+/[0-9]+)\s+(.*)$", line.text)
        if match:
            values["diary-number"] = match[1]
            rest = match[2].strip()
            for provider, words in labels.providers.items():
                for word in words:
                    if folded(rest).endswith(folded(word)):
                        values["provider"], rest = provider, rest[: -len(word)].strip()
                        break
            if rest:
                values["activity"] = rest
    for name, own in texts.items():
        values[name] = "\n".join(context.text(one) for one in paragraphs(own))
    return Found({**values, "at": context.at(lines[0])}, context.take(lines))


def lex_sarah_reports_in(context: Context) -> list[Found]:
    """How many reports there were in each quarter: a row of numbers below the names of the quarters."""
    label, quarter = context.profile.lex_sarah.row, context.profile.lex_sarah.quarter
    for n, line in enumerate(context.lines):
        head = re.findall(rf"{re.escape(quarter)} ([1-4])(?: 20[0-9]{{2}})?", line.text) if quarter else []
        if not head or n + 1 >= len(context.lines):
            continue
        row = context.lines[n + 1]
        numbers = re.findall(r"(?<=\s)[0-9]{1,3}(?=\s|$)", row.text)
        if label and holds(row.text, label) and len(numbers) == len(head):
            context.take([line])
            own = context.take([row])
            at = context.at(row)
            return [Found({"quarter": int(q), "number": int(v), "at": at}, own) for q, v in zip(head, numbers, strict=True)]
    return []


# Ej verkställda beslut


def unexecuted_in(context: Context) -> list[Found]:
    """The rows of the annex: number, person, kind, dates. Of a second date nobody can tell from text in which column it is."""
    laws = "|".join(map(re.escape, context.workspace.declared.ids("laws")))
    law: str | None = None
    found = []
    for line in context.lines:
        named = re.match(rf"\s*({laws})\b", line.text) if laws else None
        if named:
            law = named[1]
        match = re.match(
            r"([0-9]{1,3}) ([A-ZÅÄÖ][a-zåäö]+) (.+?) ((?:20[0-9]{2}[ -][0-9]{2}[ -][0-9]{2} ?)+)(.*)$",
            " ".join(line.text.split()),
        )
        if not match:
            continue
        told = re.findall(r"(20[0-9]{2})[ -]([0-9]{2})[ -]([0-9]{2})", match[4])
        days = [day for one in told if (day := date_of(*one))]
        values: dict[str, object] = {"number": int(match[1]), "person": match[2], "kind": match[3]}
        if law:
            values["law"] = law
        if days:
            values["decided"] = days[0]
        if len(days) > 1:
            values["unclear-date"] = days[1]
        if match[5].strip():
            values["reason"] = match[5].strip()
        found.append(Found(values, context.take([line])))
    return found


# Kvalitetsrapport


def quality_areas_in(context: Context) -> list[Found]:
    """The quality areas that have a heading of their own, for each kind of activity."""
    terms = context.terms("quality-areas")
    found = []
    for section in context.sections:
        area = next((area for area, title in terms.items() if _is_area(section.heading.title, title)), None)
        if area:
            top = section.above[0].title if section.above else None
            values: dict[str, object] = {"area": area, **({"activity": top} if top else {})}
            at = context.at(section.heading.lines[0], section)
            found.append(Found({**values, "at": at}, seen=list(section.heading.lines)))
    return found


def _is_area(heading: str, title: str) -> bool:
    """Whether a heading names an area, in whatever form of the word: Jämlik, Kunskapsbaserad verksamhet."""
    first, words = folded(heading), folded(title)
    return first == words or first.startswith(f"{words} ") or (len(first) >= 6 and words.startswith(first) and " " not in first)


def period_in(context: Context) -> dict[str, datetime.date] | None:
    """The days that a report is about, where it tells a year of its own: from 1 September to 31 August."""
    language = context.profile.language
    months = "|".join(map(re.escape, language.months))
    since, until = ("|".join(map(re.escape, phrases)) for phrases in (language.since, language.until))
    if not (months and since and until):
        return None
    for one in paragraphs([line for section in context.sections[:3] for line in section.body]):
        match = re.search(rf"\b(?:{since}) ([0-9]{{1,2}}) ({months}) (?:{until}) ([0-9]{{1,2}}) ({months})", context.text(one))
        if match:
            last = date_of(context.year, language.months.index(match[4]) + 1, match[3])
            for year in (context.year, context.year - 1):
                first = date_of(year, language.months.index(match[2]) + 1, match[1])
                if first and last and first <= last:
                    return {"from": first, "to": last}
    return None


def section_kinds(context: Context, section: OutlineSection) -> list[str]:
    """The kinds of section that a heading is one of, by the words of the profile and of the vocabularies; the best first."""
    title = section.heading.title
    words: dict[str, list[str]] = {kind: list(phrases) for kind, phrases in context.profile.sections.items()}
    for kind, title_of_kind in context.kinds_of_section().items():
        words.setdefault(kind, []).append(title_of_kind)
    words.pop(context.kind.id, None)
    # A section that the rule set demands of other kinds of document only is none of this one's.
    own = context.kinds_of_section()
    vocabulary = [context.ruleset.vocabulary.get(other.sections or "", ()) for other in context.ruleset.kinds.values()]
    others = {str(term.id) for terms in vocabulary for term in terms} - own.keys() if own else set()
    words = {kind: phrases for kind, phrases in words.items() if kind not in others}
    # A bad copy of one kind may be nearly another: what stands there to the letter goes first.
    exact = {kind: phrase for kind, phrases in words.items() if (phrase := held(title, phrases, exactly=True))}
    fitting = exact or {kind: phrase for kind, phrases in words.items() if (phrase := held(title, phrases))}
    return sorted(fitting, key=lambda kind: -len(fitting[kind]))
