"""How much a file may take of the machine: a malicious file stops its own import, not the machine.

Time is that of the processor which the program itself uses: a busy machine does not make a file unreadable. What is written
in other languages than Python cannot be interrupted, so that a file may be read in a process of its own, which can be ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plancheck.importing.reading.errors import ReadingError

if TYPE_CHECKING:
    from plancheck.importing.reading.lines import Reading

SECONDS = 30
"""How many seconds of processor time a file may take in all, if it is not honestly large."""
PAGE_SECONDS = 0.1
"""How many seconds of processor time each of its pages may take besides."""
LEAST_SECONDS = 5
"""How many seconds recognising what is in a file may take, however long reading it took."""
READING_SECONDS = 25
"""How many seconds of processor time reading a file may take."""
MEMORY = 3_000_000_000
"""How many bytes it may take, in addition to those already in use."""
PATIENCE = 20
"""How many times longer than its processor time a process may exist at most: the last resort, for one that waits for ever."""


class Limits(NamedTuple):
    """How many seconds of processor time, and how many bytes of memory."""

    seconds: float = READING_SECONDS
    memory: int = MEMORY


class _ElapsedError(BaseException):
    """The time is over. A BaseException, so that no library on the way handles it as an error of its own."""


def time_used() -> float:
    """The seconds of processor time that this process has used, and those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def recognition_seconds(pages: int, used: float) -> float:
    """How many seconds of processor time recognising what is in a file of so many pages may take, `used` being those already
    used for it.
    """
    return max(LEAST_SECONDS, SECONDS - used) + PAGE_SECONDS * pages


@contextlib.contextmanager
def limited(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Limit what is done inside in processor time and memory. Raises ReadingError.

    Memory is limited on Linux.
    """
    try:
        with _memory(memory), _time(seconds):
            yield
    except _ElapsedError:
        raise ReadingError("import-too-slow", limit=max(1, round(seconds))) from None
    except MemoryError:
        raise ReadingError("import-too-heavy", limit=memory // 1_000_000) from None


@contextlib.contextmanager
def _time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        with _watched(seconds):
            yield
        return

    def expire(_signal: int, _frame: object) -> None:
        raise _ElapsedError

    before = signal.signal(signal.SIGPROF, expire)
    # Again and again: where a library tidies up, an exception is lost.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Limit the time of this thread by another that watches it: a signal interrupts the main thread only."""
    thread = threading.get_ident()
    interrupt = ctypes.pythonapi.PyThreadState_SetAsyncExc
    limit = _clock_of(thread)() + seconds
    is_over = threading.Event()

    def watch() -> None:
        clock = _clock_of(thread)
        # Again and again: where a library tidies up, an exception is lost.
        while not is_over.wait(0.1):
            if clock() >= limit:
                interrupt(ctypes.c_ulong(thread), ctypes.py_object(_ElapsedError))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        while watcher.is_alive():
            # It may interrupt this too.
            with contextlib.suppress(_ElapsedError):
                is_over.set()
                watcher.join()
        # What has not been raised yet is for nothing that comes after. It is raised here and not taken back: CPython 3.11 would
        # go on looking for it at every step of every thread.
        with contextlib.suppress(_ElapsedError):
            for _ in range(3):
                time.sleep(0)


def _clock_of(thread: int) -> Callable[[], float]:
    """The processor time of a thread; of the whole process where the system does not tell it."""
    if sys.platform == "win32":
        return time.process_time
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)


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


# In a process of its own


class _Job(NamedTuple):
    """A file to read in another process: the full name of the module that reads it, its content, its name, and the limits."""

    module: str
    data: bytes
    name: str
    limits: Limits


