"""The smallest example as commands are tried on it: its plan, a rule of its own, a configuration."""

from __future__ import annotations

from pathlib import Path

PLAN = "verksamhetsplan.yaml"


def flowing(text: str) -> str:
    """A text without regard to where its lines break."""
    return " ".join(text.split())


def edit(name: str, old: str, new: str) -> str:
    text = Path(name).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    Path(name).write_text(text.replace(old, new), encoding="utf-8")
    return text.replace(old, new)


OWN_RULE = """\
extends: kommun
change:
  UPP004: off
rules:
  - id: EGN001
    name: plan-has-a-source
    title: {sv: Planen säger var den finns, en: The plan says where it is}
    why: {sv: Den ska gå att läsa., en: It must be possible to read it.}
    source: [{document: Reglementet, section: § 4}]
    severity: error
    applies-to: {document: [verksamhetsplan]}
    check: each
    items: document
    require: {source.file: present}
    message: {sv: "«{document.title}» säger inte var den finns", en: "«{document.title}» does not say where it is"}
    hint: {sv: Ange source., en: Give source.}
    tests:
      - name: it does
        documents: [{document: verksamhetsplan, namnd: a, year: 2024, source: {file: plan.pdf}}]
        passes: 1
      - name: it does not
        documents: [{document: verksamhetsplan, namnd: a, year: 2024}]
        fails: 1
"""


COVERS = "covers: []\n"
"""That nothing is missing, as the configuration of the example says."""


def configure(text: str) -> None:
    """Write a configuration. What it says is told by its lines, so `covers` comes last."""
    Path("plancheck.yaml").write_text(f"{text}{COVERS}", encoding="utf-8")
