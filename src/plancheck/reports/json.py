"""The report for programs; its shape is ``schemas/report.schema.json``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from plancheck import __version__, findings
from plancheck.document import Part
from plancheck.engine import BUILT_IN
from plancheck.findings import Result, at_or_over, counted
from plancheck.messages import Language, word
from plancheck.reports import Layout
from plancheck.ruleset import Rule, RuleSet, Severity
from plancheck.verdict import Outcome


class Location(Part):
    """A place in a file; lines and columns count from 1. The line is 0 in a file that has none, such as a PDF."""

    file: str
    line: int
    column: int
    end_column: int = Field(description="The column after the last character.")
    section: str | None = Field(default=None, description="The section of the document that people read.")
    page: int | None = Field(default=None, description="The page of the document that people read.")


class Related(Part):
    """Another place that the answer rests on."""

    location: Location
    note: str


class Evaluation(Part):
    """The answer for one rule and one item of one document."""

    rule: str
    outcome: Outcome
    severity: Severity
    document: str = Field(description="The document's id, or the file where it has none.")
    item: str = Field(description="What the answer is about: a reference, or what it is called.")
    location: Location
    message: str | None = Field(default=None, description="What is wrong, or why it cannot be judged.")
    hint: str | None = Field(default=None, description="What to do.")
    related: list[Related] = []
    fingerprint: str = Field(description="The same from run to run, even when lines move.")


class Summary(Part):
    """How many evaluations came out in each way, and how many of the failed ones have each severity."""

    passed: int
    failed: int
    not_assessable: int
    error: int
    warning: int
    info: int


class ReportedRule(Part):
    """A rule that was asked."""

    title: str
    severity: Severity


class Report(Part):
    """The whole report."""

    plancheck: str = Field(description="The version of the program.")
    ruleset: str
    today: str = Field(description="The day that deadlines were judged by.")
    language: Literal["sv", "en"]
    documents: int = Field(description="How many documents were judged.")
    unread: int = Field(description="How many files could not be judged.")
    summary: Summary
    rules: dict[str, ReportedRule]
    evaluations: list[Evaluation]


def render(result: Result, ruleset: RuleSet, layout: Layout) -> str:
    """The report as JSON. Findings below the layout's severity are left out; with `quiet`, all but findings."""
    shown = at_or_over(result.evaluations, layout.severity)
    if not layout.quiet:
        shown = [one for one in result.evaluations if not one.is_finding or one in shown]
    outcomes = counted(result.evaluations)
    severities = [one.severity for one in result.findings]
    report = Report.model_validate(
        {
            "plancheck": __version__,
            "ruleset": result.ruleset,
            "today": result.today,
            "language": result.language,
            "documents": result.documents,
            "unread": result.unread,
            "summary": {
                **{outcome: outcomes[outcome] for outcome in ("passed", "failed", "not-assessable")},
                **{severity: severities.count(severity) for severity in ("error", "warning", "info")},
            },
            "rules": {**_built_in(result), **{rule: _rule(ruleset.rules[rule], result.language) for rule in result.rules}},
            "evaluations": [_evaluation(one) for one in shown],
        }
    )
    return report.model_dump_json(by_alias=True, exclude_none=True, indent=2) + "\n"


def _built_in(result: Result) -> dict[str, object]:
    """The built-in rules that something broke."""
    broken = sorted({one.rule for one in result.findings if one.rule in BUILT_IN})
    return {rule: {"title": word(f"{rule}-title", result.language), "severity": BUILT_IN[rule]} for rule in broken}


def _rule(rule: Rule, language: Language) -> dict[str, object]:
    return {"title": getattr(rule.head.title, language), "severity": rule.severity}


def _evaluation(one: findings.Evaluation) -> dict[str, object]:
    return {
        "rule": one.rule,
        "outcome": one.outcome,
        "severity": one.severity,
        "document": one.document,
        "item": one.item,
        "location": _location(one.location),
        "message": one.message or None,
        "hint": one.hint or None,
        "related": [{"location": _location(r.location), "note": r.note} for r in one.related],
        "fingerprint": one.fingerprint,
    }


def _location(one: findings.Location) -> dict[str, object]:
    place = {"file": one.file, "line": one.line, "column": one.column, "end-column": one.end}
    return {**place, "section": one.section, "page": one.page}
