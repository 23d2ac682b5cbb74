"""Cutting a file into its documents, and telling what each is: its kind, its nämnd and its year."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from plancheck.importing.evidence.fuzzy import folded, holds, likeness, same
from plancheck.importing.evidence.names import names_of, without_article
from plancheck.importing.evidence.profile import Profile
from plancheck.importing.layout.furniture import Noise, printed_page
from plancheck.importing.layout.outline import Heading
from plancheck.importing.reading.lines import Line, Reading
from plancheck.repository.organisation import every_namnd
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet

LOOK_BACK = 40
"""How many lines before its first heading a document may call itself by its name."""


@dataclass
class PartOfFile:
    """One document in a file: its lines without what is on the pages for the reader only, and what tells what it is."""

    lines: list[Line]
    headings: list[Heading]
    kind: str | None = None
    evidence: list[str] = field(default_factory=list)
    first_page: int = 1


def titles_of(ruleset: RuleSet, profile: Profile) -> dict[str, list[str]]:
    """What a document of each kind calls itself."""
    found = {}
    for kind in ruleset.kinds.values():
        own = profile.documents.get(kind.id)
        found[kind.id] = [*(own.titles if own else []), kind.title["sv"]]
    return found


def parts_of(
    reading: Reading,
    noise: dict[int, Noise],
    headings: Sequence[Heading],
    ruleset: RuleSet,
    profile: Profile,
    behind: re.Pattern[str],
) -> list[PartOfFile]:
    """The documents in a file, in order. A new one begins where the numbers of the headings do, or at the name of one that
    has no numbers. `behind` says which words may stand behind such a name.
    """
    lines = [line for line in reading.lines if line.number not in noise]
    titles = titles_of(ruleset, profile)
    numbers = [line.number for line in lines]
    restarts = [heading.start for n, heading in enumerate(headings) if heading.number == (1,) and n]
    starts = {_title_before(lines, start, titles, behind) for start in restarts}
    unnumbered = {kind: titles[kind] for kind, own in profile.documents.items() if own.unnumbered and kind in titles}
    within = {line.number for heading in headings for line in heading.lines}
    for n, line in enumerate(lines):
        could = n and line.number not in within and line.cell is None and not any(s <= n < s + 4 for s in starts)
        if could and _begins_part(lines, n) and _is_name_of(line.text, unnumbered, behind):
            starts.add(n)
    ordered = sorted({0, *starts})
    parts = []
    for m, start in enumerate(ordered):
        end = ordered[m + 1] if m + 1 < len(ordered) else len(lines)
        own = lines[start:end]
        below = [h._replace(start=h.start - start) for h in headings if start <= h.start < end]
        first, until = numbers[start], numbers[end - 1]
        headers = [line for line in reading.lines if first <= line.number <= until and noise.get(line.number) == "page-header"]
        parts.append(PartOfFile(own, below, evidence=[line.text for line in headers], first_page=_first_page(own, headers)))
    for n, part in enumerate(parts):
        part.kind = _kind_of(part, titles, profile, behind, reading.name if not n else "", annex=bool(n))
    return _together(parts)


def _together(parts: list[PartOfFile]) -> list[PartOfFile]:
    """What stands before a document and is none itself, as a memo or minutes, belongs to the document."""
    found: list[PartOfFile] = []
    for part in parts:
        before = found[-1] if found else None
        if before and not before.headings and (before.kind is None or before.kind == part.kind) and before is found[0]:
            shift = len(before.lines)
            before.headings = [heading._replace(start=heading.start + shift) for heading in part.headings]
            before.lines = [*before.lines, *part.lines]
            before.evidence += part.evidence
            before.kind = before.kind or part.kind
        elif before and part.kind is None:
            # Nobody can tell what this is: it stays with the document before it, and its lines are told of.
            before.lines = [*before.lines, *part.lines]
        else:
            found.append(part)
    return found


def _title_before(lines: Sequence[Line], start: int, titles: dict[str, list[str]], behind: re.Pattern[str]) -> int:
    """Where a document begins whose first heading is known: at its name on the pages before, or at the heading."""
    for n in range(start - 1, max(-1, start - LOOK_BACK), -1):
        line = lines[n]
        text = f"{line.text.strip()} {lines[n + 1].text.strip()}" if n + 1 < start else line.text
        if (_is_name_of(line.text, titles, behind) or _is_name_of(text, titles, behind)) and (
            line.opens_page or line.blanks or line.whole
        ):
            return n
    return start


def _begins_part(lines: Sequence[Line], n: int) -> bool:
    """Whether a name stands where a document may begin: on a new page, or behind a gap, and not in a list of names."""
    line, before = lines[n], lines[n - 1]
    return line.opens_page or line.whole or (line.blanks >= 1 and not re.match(r"\s*[0-9]+\.", before.text))


def _is_name_of(text: str, titles: dict[str, list[str]], behind: re.Pattern[str]) -> str | None:
    """The kind whose name a line is, a year, a quarter and a nämnd behind it left aside."""
    best = max(
        ((_likeness(text, name, behind), len(name), kind) for kind, names in titles.items() for name in names),
        default=(0.0, 0, ""),
    )
    return best[2] if best[0] else None


def _likeness(text: str, name: str, behind: re.Pattern[str]) -> float:
    """How much a line is a name, of a hundred; nothing where it says more than that."""
    if len(text) > 90 or re.match(r"\s*[0-9]", text) or text.rstrip().endswith("."):
        return 0.0
    words, length = folded(text).split(), len(name.split())
    rest = [word.strip(",;–-") for word in words[length:]]
    is_of_the_name = len(rest) <= 6 and all(not word or behind.fullmatch(word) for word in rest)
    return likeness(" ".join(words[:length]), name) if is_of_the_name else 0.0


def _years(text: str) -> list[int]:
    """The years that a text names, those of whole dates left aside."""
    return [int(year) for year in re.findall(r"\b(20[0-9]{2})\b", re.sub(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b", "", text))]


def _beginning_of(text: str, name: str) -> bool:
    return likeness(_beginning(text, name), name) > 0


def _ends_in(text: str, name: str) -> bool:
    """Whether a short line names a document of a nämnd: Grundskolenämndens verksamhetsplan 2025."""
    return len(text.split()) <= 12 and not text.rstrip().endswith(".") and holds(text, name, exactly=True)


def _beginning(text: str, name: str) -> str:
    """As many words of a text as a name has."""
    return " ".join(folded(text).split()[: len(name.split())])


def behind_title(profile: Profile, workspace: Workspace) -> re.Pattern[str]:
    """What a word may be that stands behind the title of a document and is of it: IFO kvartal 4 2022, socialnämnden Nordost.

    That is a year, a number, a word of the profile, a nämnd, and the names of those that the organisation has.
    """
    known = {word for phrase in profile.behind_titles for word in folded(phrase).split()}
    names = [name for namnd in every_namnd(workspace) for name in names_of(namnd.title, profile)]
    known |= {word for name in names for word in folded(name).split()}
    bodies = {folded(ending) for pair in profile.bodies.endings.items() for ending in pair}
    words = "|".join(map(re.escape, sorted(known)))
    endings = "|".join(map(re.escape, sorted(bodies)))
    named = [rf"(?:{words})s?"] if words else []
    compound = [rf"\w*(?:{endings})s?"] if endings else []
    return re.compile("|".join([r"20[0-9]{2}|[1-4]|[0-9/-]+", *named, *compound]))


def _first_page(lines: Sequence[Line], headers: Sequence[Line]) -> int:
    """The page of the file that a document counts as its first: by the numbers printed on it, else by where it begins."""
    offsets = Counter(line.page - number + 1 for line in headers if (number := printed_page(line)) is not None)
    return offsets.most_common(1)[0][0] if offsets else lines[0].page


def _kind_of(
    part: PartOfFile, titles: dict[str, list[str]], profile: Profile, behind: re.Pattern[str], file: str, *, annex: bool
) -> str | None:
    """The kind of document that a part is, by what it calls itself: in its first lines, its headers, its headings, its name."""
    points: Counter[str] = Counter()
    head = [line.text.strip() for line in part.lines[:12]]
    named = [
        ((alike := _likeness(text, name, behind)) and alike + len(name) / 2, kind)
        for kind, names in titles.items()
        for name in names
        for text in (*head, *(f"{one} {other}" for one, other in itertools.pairwise(head)))
    ]
    if named and max(named)[0]:
        # A name of two lines may end in that of another kind: the longer counts, though a bad copy of it is less alike.
        points[max(named)[1]] += 6
    for kind, names in titles.items():
        own = profile.documents.get(kind)
        for name in names:
            length = len(name) / 100
            if any(_ends_in(text, name) or _beginning_of(text, name) for text in head if len(text.split()) <= 12):
                points[kind] += 3 + length  # type: ignore[assignment]
            told = max((likeness(_beginning(text, name), name) for text in part.evidence), default=0.0)
            points[kind] += (5 + length) * told / 100  # type: ignore[assignment]
            if any(same(heading.title, name) for heading in part.headings if len(heading.number) == 1):
                points[kind] += 2 + length  # type: ignore[assignment]
            if file and holds(re.sub(r"[-_.]", " ", PurePath(file).stem), name):
                points[kind] += 3 + length  # type: ignore[assignment]
            often = sum(holds(line.text, name) or folded(name) in folded(line.text) for line in part.lines[:60])
            points[kind] += min(often, 6) * 0.4  # type: ignore[assignment]
        if own and own.annex and not annex:
            points[kind] *= 0.6  # type: ignore[assignment]
    best = points.most_common(1)
    return best[0][0] if best and best[0][1] >= 1.5 else None


def namnd_of(part: PartOfFile, workspace: Workspace, profile: Profile, file: str) -> str | None:
    """The nämnd of a document: the one that its first pages, its headers and the file's name name most."""
    points: Counter[str] = Counter()

    def plain(text: str) -> str:
        return without_article(folded(text), profile)

    text = " ".join(line.text for line in part.lines[:120])
    whole, name = plain(" ".join([text, *part.evidence])), folded(re.sub(r"[-_.]", " ", PurePath(file).stem))
    first_lines = [plain(line.text)[:90] for line in part.lines[:15] if line.cell is None]
    for namnd in every_namnd(workspace):
        title = re.escape(plain(namnd.title))
        points[namnd.id] += len(re.findall(rf"\b{title}s?\b", whole))
        # Whose a document is stands on a line of its own, or in its title.
        points[namnd.id] += 3 * sum(bool(re.match(rf"(?:.* )?{title}s?(?: |$)", line)) for line in first_lines)
        if re.search(rf"\b{re.escape(namnd.id)}\b", name):
            points[namnd.id] += 3
    best = points.most_common(2)
    return best[0][0] if best and best[0][1] and (len(best) == 1 or best[0][1] > best[1][1]) else None


