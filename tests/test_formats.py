"""The formats of the report: each is what its readers expect, and nothing that a plan says is more than text in it."""

from __future__ import annotations

import csv
import io
import json
import os
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

import office
import plancheck
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


def test_no_two_cases_of_a_suite_are_named_alike() -> None:
    suites = of_goteborg("junit").split("<testsuite ")[1:]
    for suite in suites:
        names = re.findall(r'<testcase name="([^"]*)" classname="([^"]*)"', suite)
        assert len(names) == len(set(names))


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


# Each whole


def steady(text: str) -> str:
    """A report without what changes from version to version and from run to run, and without its style."""
    text = re.sub(r"\b[0-9a-f]{32}\b", "TOKEN", text.replace(plancheck.__version__, "VERSION"))
    text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]+", "sha256-HASH", text)


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "docx"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_format_is_as_it_was(format_: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOREIGN)
    made = steady(run("city", "--format", format_, "--lang", language, "--today", "2024-03-10").stdout)
    golden = FOREIGN / "golden" / f"{language}.{format_}"
    if os.environ.get("PLANCHECK_GOLDEN"):
        golden.write_text(made, encoding="utf-8", newline="")
    with golden.open(encoding="utf-8", newline="") as file:
        assert made == file.read(), (
            "PLANCHECK_GOLDEN=1 python -m pytest tests/test_formats.py writes it anew: look at the difference"
        )


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


@pytest.mark.parametrize("name", ["nordost/2024/verksamhetsplan.yaml", "plancheck.yaml", "broken.yaml", "plan.txt"])
def test_a_report_is_never_written_over_what_was_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(GOTEBORG, tmp_path / "city")
    monkeypatch.chdir(tmp_path / "city")
    Path("broken.yaml").write_text("document: [", encoding="utf-8")
    Path("plan.txt").write_text(office.as_text(office.blocks_of("verksamhetsplan")), encoding="utf-8")
    before = Path(name).read_bytes()
    made = run(".", "plan.txt", "--format", "json", "-o", name)
    assert (made.exit_code, made.stdout) == (2, "")
    assert "är en fil som har lästs" in made.stderr
    assert Path(name).read_bytes() == before


def test_two_reports_do_not_share_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run(GOTEBORG, "--format", "json", "-o", "r.out", "--format", "csv", "-o", "./r.out")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "r.out står efter två --output" in made.stderr
    assert not Path("r.out").exists()


@pytest.mark.parametrize(("format_", "package"), [("html", "jinja2"), ("junit", "junitparser"), ("docx", "docx")])
def test_a_format_whose_package_is_missing_says_how_to_install_it(format_: str, package: str, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = f"import sys; sys.modules['{package}'] = None; from plancheck.__main__ import run; run()"
    command = [sys.executable, "-c", code, "check", "examples/minimal", "--format", format_, "-o", str(tmp_path / "r")]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stdout) == (2, "")
    assert f"{format_} behöver paketet {package}. Installera det med: pip install 'plancheck[report]'" in made.stderr


def test_an_ending_that_says_no_format_is_refused(tmp_path: Path) -> None:
    made = run(GOTEBORG, "-o", tmp_path / "report.pdf")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "report.pdf säger inget format" in made.stderr
    assert run(GOTEBORG, "--format", "text", "-o", tmp_path / "report.pdf").exit_code == 1


def test_a_dash_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run(GOTEBORG, "--format", "json", "-o", "-", "-o", "r.csv")
    assert json.loads(made.stdout)["ruleset"] == "goteborg"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["r.csv"]


