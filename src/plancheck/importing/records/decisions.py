"""The decision about a document, proposed or made: its day, paragraph, diary number and points; and the list of annexes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import begins, find, find_words, folded, held, holds, one_of, short_id
from plancheck.importing.evidence.organisations import bodies_at, has_word
from plancheck.importing.layout.outline import NUMBERED
from plancheck.importing.reading.lines import Line, paragraphs
from plancheck.importing.records.found import Found
from plancheck.importing.records.references import (
    PARAGRAPH,
    day_in,
    diary_numbers_in,
    has_time,
    labelled_number,
    without_day,
    words_in,
)
from plancheck.model.text import Text

_POINT = re.compile(r"^\s*([0-9]{1,2})[.)]\s+(\S.*)$")
OPENING = 80
"""In how many lines the decision of a document without numbered chapters is searched for."""
SHORT = 14
"""How many words a line has at most that says nothing else than who decided, and when."""


def decisions_in(context: Context) -> list[Found]:
    """What a document tells of its own decision, or of what is proposed: one for each body that decides."""
    lines = _opening(context)
    made = _decided(context, lines) or _taken(context, lines) or _labelled(context, lines)
    # A few numbers are no chapters: they may be those of pages, or of points.
    has_chapters = sum(bool(section.heading.number) for section in context.sections) >= NUMBERED
    return made if made or has_chapters else _decided(context, context.lines[:OPENING])


def _decided(context: Context, lines: Sequence[Line]) -> list[Found]:
    """The decisions that stand below a heading, or below a sentence that announces their points."""
    for outcome, phrases in (("adopted", context.profile.decisions.adopted), ("proposed", context.profile.decisions.proposed)):
        start = next((n for n, line in enumerate(lines) if _is_heading(line, phrases)), None)
        if start is not None:
            return _with_points(context, lines, start, start + 1, outcome)
    for start, end, outcome in _deciding(context, lines):
        made = _with_points(context, lines, start, end, outcome)
        if made and "points" in made[-1].values:
            return made
    return []


def _is_heading(line: Line, phrases: Sequence[str]) -> bool:
    """Whether a line is the heading of a decision, maybe with who is to make it: Förslag till beslut i kommunfullmäktige."""
    if one_of(line.text, phrases):
        return True
    is_short = len(line.text.split()) <= HEADING and not line.text.rstrip().endswith(".")
    return is_short and any(len(phrase.split()) > 1 and holds(line.text, phrase, exactly=True) for phrase in phrases)


HEADING = 7
"""How many words the heading of a decision has at most."""


def _with_points(context: Context, lines: Sequence[Line], start: int, end: int, outcome: str) -> list[Found]:
    """The decisions that lines from `start` to `end` are the head of, with their points; none where nobody makes them."""
    lead = lines[end : end + LEAD]
    first = next((n for n, line in enumerate(lead) if _POINT.match(line.text)), None)
    said = list(lead[:first]) if first is not None else _saying(context, lines[end : end + SAYING])
    head = context.text([*lines[start:end], *said])
    by = _decider(context, head) or _first_body(context, [*lines[start:end], *lead]) or _own(context)
    if by is None:
        return []
    if _proposes(context, head):
        outcome = "proposed"
    found = Found({"by": by, "outcome": outcome}, context.take([*lines[start:end], *said]))
    _circumstances(context, found, lines, outcome)
    clauses = _clauses(context, context.text(said or lines[start:end]))
    says_it = bool(clauses) and clauses[-1].body == by and clauses[-1].decides
    if says_it and first is None:
        points = [_point(context, clauses[-1].text, (), said)]
    else:
        points = list(_points(context, lines, end + (first or 0) - 1))
    if points:
        found.values["points"] = points
    before = [
        Found({"by": clause.body, "outcome": outcome, "points": [_point(context, clause.text, (), found.lines)]})
        for clause in clauses[:-1]
        if clause.decides
    ]
    made = [*before, found]
    for decision in made:
        if outcome == "adopted" and "date" not in decision.values:
            decision.doubts.append(Text("doubt-no-date"))
    return [*made, *_further(context, lines, found, outcome)]


def _further(context: Context, lines: Sequence[Line], found: Found, outcome: str) -> list[Found]:
    """The decisions below the points of one: a nämnd decides what is its own, and proposes the rest to another."""
    points = [line.number for point in found.values.get("points", ()) for line in point.lines]
    if not points:
        return []
    last = next(n for n, line in enumerate(lines) if line.number == max(points))
    for start, end, next_outcome in _deciding(context, lines):
        if last < start <= last + APART:
            return _with_points(context, lines, start, end, "proposed" if outcome == "proposed" else next_outcome)
    return []


APART = 3
"""How many lines there may be between the points of one decision and those who make the next."""
SAYING = 12
"""In how many lines below its heading a decision is said that has no points."""


class Clause(NamedTuple):
    """What a body decides in a sentence, or is to decide: `decides` where it is said there, not below, and not by another."""

    body: str
    text: str
    decides: bool


def _clauses(context: Context, text: str) -> list[Clause]:
    """Who decides what in a text, in its order: each body right before a word for deciding, with the words up to the next."""
    verbs = {at.start(): at for phrase in sorted(context.profile.decisions.decides, key=len) for at in words_in(text, phrase)}
    bodies = bodies_at(context, text)
    starts: list[tuple[int, int, str]] = []
    for verb in sorted(verbs.values(), key=lambda at: at.start()):
        near = [(place, body) for place, body in bodies if place < verb.start()]
        if near and len(text[near[-1][0] : verb.start()].split()) <= NAME and (not starts or near[-1][0] >= starts[-1][1]):
            starts.append((near[-1][0], verb.end(), near[-1][1]))
    clauses = []
    for n, (_, end, body) in enumerate(starts):
        said = text[end : starts[n + 1][0] if n + 1 < len(starts) else len(text)].strip(" :,.;-–")
        is_left_to_another = any(
            at.start() == 0 for phrase in context.profile.decisions.proposes for at in words_in(said, phrase)
        )
        clauses.append(Clause(body, said, len(said.split()) > LITTLE_SAID and not is_left_to_another))
    return clauses


NAME = 4
"""How many words the name of a body has at most that stands before a word for deciding."""
LITTLE_SAID = 2
"""How many words may stand behind a word for deciding where what is decided stands below it: följande, i enlighet."""


def _saying(context: Context, lines: Sequence[Line]) -> list[Line]:
    """The paragraphs that lines begin with in which somebody decides something, with no list below."""
    said: list[Line] = []
    for group in paragraphs(lines):
        clauses = _clauses(context, context.text(group))
        if not clauses or not clauses[-1].decides or bodies_at(context, context.text(group))[0][0] != 0:
            break
        said += group
    return said


LEAD = 4
"""How many lines there may be between the heading of a decision and its first point."""


def _own(context: Context) -> str | None:
    """Who decides on the document: its nämnd, or KF where it is no nämnd's."""
    register = context.profile.register_
    return context.namnd if context.kind.of == "namnd" else register.by if register else None


