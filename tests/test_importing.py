"""The import: real documents, and the examples as an office program lays them out, become documents that can be checked."""

from __future__ import annotations

import datetime
import io
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import importing as bench
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import office
import plancheck
from plancheck.cli import main
from plancheck.importing.evidence.fuzzy import begins, folded, holds, same, which
from plancheck.importing.evidence.linking import DOUBTFUL, SURE, Known, link
from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.evidence.tables import number, spread
from plancheck.importing.layout.outline import headings
from plancheck.importing.pipeline import Fate, Import, UntoldError, Wanted, import_file, recognised
from plancheck.importing.reading.lines import Line, Reading, joined, paragraphs
from plancheck.importing.records.found import Doubt, Found, places
from plancheck.importing.writing.merging import merged
from plancheck.importing.writing.pruning import without_invalid
from plancheck.importing.writing.register import register_of
from plancheck.importing.writing.yaml import written
from plancheck.model.base import without_own_keys
from plancheck.model.document import Document
from plancheck.model.source import parse
from plancheck.repository.files import files_below
from plancheck.repository.review import doubts_in
from plancheck.repository.workspace import Workspace
from plancheck.run.open import Repository, open_repository

ROOT = Path(__file__).parents[1]
DOCUMENTS = Path(os.environ.get("PLANCHECK_DOCUMENTS", ROOT.parent / "shared" / "documents"))
"""Where the real documents lie as text; they are not a part of the project."""
TODAY = datetime.date(2026, 11, 22)


real = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not beside the project")
REAL = [pytest.param(name, marks=real) for name in bench.DOCUMENTS]
FORMS = [
    "text",
    "word",
    pytest.param("pdf", marks=pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")),
]


@cache
def goteborg() -> Repository:
    return open_repository([office.EXAMPLES])


@cache
def registers() -> Workspace:
    """The organisation and what KF has decided, without the plans."""
    made = Workspace(goteborg().ruleset.kinds)
    for file in files_below(office.EXAMPLES):
        if file.parent.name == "kf" or file.name == "organisation.yaml":
            made.read(file, file.as_posix())
    return made


@cache
def real_import(name: str) -> Import:
    result: Import = bench.imported(DOCUMENTS / name)
    return result


NOTHING = Wanted()


def from_text(text: str, name: str = "plan.txt", wanted: Wanted = NOTHING) -> Import:
    from plancheck.importing.reading.text import read

    reading = read(text.encode(), name)
    return recognised(reading, profile_of(goteborg().ruleset.folders), goteborg().ruleset, registers(), wanted)


def told(document: Mapping[str, Any], *left_out: str) -> dict[str, Counter[tuple[object, ...]]]:
    """What a document tells, as keys that can be compared."""
    keys: dict[str, Counter[tuple[object, ...]]] = bench.keys_of(document)
    return {what: found for what, found in keys.items() if what not in left_out}


# The real documents


@pytest.mark.parametrize("name", REAL)
def test_every_goal_and_uppdrag_of_the_real_documents_is_found_with_its_status_and_link(name: str) -> None:
    found = bench.compared(DOCUMENTS / name)
    for what in ("mål", "uppdrag", "status", "assessments", "programmes", "sections", "annexes", "decisions"):
        if what in found:
            assert found[what][:3] == (found[what][0], found[what][0], 0), (what, found[what][3:])
    if "indicators" in found:
        all_, right, invented = found["indicators"][:3]
        assert right >= all_ - 1
        assert invented <= 1


@pytest.mark.parametrize("name", REAL)
def test_the_page_on_the_import_tells_these_figures(name: str) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in bench.rows(DOCUMENTS / name) if row not in page] == []


@pytest.mark.parametrize("name", REAL)
def test_no_line_is_lost_and_none_is_counted_twice(name: str) -> None:
    result = real_import(name)
    assert sorted(result.fates) == [line.number for line in result.reading.lines]
    read = sum(len(line.text.split()) for line in result.reading.lines)
    placed = [line for line in result.reading.lines if result.fates[line.number].document is not None]
    left = [line for line, _ in result.left_out()]
    assert read == sum(len(line.text.split()) for line in (*placed, *left))
    assert all(why for _, why in result.left_out())


@pytest.mark.parametrize("name", REAL)
def test_the_words_of_every_line_that_has_a_place_stand_there(name: str) -> None:
    result = real_import(name)
    at = {(n, place.steps): place.found for n, document in enumerate(result.documents) for place in places(document)}
    whole: dict[int, str] = {id(found): letters(str(found.plain())) for found in at.values()}
    lost = []
    for line in result.reading.lines:
        fate = result.fates[line.number]
        if fate.document is None:
            continue
        found = at[fate.document, fate.steps]
        words = [letters(word) for word in line.text.split() if len(letters(word)) > 3]
        missing = [word for word in words if word not in whole[id(found)]]
        if len(missing) > len(words) / 2 and not is_label(found, line.text):
            lost.append((line.number, line.text, fate.steps))
    assert lost == []


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", folded(text))


def is_label(found: Found, text: str) -> bool:
    """Whether a line says in its own words what a key says: a status, a heading, a label of a form, the days of a row."""
    return bool(
        {"outcome", "assessment", "status", "by", "with", "protection", "decided", "quarter", "extended-to"}
        & found.values.keys()
    )


@pytest.mark.parametrize("name", REAL)
def test_what_is_written_reads_as_what_was_found(name: str) -> None:
    for found in real_import(name).documents:
        for language in ("sv", "en"):
            text = written(found, name, language)
            values: Any = parse(text, name).root
            assert values == plain(found)
            Document.model_validate(without_own_keys(values, text))


def plain(found: Found) -> dict[str, Any]:
    return found.plain()


