"""Worker processes: forked copies of this process that share everything it has loaded.

A fork costs a few milliseconds, and nothing is sent to the workers but small tasks; only their
results travel back, pickled. Where the platform has no fork (Windows), where other threads run
(a forked copy would lose them), or where there is little to do, the work runs in this process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MIN_ITEMS = 40
"""Fewer items than this are not worth a fork."""
MAX_WORKERS = 8
"""Each worker takes memory."""
CHUNK = 25
"""Items in one task: small enough that all workers end at about the same time."""
NICE = 5
"""``nice`` increment of workers: a program that they wait for (Pagefind) goes first."""

_work: Callable[[Any], Any]
"""What a worker process does with a task; set once, before its first task."""


class WorkerError(OSError):
    """The system ended a worker, for example because there was too little memory."""


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@contextmanager
def start(work: Callable[[T], R], items: int) -> Iterator[Callable[[T], Future[R]]]:
    """Workers for ``work``: a function that submits one task and returns its future.

    *items*: how much there is to do in all; little is done in this process. Tasks and results are
    pickled, ``work`` itself is not. Tasks start in the order in which they are submitted.

    Raises:
        WorkerError: (from ``Future.result``) the system ended a worker. Any exception of ``work``
            is raised there as it is, with the worker's traceback.
    """
    workers = min(cores(), MAX_WORKERS)
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if items < MIN_ITEMS or workers < 2 or not can_fork or threading.active_count() > 1:
        yield lambda task: _Later(work, task)
        return
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("fork"), initializer=_begin, initargs=(work,)
    )
    pool.submit(int).result()  # fork now, before the caller starts threads
    try:
        yield lambda task: pool.submit(_run, task)
    except BrokenProcessPool as error:
        raise WorkerError("the system ended a worker process (too little memory?)") from error
    finally:
        pool.shutdown(cancel_futures=True)


def map_chunks(work: Callable[[Sequence[T]], Sequence[R]], items: Sequence[T]) -> list[R]:
    """``work`` on consecutive chunks of *items*, on all processors; the results in order.

    Raises:
        WorkerError: the system ended a worker.
    """

    def run(bounds: tuple[int, int]) -> Sequence[R]:
        return work(items[slice(*bounds)])

    size = max(CHUNK, len(items) // 64)
    with start(run, len(items)) as submit:
        futures = [submit((begin, begin + size)) for begin in range(0, len(items), size)]
        return [result for future in futures for result in future.result()]


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C: the parent ends its workers
    os.nice(NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when its parent was killed: it would wait for tasks for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(task: Any) -> Any:
    return _work(task)


class _Later(Future[R]):
    """The future of a task that this process does when its result is asked for."""

    def __init__(self, work: Callable[[T], R], task: T) -> None:
        super().__init__()
        self._call = partial(work, task)

    def result(self, timeout: float | None = None) -> R:
        if not self.done():
            self.set_result(self._call())
        return super().result(timeout)
