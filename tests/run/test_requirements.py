"""How the requirements of a rule set come out: a requirement holds only where something was checked for it."""

from __future__ import annotations

import datetime
from pathlib import Path

from plancheck.run.check import check
from plancheck.run.open import open_repository
from plancheck.run.requirements import standings
from tests.paths import MINIMAL, ROOT


def of(path: Path) -> dict[str, str]:
    repository = open_repository([path])
    run = check([path], repository=repository, today=datetime.date(2026, 7, 1))
    return dict(standings(run, repository.ruleset))


def test_a_requirement_without_a_check_is_not_held() -> None:
    of_minimal = of(MINIMAL)
    assert of_minimal["M1"] == "held"
    # There is no report, so nothing was asked of one.
    assert of_minimal["U5"] == "not-tested"


def test_a_requirement_with_something_that_cannot_be_judged_is_not_held() -> None:
    assert of(MINIMAL)["U2"] == "not-assessable"


def test_a_requirement_with_one_finding_among_many_checks_has_findings() -> None:
    assert of(ROOT / "examples" / "goteborg")["I1"] == "findings"


def test_that_registers_fit_together_shows_nothing_that_a_plan_must_meet() -> None:
    assert of(ROOT / "examples" / "goteborg" / "kf")["U1"] == "not-tested"


def test_what_is_asked_of_the_check_itself_is_not_counted() -> None:
    assert {"K1", "D7"}.isdisjoint(of(MINIMAL))
