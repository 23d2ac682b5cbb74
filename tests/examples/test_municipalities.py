"""How other municipalities steer, each as a small repository: what is right passes, and one defect is found at its place."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import plancheck

TODAY = datetime.date(2026, 11, 22)
ORGANISATION = """\
document: organisation
id: organisation
year: 2014
namnder:
  - {id: ks, title: Kommunstyrelsen}
  - {id: bn, title: Byggnadsnämnden}
  - {id: sn, title: Socialnämnden}
"""
FOUR_WORDS = """\
ruleset: egen
extends: kommun
title: {sv: Egna krav, en: Own requirements}
ordered: [assessment]
vocabulary:
  assessment:
    helt uppfyllt: {sv: Helt uppfyllt, fulfils: true}
    i hög grad uppfyllt: {sv: I hög grad uppfyllt}
    delvis uppfyllt: {sv: Delvis uppfyllt, also: [uppfylls delvis]}
    inte uppfyllt: {sv: Inte uppfyllt}
    kan inte bedömas: {sv: Kan inte bedömas, not-assessable: true}
"""
CONTRIBUTION = """\
ruleset: egen
extends: kommun
title: {sv: Egna krav, en: Own requirements}
documents:
  uppdragsplan: {sv: Uppdragsplan, en: Uppdragsplan, is: verksamhetsplan}
rules:
  - id: EGEN001
    name: contribution-told
    title: {sv: Planen säger hur nämnden bidrar, en: The plan says how the nämnd contributes}
    why: {sv: Ett mål har flera bidrag., en: A goal has several contributions.}
    source: [{document: Uppdragsplan 2024}]
    severity: error
    applies-to: {document: [uppdragsplan]}
    check: each
    items: goals.sub-goals
    require: {contribution: present}
    message: {sv: Bidraget saknas, en: No contribution}
    hint: {sv: Skriv direct eller indirect., en: Write direct or indirect.}
    tests: []
