"""Copies of this process at work: their answers in order, their ends, and nobody left behind."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from generator import workers

LONG = workers.SHORT * 3
HERE = os.getpid()
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")


@pytest.fixture(autouse=True, params=[1, 2, 3])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """So many processors; when a test has ended, none of its copies is left."""
    begun: list[int] = []
    fork = os.fork

    def noted() -> int:
        begun.append(process := fork())
        return process

    monkeypatch.setattr(parallel, "cores", lambda: request.param)
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # other tests have some
    monkeypatch.setattr(os, "fork", noted)
    yield request.param
    assert (len(begun) > 0) <= (request.param > 1)
    for process in begun:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def twice(some: Sequence[int]) -> Iterator[list[int]]:
    yield [2 * number for number in some]
    yield [-2 * number for number in some]


@pytest.mark.parametrize("length", [0, 1, workers.SHORT, LONG])
def test_answers_come_in_order(length: int) -> None:
    numbers = list(range(length))
    parts = workers.spread(lambda some: [number + 1 for number in some], numbers)
    assert [answer for part in parts for answer in part] == [number + 1 for number in numbers]


@pytest.mark.parametrize("lengths", [(2, 0, 1), (LONG, 1, 0, 7)])
def test_stages_tell_which_batch_they_answer(lengths: tuple[int, ...]) -> None:
    batches = [list(range(length)) for length in lengths]
    told = {(batch, stage): found for batch, stage, found in workers.stages(twice, batches)}
    assert told == {
        (number, stage): [sign * item for item in batch]
        for number, batch in enumerate(batches)
        for stage, sign in enumerate((2, -2))
    }


def failing(error: Callable[[], object]) -> Callable[[Sequence[int]], list[int]]:
    """Work that fails in its last part, which is a copy's where there are copies."""

    def work(some: Sequence[int]) -> list[int]:
        if LONG - 1 in some:
            error()
        return list(some)

    return work


def staged(work: Callable[[Sequence[int]], list[int]]) -> Callable[..., Iterator[list[int]]]:
    def stages(some: Sequence[int]) -> Iterator[list[int]]:
        yield work(some)

    return stages


def full() -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_as_one() -> None:
    with pytest.raises(OSError, match="No space left"):
        workers.spread(failing(full), range(LONG))
    with pytest.raises(OSError, match="No space left"):
        list(workers.stages(staged(failing(full)), [range(LONG)]))


def test_a_mistake_of_ours_is_told_with_its_traceback(processors: int) -> None:
    wanted = ZeroDivisionError if processors == 1 else workers.WorkerError
    with pytest.raises(wanted, match="division by zero"):
        workers.spread(failing(lambda: 1 / 0), range(LONG))
    with pytest.raises(wanted, match="division by zero"):
        list(workers.stages(staged(failing(lambda: 1 / 0)), [range(LONG)]))


def test_a_copy_that_the_system_ends_is_missed(processors: int) -> None:
    def end() -> None:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)

    if processors == 1:
        assert workers.spread(failing(end), range(LONG)) == [list(range(LONG))]
        return
    with pytest.raises(ChildProcessError, match="the system ended a part of it"):
        workers.spread(failing(end), range(LONG))
    with pytest.raises(ChildProcessError, match="the system ended a part of it"):
        list(workers.stages(staged(failing(end)), [range(LONG)]))


def test_whoever_stops_listening_ends_the_copies() -> None:
    answers = workers.stages(twice, [range(LONG)] * 50)
    assert next(answers) == (0, 0, [2 * number for number in range(LONG)])
    answers.close()
