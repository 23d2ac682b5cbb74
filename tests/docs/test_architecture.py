"""The map in docs/architecture.md names what is there."""

from __future__ import annotations

from plancheck.model.base import derived_of
from plancheck.model.document import parts
from tests.paths import ROOT


def test_every_module_is_on_the_map() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [file.name for file in (ROOT / "src" / "plancheck").glob("*.py") if not file.name.startswith("__")]
    assert [name for name in modules if f"`{name}`" not in text and f"{name}`" not in text] == []


def test_every_word_of_the_rule_language_is_on_the_map() -> None:
    from plancheck.checks import KINDS
    from plancheck.query.matchers import OPERATORS

    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    fields = [name for part in parts() for name in derived_of(part)]
    assert [word for word in (*KINDS, *OPERATORS, *fields) if f"`{word}`" not in text] == []
