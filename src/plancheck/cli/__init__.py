"""The command line: one file for each command, imported when it is used."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from plancheck.version import __version__

COMMANDS = ("init", "check", "rules", "explain", "test", "import", "schema")


class _Commands(click.Group):
    """A group whose commands are the modules of this package. What its errors repeat of a call is harmless."""

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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="plancheck %(version)s")
def main() -> None:
    """Check a city's plans against declarative rules and report findings to act on."""
