"""The action for GitHub: its shape, and its scripts as a shell of GitHub runs them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

from tests.ci.project import run, skip_without_packages
from tests.paths import MINIMAL, ROOT

ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[Any] = ACTION["runs"]["steps"]
PLAN = "verksamhetsplan.yaml"


class Job:
    """A job of GitHub with one use of the action: it runs the scripts, and notes the actions that it would use.

    `outputs` are those of the steps by `step.name`; a step in `given` is not run, but has these outputs.
    """

    def __init__(self, folder: Path, inputs: Mapping[str, str], given: Mapping[str, Mapping[str, str]] = {}) -> None:
        self.workspace = folder / "work space"
        self.temporary = folder / "temp"
        self.summary = folder / "summary.md"
        self.temporary.mkdir(exist_ok=True)
        defaults = {name: str(declared["default"]) for name, declared in ACTION["inputs"].items()}
        self.contexts = {
            **{f"inputs.{name}": value for name, value in {**defaults, **inputs}.items()},
            "github.action_path": str(ROOT),
        }
        self.given = given
        self.log = ""
        self.uses: list[str] = []
        self.sarif: Any = None

    def run(self) -> int:
        """Run the steps until one fails; the exit code of the last."""
        for step in STEPS:
            if not self._applies(step.get("if", "")):
                continue
            if "uses" in step:
                self._use(step)
            elif step.get("id") in self.given:
                self._set_outputs(step, self.given[step["id"]])
            elif code := self._shell(step):
                return code
        return 0

    def value(self, text: str) -> str:
        """A text with what its expressions stand for."""
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: self.contexts.get(match[1], ""), text)

    def _applies(self, condition: str) -> bool:
        """Whether a step runs; a condition is a comparison with a text, or several that must all hold."""
        for part in filter(None, condition.removeprefix("${{ ").removesuffix(" }}").split(" && ")):
            name, operator, wanted = re.fullmatch(r"([\w.-]+) (==|!=) '(\w*)'", part).groups()  # type: ignore[union-attr]
            if (self.contexts.get(name, "") == wanted) is not (operator == "=="):
                return False
        return True

    def _use(self, step: Any) -> None:
        self.uses.append(step["uses"].partition("@")[0])
        if "sarif_file" in step["with"]:
            self.sarif = json.loads(Path(self.value(step["with"]["sarif_file"])).read_text(encoding="utf-8"))

    def _shell(self, step: Any) -> int:
        """A script as GitHub runs it with ``shell: bash``."""
        assert step["shell"] == "bash"
        script, output = self.temporary / "script.sh", self.temporary / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        environment = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.temporary),
            **{name: self.value(value) for name, value in step.get("env", {}).items()},
        }
        made = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], self.workspace, **environment)
        self.log += made.stdout
        pairs = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        self._set_outputs(step, {name: value for name, _, value in pairs})
        return made.returncode

    def _set_outputs(self, step: Any, outputs: Mapping[str, str]) -> None:
        self.contexts |= {f"steps.{step.get('id')}.outputs.{name}": value for name, value in outputs.items()}


class Jobs:
    """Runs the action in a repository with plans, with the program as it is here instead of an installed one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plans = folder / "work space" / "våra planer"
        shutil.copytree(MINIMAL, self.plans)
        (folder / "work space" / ".git").mkdir()
        (folder / "work space" / "plancheck.yaml").write_text("covers: []\n", encoding="utf-8")
        self.program = folder / "plancheck"
        self.program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m plancheck "$@"\n', encoding="utf-8")
        self.program.chmod(0o755)

    def edit(self, old: str, new: str) -> None:
        plan = self.plans / PLAN
        text = plan.read_text(encoding="utf-8")
        assert old in text
        plan.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, **inputs: str) -> tuple[int, Job]:
        given = {"python": {"found": "python3"}, "install": {"plancheck": str(self.program)}}
        job = Job(self.folder, {name.replace("_", "-"): value for name, value in inputs.items()}, given)
        return job.run(), job


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path)


# Its shape


def test_the_action_has_the_shape_that_github_demands() -> None:
    schema = json.loads((files("check_jsonschema") / "builtin_schemas" / "vendor" / "github-actions.json").read_text("utf-8"))
    assert [error.message for error in validator_for(schema)(schema).iter_errors(ACTION)] == []
    assert all(step.get("shell") == "bash" for step in STEPS if "run" in step)
    named = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert named == set(ACTION["inputs"])


def test_no_script_contains_what_is_given_from_outside() -> None:
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []


# What it does


def test_plans_without_findings_pass(jobs: Jobs) -> None:
    code, job = jobs.run()
    assert code == 0, job.log
    assert job.uses == ["github/codeql-action/upload-sarif"]
    assert job.sarif["runs"][0]["results"] == []
    assert job.summary.read_text(encoding="utf-8").startswith("## plancheck")
    assert "kontroller: " in job.log


