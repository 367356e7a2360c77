"""A running ``knowledge serve`` and its open pages."""

from __future__ import annotations

import http.client
import json
import queue
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from tests.running import start


class Preview:
    """A running ``knowledge serve`` and its output."""

    def __init__(self, root: Path, temporary: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.temporary = temporary
        self.process = start(
            "serve",
            "--root",
            root,
            "--port",
            str(self.port),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"TMPDIR": str(temporary)},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.output: list[str] = []
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            threading.Thread(target=self._listen, args=(stream,), daemon=True).start()

    def _listen(self, stream: IO[str]) -> None:
        for line in stream:
            self.output.append(line)
            self.lines.put(line)

    def wait_for(self, words: str, seconds: float = 60) -> str:
        """Wait for a line with these words."""
        end = time.monotonic() + seconds
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"did not print {words!r}, but:\n{''.join(self.output)}")
            if words in line:
                return line

    def get(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer; the path goes out exactly as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, dict(answer.getheaders()), text
        finally:
            connection.close()


@dataclass
class OpenPage:
    """An open page, which waits for events."""

    answer: http.client.HTTPResponse
    event: dict[str, Any] = field(default_factory=dict)

    def wait(self) -> dict[str, Any]:
        """The next event."""
        line = next(line for line in self.answer if line.startswith(b"data: "))
        self.event = json.loads(line.removeprefix(b"data: "))
        return self.event


@contextmanager
def open_page(preview: Preview) -> Iterator[OpenPage]:
    """An open page that knows the present state."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=60)
    connection.request("GET", "/__reload")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.getheader("Content-Type") == "text/event-stream"
    page = OpenPage(answer)
    page.wait()
    yield page
    connection.close()


def reloads(page: OpenPage) -> bool:
    """Wait for a new version of the site; other events may come before."""
    version = page.event["version"]
    while page.event["version"] == version:
        page.wait()
    return True
