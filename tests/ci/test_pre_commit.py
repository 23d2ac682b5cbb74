"""The hook, as the real pre-commit runs it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import yaml

from plancheck.importing.reading import FORMATS
from tests.ci.project import committed, copy_of_the_project, run, skip_without_packages
from tests.paths import MINIMAL, ROOT

PLAN = "verksamhetsplan.yaml"
CONFIGURATION = """\
repos:
  - repo: {project}
    rev: {revision}
    hooks:
      - id: plancheck
        args: [--today, "2025-12-31", {args}]
        verbose: true
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The project as a repository that has the hook, and its commit."""
    folder = copy_of_the_project(tmp_path_factory.mktemp("hook") / "project")
    return folder, committed(folder)


class Plans:
    """A repository of plans that uses the hook."""

    def __init__(self, folder: Path, home: Path, project: tuple[Path, str]) -> None:
        self.folder = folder
        self.home = home
        self.project = project

    def configure(self, args: str = "") -> None:
        where, revision = self.project
        text = CONFIGURATION.format(project=where, revision=revision, args=args)
        (self.folder / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", *arguments, "--color", "never"]
        return run(command, self.folder, PRE_COMMIT_HOME=str(self.home))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment of the hook: made once for the tests of this file."""
    return tmp_path_factory.mktemp("pre-commit")


def word(file: Path, *headings: str, year: int = 2040) -> None:
    """A plan in Word with these sections, that nobody has adopted, of a year of which nothing else is known."""
    document = docx.Document()
    for style, text in (("Title", f"Verksamhetsplan {year}"), ("Normal", "Kulturnämnden")):
        document.add_paragraph(text, style=style)
    for heading in headings:
        document.add_paragraph(heading, style="Heading 1")
        document.add_paragraph("Så här är det.")
    document.add_paragraph("Mål: Fler böcker", style="Heading 2")
    document.add_paragraph("Vi köper böcker.")
    document.save(str(file))


@pytest.fixture
def plans(tmp_path: Path, project: tuple[Path, str], home: Path) -> Plans:
    skip_without_packages()
    for file in MINIMAL.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    (tmp_path / "NOTES.md").write_text("What nobody checks.\n", encoding="utf-8")
    word(tmp_path / "plan.docx", "Inledning", "Förutsättningar", "Mål och uppdrag")
    made = Plans(tmp_path, home, project)
    made.configure()
    committed(tmp_path)
    return made


# One test, so that the environment is made once, however many processes run the tests.
def test_the_hook_checks_the_repository_once_whichever_plan_has_changed(plans: Plans) -> None:
    made = plans.pre_commit("run", "--all-files")
    assert made.returncode == 0, made.stdout
    assert re.search(r"^plancheck\.+Passed$", made.stdout, re.MULTILINE)
    assert len(re.findall(r"\d+ krav: ", made.stdout)) == 1
    assert "4 dokument" in made.stdout

    # One file has changed, and another one has the finding.
    plan = plans.folder / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("kf-2025/bokbuss", "kf-2025/bokbil"), encoding="utf-8")
    made = plans.pre_commit("run", "--files", "kf-budget.yaml")
    assert made.returncode == 1
    assert re.search(r"^plancheck\.+Failed$", made.stdout, re.MULTILINE)
    assert f"{PLAN}:" in made.stdout
    assert "UPP005" in made.stdout

    made = plans.pre_commit("run", "--files", "NOTES.md")
    assert made.returncode == 0
    assert "no files to check" in made.stdout

    # A Word file is read as the others are: the extra is there.
    word(plans.folder / "plan.docx", "Inledning", "Förutsättningar", year=2020)
    made = plans.pre_commit("run", "--files", "plan.docx")
    assert re.search(r"plan\.docx: fel TID001", made.stdout), made.stdout


def test_the_manifest_is_one_and_every_kind_of_plan_sets_the_hook_off() -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    made = run([sys.executable, "-m", "pre_commit", "validate-manifest", manifest], ROOT)
    assert made.returncode == 0, made.stdout
    (hook,) = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    assert (hook["id"], hook["pass_filenames"], hook["require_serial"]) == ("plancheck", False, True)
    names = [f"plans/a{suffix}" for suffix in (".yaml", ".yml", ".YAML", ".DOCX", *FORMATS)]
    assert [name for name in names if not re.search(hook["files"], name)] == []
    assert not re.search(hook["files"], "README.md")
