"""One row for each evaluation, as a Swedish Excel opens it: separated by semicolons, with a byte order mark for UTF-8."""

from __future__ import annotations

import csv
import io

from plancheck.messages import clean, word
from plancheck.reports import Layout
from plancheck.reports.selection import TOLD, included
from plancheck.reports.sentences import alterations, basis, checks, notifications, requirements, terms
from plancheck.repository.header import Header
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Run
from plancheck.views.names import title_of_namnd

COLUMNS = (
    "outcome", "severity", "rule", "title", "document", "item", "file", "line", "section", "page", "message", "hint", "change",
    "fingerprint", "namnd", "kind", "year",
)  # fmt: skip
"""In their order; new ones come last, so that what reads a column by its place goes on to find it."""
LONGEST = 2000
"""The most characters that a cell may have."""
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The beginnings of a cell that a spreadsheet would compute."""


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The evaluations as CSV, then what is to be known of the run itself.

    Findings below the layout's severity are left out; with `quiet`, all but findings and what is waived or attested.
    """
    language = run.language
    rules = {evaluation.rule for evaluation in run.evaluations}
    titles = {rule: words_of(rule, ruleset, language).title for rule in rules}
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([word(f"column-{name}", language) for name in COLUMNS])
    documents = {entry.header.identity: entry.header for entry in run.workspace.entries}
    for evaluation in included(run, layout):
        writer.writerow(
            [_cell(value) for value in _row(evaluation, titles[evaluation.rule], documents.get(evaluation.document), run)]
        )
    told = [line for concern in TOLD for line in notifications(run, concern)]
    for message in (basis(ruleset, language), requirements(run, ruleset), checks(run), alterations(run), *told):
        if message:
            row = {"outcome": word("outcome-notification", language), "message": message}
            writer.writerow([_cell(row.get(name, "")) for name in COLUMNS])
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{stream.getvalue()}"


def _row(evaluation: Evaluation, title: str, document: Header | None, run: Run) -> list[str]:
    language, location = run.language, evaluation.location
    change = run.change(evaluation)
    kind = run.workspace.kinds.get(document.kind) if document else None
    has_severity = evaluation.is_finding or evaluation.agreement
    return [
        word(f"outcome-{evaluation.outcome}", language),
        word(f"{evaluation.severity}-one", language) if has_severity else "",
        evaluation.rule,
        title,
        evaluation.document,
        evaluation.item,
        location.file,
        str(location.line or ""),
        location.section or "",
        str(location.page or ""),
        evaluation.message,
        terms(evaluation, language) or evaluation.hint,
        word(f"change-{change}", language) if change else "",
        evaluation.fingerprint,
        title_of_namnd(run.workspace, document.namnd) if document and document.namnd else "",
        kind.title[language] if kind else "",
        str(document.year) if document else "",
    ]


def _cell(text: str) -> str:
    """A text as a cell that no spreadsheet computes: an apostrophe goes before one that begins like a formula."""
    plain = clean(text[:LONGEST])
    return f"'{plain}" if plain.lstrip().startswith(FORMULA) else plain
