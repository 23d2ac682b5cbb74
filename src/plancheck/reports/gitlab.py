"""GitLab's code quality report: an artifact that a merge request shows next to its changes."""

from __future__ import annotations

import json
from collections.abc import Callable

from plancheck.messages import clean
from plancheck.reports import Layout
from plancheck.reports.root import paths_from_root
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Run, at_or_over

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The findings as JSON that GitLab reads as ``artifacts:reports:codequality``."""
    from_root = paths_from_root()
    issues = [_issue(finding, from_root) for finding in at_or_over(run.evaluations, layout.severity)]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Evaluation, from_root: Callable[[str], str]) -> dict[str, object]:
    return {
        "description": clean(f"{finding.rule} {finding.advice}"),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": from_root(finding.location.file), "lines": {"begin": max(1, finding.location.line)}},
    }
