"""Fixtures that several test files share: documents in memory, and a rule tried on documents on disk."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent, indent
from typing import Literal

import pytest

import plancheck
from plancheck import Evaluation, RuleSet
from plancheck.repository.workspace import Scope, Workspace

RULE_SET = """\
documents:
  organisation: {sv: Organisationen, en: Organisation, of: city, yearly: false}
  kf-budget: {sv: KF:s budget, en: Budget of KF, of: city}
  verksamhetsplan: {sv: Verksamhetsplan, en: Verksamhetsplan}
  arsrapport: {sv: Årsrapport, en: Årsrapport, as-of: "12-31"}
  barnbokslut: {sv: Barnbokslut, en: Barnbokslut, as-of: "12-31"}
vocabulary:
  closed: [avslutad]
  articles: [2, 3]
  sections: {inledning: {sv: Inledning, en: Introduction}, mal: {sv: Mål, en: Goals}}
rules:
  - id: TST001
    name: the-rule
    title: {sv: Regeln, en: The rule}
    why: {sv: Därför, en: Therefore}
    source: [{document: Reglementet}]
    severity: error
    hint: {sv: Rätta, en: Correct it}
"""


@pytest.fixture(scope="session")
def kommun() -> RuleSet:
    return plancheck.load("kommun")


@pytest.fixture(scope="session")
def workspace(kommun: RuleSet) -> Callable[..., Workspace]:
    """Makes a workspace of the texts of documents."""

    def make(*texts: str) -> Workspace:
        made = Workspace(kommun.kinds)
        for n, text in enumerate(texts):
            made.add(dedent(text), f"{n}.yaml")
        return made

    return make


@pytest.fixture(scope="session")
def scope(workspace: Callable[..., Workspace]) -> Callable[..., Scope]:
    """Makes the scope of the first text, with the others around it."""

    def make(*texts: str, today: datetime.date = datetime.date(2024, 2, 1)) -> Scope:
        made = workspace(*texts)
        return Scope(made, made.entries[0], today)

    return make


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Evaluation]]:
    """Tries one rule (its keys beside the common ones) on documents (text by file name); gives what came of it."""

    def judge(
        rule: str,
        documents: Mapping[str, str],
        *,
        about: str = "verksamhetsplan",
        message: str = "Wrong",
        today: datetime.date = datetime.date(2024, 2, 1),
        language: Literal["sv", "en"] = "en",
    ) -> list[Evaluation]:
        keys = f"{dedent(rule)}\napplies-to: {{document: [{about}]}}\nmessage: {{sv: '{message}', en: '{message}'}}\n"
        rules = tmp_path / "rules.yml"
        rules.write_text(RULE_SET + indent(keys, "    "), encoding="utf-8")
        folder = tmp_path / "plans"
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        for name, text in documents.items():
            (folder / name).write_text(dedent(text), encoding="utf-8")
        result = plancheck.check(["."], ruleset=str(rules), today=today, language=language)
        assert {one.rule for one in result.evaluations} <= {"TST001"}, [one.message for one in result.findings]
        return list(result.evaluations)

    return judge
