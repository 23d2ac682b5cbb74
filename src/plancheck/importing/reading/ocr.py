"""Text recognition (OCR) of pages that are pictures, by OCRmyPDF with Tesseract, where both are installed."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from plancheck.importing.reading.limits import PATIENCE

LANGUAGE = "swe"
"""The language of the pages, as Tesseract calls it."""
SYSTEM_COMMAND = "apt-get install tesseract-ocr tesseract-ocr-swe ghostscript"
"""What installs the programs that pip does not, on Debian and Ubuntu."""
PAGE_SECONDS = 30
"""How many seconds of processor time the recognition of a page may take."""
START_SECONDS = 60
"""How many it may take besides."""
_LIMITED = """
import runpy, sys
seconds = int(sys.argv.pop(1))
try:
    import resource
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    seconds = seconds if hard == resource.RLIM_INFINITY else min(seconds, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
except ModuleNotFoundError:
    pass
runpy.run_module("ocrmypdf", run_name="__main__", alter_sys=True)
"""
"""A program that recognises text; it and each that it starts are ended when they have used so much processor time."""


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
        seconds = START_SECONDS + PAGE_SECONDS * pages
        # What goes by the clock is the last resort: a busy machine does not make a page unreadable.
        timeout = ["--tesseract-timeout", str(PATIENCE * PAGE_SECONDS)]
        command = [sys.executable, "-c", _LIMITED, str(seconds), *options, *timeout, str(source), str(target)]
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE * seconds,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return target.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            return None
