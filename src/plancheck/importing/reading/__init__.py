"""Formats that can be imported, one file each: a function ``read(data, name)`` that gives a `Reading`."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from plancheck.model.text import Text

if TYPE_CHECKING:
    from plancheck.importing.reading.lines import Reading

SUFFIXES = {".txt": "text", ".docx": "docx", ".pdf": "pdf"}
MAX_BYTES = 200_000_000
"""How large a file may be."""
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


def read(path: Path, name: str) -> Reading:
    """The lines of a file. Raises ReadingError, or OSError."""
    if path.exists() and not path.is_file() and not path.is_dir():
        # A pipe or a device never ends.
        raise ReadingError("import-no-file")
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError("import-too-large", limit=MAX_BYTES // 1_000_000)
    format_ = SUFFIXES.get(path.suffix.lower())
    if format_ is None:
        raise ReadingError("import-unknown-format", suffix=path.suffix or path.name, known=", ".join(SUFFIXES))
    try:
        module = importlib.import_module(f"plancheck.importing.reading.{format_}")
    except ModuleNotFoundError as error:
        raise ReadingError("import-not-installed", name=error.name or format_) from None
    reader: Read = module.read
    return reader(path.read_bytes(), name)
