"""The program itself: what the command ``plancheck`` and ``python -m plancheck`` run."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
import types
from typing import TextIO


def run() -> None:
    """Run a command, and then out at once, without taking down what the end of the process takes down.

    What goes wrong that should not have ends with a traceback and exit code 2: nothing could be said of the documents.
    """
    # A command lives for a fraction of a second and keeps nearly all that it makes: looking for garbage is a fifth of that.
    gc.disable()
    # Nor does it use plug-ins of pydantic: to ask for them, every installed package would be looked at.
    no_plugins = types.ModuleType("pydantic.plugin._loader")
    no_plugins.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault("pydantic.plugin._loader", no_plugins)
    # A stream may be closed, or of an encoding that lacks a character.
    sys.stdin, sys.stdout, sys.stderr = (stream or open(os.devnull, mode) for stream, mode in _streams())  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = _command()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        code = _cannot_write(error)
    os._exit(code)


def _streams() -> tuple[tuple[TextIO | None, str], ...]:
    return (sys.stdin, "r"), (sys.stdout, "w"), (sys.stderr, "w")


def _command() -> int:
    import click

    from plancheck.cli import main

    try:
        code = main(standalone_mode=False)
    except SystemExit as end:
        code = end.code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except OSError as error:
        code = _cannot_write(error) if error.filename is None else _cannot(f"{error.filename}: {error.strerror}")
    except Exception:
        import traceback

        traceback.print_exc()
        code = 2
    return code if isinstance(code, int) else 0


def _cannot_write(error: OSError) -> int:
    """Say that the output cannot be written; of a reader that went away, as `head` does, nothing need be said."""
    if isinstance(error, BrokenPipeError):
        return 141
    from plancheck.messages import Language, word
    from plancheck.run.open import OpeningError, open_settings

    language: Language = "sv"
    with contextlib.suppress(OSError):
        try:
            language = open_settings(()).language
        except OpeningError as faulty:
            language = faulty.language
    return _cannot(word("cannot-write", language, path="stdout", said=error.strerror or error))


def _cannot(said: str) -> int:
    with contextlib.suppress(OSError):
        print(f"plancheck: {said}", file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    run()