def year_of(part: PartOfFile, titles: dict[str, list[str]], profile: Profile, file: str) -> int | None:
    """The year of a document: the one beside its name, in the file's name, or the one that its first page names most."""
    points: Counter[int] = Counter()
    page = part.lines[0].page
    names = titles.get(part.kind or "", [])
    before = "|".join(map(re.escape, profile.before_year))
    texts = [line.text.strip() for line in part.lines[:60]]
    beside = [*texts, *(f"{one} {other}" for one, other in itertools.pairwise(texts)), *part.evidence]
    for text in beside:
        # A name may take two lines, and be longer than the kind's: Verksamhetsplan med budget 2025.
        if len(text) < 140 and any(_beginning_of(text, name) or _ends_in(text, name) for name in names):
            points.update({int(year): 5 for year in _years(text)[:1]})
    for line in part.lines:
        if line.page > page + 2:
            break
        points.update(_years(line.text))
        points.update(dict.fromkeys(map(int, re.findall(rf"(?:{before}) (20[0-9]{{2}})", line.text)), 2) if before else {})
    for year in re.findall(r"(?<![0-9])(20[0-9]{2})(?![0-9])", PurePath(file).stem):
        points[int(year)] += 6
    best = points.most_common(1)
    return best[0][0] if best else None