def test_a_report_goes_into_a_pipe(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m plancheck check examples/minimal --format json -o /dev/stdout | wc -c"
    made = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (made.stderr, int(made.stdout) > 1000) == ("", True)


def test_a_summary_that_cannot_be_written_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/no/such/summary.md")
    made = run(GOTEBORG, "--format", "github")
    assert made.exit_code == 1
    assert "/no/such/summary.md kan inte skrivas" in made.stderr


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


def test_from_another_folder_nothing_is_gone_that_is_there(two_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two_runs / "city")
    run(".", "--format", "json", "-o", "here.json")
    monkeypatch.chdir(two_runs)
    values = json.loads(run("city/kf/2024-budget.yaml", "--compare", "city/here.json", "--format", "json").stdout)
    assert values["comparison"]["gone"] == []


def test_the_findings_of_a_document_that_is_gone_are_gone(two_runs: Path) -> None:
    (two_runs / "city" / "sydvast" / "2025" / "genomforandeplan.yaml").unlink()
    values = json.loads(run("city", "--compare", "earlier.json", "--format", "json").stdout)
    earlier = json.loads(Path("earlier.json").read_text(encoding="utf-8"))
    lost = {
        one["fingerprint"]
        for one in earlier["evaluations"]
        if one["outcome"] == "failed" and "genomf" in one["location"]["file"]
    }
    assert lost <= {one["fingerprint"] for one in values["comparison"]["gone"]}


def test_a_rule_that_the_earlier_report_was_not_asked_for_makes_nothing_new(two_runs: Path) -> None:
    run("city", "--select", "UPP", "--format", "json", "-o", "upp.json")
    values = json.loads(run("city", "--compare", "upp.json", "--format", "json").stdout)
    assert {one["rule"][:3] for one in values["evaluations"] if "change" in one} == {"UPP"}
    assert values["comparison"]["new"] == 0


@pytest.mark.parametrize("content", [b"{}", b"[]", b"not json", b"\xff\xfe", b""])
def test_a_file_that_is_no_report_is_told_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(content)
    made = run(GOTEBORG, "--compare", tmp_path / "r.json")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "r.json är ingen rapport som plancheck check --format json har skrivit" in made.stderr
    assert run(GOTEBORG, "--compare", tmp_path / "none.json").exit_code == 2


# In the document itself


@pytest.fixture
def word_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city that has a plan as a Word file, from which the section of one goal was taken out."""
    import shutil

    for name in ("kf", "organisation.yaml", "plancheck.yaml"):
        source = GOTEBORG / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    blocks = office.blocks_of("verksamhetsplan")
    start = next(n for n, one in enumerate(blocks) if isinstance(one, office.Heading) and one.number == "3.5.1.2")
    end = next(n for n, one in enumerate(blocks[start + 1 :], start + 1) if isinstance(one, office.Heading))
    (tmp_path / "plan.docx").write_bytes(office.as_word([*blocks[:start], *blocks[end:]]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def comments(path: Path) -> dict[str, list[str]]:
    """The comments of a Word file by the text of the paragraph that each is on."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(str(path))
    texts = {str(one.comment_id): one.text for one in document.comments}
    found: dict[str, list[str]] = {}
    for paragraph in document.element.body.iter(qn("w:p")):
        words = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        for mark in paragraph.iter(qn("w:commentReference")):
            found.setdefault(words, []).append(texts[mark.get(qn("w:id"))])
    return found


def words_of(path: Path) -> list[str]:
    import docx
    from docx.oxml.ns import qn

    body = docx.Document(str(path)).element.body
    return ["".join(one.text or "" for one in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))]


