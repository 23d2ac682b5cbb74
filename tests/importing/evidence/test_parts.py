"""Where one document of a file ends and the next begins: the words behind a title are the organisation's, not the program's."""

from __future__ import annotations

from pathlib import Path

import pytest

from plancheck.importing.evidence.parts import namnd_of
from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import Import, Wanted, prepared, recognised
from plancheck.importing.reading.text import read
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.loader import load

REPORT = """\
Årsrapport 2022
Socialnämnden {place}

1 Sammanfattning
Nämnden har klarat årets mål.

2 Bokslut
Utfallet följer budget.

3 Redovisning av nämndens uppdrag
Inga uppdrag återstår.
\fLex Sarah IFO kvartal 4 2022 {place}

Händelse 1
IVO:s diarienummer Verksamhet Egen/Annan
3.1-12345/2022 Stödboende Egen
Typ av händelse
Ett stöd kom för sent.
\fEj verkställda beslut 2022, socialnämnden {place}

SoL
1 Man Boende 2022-02-01 Ingen plats
"""


ORGANISATION = "document: organisation\nyear: 2022\nnamnder:\n  - {{id: nara, title: Socialnämnden {place}}}\n"
OWN_LAWS = """\
ruleset: own
extends: goteborg
vocabulary:
  laws:
    SoL: {sv: Socialtjänstlagen, en: SoL}
    LVU: {sv: Lagen om vård av unga, en: LVU}
"""


def imported(place: str, text: str = REPORT, ruleset: str = "goteborg") -> Import:
    loaded = load(ruleset)
    workspace = Workspace(loaded.declared)
    workspace.add(ORGANISATION.format(place=place), "organisation.yaml")
    reading = read(text.format(place=place).encode(), "rapport.txt")
    return recognised(prepared(reading, profile_of(loaded.folders), loaded, workspace), Wanted("arsrapport"))


def kinds(made: Import) -> list[str]:
    return [str(document.values["document"]) for document in made.documents]


@pytest.mark.parametrize("place", ["Nordost", "Kärra", "Lilla Edet", "Nya Björsäter"])
def test_an_annex_of_any_namnd_that_the_organisation_has_is_a_document_of_its_own(place: str) -> None:
    made = imported(place)
    assert kinds(made) == ["arsrapport", "lex-sarah", "ej-verkstallda"]
    assert {document.values["namnd"] for document in made.documents} == {"nara"}


def test_what_a_line_says_beside_a_title_makes_it_no_title() -> None:
    text = REPORT.replace("kvartal 4 2022 {place}", "kvartal 4 2022 Snabbast")
    assert kinds(imported("Kärra", text)) == ["arsrapport", "ej-verkstallda"]


