"""Word files of which a part is missing, broken or called something else, and files that are none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from plancheck.importing.reading import ReadingError
from plancheck.importing.reading.docx_package import opened
from plancheck.messages import catalogue
from tests.fixtures import RefusedFile
from tests.importing.reading.word import OFFICE, PACKAGE, changed, paragraph, read, style, styled, word_file

STYLES = style("H", "heading 1")
BODY = styled("H", "Mål") + paragraph("Text")


def heard(data: bytes) -> list[tuple[str, int | None]]:
    return [(line.text, line.level) for line in read(data).lines]


@pytest.mark.parametrize("target", ["media/bild.png", "NULL", "../../x", "#Bokmärke", "header9.xml"])
@pytest.mark.parametrize("kind", ["image", "header", "comments"])
def test_what_a_file_refers_to_and_does_not_have_is_passed_over(target: str, kind: str) -> None:
    dangling = f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{target}"/>'
    assert heard(word_file(BODY, relationships=dangling, styles=STYLES)) == [("Mål", 1), ("Text", None)]


@pytest.mark.parametrize("name", ["word/styles.xml", "word/numbering.xml", "word/footnotes.xml"])
@pytest.mark.parametrize("content", [None, b"", b"<w:styles", b"\xff\xfe"])
def test_a_part_that_is_missing_or_broken_costs_only_what_was_in_it(name: str, content: bytes | None) -> None:
    data = changed(word_file(BODY, styles=STYLES, numbering="", footnotes=""), {name: content})
    level = None if name == "word/styles.xml" else 1
    assert heard(data) == [("Mål", level), ("Text", None)]


def test_a_picture_that_cannot_be_unpacked_is_passed_over() -> None:
    picture = f'<Relationship Id="x" Type="{OFFICE}/image" Target="media/bild.png"/>'
    data = changed(word_file(BODY, relationships=picture, styles=STYLES), {"word/media/bild.png": b"bild" * 40})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo("word/media/bild.png").header_offset + 30 + len("word/media/bild.png")
    assert heard(data[:at] + b"\xff\xff\xff" + data[at + 3 :]) == [("Mål", 1), ("Text", None)]


@pytest.mark.parametrize("name", ["_rels/.rels", "[Content_Types].xml"])
def test_a_file_that_does_not_say_what_its_parts_are_is_known_by_their_names(name: str) -> None:
    assert heard(changed(word_file(BODY, styles=STYLES), {name: None})) == [("Mål", 1), ("Text", None)]


def test_the_text_may_be_in_a_part_of_another_name() -> None:
    data = word_file(BODY, styles=STYLES)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            content = old.read(part).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(part.filename.replace("document.xml", "document2.xml"), content)
    assert heard(made.getvalue()) == [("Mål", 1), ("Text", None)]


def test_names_of_parts_may_be_written_in_other_ways() -> None:
    data = word_file(BODY, styles=STYLES)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename.replace("word/styles", "Word\\Styles"), old.read(part))
    assert heard(made.getvalue()) == [("Mål", 1), ("Text", None)]


@pytest.mark.parametrize(
    "kind", ["ms-word.document.macroEnabled.main", "openxmlformats-officedocument.wordprocessingml.template.main"]
)
def test_a_template_or_a_file_with_macros_is_read_under_the_name_of_a_document(kind: str) -> None:
    data = word_file(BODY, styles=STYLES)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    told = types.replace("openxmlformats-officedocument.wordprocessingml.document.main", kind)
    assert heard(changed(data, {"[Content_Types].xml": told.encode()})) == [("Mål", 1), ("Text", None)]


def strict(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            for name in (b"officeDocument", b"wordprocessingml"):
                content = content.replace(
                    b"http://schemas.openxmlformats.org/" + name + b"/2006/", b"http://purl.oclc.org/ooxml/" + name + b"/"
                )
            new.writestr(part.filename, content.replace(b"<w:document ", b'<w:document w:conformance="strict" '))
    return made.getvalue()


def test_a_file_in_the_strict_form_of_the_format_is_read() -> None:
    assert heard(strict(word_file(BODY, styles=STYLES))) == [("Mål", 1), ("Text", None)]


def test_a_mended_file_can_be_written_again() -> None:
    dangling = f'<Relationship Id="x" Type="{OFFICE}/image" Target="NULL"/>'
    for data in (word_file(BODY, relationships=dangling, styles=STYLES), strict(word_file(BODY, styles=STYLES))):
        document, made = opened(data), io.BytesIO()
        document.add_comment(document.paragraphs[0].runs, text="Se över", author="a", initials="a")
        document.save(made)
        assert heard(made.getvalue()) == [("Mål", 1), ("Text", None)]


def archive_of(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"Verksamhetsplan 2025", "import-misnamed"),
        ("Mål".encode("utf-16"), "import-misnamed"),
        (b"%PDF-1.7\n", "import-misnamed"),
        (b"{\\rtf1 Plan}", "import-other-format"),
        (b"<!DOCTYPE html><html><body>Plan</body></html>", "import-other-format"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"), "import-other-format"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "import-encrypted"),
        (archive_of(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<a/>"), "import-other-format"),
        (archive_of(xl__workbook_xml=b"<a/>"), "import-other-format"),
        (archive_of(ppt__presentation_xml=b"<a/>"), "import-other-format"),
        (archive_of(plan=b"Plan"), "import-archive"),
        (archive_of(word__styles_xml=b"<a/>"), "import-damaged"),
        (b"\x89PNG\r\n\x1a\n\xff", "import-damaged"),
    ],
)
def test_a_file_that_is_something_else_is_told_what_it_is(data: bytes, key: str, refused: RefusedFile) -> None:
    assert refused(data, "plan.docx") == key


def test_an_encrypted_part_is_a_password(tmp_path: Path) -> None:
    data = bytearray(word_file(BODY))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(ReadingError) as error:
        read(bytes(data))
    assert error.value.text.key == "import-encrypted"


@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels", "[Content_Types].xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize("content", [b"", b"<", b"<a/>", f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode()])
def test_whatever_a_part_has_the_file_is_read_or_refused(name: str, content: bytes) -> None:
    try:
        assert heard(changed(word_file(BODY, styles=STYLES), {name: content}))
    except ReadingError as error:
        assert error.text.key in catalogue()
