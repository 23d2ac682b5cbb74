"""What comes out of a check: evaluations and what is told about each."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from plancheck.query.verdict import Outcome
from plancheck.repository.configuration import Waiver
from plancheck.repository.workspace import Entry, Workspace
from plancheck.ruleset.model import SEVERITIES, Severity


class Location(NamedTuple):
    """A place in a file: `line` and `column` count from 1, `end` is the column after the last marked character.

    In a file that people know no lines of, such as a PDF, `line` is 0, and `text` are the words there.

    `text` is the line, or what stands around the mark where the line is very long; it begins at the column `from_`. `anchor`
    is the number of the line in an imported file, as the import counts them.
    """

    file: str
    line: int
    column: int
    end: int
    text: str = ""
    from_: int = 1
    section: str | None = None
    page: int | None = None
    anchor: int = 0


class Related(NamedTuple):
    """Another place that an answer rests on, and why."""

    location: Location
    note: str


class Deadline(NamedTuple):
    """A day that something is held against, and the day on which it was done; None as long as it is not."""

    limit: datetime.date
    date: datetime.date | None


Answer: TypeAlias = Outcome | Literal["waived"]
"""How an evaluation came out: as the check says, or failed and waived."""


class Evaluation(NamedTuple):
    """The answer for one rule and one item of one document.

    `message` says what is wrong where it failed, and why it cannot be told where it is not assessable; where it passed there
    is none. `nth` tells apart those that have rule, document and item in common.
    """

    rule: str
    outcome: Answer
    severity: Severity
    document: str
    item: str
    location: Location
    message: str = ""
    hint: str = ""
    label: str = ""
    related: tuple[Related, ...] = ()
    nth: int = 1
    deadline: Deadline | None = None
    waiver: Waiver | None = None

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that stay the same from run to run, even when lines move."""
        import hashlib

        known = (self.rule, self.document, self.item, str(self.nth))
        return hashlib.sha256("\0".join(known).encode()).hexdigest()[:16]

    @property
    def advice(self) -> str:
        """What is wrong and what to do, in one line; of what cannot be judged, why."""
        ended = self.message.rstrip().endswith((".", "!", "?", ":"))
        return f"{self.message}{'' if ended else '.'} {self.hint}" if self.hint else self.message

    @property
    def is_finding(self) -> bool:
        """Whether it is something to act on."""
        return self.outcome == "failed"


def counted(evaluations: Iterable[Evaluation]) -> Counter[Answer]:
    """How many evaluations came out in each way."""
    return Counter(one.outcome for one in evaluations)


def at_or_over(evaluations: Iterable[Evaluation], severity: Severity) -> list[Evaluation]:
    """The findings that are at least as severe."""
    rank = SEVERITIES.index(severity)
    return [one for one in evaluations if one.is_finding and SEVERITIES.index(one.severity) <= rank]


def worst_first(evaluations: Iterable[Evaluation], severity: Severity) -> list[Evaluation]:
    """The findings that are at least as severe, the most severe ones first, otherwise as they stand."""
    return sorted(at_or_over(evaluations, severity), key=lambda one: SEVERITIES.index(one.severity))


Change: TypeAlias = Literal["new", "remaining"]


class Gone(NamedTuple):
    """A finding of an earlier report that is not there any more, as that report told it."""

    fingerprint: str
    rule: str
    severity: Severity
    document: str
    file: str
    message: str


class Comparison(NamedTuple):
    """What has become of the findings since an earlier report: its file and day, and the change of each finding.

    `changes` go by fingerprint; a finding that the earlier report was not to tell of has none. `aside` is how many of its
    findings were not looked at again.
    """

    file: str
    today: str
    changes: Mapping[str, Change]
    gone: tuple[Gone, ...]
    aside: int

    def numbers(self) -> dict[str, int]:
        """How many findings are new, and how many remain."""
        changes = list(self.changes.values())
        return {"new": changes.count("new"), "remaining": changes.count("remaining")}


class Run(NamedTuple):
    """Everything that a check of some documents gave, and what it was made with.

    `entries` are the documents that were judged, in their `workspace`; `unread` is how many files were not; `rules` are
    those that were asked.
    """

    evaluations: tuple[Evaluation, ...]
    entries: tuple[Entry, ...]
    workspace: Workspace
    unread: int
    rules: tuple[str, ...]
    ruleset: str
    today: str
    language: Literal["sv", "en"]
    comparison: Comparison | None = None

    @property
    def documents(self) -> int:
        """How many documents were judged."""
        return len(self.entries)

    def change(self, one: Evaluation) -> Change | None:
        """What has become of a finding since the earlier report, where there is one that it is compared with."""
        return self.comparison.changes.get(one.fingerprint) if self.comparison else None

    @property
    def findings(self) -> list[Evaluation]:
        """The evaluations that failed, in order of file and line."""
        return [one for one in self.evaluations if one.is_finding]
