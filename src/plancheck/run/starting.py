"""A new plan repository (`plancheck init`): what somebody answers about a municipality, as files to go on with."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias

from plancheck.importing.evidence.folding import folded
from plancheck.importing.evidence.names import id_of
from plancheck.importing.evidence.profile import Profile, profile_of
from plancheck.messages import LANGUAGES, Language, clean, word
from plancheck.model.problems import ProblemError, placeless
from plancheck.model.source import SourceError, parse
from plancheck.model.text import unknown_name
from plancheck.repository.configuration import HAS_LETTERS, Configuration
from plancheck.repository.declared import Kind, Purpose, Role, Term
from plancheck.repository.files import CONFIGURATION, write_file
from plancheck.repository.organisation import called, every_name
from plancheck.repository.review import MARKS
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.loader import load
from plancheck.ruleset.locating import shipped_sets
from plancheck.ruleset.model import RuleSet
from plancheck.run.open import Repository, open_repository, shown_path
from plancheck.run.survey import workspace_of

RULES = "regler"
"""The folder of the municipality's own rule set."""
EDITOR = ".vscode"
"""The folder with what an editor goes by."""
ORGANISATION = "organisation.yaml"
_TEMPLATES = Path(__file__).with_name("templates")

SchemaOfKind: TypeAlias = Callable[[str, RuleSet, Mapping[str, str], Language], str]


class Body(NamedTuple):
    """A nämnd: the id that documents name it by, and its name."""

    id: str
    title: str


class OwnKind(NamedTuple):
    """What a municipality calls a kind of document, and the kind that it is."""

    title: str
    is_: str


class Answers(NamedTuple):
    """What a repository is made of: the municipality's name, its nämnder, its scale, the rule set that its own one extends.

    `unsure` are nämnder that may be its own, each with where it was named; `kinds` what it calls its documents; `year` the year
    that examples are about; `remarks` what else a person is to know about the words.
    """

    name: str
    namnder: Sequence[Body]
    scale: Sequence[Term]
    base: RuleSet
    year: int
    unsure: Sequence[tuple[Body, str]] = ()
    kinds: Sequence[OwnKind] = ()
    remarks: Sequence[str] = ()


class Schemas(NamedTuple):
    """What makes the schemas for an editor: that of a kind of document, and that of a file of another sort."""

    of_kind: SchemaOfKind
    of_file: Callable[[str], str]


class Start(NamedTuple):
    """What came of it: the files written, those that were there and are as they were, and which one says what to do next."""

    written: Sequence[Path]
    left: Sequence[Path]
    readme: Path


# What is answered


def name_in(text: str) -> str:
    """The name of the municipality. Raises ProblemError for one of which no id can be made."""
    name = _tidy(text)
    if not id_of(name):
        raise ProblemError(placeless("--name", "init-no-name" if not name else "init-no-id", given=name))
    return name


def models(language: Language) -> Sequence[str]:
    """What a rule set can be built on: those that ship, or another model, which is what every municipality does."""
    return [*shipped_sets(), word("init-other", language)]


def base_of(model: str, language: Language) -> RuleSet:
    """The rule set that a model is. Raises ProblemError where there is none of the name."""
    name = " ".join(model.split()).casefold()
    known = models(language)
    if name not in known:
        raise ProblemError(placeless("--model", "init-unknown-model", **unknown_name(model, known)))
    return load(name if name in shipped_sets() else Configuration().ruleset)


def namnder_in(texts: Iterable[str], profile: Profile) -> list[Body]:
    """The nämnder that texts name, one a line or between commas, with the ids that the import gives them.

    A comma behind a hyphen is in a name: Barn-, ungdoms- och fritidsnämnden. Raises ProblemError for one that is named twice,
    of which no id can be made, or that is no nämnd.
    """
    found: dict[str, Body] = {}
    for part in (part for text in texts for part in re.split(r"(?<!-),|[;\n]", text)):
        title = _tidy(part)
        if not title:
            continue
        body = Body(id_of_body(title, profile), title)
        if not body.id:
            raise ProblemError(placeless("--namnder", "init-no-id", given=title))
        if profile.register_ is not None and body.id == profile.register_.by:
            raise ProblemError(placeless("--namnder", "init-no-namnd", given=title))
        if body.id in found:
            raise ProblemError(placeless("--namnder", "init-namnd-twice", given=title, other=found[body.id].title, id=body.id))
        found[body.id] = body
    return list(found.values())


def id_of_body(title: str, profile: Profile) -> str:
    """The id that a body gets by its name, as the import gives it; empty where none can be made."""
    named = (body for body, names in profile.bodies.names.items() if folded(title) in map(folded, names))
    return next(named, id_of(title))


