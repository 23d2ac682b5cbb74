"""``plancheck rules``: list the rules that apply."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.language import Command, Words, option
from plancheck.cli.options import (
    KIND,
    columns_wide,
    complain,
    language_option,
    opened,
    refuse_unknown_kind,
    ruleset_option,
    wants_colour,
)
from plancheck.messages import Language, clean, said, word

if TYPE_CHECKING:
    from rich.table import Table

    from plancheck.ruleset.model import Event, RuleSet

WORDS = Words(
    """Visa de regler som gäller här.

    Det är de i regelverket som plancheck.yaml anger, eller som --ruleset anger.
    """,
    """List the rules that apply here.

    They are those of the rule set in plancheck.yaml, or of --ruleset.
    """,
)


@click.command("rules", cls=Command, words=WORDS)
@ruleset_option
@option(
    "--document", metavar=KIND,
    words=Words("Bara regler om den här typen av dokument.", "Only rules about this kind of document."),
)  # fmt: skip
@option(
    "--changed-since", metavar="VERSION",
    words=Words(
        "Vad som har kommit till, ändrats och tagits bort sedan en version av regelverket.",
        "What came, changed and went since a version of the rule set.",
    ),
)  # fmt: skip
@language_option
def command(ruleset: str | None, document: str | None, changed_since: str | None, lang: Language | None) -> None:
    """Print a line for each rule, or for each that has changed."""
    repository = opened([Path()], ruleset, lang)
    language = repository.language
    if document is not None:
        refuse_unknown_kind(document, repository)
    _tell_shadowed(repository.ruleset, language)
    if changed_since is None:
        _print_rules(repository.ruleset, document, language)
    else:
        _print_changes(repository.ruleset, changed_since, document, language)


def _print_rules(ruleset: RuleSet, document: str | None, language: Language) -> None:
    from rich.text import Text

    table = _table(3)
    for rule in ruleset.rules.values():
        if document is None or document in rule.kinds:
            table.add_row(rule.id, word(f"{rule.severity}-one", language), Text(clean(getattr(rule.head.title, language))))
    _print(table)


def _print_changes(ruleset: RuleSet, version: str, document: str | None, language: Language) -> None:
    """Print what happened since a version, and in which rule sets nobody can know it."""
    from rich.text import Text

    from plancheck.ruleset.releases import Changes, changes_since

    changes = changes_since(ruleset, version)
    if not isinstance(changes, Changes):
        complain(said(changes, language))
        sys.exit(2)
    table = _table(5)
    for event in changes.events:
        if _is_about(event, document, ruleset):
            rule = ruleset.rules.get(event.rule)
            severity = word(f"{rule.severity}-one", language) if rule else ""
            text = Text(clean(_told(event, ruleset, language)))
            table.add_row(clean(event.version), event.rule, word(f"event-{event.kind}", language), severity, text)
    of = {"name": changes.edition.name, "given": version, "version": changes.edition.version}
    _echo(word("events-since" if table.row_count else "events-none", language, **of))
    if table.row_count:
        _print(table)
    for other in changes.apart:
        key = "events-apart" if other.version else "events-unversioned"
        _echo(word(key, language, name=ruleset.name, other=other.name, version=other.version))


def _is_about(event: Event, document: str | None, ruleset: RuleSet) -> bool:
    """Whether an event is about a kind of document. Of a rule that went only the one that replaced it says that."""
    from plancheck.ruleset.releases import heir_of

    rule = ruleset.rules.get(event.rule) or ruleset.rules.get(heir_of(event.rule, ruleset) or "")
    return document is None or rule is None or document in rule.kinds


def _told(event: Event, ruleset: RuleSet, language: Language) -> str:
    """What there is to say of an event: the title of a rule that came, what was changed, what replaced a rule that went."""
    from plancheck.ruleset.releases import heir_of

    if event.kind == "came":
        return str(getattr(ruleset.rules[event.rule].head.title, language))
    if event.kind == "changed":
        return event.words[language]
    if event.rule not in ruleset.retired:
        return word("event-off", language)
    heir = heir_of(event.rule, ruleset)
    if heir is None:
        return word("event-not-replaced", language)
    title = getattr(ruleset.rules[heir].head.title, language) if heir in ruleset.rules else ""
    return word("event-replaced", language, rule=heir, title=title)


def _tell_shadowed(ruleset: RuleSet, language: Language) -> None:
    """Say which rule sets in use have a name that an installed package wants too: the name is that of the shipped one."""
    from plancheck.installation import DISTRIBUTION
    from plancheck.ruleset.packages import brought

    found = brought()
    for edition in ruleset.editions:
        if edition.package == DISTRIBUTION and edition.name in found:
            complain(word("shadowed-ruleset", language, name=edition.name, packages=found[edition.name]))


def _table(columns: int) -> Table:
    """A table without lines, whose last column may break."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(columns - 1):
        table.add_column(no_wrap=True)
    table.add_column()
    return table


def _print(table: Table) -> None:
    from rich.console import Console

    console = Console(no_color=not wants_colour(sys.stdout), highlight=False)
    console.print(table)


def _echo(text: str) -> None:
    click.echo("\n".join(textwrap.wrap(clean(text), columns_wide(), break_on_hyphens=False)))
