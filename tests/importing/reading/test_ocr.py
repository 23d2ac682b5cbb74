"""PDF files of pictures, read by text recognition where it is installed."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from plancheck.importing.reading import ReadingError, ocr, read
from plancheck.messages import said
from tests.pages import at, document, picture


def scanned(data: bytes) -> bytes:
    """A PDF of pictures of the pages of another."""
    pictures = [page.render(scale=3).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]
    stream = io.BytesIO()
    pictures[0].save(stream, "PDF", save_all=True, append_images=pictures[1:], resolution=216)
    return stream.getvalue()


@pytest.mark.skipif(not ocr.is_installed(), reason="OCRmyPDF and Tesseract with Swedish are not installed")
def test_a_scanned_page_is_read_and_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(scanned(document(at(72, 700, "Nämnden får fler böcker", 16))))
    reading = read(tmp_path / "plan.pdf", "plan.pdf")
    assert [line.text for line in reading.lines] == ["Nämnden får fler böcker"]
    assert [(unread.why.key, unread.page) for unread in reading.unread if unread.why.key == "unread-ocr"] == [("unread-ocr", 1)]


def test_without_text_recognition_a_scan_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    (tmp_path / "plan.pdf").write_bytes(document(picture()))
    with pytest.raises(ReadingError) as error:
        read(tmp_path / "plan.pdf", "plan.pdf")
    for language in ("sv", "en"):
        message = said(error.value.text, language)
        assert "[ocr]" in message
        assert "tesseract-ocr-swe" in message


def test_without_text_recognition_a_page_that_is_a_picture_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    (tmp_path / "plan.pdf").write_bytes(document(at(72, 700, "Plan"), picture()))
    reading = read(tmp_path / "plan.pdf", "plan.pdf")
    assert [(unread.why.key, unread.page) for unread in reading.unread] == [("unread-picture", 2)]


def test_where_text_recognition_fails_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "with_text", lambda _data, _pages: None)
    (tmp_path / "plan.pdf").write_bytes(document(at(72, 700, "Plan"), picture()))
    assert [line.text for line in read(tmp_path / "plan.pdf", "plan.pdf").lines] == ["Plan"]
    (tmp_path / "bilder.pdf").write_bytes(document(picture()))
    with pytest.raises(ReadingError) as error:
        read(tmp_path / "bilder.pdf", "bilder.pdf")
    assert error.value.text.key == "import-ocr-failed"


def test_a_picture_in_which_nothing_was_recognised_is_told_as_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "with_text", lambda data, _pages: data)
    (tmp_path / "plan.pdf").write_bytes(document(at(72, 700, "Plan"), picture()))
    reading = read(tmp_path / "plan.pdf", "plan.pdf")
    assert [(unread.why.key, unread.page) for unread in reading.unread] == [("unread-picture", 2)]