def _proposes(context: Context, text: str) -> bool:
    words = context.profile.decisions
    return any(find_words(text, phrase) is not None for phrase in (*words.proposed, *words.proposes))


def _decider(context: Context, text: str) -> str | None:
    """Who decides in a sentence, or is to: the last body that stands before a word for deciding."""
    starts = [at.start() for phrase in context.profile.decisions.decides for at in words_in(text, phrase)]
    named = [body for place, body in bodies_at(context, text) if starts and place < max(starts)]
    if named:
        return named[-1]
    itself = context.profile.decisions.itself
    return context.namnd if starts and any(has_word(text[: max(starts)], word) for word in itself) else None


def _first_body(context: Context, lines: Sequence[Line]) -> str | None:
    """The body that a heading names, or that the first point of a decision begins with."""
    for line in lines:
        text = re.sub(r"^\s*[0-9]{1,2}[.)]\s+", "", line.text.strip())
        named = bodies_at(context, text)
        if named and (line is lines[0] or (named[0][0] == 0 and _POINT.match(line.text))):
            return named[0][1]
        if _POINT.match(line.text):
            return None
    return None


def _deciding(context: Context, lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """Where a sentence announces the points of a decision, and whether they are only proposed."""
    for n, line in enumerate(lines):
        if n and (match := _POINT.match(line.text)) and match[1] == "1":
            above = range(n - 1, max(-1, n - 1 - LEAD), -1)
            start = next((m for m in above if _announces(context, context.text(lines[m:n]))), None)
            if start is not None:
                yield start, n, "proposed" if _proposes(context, context.text(lines[start:n])) else "adopted"


def _announces(context: Context, text: str) -> bool:
    """Whether a sentence ends in that somebody decides, or is to: what is decided stands below it."""
    text = re.split(r"(?<=[.!?])\s+(?=[^\W\d_a-zåäö])", text)[-1]
    ends = [at.end() for phrase in context.profile.decisions.decides for at in words_in(text, phrase)]
    return bool(ends) and len(text[max(ends) :].split()) <= 2 and _decider(context, text) is not None


# As a line tells it


def _taken(context: Context, lines: Sequence[Line]) -> list[Found]:
    """The decision as a line tells it: who adopted the document, and when or under which paragraph."""
    months = context.profile.language.months
    for line in lines:
        text = line.text
        day, paragraph = day_in(text, 0, months), PARAGRAPH.search(text)
        date = day[0] if day and day[1] else None
        if line.cell is not None or not (date or paragraph):
            continue
        by = _taker(context, text)
        if by is None:
            continue
        outcome = "proposed" if _proposes(context, text) else "adopted"
        found = Found({"by": by, "outcome": outcome}, context.take([line]))
        _complete(found, date, paragraph[1] if paragraph else None, diary_numbers_in(text, context.profile.decisions.diary))
        _put_diary(context, found, lines[:40])
        return [found]
    return []


def _taker(context: Context, text: str) -> str | None:
    """Who adopted the document, by a line that has the day or the paragraph; None for a line of something else."""
    words = context.profile.decisions
    is_short = len(text.split()) <= SHORT and not text.rstrip().endswith(".")
    # Words of who decided may have the day between them: har den 18 juni antagit.
    plain = without_day(text, context.profile.language.months)
    known = _known_bodies(context, text)
    for phrase in sorted(words.taken, key=len, reverse=True):
        span = find(text, phrase)
        if span is None or not (is_short or not text[: span[0]].strip()):
            continue
        behind = text[span[1] :]
        after = [body for place, body in known if place >= span[1]]
        if after:
            return after[0]
        between = re.split(r"[0-9§]", behind, maxsplit=1)[0]
        others = [word for word in re.findall(r"\w+", between) if len(word) > LITTLE]
        if any(has_word(word, own) for word in others for own in words.itself):
            return context.namnd
        if not others:
            return known[-1][1] if known else _own(context)
        return None
    # A sentence tells it of the document by its name; a line of a body, a day and a paragraph says nothing else.
    names = [*context.profile.document(context.kind).titles, context.kind.title["sv"]]
    verbs = [at.start() for phrase in words.adopts for at in words_in(plain, phrase)]
    verbs += [
        at.start()
        for phrase in words.decides
        for at in words_in(plain, phrase)
        if any(begins(plain[at.end() :], name) for name in names)
    ]
    if verbs and any(holds(text, name) for name in names):
        before = [body for place, body in _known_bodies(context, plain) if place < min(verbs)]
        return before[-1] if before else None
    is_bare = (
        is_short
        and bool(known)
        and known[0][0] == 0
        and PARAGRAPH.search(text)
        and has_time(text, context.profile.language.months)
    )
    return known[0][1] if is_bare and len(text.split()) <= HEADING else None


LITTLE = 3
"""How many letters the little words have between who decided and when."""


def _known_bodies(context: Context, text: str) -> list[tuple[int, str]]:
    """The bodies that a text names, also by their short names, each with where it stands."""
    short = [
        (at.start(), body)
        for body, names in context.profile.decisions.short_names.items()
        for name in names
        for at in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w/-])", text)
    ]
    return sorted([*bodies_at(context, text), *short])


