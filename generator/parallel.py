"""Work on the parts of a list at once, in forked copies of this process.

A fork costs a few milliseconds and shares everything that was read, so that nothing is handed to
the copies; only their answers come back. Where the system cannot fork (Windows), or other threads
run that a copy would lose, or the list is short, the work is done here.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import IO, Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

SHORT = 40
"""Lists up to this length are not worth a fork."""
MOST = 8
"""Copies at once, however many processors there are: each takes memory."""
BACK = 15
"""How far copies step back for other programs (``nice``)."""
END = "end"
"""What a copy says last."""


class WorkerError(Exception):
    """A copy failed; the text is its traceback."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def spread(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> list[R]:
    """``work`` on consecutive parts of *items*, one a processor; the answers in their order.

    The answers travel between processes: they must be plain values.

    Raises:
        WorkerError: a copy raised. What *work* raises here, and an OSError, is raised as it is.
    """
    workers = _workers(len(items))
    if workers < 2:
        return [work(items)]
    size = -(-len(items) // workers)
    parts = [items[begin : begin + size] for begin in range(0, len(items), size)]
    with ExitStack() as copies:  # also when the work here failed, nobody is left behind
        others = [copies.enter_context(_copy(partial(_once, work, part))) for part in parts[1:]]
        return [work(parts[0]), *(_told(pipe) for pipe in others)]


def stages(
    work: Callable[[Sequence[T]], Iterator[list[R]]], batches: Sequence[Sequence[T]]
) -> Generator[tuple[int, int, list[R]], None, None]:
    """``work`` on each of *batches* in stages: it yields, as often for every batch, an answer for
    each of its items. What comes out: the number of a batch, that of a stage, and its answers.

    A batch is shared among copies, and none waits for another: this process is free for what is to
    be done with the answers. The first stage of a batch comes before the rest of the last one, and
    the copies step back for what is started meanwhile: that is what takes longest. What is short is
    done here, the first stage of every batch first.

    Raises:
        WorkerError: a copy raised. What *work* raises here, and an OSError, is raised as it is.
    """
    items = sum(map(len, batches))
    workers = _workers(items)
    if workers < 2:
        yield from _staged(work, batches, ahead=len(batches) if items <= SHORT else 1)
        return

    def share(number: int) -> Iterator[tuple[int, int, list[R]]]:
        os.nice(BACK)
        return _staged(work, [batch[number::workers] for batch in batches], ahead=1)

    with ExitStack() as copies:
        pipes = [copies.enter_context(_copy(partial(share, number))) for number in range(workers)]
        while (told := _told(pipes[0])) != END:
            batch, stage, first = told
            whole: list[Any] = [None] * len(batches[batch])
            whole[0::workers] = first
            for number, pipe in enumerate(pipes[1:], 1):
                whole[number::workers] = _told(pipe)[2]
            yield batch, stage, whole


def _staged(
    work: Callable[[Sequence[T]], Iterator[list[R]]], batches: Sequence[Sequence[T]], ahead: int
) -> Iterator[tuple[int, int, list[R]]]:
    """``work`` on each of *batches*; so many first stages are *ahead* of the other ones."""
    begun: deque[tuple[int, Iterator[tuple[int, list[R]]]]] = deque()
    for batch, some in enumerate(batches):
        stages = enumerate(work(some))
        yield batch, *next(stages)
        begun.append((batch, stages))
        if len(begun) > ahead:
            yield from _rest(*begun.popleft())
    for one in begun:
        yield from _rest(*one)


def _rest(batch: int, stages: Iterator[tuple[int, R]]) -> Iterator[tuple[int, int, R]]:
    for stage, answers in stages:
        yield batch, stage, answers


def _workers(items: int) -> int:
    """How many processes are worth their while for so many items."""
    if items <= SHORT or not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    sys.stdout.flush()  # or each copy would say it once more
    sys.stderr.flush()
    return min(cores(), MOST)


def _once(work: Callable[[Sequence[T]], R], part: Sequence[T]) -> Iterator[R]:
    yield work(part)


@contextmanager
def _copy(work: Callable[[], Iterator[R]]) -> Iterator[IO[bytes]]:
    """A copy of this process at *work*, until the block ends; its answers come out of the pipe."""
    process, out = _fork(work)
    try:
        with os.fdopen(out, "rb") as pipe:
            yield pipe
    finally:
        os.kill(process, signal.SIGKILL)  # where it has not ended: nobody will hear it
        os.waitpid(process, 0)


def _fork(work: Callable[[], Iterator[R]]) -> tuple[int, int]:
    """Start a copy; its process id, and the end of a pipe that its answers come out of."""
    out, into = os.pipe()
    process = os.fork()
    if process:
        os.close(into)
        return process, out
    code = 1
    try:
        os.close(out)
        with os.fdopen(into, "wb") as pipe:
            try:
                for answer in work():
                    _tell(pipe, True, answer)
                _tell(pipe, True, END)
            except BrokenPipeError:  # nobody listens any more
                os._exit(code)
            except OSError as error:  # a full disk
                _tell(pipe, False, error)
            except BaseException:
                _tell(pipe, False, WorkerError(traceback.format_exc()))
        code = 0
    finally:
        os._exit(code)  # no clean-up of the parent's: its files and its buffers are not ours


def _tell(pipe: IO[bytes], good: bool, answer: object) -> None:
    pickle.dump((good, answer), pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _told(pipe: IO[bytes]) -> Any:
    """The next answer of a copy."""
    try:
        good, answer = pickle.load(pipe)
    except (EOFError, pickle.UnpicklingError):
        good, answer = (
            False,
            ChildProcessError("the system ended a part of it (too little memory?)"),
        )
    if not good:
        raise answer
    return answer
