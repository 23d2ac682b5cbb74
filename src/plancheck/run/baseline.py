"""A run compared with an earlier report: which findings are new, which remain, which are gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from plancheck.messages import said
from plancheck.model.text import Text
from plancheck.ruleset.builtin import BUILT_IN
from plancheck.ruleset.severity import SEVERITIES, Severity
from plancheck.run.results import Change, Comparison, Evaluation, Gone, Notification, Run, at_or_over


class Baseline(NamedTuple):
    """What an earlier report says: its rule set, the rules that it applied, the least severity that it shows, and its findings
    by fingerprint. `path` is its file.
    """

    path: Path
    today: str
    ruleset: str
    min_severity: Severity
    rules: frozenset[str]
    findings: Mapping[str, Gone]


def compared(run: Run, baseline: Baseline) -> Run:
    """The run with its comparison to an earlier report.

    A finding that no longer occurs is gone if its document and its rule were checked again, or its file no longer exists;
    others are left aside.
    """
    # A waived finding still occurs.
    now = {evaluation.fingerprint for evaluation in run.evaluations if evaluation.is_finding or evaluation.agreement}
    missing = [earlier for fingerprint, earlier in baseline.findings.items() if fingerprint not in now]
    was_rechecked = _was_rechecked(run, baseline.path.parent)
    gone = tuple(earlier for earlier in missing if was_rechecked(earlier))
    comparison = Comparison(baseline.path.name, baseline.today, _changes(run, baseline), gone, len(missing) - len(gone))
    other = Text("altered-comparison", {"name": baseline.ruleset})
    altered = [Notification("altered", said(other, run.language))] if baseline.ruleset != run.ruleset else []
    return run._replace(comparison=comparison, notifications=(*run.notifications, *altered))


def _changes(run: Run, baseline: Baseline) -> dict[str, Change]:
    """By fingerprint, the change of each finding that the earlier report would have shown too."""
    return {
        finding.fingerprint: "remaining" if finding.fingerprint in baseline.findings else "new"
        for finding in at_or_over(run.evaluations, baseline.min_severity)
        if not unasked(finding.rule, baseline)
    }


def new_since(run: Run, baseline: Baseline) -> list[Evaluation]:
    """The findings that were not there when an earlier report was made, for a check that fails on these alone.

    A finding of a rule that the earlier report did not apply counts as new: the rule is, or the kind of document that it is
    about. Reports do not mark it as new, because what it is about may be old. A finding that the earlier report left out as
    not severe enough does not count, because it may have been there: `is_too_short` says whether that matters.
    """
    shown = set(at_or_over(run.evaluations, baseline.min_severity))
    return [
        finding
        for finding in run.findings
        if finding.fingerprint not in baseline.findings and (finding in shown or unasked(finding.rule, baseline))
    ]


def is_too_short(baseline: Baseline, severity: Severity) -> bool:
    """Whether an earlier report left out findings of this severity, so that it cannot tell which of them are new."""
    return SEVERITIES.index(baseline.min_severity) < SEVERITIES.index(severity)


def unasked(rule: str, baseline: Baseline) -> bool:
    """Whether an earlier report did not apply a rule. The built-in ones are always applied."""
    return rule not in baseline.rules and rule not in BUILT_IN


def _was_rechecked(run: Run, folder: Path) -> Callable[[Gone], bool]:
    """Whether an earlier finding would have been found again if it still occurred.

    Paths in the earlier report start from where it was made: the current folder, or the report's own.
    """
    rules = {*run.rules, *BUILT_IN}
    files = {entry.file for entry in run.entries} | {finding.location.file for finding in run.findings}
    documents = {entry.header.identity for entry in run.entries}
    known = {entry.header.identity for entry in run.workspace.entries}

    def is_removed(earlier: Gone) -> bool:
        return earlier.document not in known and not any((start / earlier.file).exists() for start in (Path(), folder))

    def was_rechecked(earlier: Gone) -> bool:
        return earlier.rule in rules and (earlier.document in documents or earlier.file in files or is_removed(earlier))

    return was_rechecked
