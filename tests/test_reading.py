"""Files that are damaged, protected, empty, huge or made to do harm: one clear error, in bounded time, and nothing else."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import office
from plancheck.cli import main
from plancheck.importing.reading import MAX_PAGES, ReadingError, pdf, read, text
from plancheck.importing.reading import docx as word
from plancheck.importing.reading.limits import limited
from plancheck.messages import catalogue

Refused = Callable[[bytes, str], str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """The key of the error with which a file of this name is refused."""

    def make(data: bytes, name: str) -> str:
        (tmp_path / name).write_bytes(data)
        start = time.monotonic()
        with pytest.raises(ReadingError) as error:
            read(tmp_path / name, name)
        assert time.monotonic() - start < 60
        assert error.value.key in catalogue()
        return error.value.key

    return make


def pages(number: int, words: str = "Mål") -> bytes:
    """A PDF of so many pages, written by hand."""
    kids = " ".join(f"{4 + n} 0 R" for n in range(number))
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {number} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {4 + number} 0 R >>"
            for _ in range(number)
        ],
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    made, offsets = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        offsets.append(len(made))
        made += f"{n} 0 obj\n{part}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode()


def with_document(xml: str) -> bytes:
    """A Word file with another text in the place of its document."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office.as_word([office.Text("Plan")]))) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part, xml if part.filename == "word/document.xml" else old.read(part))
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"", "plan.docx", "import-damaged"),
        (b"", "plan.pdf", "import-damaged"),
        (b"", "plan.txt", "import-empty"),
        (b"  \n \n", "plan.txt", "import-empty"),
        (b"PK\x03\x04 no zip", "plan.docx", "import-damaged"),
        (b"%PDF-1.4 no pdf", "plan.pdf", "import-damaged"),
        (b"\xd0\xcf\x11\xe0 an older Word file, or one with a password", "plan.docx", "import-encrypted"),
        (b"M\xe5l och uppdrag", "plan.txt", "not-utf-8"),
        ("Mål".encode("utf-16"), "plan.txt", "utf-16"),
        (b"M\x00l", "plan.txt", "utf-16"),
        (b"Mal och uppdrag \x00 som inte slutar", "plan.txt", "import-no-text"),
        (b"anything", "plan.odt", "import-unknown-format"),
        (office.as_word([]), "plan.docx", "import-empty"),
        (office.as_word([office.Text("Plan")])[:2000], "plan.docx", "import-damaged"),
    ],
)
def test_what_is_no_document_is_refused_with_what_to_do(data: bytes, name: str, key: str, refused: Refused) -> None:
    assert refused(data, name) == key


def test_a_pdf_of_pictures_is_sent_to_text_recognition(refused: Refused) -> None:
    assert refused(pages(3, words=""), "skannad.pdf") == "import-no-text-layer"


def test_a_pdf_of_two_thousand_pages_is_refused_at_once(refused: Refused) -> None:
    assert refused(pages(MAX_PAGES + 500), "stor.pdf") == "import-too-many-pages"


def test_a_word_file_that_unpacks_to_far_more_than_it_holds_is_refused(refused: Refused) -> None:
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
        assert error.key in catalogue()
    else:
        assert not re.search("root:|lol", " ".join(line.text for line in lines))


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_a_protected_pdf_asks_for_one_that_is_not(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("genomforandeplan")))
    password = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"hemligt"}}'
    command = [str(office.SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    where = ["--outdir", str(tmp_path), str(tmp_path / "plan.docx")]
    subprocess.run([*command, f"pdf:writer_pdf_Export:{password}", *where], check=True, capture_output=True, timeout=180)
    assert refused((tmp_path / "plan.pdf").read_bytes(), "skyddad.pdf") == "import-encrypted"


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


@given(st.binary(max_size=400))
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for reader, head in ((text, b""), (word, b"PK\x03\x04"), (pdf, b"%PDF-1.5\n")):
        for start in (b"", head):
            try:
                reader.read(start + data, "plan")
            except ReadingError as error:
                assert error.key in catalogue()


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
def test_a_word_file_without_a_body_is_damaged(body: str, refused: Refused) -> None:
    made, source = io.BytesIO(), io.BytesIO()
    docx.Document().save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part, body if part.filename == "word/document.xml" else old.read(part))
    assert refused(made.getvalue(), "plan.docx") == "import-damaged"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.txt")
    with pytest.raises(ReadingError) as error:
        read(tmp_path / "plan.txt", "plan.txt")
    assert error.value.key == "import-no-file"


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(ReadingError) as error, limited(seconds=0.2):
        while True:
            pass
    assert error.value.key == "import-too-slow"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is held only on Linux")
def test_what_takes_too_much_memory_is_stopped_and_the_next_has_it_again() -> None:
    with pytest.raises(ReadingError) as error, limited(memory=200_000_000):
        bytearray(1_000_000_000)
    assert error.value.key == "import-too-heavy"
    assert len(bytearray(1_000_000_000))


@pytest.mark.parametrize("suffix", [".doc", ".odt", ".rtf"])
@pytest.mark.parametrize("command", ["import", "check"])
def test_a_file_of_another_office_format_says_what_to_save_it_as(command: str, suffix: str, tmp_path: Path) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: goteborg\n", encoding="utf-8")
    (tmp_path / f"plan{suffix}").write_bytes(b"\xd0\xcf\x11\xe0")
    result = CliRunner().invoke(main, [command, str(tmp_path / f"plan{suffix}")])
    assert result.exit_code in (1, 2)
    assert ".docx" in " ".join(result.output.split())


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


def test_one_bad_file_does_not_keep_the_others_from_being_imported(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(office.EXAMPLES, tmp_path / "city", ignore=shutil.ignore_patterns("nordost", "sydvast"))
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("verksamhetsplan")))
    arguments: list[Any] = ["import", tmp_path / "bad.pdf", tmp_path / "plan.docx", "--repository", tmp_path / "city"]
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert result.exit_code == 2
    assert "bad.pdf" in result.stderr
    assert (tmp_path / "city" / "nordost" / "2024" / "verksamhetsplan.yaml").is_file()


def test_a_check_tells_of_a_file_that_cannot_be_read_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"no pdf")
    (tmp_path / "kf.yaml").write_text("document: kf-budget\nyear: 2024\nid: kf-2024\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "plan.pdf"), str(tmp_path / "kf.yaml")])
    assert result.exit_code == 1
    assert "FIL001" in result.stdout
    assert "1 dokument" in result.stdout


@pytest.mark.parametrize("command", [["import"], ["check"]])
def test_without_the_extra_it_says_what_to_install(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in sys.modules if name.startswith(("plancheck.importing", "plancheck.run.importing", "rapidfuzz"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    (tmp_path / "plan.txt").write_text("Plan", encoding="utf-8")
    result = CliRunner().invoke(main, [*command, str(tmp_path / "plan.txt"), "--lang", "en"])
    assert result.exit_code in (1, 2)
    assert "plancheck[import]" in result.output
