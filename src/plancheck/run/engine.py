"""Rules × documents → evaluations."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from plancheck.messages import Language, reason, shown, told, word
from plancheck.model.base import At, Part, Unknown
from plancheck.model.document import Document
from plancheck.model.problems import Problem
from plancheck.model.source import SNIPPET, Span, Steps
from plancheck.query.matchers import is_present
from plancheck.query.paths import Item, Term
from plancheck.query.verdict import Verdict
from plancheck.repository.review import doubts_in
from plancheck.repository.workspace import Entry, Scope, Words, Workspace
from plancheck.ruleset.model import Rule, Severity
from plancheck.ruleset.templates import fill
from plancheck.run.results import Deadline, Evaluation, Location, Related

OF_THE_FILE = {
    "unreadable": "FIL001", "utf-16": "FIL001", "not-utf-8": "FIL001", "empty": "FIL001", "not-yaml": "FIL001", "tab": "FIL001",
    "control-character": "FIL001", "colon-in-text": "FIL001", "not-closed": "FIL001", "quote-not-closed": "FIL001",
    "indentation": "FIL001", "duplicate-key": "FIL001", "too-deep": "FIL001", "too-many-values": "FIL001",
    "tag": "FIL001", "several-documents": "FIL001", "unknown-alias": "FIL001", "key-no-word": "FIL001", "no-mapping": "FIL001",
    "import-too-large": "FIL001", "import-too-many-pages": "FIL001", "import-too-many-lines": "FIL001",
    "import-too-slow": "FIL001", "import-too-heavy": "FIL001", "import-no-file": "FIL001",
    "import-empty": "FIL001", "import-no-text": "FIL001", "import-no-text-layer": "FIL001", "import-encrypted": "FIL001",
    "import-damaged": "FIL001", "import-not-installed": "FIL001", "import-unknown-format": "FIL001",
    "import-untold-kind": "DOK002", "import-untold-namnd": "DOK002", "import-untold-year": "DOK002",
    "no-kind": "DOK002", "unknown-kind": "DOK002", "second-document": "DOK003",
}  # fmt: skip
"""The rule that a problem with a file breaks; every other one breaks DOK001, the shape of a document."""

OF_FILES = ("FIL001", "DOK001", "DOK002", "DOK003")
"""What must hold before any rule set can be asked: the file can be read, and is a document. The catalogue has their words."""
REVIEW = "IMP001"
"""That a person has looked where the import was in doubt."""
BUILT_IN: Mapping[str, Severity] = {**dict.fromkeys(OF_FILES, "error"), REVIEW: "info"}
"""The rules that every rule set has, with their severity."""


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


def of_problems(problems: Iterable[Problem], language: Language) -> list[Evaluation]:
    """What is wrong with files, as findings of the built-in rules."""
    found = []
    for problem in problems:
        rule = OF_THE_FILE.get(problem.key, "DOK001")
        span = problem.span
        first = max(0, span.column - 1 - SNIPPET // 2) if len(problem.line) > SNIPPET else 0
        text = problem.line[first : first + SNIPPET]
        location = Location(problem.file, span.line, span.column, span.end, text, first + 1)
        found.append(
            Evaluation(
                rule, "failed", "error", problem.file, problem.key, location,
                message=told(problem, language), hint=word(f"{rule}-hint", language),
            )
        )  # fmt: skip
    return _numbered(found)


def of_doubts(entries: Iterable[Entry], language: Language) -> list[Evaluation]:
    """Where the import of a document was in doubt and nobody has looked yet, as findings of a built-in rule."""
    found = []
    for entry in entries:
        for line, said in doubts_in(entry.text):
            steps = _below(entry, line)
            words = entry.words_at(steps)
            text = entry.text.split("\n")[line - 1]
            margin = len(text) - len(text.lstrip())
            location = Location(entry.file, line, margin + 1, len(text) + 1, text)
            found.append(
                Evaluation(
                    REVIEW, "failed", BUILT_IN[REVIEW], entry.header.identity, said,
                    _location_of(words, entry.file) if words else location,
                    message=said, hint=word("IMP001-hint-file" if words else "IMP001-hint", language),
                )
            )  # fmt: skip
    return _numbered(found)


def _below(entry: Entry, line: int) -> Steps:
    """The place in an imported document that stands below a line of its YAML."""
    lines = {entry.source.span(steps).line: steps for steps in sorted(entry.origin or (), key=len, reverse=True)}
    return next((lines[n] for n in sorted(lines) if n > line), ())


def _location_of(words: Words, file: str) -> Location:
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
    document, name = scope.document.identity(), _name(verdict.item, scope)
    if verdict.outcome == "passed":
        return Evaluation(rule.id, "passed", rule.severity, document, name, where)
    if verdict.outcome == "not-assessable":
        why = reason(verdict.reason, language) if verdict.reason else ""
        return Evaluation(rule.id, "not-assessable", rule.severity, document, name, where, message=why)
    return Evaluation(
        rule.id, "failed", rule.severity, document, name, where,
        message=fill(rule.message[language], verdict.values, scope, language),
        hint=fill(rule.hint[language], verdict.values, scope, language, keys=True),
        label=_label(verdict.label, scope, language),
        related=tuple(Related(_location(item, None, scope), word(note, language)) for item, note in verdict.related),
    )  # fmt: skip


def _label(label: Unknown | None, scope: Scope, language: Language) -> str:
    return reason(label, language) if label else ""


def _location(place: Item, key: str | None, scope: Scope) -> Location:
    entry = place.entry or scope.entry
    words = entry.words_at([*place.steps, *(key.split(".") if key else ())])
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


def _name(item: Item, scope: Scope) -> str:
    """What an item is known by, whatever line it stands on: its reference, or what it is called."""
    value = item.value
    if isinstance(value, Term):
        return str(value.id)
    if isinstance(value, Document):
        return value.identity()
    if item.entry is not None:
        ref = scope.workspace.reference(item.entry, value, scope.as_of)
        if ref:
            return ref
    if not isinstance(value, Part):
        return shown(value, "en")
    told = (
        getattr(value, key, None)
        for key in ("name", "title", "diary_number", "kind", "number", "quarter", "article", "law", "with_", "by")
    )
    return next((str(one) for one in told if is_present(one)), "")


def _numbered(evaluations: list[Evaluation]) -> list[Evaluation]:
    """Tell apart the evaluations that have rule, document and item in common, by their order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    numbered = []
    for one in evaluations:
        known = (one.rule, one.document, one.item)
        seen[known] += 1
        numbered.append(one if seen[known] == 1 else one._replace(nth=seen[known]))
    return numbered
