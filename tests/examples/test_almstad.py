"""Almstad, a made-up municipality with another steering model: its example passes, and one change turns one rule red."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from plancheck import check, load
from plancheck.ruleset.locating import shipped
from plancheck.ruleset.testing import own_rules
from tests.command import plancheck
from tests.examples.changes import TODAY, Edit, Mutation, change, found
from tests.paths import ALMSTAD

BUDGET = "almstad/kf/2024-mal-och-budget.yaml"
PLAN = "almstad/kultur-fritid/2024-namndplan.yaml"
FIRST = "almstad/kultur-fritid/2024-tertialrapport-1.yaml"
SECOND = "almstad/kultur-fritid/2024-tertialrapport-2.yaml"
REPORT = "almstad/kultur-fritid/2024-verksamhetsberattelse.yaml"
NEXT = "almstad/kultur-fritid/2025-namndplan.yaml"
NEXT_CONTROL = "almstad/kultur-fritid/2025-internkontrollplan.yaml"

RULES = load("almstad")
OF_LAW = set(load("lag").rules)
OWN = sorted(rule.id for rule in own_rules(RULES, shipped("rules") / "almstad") if "/almstad/" in rule.source.name)


# What holds


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_documents_of_almstad_pass(language: str) -> None:
    result = plancheck("check", ALMSTAD, "--fail-on", "info", "--lang", language)
    assert (result.exit_code, found(ALMSTAD)) == (0, Counter())


def test_every_rule_of_almstad_is_met_by_some_document_and_none_is_left_in_doubt() -> None:
    evaluations = check([ALMSTAD], today=TODAY).evaluations
    # Whose addressees all have plans is nothing for UPP025, every goal of the nämnder stands under one of KF (KED012), what KF
    # decides refers to nothing that was decided before (KED013, KED014), and what assesses the goals of KF only at the end of
    # the year is nothing for MAL025. No goal and no indicator is told twice (MAL028, IND013). What law
    # demands is shown by another example.
    passed = {one.rule for one in evaluations if one.outcome == "passed"}
    assert passed - OF_LAW == set(RULES.rules) - {"UPP025", "KED012", "KED013", "KED014", "MAL025", "MAL028", "IND013"} - OF_LAW
    assert passed & OF_LAW == {"BUD001", "BUD002", "BUD003", "BUD005", "BUD007", "BUD008"}
    assert [one for one in evaluations if one.outcome == "not-assessable"] == []


def test_almstad_switches_off_what_its_steering_model_does_not_have() -> None:
    assert sorted(RULES.known - set(RULES.rules)) == [
        "AVS009", "IND003", "MAL002", "MAL003", "MAL008", "MAL020", "MAL027", "TID003", "TID011",
    ]  # fmt: skip


def test_almstad_adds_its_own_stock_phrases_to_those_of_every_municipality() -> None:
    phrases = {str(term.id) for term in RULES.vocabulary["stock-phrases"]}
    common = {str(term.id) for term in load("kommun").vocabulary["stock-phrases"]}
    assert phrases - common == {"Hanteras i linjen", "Arbetet fortlöper enligt plan", "Inget att rapportera"}
    assert common < phrases


# One change, one rule

SECOND_GOAL = "  - {ref: mob-2025/mal-2, text: Lokalerna ska stå öppna., sub-goals: [{id: dorrar, title: Öppna dörrar, "
SECOND_GOAL += (
    "indicators: [{name: Dörrar, target: {2025: 4}}], activities: [{id: d, title: Byt, responsible: HR, due: 2025-03-03}]}]}\n"
)

MUTATIONS = [
    Mutation(
        "AKT001",
        ["kfn-2025/pump"],
        [Edit(NEXT, "", "Installera en värmepump, responsible: Fritidschefen, due", "Installera en värmepump, due")],
    ),
    Mutation("AKT002", ["kfn-2025/pump"], [Edit(NEXT, "", "due: 2025-08-29", "due: 2026-01-30")]),
    Mutation(
        "AKT003",
        ["kfn-2025/varme"],
        [
            Edit(
                NEXT,
                "",
                "        activities: [{id: pump, title: Installera en värmepump, "
                "responsible: Fritidschefen, due: 2025-08-29}]\n",
                "",
            )
        ],
    ),
    Mutation(
        "AKT004",
        ["kfn-2024/samtal"],
        [Edit(FIRST, "", "        activities: [{ref: kfn-2024/samtal, status: ej startat}]\n", "")],
    ),
    Mutation("AKT005", ["kfn-2024/belysning"], [Edit(SECOND, "", "status: försenat", "status: pågår")]),
    Mutation(
        "AKT006",
        ["kfn-2024/samtal"],
        [Edit(REPORT, "", "comment: Två arbetsplatser har sina samtal i januari.", "comment: Hanteras i linjen.")],
    ),
    Mutation(
        "AKT007",
        ["kfn-2024/klassbesok"],
        [Edit(SECOND, "", "klassbesok, status: klart", "klassbesok, status: försenat, comment: En klass återstår.")],
    ),
    Mutation(
        "AKT008",
        ["kfn-2024/samtal"],
        [Edit(FIRST, "", "[{ref: kfn-2024/samtal,", "[{ref: kfn-2024/samtal, status: pågår}, {ref: kfn-2024/samtal,")],
    ),
    Mutation("AKT009", ["kfn-2025/utvardering"], [Edit(NEXT, "", "due: 2025-09-30", "due: 2025-05-02")]),
    Mutation("ALM001", ["mob-2024"], [Edit(BUDGET, "", "date: 2023-06-14", "date: 2023-07-05")]),
    Mutation(
        "ALM002",
        ["kfn-2025"],
        [
            Edit(NEXT, "", "date: 2024-12-04", "date: 2024-06-11"),
            Edit(NEXT, "", "date: 2024-11-20", "date: 2024-05-28"),
            Edit(NEXT_CONTROL, "", "date: 2024-12-04", "date: 2024-06-11"),
        ],
    ),
    Mutation("ALM003", ["cesam"], [Edit(NEXT, "", "date: 2024-11-20", "date: 2024-12-11")]),
    Mutation("ALM004", ["internkontrollplan"], [Edit(NEXT, "", "kind: internkontrollplan", "kind: taxor")]),
    Mutation("ALM005", ["internkontrollplan-kultur-fritid-2025"], [Edit(NEXT_CONTROL, "", "2024-12-04", "2025-01-22")]),
    Mutation(
        "ALM006", ["verksamhetsberattelse-kultur-fritid-2024"], [Edit(REPORT, "", "date: 2025-02-12", "date: 2025-02-26")]
    ),
    Mutation(
        "ALM007",
        ["Vårt uppdrag och vår omvärld"],
        [
            Edit(NEXT, "", '  - {number: "1", title: Vårt uppdrag och vår omvärld, kind: uppdrag-och-omvarld}\n', ""),
            Edit(
                NEXT,
                "",
                "kind: ekonomi}\n",
                'kind: ekonomi}\n  - {number: "4", title: Vårt uppdrag och vår omvärld, kind: uppdrag-och-omvarld}\n',
            ),
        ],
    ),
    Mutation(
        "ALM008", ["mob-2025/mal-2"], [Edit(NEXT, "", "  - ref: mob-2025/mal-3\n", f"{SECOND_GOAL}  - ref: mob-2025/mal-3\n")]
    ),
    Mutation("ALM009", ["ram-kultur-fritid"], [Edit(NEXT, "", "value: 189200", "value: 192000")]),
    Mutation(
        "NMA001",
        ["mob-2025/mal-3"],
        [Edit(NEXT, "ref: mob-2025/mal-3\n", "    sub-goals:\n", "    x-sub-goals:\n")],
    ),
    Mutation(
        "NMA002",
        ["kfn-2025/varme"],
        [
            Edit(
                NEXT,
                "",
                "        indicators: [{name: El i simhallen, unit: MWh, better: lower, target: {2025: 1400}}]\n",
                "",
            )
        ],
    ),
    Mutation("NMA003", ["Simhallen återvinner värmen"], [Edit(NEXT, "", "- id: varme\n        title", "- title")]),
    Mutation(
        "NMA004", ["kfn-2024/friska"], [Edit(FIRST, "ref: kfn-2024/friska\n", "assessment: gul", "assessment: delvis uppfyllt")]
    ),
    Mutation(
        "NMA005",
        ["kfn-2024/motesplatser"],
        [
            Edit(
                FIRST,
                "",
                "      - ref: kfn-2024/mer-oppet\n",
                "      - {ref: kfn-2024/motesplatser, assessment: grön}\n      - ref: kfn-2024/mer-oppet\n",
            )
        ],
    ),
    Mutation(
        "NMA006",
        ["kfn-2024/friska"],
        [Edit(SECOND, "", "        analysis: Frånvaron sjunker men ligger över målvärdet.\n", "        analysis: Se ovan.\n")],
    ),
    Mutation("NMA008", ["kfn-2024/laslust"], [Edit(REPORT, "", "outcome: {2024: 12.4}", "outcome: {2024: 11.8}")]),
    Mutation(
        "NMA009",
        ["kfn-2024/gronare-hallar"],
        [Edit(REPORT, "", "        analysis: När upphandlingen var avgjord byttes all belysning på fyra månader.\n", "")],
    ),
    Mutation(
        "TER001", ["tertialrapport-kultur-fritid-2024-2024-05-02"], [Edit(FIRST, "", "as-of: 2024-04-30", "as-of: 2024-05-02")]
    ),
    Mutation(
        "TER002", ["tertialrapport-kultur-fritid-2024-2024-08-31"], [Edit(SECOND, "", "date: 2024-10-02", "date: 2024-10-30")]
    ),
    Mutation(
        "TER003",
        ["2"],
        [Edit(SECOND, "", "namnd: kultur-fritid\n", "namnd: social\n"), Edit(SECOND, "", "by: kultur-fritid", "by: social")],
    ),
]


def test_every_rule_of_almstads_own_is_turned_red_once() -> None:
    assert [mutation.rule for mutation in MUTATIONS] == OWN


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.rule for mutation in MUTATIONS])
def test_a_change_turns_one_rule_red_and_no_other(mutation: Mutation, tmp_path: Path) -> None:
    shutil.copytree(ALMSTAD, tmp_path / "almstad")
    for edit in mutation.edits:
        change(tmp_path, edit)
    red = list(found(tmp_path / "almstad").elements())
    assert {rule for rule, _, _ in red} == {mutation.rule}
    assert [item for _, _, item in red] == mutation.items


# What Almstad changes in rules that it takes over: their own cases tell of the rule as it was before.


@pytest.mark.parametrize(
    ("rule", "items", "edit"),
    [
        ("TID001", ["kfn-2025"], Edit(NEXT, "", "date: 2024-12-04", "date: 2024-12-16")),
        ("TID004", ["KFN-2024-240"], Edit(NEXT_CONTROL, "", ", paragraph: § 96", "")),
        (
            "PRO002",
            ["Biblioteksplan"],
            Edit(
                PLAN, "", "  - {title: Fritidspolitiskt", "  - {title: Biblioteksplan, to: 2025}\n  - {title: Fritidspolitiskt"
            ),
        ),
        ("EKO001", ["Driftbudget"], Edit(NEXT, "", "budget: -126300", "budget: -126000")),
        ("IND001", ["Medarbetarindex"], Edit(REPORT, "", "            reason: Enkäten flyttades till februari 2025.\n", "")),
        ("IND004", ["Nöjda barn"], Edit(NEXT, "", "target: {2025: 90}", "target: {2024: 90}")),
        ("UPP020", ["kfn-2025"], Edit(NEXT, "", "uppdrag-i-arets-budget, value: 2", "uppdrag-i-arets-budget, value: 3")),
        ("MAL005", ["mob-2024/mal-4"], Edit(REPORT, "", "assessment: delvis uppfyllt", "assessment: viss")),
        (
            "MAL007",
            ["mob-2024/mal-4"],
            Edit(REPORT, "", "    measures: [Cheferna följer upp korttidsfrånvaron varje månad.]\n", ""),
        ),
        ("UPP007", ["lista-2023/simhall"], Edit(REPORT, "", "simhall, status: försenat", "simhall, status: senare")),
        ("AVS001", ["ekonomi"], Edit(NEXT, "", "kind: ekonomi", "kind: pengar")),
        ("AVS002", ["aret-i-korthet"], Edit(REPORT, "", "kind: aret-i-korthet", "kind: sammanfattning")),
        (
            "UPP004",
            ["mob-2024/tillganglighet"],
            Edit(NEXT, "", "text: Hallarna inventeras under våren.", "text: Hanteras i linjen."),
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_rule_that_almstad_takes_over_holds_as_it_is_changed(rule: str, items: list[str], edit: Edit, tmp_path: Path) -> None:
    shutil.copytree(ALMSTAD, tmp_path / "almstad")
    change(tmp_path, edit)
    assert [(one, item) for one, _, item in found(tmp_path / "almstad").elements()] == [(rule, item) for item in items]
