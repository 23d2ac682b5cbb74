"""The JUnit report."""

from __future__ import annotations

import re

import xmlschema

from tests.paths import FORMATS_OF_OTHERS
from tests.reports.goteborg import of_goteborg, report


def test_junit_is_valid_against_the_schema_in_common_use_and_counts_the_evaluations() -> None:
    schema = xmlschema.XMLSchema(FORMATS_OF_OTHERS / "junit-10.xsd")
    text = of_goteborg("junit")
    assert [str(error)[:300] for error in schema.iter_errors(text)] == []
    tests, failures = (int(re.search(rf'{key}="(\d+)"', text)[1]) for key in ("tests", "failures"))  # type: ignore[index]
    summary = report()["summary"]
    assert tests == summary["passed"] + summary["failed"] + summary["not-assessable"] == text.count("<testcase ")
    assert failures == summary["error"] + summary["warning"] == text.count("<failure ")
    assert text.count("<skipped ") == summary["not-assessable"] > 10


def test_no_two_cases_of_a_suite_are_named_alike() -> None:
    suites = of_goteborg("junit").split("<testsuite ")[1:]
    for suite in suites:
        names = re.findall(r'<testcase name="([^"]*)" classname="([^"]*)"', suite)
        assert len(names) == len(set(names))
