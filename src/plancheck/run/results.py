"""What comes out of a check: evaluations, and what reports say about each."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from plancheck.model.source import Source, Steps
from plancheck.query.verdict import Outcome
from plancheck.repository.configuration import Attestation, Waiver
from plancheck.repository.workspace import Entry, Workspace
from plancheck.ruleset.builtin import REVIEW
from plancheck.ruleset.severity import SEVERITIES, Severity


class Location(NamedTuple):
    """A place in a file: `line` and `column` count from 1, `end` is the column after the last marked character.

    In a file without lines that people count, such as a PDF, `line` is 0, and `text` is the words there.

    `text` is the line, or the part around the mark if the line is very long; it begins at the column `from_`. `anchor` is the
    number of the line in an imported file, as the import counts them; `sheet` and `row` are those of a spreadsheet.
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
    sheet: str | None = None
    row: int | None = None


def location_in(source: Source, steps: Steps) -> Location:
    """The place of a value in a file."""
    span = source.span(steps)
    text, first = source.snippet(span)
    return Location(source.name, span.line, span.column, span.end, text, first)


class Related(NamedTuple):
    """Another place that an evaluation depends on, and why."""

    location: Location
    note: str


class Deadline(NamedTuple):
    """The last day for something, and the day on which it was done; None until it is."""

    limit: datetime.date
    date: datetime.date | None


Answer: TypeAlias = Outcome | Literal["waived", "attested"]
"""The outcome of an evaluation: that of the check; or failed and waived; or not passed, and attested by a person."""


class Evaluation(NamedTuple):
    """The answer for one rule and one item of one document.

    `message` says what is wrong if it failed, and why it cannot be judged if it is not assessable; it is empty if it passed.
    `called` is what people call the item. `nth` distinguishes evaluations of the same rule, document and item.
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
    agreement: Waiver | Attestation | None = None
    called: str = ""

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that stay the same from run to run, even when lines move."""
        import hashlib

        known = (self.rule, self.document, self.item, str(self.nth))
        return hashlib.sha256("\0".join(known).encode()).hexdigest()[:16]

    @property
    def advice(self) -> str:
        """What is wrong and what to do, in one line; for what cannot be judged, why."""
        ended = self.message.rstrip().endswith((".", "!", "?", ":"))
        return f"{self.message}{'' if ended else '.'} {self.hint}" if self.hint else self.message

    @property
    def is_finding(self) -> bool:
        """Whether it is to be acted on."""
        return self.outcome == "failed"


def at_or_over(evaluations: Iterable[Evaluation], severity: Severity) -> list[Evaluation]:
    """The findings that are at least as severe."""
    rank = SEVERITIES.index(severity)
    return [found for found in evaluations if found.is_finding and SEVERITIES.index(found.severity) <= rank]


def worst_first(evaluations: Iterable[Evaluation], severity: Severity) -> list[Evaluation]:
    """The findings that are at least as severe, the most severe first, otherwise in the same order."""
    return sorted(at_or_over(evaluations, severity), key=lambda finding: SEVERITIES.index(finding.severity))


Passes: TypeAlias = Literal["counted", "named", "whole"]
"""What is made of what passed: nothing, it is only counted; an evaluation without its place; a whole evaluation."""


Change: TypeAlias = Literal["new", "remaining"]


class Gone(NamedTuple):
    """A finding of an earlier report that no longer occurs, as that report gave it."""

    fingerprint: str
    rule: str
    severity: Severity
    document: str
    file: str
    message: str


