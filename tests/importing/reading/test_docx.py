"""Word files."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import prepared, recognised
from plancheck.importing.reading import ReadingError, read
from plancheck.importing.reading import docx as word
from plancheck.messages import catalogue
from tests import office
from tests.fixtures import RefusedFile
from tests.importing.goteborg import goteborg, registers


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
    result = recognised(prepared(reading, profile_of(repository.ruleset.folders), repository.ruleset, registers()))
    (section,) = result.documents[0].plain()["sections"]
    assert section.get("page") == (2 if breaks else None)


def with_document(xml: str) -> bytes:
    """A Word file with another text in the place of its document."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office.as_word([office.Text("Plan")]))) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part, xml if part.filename == "word/document.xml" else old.read(part))
    return made.getvalue()


def test_a_word_file_that_unpacks_to_far_more_than_it_holds_is_refused(refused: RefusedFile) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    assert refused(made.getvalue(), "bomb.docx") == "import-too-large"


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "'
        + "&a;" * 50
        + '"><!ENTITY c "'
        + "&b;" * 50
        + '"><!ENTITY e "'
        + "&c;" * 50
        + '">]>',
    ],
)
def test_entities_of_xml_are_not_followed(entity: str, tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>Plan &e; slut</w:t></w:r></w:p></w:body></w:document>'
    data = with_document(f'<?xml version="1.0"?>{entity}{body}')
    try:
        lines = word.read(data, "plan.docx").lines
    except ReadingError as error:
        assert error.text.key in catalogue()
    else:
        assert not re.search("root:|lol", " ".join(line.text for line in lines))


def test_what_was_deleted_in_word_is_not_read_and_what_was_inserted_is() -> None:
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("Målet är ")
    for kind, text_ in (("del", "<w:delText>gammalt</w:delText>"), ("ins", "<w:t>nytt</w:t>")):
        paragraph._p.append(parse_xml(f'<w:{kind} {space} w:id="1" w:author="a"><w:r>{text_}</w:r></w:{kind}>'))
    made = io.BytesIO()
    document.save(made)
    assert [line.text for line in word.read(made.getvalue(), "plan.docx").lines] == ["Målet är nytt"]


@pytest.mark.parametrize("told", ["²", "9" * 5000, "abc", "-1", ""])
@pytest.mark.parametrize("name", ["w:ilvl", "w:gridSpan", "w:outlineLvl"])
def test_a_number_that_is_none_is_passed_over(name: str, told: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Mål", style="List Bullet")._p.get_or_add_pPr()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Uppdrag"
    element = docx.oxml.OxmlElement(name)
    element.set(docx.oxml.ns.qn("w:val"), told)
    if name == "w:ilvl":
        numbered = docx.oxml.OxmlElement("w:numPr")
        identity = docx.oxml.OxmlElement("w:numId")
        identity.set(docx.oxml.ns.qn("w:val"), "1")
        numbered.extend([element, identity])
        element = numbered
    (cell._tc.get_or_add_tcPr() if name == "w:gridSpan" else paragraph).append(element)
    made = io.BytesIO()
    document.save(made)
    assert [line.text.removeprefix("• ") for line in word.read(made.getvalue(), "x.docx").lines] == ["Mål", "Uppdrag"]


@pytest.mark.parametrize(
    "body", ["<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>", "<a/>"]
)
def test_a_word_file_without_a_body_is_damaged(body: str, refused: RefusedFile) -> None:
    made, source = io.BytesIO(), io.BytesIO()
    docx.Document().save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part, body if part.filename == "word/document.xml" else old.read(part))
    assert refused(made.getvalue(), "plan.docx") == "import-damaged"


def test_macros_and_paths_that_climb_are_left_in_the_file(tmp_path: Path) -> None:
    made = io.BytesIO(office.as_word([office.Text("Verksamhetsplan 2024")]))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("../../climbed.txt", "Hit ska ingen skriva.")
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "plan.docx").write_bytes(made.getvalue())
    assert [line.text for line in read(inner / "plan.docx", "plan.docx").lines] == ["Verksamhetsplan 2024"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [inner / "plan.docx"]