@real
def test_a_check_of_the_imported_documents_finds_what_the_hand_made_ones_have(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(office.EXAMPLES, tmp_path / "city", ignore=shutil.ignore_patterns("nordost", "sydvast"))
    for name in bench.DOCUMENTS:
        result = CliRunner().invoke(main, ["import", str(DOCUMENTS / name), "--repository", str(tmp_path / "city")])
        assert result.exit_code == 0, result.output
    here, there = found_in(office.EXAMPLES), found_in(tmp_path / "city")
    assert there == here


def found_in(folder: Path) -> Counter[str]:
    result = plancheck.check([folder], today=TODAY, ignore=["IMP001"])
    return Counter(
        f"{one.rule} {one.document}" if one.rule not in ("EKO001", "EKO003", "EKO005") else one.rule for one in result.findings
    )


# Bad copies of the real documents: the figures fall slowly, and what is wrong is in doubt.

LEAST = {
    "2 % of the letters mistaken": 0.95,
    "5 % of the letters mistaken": 0.75,
    "10 % of the letters mistaken": 0.6,
    "ligatures lost": 0.95,
    "numbers apart from their headings": 0.95,
    "two pages in the wrong place": 0.8,
    "columns interleaved": 0.75,
}
"""What share of goals, uppdrag and statuses must still be found in a bad copy."""


@pytest.mark.parametrize("damage", bench.DAMAGE)
@pytest.mark.parametrize("name", REAL)
def test_a_bad_copy_still_tells_most_and_makes_no_wrong_link_for_certain(name: str, damage: str) -> None:
    outcome = bench.damaged(DOCUMENTS / name, damage)
    for what, (there, found, _) in outcome.found.items():
        assert found >= LEAST[damage] * there, what
    assert outcome.wrong_for_certain == []


# The examples as an office program lays them out


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", office.KINDS)
def test_a_document_that_an_office_program_has_laid_out_comes_back_as_it_was(kind: str, form: str, tmp_path: Path) -> None:
    blocks = office.blocks_of(kind)
    file = tmp_path / {"text": "plan.txt", "word": "plan.docx", "pdf": "plan.pdf"}[form]
    if form == "text":
        file.write_text(office.as_text(blocks), encoding="utf-8")
    else:
        file.write_bytes(office.as_word(blocks) if form == "word" else office.as_pdf(blocks, tmp_path))
    result = import_file(file, file.name, goteborg().ruleset, registers())
    (found,) = result.documents
    example = office.told(office.KINDS[kind][1])
    # The generator lays out neither pages, nor single figures.
    beside = ("pages", "lex Sarah", "kinds of section", "figures")
    assert told(found.plain(), *beside) == told(example, *beside)
    assert sorted(result.fates) == [line.number for line in result.reading.lines]


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_headings_without_numbers_are_known_in_a_pdf_by_their_size(tmp_path: Path) -> None:
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    document.add_heading("Verksamhetsplan 2024", level=0)
    document.add_paragraph("Socialnämnden Nordost").add_run().add_break(WD_BREAK.PAGE)
    told_of = [("Nämndens mål", 1), ("Segregationen i Göteborg ska brytas", 2), ("Uppdrag", 1), ("Program och planer", 1)]
    for n, (title, level) in enumerate(told_of):
        document.add_heading(title, level=level)
        document.add_paragraph(office.prose(n))
    document.add_paragraph("Göteborgs Stads program för en jämlik stad 2018-2026", style="List Bullet")
    source = io.BytesIO()
    document.save(source)
    (tmp_path / "plan.pdf").write_bytes(office.converted(source.getvalue(), tmp_path))
    (found,) = import_file(tmp_path / "plan.pdf", "plan.pdf", goteborg().ruleset, registers()).documents
    assert [one.values["title"] for one in found.values["sections"]] == [title for title, _ in told_of]
    assert [one.values["ref"] for one in found.values["goals"]] == ["kf-2024/goal-2"]
    assert [one.values["title"] for one in found.values["programmes"]] == ["Göteborgs Stads program för en jämlik stad"]


@pytest.mark.parametrize("form", FORMS[1:])
def test_rows_that_divide_a_table_and_columns_in_any_order_are_understood(form: str, tmp_path: Path) -> None:
    given = [office.given(office.registers()[f"kf-2024/{name}"]) for name in ("fritidsgardar", "vallokaler")]
    rows = (
        ("", "Budget 2024", ""),
        ("Pågående", given[0], "Ja."),
        ("", "Särskilda beslut", ""),
        ("Avslutad", given[1], "Nej."),
    )
    blocks: list[office.Block] = [
        office.Text("Verksamhetsplan 2024"),
        office.Text("Socialnämnden Nordost"),
        office.Heading("1", "Uppdrag"),
        office.Table(("Läge", "Uppdrag", "Kommentar"), rows, (20, 40, 20)),
    ]
    file = tmp_path / ("plan.docx" if form == "word" else "plan.pdf")
    file.write_bytes(office.as_word(blocks) if form == "word" else office.as_pdf(blocks, tmp_path))
    (found,) = import_file(file, file.name, goteborg().ruleset, registers()).documents
    told_of = [(one["ref"], one["status"]) for one in found.plain()["uppdrag"]]
    assert told_of == [("kf-2024/fritidsgardar", "pågående"), ("kf-2024/vallokaler", "avslutad")]


def test_a_page_that_cuts_a_table_anywhere_cuts_no_uppdrag() -> None:
    example = told(office.told("nordost/2022/arsrapport.yaml"))
    blocks = office.blocks_of("arsrapport")
    for size in (31, 37, 44, 53):
        found = told(from_text(office.as_text(blocks, size)).documents[0].plain())
        assert found["status"] == example["status"], size


def test_word_numbers_its_headings_itself_and_they_count(tmp_path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    for level, title in ((1, "Inledning"), (1, "Nämndens mål och uppdrag"), (2, "Tidiga insatser"), (3, "Nämndens mål")):
        paragraph = document.add_heading(title, level)
        numbered = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level - 1), ("w:numId", 7)):
            one = OxmlElement(name)
            one.set(qn("w:val"), str(value))
            numbered.append(one)
        paragraph._p.get_or_add_pPr().append(numbered)
    document.save(str(tmp_path / "plan.docx"))
    wanted = Wanted("verksamhetsplan", "nordost", 2024)
    found = import_file(tmp_path / "plan.docx", "plan.docx", goteborg().ruleset, registers(), wanted).documents[0]
    assert [one["number"] for one in found.plain()["sections"]] == ["1", "2", "2.1", "2.1.1"]


# Parts


def lines(*texts: str, **every: Any) -> list[Line]:
    return [Line(n, text, **every) for n, text in enumerate(texts, 1)]


WORDS = Counter({"socialnämnderna": 5, "grundskolenämnden": 3, "skolan": 2, "socialtjänsten": 4, "föräldra-barnverksamhet": 2})


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["Socialnämndern", "a får i uppdrag"], "Socialnämnderna får i uppdrag"),
        (["med grundskolenämnd", "en ta fram"], "med grundskolenämnden ta fram"),
        (["i social-", "tjänsten och"], "i socialtjänsten och"),
        (["mellan hem- och", "skolan"], "mellan hem- och skolan"),
        (["50 000-", "75 000 tkr"], "50 000-75 000 tkr"),
        (["en föräldra-", "barnverksamhet"], "en föräldra-barnverksamhet"),
        (["hem-", "och familjeliv"], "hem- och familjeliv"),
    ],
)
def test_a_word_that_a_line_has_cut_is_whole_again(parts: list[str], whole: str) -> None:
    assert joined(lines(*parts), WORDS) == whole


