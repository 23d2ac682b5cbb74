"""The program itself: what the command ``plancheck`` and ``python -m plancheck`` run."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import sys
import types
from typing import BinaryIO, TextIO


def run() -> None:
    """Run a command and exit at once, without tearing down what ends with the process anyway.

    An unexpected error ends with a traceback and exit code 2: the documents could not be judged.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        # One that the caller has told to go on regardless does.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    # A command lives for a fraction of a second and keeps nearly all its objects: collecting garbage takes a fifth of the time.
    gc.disable()
    # Nor does it use plug-ins of pydantic: looking for them would scan every installed package.
    no_plugins = types.ModuleType("pydantic.plugin._loader")
    no_plugins.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault("pydantic.plugin._loader", no_plugins)
    # A stream may be closed, or its encoding may lack a character.
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: SIM115, PTH123
    sys.stdout = sys.stdout or _refusing()
    sys.stderr = _Complaints(sys.stderr.buffer if sys.stderr else open(os.devnull, "wb"))  # noqa: SIM115, PTH123
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    code = _command()
    try:
        sys.stdout.flush()
    except OSError as error:
        # Unless it has been reported already.
        code = code if code == 2 else _cannot_write(error)
    os._exit(code)


def _stop(number: int, _frame: object) -> None:
    """End the command because of a signal, so that what is half-written is tidied up, undisturbed by a second one."""
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)
    raise SystemExit(128 + number)


class _Complaints(io.TextIOWrapper):
    """Standard error: where nobody reads it, or it has no room, the exit code still says how the command ended."""

    def __init__(self, stream: BinaryIO) -> None:
        encoding = sys.stderr.encoding if sys.stderr else "utf-8"
        super().__init__(stream, encoding=encoding, errors="replace", line_buffering=True)

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


def _refusing() -> TextIO:
    """A stream in place of a closed standard output: what is written to it is an error, not lost."""
    return open(os.open(os.devnull, os.O_RDONLY), "w")  # noqa: PTH123


def _command() -> int:
    import click

    from plancheck.cli import main

    output = sys.stdout
    try:
        code = main(standalone_mode=False)
    except SystemExit as end:
        # Where the reader has gone, the libraries end with 1, which means findings: click after it has put another stream in
        # place of standard output.
        has_gone = sys.stdout is not output or isinstance(end.__context__, BrokenPipeError)
        code = 141 if has_gone else end.code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except OSError as error:
        code = _cannot_write(error) if error.filename is None else _cannot(f"{error.filename}: {error.strerror}")
    except Exception:
        import traceback

        from plancheck.messages import clean

        print(*map(clean, traceback.format_exc().splitlines()), sep="\n", file=sys.stderr)
        code = 2
    return code if isinstance(code, int) else 0


def _cannot_write(error: OSError) -> int:
    """Report that the output cannot be written; a reader that closes early, as `head` does, needs no report."""
    if isinstance(error, BrokenPipeError):
        return 141
    from plancheck.messages import Language, word
    from plancheck.run.open import OpeningError, open_settings

    language: Language = "sv"
    with contextlib.suppress(OSError):
        try:
            language = open_settings(()).language
        except OpeningError as opening_error:
            language = opening_error.language
    return _cannot(word("cannot-write", language, path="stdout", said=error.strerror or error))


def _cannot(reason: str) -> int:
    from plancheck.messages import clean

    with contextlib.suppress(OSError):
        print(clean(f"plancheck: {reason}"), file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    run()