"""


class Case(NamedTuple):
    """Documents of a municipality, and a change that makes a rule fail at an item."""

    documents: tuple[str, ...]
    old: str
    new: str
    rule: str
    item: str
    ruleset: str = "kommun"


CASES = {
    # Stockholm: a nämnd takes care of the goals of the lower level.
    "three levels": Case(
        (
            "{document: kf-budget, id: kf-2025, year: 2025, goals: [{id: m1, title: En stad för alla, sub-goals: "
            "[{id: m1-1, title: Alla barn har goda uppväxtvillkor}]}]}",
            "{document: verksamhetsplan, id: vp, namnd: sn, year: 2025, goals: [{ref: kf-2025/m1-1, text: Fler behandlare.,"
            " sub-goals: [{id: n1, title: Tidigt stöd, expected: Inget barn väntar.}]}]}",
        ),
        "sub-goals: [{id: n1, title: Tidigt stöd, expected: Inget barn väntar.}]",
        "measures: []",
        "STO001",
        "kf-2025/m1-1",
        "storstad",
    ),
    # Stockholm: KF's årsmål beside that of the nämnd, and an outcome by sex.
    "two targets for one indicator": Case(
        (
            "{document: arsrapport, namnd: sn, year: 2025, goals: [{ref: kf-2025/m1, assessment: uppfylls helt, analysis: Bra.,"
            " indicators: [{name: Nöjda, better: higher, outcome: {2025: 86}, target: {2025: 80}, targets: [{by: kf, target: "
            "{2025: 85}}], parts: [{name: Kvinnor, outcome: {2025: 88}}, {name: Män, outcome: {2025: 84}}]}]}]}",
        ),
        "targets: [{by: kf, target: {2025: 85}}]",
        "targets: [{by: kf, target: {2025: 90}}]",
        "MAL008",
        "kf-2025/m1",
        "storstad",
    ),
    "an outcome by sex": Case(
        (
            "{document: arsrapport, namnd: sn, year: 2025, goals: [{ref: kf-2025/m1, indicators: [{name: Nöjda, parts: "
            "[{name: Kvinnor, outcome: {2025: 88}}, {name: Män, outcome: {2025: 84}}]}]}]}",
        ),
        "{name: Män, outcome: {2025: 84}}",
        "{name: Män}",
        "IND009",
        "Män",
    ),
    # Nynäshamn: a goal of a nämnd serves several of KF's.
    "one goal under several": Case(
        (
            "{document: kf-budget, id: kf-2018, year: 2018, goals: [{id: mal-1, title: Nynäshamn växer som kommun, sub-goals: "
            "[{id: m1a, title: Antal byggrätter ska ligga på en hög nivå}]}, {id: mal-2, title: En trygg kommun}]}",
            "{document: verksamhetsplan, id: vp, namnd: ks, year: 2018, goals: [{ref: kf-2018/mal-1, text: Fler detaljplaner.,"
            " sub-goals: [{id: n1, title: Planer, ref: [kf-2018/mal-1, kf-2018/mal-2]}]}]}",
        ),
        "[kf-2018/mal-1, kf-2018/mal-2]",
        "[kf-2018/mal-1, kf-2018/m1a]",
        "MAL018",
        "vp/n1",
    ),
    "a goal that leads back to itself": Case(
        (
            "{document: kf-budget, id: kf-2018, year: 2018, goals: [{id: mal-1, title: Nynäshamn växer som kommun, ref: "
            "kf-2018/mal-2}, {id: mal-2, title: En trygg kommun}]}",
        ),
        "{id: mal-1, title: Nynäshamn växer som kommun, ref: kf-2018/mal-2}",
        "{id: mal-1, title: Nynäshamn växer som kommun, ref: kf-2018/mal-1}",
        "MAL017",
        "kf-2018/mal-1",
    ),
    # Nynäshamn, Vansbro, Solna: a scale of four.
    "a scale of any length": Case(
        (
            "{document: kf-budget, id: kf-2018, year: 2018, goals: [{id: mal-1, title: Nynäshamn växer som kommun}]}",
            "{document: arsrapport, namnd: ks, year: 2018, goals: [{ref: kf-2018/mal-1, assessment: uppfylls delvis, "
            "analysis: Byggandet ökar.}]}",
        ),
        "uppfylls delvis",
        "grönt",
        "MAL005",
        "kf-2018/mal-1",
        "egen",
    ),
    # Nynäshamn: the target is the word Öka.
    "a target as a direction": Case(
        (
            "{document: arsrapport, namnd: ks, year: 2018, goals: [{ref: kf-2018/mal-1, assessment: helt uppfyllt, analysis: "
            "Byggandet ökar., indicators: [{name: Bostäder som beviljats bygglov, better: higher, outcome: {2017: 8.0, 2018: "
            "29.5}, target: {2018: Öka}}]}]}",
        ),
        "2018: 29.5}",
        "2018: 7.9}",
        "MAL008",
        "kf-2018/mal-1",
        "egen",
    ),
    # Nynäshamn: "7,3 (2015)", and a comparison with the county.
    "a value to compare with": Case(
        (
            "{document: arsrapport, namnd: ks, year: 2018, goals: [{ref: kf-2018/mal-1, indicators: [{name: Bostäder som "
            "beviljats bygglov, references: [{of: Länet, year: 2015, value: 7.3}]}]}]}",
        ),
        "year: 2015, value: 7.3",
        "value: 7.3",
        "IND010",
        "Länet",
    ),
    # Enköping and Vansbro: green from 75, yellow from 60.
    "limits that give the assessment": Case(
        (
            "{document: arsrapport, namnd: sn, year: 2019, goals: [{ref: kf-2019/m1, indicators: [{name: KKiK-måttet, outcome: "
            "{2019: 74}, assessment: gul, thresholds: [{assessment: grön, at-least: 75}, {assessment: gul, at-least: 60, "
            "before: 75}, {assessment: röd, before: 60}]}]}]}",
        ),
        "outcome: {2019: 74}",
        "outcome: {2019: 75}",
        "IND008",
        "KKiK-måttet",
    ),
    # Vansbro: 80 per cent of the indicators.
    "a share of the indicators": Case(
        (
            "{document: arsrapport, namnd: sn, year: 2019, goals: [{ref: kf-2019/m1, assessment: helt uppfyllt, thresholds: "
            "[{assessment: helt uppfyllt, at-least: 80}, {assessment: delvis uppfyllt, before: 80}], indicators: "
            "[{name: A, better: higher, outcome: {2019: 5}, target: {2019: 5}}]}]}",
        ),
        "outcome: {2019: 5}",
        "outcome: {2019: 4}",
        "MAL019",
        "kf-2019/m1",
        "egen",
    ),
    # Umeå: an uppdrag to two nämnder.
    "an uppdrag to several, with a time": Case(
        (
            "{document: kf-budget, id: kf-2021, year: 2021, uppdrag: [{id: u1, title: Gör en analys, by: kf, to: [ks, bn],"
            " due: 2021-12-31}]}",
            "{document: verksamhetsplan, namnd: bn, year: 2021, uppdrag: [{ref: kf-2021/u1, text: Bygglovsenheten deltar.}]}",
        ),
        "uppdrag: [{ref: kf-2021/u1, text: Bygglovsenheten deltar.}]",
        "title: Plan",
        "UPP001",
        "kf-2021/u1",
    ),
    # Oxelösund: a budget for 2025 with a plan for 2026–2027 binds in each of its years.
    "a document of a period": Case(
        (
            "{document: kf-budget, id: kf-2025, years: 2025–2027, goals: [{id: m1, title: En levande stad}]}",
            "{document: verksamhetsplan, namnd: ks, year: 2027, goals: [{ref: kf-2025/m1, text: Fler torg öppnas.}]}",
        ),
        "goals: [{ref: kf-2025/m1, text: Fler torg öppnas.}]",
        "title: Plan",
        "MAL001",
        "kf-2025/m1",
    ),
    # Lund, Vårgårda, Vansbro: "kan inte bedömas" is an answer, with its reason.
    "not assessed, with its reason": Case(
        (
            "{document: arsrapport, namnd: ks, year: 2023, goals: [{ref: kf-2023/m2, assessment: kan inte bedömas, analysis: "
            "Mätningen görs vartannat år.}]}",
        ),
        ", analysis: Mätningen görs vartannat år.",
        "",
        "MAL006",
        "kf-2023/m2",
        "egen",
    ),
    # Mellerud: risks with their scale, controls with somebody responsible.
    "a risk of an internkontrollplan": Case(
        (
            "{document: internkontrollplan, namnd: bn, year: 2019, risks: [{id: r1, title: Att ärenden inte avslutas korrekt, "
            "probability: 3, consequence: 3, controls: [{id: k1, title: Stickprov, responsible: Enhetschefen, frequency: "
            "varje kvartal}]}]}",
        ),
        "controls: [{id: k1, title: Stickprov, responsible: Enhetschefen, frequency: varje kvartal}]",
        "measures: []",
        "INK004",
        "internkontrollplan-bn-2019/r1",
    ),
    # Norrköping: an uppdragsplan, and whether a nämnd contributes directly.
    "a contribution, in a plan of another name": Case(
        (
            "{document: uppdragsplan, id: up, namnd: ks, year: 2024, goals: [{ref: kf-2024/m1, sub-goals: [{id: a, title: "
            "Förbättra bemötande, contribution: direct}]}]}",
        ),
        ", contribution: direct",
        "",
        "EGEN001",
        "up/a",
        "bidrag",
    ),
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (tmp_path / "egen.yaml").write_text(FOUR_WORDS, encoding="utf-8")
    (tmp_path / "bidrag.yaml").write_text(CONTRIBUTION, encoding="utf-8")
    return tmp_path


def answers(folder: Path, case: Case, documents: tuple[str, ...]) -> list[tuple[str, str]]:
    """What the rule of a case says of each item."""
    own = {"egen": "egen.yaml", "bidrag": "bidrag.yaml"}.get(case.ruleset, case.ruleset)
    (folder / "plancheck.yaml").write_text(f"ruleset: {own}\nexclude: [egen.yaml, bidrag.yaml]\n", encoding="utf-8")
    for n, document in enumerate(documents):
        (folder / f"{n}.yaml").write_text(document + "\n", encoding="utf-8")
    run = plancheck.check([folder], today=TODAY)
    assert not [finding for finding in run.findings if finding.rule.startswith(("FIL", "DOK"))]
    return [(one.outcome, one.item) for one in run.evaluations if one.rule == case.rule]


@pytest.mark.parametrize("name", CASES)
def test_what_is_right_passes_and_one_defect_is_found(name: str, repository: Path) -> None:
    case = CASES[name]
    right = answers(repository, case, case.documents)
    assert "failed" not in {outcome for outcome, _ in right}, right
    if case.rule != "MAL006":
        assert "passed" in {outcome for outcome, _ in right}, right
    assert sum(case.old in document for document in case.documents) == 1
    wrong = answers(repository, case, tuple(document.replace(case.old, case.new) for document in case.documents))
    assert ("failed", case.item) in wrong


def test_a_new_budget_takes_the_place_of_the_rest_of_an_older_one(repository: Path) -> None:
    case = CASES["a document of a period"]
    newer = "{document: kf-budget, id: kf-2027, years: 2027-2029, goals: [{id: m9, title: En tyst stad}]}"
    assert answers(repository, case, (*case.documents, newer)) == [("failed", "kf-2027/m9")]


def test_a_plan_of_a_period_is_what_the_report_of_each_year_is_held_against(repository: Path) -> None:
    plan = (
        "{document: verksamhetsplan, id: plan, namnd: sn, years: 2014-2016, goals: [{ref: kf-2014/m1, "
        "sub-goals: [{id: n1, title: Tidigt stöd, expected: Inget barn väntar.}]}]}"
    )
    report = (
        "{document: arsrapport, namnd: sn, year: 2015, goals: [{ref: kf-2014/m1, "
        "sub-goals: [{ref: plan/n1, assessment: uppfylls helt}]}]}"
    )
    case = Case((plan, report), "", "", "MAL026", "", "storstad")
    of_kf = ("passed", "kf-2014/m1")
    assert answers(repository, case, case.documents) == [of_kf, ("passed", "plan/n1")]
    assert answers(repository, case, (plan, report.replace("plan/n1", "plan/n2"))) == [("failed", "plan/n1"), of_kf]
