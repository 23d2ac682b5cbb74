"""The example of Norrsjö: each rule of law is broken once, and mending that mends nothing else."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

import plancheck
from tests.examples.changes import TODAY, Edit, change, found, found_in
from tests.paths import EXAMPLES, ROOT

RULES = plancheck.load("lag")
BUDGET = "lag/kf/2024-budget.yaml"
GOOD = "lag/kf/2026-budget.yaml"
REPORT = "lag/kf/2024-arsredovisning.yaml"
BEFORE = "lag/kf/2023-arsredovisning.yaml"
CARE = "lag/omsorg/2024-"
PART_OF_2022 = """\
document: kommunens-delarsrapport
year: 2022
as-of: 2022-06-30
decisions: [{by: kf, outcome: adopted, date: 2022-09-26}]
"""
OF_SCHOOLS = """\
document: patientsakerhetsberattelse
namnd: skola
year: 2024
decisions: [{by: skola, outcome: adopted, date: 2025-02-25}]
sections: [{title: A, kind: arbetet}, {title: B, kind: atgarder}, {title: C, kind: resultat}]
"""

MENDED = [
    ("BUD001", Edit("lag/kf/2025-budget.yaml", "", "by: ks, outcome: adopted", "by: ks, outcome: proposed")),
    ("BUD002", Edit("lag/kf/2022-budget.yaml", "", "2022-01-24", "2021-11-29")),
    ("BUD003", Edit(BUDGET, "", "2023-12-11", "2023-11-27")),
    ("BUD004", Edit("lag/kf/2023-budget.yaml", "", "2022-06-20", "2022-11-21")),
    (
        "BUD005",
        Edit(BUDGET, "", "\nfigures:", '\n  - {number: "6", title: Hushållning, kind: god-ekonomisk-hushallning}\nfigures:'),
    ),
    ("BUD006", Edit(BUDGET, "", "\nfigures:", '\n  - {number: "6", title: Våra skäl, kind: synnerliga-skal}\nfigures:')),
    ("BUD007", Edit(BUDGET, "", "to: 2025-12-31", "to: 2026-12-31")),
    ("BUD008", Edit("lag/kf/2025-budget.yaml", "", "from: 2026-01-01", "from: 2025-01-01")),
    ("PSB003", Edit("lag/skola/2024-patientsakerhetsberattelse.yaml", "", "", OF_SCHOOLS)),
    ("PSB003", Edit("lag/organisation.yaml", "", "members: [omsorg, skola]", "members: [omsorg]")),
    ("DLR001", Edit("lag/kf/2022-delarsrapport.yaml", "", "", PART_OF_2022)),
    ("DLR002", Edit("lag/kf/2023-delarsrapport.yaml", "", "as-of: 2023-04-30", "as-of: 2023-06-30")),
    # Another of the year that covers what the act asks for is enough.
    ("DLR002", Edit("lag/kf/2023-halvarsrapport.yaml", "", "", PART_OF_2022.replace("2022", "2023"))),
    ("DLR003", Edit("lag/kf/2024-delarsrapport.yaml", "", "as-of: 2024-09-30", "as-of: 2024-08-31")),
    (
        "DLR004",
        Edit(
            "lag/kf/2024-delarsrapport.yaml",
            "",
            "decisions:\n",
            "decisions:\n  - {by: kf, outcome: adopted, date: 2024-11-25}\n",
        ),
    ),
    ("DLR005", Edit("lag/kf/2023-delarsrapport.yaml", "", "2023-09-11", "2023-06-12")),
    ("ARE001", Edit(REPORT, "", "2025-04-22", "2025-04-14")),
    ("ARE002", Edit("lag/kf/2022-arsredovisning.yaml", "", "proposed", "adopted")),
    ("ARE003", Edit(REPORT, "", "\nfigures:", "\n  - {title: Medarbetarna, kind: personalforhallanden}\nfigures:")),
    ("ARE004", Edit(REPORT, "", "{ref: norrsjo-2024/lokaler}", "{ref: norrsjo-2024/lokaler, assessment: helt uppfyllt}")),
    ("ARE005", Edit(REPORT, "", "\nfigures:", "\n  - {title: Tillbaka till balans, kind: atgardsplan}\nfigures:")),
    ("ARE006", Edit(REPORT, "", "2021: -3", "2021: 0")),
    ("BKO001", Edit(REPORT, "", "\nfigures:", "\n  - {title: Barnens rätt, kind: barnets-rattigheter}\nfigures:")),
    ("EVB002", Edit(f"{CARE}ej-verkstallda.yaml", "", "2024-10-21", "2024-09-21")),
    ("EVB006", Edit(f"{CARE}kvartalsrapport.yaml", "", "{quarter: 4", "{quarter: 3, law: SoL, number: 0}\n  - {quarter: 4")),
    ("LEX008", Edit(f"{CARE}kvalitetsrapport.yaml", "", "{activity: Boende,", "{diary-number: 3.1.2-9/24, activity: Boende,")),
    ("LEX009", Edit(f"{CARE}lex-sarah.yaml", "", "fel person.}", "fel person., protection: Läkaren kom samma kväll.}")),
    ("PSB001", Edit(f"{CARE}patientsakerhetsberattelse.yaml", "", "2025-03-18", "2025-02-25")),
    (
        "PSB002",
        Edit(
            f"{CARE}patientsakerhetsberattelse.yaml",
            "",
            '\n  - {number: "2"',
            '\n  - {title: C, kind: resultat}\n  - {number: "2"',
        ),
    ),
]

BROKEN = [
    ("BUD001", Edit(GOOD, "", "by: kf", "by: ks")),
    ("BUD002", Edit(GOOD, "", "2025-11-24", "2026-01-12")),
    ("BUD003", Edit(GOOD, "", "2025-11-24", "2025-12-08")),
    ("BUD005", Edit(GOOD, "", "kind: skattesats", "kind: inledning")),
    ("BUD006", Edit(GOOD, "", "value: 7", "value: -1")),
    ("BUD007", Edit(GOOD, "", "to: 2028-12-31", "to: 2027-12-31")),
    ("BUD008", Edit(GOOD, "", "from: 2026-01-01", "from: 2025-01-01")),
    ("DLR003", Edit("lag/kf/2025-delarsrapport.yaml", "", "as-of: 2025-08-31", "as-of: 2025-09-30")),
    # From May until August is not from the beginning of the year.
    (
        "DLR002",
        Edit("lag/kf/2025-delarsrapport.yaml", "", "\ndecisions", "\nperiod: {from: 2025-05-01, to: 2025-08-31}\ndecisions"),
    ),
    ("DLR004", Edit("lag/kf/2025-delarsrapport.yaml", "", "by: kf", "by: revisorerna")),
    ("DLR005", Edit("lag/kf/2025-delarsrapport.yaml", "", "2025-10-13", "2025-11-10")),
    ("ARE001", Edit(BEFORE, "", "2024-03-25", "2024-04-16")),
    ("ARE003", Edit(BEFORE, "", "kind: forvantad-utveckling", "kind: bilaga")),
    ("ARE004", Edit(BEFORE, "", "{ref: norrsjo-2023/lokaler, assessment: helt uppfyllt}", "{ref: norrsjo-2023/motesplatser}")),
    ("ARE005", Edit(BEFORE, "", "kind: atgardsplan", "kind: bilaga")),
    ("ARE006", Edit(BEFORE, "", "2020: 0", "2020: -2")),
    ("EVB006", Edit(f"{CARE}kvartalsrapport.yaml", "", "quarter: 2", "quarter: 1")),
    ("LEX009", Edit(f"{CARE}lex-sarah.yaml", "", ", protection: Larmet byttes samma dag.", "")),
    ("PSB001", Edit("lag/omsorg/2023-patientsakerhetsberattelse.yaml", "", "2024-02-20", "2024-03-05")),
    ("PSB002", Edit("lag/omsorg/2023-patientsakerhetsberattelse.yaml", "", "kind: resultat", "kind: bilaga")),
]


def turned(edit: Edit, tmp_path: Path) -> tuple[list[str], list[str]]:
    """The rules of the findings that a change brings, and of those that it takes away."""
    shutil.copytree(EXAMPLES / "lag", tmp_path / "lag")
    change(tmp_path, edit)
    after, before = found(tmp_path / "lag"), found_in("lag")
    # A report until another day has another name: its other findings are the same ones.
    new, gone = (Counter(rule for rule, _, _ in findings.elements()) for findings in (after, before))
    return list((new - gone).elements()), list((gone - new).elements())


def test_the_page_on_findings_tells_exactly_what_is_found() -> None:
    text = (ROOT / "docs" / "findings-lag.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    listed = Counter((row[0], row[1], row[2]) for row in rows if re.fullmatch(r"[A-Z]+\d{3}", row[0]))
    assert listed == found_in("lag"), "left: docs/findings-lag.md, right: what is found"


def test_each_rule_of_law_is_broken_once_and_nothing_is_left_in_doubt() -> None:
    evaluations = plancheck.check([EXAMPLES / "lag"], today=TODAY).evaluations
    assert sorted(one.rule for one in evaluations if one.outcome == "failed") == sorted(RULES.rules)
    assert [one for one in evaluations if one.outcome == "not-assessable"] == []


@pytest.mark.parametrize(("rule", "edit"), MENDED, ids=[rule for rule, _ in MENDED])
def test_what_is_mended_is_no_longer_found(rule: str, edit: Edit, tmp_path: Path) -> None:
    assert turned(edit, tmp_path) == ([], [rule])


@pytest.mark.parametrize(("rule", "edit"), BROKEN, ids=[rule for rule, _ in BROKEN])
def test_what_is_broken_is_found_and_nothing_else(rule: str, edit: Edit, tmp_path: Path) -> None:
    assert turned(edit, tmp_path) == ([rule], [])


def test_every_rule_of_law_is_mended_in_some_test() -> None:
    assert {rule for rule, _ in MENDED} == set(RULES.rules)
