"""Files of any format: read, or refused with what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancheck.importing.reading import ReadingError, pdf, read, text
from plancheck.importing.reading import docx as word
from plancheck.messages import catalogue
from tests import office
from tests.fixtures import RefusedFile


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
def test_what_is_no_document_is_refused_with_what_to_do(data: bytes, name: str, key: str, refused: RefusedFile) -> None:
    assert refused(data, name) == key


@given(st.binary(max_size=400))
@settings(max_examples=120)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for reader, head in ((text, b""), (word, b"PK\x03\x04"), (pdf, b"%PDF-1.5\n")):
        for start in (b"", head):
            try:
                reader.read(start + data, "plan")
            except ReadingError as error:
                assert error.text.key in catalogue()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.txt")
    with pytest.raises(ReadingError) as error:
        read(tmp_path / "plan.txt", "plan.txt")
    assert error.value.text.key == "import-no-file"
