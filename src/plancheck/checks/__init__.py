"""The kinds of check, one file each: the parameters that a rule gives, and how it judges.

A module has a pydantic model `Parameters`, a mapping `MUTATIONS` (for each key how a mutant changes it, or why none does) and
a function `compile` that makes a `Check` from the parameters.
"""

from __future__ import annotations

import importlib
from types import ModuleType

KINDS = ("covered", "each", "unique", "agree", "deadline", "ordered", "share", "sum", "schema", "plugin")


def module_of(kind: str) -> ModuleType:
    """The module of a kind of check, imported when it is first used."""
    return importlib.import_module(f"plancheck.checks.{kind}")
