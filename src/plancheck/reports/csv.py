"""One row for each evaluation, as a Swedish Excel opens it: semicolons between, a mark for UTF-8 before."""

from __future__ import annotations

import csv
import io

from plancheck.messages import clean, word
from plancheck.reports import Layout
from plancheck.reports.sentences import why_waived
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Run, at_or_over

COLUMNS = (
    "outcome", "severity", "rule", "title", "document", "item", "file", "line", "section", "page", "message", "hint", "change",
    "fingerprint",
)  # fmt: skip
LONGEST = 2000
"""How many characters a cell has at most."""
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet would compute."""


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The evaluations as CSV. Findings below the layout's severity are left out; with `quiet`, all but findings."""
    language = run.language
    shown = set(at_or_over(run.evaluations, layout.severity))
    titles = {rule: words_of(rule, ruleset, language).title for rule in {one.rule for one in run.evaluations}}
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([word(f"column-{name}", language) for name in COLUMNS])
    for one in run.evaluations:
        if one in shown or (not one.is_finding and not layout.quiet):
            writer.writerow([_cell(value) for value in _row(one, titles[one.rule], run)])
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{stream.getvalue()}"


def _row(one: Evaluation, title: str, run: Run) -> list[str]:
    change = run.change(one)
    severity = word(f"{one.severity}-one", run.language) if one.is_finding or one.waiver else ""
    place = one.location
    return [
        word(f"outcome-{one.outcome}", run.language), severity, one.rule, title, one.document, one.item, place.file,
        str(place.line or ""), place.section or "", str(place.page or ""), one.message,
        why_waived(one, run.language) if one.waiver else one.hint,
        word(f"change-{change}", run.language) if change else "", one.fingerprint,
    ]  # fmt: skip


def _cell(text: str) -> str:
    """A text as a cell that no spreadsheet computes: one that begins like a formula gets an apostrophe before."""
    plain = clean(text[:LONGEST])
    return f"'{plain}" if plain.lstrip().startswith(FORMULA) else plain