def test_findings_fail_the_job_after_they_have_been_uploaded(jobs: Jobs) -> None:
    jobs.edit("kf-2025/bokbuss", "kf-2025/bokbil")
    code, job = jobs.run()
    assert code == 1
    assert job.uses == ["github/codeql-action/upload-sarif"]
    assert {one["ruleId"] for one in job.sarif["runs"][0]["results"]} == {"UPP001", "UPP005"}
    assert f"::error file=våra planer/{PLAN},line=" in job.log
    places = [one["locations"][0]["physicalLocation"] for one in job.sarif["runs"][0]["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {f"v%C3%A5ra%20planer/{PLAN}"}
    assert "UPP005" in job.summary.read_text(encoding="utf-8")


def test_a_broken_plan_is_a_finding(jobs: Jobs) -> None:
    (jobs.plans / "broken.yaml").write_text("document: [\n", encoding="utf-8")
    code, job = jobs.run()
    assert code == 1
    assert [one["ruleId"] for one in job.sarif["runs"][0]["results"]] == ["FIL001"]
    assert "::error file=våra planer/broken.yaml,line=" in job.log


@pytest.mark.parametrize("inputs", [{"paths": "no/such/folder"}, {"ruleset": "no-such-set"}, {"args": "--no-such-option"}])
def test_a_check_that_cannot_be_run_fails_with_2_and_uploads_nothing(inputs: dict[str, str], jobs: Jobs) -> None:
    # A file of an earlier step is not taken for its own.
    (jobs.folder / "temp").mkdir()
    (jobs.folder / "temp" / "plans.sarif").write_text("{}", encoding="utf-8")
    code, job = jobs.run(**inputs)
    assert (code, job.uses) == (2, [])


def test_the_inputs_are_heeded(jobs: Jobs) -> None:
    jobs.edit("kf-2025/bokbuss", "kf-2025/bokbil")
    assert jobs.run(fail_on="never")[0] == 0
    assert jobs.run(args="--ignore UPP001,UPP005\n--lang  en")[0] == 0
    assert "checks: " in jobs.run(args="--lang en")[1].log
    code, job = jobs.run(upload_sarif="false", ruleset="almstad")
    assert job.uses == []
    assert "Granskat mot almstad" in job.log
    code, job = jobs.run(paths=f"våra planer/organisation.yaml\r\nvåra planer/{PLAN}\n\n")
    assert (code, "2 dokument" in job.log) == (1, True), job.log
    assert jobs.run(paths="")[0] == 1


HOSTILE = ["$(touch owned)", "`touch owned`", "'; touch owned; '", '"; touch owned; "', "| touch owned", "*"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["paths", "ruleset", "fail-on", "args"])
def test_an_input_is_never_run(name: str, text: str, jobs: Jobs) -> None:
    code, job = jobs.run(**{name: text})
    assert (code, job.uses) == (2, [])
    assert list(jobs.folder.rglob("owned")) == []


# Its first steps


def test_python_is_set_up_only_where_none_is_recent_enough(tmp_path: Path) -> None:
    (tmp_path / "work space").mkdir()
    (step,) = (step for step in STEPS if step.get("id") == "python")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, version in (("python3", "3.10"), ("python", "3.11")):
        (programs / name).write_text("#!/bin/sh\nexit 1\n" if version == "3.10" else "#!/bin/sh\nexit 0\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    output = tmp_path / "output"
    bash = shutil.which("bash")
    assert bash
    for path, found in ((programs, "found=python\n"), (tmp_path, "")):
        output.write_text("", encoding="utf-8")
        subprocess.run(
            [bash, "-eo", "pipefail", "-c", step["run"]], env={"PATH": str(path), "GITHUB_OUTPUT": str(output)}, check=True
        )
        assert output.read_text(encoding="utf-8") == found
    job = Job(tmp_path, {}, {"python": {}, "install": {"plancheck": "true"}})
    job.run()
    assert job.uses[0] == "actions/setup-python"


def test_the_installed_program_reads_word_files_and_writes_every_format(tmp_path: Path) -> None:
    skip_without_packages()
    shutil.copytree(MINIMAL, tmp_path / "work space")
    job = Job(tmp_path, {})
    assert job.run() == 0, job.log
    program = Path(job.contexts["steps.install.outputs.plancheck"])
    assert program.is_relative_to(tmp_path)
    code = "import docx, jinja2, junitparser, pdfplumber, rapidfuzz"
    made = run([program.with_name("python"), "-c", code], tmp_path)
    assert made.returncode == 0, made.stdout
