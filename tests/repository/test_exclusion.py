"""`exclude` means what a .gitignore means, as git itself says; only that a letter is one letter, where git counts bytes."""

import subprocess
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancheck.repository.exclusion import Exclusion

NAMES = ("c", "b", "ab", "utkast.txt", "a.yaml", "b.yml", "[x]", "a b", "w.yaml", "!c", "#d")
PATHS = [f"{folder}{name}" for folder in ("", "utkast/", "kf/utkast/", "a/b/c/") for name in NAMES]
PIECES = st.sampled_from(
    [
        "a",
        "b",
        "utkast",
        ".yaml",
        "*",
        "**",
        "?",
        "/",
        "!",
        "[ab]",
        "[!a]",
        "[a-c]",
        "[]a]",
        "\\*",
        "\\!",
        "#",
        " ",
        "kf",
        "[x",
        "c",
    ]
)


def _left_out(patterns: list[str], paths: list[str]) -> list[str]:
    """The files that are left out, as the walk through a repository asks: each folder first, then what is in it."""
    exclusion = Exclusion(patterns)

    def is_out(path: str) -> bool:
        parents = [parent.as_posix() for parent in reversed(Path(path).parents)][1:]
        return any(exclusion.excludes(parent, is_folder=True) for parent in parents) or exclusion.excludes(path)

    return [path for path in paths if is_out(path)]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("git")
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    return folder


def _ignored_by_git(folder: Path, patterns: list[str], paths: list[str]) -> list[str]:
    (folder / ".gitignore").write_text("".join(f"{pattern}\n" for pattern in patterns), encoding="utf-8")
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    command = ["git", "-c", "core.quotepath=off", "check-ignore", "--no-index", "--stdin", "-z"]
    done = subprocess.run(command, cwd=folder, input="\0".join(paths), capture_output=True, text=True, check=False)
    return [path for path in done.stdout.split("\0") if path]


@given(st.lists(st.lists(PIECES, min_size=1, max_size=6).map("".join), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_pattern_leaves_out_what_git_ignores(repository: Path, patterns: list[str]) -> None:
    assert _left_out(patterns, PATHS) == _ignored_by_git(repository, patterns, PATHS)


@pytest.mark.parametrize("pattern", ["utkast-för/*", "utkast-för/", "utkast-för", "*-för"])
def test_letters_in_two_forms_are_the_same(pattern: str) -> None:
    decomposed = unicodedata.normalize("NFD", "utkast-för/x.yaml")
    assert _left_out([pattern], [decomposed]) == [decomposed]
    assert _left_out([unicodedata.normalize("NFD", pattern)], ["utkast-för/x.yaml"]) == ["utkast-för/x.yaml"]


def test_it_is_known_which_patterns_have_been_used() -> None:
    exclusion = Exclusion(["utkast/", r"drafts\*", "*.yml", "!ci.yml"])
    assert exclusion.excludes("utkast", is_folder=True)
    assert not exclusion.excludes("ci.yml")
    assert not exclusion.excludes("plan.yaml")
    assert exclusion.used == {0, 3}


@pytest.mark.parametrize(
    "pattern", ["[c-a]x", "[&&]b", "[--0]", "[--0]x", "[a--]", "[~~a]", "[[a]", "[[:alpha:]-]", "[a\\]b]", "[.-/]x"]
)
def test_a_set_means_what_git_says(pattern: str, repository: Path) -> None:
    names = ["ax", "bx", "cx", "&b", "-", ".x", "0", "a", "~", "[", "]b", "ab", "z"]
    assert _left_out([pattern], names) == _ignored_by_git(repository, [pattern], names)


@pytest.mark.parametrize(
    "pattern", ["*a" * 60 + "x", "**/a/" * 40 + "x", "*" + "a*" * 60 + "/b", "?*" * 80 + "x", "a" * 200_000]
)
def test_a_pattern_never_runs_away(pattern: str) -> None:
    began = time.process_time()
    assert _left_out([pattern], ["a" * 250, "a/" * 120 + "a", "a" * 200 + "/" + "a" * 200]) == []
    assert time.process_time() - began < 5
