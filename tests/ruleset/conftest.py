"""Rule sets loaded from files on disk, and the problems of those that are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from plancheck import Problem, ProblemError, RuleSet
from plancheck.messages import said
from plancheck.model.source import parse
from plancheck.ruleset.loader import load
from tests.ruleset.rules import Loads


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loads:
    """Loads a rule set: the file `ours/rules.yaml`, or where there is none the folder `ours`, with the changes given."""

    def make(files: str | Mapping[str, str], name: str = "", changes: str | None = None, tests: bool = False) -> RuleSet:
        files = {"rules.yaml": files} if isinstance(files, str) else files
        for file, text in files.items():
            path = tmp_path / "ours" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        monkeypatch.chdir(tmp_path)
        name = name or ("./ours/rules.yaml" if "rules.yaml" in files else "./ours")
        return load(name, tmp_path, parse(changes, "plancheck.yaml") if changes else None, tests=tests)

    return make


@pytest.fixture
def refused(loaded: Loads) -> Callable[..., tuple[Problem, ...]]:
    """The problems with which a rule set is refused."""

    def make(*args: Any, **kwargs: Any) -> tuple[Problem, ...]:
        with pytest.raises(ProblemError) as raised:
            loaded(*args, **kwargs)
        for problem in raised.value.problems:
            assert said(problem.text, "sv")
            assert said(problem.text, "en")
        return raised.value.problems

    return make
