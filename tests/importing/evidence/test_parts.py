"""Where one document of a file ends and the next begins: the words behind a title are the organisation's, not the program's."""

from __future__ import annotations

from pathlib import Path

import pytest

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
