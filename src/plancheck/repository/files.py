"""The files of a repository: where it begins, which of them are documents, and how one is written."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

CONFIGURATION = "plancheck.yaml"
MISNAMED = "plancheck.yml"


def repository_of(paths: Iterable[Path]) -> tuple[Path, list[Path]]:
    """The folder of the configuration, and the folders whose documents belong together.

    It is the nearest folder above all paths that has a plancheck.yaml. Where none has, the documents are those in the
    given folders, and in the folders of the given files.
    """
    folders = list(dict.fromkeys(path if path.is_dir() else path.parent for path in map(real, paths)))
    common = Path(os.path.commonpath(folders))
    for folder in (common, *common.parents):
        if (folder / CONFIGURATION).is_file() or (folder / MISNAMED).is_file():
            return folder, [folder]
    return common, [folder for folder in folders if not any(parent in folders for parent in folder.parents)]


def exists(path: Path) -> bool:
    """Whether there is something at a path; at one that is too long for the system there is nothing."""
    try:
        return path.exists()
    except OSError:
        return False


def real(path: Path) -> Path:
    """A path without links; a link that leads in a circle stays as it is."""
    return Path(os.path.realpath(path))


def files_below(folder: Path, excluded: Callable[[str], bool] = lambda _: False) -> Iterator[Path]:
    """The YAML files below a folder in order of their names; without hidden ones and the configuration.

    A folder that cannot be read is yielded itself, so that reading it says why.
    """
    unreadable: list[Path] = []
    for base, folders, names in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base, name)
            hidden = name.startswith(".") or name == CONFIGURATION
            if name.lower().endswith((".yaml", ".yml")) and not hidden and not excluded(path.relative_to(folder).as_posix()):
                yield path
    yield from unreadable


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
    import tempfile  # late: it imports much of the standard library

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
