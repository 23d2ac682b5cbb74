"""Log commands for Azure Pipelines."""

from __future__ import annotations

from tests.reports.goteborg import findings, of_goteborg


def test_azure_gets_errors_and_warnings_with_their_places() -> None:
    commands = [line for line in of_goteborg("azure").splitlines() if line.startswith("##vso[")]
    told = [one for one in findings() if one["severity"] != "info"]
    assert len(commands) == len(told)
    place = told[0]["location"]
    first = next(line for line in commands if f"linenumber={place['line']};" in line)
    assert f"sourcepath={place['file']};" in first
