"""How each requirement of a rule set has come out: several rules may check one, each with many checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Answer, Run

Standing: TypeAlias = Literal["held", "findings", "not-assessable", "answered", "not-tested"]
"""How a requirement has come out: without findings, and nothing that cannot be judged; with findings; something about it cannot
be judged; what is not met is waived or attested; nothing here was checked for it."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)
BY_NEED: tuple[Standing, ...] = ("findings", "not-assessable", "answered", "held", "not-tested")
"""The same, what a reader should look at first."""

STANDING_OF: Mapping[Answer, Standing] = {
    "failed": "findings", "not-assessable": "not-assessable", "waived": "answered", "attested": "answered", "passed": "held",
}  # fmt: skip
"""How a requirement stands with a check of it that has come out in one way."""


def standings(run: Run, ruleset: RuleSet) -> dict[str, Standing]:
    """How each requirement that is counted has come out, by id.

    That documents fit together shows nothing that a plan must meet: what bookkeeping alone finds in order is not tested.
    """
    found: dict[str, set[Standing]] = {}
    outcomes: set[tuple[str, Answer]] = {(evaluation.rule, evaluation.outcome) for evaluation in run.evaluations}
    outcomes.update((rule, "passed") for rule, _ in run.passed)
    for name, outcome in outcomes:
        rule = ruleset.rules.get(name)
        if rule is None or (outcome == "passed" and ruleset.is_bookkeeping(name)):
            continue
        for requirement in rule.head.meets:
            found.setdefault(requirement, set()).add(STANDING_OF[outcome])
    return {
        requirement: min(found.get(requirement, {"not-tested"}), key=BY_NEED.index)
        for requirement, declared in ruleset.requirements.items()
        if declared.counted
    }
