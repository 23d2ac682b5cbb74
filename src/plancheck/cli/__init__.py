"""The command line: one file for each command, imported when it is used."""

from __future__ import annotations

import importlib

import click

from plancheck.version import __version__

COMMANDS = ("check", "rules", "explain", "test", "import", "schema")


class _Commands(click.Group):
    """A group whose commands are the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"plancheck.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="plancheck %(version)s")
def main() -> None:
    """Check a city's plans against declarative rules and report findings to act on."""
