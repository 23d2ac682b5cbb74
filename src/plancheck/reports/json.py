"""The report for programs; ``schemas/report.schema.json`` describes it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from plancheck.model.base import Part
from plancheck.model.problems import ProblemError, placeless
from plancheck.model.source import SourceError, decode
from plancheck.reports import Layout
from plancheck.reports.selection import included
from plancheck.repository.configuration import Attestation, Waiver
from plancheck.repository.files import read_file
from plancheck.repository.workspace import Entry
from plancheck.ruleset.builtin import BUILT_IN, severity_of
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.ruleset.severity import SEVERITIES, Severity
from plancheck.run import results
from plancheck.run.baseline import Baseline
from plancheck.run.requirements import STANDINGS, Standing, standings
from plancheck.run.results import Answer, Change, Concern, Limit, Notification, Run
from plancheck.version import __version__


class ReportedLocation(Part):
    """A place in a file; lines and columns count from 1. The line is 0 in a file without lines, such as a PDF."""

    file: str
    line: int
    column: int
    end_column: int = Field(description="The column after the last character.")
    section: str | None = Field(default=None, description="The section of the document that people read.")
    page: int | None = Field(default=None, description="The page of the document that people read.")
    sheet: str | None = Field(default=None, description="The sheet of a spreadsheet.")
    row: int | None = Field(default=None, description="The row of a spreadsheet.")


class ReportedRelated(Part):
    """Another place that the answer rests on."""

    location: ReportedLocation
    note: str


class ReportedDeadline(Part):
    """The last day for something, and the day on which it was done."""

    limit: str
    date: str | None = Field(default=None, description="Left out as long as it is not done.")


class ReportedWaiver(Part):
    """Why a finding is waived, by whom and until when."""

    reason: str
    by: str
    until: str


class ReportedAttestation(Part):
    """Who answers for what the program cannot judge, where that is written, and until when."""

    by: str
    on: str
    reference: str
    until: str


class ReportedNotification(Part):
    """What is to be known of the run itself."""

    concern: Concern = Field(
        description="`read`: what was read of a file that is imported, and how certain that is. `unread`: looks like a "
        "document and is not read. `unused`: was asked for and had no effect. `altered`: "
        "makes the check ask for less than the rule set does."
    )
    message: str
    location: ReportedLocation | None = None


class ReportedRuleSet(Part):
    """What the documents were judged by."""

    name: str
    version: str | None = None
    digest: str = Field(description="Twelve hexadecimal digits that stand for the content of the rule files.")


class ReportedDocument(Part):
    """A document that was judged."""

    document: str = Field(description="Its id.")
    file: str
    sha256: str = Field(description="The hash of the file's content.")


class ReportedEvaluation(Part):
    """The answer for one rule and one item of one document."""

    rule: str
    outcome: Answer
    severity: Severity
    document: str = Field(description="The document's id, or the file where it has none.")
    item: str = Field(description="What the answer is about: its reference, or its name.")
    location: ReportedLocation
    message: str | None = Field(default=None, description="What is wrong, or why it cannot be judged.")
    hint: str | None = Field(default=None, description="What to do.")
    related: list[ReportedRelated] = []
    deadline: ReportedDeadline | None = None
    change: Change | None = Field(default=None, description="With --compare: whether the earlier report has the finding too.")
    waiver: ReportedWaiver | None = None
    attestation: ReportedAttestation | None = None
    fingerprint: str = Field(description="The same from run to run, even when lines move.")


class ReportedPassed(Part):
    """What passed of one document by one rule."""

    rule: str
    document: str
    items: list[str] = Field(description="What the answers are about, each by its reference or its name.")


class RequirementsSummary(Part):
    """How many requirements of the rule set have come out in each way."""

    held: int = Field(description="No finding, and nothing that cannot be judged.")
    findings: int
    not_assessable: int = Field(description="No finding, but something about them cannot be judged.")
    answered: int = Field(description="What is not met is waived or attested.")
    not_tested: int = Field(description="Nothing here was checked for them.")


class Summary(Part):
    """How many requirements and how many evaluations came out in each way, and how many findings have each severity."""

    requirements: RequirementsSummary | None = None

    passed: int
    failed: int
    not_assessable: int
    waived: int = Field(description="Not met, but waived for now.")
    attested: int = Field(default=0, description="Not met or not assessable, but somebody answers for it.")
    error: int
    warning: int
    info: int


class ReportedGone(Part):
    """A finding that the earlier report has and this one has not."""

    rule: str
    severity: Severity
    document: str
    file: str
    message: str
    fingerprint: str


class ReportedComparison(Part):
    """What has become of the findings since an earlier report (--compare)."""

    file: str
    today: str = Field(description="The day of the earlier report.")
    new: int
    remaining: int
    gone: list[ReportedGone]
    aside: int = Field(description="How many of the earlier findings were not checked again.")


class ReportedRequirement(Part):
    """A requirement of the rule set."""

    title: str
    standing: Standing = Field(description="How it has come out; the summary says what the words mean.")
    rules: list[str] = Field(description="The rules that check it.")


class ReportedRule(Part):
    """A rule that was run."""

    title: str
    severity: Severity


class Report(Part):
    """The whole report."""

    plancheck: str = Field(description="The version of the program.")
    ruleset: ReportedRuleSet
    today: str = Field(description="The day that deadlines were judged by.")
    language: Literal["sv", "en"]
    documents: int = Field(description="How many documents were judged.")
    unread: int = Field(description="How many files could not be judged.")
    aside: int = Field(default=0, description="How many files are no plans, and were left aside.")
    fail_on: Limit = Field(default="error", description="From which severity on a finding fails the check.")
    strict: bool = Field(default=False, description="Whether the check also fails for what cannot be judged or is not read.")
    judged: list[ReportedDocument] = []
    notifications: list[ReportedNotification] = []
    min_severity: Severity = Field(default="info", description="The lowest severity of findings in the report (--severity).")
    summary: Summary
    comparison: ReportedComparison | None = None
    requirements: dict[str, ReportedRequirement] = Field(default={}, description="The requirements of the rule set, by id.")
    rules: dict[str, ReportedRule]
    evaluations: list[ReportedEvaluation] = Field(description="Every answer but those that something passed.")
    passed: list[ReportedPassed] = Field(default=[], description="What passed.")


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The report as JSON. Findings below the layout's severity are left out; with `quiet`, all but findings."""
    outcomes, standing = run.outcomes, standings(run, ruleset)
    numbers = Counter(standing.values())
    severities = Counter(finding.severity for finding in run.findings)
    report = Report.model_validate(
        {
            "plancheck": __version__,
            "ruleset": {"name": run.ruleset, "version": ruleset.version, "digest": ruleset.digest},
            "today": run.today,
            "language": run.language,
            "documents": run.documents,
            "unread": run.unread,
            "aside": run.aside,
            "fail-on": run.fail_on,
            "strict": run.strict,
            "judged": [_document(entry) for entry in run.entries],
            "notifications": [_notification(notification) for notification in run.notifications],
            "min-severity": layout.severity,
            "comparison": _comparison(run.comparison) if run.comparison else None,
            "summary": {
                "requirements": {name: numbers[name] for name in STANDINGS},
                **{outcome: outcomes[outcome] for outcome in ("passed", "failed", "not-assessable", "waived", "attested")},
                **{severity: severities[severity] for severity in SEVERITIES},
            },
            "requirements": {name: _requirement(name, standing[name], run, ruleset) for name in standing},
            "rules": {rule: _rule(rule, run, ruleset) for rule in (*_built_in(run), *run.rules)},
            "evaluations": [
                _evaluation(evaluation, run) for evaluation in included(run, layout) if evaluation.outcome != "passed"
            ],
            "passed": _passed(run) if not layout.quiet else [],
        }
    )
    text = _ITEMS.sub(_on_one_line, report.model_dump_json(by_alias=True, exclude_none=True, indent=2))
    return _CONTROLS.sub(lambda char: f"\\u{ord(char[0]):04x}", text) + "\n"


