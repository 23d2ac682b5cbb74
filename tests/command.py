"""The command in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from plancheck.cli import main

TODAY = "2026-11-22"


def plancheck(*arguments: str | Path, stdin: str | None = None) -> Result:
    """A command in this process: it ends with an exit code and tells no traceback."""
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    return result


def check(*arguments: str | Path, today: str = TODAY) -> Result:
    """A check on a certain day."""
    return plancheck("check", "--today", today, *arguments)


def report(*arguments: str | Path, stdin: str | None = None) -> dict[str, Any]:
    """The JSON report of a check."""
    values: dict[str, Any] = json.loads(plancheck("check", "--format", "json", *arguments, stdin=stdin).stdout)
    return values


def answers(values: dict[str, Any]) -> list[dict[str, Any]]:
    """All answers of a JSON report, those that something passed too: these have no place."""
    passed = [
        {"rule": one["rule"], "document": one["document"], "item": item, "outcome": "passed"}
        for one in values.get("passed", [])
        for item in one["items"]
    ]
    return [*values["evaluations"], *passed]


def failed(*arguments: str | Path, stdin: str | None = None) -> list[tuple[str, str]]:
    """The findings of a check: the rule and the file."""
    evaluations = report(*arguments, stdin=stdin)["evaluations"]
    return [(one["rule"], one["location"]["file"]) for one in evaluations if one["outcome"] == "failed"]
