"""A file that would take too long is stopped, and the others are read all the same.

The time is what this process computes, not what passes by: a busy machine stops nobody. It is
watched by a signal, which only the main thread of a process on Unix can have; elsewhere (a preview
on Windows) a file takes as long as it takes.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")


class TooSlow(BaseException):
    """Not an ``Exception``: nothing on the way up may take it for a mistake of its own."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What *work* gives.

    Raises:
        TooSlow: it computed for more than *seconds*.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not _MAIN:
        return work()
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooSlow


_MAIN = threading.main_thread()
