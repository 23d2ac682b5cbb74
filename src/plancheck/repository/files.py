"""The files of a repository: where it begins, which of them are documents, and how one is written."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

CONFIGURATION = "plancheck.yaml"
MISNAMED = "plancheck.yml"


ENDINGS = (".yaml", ".yml")
"""The endings of the names of documents."""


def repository_of(paths: Iterable[Path]) -> tuple[Path, list[Path]]:
    """The folder of the configuration, and the folders whose documents belong together.

    It is the nearest folder above all paths that has a plancheck.yaml. Where none has, the documents are those in the
    given folders, and in the folders of the given files. A link belongs to the folder that it is in, not to where it leads.
    """
    folders = list(dict.fromkeys(path if path.is_dir() else path.parent for path in map(_absolute, paths)))
    common = Path(os.path.commonpath(folders))
    for folder in (common, *common.parents):
        if (folder / CONFIGURATION).is_file() or (folder / MISNAMED).is_file():
            # What lies behind a link is not found from above.
            linked = [path for path in folders if not real(path).is_relative_to(real(folder))]
            return folder, [folder, *_outermost(linked)]
    return common, _outermost(folders)


def configuration_above(path: Path) -> Path | None:
    """The nearest configuration in the folder of a path, or above it; None where there is none."""
    start = _absolute(path)
    folders = (start, *start.parents) if start.is_dir() else start.parents
    return next((folder / CONFIGURATION for folder in folders if (folder / CONFIGURATION).is_file()), None)


def _outermost(folders: list[Path]) -> list[Path]:
    """The folders that are in none of the others."""
    return [folder for folder in folders if not any(parent in folders for parent in folder.parents)]


def _absolute(path: Path) -> Path:
    """A path from the root, its links unresolved; where it leads upward (``..``) only the system knows from where."""
    return real(path) if ".." in path.parts else path.absolute()


def exists(path: Path) -> bool:
    """Whether there is something at a path; at one that is too long for the system there is nothing."""
    try:
        return path.exists()
    except OSError:
        return False


def real(path: Path) -> Path:
    """A path without links; a link that leads in a circle stays as it is."""
    return Path(os.path.realpath(path))


def real_of_each() -> Callable[[Path], Path]:
    """A function that gives the real path of each of many files, and asks once for the folder of those that are in one."""
    folders = cache(real)
    return lambda path: real(path) if path.is_symlink() else folders(path.parent) / path.name


INSTALLED = {("pyvenv.cfg", "bin"), ("pyvenv.cfg", "Scripts"), (".package-lock.json", ".bin")}
"""A file and a folder that are together only in a folder of installed packages, which has no plans."""


def is_at(path: Path, wanted: Iterable[Path]) -> bool:
    """Whether a file is one of the wanted paths, or in one of them, however it is reached."""
    return any(real(path).is_relative_to(real(root)) or path.absolute().is_relative_to(root.absolute()) for root in wanted)


VERSIONED = {".git", ".hg", ".svn", ".jj"}
"""Folders of version control: what is in them is no file of the repository."""


def is_hidden(path: Path, root: Path) -> bool:
    """Whether the name of a file, or of a folder between it and the root, begins with a dot."""
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def files_below(folder: Path, is_excluded: Callable[[str, bool], bool] = lambda _name, _is_folder: False) -> Iterator[Path]:
    """Every file below a folder, in the order of their names; `is_excluded` says of a path from there, and of whether it is a
    folder, whether it is left out.

    Folders of version control and of installed packages, and those behind links are not looked into. A link to a folder is
    yielded itself, and so is a folder that cannot be read, so that reading it says why.
    """
    unreadable: list[Path] = []
    for base, folders, names in walk(folder, unreadable):
        if not folder.samefile(base) and any(file in names and inner in folders for file, inner in INSTALLED):
            folders.clear()
            continue
        below = Path(base).relative_to(folder)
        shown = [name for name in sorted({*folders} - VERSIONED) if not is_excluded((below / name).as_posix(), True)]
        folders[:] = [name for name in shown if not Path(base, name).is_symlink()]
        yield from (Path(base, name) for name in shown if name not in folders)
        yield from (Path(base, name) for name in sorted(names) if not is_excluded((below / name).as_posix(), False))
    yield from unreadable


def walk(folder: Path, unreadable: list[Path]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each folder, from the outermost on, with the names of the folders and of the files in it; those that are left in the list
    of folders come next, but for links. One that cannot be read is added to `unreadable`.

    As `os.walk`, which calls itself for each folder inside another: a thousand of those end it.
    """
    waiting = [os.fspath(folder)]
    while waiting:
        base = waiting.pop()
        folders: list[str] = []
        names: list[str] = []
        try:
            with os.scandir(base) as found:
                for entry in found:
                    (folders if _is_folder(entry) else names).append(entry.name)
        except OSError:
            unreadable.append(Path(base))
            continue
        yield base, folders, names
        below = (os.path.join(base, name) for name in reversed(folders))  # noqa: PTH118
        waiting.extend(path for path in below if not os.path.islink(path))  # noqa: PTH114


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def read_file(path: Path) -> bytes:
    """The content of a file. Raises OSError, and also for a pipe or a device: nobody knows whether it ever ends."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file")
    return path.read_bytes()


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: an existing file stays until the new one is complete. Raises OSError.

    A pipe or a device is written to; a link is followed.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if path.exists() and not path.is_file():
        # Before links are followed: a link to a pipe leads to no path.
        with path.open("wb") as stream:
            stream.write(data)
        return
    path = Path(os.path.realpath(path))
    # Named before it is made: an interrupt at any moment leaves nothing behind.
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
