"""``plancheck check``: judge documents and print a report."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import click
from click.core import ParameterSource

from plancheck.cli.language import Command, Words, argument, option
from plancheck.cli.options import (
    FILE,
    FOLDER,
    columns_wide,
    complain,
    could_not,
    document_options,
    labels_of,
    language_option,
    layout_options,
    opened,
    print_data,
    refuse,
    ruleset_option,
    select_option,
    wants_colour,
)
from plancheck.cli.progress import Progress
from plancheck.installation import install_command
from plancheck.messages import Language, clean, word
from plancheck.reports import ENDINGS, FORMATS, Layout, format_of_surroundings, passes_for, report_of
from plancheck.repository.files import write_file
from plancheck.ruleset.severity import SEVERITIES, Severity

if TYPE_CHECKING:
    from plancheck.run.open import Repository
    from plancheck.run.results import Run
    from plancheck.run.survey import Told


Limit: TypeAlias = Severity | Literal["never"]


class Options(NamedTuple):
    """The options of the command, as given."""

    ruleset: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: Severity
    fail_on: Limit | None
    formats: tuple[str, ...]
    outputs: tuple[str, ...]
    compare: str | None
    strict: bool
    cache_dir: str | None
    no_cache: bool
    dask: str | None
    jobs: int | None
    document: str | None
    namnd: str | None
    year: int | None
    labels: tuple[str, ...]
    explain_layout: bool
    fail_on_new: str | None
    today: datetime.datetime | None
    lang: Language | None
    quiet: bool
    statistics: bool
    stdin_filename: str | None
    sarif_all: bool


class WantedReport(NamedTuple):
    """A requested report: its format and the file that it goes to, or None for standard output."""

    format: str
    output: str | None


class InOrder(Command):
    """A command that keeps the order of its options: an --output belongs to the --format before it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the names of the given options in their order."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta["order"] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


WORDS = Words(
    """Kontrollera dokument och skriv en rapport.

    SÖKVÄG… är filer eller mappar (annars: den mapp du står i), eller - för det som kommer på standard in.

    Slutkod 0: inget fynd som når --fail-on; 1: det finns fynd, till exempel en fil som inte kan läsas; 2: kontrollen kunde
    inte göras, eller så finns inget sådant fynd och inget har bedömts.
    """,
    """Check documents and print a report.

    PATH… are files or folders (default: the current folder), or - for standard input.

    Exit code 0: no finding at or above --fail-on; 1: findings, such as a file that cannot be read; 2: the check could not be
    run, or there is no such finding and nothing was judged.
    """,
)


