"""The weight of the first view of an entry, for a reader who pays for each megabyte.

Sizes are those after gzip, as GitHub Pages sends files. The HTML of every entry is weighed in its
file; the heaviest entries of each language also in a browser without a cache, with all they load.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Request

from tests.browser.kinds import LANGUAGES

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

KILOBYTE = 1000
LIMITS = {
    "html": 14 * KILOBYTE,
    "css": 25 * KILOBYTE,
    "js": 36 * KILOBYTE,
    "all": 75 * KILOBYTE,
    "requests": 8,
}
"""At most, in bytes after gzip at level 9, and in requests, before a reader touches anything."""
HEAVIEST = 6
"""Entries of each language that are opened; all load the same styles and scripts."""
SORTS = {".html": "html", ".css": "css", ".js": "js"}
PREVIEW = "/__reload"
"""What the preview server of the tests adds to a page: no part of the site."""
PICTURES = """[...document.images].filter(one => one.loading !== "lazy"
  || !one.hasAttribute("width") || !one.hasAttribute("height")).map(one => one.outerHTML)"""


@cache
def weight(file: Path) -> int:
    """Bytes on the way to a reader."""
    return len(gzip.compress(file.read_bytes(), 9))


def weights(site: Path, base: str, requests: list[Request]) -> dict[str, int]:
    """Sort → bytes, with ``all`` and ``requests``."""
    found = dict.fromkeys(LIMITS, 0)
    found["requests"] = len(requests)
    for request in requests:
        path = unquote(urlsplit(request.url).path).removeprefix(urlsplit(base).path)
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        sort = SORTS.get(PurePosixPath(file.name).suffix)
        found["all"] += weight(file)
        if sort:
            found[sort] += weight(file)
    return found


def entries(site: Path, language: str) -> list[str]:
    """The addresses of all entries of a language, below the site."""
    folders = ("casestudies", "bestpractices")
    found = [
        f"{language}/{kind}/{file.parent.name}/"
        for kind in folders
        for file in sorted((site / language / kind).glob("*/index.html"))
        if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8")
    ]
    assert len(found) > 50
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_view_of_the_heaviest_entries_is_within_the_budget(
    open_page: OpenPage, site: Path, address: str, language: str
) -> None:
    page = open_page("404.html", viewport={"width": 360, "height": 740})
    requests: list[Request] = []
    page.on("request", lambda one: requests.append(one) if PREVIEW not in one.url else None)
    # Without a cache, each page is a first view.
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    by_weight = sorted(entries(site, language), key=lambda one: weight(site / one / "index.html"))
    for route in [*by_weight[:2], *by_weight[-HEAVIEST:]]:
        requests.clear()
        page.goto(address + route)
        took = weights(site, address, requests)
        over = {sort: took[sort] for sort, limit in LIMITS.items() if took[sort] > limit}
        assert not over, f"{route}: {over}, where {LIMITS} is allowed"
        assert min(took["html"], took["css"], took["js"]) > 0, "the budget counts nothing"
        assert not page.evaluate(PICTURES), route
    assert not page.context.cookies()


def test_the_html_of_every_entry_is_within_the_budget(site: Path) -> None:
    wrong = [
        f"{route}: {size}"
        for language in LANGUAGES
        for route in entries(site, language)
        if (size := weight(site / route / "index.html")) > LIMITS["html"]
    ]
    assert not wrong


def test_a_picture_in_a_text_has_a_size_and_is_loaded_when_it_is_near(site: Path) -> None:
    wrong = [
        f"{file.relative_to(site)}: {tag}"
        for file in site.rglob("*.html")
        for tag in re.findall(r"<img\b[^>]*>", file.read_text(encoding="utf-8"))
        if not all(f" {name}=" in tag for name in ("loading", "width", "height", "alt"))
    ]
    assert not wrong
