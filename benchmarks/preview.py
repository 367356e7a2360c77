"""Measure the preview: the time from a save until the open page shows it."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from benchmarks import rivals
from benchmarks.measuring import Failed, Spread
from benchmarks.rivals import Tool

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PORT = 8730
LONGEST = 600
"""Seconds to wait for anything."""
REST = 0.5
"""Seconds between the reload of the page and the next save: people do not save faster."""
SHOWN = """word => document.readyState === "complete" &&
  document.querySelector("main").textContent.includes(word) && Date.now()"""
"""The time when a loaded page shows a word, by the clock that Python uses; run in every frame."""


@dataclass(frozen=True)
class PreviewTimes:
    """What was measured in the browser."""

    start: float
    """Seconds from the command to the address."""
    saves: Spread


def measure(tool: Tool, edit: Callable[[int], str], saves: int) -> PreviewTimes:
    """Save *saves* times, each after the page showed the last save; one more save comes first."""
    begin = time.perf_counter()
    with _preview(tool) as address, sync_playwright() as playwright:
        start = time.perf_counter() - begin
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS])
        page = browser.new_page()
        page.set_default_timeout(1000 * LONGEST)
        entry = tool.entry().parent.relative_to(tool.folder).as_posix()
        page.goto(f"{address}en/{entry}/")
        spent = [_save(page, edit, number) for number in range(saves + 1)]
        browser.close()
    return PreviewTimes(start, Spread(tuple(spent[1:])))


def _save(page: Page, edit: Callable[[int], str], number: int) -> float:
    """Seconds from the write to the loaded page with the new word."""
    time.sleep(REST)
    begin = time.time()
    word = edit(number)
    shown: float = page.wait_for_function(SHOWN, arg=word).json_value()
    return shown / 1000 - begin


@contextmanager
def _preview(tool: Tool) -> Iterator[str]:
    """A running `knowledge serve`; its address."""
    process = subprocess.Popen(
        rivals.serving(tool.folder, PORT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "XDG_CACHE_HOME": str(tool.folder / ".cache"),
        },
        start_new_session=True,
        preexec_fn=_accept_interrupts,
    )
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    try:
        yield _address(lines)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _accept_interrupts() -> None:
    """Let the preview end on Ctrl+C: a shell makes programs in the background ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    """Read the output of the preview all the time: a full pipe would stop it."""
    for line in process.stdout or ():
        lines.put(line)
    lines.put("")


def _address(lines: queue.Queue[str]) -> str:
    output = ""
    while True:
        try:
            line = lines.get(timeout=LONGEST)
        except queue.Empty:
            line = ""
        output += line
        if found := re.search(r"http://\S+/", line):
            return found[0]
        if not line:
            raise Failed(f"the preview did not print its address:\n{output[-4000:]}")


def chromium() -> str:
    """The system's Chromium, or the one that CHROMIUM names."""
    names = [os.environ.get("CHROMIUM", ""), *CHROMIUM]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise Failed("The preview needs Chromium: set CHROMIUM to the path of one.")
    return found
