"""Rule files → rules: what a rule set says, what it inherits from another, what it changes there.

A rule set is a folder of YAML files or a single file. It may extend another, switch its rules off, change their severity and
parameters, and declare its own kinds of document and words. Everything in it is checked when it is loaded: a name that does
not exist is reported at its line. A rule set is data; nothing in it is run.
"""

from __future__ import annotations

import difflib
import hashlib
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from plancheck.model.base import keys_of
from plancheck.model.problems import (
    Problem,
    ProblemError,
    at,
    at_key,
    of_source,
    of_validation,
    top_mapping,
    unreadable,
)
from plancheck.model.source import (
    Source,
    SourceError,
    Span,
    Step,
    Steps,
    decode,
    guessed_keys,
    line_ends,
    lines_in_items,
    parse,
    top_level,
)
from plancheck.model.text import Text, is_one_slip, unknown_name
from plancheck.repository.declared import (
    SCALES,
    Declared,
    Kind,
    Purpose,
    Role,
    Term,
    forms_of,
)
from plancheck.repository.files import ENDINGS, read_file, real, walk
from plancheck.ruleset.compiling import Definitions, RawRule, compile_rule
from plancheck.ruleset.locating import Place, UnknownRuleSetError, locate, shipped, shipped_sets, shown_file, unmet
from plancheck.ruleset.model import (
    Edition,
    Event,
    Family,
    KindOfDocument,
    Retirement,
    Rule,
    RuleSet,
    RuleSetFile,
)
from plancheck.ruleset.releases import events_of_changes, events_of_retired, events_of_rules, unfit_earlier
from plancheck.ruleset.severity import SEVERITIES
from plancheck.ruleset.versions import Demand
from plancheck.ruleset.vocabularies import repeated_forms, terms_of_words

MOST_FILES = 2_000
"""How many files a rule set has at most, in folders with so many others each."""
MOST_EXTENDED = 100
"""How long a chain of rule sets that extend each other is at most."""


class _File(NamedTuple):
    """A rule file that has been read."""

    source: Source
    model: RuleSetFile
    path: Path
    is_shipped: bool


class _Change(NamedTuple):
    """A change to an inherited rule: `steps` lead to it in its source, `value` is ``off`` or keys with new values."""

    source: Source
    steps: tuple[str, str]
    value: Any
    is_shipped: bool = False


