"""The goal matrix."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

import plancheck
from plancheck.views.goals import goal_matrices
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


KF = """\
document: kf-budget
id: kf-2024
year: 2024
goals:
  - {id: trygg, title: En trygg stad, sub-goals: [{id: unga, title: Fler unga i arbete}]}
  - {id: gron, title: En grön stad}
  - {id: jamlik, title: En jämlik stad}
  - {id: smart, title: En smart stad}
"""
PLAN = """\
document: verksamhetsplan
namnd: sn
year: 2024
goals:
  - {ref: kf-2024/unga, text: Coacher}
  - {ref: [kf-2024/gron, kf-2024/jamlik], text: Parker}
  - title: Eget
    sub-goals: [{ref: kf-2024/jamlik, text: Samråd, at: {section: "3.1"}}]
  - {ref: kf-2023/gammal, title: Ett gammalt}
"""
REPORT = """\
document: arsrapport
namnd: sn
year: 2024
goals:
  - {ref: kf-2024/trygg, sub-goals: [{ref: kf-2024/unga, assessment: ok}, {ref: kf-2024/unga, assessment: god}]}
  - {ref: [kf-2024/gron, kf-2024/jamlik], assessment: viss}
"""


def test_a_goal_stands_in_the_row_of_each_goal_of_kf_that_it_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"kf": KF, "vp": PLAN, "ar": REPORT}.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    (matrix,) = goal_matrices(plancheck.check(["."], today=datetime.date(2024, 2, 1)))
    report, plan = matrix.files.index("ar.yaml"), matrix.files.index("vp.yaml")
    cells = {
        row.title: (
            [cell.assessment for cell in row.columns[report]],
            [(cell.line, cell.section) for cell in row.columns[plan]],
        )
        for row in matrix.rows
    }
    assert cells == {
        "En trygg stad": ([""], [(5, "")]),
        "Fler unga i arbete": (["ok"], [(5, "")]),
        "En grön stad": (["Delvis uppfyllt"], [(6, "")]),
        "En jämlik stad": (["Delvis uppfyllt"], [(6, ""), (8, "3.1")]),
        "En smart stad": ([], []),
        "Eget": ([], [(7, "")]),
        "Ett gammalt": ([], [(9, "")]),
    }
    assert [row.title for row in matrix.rows if row.is_hole] == ["En smart stad"]
    assert [(row.level, row.title) for row in matrix.rows][:3] == [
        (0, "En trygg stad"), (1, "Fler unga i arbete"), (0, "En grön stad"),
    ]  # fmt: skip


def test_a_goal_of_the_nämnds_own_has_its_row_below_those_that_it_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = """\
document: verksamhetsplan
id: vp
namnd: sn
year: 2024
goals:
  - {id: luft, title: Ren luft, ref: [kf-2024/gron, kf-2024/jamlik]}
  - {id: tid, title: Svar i tid}
"""
    report = """\
document: arsrapport
namnd: sn
year: 2024
goals: [{ref: vp/tid, assessment: god}, {ref: vp/luft, assessment: viss}]
"""
    for name, text in {"kf": KF, "vp": plan, "ar": report}.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    (matrix,) = goal_matrices(plancheck.check(["."], today=datetime.date(2024, 2, 1)))
    assert [(row.level, row.title, sum(map(len, row.columns))) for row in matrix.rows] == [
        (0, "En trygg stad", 0),
        (1, "Fler unga i arbete", 0),
        (0, "En grön stad", 1),
        (1, "Ren luft", 2),
        (0, "En jämlik stad", 1),
        (1, "Ren luft", 2),
        (0, "En smart stad", 0),
        (0, "Svar i tid", 2),
    ]


def own_goals(goals: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: str = "[]") -> list[tuple[int, str, int]]:
    """The level, the title and the number of places of each row for a plan with goals of the nämnd's own."""
    monkeypatch.chdir(tmp_path)
    Path("vp.yaml").write_text(f"document: verksamhetsplan\nid: vp\nnamnd: sn\nyear: 2024\ngoals: {goals}\n", encoding="utf-8")
    Path("ar.yaml").write_text(f"document: arsrapport\nnamnd: sn\nyear: 2024\ngoals: {report}\n", encoding="utf-8")
    (matrix,) = goal_matrices(plancheck.check(["."], today=datetime.date(2024, 2, 1), select=["KED012"]))
    return [(row.level, row.title, sum(map(len, row.columns))) for row in matrix.rows]


def test_a_report_that_names_a_goal_of_the_plan_by_its_title_is_in_the_row_of_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = "[{title: ren  Luft}, {ref: vp/n1, title: Samma mål}]"
    assert own_goals("[{id: n1, title: Ren luft}]", tmp_path, monkeypatch, report) == [(0, "Ren luft", 3)]


