"""What is kept from run to run: values in JSON by a key, in a folder that may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from plancheck.repository.files import write_file

MOST = 2_000
"""How many values are kept; beyond it the oldest go."""
MOST_BYTES = 500_000_000
"""How much is kept in all."""
A_DAY = 86_400
"""After how many seconds nobody is still writing a file."""
OFTEN = 50
"""After how many values it is looked whether there are too many: looking after each would cost the square of their number."""
_KEY = re.compile("[0-9a-f]{64}")


class Cache:
    """A folder of values, that of the user where none is given. What cannot be read or written is not kept: a run never depends
    on it.
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self._given = None if folder is None else Path(folder)
        self._put = 0

    @cached_property
    def _folder(self) -> Path | None:
        return self._given or _user_folder()

    def get(self, key: str) -> Any:
        """The value of a key, 64 hexadecimal digits; None where there is none, or it is damaged."""
        if self._folder is None:
            return None
        with suppress(OSError, ValueError):
            kept, _, value = (self._folder / f"{key}.json").read_bytes().partition(b"\n")
            return json.loads(value) if kept == _head(key, value) else None
        return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold; a day is kept as text."""
        if self._folder is None:
            return
        with suppress(OSError, ValueError):
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode()
            # What people have written is nobody else's to read.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(self._folder / f"{key}.json", _head(key, text) + b"\n" + text)
            if self._put % OFTEN == 0:
                self._make_room(self._folder)
            self._put += 1

    def _make_room(self, folder: Path) -> None:
        # What else is in the folder is not ours.
        files = [(file.stat(), file) for file in folder.glob("*.json") if _KEY.fullmatch(file.stem)]
        for half in folder.glob(".*.json.*"):
            # What a run that was killed left half-written.
            if _KEY.fullmatch(half.name.split(".")[1]) and half.stat().st_mtime < time.time() - A_DAY:
                half.unlink(missing_ok=True)
        size = 0
        for number, (known, file) in enumerate(sorted(files, key=lambda one: -one[0].st_mtime), start=1):
            size += known.st_size
            if number > MOST or size > MOST_BYTES:
                file.unlink(missing_ok=True)


class NoCache(Cache):
    """Nothing is kept."""

    @cached_property
    def _folder(self) -> None:
        return None


def hash_of(*parts: str) -> str:
    """A key that stands for some texts, in their order."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def program() -> str:
    """What stands for the program: its files, wherever and whenever they were installed, and the Python that runs them."""
    code = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parents[1]
    for folder, folders, files in os.walk(package):
        folders.sort()
        for file in sorted(file for file in files if file.endswith((".py", ".yaml"))):
            code.update(Path(folder, file).read_bytes())
    return code.hexdigest()


def _head(key: str, value: bytes) -> bytes:
    """The first line of a file: its key, and what stands for the rest of it."""
    return f"{key} {hashlib.sha256(value).hexdigest()}".encode()


def _user_folder() -> Path | None:
    """The folder for plancheck among those of the user for what can be made anew; None where nobody can say where."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "plancheck" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "plancheck"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else home / ".cache") / "plancheck"
