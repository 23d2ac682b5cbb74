"""What several formats say in the same words: the verdict, how severe findings are, why one is waived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from plancheck.messages import Language, clean, count, word
from plancheck.ruleset.model import SEVERITIES
from plancheck.run.results import Evaluation, Run, counted


def verdict(run: Run) -> str:
    """What came out, in a sentence."""
    outcomes = counted(run.evaluations)
    judged = outcomes["passed"] + outcomes["failed"]
    key = "verdict-failed" if outcomes["failed"] else "verdict-passed" if judged else "verdict-nothing"
    return word(key, run.language, failed=outcomes["failed"], judged=judged)


def severities(findings: Iterable[Evaluation], language: Language) -> str:
    """How many findings have each severity, those that there are: 8 fel, 32 varningar."""
    numbers = Counter(one.severity for one in findings)
    return ", ".join(count(numbers[severity], severity, language) for severity in SEVERITIES if numbers[severity])


def why_waived(one: Evaluation, language: Language) -> str:
    """Why an evaluation is waived, by whom and until when; nothing where it is not."""
    held = one.waiver
    return clean(word("waiver-told", language, reason=held.reason, by=held.by, until=held.until)) if held else ""
