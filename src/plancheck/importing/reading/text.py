"""Text as a program extracts it from a PDF: a page begins at a form feed, or where a line begins with one blank."""

from __future__ import annotations

from plancheck.importing.reading import MAX_LETTERS, MAX_LINES, ReadingError
from plancheck.importing.reading.lines import Line, Reading, clean_text
from plancheck.model.source import SourceError, decode

GAP = 4
"""How many blank lines are between two pages, where nothing else shows that one begins."""


def read(data: bytes, name: str) -> Reading:
    """The lines of a text file. Raises ReadingError where it is not text or is empty."""
    try:
        text = decode(data)
    except SourceError as error:
        raise ReadingError(error.text.key, **error.text.details) from None
    if "\0" in text:
        raise ReadingError("import-no-text", name=name)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(rows) > MAX_LINES:
        raise ReadingError("import-too-many-lines", limit=MAX_LINES)
    longest = max(range(len(rows)), key=lambda n: len(rows[n]))
    if len(rows[longest]) > MAX_LETTERS:
        raise ReadingError("import-too-long-line", line=longest + 1, limit=MAX_LETTERS)
    lines: list[Line] = []
    page, blanks, spaces, feed = 1, 0, 0, False
    for number, row in enumerate(rows, 1):
        feed = feed or "\f" in row
        text_row = clean_text(row)
        if not text_row.strip():
            blanks += 1
            spaces += row != ""
            continue
        continued = row.startswith(" ") and not blanks and lines
        opens = bool(lines) and bool(feed or continued or (blanks >= GAP and spaces))
        if opens:
            page += 1
        lines.append(Line(number, text_row.rstrip(), page, blanks, opens_page=opens or not lines))
        blanks, spaces, feed = 0, 0, False
    if not lines:
        raise ReadingError("import-empty", name=name)
    return Reading(name, tuple(lines), page, numbered=True)
