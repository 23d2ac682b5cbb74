"""``plancheck check --dask``: each repository is checked on a Dask cluster, and the reports are printed here in their order."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from plancheck.cli.options import columns_wide, complain, language_here, print_data, refuse, say, wants_colour
from plancheck.installation import install_command
from plancheck.messages import Language, clean, word
from plancheck.reports import Layout, passes_for, report_of

if TYPE_CHECKING:
    from plancheck.ruleset.model import RuleSet
    from plancheck.run.repositories import Checked
    from plancheck.run.results import Run

ALONG = (
    "paths", "ruleset", "select", "ignore", "today", "lang", "fail_on", "strict", "cache_dir", "no_cache", "formats",
    "severity", "quiet", "statistics", "dask",
)  # fmt: skip
"""What may be said of a check on a cluster; the rest is about one repository, or one file."""


def check_on_cluster(given: dict[str, Any], paths: Sequence[str], named: Mapping[str, str]) -> NoReturn:
    """Check repositories on the cluster at an address, and end with the worst of their exit codes: 1, 2, 0.

    `named` are the options that somebody has set, as they are written.
    """
    language = language_here(given["lang"])
    refused = [option for name, option in named.items() if name not in ALONG]
    formats = given["formats"] or ("text",)
    if refused or len(formats) > 1 or formats[0] not in ("text", "json") or "-" in paths:
        refuse("dask-alone", language, options=[*refused, *formats[1:]] or list(formats))
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        refuse("dask-not-installed", language, name=error.name, command=install_command("dask"))
    try:
        client: Any = Client(given["dask"], timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        refuse("no-dask", language, address=given["dask"], said=str(error).splitlines()[0])
    from plancheck.run.cache import Cache
    from plancheck.run.repositories import check_all

    layout = Layout(severity=given["severity"], quiet=given["quiet"], statistics=given["statistics"])
    layout = layout._replace(width=columns_wide(), colour=formats[0] == "text" and wants_colour(sys.stdout))
    codes, again = [], 0
    with closing(client):
        answers = check_all(
            paths or ["."],
            executor=client.get_executor(pure=False),
            make=partial(_report, formats[0], layout),
            ruleset=given["ruleset"] and _absolute(given["ruleset"]),
            select=given["select"],
            ignore=given["ignore"],
            today=given["today"].date() if given["today"] else None,
            language=given["lang"],
            fail_on=given["fail_on"],
            strict=given["strict"],
            cache=None if given["no_cache"] else Cache(Path(given["cache_dir"]).absolute() if given["cache_dir"] else None),
            passes=passes_for(formats),
        )
        for answer in answers:
            _print(answer, formats[0], language, colour=layout.colour)
            codes.append(answer.exit_code)
            again += answer.again
    if again:
        complain(word("dask-again", language, number=again))
    sys.exit(next((code for code in (1, 2) if code in codes), 0))


def _absolute(ruleset: str) -> str:
    """A rule set as workers find it, whose folder is another: a path, or the name of one that ships."""
    return str(Path(ruleset).absolute()) if Path(ruleset).exists() or os.sep in ruleset else ruleset


def _report(format_: str, layout: Layout, run: Run, ruleset: RuleSet) -> str | bytes:
    return report_of(format_)(run, ruleset, layout)


def _print(answer: Checked, format_: str, language: Language, *, colour: bool) -> None:
    """Print the report of a repository below its path; in JSON, on a line of its own."""
    if answer.made is None:
        from plancheck.model.problems import ProblemError

        say(ProblemError(*answer.problems), language)
    elif format_ == "json":
        print_data(json.dumps(json.loads(answer.made), ensure_ascii=False) + "\n")
    else:
        click.echo(clean(f"== {answer.repository}"), color=colour)
        click.echo(str(answer.made).rstrip("\n") + "\n", color=colour)
