"""JUnit XML, which every CI shows: a suite for each file, a case for each evaluation."""

from __future__ import annotations

from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from plancheck.messages import clean, cut
from plancheck.reports import Layout
from plancheck.reports.sentences import why_waived
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Run, at_or_over


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The evaluations as JUnit XML: what is not met fails, but for mere information; what cannot be judged is skipped."""
    shown = set(at_or_over(run.evaluations, layout.severity))
    suites: dict[str, TestSuite] = {}
    for one in run.evaluations:
        if one in shown or (not one.is_finding and not layout.quiet):
            suite = suites.setdefault(one.location.file, TestSuite(clean(one.location.file)))
            suite.add_testcase(_case(one, ruleset, run))
    xml = JUnitXml("plancheck")
    for suite in suites.values():
        suite.update_statistics()  # type: ignore[no-untyped-call]
        xml.add_testsuite(suite)
    # In all of them the schema has no place for how many were skipped, which update_statistics would tell.
    xml.tests, xml.failures, xml.errors, xml.time = sum(map(len, suites.values())), _failures(suites), 0, 0
    text: bytes = xml.tostring()  # type: ignore[no-untyped-call]
    return text.decode() + "\n"


def _failures(suites: dict[str, TestSuite]) -> int:
    return sum(suite.failures for suite in suites.values())


def _case(one: Evaluation, ruleset: RuleSet, run: Run) -> TestCase:
    title = words_of(one.rule, ruleset, run.language).title
    # What is named alike is told apart, for a CI knows a case by its name.
    nth = f" ({one.nth})" if one.nth > 1 else ""
    case = TestCase(clean(f"{title}: {cut(one.item)}{nth}"), classname=one.rule, time=0)
    place = f"{one.location.file}:{one.location.line}" if one.location.line else one.location.file
    if one.outcome == "not-assessable":
        case.result = [Skipped(clean(one.message))]
    elif one.outcome == "waived":
        case.result = [Skipped(f"{clean(one.message)}. {why_waived(one, run.language)}")]
    elif one.is_finding and one.severity == "info":
        case.system_out = clean(f"{place}: {one.advice}")
    elif one.is_finding:
        failure = Failure(clean(one.message), one.severity)
        failure.text = clean(f"{place}: {one.advice}")
        case.result = [failure]
    return case
