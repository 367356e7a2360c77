"""A preview as GitHub Pages would show the site: under the project path, with its 404 rule.

Watches what authors write, builds again, and tells open pages to reload. A repository with errors
keeps showing the last good site; the errors stand in the terminal.
"""

from __future__ import annotations

import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator import indexing
from generator.build import WATCHED
from generator.remembering import Memory

RELOAD = "/__reload"
"""Where open pages wait for the word to reload; not part of the site."""
RELOADER = f"{RELOAD}.js"
"""What lets them wait: a file of its own, because a page runs nothing that stands in it."""
_WAITING = f'new EventSource("{RELOAD}").onmessage=()=>location.reload()'.encode()
_SCRIPT = f'<script src="{RELOADER}" async></script>'.encode()


Later = Callable[[], None] | None
"""What is left to do when the pages are shown."""


class Handler(SimpleHTTPRequestHandler):
    """Files below the project path; everything else is the site's own 404 page."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Head and body are two writes: without this each answer waits 40 ms for the first one's ACK,
    and a search, which loads a dozen small files in turn, takes half a second longer."""

    def __init__(self, *args: Any, site: Path, path: str, readers: Readers, **more: Any) -> None:
        self.site, self.base, self.readers = site, path, readers
        super().__init__(*args, directory=str(site), **more)

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
        elif not way.startswith(self.base):
            self._send(self.site / "404.html", body, HTTPStatus.NOT_FOUND)
        else:
            try:
                file = self._found(way)
            except (OSError, ValueError):  # a name too long, or with a NUL in it
                file = None
            if file is None:
                self._send(self.site / "404.html", body, HTTPStatus.NOT_FOUND)
            elif file.is_dir():
                self._forward(quote(way) + "/")
            else:
                self._send(file, body)

    def _found(self, way: str) -> Path | None:
        """The file that an address means, or the folder where it lacks its slash."""
        file = (self.site / way.removeprefix(self.base)).resolve()
        if not file.is_relative_to(self.site.resolve()):
            return None
        if way.endswith("/"):
            file /= "index.html"
        elif not file.exists():  # as GitHub Pages does
            file = file.with_name(file.name + ".html")
        return file if file.exists() else None

    def _send(self, file: Path, body: bool, status: HTTPStatus = HTTPStatus.OK) -> None:
        try:
            content = file.read_bytes()
        except OSError:
            content, status = b"", HTTPStatus.NOT_FOUND
        kind = self.guess_type(str(file))
        if kind == "text/html":
            content = content.replace(b"</body>", _SCRIPT + b"</body>", 1)
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
                        told.get(timeout=2)
                        self.wfile.write(b"data: reload\n\n")
                    except queue.Empty:
                        self.wfile.write(b": still here\n\n")
                    self.wfile.flush()
            except OSError:
                return  # the reader left

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for the author: requests are not news."""


def memory() -> Memory:
    """What a preview remembers from one build to the next."""
    return Memory(Path(tempfile.mkdtemp(prefix=indexing.PREFIX, dir=indexing.scratch())))


class Readers:
    """The open pages that wait for the word to reload."""

    def __init__(self) -> None:
        self._waiting: set[queue.Queue[None]] = set()
        self._lock = threading.Lock()
        self.closed = False

    @contextmanager
    def joined(self) -> Iterator[queue.Queue[None]]:
        """A queue that gets a word each time the site was built."""
        mine: queue.Queue[None] = queue.Queue()
        with self._lock:
            self._waiting.add(mine)
        try:
            yield mine
        finally:
            with self._lock:
                self._waiting.discard(mine)

    def reload(self) -> None:
        """Tell every open page."""
        with self._lock:
            for waiting in self._waiting:
                waiting.put(None)


class _Changes(FileSystemEventHandler):
    """Notes that something was written; names that editors use for themselves do not count."""

    def __init__(self) -> None:
        self.happened = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        name = Path(str(event.src_path)).name
        if event.event_type in ("opened", "closed_no_write") or (
            event.is_directory and (event.event_type == "modified")
        ):
            return
        if not name.startswith((".", "#")) and not name.endswith(("~", ".swp", ".tmp")):
            self.happened.set()


def serve(
    root: Path,
    build: Callable[[Path], Later],
    path: str,
    host: str,
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Build, serve under *path*, follow changes, until interrupted.

    *build* puts a site into the folder that it is given, or tells why not; what it gives back
    brings the search up to date when the pages are shown. *ready* is told the address once the
    site answers.

    Raises:
        OSError: no free port near *port*.
    """
    with tempfile.TemporaryDirectory(prefix="knowledge-serve-") as folder:
        site = Path(folder) / "site"
        build(site)
        readers = Readers()
        server = _server(partial(Handler, site=site, path=path, readers=readers), host, port)
        changes = _Changes()
        observer = Observer()
        for name in WATCHED:
            if (root / name).is_dir():
                observer.schedule(changes, str(root / name), recursive=True)
        observer.schedule(changes, str(root), recursive=False)
        observer.start()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ready(f"http://{host}:{server.server_address[1]}{path}")
        try:
            while True:
                changes.happened.wait()
                # An editor writes in several strokes: take them together.
                while changes.happened.wait(0.1):
                    changes.happened.clear()
                    threading.Event().wait(0.1)
                try:
                    later = build(site)
                except SystemExit:
                    continue  # even mkdocs.yml may be wrong for a while; it was told
                readers.reload()
                if later is not None:
                    later()
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
