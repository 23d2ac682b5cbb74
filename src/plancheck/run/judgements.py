"""What came out for each document, kept from run to run: it is judged again where something that this rests on has changed.

A judgement rests on the content of the documents that were looked into, on which documents there are and what their headers
say, on the rule set and the program, and on the day where a rule asks for it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plancheck.repository.workspace import Entry, Workspace
from plancheck.ruleset.model import Rule
from plancheck.run.cache import Cache, hash_of, program
from plancheck.run.engine import Judgement
from plancheck.run.open import Repository
from plancheck.run.results import Deadline, Evaluation, Location, Passes, Related


class Ground(NamedTuple):
    """What all judgements of a check rest on: which check it is (`key`), and what is one for all documents (`same`)."""

    key: str
    same: str


class Kept(NamedTuple):
    """The judgements of an earlier run that still hold, by entry; `is_whole` says that all of its judgements do."""

    judgements: Mapping[Entry, Judgement]
    is_whole: bool


def ground_of(
    repository: Repository, workspace: Workspace, rules: Sequence[Rule], passes: Passes, in_memory: Path | None
) -> Ground | None:
    """What the judgements of a check rest on; None where nobody can know it: a plug-in may look at anything."""
    if any(rule.values.get("check") == "plugin" for rule in rules):
        return None
    # What people change between two checks is in the key, so that each finds its own.
    key = hash_of(
        "judgements", str(Path.cwd()), *map(str, repository.roots), str(in_memory), repository.language, passes,
        *(rule.id for rule in rules),
    )  # fmt: skip
    configuration = repository.configuration
    documents = (f"{_number(entry)} {entry.file} {_header(entry)}" for entry in workspace.entries)
    same = hash_of(
        program(), repository.ruleset.digest, repr(configuration.rules), repr(configuration.vocabulary),
        repr(configuration.covers), repr(workspace.unidentified), *documents,
    )  # fmt: skip
    return Ground(key, same)


def kept_judgements(cache: Cache, ground: Ground, workspace: Workspace, today: datetime.date) -> Kept:
    """The judgements that hold on a day. The workspace is given the faults that were found on the way to them."""
    kept = cache.get(ground.key)
    if not isinstance(kept, dict) or kept.get("same") != ground.same:
        return Kept({}, is_whole=False)
    contents, faulty = kept["contents"], _marks(kept["faulty"])
    changed = sum(entry.mark for entry in workspace.entries if contents.get(str(_number(entry))) != _content(entry))
    day = today.isoformat()
    judgements: dict[Entry, Judgement] = {}
    looked_into = 0
    for entry in workspace.entries:
        if entry.mark & changed or (values := kept["judgements"].get(str(_number(entry)))) is None:
            continue
        evaluations, passed, ranges, since, until = values
        marks = _marks(ranges)
        if not marks & changed and since <= day <= until:
            days = datetime.date.fromisoformat(since), datetime.date.fromisoformat(until)
            judgements[entry] = Judgement([_evaluation(*one) for one in evaluations], passed, marks, *days)
            looked_into |= marks
    for entry in workspace.entries:
        if entry.mark & looked_into & faulty:
            entry.note_faults()
    return Kept(judgements, len(judgements) == len(kept["judgements"]))


def keep(cache: Cache, ground: Ground, workspace: Workspace, judgements: Mapping[Entry, Judgement]) -> None:
    """Keep judgements for the next run, with what they rest on."""
    files = {fault.file for fault in workspace.faults}
    cache.put(
        ground.key,
        {
            "same": ground.same,
            "contents": {_number(entry): _content(entry) for entry in workspace.entries},
            "faulty": _ranges(sum(entry.mark for entry in workspace.entries if entry.file in files)),
            "judgements": {
                _number(entry): [
                    judgement.evaluations, judgement.passed, _ranges(judgement.looked_into), judgement.since, judgement.until,
                ]
                for entry, judgement in judgements.items()
            },
        },
    )  # fmt: skip


def _number(entry: Entry) -> int:
    return entry.mark.bit_length() - 1


def _header(entry: Entry) -> str:
    return repr(entry.header._replace(keys=frozenset())) + " ".join(sorted(entry.header.keys))


def _content(entry: Entry) -> str:
    """What stands for the content of a document; of one that was imported, with the words that each place comes from."""
    if entry.origin is not None:
        return hash_of(entry.text, repr(entry.origin))
    return entry.sha256 or hash_of(entry.text)


def _ranges(marks: int) -> list[int]:
    """The bits of a number, as where each run of them begins and where it has ended: neighbours look into each other."""
    return [place for run in re.finditer("1+", bin(marks)[:1:-1]) for place in run.span()]


def _marks(ranges: Iterable[int]) -> int:
    places = iter(ranges)
    return sum((1 << end) - (1 << start) for start, end in zip(places, places, strict=True))


def _evaluation(*values: Any) -> Evaluation:
    """An evaluation from its values in JSON."""
    kept: dict[str, Any] = dict(zip(Evaluation._fields, values, strict=True))
    related = tuple(Related(Location(*where), note) for where, note in kept["related"])
    days = [datetime.date.fromisoformat(day) if day else None for day in kept["deadline"] or ()]
    deadline = Deadline(days[0], days[1]) if days and days[0] else None
    return Evaluation(**{**kept, "location": Location(*kept["location"]), "related": related, "deadline": deadline})
