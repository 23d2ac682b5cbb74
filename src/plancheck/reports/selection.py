"""Which evaluations a report has."""

from __future__ import annotations

from collections.abc import Iterable

from plancheck.reports import Layout
from plancheck.run.results import Answer, Concern, Evaluation, Run, at_or_over

ANSWERED: tuple[Answer, ...] = ("waived", "attested")
"""The outcomes that somebody answers for: no report hides them."""
LISTED: tuple[Concern, ...] = ("unread", "unused")
"""The concerns whose notifications are listed below a heading of their own."""
TOLD: tuple[Concern, ...] = ("read", *LISTED)
"""The concerns whose notifications are told one by one."""


def included(run: Run, layout: Layout) -> list[Evaluation]:
    """The evaluations, in their order, that a report has.

    Findings below the layout's severity are left out; with `quiet`, all but findings and what somebody answers for.
    """
    findings = set(at_or_over(run.evaluations, layout.severity))
    return [
        evaluation
        for evaluation in run.evaluations
        if evaluation in findings or evaluation.agreement or not (evaluation.is_finding or layout.quiet)
    ]


def with_outcome(run: Run, outcome: Answer) -> list[Evaluation]:
    """The evaluations that came out in one way."""
    return [evaluation for evaluation in run.evaluations if evaluation.outcome == outcome]


def by_file(evaluations: Iterable[Evaluation]) -> dict[str, list[Evaluation]]:
    """The evaluations of each file, the files in the order in which they come."""
    files: dict[str, list[Evaluation]] = {}
    for evaluation in evaluations:
        files.setdefault(evaluation.location.file, []).append(evaluation)
    return files
