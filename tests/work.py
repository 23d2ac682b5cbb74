"""How much work something is, however slow or busy the machine is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, of libraries and of C too; what a single one of C does counts as one."""
    number = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


def seconds(work: Callable[[], object]) -> float:
    """How many seconds of the processor something takes; the bounds of tests are far above what is usual."""
    before = time.process_time()
    work()
    return time.process_time() - before
