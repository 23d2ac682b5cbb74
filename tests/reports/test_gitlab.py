"""The report for GitLab."""

from __future__ import annotations

import json

from jsonschema import Draft7Validator

from tests.paths import FORMATS_OF_OTHERS
from tests.reports.goteborg import findings, of_goteborg


def test_the_report_for_gitlab_is_valid_against_what_gitlab_validates_with() -> None:
    schema = json.loads((FORMATS_OF_OTHERS / "codeclimate.schema.json").read_text(encoding="utf-8"))
    issues = json.loads(of_goteborg("gitlab"))
    assert [error.message for issue in issues for error in Draft7Validator(schema).iter_errors(issue)] == []
    assert [issue["fingerprint"] for issue in issues] == [one["fingerprint"] for one in findings()]
    assert all(
        issue["location"]["lines"]["begin"] == one["location"]["line"] for issue, one in zip(issues, findings(), strict=True)
    )
