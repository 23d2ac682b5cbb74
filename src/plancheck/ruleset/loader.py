"""Rule files → rules: what a rule set says, what it takes over from another, what it changes there.

A rule set is a folder of YAML files or one file. It may extend another, switch its rules off, change their severity and
parameters, and name its own kinds of document and words. Everything in it is checked when it is loaded: a name that does
not exist is refused at its line. A rule set is data; nothing in it is run.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from plancheck.checks import KINDS, module_of
from plancheck.checks.builder import Builder
from plancheck.model.base import Part, without_own_keys
from plancheck.model.problems import (
    Problem,
    ProblemError,
    at,
    at_key,
    of_source,
    of_validation,
    placeless,
    top_mapping,
    unreadable,
)
from plancheck.model.source import Source, SourceError, Span, Step, decode, line_ends, lines_in_items, parse, top_level
from plancheck.model.text import Text, unknown_name
from plancheck.query.paths import NamingError
from plancheck.repository.declared import Declared, Kind, Purpose, Term, Unit, Years
from plancheck.ruleset.model import KindOfDocument, Requirement, Rule, RuleHead, RuleSet, RuleSetFile, Words
from plancheck.ruleset.templates import Template, compile_template


def shipped(name: str) -> Path:
    """A folder that ships with the program: beside the package when installed, else in the checkout."""
    inside = Path(__file__).parents[1] / name
    return inside if inside.is_dir() else Path(__file__).parents[3] / name


class UnknownRuleSetError(ProblemError):
    """There is no rule set of a name. Whoever knows where the name stands tells of it there."""

    def __init__(self, name: str, details: dict[str, object]) -> None:
        self.details = details
        super().__init__(placeless(name, "unknown-ruleset", **details))


def locate(name: str, near: Path) -> Path:
    """The folder or file of a rule set: a path from where it is named, or the name of one that ships with the program.

    Raises UnknownRuleSetError where there is none.
    """
    known = sorted(path.name for path in shipped("rules").iterdir() if path.is_dir())
    for candidate in [shipped("rules") / name] if name in known else [near / name]:
        if candidate.is_dir() or candidate.is_file():
            return Path(os.path.realpath(candidate))
    raise UnknownRuleSetError(name, unknown_name(name, known))


@dataclass
class _Raw:
    """The raw rules of a rule set and of those that it extends, before they are compiled."""

    tests: bool
    kinds: dict[str, Kind] = field(default_factory=dict)
    vocabulary: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    uses: dict[Purpose, str] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    retired: dict[str, str | None] = field(default_factory=dict)
    families: dict[str, Words] = field(default_factory=dict)
    rules: dict[str, tuple[Source, tuple[Step, ...], dict[str, Any]]] = field(default_factory=dict)
    changes: list[tuple[Source, str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changed: dict[str, Problem] = field(default_factory=dict)
    changed_in: dict[str, str] = field(default_factory=dict)
    off_in: dict[str, str] = field(default_factory=dict)
    proved: dict[str, tuple[Source, tuple[Step, ...]]] = field(default_factory=dict)
    shipped: set[int] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    gathered: set[Path] = field(default_factory=set)


def load(
    name: str,
    near: Path = Path(),
    changes: Source | None = None,
    *,
    tests: bool = False,
    about: frozenset[str] | None = None,
) -> RuleSet:
    """Load a rule set by its name or path. `changes` is a configuration whose `rules` are applied last.

    The test cases are more than half of a rule file; they and the requirements are left out unless `tests` asks for them.
    `about` names the kinds of document that are wanted: of the rules that ship, which tests hold to be right, those about
    others are left out.

    Raises ProblemError with everything that is wrong in the rule files.
    """
    raw = _Raw(tests)
    _gather(locate(name, near), raw, ())
    if changes is not None:
        given = top_mapping(changes).get("rules") or {}
        raw.changes.extend((changes, str(rule), value) for rule, value in given.items())
        for word, terms in (top_mapping(changes).get("vocabulary") or {}).items():
            if word not in raw.vocabulary:
                wrong = unknown_name(str(word), raw.vocabulary)
                raw.problems.append(at_key(changes, ["vocabulary", word], "unknown-vocabulary", **wrong))
            _take_in_words(changes, str(word), terms, raw)
    off = _change(raw)
    rules: dict[str, Rule] = {}
    if about is not None:
        about = about.union(*(raw.kinds[kind].lineage for kind in about if kind in raw.kinds))
    for rule_id, (source, steps, values) in raw.rules.items():
        if about is not None and id(source) in raw.shipped and rule_id not in raw.changed and not _is_about(values, about):
            continue
        try:
            rule = _compile(source, steps, values, raw)
            if rule_id not in off:
                rules[rule_id] = rule
        except ProblemError as error:
            place = raw.changed.get(rule_id)
            raw.problems.extend(_moved(place, problem) if place else problem for problem in error.problems)
    if tests:
        raw.problems.extend(_unasked(raw))
    if raw.problems:
        raise ProblemError(*raw.problems)
    known = frozenset(raw.rules)
    kept = dict(sorted(rules.items()))
    switched_off = {rule: raw.off_in[rule] for rule in off}
    declared = Declared.of(raw.kinds, {purpose: raw.vocabulary[name] for purpose, name in raw.uses.items()})
    told = (raw.vocabulary, known, raw.requirements, raw.retired, raw.families)
    return RuleSet(name, kept, declared, *told, switched_off, tuple(raw.folders))


def recompile(rule: Rule, values: Mapping[str, Any], ruleset: RuleSet) -> Rule:
    """A rule of a rule set with other values in it, as its tests try it. Raises ProblemError where they make no rule."""
    raw = _Raw(True, dict(ruleset.kinds), dict(ruleset.vocabulary), requirements=dict(ruleset.requirements))
    return _compile(rule.source, rule.steps, dict(values), raw)


def rule_files(path: Path) -> list[Path]:
    """The files of a rule set at a path; the words for the import are none of them."""
    return [file for file in path.rglob("*.y*ml") if file.name != "import.yaml"] if path.is_dir() else [path]


def _gather(path: Path, raw: _Raw, within: tuple[Path, ...]) -> None:
    if path in raw.gathered:
        return
    raw.gathered.add(path)
    files = sorted(rule_files(path))
    if not files:
        raise ProblemError(Problem(str(path), Span(1, 1, 1), Text("empty-ruleset")))
    read = [one for file in files if (one := _read(file, raw))]
    for source, model, file in read:
        for name in [model.extends] if isinstance(model.extends, str) else model.extends:
            try:
                parent = locate(name, file.parent)
            except UnknownRuleSetError as error:
                raise ProblemError(at(source, ["extends"], "unknown-ruleset", **error.details)) from None
            if parent in (*within, path):
                raise ProblemError(at(source, ["extends"], "extends-itself", name=name))
            _gather(parent, raw, (*within, path))
    raw.folders.append(path if path.is_dir() else path.parent)
    for source, model, _ in read:
        raw.sources.append(source)
        for kind, given in model.documents.items():
            raw.kinds[kind] = _kind(source, kind, given, raw)
        for word, terms in model.vocabulary.items():
            _take_in_words(source, word, terms, raw)
        raw.uses.update(model.uses)
        raw.requirements.update(model.requirements)
        raw.retired.update(model.retired)
        raw.families.update(model.families)
    for source, model, _ in read:
        raw.problems.extend(_unknown_vocabularies(source, model, raw))
        for n, values in enumerate(model.rules):
            _take_in(source, n, values, raw)
        raw.changes.extend((source, rule, value) for rule, value in model.change.items())


def _unknown_vocabularies(source: Source, model: RuleSetFile, raw: _Raw) -> Iterator[Problem]:
    """The vocabularies that a file names for what the program itself needs, or as the sections of a kind, and that are not."""
    named: list[tuple[tuple[Step, ...], str]] = [(("uses", purpose), name) for purpose, name in model.uses.items()]
    named += [(("documents", id_, "sections"), kind.sections) for id_, kind in model.documents.items() if kind.sections]
    for steps, name in named:
        if name not in raw.vocabulary:
            yield at(source, steps, "unknown-vocabulary", **unknown_name(name, raw.vocabulary))


def _unasked(raw: _Raw) -> Iterator[Problem]:
    """Names that nothing asks for, and that are nearly those of something else: lists of words, the heirs of retired rules."""
    for source in raw.sources:
        values = top_mapping(source)
        for name in values.get("vocabulary") or {}:
            others = [other for other in raw.vocabulary if other != name]
            asked = any(f"vocabulary.{name}" in one.text for one in raw.sources)
            near = difflib.get_close_matches(str(name), others, n=1, cutoff=0.85)
            if near and not asked:
                yield at_key(source, ["vocabulary", name], "unasked-vocabulary", name=name, nearest=near[0])
        for rule, heir in (values.get("retired") or {}).items():
            if heir is not None and heir not in raw.rules and heir not in raw.retired:
                yield at(source, ["retired", rule], "unknown-rule", **unknown_name(heir, raw.rules))


def _kind(source: Source, kind: str, given: KindOfDocument, raw: _Raw) -> Kind:
    """A kind of document, completed by the kind that it is one of."""
    if given.is_ is not None and given.is_ not in raw.kinds:
        wrong = unknown_name(given.is_, raw.kinds)
        raw.problems.append(at(source, ["documents", kind, "is"], "unknown-document-kind", path=given.is_, **wrong))
    # A kind that a rule set declares anew keeps its role and its place in the order.
    before = raw.kinds.get(kind)
    above = raw.kinds.get(given.is_ or "") or Kind("", {}, role=before.role if before else "plan")
    rank = before.rank if before else above.rank if above.id else len(raw.kinds)
    return Kind(
        kind,
        {"sv": given.sv, "en": given.en},
        given.of or above.of,
        given.role or above.role,
        above.yearly if given.yearly is None else given.yearly,
        above.several if given.several is None else given.several,
        given.as_of or above.as_of,
        given.sections or above.sections,
        rank,
        (kind, *(above.lineage if above.id != kind else ())),
    )


def _take_in_words(source: Source, name: str, given: Any, raw: _Raw) -> None:
    """Take in a vocabulary; ``$vocabulary.NAME`` in a list stands for the words that it has had until then."""
    if isinstance(given, Mapping):
        terms = []
        for word, one in given.items():
            title = {"sv": one.sv, "en": one.en}
            years = Years.of(one.years)
            if years is None:
                raw.problems.append(at(source, ["vocabulary", name, word, "years"], "bad-years", given=one.years))
            terms.append(Term(word, title, years or Years(), Unit(one.of, one.times or 1, one.default) if one.of else None))
        raw.vocabulary[name] = tuple(terms)
        return
    words: dict[str | int, Term] = {}
    for n, one in enumerate(given):
        if isinstance(one, str) and one.removeprefix("vocabulary.") in raw.vocabulary and one.startswith("vocabulary."):
            raw.problems.append(at(source, ["vocabulary", name, n], "no-dollar", name=one))
        elif isinstance(one, str) and one.startswith("$"):
            other = one.removeprefix("$vocabulary.")
            if other not in raw.vocabulary:
                wrong = unknown_name(other, raw.vocabulary)
                raw.problems.append(at(source, ["vocabulary", name, n], "unknown-vocabulary", **wrong))
            words.update((term.id, term) for term in raw.vocabulary.get(other, ()))
        else:
            words[one] = Term(one, str(one))
    raw.vocabulary[name] = tuple(words.values())


def without_tests(text: str) -> str:
    """A rule file with empty lines in place of its requirements and test cases: more than half of it need not be parsed."""
    keys = top_level(text) or {}
    left_out = []
    if "requirements" in keys and not keys["requirements"].inline:
        left_out.append((keys["requirements"].start, keys["requirements"].end, "{}"))
    if "rules" in keys and not keys["rules"].inline:
        first = keys["rules"].end - len(keys["rules"].below)
        left_out += [(first + start, first + end, "[]") for start, end in lines_in_items(keys["rules"].below, "tests")]
    parts, done = [], 0
    for start, end, nothing in sorted(left_out):
        # What is named in them may be meant elsewhere.
        if "&" not in text[start:end]:
            value = text.index(":", start) + 1
            parts += [text[done:value], f" {nothing}", line_ends(text[value:end])]
            done = end
    return "".join([*parts, text[done:]])


def _top_without_own_keys(values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a rule file without its own; deeper, a key that begins with ``x-`` may name a field of documents."""
    return {key: value for key, value in values.items() if not str(key).startswith("x-")}


