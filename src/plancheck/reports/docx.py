"""The Word file that was checked, with each finding as a comment at its place: a copy, the original is not touched."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx.text.paragraph import Paragraph

from plancheck.importing.reading import ReadingError
from plancheck.importing.reading.docx import opened, with_paragraphs
from plancheck.messages import clean, word
from plancheck.model.problems import ProblemError, placeless
from plancheck.reports import Layout
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Run, at_or_over

AUTHOR, INITIALS = "plancheck", "pc"
LONGEST = 2000
"""How many characters a comment has at most."""


def render(run: Run, ruleset: RuleSet, layout: Layout) -> bytes:
    """The copy of the one Word file among what was checked. Raises ProblemError where there is none, or several."""
    read = {entry.file for entry in run.entries} | {one.location.file for one in run.findings}
    files = sorted(file for file in read if file.lower().endswith(".docx"))
    if len(files) != 1:
        raise ProblemError(placeless(", ".join(files) or "--format docx", "docx-several" if files else "docx-none"))
    file = Path(files[0])
    try:
        document = opened(file.read_bytes())
    except ReadingError as error:
        raise ProblemError(placeless(files[0], error.text.key, **error.text.details)) from None
    except Exception as error:
        # What keeps the library from opening it is a finding of the check already.
        raise ProblemError(placeless(files[0], "unreadable", said=type(error).__name__)) from None
    paragraphs: dict[int, Any] = {line.number: paragraph for line, paragraph in with_paragraphs(document)}
    for one in at_or_over(run.evaluations, layout.severity):
        if one.location.file == files[0] and paragraphs:
            # What rests on no line belongs to the whole document: it stands at its beginning.
            _comment(document, paragraphs.get(one.location.anchor, next(iter(paragraphs.values()))), _told(one, run))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _comment(document: Any, element: Any, text: str) -> None:
    """A comment on a paragraph: on all its words, or where it has none of its own, at its end."""
    paragraph = Paragraph(element, document)
    document.add_comment(paragraph.runs or [paragraph.add_run()], text=text, author=AUTHOR, initials=INITIALS)


def _told(one: Evaluation, run: Run) -> str:
    new = f" ({word('change-new', run.language)})" if run.change(one) == "new" else ""
    text = clean(f"{word(f'{one.severity}-one', run.language).capitalize()} {one.rule}{new}: {one.advice}")
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text
