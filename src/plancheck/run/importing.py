"""An import from file to file: the documents written, what there is to review, and what became of every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import Import, UntoldError
from plancheck.importing.records.found import Found, places
from plancheck.importing.writing.merging import added, merged
from plancheck.importing.writing.register import register_of
from plancheck.importing.writing.yaml import written
from plancheck.messages import Language, count, word
from plancheck.model.problems import Problem, placeless
from plancheck.model.source import SourceError, Step, decode
from plancheck.model.text import Text
from plancheck.repository.files import CONFIGURATION, MISNAMED, read_file, write_file
from plancheck.repository.review import doubts_in
from plancheck.repository.workspace import Workspace
from plancheck.run.open import Repository, shown_path
from plancheck.run.recognition import recognition
from plancheck.run.results import Recognised


@dataclass(frozen=True)
class Target:
    """Where an import goes: the repository that it is linked to, the file or folder requested, and whether it is a register.

    `files` are those already written in this run: no two documents end up in one file.
    """

    repository: Repository
    output: str | None = None
    register: bool = False
    files: set[Path] = field(default_factory=set)


@dataclass(frozen=True)
class Written:
    """A file that was written: its path, its document, what in it is to be reviewed, how much of that are conflicts.

    `kept` is why it was left unchanged, as a key of the catalogue; empty if it was written.
    """

    file: str
    document: Found
    doubts: tuple[str, ...] = ()
    conflicts: int = 0
    kept: str = ""


def untold(error: UntoldError, file: str, command: str) -> Problem:
    """What cannot be recognised about a document, as a problem that says which option of the command tells it."""
    details = {"known": error.known, "file": file, "command": command}
    if error.heads:
        lacking = [Text(f"import-untold-list-{what}") for what in error.lacking]
        options = " ".join(f"--{_OPTIONS[what]} …" for what in error.lacking)
        return placeless(file, "import-untold-list", heads=list(error.heads), lacking=lacking, options=options, **details)
    if error.twin:
        return placeless(file, "import-untold-whose", twin=error.twin, **details)
    return placeless(file, f"import-untold-{error.what}", **details)


_OPTIONS = {"kind": "document", "namnd": "namnd", "year": "year"}
"""The options that tell what a document is, without their hyphens."""


def import_into(target: Target, workspace: Workspace, result: Import, source: str) -> list[Written]:
    """Write the documents of an import that is linked to a workspace.

    Raises OSError, and ProblemError where there is no register to make.
    """
    name, language = Path(source).name, target.repository.language
    if target.register:
        found = register_of(result.documents[0], target.repository.ruleset, workspace)
        return [_to_screen(found, name, language) if target.output == "-" else _add(target, workspace, found, name)]
    if target.output == "-":
        return [_to_screen(document, name, language, first=n == 0) for n, document in enumerate(result.documents)]
    output = Path(target.output) if target.output else None
    if output and len(result.documents) > 1 and _is_file(output):
        return [Written(str(output), result.documents[0], kept="import-kept-several")]
    return [_write_once(target, document, name) for document in result.documents]


def _write_once(target: Target, document: Found, source: str) -> Written:
    """Write a document, unless another one has been written to its file in this run."""
    file = _file_of(target, document)
    if file.resolve() in target.files:
        return Written(shown_path(file), document, kept="import-kept-second")
    result = _write(file, document, source, target.repository.language)
    if not result.kept:
        target.files.add(file.resolve())
    return result


def _is_file(output: Path) -> bool:
    """Whether the output requested is a file to write, not a folder."""
    return not output.is_dir() and output.suffix in (".yaml", ".yml")


def _to_screen(document: Found, source: str, language: Language, *, first: bool = True) -> Written:
    text = written(document, source, language)
    # In bytes: a document is UTF-8, whatever the console's encoding.
    click.echo((text if first else f"---\n{text}").encode(), nl=False)
    return Written("-", document, _doubts(text))


def _file_of(target: Target, document: Found) -> Path:
    """Where a document is written: the file requested, else by nämnd, year and kind in the folder or the repository."""
    kind, year = str(document.values["document"]), str(document.values["year"])
    namnd = document.values.get("namnd")
    output = Path(target.output) if target.output else None
    if output and _is_file(output):
        return output
    folder = output or target.repository.folder
    profile = profile_of(target.repository.ruleset.folders).document(target.repository.ruleset.kinds[kind])
    name = profile.file or ("{namnd}/{year}/{kind}.yaml" if namnd else "{year}-{kind}.yaml")
    return folder / name.format(namnd=namnd, year=year, kind=kind)


def _write(file: Path, document: Found, source: str, language: Language) -> Written:
    """Write a document, or merge it into the file of an earlier import: what a person has changed since then is kept.

    A file that was not made by an import, or cannot be read, is left unchanged.
    """
    text = new = written(document, source, language)
    record = file.with_name(f".{file.stem}.imported.yaml")
    conflicts = 0
    if file.name in (CONFIGURATION, MISNAMED):
        return Written(shown_path(file), document, kept="import-kept")
    if file.exists():
        try:
            current = decode(read_file(file))
            if record.exists():
                new, conflicts = merged(decode(read_file(record)), current, text, language)
            elif current.strip() and current != text:
                return Written(shown_path(file), document, kept="import-kept")
        except SourceError:
            return Written(shown_path(file), document, kept="import-kept-unread")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, new)
    if record.is_symlink():
        # The record is never a link: the file that a link leads to is not ours to change.
        record.unlink()
    write_file(record, text)
    return Written(shown_path(file), document, _doubts(new), conflicts)


def _add(target: Target, workspace: Workspace, register: Found, source: str) -> Written:
    """Write a register, or add to the existing one what it lacks; nothing else in it is changed."""
    file, language = _file_of(target, register), target.repository.language
    text = written(register, source, language)
    if file.exists():
        # The ids in a file that is not a sound document are not known.
        if not any(entry.file == shown_path(file) and entry.is_sound for entry in workspace.entries):
            return Written(shown_path(file), register, kept="import-kept-unread")
        try:
            current = decode(read_file(file))
            lists = Found({key: value for key, value in register.values.items() if key in ("goals", "uppdrag")})
            text = added(current, written(lists, source, language), language) if lists.values else current
        except SourceError:
            return Written(shown_path(file), register, kept="import-kept-unread")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, text)
    return Written(shown_path(file), register, _doubts(text))


# What is printed


def recognised_in(
    file: Written, result: Import, workspace: Workspace, language: Language, said: Sequence[tuple[str, str]]
) -> Recognised:
    """What was read of the document that was written to a file. `said` are the labels that somebody has said for it."""
    name = Path(result.reading.name).name
    return recognition(file.document, name, file.doubts, workspace, language, said, result.reading.lines)


def _doubts(text: str) -> tuple[str, ...]:
    return tuple(doubt for _, doubt in doubts_in(text))


def summary(
    result: Import, source: str, files: Sequence[Written], read: Sequence[Recognised], language: Language
) -> Iterator[str]:
    """For each document what was written, what was read and what there is to review; then how many lines went where."""
    for file, recognised in zip(files, read, strict=True):
        if file.kept:
            yield word(file.kept, language, file=file.file)
            continue
        yield word("import-written", language, file=file.file, document=file.document.values.get("title", ""))
        yield f"  {word('read-what', language, title=recognised.title, file=source)} {recognised.what}"
        if file.conflicts:
            yield f"  {count(file.conflicts, 'import-conflicts', language)}"
        yield from (f"  {text}" for text in recognised.certainty)
    yield from dict.fromkeys(text for recognised in read for text in recognised.unused)
    lines = len(result.reading.lines)
    left = result.left_out()
    yield word("import-lines", language, lines=lines, placed=lines - len(left), left=len(left))
    for reason, number in Counter(why for _, why in left).most_common():
        yield f"  {word(reason, language)}: {number}"


def side_by_side(result: Import, language: Language) -> Iterator[str]:
    """Every line of the file, by page if the file has pages, and what became of it."""
    names: dict[tuple[int, tuple[Step, ...]], str] = {}
    for n, document in enumerate(result.documents):
        for place in places(document):
            names[n, place.steps] = _name(n, place.steps, place.found, result)
    page = 0 if result.reading.paged else 1
    for line in result.reading.lines:
        if line.page != page:
            page = line.page
            yield ""
            sheets = result.reading.sheets
            yield word("sheet", language, sheet=sheets[page - 1]) if sheets else word("import-page", language, page=page)
        fate = result.fates[line.number]
        where = word(fate.left, language) if fate.document is None else names[fate.document, fate.steps]
        text = " ".join(line.text.split())
        yield f"  {text[:44] + ('…' if len(text) > 44 else ''):<46}{'·' if fate.document is None else '→'} {where[:60]}"


def _name(n: int, steps: tuple[Step, ...], found: Found, result: Import) -> str:
    """A place in a document in words: uppdrag 3 (kf-2024/skolfam)."""
    kind = f"{result.documents[n].values['document']}: " if n else ""
    path = " ".join(str(step + 1) if isinstance(step, int) else step for step in steps)
    known = next((str(found.values[key]) for key in ("ref", "number", "name", "title") if found.values.get(key)), "")
    return f"{kind}{path or 'document'}{f' ({known})' if known and steps else ''}"
