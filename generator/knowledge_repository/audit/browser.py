"""One page of each kind in a real browser: accessibility, errors, requests to other hosts.

The only module that knows the browser. Its packages are optional (``knowledge-repository[audit]``).
The browser gets the files of the site from their folder: nothing is sent to a network.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from knowledge_repository.audit.crawler import Found, Pages
from knowledge_repository.errors import BuildError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Playwright, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
"""Commands that start a browser; ``CHROMIUM`` in the environment comes first."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
View = tuple[int, str, list[str]]
VIEWS: tuple[View, ...] = ((1280, "light", TAGS), (360, "dark", ["cat.color"]))
"""Width in pixels, colour scheme, and the rules of axe: in the dark only colours differ."""
HEIGHT = 900
KIND = "k-page--"
"""Prefix of the class that names the kind of a page."""
AXE = """async (tags) => {
  const found = await axe.run({
    exclude: [["li:nth-child(n + 41)"]], // the items of a long list have one form
  }, { runOnly: tags, resultTypes: ["violations"], selectors: false });
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html.slice(0, 160)}`);
}"""
READY = "() => !document.querySelector('[aria-busy=true]')"


class NoBrowser(BuildError):
    """The optional packages or the browser are not installed."""


def one_of_each_kind(pages: Pages) -> list[Found]:
    """The first page of each kind in each language; of entries and terms, of each folder."""
    found: dict[tuple[str, ...], Found] = {}
    for path, page in sorted(pages.items()):
        if page.moved:
            continue
        words = str((page.names.get("main") or [{}])[0].get("class") or "").split()
        kind = next((word for word in words if word.startswith(KIND)), "")
        language, *folders = path.split("/")[:-1] or [""]
        folder = folders[0] if len(folders) > 1 else ""
        found.setdefault((language, kind, folder), page)
    return list(found.values())


def complaints(site: Path, pages: list[Found]) -> list[str]:
    """What the browser finds wrong on *pages* of the built *site*: "page: width scheme: what".

    Raises:
        NoBrowser: the packages or the browser are missing; says which.
    """
    try:
        from playwright.sync_api import Error, sync_playwright

        axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        raise NoBrowser(f"the package {name} is not installed") from None
    with sync_playwright() as playwright:
        try:
            browser = _start(playwright)
        except Error:
            raise NoBrowser("there is no Chromium") from None
        try:
            return [line for view in VIEWS for line in _visit(browser, site, pages, axe, view)]
        finally:
            browser.close()


def _start(playwright: Playwright) -> Browser:
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    command = next((found for name in names if name and (found := shutil.which(name))), None)
    options = ["--disable-gpu", "--disable-background-networking"]
    if os.name == "posix" and os.getuid() == 0:
        options.append("--no-sandbox")  # Chromium has none for the superuser, as in a container
    return playwright.chromium.launch(executable_path=command, args=options)


def _visit(browser: Browser, site: Path, pages: list[Found], axe: str, view: View) -> Iterator[str]:
    """The complaints about *pages* in one view."""
    width, scheme, tags = view
    trouble: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            trouble.append(message.text)

    context = browser.new_context(viewport={"width": width, "height": HEIGHT})
    page = context.new_page()
    page.on("console", console)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    for found in pages:
        answer = partial(_answer, site, found.site_url, trouble)
        context.route("**/*", answer)
        page.goto(found.address)
        page.evaluate("to => { document.documentElement.dataset.scheme = to }", scheme)
        page.wait_for_function(READY)
        page.evaluate(axe)  # as a debugger does: the policy of the page allows no other script
        lines = page.evaluate(AXE, tags)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            lines.append("the page is wider than the window")
        context.unroute_all()
        yield from (f"{found.path}: {width} px, {scheme}: {line}" for line in (*trouble, *lines))
        trouble.clear()
    context.close()


def _answer(site: Path, site_url: str, trouble: list[str], route: Route) -> None:
    """Answer a request with a file of the site, as the web server would."""
    asked, root = urlsplit(route.request.url), urlsplit(site_url)
    inside = asked.path.startswith(root.path)
    if asked.netloc != root.netloc.lower() or not inside:  # browsers write hosts in small letters
        trouble.append(f"asks for something outside the site: {route.request.url}")
        route.abort()
        return
    path = unquote(asked.path.removeprefix(root.path))
    file = site / path / "index.html" if path.endswith("/") or not path else site / path
    if not file.is_file():
        trouble.append(f"asks for a file that is missing: {path}")
        route.fulfill(status=404, body="")
        return
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    route.fulfill(status=200, content_type=kind, body=file.read_bytes())
