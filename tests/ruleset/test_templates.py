"""Templates of messages and hints in rule files."""

from __future__ import annotations

import pytest

from tests.ruleset.rules import Refused, documents, rule


@pytest.mark.parametrize("hint_or_message", ["message", "hint"])
@pytest.mark.parametrize("text", ["{item.title", "item.title}", "{{item.title}", "{a{item.title}", "}{"])
def test_a_lone_brace_is_refused(hint_or_message: str, text: str, refused: Refused) -> None:
    line = f"{hint_or_message}: {{sv: x, en: '{text}'}}"
    (problem,) = refused(documents() + "rules:\n" + rule("TST001", line))
    assert problem.text.key == "lone-brace"
    assert problem.line == f"    {line}"
    assert problem.line[problem.span.column - 1 :].startswith("'")
