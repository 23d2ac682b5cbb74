"""How much time and memory the import of a file may take: a malicious file stops its own import, not the machine."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from plancheck.importing.reading import ReadingError

SECONDS = 240
"""How long reading a file and recognising what is in it may take."""
MEMORY = 3_000_000_000
"""How many bytes it may take, in addition to those already in use."""


class _ElapsedError(BaseException):
    """The time is over. A BaseException, so that no library on the way handles it as an error of its own."""


@contextlib.contextmanager
def limited(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Limit what is done inside in time and memory. Raises ReadingError.

    Time is limited where the system has timers and this is the main thread, memory on Linux.
    """
    try:
        with _memory(memory), _time(seconds):
            yield
    except _ElapsedError:
        raise ReadingError("import-too-slow", limit=round(seconds)) from None
    except MemoryError:
        raise ReadingError("import-too-heavy", limit=memory // 1_000_000) from None


@contextlib.contextmanager
def _time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def expire(_signal: int, _frame: object) -> None:
        raise _ElapsedError

    before = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory(memory: int) -> Iterator[None]:
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    wanted = pages * resource.getpagesize() + memory
    if any(limit not in (resource.RLIM_INFINITY, -1) and limit < wanted for limit in (soft, hard)):
        # There is a stricter limit already.
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
