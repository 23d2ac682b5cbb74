"""What the documents in a folder tell of a municipality: its nämnder, what it calls its documents, the words of its scales."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from plancheck.importing.evidence.columns import HEADS
from plancheck.importing.evidence.fuzzy import folded
from plancheck.importing.evidence.giving import ANY, BETWEEN
from plancheck.importing.evidence.labels import Labels
from plancheck.importing.evidence.names import named_bodies, names_of
from plancheck.importing.evidence.parts import has_known_heads, own_name
from plancheck.importing.evidence.profile import Profile, profile_of
from plancheck.importing.pipeline import Prepared, UntoldError, Wanted, prepared, recognised
from plancheck.importing.reading import ReadingError, read
from plancheck.importing.reading.limits import limited, recognition_seconds, time_used
from plancheck.importing.records.found import Found, places
from plancheck.messages import Language, said, word
from plancheck.model.text import Text
from plancheck.repository.configuration import Configuration
from plancheck.repository.declared import Declared, Purpose, Term
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.model import RuleSet
from plancheck.run.imported import PATIENCE_READING
from plancheck.run.open import Repository
from plancheck.run.starting import Answers, Body, OwnKind, id_of_body, this_year
from plancheck.run.survey import survey_of, workspace_of

NAMED = 3
"""How many files are named for something that is told."""
_KEYS: Mapping[str, Purpose] = {"assessment": "assessment", "status": "status"}
"""The keys of a document that have words of scales."""

Files: TypeAlias = dict[str, None]
"""The names of files, in their order."""


@dataclass
class Gathered:
    """What documents tell, each with the files that tell it: nämnder by id, which of them are `sure`, what each kind is called,
    the words of scales, years. `unread` are files that could not be read, `unknown` those that are of no known kind; `listed`
    are the ids of nämnder in the documents of the organisation, by their names, `organisations` the files of those.
    """

    base: RuleSet
    titles: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    sure: dict[str, Files] = field(default_factory=dict)
    mentioned: dict[str, Files] = field(default_factory=dict)
    kinds: dict[str, Files] = field(default_factory=dict)
    names: dict[str, dict[str, Files]] = field(default_factory=dict)
    words: dict[Purpose, dict[str, Files]] = field(default_factory=dict)
    years: dict[int, Files] = field(default_factory=dict)
    unread: list[tuple[str, Text]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)

    def id_of(self, title: str, profile: Profile) -> str:
        """The id of a nämnd by its name: that of a document of the organisation, else the one that the import gives it."""
        return self.listed.get(folded(title)) or id_of_body(title, profile)

    @property
    def namnder(self) -> Sequence[Body]:
        """The nämnder that are the municipality's for sure."""
        return [Body(body, self.titles[body]) for body in self.sure]

    @property
    def own_kinds(self) -> Sequence[OwnKind]:
        """The kinds of document that the municipality calls by one name, which is not the one that the rule set has."""
        called = {kind.title["sv"].casefold() for kind in self.base.kinds.values()}
        return [
            OwnKind(name, kind)
            for kind, names in self.names.items()
            for name in names
            if len(names) == 1 and name.casefold() not in called
        ]

    def scale_unlike(self, own: Iterable[Term], purpose: Purpose = "assessment") -> Sequence[str]:
        """The words of a scale that were seen, if any of them is none of the rule set's own."""
        known = {form.casefold() for term in own for form in (str(term.id), term.called("sv"), *term.also)}
        seen = self.words.get(purpose, {})
        return list(seen) if any(word.casefold() not in known for word in seen) else ()

    def added_to(self, answers: Answers, language: Language) -> Answers:
        """Answers with what documents tell besides, and what is unsure."""
        answered = {body.id for body in answers.namnder}
        unsure = [
            (Body(body, self.titles[body]), _named(files))
            for body, files in (*self.sure.items(), *self.mentioned.items())
            if body not in answered
        ]
        chosen = {str(term.id).casefold() for term in answers.scale}
        remarks = []
        for purpose in _KEYS.values():
            words = self.scale_unlike(self.base.declared.terms(purpose), purpose)
            if words and not (purpose == "assessment" and all(one.casefold() in chosen for one in words)):
                told = ", ".join(f"{one} ({_named(self.words[purpose][one])})" for one in words)
                remarks.append(word(f"init-remark-{purpose}", language, words=told))
        year = max(self.years, default=answers.year)
        return answers._replace(year=year, unsure=unsure, kinds=self.own_kinds, remarks=remarks)

    def told(self, language: Language, *, to_rules: bool) -> Iterator[str]:
        """What was taken from where, and what is unsure, as lines; `to_rules` says that a rule set is made of it."""
        listed: list[tuple[str, Mapping[str, Files]]] = [
            ("init-told-namnder", {self.titles[body]: files for body, files in self.sure.items()}),
            ("init-told-mentioned", {self.titles[body]: files for body, files in self.mentioned.items()}),
            ("init-told-kinds", {self.base.kinds[kind].title[language]: files for kind, files in self.kinds.items()}),
            ("init-told-assessment", self.words.get("assessment", {})),
            ("init-told-status", self.words.get("status", {})),
            ("init-told-years", {str(year): self.years[year] for year in sorted(self.years)}),
        ]
        yield word("init-told", language)
        for key, things in listed:
            if things:
                told = "; ".join(f"{thing} ({_named(files)})" for thing, files in things.items())
                yield f"  {word(key, language)} {told}"
            elif key in ("init-told-namnder", "init-told-kinds", "init-told-assessment"):
                yield f"  {word(key, language)} {word('init-told-none', language)}"
        for own in self.own_kinds if to_rules else ():
            yield f"  {word('init-told-own', language, name=own.title, kind=self.base.kinds[own.is_].title)}"
        for kind, names in self.names.items():
            if len(names) > 1:
                title = self.base.kinds[kind].title
                yield f"  {word('init-told-several', language, kind=title, names=list(names))}"
        for file in self.organisations:
            yield f"  {word('init-told-organisation', language, file=file)}"
        if self.unknown:
            yield f"  {word('init-told-unknown', language, files=self.unknown)}"
        reasons: dict[str, list[str]] = {}
        for file, why in self.unread:
            reasons.setdefault(said(why, language), []).append(file)
        yield from (f"  {word('init-told-unread', language, files=files, why=why)}" for why, files in reasons.items())


