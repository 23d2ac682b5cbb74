"""Judging on several processors: copies of this process, which have all that was read, each judge a share of the documents."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from typing import NamedTuple, TypeAlias

from plancheck.model.problems import Fault
from plancheck.repository.workspace import Entry, Workspace
from plancheck.run.engine import Judgement

ENOUGH = 60
"""How many documents a process must have to judge before another is worth its start."""
PR_SET_PDEATHSIG = 1
"""What Linux calls it that a process is to end with the one that made it."""
PER_PROCESS = 4
"""In how many shares the documents of each process are divided, so that none waits long for another."""

Judge: TypeAlias = Callable[[Entry], Judgement | None]
"""Judges a document; None where it cannot be."""


class _Answer(NamedTuple):
    """What has come of a share: a judgement for each of its documents, and the faults found on the way."""

    judgements: Sequence[Judgement | None]
    faults: Sequence[Fault]


_Judging: TypeAlias = tuple[Workspace, Judge, Sequence[Sequence[Entry]]]
_judging: _Judging | None = None
"""What the copies of this process judge, and how: they have it because they are copies."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else os.cpu_count() or 1


def judged_in_shares(
    workspace: Workspace, entries: Sequence[Entry], judge: Judge, jobs: int | None, done: Callable[[], None]
) -> list[Judgement | None]:
    """What `judge` makes of each document, with at most so many processes; where `jobs` is None, with as many as are worth it.

    The same comes out whatever their number. `done` is called for each document. What a process that dies has not judged is
    judged here.
    """
    wanted = jobs if jobs is not None else min(processors(), len(entries) // ENOUGH)
    if wanted < 2 or len(entries) < 2 or not _may_copy():
        return list(_judged(entries, judge, done))
    shares = list(_shares(entries, min(len(entries), wanted * PER_PROCESS)))
    answers: dict[int, _Answer] = {}
    with closing(_answers((workspace, judge, shares), wanted)) as coming:
        for number, answer in coming:
            answers[number] = answer
            for _ in shares[number]:
                done()
    judgements: list[Judgement | None] = []
    for number, share in enumerate(shares):
        if number in answers:
            answer = answers[number]
            workspace.faults.extend(fault for fault in answer.faults if fault not in workspace.faults)
            judgements.extend(answer.judgements)
        else:
            judgements.extend(_judged(share, judge, done))
    return judgements


def _judged(entries: Iterable[Entry], judge: Judge, done: Callable[[], None]) -> Iterator[Judgement | None]:
    for entry in entries:
        yield judge(entry)
        done()


def _may_copy() -> bool:
    """Whether the process can be copied: other threads would not be in the copy."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _shares(entries: Sequence[Entry], number: int) -> Iterator[Sequence[Entry]]:
    """The documents in about so many shares of about the same size, neighbours together: they look into each other."""
    enough = sum(len(entry.text) for entry in entries) / number
    start = size = 0
    for n, entry in enumerate(entries, start=1):
        size += len(entry.text)
        if size >= enough or n == len(entries):
            yield entries[start:n]
            start, size = n, 0


def _answers(
    judging: tuple[Workspace, Judge, Sequence[Sequence[Entry]]], jobs: int
) -> Generator[tuple[int, _Answer], None, None]:
    """The answer to each share as it comes, with the number of the share; none where a process has died."""
    global _judging
    # Imported late: few checks are worth a second process.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    _judging = judging
    others = multiprocessing.active_children()
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin) as pool:
            futures = {pool.submit(_answer, number): number for number in range(len(judging[2]))}
            try:
                for future in as_completed(futures):
                    with suppress(BrokenProcessPool):
                        yield futures[future], future.result()
            except BaseException:
                # Nobody waits for what is still being judged.
                pool.shutdown(wait=False, cancel_futures=True)
                for process in multiprocessing.active_children():
                    if process not in others:
                        process.kill()
                raise
    finally:
        _judging = None


def _begin() -> None:
    """In a copy: signals are for the process that was started, and a copy ends with it."""
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _answer(number: int) -> _Answer:
    """In a copy: judge a share."""
    assert _judging is not None
    workspace, judge, shares = _judging
    known = len(workspace.faults)
    judgements = [judge(entry) for entry in shares[number]]
    return _Answer(judgements, workspace.faults[known:])
