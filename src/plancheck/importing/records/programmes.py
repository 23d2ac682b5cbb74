"""Program och planer: lists of standing programmes, each with the years in which it is valid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import one_of
from plancheck.importing.reading.lines import Line, chunks, without_bullet
from plancheck.importing.records.found import Found

_SPAN = re.compile(r"\s*\(?\b(20[0-9]{2})\s*[-–/]\s*(20[0-9]{2})\)?")
_EXTENSION = r"\((?:{words})?\s*(20[0-9]{{2}})\)|,?\s*(?:{words})\s+(20[0-9]{{2}})"


def programmes_in(context: Context) -> list[Found]:
    """The programmes that a document lists, in the order in which they stand."""
    found = []
    for section in context.sections:
        if not one_of(section.heading.title, context.profile.programmes.headings):
            continue
        area = context.area_of(section)
        groups: list[list[Line]] = []
        for group in chunks(context.free(section.body)):
            head = [line for line in group if one_of(line.text, context.profile.programmes.headings)]
            context.take(head)
            rest = [line for line in group if line not in head]
            groups.extend([rest] if rest and rest[0].cell else _items(rest))
        for group in _whole(context, groups):
            if _is_prose(context.text(group)):
                continue
            values = programme(context, context.text(group))
            if area:
                values["area"] = area
            found.append(Found({**values, "at": context.at(group[0], section)}, context.take(group)))
    return found


def _is_prose(text: str) -> bool:
    """Whether a text is no title: sentences about the programmes, or what leads up to their list."""
    ends = text.rstrip()[-1:]
    return ends == ":" or (ends == "." and len(text.split()) > TITLE_WORDS)


TITLE_WORDS = 14
"""How many words the title of a programme may have where it ends as a sentence does."""


def _whole(context: Context, groups: Sequence[list[Line]]) -> list[list[Line]]:
    """The groups of lines of one programme each: what has no title of its own goes on with the one before."""
    found: list[list[Line]] = []
    for group in groups:
        text = context.text(group)
        rest = text[:1].islower() or text[:1] in "(0123456789" or not programme(context, text)["title"]
        if found and rest:
            found[-1].extend(group)
        else:
            found.append(list(group))
    return found


def _items(group: Sequence[Line]) -> list[list[Line]]:
    """The programmes among lines that nothing separates: a new one begins where the last has come to its end."""
    items: list[list[Line]] = []
    for line in group:
        goes_on = items and not line.whole and (line.text.strip()[:1].islower() or line.text.strip()[:1] in "(0123456789")
        if goes_on or (items and not line.whole and len(group) > 1 and len(items[-1][-1].text.rstrip()) >= 75):
            items[-1].append(line)
        else:
            items.append([line])
    return items


def programme(context: Context, text: str) -> dict[str, object]:
    """A programme by its words: its title, from and to when it is valid, and until when that has been extended."""
    words = "|".join(re.escape(word) for word in context.profile.programmes.extended)
    title = without_bullet(text)
    values: dict[str, object] = {}
    extension = re.search(_EXTENSION.format(words=words), title, re.IGNORECASE)
    if extension:
        title = title.replace(extension[0], "").strip()
        values["extended-to"] = int(extension[1] or extension[2])
    span = _SPAN.search(title)
    if span and int(span[1]) <= int(span[2]):
        title = (title[: span.start()] + title[span.end() :]).strip()
        values = {"from": int(span[1]), "to": int(span[2]), **values}
    return {"title": title.rstrip(" ,."), **values}
