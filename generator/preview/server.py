"""An HTTP server that answers as GitHub Pages does: below the project path, with its 404 rule."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from generator.preview.live_reload import EVENTS_PATH, SCRIPT, SCRIPT_PATH, LiveReloadClients

PORTS = 20
"""How many ports are tried, from the wanted one on."""
KEEP_ALIVE_SECONDS = 2
"""A comment in the stream of events is sent this often, to notice pages that were closed."""


class PortInUse(Exception):
    """No port is free; the text says which were tried."""


class Site(Protocol):
    """The files of a site."""

    def file(self, path: str) -> bytes | None:
        """The file at a path of the site (``en/about/index.html``); None if there is none."""


class RequestHandler(SimpleHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Head and body are two writes: with Nagle's algorithm each answer waits for the ACK of the
    first one (40 ms on Linux)."""

    # Any: the base class takes the arguments of socketserver.
    def __init__(
        self, *args: Any, site: Site, base_path: str, clients: LiveReloadClients, **more: Any
    ) -> None:
        self.site, self.base_path, self.clients = site, base_path, clients
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == EVENTS_PATH:
            self._stream_events()
        elif path == SCRIPT_PATH:
            self._send(SCRIPT, "text/javascript", HTTPStatus.OK, with_body)
        elif path == "/" != self.base_path or path + "/" == self.base_path:
            self._redirect(self.base_path)
        else:
            below = path.startswith(self.base_path)
            self._send_file(path.removeprefix(self.base_path) if below else None, with_body)

    def _send_file(self, path: str | None, with_body: bool) -> None:
        """Send the file at *path* as GitHub Pages does: a file, a page without its ending, the
        index of a folder, else the page 404.html."""
        names = [] if path is None else [path or "index.html", f"{path}.html"]
        if path and path.endswith("/"):
            names = [f"{path}index.html"]
        for name in names:
            if (content := self.site.file(name)) is not None:
                return self._send_page(content, name, HTTPStatus.OK, with_body)
        if path and names[1:] and self.site.file(f"{path}/index.html") is not None:
            return self._redirect(f"{self.base_path}{quote(path)}/")
        content = self.site.file("404.html") or b""
        return self._send_page(content, "404.html", HTTPStatus.NOT_FOUND, with_body)

    def _send_page(self, content: bytes, name: str, status: HTTPStatus, with_body: bool) -> None:
        content_type = self.guess_type(name)
        if content_type == "text/html":
            script = f'<script src="{SCRIPT_PATH}?{self.clients.version}" async></script></body>'
            content = content.replace(b"</body>", script.encode(), 1)
            content_type = "text/html; charset=utf-8"
        self._send(content, content_type, status, with_body)

    def _send(self, content: bytes, content_type: str, status: HTTPStatus, with_body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def _redirect(self, target: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _stream_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with self.clients.connect() as events:
            try:
                while not self.clients.closed:
                    try:
                        data = events.get(timeout=KEEP_ALIVE_SECONDS)
                        self.wfile.write(f"data: {data}\n\n".encode())
                    except queue.Empty:
                        self.wfile.write(b": keep alive\n\n")
                    self.wfile.flush()
            except OSError:
                return  # the page was closed

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the terminal shows diagnostics."""


class Server(ThreadingHTTPServer):
    """Answers each connection in its own thread."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a browser that closes its connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve(
    site: Site, base_path: str, clients: LiveReloadClients, host: str, port: int
) -> Iterator[str]:
    """Serve *site* below *base_path* (``/project/``) in other threads; yields its address.

    Raises:
        PortInUse: neither *port* nor one of the next ports is free.
    """
    handler = partial(RequestHandler, site=site, base_path=base_path, clients=clients)
    server = _listen(handler, host, port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_address[1]}{base_path}"
    finally:
        clients.closed = True
        server.shutdown()
        server.server_close()


def _listen(handler: partial[RequestHandler], host: str, port: int) -> Server:
    """A server on *port*, or on the next free one."""
    reason = ""
    for candidate in range(port, min(port + PORTS, 65_536)):
        try:
            return Server((host, candidate), handler)
        except OSError as error:
            reason = error.strerror or str(error)
    raise PortInUse(f"no free port on {host} from {port} on: {reason}")
