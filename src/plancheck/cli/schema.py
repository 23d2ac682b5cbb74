"""``plancheck schema``: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import click

from plancheck.schemas import SCHEMAS, schema_of


@click.command("schema")
@click.argument("name", type=click.Choice(SCHEMAS), default="document")
def command(name: str) -> None:
    """Print the JSON Schema (2020-12) of a document, a rule file, plancheck.yaml or the JSON report."""
    click.echo(schema_of(name), nl=False)
