"""Azure Pipelines: the report for its log, and a logging command for each finding, which it tells beside the run."""

from __future__ import annotations

from plancheck.messages import clean
from plancheck.reports import Layout, text
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Run, worst_first

_ESCAPED = str.maketrans({"%": "%AZP25", ";": "%3B", "]": "%5D", "\r": "%0D", "\n": "%0A"})


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The report as text, then the commands. Azure knows errors and warnings only: what is less stays in the text."""
    findings = [one for one in worst_first(run.evaluations, layout.severity) if one.severity != "info"]
    return text.render(run, ruleset, layout) + "".join(f"{_command(one)}\n" for one in findings)


def _command(one: Evaluation) -> str:
    place = one.location
    told = {"type": one.severity, "sourcepath": place.file, "code": one.rule}
    if place.line:
        told |= {"linenumber": str(place.line), "columnnumber": str(place.column)}
    properties = ";".join(f"{key}={_escaped(value)}" for key, value in told.items())
    return f"##vso[task.logissue {properties}]{_escaped(one.advice)}"


def _escaped(value: str) -> str:
    return clean(value).translate(_ESCAPED)
