"""``plancheck import``: turn a PDF, a Word file, a list in Excel or a text into documents to review."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from plancheck.cli.language import Command, Words, argument, option
from plancheck.cli.options import (
    FOLDER,
    columns_wide,
    complain,
    could_not,
    document_options,
    labels_of,
    language_option,
    layout_options,
    opened,
    ruleset_option,
    say,
)
from plancheck.installation import install_command
from plancheck.messages import Language, clean, said, word

if TYPE_CHECKING:
    from plancheck.importing.pipeline import Import
    from plancheck.repository.workspace import Workspace
    from plancheck.run.importing import Target
    from plancheck.run.open import Repository


class Options(NamedTuple):
    """The options of the command, as given."""

    document: str | None
    namnd: str | None
    year: int | None
    labels: tuple[str, ...]
    explain_layout: bool
    repository: str | None
    output: str | None
    register: bool
    report: bool
    ruleset: str | None
    lang: Language | None


WORDS = Words(
    """Gör om planer till dokument att granska.

    FIL… är PDF (med textlager), Word (.docx), listor i Excel (.xlsx) eller CSV, eller text. Var och en skrivs som YAML, med
    en kommentar överallt där du bör titta. När en fil importeras igen behålls dina ändringar.

    En fil som inte är gjord av en import lämnas orörd.

    Slutkod 0: allt är skrivet; 2: en fil kunde inte importeras eller skrevs inte.
    """,
    """Turn plans into documents to review.

    FILE… are PDF (with a text layer), Word (.docx), lists in Excel (.xlsx) or CSV, or text. Each is
    written as YAML, with a comment wherever you should look. When a file is imported again, your changes are kept.

    A file that was not made by an import is left unchanged.

    Exit code 0: written; 2: a file could not be imported or was not written.
    """,
)


@click.command("import", cls=Command, words=WORDS)
@argument("files", nargs=-1, required=True, metavar=Words("FIL…", "FILE…"))
@document_options
@layout_options
@option(
    "--repository", metavar=FOLDER,
    words=Words(
        "Arkivet med planerna (annars: det som den mapp du står i hör till).",
        "The plan repository (default: the one that the current folder is in).",
    ),
)  # fmt: skip
@option(
    "--output", "-o", metavar=Words("FIL|MAPP", "FILE|DIR"),
    words=Words(
        "Vart resultatet skrivs; - för skärmen (annars: i arkivet).",
        "Where to write; - for standard output (default: in the repository).",
    ),
)  # fmt: skip
@option(
    "--register", is_flag=True,
    words=Words(
        "Skriv det KF har beslutat enligt planen som en KF-budget, eller lägg till det i den som finns.",
        "Write KF's decisions in the plan as a KF budget, or add to the existing one.",
    ),
)  # fmt: skip
@option(
    "--report",
    is_flag=True,
    words=Words("Visa vad det blev av varje rad i filen.", "Show what became of each line of the file."),
)
@ruleset_option
@language_option
def command(files: tuple[str, ...], **given: Any) -> None:
    """Import files, and end with whether all of it was written."""
    from plancheck.model.problems import ProblemError

    options = Options(**given)
    repository = opened([Path(options.repository or "")], options.ruleset, options.lang)
    try:
        from plancheck.run.importing import Target
    except ModuleNotFoundError as error:
        why = word("import-not-installed", repository.language, name=error.name, command=install_command())
        complain(why)
        sys.exit(2)
    try:
        labels_of(options.labels)
    except ProblemError as error:
        could_not(error, repository.language)
    target = Target(repository, options.output, options.register)
    written = [_import(name, target, options) for name in files]
    sys.exit(0 if all(written) else 2)


def _import(name: str, target: Target, options: Options) -> bool:
    """Import a file and print a summary; whether all of it was written."""
    from plancheck.model.problems import ProblemError
    from plancheck.run.cache import Cache
    from plancheck.run.imported import workspace_beside
    from plancheck.run.importing import import_into, recognised_in, side_by_side, summary
    from plancheck.run.recognition import explained

    language = target.repository.language
    # Of each file anew: what an earlier one became is there to link to.
    workspace = workspace_beside(Path(name), target.repository, Cache())
    result = _result(name, workspace, target.repository, options)
    if result is None:
        return False
    try:
        written = import_into(target, workspace, result, name)
    except ProblemError as error:
        say(error, language)
        return False
    except OSError as error:
        path, why = error.filename or target.output or name, error.strerror or str(error)
        complain(word("cannot-write", language, path=path, said=why))
        return False
    to_screen = target.output == "-"
    width = columns_wide()
    read = [recognised_in(file, result, workspace, language, labels_of(options.labels)) for file in written]
    lines = [*_wrapped(summary(result, Path(name).name, written, read, language), width)]
    if options.explain_layout:
        lines += [line for one in read for line in ("", *explained(one, Path(name).name, language, width))]
    lines += side_by_side(result, language) if options.report else ()
    if not (options.explain_layout or options.report):
        lines.append(word("import-see", language))
    for line in lines:
        click.echo(clean(line), err=to_screen)
    return not any(file.kept for file in written)


def _wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """Lines, the indented ones of at most a width; a line that begins with the name of a file stays whole."""
    for line in lines:
        if line.startswith(" "):
            yield from textwrap.wrap(line, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
        else:
            yield line


def _result(name: str, workspace: Workspace, repository: Repository, options: Options) -> Import | None:
    """The import of a file; None if it failed, once the reason is printed."""
    from plancheck.importing.reading import ReadingError
    from plancheck.model.problems import ProblemError

    language = repository.language
    try:
        return _recognised(Path(name), workspace, repository, options)
    except ProblemError as error:
        say(error, language)
    except ReadingError as error:
        complain(f"{name}: {said(error.text, language)}")
    except OSError as error:
        complain(f"{name}: {word('unreadable', language, said=error.strerror or str(error))}")
    return None


def _recognised(path: Path, workspace: Workspace, repository: Repository, options: Options) -> Import:
    """A file imported; what it does not say is asked for, but only at a terminal."""
    from plancheck.importing.pipeline import UntoldError, Wanted, import_file
    from plancheck.model.problems import ProblemError
    from plancheck.run.importing import untold

    wanted = Wanted(options.document, options.namnd, options.year)
    while True:
        try:
            return import_file(path, path.name, repository.ruleset, workspace, wanted, labels_of(options.labels))
        except UntoldError as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise ProblemError(untold(error, str(path), "import")) from None
            choice = click.Choice(error.known) if error.known else click.IntRange(1990, 2100)
            question = word(f"import-ask-{error.what}", repository.language)
            wanted = wanted.answered(error.what, click.prompt(question, type=choice, err=True))
