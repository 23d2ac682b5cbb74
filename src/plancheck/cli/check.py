"""``plancheck check``: judge documents and print a report."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from plancheck.cli.options import could_not, language_option, ruleset_option, select_option, wants_colour
from plancheck.cli.progress import Progress
from plancheck.messages import Language, word
from plancheck.problems import ProblemError
from plancheck.reports import FORMATS, Layout, report_of, write_file
from plancheck.ruleset import SEVERITIES, Severity


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@ruleset_option
@select_option("--select", "Only rules with this id or beginning")
@select_option("--ignore", "Not rules with this id or beginning")
@click.option("--severity", type=click.Choice(SEVERITIES), default="info", help="Show findings from this severity on.")
@click.option("--fail-on", type=click.Choice([*SEVERITIES, "never"]), help="Exit with 1 from this severity (default: error).")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="Format of the report (default: text).")
@click.option("--output", "-o", metavar="FILE", help="Write the report to a file instead of standard output.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge deadlines as on this day.")
@language_option
@click.option("--quiet", "-q", is_flag=True, help="Only the findings: no summary, nothing of what cannot be judged.")
@click.option("--statistics", is_flag=True, help="Add how often each rule was met, not met, not assessable.")
@click.option("--stdin-filename", metavar="FILE", help="The file that standard input (-) takes the place of.")
def command(
    paths: tuple[str, ...],
    ruleset: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: Severity,
    fail_on: str | None,
    format_: str,
    output: str | None,
    today: datetime.datetime | None,
    lang: Language | None,
    quiet: bool,
    statistics: bool,
    stdin_filename: str | None,
) -> None:
    """Check documents and print a report.

    PATH… are files or folders (default: this folder), or - for standard input.

    Exit code 0: no finding at or over --fail-on; 1: findings; 2: the check could not be made.
    """
    from plancheck.checking import Given, check, configured_language, open_repository
    from plancheck.findings import at_or_over
    from plancheck.workspace import exists

    language: Language = lang or "sv"
    files = [Path(path) for path in paths if path != "-"]
    given = Given(sys.stdin.buffer.read(), Path(stdin_filename or "stdin.yaml")) if "-" in paths else None
    if not paths:
        files = [Path()]
    try:
        places = [p for p in (*files, *([given.path.parent] if given else [])) if exists(p)]
        repository = open_repository(places or [Path()], ruleset)
        settings = repository.configuration
        language = lang or settings.lang or "sv"
        with Progress(sys.stderr, language) as progress:
            result = check(
                files,
                select=select,
                ignore=ignore,
                today=today.date() if today else None,
                language=language,
                given=given,
                repository=repository,
                progress=progress.begin,
            )
    except ProblemError as error:
        could_not(error, lang or configured_language(files or [Path()]))
    colour = output is None and wants_colour(sys.stdout)
    layout = Layout(severity=severity, quiet=quiet, statistics=statistics, colour=colour)
    text = report_of(format_)(result, repository.ruleset, layout)
    if output:
        try:
            write_file(Path(output), text)
        except OSError as error:
            click.echo(f"plancheck: {word('cannot-write', language, path=output, said=error.strerror)}", err=True)
            sys.exit(2)
    else:
        click.echo(text, nl=False, color=colour)
    limit = fail_on or settings.fail_on or "error"
    sys.exit(1 if limit != "never" and at_or_over(result.evaluations, _severity(limit)) else 0)


def _severity(name: str) -> Severity:
    return next(severity for severity in SEVERITIES if severity == name)
