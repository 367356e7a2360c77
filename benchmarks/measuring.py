"""Run programs from the command line and measure them.

Time and memory are measured in different runs: reading the memory of a process twenty times a
second makes it slower.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05
"""Seconds between two measurements of the memory."""
PROC = Path("/proc")


class Failed(Exception):
    """A program ended with an error; the text is its output."""


@dataclass(frozen=True)
class Run:
    """One run of a tool: its programs, one after the other, with all their child processes."""

    parts: tuple[float, ...]
    """Seconds of each program."""
    wall: float
    cpu: float
    """Seconds of processor time."""
    others: float | None
    """Share of the processors that other programs used meanwhile; None if it is unknown."""
    memory: float | None
    """Highest MiB; None in a run whose memory was not measured."""
    output: str


def run(commands: Sequence[Sequence[str]], folder: Path, watched: bool = False) -> Run:
    """Run *commands* in *folder*, each to its end; *watched*: measure the memory.

    Raises:
        Failed: one of them ended with an error.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(folder / ".cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are compiled once, as for users
    environment.pop("CI", None)  # the corpora have addresses of examples
    output, parts, cpu, memory = "", [], 0.0, 0.0
    busy, begin = _busy(), time.perf_counter()
    for command in commands:
        with tempfile.TemporaryFile() as file:
            start = time.perf_counter()
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            watch = _Watch(process.pid) if watched else None
            try:
                # As getrusage(RUSAGE_CHILDREN), but of this one child and what it awaited.
                _, status, usage = os.wait4(process.pid, 0)
            except KeyboardInterrupt:
                os.killpg(process.pid, signal.SIGKILL)
                raise
            parts.append(time.perf_counter() - start)
            process.returncode = os.waitstatus_to_exitcode(status)
            memory = max(memory, watch.end() if watch else 0)
            cpu += usage.ru_utime + usage.ru_stime
            file.seek(0)
            output += file.read().decode("utf-8", "replace")
        if process.returncode:
            raise Failed(f"{' '.join(command)}\nended with {process.returncode}:\n{output[-4000:]}")
    wall = time.perf_counter() - begin
    others = None
    if busy is not None and (after := _busy()) is not None:
        others = max(0.0, (after - busy - cpu) / (wall * (os.cpu_count() or 1)))
    return Run(tuple(parts), wall, cpu, others, memory or None, output)


class _Watch:
    """Measures the memory of a process and of all its child processes, until the end.

    Processes share memory (a fork shares nearly all of it). The PSS of Linux divides shared memory
    among the processes that share it, so that the sum is right.
    """

    def __init__(self, session: int) -> None:
        self._session = session
        self._highest = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._measure, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """The highest sum, in MiB; 0 if the system does not show it."""
        self._ended.set()
        self._thread.join()
        return self._highest

    def _measure(self) -> None:
        while not self._ended.wait(EVERY):
            total = sum(_pss(process) for process in _members(self._session))
            self._highest = max(self._highest, total / 1024)


def _members(session: int) -> list[Path]:
    """The folders in /proc of the processes of a session."""
    found = []
    for folder in PROC.glob("[0-9]*"):
        try:
            # The name of the program, in brackets, may contain spaces; the session is the fourth
            # word after it.
            words = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended
        if int(words[3]) == session:
            found.append(folder)
    return found


def _pss(process: Path) -> int:
    """KiB."""
    try:
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass  # it ended
    return 0


def _busy() -> float | None:
    """Seconds of processor time since the machine started, of all processors."""
    try:
        words = (PROC / "stat").read_text().split("\n", 1)[0].split()
    except OSError:
        return None
    user, nice, system, _, _, irq, soft = (int(word) for word in words[1:8])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


# -- numbers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spread:
    """Several measurements of one thing."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __str__(self) -> str:
        return self.text("{:.2f}")

    def text(self, form: str, unit: str = "") -> str:
        """The median; of several values also the smallest and the largest."""
        if not self.values:
            return "–"
        shown = form.format(self.median) + unit
        if len(self.values) < 2:
            return shown
        return f"{shown} ({form.format(min(self.values))}–{form.format(max(self.values))})"

    def over(self, other: Spread) -> Spread:
        """The ratios, pair by pair."""
        pairs = zip(self.values, other.values, strict=True)
        return Spread(tuple(mine / theirs for mine, theirs in pairs))


def walls(runs: Sequence[Run]) -> Spread:
    return Spread(tuple(one.wall for one in runs))


def cpus(runs: Sequence[Run]) -> Spread:
    return Spread(tuple(one.cpu for one in runs))


def machine() -> str:
    """Processors, memory, system and Python of this machine."""
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
        memory = f", {size:.0f} GiB of memory"
    system = os.uname() if hasattr(os, "uname") else None
    name = f"{system.sysname} {system.release.split('-')[0]} {system.machine}" if system else ""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return f"{os.cpu_count()} cores{memory}, {name}, {sys.implementation.name} {python}"
