"""Worker processes: results in order, errors as they are, no process left over."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from knowledge_repository import workers

MANY = workers.MIN_ITEMS * 3
PARENT = os.getpid()
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")


@pytest.fixture(autouse=True, params=[1, 2, 3])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The number of processors; no worker is left when a test ends."""
    monkeypatch.setattr(workers, "cores", lambda: request.param)
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # the test runner has threads
    yield request.param
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("length", [0, 1, workers.MIN_ITEMS, MANY, 5000])
def test_results_come_in_the_order_of_the_items(length: int) -> None:
    numbers = list(range(length))
    assert workers.map_chunks(lambda some: [one + 1 for one in some], numbers) == [
        one + 1 for one in numbers
    ]


def test_many_items_are_spread_over_the_processors(processors: int) -> None:
    found = set(workers.map_chunks(lambda some: [os.getpid()] * len(some), range(5000)))
    assert (found == {PARENT}) == (processors == 1)
    assert len(found) <= processors


def test_few_items_are_done_in_this_process() -> None:
    few = range(workers.MIN_ITEMS - 1)
    assert set(workers.map_chunks(lambda some: [os.getpid()] * len(some), few)) == {PARENT}


def test_a_submitted_task_gives_its_own_result() -> None:
    def twice(task: int) -> int:
        return task * 2

    with workers.start(twice, MANY) as submit:
        futures = [submit(task) for task in range(50)]
        assert [future.result() for future in futures] == [task * 2 for task in range(50)]


def failing_at_the_end(error: Callable[[], object]) -> Callable[[Sequence[int]], list[int]]:
    """Work that calls *error* in its last chunk."""

    def work(some: Sequence[int]) -> list[int]:
        if MANY - 1 in some:
            error()
        return list(some)

    return work


def full_disk() -> None:
    raise OSError(28, "No space left on device")


def test_an_error_of_the_system_is_raised_as_it_is() -> None:
    with pytest.raises(OSError, match="No space left"):
        workers.map_chunks(failing_at_the_end(full_disk), range(MANY))


def test_a_bug_is_raised_with_the_traceback_of_its_worker(processors: int) -> None:
    with pytest.raises(ZeroDivisionError, match="division by zero") as caught:
        workers.map_chunks(failing_at_the_end(lambda: 1 / 0), range(MANY))
    if processors > 1:
        assert "test_workers.py" in str(caught.value.__cause__)


def test_a_worker_that_the_system_ends_is_reported(processors: int) -> None:
    def end() -> None:
        if os.getpid() != PARENT:
            os.kill(os.getpid(), signal.SIGKILL)

    if processors == 1:
        assert workers.map_chunks(failing_at_the_end(end), range(MANY)) == list(range(MANY))
        return
    with pytest.raises(workers.WorkerError, match="ended a worker"):
        workers.map_chunks(failing_at_the_end(end), range(MANY))


def test_leaving_early_ends_the_workers() -> None:
    with workers.start(lambda task: task, MANY) as submit:
        assert submit(1).result() == 1
        for task in range(1000):
            submit(task)
