"""GitHub Actions: the report for its log, an annotation for each finding, and a summary of the job."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from plancheck.messages import clean
from plancheck.reports import Layout, text
from plancheck.reports.root import paths_from_root
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Run, worst_first

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_ESCAPED = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_ESCAPED_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The report as text, then the commands; GitHub shows the first ten of each severity next to the changes.

    Commands are switched off while the text is printed, so that no plan can give one.
    """
    token = secrets.token_hex(16)
    report = text.render(run, ruleset, layout).rstrip("\n")
    from_root = paths_from_root()
    commands = [_command(finding, from_root, ruleset, run) for finding in worst_first(run.evaluations, layout.severity)]
    return "".join(f"{line}\n" for line in (f"::stop-commands::{token}", report, f"::{token}::", *commands))


def _command(finding: Evaluation, from_root: Callable[[str], str], ruleset: RuleSet, run: Run) -> str:
    location = finding.location
    properties = {"file": from_root(location.file)}
    if location.line:
        properties |= {"line": str(location.line), "col": str(location.column), "endColumn": str(location.end)}
    properties["title"] = f"{finding.rule} {words_of(finding.rule, ruleset, run.language).title}"
    written = ",".join(f"{key}={clean(value).translate(_ESCAPED_PROPERTY)}" for key, value in properties.items())
    message = clean(finding.advice).translate(_ESCAPED)
    return f"::{COMMANDS[finding.severity]} {written}::{message}"
