"""What several formats say in the same words: what weighs most, what holds, where findings are, why one is waived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from plancheck.messages import Language, clean, count, word
from plancheck.reports.selection import ANSWERED
from plancheck.repository.configuration import Attestation, Waiver
from plancheck.ruleset.model import RuleSet
from plancheck.ruleset.severity import SEVERITIES
from plancheck.run.requirements import STANDINGS, standings
from plancheck.run.results import Concern, Evaluation, Location, Notification, Run, worst_first
from plancheck.views.names import title_of_municipality, title_of_namnd


class Headline(NamedTuple):
    """Whose plans a report is about, and what weighs most in them: the finding that says it, if there is any, and how many of
    its kind there are besides.
    """

    subject: str
    says: str
    finding: Evaluation | None = None
    more: int = 0

    def __str__(self) -> str:
        return f"{self.subject} – {self.says}"


def headline(run: Run) -> Headline:
    """The result of the run in words. Of the most severe findings, the kind that is most frequent weighs most."""
    outcomes, subject = run.outcomes, _subject(run)
    worst = worst_first(run.evaluations, "info")
    if worst:
        rules = Counter(finding.rule for finding in worst if finding.severity == worst[0].severity)
        rule, number = rules.most_common(1)[0]
        finding = next(finding for finding in worst if finding.rule == rule)
        return Headline(subject, finding.message.rstrip(".").strip(), finding, number - 1)
    key = "verdict-nothing" if not run.judged else "verdict-in-part" if outcomes["not-assessable"] else "verdict-passed"
    return Headline(subject, word(key, run.language))


def _subject(run: Run) -> str:
    """What the municipality is called; else the only nämnd whose plans were judged; else what the report is."""
    namnder = {entry.header.namnd for entry in run.entries if entry.header.namnd}
    only = title_of_namnd(run.workspace, namnder.pop()) if len(namnder) == 1 else ""
    return title_of_municipality(run.workspace) or only or word("report-title", run.language)


def requirements(run: Run, ruleset: RuleSet) -> str:
    """How many requirements the rule set has, and how they have come out; empty where it has none."""
    numbers = Counter(standings(run, ruleset).values())
    parts = [
        count(numbers[standing], f"requirement-{standing}", run.language)
        for standing in STANDINGS
        if numbers[standing] or standing in ("held", "findings", "not-assessable")
    ]
    total = count(sum(numbers.values()), "requirement", run.language)
    return f"{total}: {', '.join(parts)}." if numbers else ""


def checks(run: Run) -> str:
    """How many checks stand behind that, and how they have come out, with how severe the findings are."""
    outcomes, language = run.outcomes, run.language
    parts = [
        count(outcomes[outcome], outcome, language)
        for outcome in ("passed", "failed", *ANSWERED, "not-assessable")
        if outcomes[outcome] or outcome not in ANSWERED
    ]
    if run.findings:
        parts[1] += f" ({severities(run.findings, language)})"
    return f"{count(outcomes.total(), 'check', language)}: {', '.join(parts)}."


def changes(run: Run) -> str:
    """How many findings are new, remain and are gone since an earlier report; empty where there is none."""
    if run.comparison is None:
        return ""
    numbers = {**run.comparison.numbers(), "gone": len(run.comparison.gone)}
    return clean(word("compared-with", run.language, file=run.comparison.file, today=run.comparison.today, **numbers))


def basis(ruleset: RuleSet, language: Language) -> str:
    """What the documents were judged by: the rule set, its version, and the digest of its files."""
    name = f"{ruleset.name} {ruleset.version or ''}".strip()
    return clean(word("basis", language, ruleset=name, digest=ruleset.digest))


def alterations(run: Run) -> str:
    """In one sentence, what makes the check ask for less than the rule set does; empty where nothing does."""
    altered = [f"{one.message}{_place(one)}" for one in run.about("altered")]
    return clean(f"{word('basis-altered', run.language)} {'; '.join(altered)}.") if altered else ""


def read_in_lines(run: Run) -> list[list[str]]:
    """What was read of files that are imported: for each file the lines of what is said, those that belong to the one above
    indented.
    """
    return [[clean(line) for line in one.message.split("\n")] for one in run.about("read")]


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
