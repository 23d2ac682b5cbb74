"""SARIF 2.1.0, which code scanning and editors read: rules with what they require, findings with all their places."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple, get_args
from urllib.parse import quote

from plancheck.messages import clean, cut, word
from plancheck.query.verdict import Outcome
from plancheck.reports import Layout
from plancheck.reports.root import paths_from_root
from plancheck.reports.selection import ANSWERED, included
from plancheck.reports.sentences import terms
from plancheck.repository.workspace import Entry
from plancheck.ruleset.builtin import severity_of
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.ruleset.severity import SEVERITIES
from plancheck.run.requirements import STANDINGS, standings
from plancheck.run.results import Concern, Evaluation, Gone, Location, Notification, Run
from plancheck.version import DOCUMENTATION, HOMEPAGE, __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
KINDS = {"failed": "fail", "waived": "fail", "attested": "review", "not-assessable": "open"}
STATES = {"new": "new", "remaining": "unchanged"}
ROOT = "%SRCROOT%"
"""The name of the repository's root, as GitHub knows it."""
CONFIGURED: tuple[Concern, ...] = ("altered", "unused")
"""The concerns that are about how the check was configured."""
MOST = 25_000
"""How many results of a run GitHub takes: it refuses a file with more."""


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The findings as a SARIF log of one run.

    GitHub knows neither kinds of results, suppressions nor baselines: it would show as an alert what is waived, cannot be
    judged or is gone. These are in the log only where the layout asks for them (`sarif_all`), as suppressed, open and absent.
    """
    told = [evaluation for evaluation in included(run, layout) if evaluation.is_finding or _is_beside(evaluation, layout)]
    gone = run.comparison.gone if run.comparison and layout.sarif_all and not layout.quiet else ()
    kept = _most_severe([*told, *gone])
    rules = sorted({*run.rules, *(result.rule for result in kept)})
    indexes = {rule: index for index, rule in enumerate(rules)}
    driver = {
        "name": "plancheck",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOMEPAGE,
        "language": run.language,
        "rules": [_rule(rule, ruleset, run) for rule in rules],
    }
    place = _Place(paths_from_root())
    log = {
        "tool": {"driver": driver},
        "invocations": [_invocation(len(kept), len(told) + len(gone), place, run)],
        "originalUriBaseIds": {ROOT: {"description": {"text": _text(word("sarif-root", run.language))}}},
        "artifacts": [_judged(entry, place) for entry in run.entries],
        "columnKind": "unicodeCodePoints",
        "properties": _properties(run, ruleset),
        "results": [_result(result, indexes[result.rule], place, run) for result in kept],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [log]}, ensure_ascii=False, indent=2) + "\n"


def _is_beside(evaluation: Evaluation, layout: Layout) -> bool:
    """Whether something that is no finding is in the log."""
    return layout.sarif_all and evaluation.outcome != "passed"


def _most_severe(results: Sequence[Evaluation | Gone]) -> Sequence[Evaluation | Gone]:
    """The results, or as many of them as GitHub takes: findings before all else, the most severe first."""
    return results if len(results) <= MOST else sorted(results, key=_rank)[:MOST]


def _rank(result: Evaluation | Gone) -> tuple[bool, int]:
    return not (isinstance(result, Evaluation) and result.is_finding), SEVERITIES.index(result.severity)


def _invocation(kept: int, found: int, place: _Place, run: Run) -> dict[str, object]:
    """That the check was made, what was read and not read or had no effect, and how it departs from its rule set.

    If not all that it found is in the log, that too.
    """
    execution = [_notification(one, "note", place) for one in run.about("read")]
    execution += [_notification(one, "warning", place) for one in run.about("unread")]
    if kept != found:
        text = _text(word("sarif-cut", run.language, kept=kept, found=found))
        execution.append({"level": "warning", "message": {"text": text}})
    configuration = [_notification(one, "note", place) for concern in CONFIGURED for one in run.about(concern)]
    invocation: dict[str, object] = {"executionSuccessful": True}
    if execution:
        invocation["toolExecutionNotifications"] = execution
    if configuration:
        invocation["toolConfigurationNotifications"] = configuration
    return invocation


def _notification(notification: Notification, level: str, place: _Place) -> dict[str, object]:
    message = notification.message.rstrip(".")
    made: dict[str, object] = {"level": level, "message": {"text": _text(f"{message}.")}}
    if notification.location is not None:
        made["locations"] = [place.of(notification.location)]
    return made


def _judged(entry: Entry, place: _Place) -> dict[str, object]:
    """A document that was judged, and the hash of its content."""
    artifact: dict[str, object] = {"location": _artifact(place.from_root(entry.file)), "roles": ["analysisTarget"]}
    return {**artifact, "hashes": {"sha-256": entry.sha256}} if entry.sha256 else artifact


def _properties(run: Run, ruleset: RuleSet) -> dict[str, object]:
    """What the documents were judged by, how many requirements have come out in each way, and how many checks: the log need not
    have them all.
    """
    outcomes, standing = run.outcomes, Counter(standings(run, ruleset).values())
    return {
        "ruleset": {"name": ruleset.name, "version": ruleset.version or "", "digest": ruleset.digest},
        "failOn": run.fail_on,
        "strict": run.strict,
        "requirements": {name: standing[name] for name in STANDINGS},
        "outcomes": {outcome: outcomes[outcome] for outcome in get_args(Outcome) + ANSWERED},
    }


def _rule(rule: str, ruleset: RuleSet, run: Run) -> dict[str, object]:
    words, compiled = words_of(rule, ruleset, run.language), ruleset.rules.get(rule)
    descriptor: dict[str, object] = {
        "id": rule,
        "shortDescription": {"text": _text(words.title)},
        "fullDescription": {"text": _text(words.why)},
        "help": {"text": _text(" ".join(part for part in (words.why, words.hint, words.hint_yaml, words.source) if part))},
        "defaultConfiguration": {"level": LEVELS[severity_of(rule, ruleset)]},
        "properties": {"tags": [rule.rstrip("0123456789"), *(compiled.head.meets if compiled else [])]},
    }
    if compiled:
        descriptor["name"] = compiled.head.name
    if compiled and compiled.is_shipped:
        descriptor["helpUri"] = f"{DOCUMENTATION}/rules/{rule}.md"
    return descriptor


def _result(result: Evaluation | Gone, index: int, place: _Place, run: Run) -> dict[str, object]:
    made = _present(result, place, run) if isinstance(result, Evaluation) else _absent(result, place)
    fingerprints = {"partialFingerprints": {"plancheck/v1": result.fingerprint}}
    return {"ruleId": result.rule, "ruleIndex": index, **made, **fingerprints}


def _present(evaluation: Evaluation, place: _Place, run: Run) -> dict[str, object]:
    change = run.change(evaluation)
    result: dict[str, object] = {
        "kind": KINDS[evaluation.outcome],
        "message": {"text": _text(evaluation.advice)},
        "locations": [place.of(evaluation.location)],
        "properties": {"document": evaluation.document, "item": clean(cut(evaluation.item))},
    }
    if evaluation.agreement:
        why = terms(evaluation, run.language)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    if evaluation.is_finding or evaluation.agreement:
        result["level"] = LEVELS[evaluation.severity]
    if evaluation.related:
        result["relatedLocations"] = [
            {"id": n, "message": {"text": _text(related.note)}, **place.of(related.location)}
            for n, related in enumerate(evaluation.related)
        ]
    if change:
        result["baselineState"] = STATES[change]
    return result


def _absent(finding: Gone, place: _Place) -> dict[str, object]:
    return {
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": _text(finding.message)},
        "baselineState": "absent",
        "locations": [place.of(Location(finding.file, 0, 0, 0))],
    }


class _Place(NamedTuple):
    """How places are written: `from_root` gives the path of a file from the root of its repository."""

    from_root: Callable[[str], str]

    def of(self, location: Location) -> dict[str, object]:
        """A place; GitHub takes none without a line, so one in a file without lines is at the first."""
        physical = {"artifactLocation": _artifact(self.from_root(location.file)), "region": _region(location)}
        logical = [{"name": location.section, "kind": "section"}] if location.section else []
        logical += [{"name": str(location.page), "kind": "page"}] if location.page else []
        logical += [{"name": location.sheet, "kind": "sheet"}] if location.sheet else []
        logical += [{"name": str(location.row), "kind": "row"}] if location.row else []
        return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _region(location: Location) -> dict[str, int]:
    if not location.line:
        return {"startLine": 1}
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endColumn": max(location.end, location.column),
    }


def _artifact(file: str) -> dict[str, str]:
    """A file: by its path in the repository, for a log is read where that is elsewhere, or where it is outside."""
    if PurePath(file).is_absolute():
        return {"uri": PurePath(file).as_uri()}
    return {"uri": quote(file), "uriBaseId": ROOT}


def _text(text: str) -> str:
    """A text of a message, escaped: its brackets are no links, its braces no placeholders."""
    plain = clean(text)
    for char, escape in (("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        plain = plain.replace(char, escape)
    return plain
