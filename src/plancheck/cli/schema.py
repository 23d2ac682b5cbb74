"""``plancheck schema``: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import click

from plancheck.cli.language import Command, Words
from plancheck.cli.options import print_data
from plancheck.schemas import SCHEMAS, schema_of

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
def command(name: str) -> None:
    """Print a schema."""
    print_data(schema_of(name))
