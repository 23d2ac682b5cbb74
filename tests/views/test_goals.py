"""The goal matrix."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.page import text_of, written
from tests.paths import GOTEBORG


def test_a_goal_that_a_plan_leaves_out_is_a_hole_in_the_matrix(folder: Path) -> None:
    shutil.copytree(GOTEBORG, folder / "holes")
    plan = folder / "holes" / "nordost" / "2024" / "verksamhetsplan.yaml"
    before = text_of(written(folder, folder / "holes"))
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("ref: kf-2024/goal-5\n", "ref: kf-2024/goal-1\n"), encoding="utf-8")
    after = text_of(written(folder, folder / "holes", "--lang", "sv"))
    assert before.count('<tr class="hole">') == 0
    assert after.count('<tr class="hole">') == 1
