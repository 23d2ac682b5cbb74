"""The files of a repository: the documents, what the import reads, what looks like a document and is not read, and the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from plancheck.importing.reading import CONVERTIBLE, FORMATS
from plancheck.model.source import guessed_keys
from plancheck.model.text import Text
from plancheck.repository.exclusion import Exclusion
from plancheck.repository.files import CONFIGURATION, ENDINGS, files_below, is_hidden, real
from plancheck.repository.workspace import Entry, is_foreign
from plancheck.run.open import Repository

OFFICE = (*CONVERTIBLE, ".dot", ".dotx", ".fodt", ".pages", ".wpd", ".xps", ".ppt", ".pptx", ".odp")
"""The endings of documents of office programs that must be saved in another format first."""
SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers", ".csv", ".tsv")
"""The endings of spreadsheets: lists of goals and uppdrag are kept in them too."""
ARCHIVES = (".zip", ".7z", ".rar")
"""The endings of packed files."""
LOOKED_AT = 1_000_000
"""How many bytes a file may have whose ending says nothing: whether it is a document is told by its content."""
OPEN_IN_WORD = "~$"
"""What the name of the file begins with that marks a document as open in Word."""
IMPORTED = ".imported"
"""What the name of the record of an import ends in, before its ending."""


_ONE_WORD = re.compile(r"""["']?[a-z0-9-]+["']?\s*(#.*)?""")


class Unread(NamedTuple):
    """A file or folder that looks like a document and is not read, and why."""

    path: Path
    why: Text


class Importable(NamedTuple):
    """A file for the import; `is_named` says that somebody has named it, and not only a folder that it is in."""

    path: Path
    is_named: bool


@dataclass
class Taken:
    """What became of files for the import: their documents, and the files that look like one and are not read.

    `seconds` are the files that are the same document as one in YAML, which is judged in their place.
    """

    entries: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seconds: list[Unread] = field(default_factory=list)


class Survey(NamedTuple):
    """What is in the folders of a repository, each file once: by its real path, as it was found.

    `documents` are YAML, `importable` what the import reads, `configurations` those of folders inside, which do not apply.
    `excluded` is what `exclude` leaves out, the folders as a whole; `unused` are the numbers of its patterns that decide about
    nothing.
    """

    documents: Mapping[Path, Path]
    importable: Mapping[Path, Path]
    configurations: tuple[Path, ...]
    unread: tuple[Unread, ...]
    excluded: tuple[Path, ...]
    unused: tuple[int, ...]


def survey_of(repository: Repository) -> Survey:
    """Look at every file of a repository."""
    exclusion = Exclusion(repository.configuration.exclude)
    documents: dict[Path, Path] = {}
    importable: dict[Path, Path] = {}
    configurations: list[Path] = []
    unread: dict[Path, Unread] = {}
    excluded: list[Path] = []
    for root in repository.roots:
        for path in _files_of(root, repository, exclusion, excluded):
            hidden, place = is_hidden(path, root), real(path)
            if path.is_dir() and path.is_symlink():
                if not hidden and place not in map(real, repository.roots):
                    unread.setdefault(place, Unread(path, Text("unread-link")))
            elif path.name == CONFIGURATION:
                configurations += [] if hidden or path.parent == repository.folder else [path]
            elif (path.suffix.lower() in ENDINGS and not hidden) or path.is_dir():
                documents.setdefault(place, path)
            elif path.suffix.lower() in FORMATS and not hidden and not path.name.startswith(OPEN_IN_WORD):
                importable.setdefault(place, path)
            elif why := _why_hidden(path) if hidden else _why_unread(path):
                unread.setdefault(place, Unread(path, why))
    unused = tuple(n for n in range(len(repository.configuration.exclude)) if n not in exclusion.used)
    return Survey(documents, importable, tuple(configurations), tuple(unread.values()), tuple(excluded), unused)


def _files_of(root: Path, repository: Repository, exclusion: Exclusion, excluded: list[Path]) -> Iterator[Path]:
    """The files below a root, without what is excluded and the folder of a rule set."""
    start = root.relative_to(repository.folder) if root.is_relative_to(repository.folder) else Path()
    rules = {folder for folder in repository.ruleset.folders if folder != real(root)}

    def is_left_out(name: str, is_folder: bool) -> bool:
        if is_folder and rules and real(root / name) in rules:
            return True
        out = exclusion.excludes((start / name).as_posix(), is_folder=is_folder)
        if out:
            excluded.append(root / name)
        return out

    return files_below(root, is_left_out)


def _why_unread(path: Path) -> Text | None:
    """Why a file that looks like a document is not read; None for one that does not look like a document."""
    ending = path.suffix.lower()
    if path.name.startswith(OPEN_IN_WORD):
        return None
    for endings, key in ((OFFICE, "unread-convertible"), (SHEETS, "unread-sheet"), (ARCHIVES, "unread-archive")):
        if ending in endings:
            return Text(key, {"suffix": ending})
    return Text("unread-ending", {"suffix": ending or path.name}) if _is_like_document(path) else None


def _why_hidden(path: Path) -> Text | None:
    """Why a document with a hidden name, or in a hidden folder, is not read; None for any other file."""
    if path.suffix.lower() not in ENDINGS or path.stem.endswith(IMPORTED):
        return None
    return Text("unread-hidden") if _is_like_document(path) else None


def _is_like_document(path: Path) -> bool:
    """Whether a file of an unknown ending, or a hidden one, is a document by its content: YAML, or JSON."""
    try:
        if not path.is_file() or path.stat().st_size > LOOKED_AT:
            return False
        data = path.read_bytes()
    except OSError:
        return False
    if b"\0" in data:
        return False
    text = data.decode("utf-8", "replace")
    keys: Mapping[str, Any] = _keys_of_json(text) if text.lstrip().startswith("{") else guessed_keys(text)
    if "document" in keys:
        return isinstance(keys["document"], str) and bool(_ONE_WORD.fullmatch(keys["document"]))
    return len(keys) > 1 and not is_foreign(keys)


def _keys_of_json(text: str) -> Mapping[str, Any]:
    """The outermost keys of a text in JSON; none where it is something else."""
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
