"""Rules prove themselves: the test cases in a rule file, run.

A case is a few documents and how many evaluations of its rule come out in which way. Its documents make a workspace of
their own; every one that the rule is about is judged.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plancheck.findings import Evaluation
from plancheck.messages import Language, told
from plancheck.ruleset import Rule, RuleSet, load, locate
from plancheck.source import Source
from plancheck.verdict import Outcome
from plancheck.workspace import Workspace

OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "not-assessable")


@dataclass(frozen=True)
class Proof:
    """What became of a case: what was expected and what came, by outcome, and what was wrong with its documents."""

    rule: str
    case: str
    place: str
    expected: dict[Outcome, int]
    came: dict[Outcome, int]
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything that was expected came."""
        return not self.problems and all(self.came[outcome] == number for outcome, number in self.expected.items())


@dataclass(frozen=True)
class Lack:
    """A rule that has no case of a kind: `what` is ``passing`` or ``failing``."""

    rule: str
    what: str
    place: str


def rule_sets(name: str, near: Path) -> Iterator[tuple[Path, RuleSet]]:
    """The rule set of a name or path; or, of a folder of rule sets, each of them. Raises ProblemError for a faulty one."""
    path = locate(name, near)
    below = [folder for folder in sorted(path.iterdir()) if folder.is_dir()] if path.is_dir() else []
    if below and not list(path.glob("*.y*ml")):
        for folder in below:
            yield folder, load(str(folder), tests=True)
    else:
        yield path, load(str(path), near, tests=True)


def own_rules(ruleset: RuleSet, path: Path) -> list[Rule]:
    """The rules that a rule set at a path brings itself, not those that it takes over."""
    from plancheck.ruleset import shown_file

    names = {shown_file(file) for file in (path.rglob("*.y*ml") if path.is_dir() else [path])}
    return [rule for rule in ruleset.rules.values() if rule.source.name in names]


def prove(rule: Rule, ruleset: RuleSet, language: Language) -> Iterator[Proof | Lack]:
    """Run the cases of a rule; tell of the kind of case that it lacks."""
    from plancheck.engine import evaluate

    cases = rule.source.value([*rule.steps, "tests"]) if rule.head.tests else []
    shown = set()
    for n, case in enumerate(rule.head.tests):
        workspace = Workspace(ruleset.kinds)
        for values in cases[n]["documents"]:
            workspace.add_source(Source(rule.source.name, rule.source.text, values))
        evaluations = evaluate(workspace, workspace.entries, [rule], case.today or datetime.date(2026, 1, 1), language)
        numbers = zip(OUTCOMES, (case.passes, case.fails, case.not_assessable), strict=True)
        expected = {outcome: number for outcome, number in numbers if number is not None}
        came = _came(evaluations)
        shown |= {outcome for outcome in OUTCOMES if expected.get(outcome) and came[outcome]}
        place = f"{rule.source.name}:{rule.source.span([*rule.steps, 'tests', n]).line}"
        problems = tuple(f"{problem.file}:{problem.span.line}: {told(problem, language)}" for problem in workspace.problems)
        yield Proof(rule.id, case.name, place, expected, came, problems)
    place = f"{rule.source.name}:{rule.source.span([*rule.steps, 'id']).line}"
    for outcome, what in (("passed", "passing"), ("failed", "failing")):
        if outcome not in shown:
            yield Lack(rule.id, what, place)


def _came(evaluations: list[Evaluation]) -> dict[Outcome, int]:
    return {outcome: sum(1 for one in evaluations if one.outcome == outcome) for outcome in OUTCOMES}
