"""A check compared with an earlier report: what is new, what remains, what is gone."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.command import check
from tests.paths import GOTEBORG
from tests.reports.goteborg import report


def changed(city: Path) -> None:
    """A city in which one finding is mended and another one made."""
    plan = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert text.count("ref: kf-2024/skolsocialarbetare") == 1
    plan.write_text(text.replace("ref: kf-2024/skolsocialarbetare", "title: Något helt annat"), encoding="utf-8")
    report = city / "nordost" / "2022" / "arsrapport.yaml"
    text = report.read_text(encoding="utf-8")
    assert text.count("title: Antalet lokala miljömål, value: 9") == 1
    mended = text.replace("title: Antalet lokala miljömål, value: 9", "title: Antalet lokala miljömål, value: 6")
    report.write_text(mended, encoding="utf-8")


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example, in a folder with the report of it."""
    folder = tmp_path_factory.mktemp("earlier")
    shutil.copytree(GOTEBORG, folder / "city")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        check("city", "--format", "json", "-o", "earlier.json")
    return folder


@pytest.fixture
def two_runs(earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(earlier, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    changed(tmp_path / "city")
    return tmp_path


def test_a_comparison_tells_what_is_new_what_remains_and_what_is_gone(two_runs: Path) -> None:
    values = json.loads(check("city", "--compare", "earlier.json", "--format", "json").stdout)
    changes = {one["rule"]: one["change"] for one in values["evaluations"] if one["outcome"] == "failed"}
    assert changes["UPP005"] == "new"
    assert changes["EKO001"] == "remaining"
    comparison = values["comparison"]
    assert "EKO003" in [one["rule"] for one in comparison["gone"]]
    assert comparison["new"] + comparison["remaining"] == values["summary"]["failed"]
    assert comparison["remaining"] + len(comparison["gone"]) == report()["summary"]["failed"]


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_every_format_for_people_tells_the_comparison(format_: str, two_runs: Path) -> None:
    text = check("city", "--compare", "earlier.json", "--format", format_).stdout
    assert re.search(r"\bny\b", text)
    assert "Borta sedan förra rapporten" in text
    assert "EKO003" in text


def test_sarif_and_the_table_tell_the_comparison(two_runs: Path) -> None:
    log = json.loads(check("city", "--compare", "earlier.json", "--format", "sarif", "--sarif-all").stdout)
    states = Counter(one.get("baselineState") for one in log["runs"][0]["results"] if one["kind"] == "fail")
    gone = [one for one in log["runs"][0]["results"] if one.get("baselineState") == "absent"]
    assert states["new"] >= 1
    assert states["unchanged"] > 20
    assert "EKO003" in [one["ruleId"] for one in gone]
    assert ";ny;" in check("city", "--compare", "earlier.json", "--format", "csv").stdout


def test_what_was_not_looked_at_again_is_not_gone(two_runs: Path) -> None:
    values = json.loads(check("city/kf/2024-budget.yaml", "--compare", "earlier.json", "--format", "json").stdout)
    assert values["comparison"]["gone"] == []
    assert values["comparison"]["aside"] > 20


def test_an_earlier_report_that_told_errors_only_makes_no_warning_new(two_runs: Path) -> None:
    check("city", "--severity", "error", "--format", "json", "-o", "errors.json")
    values = json.loads(check("city", "--compare", "errors.json", "--format", "json").stdout)
    told = [one for one in values["evaluations"] if one["outcome"] == "failed"]
    assert {one["change"] for one in told if one["severity"] == "error"} == {"remaining"}
    assert not [one for one in told if one["severity"] != "error" and "change" in one]


def test_from_another_folder_nothing_is_gone_that_is_there(two_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two_runs / "city")
    check(".", "--format", "json", "-o", "here.json")
    monkeypatch.chdir(two_runs)
    values = json.loads(check("city/kf/2024-budget.yaml", "--compare", "city/here.json", "--format", "json").stdout)
    assert values["comparison"]["gone"] == []


def test_the_findings_of_a_document_that_is_gone_are_gone(two_runs: Path) -> None:
    (two_runs / "city" / "sydvast" / "2025" / "genomforandeplan.yaml").unlink()
    values = json.loads(check("city", "--compare", "earlier.json", "--format", "json").stdout)
    earlier = json.loads(Path("earlier.json").read_text(encoding="utf-8"))
    lost = {
        one["fingerprint"]
        for one in earlier["evaluations"]
        if one["outcome"] == "failed" and "genomf" in one["location"]["file"]
    }
    assert lost <= {one["fingerprint"] for one in values["comparison"]["gone"]}


def test_a_rule_that_the_earlier_report_was_not_asked_for_makes_nothing_new(two_runs: Path) -> None:
    check("city", "--select", "UPP", "--format", "json", "-o", "upp.json")
    values = json.loads(check("city", "--compare", "upp.json", "--format", "json").stdout)
    assert {one["rule"][:3] for one in values["evaluations"] if "change" in one} == {"UPP"}
    assert values["comparison"]["new"] == 0


@pytest.mark.parametrize("content", [b"{}", b"[]", b"not json", b"\xff\xfe", b""])
def test_a_file_that_is_no_report_is_told_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(content)
    made = check(GOTEBORG, "--compare", tmp_path / "r.json")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "r.json är ingen rapport som plancheck check --format json har skrivit" in made.stderr
    assert check(GOTEBORG, "--compare", tmp_path / "none.json").exit_code == 2


# A check that fails on what is new


def fail_on_new(earlier: str, *arguments: str) -> int:
    """The exit code of a check that fails on what is new since an earlier report."""
    made = check("city", "--fail-on-new", earlier, *arguments)
    assert made.exit_code != 2, made.stderr
    return made.exit_code


def test_findings_that_remain_do_not_fail_a_check_for_new_ones(two_runs: Path) -> None:
    check("city", "--format", "json", "-o", "now.json")
    assert check("city", "--compare", "now.json").exit_code == 1
    assert fail_on_new("now.json") == fail_on_new("now.json", "--fail-on", "info") == 0


def test_a_new_finding_fails_a_check_for_new_ones_if_it_is_severe_enough(two_runs: Path) -> None:
    values = json.loads(check("city", "--compare", "earlier.json", "--format", "json").stdout)
    assert {one["severity"] for one in values["evaluations"] if one.get("change") == "new"} >= {"error"}
    assert fail_on_new("earlier.json") == 1
    assert fail_on_new("earlier.json", "--fail-on", "never") == 0
    assert fail_on_new("earlier.json", "--ignore", "UPP,MAL") == 0


def test_a_check_for_new_findings_shows_what_a_comparison_shows(two_runs: Path) -> None:
    compared = check("city", "--compare", "earlier.json", "--format", "json").stdout
    assert check("city", "--fail-on-new", "earlier.json", "--format", "json").stdout == compared
    both = check("city", "--compare", "./earlier.json", "--fail-on-new", "earlier.json", "--format", "json")
    assert (both.exit_code, both.stdout, both.stderr) == (1, compared, "")


def test_two_earlier_reports_are_one_too_many(two_runs: Path) -> None:
    Path("other.json").write_bytes(Path("earlier.json").read_bytes())
    made = check("city", "--compare", "other.json", "--fail-on-new", "earlier.json")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "--compare other.json och --fail-on-new earlier.json är två olika rapporter" in made.stderr


def test_a_finding_of_a_rule_that_the_earlier_report_did_not_apply_counts_as_new(two_runs: Path) -> None:
    check("city", "--ignore", "EKO001", "--format", "json", "-o", "fewer.json")
    made = check("city", "--fail-on-new", "fewer.json")
    assert made.exit_code == 1
    assert made.stderr == "plancheck: fewer.json tillämpade inte EKO001. Deras fynd räknas som nya.\n"
    assert fail_on_new("fewer.json", "--ignore", "EKO001") == 0


def test_a_document_of_a_kind_that_was_not_there_has_new_findings_only(two_runs: Path) -> None:
    plans = sorted(path for path in Path("city").rglob("*.yaml") if "arsrapport" not in path.name)
    check(*plans, "--format", "json", "-o", "plans.json")
    assert fail_on_new("plans.json") == 1


def test_a_broken_plan_is_new(two_runs: Path) -> None:
    check("city", "--format", "json", "-o", "now.json")
    Path("city", "broken.yaml").write_text("document: [\n", encoding="utf-8")
    assert fail_on_new("now.json") == 1


def test_an_earlier_report_that_left_out_warnings_cannot_tell_which_are_new(two_runs: Path) -> None:
    check("city", "--severity", "error", "--format", "json", "-o", "errors.json")
    assert fail_on_new("errors.json") == fail_on_new("errors.json", "--fail-on", "never") == 0
    made = check("city", "--fail-on-new", "errors.json", "--fail-on", "warning")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "errors.json har bara fynd från error och uppåt" in made.stderr


def test_a_waived_finding_that_returns_is_new(two_runs: Path) -> None:
    waiver = "waivers: [{rule: UPP005, reason: Senare, by: Anna Berg, until: 2026-12-31}]\n"
    configuration = Path("city", "plancheck.yaml")
    configuration.write_text(configuration.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    check("city", "--format", "json", "-o", "waived.json")
    assert fail_on_new("waived.json") == 0
    made = check("city", "--fail-on-new", "waived.json", "--select", "UPP005", today="2027-01-01")
    assert made.exit_code == 1


@pytest.mark.parametrize("content", [b"{}", b"not json"])
def test_what_is_no_report_fails_no_check_silently(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(content)
    made = check(GOTEBORG, "--fail-on-new", tmp_path / "r.json")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "r.json är ingen rapport" in made.stderr
