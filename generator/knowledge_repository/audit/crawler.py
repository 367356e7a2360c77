"""Reads the pages of a built site from its folder, and finds links that lead nowhere.

Made from the standard library: what a page contains is compared with the files and ids of the site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

SITE_URL = "https://example.org/knowledge-repository/"
"""Where a site is published that does not say so: links are resolved as if it were there."""
LINKING = ("href", "src", "action", "poster", "data", "cite", "formaction", "xlink:href")
CSS_URL = re.compile(r"""url\(\s*(['"]?)(.*?)\1\s*\)""")
REFRESH = re.compile(r"url=(.+)$")


@dataclass
class Found:
    """A page, as the crawler read it."""

    path: str
    """From the root of the site: ``en/index.html``."""
    site_url: str = SITE_URL
    """Address of the root, with the slash at its end."""
    html: dict[str, str | None] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    names: dict[str, list[dict[str, str | None]]] = field(default_factory=dict)
    """Tag → the attributes of each of its elements."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """(tag, address) of everything that the page leads to or loads; the tag is ``noscript`` for
    what most readers never see."""
    labels: list[str] = field(default_factory=list)
    """Ids that a label, an aria attribute or a drawing names."""
    title: str = ""

    @property
    def address(self) -> str:
        """Where the page is published."""
        return self.site_url + self.path.removesuffix("index.html")

    @property
    def moved(self) -> bool:
        """Whether the page only leads to another one."""
        return any(m.get("http-equiv") == "refresh" for m in self.names.get("meta", []))


class Reader(HTMLParser):
    """Fills a ``Found`` from the text of its page."""

    def __init__(self, path: str, site_url: str) -> None:
        super().__init__()
        self.found = Found(path, site_url)
        self._inside = ""
        self._noscript = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found, given = self.found, dict(attrs)
        self._inside = tag
        self._noscript |= tag == "noscript"
        found.names.setdefault(tag, []).append(given)
        if tag == "html":
            found.html = given
        if given.get("id"):
            found.ids.append(str(given["id"]))
        for name in LINKING:
            # An empty action is the page itself; an empty href would be a mistake.
            if name in given and not (name == "action" and not given[name]):
                found.links.append(("noscript" if self._noscript else tag, given[name] or ""))
        for candidate in (given.get("srcset") or "").split(","):
            if candidate.strip():
                found.links.append((tag, candidate.split()[0]))
        for name in ("style", "fill", "stroke", "clip-path", "mask", "filter"):
            found.links += [(tag, m[1]) for m in CSS_URL.findall(given.get(name) or "")]
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            found.labels += (given.get(name) or "").split()
        if tag == "meta" and given.get("http-equiv") == "refresh":
            match = REFRESH.search(given.get("content") or "")
            found.links.append((tag, match[1] if match else ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        self._noscript &= tag != "noscript"

    def handle_data(self, data: str) -> None:
        if self._inside == "title" and len(self.found.names["title"]) == 1:
            self.found.title += data
        if self._inside == "style":
            self.found.links += [("style", m[1]) for m in CSS_URL.findall(data)]


Pages = dict[str, Found]
"""Path in the site → page."""


def read_pages(site: Path, site_url: str = SITE_URL) -> Pages:
    """Every page in the folder *site*, which is published at *site_url*."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        reader = Reader(file.relative_to(site).as_posix(), site_url)
        reader.feed(file.read_text(encoding="utf-8"))
        reader.close()
        found[reader.found.path] = reader.found
    return found


def target(base: str, address: str, site_url: str = SITE_URL) -> tuple[str, str] | None:
    """(file in the site, anchor) that an address on the page at *base* means; None where it leaves
    the site."""
    full = urlsplit(urljoin(base, address))
    plain = full._replace(query="", fragment="").geturl()
    if not plain.startswith(site_url):
        return None
    path = unquote(plain.removeprefix(site_url))
    return (path + "index.html" if path.endswith("/") or not path else path), unquote(full.fragment)


def broken(
    site: Path, pages: Pages, base: str, address: str, site_url: str = SITE_URL
) -> str | None:
    """Why an address on the page at *base* leads nowhere; None where it arrives."""
    if address.startswith("data:"):
        return None
    if not address:
        return "is empty"
    hit = target(base, address, site_url)
    if hit is None:
        return None
    path, anchor = hit
    if not (site / path).is_file():
        return f"there is no {path}"
    if anchor and path in pages and anchor not in pages[path].ids:
        return f"nothing in {path} has the id '{anchor}'"
    return None


def dead_links(site: Path, pages: Pages) -> list[str]:
    """Every link of every page that leads nowhere, with the reason."""
    return [
        f"{page.path}: <{tag}> {address}: {why}"
        for page in pages.values()
        for tag, address in page.links
        if (why := broken(site, pages, page.address, address, page.site_url))
    ]
