"""``plancheck schema``: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import click

from plancheck.cli.options import print_data
from plancheck.schemas import SCHEMAS, schema_of


@click.command("schema")
@click.argument("name", type=click.Choice(SCHEMAS), default="document")
def command(name: str) -> None:
    """Print a JSON Schema (2020-12), for editors and programs.

    It describes a document, a rule file, plancheck.yaml, the JSON report or import.yaml.
    """
    print_data(schema_of(name))
