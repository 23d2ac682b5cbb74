"""What is wrong with a file carries the built-in rule that it breaks."""

from __future__ import annotations

from typing import get_args

import pytest

from plancheck.messages import LANGUAGES, word
from plancheck.model.problems import Fault, FileRule, placeless
from plancheck.model.source import NOWHERE
from plancheck.model.text import Text
from plancheck.ruleset.builtin import BUILT_IN, OF_FILES


def test_a_fault_without_the_rule_that_it_breaks_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="rule"):
        Fault("plan.yaml", NOWHERE, Text("empty"))  # type: ignore[call-arg]
    assert Fault.of("FIL001", placeless("plan.yaml", "empty")).rule == "FIL001"


def test_every_rule_of_files_is_built_in_and_has_its_words() -> None:
    assert get_args(FileRule) == OF_FILES
    assert set(OF_FILES) < set(BUILT_IN)
    assert all(
        word(f"{rule}-{part}", language) for rule in BUILT_IN for part in ("title", "why", "hint") for language in LANGUAGES
    )
