"""The program itself: what the command ``plancheck`` and ``python -m plancheck`` run."""

from __future__ import annotations

import gc
import os
import sys
import types


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
    code = 0
    try:
        from plancheck.cli import main

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:
        import traceback

        traceback.print_exc()
        code = 2
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = 141
    os._exit(code)


if __name__ == "__main__":
    run()
