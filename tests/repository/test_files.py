"""The files of a repository: which are documents, and which folder they belong to."""

from __future__ import annotations

from pathlib import Path

from plancheck.repository.files import files_below, repository_of


def test_the_documents_of_a_folder_are_its_yaml_files(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/c.yml", "a/d.txt", ".git/e.yaml", ".f.yaml", "plancheck.yaml", "a/plancheck.yaml", "g/h.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path, lambda name: name.startswith("g/"))]
    assert sorted(found) == ["a/c.yml", "b.yaml"]


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
