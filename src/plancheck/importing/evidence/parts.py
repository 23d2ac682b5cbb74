"""Cutting a file into its documents, and finding out what each is: its kind, its nämnd and its year."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeAlias

from plancheck.importing.evidence.columns import HEADS
from plancheck.importing.evidence.fuzzy import begins, folded, holds, likeness, one_of, same
from plancheck.importing.evidence.names import named_bodies, names_of, without_article
from plancheck.importing.evidence.profile import Profile, Role
from plancheck.importing.layout.furniture import Furniture, printed_page
from plancheck.importing.layout.outline import Heading, chief
from plancheck.importing.reading.lines import Line, Reading, marker
from plancheck.repository.declared import Kind
from plancheck.repository.organisation import every_namnd
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet

LOOK_BACK = 40
"""How many lines before its first heading the name of a document may be."""
HEAD = 12
"""In how many lines at its beginning the name of a document is searched for."""
SHORT = 12
"""How many words a line with that name may have."""
ENOUGH = 1.5
"""How many points a kind needs to be that of a document."""

Titles: TypeAlias = dict[str, list[str]]
"""What documents call themselves, by kind."""


@dataclass(frozen=True)
class Surroundings:
    """What a file is imported into: the rule set, the words of its profile, and the documents of the repository.

    `titles` is what documents of each kind call themselves, `suffix` matches a word that may follow such a title. `others`
    are the titles of documents that are of no kind.
    """

    ruleset: RuleSet
    profile: Profile
    workspace: Workspace
    titles: Titles
    suffix: re.Pattern[str]
    others: Sequence[str] = ()


@dataclass
class PartOfFile:
    """One document in a file: its lines without page furniture, its headings, and the page headers that may name it.

    `headings` make its sections; `outline` has those too that only look like headings in a document that marks its own.
    """

    lines: list[Line]
    headings: list[Heading]
    outline: list[Heading] = field(default_factory=list)
    kind: str | None = None
    evidence: list[str] = field(default_factory=list)
    first_page: int = 1


def surroundings_of(ruleset: RuleSet, profile: Profile, workspace: Workspace) -> Surroundings:
    """The surroundings that a rule set, its profile and a repository make."""
    kinds = ruleset.kinds.values()
    titles = {kind.id: [*_own_titles(profile, kind, kinds), kind.title["sv"]] for kind in kinds}
    names = {_letters(kind.title["sv"]) for kind in kinds}
    others = [title for title in profile.other_documents if _letters(title) not in names]
    return Surroundings(ruleset, profile, workspace, titles, _suffix_of_titles(profile, workspace), others)


def _own_titles(profile: Profile, kind: Kind, kinds: Iterable[Kind]) -> list[str]:
    """What the profile says that documents of a kind call themselves, but for what a rule set made a kind of its own."""
    own = profile.documents[kind.id].titles if kind.id in profile.documents else []
    made = [_letters(other.title["sv"]) for other in kinds if kind.id in other.lineage and other.id != kind.id]
    return [title for title in own if not any(_letters(title).startswith(name) for name in made)]


def _letters(text: str) -> str:
    return re.sub(r"\W", "", folded(text))


def parts_of(
    reading: Reading, furniture: Mapping[int, Furniture], headings: Sequence[Heading], around: Surroundings
) -> list[PartOfFile]:
    """The documents in a file, in order. `furniture` is the page furniture; `headings` are those of the other lines.

    A new document begins where the numbers of the headings do, or at the name of a kind that has no numbers.
    """
    lines = [line for line in reading.lines if line.number not in furniture]
    own = [heading for heading in headings if heading.marked or not _is_name(heading.title, around)]
    chief_ = chief(own)
    parts = []
    for start, end in itertools.pairwise([*_starts(lines, chief_, around), len(lines)]):
        first, last = lines[start].number, lines[end - 1].number
        headers = [
            line for line in reading.lines if first <= line.number <= last and furniture.get(line.number) == "page-header"
        ]
        evidence, first_page = (
            [line.text for line in headers],
            _first_page(lines[start:end], headers, around.profile.page_number),
        )
        below, outline = (_moved([one for one in some if start <= one.start < end], -start) for some in (chief_, own))
        parts.append(PartOfFile(lines[start:end], below, outline, evidence=evidence, first_page=first_page))
    for n, part in enumerate(parts):
        part.kind = _kind_of(part, around, reading.name if not n else "", is_annex=bool(n))
    return _joined(parts)


def _moved(headings: Sequence[Heading], by: int) -> list[Heading]:
    """Headings in lines that begin elsewhere."""
    return [heading._replace(start=heading.start + by) for heading in headings]


def _is_name(title: str, around: Surroundings) -> bool:
    """Whether what looks like a heading is the name of a document or a nämnd, as on a cover."""
    words = [word.strip(",;–-") for word in folded(title).split()]
    return bool(_kind_named(title, around.titles, around.suffix)) or all(around.suffix.fullmatch(word) for word in words)


def _starts(lines: Sequence[Line], headings: Sequence[Heading], around: Surroundings) -> list[int]:
    """Where the documents of a file begin."""
    restarts = [heading.start for n, heading in enumerate(headings) if n and heading.number == (1,)]
    starts = {_title_before(lines, start, around) for start in restarts}
    kinds = [kind for kind, own in around.profile.documents.items() if own.unnumbered and kind in around.titles]
    unnumbered = {kind: around.titles[kind] for kind in kinds}
    in_headings = {line.number for heading in headings if heading.marked for line in heading.lines}
    for n, line in enumerate(lines):
        is_free = n and line.number not in in_headings and line.cell is None and not any(s <= n < s + 4 for s in starts)
        if is_free and _may_begin_part(lines, n) and _kind_named(line.text, unnumbered, around.suffix):
            starts.add(n)
    return sorted({0, *starts})


def _joined(parts: Sequence[PartOfFile]) -> list[PartOfFile]:
    """The parts, without those that are no document themselves: a memo or minutes belong to the document after them."""
    joined: list[PartOfFile] = []
    for part in parts:
        before = joined[-1] if joined else None
        is_numbered = before and any(heading.marked for heading in before.headings)
        if before and not is_numbered and before.kind in (None, part.kind) and before is joined[0]:
            shift = len(before.lines)
            before.headings = [*before.headings, *_moved(part.headings, shift)]
            before.outline = [*before.outline, *_moved(part.outline, shift)]
            before.lines = [*before.lines, *part.lines]
            before.evidence += part.evidence
            before.kind = before.kind or part.kind
        elif before and part.kind is None:
            # It stays with the document before it, so that its lines are reported as left out.
            before.lines = [*before.lines, *part.lines]
        else:
            joined.append(part)
    return joined


def _title_before(lines: Sequence[Line], start: int, around: Surroundings) -> int:
    """Where a document begins whose first heading is known: at its name on the pages before, or at the heading."""
    for n in range(start - 1, max(-1, start - LOOK_BACK), -1):
        line = lines[n]
        if not (line.opens_page or line.blanks or line.whole):
            continue
        texts = [line.text, f"{line.text.strip()} {lines[n + 1].text.strip()}"] if n + 1 < start else [line.text]
        if any(_kind_named(text, around.titles, around.suffix) for text in texts):
            return n
    return start


def _may_begin_part(lines: Sequence[Line], n: int) -> bool:
    """Whether a document may begin at a line: on a new page or after a gap, and not in a list of names."""
    line, before = lines[n], lines[n - 1]
    return line.opens_page or line.whole or (line.blanks >= 1 and not re.match(r"\s*[0-9]+\.", before.text))


def _first_page(lines: Sequence[Line], headers: Sequence[Line], printed: re.Pattern[str]) -> int:
    """The page of the file that a document counts as its first: by its printed page numbers, else by where it begins."""
    offsets = Counter(line.page - number + 1 for line in headers if (number := printed_page(line, printed)) is not None)
    return offsets.most_common(1)[0][0] if offsets else lines[0].page


# Spreadsheets


def has_known_heads(profile: Profile, lines: Sequence[Line]) -> bool:
    """Whether a table among lines has a column of goals, uppdrag or indicators by its head, and another column."""
    return bool(known_heads(profile, lines))


def known_heads(profile: Profile, lines: Sequence[Line]) -> list[str]:
    """The heads of the first table among lines that has a column of goals, uppdrag or indicators and another; else nothing.

    The head may stand below a title of the table.
    """
    roles: tuple[Role, ...] = ("uppdrag", "goal", "sub-goal", "indicator")
    names = [word for role in roles for word in profile.labels.get(role, [])]
    tables: dict[int, dict[int, list[str]]] = {}
    for line in lines:
        if line.cell is not None:
            tables.setdefault(line.cell[0], {}).setdefault(line.cell[1], []).append(line.text)
    for rows in tables.values():
        for texts in itertools.islice(rows.values(), HEADS):
            if len(texts) > 1 and any(one_of(text, names) for text in texts):
                return texts
    return []


# Names of documents


def _suffix_of_titles(profile: Profile, workspace: Workspace) -> re.Pattern[str]:
    """What a word may be that follows the title of a document: IFO kvartal 4 2022, socialnämnden Nordost.

    That is a year, a number, a word of the profile, a nämnd, and a word in the name of one in the organisation.
    """
    names = [name for namnd in every_namnd(workspace) for name in names_of(namnd.title, profile)]
    known = {word for phrase in (*profile.behind_titles, *names) for word in folded(phrase).split()}
    bodies = {folded(ending) for pair in profile.bodies.endings.items() for ending in pair}
    known |= {word for phrases in profile.bodies.names.values() for phrase in phrases for word in folded(phrase).split()}
    words = "|".join(map(re.escape, sorted(known)))
    endings = "|".join(map(re.escape, sorted(bodies)))
    named = [rf"(?:{words})s?"] if words else []
    compound = [rf"\w*(?:{endings})s?"] if endings else []
    return re.compile("|".join([r"20[0-9]{2}|[1-4]|[0-9/–-]+", *named, *compound]))


def _kind_named(text: str, titles: Titles, suffix: re.Pattern[str]) -> str | None:
    """The kind whose name a line is, maybe with a year, a quarter and a nämnd after it."""
    best = max(
        ((_likeness(text, name, suffix), len(name), kind) for kind, names in titles.items() for name in names),
        default=(0.0, 0, ""),
    )
    return best[2] if best[0] else None


def _likeness(text: str, name: str, suffix: re.Pattern[str]) -> float:
    """How much a line is like a name, of a hundred; 0 if it says more than that. Years may stand within it."""
    if len(text) > 90 or re.match(r"\s*[0-9]", text) or text.rstrip().endswith("."):
        return 0.0
    words, length = _title_words(text), len(name.split())
    is_suffix = len(words) - length <= 6 and all(suffix.fullmatch(word) for word in words[length:])
    return _alike(words[:length], name) if is_suffix else 0.0


def _title_words(text: str) -> list[str]:
    """The words of a title, without years and punctuation: Mål och budget 2025 med plan 2026–2027."""
    plain = _YEARS.sub(" ", folded(text))
    return [word for part in re.split(r"[\s:]+", plain) if (word := part.strip(",;–-()."))]


_YEARS = re.compile(r"(?<!\w)20[0-9]{2}(?:\s?[/–-]\s?(?:20)?[0-9]{2})?(?![\w-])")


def _alike(words: Sequence[str], name: str) -> float:
    """How much words are like a name, of a hundred. Its numbers are the same: tertial 1 is not tertial 2."""
    text = " ".join(words)
    return likeness(text, name) if re.findall("[0-9]+", text) == re.findall("[0-9]+", name) else 0.0


def _begins_with(text: str, name: str) -> bool:
    return _alike(_title_words(text)[: len(name.split())], name) > 0


def _names_document(text: str, name: str, around: Surroundings) -> bool:
    """Whether a short line is the title of a document: Grundskolenämndens verksamhetsplan 2025. One of another matter, such
    as a statement about a verksamhetsplan, only names it.
    """
    if len(text.split()) > SHORT or text.rstrip().endswith("."):
        return False
    if _begins_with(text, name):
        return True
    words, length = _title_words(text), len(name.split())
    starts = [n for n in range(1, len(words) - length + 1) if words[n : n + length] == folded(name).split()]
    about = {folded(word) for word in around.profile.about_documents}
    return any(about.isdisjoint(words[:n]) for n in starts)


def _beginning(text: str, name: str) -> str:
    """As many words of a text as a name has."""
    return " ".join(folded(text).split()[: len(name.split())])


def own_name(part: PartOfFile, around: Surroundings) -> str | None:
    """What a document calls itself: the name of its kind that a title in its first lines has, letter by letter rather than
    nearly, and the longest of several.
    """
    head = [line.text.strip() for line in part.lines[:HEAD] if line.cell is None]
    names = [
        name for name in around.titles.get(part.kind or "", []) if any(_names_document(text, name, around) for text in head)
    ]
    exact = [name for name in names if any(holds(text, name, exactly=True) for text in head)]
    return max(exact or names, key=len, default=None)


# What a document is


def _kind_of(part: PartOfFile, around: Surroundings, file: str, *, is_annex: bool) -> str | None:
    """The kind of document that a part is, by the names in its first lines, headers and headings and in the file's name.

    None for what is of no kind, and for a letter or minutes that only speak of a document. `file` is empty for all parts but
    the first.
    """
    head = [line.text.strip() for line in part.lines[:HEAD] if line.cell is None]
    if _is_letter(head, around) and not _carries_document(part, around):
        return None
    titles = _titles_for(head, around)
    points: defaultdict[str, float] = defaultdict(float)
    named = _kind_of_head(head, titles, around)
    if named is not None:
        points[named] += 6
    spelt = {line: _spelt(line, titles) for line in head}
    for kind, names in titles.items():
        for name in names:
            # What is the name of another kind letter by letter is no bad copy of this one.
            lines = [line for line in head if spelt[line] in ("", folded(name))]
            points[kind] += sum(_evidence_for(name, part, lines, file, around))
        if not is_annex and kind in around.profile.documents and around.profile.documents[kind].annex:
            points[kind] *= 0.6
    best = max(points, key=points.__getitem__, default=NO_KIND)
    return best if best != NO_KIND and points[best] >= ENOUGH else None


def _spelt(line: str, titles: Titles) -> str:
    """The longest name of a document that a line begins with letter by letter; the empty string where it has none."""
    words = _title_words(line)
    names = (folded(name) for names in titles.values() for name in names)
    return max((name for name in names if words[: len(name.split())] == name.split()), key=len, default="")


def _titles_for(head: Sequence[str], around: Surroundings) -> Titles:
    """The titles that a document may have: those of a nämnd's where it is one's; else what KF calls its own too is KF's.

    A report of a name that both have is the municipality's only where it says so: what a nämnd has accounted for is not taken
    for the account of all of them.
    """
    of_namnd = _is_of_namnd(head, around)
    says_city = not of_namnd and _is_of_city(head, around)
    kinds = around.ruleset.kinds
    of_city = {kind: kinds[kind].role == "report" and not says_city for kind in around.titles if kinds[kind].of != "namnd"}
    unclear = {folded(name): is_unclear for kind, is_unclear in of_city.items() for name in around.titles[kind]}
    shared = unclear.keys() & {folded(name) for kind in around.titles if kind not in of_city for name in around.titles[kind]}

    def is_citys(name: str) -> bool:
        return not of_namnd and not unclear[name]

    titles = {
        kind: [name for name in names if folded(name) not in shared or is_citys(folded(name)) is (kind in of_city)]
        for kind, names in around.titles.items()
        if not (of_namnd and kind in of_city)
    }
    return {**titles, NO_KIND: list(around.others)}


def _is_of_city(head: Sequence[str], around: Surroundings) -> bool:
    """Whether the first lines name the municipality as a whole: in a title, or behind its name on a line above the text."""
    names = [name for names in around.titles.values() for name in names]
    forms = {form for word in around.profile.bodies.municipality for form in (folded(word), f"{folded(word)}s")}
    for line in itertools.takewhile(lambda line: not re.match(r"[0-9]{1,2}(?:[.)\s]|$)", line), head):
        words = line.replace(",", " ").split()
        at = [n for n, word in enumerate(words) if folded(word) in forms]
        is_title = any(_names_document(line, name, around) for name in names)
        is_own = len(words) <= OWN and any(n and words[n - 1][:1].isupper() for n in at)
        if at and not line.endswith(".") and (is_title or is_own):
            return True
    return False


def twin_of(kind: str, around: Surroundings) -> str | None:
    """The kind of report that calls itself the same: a nämnd's of one of the municipality, and the other way round."""
    kinds = around.ruleset.kinds
    own = {folded(name) for name in around.titles.get(kind, [])}
    twins = (
        other
        for other, names in around.titles.items()
        if kinds[other].of != kinds[kind].of and kinds[other].role == kinds[kind].role == "report"
        if any(folded(name) in own for name in names)
    )
    return next(twins, None)