def test_a_paragraph_ends_where_the_next_word_would_have_had_room() -> None:
    text = lines(
        "En rad som går ända ut till kanten av sidan och som därför fortsätter på nästa",
        "rad tar slut här.",
        "Nästa stycke börjar med stor bokstav och går också det hela vägen ut till den",
        "andra kanten.",
        blanks=1,
    )
    assert [len(one) for one in paragraphs(text)] == [2, 2]


def test_headings_are_the_longest_run_of_numbers_that_go_on() -> None:
    text = lines(
        "1 Inledning", "2 Kvalitet", "2.1 Resultat", "1 IVO beslut 2021-10-05. Tillsyn", "3 Stadsrevisionen rekommenderar",
        "2.1.1 Egenkontroll", "4 Justitieombudsmannen", "2.2 Analys", "3 Ekonomi", blanks=1,
    )  # fmt: skip
    assert [one.dotted for one in headings(text)] == ["1", "2", "2.1", "2.1.1", "2.2", "3"]


@pytest.mark.parametrize(
    ("text", "columns", "cells"),
    [
        ("999 1 179 970", 4, ["", "999", "1 179", "970"]),
        ("71 71  73", 4, ["71", "71", "", "73"]),
        ("7 400 7 545 --- 7 200", 4, ["7 400", "7 545", "---", "7 200"]),
        ("11 594 10 750 i.u. 10 328", 4, ["11 594", "10 750", "i.u.", "10 328"]),
        ("4 4 3", 4, ["", "4", "4", "3"]),
        ("89,7% 89,4% 90,8%", 3, ["89,7%", "89,4%", "90,8%"]),
    ],
)
def test_figures_are_put_to_their_columns_though_blanks_stand_within_them(text: str, columns: int, cells: list[str]) -> None:
    assert spread(text, columns) == cells


REPORT = """Årsrapport 2022
Socialnämnden Nordost

1 Ekonomi

{table}

Det här är en mening som står efter tabellen och som säger något helt annat om året.
"""


def accounts_of(table: str) -> list[dict[str, Any]]:
    accounts: list[dict[str, Any]] = from_text(REPORT.format(table=table)).documents[0].plain().get("accounts", [])
    return accounts


def test_a_row_that_others_make_ends_an_account_and_what_is_left_is_one_without_a_total() -> None:
    table = """Sammandrag

Utfall
2022

Budget
2022

Avvikelse

Intäkter 1 200 1 000 200

Kostnader -1 150 -1 000 -150

Resultat 50 0 50

Eget kapital 250 200 50"""
    first, second = accounts_of(table)
    assert [row["title"] for row in first["rows"]] == ["Intäkter", "Kostnader"]
    assert first["total"] == {"title": "Resultat", "outcome": 50, "budget": 0, "deviation": 50}
    assert [row["title"] for row in second["rows"]] == ["Eget kapital"]
    assert "total" not in second


def test_the_last_row_is_a_total_where_it_is_called_as_the_namnd_is() -> None:
    table = """Avdelning Budgetram Avvikelse

Barn och unga 300 000 2 000

Vuxna 700 000 -1 500

Socialnämnden Nordost 1 000 000 500"""
    (account,) = accounts_of(table)
    assert account["total"] == {"title": "Socialnämnden Nordost", "budget": 1_000_000, "deviation": 500}


def test_a_table_of_money_that_a_page_cuts_is_one_where_its_head_stands_again() -> None:
    head = "Mnkr Utfall 2022 Budget 2022 Avvikelse"
    (account,) = accounts_of(f"{head}\n\nHyror 10 9 1\n\f{head}\n\nBidrag 4 6 -2\n\nSumma 14 15 -1")
    assert ([row["title"] for row in account["rows"]], account["unit"]) == (["Hyror", "Bidrag"], "mnkr")


def test_columns_of_other_years_are_not_told_as_those_of_the_year() -> None:
    (account,) = accounts_of("Belopp i tkr Bokslut 2022 Budget 2022 Bokslut 2021\n\nHyror 10 9 8\n\nSumma 10 9 8")
    assert account["rows"] == [{"title": "Hyror", "outcome": 10, "budget": 9}]


def word_accounts(tmp_path: Path, head: tuple[str, ...], *rows: tuple[str, ...], above: str = "Belopp i tkr") -> Import:
    blocks: list[office.Block] = [
        office.Text("Årsrapport 2022"),
        office.Text("Socialnämnden Nordost"),
        office.Heading("1", "Ekonomi"),
        office.Text(above),
        office.Table(head, rows, (20, *(10 for _ in head[1:]))),
    ]
    (tmp_path / "plan.docx").write_bytes(office.as_word(blocks))
    return import_file(tmp_path / "plan.docx", "plan.docx", goteborg().ruleset, registers())


def sums(result: Import) -> list[tuple[list[str], str]]:
    accounts = result.documents[0].plain().get("accounts", [])
    return [([row["title"] for row in one["rows"]], one.get("total", {}).get("title", "")) for one in accounts]


def doubts(result: Import) -> list[str]:
    found = [doubt.reason for place in places(result.documents[0]) for doubt in place.found.doubts]
    return [reason for reason in found if reason != "doubt-nothing"]


MONEY = ("Verksamhet", "Budget", "Utfall", "Avvikelse")


def test_a_column_of_another_kind_shifts_no_figure(tmp_path: Path) -> None:
    head = (
        "Ansvar",
        "Verksamhet",
        "2021",
        "Utfall föregående år",
        "Budget 2022",
        "Förändring",
        "Utfall 2022",
        "Avvikelse",
        "Avvikelse %",
    )
    (account,) = (
        word_accounts(tmp_path, head, ("510", "Barn", "7", "8", "1 000", "5", "990", "-10", "-1,0 %"))
        .documents[0]
        .plain()["accounts"]
    )
    assert account["rows"] == [{"title": "510 Barn", "outcome": 990, "budget": 1000, "deviation": -10}]


