"""The command line: one file for each command, imported when it is used."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import traceback
import types

import click

from plancheck import __version__

COMMANDS = ("check", "rules", "explain", "test", "schema")


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
    """Check a city's plans against what must hold: declarative rules, findings to act on."""


def run() -> None:
    """The program itself: a command, and then out at once, without taking down what the end of the process takes down.

    What goes wrong that should not have ends with a traceback and exit code 2: nothing could be said of the documents.
    """
    # A command lives for a fraction of a second and keeps nearly all that it makes: looking for garbage is a fifth of that.
    gc.disable()
    # Nor does it use plug-ins of pydantic: to ask for them, every installed package would be looked at.
    no_plugins = types.ModuleType("pydantic.plugin._loader")
    no_plugins.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault("pydantic.plugin._loader", no_plugins)
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:
        traceback.print_exc()
        code = 2
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = 141
    os._exit(code)
