"""The language of the configuration holds in every command, also where it cannot do its work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plancheck.run.check import check
from plancheck.run.open import open_repository
from tests.cli.small import OWN_RULE
from tests.command import plancheck
from tests.paths import MINIMAL

PLAN = "document: verksamhetsplan\nnamnd: a\nyear: 2024\n"
COMMANDS = [
    ["check"],
    ["check", "nowhere.yaml"],
    ["check", "-o", "report.zzz"],
    ["check", "--format", "docx"],
    ["check", "--select", "NOP"],
    ["check", "--compare", "nowhere.json"],
    ["rules", "--document", "zzz"],
    ["schema", "zzz"],
    ["init", "--scale", "x"],
    ["explain", "NOP001"],
    ["explain", "FIL001"],
    ["explain", "UPP016"],
    ["test", "own.yml"],
    ["test", "nowhere"],
    ["import", "plan.txt"],
    ["import", "nowhere.pdf"],
    ["import", "plan.txt", "-o", "-", "--document", "verksamhetsplan", "--namnd", "a", "--year", "2024"],
]


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "plan.txt").write_text("Plan\n", encoding="utf-8")
    (tmp_path / "own.yml").write_text(OWN_RULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said_by(*arguments: str) -> str:
    """What a command prints, without the names of the field, which are Swedish in every language."""
    result = plancheck(*arguments)
    said = result.stdout + result.stderr
    for word in ("verksamhetsplan", "årsrapport", "Årsrapport", "delårsrapport", "nämnd", "ej-verkstallda"):
        said = said.replace(word, "").replace(word.capitalize(), "")
    return said


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_answers_in_the_language_of_the_configuration(city: Path, arguments: list[str]) -> None:
    (city / "plancheck.yaml").write_text("lang: en\nexclude: [own.yml]\n", encoding="utf-8")
    english = said_by(*arguments)
    assert english
    assert english == said_by(*arguments, "--lang", "en")
    assert english != said_by(*arguments, "--lang", "sv")


@pytest.mark.parametrize("arguments", [["check"], ["rules"], ["explain", "UPP001"], ["import", "plan.txt"]], ids=" ".join)
@pytest.mark.parametrize("fault", ["bogus: 1", "ruleset: nowhere", "rules: {UPP001: {severity: loud}}"])
def test_what_is_wrong_in_a_configuration_is_said_in_its_own_language(city: Path, arguments: list[str], fault: str) -> None:
    (city / "plancheck.yaml").write_text(f"lang: en\n{fault}\n", encoding="utf-8")
    result = plancheck(*arguments)
    assert result.exit_code == 2
    assert re.search(r"There is no|This must be|not one of", result.stderr)


def test_the_option_goes_before_the_configuration(city: Path) -> None:
    (city / "plancheck.yaml").write_text("lang: en\nexclude: [own.yml]\n", encoding="utf-8")
    assert "krav" in plancheck("check", "--lang", "sv").stdout


def test_a_repository_that_is_open_is_reported_on_in_the_language_that_is_asked_for() -> None:
    repository = open_repository([MINIMAL])
    run = check([MINIMAL], language="en", repository=repository)
    (altered,) = [one.message for one in run.notifications if "(covers)" in one.message]
    assert altered.startswith("that documents are missing")
