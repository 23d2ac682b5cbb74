"""SARIF 2.1.0, which code scanning and editors read: rules with what they demand, findings with all their places."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from urllib.parse import quote

from plancheck.messages import clean, cut
from plancheck.reports import Layout
from plancheck.reports.sentences import why_waived
from plancheck.ruleset.builtin import severity_of
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Location, Run, at_or_over
from plancheck.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
KINDS = {"passed": "pass", "failed": "fail", "waived": "fail", "not-assessable": "open"}
STATES = {"new": "new", "remaining": "unchanged"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The findings, and unless `quiet` what cannot be judged, as a SARIF log of one run. What is gone is told as absent."""
    findings = set(at_or_over(run.evaluations, layout.severity))
    shown = [
        one for one in run.evaluations if one in findings or (one.outcome in ("not-assessable", "waived") and not layout.quiet)
    ]
    gone = list(run.comparison.gone) if run.comparison else []
    rules = sorted({*run.rules, *(one.rule for one in shown), *(one.rule for one in gone)})
    numbers = {rule: n for n, rule in enumerate(rules)}
    log = {
        "tool": {
            "driver": {
                "name": "plancheck",
                "version": __version__,
                "semanticVersion": __version__,
                "language": run.language,
                "rules": [_rule(rule, ruleset, run) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(one, numbers, run) for one in shown),
            *(
                {
                    "ruleId": one.rule,
                    "ruleIndex": numbers[one.rule],
                    "kind": "fail",
                    "level": LEVELS[one.severity],
                    "message": {"text": _text(one.message)},
                    "baselineState": "absent",
                    "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(one.file)}}}],
                    "partialFingerprints": {"plancheck/v1": one.fingerprint},
                }
                for one in gone
            ),
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [log]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str, ruleset: RuleSet, run: Run) -> dict[str, object]:
    words, known = words_of(rule, ruleset, run.language), ruleset.rules.get(rule)
    told: dict[str, object] = {
        "id": rule,
        "shortDescription": {"text": _text(words.title)},
        "fullDescription": {"text": _text(words.why)},
        "help": {"text": _text(" ".join(part for part in (words.why, words.hint, words.source) if part))},
        "defaultConfiguration": {"level": LEVELS[severity_of(rule, ruleset)]},
        "properties": {"tags": [rule.rstrip("0123456789"), *(known.head.meets if known else [])]},
    }
    return {**told, "name": known.head.name} if known else told


def _result(one: Evaluation, numbers: dict[str, int], run: Run) -> dict[str, object]:
    change = run.change(one)
    told: dict[str, object] = {
        "ruleId": one.rule,
        "ruleIndex": numbers[one.rule],
        "kind": KINDS[one.outcome],
        "message": {"text": _text(one.advice)},
        "locations": [_location(one.location)],
        "partialFingerprints": {"plancheck/v1": one.fingerprint},
        "properties": {"document": one.document, "item": clean(cut(one.item))},
    }
    if one.waiver:
        told["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why_waived(one, run.language)}]
    if one.is_finding or one.waiver:
        told["level"] = LEVELS[one.severity]
    if one.related:
        told["relatedLocations"] = [
            {"id": n, "message": {"text": _text(related.note)}, **_location(related.location)}
            for n, related in enumerate(one.related)
        ]
    if change:
        told["baselineState"] = STATES[change]
    return told


def _location(place: Location) -> dict[str, object]:
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": max(place.end, place.column)}
    where = {"artifactLocation": {"uri": _uri(place.file)}, **({"region": region} if place.line else {})}
    names = [{"name": place.section, "kind": "section"}] if place.section else []
    names += [{"name": str(place.page), "kind": "page"}] if place.page else []
    return {"physicalLocation": where, **({"logicalLocations": names} if names else {})}


def _uri(file: str) -> str:
    """A path as a reference: relative ones stay so, for a log is read where the repository lies elsewhere."""
    path = quote(PurePosixPath(file).as_posix())
    return f"file://{path}" if file.startswith("/") else path


def _text(text: str) -> str:
    """A text of a message: its brackets are no links, its braces no places to fill."""
    plain = clean(text)
    for char, written in (("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        plain = plain.replace(char, written)
    return plain
