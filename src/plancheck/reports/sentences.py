"""What several formats say in the same words: the verdict, how severe findings are, where they are, why one is waived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from plancheck.messages import Language, clean, count, word
from plancheck.ruleset.model import SEVERITIES
from plancheck.run.results import Evaluation, Location, Run, counted


def verdict(run: Run) -> str:
    """The result of the run, in a sentence."""
    outcomes = counted(run.evaluations)
    judged = outcomes["passed"] + outcomes["failed"]
    key = "verdict-failed" if outcomes["failed"] else "verdict-passed" if judged else "verdict-nothing"
    return word(key, run.language, failed=outcomes["failed"], judged=judged)


def severities(findings: Iterable[Evaluation], language: Language) -> str:
    """How many findings have each severity that occurs: 8 fel, 32 varningar."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(count(numbers[severity], severity, language) for severity in SEVERITIES if numbers[severity])


def in_document(location: Location, language: Language) -> str:
    """Where a place is in the document that people read: section and page, as far as they are known."""
    parts = []
    if location.section:
        parts.append(word("section", language, section=location.section))
    if location.page:
        parts.append(word("page", language, page=location.page))
    return ", ".join(parts)


def why_waived(evaluation: Evaluation, language: Language) -> str:
    """Why an evaluation is waived, by whom and until when; empty where it is not."""
    waiver = evaluation.waiver
    if not waiver:
        return ""
    return clean(word("waiver-terms", language, reason=waiver.reason, by=waiver.by, until=waiver.until))
