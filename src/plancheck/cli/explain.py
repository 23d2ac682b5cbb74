"""``plancheck explain``: what a rule requires, why, its source, and how to meet it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.language import Command, Words, argument
from plancheck.cli.options import RULE, complain, language_option, opened, ruleset_option
from plancheck.messages import Language, clean, word
from plancheck.model.text import unknown_name

if TYPE_CHECKING:
    from plancheck.ruleset.model import Rule, RuleSet

WIDTH = 80


WORDS = Words(
    """Förklara en regel.

    Visa vad den kräver, varför, dess källa, hur kravet uppfylls och hur regeln ställs in.
    """,
    """Explain a rule.

    Show what it requires, why, its source, how to meet it and how to configure it.
    """,
)


@click.command("explain", cls=Command, words=WORDS)
@argument("rule_id", metavar=RULE)
@ruleset_option
@language_option
def command(rule_id: str, ruleset: str | None, lang: Language | None) -> None:
    """Print all that is known of a rule."""
    from plancheck.ruleset.builtin import BUILT_IN

    repository = opened([Path()], ruleset, lang, tests=True)
    language = repository.language
    wanted = rule_id.upper()
    if wanted in BUILT_IN:
        click.echo("\n".join(_built_in(wanted, language)))
        return
    here = repository.ruleset
    defining = here if wanted in here.rules else _shipped_with(wanted)
    if defining is None and wanted in here.retired:
        by = here.retired[wanted]
        complain(word("retired-rule" if by else "retired-rule-alone", language, name=wanted, by=by))
        sys.exit(2)
    if defining is None:
        near = unknown_name(wanted, [*here.rules, *BUILT_IN])["nearest"]
        hint = f" {word('did-you-mean', language, nearest=near)}" if near else ""
        complain(f"{word('no-such-rule', language, name=rule_id)}{hint}")
        sys.exit(2)
    if defining is not here:
        off = here.off.get(wanted)
        click.echo(clean(word("explain-off", language, place=off) if off else word("explain-not-here", language)) + "\n")
    click.echo("\n".join(map(clean, _explained(defining.rules[wanted], defining, language))))


def _shipped_with(rule_id: str) -> RuleSet | None:
    """The shipped rule set that has the rule, so that it can be explained outside the repositories where it applies."""
    from plancheck.ruleset.loader import load
    from plancheck.ruleset.locating import shipped

    sets = [load(folder.name, tests=True) for folder in sorted(shipped("rules").iterdir()) if folder.is_dir()]
    having = [ruleset for ruleset in sets if rule_id in ruleset.rules]
    # The one that defines the rule, before those that inherit it.
    return min(having, key=lambda ruleset: ruleset.rules[rule_id].source.name.split("/")[1] != ruleset.name, default=None)


def _built_in(rule_id: str, language: Language) -> Iterator[str]:
    from plancheck.ruleset.builtin import OF_FILES
    from plancheck.ruleset.model import words_of_built_in

    yield f"{rule_id} {word(f'{rule_id}-title', language)}"
    yield ""
    words = words_of_built_in(rule_id, language)
    yield from _paragraph(word("explain-why", language), words.why)
    yield from _paragraph(word("explain-fix", language), *_fixes(words.hint, words.hint_yaml, language))
    yield from textwrap.wrap(
        word("explain-built-in" if rule_id in OF_FILES else "explain-of-imports", language, rule=rule_id), WIDTH
    )


def _explained(rule: Rule, ruleset: RuleSet, language: Language) -> Iterator[str]:
    from plancheck.ruleset.explaining import explained

    explanation = explained(rule, ruleset, language)
    yield from textwrap.wrap(f"{rule.id} {explanation.title}", WIDTH, subsequent_indent="       ")
    yield ""
    yield from _paragraph(word("explain-applies", language), explanation.applies)
    yield from _paragraph(word("explain-why", language), explanation.why)
    if explanation.requirements:
        yield from _paragraph(word("explain-demands", language), *explanation.requirements)
    yield from _paragraph(word("explain-source", language), explanation.source)
    yield from _paragraph(word("explain-fix", language), *_fixes(explanation.fix, explanation.fix_yaml, language))
    yield from _paragraph(word("explain-ruleset", language), ruleset.name)
    if explanation.versions:
        yield from _paragraph(word("explain-versions", language), *explanation.versions)
    yield from _paragraph(word("explain-severity", language), explanation.severity)
    yield from (f"{word('explain-check', language)}:", f"  {explanation.check}", f"  {explanation.place}", "")
    for heading, example in (("explain-fails", explanation.fails), ("explain-passes", explanation.passes)):
        if example:
            yield f"{word(heading, language)}:"
            yield from (f"  {line}" for line in example.splitlines())
            yield ""
    yield f"{word('explain-configure', language)} (plancheck.yaml):"
    yield from (f"  {line}" for line in explanation.configure.splitlines())


def _fixes(hint: str, hint_yaml: str, language: Language) -> list[str]:
    """What to do, and in other words what to do about a document that is written as YAML, where there are such."""
    return [hint, word("explain-in-yaml", language, hint=hint_yaml)] if hint_yaml else [hint]


def _paragraph(heading: str, *texts: str) -> Iterator[str]:
    yield f"{heading}:"
    for text in texts:
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    yield ""
