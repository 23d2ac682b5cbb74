"""What is kept from run to run: values in JSON by a key, in a folder that may be deleted at any time."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from plancheck.repository.files import write_file

MOST = 2_000
"""How many values are kept; beyond it the oldest go."""


_KEY = re.compile("[0-9a-f]{64}")


class Cache:
    """A folder of values, that of the user where none is given. What cannot be read or written is not kept: a run never depends
    on it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._given = folder

    @cached_property
    def _folder(self) -> Path | None:
        return self._given or _user_folder()

    def get(self, key: str) -> Any:
        """The value of a key, 64 hexadecimal digits; None where there is none, or it is damaged."""
        if self._folder is None:
            return None
        with suppress(OSError, ValueError):
            kept = json.loads((self._folder / f"{key}.json").read_bytes())
            return kept.get("value") if isinstance(kept, dict) and kept.get("key") == key else None
        return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        if self._folder is None:
            return
        with suppress(OSError, ValueError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_file(self._folder / f"{key}.json", json.dumps({"key": key, "value": value}, ensure_ascii=False))
            self._make_room(self._folder)

    def _make_room(self, folder: Path) -> None:
        # What else is in the folder is not ours.
        kept = [file for file in folder.glob("*.json") if _KEY.fullmatch(file.stem)]
        if len(kept) > MOST:
            for file in sorted(kept, key=lambda file: file.stat().st_mtime)[: len(kept) - MOST]:
                file.unlink(missing_ok=True)


class NoCache(Cache):
    """Nothing is kept."""

    @cached_property
    def _folder(self) -> None:
        return None


def _user_folder() -> Path | None:
    """The folder for plancheck in the user's cache folder; None where nobody can say where that is."""
    try:
        import platformdirs  # late: only a check of files that are imported keeps anything
    except ModuleNotFoundError:
        return None
    return Path(platformdirs.user_cache_dir("plancheck", appauthor=False))