def test_the_resultatrakning_of_the_law_is_read_with_what_stands_between(tmp_path: Path) -> None:
    rows = [
        ("Verksamhetens intäkter", "90", "100", "10"), ("Verksamhetens kostnader", "-880", "-900", "-20"),
        ("Avskrivningar", "-50", "-50", "0"), ("Verksamhetens nettokostnader", "-840", "-850", "-10"),
        ("Skatteintäkter", "690", "700", "10"), ("Verksamhetens resultat", "-150", "-150", "0"),
        ("Finansiella intäkter", "210", "215", "5"), ("Resultat efter finansiella poster", "60", "65", "5"),
        ("Extraordinära poster", "0", "-3", "-3"), ("Årets resultat", "60", "62", "2"),
    ]  # fmt: skip
    assert sums(word_accounts(tmp_path, MONEY, *rows)) == [
        (["Verksamhetens intäkter", "Verksamhetens kostnader", "Avskrivningar"], "Verksamhetens nettokostnader"),
        (["Verksamhetens nettokostnader", "Skatteintäkter"], "Verksamhetens resultat"),
        (["Verksamhetens resultat", "Finansiella intäkter"], "Resultat efter finansiella poster"),
        (["Resultat efter finansiella poster", "Extraordinära poster"], "Årets resultat"),
    ]


def test_subtotals_make_the_total_and_what_is_a_part_of_a_row_is_not_added(tmp_path: Path) -> None:
    rows = [
        ("Barn", "1 000", "990", "-10"), ("varav placeringar", "400", "390", "-10"), ("Unga", "2 000", "2 050", "50"),
        ("Summa barn och unga", "3 000", "3 040", "40"), ("Vuxna", "500", "500", "0"), ("Äldre", "700", "710", "10"),
        ("Summa vuxna", "1 200", "1 210", "10"), ("Totalt", "4 200", "4 250", "50"),
    ]  # fmt: skip
    assert sums(word_accounts(tmp_path, MONEY, *rows)) == [
        (["Barn", "Unga"], "Summa barn och unga"),
        (["Vuxna", "Äldre"], "Summa vuxna"),
        (["Summa barn och unga", "Summa vuxna"], "Totalt"),
    ]


def test_an_error_in_one_column_is_seen_where_another_adds_up(tmp_path: Path) -> None:
    rows = [("Barn", "1 000", "990", "-10"), ("Unga", "2 000", "2 050", "50"), ("Summa", "3 000", "3 100", "40")]
    assert sums(word_accounts(tmp_path, MONEY, *rows)) == [(["Barn", "Unga"], "Summa")]


def test_where_no_column_adds_up_no_total_is_told_and_a_person_is_asked(tmp_path: Path) -> None:
    result = word_accounts(tmp_path, MONEY, ("Barn", "1 000", "990", "-10"), ("Summa", "3 000", "3 100", "100"))
    assert sums(result) == [(["Barn", "Summa"], "")]
    assert doubts(result) == ["doubt-total"]


def test_costs_that_are_positive_become_negative_and_income_stays(tmp_path: Path) -> None:
    rows = [
        ("Intäkter", "1 000", "1 100", "100"),
        ("Kostnader", "3 000", "3 200", "-200"),
        ("Nettokostnad", "2 000", "2 100", "-100"),
    ]
    (account,) = word_accounts(tmp_path, MONEY, *rows).documents[0].plain()["accounts"]
    assert [row["outcome"] for row in account["rows"]] == [1100, -3200]
    assert account["total"]["outcome"] == -2100


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (MONEY, [("Barn", "1.000", "990", "-10")]),
        (MONEY, [("Barn", "1 000", "990", "-1,0 %")]),
        (("tkr", "Budget", "Utfall", "Budget", "Utfall"), [("Barn", "100", "90", "150", "145")]),
        (("", "2021", "2021", "2022", "2022"), [("tkr", "Budget", "Utfall", "Budget", "Utfall"), ("Barn", "1", "2", "3", "4")]),
    ],
)
def test_a_table_that_cannot_be_read_for_certain_is_left_out_and_told(
    head: tuple[str, ...], rows: list[tuple[str, ...]], tmp_path: Path
) -> None:
    result = word_accounts(tmp_path, head, *rows)
    assert sums(result) == []
    assert doubts(result) == ["doubt-table"]


@pytest.mark.parametrize("rows", ["Barn 2 000 -100\n\nUnga 100 1 000 900", "Barn 1.200 1.100 -100\n\nUnga 10 9 -1"])
def test_a_row_of_text_with_an_empty_cell_or_an_unread_figure_is_not_guessed_at(rows: str) -> None:
    result = from_text(REPORT.format(table=f"Belopp i tkr\n\nVerksamhet Budget Utfall Avvikelse\n\n{rows}"))
    assert (sums(result), doubts(result)) == ([], ["doubt-table"])


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        ("Belopp i tkr", "tkr"),
        ("Tabell 3. Belopp i mnkr", "mnkr"),
        ("miljoner kronor", "mnkr"),
        ("1 000-tal kronor", "tkr"),
        ("kr", "kr"),
    ],
)
def test_the_unit_is_the_nearest_that_is_told(above: str, unit: str, tmp_path: Path) -> None:
    (account,) = word_accounts(tmp_path, MONEY, ("Barn", "12,5", "12,0", "-0,5"), above=above).documents[0].plain()["accounts"]
    assert account["unit"] == unit


def test_a_unit_that_nothing_tells_is_a_doubt(tmp_path: Path) -> None:
    assert doubts(word_accounts(tmp_path, MONEY, ("Barn", "1", "2", "1"), above="Så gick det")) == ["doubt-unit"]


def test_a_figure_in_a_cell_has_the_unit_of_its_table_though_it_is_told_further_up() -> None:
    table = """Belopp i mnkr

Här följer en mening om året som har gått.

Resultaträkning

Post Utfall 2022 Budget 2022 Avvikelse

Resultat 12,5 12,0 0,5"""
    document = from_text(REPORT.format(table=table)).documents[0].plain()
    assert [one["unit"] for one in document["accounts"]] == ["mnkr"]
    assert [(one["value"], one["unit"]) for one in document["figures"]] == [(12.5, "mnkr")]


def test_a_table_of_people_is_no_table_of_money(tmp_path: Path) -> None:
    result = word_accounts(tmp_path, MONEY, ("Antal årsarbetare", "50", "49", "-1"), ("Sjukfrånvaro %", "7,0", "7,5", "0,5"))
    assert (sums(result), doubts(result)) == ([], [])