def _is_of_namnd(head: Sequence[str], around: Surroundings) -> bool:
    """Whether the first lines say that a document is a nämnd's: one of them in a title or on a line of its own."""
    names = [name for names in around.titles.values() for name in names]
    own = [line for line in head if len(line.split()) <= OWN or any(_names_document(line, name, around) for name in names)]
    # Behind a label of several words stands whom something is about: Berörda nämnder: …
    own = [line for line in own if not line.endswith(".") and (":" not in line or len(line.partition(":")[0].split()) < 2)]
    return bool(_bodies_of(own, around) - set(around.profile.bodies.names))


NO_KIND = ""
"""What stands for the kind of documents that are of none."""


def _is_letter(head: Sequence[str], around: Surroundings) -> bool:
    """Whether the first lines are those of a letter, a memo or minutes: one of them says so, alone or before its matter."""
    return any(
        len(line.split()) <= SHORT and (begins(line, word) is not None or (line.split() and one_of(line.split()[-1], [word])))
        for line in head
        for word in around.profile.letters
    )


BELOW = 6
"""How many lines a document behind a letter has at least below its title."""


def _carries_document(part: PartOfFile, around: Surroundings) -> bool:
    """Whether a letter or minutes have the document itself in them: numbered chapters, a label of what only a document has, or
    a title with text below.
    """
    if sum(len(heading.number) == 1 for heading in part.headings) > 1:
        return True
    profile = around.profile
    labels = [*profile.labels.get("goal", []), *(own.heading for own in profile.uppdrag.lists)]
    # One of them may be the heading of the letter's own words.
    named = {n: label for n, line in enumerate(part.lines) if (label := one_of(line.text, labels))}
    listed = any(sum(bool(marker(line.text)) for line in part.lines[n + 1 : n + 1 + BELOW]) > 1 for n in named)
    if len(set(named.values())) > 1 or listed:
        return True
    names = {**around.titles, NO_KIND: list(around.others)}
    return any(
        line.cell is None and (line.opens_page or n >= HEAD) and _kind_named(line.text, names, around.suffix) is not None
        for n, line in enumerate(part.lines[:-BELOW])
        if n
    )


