"""An import from file to file: documents written into the repository, what there is to review, and where every line went.

A file that is only checked is taken into the workspace as documents that were never written (`take_in`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import Import, UntoldError, Wanted, import_file
from plancheck.importing.reading import ReadingError
from plancheck.importing.reading.lines import Line
from plancheck.importing.records.found import Found, FoundPlace, places
from plancheck.importing.writing.merging import added, merged
from plancheck.importing.writing.register import register_of
from plancheck.importing.writing.yaml import counted, written
from plancheck.messages import Language, count, word
from plancheck.model.problems import Problem, placeless
from plancheck.model.source import SourceError, Step, decode, parse
from plancheck.repository.files import write_file
from plancheck.repository.review import doubts_in
from plancheck.repository.workspace import Entry, Quote, Workspace
from plancheck.run.open import Repository, files_of, shown_path

KEYS = (
    "sections", "goals", "uppdrag", "programmes", "annexes", "articles", "follow-ups", "development-areas", "events",
    "unexecuted", "quality-areas", "figures", "accounts",
)  # fmt: skip
"""What is counted for the person who reviews."""


@dataclass(frozen=True)
class Target:
    """Where an import goes: the repository that it is linked to, the file or folder asked for, and whether it is a register.

    `files` are those that have been written in this run: two documents do not end up in one.
    """

    repository: Repository
    output: str | None = None
    register: bool = False
    files: set[Path] = field(default_factory=set)


@dataclass(frozen=True)
class Written:
    """A file that was written: its place, its document, how many places in it to review, how many of them are conflicts.

    `kept` tells why it was left as it is, as a key of the catalogue.
    """

    file: str
    document: Found
    doubts: int = 0
    conflicts: int = 0
    kept: str = ""


def workspace_of(repository: Repository) -> Workspace:
    """The documents of a repository, for links."""
    workspace = Workspace(repository.ruleset.declared)
    for file in files_of(repository).values():
        workspace.read(file, shown_path(file))
    return workspace


def imported(path: Path, target: Target, wanted: Wanted) -> Import:
    """A file imported into a repository. Raises ReadingError, UntoldError, ProblemError or OSError."""
    return import_file(path, path.name, target.repository.ruleset, workspace_of(target.repository), wanted)


def untold(error: UntoldError, file: str) -> Problem:
    """That something about a document cannot be told, as a problem with what to do."""
    return placeless(file, f"import-untold-{error.what}", known=error.known, file=file)


def import_into(target: Target, result: Import, source: str) -> list[Written]:
    """Write the documents of an import. Raises OSError, and ProblemError where there is no register to make."""
    name, language = Path(source).name, target.repository.language
    if target.register:
        workspace = workspace_of(target.repository)
        found = register_of(result.documents[0], target.repository.ruleset, workspace)
        return [_to_screen(found, name, language) if target.output == "-" else _add(target, workspace, found, name)]
    if target.output == "-":
        return [_to_screen(one, name, language, first=n == 0) for n, one in enumerate(result.documents)]
    output = Path(target.output) if target.output else None
    if output and len(result.documents) > 1 and _is_file(output):
        return [Written(str(output), result.documents[0], kept="import-kept-several")]
    return [_once(target, one, name) for one in result.documents]


def _once(target: Target, document: Found, source: str) -> Written:
    """Write a document, unless another one has been written there just now."""
    file = _file_of(target, document)
    if file.resolve() in target.files:
        return Written(shown_path(file), document, kept="import-kept-second")
    made = _write(file, document, source, target.repository.language)
    if not made.kept:
        target.files.add(file.resolve())
    return made


def _is_file(output: Path) -> bool:
    """Whether what was asked for is a file to write, and no folder."""
    return not output.is_dir() and output.suffix in (".yaml", ".yml")


def _to_screen(document: Found, source: str, language: Language, *, first: bool = True) -> Written:
    text = written(document, source, language)
    print(text if first else f"---\n{text}", end="")
    return Written("-", document, len(doubts_in(text)))


def _file_of(target: Target, document: Found) -> Path:
    """Where a document is written: the file asked for, else by nämnd, year and kind in the folder or the repository."""
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
    """Write a document, or into what an import has made before: what a person has changed since then stays.

    A file that no import has made is left as it is, and one that cannot be read.
    """
    text = new = written(document, source, language)
    record = file.with_name(f".{file.stem}.imported.yaml")
    conflicts = 0
    if file.exists():
        try:
            there = decode(file.read_bytes())
            if record.exists():
                new, conflicts = merged(decode(record.read_bytes()), there, text, language)
            elif there.strip() and there != text:
                return Written(shown_path(file), document, kept="import-kept")
        except SourceError:
            return Written(shown_path(file), document, kept="import-kept-unread")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, new)
    if record.is_symlink():
        # The record is a file of its own; what a link leads to is not ours.
        record.unlink()
    write_file(record, text)
    return Written(shown_path(file), document, len(doubts_in(new)), conflicts)


def _add(target: Target, workspace: Workspace, register: Found, source: str) -> Written:
    """Write a register, or add to the one that is there what it has not got; nothing else in it is touched."""
    file, language = _file_of(target, register), target.repository.language
    text = written(register, source, language)
    if file.exists():
        # What is no document has ids that nobody knows of.
        if not any(entry.file == shown_path(file) and entry.is_sound for entry in workspace.entries):
            return Written(shown_path(file), register, kept="import-kept-unread")
        try:
            there = decode(file.read_bytes())
            lists = Found({key: value for key, value in register.values.items() if key in ("goals", "uppdrag")})
            text = added(there, written(lists, source, language), language) if lists.values else there
        except SourceError:
            return Written(shown_path(file), register, kept="import-kept-unread")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, text)
    return Written(shown_path(file), register, len(doubts_in(text)))


# What is said


def summary(result: Import, files: Sequence[Written], language: Language) -> Iterator[str]:
    """What was written and what there is to review, for each document; then how many lines went where."""
    for one in files:
        if one.kept:
            yield word(one.kept, language, file=one.file)
            continue
        yield word("import-written", language, file=one.file, document=one.document.values.get("title", ""))
        told = [count(number, f"import-{key}", language) for key, number in counted(one.document, KEYS).items()]
        told.append(count(one.doubts, "import-doubt", language))
        if one.conflicts:
            told.append(count(one.conflicts, "import-conflicts", language))
        yield f"  {', '.join(told)}"
    lines = len(result.reading.lines)
    left = result.left_out()
    yield word("import-lines", language, lines=lines, placed=lines - len(left), left=len(left))
    for reason, number in Counter(why for _, why in left).most_common():
        yield f"  {word(reason, language)}: {number}"


def side_by_side(result: Import, language: Language) -> Iterator[str]:
    """Every line of the file, by page where the file tells its pages, and what became of it."""
    names: dict[tuple[int, tuple[Step, ...]], str] = {}
    for n, document in enumerate(result.documents):
        for place in places(document):
            names[n, place.steps] = _name(n, place.steps, place.found, result)
    page = 0 if result.reading.paged else 1
    for line in result.reading.lines:
        if line.page != page:
            page = line.page
            yield ""
            yield word("import-page", language, page=page)
        fate = result.fates[line.number]
        went = word(fate.left, language) if fate.document is None else names[fate.document, fate.steps]
        text = " ".join(line.text.split())
        yield f"  {text[:44] + ('…' if len(text) > 44 else ''):<46}{'·' if fate.document is None else '→'} {went[:60]}"


def _name(n: int, steps: tuple[Step, ...], found: Found, result: Import) -> str:
    """A place in a document as people read it: uppdrag 3 (kf-2024/skolfam)."""
    kind = f"{result.documents[n].values['document']}: " if n else ""
    path = " ".join(str(step + 1) if isinstance(step, int) else step for step in steps)
    known = next((str(found.values[key]) for key in ("ref", "number", "name", "title") if found.values.get(key)), "")
    return f"{kind}{path or 'document'}{f' ({known})' if known and steps else ''}"


# A file that is only checked


def take_in(path: Path, name: str, repository: Repository, workspace: Workspace) -> list[Entry]:
    """Import a file into a workspace; each of its documents takes the place of the one that is there.

    What keeps the file from being imported is noted as a problem of the workspace.
    """
    try:
        result = import_file(path, name, repository.ruleset, workspace)
    except ReadingError as error:
        workspace.note("FIL001", placeless(name, error.text.key, **error.text.details))
        return []
    except UntoldError as error:
        workspace.note("DOK002", untold(error, name))
        return []
    except OSError as error:
        workspace.note("FIL001", placeless(name, "unreadable", said=error.strerror or str(error)))
        return []
    taken = []
    for found in result.documents:
        source = parse(written(found, path.name, repository.language), name)
        origin = {}
        for place in places(found):
            origin[place.steps] = _words(place, result)
            for key, lines in place.found.by_key.items():
                if lines:
                    origin[*place.steps, key] = _words(place, result, lines)
        # What a list has not got belongs below the heading that the list stands under.
        for list_, heading in _headings(found):
            origin[list_,] = _words(heading, result)
        entry = workspace.add_source(source, origin)
        if entry is not None:
            workspace.displace(entry)
            taken.append(entry)
    return taken


def _headings(found: Found) -> Iterator[tuple[str, FoundPlace]]:
    """The lists of a document, each with the heading that its first item stands under."""
    sections = [place for place in places(found) if place.steps[:1] == ("sections",) and place.found.lines]
    for key, value in found.values.items():
        first = value[0] if isinstance(value, list) and value and isinstance(value[0], Found) else None
        line = min((one.number for one in first.all_lines()), default=0) if first and key != "sections" else 0
        above = [place for place in sections if place.found.lines[0].number <= line]
        if above:
            yield key, above[-1]


def _words(place: FoundPlace, result: Import, lines: Sequence[Line] = ()) -> Quote:
    """The words that something found rests on, with the page and the section that it is said to stand on."""
    own = lines or place.found.lines or list(place.found.all_lines())
    first = min(own, key=lambda line: line.number, default=None)
    if first is None:
        return Quote("")
    at = place.found.values.get("at")
    section, page = (at.get("section"), at.get("page")) if isinstance(at, dict) else (None, place.found.values.get("page"))
    text = " ".join(first.text.split())
    return Quote(
        text,
        first.number if result.reading.numbered else 0,
        section,
        page if isinstance(page, int) else first.page if result.reading.paged else None,
        first.number,
    )