def _read(file: Path, raw: _Raw) -> tuple[Source, RuleSetFile, Path] | None:
    text, name = "", shown_file(file)
    try:
        text = decode(file.read_bytes())
        source = parse(text if raw.tests else without_tests(text), name)
        if file.is_relative_to(shipped("rules")):
            raw.shipped.add(id(source))
        return source, RuleSetFile.model_validate(_top_without_own_keys(top_mapping(source))), file
    except SourceError as error:
        raw.problems.append(of_source(error, name, text))
    except ProblemError as error:
        raw.problems.extend(error.problems)
    except ValidationError as error:
        raw.problems.extend(of_validation(error, source, RuleSetFile))
    except OSError as error:
        raw.problems.append(unreadable(name, error))
    return None


def shown_file(file: Path) -> str:
    """A rule file's name as people know it: from the current folder, or from the rules that ship with the program."""
    for base in (Path.cwd(), shipped("rules").parent):
        if file.is_relative_to(base):
            return file.relative_to(base).as_posix()
    return str(file)


def _take_in(source: Source, n: int, values: dict[str, Any], raw: _Raw) -> None:
    rule = values.get("id")
    if isinstance(rule, str) and rule in raw.retired:
        raw.problems.append(at(source, ["rules", n, "id"], "retired-id", name=rule))
    elif isinstance(rule, str) and rule in raw.rules:
        first, steps, _ = raw.rules[rule]
        place = f"{first.name}:{first.span([*steps, 'id']).line}"
        raw.problems.append(at(source, ["rules", n, "id"], "second-rule", name=rule, first=place))
    else:
        raw.rules[str(rule) if rule is not None else f"{source.name}#{n}"] = (source, ("rules", n), values)


