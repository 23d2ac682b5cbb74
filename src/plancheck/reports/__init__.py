"""Formats of the report, one file each: a function ``render(result, ruleset, layout)`` that gives the whole text."""

from __future__ import annotations

import errno
import importlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from plancheck.findings import Result
    from plancheck.ruleset import RuleSet, Severity

FORMATS = ("text", "json", "html", "markdown", "csv", "docx", "sarif", "junit", "github", "gitlab", "azure")
ENDINGS = {
    "": "text", ".txt": "text", ".log": "text", ".json": "json", ".html": "html", ".htm": "html", ".md": "markdown",
    ".csv": "csv", ".docx": "docx", ".sarif": "sarif", ".xml": "junit",
}  # fmt: skip
"""The format that the name of a file asks for by its ending."""


def format_of_surroundings(environment: Mapping[str, str]) -> str:
    """The format that is read where the program runs: that of the CI, where its log has one, else text."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "azure" if environment.get("TF_BUILD", "").casefold() == "true" else "text"


class Layout(NamedTuple):
    """How much of the result is told, and how. `width` 0 is that of the terminal, or 80."""

    severity: Severity = "info"
    quiet: bool = False
    statistics: bool = False
    colour: bool = False
    width: int = 0


Render: TypeAlias = "Callable[[Result, RuleSet, Layout], str | bytes]"


def report_of(name: str) -> Render:
    """The function that renders a format."""
    render: Render = importlib.import_module(f"plancheck.reports.{name}").render
    return render


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: a file that was there stays until the new one is complete. Raises OSError.

    What is no file of its own, such as a pipe or a device, is written to; a link leads to what it points at.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if path.exists() and not path.is_file():
        # Before links are followed: that to a pipe leads to no path.
        with path.open("wb") as stream:
            stream.write(data)
        return
    path = Path(os.path.realpath(path))
    import tempfile  # late: it brings half of the standard library's random numbers with it

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
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
