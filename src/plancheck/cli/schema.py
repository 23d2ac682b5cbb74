"""``plancheck schema``: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

from pathlib import Path

import click

from plancheck.cli.options import language_option, opened, print_data, refuse_unknown_kind, ruleset_option
from plancheck.messages import Language
from plancheck.schemas import SCHEMAS, schema_of, schema_of_kind


@click.command("schema")
@click.argument("name", type=click.Choice(SCHEMAS), default="document")
@click.option("--kind", metavar="KIND", help="Only documents of this kind, with the words of the rule set that applies here.")
@ruleset_option
@language_option
def command(name: str, kind: str | None, ruleset: str | None, lang: Language | None) -> None:
    """Print a JSON Schema (2020-12), for editors and programs.

    It describes a document, a rule file, plancheck.yaml, the JSON report or import.yaml.
    """
    if kind is None:
        print_data(schema_of(name))
        return
    if name != "document":
        raise click.UsageError(f"--kind goes with document, not with {name}.")
    from plancheck.run.starting import bodies_in

    repository = opened([Path()], ruleset, lang)
    refuse_unknown_kind(kind, repository)
    print_data(schema_of_kind(kind, repository.ruleset, bodies_in(repository), repository.language))
