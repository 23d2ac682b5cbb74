"""Agreed exceptions (undantag): findings that somebody has accepted until a certain day. Each is shown, none is hidden."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from plancheck.messages import Language, word
from plancheck.model.problems import ProblemError, at
from plancheck.model.source import Source
from plancheck.model.text import unknown_name
from plancheck.repository.configuration import Waiver
from plancheck.run.results import Evaluation, Location, Related


def refuse_unknown(waivers: Sequence[Waiver], source: Source | None, known: Iterable[str]) -> None:
    """Raises ProblemError for a waiver of a rule that does not exist."""
    rules = set(known)
    unknown = [n for n, waiver in enumerate(waivers) if waiver.rule not in rules]
    if unknown and source:
        raise ProblemError(
            *(at(source, ["waivers", n, "rule"], "unknown-rule", **unknown_name(waivers[n].rule, rules)) for n in unknown)
        )


def waived(
    evaluations: Iterable[Evaluation],
    waivers: Sequence[Waiver],
    source: Source | None,
    today: datetime.date,
    language: Language,
) -> list[Evaluation]:
    """The evaluations, those that failed and are waived as such. A finding points to a waiver that has expired."""
    return [
        _waived(evaluation, waivers, source, today, language) if evaluation.is_finding and waivers else evaluation
        for evaluation in evaluations
    ]


def _waived(
    finding: Evaluation, waivers: Sequence[Waiver], source: Source | None, today: datetime.date, language: Language
) -> Evaluation:
    about = [(n, waiver) for n, waiver in enumerate(waivers) if waiver.is_about(finding.rule, finding.document, finding.item)]
    valid = next((waiver for _, waiver in about if today <= waiver.until), None)
    if valid:
        return finding._replace(outcome="waived", waiver=valid)
    if source is None:
        return finding
    expired = [Related(_place(n, source), word("waiver-ended", language, until=waiver.until)) for n, waiver in about]
    return finding._replace(related=(*finding.related, *expired))


def _place(n: int, source: Source) -> Location:
    span = source.span(["waivers", n])
    text, first = source.snippet(span)
    return Location(source.name, span.line, span.column, span.end, text, first)