def _kind_of_head(head: Sequence[str], titles: Titles, around: Surroundings) -> str | None:
    """The kind whose name is one of the first lines of a document, or two of them: the first such line counts."""
    for n, line in enumerate(head):
        texts = [line, *(f"{line} {after}" for after in head[n + 1 : n + 2])]
        # A name of two lines may end in that of another kind: the longer counts, although a bad copy of it is less alike.
        named = [
            (alike + len(name) / 2, kind)
            for kind, names in titles.items()
            for name in names
            for text in texts
            if (alike := _likeness(text, name, around.suffix))
        ]
        if named:
            return max(named)[1]
    return None


def _evidence_for(name: str, part: PartOfFile, head: Sequence[str], file: str, around: Surroundings) -> Iterator[float]:
    """What speaks for a document having a name, in points. A longer name says more; that it is spoken of says little."""
    length = len(name) / 100
    is_title = any(_names_document(text, name, around) for text in head)
    if is_title:
        yield 3 + length
    in_headers = max((likeness(_beginning(text, name), name) for text in part.evidence), default=0.0)
    yield (5 + length) * in_headers / 100
    is_heading = any(same(heading.title, name) for heading in part.headings if len(heading.number) == 1)
    if is_heading:
        yield 2 + length
    is_file = bool(file) and holds(_words_of(file), name)
    if is_file:
        yield 3 + length
    if is_title or in_headers or is_heading or is_file:
        mentions = sum(holds(line.text, name) or folded(name) in folded(line.text) for line in part.lines[:60])
        yield min(mentions, 6) * 0.4


