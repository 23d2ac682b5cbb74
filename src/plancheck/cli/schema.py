"""``plancheck schema``: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import click

from plancheck.schemas import SCHEMAS, schema_of


@click.command("schema")
@click.argument("name", type=click.Choice(SCHEMAS), default="document")
def command(name: str) -> None:
    """Print a JSON Schema, for editors and programs.

    It is that of a document, a rule file, plancheck.yaml or the JSON report, in the dialect of 2020-12.
    """
    click.echo(schema_of(name), nl=False)
