"""The example of Göteborg: what its documents say, and what is found in them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.examples.changes import (
    BUDGET,
    CHILDREN,
    DRAFT,
    FOLLOW_UP,
    LEX_SARAH,
    OUTSIDE,
    PLAN,
    QUALITY,
    REPORT,
    Edit,
    change,
    found,
    found_in,
    told,
)
from tests.paths import EXAMPLES, ROOT


def documents(example: str) -> Iterator[tuple[str, Any]]:
    for path in sorted((EXAMPLES / example).rglob("*.yaml")):
        if path.name != "plancheck.yaml":
            name = path.relative_to(EXAMPLES).as_posix()
            yield name, told(name)


def refs(goals_or_uppdrag: list[dict[str, Any]]) -> list[str]:
    return [one["ref"] for one in goals_or_uppdrag if "ref" in one]


# What is found


def test_the_page_on_findings_tells_exactly_what_is_found() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    listed = Counter((row[0], row[1], row[2]) for row in rows if re.fullmatch(r"[A-Z]+\d{3}", row[0]))
    assert listed == found_in("goteborg"), "left: docs/findings.md, right: what is found"
    assert [row for row in rows if re.fullmatch(r"[A-Z]+\d{3}", row[0]) and not "".join(row[3:]).strip()] == []


def test_a_decision_in_time_clears_the_plan_of_2024(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "goteborg", tmp_path / "goteborg")
    decided = "{by: nordost, outcome: adopted, date: 2024-02-06, paragraph: § 12, diary-number: N163-0001/24}"
    change(tmp_path, Edit(PLAN, "", "\nsections:\n", f"\ndecisions:\n  - {decided}\nsections:\n"))
    cleared = found_in("goteborg") - found(tmp_path / "goteborg")
    assert list(cleared) == [("TID001", "verksamhetsplan-nordost-2024", "verksamhetsplan-nordost-2024")]


@pytest.mark.parametrize(
    ("rule", "items", "edit"),
    [
        ("EKO005", ["minskade-hushall"], Edit(REPORT, "", "value: 496", "value: 485")),
        ("EKO005", ["minskade-hushall-andel"], Edit(REPORT, "", "value: 16\n", "value: 15\n")),
        ("EKO005", ["farre-barn"], Edit(REPORT, "name: farre-barn\n", "before: 3622\n", "before: 4067\n")),
        ("EKO005", ["farre-langtidsarenden"], Edit(REPORT, "", "value: 12\n", "value: 8.8\n")),
        ("AVS010", ["arsrapport-nordost-2022"], Edit(REPORT, "", "value: 5, unit: avsnitt", "value: 6, unit: avsnitt")),
        (
            "AVS011",
            ["Bedömning ur ekonomisk dimension"],
            Edit(REPORT, "", "finns i bilaga 1.", "finns i bilaga 1. Nämnden går med överskott."),
        ),
        (
            "IND006",
            ["Personalomsättning"],
            Edit(
                REPORT,
                "ref: kf-2022/goal-3\n",
                "    indicators:\n",
                "    indicators:\n"
                "      - {name: Personalomsättning, better: lower, outcome: {2021: 13.2, 2022: 19.3}, target: {2022: 13}}\n",
            ),
        ),
        (
            "LEX008",
            ["Sekretessen brast vid arbete i hemmet."],
            Edit(QUALITY, "\nevents:\n", "    kind: ", "    diary-number: 3.1.2-1/22\n    kind: "),
        ),
    ],
)
def test_what_the_document_should_have_said_clears_the_finding(rule: str, items: list[str], edit: Edit, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "goteborg", tmp_path / "goteborg")
    change(tmp_path, edit)
    before, after = found_in("goteborg"), found(tmp_path / "goteborg")
    assert [(one, item) for one, _, item in (before - after).elements()] == [(rule, item) for item in items]
    assert after - before == Counter()


# What the documents tell


def test_the_arsrapport_tells_the_status_of_46_uppdrag() -> None:
    uppdrag = told(REPORT)["uppdrag"]
    assert len(set(refs(uppdrag))) == len(uppdrag) == 46
    assert Counter(one["status"] for one in uppdrag) == {"avslutad": 39, "pågående": 6, "ej påbörjad": 1}
    assert Counter(ref.partition("/")[0] for ref in refs(uppdrag)) == {"kf-2022": 23, "kf-2021": 1, "kf-2022-utanfor": 22}


def test_every_register_holds_the_uppdrag_that_the_arsrapport_tells() -> None:
    assert [len(told(name)["uppdrag"]) for name in (BUDGET, "goteborg/kf/2021-budget.yaml", OUTSIDE)] == [23, 1, 22]


def test_the_arsrapport_tells_ten_goals_in_three_kinds() -> None:
    assert refs(told(REPORT)["goals"]) == [f"kf-2022/goal-{n}" for n in range(1, 11)]
    kinds = Counter(goal["kind"] for goal in told(BUDGET)["goals"])
    assert kinds == {"organisationsmal": 3, "overgripande": 4, "namndspecifikt": 3}


def test_the_annex_of_the_arsrapport_lists_44_uppdrag_and_ten_goals() -> None:
    listed = refs(told(FOLLOW_UP)["uppdrag"])
    assert len(set(listed)) == len(listed) == 44
    missing = set(refs(told(REPORT)["uppdrag"])) - set(listed)
    assert missing == {"kf-2021/motprestation", "kf-2022-utanfor/cykelparkering"}
    assert sorted(refs(told(FOLLOW_UP)["goals"])) == sorted(refs(told(REPORT)["goals"]))


def test_the_verksamhetsplan_tells_17_uppdrag_and_seven_goals_in_nine_sections() -> None:
    plan = told(PLAN)
    assert len(set(refs(plan["uppdrag"]))) == len(plan["uppdrag"]) == 17
    assert Counter(ref.partition("/")[0] for ref in refs(plan["uppdrag"])) == {"kf-2024": 15, "kf-2023": 2}
    assert set(refs(plan["goals"])) == {f"kf-2024/goal-{n}" for n in range(1, 8)}
    goal_sections = [one["number"] for one in plan["sections"] if re.fullmatch(r"3\.\d\.1\.\d", one["number"])]
    assert [goal["at"]["section"] for goal in plan["goals"]] == goal_sections
    assert len(goal_sections) == 9
    assert len([one for one in plan["sections"] if one.get("kind") == "malomrade"]) == 5


def test_the_genomforandeplan_tells_14_uppdrag_from_kf_and_six_of_its_own_and_seven_goals() -> None:
    plan = told(DRAFT)
    assert len(set(refs(plan["uppdrag"]))) == 14
    assert len([one for one in plan["uppdrag"] if "id" in one and one["by"] == "sydvast"]) == 6
    assert len(plan["uppdrag"]) == 20
    assert refs(plan["goals"]) == [f"kf-2025/goal-{n}" for n in range(1, 8)]


def test_the_annexes_tell_their_events_rows_and_areas() -> None:
    assert len(told(LEX_SARAH)["events"]) == 1
    assert [one["number"] for one in told("goteborg/nordost/2022/ej-verkstallda.yaml")["unexecuted"]] == list(range(1, 15))
    assert len(told(CHILDREN)["follow-ups"]) == 8
    assert len(told(CHILDREN)["development-areas"]) == 10
    assert [one["article"] for one in told(CHILDREN)["articles"]][:4] == [2, 3, 6, 12]


@pytest.mark.parametrize("example", ["goteborg", "almstad", "minimal"])
def test_every_reference_leads_somewhere(example: str) -> None:
    defined = set()
    given = []
    for name, document in documents(example):
        parts = [str(document[key]) for key in ("document", "namnd", "year") if key in document]
        identity = document.get("id", "-".join(parts))
        for key in ("goals", "uppdrag", "development-areas", "follow-ups"):
            for one in document.get(key, []):
                if "id" in one:
                    defined.add(f"{identity}/{one['id']}")
                given += [(name, ref) for ref in (one.get("ref"), *one.get("same-as", [])) if ref]
    assert len(given) > 1
    assert [(name, ref) for name, ref in given if ref not in defined] == []