def test_many_figures_without_a_sign_between_them_take_no_time() -> None:
    rows = "\n\n".join(f"Enhet {n} " + " ".join(["123 456"] * 8) for n in "ABCDEFGH" * 10)
    heads = " ".join(f"{what} {year}" for what in ("Utfall", "Budget", "Avvikelse", "Prognos") for year in (2021, 2022))
    start = time.perf_counter()
    accounts_of(f"Tkr {heads}\n\n{rows}")
    assert time.perf_counter() - start < 10


def test_a_sentence_about_the_budget_is_no_table_of_money() -> None:
    assert accounts_of("Utfallet visar en avvikelse mot budget\n\n2022 10 9 1\n\nSumma 10 9 1") == []


@given(st.lists(st.integers(0, 99_999), min_size=2, max_size=5))
def test_a_row_of_like_figures_is_read_as_it_was_written(figures: list[int]) -> None:
    like = [1000 + figure % 9000 for figure in figures]
    text = " ".join(f"{one:,}".replace(",", " ") for one in like)
    assert [number(cell) for cell in spread(text, len(like))] == like


@pytest.mark.parametrize(
    ("text", "phrase", "is_same"),
    [
        ("Nämndens  MÅL:", "nämndens mål", True),
        ("Namndens mal", "Nämndens mål", True),
        ("Måluppfy1lelse", "Måluppfyllelse", True),
        ("Viss", "God", False),
        ("Uppdrag", "Program", False),
    ],
)
def test_words_are_the_same_in_a_bad_copy(text: str, phrase: str, is_same: bool) -> None:
    assert same(text, phrase) is is_same


def test_what_stands_in_a_text_is_told_from_what_is_nearly_there() -> None:
    assert which("Årsrapport", {"half": ["Delårsrapport"], "whole": ["Årsrapport"]}) == "whole"
    assert which("Utfall/mål för nämnden", {"city": ["Utfall/mål för staden"], "own": ["Utfall/mål för nämnden"]}) == "own"
    assert holds("Bedömning ur ekologisk och social dimension", "social dimension")
    assert not holds("Barnbokslut", "Bokslut", exactly=True)
    assert begins("Ej påbörjad Socialnämnderna", "Ej påbörjad") == len("Ej påbörjad")


KNOWN = [
    Known("kf-2024/skolfam", "Tillgång till Skolfam för placerade barn"),
    Known("kf-2024/fritidsbanker", "Fritidsbanker i de fyra stadsområdena"),
    Known("kf-2024/administration", "Färre administrativa uppgifter"),
    Known("kf-2024/hyror", "Inga svarta hyror i ärenden om bistånd"),
]


def linked(*texts: str, known: list[Known] = KNOWN) -> list[str | None]:
    return [one.ref for one in link([(text, frozenset()) for text in texts], known)]


def test_an_uppdrag_is_linked_by_what_it_says_in_short_words_or_in_full() -> None:
    wording = "Socialnämnderna får i uppdrag att utöka placerade barns tillgång till särskilt stöd genom Skolfam."
    assert linked(wording) == ["kf-2024/skolfam"]
    full = [Known("kf-2024/a", wording), Known("kf-2024/b", wording.replace("Skolfam", "fritidsbanker"))]
    assert linked(wording.replace("placerade barns", "placerade barn s"), known=full) == ["kf-2024/a"]


def test_two_never_get_the_same_and_what_fits_nothing_gets_none() -> None:
    refs = linked("Skolfam för placerade barn", "Barn placerade i familjehem ska få Skolfam", "Gatubelysning i parker")
    assert refs.count("kf-2024/skolfam") == 1
    assert refs[2] is None


@given(st.lists(st.sampled_from([one.text for one in KNOWN]), max_size=8), st.randoms())
def test_no_reference_is_given_twice(texts: list[str], chance: Any) -> None:
    refs = [ref for ref in linked(*texts) if ref]
    assert len(refs) == len(set(refs))


def test_confidence_falls_when_another_fits_nearly_as_well() -> None:
    (alone,) = link([("Fritidsbanker i stadsområdena", frozenset())], KNOWN)
    twins = [*KNOWN, Known("kf-2023/fritidsbanker", "Fritidsbanker i alla stadsområdena")]
    (torn,) = link([("Fritidsbanker i stadsområdena", frozenset())], twins)
    assert alone.confidence >= DOUBTFUL > torn.confidence >= SURE
    assert torn.rival is not None


# What is written


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


@given(
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.dictionaries(st.integers(2000, 2030), st.floats(allow_nan=False, allow_infinity=False)),
)
@settings(max_examples=150, deadline=None)
def test_any_text_of_a_document_comes_back_from_the_yaml_as_it_was(
    text: str, measures: list[str], outcome: dict[int, float]
) -> None:
    inner = Found({"title": text, "measures": measures, "outcome": outcome})
    found = Found({"document": "verksamhetsplan", "title": text, "goals": [inner]})
    assert parse(written(found, "plan.txt", "sv"), "plan.yaml").root == found.plain()


@pytest.mark.parametrize(
    "text", ["012", "1e5", "no", "2024-02-30", "- a", "# GRANSKA: x", "a: b", "'", "…", "  ", "3.10", "null", "~"]
)
def test_a_text_that_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    found = Found({"title": text, "points": [text, text]})
    assert parse(written(found, "x", "en"), "x").root == found.plain()


def test_what_a_document_cannot_have_is_taken_out_and_told() -> None:
    line = Line(7, "Något annat")
    document = Found(
        {
            "document": "verksamhetsplan", "namnd": "nordost", "year": 2024,
            "goals": [Found({"ref": "kf-2024/goal-1", "text": "Så här."}), Found({"ref": 3, "text": "Fel."}, [line])],
            "uppdrag": [Found({"ref": "kf-2024/skolfam", "status": "pågående", "due": "i höst"})],
        }
    )  # fmt: skip
    without_invalid(document)
    Document.model_validate(without_own_keys(document.plain(), ""))
    assert [one.plain() for one in document.values["uppdrag"]] == [{"ref": "kf-2024/skolfam", "status": "pågående"}]
    assert document.values["goals"][0].plain() == {"ref": "kf-2024/goal-1", "text": "Så här."}
    assert {doubt.reason for place in places(document) for doubt in place.found.doubts} == {"doubt-invalid"}


# Importing again

LAST = """\
document: verksamhetsplan
uppdrag:
  - ref: kf/a
    status: pågående
    text: Kort.
  - ref: kf/b
    status: pågående
"""


