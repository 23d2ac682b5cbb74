"""The year: days left and days past."""

from __future__ import annotations

from pathlib import Path

from tests.page import text_of, written
from tests.paths import ALMSTAD, GOTEBORG


def test_the_year_tells_the_days_that_are_left_and_those_that_have_passed(folder: Path) -> None:
    late = text_of(written(folder, GOTEBORG, today="2026-11-22"))
    early = text_of(written(folder, GOTEBORG, "--lang", "sv", today="2024-02-01"))
    assert "inget beslut angivet, 997 dagar efter sista dagen" in late
    assert "28 dagar kvar" in early
    assert "i tid, " in text_of(written(folder, ALMSTAD, today="2026-11-22"))
