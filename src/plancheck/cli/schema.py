"""``plancheck schema``: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

from pathlib import Path

import click

from plancheck.cli.language import Command, Words, argument
from plancheck.cli.options import language_option, opened, print_data, refuse_unknown_kind, ruleset_option
from plancheck.messages import Language
from plancheck.schemas import SCHEMAS, schema_of, schema_of_kind

WORDS = Words(
    """Skriv ut ett JSON Schema (2020-12), för redigerare och program.

    Det beskriver ett dokument (document), en regelfil (rules), plancheck.yaml (configuration), rapporten i JSON (report)
    eller import.yaml (import). Med namnet på en dokumenttyp, som verksamhetsplan, beskriver det bara sådana dokument, med
    orden i det regelverk som gäller här.
    """,
    """Print a JSON Schema (2020-12), for editors and programs.

    It describes a document, a rule file (rules), plancheck.yaml (configuration), the JSON report (report) or import.yaml
    (import). With the name of a kind of document, such as verksamhetsplan, it describes those documents alone, with the
    words of the rule set that applies here.
    """,
)


@click.command("schema", cls=Command, words=WORDS)
@argument("name", metavar=Words("[NAMN]", "[NAME]"), default="document")
@ruleset_option
@language_option
def command(name: str, ruleset: str | None, lang: Language | None) -> None:
    """Print a schema."""
    if name in SCHEMAS:
        print_data(schema_of(name))
        return
    from plancheck.run.starting import bodies_in

    repository = opened([Path()], ruleset, lang)
    refuse_unknown_kind(name, repository, besides=SCHEMAS)
    # Where there are no settings, the folder may be any.
    bodies = bodies_in(repository if repository.source else repository._replace(roots=()))
    print_data(schema_of_kind(name, repository.ruleset, bodies, repository.language))