def test_the_laws_of_ej_verkstallda_are_those_that_the_rule_set_declares(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text(OWN_LAWS, encoding="utf-8")
    made = imported("Kärra", REPORT.replace("\nSoL\n", "\nLVU\n"), str(tmp_path))
    (rows,) = [one.values["unexecuted"] for one in made.documents if one.values["document"] == "ej-verkstallda"]
    assert [row.values["law"] for row in rows] == ["LVU"]


def of(text: str, ruleset: str = "kommun", name: str = "fil.txt") -> tuple[str | None, str | None, int | None]:
    """The kind, the nämnd and the year of a text, in a repository without an organisation."""
    loaded = load(ruleset)
    content = prepared(read(text.encode(), name), profile_of(loaded.folders), loaded, Workspace(loaded.declared))
    return content.parts[0].kind, namnd_of(content.parts[0], content.around, name), content.year


BODY = "\n\nInledning\n\nVi målar hus och bygger broar.\n\nUnder 2024 byggdes en bro.\n"


@pytest.mark.parametrize(
    ("title", "is_"),
    [
        ("Kommunstyrelsens plan med budget 2021", ("verksamhetsplan", "ks", 2021)),
        ("Socialnämndens verksamhetsplan för 2025", ("verksamhetsplan", "socialnamnden", 2025)),
        ("Barn- och utbildningsnämndens nämndplan 2025", ("verksamhetsplan", "barn-och-utbildningsnamnden", 2025)),
        ("Verksamhetsplan 2025–2027\nKulturnämnden", ("verksamhetsplan", "kulturnamnden", 2025)),
        ("Nämnd: Kulturnämnden\nUppdragsplan 2025", ("verksamhetsplan", "kulturnamnden", 2025)),
        ("Verksamhetsplan och budget 2025", ("verksamhetsplan", None, 2025)),
        ("Årsanalys 2023", ("arsrapport", None, 2023)),
        ("Kulturnämndens verksamhetsberättelse 2023", ("arsrapport", "kulturnamnden", 2023)),
        ("Årsredovisning 2023", ("arsrapport", None, 2023)),
        ("Tertialrapport 2 2025", ("delarsrapport", None, 2025)),
        ("Tertialrapport 1 2025", (None, None, 2025)),
        ("Delårsbokslut 2025", ("delarsrapport", None, 2025)),
        ("Mål och budget 2025 med plan 2026–2027", ("kf-budget", None, 2025)),
        ("Budget 2025 och verksamhetsplan 2026-2027", ("kf-budget", None, 2025)),
        ("Budget 2025 med flerårsplan 2026–2028", ("kf-budget", None, 2025)),
        ("Kulturnämndens mål och budget 2025", ("namndbudget", "kulturnamnden", 2025)),
        ("Mål och budget 2025\nKulturnämnden", ("namndbudget", "kulturnamnden", 2025)),
        ("Intern kontrollplan År:2019\nKulturnämnden", ("internkontrollplan", "kulturnamnden", 2019)),
        ("Internkontrollplan 2019\nKulturnämnden", ("internkontrollplan", "kulturnamnden", 2019)),
        ("Uppföljning av intern kontroll 2019\nKulturnämnden", ("uppfoljning-internkontroll", "kulturnamnden", 2019)),
        ("Riskanalys 2019\nKulturnämnden", (None, "kulturnamnden", 2019)),
    ],
)
def test_a_title_says_what_a_document_is(title: str, is_: tuple[str | None, str | None, int | None]) -> None:
    assert of(title + BODY) == is_


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Tertialrapport 1 2025", "tertialrapport"),
        ("Mål och budget 2025", "mal-och-budget"),
        ("Verksamhetsberättelse 2025", "verksamhetsberattelse"),
        ("Internkontrollplan 2025", "internkontrollplan"),
    ],
)
def test_a_kind_of_a_rule_set_of_its_own_goes_before_the_one_that_it_is(title: str, kind: str) -> None:
    assert of(title + BODY, "almstad")[0] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Protokoll\nSammanträdesdatum 2025-02-03\n\nVerksamhetsplan 2025\n\nNämnden godkänner verksamhetsplan 2025.\n",
        "Kulturförvaltningen\nTjänsteutlåtande\n2025-01-15\n\nVerksamhetsplan 2025 för kulturnämnden\n\nFörslag till beslut\n"
        "1. Verksamhetsplan 2025 antas.\n\nSammanfattning\nVi har en verksamhetsplan.\n\nBilaga\nVerksamhetsplan 2025\n",
        "Remiss\n\nVerksamhetsplan 2025\n\nSvara senast den 3 mars.\n",
        "Till kommunstyrelsen\n\nVerksamhetsplan 2025\n\nHär kommer vår plan.\n",
        "Hej!\n\nTack för er verksamhetsplan 2025. Vi har läst verksamhetsplanen, och er verksamhetsplan är bra.\n"
        "Vår verksamhetsplan blir klar i maj, och nästa verksamhetsplan i juni. Verksamhetsplan på er!\n",
        "Yttrande över verksamhetsplan 2025\n\nVi har inget att säga om den.\n",
        "Angående socialnämndens verksamhetsplan 2025\n\nDen saknar bilagor.\n",
    ],
)
def test_a_letter_or_minutes_that_name_a_document_are_not_it(text: str) -> None:
    assert of(text)[0] is None


@pytest.mark.parametrize(
    "behind",
    [
        "1 Inledning\n\nVi målar.\n\n2 Mål\n\nVi målar mer.\n",
        "\fVerksamhetsplan 2025\nKulturnämnden\n\n" + "Vi målar hus.\n\n" * 8,
        "Mål\n\n1. Fler hus är målade.\n\n2. Fler broar är byggda.\n",
    ],
)
def test_a_memo_with_the_document_behind_it_is_the_document(behind: str) -> None:
    memo = "Tjänsteutlåtande\n2025-01-15\n\nVerksamhetsplan 2025 för kulturnämnden\n\nFörslag till beslut\n1. Planen antas.\n\n"
    assert of(memo + behind)[0] == "verksamhetsplan"