def _complete(found: Found, date: datetime.date | None, paragraph: str | None, diary: str | None) -> None:
    """Add to a decision what is told of it; a day that is not told is doubted."""
    if date:
        found.values["date"] = date
    else:
        found.doubts.append(Text("doubt-no-date"))
    if paragraph:
        found.values["paragraph"] = f"§ {paragraph}"
    if diary:
        found.values["diary-number"] = diary


def _labelled(context: Context, lines: Sequence[Line]) -> list[Found]:
    """The decision as labels tell it, each with its value behind it, below it or in the next cell: Beslutsdatum: 2025-01-23."""
    told: dict[str, str] = {}
    used: dict[int, Line] = {}
    for what, phrases in context.profile.decisions.labels.items():
        for label, value, of in _pairs(context, lines, phrases):
            if what not in told and value:
                told[what] = value
                used |= {line.number: line for line in (label, *of)}
    day = day_in(told.get("date", told.get("day", "") if "by" in told else ""), 0, context.profile.language.months)
    date = day[0] if day and day[1] else None
    number = re.fullmatch(r"(?:§\s*)?([0-9]{1,4})", told.get("paragraph", "").strip()) or PARAGRAPH.search(told.get("by", ""))
    if date is None and number is None:
        return []
    named = _known_bodies(context, told.get("by", ""))
    by = named[0][1] if named else _own(context) if "by" not in told else None
    if by is None:
        return []
    found = Found({"by": by, "outcome": "adopted"}, context.take([used[n] for n in sorted(used)]))
    _complete(found, date, number[1] if number else None, labelled_number(told.get("diary-number", "")))
    return [found]


