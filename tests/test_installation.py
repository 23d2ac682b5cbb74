"""What a message says that completes an installation."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from plancheck import installation
from plancheck.installation import install_command
from tests.paths import ROOT


class Installed:
    """A distribution with what pip noted of its origin."""

    def __init__(self, noted: str | None) -> None:
        self.noted = noted

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.noted


def target(monkeypatch: pytest.MonkeyPatch, noted: dict[str, Any] | str | None) -> list[str]:
    """What pip is told to install, as a shell takes it apart."""
    text = json.dumps(noted) if isinstance(noted, dict) else noted
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Installed(text))
    command = shlex.split(install_command())
    return command[command.index("install") + 1 :]


def test_from_a_folder_the_rest_is_installed_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my plån check"
    folder.mkdir()
    noted = {"url": folder.as_uri(), "dir_info": {}}
    assert target(monkeypatch, noted) == [f"{folder}[all]"]
    assert target(monkeypatch, {**noted, "dir_info": {"editable": True}}) == ["-e", f"{folder}[all]"]


def test_from_a_folder_that_is_gone_the_rest_is_not_installed_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert target(monkeypatch, {"url": "file:///no/such/folder", "dir_info": {}}) == ["plancheck[all]"]


HASH = "4f3a1c2"
REPOSITORY = "https://git.example.org/plancheck.git"


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({"vcs_info": {"vcs": "git", "commit_id": HASH}}, f"plancheck[all] @ git+{REPOSITORY}@{HASH}"),
        (
            {"vcs_info": {"vcs": "git", "commit_id": HASH, "requested_revision": "v0.1.0"}},
            f"plancheck[all] @ git+{REPOSITORY}@v0.1.0",
        ),
        (
            {"vcs_info": {"vcs": "git", "commit_id": HASH}, "subdirectory": "tool"},
            f"plancheck[all] @ git+{REPOSITORY}@{HASH}#subdirectory=tool",
        ),
        ({"archive_info": {"hash": "sha256=0"}}, f"plancheck[all] @ {REPOSITORY}"),
        ({"archive_info": {}}, f"plancheck[all] @ {REPOSITORY}"),
    ],
)
def test_from_an_address_the_rest_is_installed_from_there(
    noted: dict[str, Any], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert target(monkeypatch, {"url": REPOSITORY, **noted}) == [expected]


def test_a_git_repository_on_this_machine_is_named_as_every_version_of_pip_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    noted = {"url": "file:///srv/plancheck.git", "vcs_info": {"vcs": "git", "commit_id": HASH}}
    assert target(monkeypatch, noted) == [f"plancheck[all] @ git+file://localhost/srv/plancheck.git@{HASH}"]


@pytest.mark.parametrize("noted", [None, "", "{}", "[]", "no json", {"url": ""}])
def test_from_an_index_or_nobody_knows_where_it_is_installed_by_its_name(
    noted: dict[str, Any] | str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert target(monkeypatch, noted) == ["plancheck[all]"]


def test_a_program_that_is_not_installed_is_installed_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "DISTRIBUTION", "no-such-distribution")
    assert install_command().endswith(" install 'plancheck[all]'")


def test_another_pip_than_that_of_the_program_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("own", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pip").touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "own" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "own"))
    assert install_command().startswith("pip install ")
    monkeypatch.setenv("PATH", str(tmp_path / "other"))
    assert install_command().startswith(f"{tmp_path}/own/python -m pip install ")
    monkeypatch.setenv("PATH", "")
    assert install_command().startswith(f"{tmp_path}/own/python -m pip install ")


def test_in_windows_arguments_are_in_double_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Installed(None))
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert install_command().endswith(' -m pip install "plancheck[all]"')


def test_the_command_of_the_readme_installs_all_that_the_program_can_use() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert extras["all"] == ["plancheck[import,report]"]
    # Text recognition needs programs of the system too, and few have a cluster.
    assert set(extras) == {"import", "report", "all", "ocr", "dask", "dev"}
    (first, *_) = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert "install --quiet '.[all]'" in first
