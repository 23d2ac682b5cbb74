"""A progress bar on standard error, for a person who waits longer than a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from plancheck.messages import Language, word

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0
"""Seconds after which the bar appears."""
OFTEN = 0.1
"""Seconds after which it is drawn again."""


class Progress:
    """Counts the steps of what is going on; draws a bar only at a terminal, and only if it takes long."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream = stream
        self._language = language
        self._start = time.monotonic()
        self._bar: Bar | None = None
        self._drawn = 0.0

    def begin(self, what: str, steps: int) -> Callable[[], None]:
        """Begin something with a number of steps (`what` is a key of the catalogue); call the result after each step."""
        if not self._stream.isatty():
            return lambda: None
        done = 0
        task = None

        def step() -> None:
            nonlocal done, task
            done += 1
            now = time.monotonic()
            if self._bar is None and now - self._start > PATIENCE:
                from rich.console import Console
                from rich.progress import Progress as Bar

                # Without a thread of its own that draws: a process with threads cannot be copied to judge a share.
                self._bar = Bar(console=Console(file=self._stream), transient=True, auto_refresh=False)
                self._bar.start()
            if self._bar is not None:
                if task is None:
                    task = self._bar.add_task(word(what, self._language), total=steps)
                self._bar.update(task, completed=done)
                if now - self._drawn > OFTEN:
                    self._drawn = now
                    self._bar.refresh()

        return step

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
