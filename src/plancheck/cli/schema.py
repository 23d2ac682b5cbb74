"""``plancheck schema``: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

from pathlib import Path

import click

from plancheck.cli.language import Command, Words, option
from plancheck.cli.options import KIND, language_option, opened, print_data, refuse_unknown_kind, ruleset_option
from plancheck.messages import DEFAULT_LANGUAGE, Language, word
from plancheck.schemas import SCHEMAS, schema_of, schema_of_kind

WORDS = Words(
    """Skriv ut ett JSON Schema (2020-12), för redigerare och program.

    Det beskriver ett dokument, en regelfil, plancheck.yaml, rapporten i JSON eller import.yaml.
    """,
    """Print a JSON Schema (2020-12), for editors and programs.

    It describes a document, a rule file, plancheck.yaml, the JSON report or import.yaml.
    """,
)


@click.command("schema", cls=Command, words=WORDS)
@click.argument("name", type=click.Choice(SCHEMAS), default="document")
@option(
    "--kind", metavar=KIND,
    words=Words(
        "Bara dokument av den här typen, med orden i det regelverk som gäller här.",
        "Only documents of this kind, with the words of the rule set that applies here.",
    ),
)  # fmt: skip
@ruleset_option
@language_option
def command(name: str, kind: str | None, ruleset: str | None, lang: Language | None) -> None:
    """Print a schema."""
    if kind is None:
        print_data(schema_of(name))
        return
    if name != "document":
        raise click.UsageError(word("kind-of-document-only", lang or DEFAULT_LANGUAGE, name=name))
    from plancheck.run.starting import bodies_in

    repository = opened([Path()], ruleset, lang)
    refuse_unknown_kind(kind, repository)
    print_data(schema_of_kind(kind, repository.ruleset, bodies_in(repository), repository.language))
