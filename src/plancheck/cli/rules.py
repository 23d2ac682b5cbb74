"""``plancheck rules``: list the rules that apply."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plancheck.cli.options import complain, language_option, opened, ruleset_option, wants_colour
from plancheck.messages import Language, clean, word


@click.command("rules")
@ruleset_option
@click.option("--document", metavar="KIND", help="Only rules about this kind of document.")
@language_option
def command(ruleset: str | None, document: str | None, lang: Language | None) -> None:
    """List the rules that apply here.

    They are those of the rule set in plancheck.yaml, or of --ruleset.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from plancheck.model.text import unknown_name

    repository = opened([Path()], ruleset, lang)
    language = repository.language
    kinds = repository.ruleset.kinds
    if document is not None and document not in kinds:
        near = unknown_name(document, kinds)["nearest"]
        hint = f" {word('did-you-mean', language, nearest=near)}" if near else ""
        complain(f"{word('unknown-kind', language, name=document)}{hint}")
        sys.exit(2)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for rule in repository.ruleset.rules.values():
        if document is None or document in rule.kinds:
            table.add_row(rule.id, word(f"{rule.severity}-one", language), Text(clean(getattr(rule.head.title, language))))
    console = Console(no_color=not wants_colour(sys.stdout), highlight=False)
    console.print(table)
