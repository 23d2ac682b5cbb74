"""Fixtures that several folders share: documents in memory, a rule tried on documents on disk, a terminal like any other."""

from __future__ import annotations

import datetime
import gc
import signal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import dedent, indent
from typing import Literal

import pytest
from hypothesis import HealthCheck, settings

import plancheck
from plancheck import Evaluation, RuleSet
from plancheck.query.scope import Scope
from plancheck.reports.root import CHECKOUTS
from plancheck.repository.clock import Clock
from plancheck.repository.workspace import Workspace
from tests.fixtures import Judged, Scopes, Workspaces
from tests.paths import ROOT

# No example fails for being slow: the machine may be busy, and the first text that is made in a process takes a second where no
# earlier run has left its table of characters.
settings.register_profile("plancheck", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("plancheck"), max_examples=10_000)
settings.load_profile("plancheck")

RULE_SET = """\
documents:
  organisation: {sv: Organisationen, en: Organisation, of: city, role: register, yearly: false}
  kf-budget: {sv: KF:s budget, en: Budget of KF, of: city, role: register}
  verksamhetsplan: {sv: Verksamhetsplan, en: Verksamhetsplan, role: plan}
  arsrapport: {sv: Årsrapport, en: Årsrapport, role: report, as-of: "12-31"}
  barnbokslut: {sv: Barnbokslut, en: Barnbokslut, role: annex, as-of: "12-31"}
uses: {units: units, says-nothing: says-nothing}
vocabulary:
  units:
    tkr: {sv: tusen kronor, en: thousand kronor, of: kr, times: 1000}
    mnkr: {sv: miljoner kronor, en: million kronor, of: kr, times: 1000000}
  closed: [avslutad]
  says-nothing: [Se ovan]
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


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The root of the project, the width of a usual terminal, nothing said of colours, no CI, and a cache of its own."""
    # The program collects no garbage; here it is collected seldom, and never what all the tests have loaded.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    # What a shell starts in the background heeds no interrupt, nor does what that starts in turn.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv("COLUMNS", "80")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("TERM", "xterm-256color")
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            patch.delenv(name, raising=False)
        for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD", *CHECKOUTS):
            patch.delenv(name, raising=False)
        # A process that a test starts finds the program compiled, as an installed one is.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        # The root of paths, whether git works in it or not.
        patch.setenv("CI_PROJECT_DIR", str(ROOT))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the reports of a whole file."""
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="session")
def kommun() -> RuleSet:
    return plancheck.load("kommun")


@pytest.fixture(scope="session")
def workspace(kommun: RuleSet) -> Workspaces:
    """Makes a workspace of the texts of documents."""

    def make(*texts: str) -> Workspace:
        made = Workspace(kommun.declared)
        for n, text in enumerate(texts):
            made.add(dedent(text), f"{n}.yaml")
        return made

    return make


@pytest.fixture(scope="session")
def scope(workspace: Workspaces) -> Scopes:
    """Makes the scope of the first text, with the others around it."""

    def make(*texts: str, today: datetime.date = datetime.date(2024, 2, 1)) -> Scope:
        made = workspace(*texts)
        return Scope(made, made.entries[0], Clock(today))

    return make


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Tries one rule (its keys beside the common ones) on documents (text by file name); gives what came of it."""

    def judge(
        rule: str,
        documents: Mapping[str, str],
        *,
        about: str = "verksamhetsplan",
        message: str = "Wrong",
        today: datetime.date = datetime.date(2024, 2, 1),
        language: Literal["sv", "en"] = "en",
        paths: Sequence[str] = (".",),
    ) -> list[Evaluation]:
        keys = f"{dedent(rule)}\napplies-to: {{document: [{about}]}}\nmessage: {{sv: '{message}', en: '{message}'}}\n"
        rules = tmp_path / "rules.yml"
        rules.write_text(RULE_SET + indent(keys, "    "), encoding="utf-8")
        folder = tmp_path / "plans"
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        for name, text in documents.items():
            (folder / name).write_text(dedent(text), encoding="utf-8")
        result = plancheck.check(paths, ruleset=str(rules), today=today, language=language)
        others = [one for one in result.evaluations if one.rule != "TST001"]
        assert not others or paths != (".",), [one.message for one in result.findings]
        return [one for one in result.evaluations if one.rule == "TST001"]

    return judge
