"""A preview as GitHub Pages would show the site: under the project path, with its 404 rule.

Watches what authors write, and tells open pages to reload, or what there is to mend. A repository
with errors keeps showing its last good pages; the errors stand in the terminal and in the page.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote, unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.content.load import INPUT_DIRS

RELOAD = "/__reload"
"""Where open pages wait for the word to reload; not part of the site."""
RELOADER = f"{RELOAD}.js"
"""What lets them wait: a file of its own, because a page runs nothing that stands in it."""
_WAITING = (Path(__file__).parent / "reload.js").read_bytes()
STROKES = 0.015
"""Seconds: an editor writes in several strokes, which are taken together."""


class Site(Protocol):
    """What is served."""

    def file(self, path: str) -> bytes | None:
        """The file at a path of the site (``en/about/index.html``); None where there is none."""


class Handler(SimpleHTTPRequestHandler):
    """Files below the project path; everything else is the site's own 404 page."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Head and body are two writes: without this each answer waits 40 ms for the first one's ACK,
    and a search, which loads a dozen small files in turn, takes half a second longer."""

    def __init__(self, *args: Any, site: Site, path: str, readers: Readers, **more: Any) -> None:
        self.site, self.base, self.readers = site, path, readers
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, body: bool) -> None:
        way = unquote(urlsplit(self.path).path)
        if way == RELOAD:
            self._wait()
        elif way == RELOADER:
            self._say(_WAITING, "text/javascript", HTTPStatus.OK, body)
        elif way == "/" != self.base or way + "/" == self.base:
            self._forward(self.base)
        else:
            path = way.removeprefix(self.base) if way.startswith(self.base) else None
            self._find(path, body)

    def _find(self, path: str | None, body: bool) -> None:
        """Answer as GitHub Pages does: a folder's index, a file, a page without its ending."""
        names = [] if path is None else [path or "index.html", f"{path}.html"]
        if path and path.endswith("/"):
            names = [f"{path}index.html"]
        for name in names:
            if (content := self.site.file(name)) is not None:
                return self._send(content, name, body)
        if path and names[1:] and self.site.file(f"{path}/index.html") is not None:
            return self._forward(f"{self.base}{quote(path)}/")
        return self._send(self.site.file("404.html") or b"", "404.html", body, HTTPStatus.NOT_FOUND)

    def _send(
        self, content: bytes, name: str, body: bool, status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        kind = self.guess_type(name)
        if kind == "text/html":
            script = f'<script src="{RELOADER}?{self.readers.version}" async></script></body>'
            content = content.replace(b"</body>", script.encode(), 1)
            kind = "text/html; charset=utf-8"
        self._say(content, kind, status, body)

    def _say(self, content: bytes, kind: str, status: HTTPStatus, body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def _forward(self, target: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _wait(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with self.readers.joined() as told:
            try:
                while not self.readers.closed:
                    try:
                        self.wfile.write(f"data: {told.get(timeout=2)}\n\n".encode())
                    except queue.Empty:
                        self.wfile.write(b": still here\n\n")
                    self.wfile.flush()
            except OSError:
                return  # the reader left

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for the author: requests are not news."""


class News(NamedTuple):
    """What open pages are told."""

    changed: bool = False
    """There is a new version of the site."""
    summary: str = ""
    """What there is to mend, in a few words; empty where there is nothing."""
    diagnostics: str = ""
    """The same in full."""


class Readers:
    """The open pages: each is told which version of the site there is, and what is to mend."""

    def __init__(self) -> None:
        self._waiting: set[queue.Queue[str]] = set()
        self._lock = threading.Lock()
        self._news = ""
        self.version = 0
        self.closed = False
        self.tell(News())

    @contextmanager
    def joined(self) -> Iterator[queue.Queue[str]]:
        """A queue that gets the news of now, and of each time that there is something new."""
        mine: queue.Queue[str] = queue.Queue()
        with self._lock:
            mine.put(self._news)
            self._waiting.add(mine)
        try:
            yield mine
        finally:
            with self._lock:
                self._waiting.discard(mine)

    def tell(self, news: News) -> None:
        """Tell every open page."""
        with self._lock:
            self.version += news.changed
            self._news = json.dumps({"version": self.version, **news._asdict()})
            for waiting in self._waiting:
                waiting.put(self._news)


class _Changes(FileSystemEventHandler):
    """Notes where something was written; names that editors use for themselves do not count."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.happened = threading.Event()
        self._folders: set[str] = set()
        self._lock = threading.Lock()

    def on_any_event(self, event: FileSystemEvent) -> None:
        # That a file was closed says nothing new: what was written into it was told before.
        if event.event_type in ("opened", "closed", "closed_no_write") or (
            event.is_directory and (event.event_type == "modified")
        ):
            return
        ways = [Path(os.fsdecode(way)) for way in (event.src_path, event.dest_path) if way]
        ways = [way for way in ways if not _passing(way.name)]
        with self._lock:
            for way in ways:
                self._folders.add(way.parent.relative_to(self.root).as_posix())
                if event.is_directory:
                    self._folders.add(way.relative_to(self.root).as_posix())
        if ways:
            self.happened.set()

    def taken(self) -> set[str]:
        """The folders in which something happened since the last time."""
        with self._lock:
            taken, self._folders = self._folders, set()
        return {folder for folder in taken if folder != "."}


def _passing(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp"))


def serve(
    root: Path,
    site: Site,
    refresh: Callable[[set[str]], News],
    news: News,
    path: str,
    host: str,
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Serve *site* under *path* and follow changes, until interrupted.

    *refresh* is told the folders in which something was saved and gives the *news* for open pages;
    *ready* is told the address once the site answers.

    Raises:
        OSError: no free port near *port*.
    """
    readers = Readers()
    readers.tell(news)
    server = _server(partial(Handler, site=site, path=path, readers=readers), host, port)
    changes = _Changes(root)
    observer = Observer()
    for name in INPUT_DIRS:
        if (root / name).is_dir():
            observer.schedule(changes, str(root / name), recursive=True)
    observer.schedule(changes, str(root), recursive=False)
    observer.start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready(f"http://{host}:{server.server_address[1]}{path}")
    try:
        while True:
            changes.happened.wait()
            while changes.happened.is_set():
                changes.happened.clear()
                changes.happened.wait(STROKES)
            readers.tell(refresh(changes.taken()))
    finally:
        readers.closed = True
        observer.stop()
        server.shutdown()
        server.server_close()


class Server(ThreadingHTTPServer):
    """Answers each reader in a thread of its own."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that goes elsewhere in the middle of an answer is no news to the author.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _server(handler: Any, host: str, port: int) -> ThreadingHTTPServer:
    """A server on *port*, or the next one that is free."""
    for offset in range(20):
        try:
            server = Server((host, port + offset), handler)
        except OSError:
            if offset == 19:
                raise
            continue
        return server
    raise OSError("no free port")
