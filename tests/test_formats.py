"""The formats of the report: each is what its readers expect, and nothing that a plan says is more than text in it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator
from jsonschema.validators import validator_for
from markdown_it import MarkdownIt

from plancheck.cli import main
from plancheck.reports import FORMATS

ROOT = Path(__file__).parents[1]
GOTEBORG = ROOT / "examples" / "goteborg"
FOREIGN = Path(__file__).parent / "formats"
"""The formats of others, as they publish them."""


@pytest.fixture(autouse=True)
def from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", "--today", "2026-11-22", *map(str, arguments)])


@cache
def of_goteborg(format_: str) -> str:
    return run(GOTEBORG, "--format", format_).stdout


@cache
def report() -> dict[str, Any]:
    values: dict[str, Any] = json.loads(of_goteborg("json"))
    return values


def findings() -> list[dict[str, Any]]:
    return [one for one in report()["evaluations"] if one["outcome"] == "failed"]


# Formats of others


def test_sarif_is_valid_against_its_schema_and_has_every_finding_and_all_that_cannot_be_judged() -> None:
    schema = json.loads((FOREIGN / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    log = json.loads(of_goteborg("sarif"))
    assert [error.message[:200] for error in validator_for(schema)(schema).iter_errors(log)] == []
    (made,) = log["runs"]
    kinds = Counter(one["kind"] for one in made["results"])
    assert kinds == {"fail": report()["summary"]["failed"], "open": report()["summary"]["not-assessable"]}
    rules = made["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in made["results"])
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] and rule["properties"]["tags"] for rule in rules)
    related = sum(len(one["related"]) for one in findings())
    assert sum(len(one.get("relatedLocations", ())) for one in made["results"]) == related > 0
    told = {one["partialFingerprints"]["plancheck/v1"] for one in made["results"]}
    assert {one["fingerprint"] for one in findings()} <= told


def test_junit_is_valid_against_the_schema_in_common_use_and_counts_the_evaluations() -> None:
    schema = xmlschema.XMLSchema(FOREIGN / "junit-10.xsd")
    text = of_goteborg("junit")
    assert [str(error)[:300] for error in schema.iter_errors(text)] == []
    tests, failures = (int(re.search(rf'{key}="(\d+)"', text)[1]) for key in ("tests", "failures"))  # type: ignore[index]
    summary = report()["summary"]
    assert tests == summary["passed"] + summary["failed"] + summary["not-assessable"] == text.count("<testcase ")
    assert failures == summary["error"] + summary["warning"] == text.count("<failure ")
    assert text.count("<skipped ") == summary["not-assessable"] > 10


def test_the_report_for_gitlab_is_valid_against_what_gitlab_validates_with() -> None:
    schema = json.loads((FOREIGN / "codeclimate.schema.json").read_text(encoding="utf-8"))
    issues = json.loads(of_goteborg("gitlab"))
    assert [error.message for issue in issues for error in Draft7Validator(schema).iter_errors(issue)] == []
    assert [issue["fingerprint"] for issue in issues] == [one["fingerprint"] for one in findings()]
    assert all(
        issue["location"]["lines"]["begin"] == one["location"]["line"] for issue, one in zip(issues, findings(), strict=True)
    )


def test_github_gets_the_worst_first_and_the_log_gives_no_commands() -> None:
    lines = of_goteborg("github").splitlines()
    begin, end = (
        next(n for n, line in enumerate(lines) if re.fullmatch(pattern, line))
        for pattern in (r"::stop-commands::\w{32}", r"::\w{32}::")
    )
    assert (begin, lines[begin].rpartition("::")[2]) == (0, lines[end].strip(":"))
    commands = [line.partition(" ")[0] for line in lines[end + 1 :]]
    summary = report()["summary"]
    assert commands == ["::error"] * summary["error"] + ["::warning"] * summary["warning"] + ["::notice"] * summary["info"]


def test_github_gets_a_summary_of_the_job_behind_what_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("What another step has said.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run(GOTEBORG, "--format", "github")
    assert summary.read_text(encoding="utf-8") == "What another step has said.\n" + of_goteborg("markdown")


def test_azure_gets_errors_and_warnings_with_their_places() -> None:
    commands = [line for line in of_goteborg("azure").splitlines() if line.startswith("##vso[")]
    told = [one for one in findings() if one["severity"] != "info"]
    assert len(commands) == len(told)
    place = told[0]["location"]
    first = next(line for line in commands if f"linenumber={place['line']};" in line)
    assert f"sourcepath={place['file']};" in first


def test_a_comment_for_a_merge_request_has_each_finding_and_closes_what_it_opens() -> None:
    text = of_goteborg("markdown")
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>") > 1
    assert text.count("- 🔴") == report()["summary"]["error"]
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert html.count("<table>") == 1
    assert html.count("<li>") >= len(findings())


def test_a_comment_is_no_longer_than_hosts_let_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"  - {{id: u{n}, title: {'Ett uppdrag ' * 40}, by: kf, to: [ingen]}}\n" for n in range(400))
    Path("kf.yaml").write_text(f"document: kf-budget\nyear: 2025\nuppdrag:\n{rows}", encoding="utf-8")
    Path("organisation.yaml").write_text("document: organisation\nyear: 2025\nnamnder: [{id: a, title: A}]\n", encoding="utf-8")
    text = run("--format", "markdown").stdout
    assert 20_000 < len(text) <= 65_536
    assert re.search(r"^\d+ rader till får inte plats här\.$", text, re.MULTILINE)
    assert text.count("<details>") == text.count("</details>")


def test_a_table_opens_in_a_swedish_excel() -> None:
    text = CliRunner().invoke(main, ["check", str(GOTEBORG), "--today", "2026-11-22", "--format", "csv"]).stdout_bytes.decode()
    assert text.startswith("\ufeffUtfall;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(rows) == len(report()["evaluations"])
    assert Counter(row["Utfall"] for row in rows)["inte uppfyllt"] == report()["summary"]["failed"]
    assert [row["Fingeravtryck"] for row in rows] == [one["fingerprint"] for one in report()["evaluations"]]


# Several reports, and which


def test_an_output_belongs_to_the_format_before_it(tmp_path: Path) -> None:
    made = run(
        GOTEBORG, "--format", "sarif", "-o", tmp_path / "a.log", "--format", "text", "--format", "csv", "-o", tmp_path / "b.log"
    )
    assert made.stdout == of_goteborg("text")
    assert json.loads((tmp_path / "a.log").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "b.log").read_bytes().startswith(b"\xef\xbb\xbfUtfall;")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.json", "{"), ("a.SARIF", "{"), ("a.xml", "<testsuites"), ("a.md", "## plancheck"), ("a.log", "examples/")],
)
def test_an_output_alone_has_the_format_of_its_ending(name: str, begins: str, tmp_path: Path) -> None:
    made = run(GOTEBORG, "--output", tmp_path / name)
    assert (made.stdout, made.exit_code) == ("", 1)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_two_formats_cannot_share_the_screen() -> None:
    made = run(GOTEBORG, "--format", "text", "--format", "json")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "text, json kan inte båda skrivas till skärmen" in made.stderr


@pytest.mark.parametrize(("name", "value", "format_"), [("GITHUB_ACTIONS", "true", "github"), ("TF_BUILD", "True", "azure")])
def test_in_a_known_ci_the_format_is_its_own(name: str, value: str, format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    told = run(GOTEBORG).stdout
    assert re.sub(r"\w{32}", "", told) == re.sub(r"\w{32}", "", of_goteborg(format_))
    assert run(GOTEBORG, "--format", "text").stdout == of_goteborg("text")


# Two runs compared


def changed(city: Path) -> None:
    """A city in which one finding is mended and another one made."""
    plan = city / "nordost" / "2024" / "verksamhetsplan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert text.count("value: 12, unit: uppdrag") == text.count("ref: kf-2024/skolsocialarbetare") == 1
    text = text.replace("value: 12, unit: uppdrag", "value: 14, unit: uppdrag")
    plan.write_text(text.replace("ref: kf-2024/skolsocialarbetare", "title: Något helt annat"), encoding="utf-8")


@pytest.fixture
def two_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import shutil

    shutil.copytree(GOTEBORG, tmp_path / "city")
    monkeypatch.chdir(tmp_path)
    run("city", "--format", "json", "-o", "earlier.json")
    changed(tmp_path / "city")
    return tmp_path


def test_a_comparison_tells_what_is_new_what_remains_and_what_is_gone(two_runs: Path) -> None:
    values = json.loads(run("city", "--compare", "earlier.json", "--format", "json").stdout)
    changes = {one["rule"]: one["change"] for one in values["evaluations"] if one["outcome"] == "failed"}
    assert changes["UPP001"] == "new"
    assert changes["EKO001"] == "remaining"
    comparison = values["comparison"]
    assert "UPP020" in [one["rule"] for one in comparison["gone"]]
    assert comparison["new"] + comparison["remaining"] == values["summary"]["failed"]
    assert comparison["remaining"] + len(comparison["gone"]) == report()["summary"]["failed"]


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_every_format_for_people_tells_the_comparison(format_: str, two_runs: Path) -> None:
    text = run("city", "--compare", "earlier.json", "--format", format_).stdout
    assert re.search(r"\bny\b", text)
    assert "Borta sedan förra rapporten" in text
    assert "UPP020" in text


def test_sarif_and_the_table_tell_the_comparison(two_runs: Path) -> None:
    log = json.loads(run("city", "--compare", "earlier.json", "--format", "sarif").stdout)
    states = Counter(one.get("baselineState") for one in log["runs"][0]["results"] if one["kind"] == "fail")
    gone = [one for one in log["runs"][0]["results"] if one.get("baselineState") == "absent"]
    assert states["new"] >= 1
    assert states["unchanged"] > 20
    assert "UPP020" in [one["ruleId"] for one in gone]
    assert ";ny;" in run("city", "--compare", "earlier.json", "--format", "csv").stdout


def test_what_was_not_looked_at_again_is_not_gone(two_runs: Path) -> None:
    values = json.loads(run("city/kf/2024-budget.yaml", "--compare", "earlier.json", "--format", "json").stdout)
    assert values["comparison"]["gone"] == []
    assert values["comparison"]["aside"] > 20


def test_an_earlier_report_that_told_errors_only_makes_no_warning_new(two_runs: Path) -> None:
    run("city", "--severity", "error", "--format", "json", "-o", "errors.json")
    values = json.loads(run("city", "--compare", "errors.json", "--format", "json").stdout)
    told = [one for one in values["evaluations"] if one["outcome"] == "failed"]
    assert {one["change"] for one in told if one["severity"] == "error"} == {"remaining"}
    assert not [one for one in told if one["severity"] != "error" and "change" in one]


@pytest.mark.parametrize("content", [b"{}", b"[]", b"not json", b"\xff\xfe", b""])
def test_a_file_that_is_no_report_is_told_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(content)
    made = run(GOTEBORG, "--compare", tmp_path / "r.json")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "är ingen rapport som plancheck check --format json har skrivit" in made.stderr
    assert run(GOTEBORG, "--compare", tmp_path / "none.json").exit_code == 2


def test_every_format_is_tried_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in FORMATS if f'"{name}"' not in text] == []
