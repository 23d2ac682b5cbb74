"""The report for programs; its shape is ``schemas/report.schema.json``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from plancheck.model.base import Part
from plancheck.model.problems import ProblemError, placeless
from plancheck.model.source import SourceError, decode
from plancheck.reports import Layout
from plancheck.repository.configuration import Waiver
from plancheck.ruleset.builtin import BUILT_IN, severity_of
from plancheck.ruleset.model import RuleSet, Severity, words_of
from plancheck.run import results as found
from plancheck.run.baseline import Baseline
from plancheck.run.results import Answer, Change, Run, at_or_over, counted
from plancheck.version import __version__


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


class Deadline(Part):
    """A day that something is held against, and the day on which it was done."""

    limit: str
    date: str | None = Field(default=None, description="Left out as long as it is not done.")


class Waived(Part):
    """Why a finding is waived, by whom and until when."""

    reason: str
    by: str
    until: str


class Evaluation(Part):
    """The answer for one rule and one item of one document."""

    rule: str
    outcome: Answer
    severity: Severity
    document: str = Field(description="The document's id, or the file where it has none.")
    item: str = Field(description="What the answer is about: a reference, or what it is called.")
    location: Location
    message: str | None = Field(default=None, description="What is wrong, or why it cannot be judged.")
    hint: str | None = Field(default=None, description="What to do.")
    related: list[Related] = []
    deadline: Deadline | None = None
    change: Change | None = Field(default=None, description="With --compare: whether the earlier report has the finding too.")
    waiver: Waived | None = None
    fingerprint: str = Field(description="The same from run to run, even when lines move.")


class Summary(Part):
    """How many evaluations came out in each way, and how many of the failed ones have each severity."""

    passed: int
    failed: int
    not_assessable: int
    waived: int = Field(description="Not met, but for now somebody answers for it.")
    error: int
    warning: int
    info: int


class Gone(Part):
    """A finding that the earlier report has and this one has not."""

    rule: str
    severity: Severity
    document: str
    file: str
    message: str
    fingerprint: str


class Comparison(Part):
    """What has become of the findings since an earlier report (--compare)."""

    file: str
    today: str = Field(description="The day of the earlier report.")
    new: int
    remaining: int
    gone: list[Gone]
    aside: int = Field(description="How many of the earlier findings were not looked at again.")


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
    min_severity: Severity = Field(default="info", description="The severity from which on findings are told (--severity).")
    summary: Summary
    comparison: Comparison | None = None
    rules: dict[str, ReportedRule]
    evaluations: list[Evaluation]


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The report as JSON. Findings below the layout's severity are left out; with `quiet`, all but findings."""
    findings = set(at_or_over(run.evaluations, layout.severity))
    shown = [one for one in run.evaluations if one in findings or (not one.is_finding and not layout.quiet)]
    outcomes = counted(run.evaluations)
    severities = [one.severity for one in run.findings]
    report = Report.model_validate(
        {
            "plancheck": __version__,
            "ruleset": run.ruleset,
            "today": run.today,
            "language": run.language,
            "documents": run.documents,
            "unread": run.unread,
            "min-severity": layout.severity,
            "comparison": _comparison(run.comparison) if run.comparison else None,
            "summary": {
                **{outcome: outcomes[outcome] for outcome in ("passed", "failed", "not-assessable", "waived")},
                **{severity: severities.count(severity) for severity in ("error", "warning", "info")},
            },
            "rules": {rule: _rule(rule, run, ruleset) for rule in (*_built_in(run), *run.rules)},
            "evaluations": [_evaluation(one, run) for one in shown],
        }
    )
    text = report.model_dump_json(by_alias=True, exclude_none=True, indent=2)
    return _STEERING.sub(lambda char: f"\\u{ord(char[0]):04x}", text) + "\n"


_STEERING = re.compile("[\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufffe\\uffff]")
"""What steers a terminal, or turns the direction of writing: within JSON it is written as its number."""


def _built_in(run: Run) -> list[str]:
    """The built-in rules that something broke."""
    return sorted({one.rule for one in run.findings if one.rule in BUILT_IN})


def _rule(rule: str, run: Run, ruleset: RuleSet) -> dict[str, object]:

    return {"title": words_of(rule, ruleset, run.language).title, "severity": severity_of(rule, ruleset)}


def _comparison(one: found.Comparison) -> dict[str, object]:
    return {
        "file": one.file,
        "today": one.today,
        **one.numbers(),
        "aside": one.aside,
        "gone": [gone._asdict() for gone in one.gone],
    }


def _evaluation(one: found.Evaluation, run: Run) -> dict[str, object]:
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
        "deadline": _deadline(one.deadline) if one.deadline else None,
        "change": run.change(one),
        "waiver": _waiver(one.waiver) if one.waiver else None,
        "fingerprint": one.fingerprint,
    }


def _deadline(one: found.Deadline) -> dict[str, object]:
    return {"limit": one.limit.isoformat(), "date": one.date.isoformat() if one.date else None}


def _waiver(one: Waiver) -> dict[str, object]:
    return {"reason": one.reason, "by": one.by, "until": one.until.isoformat()}


def _location(one: found.Location) -> dict[str, object]:
    place = {"file": one.file, "line": one.line, "column": one.column, "end-column": one.end}
    return {**place, "section": one.section, "page": one.page}


def baseline_of(path: Path) -> Baseline:
    """An earlier report, as ``--format json`` wrote it. Raises ProblemError where it cannot be read or is no such report."""
    try:
        report = Report.model_validate_json(decode(path.read_bytes()))
    except OSError as error:
        raise ProblemError(placeless(str(path), "unread-report", path=str(path), said=error.strerror or str(error))) from None
    except (ValidationError, SourceError):
        raise ProblemError(placeless(str(path), "no-report", path=str(path))) from None
    findings = {
        one.fingerprint: found.Gone(one.fingerprint, one.rule, one.severity, one.document, one.location.file, one.message or "")
        for one in report.evaluations
        if one.outcome == "failed"
    }
    return Baseline(path, report.today, report.min_severity, frozenset(report.rules), findings)
