"""Reports of a check of the example of Göteborg."""

from __future__ import annotations

import contextlib
import json
from functools import cache
from typing import Any

from tests.command import check
from tests.paths import GOTEBORG, ROOT


def printed(*arguments: str) -> str:
    """What a check of the example prints in the root of the project, wherever the test that asks first has gone."""
    with contextlib.chdir(ROOT):
        return check(GOTEBORG, *arguments).stdout


@cache
def of_goteborg(format_: str) -> str:
    return printed("--format", format_)


@cache
def report(*arguments: str) -> dict[str, Any]:
    """The JSON report of the example."""
    values: dict[str, Any] = json.loads(printed("--format", "json", *arguments))
    return values


def findings() -> list[dict[str, Any]]:
    return [one for one in report()["evaluations"] if one["outcome"] == "failed"]
