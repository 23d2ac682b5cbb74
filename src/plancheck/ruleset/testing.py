"""Rules prove themselves: the test cases in a rule file are run, and run again over each mutant of the rule.

A case is a few documents, and how many evaluations of its rule have which outcome. Its documents make a workspace of their
own; every document that the rule is about is judged.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plancheck.checks.mutation import Mutation
from plancheck.messages import Language, said, word
from plancheck.model.problems import ProblemError
from plancheck.model.source import Source
from plancheck.query.naming import item_name
from plancheck.query.scope import Scope
from plancheck.query.verdict import Outcome, Verdict
from plancheck.repository.clock import Clock
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.compiling import recompile
from plancheck.ruleset.loader import load
from plancheck.ruleset.locating import locate
from plancheck.ruleset.model import Rule, RuleSet, TestCase
from plancheck.ruleset.mutants import mutants_of
from plancheck.ruleset.templates import message_of

TODAY = datetime.date(2026, 1, 1)
"""The day of the check in a case that names none."""
OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "not-assessable")


@dataclass(frozen=True)
class Proof:
    """The result of a case: the expected and the actual outcomes, and what was wrong with its documents.

    `explained` says what came out for each item, if the case does not hold.
    """

    rule: str
    case: str
    place: str
    expected: dict[Outcome, int]
    actual: dict[Outcome, int]
    problems: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the case came out as expected."""
        return not self.problems and _holds(self.expected, self.actual)


@dataclass(frozen=True)
class Lack:
    """A rule that lacks a kind of case: `what` is ``passing`` or ``failing``."""

    rule: str
    what: str
    place: str


@dataclass(frozen=True)
class Survivor:
    """A part of a rule that can be changed in some way without any of its cases noticing."""

    rule: str
    part: str
    mutation: Mutation
    place: str


def rule_sets(name: str, near: Path) -> Iterator[tuple[Path, RuleSet]]:
    """The rule set of a name or path, or each one in a folder of rule sets. Raises ProblemError for a faulty one."""
    path = locate(name, near).path
    below = [folder for folder in sorted(path.iterdir()) if folder.is_dir()] if path.is_dir() else []
    if below and not list(path.glob("*.y*ml")):
        for folder in below:
            yield folder, load(str(folder), tests=True)
    else:
        yield path, load(name, near, tests=True)


def own_rules(ruleset: RuleSet, path: Path) -> list[Rule]:
    """The rules that a rule set at a path defines or proves itself, not those that it inherits unchanged."""
    from plancheck.ruleset.loader import rule_files
    from plancheck.ruleset.locating import shown_file

    names = {shown_file(file) for file in rule_files(path)}
    return [rule for rule in ruleset.rules.values() if {rule.source.name, rule.proved_at[0].name} & names]


def unproved(ruleset: RuleSet, own: Sequence[Rule]) -> list[str]:
    """The ids of the rules that a rule set has changed without giving them cases: nothing shows that they work as they are."""
    proved = {rule.id for rule in own}
    return [rule.id for rule in ruleset.rules.values() if rule.changed_in and rule.id not in proved]


def never_fails(rule: Rule) -> bool:
    """Whether a rule only says what cannot be judged: nothing fails in any of its cases, and something is not assessable."""
    return all(case.fails == 0 for case in rule.head.tests) and any(case.not_assessable for case in rule.head.tests)


def prove(rule: Rule, ruleset: RuleSet, language: Language) -> Iterator[Proof | Lack]:
    """Run the cases of a rule, and report the kinds of case that it lacks."""
    shown: set[Outcome] = {"failed"} if never_fails(rule) else set()
    for proof in proofs(rule, ruleset, language):
        shown |= {outcome for outcome in OUTCOMES if proof.expected.get(outcome) and proof.actual[outcome]}
        yield proof
    for outcome, what in (("passed", "passing"), ("failed", "failing")):
        if outcome not in shown:
            yield Lack(rule.id, what, _place(rule))


def proofs(rule: Rule, ruleset: RuleSet, language: Language) -> Iterator[Proof]:
    """Run the cases of a rule, in their order."""
    for case, workspace, place in _prepared(rule, ruleset):
        actual = _actual(case, workspace, rule)
        explained = () if _holds(_expected(case), actual) else tuple(_explained(case, workspace, rule, language))
        problems = tuple(f"{problem.file}:{problem.span.line}: {said(problem.text, language)}" for problem in workspace.faults)
        yield Proof(rule.id, case.name, place, _expected(case), actual, problems, explained)


def survivors(rule: Rule, ruleset: RuleSet) -> Iterator[Survivor | None]:
    """Run the cases of a rule over each of its mutants: what survived, or None for a mutant that a case noticed.

    A mutant that is not a valid rule counts as noticed.
    """
    cases = list(_prepared(rule, ruleset))
    for mutant in mutants_of(rule.values):
        try:
            changed = recompile(rule, mutant.values, ruleset)
        except ProblemError:
            yield None
            continue
        try:
            unnoticed = all(_holds(_expected(case), _actual(case, workspace, changed)) for case, workspace, _ in cases)
        except Exception:
            # A plug-in may fail in any way on parameters that it was never meant to see, and that is noticed.
            unnoticed = False
        yield Survivor(rule.id, mutant.part, mutant.mutation, _place(rule)) if unnoticed else None


def _prepared(rule: Rule, ruleset: RuleSet) -> Iterator[tuple[TestCase, Workspace, str]]:
    """The cases of a rule, each with its documents and its place."""
    cases = rule.values.get("tests") or []
    source, steps = rule.proved_at
    for n, case in enumerate(rule.head.tests):
        workspace = Workspace(ruleset.declared)
        for values in cases[n]["documents"]:
            workspace.add_source(Source(source.name, source.text, values))
        yield case, workspace, f"{source.name}:{source.span([*steps, n]).line}"


def _place(rule: Rule) -> str:
    """Where a rule's cases belong: in the rule, or where another rule set has given it its own cases."""
    source, steps = rule.proved_at
    steps = (*rule.steps, "id") if source is rule.source else steps[:-1]
    return f"{source.name}:{source.key_span(steps).line}"


def _expected(case: TestCase) -> dict[Outcome, int]:
    numbers = zip(OUTCOMES, (case.passes, case.fails, case.not_assessable), strict=True)
    return {outcome: number for outcome, number in numbers if number is not None}


def _explained(case: TestCase, workspace: Workspace, rule: Rule, language: Language) -> Iterator[str]:
    """What came out for each item: that it passed, what is wrong with it, or why it cannot be judged."""
    for verdict, scope in _verdicts(case, workspace, rule):
        message = message_of(rule.message[language], verdict, scope, language)
        outcome = word(f"outcome-{verdict.outcome}", language)
        yield f"{item_name(verdict.item, scope)}: {outcome}{f': {message}' if message else ''}"


def _verdicts(case: TestCase, workspace: Workspace, rule: Rule) -> Iterator[tuple[Verdict, Scope]]:
    """The verdicts of a rule on the documents of a case, each with the scope that it was given in."""
    for entry in workspace.entries:
        if entry.is_sound:
            yield from rule.judge(Scope(workspace, entry, Clock(case.today or TODAY)))


def _actual(case: TestCase, workspace: Workspace, rule: Rule) -> dict[Outcome, int]:
    """How many verdicts of each outcome a rule gives on the documents of a case."""
    counts = Counter(verdict.outcome for verdict, _ in _verdicts(case, workspace, rule))
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def _holds(expected: Mapping[Outcome, int], actual: Mapping[Outcome, int]) -> bool:
    return all(actual[outcome] == number for outcome, number in expected.items())
