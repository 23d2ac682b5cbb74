"""Agreed exceptions (undantag): a finding that somebody has answered for until a day. Each is shown, none is hidden."""

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
    """Raises ProblemError for a waiver of a rule that there is not."""
    rules = set(known)
    wrong = [n for n, waiver in enumerate(waivers) if waiver.rule not in rules]
    if wrong and source:
        raise ProblemError(
            *(at(source, ["waivers", n, "rule"], "unknown-rule", **unknown_name(waivers[n].rule, rules)) for n in wrong)
        )


def waived(
    evaluations: Iterable[Evaluation],
    waivers: Sequence[Waiver],
    source: Source | None,
    today: datetime.date,
    language: Language,
) -> list[Evaluation]:
    """The evaluations, with what failed and is waived as such. Where a waiver has ended, the finding points at it."""
    return [_waived(one, waivers, source, today, language) if one.is_finding and waivers else one for one in evaluations]


def _waived(
    one: Evaluation, waivers: Sequence[Waiver], source: Source | None, today: datetime.date, language: Language
) -> Evaluation:
    about = [(n, waiver) for n, waiver in enumerate(waivers) if waiver.is_about(one.rule, one.document, one.item)]
    held = next((waiver for _, waiver in about if today <= waiver.until), None)
    if held:
        return one._replace(outcome="waived", waiver=held)
    if source is None:
        return one
    ended = [Related(_place(n, source), word("waiver-ended", language, until=waiver.until)) for n, waiver in about]
    return one._replace(related=(*one.related, *ended))


def _place(n: int, source: Source) -> Location:
    span = source.span(["waivers", n])
    text, first = source.snippet(span)
    return Location(source.name, span.line, span.column, span.end, text, first)
