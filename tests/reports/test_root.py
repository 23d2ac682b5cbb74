"""Paths from the root of the repository, where a CI looks for files."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plancheck.reports.root import CHECKOUTS, paths_from_root
from tests.command import check
from tests.paths import MINIMAL

PLAN = "verksamhetsplan.yaml"


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of plans with a finding below the root of a repository, as the current folder."""
    folder = tmp_path / "repo" / "kommun" / "plans"
    shutil.copytree(MINIMAL, folder)
    plan = folder / PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace("kf-2025/bokbuss", "kf-2025/bokbil"), encoding="utf-8")
    monkeypatch.chdir(folder)
    for name in CHECKOUTS:
        monkeypatch.delenv(name, raising=False)
    return folder


def in_sarif(text: str) -> list[str]:
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in json.loads(text)["runs"][0]["results"]]
    assert {place["uriBaseId"] for place in places} == {"%SRCROOT%"}
    return [place["uri"] for place in places]


FORMATS: dict[str, Callable[[str], list[str]]] = {
    "sarif": in_sarif,
    "gitlab": lambda text: [issue["location"]["path"] for issue in json.loads(text)],
    "github": lambda text: re.findall(r"^::error file=([^,]*),", text, re.MULTILINE),
    "azure": lambda text: re.findall(r"sourcepath=([^;]*);", text),
}


def files_in(format_: str, *arguments: str) -> set[str]:
    files = set(FORMATS[format_](check("--format", format_, *arguments).stdout))
    assert files
    return files


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("marker", ["folder", "file"])
def test_a_ci_is_given_paths_from_the_folder_that_git_works_in(format_: str, marker: str, plans: Path) -> None:
    git = plans.parents[1] / ".git"
    git.mkdir() if marker == "folder" else git.write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert files_in(format_) == {f"kommun/plans/{PLAN}"}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", CHECKOUTS)
def test_a_ci_that_names_its_checkout_is_given_paths_from_there(
    format_: str, name: str, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plans / ".git").mkdir()
    monkeypatch.setenv(name, f"{plans.parents[1]}{os.sep}")
    assert files_in(format_) == {f"kommun/plans/{PLAN}"}


@pytest.mark.parametrize("format_", FORMATS)
def test_without_a_repository_paths_begin_in_the_current_folder(format_: str, plans: Path) -> None:
    assert files_in(format_) == {PLAN}


def test_a_checkout_that_the_files_are_not_in_is_not_their_root(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (plans.parents[1] / ".git").mkdir()
    (plans.parents[2] / "elsewhere").mkdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(plans.parents[2] / "elsewhere"))
    assert files_in("gitlab") == {f"kommun/plans/{PLAN}"}


def test_a_file_above_the_current_folder_is_found_from_the_root_too(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (plans.parents[1] / ".git").mkdir()
    (plans.parents[1] / "scripts").mkdir()
    monkeypatch.chdir(plans.parents[1] / "scripts")
    assert files_in("github", "../kommun/plans") == {f"kommun/plans/{PLAN}"}


def test_a_file_outside_the_root_keeps_its_path(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (plans.parents[2] / "other" / ".git").mkdir(parents=True)
    monkeypatch.chdir(plans.parents[2] / "other")
    assert files_in("gitlab", str(plans)) == {str(plans / PLAN)}
    log = json.loads(check(plans, "--format", "sarif").stdout)
    (place, *_) = (one["locations"][0]["physicalLocation"]["artifactLocation"] for one in log["runs"][0]["results"])
    assert place == {"uri": (plans / PLAN).as_uri()}


def test_a_checkout_that_is_named_through_a_link_is_the_root(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = plans.parents[2] / "link"
    link.symlink_to(plans.parents[1])
    monkeypatch.setenv("CI_PROJECT_DIR", str(link))
    assert files_in("gitlab") == {f"kommun/plans/{PLAN}"}


def test_a_link_in_the_repository_is_called_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.yaml").touch()
    (tmp_path / "b.yaml").symlink_to("plans/a.yaml")
    assert paths_from_root({"GITHUB_WORKSPACE": str(tmp_path)})(str(tmp_path / "b.yaml")) == "b.yaml"


@pytest.mark.parametrize("format_", ["text", "json"])
def test_people_and_programs_are_given_paths_from_the_current_folder(format_: str, plans: Path) -> None:
    (plans.parents[1] / ".git").mkdir()
    text = check("--format", format_).stdout
    assert PLAN in text
    assert "kommun/plans" not in text