def test_a_copy_of_the_word_file_has_each_finding_as_a_comment_at_its_place(word_city: Path) -> None:
    before = Path("plan.docx").read_bytes()
    run("plan.docx", "--format", "docx", "-o", "granskad.docx", "--format", "json", "-o", "r.json")
    assert Path("plan.docx").read_bytes() == before
    assert words_of(Path("granskad.docx")) == words_of(Path("plan.docx"))
    told = [one for one in json.loads(Path("r.json").read_text(encoding="utf-8"))["evaluations"] if one["outcome"] == "failed"]
    made = comments(Path("granskad.docx"))
    assert sorted(text.split(" ")[1].rstrip(":") for texts in made.values() for text in texts) == sorted(
        one["rule"] for one in told
    )
    phrases = [text for words, texts in made.items() if words.startswith("Ingen ytterligare") for text in texts]
    assert len(phrases) == 2
    assert all(text.startswith("Varning UPP004: Uppdraget «") and "Beskriv vad nämnden gör." in text for text in phrases)
    # What is missing stands at a heading, what is about the whole plan at its beginning.
    (goal,) = [words for words, texts in made.items() if any("MAL001" in text for text in texts)]
    assert re.match(r"3\.[\d.]* ", goal)
    assert any("TID001" in text for text in made["Verksamhetsplan 2024"])


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy_with_its_comments(word_city: Path, tmp_path: Path) -> None:
    import zipfile

    (tmp_path / "odt").mkdir()
    run("plan.docx", "--format", "docx", "-o", "granskad.docx")
    made = office.converted(Path("granskad.docx").read_bytes(), tmp_path / "odt", "odt")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml").decode()
    notes = re.findall(r"<office:annotation .*?</office:annotation>", content)
    assert len(notes) == sum(map(len, comments(Path("granskad.docx")).values())) > 5
    assert sum("UPP004" in note and "plancheck" in note for note in notes) == 2


@pytest.mark.parametrize(
    ("paths", "said"), [(["kf"], "Inget Word-dokument"), (["plan.docx", "two.docx"], "Flera Word-dokument")]
)
def test_a_copy_is_made_of_one_word_file(paths: list[str], said: str, word_city: Path) -> None:
    Path("two.docx").write_bytes(office.as_word(office.blocks_of("arsrapport")))
    made = run(*paths, "--format", "docx", "-o", "granskad.docx")
    assert made.exit_code == 2
    assert said in made.stderr
    assert not Path("granskad.docx").exists()


def test_of_two_copies_of_one_plan_none_is_chosen(word_city: Path) -> None:
    Path("two.docx").write_bytes(Path("plan.docx").read_bytes())
    made = run("plan.docx", "two.docx", "--format", "docx", "-o", "granskad.docx")
    assert made.exit_code == 2
    assert "Flera Word-dokument" in made.stderr


def test_a_protected_word_file_is_told_to_be_one(word_city: Path) -> None:
    Path("plan.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    made = run("plan.docx", "--format", "docx", "-o", "granskad.docx")
    assert made.exit_code == 2
    assert "lösenord" in made.stderr


def test_a_copy_cannot_go_to_the_screen(word_city: Path) -> None:
    made = run("plan.docx", "--format", "docx")
    assert (made.exit_code, made.stdout) == (2, "")


# A text from a plan is a text

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.invalid";"klicka")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "::error::påhittat fel",
    "##vso[task.setvariable variable=x]y",
    "\x1b[31mrött\x1b[0m",
    "a\u202ebmvänt\u2066",
    "[länk](http://example.invalid) ![bild](x) @alla #1 `kod`",
    "</details><h1>Rubrik</h1>",
    "rad ett\n::warning::rad två\n\n# Rubrik",
    "]]>&lt;!--{0}{{x}} %0A;",
    "ett tecken \ufffe som inget är, \x9b31m och \u2028",
]


