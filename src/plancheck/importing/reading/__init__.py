"""The formats that can be imported, one module each with a function ``read(data, name)`` that returns a `Reading`.

This module is imported by every command: it imports a format, with its libraries, only to read a file.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from plancheck.installation import install_command
from plancheck.model.text import Text

if TYPE_CHECKING:
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

Read: TypeAlias = "Callable[[bytes, str], Reading]"


class ReadingError(Exception):
    """A file that cannot be read, and why."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.text = Text(key, details)


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


def read(path: Path, name: str) -> Reading:
    """The lines of a file. Raises ReadingError or OSError."""
    refuse_unreadable(path)
    module_name = FORMATS.get(path.suffix.lower())
    if module_name is None:
        known = SHEETS if path.suffix.lower() in CONVERTIBLE_SHEETS else FORMATS
        raise ReadingError("import-unknown-format", suffix=path.suffix or path.name, known=", ".join(known))
    try:
        module = importlib.import_module(f"plancheck.importing.reading.{module_name}")
    except ModuleNotFoundError as error:
        raise ReadingError("import-not-installed", name=error.name or module_name, command=install_command()) from None
    reader: Read = module.read
    return reader(path.read_bytes(), name)