def _pairs(context: Context, lines: Sequence[Line], labels: Sequence[str]) -> Iterator[tuple[Line, str, list[Line]]]:
    """Each line that is one of the labels, or begins with it, with what it says and the lines of that."""
    for n, line in enumerate(lines):
        if line.cell is not None:
            if not _says(line.text, labels):
                continue
            table, row, column = line.cell
            cells = {
                at: [other for other in lines if other.cell == (table, *at)] for at in ((row, column + 1), (row + 1, column))
            }
            every = [label for known in context.profile.decisions.labels.values() for label in known]
            values = [cell for cell in cells.values() if cell and not _says(context.text(cell), every)]
            if values:
                yield line, context.text(values[0]), values[0]
            continue
        behind = next((end for label in labels if (end := begins(line.text, f"{label}:"))), None)
        if behind is not None and line.text[:behind].rstrip().endswith(":"):
            yield line, line.text[behind:].strip(), []
        elif _says(line.text, labels) and n + 1 < len(lines):
            yield line, lines[n + 1].text.strip(), [lines[n + 1]]


def _says(text: str, labels: Sequence[str]) -> bool:
    """Whether a text is one of the labels, which are too much alike to be told from each other in a bad copy."""
    return folded(text) in {folded(label) for label in labels}


def _opening(context: Context) -> list[Line]:
    """What stands before the first numbered chapter; where none has a number, the first lines."""
    numbered = next((section for section in context.sections if section.heading.number), None)
    if numbered:
        return [line for line in context.lines if line.number < numbered.heading.lines[0].number]
    return list(context.lines[:OPENING])


def _front(context: Context) -> list[Line]:
    """What stands before the first heading that is marked as one: the memo, or the minutes."""
    first = next((section.heading.lines[0].number for section in context.sections if section.heading.marked), 10**9)
    return [line for line in context.lines if line.number < first]