def scale_of(terms: Iterable[Term]) -> list[str]:
    """The words of a vocabulary that are steps of its scale: not those that say that nothing could be assessed."""
    return [title_of(term) for term in terms if _ASIDE not in term.marks]


_ASIDE = "not-assessable"


def scale_in(text: str, base: RuleSet) -> list[Term]:
    """The words of a scale, from the best to the worst, between commas; one that the rule set knows keeps what that says of it.
    Its words for what could not be assessed come last.

    Raises ProblemError for a scale that is none: too few words, one twice, one without letters.
    """
    own = base.declared.terms("assessment")
    known = {form: term for term in own for form in _forms_of(term)}
    scale: dict[str, Term] = {}
    for given in filter(None, map(_tidy, re.split(r"[,;\n]", text))):
        if not re.search(HAS_LETTERS, given):
            raise ProblemError(placeless("--scale", "init-no-word", given=given))
        term = known.get(given.casefold()) or Term(given.lower(), given)
        key = str(term.id).casefold()
        if key in scale:
            raise ProblemError(placeless("--scale", "init-word-twice", given=given))
        scale[key] = term
    steps = len(scale_of(scale.values()))
    if steps <= 1:
        raise ProblemError(placeless("--scale", "init-short-scale" if steps else "init-no-scale"))
    aside = [term for term in own if _ASIDE in term.marks and str(term.id).casefold() not in scale]
    return [*scale.values(), *aside]


def met_in(scale: Sequence[Term], own: Iterable[Term]) -> str:
    """The words of a scale that say that a goal is met, as far as the rule set has them; else its best word."""
    met = {term.id for term in own if "fulfils" in term.marks}
    return ", ".join(title_of(term) for term in scale if term.id in met) or scale_of(scale)[0]


def fulfilled_in(text: str, scale: Sequence[Term]) -> list[Term]:
    """The scale with the words marked that say that a goal is met. Raises ProblemError for none, and for others."""
    given = [_tidy(part) for part in re.split(r"[,;\n]", text) if _tidy(part)]
    words = {form: str(term.id) for term in scale if _ASIDE not in term.marks for form in _forms_of(term)}
    unknown = next((one for one in given if one.casefold() not in words), None)
    if unknown is not None:
        raise ProblemError(placeless("--fulfilled", "init-not-in-scale", **unknown_name(unknown, scale_of(scale))))
    if not given:
        raise ProblemError(placeless("--fulfilled", "init-none-fulfilled"))
    met = {words[one.casefold()] for one in given}
    return [term._replace(marks=(term.marks - {"fulfils"}) | ({"fulfils"} if str(term.id) in met else set())) for term in scale]


def title_of(term: Term) -> str:
    """What a word is called in Swedish, as it stands in documents."""
    return term.called("sv")


def _forms_of(term: Term) -> list[str]:
    return [form.casefold() for form in (str(term.id), title_of(term), *term.also)]


def _tidy(text: str) -> str:
    """What somebody has written, on one line, without blanks around it and what a terminal would act on."""
    return " ".join(clean(text).split())


# The files


def lacks(folder: Path, language: Language) -> frozenset[str]:
    """What is to be asked about a folder, by what it lacks: a rule set (`rules`, and with it the model, the scale, and
    what of it counts as fulfilled), the `namnder`, and the `name`, which stands in most files.
    """
    has_rules = _is_there(folder / CONFIGURATION) or _is_there(folder / RULES)
    rules = frozenset() if has_rules else frozenset({"rules", "model", "scale", "fulfilled", "name"})
    organisation = frozenset() if _is_there(folder / ORGANISATION) else frozenset({"namnder", "name"})
    named = (CONFIGURATION, _readme_of(folder, language))
    return rules | organisation | (frozenset() if all(_is_there(folder / file) for file in named) else frozenset({"name"}))


def _readme_of(folder: Path, language: Language) -> str:
    """The name of the file that says what to do next: that of the language, unless the folder has that of another."""
    names = [word("init-readme", one) for one in (language, *LANGUAGES)]
    return next((name for name in names if _is_there(folder / name)), names[0])


def ruleset_here(folder: Path) -> RuleSet | None:
    """The rule set that a folder has already: that of its configuration, or its own without one. Raises ProblemError."""
    if _is_there(folder / CONFIGURATION):
        return open_repository([folder]).ruleset
    return load(RULES, folder) if _is_there(folder / RULES) else None