@click.command("check", cls=InOrder, words=WORDS)
@argument("paths", nargs=-1, metavar=Words("[SÖKVÄG…]", "[PATH…]"))
@ruleset_option
@select_option("--select", "Bara regler med detta id eller denna början", "Only rules with this id or prefix")
@select_option("--ignore", "Inte regler med detta id eller denna början", "Skip rules with this id or prefix")
@option(
    "--severity", type=click.Choice(SEVERITIES), default="info",
    words=Words("Visa fynd av denna allvarlighetsgrad eller högre.", "Show findings of this severity or higher."),
)  # fmt: skip
@option(
    "--fail-on", type=click.Choice([*SEVERITIES, "never"]),
    words=Words(
        "Ge slutkod 1 vid fynd av denna allvarlighetsgrad eller högre (annars: error).",
        "Exit with 1 on findings of this severity or higher (default: error).",
    ),
)  # fmt: skip
@option(
    "--format", "formats", type=click.Choice(FORMATS), metavar="FORMAT", multiple=True,
    words=Words(
        f"Rapportens format: {', '.join(FORMATS)} (annars: efter ändelsen på --output, efter CI, eller text); kan upprepas.",
        f"Format of the report: {', '.join(FORMATS)} (default: by the extension of --output, by the CI, or text); repeatable.",
    ),
)  # fmt: skip
@option(
    "--output", "-o", "outputs", metavar=FILE, multiple=True,
    words=Words(
        "Skriv rapporten enligt --format före till en fil i stället för till skärmen; kan upprepas.",
        "Write the report of the preceding --format to a file instead of standard output; repeatable.",
    ),
)  # fmt: skip
@option(
    "--compare", metavar=FILE,
    words=Words(
        "Visa vad som är nytt och vad som är borta sedan en tidigare rapport i JSON.",
        "Show what is new and what is gone since an earlier JSON report.",
    ),
)  # fmt: skip
@option(
    "--strict", is_flag=True,
    words=Words(
        "Ge slutkod 1 också för det som inte kan bedömas, inte är läst eller är tveksamt.",
        "Exit with 1 also for what cannot be judged, is not read, or is in doubt.",
    ),
)  # fmt: skip
@document_options
@layout_options
@option(
    "--cache-dir", metavar=FOLDER,
    words=Words(
        "Var det som har lästs och bedömts sparas till nästa gång.",
        "Where to keep what was read and judged for the next run.",
    ),
)  # fmt: skip
@option(
    "--no-cache", is_flag=True,
    words=Words("Läs och bedöm allt på nytt, och spara inget.", "Read and judge everything anew, and keep nothing."),
)  # fmt: skip
@option(
    "--jobs", "-j", type=click.IntRange(min=1), metavar=Words("ANTAL", "N"),
    words=Words(
        "Hur många processer som bedömer (annars: så många processorer som finns, om det finns nog att göra).",
        "How many processes judge (default: the processors there are, where there is enough to do).",
    ),
)  # fmt: skip
@option(
    "--dask", metavar=Words("ADRESS", "ADDRESS"),
    words=Words(
        "Granska varje SÖKVÄG, ett eget arkiv, på Dask-klustret med den här adressen, som tcp://scheduler:8786.",
        "Check each PATH, a repository of its own, on the Dask cluster at this address, such as tcp://scheduler:8786.",
    ),
)  # fmt: skip
@option(
    "--fail-on-new", metavar=FILE,
    words=Words(
        "Som --compare, men ge slutkod 1 bara vid fynd som är nya sedan den rapporten.",
        "Like --compare, but exit with 1 only on findings that are new since that report.",
    ),
)  # fmt: skip
@option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar=Words("DATUM", "DATE"),
    words=Words("Bedöm tidsgränser som om det vore den dagen.", "Judge deadlines as of this day."),
)  # fmt: skip
@language_option
@option(
    "--quiet", "-q", is_flag=True,
    words=Words(
        "Ingen sammanfattning, och inget om det som inte kan bedömas.", "No summary, and nothing about what cannot be judged."
    ),
)  # fmt: skip
@option(
    "--statistics", is_flag=True,
    words=Words(
        "Visa också hur ofta varje regel var uppfylld, inte uppfylld eller inte kunde bedömas.",
        "Add how often each rule was met, not met or not assessable.",
    ),
)  # fmt: skip
@option(
    "--sarif-all", is_flag=True,
    words=Words(
        "Ta med i SARIF också det som är undantaget, borta eller inte kan bedömas, inte bara fynden.",
        "Add to SARIF what is waived, gone or cannot be judged, not only findings.",
    ),
)  # fmt: skip
@option(
    "--stdin-filename", metavar=FILE,
    words=Words("Filen som det på standard in (-) står för.", "The file that standard input (-) stands in for."),
)  # fmt: skip
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:
    """Check documents and print reports, and end with the exit code of the check."""
    from plancheck.model.problems import ProblemError
    from plancheck.run.cache import Cache
    from plancheck.run.check import InMemoryDocument, check

    if given["dask"] is not None:
        from plancheck.cli.cluster import check_on_cluster

        check_on_cluster(given, paths, _set_by_hand(context))
    options = Options(**given)
    files = [Path(path) for path in paths if path != "-"] if paths else [Path()]
    stdin = InMemoryDocument(sys.stdin.buffer.read(), Path(options.stdin_filename or "stdin.yaml")) if "-" in paths else None
    repository = opened(files + ([stdin.path.parent] if stdin else []), options.ruleset, options.lang)
    reports = _reports(context.meta["order"], options, repository.language)
    _refuse_two_earlier(options, repository.language)
    try:
        with Progress(sys.stderr, repository.language) as progress:
            run = check(
                files,
                select=options.select,
                ignore=options.ignore,
                today=options.today.date() if options.today else None,
                fail_on=options.fail_on,
                strict=options.strict,
                cache=None if options.no_cache else Cache(Path(options.cache_dir) if options.cache_dir else None),
                in_memory=stdin,
                repository=repository,
                told=_told(options, files, stdin is not None, repository.language),
                progress=progress.begin,
                jobs=options.jobs,
                passes=passes_for(report.format for report in reports),
            )
        run = _compared(run, options)
    except ProblemError as error:
        could_not(error, repository.language)
    if any(report.output for report in reports):
        _refuse_other_files(reports, _named_in(options, files, repository), run, repository)
    if options.explain_layout:
        _explain(run, is_aside=any(report.output is None and report.format != "text" for report in reports))
    layout = Layout(severity=options.severity, quiet=options.quiet, statistics=options.statistics, sarif_all=options.sarif_all)
    for report in reports:
        _write_report(report, run, repository, layout)
    if run.exit_code == 2:
        refuse("nothing-judged", run.language)
    sys.exit(run.exit_code)


