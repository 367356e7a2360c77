"""A file that would take too long is stopped, and the others are read all the same.

The time is what this process computes, not what passes by: a busy machine stops nobody. A signal
ticks while the files are read, and counts the ticks of the present file: nothing is asked of the
system for each of thousands of files. Only the main thread of a process on Unix can have one;
elsewhere (a preview, Windows) a file takes as long as it takes.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

TICK = 0.02
"""Seconds of computing between two ticks."""


class TooSlow(BaseException):
    """Not an ``Exception``: nothing on the way up may take it for a mistake of its own."""


class Watch:
    """Stops work on one file after *seconds* of computing, while it is ``ticking``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._spent = 0.0
        self._working = False

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Let the signal tick, if this thread can have it."""
        if not hasattr(signal, "setitimer") or threading.current_thread() is not _MAIN:
            yield
            return
        tick = min(TICK, self.seconds)
        before = signal.signal(signal.SIGVTALRM, lambda number, frame: self._tick(tick))
        outer = signal.setitimer(signal.ITIMER_VIRTUAL, tick, tick)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, *outer)
            signal.signal(signal.SIGVTALRM, before)

    def within(self, work: Callable[[], T]) -> T:
        """What *work* on one file gives.

        Raises:
            TooSlow: it computed for too long.
        """
        self._spent = 0.0
        self._working = True
        try:
            return work()
        finally:
            self._working = False

    def _tick(self, seconds: float) -> None:
        self._spent += seconds
        # Again at every tick until it arrives: what is raised while a value is taken apart is lost.
        if self._working and self._spent > self.seconds:
            raise TooSlow


_MAIN = threading.main_thread()
