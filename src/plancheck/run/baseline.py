"""A run held against an earlier report: which findings are new, which remain, which are gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from plancheck.ruleset.builtin import BUILT_IN
from plancheck.ruleset.model import Severity
from plancheck.run.results import Change, Comparison, Gone, Run, at_or_over


class Baseline(NamedTuple):
    """What an earlier report says: the rules that it asked, the severity from which on it has findings, and those, by their
    fingerprints. `path` is where it lies.
    """

    path: Path
    today: str
    min_severity: Severity
    rules: frozenset[str]
    findings: Mapping[str, Gone]


def compared(run: Run, baseline: Baseline) -> Run:
    """The run beside an earlier report.

    A finding that is not there any more is gone where its document and its rule were looked at again, or its file is no
    longer there; others are left aside.
    """
    # What is waived is there still.
    now = {found.fingerprint for found in run.evaluations if found.is_finding or found.waiver}
    changes: dict[str, Change] = {
        found.fingerprint: "remaining" if found.fingerprint in baseline.findings else "new"
        for found in at_or_over(run.evaluations, baseline.min_severity)
        if found.rule in baseline.rules or found.rule in BUILT_IN
    }
    missing = [earlier for fingerprint, earlier in baseline.findings.items() if fingerprint not in now]
    looked_at = _looked_at(run, baseline.path.parent)
    gone = tuple(earlier for earlier in missing if looked_at(earlier))
    return run._replace(comparison=Comparison(baseline.path.name, baseline.today, changes, gone, len(missing) - len(gone)))


def _looked_at(run: Run, folder: Path) -> Callable[[Gone], bool]:
    """Whether a finding that was told earlier would have been told again if it were still there.

    The paths of the earlier report begin where that was made: here, or in its own folder.
    """
    rules = {*run.rules, *BUILT_IN}
    files = {entry.file for entry in run.entries} | {found.location.file for found in run.findings}
    documents = {entry.header.identity for entry in run.entries}
    known = {entry.header.identity for entry in run.workspace.entries}

    def is_gone(one: Gone) -> bool:
        return one.document not in known and not Path(one.file).exists() and not (folder / one.file).exists()

    return lambda one: one.rule in rules and (one.document in documents or one.file in files or is_gone(one))