def _change(raw: _Raw) -> set[str]:
    """Apply the changes to the raw rules; give the ids of those that are switched off."""
    off: set[str] = set()
    for source, rule, value in raw.changes:
        key = "change" if "change" in top_mapping(source) else "rules"
        if rule in raw.retired:
            raw.problems.append(at_key(source, [key, rule], "retired-rule", name=rule, by=raw.retired[rule]))
        elif rule not in raw.rules:
            raw.problems.append(at_key(source, [key, rule], "unknown-rule", **unknown_name(rule, raw.rules)))
        elif value == "off":
            off.add(rule)
            raw.off_in[rule] = f"{source.name}:{source.key_span([key, rule]).line}"
        elif isinstance(value, dict):
            off.discard(rule)
            origin, steps, values = raw.rules[rule]
            fixed = {"id", "check"} & value.keys()
            if fixed:
                raw.problems.append(at_key(source, [key, rule, sorted(fixed)[0]], "fixed-key", name=sorted(fixed)[0]))
            else:
                raw.rules[rule] = (origin, steps, _merged(values, value))
                raw.changed_in[rule] = source.name
                if "tests" in value:
                    raw.proved[rule] = (source, (key, rule, "tests"))
                # What is wrong with a changed rule is told where it was changed, not in the file that was right before.
                if id(source) not in raw.shipped:
                    raw.changed[rule] = at_key(source, [key, rule], "")
        else:
            raw.problems.append(at(source, [key, rule], "wrong-type", given=value, expected=["a-mapping-or-off"]))
    return off