def start(folder: Path, answers: Answers, schemas: Schemas, language: Language) -> Start:
    """Write the files of a repository; one that is there is left as it is. All are written, or none.

    Raises ProblemError where what is there cannot be used, and OSError.
    """
    files = {folder / name: content for name, content in _settings_of(folder, answers, language).items()}
    own = {path.name: content for path, content in files.items() if path.parent == folder / RULES}
    ruleset = _new_ruleset(own) if own else answers.base
    bodies = _known_bodies(folder, ruleset, answers)
    readme = _readme_of(folder, language)
    more = {readme: _readme(answers, ruleset, bodies, language), **dict(_of_editor(ruleset, bodies, schemas, language))}
    files |= {folder / name: content for name, content in more.items()}
    left = [path for path in files if _is_there(path)]
    if _is_there(folder / CONFIGURATION):
        left.insert(0, folder / CONFIGURATION)
    elif _is_there(folder / RULES):
        left.insert(0, folder / RULES)
    new = {path: content for path, content in files.items() if path not in left}
    _write(new)
    return Start(list(new), left, folder / readme)


def bodies_in(repository: Repository) -> dict[str, str]:
    """The names of the nämnder and groups of a repository by id, with those who are in every municipality."""
    workspace = workspace_of(repository)
    return {**_bodies_listed(workspace), **_bodies_of(profile_of(repository.ruleset.folders))}


def _bodies_listed(workspace: Workspace) -> dict[str, str]:
    return {name: called(workspace, name) for name in sorted(every_name(workspace))}


def _bodies_of(profile: Profile) -> dict[str, str]:
    return {body: names[0].capitalize() for body, names in profile.bodies.names.items() if names}


def _is_there(path: Path) -> bool:
    """Whether anything is at a path, a link that leads nowhere too."""
    return os.path.lexists(path)


def _settings_of(folder: Path, answers: Answers, language: Language) -> dict[str, str]:
    """The configuration, the organisation and the rule set: but for the rule set of a folder that has one."""
    first = answers.namnder[0].id if answers.namnder else _EXAMPLE.id
    values = {"name": answers.name, "namnd": first, "year": str(answers.year)}
    files = {ORGANISATION: _organisation(answers, values, language)}
    if _is_there(folder / CONFIGURATION):
        return files
    files[CONFIGURATION] = _filled(f"plancheck.{language}.yaml", values)
    if not _is_there(folder / RULES):
        files[f"{RULES}/ruleset.yaml"] = _own_rules(answers, language)
        files[f"{RULES}/exempel.yaml"] = _example(answers, language)
    return files


_EXAMPLE = Body("kulturnamnden", "Kulturnämnden")


def _organisation(answers: Answers, values: Mapping[str, str], language: Language) -> str:
    rows = [f"  - {{id: {_scalar(body.id)}, title: {_scalar(body.title)}}}" for body in answers.namnder]
    lines = ["namnder:", *rows] if rows else ["# namnder:", f"#   - {{id: {_EXAMPLE.id}, title: {_EXAMPLE.title}}}"]
    if not rows:
        lines.insert(0, f"# {word('init-no-namnder', language)}")
    for body, where in answers.unsure:
        lines.append(f"  # {MARKS[language]}: {word('init-unsure-namnd', language, name=body.title, files=where)}")
        lines.append(f"  # - {{id: {_scalar(body.id)}, title: {_scalar(body.title)}}}")
    return _filled(f"organisation.{language}.yaml", {**values, "title": _scalar(answers.name), "namnder": "\n".join(lines)})


def _own_rules(answers: Answers, language: Language) -> str:
    """The municipality's own rule set: its scale, and what it inherits as comments to fill in."""
    base = answers.base
    scale, status = _vocabulary_of(base, "assessment"), _vocabulary_of(base, "status")
    own = base.declared.terms("assessment")
    declared = [] if own else [f"uses: {{assessment: {scale}}}"]
    declared += [] if any(term.rank is not None for term in own) else [f"ordered: [{scale}]"]
    sections = {kind.sections: kind for kind in base.kinds.values() if kind.sections}
    blocks = [
        _inherited("init-sections", name, base.vocabulary.get(name, ()), language, kind=kind.title)
        for name, kind in sections.items()
    ]
    remarks = "".join(f"{_comment(f'{MARKS[language]}: {remark}')}\n" for remark in answers.remarks)
    title = {name: _scalar(word("init-title", name, name=answers.name)) for name in ("sv", "en")}
    values = {
        "name": answers.name,
        "id": id_of(answers.name),
        "extends": base.name,
        "title-sv": title["sv"],
        "title-en": title["en"],
        "documents": "\n\n".join([_own_kinds(answers), *declared]),
        "scale": remarks + _words(scale, answers.scale, "  "),
        "status": _inherited("init-status", status, base.declared.terms("status"), language),
        "sections": "\n\n".join(blocks),
        "rule": next(iter(base.rules), "EGN001"),
    }
    return _filled(f"ruleset.{language}.yaml", values)


