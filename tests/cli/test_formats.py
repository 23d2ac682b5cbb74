"""`plancheck check --format`: several reports, and which."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plancheck.installation import install_command
from tests import office
from tests.command import check
from tests.paths import GOTEBORG, ROOT
from tests.reports.goteborg import of_goteborg


def test_an_output_belongs_to_the_format_before_it(tmp_path: Path) -> None:
    made = check(
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
    made = check(GOTEBORG, "--output", tmp_path / name)
    assert (made.stdout, made.exit_code) == ("", 1)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_two_formats_cannot_share_the_screen() -> None:
    made = check(GOTEBORG, "--format", "text", "--format", "json")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "text, json kan inte båda skrivas till skärmen" in made.stderr


@pytest.mark.parametrize(("name", "value", "format_"), [("GITHUB_ACTIONS", "true", "github"), ("TF_BUILD", "True", "azure")])
def test_in_a_known_ci_the_format_is_its_own(name: str, value: str, format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    told = check(GOTEBORG).stdout
    assert re.sub(r"\w{32}", "", told) == re.sub(r"\w{32}", "", of_goteborg(format_))
    assert check(GOTEBORG, "--format", "text").stdout == of_goteborg("text")


@pytest.mark.parametrize("name", ["nordost/2024/verksamhetsplan.yaml", "plancheck.yaml", "broken.yaml", "plan.txt"])
def test_a_report_is_never_written_over_what_was_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    shutil.copytree(GOTEBORG, tmp_path / "city")
    monkeypatch.chdir(tmp_path / "city")
    Path("broken.yaml").write_text("document: [", encoding="utf-8")
    Path("plan.txt").write_text(office.as_text(office.blocks_of("verksamhetsplan")), encoding="utf-8")
    before = Path(name).read_bytes()
    made = check(".", "plan.txt", "--format", "json", "-o", name)
    assert (made.exit_code, made.stdout) == (2, "")
    assert "har lästs i kontrollen" in made.stderr
    assert Path(name).read_bytes() == before


def test_two_reports_do_not_share_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = check(GOTEBORG, "--format", "json", "-o", "r.out", "--format", "csv", "-o", "./r.out")
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
    assert f"{format_} behöver paketet {package}. Installera det med: {install_command()}" in made.stderr


def test_an_ending_that_says_no_format_is_refused(tmp_path: Path) -> None:
    made = check(GOTEBORG, "-o", tmp_path / "report.pdf")
    assert (made.exit_code, made.stdout) == (2, "")
    assert "report.pdf hör inte till något format" in made.stderr
    assert check(GOTEBORG, "--format", "text", "-o", tmp_path / "report.pdf").exit_code == 1


def test_a_dash_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = check(GOTEBORG, "--format", "json", "-o", "-", "-o", "r.csv")
    assert json.loads(made.stdout)["ruleset"]["name"] == "goteborg"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["r.csv"]


def test_a_report_goes_into_a_pipe(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m plancheck check examples/minimal --format json -o /dev/stdout | wc -c"
    made = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (made.stderr, int(made.stdout) > 1000) == ("", True)