def _moved(place: Problem, problem: Problem) -> Problem:
    return problem._replace(file=place.file, span=place.span, line=place.line)


def _is_about(values: Mapping[str, Any], kinds: frozenset[str]) -> bool:
    return not kinds.isdisjoint(values["applies-to"]["document"])


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


def _compile(source: Source, steps: tuple[Step, ...], values: dict[str, Any], raw: _Raw) -> Rule:
    from plancheck.model.base import keys_of

    head_keys = keys_of(RuleHead)
    kind = values.get("check")
    if kind is not None and kind not in KINDS:
        raise ProblemError(at(source, [*steps, "check"], "unknown-check", **unknown_name(kind, KINDS)))
    parameters = module_of(kind).Parameters if isinstance(kind, str) else None
    known = [*head_keys, *(keys_of(parameters) if parameters else [])]
    problems = [
        at_key(source, [*steps, key], "unknown-key", **unknown_name(key, known))
        for key in values
        if key not in known and not str(key).startswith("x-") and parameters is not None
    ]
    head, params = None, None
    try:
        told = {key: value for key, value in values.items() if key in head_keys}
        head = RuleHead.model_validate(without_own_keys(told, source.text))
    except ValidationError as error:
        problems.extend(of_validation(error, source, RuleHead, steps))
    if parameters is not None:
        try:
            params = parameters.model_validate({k: v for k, v in values.items() if k in known and k not in head_keys})
        except ValidationError as error:
            problems.extend(of_validation(error, source, parameters, steps))
    if problems or head is None or params is None:
        raise ProblemError(*problems)
    return _bound(source, steps, head, params, values, raw)


