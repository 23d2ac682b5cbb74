"""A rule explained: the same for ``plancheck explain`` and for the pages in docs/rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import yaml

from plancheck.messages import Language, word
from plancheck.ruleset.model import Rule, RuleSet, words_of
from plancheck.ruleset.testing import proofs

WIDTH = 76
"""How wide the examples are written."""


class Explanation(NamedTuple):
    """A rule in one language. `fix_yaml` is what to do about a document written as YAML, where `fix` is not said of that too.

    `fails` and `passes` are documents in YAML, `configure` are lines of a plancheck.yaml. `versions` say with which version of
    its rule set it came, if not with the first, and with which it was changed.
    """

    title: str
    applies: str
    why: str
    requirements: tuple[str, ...]
    source: str
    fix: str
    fix_yaml: str
    severity: str
    check: str
    place: str
    fails: str
    passes: str
    configure: str
    versions: tuple[str, ...] = ()


def explained(rule: Rule, ruleset: RuleSet, language: Language) -> Explanation:
    """What a rule requires, why, its source, and how to meet and configure it. Its rule set is loaded with its tests."""
    head = rule.head
    kinds = ", ".join(ruleset.kinds[kind].title[language] for kind in sorted(rule.kinds, key=list(ruleset.kinds).index))
    years = f" ({word('explain-years', language, years=str(head.applies_to.years))})" if head.applies_to.years else ""
    # The actual outcomes, not the expected ones: another rule set may have changed the rule, or its words.
    outcomes = [proof.actual for proof in proofs(rule, ruleset, language)]
    words = words_of(head.id, ruleset, language)
    return Explanation(
        title=words.title,
        applies=f"{kinds}{years}",
        why=words.why,
        requirements=tuple(f"{id_} {getattr(ruleset.requirements[id_], language)}" for id_ in head.meets),
        source=words.source,
        fix=words.hint,
        fix_yaml=words.hint_yaml,
        severity=word(f"{rule.severity}-one", language),
        check=head.check,
        place=f"{rule.source.name}:{rule.source.span(rule.steps).line}",
        fails=_example(rule, (n for n, actual in enumerate(outcomes) if actual["failed"])),
        passes=_example(rule, (n for n, actual in enumerate(outcomes) if actual["passed"] and not actual["failed"])),
        configure="\n".join(_settings(rule)),
        versions=tuple(_versions(rule.id, ruleset, language)),
    )


def vocabularies_of(rule: Rule) -> list[str]:
    """The vocabularies that a rule names, in that order."""
    values = {key: value for key, value in rule.values.items() if key != "tests"}
    named = re.findall(r"\$?\bvocabulary\.([a-z0-9-]+)", str(values))
    return list(dict.fromkeys(named))


def _versions(rule: str, ruleset: RuleSet, language: Language) -> Iterator[str]:
    for event in ruleset.events:
        if event.rule == rule and event.kind != "went" and event.version not in event.edition.versions[:1]:
            words = event.words[language] if event.words else ""
            said = word(f"event-{event.kind}", language)
            yield f"{event.edition.name} {event.version}: {said}{f'. {words}' if words else ''}"


def _settings(rule: Rule) -> Iterator[str]:
    """How a plancheck.yaml changes the rule."""
    other = "warning" if rule.severity != "warning" else "info"
    yield from ("rules:", f"  {rule.id}: {{severity: {other}}}", f"  # {rule.id}: off")
    for n, name in enumerate(vocabularies_of(rule)):
        if n == 0:
            yield "vocabulary:"
        yield f"  {name}: [$vocabulary.{name}, …]"


def _example(rule: Rule, cases: Iterable[int]) -> str:
    """The documents of the first of these test cases, as YAML to try out; empty where there is none."""
    case = next(iter(cases), None)
    if case is None:
        return ""
    documents = rule.values["tests"][case]["documents"]
    texts = [yaml.safe_dump(_plain(document), allow_unicode=True, sort_keys=False, width=WIDTH) for document in documents]
    return "---\n".join(texts)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
