"""PDF files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plancheck.importing.reading import MAX_PAGES
from tests import office
from tests.fixtures import RefusedFile


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


def test_a_pdf_of_pictures_is_sent_to_text_recognition(refused: RefusedFile) -> None:
    assert refused(pages(3, words=""), "skannad.pdf") == "import-no-text-layer"


def test_a_pdf_of_two_thousand_pages_is_refused_at_once(refused: RefusedFile) -> None:
    assert refused(pages(MAX_PAGES + 500), "stor.pdf") == "import-too-many-pages"


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_a_protected_pdf_asks_for_one_that_is_not(tmp_path: Path, refused: RefusedFile) -> None:
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("genomforandeplan")))
    password = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"hemligt"}}'
    command = [str(office.SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    where = ["--outdir", str(tmp_path), str(tmp_path / "plan.docx")]
    subprocess.run([*command, f"pdf:writer_pdf_Export:{password}", *where], check=True, capture_output=True, timeout=600)
    assert refused((tmp_path / "plan.pdf").read_bytes(), "skyddad.pdf") == "import-encrypted"