def _inherited(key: str, name: str, terms: Sequence[Term], language: Language, **details: object) -> str:
    """A vocabulary that is inherited, as a comment that says what it is; nothing where there is none."""
    return f"{_comment(word(key, language, **details))}\n{_words(name, terms, '  # ')}" if terms else ""


def _comment(text: str) -> str:
    """A text as comments within a mapping."""
    return "\n".join(textwrap.wrap(text, WIDTH, initial_indent="  # ", subsequent_indent="  # ", break_on_hyphens=False))


WIDTH = 120
"""How wide a line of a comment is."""


def _vocabulary_of(base: RuleSet, purpose: Purpose) -> str:
    """The name of the vocabulary that serves a purpose of the program; the purpose's own where the rule set has none."""
    terms = base.declared.words.get(purpose)
    return next((name for name, words in base.vocabulary.items() if words is terms), purpose)


def _own_kinds(answers: Answers) -> str:
    """What the municipality calls its documents; where nothing is known of that, an example as a comment."""
    if answers.kinds:
        rows = [_own_kind(kind) for kind in answers.kinds]
        return "\n".join(["documents:", *(f"  {row}" for row in rows)])
    kind = _kind_for("plan", answers.base)
    titles = profile_of(answers.base.folders).document(kind).titles
    example = next((title for title in titles if id_of(title) not in answers.base.kinds), None)
    return "# documents:" + (f"\n#   {_own_kind(OwnKind(example, kind.id))}" if example else "")


def _own_kind(kind: OwnKind) -> str:
    title = _scalar(kind.title)
    return f"{_scalar(id_of(kind.title))}: {{sv: {title}, en: {title}, is: {kind.is_}}}"


def _words(name: str, terms: Iterable[Term], margin: str) -> str:
    """A vocabulary as it stands in a rule file."""
    lines = [f"{name}:", *(f"  {line}" for term in terms for line in _word(term))]
    return "\n".join(f"{margin}{line}" for line in lines)


def _word(term: Term) -> Iterator[str]:
    """A word of a vocabulary and what is said of it, on one line if that is not too long."""
    titles = {"sv": term.title} if isinstance(term.title, str) else dict(term.title)
    if titles.get("en") == titles["sv"]:
        del titles["en"]
    said = [f"{language}: {_scalar(title)}" for language, title in titles.items()]
    said += [f"also: [{', '.join(map(_scalar, term.also))}]"] if term.also else []
    said += [f"{mark}: true" for mark in sorted(term.marks)]
    key = _scalar(str(term.id))
    line = f"{key}: {{{', '.join(said)}}}"
    yield from [line] if len(line) < WIDTH else [f"{key}:", *(f"  {one}" for one in said)]


def _example(answers: Answers, language: Language) -> str:
    kind = _kind_for("plan", answers.base)
    titles = {f"kind-title-{name}": title for name, title in kind.title.items()}
    return _filled(f"example.{language}.yaml", {"kind": kind.id, **titles})


def _kind_for(role: Role, ruleset: RuleSet) -> Kind:
    """The kind of a role that most things are about, by the name that the rule set gives it: KF's of a register, the nämnd's of
    any other, and one with sections of its own. The nearest to that, where there is none.
    """
    kinds = [kind for kind in ruleset.kinds.values() if kind.yearly and not kind.several] or list(ruleset.kinds.values())
    of = "city" if role == "register" else "namnd"
    best = max(kinds, key=lambda kind: (kind.role == role, kind.of == of, bool(kind.sections)))
    return next((kind for kind in kinds if kind.id != best.id and kind.is_a(best.id)), best)


def _new_ruleset(own: Mapping[str, str]) -> RuleSet:
    """The rule set that files make, by their names."""
    with TemporaryDirectory() as place:
        for name, content in own.items():
            Path(place, name).write_text(content, encoding="utf-8")
        ruleset = load(place)
        # The words of the import are those of the rule sets that it extends.
        return ruleset._replace(folders=ruleset.folders[:-1])


def _known_bodies(folder: Path, ruleset: RuleSet, answers: Answers) -> dict[str, str]:
    """The nämnder by id: those of the organisation that the folder has, or that are answered; and those who are everywhere."""
    listed = {body.id: body.title for body in answers.namnder}
    if _is_there(folder / ORGANISATION):
        workspace = Workspace(ruleset.declared)
        workspace.read(folder / ORGANISATION, shown_path(folder / ORGANISATION))
        listed = _bodies_listed(workspace)
    return {**listed, **_bodies_of(profile_of(ruleset.folders))}


