"""Formats of the report, one file each: a function ``render(result, ruleset, layout)`` that gives the whole text."""

from __future__ import annotations

import errno
import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from plancheck.findings import Result
    from plancheck.ruleset import RuleSet, Severity

FORMATS = ("text", "json")


class Layout(NamedTuple):
    """How much of the result is told, and how. `width` 0 is that of the terminal, or 80."""

    severity: Severity = "info"
    quiet: bool = False
    statistics: bool = False
    colour: bool = False
    width: int = 0


Render: TypeAlias = "Callable[[Result, RuleSet, Layout], str]"


def report_of(name: str) -> Render:
    """The function that renders a format."""
    render: Render = importlib.import_module(f"plancheck.reports.{name}").render
    return render


def write_file(path: Path, text: str) -> None:
    """Write a whole file or nothing: a file that was there stays until the new one is complete. Raises OSError.

    What is no file of its own, such as a pipe or a device, is written to; a link leads to what it points at.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    import tempfile  # late: it brings half of the standard library's random numbers with it

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
