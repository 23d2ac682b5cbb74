"""The hint of one rule in every format: of sections for a Word file, of keys for the same plan written as YAML."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import docx
import pytest

from tests.command import check
from tests.reports.test_docx import comments

CITY = {
    "plancheck.yaml": "ruleset: kommun\n",
    "organisation.yaml": "document: organisation\nyear: 2024\nnamnder: [{id: park, title: Parknämnden}]\n",
    "kf.yaml": "document: kf-budget\nid: kf-2024\nyear: 2024\ntitle: KF:s budget 2024\n"
    "uppdrag: [{id: trad, title: Plantera fler träd längs gatorna, by: kf, to: [park]}]\n",
}
YAML = (
    "document: verksamhetsplan\nnamnd: park\nyear: 2024\ntitle: Verksamhetsplan 2024\n"
    "sections: [{number: '1', title: Inledning, kind: inledning}]\n"
    "uppdrag: [{ref: kf-2024/trad, text: Trettio lindar sätts längs Storgatan i maj.}]\n"
)
HINTS = {
    "word": ("Skriv avsnittet «Förutsättningar».", "kind:"),
    "yaml": ("Lägg till avsnittet under sections med kind: forutsattningar.", "Skriv avsnittet"),
}


@pytest.fixture(params=["word", "yaml"])
def plan(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A plan without one of its sections, as a Word file or as YAML."""
    monkeypatch.chdir(tmp_path)
    for name, text in CITY.items():
        Path(name).write_text(text, encoding="utf-8")
    if request.param == "yaml":
        Path("plan.yaml").write_text(YAML, encoding="utf-8")
        return "yaml"
    document = docx.Document()
    document.add_heading("Verksamhetsplan 2024", 0)
    document.add_paragraph("Parknämnden")
    document.add_heading("Inledning", 1)
    document.add_paragraph("Nämnden svarar för stadens parker.")
    document.add_heading("Uppdrag", 1)
    document.add_heading("Plantera fler träd längs gatorna", 2)
    document.add_paragraph("Trettio lindar sätts längs Storgatan i maj.")
    document.save("plan.docx")
    return "word"


def reported(plan: str, format_: str) -> str:
    """A report on the plan, its lines and their margins joined."""
    file = "plan.docx" if plan == "word" else "plan.yaml"
    check(file, "--format", format_, "-o", f"report.{format_}", "--select", "AVS", "--today", "2024-02-01", "--lang", "sv")
    text = Path(f"report.{format_}").read_text(encoding="utf-8-sig")
    return re.sub(r"\s+(?:│ )?", " ", text)


@pytest.mark.parametrize("format_", ["text", "html", "csv"])
def test_what_to_do_is_said_in_the_words_of_whoever_wrote_the_document(plan: str, format_: str) -> None:
    wanted, unwanted = HINTS[plan]
    text = reported(plan, format_)
    if format_ == "html":
        # Below the findings the page has all that the rule says.
        text = text[: text.index('id="requirements"')]
    assert wanted in text
    assert unwanted not in text
    if format_ == "csv":
        rows = csv.DictReader(io.StringIO(Path("report.csv").read_text(encoding="utf-8-sig")), delimiter=";")
        assert any(row["Vad du gör"].startswith(wanted) for row in rows)


@pytest.mark.parametrize("plan", ["word"], indirect=True)
def test_a_comment_in_word_speaks_of_the_section_and_never_of_a_key(plan: str) -> None:
    check("plan.docx", "--format", "docx", "-o", "granskad.docx", "--select", "AVS", "--today", "2024-02-01", "--lang", "sv")
    texts = [text for found in comments(Path("granskad.docx")).values() for text in found if "AVS001" in text]
    assert any("Skriv avsnittet «Förutsättningar»." in text for text in texts)
    assert not any("kind:" in text or "sections" in text for text in texts)
