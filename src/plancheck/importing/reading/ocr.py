"""Text recognition (OCR) of pages that are pictures, by OCRmyPDF with Tesseract, where both are installed."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LANGUAGE = "swe"
"""The language of the pages, as Tesseract calls it."""
SYSTEM_COMMAND = "apt-get install tesseract-ocr tesseract-ocr-swe ghostscript"
"""What installs the programs that pip does not, on Debian and Ubuntu."""
PAGE_SECONDS = 30
"""How long the recognition of a page may take."""
START_SECONDS = 60
"""How long it may take besides."""


@functools.cache
def is_installed() -> bool:
    """Whether pages that are pictures can be read: OCRmyPDF, Tesseract and its Swedish are installed."""
    tesseract = shutil.which("tesseract")
    if tesseract is None or importlib.util.find_spec("ocrmypdf") is None:
        return False
    try:
        known = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in f"{known.stdout}{known.stderr}".split()


def with_text(data: bytes, pages: int) -> bytes | None:
    """A PDF of so many pages with the text on those that are pictures; None where that does not succeed.

    Pages that have text stay as they are.
    """
    with tempfile.TemporaryDirectory(prefix="plancheck-") as folder:
        source, target = Path(folder) / "pictures.pdf", Path(folder) / "text.pdf"
        source.write_bytes(data)
        options = ["-l", LANGUAGE, "--skip-text", "--output-type", "pdf", "--optimize", "0", "--rotate-pages", "--quiet"]
        timeout = ["--tesseract-timeout", str(PAGE_SECONDS)]
        command = [sys.executable, "-m", "ocrmypdf", *options, *timeout, str(source), str(target)]
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=START_SECONDS + PAGE_SECONDS * pages,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return target.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            return None