@dataclass
class _Loading:
    """What has been read so far of a rule set and of those that it extends."""

    definitions: Definitions
    uses: dict[Purpose, str] = field(default_factory=dict)
    ordered: set[str] = field(default_factory=set)
    retired: dict[str, str | None] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    rules: dict[str, RawRule] = field(default_factory=dict)
    changes: list[_Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    altered: list[Problem] = field(default_factory=list)
    files: list[_File] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    visited: set[Path] = field(default_factory=set)
    required_at: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By requirement, in which of the rule sets it is, and where."""
    unclear: dict[str, list[Problem]] = field(default_factory=dict)
    """By vocabulary, the words that would mean several things if it were a scale."""
    editions: dict[Path, Edition] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    lacks_declarations: bool = False
    """Whether a file that could not be read declares what rules go by."""


def load(
    name: str,
    near: Path = Path(),
    changes: Source | None = None,
    *,
    tests: bool = False,
    about: frozenset[str] | None = None,
) -> RuleSet:
    """Load a rule set by its name, perhaps with the versions that will do, or by its path. `changes` is a configuration whose
    `rules` and `vocabulary` are applied last.

    The test cases are more than half of a rule file; they are read only with `tests`. `about` names the kinds of document
    that matter: shipped rules about other kinds are left out, since tests verify that they are sound.

    Raises ProblemError with everything that is wrong in the rule files.
    """
    place = locate(name, near)
    loading = _Loading(Definitions(tests))
    _gather(place, loading, (), _bases(place, near))
    why = None if loading.problems else unmet(place, loading.editions[place.path])
    if why:
        raise UnknownRuleSetError(place.demand.name, why)
    if changes is not None:
        _configure(changes, loading)
    for name_of_scale in loading.ordered & loading.definitions.vocabulary.keys():
        terms = loading.definitions.vocabulary[name_of_scale]
        loading.definitions.vocabulary[name_of_scale] = tuple(term._replace(rank=n) for n, term in enumerate(terms))
    for name_of_scale in dict.fromkeys([*(loading.uses.get(use, "") for use in SCALES), *sorted(loading.ordered)]):
        loading.problems.extend(loading.unclear.get(name_of_scale, []))
    for change in loading.changes:
        _apply(change, loading)
    vocabulary = loading.definitions.vocabulary
    words = {use: vocabulary[word] for use, word in loading.uses.items() if word in vocabulary}
    loading.definitions.forms = forms_of(words)
    rules = _compiled(about, loading)
    if tests:
        loading.problems.extend(_misspelt_vocabularies(loading))
        loading.problems.extend(_unknown_replacements(loading))
    if loading.problems:
        raise ProblemError(*loading.problems)
    return RuleSet(
        name=place.demand.name,
        rules=dict(sorted(rules.items())),
        declared=Declared.of(loading.definitions.kinds, words),
        vocabulary=vocabulary,
        known=frozenset(loading.rules),
        requirements=loading.definitions.requirements,
        retired=loading.retired,
        families=loading.families,
        off={rule_id: rule.off_at for rule_id, rule in loading.rules.items() if rule.off_at},
        folders=tuple(loading.folders),
        version=next((file.model.version for file in reversed(loading.files) if file.model.version), None),
        digest=hashlib.sha256("\n".join(loading.digests).encode()).hexdigest()[:12],
        altered=tuple(loading.altered),
        editions=tuple(loading.editions.values()),
        events=tuple(loading.events),
    )


# Reading the files


def rule_files(path: Path) -> list[Path]:
    """The files of a rule set at a path; the words for the import are not among them. Raises ProblemError for too many."""
    if not path.is_dir():
        return [path]
    files: list[Path] = []
    for seen, (folder, _, names) in enumerate(walk(path, [])):
        files += [Path(folder, name) for name in names if fnmatch(name, "*.y*ml") and name != PROFILE]
        if max(seen, len(files), len(names) // 10) > MOST_FILES:
            raise ProblemError(Problem(shown_file(path), Span(1, 1, 1), Text("too-many-rule-files", {"limit": MOST_FILES})))
    return files


PROFILE = "import.yaml"
"""The file of a rule set that has the words of the import."""


def _bases(place: Place, near: Path) -> tuple[Path, ...]:
    """The folders in which a rule set may be that this one names by a path: who wrote that may be a stranger.

    Its own; beside it; in the repository; what ships with the program. For one of a package only its own folder, for nobody
    knows what is beside that.
    """
    path = place.path
    folder = path if path.is_dir() else path.parent
    if place.package and not path.is_relative_to(real(shipped("rules"))):
        return (folder,)
    beside = folder.parent if folder.parent.parent != folder.parent else folder
    return (beside, folder, real(near), real(shipped("rules")))


def _gather(place: Place, loading: _Loading, within: tuple[Path, ...], bases: tuple[Path, ...]) -> None:
    """Read the rule set at a place after those that it extends; `within` are those that extend it."""
    path = place.path
    if path in loading.visited:
        return
    loading.visited.add(path)
    paths = sorted(rule_files(path))
    if not paths:
        raise ProblemError(Problem(str(path), Span(1, 1, 1), Text("empty-ruleset")))
    files = [file for file_path in paths if (file := _read(file_path, loading, bases))]
    if loading.lacks_declarations:
        # What the other files build on may stand in what cannot be read.
        raise ProblemError(*loading.problems)
    for file in files:
        for steps, parent in _parents(file, (*within, path), bases):
            own = (parent.path,) if parent.package else bases
            _gather(parent, loading, (*within, path), own)
            edition = loading.editions[parent.path]
            why = unmet(parent, edition)
            # The file that says the version may be one that cannot be read, which is told.
            if why and (edition.version or not loading.problems):
                raise ProblemError(*loading.problems, at(file.source, steps, why.key, **why.details))
    loading.folders.append(path if path.is_dir() else path.parent)
    edition = _edition(place, files)
    loading.editions[path] = edition
    for file in files:
        _take_in_declarations(file, loading)
    for file in files:
        loading.problems.extend(_unknown_vocabularies(file, loading))
        _take_in_rules(file, loading)
        _take_in_events(file, edition, loading)


def _edition(place: Place, files: Sequence[_File]) -> Edition:
    """Which version a rule set has, and had before."""
    name = place.demand.name if place.package else shown_file(place.path)
    version = next((file.model.version for file in reversed(files) if file.model.version), None)
    return Edition(name, version, tuple(earlier for file in files for earlier in file.model.earlier), place.package)


def _parents(file: _File, within: tuple[Path, ...], bases: Sequence[Path]) -> Iterator[tuple[Steps, Place]]:
    """The rule sets that a file extends, with the steps to where it says so.

    Raises ProblemError for one that does not exist, is elsewhere, or extends this one.
    """
    extended = file.model.extends
    named: dict[str, Steps] = {}
    for n, name in enumerate([extended] if isinstance(extended, str) else extended):
        named.setdefault(name, ["extends"] if isinstance(extended, str) else ["extends", n])
    for name, steps in named.items():
        if Demand.of(name).name not in shipped_sets() and not _is_in(file.path.parent / name, bases):
            key = "extends-outside" if len(bases) > 1 else "extends-outside-package"
            raise ProblemError(at(file.source, steps, key, name=name))
        try:
            parent = locate(name, file.path.parent)
        except UnknownRuleSetError as error:
            raise ProblemError(error.at(file.source, steps)) from None
        if not parent.path.is_dir() and parent.path.suffix.lower() not in ENDINGS:
            raise ProblemError(at(file.source, steps, "extends-no-rules", name=name))
        if parent.path in within:
            raise ProblemError(at(file.source, steps, "extends-itself", name=name))
        if len(within) > MOST_EXTENDED:
            raise ProblemError(at(file.source, steps, "extends-too-far", limit=MOST_EXTENDED))
        yield steps, parent


def _is_in(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a path leads into one of some folders, whatever links it goes by."""
    try:
        return any(real(path).is_relative_to(folder) for folder in folders)
    except (OSError, ValueError):
        # A name that no file can have leads nowhere: that is told.
        return True


def _read(path: Path, loading: _Loading, bases: Sequence[Path]) -> _File | None:
    """A rule file; None where it has problems, which are noted."""
    text, name = "", shown_file(path)
    try:
        if not _is_in(path, bases):
            raise ProblemError(Problem(name, Span(1, 1, 1), Text("link-outside")))
        data = read_file(path)
        loading.digests.append(hashlib.sha256(data).hexdigest())
        text = decode(data)
        is_shipped = path.is_relative_to(shipped("rules"))
        source = (_parsed_once if is_shipped else _parsed)(text, name, loading.definitions.with_tests)
        if isinstance(source.root, Mapping) and source.root and not _is_of_rules(source.root):
            raise ProblemError(Problem(name, Span(1, 1, 1), Text("no-rule-file")))
        return _File(source, (_model_once if is_shipped else _model)(source), path, is_shipped)
    except SourceError as error:
        is_known = not text or _is_of_rules(guessed_keys(text))
        loading.problems.append(
            of_source(error, name, text) if is_known else Problem(name, Span(1, 1, 1), Text("no-rule-file"))
        )
    except ProblemError as error:
        # Nothing is shown of what is no mapping: it may be any file.
        loading.problems.extend(problem._replace(line="") for problem in error.problems)
    except ValidationError as error:
        loading.problems.extend(of_validation(error, source, RuleSetFile))
        if all(details["loc"][:1] in (("rules",), ("change",)) for details in error.errors(include_url=False)):
            # What the file declares is sound.
            return None
    except OSError as error:
        loading.problems.append(unreadable(name, error))
    loading.lacks_declarations |= not text or not _DECLARING.isdisjoint(guessed_keys(text))
    return None


_DECLARING = frozenset({"extends", "documents", "vocabulary", "uses", "requirements", "families"})
"""The keys of a rule file that say what there is for rules to name."""


def _parsed(text: str, name: str, with_tests: bool) -> Source:
    return parse(text if with_tests else without_tests(text), name)


def _model(source: Source) -> RuleSetFile:
    return RuleSetFile.model_validate(_top_without_own_keys(top_mapping(source)))


# Who checks many repositories in one process reads the rules that ship once. Those of others are not kept: they may be large.
_parsed_once = lru_cache(maxsize=200)(_parsed)
_model_once = lru_cache(maxsize=200)(_model)


_TELLING = set(keys_of(RuleSetFile)) - {"version", "title", "uses"}
"""Keys by which a rule file is known; files of other programs have the others too."""


def _is_of_rules(keys: Iterable[object]) -> bool:
    """Whether a file with these keys at its top is meant as a rule file.

    Nothing of any other file is repeated in a message: a rule set can name it, and who wrote that may be a stranger.
    """
    names = [str(key) for key in keys if not str(key).startswith("x-")]
    known = [name for name in names if name in _TELLING or any(is_one_slip(name, key) for key in _TELLING)]
    strange = [name for name in names if name not in known and name not in keys_of(RuleSetFile)]
    return bool(known) and len(strange) <= len(known) and "document" not in names


def without_tests(text: str) -> str:
    """A rule file with empty lines in place of its test cases: more than half of it need not be parsed."""
    keys = top_level(text) or {}
    left_out: list[tuple[int, int]] = []
    if "rules" in keys and not keys["rules"].inline:
        first = keys["rules"].end - len(keys["rules"].below)
        left_out += [(first + start, first + end) for start, end in lines_in_items(keys["rules"].below, "tests")]
    parts, done = [], 0
    for start, end in sorted(left_out):
        # An anchor in them may be used elsewhere.
        if "&" not in text[start:end]:
            value = text.index(":", start) + 1
            parts += [text[done:value], " []", line_ends(text[value:end])]
            done = end
    return "".join([*parts, text[done:]])


def _top_without_own_keys(values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a rule file without its own; deeper, a key that begins with ``x-`` may name a field of documents."""
    return {key: value for key, value in values.items() if not str(key).startswith("x-")}


# What the files declare


def _take_in_declarations(file: _File, loading: _Loading) -> None:
    loading.files.append(file)
    for kind, declared in file.model.documents.items():
        if not file.is_shipped and kind in loading.definitions.kinds:
            loading.altered.append(at_key(file.source, ["documents", kind], "altered-kind", name=kind))
        loading.definitions.kinds[kind] = _kind(file.source, kind, declared, loading)
    for name, words in file.model.vocabulary.items():
        before = loading.definitions.vocabulary.get(name)
        _take_in_words(file.source, name, words, loading)
        if not file.is_shipped:
            _note_altered_words(file.source, name, before, loading)
    _take_in_requirements(file, loading)
    if not file.is_shipped:
        loading.altered.extend(_replaced(file, loading))
    loading.uses.update(file.model.uses)
    loading.ordered.update(file.model.ordered)
    for rule_id, gone in file.model.retired.items():
        loading.retired[rule_id] = gone.by if isinstance(gone, Retirement) else gone
    loading.families.update(file.model.families)


def _take_in_requirements(file: _File, loading: _Loading) -> None:
    """Take in the requirements of a file. One that a rule set before had is replaced, which is told; two of one rule set are an
    error.
    """
    for id_, requirement in file.model.requirements.items():
        before, place = loading.definitions.requirements.get(id_), loading.required_at.get(id_)
        if place and place[0] == len(loading.folders):
            loading.problems.append(at_key(file.source, ["requirements", id_], "second-requirement", name=id_, first=place[1]))
        elif before is not None and before != requirement and not file.is_shipped:
            title = {"sv": requirement.sv, "en": requirement.en}
            loading.altered.append(at_key(file.source, ["requirements", id_], "altered-requirement", name=id_, title=title))
        line = file.source.key_span(["requirements", id_]).line
        loading.required_at[id_] = (len(loading.folders), f"{file.source.name}:{line}")
        loading.definitions.requirements[id_] = requirement


def _replaced(file: _File, loading: _Loading) -> Iterator[Problem]:
    """What a file says instead of what a rule set before said: of families, and of what vocabularies are used for."""
    for name, family in file.model.families.items():
        if loading.families.get(name, family) != family:
            yield at_key(file.source, ["families", name], "altered-family", name=name)
    for purpose, vocabulary in file.model.uses.items():
        before = loading.uses.get(purpose, vocabulary)
        if before != vocabulary:
            yield at(file.source, ["uses", purpose], "altered-use", name=purpose, before=before, after=vocabulary)


def _kind(source: Source, kind: str, declared: KindOfDocument, loading: _Loading) -> Kind:
    """A kind of document, completed by the kind that it is one of."""
    kinds = loading.definitions.kinds
    if declared.is_ is not None and declared.is_ not in kinds:
        details = unknown_name(declared.is_, kinds)
        loading.problems.append(at(source, ["documents", kind, "is"], "unknown-document-kind", path=declared.is_, **details))
    # A kind that a rule set declares anew keeps its role and its place in the order.
    before = kinds.get(kind)
    role: Role = before.role if before else "register" if declared.of == "city" else "plan"
    above = kinds.get(declared.is_ or "") or Kind("", {}, role=role, rank=len(kinds))
    own = {name: getattr(declared, name) for name in ("of", "role", "yearly", "several", "as_of", "sections")}
    return above._replace(
        id=kind,
        title={"sv": declared.sv, "en": declared.en},
        rank=before.rank if before else above.rank,
        lineage=(kind, *(above.lineage if above.id != kind else ())),
        **{name: value for name, value in own.items() if value is not None},
    )


def _take_in_words(source: Source, name: str, words: Any, loading: _Loading) -> None:
    """Take in a vocabulary: a mapping of words, or a list."""
    known = loading.definitions.vocabulary
    known[name] = tuple(terms_of_words(source, name, words, known, loading.problems))
    loading.unclear[name] = list(repeated_forms(source, name, words, known[name]))


def _note_altered_words(source: Source, name: str, before: tuple[Term, ...] | None, loading: _Loading) -> None:
    """Note that the words of a vocabulary that existed before are others now; the same ones written out alter nothing."""
    if before is not None and before != loading.definitions.vocabulary[name]:
        loading.altered.append(at_key(source, ["vocabulary", name], "altered-vocabulary", name=name))


def _unknown_vocabularies(file: _File, loading: _Loading) -> Iterator[Problem]:
    """Vocabularies that do not exist, named by a file for the program itself, as a scale, or as the sections of a kind."""
    known = loading.definitions.vocabulary
    named: list[tuple[tuple[Step, ...], str]] = [(("uses", purpose), name) for purpose, name in file.model.uses.items()]
    named += [(("ordered", n), name) for n, name in enumerate(file.model.ordered)]
    named += [(("documents", id_, "sections"), kind.sections) for id_, kind in file.model.documents.items() if kind.sections]
    for steps, name in named:
        if name not in known:
            yield at(file.source, steps, "unknown-vocabulary", **unknown_name(name, known))


def _misspelt_vocabularies(loading: _Loading) -> Iterator[Problem]:
    """Vocabularies that nothing uses, and whose names are nearly those of others."""
    for file in loading.files:
        for name in top_mapping(file.source).get("vocabulary") or {}:
            others = [other for other in loading.definitions.vocabulary if other != name]
            is_used = any(f"vocabulary.{name}" in other.source.text for other in loading.files)
            near = difflib.get_close_matches(str(name), others, n=1, cutoff=0.85)
            if near and not is_used:
                yield at_key(file.source, ["vocabulary", name], "unasked-vocabulary", name=name, nearest=near[0])


def _unknown_replacements(loading: _Loading) -> Iterator[Problem]:
    """Rules that are said to replace retired ones, and do not exist."""
    for file in loading.files:
        for rule_id, gone in file.model.retired.items():
            steps = ["retired", rule_id, *(["by"] if isinstance(gone, Retirement) else [])]
            heir = loading.retired[rule_id]
            if heir is not None and heir not in loading.rules and heir not in loading.retired:
                yield at(file.source, steps, "unknown-rule", **unknown_name(heir, loading.rules))


# Rules, and the changes to them


def _take_in_rules(file: _File, loading: _Loading) -> None:
    """Take in the rules of a file, and the changes that it makes to inherited ones."""
    source = file.source
    for n, values in enumerate(file.model.rules):
        rule_id = values.get("id")
        if isinstance(rule_id, str) and rule_id in loading.retired:
            loading.problems.append(at(source, ["rules", n, "id"], "retired-id", name=rule_id))
        elif isinstance(rule_id, str) and rule_id in loading.rules:
            first = loading.rules[rule_id]
            place = f"{first.source.name}:{first.source.span([*first.steps, 'id']).line}"
            loading.problems.append(at(source, ["rules", n, "id"], "second-rule", name=rule_id, first=place))
        else:
            key = str(rule_id) if rule_id is not None else f"{source.name}#{n}"
            loading.rules[key] = RawRule(source, ("rules", n), values, file.is_shipped)
    for rule_id, value in file.model.change.items():
        loading.changes.append(_Change(source, ("change", rule_id), value, file.is_shipped))


def _take_in_events(file: _File, edition: Edition, loading: _Loading) -> None:
    """Take in what a file says of which rules came, went and were changed with which version."""
    loading.problems.extend(unfit_earlier(file.source, file.model, edition))
    for events in (events_of_rules, events_of_changes, events_of_retired):
        for event in events(file.source, file.model, edition):
            if isinstance(event, Event):
                loading.events.append(event)
            else:
                loading.problems.append(event)


def _configure(configuration: Source, loading: _Loading) -> None:
    """Take in what a configuration changes: words of vocabularies that exist, and rules."""
    values = top_mapping(configuration)
    for rule_id, value in (values.get("rules") or {}).items():
        loading.changes.append(_Change(configuration, ("rules", str(rule_id)), value))
    known = loading.definitions.vocabulary
    status = loading.uses.get("status", "")
    before = {term.id for term in known.get(status, ())}
    for name, words in (values.get("vocabulary") or {}).items():
        if name not in known:
            details = unknown_name(str(name), known)
            loading.problems.append(at_key(configuration, ["vocabulary", name], "unknown-vocabulary", **details))
        earlier = known.get(str(name))
        _take_in_words(configuration, str(name), words, loading)
        _note_altered_words(configuration, str(name), earlier, loading)
    own = (values.get("vocabulary") or {}).get(status)
    bare = [word for word in own if not isinstance(word, Mapping)] if isinstance(own, list) else []
    added = [term.id for term in known.get(status, ()) if term.id not in before and term.id in bare]
    if added:
        # Whoever adds a word for a status seldom knows that a word says itself that it ends an uppdrag.
        details = {"words": added, "entry": f"{{{added[0]}: {{closes: true}}}}"}
        loading.altered.append(at_key(configuration, ["vocabulary", status], "status-not-closed", **details))


def _apply(change: _Change, loading: _Loading) -> None:
    """Apply a change to its rule, or note what is wrong with the change."""
    source, steps, rule_id, value = change.source, change.steps, change.steps[1], change.value
    rule = loading.rules.get(rule_id)
    # A repository has no versions of which it could say with which it has changed a rule.
    unchanging = {"id", "check", "since", *(("changed",) if steps[0] == "rules" else ())}
    fixed = sorted(unchanging & value.keys()) if isinstance(value, dict) else []
    if rule_id in loading.retired:
        by = loading.retired[rule_id]
        loading.problems.append(at_key(source, steps, "retired-rule" if by else "retired-rule-alone", name=rule_id, by=by))
    elif rule is None:
        loading.problems.append(at_key(source, steps, "unknown-rule", **unknown_name(rule_id, loading.rules)))
    elif value == "off" or (steps[0] == "change" and value.keys() == {"off"}):
        if not change.is_shipped:
            loading.altered.append(at_key(source, steps, "altered-off", name=rule_id))
        loading.rules[rule_id] = rule._replace(off_at=f"{source.name}:{source.key_span(steps).line}")
    elif not isinstance(value, dict):
        loading.problems.append(at(source, steps, "wrong-type", given=value, expected=["a-mapping-or-off"]))
    elif fixed:
        loading.problems.append(at_key(source, [*steps, fixed[0]], "fixed-key", name=fixed[0]))
    else:
        if not change.is_shipped:
            loading.altered.extend(_alterations(change, rule.values))
        if "hint" in value and "hint-yaml" not in value:
            # What is now to be done is so for YAML too.
            value = {**value, "hint-yaml": None}
        loading.rules[rule_id] = rule._replace(
            values=_merged(rule.values, value),
            # Other words ask nothing else of documents, and need no cases of their own.
            changed_in=source.name if value.keys() - _TEXTS else rule.changed_in,
            # A fault in a changed rule is reported where it was changed, not in the file that was right before.
            faults_at=rule.faults_at if change.is_shipped else at_key(source, steps, ""),
            tests_at=(source, (*steps, "tests")) if "tests" in value else rule.tests_at,
            off_at="",
        )


_TEXTS = {"name", "title", "why", "meets", "source", "message", "hint", "hint-yaml", "changed", "tests"}
"""Keys of a rule that change its words, and not what it requires."""


def _alterations(change: _Change, before: Mapping[str, Any]) -> Iterator[Problem]:
    """What a change does to what a rule requires: a lower severity, other keys with other values.

    A higher severity alters nothing that anybody needs to be warned of.
    """
    rule_id, values = change.steps[1], change.value
    old, new = before.get("severity"), values.get("severity")
    if old in SEVERITIES and new in SEVERITIES and SEVERITIES.index(new) > SEVERITIES.index(old):
        yield at_key(
            change.source, change.steps, "altered-severity", name=rule_id, before=Text(f"{old}-one"), after=Text(f"{new}-one")
        )
    keys = [key for key, value in values.items() if key not in {*_TEXTS, "severity"} and value != before.get(key)]
    if keys:
        yield at_key(change.source, change.steps, "altered-keys", name=rule_id, keys=keys)


def _merged(values: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the changes in them: what is a mapping in both is merged, an empty value takes a key away."""
    merged = dict(values)
    for key, value in change.items():
        old = merged.get(key)
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


# Compiling


def _compiled(about: frozenset[str] | None, loading: _Loading) -> dict[str, Rule]:
    """The rules that are not switched off, by id; what is wrong with any of them is noted."""
    if about is not None:
        kinds = loading.definitions.kinds
        about = about.union(*(kinds[kind].lineage for kind in about if kind in kinds))
    rules: dict[str, Rule] = {}
    known = _known_with(loading.definitions)
    for rule_id, raw in loading.rules.items():
        if not _is_wanted(raw, about):
            continue
        before, rule = known.get(rule_id, (None, None))
        if rule is None or before != raw:
            try:
                rule = compile_rule(raw, loading.definitions)
            except ProblemError as error:
                loading.problems.extend(_moved(raw.faults_at, problem) for problem in error.problems)
                continue
            if raw.is_shipped and raw.faults_at is None:
                known[rule_id] = (raw, rule)
        if not raw.off_at:
            rules[rule_id] = rule
    return rules


_Known = dict[str, tuple[RawRule, Rule]]
_LOCK = threading.Lock()
_KNOWN: deque[tuple[Definitions, _Known]] = deque(maxlen=8)
"""The shipped rules that this process has compiled as they are, with what they were compiled against."""


def _known_with(definitions: Definitions) -> _Known:
    """The rules that were compiled against the same kinds and words; what is put there is known next time."""
    with _LOCK:
        n = next((n for n, (earlier, _) in enumerate(_KNOWN) if earlier == definitions), None)
        rules: _Known = {}
        if n is not None:
            rules = _KNOWN[n][1]
            del _KNOWN[n]
        # What was asked for last is forgotten last.
        _KNOWN.append((definitions, rules))
    return rules


def _is_wanted(raw: RawRule, about: frozenset[str] | None) -> bool:
    """Whether a rule is compiled. Only a shipped rule that nobody has changed is known to be sound, and may be left out."""
    if about is None or not raw.is_shipped or raw.faults_at is not None:
        return True
    return not about.isdisjoint(raw.values["applies-to"]["document"])


def _moved(place: Problem | None, problem: Problem) -> Problem:
    """The problem at the place of another one, if there is one."""
    return problem._replace(file=place.file, span=place.span, line=place.line) if place else problem
