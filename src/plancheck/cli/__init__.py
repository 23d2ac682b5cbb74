"""The command line: one file for each command, imported when it is used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from plancheck.cli.language import COMMAND, VERSION, Command, Option, Words, click_in, language_of
from plancheck.cli.options import language_option
from plancheck.messages import Language
from plancheck.version import __version__

COMMANDS = ("init", "check", "rules", "explain", "test", "import", "schema")


class _Commands(Command, click.Group):
    """A group whose commands are the modules of this package. What its errors repeat of a call is harmless."""

    def main(self, args: Any = None, *more: Any, **extra: Any) -> Any:
        """Run a command, and say what click has to say in the language of the call; an error of the call ends it."""
        language = language_of(sys.argv[1:] if args is None else args)
        self.speak(language)
        with click_in(language):
            try:
                return super().main(args, *more, obj=language, **extra)
            except click.ClickException as error:
                error.show()
                sys.exit(error.exit_code)

    def speak(self, language: Language) -> None:
        super().speak(language)
        self.subcommand_metavar = COMMAND.in_(language)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _harmless_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _harmless_errors():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"plancheck.cli.{cmd_name}").command
        if isinstance(command, Command) and ctx.obj:
            command.speak(ctx.obj)
        return command


@contextmanager
def _harmless_errors() -> Iterator[None]:
    """Cleans what an error of a call says, which repeats words of the call as they are."""
    try:
        yield
    except click.ClickException as error:
        from plancheck.messages import clean

        vars(error)["message"] = clean(error.message)
        raise


@click.group(
    cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]},
    words=Words(
        "Kontrollera en kommuns planer mot regler, och visa vad som behöver åtgärdas.",
        "Check a city's plans against declarative rules and report findings to act on.",
    ),
)  # fmt: skip
@click.version_option(__version__, "-V", "--version", message="plancheck %(version)s", cls=Option, words=VERSION)
@language_option
@click.pass_context
def main(context: click.Context, lang: Language | None) -> None:
    """Run a command; without one, its help is an error."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
    if lang is not None:
        context.default_map = {name: {"lang": lang} for name in COMMANDS}