def test_what_a_person_has_changed_stays_when_the_source_has_changed_elsewhere() -> None:
    mine = LAST.replace("Kort.", "Längre, för jag såg efter.")
    new = LAST.replace("ref: kf/b\n    status: pågående", "ref: kf/b\n    status: avslutad")
    result = merged(LAST, mine, new, "sv")
    assert result.conflicts == 0
    assert "Längre, för jag såg efter." in result.text
    assert "avslutad" in result.text


def test_what_both_have_changed_stays_a_persons_and_is_marked() -> None:
    result = merged(LAST, LAST.replace("Kort.", "Mitt."), LAST.replace("Kort.", "Källans."), "sv")
    assert result.conflicts == 1
    assert "text: Mitt." in result.text
    ((_, said),) = doubts_in(result.text)
    assert "Källans." in said
    assert yaml.safe_load(result.text)["uppdrag"][0]["text"] == "Mitt."


def test_what_belongs_to_one_uppdrag_never_ends_up_in_another() -> None:
    mine = LAST.replace("  - ref: kf/a", "  # Läst av NN.\n  - ref: kf/a").replace("Kort.", "Mitt om a.")
    new = """\
document: verksamhetsplan
uppdrag:
  - ref: kf/b
    status: avslutad
    text: Nytt om b.
  - ref: kf/c
    status: pågående
    text: Om c.
"""
    result = merged(LAST, mine, new, "sv")
    told_of = {one["ref"]: one for one in yaml.safe_load(result.text)["uppdrag"]}
    assert told_of == {
        "kf/a": {"ref": "kf/a", "status": "pågående", "text": "Mitt om a."},
        "kf/b": {"ref": "kf/b", "status": "avslutad", "text": "Nytt om b."},
        "kf/c": {"ref": "kf/c", "status": "pågående", "text": "Om c."},
    }
    assert "# Läst av NN.\n" in result.text
    assert result.conflicts == 1
    assert len(doubts_in(result.text)) == 1


def test_what_a_person_has_taken_out_stays_out() -> None:
    mine = LAST.split("  - ref: kf/b")[0]
    new = LAST.replace("ref: kf/b\n    status: pågående", "ref: kf/b\n    status: avslutad")
    assert merged(LAST, mine, new, "sv") == (mine, 0)


def test_a_reference_that_a_person_has_put_right_stays_while_the_status_follows_the_source() -> None:
    last = LAST.replace("ref: kf/a", "ref: kf/a\n    x-wording: Ge stöd").replace("ref: kf/b", "ref: kf/b\n    x-wording: Bygg")
    mine = last.replace("ref: kf/b", "ref: kf/d").replace("ref: kf/a", "ref: kf/b")
    new = last.replace("Bygg\n    status: pågående", "Bygg\n    status: avslutad")
    told_of = yaml.safe_load(merged(last, mine, new, "sv").text)["uppdrag"]
    assert [(one["ref"], one["status"]) for one in told_of] == [("kf/b", "pågående"), ("kf/d", "avslutad")]


def test_a_comment_that_a_person_has_taken_away_does_not_come_back() -> None:
    last = LAST.replace("  - ref: kf/a", "  # GRANSKA: är det rätt?\n  - ref: kf/a")
    new = last.replace("  - ref: kf/b", "  # GRANSKA: ny fråga\n  - ref: kf/b")
    assert [said for _, said in doubts_in(merged(last, LAST, new, "sv").text)] == ["ny fråga"]


def test_a_layout_of_ones_own_stays() -> None:
    mine = (
        "document: verksamhetsplan\nuppdrag:\n- ref: kf/a\n  status: pågående\n  text: Kort.\n- {ref: kf/b, status: pågående}\n"
    )
    new = LAST.replace("Kort.", "Längre.") + "  - ref: kf/c\n"
    result = merged(LAST, mine, new, "sv").text
    assert yaml.safe_load(result) == yaml.safe_load(new)
    assert "\n- ref: kf/a\n  status" in result


ITEMS = st.dictionaries(
    st.sampled_from(["kf/a", "kf/b", "kf/c", "kf/d"]),
    st.fixed_dictionaries(
        {"status": st.sampled_from(["pågående", "avslutad"])},
        optional={"text": st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=90)},
    ),
    max_size=4,
)
"""Uppdrag by their references."""


def plan_of(items: Mapping[str, Mapping[str, str]]) -> str:
    uppdrag = [Found({"ref": ref, **values}) for ref, values in sorted(items.items())]
    return written(Found({"document": "verksamhetsplan", "uppdrag": uppdrag}), "plan.docx", "sv")


def uppdrag_of(text: str) -> dict[str, Any]:
    return {one["ref"]: one for one in parse(text, "").root.get("uppdrag", [])}  # type: ignore[union-attr]


@given(ITEMS, ITEMS)
def test_a_merge_with_one_side_unchanged_is_the_other_side(last: dict[str, Any], other: dict[str, Any]) -> None:
    here, there = plan_of(last), plan_of(other)
    assert merged(here, there, here, "sv") == (there, 0)
    assert uppdrag_of(merged(here, here, there, "sv").text) == uppdrag_of(there)


@given(ITEMS, ITEMS, ITEMS)
def test_a_merge_keeps_every_uppdrag_whole_and_settles(last: dict[str, Any], mine: dict[str, Any], new: dict[str, Any]) -> None:
    first = merged(plan_of(last), plan_of(mine), plan_of(new), "sv").text
    together = uppdrag_of(first)
    for ref, one in together.items():
        of_mine, of_new = uppdrag_of(plan_of(mine)).get(ref, {}), uppdrag_of(plan_of(new)).get(ref, {})
        for key, value in one.items():
            assert value in (of_mine.get(key), of_new.get(key))
    # The same source again asks for nothing more, and changes nothing.
    assert merged(plan_of(new), first, plan_of(new), "sv") == (first, 0)


