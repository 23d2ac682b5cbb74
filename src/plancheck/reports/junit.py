"""JUnit XML, which every CI shows: a suite for each file, a case for each evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from plancheck.messages import clean, cut
from plancheck.reports import Layout
from plancheck.reports.selection import TOLD, by_file, included
from plancheck.reports.sentences import alterations, basis, checks, notifications, requirements, terms
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Run


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The evaluations as JUnit XML: findings are failures, except mere information; what cannot be judged is skipped."""
    suites = [_suite(file, evaluations, ruleset, run) for file, evaluations in by_file(included(run, layout)).items()]
    xml = JUnitXml("plancheck")
    for suite in suites:
        xml.add_testsuite(suite)
    # Not by update_statistics: it counts the skipped of all suites, which the schema has no attribute for.
    for suite in suites[:1]:
        for name, value in _properties(run, ruleset):
            suite.add_property(name, clean(value))
    xml.tests, xml.failures, xml.errors, xml.time = sum(map(len, suites)), sum(suite.failures for suite in suites), 0, 0
    text: bytes = xml.tostring()  # type: ignore[no-untyped-call]
    return text.decode() + "\n"


def _properties(run: Run, ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    """What is to be known of the run itself, by what it is about."""
    yield "basis", basis(ruleset, run.language)
    if counted := requirements(run, ruleset):
        yield "requirements", counted
    yield "checks", checks(run)
    if altered := alterations(run):
        yield "altered", altered
    for concern in TOLD:
        yield from ((concern, text) for text in notifications(run, concern))


def _suite(file: str, evaluations: list[Evaluation], ruleset: RuleSet, run: Run) -> TestSuite:
    suite = TestSuite(clean(file))
    for evaluation in evaluations:
        suite.add_testcase(_case(evaluation, ruleset, run))
    suite.update_statistics()  # type: ignore[no-untyped-call]
    return suite


def _case(evaluation: Evaluation, ruleset: RuleSet, run: Run) -> TestCase:
    title = words_of(evaluation.rule, ruleset, run.language).title
    # A CI knows a case by its name, so items with the same name are numbered.
    nth = f" ({evaluation.nth})" if evaluation.nth > 1 else ""
    case = TestCase(clean(f"{title}: {cut(evaluation.item)}{nth}"), classname=evaluation.rule, time=0)
    if evaluation.outcome == "not-assessable":
        case.result = [Skipped(clean(evaluation.message))]
    elif evaluation.agreement is not None:
        case.result = [Skipped(f"{clean(evaluation.message)}. {terms(evaluation, run.language)}")]
    elif evaluation.is_finding:
        _add_finding(case, evaluation)
    return case


def _add_finding(case: TestCase, finding: Evaluation) -> None:
    location = finding.location
    place = f"{location.file}:{location.line}" if location.line else location.file
    text = clean(f"{place}: {finding.advice}")
    if finding.severity == "info":
        case.system_out = text
    else:
        failure = Failure(clean(finding.message), finding.severity)
        failure.text = text
        case.result = [failure]
