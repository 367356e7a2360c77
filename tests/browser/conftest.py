"""The site of this repository, built once, served as GitHub Pages would, in a real browser.

Every page that a test opens through ``open_page`` is watched: a word on the console, a script that
fails, a file that is missing or a request to another host fails the test when it ends.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from generator import build
from generator.preview import server, session
from tests.browser.kinds import UNTRANSLATED

PROJECT = "/knowledge-repository/"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


READ = ("casestudies", "bestpractices", "content", "mkdocs.yml")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is looked at: this repository, and one entry more that nobody has translated."""
    root = Path(__file__).resolve().parents[2]
    copy = tmp_path_factory.mktemp("repository")
    for name in READ:
        target = copy / name
        shutil.copytree(root / name, target) if (root / name).is_dir() else shutil.copy(
            root / name, target
        )
    original = (root / "casestudies/tripoli-furniture/index.en.md").read_text(encoding="utf-8")
    lines = original.splitlines(keepends=True)
    lines[1] = 'title: "Untranslated workshops: a case that only the tests know"\n'
    (copy / UNTRANSLATED).mkdir()
    (copy / UNTRANSLATED / "index.en.md").write_text("".join(lines), encoding="utf-8")
    return copy


@pytest.fixture(scope="session")
def site(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("browser") / "site"
    build.build(repository, folder)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site answers, with the slash at its end."""
    readers = server.Readers()
    handler = partial(server.Handler, site=session.Folder(site), path=PROJECT, readers=readers)
    server = server._server(handler, "127.0.0.1", 8400)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}{PROJECT}"
    readers.closed = True
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How to start the system's Chromium. Without one tests fail: nobody would notice a skip."""
    names = [os.environ.get("CHROMIUM", ""), *CHROMIUM]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "The browser tests need Chromium: run tests/chromium.sh, or set CHROMIUM to the path"
            " of one.",
            pytrace=False,
        )
    return {
        "executable_path": found,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser(chromium: dict[str, Any]) -> Iterator[Browser]:
    """One browser for all tests; each reader gets a context of her own in it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium)
        yield started
        started.close()


class Watch:
    """Notes what a reader would never see and an author should."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.missing_allowed = False
        self.trouble: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if self.missing_allowed and "404" in message.text:
            return  # the browser's own word about the page that is meant to be missing
        self.trouble.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A navigation ends the preview's own stream, and whatever the old page still waited for.
        if request.failure != "net::ERR_ABORTED":
            self.trouble.append(f"failed: {request.url} ({request.failure})")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.trouble.append(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not (
            self.missing_allowed and response.request.is_navigation_request()
        ):
            self.trouble.append(f"status {response.status}: {response.url}")


OpenPage = Callable[..., Page]
"""``open_page(path, missing=False, **options of the browser context)``."""


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens a page of the site in a reader's browser of its own; the same page in the same browser
    if it is called again with ``again=``."""
    watches: list[Watch] = []
    contexts = []

    def open_one(path: str = "", missing: bool = False, **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watch = Watch(urlsplit(address).netloc)
        watch.missing_allowed = missing
        watches.append(watch)
        page = context.new_page()
        watch.follow(page)
        page.goto(address + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    trouble = [line for watch in watches for line in watch.trouble]
    assert not trouble, "\n".join(trouble)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The page of a reader who has just come: the English home."""
    return open_page("en/")