def _set_by_hand(context: click.Context) -> dict[str, str]:
    """The options that are not as they are where they are left out, each with how it is written."""
    return {
        parameter.name: parameter.opts[0]
        for parameter in context.command.params
        if parameter.name and context.get_parameter_source(parameter.name) is not ParameterSource.DEFAULT
    }


def _explain(run: Run, *, is_aside: bool) -> None:
    """Print the positions that were learnt of the file; on standard error where a program reads standard output."""
    if not run.read:
        return
    from plancheck.run.recognition import explained

    for one in run.read:
        for line in explained(one.recognised, one.file, run.language, columns_wide()):
            click.echo(clean(line), err=is_aside)
    click.echo(err=is_aside)


def _told(options: Options, files: list[Path], has_stdin: bool, language: Language) -> Told:
    """What is told of the one file that is checked: it must be one that is imported."""
    from plancheck.importing.reading import is_importable
    from plancheck.model.problems import ProblemError
    from plancheck.run.survey import Told

    try:
        told = Told(options.document, options.namnd, options.year, labels_of(options.labels))
    except ProblemError as error:
        could_not(error, language)
    if any(told) or options.explain_layout:
        given = {
            "--document": told.document, "--namnd": told.namnd, "--year": told.year, "--as": told.labels,
            "--explain-layout": options.explain_layout,
        }  # fmt: skip
        known = [name for name, value in given.items() if value]
        if len(files) != 1 or has_stdin or not files[0].is_file() or not is_importable(files[0]):
            refuse("told-of-several", language, options=known)
    return told


def _refuse_two_earlier(options: Options, language: Language) -> None:
    """Compare with one report only."""
    named = (options.compare, options.fail_on_new)
    if options.compare and options.fail_on_new and len(set(map(os.path.realpath, filter(None, named)))) > 1:
        refuse("two-earlier", language, compare=options.compare, path=options.fail_on_new)


def _compared(run: Run, options: Options) -> Run:
    """The run, compared with an earlier report if one is given; what fails it are then perhaps only the new findings.

    Raises ProblemError if the earlier report cannot be read.
    """
    named = options.fail_on_new or options.compare
    if named is None:
        return run
    from plancheck.reports.json import baseline_of
    from plancheck.run.baseline import compared, is_too_short, new_since, unasked

    earlier = baseline_of(Path(named))
    if options.fail_on_new:
        if run.fail_on != "never" and is_too_short(earlier, run.fail_on):
            refuse("earlier-too-short", run.language, path=named, severity=earlier.min_severity, limit=run.fail_on)
        run = run._replace(decisive=frozenset(finding.fingerprint for finding in new_since(run, earlier)))
        rules = sorted({finding.rule for finding in run.failing if unasked(finding.rule, earlier)})
        if rules:
            complain(word("rules-are-new", run.language, path=named, rules=rules))
    return compared(run, earlier)