def test_goals_that_stand_under_one_another_in_a_circle_have_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goals = "[{id: a, title: A, ref: vp/b}, {id: b, title: B, ref: vp/a}, {id: c, title: C, ref: vp/c}]"
    rows = own_goals(goals, tmp_path, monkeypatch)
    assert [(level, title) for level, title, _ in rows] == [(0, "A"), (1, "B"), (0, "C")]


def test_a_long_chain_of_goals_and_a_net_of_them_have_a_row_for_each_reference_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = ["{id: a0, title: A0}", *(f"{{id: a{n}, title: A{n}, ref: vp/a{n - 1}}}" for n in range(1, 1200))]
    assert len(own_goals(f"[{', '.join(chain)}]", tmp_path, monkeypatch)) == 1200
    net = ["{id: a0, title: A0}", "{id: b0, title: B0}"]
    net += [f"{{id: {x}{n}, title: {x}{n}, ref: [vp/a{n - 1}, vp/b{n - 1}]}}" for n in range(1, 20) for x in "ab"]
    assert len(own_goals(f"[{', '.join(net)}]", tmp_path, monkeypatch)) <= 2 + 2 * 38


LEVELS = {
    "kf": """\
document: kf-budget
id: kf-2024
year: 2024
goals:
  - id: trygg
    title: En trygg stad
    sub-goals: [{id: unga, title: Fler unga i arbete, sub-goals: [{id: lov, title: Arbete på loven}]}]
  - {id: gron, title: En grön stad}
""",
    "vp": """\
document: verksamhetsplan
id: vp
namnd: sn
year: 2024
goals:
  - ref: kf-2024/lov
    at: {section: "2"}
    sub-goals: [{id: sjalv, title: Ungdomar söker själva, at: {section: "2.1"}}]
  - ref: kf-2024/gron
    sub-goals: [{title: Rena parker, at: {section: "3.1"}}]
""",
    "ar": """\
document: arsrapport
namnd: sn
year: 2024
goals:
  - ref: kf-2024/lov
    assessment: god
    sub-goals: [{ref: vp/sjalv, assessment: delvis uppfyllt}]
  - ref: kf-2024/gron
    sub-goals: [{title: rena  parker, assessment: helt uppfyllt}]
""",
}


def test_goals_of_every_level_stand_under_the_goal_that_they_are_under(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in LEVELS.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    (matrix,) = goal_matrices(plancheck.check(["."], today=datetime.date(2025, 2, 1)))
    report, plan = matrix.files.index("ar.yaml"), matrix.files.index("vp.yaml")
    rows = [
        (
            row.level,
            row.title,
            [cell.section for cell in row.columns[plan]],
            [cell.assessment for cell in row.columns[report]],
        )
        for row in matrix.rows
    ]
    assert rows == [
        (0, "En trygg stad", ["2"], [""]),
        (1, "Fler unga i arbete", ["2"], [""]),
        (2, "Arbete på loven", ["2"], ["Helt uppfyllt"]),
        (3, "Ungdomar söker själva", ["2.1"], ["Delvis uppfyllt"]),
        (0, "En grön stad", [""], [""]),
        (1, "Rena parker", ["3.1"], ["Helt uppfyllt"]),
    ]
    assert not any(row.is_hole for row in matrix.rows)


def test_a_goal_that_is_under_itself_stands_there_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inner = "sub-goals: [{title: Runt, sub-goals: [{title: Runt, sub-goals: [{title: Runt}]}]}]"
    Path("kf.yaml").write_text(LEVELS["kf"], encoding="utf-8")
    Path("vp.yaml").write_text(
        f"document: verksamhetsplan\nnamnd: sn\nyear: 2024\ngoals:\n  - ref: kf-2024/gron\n    {inner}\n", encoding="utf-8"
    )
    (matrix,) = goal_matrices(plancheck.check(["."], today=datetime.date(2025, 2, 1)))
    assert [row.title for row in matrix.rows].count("Runt") == 1


def test_an_assessment_has_no_mark_of_its_own_and_documents_stand_in_the_order_of_time(folder: Path) -> None:
    text = text_of(written(folder, GOTEBORG.parent / "almstad"))
    section = text.split('<section id="goals"')[1].split("</section>")[0]
    assert "Delvis uppfyllt" in section
    assert "✓" not in section
    heads = ["Nämndplan 2024", "Tertialrapport 1 2024", "Tertialrapport 2 2024", "Verksamhetsberättelse 2024"]
    assert "".join(f'<th scope="col">{head}</th>' for head in heads) in section
