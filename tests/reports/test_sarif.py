"""The SARIF report."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from plancheck.reports import sarif
from plancheck.ruleset.builtin import BUILT_IN
from tests import office
from tests.cli.small import OWN_RULE
from tests.command import check
from tests.paths import FORMATS_OF_OTHERS, MINIMAL, ROOT
from tests.reports.goteborg import findings, of_goteborg, printed, report

BOKBUSS = "waivers: [{rule: UPP001, reason: Tas upp senare, by: Anna Berg, until: 2027-01-01}]\n"


def run_of(text: str) -> Any:
    """The only run of a log, once that is valid against the schema."""
    schema = json.loads((FORMATS_OF_OTHERS / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    log = json.loads(text)
    assert [error.message[:200] for error in validator_for(schema)(schema).iter_errors(log)] == []
    (made,) = log["runs"]
    return made


def places(made: Any) -> list[Any]:
    """Every place in a run."""
    every = [place for one in made["results"] for place in (*one["locations"], *one.get("relatedLocations", ()))]
    return [place["physicalLocation"] for place in every]


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where one finding is waived, one remains, one has gone since the earlier report, and much cannot be judged."""
    for file in MINIMAL.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    plan = tmp_path / "verksamhetsplan.yaml"
    whole = plan.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    plan.write_text(whole.replace("kf-2025/bokbuss", "kf-2025/buss", 1), encoding="utf-8")
    check("--format", "json", "-o", "earlier.json")
    plan.write_text(whole.replace("kf-2025/bokbuss", "kf-2025/bokbil", 1), encoding="utf-8")
    (tmp_path / "plancheck.yaml").write_text(BOKBUSS, encoding="utf-8")
    return tmp_path


def kinds(text: str) -> Counter[str]:
    def kind(result: Any) -> str:
        return "waived" if result.get("suppressions") else str(result.get("baselineState", result["kind"]))

    return Counter(map(kind, run_of(text)["results"]))


def test_sarif_is_valid_against_its_schema_and_has_every_finding() -> None:
    made = run_of(of_goteborg("sarif"))
    assert {one["kind"] for one in made["results"]} == {"fail"}
    told = [one["partialFingerprints"]["plancheck/v1"] for one in made["results"]]
    assert told == [one["fingerprint"] for one in findings()]
    rules = made["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in made["results"])
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] and rule["properties"]["tags"] for rule in rules)
    related = sum(len(one["related"]) for one in findings())
    assert sum(len(one.get("relatedLocations", ())) for one in made["results"]) == related > 0


def test_only_findings_become_alerts(mixed: Path) -> None:
    assert set(kinds(check("--compare", "earlier.json", "--format", "sarif").stdout)) == {"new"}


def test_what_is_no_finding_is_added_on_request(mixed: Path) -> None:
    told = kinds(check("--compare", "earlier.json", "--format", "sarif", "--sarif-all").stdout)
    assert set(told) == {"new", "waived", "open", "absent"}
    assert told["waived"] == 1


def test_on_request_all_that_cannot_be_judged_is_told() -> None:
    told = Counter(one["kind"] for one in run_of(printed("--format", "sarif", "--sarif-all"))["results"])
    assert told == {"fail": report()["summary"]["failed"], "open": report()["summary"]["not-assessable"]}


def test_quiet_leaves_findings_alone_whatever_is_requested(mixed: Path) -> None:
    made = check("--compare", "earlier.json", "--format", "sarif", "--sarif-all", "--quiet")
    # What somebody answers for is never hidden.
    assert set(kinds(made.stdout)) == {"new", "waived"}


def test_every_place_is_in_the_repository_and_has_a_line(mixed: Path) -> None:
    made = run_of(check("--compare", "earlier.json", "--format", "sarif", "--sarif-all").stdout)
    assert all(place["region"]["startLine"] >= 1 for place in places(made))
    (base,) = {place["artifactLocation"]["uriBaseId"] for place in places(made)}
    assert made["originalUriBaseIds"][base]["description"]["text"]


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.txt"])
def test_a_finding_in_a_file_without_lines_has_one(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = office.blocks_of("verksamhetsplan")
    if name.endswith("txt"):
        Path(name).write_text(office.as_text(blocks), encoding="utf-8")
    elif name.endswith("docx"):
        Path(name).write_bytes(office.as_word(blocks))
    else:
        Path(name).write_bytes(b"%PDF-1.4 broken")
    made = run_of(check(name, "--format", "sarif", "--sarif-all").stdout)
    assert len(made["results"]) > 0
    assert all(place["region"]["startLine"] >= 1 for place in places(made))


def test_a_shipped_rule_leads_to_its_page_and_others_to_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (tmp_path / "broken.yaml").write_text("document: [\n", encoding="utf-8")
    # Named like a file that ships.
    own = tmp_path / "rules" / "kommun" / "uppdrag.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(OWN_RULE.replace("UPP004: off", "UPP003: {severity: info}"), encoding="utf-8")
    made = run_of(check(MINIMAL, "broken.yaml", "--ruleset", "./rules/kommun/uppdrag.yaml", "--format", "sarif").stdout)
    driver = made["tool"]["driver"]
    assert driver["informationUri"] == project["urls"]["Homepage"]
    pages = {rule["id"]: rule.get("helpUri") for rule in driver["rules"]}
    assert {rule for rule, page in pages.items() if page is None} == {"EGN001", "FIL001"}
    for rule, page in pages.items():
        if page:
            assert page == f"{project['urls']['Documentation']}/rules/{rule}.md"
            assert (ROOT / "docs" / "rules" / f"{rule}.md").is_file()
    assert not any((ROOT / "docs" / "rules" / f"{rule}.md").exists() for rule in BUILT_IN)


def test_of_more_results_than_github_takes_the_most_severe_are_kept_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run_of(of_goteborg("sarif"))
    (invocation,) = whole["invocations"]
    assert "toolExecutionNotifications" not in invocation
    summary = report()["summary"]
    monkeypatch.setattr(sarif, "MOST", summary["error"] + 1)
    made = run_of(printed("--format", "sarif", "--sarif-all"))
    assert [one["level"] for one in made["results"]] == ["error"] * summary["error"] + ["warning"]
    (invocation,) = made["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"]
    found = summary["failed"] + summary["not-assessable"]
    assert notification["message"]["text"].startswith(f"{summary['error'] + 1} av {found} resultat är med")


def test_github_takes_as_many_results_as_are_written() -> None:
    assert sarif.MOST == 25_000


def test_a_built_in_rule_has_its_own_severity(tmp_path: Path) -> None:
    doubted = "document: verksamhetsplan\nnamnd: nordost\nyear: 2030\n# GRANSKA: Se efter.\ntitle: Plan\n"
    (tmp_path / "plan.yaml").write_text(doubted, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("document: [\n", encoding="utf-8")
    log = json.loads(check(tmp_path, "--format", "sarif").stdout)
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert (levels["IMP001"], levels["FIL001"]) == ("note", "error")
