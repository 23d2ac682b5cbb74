"""docs/ci.md: its examples are what each CI takes, and its commands do what the page says."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from plancheck.cli.check import command
from tests.command import plancheck
from tests.paths import MINIMAL, ROOT

TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = re.findall(r"^(?:.*(?:script|run): |    - )?(plancheck check .*)$", TEXT, re.MULTILINE)
SCHEMAS = {
    ".github/workflows/plans.yaml": ("--builtin-schema", "vendor.github-workflows"),
    ".gitlab-ci.yml": ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
    "azure-pipelines.yml": ("--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines"),
}


def test_every_example_names_its_file() -> None:
    assert len(EXAMPLES) == TEXT.count("```yaml") == 5
    assert {name for name, _ in EXAMPLES} == {*SCHEMAS, ".pre-commit-config.yaml"}


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_an_example_has_the_shape_that_its_reader_demands(name: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / Path(name).name
    file.write_text(text, encoding="utf-8")
    validator = ["check_jsonschema", *SCHEMAS[name]] if name in SCHEMAS else ["pre_commit", "validate-config"]
    made = subprocess.run([sys.executable, "-m", *validator, str(file)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_examples_use_the_action_and_the_hook_that_there_are() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    examples = [yaml.safe_load(text) for _, text in EXAMPLES]
    steps: list[Any] = [step for one in examples if "jobs" in one for step in one["jobs"]["plans"]["steps"]]
    (used,) = (step for step in steps if step.get("uses", "").startswith("plancheck/plancheck@"))
    assert set(used["with"]) <= set(action["inputs"])
    table = re.findall(r"^\| `([\w-]+)` \|", TEXT, re.MULTILINE)
    assert table == list(action["inputs"])
    assert all(f"`{name}`" in TEXT for name in action["outputs"])
    assert f"- id: {hook['id']}\n" in TEXT
    uploads = {step["uses"] for step in [*steps, *action["runs"]["steps"]] if "upload-sarif" in step.get("uses", "")}
    assert len(uploads) == 1


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_examples_has_options_that_there_are(line: str) -> None:
    _, _, *arguments = shlex.split(line)
    with click.Context(command) as context:
        assert command.make_parser(context).parse_args(arguments)


def test_a_city_begins_with_the_findings_that_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```sh\n(plancheck .*)\n```", TEXT)
    assert len(blocks) == 2
    assert len(COMMANDS) >= 5
    shutil.copytree(MINIMAL, tmp_path / "plans")
    monkeypatch.chdir(tmp_path / "plans")
    plan = Path("verksamhetsplan.yaml")
    plan.write_text(plan.read_text(encoding="utf-8").replace("kf-2025/bokbuss", "kf-2025/bokbil"), encoding="utf-8")
    assert plancheck("check").exit_code == 1
    for block in blocks:
        _, *arguments = shlex.split(block)
        assert plancheck(*arguments).exit_code == 0
    Path("broken.yaml").write_text("document: [\n", encoding="utf-8")
    assert plancheck(*arguments).exit_code == 1
