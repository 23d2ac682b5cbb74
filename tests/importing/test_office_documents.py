"""The examples as an office program lays them out come back as they were."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from plancheck.importing.pipeline import Wanted, import_file
from tests import office
from tests.importing.goteborg import from_text, goteborg, registers, told

FORMS = [
    "text",
    "word",
    pytest.param("pdf", marks=pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")),
]


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


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_lists_headings_and_merged_cells_are_the_same_in_a_word_file_by_libreoffice(tmp_path: Path) -> None:
    import docx

    from plancheck.importing.reading.docx import read

    document = docx.Document()
    document.add_heading("Mål", 1)
    document.add_heading("Delmål", 2)
    for style in ("List Bullet", "List Bullet 2", "List Number", "List Number", "List Number 2"):
        document.add_paragraph("Punkt", style=style)
    document.add_paragraph().add_run("Ansvarig:").bold = True
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Titel"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Pågår"
    made = io.BytesIO()
    document.save(made)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    open_document = office.converted(made.getvalue(), tmp_path / "first", "odt")
    again = office.converted(open_document, tmp_path / "second", "docx:MS Word 2007 XML", source="plan.odt")
    assert read(again, "plan.docx").lines == read(made.getvalue(), "plan.docx").lines
