"""Every shipped rule is turned red by one change of the examples, and no other with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

import plancheck
from plancheck.ruleset.testing import never_fails
from tests.examples.changes import (
    BUDGET,
    BUDGET_2024,
    BUDGET_2025,
    CHILDREN,
    COVERS,
    DRAFT,
    FOLLOW_UP,
    LEX_SARAH,
    OUTSIDE,
    PLAN,
    QUALITY,
    REPORT,
    SMALL,
    UNEXECUTED,
    Edit,
    Mutation,
    change,
    found,
    found_in,
    told,
)
from tests.paths import EXAMPLES

ALMSTAD = "almstad"
CULTURE = f"{ALMSTAD}/kultur-fritid"
ALMSTAD_REPORT = f"{CULTURE}/2024-verksamhetsberattelse.yaml"
CHILDREN_2021 = """\
document: barnbokslut
namnd: nordost
year: 2021
sections:
  - {number: "2", title: Nulägesanalys, kind: nulagesanalys}
articles:
  - {article: 2, text: Fler barn nås.}
  - {article: 3, text: Barnets bästa dokumenteras.}
  - {article: 6, text: Fritiden är trygg.}
  - {article: 12, text: Barn är med och beslutar.}
development-areas:
  - title: Intern samverkan mellan avdelningarna
    measures: [Forum för samverkan startas.]
    expected: Färre barn faller mellan avdelningarna.
  - title: Fler simkunniga barn
    measures: [Simskola erbjuds på lov.]
    expected: Alla barn i årskurs sex kan simma.
"""
NAMND_BUDGET = """\
document: namndbudget
namnd: sydvast
year: 2025
decisions:
  - {by: sydvast, outcome: adopted, date: DATE, paragraph: § 240, diary-number: N165-0800/24}
"""
KF_2024 = """\
document: kf-budget
id: kf-2024
year: 2024
uppdrag:
  - {id: lasning, title: Läsning på loven, by: kf, to: [kulturnamnden]}
"""
COMPLETED = (
    "{by: kulturnamnden, outcome: adopted, date: 2025-02-11, paragraph: § 8, diary-number: KUN-2025-9, "
    "points: [{text: Uppdragen är slutförda., kind: slutforda-uppdrag}]}"
)
REPORT_2024 = """\
document: arsrapport
namnd: kulturnamnden
year: 2024
sections:
  - {number: "1", title: Sammanfattning, kind: sammanfattning}
  - {number: "2", title: Lex Sarah, kind: lex-sarah}
  - {number: "3", title: Bokslut, kind: bokslut}
lex-sarah-reports: [{quarter: 4, number: 0}]
uppdrag:
  - {ref: kf-2024/lasning, status: pågående, comment: Tre bibliotek av fem har börjat.}
"""
COMPLETED_2024 = REPORT_2024.replace("status: pågående", "status: avslutad").replace(
    "sections:\n", f"decisions:\n  - {COMPLETED}\nsections:\n"
)
OTHER_PLAN = """\
document: verksamhetsplan
namnd: skolnamnden
year: 2025
decisions:
  - {by: skolnamnden, outcome: adopted, date: 2025-02-13, paragraph: § 4, diary-number: SKN-2025-7}
sections:
  - {number: "1", title: Inledning, kind: inledning}
  - {number: "2", title: Förutsättningar, kind: forutsattningar}
  - {number: "3", title: Mål och uppdrag, kind: mal-och-uppdrag}
goals:
  - {ref: kf-2025/goal-1, text: Varje klass läser en halvtimme om dagen.}
"""


ONE_GOAL_2024 = """\
document: kf-budget
id: kf-2024
year: 2024
goals:
  - {id: lasning, title: Alla läser}
"""
GOAL_MET_2024 = """\
document: arsrapport
namnd: kulturnamnden
year: 2024
sections:
  - {number: "1", title: Sammanfattning, kind: sammanfattning}
  - {number: "2", title: Bokslut, kind: bokslut}
goals:
  - {ref: kf-2024/lasning, assessment: god, analysis: Utlåningen ökar på alla bibliotek.}