def _named(files: Iterable[str]) -> str:
    """The names of files, the first of many."""
    first = list(itertools.islice(files, NAMED + 1))
    return ", ".join(first[:NAMED]) + (" …" if len(first) > NAMED else "")


def gathered_in(folder: Path, base: RuleSet, language: Language) -> Gathered:
    """What the documents below a folder tell, as far as a rule set knows such documents."""
    repository = Repository(folder, (folder,), Configuration(), None, language, base)
    gathered, profile = Gathered(base), profile_of(base.folders)
    workspace = workspace_of(repository)
    survey = survey_of(repository)
    _of_yaml(workspace, folder, profile, gathered)
    for path in survey.importable.values():
        name = path.relative_to(folder).as_posix()
        try:
            _of_file(path, name, workspace, _without_scales(base), _knowing_every_scale(profile, base), gathered)
        except ReadingError as error:
            gathered.unread.append((name, error.text))
        except OSError as error:
            gathered.unread.append((name, Text("unreadable", {"said": error.strerror or str(error)})))
    gathered.unread += [(one.path.relative_to(folder).as_posix(), one.why) for one in survey.unread]
    gathered.mentioned = {body: files for body, files in gathered.mentioned.items() if body not in gathered.sure}
    return gathered


def _without_scales(base: RuleSet) -> RuleSet:
    """A rule set that has no scales: the words of any are then read as they stand."""
    words = {purpose: terms for purpose, terms in base.declared.words.items() if purpose not in _KEYS.values()}
    return base._replace(declared=Declared.of(base.kinds, words))


def _knowing_every_scale(profile: Profile, base: RuleSet) -> Profile:
    """A profile for which the words of the rule set's own scales are words like those of others."""
    goals, uppdrag = profile.goals, profile.uppdrag
    assessments = [*goals.other_assessments, *_forms(base, "assessment"), *_listed(goals.assessment_words)]
    statuses = [*uppdrag.other_statuses, *_forms(base, "status"), *_listed(uppdrag.status_words)]
    return profile.model_copy(
        update={
            "goals": goals.model_copy(update={"other_assessments": assessments}),
            "uppdrag": uppdrag.model_copy(update={"other_statuses": statuses}),
        }
    )


def _forms(base: RuleSet, purpose: Purpose) -> list[str]:
    return [form for term in base.declared.terms(purpose) for form in (term.called("sv"), *term.also)]


def _listed(words: Mapping[str, Sequence[str]]) -> list[str]:
    return [one.capitalize() for forms in words.values() for one in forms]


# Documents in YAML


def _of_yaml(workspace: Workspace, folder: Path, profile: Profile, gathered: Gathered) -> None:
    for entry in workspace.usable(workspace.entries):
        name = Path(entry.file).absolute().relative_to(folder.absolute()).as_posix()
        document = entry.document
        if document.namnder or document.groups:
            gathered.organisations.append(name)
        for namnd in document.namnder:
            _note(gathered.sure, namnd.id, name)
            gathered.titles[namnd.id] = namnd.title
            gathered.listed |= {folded(called): namnd.id for called in names_of(namnd.title, profile)}
        _note(gathered.kinds, document.document, name)
        _note(gathered.years, document.year, name)
        _of_values(document.model_dump(by_alias=True, exclude_defaults=True), name, gathered)


# Files of other formats


FEW = 4
"""How many words an assessment or a status has at most."""


