"""`plancheck rules`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plancheck.ruleset.loader import load
from tests.cli.small import OWN_RULE, configure, flowing
from tests.command import plancheck


def test_rules_lists_every_rule_with_its_severity_and_title(small: Path) -> None:
    ruleset = load("goteborg")
    text = flowing(plancheck("rules", "--ruleset", "goteborg").stdout)
    names = {"error": "fel", "warning": "varning", "info": "upplysning"}
    assert len(ruleset.rules) > 50
    for rule in ruleset.rules.values():
        assert f"{rule.id} {names[rule.severity]} {rule.head.title.sv[:20]}" in text


def test_rules_lists_what_holds_here(city: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "BAR003" not in plancheck("rules").stdout
    monkeypatch.chdir(city)
    configure("ruleset: goteborg\nlang: en\nrules:\n  BAR001: off\n  BAR003: {severity: warning}\n")
    lines = plancheck("rules").stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("BAR003")] == ["warning"]
    assert not [line for line in lines if line.startswith("BAR001")]


def test_rules_of_a_kind_of_document_are_those_about_it(small: Path) -> None:
    ruleset = load("goteborg")
    text = plancheck("rules", "--ruleset", "goteborg", "--document", "barnbokslut").stdout
    listed = re.findall(r"^[A-Z]{3}\d{3}", text, re.MULTILINE)
    assert listed == [rule.id for rule in ruleset.rules.values() if "barnbokslut" in rule.head.applies_to.document]
    assert len(listed) >= 8


def test_rules_of_an_unknown_kind_of_document_end_with_2_and_the_nearest(small: Path) -> None:
    result = plancheck("rules", "--document", "verksamhetsplam")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Menade du verksamhetsplan?" in result.stderr


GROWN = """\
ruleset: ours
version: 0.2.0
earlier: [0.1.0]
extends: kommun
retired:
  EGN009: {in: 0.2.0, by: EGN001}
  EGN008: {in: 0.2.0}
change:
  UPP004: {off: 0.2.0}
  UPP001:
    severity: info
    changed:
      0.2.0:
        sv: Är nu en upplysning, för det finns uppdrag som ingen nämnd kan ta hand om själv.
        en: It is now information.
"""


@pytest.fixture
def grown(small: Path) -> None:
    """A rule set of its own in its second version, and the configuration that names it."""
    rules = OWN_RULE[OWN_RULE.index("rules:") :]
    Path("ours.yaml").write_text(GROWN + rules.replace("    severity:", "    since: 0.2.0\n    severity:"), encoding="utf-8")
    configure("ruleset: ./ours.yaml\n")


@pytest.mark.usefixtures("grown")
def test_what_came_changed_and_went_since_a_version_is_listed_in_lines_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = plancheck("rules", "--changed-since", "0.1.0")
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(map(len, result.stdout.splitlines())) <= 80
    text = flowing(result.stdout)
    for told in (
        "Sedan version 0.1.0 av ours.yaml, som nu är version 0.2.0:",
        "0.2.0 EGN001 ny fel Planen säger var den finns",
        "0.2.0 EGN008 borta Inte ersatt av någon annan regel.",
        "0.2.0 EGN009 borta Ersatt av EGN001 Planen säger var den finns",
        "0.2.0 UPP001 ändrad upplysning Är nu en upplysning, för det finns uppdrag",
        "0.2.0 UPP004 borta Avstängd.",
        "ours.yaml bygger också på kommun, version 0.1.0",
        "plancheck rules --ruleset kommun --changed-since VERSION",
    ):
        assert told in text
    english = flowing(plancheck("rules", "--changed-since", "0.1.0", "--lang", "en").stdout)
    assert "0.2.0 EGN009 gone Replaced by EGN001 The plan says where it is" in english
    assert "0.2.0 UPP001 changed info It is now information." in english


@pytest.mark.usefixtures("grown")
def test_what_changed_is_told_of_a_kind_of_document() -> None:
    text = plancheck("rules", "--changed-since", "0.1.0", "--document", "arsrapport").stdout
    assert "EGN001" not in text
    assert "EGN009" not in text
    assert "EGN008" in text


@pytest.mark.usefixtures("grown")
def test_that_nothing_changed_is_said() -> None:
    result = plancheck("rules", "--changed-since", "0.2.0", "--lang", "en")
    assert result.exit_code == 0
    assert flowing(result.stdout).startswith(
        "No rule of ours.yaml has come, changed or gone since version 0.2.0. The version now is 0.2.0."
    )


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0.3.0", "Version 0.3.0 är senare än den som finns här: ours.yaml är version 0.2.0."),
        (
            "0.1.7",
            "ours.yaml har inte haft någon version 0.1.7 (version och earlier i regelverket). Det som finns är: 0.1.0, 0.2.0.",
        ),
        ("nyss", "nyss är ingen version som går att jämföra."),
    ],
)
def test_a_version_that_there_never_was_ends_with_2_and_one_message(version: str, said: str) -> None:
    result = plancheck("rules", "--changed-since", version)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"plancheck: {said}")
    assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("grown")
def test_a_rule_that_came_later_is_explained_with_its_version() -> None:
    text = flowing(plancheck("explain", "UPP001").stdout)
    assert "Versioner: ours.yaml 0.2.0: ändrad. Är nu en upplysning" in text
    assert "Versioner: ours.yaml 0.2.0: ny" in flowing(plancheck("explain", "EGN001").stdout)
    assert "Versioner" not in plancheck("explain", "MAL001").stdout


@pytest.mark.usefixtures("grown")
def test_a_rule_that_is_gone_is_explained_by_what_replaced_it() -> None:
    assert "EGN001 har ersatt den." in plancheck("explain", "EGN009").stderr
    assert "Ingen annan regel har ersatt den." in plancheck("explain", "EGN008").stderr
