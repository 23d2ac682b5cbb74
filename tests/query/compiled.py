"""Selectors, paths and matchers compiled, and the errors of those that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plancheck.model.base import Unknown
from plancheck.query.matchers import Operand, compile_matcher
from plancheck.query.paths import Item, NamingError
from plancheck.query.scope import Scope
from plancheck.query.selectors import compile_selector

UNKNOWN = Unknown("no-document")


def selected(text: str, scope: Scope) -> list[Item]:
    return compile_selector(text, scope.workspace.kinds).select(scope).items


def operand(name: str) -> Operand:
    """What stands for `$name` in the matchers of these tests."""
    known: dict[str, Any] = {
        "today": lambda scope: scope.today,
        "words": lambda _: ["God", "viss"],
        "unknown": lambda _: UNKNOWN,
        "nothing": lambda _: None,
        "text": lambda _: "God",
    }
    found: Operand = known[name]
    return found


def answer(matcher: Any, value: Any, scope: Scope) -> Any:
    return compile_matcher(matcher, operand)(value, scope)


def naming_error(of: Callable[[], object]) -> NamingError:
    with pytest.raises(NamingError) as raised:
        of()
    return raised.value
