"""The built-in rules, which every rule set has. The catalogue has their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from plancheck.model.problems import FileRule
from plancheck.ruleset.model import RuleSet, Severity

OF_FILES: tuple[FileRule, ...] = get_args(FileRule)
"""What every file must meet before a rule set can be asked."""
REVIEW = "IMP001"
"""That a person has looked where the import was in doubt."""
BUILT_IN: Mapping[str, Severity] = {**dict.fromkeys(OF_FILES, "error"), REVIEW: "info"}
"""The built-in rules, with their severity."""


def severity_of(rule: str, ruleset: RuleSet) -> Severity:
    """How severe a finding of a rule is, a built-in one or one of the rule set; one that is not there any more is an error."""
    known = ruleset.rules.get(rule)
    return known.severity if known else BUILT_IN.get(rule, "error")
