"""Files in PDF, Word and text that are only checked: imported into the workspace as documents that are never written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plancheck.importing.evidence.parts import has_known_heads
from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import Import, Prepared, UntoldError, Wanted, prepared, recognised
from plancheck.importing.reading import SHEETS, ReadingError, read, refuse_unreadable
from plancheck.importing.reading.limits import Limits, limited, recognition_seconds, time_used
from plancheck.importing.reading.lines import Line
from plancheck.importing.reading.ocr import is_installed
from plancheck.importing.records.found import Found, FoundPlace, places
from plancheck.importing.writing.yaml import written
from plancheck.messages import LANGUAGES, catalogue, entry
from plancheck.model.problems import ProblemError, placeless, unreadable
from plancheck.model.source import Step, parse
from plancheck.model.text import Text
from plancheck.repository.files import real
from plancheck.repository.review import doubts_in
from plancheck.repository.workspace import Entry, Quote, Workspace
from plancheck.ruleset.loader import PROFILE
from plancheck.run.cache import Cache, hash_of, program
from plancheck.run.importing import untold
from plancheck.run.open import Repository, shown_path
from plancheck.run.recognition import of_kept, recognition
from plancheck.run.results import ReadFile, Recognised
from plancheck.run.survey import Importable, Taken, Unread, survey_of, workspace_of

PATIENCE_READING = Limits(seconds=15)
"""How much reading a file may take that nobody has named."""
NOT_KEPT = (
    "import-not-installed",
    "import-too-slow",
    "import-too-heavy",
    "import-crashed",
    "import-ocr-failed",
    "import-no-file",
)
"""Why a file could not be read this time, although it may be the next time."""


_WORD = re.compile(r"[^\W\d_]{2}")
"""What makes a line more than a number or a mark."""


class _Read(NamedTuple):
    """A file of which it is known what it is: its kind of document, or None where it is unclear; and whether it looks like a
    document at all.

    `key` is what is kept of it is kept under; `content` is what was read and not kept before.
    """

    file: Importable
    key: str
    digest: str
    kind: str | None
    year: int
    is_document: bool
    content: Prepared | None


class _Around(NamedTuple):
    """What files are taken into. `made` are the documents in YAML by the name of the file that they were made from, `named` the
    files that somebody has named, `program` stands for all that decides how a file is read.
    """

    repository: Repository
    workspace: Workspace
    cache: Cache
    taken: Taken
    made: Mapping[str, list[Entry]]
    named: set[str]
    program: str


def take_in(
    files: Iterable[Importable], repository: Repository, workspace: Workspace, cache: Cache, done: Callable[[], None]
) -> Taken:
    """Import files into a workspace, what KF decides first: plans and reports are linked to it.

    A document in a file that somebody has named takes the place of any other that is the same; that of another file gives way
    to one in YAML. What is wrong with a file that is named is noted as a fault; any other is `unread`, or `aside`. `done` is
    called after each file.
    """
    files = list(files)
    named = {shown_path(file.path) for file in files if file.is_named}
    around = _Around(repository, workspace, cache, Taken(), _made_from(workspace), named, _program(repository))
    known = [one for file in files for one in _looked_at(file, around)]
    for one in sorted(known, key=lambda one: _order(one, repository)):
        _take_in_one(one, around)
        done()
    return around.taken


def workspace_beside(file: Path, repository: Repository, cache: Cache) -> Workspace:
    """The documents of a repository, for the import of a file to link to: those in YAML, and what KF decides in other files."""
    workspace = workspace_of(repository)
    own = real(file)
    files = [Importable(path, False) for place, path in survey_of(repository).importable.items() if place != own]
    around = _Around(repository, workspace, cache, Taken(), _made_from(workspace), set(), _program(repository))
    known = [looked_at for importable in files for looked_at in _looked_at(importable, around)]
    roles = {kind.id: kind.role for kind in repository.ruleset.kinds.values()}
    for register in sorted(known, key=lambda register: _order(register, repository)):
        if roles.get(register.kind or "") == "register":
            _take_in_one(register, around)
    return workspace


def _made_from(workspace: Workspace) -> dict[str, list[Entry]]:
    """The documents in YAML by the names of the files that they were made from, as an import wrote it at their top, or as
    `source` says.

    The `source` of a register does not count: a plan may be all that is known of what it was based on.
    """
    heads = [re.escape(line).replace(r"\{file\}", "(.+)") for line in _heads()]
    made: dict[str, list[Entry]] = {}
    for known in workspace.entries:
        first = known.text.partition("\n")[0]
        names = [found[1] for head in heads if (found := re.match(head, first))]
        kind = workspace.kind_of(known)
        if kind is not None and kind.role != "register":
            sources = re.findall(r"""\bfile:[ \t]*(["']?)([^\n]+?)\1[ \t]*(?:[,}#]|$)""", known.text, re.MULTILINE)
            names += [Path(name).name for _, name in sources]
        for name in names:
            made.setdefault(name, []).append(known)
    return made


def _heads() -> list[str]:
    """How the line begins that an import writes at the top of a document, up to the end of its first sentence."""
    return [f"# {entry('import-head')[language].partition('. ')[0]}. " for language in LANGUAGES]


def _order(one: _Read, repository: Repository) -> tuple[bool, int, str]:
    kind = repository.ruleset.kinds.get(one.kind or "")
    return kind is None or kind.role != "register", one.year, str(one.file.path)


# What a file is


def _looked_at(file: Importable, around: _Around) -> Iterator[_Read]:
    """A file with what is known of it; nothing where it cannot be read, or is no document."""
    repository, workspace, cache, taken = around.repository, around.workspace, around.cache, around.taken
    key = ""
    try:
        refuse_unreadable(file.path)
        digest = hashlib.sha256(file.path.read_bytes()).hexdigest()
        key = hash_of(around.program, repository.language, file.path.name, digest, repr(file.told), *_names(workspace))
        found = _kept(file, key, digest, cache.get(key))
        if found is None:
            content = _content(file, repository, workspace)
            kind = file.told.document or content.parts[0].kind
            year = file.told.year or content.year or 0
            found = _Read(file, key, digest, kind, year, _is_document(content, kind), content)
    except ReadingError as error:
        if error.text.key not in NOT_KEPT:
            cache.put(key, {"refused": list(error.text)})
        _refuse(file, error.text, workspace, taken)
        return
    except OSError as error:
        _refuse(file, Text("unreadable", {"said": error.strerror or str(error)}), workspace, taken)
        return
    if found.is_document or file.is_named:
        yield found
        return
    cache.put(key, {"kind": found.kind, "year": found.year, "is_document": False})
    workspace.aside.append(shown_path(file.path))


def _kept(file: Importable, key: str, digest: str, kept: Any) -> _Read | None:
    """What is kept of a file; None where nothing is that can be used. Raises ReadingError where it could not be read."""
    match kept:
        case {"kind": str() | None as kind, "year": int() as year, "is_document": bool() as is_document}:
            return _Read(file, key, digest, kind, year, is_document, None)
        case {"refused": [str() as why, dict() as details]} if why in catalogue():
            raise ReadingError(why, **details)
    return None


def _is_document(content: Prepared, kind: str | None) -> bool:
    """Whether a file that nobody has named is a document: by its title, a spreadsheet by the heads of its columns."""
    if content.reading.sheets:
        return has_known_heads(content.around.profile, content.reading.lines)
    return kind is not None


def _content(file: Importable, repository: Repository, workspace: Workspace) -> Prepared:
    start = time_used()
    reading = read(file.path, shown_path(file.path), Limits() if file.is_named else PATIENCE_READING)
    profile = profile_of(repository.ruleset.folders, file.told.labels)
    with limited(recognition_seconds(reading.pages, time_used() - start)):
        content = prepared(reading, profile, repository.ruleset, workspace)
    return content._replace(used=time_used() - start)


def _refuse(file: Importable, why: Text, workspace: Workspace, taken: Taken) -> None:
    """Note that a file cannot be read: as a fault where somebody has named it."""
    name = shown_path(file.path)
    if file.is_named:
        workspace.note("FIL001", placeless(name, why.key, **why.details))
    else:
        taken.unread.append(Unread(file.path, why))
    if file.is_named or file.path.suffix.lower() not in SHEETS:
        # A plan is seldom a spreadsheet: one that cannot be read is told, and nothing is thought to be in it.
        workspace.unidentified.append(name)


def _program(repository: Repository) -> str:
    """What decides how a file is read: the program, the rule set, and the words of the import."""
    profiles = [profile for folder in repository.ruleset.folders if (profile := folder / PROFILE).is_file()]
    try:
        words = [repr(profile.read_bytes()) for profile in profiles]
    except OSError as error:
        raise ProblemError(unreadable(shown_path(Path(error.filename)), error)) from None
    # What is refused without text recognition may be read with it.
    return hash_of(program(), repository.ruleset.digest, str(is_installed()), *words)


def _names(workspace: Workspace) -> list[str]:
    """The documents that say what the nämnder are called, by the hashes of their content."""
    return sorted(entry.sha256 for entry in workspace.entries if entry.header.keys & {"groups", "namnder"})


# Its documents


def _take_in_one(one: _Read, around: _Around) -> None:
    """Import a file, or take its documents from what is kept, and add them to the workspace."""
    repository, workspace, cache, taken = around.repository, around.workspace, around.cache, around.taken
    name = shown_path(one.file.path)
    context = hash_of(*_registers(workspace))
    documents = _kept_documents(cache.get(one.key), context)
    if documents is None:
        try:
            content = one.content or _content(one.file, repository, workspace)
            with limited(recognition_seconds(content.reading.pages, content.used)):
                result = recognised(content, Wanted(one.file.told.document, one.file.told.namnd, one.file.told.year))
        except UntoldError as error:
            problem = untold(error, name, "check")
            if one.file.is_named:
                workspace.note("DOK002", problem)
            else:
                taken.unread.append(Unread(one.file.path, Text(f"unread-untold-{error.what}")))
            return
        except ReadingError as error:
            _refuse(one.file, error.text, workspace, taken)
            return
        documents = list(_written(result, one.file, repository, workspace))
        kept = [
            [text, [[list(steps), list(quote)] for steps, quote in origin.items()], said] for text, origin, said in documents
        ]
        known = {"kind": one.kind, "year": one.year, "is_document": one.is_document}
        cache.put(one.key, {**known, "context": context, "documents": kept})
    for text, origin, said in documents:
        if _add(text, origin, one, around):
            taken.read.append(ReadFile(name, one.file.is_named, said))


Document = tuple[str, dict[tuple[Step, ...], Quote], Recognised]
"""A document as YAML, the words of the file that each place in it comes from, and what is said of how it was read."""


def _kept_documents(kept: Any, context: str) -> list[Document] | None:
    """The documents that were kept, where they were linked to the same registers; None where there are none."""
    try:
        if kept["context"] != context or not isinstance(kept["documents"], list):
            return None
        return [
            (str(text), {tuple(steps): Quote(*quote) for steps, quote in origin}, of_kept(said))
            for text, origin, said in kept["documents"]
        ]
    except (KeyError, TypeError, ValueError):
        return None


def _registers(workspace: Workspace) -> list[str]:
    """What a file is linked to: the documents of the city, by the hashes of their content."""
    kinds = workspace.kinds
    registers = (entry for entry in workspace.entries if entry.header.kind in kinds)
    return sorted(
        f"{entry.header.identity} {entry.sha256}" for entry in registers if kinds[entry.header.kind].role == "register"
    )


def _written(result: Import, file: Importable, repository: Repository, workspace: Workspace) -> Iterator[Document]:
    name, language = file.path.name, repository.language
    for document in result.documents:
        text = written(document, name, language)
        doubts = [doubt for _, doubt in doubts_in(text)]
        said = recognition(document, name, doubts, workspace, language, file.told.labels, result.reading.lines)
        yield text, _origin(document, result), said


def _add(text: str, origin: dict[tuple[Step, ...], Quote], one: _Read, around: _Around) -> bool:
    """Add a document of a file to the workspace, unless one in YAML is the same and only the folder was named; say whether."""
    workspace = around.workspace
    known = len(workspace.faults)
    entry = workspace.add_source(parse(text, shown_path(one.file.path)), origin)
    if entry is None:
        if not one.file.is_named:
            del workspace.faults[known:]
        return False
    entry.sha256 = one.digest
    made = [other for other in around.made.get(one.file.path.name, []) if _is_of_same(other, entry)]
    twins = [other for other in (*workspace.same(entry), *made) if other.origin is None and other.is_sound]
    if one.file.is_named:
        for other in dict.fromkeys([*twins, *workspace.same(entry)]):
            if other.file not in around.named:
                workspace.remove(other)
    elif twins:
        workspace.remove(entry)
        # That a document was made from a file is no news.
        key = "imported-from" if twins[0] in made else "imported-second"
        around.taken.seconds.append(Unread(one.file.path, Text(key, {"file": twins[0].file})))
        return False
    around.taken.entries.append(entry)
    return True


def _is_of_same(other: Entry, entry: Entry) -> bool:
    """Whether a document in YAML that names a file as its source is of the nämnd and kind of what was read there."""
    return (other.header.kind, other.header.namnd) == (entry.header.kind, entry.header.namnd)


def _origin(document: Found, result: Import) -> dict[tuple[Step, ...], Quote]:
    """The words of the file that each place in a document comes from."""
    origin: dict[tuple[Step, ...], Quote] = {}
    for place in places(document):
        origin[place.steps] = _quote(place, result)
        for key, lines in place.found.by_key.items():
            if lines:
                origin[*place.steps, key] = _quote(place, result, lines)
    # What is missing in a list belongs below the heading of the list.
    for list_, heading in _headings(document):
        origin[list_,] = _quote(heading, result)
    return origin


def _headings(document: Found) -> Iterator[tuple[str, FoundPlace]]:
    """The lists of a document, each with the heading that its first item is under."""
    sections = [place for place in places(document) if place.steps[:1] == ("sections",) and place.found.lines]
    for key, value in document.values.items():
        line = 0 if key == "sections" else _first_line(value)
        above = [place for place in sections if place.found.lines[0].number <= line]
        if above:
            yield key, above[-1]


def _first_line(value: object) -> int:
    """The number of the line that a list of recognised items begins at; 0 for any other value."""
    first = value[0] if isinstance(value, list) and value else None
    return min((line.number for line in first.all_lines()), default=0) if isinstance(first, Found) else 0


def _quote(place: FoundPlace, result: Import, lines: Sequence[Line] = ()) -> Quote:
    """The words of the file that a place comes from, with the section and page that it names.

    A number in a column of its own says nobody what stands there: the first line with a word does.
    """
    lines = lines or place.found.lines or list(place.found.all_lines())
    first = min(lines, key=lambda line: (not _WORD.search(line.text), line.number), default=None)
    if first is None:
        return Quote("")
    at = place.found.values.get("at")
    section, page = (at.get("section"), at.get("page")) if isinstance(at, dict) else (None, place.found.values.get("page"))
    text = " ".join(first.text.split())
    sheets = result.reading.sheets
    return Quote(
        text,
        result.reading.row(first),
        section,
        page if isinstance(page, int) else first.page if result.reading.paged else None,
        first.number,
        (sheets[first.page - 1] or None) if sheets else None,
        first.cell[1] + 1 if sheets and first.cell else None,
    )
