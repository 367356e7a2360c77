"""Live reload: open pages wait for events that a new version of the site is ready."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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


class LiveReloadClients:
    """The open pages: each receives every event."""

    def __init__(self) -> None:
        self._queues: set[queue.Queue[str]] = set()
        self._lock = threading.Lock()
        self._last = ""
        self.version = 0
        self.closed = False
        self.send(ReloadEvent())

    @contextmanager
    def connect(self) -> Iterator[queue.Queue[str]]:
        """A queue for one page; it receives the last event and all later ones."""
        events: queue.Queue[str] = queue.Queue()
        with self._lock:
            events.put(self._last)
            self._queues.add(events)
        try:
            yield events
        finally:
            with self._lock:
                self._queues.discard(events)

    def send(self, event: ReloadEvent) -> None:
        """Send *event* to every open page."""
        with self._lock:
            self.version += event.changed
            self._last = json.dumps({"version": self.version, **event._asdict()})
            for events in self._queues:
                events.put(self._last)
