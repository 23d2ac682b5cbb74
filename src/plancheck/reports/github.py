"""GitHub Actions: the report for its log, an annotation for each finding, and a summary of the job."""

from __future__ import annotations

import secrets

from plancheck.messages import clean
from plancheck.reports import Layout, text
from plancheck.ruleset.model import RuleSet, words_of
from plancheck.run.results import Evaluation, Run, worst_first

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_ESCAPED = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_ESCAPED_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The report as text, then the commands; GitHub shows the first ten of each severity beside the changes.

    While the text is told no command is listened to, so that no plan can give one.
    """
    token = secrets.token_hex(16)
    told = text.render(run, ruleset, layout)
    commands = [_command(one, ruleset, run) for one in worst_first(run.evaluations, layout.severity)]
    return "".join(f"{line}\n" for line in (f"::stop-commands::{token}", told.rstrip("\n"), f"::{token}::", *commands))


def _command(one: Evaluation, ruleset: RuleSet, run: Run) -> str:
    place = one.location
    told = {"file": place.file}
    if place.line:
        told |= {"line": str(place.line), "col": str(place.column), "endColumn": str(place.end)}
    told["title"] = f"{one.rule} {words_of(one.rule, ruleset, run.language).title}"
    properties = ",".join(f"{key}={clean(value).translate(_ESCAPED_PROPERTY)}" for key, value in told.items())
    message = clean(one.advice).translate(_ESCAPED)
    return f"::{COMMANDS[one.severity]} {properties}::{message}"
