"""Rules × documents → evaluations."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from plancheck.messages import Language, catalogue, said, word
from plancheck.model.base import Part
from plancheck.model.problems import Fault
from plancheck.model.source import SNIPPET, Source, Span, Steps
from plancheck.query.derived import reads
from plancheck.query.naming import at_of, item_name, item_title
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Verdict
from plancheck.repository.clock import Clock
from plancheck.repository.review import doubts_in
from plancheck.repository.workspace import Entry, Quote, Workspace
from plancheck.ruleset.builtin import BUILT_IN, NOTHING_READ, REVIEW, hint_of
from plancheck.ruleset.model import Rule
from plancheck.ruleset.templates import fill, message_of
from plancheck.run.results import Deadline, Evaluation, Location, Passes, Related


class Judgement(NamedTuple):
    """What has come out of judging a document: the evaluations that are made, and how many items passed, by rule.

    It rests on the content of the documents in `looked_into` (the marks of their entries), and holds from the day `since`
    to the day `until`.
    """

    evaluations: Sequence[Evaluation]
    passed: Mapping[str, int]
    looked_into: int
    since: datetime.date
    until: datetime.date


def judge(
    workspace: Workspace,
    entry: Entry,
    rules: Iterable[Rule],
    today: datetime.date,
    language: Language,
    passes: Passes = "whole",
) -> Judgement | None:
    """Judge a document by each rule that is about it; None where it cannot be judged, and the workspace has its faults.

    What passed is counted; it is an evaluation too where `passes` asks for that.
    """
    evaluations: list[Evaluation] = []
    passed: dict[str, int] = {}
    scope = Scope(workspace, entry, Clock(today))

    def apply() -> bool:
        if not workspace.is_alone(entry):
            return False
        for rule in rules:
            verdicts = list(rule.judge(scope))
            number = sum(verdict.outcome == "passed" for verdict, _ in verdicts)
            if number:
                passed[rule.id] = number
            if passes != "counted" or number < len(verdicts):
                evaluations.extend(_evaluations(rule, verdicts, language, passes))
        return True

    is_judged, looked_into = workspace.watched(apply)
    workspace.has_judged(entry)
    return Judgement(evaluations, passed, looked_into, scope.clock.since, scope.clock.until) if is_judged else None


def of_faults(faults: Iterable[Fault], language: Language) -> list[Evaluation]:
    """What keeps files from being documents, as findings of the built-in rules."""
    findings = []
    for fault in faults:
        span = fault.span
        first = max(0, span.column - 1 - SNIPPET // 2) if len(fault.line) > SNIPPET else 0
        text = fault.line[first : first + SNIPPET]
        location = Location(fault.file, span.line, span.column, span.end, text, first + 1)
        findings.append(
            Evaluation(
                fault.rule, "failed", BUILT_IN[fault.rule], fault.file, fault.text.key, location,
                message=said(fault.text, language), hint=_hint_of(fault, language),
            )
        )  # fmt: skip
    return _numbered(findings)


def _hint_of(fault: Fault, language: Language) -> str:
    """What is to be done about a fault: of some kinds of fault, else of its rule."""
    own = f"{fault.text.key}-hint"
    return word(own, language) if own in catalogue() else hint_of(fault.rule, language, is_yaml=bool(fault.span.line))


def of_doubts(entries: Iterable[Entry], language: Language) -> list[Evaluation]:
    """What the import of a document was in doubt about and nobody has reviewed yet, as findings of a built-in rule."""
    findings = []
    for entry in entries:
        for line, doubt in doubts_in(entry.text):
            steps = _below(entry, line)
            quote = entry.quote_at(steps)
            text = entry.text.split("\n")[line - 1]
            margin = len(text) - len(text.lstrip())
            location = Location(entry.file, line, margin + 1, len(text) + 1, text)
            findings.append(
                Evaluation(
                    REVIEW, "failed", BUILT_IN[REVIEW], entry.header.identity, doubt,
                    _location_of(quote, entry.file) if quote else location,
                    message=doubt, hint=hint_of(REVIEW, language, is_yaml=quote is None),
                )
            )  # fmt: skip
    return _numbered(findings)


def of_nothing_read(workspace: Workspace, entries: Iterable[Entry], language: Language) -> list[Evaluation]:
    """That neither goals nor uppdrag could be read from a plan or a report, as a finding of a built-in rule for each."""
    findings = []
    for entry in entries:
        kind = workspace.kind_of(entry)
        may_be = kind is not None and kind.role in ("plan", "report") and "incomplete" in entry.header.keys
        if not may_be or not entry.document.is_unread():
            continue
        quote, span = entry.quote_at(()), entry.source.key_span(["incomplete"])
        text, first = entry.source.snippet(span)
        here = Location(entry.file, span.line, span.column, span.end, text, first)
        source = entry.document.source
        file = (source.file if source else None) or entry.file
        findings.append(
            Evaluation(
                NOTHING_READ, "failed", BUILT_IN[NOTHING_READ], entry.header.identity, "goals, uppdrag",
                _location_of(quote, entry.file) if quote else here,
                message=word("nothing-read", language, file=file),
                hint=hint_of(NOTHING_READ, language, is_yaml=quote is None),
            )
        )  # fmt: skip
    return findings


def _below(entry: Entry, line: int) -> Steps:
    """The place in an imported document that comes after a line of its YAML."""
    lines = {entry.source.span(steps).line: steps for steps in sorted(entry.origin or (), key=len, reverse=True)}
    return next((lines[n] for n in sorted(lines) if n > line), ())


def _location_of(quote: Quote, file: str) -> Location:
    text = quote.text[:SNIPPET]
    return Location(
        file, quote.line, 1, len(text) + 1, text, 1, quote.section, quote.page, quote.anchor, quote.sheet, quote.row
    )


def in_order(evaluations: Iterable[Evaluation]) -> list[Evaluation]:
    """Evaluations by file, line, column and rule; by page, where there are no lines."""

    def place(evaluation: Evaluation) -> tuple[str, int, int, int, str]:
        at = evaluation.location
        return at.file, at.line, at.page or 0 if not at.line else 0, at.column, evaluation.rule

    return sorted(evaluations, key=place)


def _evaluations(
    rule: Rule, verdicts: Sequence[tuple[Verdict, Scope]], language: Language, passes: Passes
) -> Iterator[Evaluation]:
    """The verdicts of a rule on a document that are kept, in its words. Items of one name are numbered, with what passed."""
    seen: Counter[str] = Counter()
    for verdict, scope in verdicts:
        name = item_name(verdict.item, scope)
        if scope.year is not None:
            name = f"{name}@{scope.year}"
        seen[name] += 1
        if verdict.outcome != "passed" or passes == "whole":
            yield _evaluation(rule, verdict, name, seen[name], scope, language)
        elif passes == "named":
            yield _named(rule, verdict, name, seen[name], scope, language)


def _named(rule: Rule, verdict: Verdict, name: str, nth: int, scope: Scope, language: Language) -> Evaluation:
    """What passed, by its name and file: where it is there is not looked up."""
    return Evaluation(
        rule=rule.id,
        outcome=verdict.outcome,
        severity=rule.severity,
        document=scope.document.identity(),
        item=name,
        location=Location((verdict.place.entry or scope.entry).file, 0, 0, 0),
        nth=nth,
        deadline=Deadline(*verdict.deadline) if verdict.deadline else None,
        called=item_title(verdict.item, scope, language),
    )


def _evaluation(rule: Rule, verdict: Verdict, name: str, nth: int, scope: Scope, language: Language) -> Evaluation:
    """A verdict in the words of its rule, with the place in the file."""
    evaluation = Evaluation(
        rule=rule.id,
        outcome=verdict.outcome,
        severity=rule.severity,
        document=scope.document.identity(),
        item=name,
        location=_location(verdict.place, verdict.key, scope),
        message=message_of(rule.message[language], verdict, scope, language),
        nth=nth,
        deadline=Deadline(*verdict.deadline) if verdict.deadline else None,
        called=item_title(verdict.item, scope, language),
    )
    if verdict.outcome != "failed":
        return evaluation
    is_yaml = (verdict.place.entry or scope.entry).origin is None
    return evaluation._replace(
        hint=fill((rule.hint_yaml if is_yaml else rule.hint)[language], verdict.values, scope, language),
        label=said(verdict.label, language) if verdict.label else "",
        related=tuple(Related(_location(item, None, scope), word(note, language)) for item, note in verdict.related),
    )


def _location(place: Item, key: str | None, scope: Scope) -> Location:
    """Where an item is in its file, or where its key is, if one is named; of a derived field, the first key it is made of."""
    entry = place.entry or scope.entry
    steps = (*place.steps, *(_written(place, key, entry).split(".") if key else ()))
    quote = entry.quote_at(steps)
    if quote is not None:
        return _location_of(quote, entry.file)
    span = _span(entry.source, steps if place.entry or key else ())
    at = at_of(place)
    text, first = entry.source.snippet(span)
    return Location(entry.file, span.line, span.column, span.end, text, first, at.section, at.page, 0, at.sheet, at.row)


def _written(place: Item, key: str, entry: Entry) -> str:
    """The key itself, or of a derived field the first of those it is made of that the item has."""
    if not isinstance(place.value, Part) or not entry.is_sound:
        return key
    had = entry.source.value(place.steps)
    return next((own for own in reads(type(place.value), key) if own in had), key) if isinstance(had, dict) else key


def _span(source: Source, steps: Steps) -> Span:
    """The place of a value; in place of the whole document, that of its first key, `document`."""
    span = source.span(steps)
    return source.span(["document"]) if span == source.span(()) else span


def _numbered(evaluations: list[Evaluation]) -> list[Evaluation]:
    """Number the evaluations that have rule, document and item in common, in their order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    numbered = []
    for evaluation in evaluations:
        key = (evaluation.rule, evaluation.document, evaluation.item)
        seen[key] += 1
        numbered.append(evaluation if seen[key] == 1 else evaluation._replace(nth=seen[key]))
    return numbered
