"""Values with a separator between, as a spreadsheet saves a list: in any encoding that a Swedish Excel writes."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from plancheck.importing.reading import MAX_LINES, ReadingError
from plancheck.importing.reading.lines import Reading
from plancheck.importing.reading.sheets import Cell, Sheet, lines_of

SEPARATORS = (";", "\t", "|", ",")
"""What stands between values, the likeliest first."""
LOOKED_AT = 200
"""Of how many rows the separator is told."""
REGULAR = 0.8
"""How many of the rows must have as many values as most have, where a comma is the separator: texts have commas too."""
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_LETTERS = "åäöÅÄÖéÉüÜ"
"""Letters that tell one encoding of a Swedish text from another."""


def read(data: bytes, name: str) -> Reading:
    """The lines of a file of separated values. Raises ReadingError where it is not text, or is empty."""
    text = _decoded(data)
    if re.search(r"[\0-\x08\x0e-\x1f]", text):
        raise ReadingError("import-no-text", name=name)
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator(text)
    rows = {n: row for n, values in enumerate(_records(text, separator)) if (row := _cells(values))}
    lines = lines_of([Sheet("", rows)])
    if not lines:
        raise ReadingError("import-empty", name=name)
    return Reading(name, lines, 1, paged=False, sheets=("",))


def _decoded(data: bytes) -> str:
    """The text of a file. What is neither UTF-8 nor UTF-16 is of Windows or an older Mac: the one with more Swedish letters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        texts = [data.decode(encoding, "replace") for encoding in ("cp1252", "mac_roman")]
        return max(texts, key=lambda text: sum(map(text.count, _LETTERS)) - text.count("\N{REPLACEMENT CHARACTER}"))


def _separator(text: str) -> str:
    """What stands between the values of a text: what gives most rows the same number of them."""

    def regularity(separator: str) -> float:
        widths = [len(values) for values in itertools.islice(_records(text, separator), LOOKED_AT) if any(values)]
        wide = Counter(width for width in widths if width > 1)
        most = wide.most_common(1)[0][1] / len(widths) if wide else 0.0
        return most if separator != "," or most >= REGULAR else 0.0

    return max(SEPARATORS, key=regularity)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """The rows of a text, each with its values; one in quotes may have lines of its own."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for n, values in enumerate(rows):
            if n >= MAX_LINES:
                raise ReadingError("import-too-many-lines", limit=MAX_LINES)
            yield values
    except csv.Error as error:
        raise ReadingError("import-damaged", format="CSV", said=str(error)) from None


def _cells(values: list[str]) -> dict[int, Cell]:
    return {column: Cell(value) for column, value in enumerate(values) if value.strip()}