def hostile_city(folder: Path, texts: list[str]) -> None:
    import yaml

    goals = [{"id": f"g{n}", "title": text} for n, text in enumerate(texts)]
    uppdrag = [{"id": f"u{n}", "title": text, "by": "kf", "to": ["a", "finns-inte"]} for n, text in enumerate(texts)]
    city = {
        "organisation.yaml": {"document": "organisation", "year": 2024, "namnder": [{"id": "a", "title": texts[0]}]},
        "kf.yaml": {"document": "kf-budget", "id": "kf-2024", "year": 2024, "goals": goals, "uppdrag": uppdrag},
        "plan.yaml": {
            "document": "verksamhetsplan",
            "namnd": "a",
            "year": 2024,
            "title": texts[0],
            "goals": [{"ref": "kf-2024/g0", "text": texts[-1]}],
        },
    }
    for name, values in city.items():
        (folder / name).write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hostile_city(tmp_path, HOSTILE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


CONTROL = re.compile("[\ufffe\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "docx"])
def test_no_format_lets_through_what_steers_a_terminal_or_turns_text_around(format_: str, hostile: Path) -> None:
    text = run("--format", format_).stdout
    assert len(text) > 1000
    assert CONTROL.findall(text) == []


def test_json_keeps_what_a_plan_says_and_escapes_it(hostile: Path) -> None:
    text = run("--format", "json").stdout
    told = [one["message"] for one in json.loads(text)["evaluations"] if one["rule"] == "MAL001" and "message" in one]
    assert all(any(title in message for message in told) for title in HOSTILE[1:])


def test_nothing_in_the_page_is_markup(hostile: Path) -> None:
    text = run("--format", "html").stdout
    assert "&lt;script&gt;alert(1)" in text
    assert text.count("<script>") == 1
    assert re.findall(r"<(?:img|h1>Rubrik)|onerror=alert\(1\)>", text) == []


def test_nothing_in_a_comment_for_a_merge_request_is_markup(hostile: Path) -> None:
    text = run("--format", "markdown").stdout
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    tags = set(re.findall(r"</?([a-z][a-z0-9]*)", html))
    assert tags <= {
        "h2",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "ul",
        "li",
        "strong",
        "br",
        "code",
        "p",
    }
    assert html.count("<h2") == 1
    assert html.count("<details>") == html.count("</details>") == text.count("\n<details>\n")
    assert "@alla" not in html
    assert "#1" not in html


def test_nothing_in_a_log_is_a_command(hostile: Path) -> None:
    azure = run("--format", "azure").stdout
    assert len([line for line in azure.splitlines() if "##vso[" in line]) == len(
        re.findall(r"^##vso\[task\.logissue ", azure, re.MULTILINE)
    )
    github = run("--format", "github").stdout
    commands = [line for line in github.partition("::\n")[2].splitlines() if line.lstrip().startswith("::")]
    assert all(re.match(r"::(error|warning|notice) file=[^,:]+,|::\w{32}::$", line) for line in commands)
    text = run("--format", "text").stdout
    assert [line for line in text.splitlines() if line.lstrip().startswith("::") or "##vso[" in line] == []


def test_no_cell_of_a_table_is_computed(hostile: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("--format", "csv").stdout.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []
    hostile_city(hostile, ["-1+1", "+1", "=1+1", "@x"])
    rows = list(
        csv.reader(
            io.StringIO(run("--format", "csv", "--select", "KED007,UPP006").stdout.removeprefix("\ufeff"), newline=""),
            delimiter=";",
        )
    )
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []


def test_what_others_read_stays_valid_with_any_text(hostile: Path) -> None:
    schema = json.loads((FOREIGN / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    log = json.loads(run("--format", "sarif").stdout)
    assert list(validator_for(schema)(schema).iter_errors(log)) == []
    assert all("\\[länk\\](" in one["message"]["text"] for one in log["runs"][0]["results"] if "länk" in one["message"]["text"])
    assert list(xmlschema.XMLSchema(FOREIGN / "junit-10.xsd").iter_errors(run("--format", "junit").stdout)) == []


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "docx"])
def test_a_title_of_a_megabyte_goes_through_in_no_time_and_little_room(
    format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    hostile_city(tmp_path, ["Ett", "långt " * 170_000, "Slut"])
    made = run("--format", format_)
    assert made.exit_code == 1
    assert len(made.stdout) < 300_000 or format_ == "json"
    assert "MAL001" in made.stdout or format_ == "csv"


def test_every_format_is_tried_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in FORMATS if f'"{name}"' not in text] == []
