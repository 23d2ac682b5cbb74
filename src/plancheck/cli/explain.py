"""``plancheck explain``: what a rule demands, why, where that comes from, how to meet it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click
import yaml

from plancheck.cli.options import could_not, language_option, ruleset_option
from plancheck.messages import Language, clean, word
from plancheck.problems import ProblemError, unknown_name
from plancheck.ruleset import Rule, RuleSet

WIDTH = 80


@click.command("explain")
@click.argument("rule_id", metavar="RULE")
@ruleset_option
@language_option
def command(rule_id: str, ruleset: str | None, lang: Language | None) -> None:
    """Explain a rule.

    What it demands, why, from which document, how to meet it, how to configure it.
    """
    from plancheck.checking import configured_language, open_repository
    from plancheck.engine import BUILT_IN

    language: Language = lang or "sv"
    try:
        repository = open_repository([Path()], ruleset, tests=True)
    except ProblemError as error:
        could_not(error, lang or configured_language([Path()]))
    language = lang or repository.configuration.lang or "sv"
    wanted = rule_id.upper()
    if wanted in BUILT_IN:
        click.echo("\n".join(_built_in(wanted, language)))
        return
    holding = repository.ruleset if wanted in repository.ruleset.rules else _holding(wanted)
    if holding is None:
        near = unknown_name(wanted, [*repository.ruleset.rules, *BUILT_IN])["nearest"]
        hint = f" {word('did-you-mean', language, nearest=near)}" if near else ""
        click.echo(f"plancheck: {word('no-such-rule', language, name=rule_id)}{hint}", err=True)
        sys.exit(2)
    if holding is not repository.ruleset:
        click.echo(f"{word('explain-not-here', language)}\n")
    click.echo("\n".join(map(clean, _explained(holding.rules[wanted], holding, language))))


def _holding(rule_id: str) -> RuleSet | None:
    """The rule set that ships and has the rule: one may ask for it outside the repository where it holds."""
    from plancheck.ruleset import load, shipped

    sets = (load(folder.name, tests=True) for folder in sorted(shipped("rules").iterdir()) if folder.is_dir())
    return next((ruleset for ruleset in sets if rule_id in ruleset.rules), None)


def _built_in(rule_id: str, language: Language) -> Iterator[str]:
    yield f"{rule_id} {word(f'{rule_id}-title', language)}"
    yield ""
    yield from _paragraph(word("explain-why", language), word(f"{rule_id}-why", language))
    yield from _paragraph(word("explain-fix", language), word(f"{rule_id}-hint", language))
    yield from textwrap.wrap(word("explain-built-in", language), WIDTH)


def _explained(rule: Rule, ruleset: RuleSet, language: Language) -> Iterator[str]:
    head = rule.head
    yield from textwrap.wrap(f"{rule.id} {getattr(head.title, language)}", WIDTH, subsequent_indent="       ")
    yield ""
    kinds = ", ".join(ruleset.kinds[k].title[language] if k in ruleset.kinds else k for k in head.applies_to.document)
    years = f" ({word('explain-years', language, years=str(head.applies_to.years))})" if head.applies_to.years else ""
    yield from _paragraph(word("explain-applies", language), f"{kinds}{years}")
    yield from _paragraph(word("explain-why", language), getattr(head.why, language))
    sources = "; ".join(f"{one.document}{f', {one.section}' if one.section else ''}" for one in head.source)
    yield from _paragraph(word("explain-source", language), sources)
    yield from _paragraph(word("explain-fix", language), _hint(rule, language))
    yield from _paragraph(word("explain-ruleset", language), ruleset.name)
    yield from _paragraph(word("explain-severity", language), word(f"{rule.severity}-one", language))
    place = f"{rule.source.name}:{rule.source.span(rule.steps).line}"
    yield from (f"{word('explain-check', language)}:", f"  {head.check}", f"  {place}", "")
    for heading, n in (
        ("explain-fails", next((n for n, case in enumerate(head.tests) if case.fails), None)),
        ("explain-passes", next((n for n, case in enumerate(head.tests) if case.passes and not case.fails), None)),
    ):
        if n is not None:
            documents = rule.source.value([*rule.steps, "tests", n, "documents"])
            yield f"{word(heading, language)}:"
            yield from (f"  {line}" for line in _written(documents).splitlines())
            yield ""
    yield f"{word('explain-configure', language)} (plancheck.yaml):"
    other = "warning" if rule.severity != "warning" else "info"
    yield from (f"  {line}" for line in ("rules:", f"  {rule.id}: {{severity: {other}}}", f"  # {rule.id}: off"))


def _hint(rule: Rule, language: Language) -> str:
    """What to do, with three dots for what only a finding can tell."""
    return "".join(part if isinstance(part, str) else "…" for part in rule.hint[language].parts)


def _paragraph(heading: str, text: str) -> Iterator[str]:
    yield f"{heading}:"
    yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    yield ""


def _written(documents: list[dict[str, object]]) -> str:
    """Documents as YAML that can be tried."""
    plain = [yaml.safe_dump(_plain(one), allow_unicode=True, sort_keys=False, width=WIDTH - 4) for one in documents]
    return "---\n".join(plain)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
