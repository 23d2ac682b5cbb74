"""A city that steers in three levels: what is found in its documents, and that its goals hang together across the levels."""

from __future__ import annotations

import datetime
import re
from collections import Counter

import plancheck
from tests.examples.changes import found_in
from tests.paths import EXAMPLES, ROOT

STORSTAD = EXAMPLES / "storstad"


def test_every_finding_is_explained_in_the_docs() -> None:
    text = (ROOT / "docs" / "findings-storstad.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]{3}[0-9]{3}) \| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE)
    assert Counter(rows) == found_in("storstad"), "left: the page, right: what is found"


def test_a_plan_that_takes_care_of_the_lower_goals_takes_care_of_those_above_them() -> None:
    answers = plancheck.check([STORSTAD], today=datetime.date(2026, 11, 22)).evaluations
    assert {one.item for one in answers if one.rule == "MAL001" and one.outcome == "passed"} == {
        "kf-2025/trygg",
        "kf-2025/hallbar",
    }
