"""Rules as they are written → compiled rules: each key checked, each name resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from plancheck.checks import KINDS, module_of
from plancheck.checks.builder import Builder
from plancheck.messages import Language
from plancheck.model.base import Part, Unknown, keys_of, without_own_keys
from plancheck.model.document import ListKey
from plancheck.model.problems import Problem, ProblemError, at, at_key, of_validation
from plancheck.model.source import Source, Step
from plancheck.model.text import Text, unknown_name
from plancheck.query.paths import NamingError
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selector, compile_selector
from plancheck.query.verdict import Check, Judge, Verdict, not_assessable, whole
from plancheck.repository.declared import Kind, Purpose, Term, Years, forms_of
from plancheck.ruleset.model import Requirement, Rule, RuleHead, RuleSet, Words
from plancheck.ruleset.templates import Template, compile_template

Model = TypeVar("Model", bound=Part)


class RawRule(NamedTuple):
    """A rule before it is compiled, with the changes that have been made to it.

    `changed_in` is the file that last changed what it asks; `faults_at` the place where faults are reported, if not in the
    rule's own file; `tests_at` the place of test cases that replace its own; `off_at` where it is switched off, if it is.
    """

    source: Source
    steps: tuple[Step, ...]
    values: dict[str, Any]
    is_shipped: bool = False
    changed_in: str = ""
    faults_at: Problem | None = None
    tests_at: tuple[Source, tuple[Step, ...]] | None = None
    off_at: str = ""


@dataclass
class Definitions:
    """What rules are compiled against. `with_tests` says whether test cases and requirements are read."""

    with_tests: bool
    kinds: dict[str, Kind] = field(default_factory=dict)
    vocabulary: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    forms: Mapping[Purpose, Mapping[str, str]] = field(default_factory=dict)


def recompile(rule: Rule, values: Mapping[str, Any], ruleset: RuleSet) -> Rule:
    """A rule of a rule set with other values, as its tests try it. Raises ProblemError where they do not make a rule."""
    forms = forms_of(ruleset.declared.words)
    definitions = Definitions(True, dict(ruleset.kinds), dict(ruleset.vocabulary), dict(ruleset.requirements), forms)
    return compile_rule(RawRule(rule.source, rule.steps, dict(values)), definitions)


def compile_rule(raw: RawRule, definitions: Definitions) -> Rule:
    """Compile a rule. Raises ProblemError with what is wrong in it."""
    head, parameters = _validated(raw)
    build = Builder(raw.source, raw.steps, definitions.kinds, definitions.vocabulary, definitions.forms)
    _refuse_unknown_names(head, build, definitions)
    years = Years.of(head.applies_to.years)
    if years is None:
        raise build.problem("bad-years", "applies-to", "years", given=head.applies_to.years)
    check: Check = module_of(head.check).compile(parameters, build)
    if head.applies_to.recorded:
        check = check._replace(judge=_where_recorded(head.applies_to.recorded, check.judge, build))
    documents = head.applies_to.document
    return Rule(
        head=head,
        check=check,
        severity=head.severity,
        years=years,
        in_force=tuple(dict.fromkeys(source.years for source in head.source)),
        message=_templates("message", head.message, check, build),
        hint=_templates("hint", head.hint, check, build),
        hint_yaml=_templates("hint-yaml" if head.hint_yaml else "hint", head.hint_yaml or head.hint, check, build),
        source=raw.source,
        steps=raw.steps,
        kinds=frozenset(kind.id for kind in definitions.kinds.values() if any(kind.is_a(id_) for id_ in documents)),
        values=raw.values,
        proved_at=raw.tests_at or (raw.source, (*raw.steps, "tests")),
        changed_in=raw.changed_in,
        is_shipped=raw.is_shipped,
    )


def _where_recorded(text: str, judge: Judge, build: Builder) -> Judge:
    """The judging of documents that record what a selector leads to; that others do not is why they are not assessable.

    Where a rule asks nothing of a document, it needs nothing recorded there either.
    """
    try:
        recorded = compile_selector(text, build.kinds)
        around = compile_selector(text.rpartition(".")[0] or text, build.kinds)
    except NamingError as error:
        raise build.problem(error.text.key, "applies-to", "recorded", **error.text.details) from None

    def judging(scope: Scope) -> Iterator[Verdict]:
        selection = recorded.select(scope)
        if any(item.value is not None for item in selection.items):
            return judge(scope)
        if next(judge(scope), None) is None:
            return iter(())
        reason = selection.lacking or _none_recorded(recorded, bool(around.select(scope).items))
        return iter([not_assessable(whole(scope), whole(scope), reason)])

    return judging


def _none_recorded(recorded: Selector, is_there: bool) -> Unknown:
    """Why nothing is known of what a selector leads to; `is_there` says that only its last field is left out."""
    first, *inner = recorded.path.names or (recorded.text,)
    if not inner or not is_there or first not in get_args(ListKey):
        return Unknown("none-recorded", field=first)
    return Unknown("recorded-without", items=Text(f"list-{first}"), field=recorded.path.text)


def _validated(raw: RawRule) -> tuple[RuleHead, Part]:
    """The keys that every rule has, and those of its check. Raises ProblemError with all that is wrong in them."""
    check = raw.values.get("check")
    if check is not None and check not in KINDS:
        raise ProblemError(at(raw.source, [*raw.steps, "check"], "unknown-check", **unknown_name(check, KINDS)))
    head_keys = keys_of(RuleHead)
    head_values = {key: value for key, value in raw.values.items() if key in head_keys}
    head, problems = _validate(RuleHead, without_own_keys(head_values, raw.source.text), raw)
    if check is None:
        # Without a check, which is a problem of the head, nobody knows the other keys of the rule.
        raise ProblemError(*problems)
    model: type[Part] = module_of(check).Parameters
    known = [*head_keys, *keys_of(model)]
    unknown = list(_unknown_keys(raw, known))
    own = {key: value for key, value in raw.values.items() if key in known and key not in head_keys}
    parameters, more = _validate(model, own, raw)
    if head is None or parameters is None or unknown:
        raise ProblemError(*unknown, *problems, *more)
    return head, parameters


def _unknown_keys(raw: RawRule, known: list[str]) -> Iterator[Problem]:
    for key in raw.values:
        if key not in known and not str(key).startswith("x-"):
            yield at_key(raw.source, [*raw.steps, key], "unknown-key", **unknown_name(key, known))


def _validate(model: type[Model], values: dict[str, Any], raw: RawRule) -> tuple[Model | None, list[Problem]]:
    """Some of a rule's values as a model; or None, and what is wrong with them."""
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, of_validation(error, raw.source, model, raw.steps)


def _refuse_unknown_names(head: RuleHead, build: Builder, definitions: Definitions) -> None:
    """Raises ProblemError for a kind of document or a requirement that does not exist."""
    for n, kind in enumerate(head.applies_to.document):
        if kind not in definitions.kinds:
            details = unknown_name(kind, definitions.kinds)
            raise build.problem("unknown-document-kind", "applies-to", "document", n, path=kind, **details)
    for n, requirement in enumerate(head.meets if definitions.with_tests else ()):
        if requirement not in definitions.requirements:
            details = unknown_name(requirement, definitions.requirements)
            raise build.problem("unknown-requirement", "meets", n, **details)


def _templates(key: str, words: Words, check: Check, build: Builder) -> dict[str, Template]:
    """The templates of a rule's message or hint, by language."""
    templates: dict[str, Template] = {}
    texts: tuple[tuple[Language, str], ...] = (("sv", words.sv), ("en", words.en))
    for language, text in texts:
        try:
            called = None if key == "hint-yaml" else language
            templates[language] = compile_template(text, check.placeholders, build.vocabulary, called)
        except NamingError as error:
            raise build.problem(error.text.key, key, language, **error.text.details) from None
    return templates
