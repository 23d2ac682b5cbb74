"""The HTML report of a check, in a file."""

from __future__ import annotations

from pathlib import Path

from tests.command import TODAY, check


def written(folder: Path, *arguments: str | Path, today: str = TODAY) -> str:
    """The address of the report of a check."""
    name = folder / f"{abs(hash(arguments))}.html"
    made = check(*arguments, "--output", name, today=today)
    assert made.exit_code in (0, 1), made.output
    return name.as_uri()


def text_of(address: str) -> str:
    return Path(address.removeprefix("file://")).read_text(encoding="utf-8")