_CONTROLS = re.compile("[\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufffe\\uffff]")
"""Characters that control a terminal or change the direction of writing: JSON has them as escapes."""


_ITEMS = re.compile(r'"items": \[(?:\s+"(?:[^"\\]|\\.)*",?)+\s+\]')
"""The names of what passed, which stand on one line: there may be very many."""


def _on_one_line(items: re.Match[str]) -> str:
    return re.sub(r"\n\s+", " ", items[0]).replace("[ ", "[").removesuffix(" ]") + "]"


def _passed(run: Run) -> list[dict[str, object]]:
    """What passed, by rule and document."""
    items: dict[tuple[str, str], list[str]] = {}
    for evaluation in run.evaluations:
        if evaluation.outcome == "passed":
            items.setdefault((evaluation.rule, evaluation.document), []).append(evaluation.item)
    return [{"rule": rule, "document": document, "items": names} for (rule, document), names in sorted(items.items())]


def _built_in(run: Run) -> list[str]:
    """The built-in rules with findings."""
    return sorted({finding.rule for finding in run.findings if finding.rule in BUILT_IN})


def _requirement(requirement: str, standing: Standing, run: Run, ruleset: RuleSet) -> dict[str, object]:
    rules = [rule.id for rule in ruleset.rules.values() if requirement in rule.head.meets]
    return {"title": getattr(ruleset.requirements[requirement], run.language), "standing": standing, "rules": rules}


