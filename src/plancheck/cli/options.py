"""Options that several commands share, and how a command ends that could not do its work.

``--help`` and the completion of a shell import this and every command: what does the work is imported where it begins.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from plancheck.cli.language import Words, option
from plancheck.messages import LANGUAGES, Language, clean, said, word

if TYPE_CHECKING:
    from plancheck.model.problems import ProblemError
    from plancheck.run.open import Repository

Command = TypeVar("Command", bound=Callable[..., Any])

RULE = Words("REGEL", "RULE")
FILE = Words("FIL", "FILE")
FOLDER = Words("MAPP", "DIR")
KIND = Words("TYP", "KIND")


def language_option(command: Command) -> Command:
    """``--lang``."""
    words = Words(
        "Språket som plancheck svarar på (annars: det i plancheck.yaml, eller sv).",
        "Language of the output (default: that of plancheck.yaml, or sv).",
    )
    return option("--lang", type=click.Choice(LANGUAGES), default=None, words=words)(command)


def ruleset_option(command: Command) -> Command:
    """``--ruleset``."""
    words = Words(
        "Namnet på ett regelverk, till exempel kommun, eller sökvägen till ett eget (annars: det i plancheck.yaml).",
        "The name of a rule set, such as kommun, or a path to one (default: the one in plancheck.yaml).",
    )
    return option("--ruleset", metavar=Words("NAMN|SÖKVÄG", "NAME|PATH"), default=None, words=words)(command)


def document_options(command: Command) -> Command:
    """``--document``, ``--namnd`` and ``--year``: what a file is that does not say."""
    for one in (
        option(
            "--year", type=click.IntRange(1990, 2100), metavar=Words("ÅR", "YEAR"),
            words=Words("Året, om filen inte säger det.", "Its year, if the file does not say."),
        ),
        option(
            "--namnd", metavar=Words("NÄMND", "NAMND"),
            words=Words("Nämndens id, om filen inte säger det.", "The id of its nämnd, if the file does not say."),
        ),
        option(
            "--document", metavar=KIND,
            words=Words("Dokumentets typ, om filen inte säger det.", "The kind of document, if the file does not say."),
        ),
    ):  # fmt: skip
        command = one(command)
    return command


def layout_options(command: Command) -> Command:
    """``--as`` and ``--explain-layout``: what the words of a file mean, and what was made of them."""
    for one in (
        option(
            "--explain-layout", is_flag=True,
            words=Words(
                "Visa var i filen mål och uppdrag står, och vad som säger det.",
                "Show where the file has goals and uppdrag, and what says so.",
            ),
        ),
        option(
            "--as", "labels", metavar=Words("ROLL=ORD", "ROLE=WORDS"), multiple=True,
            words=Words(
                "Vad som står under en rubrik eller i en kolumn, som uppdrag='Vad vi ska göra' eller goal=Inriktning; kan "
                "upprepas.",
                "What a heading or column of the file has, such as uppdrag='Vad vi ska göra' or goal=Inriktning; repeatable.",
            ),
        ),
    ):  # fmt: skip
        command = one(command)
    return command


def labels_of(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The roles and words of ``--as``. Raises ProblemError for one that has no words."""
    pairs = [(role.strip(), words.strip()) for role, _, words in (value.partition("=") for value in given)]
    if any(not words for _, words in pairs):
        from plancheck.model.problems import ProblemError, placeless

        raise ProblemError(placeless("--as", "as-no-words"))
    return tuple(pairs)


def columns_wide() -> int:
    """How wide the terminal is, within reason; 80 where there is none."""
    return max(40, min(shutil.get_terminal_size().columns, 120))


def select_option(name: str, sv: str, en: str) -> Callable[[Command], Command]:
    """An option that takes ids of rules or their prefixes, repeated or separated by commas."""
    words = Words(f"{sv}; kan upprepas, eller skrivas med komma.", f"{en}; repeatable or comma-separated.")
    return option(name, multiple=True, metavar=RULE, callback=_split, words=words)


def _split(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    # A value that is empty as a whole is kept: it is an error, as an unset variable of a shell would be.
    parts = [[part.strip() for part in value.split(",") if part.strip()] or [""] for value in values]
    return tuple(prefix for prefixes in parts for prefix in prefixes)


def opened(paths: Sequence[Path], ruleset: str | None, language: Language | None, *, tests: bool = False) -> Repository:
    """The repository that the paths are in; what keeps it from being opened is reported in its language, ending the command."""
    from plancheck.run.open import OpeningError, open_repository

    try:
        return open_repository(paths, ruleset, language, tests=tests)
    except OpeningError as error:
        could_not(error, error.language)


def language_here(requested: Language | None) -> Language:
    """The language of a command that opens no repository: the one requested, else that of the configuration here."""
    from plancheck.run.open import OpeningError, open_settings

    try:
        return open_settings([Path()], requested).language
    except OpeningError as error:
        return error.language


def could_not(error: ProblemError, language: Language) -> NoReturn:
    """Report on standard error what kept the work from being done, and end with exit code 2."""
    say(error, language)
    sys.exit(2)


def say(error: ProblemError, language: Language) -> None:
    """Report on standard error what is wrong, each problem at its place."""
    for problem in error.problems:
        place = f"{problem.file}:{problem.span.line}:{problem.span.column}: " if problem.span.line else ""
        complain(f"{place}{said(problem.text, language)}")
        if problem.line.strip():
            click.echo(clean(f"  {problem.span.line:>3} │ {problem.line.strip()[:100]}"), err=True)


def refuse(key: str, language: Language, **details: object) -> NoReturn:
    """Report on standard error why a command cannot do what it was asked for, and end with exit code 2."""
    complain(word(key, language, **details))
    sys.exit(2)


def refuse_unknown_kind(kind: str, repository: Repository, besides: Iterable[str] = ()) -> None:
    """End with exit code 2 where the rule set of a repository has no such kind of document. `besides` may be meant, too."""
    from plancheck.model.text import unknown_name

    if kind in repository.ruleset.kinds:
        return
    known = [*besides, *repository.ruleset.kinds]
    near = unknown_name(kind, known)["nearest"]
    language = repository.language
    hint = f" {word('did-you-mean', language, nearest=near) if near else word('known-are', language, known=', '.join(known))}"
    complain(f"{word('unknown-kind', repository.language, name=kind)}{hint}")
    sys.exit(2)


def complain(text: str) -> None:
    """Write a message on standard error: on one line, and harmless whatever is repeated in it."""
    click.echo(clean(f"plancheck: {text}"), err=True)


def print_data(data: str | bytes) -> None:
    """Write on standard output what a program reads: in UTF-8, whatever the console's encoding."""
    click.echo(data.encode() if isinstance(data, str) else data, nl=False)


def wants_colour(stream: Any) -> bool:
    """Whether to colour output to a stream: only on a capable terminal, and not if ``NO_COLOR`` is set."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"
