"""The types of what the fixtures give."""

from __future__ import annotations

from collections.abc import Callable

from plancheck import Evaluation
from plancheck.query.scope import Scope
from plancheck.repository.workspace import Workspace

Workspaces = Callable[..., Workspace]
Scopes = Callable[..., Scope]
Judged = Callable[..., list[Evaluation]]
RefusedFile = Callable[[bytes, str], str]
