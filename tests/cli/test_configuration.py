"""Commands with a plancheck.yaml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.small import OWN_RULE, PLAN, configure, edit
from tests.command import answers, failed, plancheck, report


def test_the_configuration_names_rule_set_language_and_rules(small: Path) -> None:
    configure("ruleset: goteborg\nlang: en\nselect: [UPP, MAL00]\nignore: [UPP01]\n")
    values = report()
    assert (values["ruleset"]["name"], values["language"]) == ("goteborg", "en")
    rules = {one["rule"] for one in answers(values)}
    assert {"UPP001", "MAL001"} <= rules
    assert not [rule for rule in rules if rule.startswith("UPP01") or not rule.startswith(("UPP", "MAL00"))]


def test_the_command_line_goes_before_the_configuration(small: Path) -> None:
    configure("ruleset: goteborg\nlang: en\nselect: [MAL]\nfail-on: never\n")
    values = report("--ruleset", "kommun", "--lang", "sv", "--select", "UPP001")
    assert (values["ruleset"]["name"], values["language"]) == ("kommun", "sv")
    assert {one["rule"] for one in answers(values)} == {"UPP001"}
    edit(PLAN, "kf-2025/bokbuss", "kf-2025/bokbil")
    assert plancheck("check", "--select", "UPP001").exit_code == 0
    assert plancheck("check", "--select", "UPP001", "--fail-on", "error").exit_code == 1


def test_the_configuration_says_what_to_fail_on(city: Path) -> None:
    configure("ruleset: goteborg\nselect: [LEX008]\n")
    assert plancheck("check").exit_code == 0
    configure("ruleset: goteborg\nselect: [LEX008]\nfail-on: info\n")
    assert plancheck("check").exit_code == 1


def test_the_configuration_excludes_files(small: Path) -> None:
    Path("ci").mkdir()
    for name in ("ci/flöde.yaml", "mall.yml"):
        Path(name).write_text("uppdrag: []\n", encoding="utf-8")
    assert failed() == [("DOK002", "ci/flöde.yaml"), ("DOK002", "mall.yml")]
    configure('exclude: ["*.yml", "ci/*"]\n')
    assert failed() == []
    assert report()["documents"] == 3


def test_the_configuration_changes_rules(small: Path) -> None:
    edit(PLAN, "kf-2025/bokbuss", "kf-2025/bokbil")
    edit(PLAN, "kind: inledning", "kind: avslutning")
    assert {rule for rule, _ in failed()} == {"UPP001", "UPP005", "AVS001"}
    configure("rules:\n  UPP001: off\n  UPP005: {severity: info}\n  AVS001: {items: [forutsattningar]}\n")
    values = report()
    assert [(e["rule"], e["severity"]) for e in values["evaluations"] if e["outcome"] == "failed"] == [("UPP005", "info")]
    assert "UPP001" not in values["rules"]
    assert plancheck("check").exit_code == 0


@pytest.mark.parametrize("text", ["", "# inget än\n"])
def test_an_empty_configuration_changes_nothing(small: Path, text: str) -> None:
    Path("plancheck.yaml").unlink()
    before = report()
    Path("plancheck.yaml").write_text(text, encoding="utf-8")
    assert report() == before


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("ruleset: kommun\nrulset: goteborg\n", "2:1", "Menade du ruleset?"),
        ("fail_on: error\n", "1:1", "Menade du fail-on?"),
        ("fail-on: eror\n", "1:10", "Menade du error?"),
        ("lang: se\n", "1:7", "sv, en"),
        ("select: UPP\n", "1:9", "en lista"),
        ("exclude: [1]\n", "1:11", "text"),
        ("rules:\n  UPP0001: off\n", "2:3", "Menade du UPP001?"),
        ("rules:\n  UPP001: {severty: info}\n", "2:3", "Menade du severity?"),
        ("rules:\n  UPP001: {severity: varning}\n", "2:3", "warning"),
        ("rules:\n  UPP001: {check: each}\n", "2:12", "check kan inte ändras"),
        ("rules:\n  UPP001: no\n", "2:11", "off"),
        ("rules:\n  UPP005: {require: {defintion: present}}\n", "2:3", "Menade du definition?"),
        ("lang: sv\nlang: en\n", "2:1", "rad 1"),
        ("select:\n\t- UPP\n", "2:1", "tabb"),
        ("ruleset: [\n", "2:1", "inte stängd"),
        ("- ruleset\n", "1:1", "nycklar med värden"),
        ("ruleset: gotenborg\n", "1:10", "Menade du goteborg?"),
        ("lang: sv\nselect: [UPP0001]\n", "2:10", "Menade du UPP001?"),
    ],
)
def test_what_is_wrong_in_the_configuration_ends_with_2_at_its_place(small: Path, text: str, place: str, words: str) -> None:
    Path("plancheck.yaml").write_text(text, encoding="utf-8")
    result = plancheck("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"plancheck.yaml:{place}: " in result.stderr
    assert words in result.stderr


def test_everything_that_is_wrong_in_the_configuration_is_told(small: Path) -> None:
    configure("rulset: goteborg\nlang: se\nselect: UPP\n")
    stderr = plancheck("check").stderr
    assert sorted(re.findall(r"plancheck\.yaml:(\d+):", stderr)) == ["1", "2", "3"]
    assert "│ lang: se" in stderr


def test_a_list_as_configuration_is_not_told_to_be_a_document(small: Path) -> None:
    configure("- ruleset\n")
    assert "document:" not in plancheck("check").stderr


def test_a_rule_set_is_named_from_the_folder_of_the_configuration(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("regler").mkdir()
    Path("regler", "egna.yml").write_text(OWN_RULE, encoding="utf-8")
    configure("ruleset: regler/egna.yml\n")
    monkeypatch.chdir("/")
    assert [rule for rule, _ in failed(str(small))] == ["EGN001"]


def test_a_repository_below_the_current_folder_is_found_by_its_configuration(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(city.parent)
    values = report("city/nordost")
    assert (values["ruleset"]["name"], values["documents"]) == ("goteborg", 8)
