"""The examples: what is found in them, and changes that make one rule fail."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import plancheck
from tests.paths import EXAMPLES

TODAY = datetime.date(2026, 11, 22)
BUDGET = "goteborg/kf/2022-budget.yaml"
OUTSIDE = "goteborg/kf/2022-utanfor-budget.yaml"
REPORT = "goteborg/nordost/2022/arsrapport.yaml"
CHILDREN = "goteborg/nordost/2022/barnbokslut.yaml"
LEX_SARAH = "goteborg/nordost/2022/lex-sarah.yaml"
FOLLOW_UP = "goteborg/nordost/2022/uppfoljning-verksamhetsplan.yaml"
PLAN = "goteborg/nordost/2024/verksamhetsplan.yaml"
DRAFT = "goteborg/sydvast/2025/genomforandeplan.yaml"
QUALITY = "goteborg/nordost/2022/kvalitetsrapport.yaml"
UNEXECUTED = "goteborg/nordost/2022/ej-verkstallda.yaml"
BUDGET_2024 = "goteborg/kf/2024-budget.yaml"
BUDGET_2025 = "goteborg/kf/2025-budget.yaml"
COVERS = "minimal/plancheck.yaml"
SMALL = "minimal/verksamhetsplan.yaml"
Findings = Counter[tuple[str, str, str]]


def found(folder: Path) -> Findings:
    """The findings in a repository: the rule, the document, the item."""
    result = plancheck.check([folder], today=TODAY)
    return Counter((one.rule, one.document, one.item) for one in result.findings)


@cache
def found_in(example: str) -> Findings:
    return found(EXAMPLES / example)


@cache
def told(name: str) -> Any:
    """What a document of the examples says."""
    return yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))


class Edit(NamedTuple):
    """A change of a file: the first `old` after `anchor` becomes `new`. A file that is not there yet is `new`."""

    file: str
    anchor: str
    old: str
    new: str


class Mutation(NamedTuple):
    """What changes, which rule that turns red, and for which items."""

    rule: str
    items: list[str]
    edits: list[Edit]


def change(folder: Path, edit: Edit) -> None:
    path = folder / edit.file
    if not edit.old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit.new, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    assert text.count(edit.anchor) == 1 or not edit.anchor, edit.anchor
    start = text.index(edit.anchor)
    at = text.index(edit.old, start)
    assert edit.anchor or text.count(edit.old) == 1, edit.old
    path.write_text(text[:at] + edit.new + text[at + len(edit.old) :], encoding="utf-8")
