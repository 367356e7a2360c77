"""The site of this repository, built once a test run, in a real browser.

It is served as GitHub Pages would serve it. Every page that a test opens through ``open_page`` is
watched: a message on the console, a script that fails, a missing file or a request to another host
fails the test when it ends.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from knowledge_repository.build import pipeline
from knowledge_repository.preview import server, session
from knowledge_repository.preview.live_reload import LiveReload
from tests.browser.kinds import UNTRANSLATED
from tests.conftest import ROOT, build_once

PROJECT = "/knowledge-repository/"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ADDRESSES = """
site_url: https://example.org/knowledge-repository/
edit_uri_template: https://github.com/example/knowledge-repository/edit/main/{path}
extra:
  report_uri_template: https://github.com/example/x/issues/new?title={path}
"""
"""What mkdocs.yml leaves open: it would follow from the variables of GitHub Actions."""
INPUTS = ("casestudies", "bestpractices", "content", "mkdocs.yml")


@pytest.fixture(scope="session")
def repository(shared_folder: Path) -> Path:
    """A copy of this repository with one more entry, which has no translation."""
    return build_once(shared_folder / "browser-repository", _copy_repository)


def _copy_repository(target: Path) -> None:
    target.mkdir()
    for name in INPUTS:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target / name)
    with (target / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(ADDRESSES)
    original = (ROOT / "casestudies/tripoli-furniture/index.en.md").read_text(encoding="utf-8")
    lines = original.splitlines(keepends=True)
    lines[1] = 'title: "Untranslated workshops: a case that only the tests know"\n'
    (target / UNTRANSLATED).mkdir()
    (target / UNTRANSLATED / "index.en.md").write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="session")
def site(repository: Path, shared_folder: Path) -> Path:
    """The folder of the built site; no test may change it."""
    return build_once(shared_folder / "browser-site", partial(pipeline.build, repository))


@contextmanager
def served(site: Path, path: str = PROJECT) -> Iterator[str]:
    """Serve the folder *site* below *path* by the server of the preview; gives the address, with
    the slash at its end."""
    live_reload = LiveReload()
    read = partial(session.read_below, site)
    running = server.Server("127.0.0.1", 0, read, path, live_reload)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}{path}"
    finally:
        live_reload.closed = True
        running.shutdown()
        running.server_close()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the built site, with the slash at its end."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How to start the system's Chromium. Without one, tests fail: a skip is easily overlooked."""
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
    """One browser a test process; each test opens its own contexts in it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium)
        yield started
        started.close()


class Watch:
    """Collects what a reader never sees and an author should: errors, missing files, requests."""

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
            return  # the browser's own message about a page that the test expects to be missing
        self.trouble.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A navigation ends the preview's own stream and the open requests of the old page.
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
    """Opens a page of the site in a new browser context, and watches it."""
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
    """The English home page."""
    return open_page("en/")
