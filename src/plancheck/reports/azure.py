"""Azure Pipelines: the report for its log, and a logging command for each finding, which it shows next to the run."""

from __future__ import annotations

from collections.abc import Callable

from plancheck.messages import clean
from plancheck.reports import Layout, text
from plancheck.reports.root import paths_from_root
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Run, worst_first

_ESCAPED = str.maketrans({"%": "%AZP25", ";": "%3B", "]": "%5D", "\r": "%0D", "\n": "%0A"})


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The report as text, then the commands. Azure has errors and warnings only: mere information is in the text alone."""
    findings = [finding for finding in worst_first(run.evaluations, layout.severity) if finding.severity != "info"]
    from_root = paths_from_root()
    return text.render(run, ruleset, layout) + "".join(f"{_command(finding, from_root)}\n" for finding in findings)


def _command(finding: Evaluation, from_root: Callable[[str], str]) -> str:
    location = finding.location
    properties = {"type": finding.severity, "sourcepath": from_root(location.file), "code": finding.rule}
    if location.line:
        properties |= {"linenumber": str(location.line), "columnnumber": str(location.column)}
    written = ";".join(f"{key}={_escaped(value)}" for key, value in properties.items())
    return f"##vso[task.logissue {written}]{_escaped(finding.advice)}"


def _escaped(value: str) -> str:
    return clean(value).translate(_ESCAPED)
