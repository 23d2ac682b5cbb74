"""Defects that once passed, or that accused more than they should: each turns red what it should, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import plancheck
from tests.examples.changes import SMALL, TODAY, Edit, change, found, found_in
from tests.paths import EXAMPLES

SECOND = "almstad/kultur-fritid/2024-tertialrapport-2.yaml"
YEAR = "almstad/kultur-fritid/2024-verksamhetsberattelse.yaml"
GIVEN = "almstad/kf/2024-mal-och-budget.yaml"
BUDGET = "minimal/kf-budget.yaml"
GOALS = "goals:\n  - ref: mob-2024/mal-1"
LOKALBANK = "  - {ref: mob-2024/lokalbank, status: pågår, comment: Uppgifterna om nämndens lokaler är lämnade.}\n"
IN_AUGUST = Edit(SECOND, "", GOALS, "uppdrag:\n  - {ref: mob-2024/lokalbank, status: klart}\n" + GOALS)
LEFT_OUT = Edit(YEAR, "", LOKALBANK, "")
LATE = "status: försenat, comment: Förstudien"
TEXT = "text: Bussen köps i mars och kör sin första tur i augusti."
DECISION = "  - {by: kulturnamnden, outcome: adopted, date: 2025-02-11, paragraph: § 9, diary-number: KUN-2025-14}\n"
REVISION = "  - {by: kulturnamnden, outcome: adopted, date: 2025-05-13, paragraph: § 31, diary-number: KUN-2025-14}\n"


def turned(tmp_path: Path, *edits: Edit) -> set[str]:
    """The rules that changes of an example turn red; none of them turns one green."""
    example = edits[0].file.partition("/")[0]
    shutil.copytree(EXAMPLES / example, tmp_path / example)
    for edit in edits:
        change(tmp_path, edit)
    after, before = found(tmp_path / example), found_in(example)
    assert not before - after
    return {rule for rule, _, _ in after - before}


@pytest.mark.parametrize(
    ("edits", "red"),
    [
        pytest.param([IN_AUGUST], {"UPP011"}, id="a tertialrapport completes an uppdrag without a decision"),
        pytest.param([IN_AUGUST, LEFT_OUT], {"UPP011", "UPP017"}, id="and the report of the year lets it vanish"),
        pytest.param(
            [Edit(YEAR, "", "slutförda., kind: slutforda-uppdrag}", "slutförda., kind: godkanna}")],
            {"UPP011", "UPP002"},
            id="no point of the decision declares the uppdrag completed that the next plan leaves out",
        ),
        pytest.param([Edit(YEAR, "", LATE, LATE.replace("försenat", "Försenad"))], set(),
                     id="another form of a word of the scale"),
        pytest.param([Edit(YEAR, "", LATE, LATE.replace("försenat", "banan"))], {"UPP007"},
                     id="a word that is on no scale"),
        pytest.param([Edit(SMALL, "", "ref: kf-2025/bokbuss", "ref: kf-2025/bokbus")], {"UPP005"}, id="a misspelt reference"),
        pytest.param([Edit(SMALL, "", DECISION, REVISION + DECISION)], set(), id="a revision that stands before the adoption"),
        pytest.param([Edit(SMALL, "", "date: 2025-02-11, ", "")], {"TID004"}, id="a decision without a day"),
        pytest.param([Edit(SMALL, "", "by: kulturnamnden", "by: ks")], {"TID008", "TID001"}, id="a decision of somebody else"),
        pytest.param([Edit(SMALL, "", TEXT, "text: Se ovan.")], {"UPP003"},
                     id="a text that says nothing"),
        pytest.param([Edit(BUDGET, "", "by: kf, to:", "by: kf, due: 2025-Q2, to:")], {"DOK001"}, id="a day that is none"),
    ],
)  # fmt: skip
def test_a_defect_turns_red_what_it_should_and_nothing_else(edits: list[Edit], red: set[str], tmp_path: Path) -> None:
    assert turned(tmp_path, *edits) == red


def test_a_bad_value_costs_no_check_but_those_that_rest_on_it(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "minimal", tmp_path / "minimal")
    before = plancheck.check([tmp_path / "minimal"], today=TODAY).evaluations
    change(tmp_path, Edit(BUDGET, "", "by: kf, to:", "by: kf, due: 2025-Q2, to:"))
    after = plancheck.check([tmp_path / "minimal"], today=TODAY).evaluations
    assert {(one.rule, one.item) for one in before} <= {(one.rule, one.item) for one in after}


@pytest.mark.parametrize("missing", ["kf-budget.yaml", "organisation.yaml"])
def test_a_register_that_is_missing_accuses_nobody(missing: str, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "minimal", tmp_path / "minimal")
    (tmp_path / "minimal" / missing).unlink()
    assert not found(tmp_path / "minimal")