def _circumstances(context: Context, found: Found, lines: Sequence[Line], outcome: str) -> None:
    head = lines[:40]
    for line in head:
        day = day_in(line.text, 0, context.profile.language.months)
        is_told = day is not None and day[1] and held(line.text, context.profile.decisions.date)
        if day and is_told and "date" not in found.values and outcome == "adopted":
            found.values["date"] = day[0]
            found.lines.extend(context.take([line]))
        paragraph = PARAGRAPH.search(line.text)
        if paragraph and outcome == "adopted" and "paragraph" not in found.values:
            found.values["paragraph"] = f"§ {paragraph[1]}"
            diary = diary_numbers_in(line.text, context.profile.decisions.diary)
            if diary:
                found.values["diary-number"] = diary
            found.lines.extend(context.take([line]))
    _put_diary(context, found, head)


def _put_diary(context: Context, found: Found, lines: Sequence[Line]) -> None:
    """The diary numbers that another line gives behind a word for them, where the decision's own line gives none."""
    if "diary-number" in found.values:
        return
    words = context.profile.decisions
    for line in lines:
        if any(any(words_in(line.text, label)) for label in words.diary):
            numbers = diary_numbers_in(line.text, words.diary)
            if numbers:
                found.values["diary-number"] = numbers
                found.seen.append(line)
                return
    for label_line, value, own in _pairs(context, lines, words.labels.get("diary-number", [])):
        if numbers := labelled_number(value):
            found.values["diary-number"] = numbers
            found.seen += [label_line, *own]
            return


def _points(context: Context, lines: Sequence[Line], start: int) -> Iterator[Found]:
    """The points of a decision below a line; some numbers may be missing, as where a copy leaves points out."""
    points: list[list[Line]] = []
    last = 0
    for line in lines[start + 1 :]:
        match = _POINT.match(line.text)
        if match and last < int(match[1]) <= last + (GAP if points else 1):
            points.append([line])
            last = int(match[1])
        elif points and not _ends_points(context, points[-1], line):
            points[-1].append(line)
        elif points:
            break
    for point in points:
        text = re.sub(r"^\s*[0-9]{1,2}[.)]\s+", "", context.text(point))
        yield _point(context, text, context.take(point))


def _point(context: Context, text: str, lines: Sequence[Line], seen: Sequence[Line] = ()) -> Found:
    """A point of a decision, with its kind where a word tells it."""
    # The verb stands before what it is about: the first of the words in the point says what it decides.
    spans = [
        (span[0], kind)
        for kind, words in context.profile.decisions.points.items()
        for word in words
        if (span := find(text, word))
    ]
    kind = min(spans)[1] if spans else None
    return Found({"text": text, **({"kind": kind} if kind else {})}, list(lines), seen=list(seen))


GAP = 10
"""By how much the number of a point may be more than that of the point before."""


def _ends_points(context: Context, point: Sequence[Line], line: Line) -> bool:
    if line.level is not None:
        return True
    is_apart = point[-1].text.rstrip().endswith(".") or bool(line.blanks) or line.opens_page
    heading = len(line.text.strip()) < 50 and line.text.strip()[:1].isupper() and not line.text.rstrip().endswith(".")
    return is_apart and not _POINT.match(line.text) and (heading or _begins_decision(context, line.text))


def _begins_decision(context: Context, text: str) -> bool:
    """Whether a line begins with a body that decides or proposes."""
    words = context.profile.decisions
    bodies = bodies_at(context, text)
    begins_ = " ".join(text.split()[: NAME + 1])
    return (
        bool(bodies)
        and bodies[0][0] == 0
        and text[:1].isupper()
        and any(any(words_in(begins_, phrase)) for phrase in (*words.decides, *words.proposes))
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
            day = day_in(text, context.year + (1 if context.tells_of_the_past() else 0), context.profile.language.months)
            values: dict[str, object] = {"with": who, **({"date": day[0]} if day else {})}
            doubts = [Text("doubt-year", {"year": day[0].year})] if day and not day[1] else []
            found.append(Found(values, context.take(lines[n : n + 1]), doubts))
            break
    return found


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
