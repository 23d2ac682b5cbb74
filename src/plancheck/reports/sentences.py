"""What several formats say in the same words: the verdict, how severe findings are, where they are, why one is waived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from plancheck.messages import Language, clean, count, word
from plancheck.repository.configuration import Attestation, Waiver
from plancheck.ruleset.model import SEVERITIES, RuleSet
from plancheck.run.results import Concern, Evaluation, Location, Notification, Run, counted


def verdict(run: Run) -> str:
    """The result of the run, in a sentence."""
    outcomes = counted(run.evaluations)
    judged = outcomes["passed"] + outcomes["failed"]
    key = "verdict-failed" if outcomes["failed"] else "verdict-passed" if judged else "verdict-nothing"
    return word(key, run.language, failed=outcomes["failed"], judged=judged)


def basis(ruleset: RuleSet, language: Language) -> str:
    """What the documents were judged by: the rule set, its version, and the digest of its files."""
    name = f"{ruleset.name} {ruleset.version or ''}".strip()
    return clean(word("basis", language, ruleset=name, digest=ruleset.digest))


def alterations(run: Run) -> str:
    """In one sentence, what makes the check ask for less than the rule set does; empty where nothing does."""
    altered = [f"{one.message}{_place(one)}" for one in run.about("altered")]
    return clean(f"{word('basis-altered', run.language)} {'; '.join(altered)}.") if altered else ""


def notifications(run: Run, concern: Concern) -> list[str]:
    """The notifications of a concern, each with the file or the place that it is about."""
    if concern == "unread":
        return [
            clean(f"{one.location.file}: {one.message.rstrip('.')}." if one.location else one.message)
            for one in run.about(concern)
        ]
    return [clean(f"{one.message}{_place(one)}") for one in run.about(concern)]


def _place(notification: Notification) -> str:
    """Where a notification leads to, in brackets."""
    location = notification.location
    return f" ({location.file}:{location.line})" if location and location.line else ""


def severities(findings: Iterable[Evaluation], language: Language) -> str:
    """How many findings have each severity that occurs: 8 fel, 32 varningar."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(count(numbers[severity], severity, language) for severity in SEVERITIES if numbers[severity])


def in_document(location: Location, language: Language) -> str:
    """Where a place is in the document that people read: section and page, or sheet and row, as far as they are known."""
    parts = []
    if location.section:
        parts.append(word("section", language, section=location.section))
    if location.page:
        parts.append(word("page", language, page=location.page))
    if location.sheet:
        parts.append(word("sheet", language, sheet=location.sheet))
    if location.row:
        parts.append(word("row", language, row=location.row))
    return ", ".join(parts)


def terms(evaluation: Evaluation, language: Language) -> str:
    """What somebody answers for about an evaluation: why, who and until when; empty where nobody does."""
    match evaluation.agreement:
        case Waiver(reason=reason, by=by, until=until):
            return clean(word("waiver-terms", language, reason=reason, by=by, until=until))
        case Attestation(on=on, by=by, reference=reference, until=until):
            return clean(word("attestation-terms", language, on=on, by=by, reference=reference, until=until))
    return ""