def _reports(order: list[str], options: Options, language: Language) -> list[WantedReport]:
    """The requested reports, from the options in their order."""
    reports = _paired(order, options, language) or [WantedReport(format_of_surroundings(os.environ), None)]
    _refuse_twice(reports, language)
    to_screen = [report.format for report in reports if report.output is None]
    if len(to_screen) > 1:
        refuse("two-to-screen", language, formats=to_screen)
    if "docx" in to_screen:
        refuse("not-to-screen", language, formats=to_screen)
    return reports


def _refuse_twice(reports: list[WantedReport], language: Language) -> None:
    """Write no two reports to one file."""
    files = [os.path.realpath(report.output) for report in reports if report.output and not _is_device(report.output)]
    twice = next((file for file in files if files.count(file) > 1), None)
    if twice:
        refuse("output-twice", language, path=os.path.relpath(twice))


def _paired(order: list[str], options: Options, language: Language) -> list[WantedReport]:
    """Each --output with the --format before it; without one it has the format of its extension."""
    reports: list[WantedReport] = []
    formats, outputs = iter(options.formats), iter(options.outputs)
    awaits_output = False
    for name in order:
        if name == "formats":
            reports.append(WantedReport(next(formats), None))
            awaits_output = True
        elif name == "outputs":
            output = next(outputs)
            format_ = reports.pop().format if awaits_output else _format_of(output, language)
            reports.append(WantedReport(format_, None if output == "-" else output))
            awaits_output = False
    return reports


def _format_of(output: str, language: Language) -> str:
    """The format that the extension of a file stands for."""
    extension = "" if output == "-" or _is_device(output) else Path(output).suffix.lower()
    if extension not in ENDINGS:
        refuse("unknown-ending", language, path=output, known=[known for known in ENDINGS if known])
    return ENDINGS[extension]


def _is_device(output: str) -> bool:
    path = Path(output)
    return path.exists() and not path.is_file()


def _refuse_other_files(reports: list[WantedReport], named: list[Path], run: Run, repository: Repository) -> None:
    """Write no report over a file that was read, or is of the repository and no report."""
    from plancheck.run.kept import why_kept

    for report in reports:
        why = why_kept(Path(report.output), run, repository, named) if report.output else None
        if why:
            refuse(why, run.language, path=report.output)


def _named_in(options: Options, files: list[Path], repository: Repository) -> list[Path]:
    """The files that are named, in the call of the program or as its rule set."""
    given = (options.compare, options.fail_on_new, options.ruleset, options.stdin_filename)
    ruleset = repository.folder / repository.configuration.ruleset
    return [*files, ruleset, *(Path(name) for name in given if name)]


def _write_report(report: WantedReport, run: Run, repository: Repository, layout: Layout) -> None:
    """Render a report and write it to its file or to standard output."""
    from plancheck.model.problems import ProblemError

    try:
        render = report_of(report.format)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        refuse("format-not-installed", run.language, formats=report.format, name=name, command=install_command())
    colour = report.output is None and wants_colour(sys.stdout)
    try:
        content = render(run, repository.ruleset, layout._replace(colour=colour))
    except ProblemError as error:
        could_not(error, run.language)
    if report.output is not None:
        _write(report.output, content, run.language)
    elif report.format == "text":
        click.echo(content, nl=False, color=colour)
    else:
        print_data(content)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if report.format == "github" and summary:
        try:
            with Path(summary).open("ab") as stream:
                stream.write(str(report_of("markdown")(run, repository.ruleset, layout)).encode())
        except OSError as error:
            # The report itself has been printed; the job summary is only an extra.
            complain(word("cannot-write", run.language, path=summary, said=error.strerror))


def _write(output: str, content: str | bytes, language: Language) -> None:
    try:
        write_file(Path(output), content)
    except OSError as error:
        refuse("cannot-write", language, path=output, said=error.strerror)
