"""Formats of the report, one file each: a function ``render(run, ruleset, layout)`` that returns the whole text."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from plancheck.ruleset.model import RuleSet
    from plancheck.ruleset.severity import Severity
    from plancheck.run.results import Passes, Run


FORMATS = ("text", "json", "html", "markdown", "csv", "docx", "sarif", "junit", "github", "gitlab", "azure")
ENDINGS = {
    "": "text", ".txt": "text", ".log": "text", ".json": "json", ".html": "html", ".htm": "html", ".md": "markdown",
    ".csv": "csv", ".docx": "docx", ".sarif": "sarif", ".xml": "junit",
}  # fmt: skip
"""The format that the ending of a file's name stands for."""


PASSES: Mapping[str, Passes] = {"json": "named", "html": "whole", "csv": "whole", "junit": "whole"}
"""What the formats show of what passed; the others count it."""


def passes_for(formats: Iterable[str]) -> Passes:
    """What must be made of what passed for some formats."""
    wanted = {PASSES.get(name, "counted") for name in formats}
    levels: tuple[Passes, ...] = ("whole", "named")
    return next((level for level in levels if level in wanted), "counted")


def format_of_surroundings(environment: Mapping[str, str]) -> str:
    """The format that is read where the program runs: that of the CI, where its log has one, else text."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "azure" if environment.get("TF_BUILD", "").casefold() == "true" else "text"


class Layout(NamedTuple):
    """How much of the run is reported, and how. `width` 0 is the width of the terminal, or 80.

    `sarif_all` adds what is no finding to SARIF, whose readers would show it as one.
    """

    severity: Severity = "info"
    quiet: bool = False
    statistics: bool = False
    colour: bool = False
    width: int = 0
    sarif_all: bool = False


Render: TypeAlias = "Callable[[Run, RuleSet, Layout], str | bytes]"


def report_of(name: str) -> Render:
    """The function that renders a format."""
    render: Render = importlib.import_module(f"plancheck.reports.{name}").render
    return render
