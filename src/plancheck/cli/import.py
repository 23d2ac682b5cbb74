"""``plancheck import``: turn a PDF, a Word file or a text into documents to review."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.options import could_not, language_option, ruleset_option, say
from plancheck.messages import Language, clean, word
from plancheck.model.problems import ProblemError

if TYPE_CHECKING:
    from plancheck.importing.pipeline import Import, Wanted
    from plancheck.run.importing import Target


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--document", metavar="KIND", help="The kind of document, where the file does not tell.")
@click.option("--namnd", metavar="NAMND", help="The id of its nämnd, where the file does not tell.")
@click.option("--year", type=click.IntRange(1990, 2100), metavar="YEAR", help="Its year, where the file does not tell.")
@click.option("--repository", metavar="DIR", help="The plan repository (default: the one that this folder lies in).")
@click.option("--output", "-o", metavar="FILE|DIR", help="Where to write, - for standard output (default: in the repository).")
@click.option(
    "--register", is_flag=True, help="Write a KF budget of what the document tells to be KF's, or add to the one there."
)
@click.option("--report", is_flag=True, help="Show beside each line of the file what became of it.")
@ruleset_option
@language_option
def command(
    files: tuple[str, ...],
    document: str | None,
    namnd: str | None,
    year: int | None,
    repository: str | None,
    output: str | None,
    register: bool,
    report: bool,
    ruleset: str | None,
    lang: Language | None,
) -> None:
    """Turn plans into documents to review.

    FILE… are PDF (with a text layer), Word (.docx) or text. What each says is written as YAML, with a comment where you
    should look. Imported again, what you have changed stays.

    A file that no import has made is left as it is.

    Exit code 0: written; 2: a file could not be imported, or not written.
    """
    from plancheck.run.open import open_repository

    language: Language = lang or "sv"
    try:
        from plancheck.importing.pipeline import Wanted
        from plancheck.importing.reading import ReadingError
        from plancheck.run.importing import Target, import_into, said, side_by_side
    except ModuleNotFoundError as error:
        click.echo(f"plancheck: {word('import-not-installed', language, name=error.name)}", err=True)
        sys.exit(2)
    folder = Path(repository) if repository else Path()
    try:
        opened = open_repository([folder if folder.exists() else Path()], ruleset)
    except ProblemError as error:
        could_not(error, language)
    language = lang or opened.configuration.lang or "sv"
    target = Target(opened, output, register)
    failed = False
    for name in files:
        try:
            result = _imported(Path(name), target, Wanted(document, namnd, year), language)
        except ProblemError as error:
            say(error, language)
            failed = True
            continue
        except ReadingError as error:
            click.echo(clean(f"plancheck: {name}: {word(error.key, language, **error.details)}"), err=True)
            failed = True
            continue
        except OSError as error:
            click.echo(clean(f"plancheck: {name}: {word('unreadable', language, said=error.strerror or str(error))}"), err=True)
            failed = True
            continue
        try:
            written = import_into(target, result, name, language)
        except OSError as error:
            path = error.filename or output or name
            said_why = error.strerror or str(error)
            click.echo(clean(f"plancheck: {word('cannot-write', language, path=path, said=said_why)}"), err=True)
            failed = True
            continue
        failed = failed or any(one.kept for one in written)
        stream = output == "-"
        for line in said(result, written, language):
            click.echo(clean(line), err=stream)
        if report:
            for line in side_by_side(result, language):
                click.echo(clean(line), err=stream)
    sys.exit(2 if failed else 0)


def _imported(path: Path, target: Target, wanted: Wanted, language: Language) -> Import:
    """A file imported; what it does not tell is asked for, but only of a person at a terminal."""
    from plancheck.importing.pipeline import UntoldError
    from plancheck.run.importing import imported, untold

    while True:
        try:
            return imported(path, target, wanted)
        except UntoldError as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise ProblemError(untold(error, str(path))) from None
            choice = click.Choice(error.known) if error.known else click.IntRange(1990, 2100)
            answer = click.prompt(word(f"import-ask-{error.what}", language), type=choice, err=True)
            wanted = wanted.answered(error.what, answer)
