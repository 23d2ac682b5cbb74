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


def test_what_is_found_in_the_documents_of_goteborg() -> None:
    assert found_in("goteborg") == Counter(
        [
            ("MAL005", "arsrapport-nordost-2022", "kf-2022/goal-3"),
            ("MAL007", "arsrapport-nordost-2022", "kf-2022/goal-2"),
            ("MAL008", "arsrapport-nordost-2022", "kf-2022/goal-4"),
            ("MAL008", "arsrapport-nordost-2022", "kf-2022/goal-6"),
            ("MAL008", "arsrapport-nordost-2022", "kf-2022/goal-8"),
            ("MAL008", "arsrapport-nordost-2022", "kf-2022/goal-9"),
            ("IND001", "arsrapport-nordost-2022", "Personal i direktkontakt med invånare, mot total personalstyrka"),
            ("IND001", "arsrapport-nordost-2022", "Kostnad individ- och familjeomsorg"),
            ("IND002", "arsrapport-nordost-2022", "Kostnad individ- och familjeomsorg"),
            ("EKO003", "arsrapport-nordost-2022", "riktniva-eget-kapital"),
            ("EKO003", "arsrapport-nordost-2022", "aterredovisning"),
            ("EKO003", "arsrapport-nordost-2022", "kommunbidrag-budget"),
            ("EKO003", "arsrapport-nordost-2022", "lokala-miljomal"),
            ("EKO003", "arsrapport-nordost-2022", "avslutade-arenden"),
            ("EKO003", "arsrapport-nordost-2022", "intakter-utfall"),
            ("EKO003", "arsrapport-nordost-2022", "kostnader-utfall"),
            ("EKO005", "arsrapport-nordost-2022", "minskad-nettokostnad"),
            ("LEX002", "arsrapport-nordost-2022", "1"),
            ("LEX002", "arsrapport-nordost-2022", "2"),
            ("EVB003", "ej-verkstallda-nordost-2022", "Kontaktfamilj"),
            ("EKO001", "arsrapport-nordost-2022", "Resultatredovisning i sammandrag"),  # the outcome …
            ("EKO001", "arsrapport-nordost-2022", "Resultatredovisning i sammandrag"),  # … and the budget
            ("UPP009", "arsrapport-nordost-2022", "kf-2022-utanfor/cykelparkering"),
            ("UPP009", "arsrapport-nordost-2022", "kf-2022-utanfor/foreningsbidrag"),
            ("UPP010", "arsrapport-nordost-2022", "kf-2022-utanfor/klimatmal"),
            ("UPP013", "arsrapport-nordost-2022", "kf-2021/motprestation"),
            ("UPP013", "arsrapport-nordost-2022", "kf-2022-utanfor/cykelparkering"),
            ("BAR005", "barnbokslut-nordost-2022", "Stöd till icke-binära ungdomar och vid funktionsnedsättning"),
            ("BAR005", "barnbokslut-nordost-2022", "Samverkan med andra förvaltningar om funktionsnedsättning"),
            ("TID001", "verksamhetsplan-nordost-2024", "verksamhetsplan-nordost-2024"),
            ("IND004", "verksamhetsplan-nordost-2024", "Antal hushåll med utbetalt försörjningsstöd"),
            ("IND004", "verksamhetsplan-nordost-2024", "Andel långtidsberoende som avslutats"),
            ("IND004", "verksamhetsplan-nordost-2024", "Antal barnfamiljer i försörjningsstöd"),
            (
                "IND004",
                "verksamhetsplan-nordost-2024",
                "Antal personer med beroendeproblematik som erbjudits sysselsättning/aktivitet",
            ),
            ("IND004", "verksamhetsplan-nordost-2024", "Antal erbjudna ungdomsjobb"),
            ("IND004", "verksamhetsplan-nordost-2024", "Antal unika personer med insats vuxna avhoppare"),
            ("IND004", "verksamhetsplan-nordost-2024", "Antal unika personer med insats unga i kriminalitet"),
            ("IND004", "verksamhetsplan-nordost-2024", "Antal individer aktiva i idrottsföreningar"),
            ("UPP020", "verksamhetsplan-nordost-2024", "verksamhetsplan-nordost-2024"),
            ("UPP004", "verksamhetsplan-nordost-2024", "kf-2024/statliga-krisstod"),
            ("UPP004", "verksamhetsplan-nordost-2024", "kf-2024/digitalisering-ekonomiskt-bistand"),
        ]
    )


def test_the_page_on_findings_tells_exactly_what_is_found() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    listed = Counter((row[0], row[1], row[2]) for row in rows if re.fullmatch(r"[A-Z]+\d{3}", row[0]))
    assert listed == found_in("goteborg")
    assert [row for row in rows if re.fullmatch(r"[A-Z]+\d{3}", row[0]) and not "".join(row[3:]).strip()] == []


def test_a_decision_in_time_clears_the_plan_of_2024(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "goteborg", tmp_path / "goteborg")
    decided = "{by: nordost, outcome: adopted, date: 2024-02-06, paragraph: § 12, diary-number: N163-0001/24}"
    change(tmp_path, Edit(PLAN, "", "\nsections:\n", f"\ndecisions:\n  - {decided}\nsections:\n"))
    cleared = found_in("goteborg") - found(tmp_path / "goteborg")
    assert list(cleared) == [("TID001", "verksamhetsplan-nordost-2024", "verksamhetsplan-nordost-2024")]


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
