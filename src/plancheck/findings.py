"""What comes out of a check: evaluations and what is told about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from plancheck.ruleset import SEVERITIES, Severity
from plancheck.verdict import Outcome


class Location(NamedTuple):
    """A place in a file: `line` and `column` count from 1, `end` is the column after the last marked character.

    In a file that people know no lines of, such as a PDF, `line` is 0, and `text` are the words there.

    `text` is the line, or what stands around the mark where the line is very long; it begins at the column `from_`.
    """

    file: str
    line: int
    column: int
    end: int
    text: str = ""
    from_: int = 1
    section: str | None = None
    page: int | None = None


class Related(NamedTuple):
    """Another place that an answer rests on, and why."""

    location: Location
    note: str


class Evaluation(NamedTuple):
    """The answer for one rule and one item of one document.

    `message` says what is wrong where it failed, and why it cannot be told where it is not assessable; where it passed there
    is none. `nth` tells apart those that have rule, document and item in common.
    """

    rule: str
    outcome: Outcome
    severity: Severity
    document: str
    item: str
    location: Location
    message: str = ""
    hint: str = ""
    beside: str = ""
    related: tuple[Related, ...] = ()
    nth: int = 1

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that stay the same from run to run, even when lines move."""
        import hashlib

        known = (self.rule, self.document, self.item, str(self.nth))
        return hashlib.sha256("\0".join(known).encode()).hexdigest()[:16]

    @property
    def is_finding(self) -> bool:
        """Whether it is something to act on."""
        return self.outcome == "failed"


def counted(evaluations: Iterable[Evaluation]) -> Counter[Outcome]:
    """How many evaluations came out in each way."""
    return Counter(one.outcome for one in evaluations)


def at_or_over(evaluations: Iterable[Evaluation], severity: Severity) -> list[Evaluation]:
    """The findings that are at least as severe."""
    rank = SEVERITIES.index(severity)
    return [one for one in evaluations if one.is_finding and SEVERITIES.index(one.severity) <= rank]


class Result(NamedTuple):
    """Everything that a check of some documents gave, and what it was made with.

    `documents` is how many were judged, `unread` how many files were not; `rules` are those that were asked.
    """

    evaluations: tuple[Evaluation, ...]
    documents: int
    unread: int
    rules: tuple[str, ...]
    ruleset: str
    today: str
    language: Literal["sv", "en"]

    @property
    def findings(self) -> list[Evaluation]:
        """The evaluations that failed, in order of file and line."""
        return [one for one in self.evaluations if one.is_finding]
