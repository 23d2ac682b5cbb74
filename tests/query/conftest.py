"""The plan that selectors, paths and matchers are tried on."""

from __future__ import annotations

import pytest

from plancheck.query.scope import Scope
from tests.fixtures import Scopes
from tests.query.plans import OTHERS, PLAN


@pytest.fixture(scope="module")
def plan(scope: Scopes) -> Scope:
    return scope(PLAN, *OTHERS)
