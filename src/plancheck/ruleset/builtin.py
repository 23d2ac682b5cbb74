"""The built-in rules, which every rule set has. Their words are in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from plancheck.messages import Language
from plancheck.model.problems import FileRule
from plancheck.ruleset.model import RuleSet, words_of_built_in
from plancheck.ruleset.severity import Severity

OF_FILES: tuple[FileRule, ...] = get_args(FileRule)
"""What every file must meet before the rules of a rule set can be applied."""
REVIEW = "IMP001"
"""That somebody has reviewed what the import was in doubt about."""
NOTHING_READ = "IMP002"
"""That goals or uppdrag could be read from a plan or a report."""
BUILT_IN: Mapping[str, Severity] = {**dict.fromkeys(OF_FILES, "error"), REVIEW: "info", NOTHING_READ: "error"}
"""The built-in rules, with their severity."""


def severity_of(rule: str, ruleset: RuleSet) -> Severity:
    """How severe a finding of a rule is, built-in or of the rule set; a rule that no longer exists counts as an error."""
    known = ruleset.rules.get(rule)
    return known.severity if known else BUILT_IN.get(rule, "error")


def hint_of(rule: str, language: Language, *, is_yaml: bool) -> str:
    """What a built-in rule says is to be done about a file; of YAML in its own words, where the rule has such."""
    words = words_of_built_in(rule, language)
    return (words.hint_yaml if is_yaml else "") or words.hint
