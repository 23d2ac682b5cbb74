"""GitLab's code quality report: an artifact that a merge request shows beside its changes."""

from __future__ import annotations

import json

from plancheck.messages import clean
from plancheck.reports import Layout
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Run, at_or_over

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The findings as JSON that GitLab reads as ``artifacts:reports:codequality``."""
    issues = [_issue(one) for one in at_or_over(run.evaluations, layout.severity)]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(one: Evaluation) -> dict[str, object]:
    return {
        "description": clean(f"{one.rule} {one.advice}"),
        "check_name": one.rule,
        "fingerprint": one.fingerprint,
        "severity": SEVERITIES[one.severity],
        "location": {"path": one.location.file, "lines": {"begin": max(1, one.location.line)}},
    }
