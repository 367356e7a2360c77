"""Work on the parts of a list at once, in forked copies of this process.

A fork costs a few milliseconds and shares everything that was read, so that nothing is handed to
the copies; only their answers are. Where the system cannot fork (Windows), or other threads run
that a copy would lose, or the list is short, the work is done here.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

SHORT = 100
"""Lists up to this length are not worth a fork."""


class WorkerError(Exception):
    """A copy failed; the text is its traceback."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def spread(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> list[R]:
    """``work`` on consecutive parts of *items*, one a processor; the answers in their order.

    The answers travel between processes: they must be plain values.

    Raises:
        WorkerError: a copy raised; what *work* raises here is raised as it is.
    """
    workers = min(cores(), 8)
    if (
        len(items) <= SHORT
        or workers < 2
        or not hasattr(os, "fork")
        or threading.active_count() > 1
    ):
        return [work(items)]
    size = -(-len(items) // workers)
    parts = [items[begin : begin + size] for begin in range(0, len(items), size)]
    sys.stdout.flush()
    sys.stderr.flush()
    children = [_fork(work, part) for part in parts[1:]]
    try:
        answers = [work(parts[0])]
    finally:
        # Also when the work here failed: nobody is left behind.
        told = [_collect(*child) for child in children]
    for good, answer in told:
        if not good:
            raise WorkerError(answer)
        answers.append(cast(R, answer))
    return answers


def _fork(work: Callable[[Sequence[T]], R], part: Sequence[T]) -> tuple[int, int]:
    """Start a copy; its process id, and the end of a pipe that its answer comes out of."""
    out, into = os.pipe()
    process = os.fork()
    if process:
        os.close(into)
        return process, out
    code = 1
    try:
        os.close(out)
        try:
            answer: tuple[bool, object] = (True, work(part))
        except BaseException:
            answer = (False, traceback.format_exc())
        with os.fdopen(into, "wb") as pipe:
            pickle.dump(answer, pipe, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)  # no clean-up of the parent's: its files and its buffers are not ours


def _collect(process: int, out: int) -> tuple[bool, object]:
    with os.fdopen(out, "rb") as pipe:
        try:
            answer: tuple[bool, object] = pickle.load(pipe)
        except (EOFError, pickle.UnpicklingError):
            answer = (False, "a copy of the process ended without an answer")
    os.waitpid(process, 0)
    return answer