def _of_file(path: Path, name: str, workspace: Workspace, base: RuleSet, profile: Profile, gathered: Gathered) -> None:
    """Note what a file tells. Raises ReadingError and OSError."""
    start = time_used()
    reading = read(path, path.name, PATIENCE_READING)
    with limited(recognition_seconds(reading.pages, time_used() - start)):
        content = prepared(reading, profile, base, workspace)
        _of_lines(content, name, gathered)
        _of_labels(content, name, gathered)
        kind = content.parts[0].kind
        if kind is None and not (reading.sheets and has_known_heads(profile, reading.lines)):
            gathered.unknown.append(name)
            return
        documents, is_whose_told = _documents(content)
    for part in content.parts:
        if part.kind is not None:
            _note(gathered.kinds, part.kind, name)
            called = own_name(part, content.around)
            if called is not None:
                _note(gathered.names.setdefault(part.kind, {}), called, name)
            if base.kinds[part.kind].role == "register":
                for title in _addressed(" ".join(line.text for line in part.lines), profile):
                    _note(gathered.sure, gathered.id_of(title, profile), name)
    if kind is not None and content.year is not None:
        _note(gathered.years, content.year, name)
    for document in documents:
        namnd = document.values.get("namnd")
        if is_whose_told and namnd in gathered.titles:
            _note(gathered.sure, str(namnd), name)
        for place in places(document):
            _of_values(place.found.values, name, gathered, deep=False)


def _documents(content: Prepared) -> tuple[Sequence[Found], bool]:
    """The documents of a file, and whether it is told whose they are: their words are of interest whoever's they are."""
    wanted = Wanted()
    while True:
        try:
            return recognised(content, wanted).documents, wanted.namnd is None
        except UntoldError as error:
            if error.what not in ("namnd", "year"):
                return (), False
            wanted = wanted.answered(error.what, next(iter(error.known), "0" if error.what == "namnd" else this_year()))


def _addressed(text: str, profile: Profile) -> Iterator[str]:
    """The names of the nämnder that a text of those who steer them gives an uppdrag."""
    by = profile.register_.by if profile.register_ else None
    for directive in profile.uppdrag.directives:
        before, _, behind = (r"\s+".join(map(re.escape, part.split())) for part in directive.rpartition(ANY))
        pattern = rf"(?<!\w){before}([^.;]{{1,{BETWEEN}}}?)(?<!\w){behind}(?!\w)"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield from (named.name for named in named_bodies(match[1], profile) if named.body != by)


def _of_lines(content: Prepared, name: str, gathered: Gathered) -> None:
    """Note the nämnder that a file names: for sure those that a line or a cell has, and no other words."""
    profile = content.around.profile
    firsts = {folded(title).split()[0] for titles in content.around.titles.values() for title in titles if title.split()}
    by = profile.register_.by if profile.register_ else None
    for line in content.reading.lines:
        titles, rest = [], line.text
        for named in reversed(named_bodies(line.text, profile)):
            title = named.name
            *whole, last = title.split()
            if whole and folded(last) in firsts:
                # What follows is no place, but the title of the document.
                title = " ".join(whole)
            titles.append(title)
            rest = rest[: named.start] + rest[named.start + len(title) + named.is_genitive :]
        is_alone = not re.search(r"[^\W\d_]", rest)
        for title in reversed(titles):
            body = gathered.id_of(title, profile)
            if body and body != by:
                gathered.titles.setdefault(body, title[:1].upper() + title[1:])
                _note(gathered.sure if is_alone else gathered.mentioned, body, name)


def _of_labels(content: Prepared, name: str, gathered: Gathered) -> None:
    """Note the words of scales that stand behind a label, or in a column below its head."""
    labels = Labels(content.around.profile)

    def note(label: str, text: str) -> None:
        purpose = _KEYS.get(labels.role(label) or "")
        if purpose is not None and 0 < len(text.split()) <= FEW and not re.search(r"[0-9:]|[^\W\d_][.!?]$", text):
            _note_word(purpose, text, name, gathered)

    cells: dict[tuple[int, int, int], str] = {}
    for line in content.reading.lines:
        if line.cell is not None:
            cells[line.cell] = f"{cells.get(line.cell, '')} {line.text}".strip()
        elif ":" in line.text:
            label, _, text = line.text.partition(":")
            note(label.strip(), text.strip())
    heads: dict[tuple[int, int], str] = {}
    for (table, row, column), text in sorted(cells.items()):
        if row < HEADS and labels.role(text) is not None:
            heads.setdefault((table, column), text)
        elif (table, column) in heads:
            note(heads[table, column], text)


def _note_word(purpose: Purpose, given: str, name: str, gathered: Gathered) -> None:
    """Note a word of a scale, once whatever its case."""
    words = gathered.words.setdefault(purpose, {})
    _note(words, next((word for word in words if folded(word) == folded(given)), given), name)


def _of_values(values: Mapping[str, Any], name: str, gathered: Gathered, *, deep: bool = True) -> None:
    """Note the words of scales in a document."""
    for key, value in values.items():
        purpose = _KEYS.get(key)
        if purpose is not None and isinstance(value, str):
            _note_word(purpose, value, name, gathered)
        for inner in value if deep and isinstance(value, list) else ():
            if isinstance(inner, Mapping):
                _of_values(inner, name, gathered)


def _note(noted: dict[Any, Files], what: Any, file: str) -> None:
    noted.setdefault(what, {})[file] = None