def _words_of(file: str) -> str:
    """The words in the name of a file."""
    return re.sub(r"[-_.]", " ", PurePath(file).stem)


def namnd_of(part: PartOfFile, around: Surroundings, file: str) -> str | None:
    """The nämnd of a document: the one that is named most on its first pages, in its headers and in the file's name.

    Where no organisation lists the nämnder, it is the one that the first lines name.
    """
    if not every_namnd(around.workspace):
        return _unlisted_namnd(part, around, file)
    points: Counter[str] = Counter()

    def plain(text: str) -> str:
        return without_article(folded(text), around.profile)

    text = plain(" ".join([*(line.text for line in part.lines[:120]), *part.evidence]))
    name = folded(_words_of(file))
    first_lines = [plain(line.text)[:90] for line in part.lines[:15] if line.cell is None]
    for namnd in every_namnd(around.workspace):
        title = re.escape(plain(namnd.title))
        points[namnd.id] += len(re.findall(rf"\b{title}s?\b", text))
        # The nämnd of a document is on a line of its own, or in its title.
        points[namnd.id] += 3 * sum(bool(re.match(rf"(?:.* )?{title}s?(?: |$)", line)) for line in first_lines)
        if re.search(rf"\b{re.escape(namnd.id)}\b", name):
            points[namnd.id] += 3
    best = points.most_common(2)
    return best[0][0] if best and best[0][1] and (len(best) == 1 or best[0][1] > best[1][1]) else None


