"""The smallest example."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.command import plancheck
from tests.examples.changes import found_in
from tests.paths import MINIMAL


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_smallest_example_passes(language: str) -> None:
    result = plancheck("check", MINIMAL, "--fail-on", "info", "--lang", language)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("3 do")
    assert found_in("minimal") == Counter()
