"""An HTTP server that answers as GitHub Pages does: below the project path, with its 404 rule."""

from __future__ import annotations

import io
import ipaddress
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from knowledge_repository.preview.live_reload import EVENTS_PATH, SCRIPT, SCRIPT_PATH, LiveReload

ReadFile = Callable[[str], bytes | None]
"""Path on the site (``en/about/index.html``) → content; None if there is no such file."""

PORTS = 20
"""How many ports are tried, from the wanted one on."""
IDLE_SECONDS = 30
"""A connection that sends nothing for this long is closed."""
MAX_CONNECTIONS = 64
"""At the same time: a browser opens about six for each page that it shows."""
KEEP_ALIVE_SECONDS = 2
"""A comment in the stream of events is sent this often, to notice pages that were closed."""


class PortInUse(Exception):
    """No port is free; the text says why the last one that was tried is not."""


class RequestHandler(SimpleHTTPRequestHandler):
    """Answers one connection. The base class sends the file of ``send_head`` for GET only."""

    server: Server
    timeout = IDLE_SECONDS
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Head and body are two writes: with Nagle's algorithm each answer waits for the ACK of the
    first one (40 ms on Linux)."""

    def send_head(self) -> io.BytesIO:
        if not self.server.is_own_name(self.headers.get("Host", "")):
            return self._send(b"Forbidden", "text/plain", HTTPStatus.FORBIDDEN)
        path, base = unquote(urlsplit(self.path).path), self.server.base_path
        if path == EVENTS_PATH:
            return self._stream_events()
        if path == SCRIPT_PATH:
            return self._send(SCRIPT, "text/javascript", HTTPStatus.OK)
        if path == "/" != base or path + "/" == base:
            return self._redirect(base)
        return self._find(path.removeprefix(base) if path.startswith(base) else None)

    def _find(self, path: str | None) -> io.BytesIO:
        """The file at *path* as GitHub Pages finds it: a file, a page without its ending, the
        index of a folder, else the page 404.html."""
        names = [] if path is None else [path or "index.html", f"{path}.html"]
        if path and path.endswith("/"):
            names = [f"{path}index.html"]
        for name in names:
            if (content := self.server.read(name)) is not None:
                return self._send_page(content, name, HTTPStatus.OK)
        if path and names[1:] and self.server.read(f"{path}/index.html") is not None:
            return self._redirect(f"{self.server.base_path}{quote(path)}/")
        content = self.server.read("404.html") or b""
        return self._send_page(content, "404.html", HTTPStatus.NOT_FOUND)

    def _send_page(self, content: bytes, name: str, status: HTTPStatus) -> io.BytesIO:
        content_type = self.guess_type(name)
        if content_type == "text/html":
            version = self.server.live_reload.version
            script = f'<script src="{SCRIPT_PATH}?{version}" async></script></body>'
            content = content.replace(b"</body>", script.encode(), 1)
            content_type = "text/html; charset=utf-8"
        return self._send(content, content_type, status)

    def _send(self, content: bytes, content_type: str, status: HTTPStatus) -> io.BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return io.BytesIO(content)

    def _redirect(self, target: str) -> io.BytesIO:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return io.BytesIO()

    def _stream_events(self) -> io.BytesIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        known = 0
        try:
            while not self.server.live_reload.closed:
                last, event = self.server.live_reload.wait(known, KEEP_ALIVE_SECONDS)
                text = ": keep alive" if last == known else f"data: {event}"
                self.wfile.write(f"{text}\n\n".encode())
                known = last
        except OSError:
            pass  # the page was closed
        return io.BytesIO()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the terminal shows diagnostics."""


class Server(ThreadingHTTPServer):
    """Answers each connection in its own thread."""

    daemon_threads = True

    def __init__(
        self, host: str, port: int, read: ReadFile, base_path: str, live_reload: LiveReload
    ) -> None:
        """*base_path*: the path below which the files are (``/project/``)."""
        self.read, self.base_path, self.live_reload = read, base_path, live_reload
        self._host = host
        self._free = threading.BoundedSemaphore(MAX_CONNECTIONS)
        super().__init__((host, port), RequestHandler)

    def is_own_name(self, host: str) -> bool:
        """Whether the header ``Host`` names this server: by an address in numbers, as
        ``localhost``, or as it was started. Any other name belongs to somebody else, who can let
        it lead here, and whose page could then read drafts (DNS rebinding)."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in ("localhost", self._host.lower()) or name.endswith(".localhost"):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own; with too many connections, close this one."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer the requests of one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a browser that closes its connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Served(NamedTuple):
    """A server that runs."""

    address: str
    """Of the site."""
    port: int
    refusal: str
    """Why it does not have the port that was asked for, as the system says it; empty if it has."""


@contextmanager
def serve(
    read: ReadFile, base_path: str, live_reload: LiveReload, host: str, port: int
) -> Iterator[Served]:
    """Serve files below *base_path* in other threads.

    Raises:
        PortInUse: neither *port* nor one of the next ports is free.
    """
    server = None
    reason = ""
    for candidate in range(port, min(port + PORTS, 65_536)):
        try:
            server = Server(host, candidate, read, base_path, live_reload)
            break
        except OSError as error:
            reason = error.strerror or str(error)
    if server is None:
        raise PortInUse(reason)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        own = server.server_address[1]
        yield Served(f"http://{host}:{own}{base_path}", own, reason if own != port else "")
    finally:
        live_reload.closed = True
        server.shutdown()
        server.server_close()
