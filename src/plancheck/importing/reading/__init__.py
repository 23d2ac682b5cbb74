"""The formats that can be imported, one module each with a function ``read(data, name)`` that returns a `Reading`.

This module is imported by every command: it imports a format, with its libraries, only to read a file.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from plancheck.importing.reading.errors import ReadingError as ReadingError
from plancheck.installation import install_command
from plancheck.model.text import Text

if TYPE_CHECKING:
    from plancheck.importing.reading.limits import Limits
    from plancheck.importing.reading.lines import Reading

SHEETS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "csv", ".tsv": "csv"}
"""The modules that read a spreadsheet, by the suffix of its name."""
FORMATS = {".txt": "text", ".docx": "docx", ".pdf": "pdf", **SHEETS}
"""The modules that read a file, by the suffix of its name."""
CONVERTIBLE = (".doc", ".docm", ".odt", ".rtf")
"""The suffixes of documents that must be saved in another format first."""
CONVERTIBLE_SHEETS = (".xls", ".xlsb", ".ods", ".numbers")
"""The suffixes of spreadsheets that must be saved in another format first."""
MAX_BYTES = 200_000_000
"""How many bytes a file may have."""
MAX_PAGES = 1_500
"""How many pages a file may have."""
MAX_LINES = 400_000
"""How many lines a file may have."""
MAX_LETTERS = 200_000
"""How many characters a line may have."""
APART = 300_000
"""How many bytes a Word file may have that is read without a process of its own."""
FORMAT_NAMES = {".pdf": "PDF", ".docx": "Word", ".txt": "text"}
"""What the formats are called, by the suffixes of their names."""

Read: TypeAlias = "Callable[[bytes, str], Reading]"


def is_importable(path: Path) -> bool:
    """Whether a file is for the import: it is read, or its error says in which format to save it."""
    return path.suffix.lower() in (*FORMATS, *CONVERTIBLE, *CONVERTIBLE_SHEETS)


def refuse_unreadable(path: Path) -> None:
    """Raises ReadingError for what is no file, or too large to be read; OSError where nothing is there."""
    if path.exists() and not path.is_file() and not path.is_dir():
        # A pipe or a device never ends.
        raise ReadingError("import-no-file")
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError("import-too-large", limit=MAX_BYTES // 1_000_000)


def read(path: Path, name: str, limits: Limits | None = None) -> Reading:
    """The lines of a file, within limits of time and memory. Raises ReadingError or OSError."""
    from plancheck.importing.reading.limits import Limits, limited, read_apart

    refuse_unreadable(path)
    suffix = path.suffix.lower()
    module = FORMATS.get(suffix)
    if module is None:
        raise ReadingError(
            "import-unknown-format",
            suffix=path.suffix or path.name,
            known=", ".join(SHEETS if suffix in CONVERTIBLE_SHEETS else FORMATS),
        )
    data = path.read_bytes()
    _refuse_misnamed(data, suffix)
    limits = limits or Limits()
    try:
        if suffix == ".pdf":
            reading = _read_pdf(data, name, limits)
        elif suffix == ".docx" and len(data) > APART:
            reading = read_apart(f"{__name__}.{module}", data, name, limits)
        else:
            with limited(*limits):
                reader: Read = importlib.import_module(f"plancheck.importing.reading.{module}").read
                reading = reader(data, name)
    except ModuleNotFoundError as error:
        raise ReadingError("import-not-installed", name=error.name or module, command=install_command()) from None
    for line in reading.lines:
        if len(line.text) > MAX_LETTERS:
            raise ReadingError("import-too-long-line", line=line.number, limit=MAX_LETTERS)
    return reading


def _read_pdf(data: bytes, name: str, limits: Limits) -> Reading:
    """The lines of a PDF, those of pages that are pictures too where text recognition is installed."""
    from plancheck.importing.reading import ocr
    from plancheck.importing.reading.limits import read_apart
    from plancheck.importing.reading.lines import Unread

    first: Reading | None = None
    try:
        first = read_apart(f"{__name__}.pdf", data, name, limits)
        pictures = [unread.page or 1 for unread in first.unread if unread.why.key == "unread-picture"]
        pages = first.pages
    except ReadingError as error:
        pages = int(str(error.text.details.get("pages", 0)))
        if not error.text.details.get("pictures") or not ocr.is_installed():
            raise
        pictures = list(range(1, pages + 1))
    if first is not None and not (pictures and ocr.is_installed()):
        return first
    with_text = ocr.with_text(data, pages)
    if with_text is None:
        if first is None:
            raise ReadingError("import-ocr-failed")
        return first
    try:
        reading = read_apart(f"{__name__}.pdf", with_text, name, limits)
    except ReadingError as error:
        # There is nothing to recognise either.
        if error.text.key == "import-no-text-layer":
            raise ReadingError("import-empty") from None
        raise
    # A picture may be no page of text.
    before = Counter(line.page for line in first.lines) if first else Counter[int]()
    after = Counter(line.page for line in reading.lines)
    pictures = [page for page in pictures if after[page] > before[page]]
    if not pictures:
        return reading
    unread = (unread for unread in reading.unread if unread.why.key != "unread-picture" or unread.page not in pictures)
    shown = f"{pictures[0]}–{pictures[-1]}" if len(pictures) > 1 else str(pictures[0])
    told = Unread(Text("unread-ocr", {"pages": shown}), pictures[0])
    return replace(reading, unread=(told, *unread))


def _refuse_misnamed(data: bytes, suffix: str) -> None:
    """Raises ReadingError for a file that is of another format than its name says."""
    # A PDF may have other things before it.
    is_pdf = b"%PDF-" in data[:1024] if suffix == ".pdf" else data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"%PDF-"
    is_word = data.startswith(b"PK\x03\x04") and b"word/document.xml" in data
    is_of_text = suffix not in (".csv", ".tsv") and _is_text(data[:4096])
    right = ".pdf" if is_pdf else ".docx" if is_word else ".txt" if is_of_text else suffix
    if right != suffix:
        raise ReadingError("import-misnamed", suffix=suffix, format=FORMAT_NAMES[right], right=right)


def _is_text(start: bytes) -> bool:
    """Whether the start of a file is text."""
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf")) or start.lstrip()[:1] in (b"", b"<"):
        return False
    # The last letter may be cut.
    text = start.decode("utf-8", "ignore")
    return len(text.encode()) >= len(start) - 3 and all(
        char.isprintable() or char in "\t\r\n\f\v\ufeff\xad\xa0" for char in text
    )