"""


GOAL_OF_ANOTHER = "\ngoals:\n  - {id: parker, title: Fler parker, kind: namndspecifikt, to: [kulturnamnden]}\n"
GOAL_TOLD = "\ngoals:\n  - {ref: kf-2022/parker, text: Nämnden bidrar med mötesplatser.}\n"


def children_2023() -> str:
    """A barnbokslut for 2023 that follows up every development area of the one before, and decides on a new one."""
    followed = [
        {"ref": f"barnbokslut-nordost-2022/{one['id']}", "title": one["title"], "measures": ["Klart."], "comment": "Genomfört."}
        for one in told(CHILDREN)["development-areas"]
    ]
    area = {"id": "lov", "title": "Lov för alla barn", "measures": ["Bussar till badet."], "expected": "Fler barn badar."}
    return yaml.safe_dump(
        {
            "document": "barnbokslut",
            "namnd": "nordost",
            "year": 2023,
            "sections": [{"number": "2", "title": "Nulägesanalys", "kind": "nulagesanalys"}],
            "articles": [{"article": article, "text": "Gäller alla barn."} for article in (2, 3, 6, 12)],
            "follow-ups": followed,
            "development-areas": [area],
        },
        allow_unicode=True,
    )


MUTATIONS = [
    Mutation(
        "KED008",
        ["kulturnamnden"],
        [
            Edit(COVERS, "", "covers: []", "covers: {kulturnamnden: 2024}"),
            Edit("minimal/kf-2024.yaml", "", "", ONE_GOAL_2024),
            Edit("minimal/arsrapport-2024.yaml", "", "", GOAL_MET_2024),
        ],
    ),
    Mutation("KED009", ["kulturnamnden"], [Edit(COVERS, "", "covers: []", "covers: {kulturnamnden: 2025}")]),
    Mutation(
        # That the nämnd has no plan at all is KED008.
        "UPP025",
        ["kf-2025/badplats"],
        [
            Edit(COVERS, "", "covers: []", "covers: {parknamnden: 2025}\nignore: [KED008, KED009]"),
            Edit("minimal/organisation.yaml", "", "namnder:\n", "namnder:\n  - {id: parknamnden, title: Parknämnden}\n"),
            Edit(
                "minimal/kf-budget.yaml",
                "",
                "uppdrag:\n",
                "uppdrag:\n  - {id: badplats, title: En badplats, to: [parknamnden]}\n",
            ),
        ],
    ),
    Mutation("AVS001", ["inledning"], [Edit(PLAN, "", "    kind: inledning\n", "")]),
    Mutation("AVS002", ["miljo"], [Edit(REPORT, "", "    kind: miljo\n", "")]),
    Mutation(
        "AVS003", ["kvalitetsrapport"], [Edit(REPORT, "\nannexes:\n", "  - kind: kvalitetsrapport\n", "  - kind: ovrigt\n")]
    ),
    Mutation("AVS004", ["3.4.11"], [Edit(REPORT, "kind: ekologisk-dimension", '"3.4.10"', '"3.4.11"')]),
    Mutation(
        "AVS005", ["rapport-digitalisering"], [Edit(PLAN, "", "  - kind: rapport-digitalisering\n", "  - kind: ovrigt\n")]
    ),
    Mutation(
        "AVS010",
        ["verksamhetsplan-nordost-2024"],
        [
            Edit(
                PLAN, "", "\nfigures:\n", '\nfigures:\n  - {name: antal-avsnitt, value: 4, unit: avsnitt, at: {section: "1"}}\n'
            )
        ],
    ),
    Mutation(
        "AVS011",
        ["Bedömning ur ekologisk dimension"],
        [
            Edit(
                REPORT,
                "",
                "    kind: ekologisk-dimension\n",
                "    kind: ekologisk-dimension\n    text: Miljöarbetet beskrivs i avsnitt 3.4.10.\n",
            )
        ],
    ),
    Mutation("AVS006", ["social-dimension"], [Edit(REPORT, "", "kind: social-dimension", "kind: ovrigt")]),
    Mutation(
        "BAR009",
        ["barnbokslut-nordost-2023/lov"],
        [Edit("goteborg/nordost/2023/barnbokslut.yaml", "", "", children_2023())],
    ),
    Mutation("BAR001", ["barnbokslut"], [Edit(REPORT, "\nannexes:\n", "  - kind: barnbokslut\n", "  - kind: ovrigt\n")]),
    Mutation("BAR002", ["barnbokslut"], [Edit(REPORT, "title: Barnbokslut\n", "    kind: barnbokslut\n", "")]),
    Mutation("BAR003", ["12"], [Edit(CHILDREN, "", "  - article: 12\n", "  - article: 13\n")]),
    Mutation("BAR004", ["Fler simkunniga barn"], [Edit("goteborg/nordost/2021/barnbokslut.yaml", "", "", CHILDREN_2021)]),
    Mutation(
        "BAR005",
        ["Barns och ungas delaktighet, särskilt yngre barn"],
        [Edit(CHILDREN, "", "comment: Pågående arbete under 2023.", "comment: Se ovan.")],
    ),
    Mutation("BAR006", ["nulagesanalys"], [Edit(CHILDREN, "", "    kind: nulagesanalys\n", "")]),
    Mutation("BAR007", ["barnbokslut-nordost-2022"], [Edit(CHILDREN, "", "\ndevelopment-areas:\n", "\nx-left-out:\n")]),
    Mutation(
        "BAR008",
        ["barnbokslut-nordost-2022/baskunskaper-barnratt"],
        [Edit(CHILDREN, "id: baskunskaper-barnratt", "    expected: Fler medarbetare är trygga i barnrättsfrågor.\n", "")],
    ),
    Mutation("EKO001", ["Ekonomisk uppföljning per avdelning"], [Edit(REPORT, "", "forecast: 82179", "forecast: 92179")]),
    Mutation(
        "EKO002",
        ["Finansiella intäkter", "Finansiella kostnader"],
        [
            Edit(REPORT, "title: Resultaträkning, resultat efter finansiella poster", "outcome: 60\n", "outcome: 65\n"),
            Edit(REPORT, "title: Resultaträkning, resultat efter finansiella poster", "outcome: -130\n", "outcome: -135\n"),
        ],
    ),
    Mutation(
        "EKO003",
        ["tillfalligt-kommunbidrag"],
        [Edit(REPORT, "", 'value: 63.2, unit: mnkr, at: {section: "4.1"', 'value: 65.2, unit: mnkr, at: {section: "4.1"')],
    ),
    Mutation("EKO004", ["sena-utredningar"], [Edit(REPORT, "", "whole: 2834", "whole: 2384")]),
    Mutation(
        "EKO005",
        ["tillfalligt-kommunbidrag"],
        [Edit(REPORT, "", "value: 63.2, unit: mnkr, at: {page: 1}", "value: 63.2, unit: mnkr, before: 1591.6, after: 1664.8")],
    ),
    Mutation(
        "EVB001",
        ["arsrapport-nordost-2022"],
        [Edit(UNEXECUTED, f"number: {n}\n", "unclear-date:", "ended:") for n in range(1, 15)],
    ),
    Mutation("EVB002", ["Kontaktfamilj"], [Edit(UNEXECUTED, "number: 14\n", "decided: 2022-06-03", "decided: 2022-11-03")]),
    Mutation("EVB003", ["Bostad (IFO)"], [Edit(UNEXECUTED, "number: 8\n", "unclear-date:", "interrupted:")]),
    Mutation(
        "IND005",
        ["Anmäld skadegörelse per 1 000 invånare"],
        [Edit(FOLLOW_UP, "", "unit: per 1 000 invånare", "unit: per 10 000 invånare")],
    ),
    Mutation(
        "IND003",
        ["Andelen som känner sig trygga i bostadsområdet"],
        [Edit(REPORT, "ref: kf-2022/goal-10\n", "        target:\n          2022: 85\n", "")],
    ),
    Mutation(
        "IND004",
        ["Antal unga ledare"],
        [
            Edit(
                PLAN,
                "",
                "          - {name: Antal individer aktiva i idrottsföreningar, at: {page: 9}}\n",
                "          - {name: Antal individer aktiva i idrottsföreningar, at: {page: 9}}\n"
                "          - name: Antal unga ledare\n",
            )
        ],
    ),
    Mutation(
        "IND006",
        ["Antal unga ledare"],
        [
            Edit(
                FOLLOW_UP,
                "ref: kf-2022/goal-9\n",
                "    indicators:\n",
                "    indicators:\n      - {name: Antal unga ledare, better: higher, outcome: {2022: 7}}\n",
            )
        ],
    ),
    Mutation(
        "IND007",
        ["Fler mötesplatser"],
        [Edit(PLAN, "ref: kf-2024/goal-4\n", "    text: ", "    sub-goals: [{title: Fler mötesplatser}]\n    text: ")],
    ),
    Mutation(
        "IND001",
        ["Andelen som känner sig trygga i bostadsområdet"],
        [Edit(REPORT, "ref: kf-2022/goal-10\n", "          2022: 86\n", "")],
    ),
    Mutation(
        "IND002",
        ["Andelen ungdomsproducerad verksamhet"],
        [Edit(FOLLOW_UP, "ref: kf-2022/goal-9\n", "          2022: 23\n", "          2022: 24\n")],
    ),
    Mutation("KED001", ["lex-sarah-nordots-2022"], [Edit(LEX_SARAH, "", "namnd: nordost\n", "namnd: nordots\n")]),
    Mutation("KED003", ["sydvest"], [Edit("goteborg/organisation.yaml", "id: socialnamnderna\n", "sydvast]", "sydvest]")]),
    Mutation(
        "KED004",
        ["kf-2024/vallokaler"],
        [Edit(BUDGET_2024, "id: vallokaler\n", "    by: kf\n", "    by: kf\n    same-as: [kf-2022/valokaler]\n")],
    ),
    Mutation("KED005", ["sentrum"], [Edit(PLAN, "", "handled-by: [centrum]", "handled-by: [sentrum]")]),
    Mutation(
        "KED006",
        ["angered"],
        [
            Edit(
                "goteborg/organisation.yaml",
                "id: nordost\n",
                "    title: Socialnämnden Nordost\n",
                "    title: Socialnämnden Nordost\n    succeeds: [angered]\n",
            )
        ],
    ),
    Mutation(
        "KED007",
        ["goal-1"],
        [
            Edit(BUDGET_2025, "", "  - id: inkopsanalys\n", "  - id: goal-1\n"),
            Edit(DRAFT, "", "kf-2025/inkopsanalys", "kf-2025/goal-1"),
        ],
    ),
    Mutation("KED002", ["socialnamnder"], [Edit(BUDGET, "id: vallokaler\n", "to: [alla]", "to: [socialnamnder]")]),
    Mutation(
        "KVA001",
        ["jamlikhet"],
        [
            Edit(
                QUALITY,
                "",
                f"  - area: jamlikhet\n    activity: {activity}\n",
                f"  - area: trygghet\n    activity: {activity}\n",
            )
            for activity in ("Barn och ungdomsvård", "Ekonomiskt bistånd", "Vuxna")
        ],
    ),
    Mutation("KVA002", ["kvalitetsrapport-nordost-2022"], [Edit(QUALITY, "", "from: 2021-09-01", "from: 2021-10-01")]),
    Mutation("KVA003", ["kvalitetsrapport-nordost-2022"], [Edit(QUALITY, "", "to: 2022-08-31", "to: 2022-07-31")]),
    Mutation("LEX001", ["lex-sarah"], [Edit(REPORT, "", "    kind: lex-sarah\n", "")]),
    Mutation("LEX002", ["3", "4"], [Edit(REPORT, "", "\nlex-sarah-reports:", "\nx-lex-sarah-reports:")]),
    Mutation("LEX005", ["3"], [Edit(REPORT, "\nlex-sarah-reports:", "    number: 0\n", "")]),
    Mutation(
        "LEX003", ["arsrapport-nordost-2022"], [Edit(REPORT, "\nlex-sarah-reports:", "    number: 1\n", "    number: 2\n")]
    ),
    Mutation(
        "LEX008",
        ["En anmälan blev liggande."],
        [
            Edit(
                QUALITY,
                "",
                "\nevents:\n",
                "\nevents:\n"
                "  - {activity: Vuxna, severity: allvarligt-missforhallande, kind: En anmälan blev liggande.}\n"
                "  - {activity: Vuxna, severity: missforhallande, kind: Ett brev kom fel.}\n",
            )
        ],
    ),
    Mutation("LEX004", ["3.1.2-45659/22"], [Edit(LEX_SARAH, "", "    protection: ", "    x-protection: ")]),
    Mutation("MAL001", ["kf-2024/goal-7"], [Edit(PLAN, "ref: kf-2024/goal-7\n", "    text: ", "    x-text: ")]),
    Mutation(
        "MAL002", ["2.2.3.9"], [Edit(REPORT, "ref: kf-2022/goal-4\n", '- "2.2.3.1"\n', '- "2.2.3.1"\n      - "2.2.3.9"\n')]
    ),
    Mutation(
        "MAL003",
        ["kf-2024/goal-2", "kf-2024/goal-2"],
        [Edit(PLAN, "\ngoals:\n", 'at: {section: "3.4.1.1", page: 11}', 'at: {section: "3.3.1.1", page: 11}')],
    ),
    Mutation(
        "MAL004",
        ["kf-2022/goal-6"],
        [Edit(PLAN, "", "\ngoals:\n", "\ngoals:\n  - {ref: kf-2022/goal-6, area: tidiga-insatser, text: Trygghet.}\n")],
    ),
    Mutation("MAL005", ["kf-2022/goal-1"], [Edit(REPORT, "ref: kf-2022/goal-1\n", "    assessment: god\n", "")]),
    Mutation("MAL006", ["kf-2022/goal-1"], [Edit(REPORT, "ref: kf-2022/goal-1\n", "    analysis: ", "    x-analysis: ")]),
    Mutation("MAL007", ["kf-2022/goal-7"], [Edit(REPORT, "ref: kf-2022/goal-7\n", "    measures:\n", "    x-measures:\n")]),
    Mutation(
        "MAL008",
        ["kf-2022/goal-5"],
        [
            Edit(REPORT, "ref: kf-2022/goal-5\n", "assessment: viss", "assessment: god"),
            Edit(FOLLOW_UP, "ref: kf-2022/goal-5\n", "assessment: viss", "assessment: god"),
        ],
    ),
    Mutation("MAL009", ["kf-2022/goal-9"], [Edit(FOLLOW_UP, "ref: kf-2022/goal-9\n", "assessment: god", "assessment: viss")]),
    Mutation(
        "MAL010",
        ["Tidiga insatser"],
        [Edit(PLAN, "ref: kf-2024/goal-1\n", "area: tidiga-insatser", "area: delaktighet-och-tillit")],
    ),
    Mutation(
        "MAL011",
        ["Arbete och sysselsättning"],
        [
            Edit(PLAN, "ref: kf-2024/statliga-krisstod\n", "area: arbete-och-sysselsattning", "area: tidiga-insatser"),
            Edit(PLAN, "ref: kf-2024/digitalisering-e", "area: arbete-och-sysselsattning", "area: tidiga-insatser"),
        ],
    ),
    Mutation(
        "MAL012",
        ["Arbete och sysselsättning"],
        [Edit(PLAN, "\nprogrammes:\n", "area: arbete-och-sysselsattning", "area: kultur-kvalitet-och-effektivitet")],
    ),
    Mutation(
        "MAL013",
        ["arbete-och-sysselsattning"],
        [Edit(PLAN, "", "    kind: malomrade\n    area: arbete-och-sysselsattning\n", "    area: arbete-och-sysselsattning\n")],
    ),
    Mutation("MAL014", ["kf-2022/goal-1"], [Edit(BUDGET, "id: goal-1\n", "kind: organisationsmal", "kind: trivselmal")]),
    Mutation(
        "PRO002",
        ["Göteborgs stads folkhälsoprogram"],
        [Edit(PLAN, "", "Strategisk plan för suicidprevention i Göteborg", "Göteborgs stads folkhälsoprogram")],
    ),
    Mutation(
        "PRO001",
        ["Göteborgs Stads plan för jämställdhet"],
        [Edit(PLAN, "plan för jämställdhet\n", "    extended-to: 2024\n", "")],
    ),
    Mutation(
        "TID001",
        ["verksamhetsplan-kulturnamnden-2025"],
        [Edit("minimal/verksamhetsplan.yaml", "", "date: 2025-02-11", "date: 2025-03-04")],
    ),
    Mutation(
        "TID002",
        ["genomforandeplan-sydvast-2025"],
        [Edit("goteborg/sydvast/2025/budget.yaml", "", "", NAMND_BUDGET.replace("DATE", "2024-11-20"))],
    ),
    Mutation(
        "TID003",
        ["namndbudget-sydvast-2025"],
        [Edit("goteborg/sydvast/2025/budget.yaml", "", "", NAMND_BUDGET.replace("DATE", "2025-01-15"))],
    ),
    Mutation(
        "TID008",
        ["KS 1"],
        [
            Edit(
                SMALL,
                "",
                "decisions:\n",
                "decisions:\n  - {by: ks, outcome: adopted, date: 2025-02-01, paragraph: § 1, diary-number: KS 1}\n",
            )
        ],
    ),
    Mutation("TID009", ["KUN-2025-14"], [Edit(SMALL, "", "date: 2025-02-11", "date: 2035-02-11")]),
    Mutation("TID010", ["KUN-2025-14"], [Edit(SMALL, "", "date: 2025-02-11", "date: 2015-02-11")]),
    Mutation(
        "TID011",
        ["genomforandeplan-sydvast-2025"],
        [Edit(BUDGET_2025, "", "\nuppdrag:\n", "\ndecisions: [{by: kf, outcome: adopted, date: 2024-11-28}]\nuppdrag:\n")],
    ),
    Mutation(
        "TID012",
        ["nordost"],
        [
            Edit(REPORT, "", "    outcome: proposed\n", "    outcome: proposed\n    date: 2022-02-07\n"),
            Edit(REPORT, "", "date: 2023-01-31", "date: 2022-01-31"),
        ],
    ),
    Mutation("TID005", ["fsg"], [Edit(REPORT, "", "with: fsg", "with: pensionarsradet")]),
    Mutation(
        "TID006",
        ["fsg"],
        [Edit(REPORT, "", "    outcome: proposed\n", "    outcome: proposed\n    date: 2023-01-24\n")],
    ),
    Mutation("TID007", ["faststalla-resultat"], [Edit(REPORT, "", "kind: faststalla-resultat", "kind: tack")]),
    Mutation("TID004", ["N165-0713/24"], [Edit(DRAFT, "", "    paragraph: § 233\n", "")]),
    Mutation(
        "UPP001",
        ["kf-2025/bokbuss"],
        [
            Edit(
                SMALL,
                "",
                "uppdrag:\n  - ref: kf-2025/bokbuss\n    text: Bussen köps i mars och kör sin första tur i augusti.\n",
                "uppdrag: []\n",
            )
        ],
    ),
    Mutation(
        "UPP002",
        ["kf-2024/lasning"],
        [Edit("minimal/kf-2024.yaml", "", "", KF_2024), Edit("minimal/arsrapport-2024.yaml", "", "", REPORT_2024)],
    ),
    Mutation("UPP003", ["kf-2024/vallokaler"], [Edit(PLAN, "ref: kf-2024/vallokaler\n", "    text: ", "    x-text: ")]),
    Mutation(
        "UPP004",
        ["kf-2024/fritid-vid-funktionsnedsattning"],
        [Edit(PLAN, "", "text: Ett partnerskap med föreningen Passalen löper 2024–2026.", "text: Se åtgärder.")],
    ),
    Mutation(
        "UPP005",
        ["kf-2024/simhall"],
        [
            Edit(
                PLAN,
                "",
                "\nuppdrag:\n",
                "\nuppdrag:\n  - {ref: kf-2024/simhall, area: tidiga-insatser, text: Den byggs i Angered.}\n",
            )
        ],
    ),
    Mutation(
        "UPP006",
        ["kf-2024/vallokaler"],
        [
            Edit(
                PLAN,
                "",
                "\nuppdrag:\n",
                "\nuppdrag:\n  - {ref: kf-2024/vallokaler, area: tidiga-insatser, text: Skolor används.}\n",
            )
        ],
    ),
    Mutation("UPP007", ["kf-2022/vallokaler"], [Edit(REPORT, "ref: kf-2022/vallokaler\n", "    status: avslutad\n", "")]),
    Mutation("UPP008", ["kf-2022/vallokaler"], [Edit(REPORT, "ref: kf-2022/vallokaler\n", "    comment: ", "    x-comment: ")]),
    Mutation(
        "UPP009",
        ["kf-2022/sspf-gymnasier"],
        [Edit(BUDGET, "id: sspf-gymnasier\n", "    by: kf\n", "    by: kf\n    due: 2022-06-30\n")],
    ),
    Mutation(
        "UPP010",
        ["kf-2022-utanfor/utlaning-fritidsartiklar"],
        [Edit(OUTSIDE, "id: utlaning-fritidsartiklar\n", "    by: kf\n", "    by: kf\n    due: 2022-03-01\n")],
    ),
    Mutation("UPP011", ["arsrapport-nordost-2022"], [Edit(REPORT, "", "kind: slutforda-uppdrag", "kind: tack")]),
    Mutation(
        "UPP012",
        ["kf-2024/lasning"],
        [
            Edit("minimal/kf-2024.yaml", "", "", KF_2024),
            Edit("minimal/arsrapport-2024.yaml", "", "", COMPLETED_2024),
            Edit(SMALL, "", "\nuppdrag:\n", "\nuppdrag:\n  - {ref: kf-2024/lasning, text: Två bibliotek till börjar läsa.}\n"),
        ],
    ),
    Mutation(
        "UPP013",
        ["kf-2022/vallokaler"],
        [
            Edit(
                FOLLOW_UP,
                "",
                "  - ref: kf-2022/vallokaler\n"
                "    area: delaktighet-och-tillit\n"
                "    status: avslutad\n"
                "    comment: Alla lokaler som valnämnden bad om är säkrade och bemanning är bokad.\n"
                '    at: {section: "2.4.2.1", page: 26}\n',
                "",
            )
        ],
    ),
    Mutation(
        "UPP014",
        ["kf-2023/skolfam"],
        [
            Edit(
                FOLLOW_UP,
                "",
                "\nuppdrag:\n",
                "\nuppdrag:\n  - {ref: kf-2023/skolfam, area: tidiga-insatser, status: pågående, comment: Ett team till.}\n",
            )
        ],
    ),
    Mutation("UPP015", ["kf-2022/vallokaler"], [Edit(FOLLOW_UP, "ref: kf-2022/vallokaler\n", "avslutad", "pågående")]),
    Mutation(
        "UPP017",
        ["kf-2022/studiebidrag"],
        [
            Edit(
                REPORT,
                "",
                "  - ref: kf-2022/studiebidrag\n"
                "    status: avslutad\n"
                "    comment: Anses genomfört inom lag och praxis, med individuell prövning av biståndet.\n"
                '    at: {section: "6.1.1", page: 45}\n',
                "",
            ),
            Edit(
                FOLLOW_UP,
                "",
                "  - ref: kf-2022/studiebidrag\n"
                "    area: arbete-och-sysselsattning\n"
                "    status: avslutad\n"
                "    comment: Anses genomfört inom lag och praxis; ogiltig frånvaro från en insats ger avdrag.\n"
                '    at: {section: "2.2.2.1", page: 17}\n',
                "",
            ),
        ],
    ),
    Mutation(
        "UPP018",
        ["kf-2025/bokbuss"],
        [
            Edit(
                "minimal/organisation.yaml",
                "",
                "Kulturnämnden}\n",
                "Kulturnämnden}\n  - {id: skolnamnden, title: Skolnämnden}\n",
            ),
            Edit("minimal/skolnamnden.yaml", "", "", OTHER_PLAN),
            Edit(SMALL, "", "ref: kf-2025/bokbuss\n", "ref: kf-2025/bokbuss\n    handled-by: [skolnamnden]\n"),
        ],
    ),
    Mutation(
        "UPP019",
        ["kf-2024/administrativa-uppgifter"],
        [Edit(BUDGET_2024, "id: administrativa-uppgifter\n", "    report-to: [kommunstyrelsen]\n", "")],
    ),
    Mutation(
        "UPP020",
        ["verksamhetsplan-kulturnamnden-2025"],
        [Edit(SMALL, "", "\ngoals:\n", "\nfigures: [{name: uppdrag-i-arets-budget, value: 2}]\ngoals:\n")],
    ),
    Mutation(
        "UPP021",
        ["kf-2025/inkopsanalys"],
        [
            Edit(DRAFT, "", "  - ref: kf-2025/inkopsanalys\n    at: {page: 7}\n", ""),
            Edit(
                DRAFT,
                "id: faltarbetare\n",
                "    at: {page: 7}\n",
                "    at: {page: 7}\n  - ref: kf-2025/inkopsanalys\n    at: {page: 7}\n",
            ),
        ],
    ),
    Mutation(
        "UPP022", ["genomforandeplan-sydvast-2025/faltarbetare"], [Edit(DRAFT, "id: faltarbetare\n", "    to: [sydvast]\n", "")]
    ),
    Mutation(
        "UPP024",
        ["mob-2024/fritidskort"],
        [
            Edit(
                "almstad/kultur-fritid/2024-verksamhetsberattelse.yaml",
                "",
                "reported-on: 2024-12-10",
                "reported-on: 2025-01-14",
            )
        ],
    ),
    Mutation(
        "AVS008",
        ["Kvalitetsledning"],
        [
            Edit(
                REPORT, "\nsections:\n", "\nsections:\n", "\nsections:\n" + 2 * '  - {number: "9.1", title: Kvalitetsledning}\n'
            )
        ],
    ),
    Mutation(
        "AVS009",
        ["Bedömning ur social dimension"],
        [
            Edit(
                REPORT,
                "\nsections:\n",
                "\nsections:\n",
                "\nsections:\n  - {title: Bedömning ur social dimension, kind: social-dimension, page: 1}\n",
            )
        ],
    ),
    Mutation("EVB004", ["0"], [Edit(REPORT, "\nunexecuted-counts:\n", "law: LSS", "law: SoL")]),
    Mutation("EVB005", ["Kontaktfamilj"], [Edit(UNEXECUTED, "", "number: 2\n", "number: 1\n")]),
    Mutation(
        "KVA004",
        ["effektivitet"],
        [Edit(QUALITY, "", "  - area: effektivitet\n    activity: Vuxna\n", "  - area: jamlikhet\n    activity: Vuxna\n")],
    ),
    Mutation(
        "LEX006",
        ["1"],
        [Edit(REPORT, "\nlex-sarah-reports:", "  - quarter: 4\n", "  - {quarter: 4, number: 0}\n  - quarter: 4\n")],
    ),
    Mutation(
        "MAL015",
        ["kf-2022/parker"],
        [Edit(BUDGET, "", "\ngoals:\n", GOAL_OF_ANOTHER), Edit(REPORT, "", "\ngoals:\n", GOAL_TOLD)],
    ),
    Mutation(
        "MAL016",
        ["kf-2022/parker"],
        [Edit(BUDGET, "", "\ngoals:\n", GOAL_OF_ANOTHER), Edit(FOLLOW_UP, "", "\ngoals:\n", GOAL_TOLD)],
    ),
    Mutation(
        "PRO003",
        ["Göteborgs Stads plan för barn och ungkultur"],
        [Edit(PLAN, "plan för barn och ungkultur\n", "    area:", "    from: 2025\n    area:")],
    ),
    Mutation(
        "PRO004",
        ["Strategisk plan för suicidprevention i Göteborg"],
        [
            Edit(
                PLAN,
                "\nprogrammes:\n",
                "\nprogrammes:\n",
                "\nprogrammes:\n  - {title: Göteborgs strategiska plan för suicidprevention, from: 2021, to: 2025}\n",
            )
        ],
    ),
    Mutation(
        "UPP026",
        ["genomforandeplan-sydvast-2025/faltarbetare"],
        [Edit(DRAFT, "id: faltarbetare\n", "    by: sydvast\n", "")],
    ),
    Mutation(
        "KED010",
        ["kf-2022/parker"],
        [Edit(REPORT, "", "  - ref: kf-2022/goal-10\n", "  - ref: kf-2022/goal-10\n    sub-goals: [{ref: kf-2022/parker}]\n")],
    ),
    Mutation(
        "BAR010",
        ["barnbokslut-nordost-2022/lovbad"],
        [
            Edit(
                PLAN,
                "",
                "\nprogrammes:\n",
                "\ndevelopment-areas:\n  - {ref: barnbokslut-nordost-2022/lovbad, title: Bad på lov}\nprogrammes:\n",
            )
        ],
    ),
    Mutation(
        "KED011",
        ["kfn-2024/klassbesokx"],
        [
            Edit(
                "almstad/kultur-fritid/2024-verksamhetsberattelse.yaml",
                "",
                "ref: kfn-2024/klassbesok",
                "ref: kfn-2024/klassbesokx",
            )
        ],
    ),
    Mutation(
        "UPP023",
        ["kf-2025/medborgarbudget"],
        [
            Edit(
                BUDGET_2025,
                "id: medborgarbudget\n",
                "    to: [hisingen, nordost, sydvast]\n",
                "    under: [socialnamnderna]\n    to: [hisingen, nordost, sydvast, kulturnamnden]\n",
            )
        ],
    ),
    Mutation(
        "MAL017",
        ["mob-2024/mal-1"],
        [Edit(f"{ALMSTAD}/kf/2024-mal-och-budget.yaml", "", "id: mal-1,", "id: mal-1, ref: mob-2024/mal-1,")],
    ),
    Mutation(
        "MAL018",
        ["vp-norra-2025/laxhjalp"],
        [
            Edit(
                "storstad/norra/2025-verksamhetsplan.yaml",
                "",
                "      - id: laxhjalp\n",
                "      - id: laxhjalp\n        ref: [kf-2025/trygg, kf-2025/skolan]\n",
            )
        ],
    ),
    Mutation(
        "MAL019",
        ["kfn-2024/gronare-hallar"],
        [Edit(ALMSTAD_REPORT, "", "{assessment: grön, at-least: 100}", "{assessment: gul, at-least: 100}")],
    ),
    Mutation(
        "IND008",
        ["Öppettimmar i veckan"],
        [Edit(ALMSTAD_REPORT, "", "{assessment: grön, at-least: 48}", "{assessment: gul, at-least: 48}")],
    ),
    Mutation("IND009", ["Män"], [Edit(ALMSTAD_REPORT, "", "{name: Män, outcome: {2024: 4.9}}", "{name: Män}")]),
    Mutation(
        "MAL026",
        ["kfn-2024/mer-oppet"],
        [
            Edit(
                f"{CULTURE}/2024-tertialrapport-1.yaml",
                "",
                "    sub-goals:\n      - ref: kfn-2024/mer-oppet\n        assessment: grön\n        activities: [{",
                "    x-activities: [{",
            ),
            Edit(
                f"{CULTURE}/2024-tertialrapport-1.yaml",
                "",
                "sommarboken, status: pågår}\n",
                "sommarboken, status: pågår}\n          - {ref: kfn-2024/meroppet, status: ej startat}\n",
            ),
        ],
    ),
    Mutation(
        "MAL027",
        ["Parker"],
        [Edit(REPORT, "", "  - ref: kf-2022/goal-10\n", "  - ref: kf-2022/goal-10\n    sub-goals: [{title: Parker}]\n")],
    ),
    Mutation(
        "MAL028",
        ["kf-2022/goal-10"],
        [
            Edit(
                REPORT,
                "",
                "  - ref: kf-2022/goal-10\n",
                "  - ref: kf-2022/goal-10\n"
                "    sub-goals: [{ref: kf-2022/goal-10, assessment: ingen, analysis: Parkerna dröjer.}]\n",
            )
        ],
    ),
    Mutation(
        "IND013",
        ["El per kvadratmeter"],
        [
            Edit(
                ALMSTAD_REPORT,
                "",
                "          - {name: El per kvadratmeter,",
                "          - {name: El per kvadratmeter, unit: kWh, better: lower, target: {2024: 118}, outcome: {2024: 117}}\n"
                "          - {name: El per kvadratmeter,",
            )
        ],
    ),
    Mutation("IND011", ["El per kvadratmeter"], [Edit(ALMSTAD_REPORT, "", "name: El per kvadratmeter", "name: El per elev")]),
    Mutation(
        "IND012",
        ["El per kvadratmeter"],
        [Edit(ALMSTAD_REPORT, "", "target: {2024: 118}, outcome: {2024: 116}", "target: {2024: 116}, outcome: {2024: 116}")],
    ),
    Mutation("IND010", ["Länet"], [Edit(f"{CULTURE}/2024-namndplan.yaml", "", "{of: Länet, year: 2023,", "{of: Länet,")]),
    Mutation(
        "INK001",
        ["internkontrollplan-barn-utbildning-2024"],
        [Edit(f"{ALMSTAD}/barn-utbildning/2024-internkontrollplan.yaml", "", "\nrisks:\n", "\nx-risks:\n")],
    ),
    Mutation(
        "INK002",
        ["internkontrollplan-barn-utbildning-2024/franvaro"],
        [Edit(f"{ALMSTAD}/barn-utbildning/2024-internkontrollplan.yaml", "", "    probability: 2\n    consequence: 4\n", "")],
    ),
    Mutation(
        "INK003",
        ["internkontrollplan-kultur-fritid-2024/kassa"],
        [Edit(f"{CULTURE}/2024-internkontrollplan.yaml", "", "value: 6", "value: 7")],
    ),
    Mutation(
        "INK004",
        ["internkontrollplan-kultur-fritid-2025/bidrag"],
        [Edit(f"{CULTURE}/2025-internkontrollplan.yaml", "", "    controls:\n", "    x-controls:\n")],
    ),
    Mutation(
        "INK005",
        ["internkontrollplan-kultur-fritid-2024/medlemstal"],
        [Edit(f"{CULTURE}/2025-internkontrollplan.yaml", "", "\n        frequency: varje kvartal", "")],
    ),
    Mutation(
        "INK006",
        ["internkontrollplan-kultur-fritid-2024/medlemstal"],
        [
            Edit(
                f"{CULTURE}/2024-uppfoljning-internkontroll.yaml",
                "",
                "        result: Alla tjugo föreningar hade rätt medlemstal.\n",
                "",
            )
        ],
    ),
    Mutation(
        "INK007",
        ["internkontrollplan-kultur-fritid-2024/larmprov"],
        [
            Edit(
                f"{CULTURE}/2024-uppfoljning-internkontroll.yaml",
                "",
                "kassa\n    controls:\n",
                "kassa\n    controls:\n      - {ref: internkontrollplan-kultur-fritid-2024/larmprov, result: Larmen gick.}\n",
            )
        ],
    ),
    Mutation(
        "INK008",
        ["internkontrollplan-kultur-fritid-2024/kasan"],
        [
            Edit(
                f"{CULTURE}/2024-uppfoljning-internkontroll.yaml",
                "",
                "ref: internkontrollplan-kultur-fritid-2024/kassa",
                "ref: internkontrollplan-kultur-fritid-2024/kasan",
            )
        ],
    ),
    Mutation(
        "INK009",
        ["internkontrollplan-kultur-fritid-2024/medlemtal"],
        [
            Edit(
                f"{CULTURE}/2025-internkontrollplan.yaml",
                "",
                "    controls:\n",
                "    controls:\n      - {ref: internkontrollplan-kultur-fritid-2024/medlemtal, responsible: A, frequency: B}\n",
            )
        ],
    ),
    Mutation(
        "KED012",
        ["kf-2025/goal-2"],
        [
            Edit(
                SMALL,
                "",
                "\nuppdrag:\n",
                "\n  - {id: egen, title: Bokcirklar, ref: kf-2025/goal-2, text: En om året.}\nuppdrag:\n",
            )
        ],
    ),
    Mutation(
        "KED013",
        ["kf-2025/goal-9"],
        [
            Edit(
                BUDGET_2025,
                "",
                "  - id: goal-1\n",
                "  - {id: goal-8, title: Liv, ref: kf-2025/goal-9, to: [alla]}\n  - id: goal-1\n",
            )
        ],
    ),
    Mutation(
        "KED015",
        ["nordots"],
        [Edit(BUDGET_2025, "", "  - id: goal-1\n", "  - {id: goal-8, title: Liv, to: [nordots]}\n  - id: goal-1\n")],
    ),
    Mutation(
        "KED014",
        ["kf-2022/sspg"],
        [Edit(OUTSIDE, "", "\nuppdrag:\n", "\nuppdrag:\n  - {ref: kf-2022/sspg, title: SSPF, by: kf, to: [centrum]}\n")],
    ),
    Mutation(
        "BAR011",
        ["barnbokslut-nordost-2022/lovbad"],
        [
            Edit(
                CHILDREN,
                "",
                "  - title: Barnrättsperspektivet i dokumentationen\n",
                "  - title: Barnrättsperspektivet i dokumentationen\n    ref: barnbokslut-nordost-2022/lovbad\n",
            )
        ],
    ),
    Mutation(
        "MAL020",
        ["Parker"],
        [
            Edit(
                REPORT,
                "",
                "  - ref: kf-2022/goal-10\n",
                "  - ref: kf-2022/goal-10\n    sub-goals: [{title: Parker, assessment: bra}]\n",
            )
        ],
    ),
    Mutation(
        "MAL024",
        ["Parker"],
        [
            Edit(
                REPORT,
                "",
                "  - ref: kf-2022/goal-10\n",
                "  - ref: kf-2022/goal-10\n    activities: [{title: Parker, status: rullar på}]\n",
            )
        ],
    ),
    Mutation(
        "MAL025",
        ["mob-2024/mal-1"],
        [
            Edit(
                f"{CULTURE}/2024-tertialrapport-2.yaml",
                "",
                "  - ref: mob-2024/mal-1\n",
                "  - ref: mob-2024/mal-1\n    assessment: på god väg\n",
            )
        ],
    ),
]

NO_TEXT = ["-", "–", "…", "---", "Se ovan.", "Se föregående år.", "Pågår.", "n/a", "EJ AKTUELLT", "xxx", "Text kommer"]


def test_every_shipped_rule_is_turned_red_once() -> None:
    # What law demands is turned red in the example that shows it (test_lag.py).
    of_law = set(plancheck.load("lag").rules) - {"EVB002", "LEX008"}
    rules = [rule for rule in plancheck.load("goteborg", tests=True).rules.values() if rule.id not in of_law]
    assert sorted(mutation.rule for mutation in MUTATIONS) == sorted(rule.id for rule in rules if not never_fails(rule))


def turned(mutation: Mutation, tmp_path: Path) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """The findings of an example that a change brings, and those that it takes away."""
    example = mutation.edits[0].file.partition("/")[0]
    shutil.copytree(EXAMPLES / example, tmp_path / example)
    for edit in mutation.edits:
        change(tmp_path, edit)
    after, before = found(tmp_path / example), found_in(example)
    return list((after - before).elements()), list((before - after).elements())


def test_references_that_lead_somewhere_bring_nothing(tmp_path: Path) -> None:
    own = "\n  - {id: egen, title: Bokcirklar, ref: kf-2025/goal-1, text: En om året.}\nuppdrag:\n"
    assert turned(Mutation("KED012", [], [Edit(SMALL, "", "\nuppdrag:\n", own)]), tmp_path / "plan") == ([], [])
    again = "    controls:\n      - {ref: internkontrollplan-kultur-fritid-2024/dagsavslut, responsible: A, frequency: B}\n"
    edit = Edit(f"{CULTURE}/2025-internkontrollplan.yaml", "", "    controls:\n", again)
    assert turned(Mutation("INK009", [], [edit]), tmp_path / "control") == ([], [])


@pytest.mark.parametrize("nothing", NO_TEXT)
def test_what_stands_in_place_of_a_text_is_none(nothing: str, tmp_path: Path) -> None:
    edit = Edit(PLAN, "", "text: Ett partnerskap med föreningen Passalen löper 2024–2026.", f'text: "{nothing}"')
    item = "kf-2024/fritid-vid-funktionsnedsattning"
    new, gone = turned(Mutation("UPP003", [item], [edit]), tmp_path)
    assert (new, gone) == ([("UPP003", "verksamhetsplan-nordost-2024", item)], [])


@pytest.mark.parametrize("text", ["Ett partnerskap pågår.", "Se ovan om Passalen.", "Text kommer i appen."])
def test_a_text_that_begins_like_nothing_is_one(text: str, tmp_path: Path) -> None:
    edit = Edit(PLAN, "", "text: Ett partnerskap med föreningen Passalen löper 2024–2026.", f"text: {text}")
    assert turned(Mutation("UPP003", [], [edit]), tmp_path) == ([], [])


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.rule for mutation in MUTATIONS])
def test_a_change_turns_one_rule_red_and_no_other(mutation: Mutation, tmp_path: Path) -> None:
    new, gone = turned(mutation, tmp_path)
    assert not gone
    assert {rule for rule, _, _ in new} == {mutation.rule}
    assert [item for _, _, item in new] == mutation.items


def test_a_status_and_an_assessment_of_the_scale_turn_nothing_red(tmp_path: Path) -> None:
    activity = "    activities: [{title: Parker, status: Pågår}]\n"
    edit = Edit(REPORT, "", "  - ref: kf-2022/goal-10\n", f"  - ref: kf-2022/goal-10\n{activity}")
    assert turned(Mutation("MAL024", [], [edit]), tmp_path / "a") == ([], [])
    assessed = "  - ref: mob-2024/mal-1\n    assessment: delvis uppfylld\n"
    edit = Edit(f"{CULTURE}/2024-tertialrapport-2.yaml", "", "  - ref: mob-2024/mal-1\n", assessed)
    assert turned(Mutation("MAL025", [], [edit]), tmp_path / "b") == ([], [])
