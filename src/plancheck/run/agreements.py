"""Agreed exceptions (undantag) and attestations (intyg): what somebody answers for until a day. Each is shown, none is hidden,
and one that has no effect is told.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from plancheck.messages import Language, said, word
from plancheck.model.problems import Problem, ProblemError, at
from plancheck.model.source import Source
from plancheck.model.text import Text, nearest, unknown_name
from plancheck.repository.configuration import Attestation, Configuration, Waiver
from plancheck.ruleset.builtin import BUILT_IN
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Location, Notification, Related, location_in

Agreed: TypeAlias = Waiver | Attestation


class _Listed(NamedTuple):
    """A waiver or an attestation, and its place in the configuration."""

    agreement: Agreed
    source: Source
    steps: tuple[str, int]

    @property
    def place(self) -> Location:
        """Where it is written."""
        return location_in(self.source, self.steps)


class Judged(NamedTuple):
    """What a check has judged: its evaluations by the rules of the rule set, and the ids of these rules and of the documents.

    `known` are the ids of all documents of the repository.
    """

    evaluations: Sequence[Evaluation]
    rules: frozenset[str]
    documents: frozenset[str]
    known: frozenset[str]


def _listed(configuration: Configuration, source: Source | None) -> list[_Listed]:
    if source is None:
        return []
    lists: dict[str, Sequence[Agreed]] = {"waivers": configuration.waivers, "attestations": configuration.attestations}
    return [_Listed(one, source, (key, n)) for key, agreements in lists.items() for n, one in enumerate(agreements)]


def refuse_unusable(configuration: Configuration, source: Source | None, ruleset: RuleSet) -> None:
    """Raises ProblemError for what can never have an effect: a rule that does not exist, or that may not be waived; an end
    before the beginning.
    """
    problems = [problem for listed in _listed(configuration, source) for problem in _unusable(listed, ruleset)]
    if problems:
        raise ProblemError(*problems)


def _unusable(listed: _Listed, ruleset: RuleSet) -> Iterator[Problem]:
    agreement, source, steps = listed
    rule = ruleset.rules.get(agreement.rule)
    if agreement.rule in BUILT_IN:
        yield at(source, [*steps, "rule"], "not-waivable-file", name=agreement.rule)
    elif agreement.rule not in ruleset.known:
        yield at(source, [*steps, "rule"], "unknown-rule", **unknown_name(agreement.rule, ruleset.known))
    elif isinstance(agreement, Waiver) and rule is not None and not rule.head.waivable:
        yield at(source, [*steps, "rule"], "not-waivable", name=agreement.rule, ruleset=ruleset.name)
    if isinstance(agreement, Attestation) and agreement.on > agreement.until:
        yield at(source, [*steps, "until"], "ends-before", given=agreement.until, on=agreement.on)


def agreed(
    judged: Judged,
    configuration: Configuration,
    source: Source | None,
    ruleset: RuleSet,
    today: datetime.date,
    language: Language,
) -> tuple[list[Evaluation], list[Notification]]:
    """The evaluations, with those that somebody answers for as waived or attested; and what had no effect.

    A finding points to what has ended. Where two findings have one name, an agreement about that name is about neither.
    """
    evaluations = list(judged.evaluations)
    notifications = []
    numbers: dict[str, list[int]] = {}
    listed = _listed(configuration, source)
    for number, evaluation in enumerate(evaluations if listed else ()):
        numbers.setdefault(evaluation.rule, []).append(number)
    for one in listed:
        rule = ruleset.rules.get(one.agreement.rule)
        is_waivable = rule is None or rule.head.waivable
        same_rule = numbers.get(one.agreement.rule, [])
        about = [number for number in same_rule if _is_about(one.agreement, evaluations[number], is_waivable=is_waivable)]
        answered = [evaluations[number] for number in about]
        why = _why_without_effect(one.agreement, answered, judged, ruleset.off, today, language)
        if why is not None:
            notifications.append(Notification("unused", said(why, language), one.place))
        if why is None or why.key == "agreement-ended":
            for number in about:
                evaluations[number] = _answered(evaluations[number], one, today, language)
    return evaluations, notifications


def _is_about(agreement: Agreed, evaluation: Evaluation, *, is_waivable: bool) -> bool:
    """Whether an agreement can answer an evaluation: a waiver what is not met; an attestation also what cannot be judged."""
    answers = {"failed"} if is_waivable else set()
    if isinstance(agreement, Attestation):
        answers.add("not-assessable")
    return evaluation.outcome in answers and agreement.is_about(evaluation.rule, evaluation.document, evaluation.item)


def _why_without_effect(
    agreement: Agreed,
    about: Sequence[Evaluation],
    judged: Judged,
    off: Container[str],
    today: datetime.date,
    language: Language,
) -> Text | None:
    """Why an agreement has no effect; None where it has one, or what it is about was not judged this time."""
    what = word("the-attestation" if isinstance(agreement, Attestation) else "the-waiver", language)
    kind: dict[str, object] = {"what": what, "rule": agreement.rule}
    if today > agreement.until:
        return Text("agreement-ended", {**kind, "until": agreement.until})
    if isinstance(agreement, Attestation) and agreement.on > today:
        return Text("attested-later", {**kind, "on": agreement.on})
    twice = [name for name, number in Counter((one.document, one.item) for one in about).items() if number > 1]
    if agreement.item is not None and twice:
        return Text("agreement-about-several", {**kind, "item": agreement.item, "document": twice[0][0]})
    if agreement.rule in off:
        return Text("agreement-rule-off", kind)
    if about or agreement.rule not in judged.rules:
        return None
    if agreement.document is not None and agreement.document not in judged.documents:
        if agreement.document in judged.known:
            return None
        return Text("agreement-no-document", {**kind, **unknown_name(agreement.document, judged.known)})
    if agreement.document is None and judged.documents != judged.known:
        return None
    return Text("agreement-about-nothing", {**kind, **_meant(agreement, judged)})


def _meant(agreement: Agreed, judged: Judged) -> dict[str, Any]:
    """The item that was probably meant: one of a similar name, or one whose message has the name that was given."""
    candidates = [
        one
        for one in judged.evaluations
        if one.rule == agreement.rule and one.outcome != "passed" and agreement.document in (None, one.document)
    ]
    if agreement.item is None:
        return {}
    called = [one.item for one in candidates if agreement.item in one.message]
    return {
        "item": agreement.item,
        "nearest": called[0] if called else nearest(agreement.item, {one.item for one in candidates}),
    }


def _answered(evaluation: Evaluation, one: _Listed, today: datetime.date, language: Language) -> Evaluation:
    """An evaluation that somebody answers for; one for which somebody no longer does points to where that is written."""
    if evaluation.agreement is not None:
        return evaluation
    if today > one.agreement.until:
        what = word("the-attestation" if isinstance(one.agreement, Attestation) else "the-waiver", language)
        ended = Related(one.place, word("agreement-has-ended", language, what=what, until=one.agreement.until))
        return evaluation._replace(related=(*evaluation.related, ended)) if evaluation.is_finding else evaluation
    return evaluation._replace(
        outcome="attested" if isinstance(one.agreement, Attestation) else "waived", agreement=one.agreement
    )
