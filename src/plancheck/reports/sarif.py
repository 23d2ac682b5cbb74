"""SARIF 2.1.0, which code scanning and editors read: rules with what they require, findings with all their places."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from urllib.parse import quote

from plancheck.messages import clean, cut
from plancheck.reports import Layout
from plancheck.reports.selection import included
from plancheck.reports.sentences import terms
from plancheck.ruleset.builtin import severity_of
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Gone, Location, Run
from plancheck.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
KINDS = {"passed": "pass", "failed": "fail", "waived": "fail", "not-assessable": "open"}
STATES = {"new": "new", "remaining": "unchanged"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The findings, and unless `quiet` what is waived or cannot be judged, as a SARIF log of one run.

    What is gone since an earlier report is reported as absent.
    """
    reported = [evaluation for evaluation in included(run, layout) if evaluation.outcome != "passed"]
    gone = run.comparison.gone if run.comparison else ()
    rules = sorted({*run.rules, *(evaluation.rule for evaluation in reported), *(finding.rule for finding in gone)})
    indexes = {rule: index for index, rule in enumerate(rules)}
    driver = {
        "name": "plancheck",
        "version": __version__,
        "semanticVersion": __version__,
        "language": run.language,
        "rules": [_rule(rule, ruleset, run) for rule in rules],
    }
    results = [
        *(_result(evaluation, indexes[evaluation.rule], run) for evaluation in reported),
        *(_absent(finding, indexes[finding.rule]) for finding in gone),
    ]
    log = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [log]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str, ruleset: RuleSet, run: Run) -> dict[str, object]:
    words, compiled = words_of(rule, ruleset, run.language), ruleset.rules.get(rule)
    descriptor: dict[str, object] = {
        "id": rule,
        "shortDescription": {"text": _text(words.title)},
        "fullDescription": {"text": _text(words.why)},
        "help": {"text": _text(" ".join(part for part in (words.why, words.hint, words.source) if part))},
        "defaultConfiguration": {"level": LEVELS[severity_of(rule, ruleset)]},
        "properties": {"tags": [rule.rstrip("0123456789"), *(compiled.head.meets if compiled else [])]},
    }
    return {**descriptor, "name": compiled.head.name} if compiled else descriptor


def _result(evaluation: Evaluation, index: int, run: Run) -> dict[str, object]:
    change = run.change(evaluation)
    result: dict[str, object] = {
        "ruleId": evaluation.rule,
        "ruleIndex": index,
        "kind": KINDS[evaluation.outcome],
        "message": {"text": _text(evaluation.advice)},
        "locations": [_location(evaluation.location)],
        "partialFingerprints": {"plancheck/v1": evaluation.fingerprint},
        "properties": {"document": evaluation.document, "item": clean(cut(evaluation.item))},
    }
    if evaluation.agreement:
        why = terms(evaluation, run.language)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    if evaluation.is_finding or evaluation.agreement:
        result["level"] = LEVELS[evaluation.severity]
    if evaluation.related:
        result["relatedLocations"] = [
            {"id": n, "message": {"text": _text(related.note)}, **_location(related.location)}
            for n, related in enumerate(evaluation.related)
        ]
    if change:
        result["baselineState"] = STATES[change]
    return result


def _absent(finding: Gone, index: int) -> dict[str, object]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": _text(finding.message)},
        "baselineState": "absent",
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(finding.file)}}}],
        "partialFingerprints": {"plancheck/v1": finding.fingerprint},
    }


def _location(location: Location) -> dict[str, object]:
    region = {
        "startLine": location.line,
        "startColumn": location.column,
        "endColumn": max(location.end, location.column),
    }
    physical = {"artifactLocation": {"uri": _uri(location.file)}, **({"region": region} if location.line else {})}
    logical = [{"name": location.section, "kind": "section"}] if location.section else []
    logical += [{"name": str(location.page), "kind": "page"}] if location.page else []
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _uri(file: str) -> str:
    """A path as a URI reference: a relative one stays relative, because a log is read where the repository is elsewhere."""
    path = quote(PurePosixPath(file).as_posix())
    return f"file://{path}" if file.startswith("/") else path


def _text(text: str) -> str:
    """A text of a message, escaped: its brackets are no links, its braces no placeholders."""
    plain = clean(text)
    for char, escape in (("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        plain = plain.replace(char, escape)
    return plain
