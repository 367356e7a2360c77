"""Live reload: open pages wait for events that a new version of the site is ready."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import NamedTuple

EVENTS_PATH = "/__reload"
"""The stream of events; not part of the site."""
SCRIPT_PATH = f"{EVENTS_PATH}.js"
"""The script of open pages: a file, because the pages' security policy forbids inline scripts."""
SCRIPT = (Path(__file__).parent / "reload.js").read_bytes()


class ReloadEvent(NamedTuple):
    """What open pages receive, as JSON, with the ``version`` of the site."""

    changed: bool = False
    """There is a new version of the site."""
    summary: str = ""
    """How many errors and warnings there are; empty if there are none."""
    details: str = ""
    """The diagnostics as text."""


class LiveReload:
    """The last event; open pages wait for the next one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._sent = 0
        self._last = ""
        self.version = 0
        self.closed = False
        self.send(ReloadEvent())

    def send(self, event: ReloadEvent) -> None:
        """Send *event* to every open page."""
        with self._condition:
            self.version += event.changed
            self._last = json.dumps({"version": self.version, **event._asdict()})
            self._sent += 1
            self._condition.notify_all()

    def wait(self, known: int, seconds: float) -> tuple[int, str]:
        """The number of the last event, and the event as JSON.

        If the page knows the event with this number, wait for the next one for so many *seconds*.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._sent != known, seconds)
            return self._sent, self._last
