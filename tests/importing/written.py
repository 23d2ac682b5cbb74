"""Small documents written in Word for a test, imported into a made-up municipality."""

from __future__ import annotations

import io
from typing import Any

import docx

from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import Import, Wanted, prepared, recognised
from plancheck.importing.reading.docx import read
from tests.layouts.content import ruleset, workspace

ORGANISATION = """document: organisation
year: 2025
namnder:
  - {id: ks, title: Kommunstyrelsen}
  - {id: kn, title: Kulturnämnden}
  - {id: bun, title: Barn- och utbildningsnämnden}
groups:
  - {id: alla, title: Alla nämnder, everyone: true, members: [ks, kn, bun]}
"""
BUDGET = """document: kf-budget
id: kf-2025
year: 2025
goals:
  - {id: lasa, title: Alla barn läser}
  - {id: moten, title: Fler möten mellan gamla och unga}
uppdrag:
  - {id: bokbuss, title: Köpa en bokbuss till skolorna, by: kf, to: [kn]}
  - {id: scen, title: Bygga en scen i parken, by: kf, to: [kn]}
"""
PLAN = Wanted("verksamhetsplan", "kn", 2025)
REPORT = Wanted("arsrapport", "kn", 2025)
REGISTERS = {"organisation.yaml": ORGANISATION, "kf.yaml": BUDGET}


def heading(text: str, level: int = 1) -> tuple[str, Any]:
    return f"Heading {level}", text


def bullet(text: str) -> tuple[str, Any]:
    return "List Bullet", text


def text(words: str) -> tuple[str, Any]:
    return "Normal", words


def table(*rows: tuple[str, ...]) -> tuple[str, Any]:
    return "table", rows


def imported(*parts: tuple[str, Any], wanted: Wanted = PLAN, registers: dict[str, str] = REGISTERS) -> Import:
    """A Word file of these parts, imported."""
    document = docx.Document()
    for style, content in parts:
        if style == "table":
            made = document.add_table(rows=0, cols=len(content[0]))
            for row in content:
                for cell, words in zip(made.add_row().cells, row, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(content, style=style)
    data = io.BytesIO()
    document.save(data)
    rules = ruleset()
    around = workspace(registers)
    return recognised(prepared(read(data.getvalue(), "plan.docx"), profile_of(rules.folders), rules, around), wanted)


def document(*parts: tuple[str, Any], wanted: Wanted = PLAN, registers: dict[str, str] = REGISTERS) -> dict[str, Any]:
    """The document that comes of these parts, as plain values."""
    return imported(*parts, wanted=wanted, registers=registers).documents[0].plain()


def doubts(result: Import) -> list[str]:
    """The keys of the doubts about the document as a whole."""
    return [doubt.key for doubt in result.documents[0].doubts]