def read_apart(module: str, data: bytes, name: str, limits: Limits) -> Reading:
    """What `read` of a module, by its full name, gives for a file, read in a process of its own. Raises ReadingError."""
    job = _Job(module, data, name, limits)
    try:
        code, said = _forked(job) if _may_fork() else _spawned(job)
    except OSError:
        # No process can be made here.
        with limited(*limits):
            return _reader(module)(data, name)
    try:
        answer: Any = pickle.loads(said)
    except (pickle.UnpicklingError, EOFError, AttributeError):
        if code is None or code in (_TOO_SLOW, -_signal("SIGXCPU"), -_signal("SIGKILL")):
            raise ReadingError("import-too-slow", limit=max(1, round(limits.seconds))) from None
        # A library ends its process where it gets no more memory, or stumbles over a file.
        raise ReadingError("import-crashed", limit=limits.memory // 1_000_000) from None
    if isinstance(answer, ReadingError):
        raise answer
    if isinstance(answer, ModuleNotFoundError):
        raise answer
    read: Reading = answer
    return read


_TOO_SLOW = 97
"""The exit code of a process that has used up its time, where the system does not end it."""
_SPAWN = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from plancheck.importing.reading.limits import answer_standard_input
answer_standard_input()
"""


def _signal(name: str) -> int:
    """The number of a signal that not every system has."""
    return int(getattr(signal, name, 0)) or 1_000


def _may_fork() -> bool:
    """Whether the process can be copied, which saves loading the program again: other threads would not be in the copy."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _forked(job: _Job) -> tuple[int | None, bytes]:
    """The exit code and the answer of a copy of this process; no exit code where it did not end by itself."""
    import select

    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:  # pragma: no cover
        try:
            os.close(reading)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            with open(writing, "wb") as stream:  # noqa: PTH123
                stream.write(_answer(job))
        finally:
            os._exit(0)
    os.close(writing)
    parts: list[bytes] = []
    end = time.monotonic() + PATIENCE * job.limits.seconds
    ended = False
    try:
        while not ended and select.select([reading], [], [], max(0.0, end - time.monotonic()))[0]:
            part = os.read(reading, 1 << 20)
            parts.append(part)
            ended = not part
    finally:
        os.close(reading)
        if not ended:
            os.kill(process, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return (code if ended else None), b"".join(parts)


def _spawned(job: _Job) -> tuple[int | None, bytes]:
    """The exit code and the answer of a new process; no exit code where it did not end by itself."""
    import subprocess

    if not sys.executable or getattr(sys, "frozen", False):
        raise OSError("there is no Python to start")
    given = pickle.dumps([path for path in sys.path if path]) + pickle.dumps(job)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _SPAWN],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE * job.limits.seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return None, b""
    return done.returncode, done.stdout


def answer_standard_input() -> None:
    """Read the file that another process has given, and write what is in it to standard output."""
    job: _Job = pickle.load(sys.stdin.buffer)
    with open(os.dup(1), "wb") as stream:  # noqa: PTH123
        stream.write(_answer(job))
    os._exit(0)


def _answer(job: _Job) -> bytes:
    """What is in a file, or why it cannot be read, for the process that asks. Limits this process."""
    import faulthandler

    # Whatever a library prints is no answer, nor how it crashes.
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    _limit_this_process(job.limits.seconds)
    try:
        with _memory(job.limits.memory):
            return pickle.dumps(_reader(job.module)(job.data, job.name))
    except MemoryError:
        return pickle.dumps(ReadingError("import-too-heavy", limit=job.limits.memory // 1_000_000))
    except (ReadingError, ModuleNotFoundError) as error:
        return pickle.dumps(error)


def _limit_this_process(seconds: float) -> None:
    """End this process when it has used so much processor time from now on."""
    used = time.process_time()
    try:
        import resource
    except ModuleNotFoundError:
        threading.Thread(target=_watch, args=(used + seconds,), daemon=True).start()
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = math.ceil(used + seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard in (resource.RLIM_INFINITY, -1) or most < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _watch(most: float) -> None:
    """End this process when it has used so much processor time."""
    while time.process_time() < most:
        time.sleep(0.2)
    os._exit(_TOO_SLOW)


def _reader(module: str) -> Callable[[bytes, str], Reading]:
    import importlib

    reader: Callable[[bytes, str], Reading] = importlib.import_module(module).read
    return reader
