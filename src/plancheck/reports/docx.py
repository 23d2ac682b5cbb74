"""The Word file that was checked, with each finding as a comment at its place: a copy, the original is not touched."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.text.paragraph import Paragraph

from plancheck.importing.reading import ReadingError
from plancheck.importing.reading.docx import with_paragraphs
from plancheck.importing.reading.docx_package import opened
from plancheck.messages import clean, word
from plancheck.model.problems import ProblemError, placeless
from plancheck.reports import Layout
from plancheck.reports.selection import ANSWERED, TOLD, with_outcome
from plancheck.reports.sentences import alterations, basis, checks, notifications, requirements, terms
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import REVIEWED, Evaluation, Run, at_or_over

AUTHOR, INITIALS = "plancheck", "pc"
LONGEST = 2000
"""The most characters that a comment may have."""


def render(run: Run, ruleset: RuleSet, layout: Layout) -> bytes:
    """The copy of the one Word file that was checked, with a comment on the whole check at its beginning.

    Raises ProblemError where there is none, or several.
    """
    file = _word_file(run)
    try:
        document = opened(Path(file).read_bytes())
    except ReadingError as error:
        raise ProblemError(placeless(file, error.text.key, **error.text.details)) from None
    except Exception as error:
        # What keeps the library from opening it is a finding of the check already.
        raise ProblemError(placeless(file, "unreadable", said=type(error).__name__)) from None
    paragraphs: dict[int, Any] = {line.number: paragraph for line, paragraph in with_paragraphs(document)}
    if paragraphs:
        _add_comment(document, next(iter(paragraphs.values())), "\n".join(_of_the_run(run, ruleset)))
    for finding in at_or_over(run.evaluations, layout.severity):
        if finding.location.file == file and paragraphs:
            # What rests on no line belongs to the whole document: its comment goes to the beginning.
            paragraph = paragraphs.get(finding.location.anchor, next(iter(paragraphs.values())))
            _add_comment(document, paragraph, _comment_text(finding, run))
    document.core_properties.category = REVIEWED
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_file(run: Run) -> str:
    """The path of the one Word file that was checked. Raises ProblemError where there is none, or several."""
    checked = {entry.file for entry in run.entries} | {finding.location.file for finding in run.findings}
    files = sorted(file for file in checked if file.lower().endswith(".docx"))
    if len(files) != 1:
        raise ProblemError(placeless(", ".join(files) or "--format docx", "docx-several" if files else "docx-none"))
    return files[0]


def _of_the_run(run: Run, ruleset: RuleSet) -> Iterator[str]:
    """By which rule set it was judged and how that was departed from, how many requirements hold, what was not read or used,
    and who answers for what.
    """
    yield basis(ruleset, run.language)
    yield f"{requirements(run, ruleset)} {checks(run)}".strip()
    if altered := alterations(run):
        yield altered
    for concern in TOLD:
        yield from notifications(run, concern)
    for outcome in ANSWERED:
        for evaluation in with_outcome(run, outcome):
            yield clean(f"{evaluation.rule} {evaluation.message} ({terms(evaluation, run.language)})")


def _add_comment(document: Any, element: Any, text: str) -> None:
    """Comment on all the words of a paragraph, or at its end where it has none of its own."""
    paragraph = Paragraph(element, document)
    document.add_comment(paragraph.runs or [paragraph.add_run()], text=text, author=AUTHOR, initials=INITIALS)


def _comment_text(finding: Evaluation, run: Run) -> str:
    new = f" ({word('change-new', run.language)})" if run.change(finding) == "new" else ""
    severity = word(f"{finding.severity}-one", run.language).capitalize()
    text = clean(f"{severity} {finding.rule}{new}: {finding.advice}")
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text
