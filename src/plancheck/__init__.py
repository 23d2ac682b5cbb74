"""plancheck: declarative rules check a city's plans against what must hold.

`check` judges documents and gives a `Run` of `Evaluation`s, `check_all` many repositories; `load` reads a rule set.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from plancheck.version import __version__

if TYPE_CHECKING:
    from plancheck.model.problems import Problem, ProblemError
    from plancheck.ruleset.loader import load
    from plancheck.ruleset.model import RuleSet
    from plancheck.run.cache import Cache
    from plancheck.run.check import check
    from plancheck.run.repositories import Checked, check_all
    from plancheck.run.results import Evaluation, Location, Related, Run

_WHERE = {
    "check": "run.check", "Cache": "run.cache", "Checked": "run.repositories", "check_all": "run.repositories",
    "Evaluation": "run.results", "Location": "run.results", "Related": "run.results", "Run": "run.results",
    "Problem": "model.problems", "ProblemError": "model.problems",
    "RuleSet": "ruleset.model", "load": "ruleset.loader",
}  # fmt: skip

__all__ = [
    "Cache", "Checked", "Evaluation", "Location", "Problem", "ProblemError", "Related", "RuleSet", "Run", "__version__",
    "check", "check_all", "load",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: `import plancheck` itself costs nothing."""
    if name in _WHERE:
        return getattr(importlib.import_module(f"plancheck.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'plancheck' has no attribute {name!r}")
