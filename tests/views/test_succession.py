"""After a nämnd has been succeeded, the map of its heir knows what the rules know: both are told by one history."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import plancheck
from plancheck.views.uppdrag import uppdrag_maps

CITY = {
    "organisation.yaml": """\
document: organisation
year: 2020
namnder:
  - {id: ost, title: Stadsdelsnämnden Öst, to: 2020}
  - {id: nord, title: Stadsdelsnämnden Nord, to: 2020}
  - {id: nordost, title: Socialnämnden Nordost, from: 2021, succeeds: [ost, nord]}
""",
    "kf-2020.yaml": """\
document: kf-budget
id: kf-2020
year: 2020
uppdrag:
  - {id: bro, title: Bygga en bro, by: kf, to: [ost]}
  - {id: bad, title: Öppna ett bad, by: kf, to: [nord]}
  - {id: torg, title: Rusta torget, by: kf, to: [ost]}
""",
    "ost-2020.yaml": """\
document: arsrapport
namnd: ost
year: 2020
uppdrag:
  - {ref: kf-2020/bro, status: pågående, comment: Ritad}
  - {ref: kf-2020/torg, status: avslutad, closed-on: 2020-11-12, comment: Klart}
""",
    "plan-2021.yaml": """\
document: verksamhetsplan
namnd: nordost
year: 2021
uppdrag:
  - {ref: kf-2020/bad, text: Badet öppnas i maj}
""",
}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    for name, text in CITY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "plancheck.yaml").write_text("ruleset: kommun\n", encoding="utf-8")
    return tmp_path


def test_what_upp002_misses_in_the_plan_of_an_heir_has_a_row_on_its_map(city: Path) -> None:
    run = plancheck.check([city / "plan-2021.yaml"], today=datetime.date(2021, 6, 1))
    missed = [found.item for found in run.findings if found.rule == "UPP002"]
    assert missed == ["kf-2020/bro"]
    (drawn,) = uppdrag_maps(run)
    rows = {row.ref: [cell.state for cell in row.cells] for row in drawn.rows}
    assert [title for title, _ in drawn.documents] == ["Årsrapport 2020", "Verksamhetsplan 2021"]
    assert rows == {
        "kf-2020/bro": ["open", "missing"],
        "kf-2020/bad": ["none", "included"],
        "kf-2020/torg": ["closed", "none"],
    }
    assert [row.marks for row in drawn.rows if row.ref == "kf-2020/bro"] == [("dropped",)]


def test_what_a_register_of_the_year_gives_a_predecessor_binds_the_heir(city: Path) -> None:
    register = "document: kf-budget\nid: kf-2021\nyear: 2021\nuppdrag:\n  - {id: bron, title: Måla bron, by: kf, to: [ost]}\n"
    (city / "kf-2021.yaml").write_text(register, encoding="utf-8")
    run = plancheck.check([city / "plan-2021.yaml"], today=datetime.date(2021, 6, 1))
    assert "kf-2021/bron" in {found.item for found in run.findings if found.rule == "UPP001"}
    (drawn,) = uppdrag_maps(run)
    assert [row.cells[-1].state for row in drawn.rows if row.ref == "kf-2021/bron"] == ["missing"]


def test_a_status_is_read_without_regard_to_case_on_the_map_as_by_the_rules(city: Path) -> None:
    report = CITY["ost-2020.yaml"].replace("status: avslutad", "status: Avslutad")
    (city / "ost-2020.yaml").write_text(report, encoding="utf-8")
    (drawn,) = uppdrag_maps(plancheck.check([city / "plan-2021.yaml"], today=datetime.date(2021, 6, 1)))
    assert [row.cells[0].state for row in drawn.rows if row.ref == "kf-2020/torg"] == ["closed"]


def test_without_an_organisation_the_map_has_what_documents_report(city: Path) -> None:
    (city / "organisation.yaml").unlink()
    (drawn,) = uppdrag_maps(plancheck.check([city / "plan-2021.yaml"], today=datetime.date(2021, 6, 1)))
    assert [row.ref for row in drawn.rows] == ["kf-2020/bad"]