# At the terminal


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The registers of the examples, as a repository of their own."""
    import shutil

    shutil.copytree(office.EXAMPLES, tmp_path / "city", ignore=shutil.ignore_patterns("nordost", "sydvast"))
    return tmp_path / "city"


@pytest.fixture
def invoke() -> Callable[..., Any]:
    return lambda *arguments: CliRunner().invoke(main, [str(one) for one in arguments])


def test_a_word_file_can_be_checked_at_once_and_findings_tell_page_and_words(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    result = invoke("check", city / "plan.docx", "--lang", "en", "--today", "2024-03-15")
    assert result.exit_code == 1
    assert re.search(r"plan\.docx:\s+error TID001", result.stdout)
    assert "Ingen ytterligare beskrivning" in result.stdout
    assert "section 3.2.2" in result.stdout
    assert not re.search(r"plan\.docx:\d", result.stdout)
    assert "yaml" not in result.stdout.split("Cannot be judged")[0]


@pytest.mark.parametrize("breaks", [False, True])
def test_a_page_is_told_only_where_the_word_file_tells_it(breaks: bool) -> None:
    import docx
    from docx.enum.text import WD_BREAK

    from plancheck.importing.reading.docx import read

    document = docx.Document()
    for text in ("Verksamhetsplan 2024", "Socialnämnden Nordost"):
        document.add_paragraph(text)
    if breaks:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Inledning")
    made = io.BytesIO()
    document.save(made)
    repository, reading = goteborg(), read(made.getvalue(), "plan.docx")
    result = recognised(reading, profile_of(repository.ruleset.folders), repository.ruleset, registers())
    (section,) = result.documents[0].plain()["sections"]
    assert section.get("page") == (2 if breaks else None)


def test_what_was_made_of_a_file_before_gives_way_to_the_file(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    assert invoke("import", city / "plan.docx", "--repository", city).exit_code == 0
    result = invoke("check", city / "plan.docx", "--lang", "en")
    assert "DOK003" not in result.stdout


def test_import_writes_what_check_reads_and_says_what_to_review(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "rapport.docx").write_bytes(office.as_word(office.blocks_of("arsrapport")))
    result = invoke("import", city / "rapport.docx", "--repository", city, "--lang", "en", "--report")
    assert result.exit_code == 0, result.output
    file = city / "nordost" / "2022" / "arsrapport.yaml"
    assert "46 uppdrag" in result.stdout
    assert "lines read" in result.stdout
    assert "Page 1" not in result.stdout  # the Word file does not tell where its pages begin
    (city / "plan.txt").write_text(office.as_text(office.blocks_of("verksamhetsplan")), encoding="utf-8")
    assert "Page 2" in invoke("import", city / "plan.txt", "--repository", city, "--lang", "en", "--report").stdout
    asked = doubts_in(file.read_text(encoding="utf-8"))
    told_of = [one for one in plancheck.check([city], today=TODAY, language="en").findings if one.rule == "IMP001"]
    assert sorted(one.message for one in told_of) == sorted(said for _, said in asked)
    assert {one.severity for one in told_of} <= {"info"}


def test_importing_again_keeps_what_a_person_has_written(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    invoke("import", city / "plan.docx", "--repository", city)
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    text = file.read_text(encoding="utf-8")
    decided = "decisions:\n  - {by: nordost, outcome: adopted, date: 2024-02-06, paragraph: § 12, diary-number: N163-1/24}\n"
    file.write_text(text.replace("sections:\n", f"{decided}sections:\n", 1), encoding="utf-8")
    invoke("import", city / "plan.docx", "--repository", city)
    assert decided in file.read_text(encoding="utf-8")


def test_a_file_that_no_import_has_made_is_not_overwritten(city: Path, invoke: Callable[..., Any]) -> None:
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    file.parent.mkdir(parents=True)
    own = "# Skriven för hand.\ndocument: verksamhetsplan\nnamnd: nordost\nyear: 2024\n"
    file.write_text(own, encoding="utf-8")
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    result = invoke("import", city / "plan.docx", "--repository", city)
    assert result.exit_code == 2, result.output
    assert "verksamhetsplan.yaml: ingenting är ändrat" in result.output
    assert file.read_text(encoding="utf-8") == own
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_is_no_yaml_any_more_is_left_as_it_is(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    invoke("import", city / "plan.docx", "--repository", city)
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    file.write_text("document: [\n", encoding="utf-8")
    result = invoke("import", city / "plan.docx", "--repository", city)
    assert result.exit_code == 2, result.output
    assert "går inte att läsa som ett dokument" in result.output
    assert file.read_text(encoding="utf-8") == "document: [\n"


def test_a_register_is_made_of_a_plan_where_the_city_has_none(tmp_path: Path, invoke: Callable[..., Any]) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: goteborg\n", encoding="utf-8")
    (tmp_path / "organisation.yaml").write_bytes((office.EXAMPLES / "organisation.yaml").read_bytes())
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("genomforandeplan")))
    result = invoke("import", tmp_path / "plan.docx", "--repository", tmp_path, "--register", "--namnd", "sydvast")
    assert result.exit_code == 0, result.output
    register = yaml.safe_load((tmp_path / "kf" / "2025-budget.yaml").read_text(encoding="utf-8"))
    assert register["partial"] is True
    assert [one["id"] for one in register["goals"]] == [f"goal-{n}" for n in range(1, 8)]
    assert len(register["uppdrag"]) == 14
    assert all(one["to"] for one in register["uppdrag"])
    again = invoke("import", tmp_path / "plan.docx", "--repository", tmp_path, "--namnd", "sydvast")
    assert again.exit_code == 0, again.output
    plan = yaml.safe_load((tmp_path / "sydvast" / "2025" / "genomforandeplan.yaml").read_text(encoding="utf-8"))
    assert all(one["ref"].startswith("kf-2025/goal-") for one in plan["goals"])


def test_what_is_linked_in_doubt_is_registered_under_its_own_words() -> None:
    doubted = Found({"ref": "kf-2024/skolfam", "x-wording": "Nordost får i uppdrag att bygga"}, doubts=[Doubt("doubt-link")])
    plan = Found({"namnd": "nordost", "year": 2031, "uppdrag": [doubted]})
    (one,) = register_of(plan, goteborg().ruleset, registers()).values["uppdrag"]
    assert one.values["title"] == "Nordost får i uppdrag att bygga"


def test_two_documents_never_end_up_in_one_file(city: Path, invoke: Callable[..., Any]) -> None:
    for name in ("verksamhetsplan", "genomforandeplan"):
        (city / f"{name}.docx").write_bytes(office.as_word(office.blocks_of(name)))
    sources = [city / f"{name}.docx" for name in ("verksamhetsplan", "genomforandeplan")]
    result = invoke("import", *sources, "--repository", city, "-o", city / "en.yaml")
    assert result.exit_code == 2
    assert "en.yaml: inte skriven igen" in result.output
    assert yaml.safe_load((city / "en.yaml").read_text(encoding="utf-8"))["document"] == "verksamhetsplan"


def test_line_ends_and_unusual_characters_of_a_person_stay(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    invoke("import", city / "plan.docx", "--repository", city)
    file = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    edited = file.read_text(encoding="utf-8").replace("year: 2024\n", 'year: 2024\nx-eget: "Min\u2028titel"\n', 1)
    file.write_bytes(edited.replace("\n", "\r\n").encode())
    before = file.read_bytes()
    assert invoke("import", city / "plan.docx", "--repository", city).exit_code == 0
    assert file.read_bytes() == before


def test_a_link_in_place_of_the_record_is_not_followed(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    folder = city / "nordost" / "2024"
    folder.mkdir(parents=True)
    (city / "annat.txt").write_text("Mitt.", encoding="utf-8")
    (folder / ".verksamhetsplan.imported.yaml").symlink_to(city / "annat.txt")
    invoke("import", city / "plan.docx", "--repository", city)
    assert (city / "annat.txt").read_text(encoding="utf-8") == "Mitt."


@pytest.mark.parametrize("namnd", ["../../annanstans", "/annanstans", "finns-inte"])
def test_a_namnd_that_the_city_has_not_is_refused(namnd: str, city: Path, invoke: Callable[..., Any]) -> None:
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    before = set(city.parent.rglob("*"))
    result = invoke("import", city / "plan.docx", "--repository", city, "--namnd", namnd)
    assert result.exit_code == 2
    assert set(city.parent.rglob("*")) == before


def test_a_file_that_tells_nothing_does_not_keep_the_next_from_being_imported(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "brev.txt").write_text("Hej!\n", encoding="utf-8")
    (city / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    assert invoke("import", city / "brev.txt", city / "plan.docx", "--repository", city).exit_code == 2
    assert (city / "nordost" / "2024" / "verksamhetsplan.yaml").exists()


@pytest.mark.parametrize(
    ("line", "decided"),
    [
        (
            "Antagen av Socialnämnden Nordost 2024-02-06, § 12, dnr N163-0011/24",
            {"date": datetime.date(2024, 2, 6), "paragraph": "§ 12", "diary-number": "N163-0011/24"},
        ),
        ("Beslutad av nämnden den 6 februari 2024", {"date": datetime.date(2024, 2, 6)}),
        ("Antagen av kommunfullmäktige 2023-11-16", None),
        ("Antagen av Socialnämnden Hisingen 2024-02-06", None),
        ("Antagen av Socialnämnden Nordost i februari", None),
    ],
)
def test_a_line_on_the_cover_tells_the_decision_of_the_namnd_itself(line: str, decided: dict[str, object] | None) -> None:
    text = f"Verksamhetsplan 2024\n\nSocialnämnden Nordost\n\n{line}\n\n1 Inledning\n\nText.\n"
    wanted = Wanted("verksamhetsplan", "nordost", 2024)
    told_of = from_text(text, wanted=wanted).documents[0].plain().get("decisions")
    assert told_of == (None if decided is None else [{"by": "nordost", "outcome": "adopted", **decided}])


@pytest.mark.parametrize(
    "text",
    [
        "Utdrag ur protokoll\nSammanträdesdatum: 2024-13-45\nVerksamhetsplan 2024 Socialnämnden Nordost\nBeslut\n1. Anta.\n",
        "Verksamhetsplan 2024\nSocialnämnden Nordost\nSamverkan har skett i FSG 2024-02-30.\n",
        "Kvalitetsrapport 2024\nSocialnämnden Nordost\n\n1 Inledning\n\nDen gäller från den 45 mars till den 31 februari.\n",
        "Kvalitetsrapport 2024\nSocialnämnden Nordost\n\n1 Inledning\n\nDen gäller från den 29 februari till den 1 januari.\n",
    ],
)
def test_a_day_that_the_calendar_has_not_is_no_day(text: str) -> None:
    assert "2024-02-29" not in str(from_text(text).documents[0].plain())


def test_long_documents_are_read_in_time_that_grows_with_them() -> None:
    head = "Verksamhetsplan 2024\n\nSocialnämnden Nordost\n\n3.1 Uppdrag\n\n"
    start = time.monotonic()
    from_text(head + "Det här är en rad text som inte säger något alls.\n" * 10_000)
    assert time.monotonic() - start < 20


def test_a_register_that_is_there_is_added_to_and_nothing_in_it_changed(tmp_path: Path, invoke: Callable[..., Any]) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: goteborg\n", encoding="utf-8")
    (tmp_path / "organisation.yaml").write_bytes((office.EXAMPLES / "organisation.yaml").read_bytes())
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("genomforandeplan")))
    file = tmp_path / "kf" / "2025-budget.yaml"
    file.parent.mkdir()
    own = (
        "# Vår egen.\ndocument: kf-budget\nid: kf-2025\nyear: 2025\ntitle: Budget 2025\ngoals:\n"
        "- {id: goal-1, title: Ett eget mål}\nuppdrag:\n- {id: eget, title: Något som ingen plan tar upp, to: [sydvast]}\n"
    )
    file.write_text(own, encoding="utf-8")
    result = invoke("import", tmp_path / "plan.docx", "--repository", tmp_path, "--register", "--namnd", "sydvast")
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    rest = iter(text.splitlines())
    assert all(line in rest for line in own.splitlines())
    register = yaml.safe_load(text)
    assert "partial" not in register
    assert [one["id"] for one in register["goals"]] == [f"goal-{n}" for n in range(1, 9)], text
    assert len(register["uppdrag"]) == 1 + 14
    invoke("import", tmp_path / "plan.docx", "--repository", tmp_path, "--register", "--namnd", "sydvast")
    assert file.read_text(encoding="utf-8") == text
    assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_told_is_asked_for_by_an_option_when_nobody_is_there(city: Path, invoke: Callable[..., Any]) -> None:
    (city / "brev.txt").write_text("Hej!\n\nHär står ingenting om någon plan.\n", encoding="utf-8")
    result = invoke("import", city / "brev.txt", "--repository", city, "--lang", "en")
    assert result.exit_code == 2
    assert "--document" in result.stderr
    with pytest.raises(UntoldError):
        from_text("Hej!\n\nHär står ingenting om någon plan.\n", "brev.txt")


def test_every_fate_is_a_place_or_a_reason() -> None:
    result = from_text(office.as_text(office.blocks_of("verksamhetsplan")))
    assert all(bool(one.left) != (one.document is not None) for one in result.fates.values())
    assert isinstance(next(iter(result.fates.values())), Fate)
    assert isinstance(result.reading, Reading)
