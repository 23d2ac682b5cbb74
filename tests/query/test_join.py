"""Joins by a reference: what is misspelt is told once, where it stands, and accuses nothing else."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import plancheck
from plancheck.query.join import SIMILAR, similarity

ORGANISATION = """\
document: organisation
year: 2025
namnder: [{id: kulturnamnden, title: Kulturnämnden}, {id: skolnamnden, title: Skolnämnden}]
"""
BUDGET = """\
document: kf-budget
id: kf-2025
year: 2025
goals: [{id: lasning, title: Alla läser}, {id: klimat, title: Mindre utsläpp}]
uppdrag:
  - {id: bokbuss, title: En bokbuss, by: kf, to: [kulturnamnden]}
  - {id: simhall, title: En simhall, by: kf, to: [kulturnamnden]}
"""
PLAN = """\
document: verksamhetsplan
namnd: kulturnamnden
year: 2025
decisions: [{by: kulturnamnden, outcome: adopted, date: 2025-02-11, paragraph: § 9, diary-number: KUN-2025-14}]
sections:
  - {number: "1", title: Inledning, kind: inledning}
  - {number: "2", title: Förutsättningar, kind: forutsattningar}
  - {number: "3", title: Mål och uppdrag, kind: mal-och-uppdrag}
goals:
  - {ref: kf-2025/lasning, text: Högläsning i varje förskola.}
  - {ref: kf-2025/klimat, text: Bussen går på el.}
uppdrag:
  - {ref: kf-2025/bokbuss, text: Bussen köps i mars.}
  - {ref: kf-2025/simhall, text: Hallen ritas i höst.}
"""
REPORT = """\
document: arsrapport
namnd: kulturnamnden
year: 2025
sections: [{number: "1", title: Sammanfattning, kind: sammanfattning}, {number: "2", title: Bokslut, kind: bokslut}]
goals:
  - {ref: kf-2025/lasning, assessment: god, analysis: Alla förskolor läser högt.}
  - {ref: kf-2025/klimat, assessment: god, analysis: Bussen går på el.}
uppdrag:
  - {ref: kf-2025/bokbuss, status: pågående, comment: Bussen är köpt.}
  - {ref: kf-2025/simhall, status: pågående, comment: Hallen är ritad.}
"""
DOCUMENTS = {"organisation": ORGANISATION, "budget": BUDGET, "plan": PLAN, "report": REPORT}


def findings(folder: Path, documents: dict[str, str]) -> list[tuple[str, str]]:
    """The rule and the message of each finding, but those about plans and reports that are not there."""
    for name, text in documents.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = plancheck.check([folder], today=datetime.date(2026, 3, 1)).findings
    return [(one.rule, one.message) for one in found]


def test_documents_that_agree_have_no_finding(tmp_path: Path) -> None:
    assert findings(tmp_path, DOCUMENTS) == []


@pytest.mark.parametrize(
    ("document", "right", "wrong", "rule", "meant"),
    [
        ("plan", "kf-2025/bokbuss", "kf-2025/bokbus", "UPP005", "kf-2025/bokbuss"),
        ("plan", "kf-2025/bokbuss", "kf2025/bokbuss", "UPP005", "kf-2025/bokbuss"),
        ("report", "kf-2025/bokbuss", "kf-2025/bokbus", "UPP005", "kf-2025/bokbuss"),
        ("plan", "kf-2025/klimat", "kf-2025/klimatet", "MAL004", "kf-2025/klimat"),
        ("report", "kf-2025/klimat", "kf-2025/kilmat", "MAL004", "kf-2025/klimat"),
        ("plan", "namnd: kulturnamnden", "namnd: kultrunamnden", "KED001", "kulturnamnden"),
        (
            "budget",
            "En bokbuss, by: kf, to: [kulturnamnden]",
            "En bokbuss, by: kf, to: [kultrunamnden]",
            "KED002",
            "kulturnamnden",
        ),
    ],
)
def test_what_is_misspelt_is_one_finding_that_names_what_is_meant(
    document: str, right: str, wrong: str, rule: str, meant: str, tmp_path: Path
) -> None:
    assert right in DOCUMENTS[document]
    text = DOCUMENTS[document].replace(right, wrong)
    found = findings(tmp_path, DOCUMENTS | {document: text})
    assert [one for one, _ in found] == [rule]
    assert found[0][1].endswith(f". Menade du {meant}?")


def test_a_misspelt_predecessor_is_one_finding(tmp_path: Path) -> None:
    later = BUDGET.replace("2025", "2026").replace("title: En bokbuss,", "title: Två bokbussar, same-as: [kf-2025/bokbus],")
    plan = PLAN.replace("kf-2025", "kf-2026").replace("2025", "2026") + "  - {ref: kf-2025/simhall, text: Hallen byggs.}\n"
    found = findings(tmp_path, DOCUMENTS | {"later": later, "later-plan": plan})
    ((rule, message),) = found
    assert rule == "KED004"
    assert message.startswith("Uppdraget «Två bokbussar» fortsätter kf-2025/bokbus, som inte finns")
    assert message.endswith("Menade du kf-2025/bokbuss?")


@pytest.mark.parametrize("missing", ["budget", "organisation"])
def test_a_missing_register_accuses_nobody(missing: str, tmp_path: Path) -> None:
    assert findings(tmp_path, {name: text for name, text in DOCUMENTS.items() if name != missing}) == []


def test_a_register_that_cannot_be_read_accuses_nobody(tmp_path: Path) -> None:
    broken = BUDGET.replace("goals: [", "goals: {")
    assert {rule for rule, _ in findings(tmp_path, DOCUMENTS | {"budget": broken})} == {"FIL001"}


def test_of_two_registers_the_missing_one_leaves_its_own_uppdrag_unjudged(tmp_path: Path) -> None:
    plan = PLAN + "  - {ref: kf-juni/lekplats, text: Den byggs i höst.}\n"
    report = REPORT + "  - {ref: kf-juni/lekplats, status: pågående, comment: Den byggs.}\n"
    assert findings(tmp_path, DOCUMENTS | {"plan": plan, "report": report}) == []


def test_what_is_like_nothing_is_told_without_a_guess(tmp_path: Path) -> None:
    plan = PLAN + "  - {ref: kf-2025/lekplats, text: Den byggs i höst.}\n"
    assert ("UPP005", "Uppdraget «kf-2025/lekplats» kommer inte från något känt beslut") in findings(
        tmp_path, DOCUMENTS | {"plan": plan}
    )


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("vp/mal-10", "vp/mal-11", False),
        ("Mål 10", "Mål 11", False),
        ("vp-norra/belysta", "vp-norra/laxhjalp", False),
        ("kf-2025/trygghet", "kf-2025/tryghet", True),
        ("Fler elever får läxhjälp", "Fler elever får laxhjälp", True),
    ],
)
def test_two_names_are_alike_by_what_tells_them_apart(name: str, other: str, alike: bool) -> None:
    assert (similarity(name, other) >= SIMILAR) is alike