class Comparison(NamedTuple):
    """How the findings have changed since an earlier report, given by its file and day.

    `changes` are by fingerprint; a finding that the earlier report would not have shown has none. `aside` is the number of its
    findings that were not checked again.
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


REVIEWED = "plancheck-review"
"""What a copy of a Word file with findings as comments says of itself, so that nobody takes it for the plan."""


Concern: TypeAlias = Literal["read", "unread", "unused", "altered"]
"""What a notification is about: what was read of a file that is imported; a file that looks like a document and was not read;
something that was asked for and had no effect; something that makes the check ask for less than the rule set does.
"""


class LayoutLine(NamedTuple):
    """A position of things of a kind in a document, in words of the language of the run: where they stand, how many there are,
    what speaks for them, and the first of them.
    """

    kind: str
    where: str
    members: int
    evidence: str
    first: str


class Recognised(NamedTuple):
    """What was read of one document of a file, in the language of the run: how much of what, how certain that is and what is in
    doubt, what of it a person should look at, the positions that were learnt, and what somebody has said of it that had no
    effect. `goals`, `uppdrag` and `doubts` are numbers.
    """

    title: str
    goals: int
    uppdrag: int
    doubts: int
    what: str
    certainty: tuple[str, ...]
    look: tuple[str, ...]
    layout: tuple[LayoutLine, ...]
    unused: tuple[str, ...] = ()


class ReadFile(NamedTuple):
    """A document that was read of a file, and whether somebody has named the file and not only a folder that it is in."""

    file: str
    is_named: bool
    recognised: Recognised


class Notification(NamedTuple):
    """What a report says of the run itself, and not of a document. `location` is the place that it is about, if it has one.

    A message may have several lines, each a sentence or more.
    """

    concern: Concern
    message: str
    location: Location | None = None


Limit: TypeAlias = Severity | Literal["never"]
"""From which severity on a finding makes a check fail."""


class Run(NamedTuple):
    """The result of a check, and what it was made with.

    `entries` are the documents that were judged, in their `workspace`; `unread` is the number of files that could not be;
    `aside` that of the files that are no plans; `rules` are those that were applied. `judged` is how many requirements on
    plans were found met or not: bookkeeping does not count. A check fails from the severity `fail_on` on; a `strict` one fails
    also for what cannot be judged, for files that are not read, and for doubts that nobody has reviewed. `decisive` are the
    fingerprints of the only findings that may fail it; None where all may. `read` is what was read of files that are imported.

    `passed` is how many items passed, by rule and document; they are among the evaluations only where that was asked for.
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
    notifications: tuple[Notification, ...] = ()
    aside: int = 0
    judged: int = 0
    fail_on: Limit = "error"
    strict: bool = False
    decisive: frozenset[str] | None = None
    read: tuple[ReadFile, ...] = ()
    passed: Mapping[tuple[str, str], int] = {}

    @property
    def outcomes(self) -> Counter[Answer]:
        """How many checks came out in each way, whether what passed is among the evaluations or not."""
        numbers: Counter[Answer] = Counter()
        numbers.update(evaluation.outcome for evaluation in self.evaluations if evaluation.outcome != "passed")
        numbers["passed"] = sum(self.passed.values())
        return numbers

    @property
    def passed_by_rule(self) -> Counter[str]:
        """How many items passed, by rule."""
        numbers: Counter[str] = Counter()
        for (rule, _), number in self.passed.items():
            numbers[rule] += number
        return numbers

    @property
    def documents(self) -> int:
        """How many documents were judged."""
        return len(self.entries)

    def change(self, finding: Evaluation) -> Change | None:
        """The change of a finding since an earlier report; None where it has none, or there is no such report."""
        return self.comparison.changes.get(finding.fingerprint) if self.comparison else None

    @property
    def findings(self) -> list[Evaluation]:
        """The evaluations that failed, in order of file and line."""
        return [evaluation for evaluation in self.evaluations if evaluation.is_finding]

    def about(self, concern: Concern) -> list[Notification]:
        """The notifications of a concern."""
        return [notification for notification in self.notifications if notification.concern == concern]

    @property
    def failing(self) -> list[Evaluation]:
        """The findings that make the check fail."""
        failing = at_or_over(self.evaluations, self.fail_on) if self.fail_on != "never" else []
        return [finding for finding in failing if self.decisive is None or finding.fingerprint in self.decisive]

    @property
    def exit_code(self) -> int:
        """1 if something makes the check fail, else 2 if nothing was judged, else 0."""
        unsure = self.outcomes["not-assessable"] or self.about("unread") or of_review(self.evaluations)
        if self.failing or (self.strict and unsure):
            return 1
        return 0 if self.judged else 2


def of_review(evaluations: Iterable[Evaluation]) -> list[Evaluation]:
    """What the import was in doubt about, and nobody has reviewed."""
    return [evaluation for evaluation in evaluations if evaluation.rule == REVIEW and evaluation.is_finding]