def _readme(answers: Answers, ruleset: RuleSet, bodies: Mapping[str, str], language: Language) -> str:
    """What to do next."""
    profile = profile_of(ruleset.folders)
    register, plan = _kind_for("register", ruleset), _kind_for("plan", ruleset)
    namnd = next((name for name in bodies if name not in profile.bodies.names), _EXAMPLE.id)
    values = {"year": str(answers.year), "namnd": namnd}

    def block(template: str, kind: Kind) -> str:
        path = _path_of(kind, profile).format(namnd=namnd, year=answers.year, kind=kind.id)
        text = _filled(template, {**values, "kind": kind.id, "file": path}).rstrip()
        return "\n".join(f"   {line}" for line in ("```yaml", *text.splitlines(), "```"))

    named = {"namnd": word("init-namnd", language), "year": word("init-year", language)}
    extended = {name for kind in ruleset.kinds.values() for name in kind.lineage if name != kind.id}
    rows = [
        f"- {kind.title[language]}: `{_path_of(kind, profile).format(**named, kind=kind.id)}`"
        for kind in ruleset.kinds.values()
        if kind.id not in extended
    ]
    more = {
        "name": answers.name,
        "budget": block("budget.yaml", register),
        "plan": block("plan.yaml", plan),
        "kinds": "\n".join(rows),
        "rule": next(iter(ruleset.rules), "EGN001"),
    }
    return _filled(f"readme.{language}.md", more)


def _path_of(kind: Kind, profile: Profile) -> str:
    """Where a document of a kind is, as the import writes it."""
    usual = "{namnd}/{year}/{kind}.yaml" if kind.of == "namnd" else "{year}-{kind}.yaml"
    return profile.document(kind).file or (usual if kind.yearly else "{kind}.yaml")


def _of_editor(ruleset: RuleSet, bodies: Mapping[str, str], schemas: Schemas, language: Language) -> Iterator[tuple[str, str]]:
    """A schema for each kind of document, for rules and for the configuration; and which files each is for."""
    profile = profile_of(ruleset.folders)
    patterns: dict[str, list[str]] = {}
    taken: set[str] = set()
    extended = {name for kind in ruleset.kinds.values() for name in kind.lineage if name != kind.id}
    # Where a municipality has its own name for a kind, the files of that kind are of its own one.
    for kind in sorted(ruleset.kinds.values(), key=lambda kind: kind.id in extended):
        path = _path_of(kind, profile).format(namnd="*", year="*", kind=kind.id)
        names = dict.fromkeys([f"**/{kind.id}.yaml", f"**/{kind.id}-*.yaml", f"**/{path.removeprefix('*/*/')}"])
        patterns[kind.id] = [name for name in names if name not in taken]
        taken.update(names)
        yield f"{EDITOR}/{kind.id}.schema.json", schemas.of_kind(kind.id, ruleset, bodies, language)
    others = {"rules": f"{RULES}/*.yaml", "configuration": CONFIGURATION}
    for name, pattern in others.items():
        yield f"{EDITOR}/{name}.schema.json", schemas.of_file(name)
        patterns[name] = [pattern]
    settings = {"yaml.schemas": {f"./{EDITOR}/{name}.schema.json": names for name, names in patterns.items()}}
    yield f"{EDITOR}/settings.json", json.dumps(settings, ensure_ascii=False, indent=2) + "\n"


def _filled(template: str, values: Mapping[str, str]) -> str:
    """A template with the values in the places of their names."""
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    filled = re.sub(r"\{([a-z-]+)\}", lambda match: values[match[1]], text)
    return re.sub(r"\n{3,}", "\n\n", filled)


def _scalar(text: str) -> str:
    """A text as a value or a key in YAML, in quotes where it would be read as something else."""
    try:
        is_plain = parse(f"{{{text}: {text}}}", "").root == {text: text}
    except SourceError:
        is_plain = False
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _write(files: Mapping[Path, str]) -> None:
    """Write all the files, or none: what was written and made is gone where one cannot be."""
    done: list[Path] = []
    made: list[Path] = []
    try:
        for path, content in files.items():
            lacking = [folder for folder in path.parents if not folder.exists()]
            for folder in reversed(lacking):
                folder.mkdir()
                made.append(folder)
            write_file(path, content)
            done.append(path)
    except BaseException:
        for path in done:
            with contextlib.suppress(OSError):
                path.unlink()
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def this_year() -> int:
    """The year of today."""
    return datetime.date.today().year
