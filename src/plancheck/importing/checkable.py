"""An imported file as documents that can be checked at once: findings name its pages and words, not lines of YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plancheck.importing import Import, UntoldError, import_file
from plancheck.importing.found import Found, Place, places
from plancheck.importing.lines import Line
from plancheck.importing.outcome import untold
from plancheck.importing.reading import ReadingError
from plancheck.importing.writing import written
from plancheck.messages import Language
from plancheck.problems import Problem
from plancheck.ruleset import RuleSet
from plancheck.source import NOWHERE, parse
from plancheck.workspace import Entry, Words, Workspace


def take_in(path: Path, name: str, ruleset: RuleSet, workspace: Workspace, language: Language) -> list[Entry]:
    """Import a file into a workspace; each of its documents takes the place of the one that is there.

    What keeps the file from being imported is noted as a problem of the workspace.
    """
    try:
        result = import_file(path, name, ruleset, workspace)
    except ReadingError as error:
        workspace.problems.append(Problem(name, NOWHERE, error.key, error.details))
        return []
    except UntoldError as error:
        workspace.problems.append(untold(error, name))
        return []
    except OSError as error:
        workspace.problems.append(Problem(name, NOWHERE, "unreadable", {"said": error.strerror or str(error)}))
        return []
    taken = []
    for found in result.documents:
        source = parse(written(found, path.name, language), name)
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


def _headings(found: Found) -> Iterator[tuple[str, Place]]:
    """The lists of a document, each with the heading that its first item stands under."""
    sections = [place for place in places(found) if place.steps[:1] == ("sections",) and place.found.lines]
    for key, value in found.values.items():
        first = value[0] if isinstance(value, list) and value and isinstance(value[0], Found) else None
        line = min((one.number for one in first.all_lines()), default=0) if first and key != "sections" else 0
        above = [place for place in sections if place.found.lines[0].number <= line]
        if above:
            yield key, above[-1]


def _words(place: Place, result: Import, lines: Sequence[Line] = ()) -> Words:
    """The words that something found rests on, with the page and the section that it is said to stand on."""
    own = lines or place.found.lines or list(place.found.all_lines())
    first = min(own, key=lambda line: line.number, default=None)
    if first is None:
        return Words("")
    at = place.found.values.get("at")
    section, page = (at.get("section"), at.get("page")) if isinstance(at, dict) else (None, place.found.values.get("page"))
    text = " ".join(first.text.split())
    return Words(
        text,
        first.number if result.reading.numbered else 0,
        section,
        page if isinstance(page, int) else first.page if result.reading.paged else None,
        first.number,
    )