def _rule(rule: str, run: Run, ruleset: RuleSet) -> dict[str, object]:
    return {"title": words_of(rule, ruleset, run.language).title, "severity": severity_of(rule, ruleset)}


def _comparison(comparison: results.Comparison) -> dict[str, object]:
    return {
        "file": comparison.file,
        "today": comparison.today,
        **comparison.numbers(),
        "aside": comparison.aside,
        "gone": [gone._asdict() for gone in comparison.gone],
    }


def _evaluation(evaluation: results.Evaluation, run: Run) -> dict[str, object]:
    return {
        "rule": evaluation.rule,
        "outcome": evaluation.outcome,
        "severity": evaluation.severity,
        "document": evaluation.document,
        "item": evaluation.item,
        "location": _location(evaluation.location),
        "message": evaluation.message or None,
        "hint": evaluation.hint or None,
        "related": [{"location": _location(related.location), "note": related.note} for related in evaluation.related],
        "deadline": _deadline(evaluation.deadline) if evaluation.deadline else None,
        "change": run.change(evaluation),
        "waiver": _waiver(evaluation.agreement) if isinstance(evaluation.agreement, Waiver) else None,
        "attestation": _attestation(evaluation.agreement) if isinstance(evaluation.agreement, Attestation) else None,
        "fingerprint": evaluation.fingerprint,
    }


def _deadline(deadline: results.Deadline) -> dict[str, object]:
    return {"limit": deadline.limit.isoformat(), "date": deadline.date.isoformat() if deadline.date else None}


def _waiver(waiver: Waiver) -> dict[str, object]:
    return {"reason": waiver.reason, "by": waiver.by, "until": waiver.until.isoformat()}


def _attestation(attestation: Attestation) -> dict[str, object]:
    return {
        "by": attestation.by,
        "on": attestation.on.isoformat(),
        "reference": attestation.reference,
        "until": attestation.until.isoformat(),
    }


def _document(entry: Entry) -> dict[str, object]:
    return {"document": entry.header.identity, "file": entry.file, "sha256": entry.sha256}


def _notification(notification: Notification) -> dict[str, object]:
    location = notification.location
    return {
        "concern": notification.concern,
        "message": notification.message,
        "location": _location(location) if location else None,
    }


def _location(location: results.Location) -> dict[str, object]:
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "end-column": location.end,
        "section": location.section,
        "page": location.page,
        "sheet": location.sheet,
        "row": location.row,
    }


def baseline_of(path: Path) -> Baseline:
    """An earlier report, written by ``--format json``. Raises ProblemError where it cannot be read or is no such report."""
    try:
        # A pipe that is open already ends with what writes it, as in --compare <(git show main:report.json).
        is_open = path.is_relative_to("/dev/fd") or path == Path("/dev/stdin")
        report = Report.model_validate_json(
            decode(path.read_bytes() if is_open and not path.is_char_device() else read_file(path))
        )
    except OSError as error:
        raise ProblemError(placeless(str(path), "unread-report", path=str(path), said=error.strerror or str(error))) from None
    except (ValidationError, SourceError):
        raise ProblemError(placeless(str(path), "no-report", path=str(path))) from None
    findings = {
        evaluation.fingerprint: _earlier(evaluation) for evaluation in report.evaluations if evaluation.outcome == "failed"
    }
    return Baseline(path, report.today, report.ruleset.name, report.min_severity, frozenset(report.rules), findings)


def _earlier(evaluation: ReportedEvaluation) -> results.Gone:
    return results.Gone(
        evaluation.fingerprint,
        evaluation.rule,
        evaluation.severity,
        evaluation.document,
        evaluation.location.file,
        evaluation.message or "",
    )
