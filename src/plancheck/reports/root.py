"""Paths as others look for files: from the root of the version-controlled repository, wherever the program was started."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
"""Where GitHub, GitLab and Azure Pipelines say which folder the repository is checked out in."""


def paths_from_root(environment: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """A function from the path of a file, as a report shows it, to its path from the root of its repository.

    The root is the checkout that a CI names, if the file is below it; else the nearest folder above the current one that git
    works in; else the current folder. A file outside the root keeps its path as shown.
    """
    roots = list(_roots(os.environ if environment is None else environment))

    @cache
    def from_root(file: str) -> str:
        return next((path for root in roots if (path := _below(file, root)) is not None), file)

    return from_root


def _roots(environment: Mapping[str, str]) -> Iterator[str]:
    """Where the root may be, the likeliest first."""
    yield from (environment[name] for name in CHECKOUTS if environment.get(name))
    here = Path.cwd()
    # In a worktree or a submodule, .git is a file.
    yield str(next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here))


def _below(file: str, root: str) -> str | None:
    """The path of a file from a folder; None if it is not below.

    Links are followed only where the names alone do not tell: one in the repository is called by its own name there.
    """
    for absolute in (os.path.abspath, os.path.realpath):
        path, folder = Path(absolute(file)), absolute(root)
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return None
