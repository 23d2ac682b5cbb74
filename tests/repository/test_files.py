"""The files of a repository: which are documents, and which folder they belong to."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from plancheck.repository.files import files_below, repository_of


def test_every_file_of_a_folder_is_found_but_those_in_hidden_folders_and_of_installed_packages(tmp_path: Path) -> None:
    names = ["b.yaml", "a/c.yml", "a/d.txt", ".git/e.yaml", ".f.yaml", "g/h.yaml", "env/pyvenv.cfg", "env/bin/i.txt"]
    names += ["j/k.yaml", "l/pyvenv.cfg"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    found = files_below(tmp_path, lambda name, is_folder: name == "g" and is_folder)
    shown = [path.relative_to(tmp_path).as_posix() for path in found]
    assert shown == [".f.yaml", "b.yaml", "a/c.yml", "a/d.txt", "j/k.yaml", "l/pyvenv.cfg"]


def test_a_linked_folder_is_found_and_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").touch()
    (tmp_path / "plans" / "linked").symlink_to(tmp_path / "elsewhere")
    assert list(files_below(tmp_path / "plans")) == [tmp_path / "plans" / "linked"]


def test_a_linked_folder_belongs_to_the_repository_that_it_is_reached_from(tmp_path: Path) -> None:
    city, elsewhere = tmp_path / "city", tmp_path / "elsewhere"
    for folder in (city, elsewhere):
        folder.mkdir()
        (folder / "plancheck.yaml").touch()
    (city / "linked").symlink_to(elsewhere)
    assert repository_of([city / "linked"]) == (city / "linked", [city / "linked"])
    (elsewhere / "plancheck.yaml").unlink()
    assert repository_of([city / "linked"]) == (city, [city, city / "linked"])


def test_documents_belong_to_the_nearest_folder_with_a_configuration(tmp_path: Path) -> None:
    top = tmp_path.resolve()
    city = top / "city"
    inner = city / "nordost"
    inner.mkdir(parents=True)
    plan = inner / "plan.yaml"
    plan.touch()
    assert repository_of([plan]) == repository_of([inner]) == (inner, [inner])
    (top / "plancheck.yaml").touch()
    assert repository_of([plan]) == (top, [top])
    (city / "plancheck.yaml").touch()
    assert repository_of([plan, city]) == (city, [city])
    assert repository_of([plan, top]) == (top, [top])


def test_without_a_configuration_documents_belong_to_the_folders_that_are_given(tmp_path: Path) -> None:
    top = tmp_path.resolve()
    for name in ("a/inner", "b", "c"):
        (top / name).mkdir(parents=True)
    assert repository_of([top / "a", top / "b"]) == (top, [top / "a", top / "b"])
    assert repository_of([top / "a" / "inner", top / "a"]) == (top / "a", [top / "a"])


def test_a_file_is_found_however_many_folders_it_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1_200):
        os.mkdir("d")  # noqa: PTH102
        os.chdir("d")
    Path("plan.yaml").touch()
    os.chdir(tmp_path)
    assert [path.name for path in files_below(tmp_path)] == ["plan.yaml"]
    subprocess.run(["rm", "-r", "d"], check=True)