def _bound(
    source: Source, steps: tuple[Step, ...], head: RuleHead, parameters: Part, values: Mapping[str, Any], raw: _Raw
) -> Rule:
    build = Builder(source, steps, raw.kinds, raw.vocabulary)
    for n, kind in enumerate(head.applies_to.document):
        if kind not in raw.kinds:
            wrong = unknown_name(kind, raw.kinds)
            raise build.problem("unknown-document-kind", "applies-to", "document", n, path=kind, **wrong)
    for n, demand in enumerate(head.meets if raw.tests else ()):
        if demand not in raw.requirements:
            raise build.problem("unknown-requirement", "meets", n, **unknown_name(demand, raw.requirements))
    years = Years.of(head.applies_to.years)
    if years is None:
        raise build.problem("bad-years", "applies-to", "years", given=head.applies_to.years)
    check = module_of(head.check).compile(parameters, build)
    templates: dict[str, dict[str, Template]] = {"message": {}, "hint": {}}
    for name, words in (("message", head.message), ("hint", head.hint)):
        for language, text in (("sv", words.sv), ("en", words.en)):
            try:
                templates[name][language] = compile_template(text, check.placeholders, raw.vocabulary)
            except NamingError as error:
                raise build.problem(error.text.key, name, language, **error.text.details) from None
    about = frozenset(kind.id for kind in raw.kinds.values() if any(kind.is_a(one) for one in head.applies_to.document))
    proved_at = raw.proved.get(head.id, (source, (*steps, "tests")))
    said = (templates["message"], templates["hint"])
    changed_in = raw.changed_in.get(head.id, "")
    return Rule(head, check, head.severity, years, *said, source, steps, about, values, proved_at, changed_in)