def _unlisted_namnd(part: PartOfFile, around: Surroundings, file: str) -> str | None:
    """The id of the one body that the title names, else a line of its own, else the first lines and the file's name."""
    names = around.titles.get(part.kind or "", [])
    texts = [line.text for line in part.lines[:15] if line.cell is None]
    titles = [text for text in texts if any(_names_document(text, name, around) for name in names)]
    own = [text for text in texts if len(text.split()) <= OWN and not text.rstrip().endswith(".")]
    every = {named.body for text in (*texts, _words_of(file)) for named in named_bodies(text, around.profile)}
    for ids in (_bodies_of(titles, around), _bodies_of(own, around), every - set(around.profile.bodies.names)):
        if len(ids) == 1:
            return ids.pop()
    return None


OWN = 4
"""How many words a line has that only says whose a document is."""


def _bodies_of(texts: Iterable[str], around: Surroundings) -> set[str]:
    """The bodies that texts name and that may have plans of their own."""
    of_city = {around.profile.register_.by} if around.profile.register_ else set()
    return {named.body for text in texts for named in named_bodies(text, around.profile)} - of_city


def year_of(part: PartOfFile, around: Surroundings, file: str) -> int | None:
    """The year of a document: the one next to its name, in the file's name, or most often on its first pages."""
    points: Counter[int] = Counter()
    for year in _years_next_to_name(part, around):
        points[year] += 5
    before = "|".join(map(re.escape, around.profile.before_year))
    first_page = part.lines[0].page
    for line in itertools.takewhile(lambda line: line.page <= first_page + 2, part.lines):
        points.update(_years(line.text))
        points.update(dict.fromkeys(map(int, re.findall(rf"(?:{before}) (20[0-9]{{2}})", line.text)), 2) if before else {})
    for digits in re.findall(r"(?<![0-9])(20[0-9]{2})(?![0-9])", PurePath(file).stem):
        points[int(digits)] += 6
    best = points.most_common(1)
    return best[0][0] if best else None


def _years_next_to_name(part: PartOfFile, around: Surroundings) -> Iterator[int]:
    """The first year of each text that has a name of the document, which may be on two lines and longer than the kind's."""
    names = around.titles.get(part.kind or "", [])
    lines = [line.text.strip() for line in part.lines[:60]]
    for text in (*lines, *(f"{line} {after}" for line, after in itertools.pairwise(lines)), *part.evidence):
        if len(text) < 140 and any(_names_document(text, name, around) for name in names):
            yield from _years(text)[:1]


def _years(text: str) -> list[int]:
    """The years that a text names, without those of whole dates."""
    return [int(year) for year in re.findall(r"\b(20[0-9]{2})\b", re.sub(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b", "", text))]
