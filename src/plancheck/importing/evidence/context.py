"""What the recognition of one document knows: its lines and headings, what it is, the profile, the plans around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from plancheck.importing.evidence.fuzzy import folded, one_of, same
from plancheck.importing.evidence.labels import Labels
from plancheck.importing.evidence.profile import Profile, Role, UppdragList
from plancheck.importing.layout.outline import Heading, OutlineSection
from plancheck.importing.reading.lines import Line, Unread, joined
from plancheck.model.text import Text
from plancheck.repository.declared import Kind, Purpose
from plancheck.repository.organisation import every_namnd
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet

LONGEST_HEADING = 100
"""How many letters the heading of a list may have."""
APART = 9
"""The white space before a line from which the lines above have been taken."""


@dataclass
class Context:
    """One document of a file that is being imported.

    `first_page` is the page of the file that the document counts as 1, `spoiled` the share of the file's words that a scanner
    has misread, `paged` whether the file says where its pages begin, `unread` what of it could not be read, `sheets` the names
    of the sheets of a spreadsheet, empty where it is none. `outline` are all its headings; `sections` are made by those that
    are marked, where a document marks its own. `taken` are the numbers of the lines that are used, `bodies` the names of
    nämnder and groups by id once they are known, `known_goals` the titles of goals in registers.
    """

    lines: Sequence[Line]
    sections: Sequence[OutlineSection]
    kind: Kind
    namnd: str | None
    year: int
    words: Counter[str]
    profile: Profile
    ruleset: RuleSet
    workspace: Workspace
    first_page: int = 1
    spoiled: float = 0.0
    paged: bool = True
    unread: Sequence[Unread] = ()
    outline: Sequence[Heading] = ()
    sheets: Sequence[str] = ()
    contents: Sequence[Line] = ()
    taken: set[int] = field(default_factory=set)
    bodies: dict[str, list[str]] | None = None

    @cached_property
    def labels(self) -> Labels:
        """The labels of the profile."""
        return Labels(self.profile, [namnd.title for namnd in every_namnd(self.workspace)])

    def scale_words(self) -> dict[Role, list[str]]:
        """The words of the scales of statuses and of assessments, in all the forms that the profile knows."""
        uppdrag, goals = self.profile.uppdrag, self.profile.goals
        status = [word for pair in self.terms("status").items() for word in pair]
        status += [word for words in uppdrag.status_words.values() for word in words] + uppdrag.other_statuses
        assessment = [word for pair in self.terms("assessment").items() for word in pair]
        assessment += [word for words in goals.assessment_words.values() for word in words] + goals.other_assessments
        return {"status": status, "assessment": assessment}

    def list_named(self, text: str) -> UppdragList | None:
        """The list of uppdrag whose heading a text is."""
        if len(text) >= LONGEST_HEADING:
            return None
        return next((named for named in self.profile.uppdrag.lists if same(text, named.heading)), None)

    def text(self, lines: Sequence[Line]) -> str:
        """Lines as running text."""
        return joined(lines, self.words)

    def at(self, line: Line, section: OutlineSection | None = None) -> dict[str, object]:
        """The place of a line: its section, and its page if the file has pages, both as the document counts them; in a
        spreadsheet its sheet, where it has a name, and its row.
        """
        if self.sheets:
            sheet = self.sheets[line.page - 1]
            return {**({"sheet": sheet} if sheet else {}), **({"row": line.cell[1] + 1} if line.cell else {})}
        section = section or self.section_of(line)
        number = section.heading.dotted if section else ""
        page = {"page": max(1, line.page - self.first_page + 1)} if self.paged else {}
        return {**({"section": number} if number else {}), **page}

    def quoted(self, line: Line, words: str) -> dict[str, object]:
        """The details of a message about words of a line: `words`, and before them as `place` what a person finds them by: the
        page, the sheet and row, or else the heading above.
        """
        at = self.at(line)
        place = [Text("on-page" if key == "page" else key, {key: at[key]}) for key in ("page", "sheet", "row") if key in at]
        section = self.section_of(line)
        if not place and section is not None and line not in section.heading.lines:
            place = [Text("below-heading", {"heading": section.heading.title.strip()})]
        return {"place": Text("before-words", {"place": place}) if place else "", "words": words}

    def section_of(self, line: Line) -> OutlineSection | None:
        """The section that a line is in."""
        before = [section for section in self.sections if section.heading.lines[0].number <= line.number]
        return before[-1] if before else None

    def segments(self) -> list[tuple[OutlineSection | None, Sequence[Line]]]:
        """The lines by sections, those before the first one first."""
        first = self.sections[0].heading.lines[0].number if self.sections else 10**9
        front = [line for line in self.lines if line.number < first]
        return [(None, front), *((section, section.body) for section in self.sections)]

    def take(self, lines: Sequence[Line]) -> list[Line]:
        """Note that lines are used. Returns them."""
        self.taken.update(line.number for line in lines)
        return list(lines)

    def free(self, lines: Sequence[Line]) -> list[Line]:
        """Those of the lines that are not used yet; where used ones were between them, there is white space."""
        free: list[Line] = []
        is_apart = False
        for line in lines:
            if line.number in self.taken:
                is_apart = True
                continue
            free.append(line._replace(blanks=max(line.blanks, APART)) if is_apart and free else line)
            is_apart = False
        return free

    def decides_itself(self) -> bool:
        """Whether the document is a register of what is decided for all: KF's budget, and the like."""
        return self.kind.role == "register" and self.kind.of != "namnd"

    def tells_of_the_past(self) -> bool:
        """Whether the document is a report, or the annex of one."""
        return self.kind.role in ("report", "annex")

    def area_of(self, section: OutlineSection) -> str | None:
        """The målområde that a section is, or is in."""
        for heading in (section.heading, *reversed(section.above)):
            area = self.area(heading.title)
            if area:
                return area
        return None

    def area(self, title: str) -> str | None:
        """The målområde that a heading names."""
        words = title.rpartition(":")[2]
        for term in self.ruleset.declared.terms("areas"):
            name = term.called("sv")
            if one_of(words, [name]) or _letters(words) == _letters(name):
                return str(term.id)
        return None

    def terms(self, purpose: Purpose) -> dict[str, str]:
        """The terms for a purpose that are valid in the document's year: their names, by id."""
        return {str(term.id): term.called("sv") for term in self.ruleset.declared.terms(purpose, self.year)}

    def kinds_of_section(self) -> dict[str, str]:
        """The kinds of section in the rule set for the document's kind: their names, by id."""
        terms = self.ruleset.vocabulary.get(self.kind.sections or "", ())
        return {str(term.id): term.called("sv") for term in terms if term.years.cover(self.year)}


def _letters(text: str) -> str:
    return "".join(char for char in folded(text).replace(" och ", "") if char.isalpha())
