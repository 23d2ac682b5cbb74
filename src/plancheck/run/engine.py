"""Rules × documents → evaluations."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable

from plancheck.messages import Language, said, word
from plancheck.model.base import At
from plancheck.model.problems import Fault
from plancheck.model.source import SNIPPET, Span, Steps
from plancheck.query.naming import item_name
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.query.verdict import Verdict
from plancheck.repository.review import doubts_in
from plancheck.repository.workspace import Entry, Quote, Workspace
from plancheck.ruleset.builtin import BUILT_IN, REVIEW
from plancheck.ruleset.model import Rule
from plancheck.ruleset.templates import fill, message_of
from plancheck.run.results import Deadline, Evaluation, Location, Related


def evaluate(
    workspace: Workspace,
    entries: Iterable[Entry],
    rules: Iterable[Rule],
    today: datetime.date,
    language: Language,
    done: Callable[[], None] = lambda: None,
) -> list[Evaluation]:
    """Judge each document by each rule that is about it. `done` is called after every document."""
    evaluations: list[Evaluation] = []
    chosen = list(rules)
    for entry in entries:
        scope = Scope(workspace, entry, today)
        for rule in chosen:
            if rule.applies_to(entry.document):
                evaluations.extend(_worded(rule, verdict, scope, language) for verdict in rule.check.judge(scope))
        done()
    return _numbered(evaluations)


def of_faults(faults: Iterable[Fault], language: Language) -> list[Evaluation]:
    """What keeps files from being documents, as findings of the built-in rules."""
    found = []
    for fault in faults:
        span = fault.span
        first = max(0, span.column - 1 - SNIPPET // 2) if len(fault.line) > SNIPPET else 0
        text = fault.line[first : first + SNIPPET]
        location = Location(fault.file, span.line, span.column, span.end, text, first + 1)
        found.append(
            Evaluation(
                fault.rule, "failed", BUILT_IN[fault.rule], fault.file, fault.text.key, location,
                message=said(fault.text, language), hint=word(f"{fault.rule}-hint", language),
            )
        )  # fmt: skip
    return _numbered(found)


def of_doubts(entries: Iterable[Entry], language: Language) -> list[Evaluation]:
    """Where the import of a document was in doubt and nobody has looked yet, as findings of a built-in rule."""
    found = []
    for entry in entries:
        for line, doubt in doubts_in(entry.text):
            steps = _below(entry, line)
            words = entry.quote_at(steps)
            text = entry.text.split("\n")[line - 1]
            margin = len(text) - len(text.lstrip())
            location = Location(entry.file, line, margin + 1, len(text) + 1, text)
            found.append(
                Evaluation(
                    REVIEW, "failed", BUILT_IN[REVIEW], entry.header.identity, doubt,
                    _location_of(words, entry.file) if words else location,
                    message=doubt, hint=word("IMP001-hint-file" if words else "IMP001-hint", language),
                )
            )  # fmt: skip
    return _numbered(found)


def _below(entry: Entry, line: int) -> Steps:
    """The place in an imported document that stands below a line of its YAML."""
    lines = {entry.source.span(steps).line: steps for steps in sorted(entry.origin or (), key=len, reverse=True)}
    return next((lines[n] for n in sorted(lines) if n > line), ())


def _location_of(words: Quote, file: str) -> Location:
    text = words.text[:SNIPPET]
    return Location(file, words.line, 1, len(text) + 1, text, 1, words.section, words.page, words.anchor)


def in_order(evaluations: Iterable[Evaluation]) -> list[Evaluation]:
    """Evaluations by file, line, column and rule; by page, where there are no lines."""

    def place(one: Evaluation) -> tuple[str, int, int, int, str]:
        here = one.location
        return here.file, here.line, here.page or 0 if not here.line else 0, here.column, one.rule

    return sorted(evaluations, key=place)


def _worded(rule: Rule, verdict: Verdict, scope: Scope, language: Language) -> Evaluation:
    deadline = Deadline(*verdict.deadline) if verdict.deadline else None
    return _said(rule, verdict, scope, language)._replace(deadline=deadline)


def _said(rule: Rule, verdict: Verdict, scope: Scope, language: Language) -> Evaluation:
    where = _location(verdict.place, verdict.key, scope)
    document, name = scope.document.identity(), item_name(verdict.item, scope)
    message = message_of(rule.message[language], verdict, scope, language)
    if verdict.outcome == "passed":
        return Evaluation(rule.id, "passed", rule.severity, document, name, where)
    if verdict.outcome == "not-assessable":
        return Evaluation(rule.id, "not-assessable", rule.severity, document, name, where, message=message)
    return Evaluation(
        rule.id, "failed", rule.severity, document, name, where,
        message=message,
        hint=fill(rule.hint[language], verdict.values, scope, language, keys=True),
        label=said(verdict.label, language) if verdict.label else "",
        related=tuple(Related(_location(item, None, scope), word(note, language)) for item, note in verdict.related),
    )  # fmt: skip


def _location(place: Item, key: str | None, scope: Scope) -> Location:
    entry = place.entry or scope.entry
    words = entry.quote_at([*place.steps, *(key.split(".") if key else ())])
    if words is not None:
        return _location_of(words, entry.file)
    source = entry.source
    span: Span = source.span(place.steps) if place.entry else source.span(["document"])
    if place.entry and not place.steps and key is None:
        span = source.span(["document"])
    if key is not None:
        inner = source.span([*place.steps, *key.split(".")])
        span = inner if inner != source.span(()) else source.span(["document"])
    at = _at(place) or At()
    text, first = source.snippet(span)
    return Location(entry.file, span.line, span.column, span.end, text, first, at.section, at.page)


def _at(place: Item) -> At | None:
    """The section and page of the place, or of what it is a part of."""
    here: Item | None = place
    while here is not None:
        at = getattr(here.value, "at", None)
        if isinstance(at, At):
            return at
        here = here.parent
    return None


def _numbered(evaluations: list[Evaluation]) -> list[Evaluation]:
    """Tell apart the evaluations that have rule, document and item in common, by their order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    numbered = []
    for one in evaluations:
        known = (one.rule, one.document, one.item)
        seen[known] += 1
        numbered.append(one if seen[known] == 1 else one._replace(nth=seen[known]))
    return numbered
