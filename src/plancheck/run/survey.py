"""The files of a repository: the documents, what the import reads, what looks like a document and is not read, and the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from plancheck.importing.reading import CONVERTIBLE, CONVERTIBLE_SHEETS, FORMATS
from plancheck.messages import LANGUAGES, word
from plancheck.model.source import guessed_keys
from plancheck.model.text import Text
from plancheck.repository.exclusion import Exclusion
from plancheck.repository.files import CONFIGURATION, ENDINGS, files_below, is_hidden, real, real_of_each
from plancheck.repository.workspace import Entry, Workspace, is_foreign
from plancheck.ruleset.loader import PROFILE
from plancheck.run.open import Repository, shown_path
from plancheck.run.results import REVIEWED, ReadFile

OFFICE = (*CONVERTIBLE, ".dot", ".dotx", ".fodt", ".pages", ".wpd", ".xps", ".ppt", ".pptx", ".odp")
"""The endings of documents of office programs that must be saved in another format first."""
ARCHIVES = (".zip", ".7z", ".rar")
"""The endings of packed files."""
LOOKED_AT = 4_000_000
"""How many bytes a file may have whose ending says nothing: whether it is a document is told by its content."""
LONGEST_TITLE = 8
"""How many words the title of a document has at most."""
OPEN_IN_WORD = "~$"
"""What the name of the file begins with that marks a document as open in Word."""
IMPORTED = ".imported"
"""What the name of the record of an import ends in, before its ending."""
_ONE_WORD = re.compile(r"""["']?[a-z0-9-]+["']?\s*(#.*)?""")

FileUse: TypeAlias = Literal["document", "importable", "configuration"]
"""What a file is for: YAML that is read, what the import reads, or the configuration of another repository."""


class Unread(NamedTuple):
    """A file or folder that looks like a document and is not read, and why."""

    path: Path
    why: Text


class Told(NamedTuple):
    """What somebody tells of a document that does not say it: its kind, its nämnd and its year; and `labels`, the words that
    say in it what something is, each with the role that they give.
    """

    document: str | None = None
    namnd: str | None = None
    year: int | None = None
    labels: tuple[tuple[str, str], ...] = ()


NOTHING_TOLD = Told()


class Importable(NamedTuple):
    """A file for the import; `is_named` says that somebody has named it, and not only a folder that it is in. `told` is what
    that somebody tells of its first document.
    """

    path: Path
    is_named: bool
    told: Told = NOTHING_TOLD


@dataclass
class Taken:
    """What became of files for the import: their documents, what was read of each, and the files that look like one and are not
    read.

    `seconds` are the files that are the same document as one in YAML, which is judged in their place: by chance
    (`imported-second`), or because it was made from them (`imported-from`).
    """

    entries: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seconds: list[Unread] = field(default_factory=list)
    read: list[ReadFile] = field(default_factory=list)


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
    rules = [folder for folder in repository.ruleset.folders if folder.is_relative_to(real(repository.folder))]
    documents: dict[Path, Path] = {}
    importable: dict[Path, Path] = {}
    configurations: list[Path] = []
    unread: dict[Path, Unread] = {}
    excluded: list[Path] = []
    place_of = real_of_each()
    for root in repository.roots:
        for path in _files_of(root, repository, exclusion, excluded):
            place = place_of(path)
            match _what_is(path, place, root, repository, rules):
                case "document":
                    documents.setdefault(place, path)
                case "importable":
                    importable.setdefault(place, path)
                case "configuration":
                    configurations.append(path)
                case Text() as why:
                    unread.setdefault(place, Unread(path, why))
    for place in (*documents, *importable):
        # What a link leads to is read under the name of the link.
        unread.pop(place, None)
    unused = tuple(n for n in range(len(repository.configuration.exclude)) if n not in exclusion.used)
    return Survey(documents, importable, tuple(configurations), tuple(unread.values()), tuple(excluded), unused)


def workspace_of(repository: Repository) -> Workspace:
    """The documents of a repository, without those that are in files of other formats."""
    workspace = Workspace(repository.ruleset.declared)
    for file in survey_of(repository).documents.values():
        workspace.read(file, shown_path(file))
    return workspace


def _what_is(path: Path, place: Path, root: Path, repository: Repository, rules: Sequence[Path]) -> FileUse | Text | None:
    """What a file or folder is, or why it is not read although it looks like a document; None for any other.

    `place` is where it really is, `rules` are the folders of rule sets inside the repository.
    """
    ending, hidden = path.suffix.lower(), is_hidden(path, root)
    try:
        if path.is_dir():
            return _what_is_folder(path, root, repository, hidden=hidden)
        if path.name == CONFIGURATION:
            return None if hidden or path.parent == repository.folder else "configuration"
        if hidden:
            return _why_hidden(path)
        if ending in ENDINGS:
            return None if _is_rule_file(path, place, rules) else "document"
        if path.name.startswith(OPEN_IN_WORD) or is_own_report(path):
            return None
        if ending not in FORMATS:
            return _why_unread(path, repository)
        return Text("unread-ending", {"suffix": ending}) if ending == ".txt" and _is_yaml(path) else "importable"
    except OSError:
        # Reading it says why it cannot be read.
        return "document" if ending in ENDINGS else "importable" if ending in FORMATS else None


def _what_is_folder(path: Path, root: Path, repository: Repository, *, hidden: bool) -> FileUse | Text | None:
    """A folder is found only where it is a link, or cannot be looked into: then reading it says why."""
    if not path.is_symlink():
        return "document"
    is_read = any(real(path).is_relative_to(real(other)) for other in (root, *repository.roots))
    return None if hidden or is_read else Text("unread-link")


def _is_rule_file(path: Path, place: Path, rules: Sequence[Path]) -> bool:
    """Whether a file is in the folder of a rule set inside the repository, and is of it: nothing in it is like a document."""
    if not any(place.is_relative_to(folder) for folder in rules):
        return False
    return path.name == PROFILE or is_foreign(guessed_keys(_content(path).decode("utf-8", "replace")))


def _files_of(root: Path, repository: Repository, exclusion: Exclusion, excluded: list[Path]) -> Iterator[Path]:
    """The files below a root, without what is excluded."""
    start = root.relative_to(repository.folder) if root.is_relative_to(repository.folder) else Path()

    def is_left_out(name: str, is_folder: bool) -> bool:
        out = exclusion.excludes((start / name).as_posix(), is_folder=is_folder)
        if out:
            excluded.append(root / name)
        return out

    return files_below(root, is_left_out)


def _why_unread(path: Path, repository: Repository) -> Text | None:
    """Why a file of an ending that is not read is not read, if it looks like a document; None if it does not."""
    ending = path.suffix.lower()
    for endings, key in ((OFFICE, "unread-convertible"), (CONVERTIBLE_SHEETS, "unread-sheet"), (ARCHIVES, "unread-archive")):
        if ending in endings:
            return Text(key, {"suffix": ending})
    data = _content(path)
    if data.startswith(b"PK") and b"word/" in data:
        return Text("unread-named", {"suffix": ending or path.name, "right": ".docx"})
    if data.startswith(b"%PDF"):
        return Text("unread-named", {"suffix": ending or path.name, "right": ".pdf"})
    if _is_like_document(data):
        return Text("unread-ending", {"suffix": ending or path.name})
    return Text("unread-convertible", {"suffix": ending or path.name}) if _is_titled(data, repository) else None


def _is_titled(data: bytes, repository: Repository) -> bool:
    """Whether a text, such as Markdown or HTML, begins with a title like that of a document: Verksamhetsplan 2026."""
    if b"\0" in data:
        return False
    lines = (re.sub(r"<[^>]*>|[#*=_]", " ", line).split() for line in data[:20_000].decode("utf-8", "replace").splitlines())
    first = next((words for words in lines if words), [])
    title = " ".join(first).casefold()
    is_named = any(kind.title["sv"].casefold() in title for kind in repository.ruleset.kinds.values())
    return is_named and len(first) <= LONGEST_TITLE and bool(re.search(r"\b20[0-9]{2}\b", title))


def _why_hidden(path: Path) -> Text | None:
    """Why a document with a hidden name, or in a hidden folder, is not read; None for any other file."""
    ending = path.suffix.lower()
    if ending in (".docx", ".pdf"):
        return Text("unread-hidden")
    if ending not in ENDINGS or path.stem.endswith(IMPORTED):
        return None
    return Text("unread-hidden") if _is_like_document(_content(path)) else None


def _is_yaml(path: Path) -> bool:
    """Whether the content of a file is that of a document in YAML, whatever its ending."""
    return bool(_ONE_WORD.fullmatch(guessed_keys(_content(path).decode("utf-8", "replace")).get("document", "")))


def is_own_report(path: Path) -> bool:
    """Whether a file is a report of this program: in text, in a table, in Word, or in JSON, whatever the ending of that."""
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return _content(path).lstrip()[:20].split()[:2] == [b"{", b'"plancheck":']
    if ending == ".docx":
        return REVIEWED.encode() in _core_properties(path)
    if ending not in (".txt", ".csv"):
        return False
    text = " ".join(_content(path).decode("utf-8", "replace").split())
    # Every report says by which rule set it was made.
    bases = [re.escape(word("basis", language, ruleset="RULES", digest="DIGEST")) for language in LANGUAGES]
    return any(re.search(basis.replace("RULES", ".+").replace("DIGEST", "[0-9a-f]{12}"), text) for basis in bases)


def _core_properties(path: Path) -> bytes:
    """What a Word file says of itself; empty where it is none."""
    import zipfile  # late: only a folder with Word files needs it

    try:
        with zipfile.ZipFile(path) as parts:
            return parts.read("docProps/core.xml")[:LOOKED_AT]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return b""


def _content(path: Path) -> bytes:
    """The content of a file; empty for what is no file, and for a file of more than anybody writes by hand."""
    if not path.is_file() or path.stat().st_size > LOOKED_AT:
        return b""
    return path.read_bytes()


def _is_like_document(data: bytes) -> bool:
    """Whether the content of a file of an unknown ending, or of a hidden one, is that of a document: YAML, or JSON."""
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
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
