"""Every format whole, held against what it was."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import plancheck
from plancheck.reports import FORMATS
from tests.command import check
from tests.paths import FORMATS_OF_OTHERS, ROOT


def steady(text: str) -> str:
    """A report without what changes from version to version and from run to run, and without its style."""
    text = re.sub(r"\b[0-9a-f]{32}\b", "TOKEN", text.replace(plancheck.__version__, "VERSION"))
    text = re.sub(r"(?<=, )[0-9a-f]{12}(?=\.)|(?<=\"digest\": \")[0-9a-f]{12}|\b[0-9a-f]{64}\b", "DIGEST", text)
    text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]+", "sha256-HASH", text)


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "docx"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_format_is_as_it_was(format_: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FORMATS_OF_OTHERS)
    monkeypatch.setenv("CI_PROJECT_DIR", str(FORMATS_OF_OTHERS))
    made = steady(check("city", "--format", format_, "--lang", language, "--today", "2024-03-10").stdout)
    golden = FORMATS_OF_OTHERS / "golden" / f"{language}.{format_}"
    if os.environ.get("PLANCHECK_GOLDEN"):
        golden.write_text(made, encoding="utf-8", newline="")
    known = golden.read_bytes().decode() if golden.is_file() else ""
    assert made == known, "PLANCHECK_GOLDEN=1 pytest tests/reports/test_formats.py writes it anew: look at the difference"


def test_every_format_is_tried_here() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in FORMATS if f'"{name}"' not in text] == [], "write tests/reports/test_NAME.py"


def test_every_format_is_in_the_table_of_formats() -> None:
    text = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"\n| `{name}` | " not in text] == [], "add a row to docs/reports.md"
