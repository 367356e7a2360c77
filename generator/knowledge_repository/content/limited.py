"""Decode what an author sent in a process of its own, with limits of processor time and memory.

A decoder is a program in C: no signal handler of Python interrupts it, and what it reserves follows
from bytes that an author chose. A process can be ended. Windows has neither ``fork`` nor these
limits: there the work runs in this process.
"""

from __future__ import annotations

import os
import select
import signal
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

WAIT = 5
"""How many times the seconds of processor time may pass on the clock before there is a result."""


class TooCostly(Exception):
    """The work took too much time or memory, or its process was ended."""


def run_limited(work: Callable[[], bytes], seconds: int, memory: int) -> bytes:
    """The result of *work*, which may use *seconds* of processor time and *memory* bytes.

    Raises:
        TooCostly: it used more, or crashed. An exception of *work* counts as a crash.
    """
    if not hasattr(os, "fork"):
        return work()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # The child runs only a decoder: it needs none of the threads that the preview has.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _run(work, writing, seconds, memory)
    os.close(writing)
    try:
        result = _read(reading, WAIT * seconds)
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # it has ended, or takes too long
        os.waitpid(child, 0)
    if result[-1:] != b"\0":
        raise TooCostly
    return result[:-1]


def _run(work: Callable[[], bytes], writing: int, seconds: int, memory: int) -> NoReturn:
    """In the child: write the result and a zero, or nothing; then end."""
    try:
        _limit(seconds, memory)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(work() + b"\0")
    finally:
        os._exit(0)  # without the ends of this program: they belong to the parent


def _limit(seconds: int, memory: int) -> None:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:  # pages of data and stacks; only Linux says how many there are
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except OSError:
        return
    most = pages * resource.getpagesize() + memory
    with suppress(ValueError):  # the limit of this process is lower already
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _read(reading: int, wait: int) -> bytes:
    """All that the child writes; it begins within *wait* seconds, or there is nothing."""
    chunks = []
    while select.select([reading], [], [], wait)[0] and (chunk := os.read(reading, 1 << 20)):
        chunks.append(chunk)
    return b"".join(chunks)
