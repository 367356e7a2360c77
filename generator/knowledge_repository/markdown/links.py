"""Links and pictures: what an author writes, what it leads to, the address on our pages."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from knowledge_repository.markdown.engine import LinkDef, Range, link_definitions
from knowledge_repository.markdown.headings import anchor_id
from knowledge_repository.model import INDEX_NAME, Link, Location, OffsetMap, routes

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SIMPLE = re.compile(r"[A-Za-z0-9./#_-]*")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+")
_INDEX = re.compile(rf"(?:^|/){INDEX_NAME}$")
_IN_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
_IN_DEFINITION = re.compile(r"\]:\s*<?([^\s>]+)")
_NOT_ENCODED = "/:?#[]@!$&'()*+,;=%~"


def normalized(href: str) -> str:
    """An address as a browser reads it: entities resolved, control characters dropped."""
    if _SIMPLE.fullmatch(href):
        return href
    return _INVISIBLE.sub("", html.unescape(unquote(href)))


def is_unsafe(href: str) -> bool:
    """Whether an address leaves the site with a scheme that is not allowed, or without one."""
    address = normalized(href)
    if address.startswith("//"):
        return True
    try:
        return bool(urlsplit(address).scheme) and urlsplit(address).scheme not in SAFE_SCHEMES
    except ValueError:
        return True


def percent_encoded(address: str) -> str:
    """An address for HTML: spaces and letters outside ASCII as percent codes."""
    return address if address.isascii() and " " not in address else quote(address, _NOT_ENCODED)


class Links:
    """Collects the links and pictures of one text."""

    def __init__(
        self,
        offsets: OffsetMap,
        anchors: Mapping[str, str],
        kinds: Mapping[str, str],
        source: str,
    ) -> None:
        """*anchors*: anchor on GitHub → id of the section; *kinds*: folder of a kind → its id;
        *source*: what the engine parses."""
        self.found: list[Link] = []
        self._open: int | None = None
        """Index of the last link, if it leads to another site."""
        self._offsets = offsets
        self._folder = posixpath.dirname(offsets.path)
        self._anchors = anchors
        self._kinds = kinds
        self._source = source

    def add(self, href: str, where: Range, label: str, alt: str | None = None) -> str:
        """Add a link or picture; its address on the page.

        Args:
            label: of the definition that holds *href*; "" where the link holds it.
            alt: description of a picture; None for a link.
        """
        location = self._location(href, where["start"], where["end"], label)
        target, anchor, address = self._resolve(href, alt is not None)
        if alt is None:
            self._open = len(self.found) if target is None else None
        self.found.append(Link(href, location, target, anchor, alt is not None, alt or ""))
        return address

    def end(self, words: str) -> None:
        """The link that was added last shows *words*; needed where it leads to another site."""
        if self._open is not None:
            self.found[self._open] = self.found[self._open]._replace(text=words)

    def add_bare(self, words: str, href: str, start: int, end: int) -> str:
        """Add a bare address between two offsets; its address on the page."""
        location = self._offsets.find(words, start, end) or self._offsets.location(start, end)
        self.found.append(Link(href, location, text=words))
        return percent_encoded(href)

    def _resolve(self, href: str, is_picture: bool) -> tuple[str | None, str | None, str]:
        """Path in the repository (None outside of it), anchor, address on the page."""
        seen = normalized(href)
        try:
            parts = urlsplit(seen)
            scheme = parts.scheme.lower()
        except ValueError:
            scheme, parts = "invalid", urlsplit("")
        if scheme or seen.startswith("//"):
            allowed = scheme in SAFE_SCHEMES and not is_picture
            return None, None, percent_encoded(href) if allowed else "#"
        if "\\" in href or parts.path.startswith("/"):
            return href, None, "#"
        anchor = unquote(parts.fragment) or None
        fragment = f"#{percent_encoded(anchor_id(anchor, self._anchors))}" if anchor else ""
        if not parts.path:
            return self._offsets.path, anchor, fragment
        path = unquote(re.split(r"[?#]", href, maxsplit=1)[0])
        target = posixpath.normpath(posixpath.join(self._folder, path))
        own_route = routes.of_folder(self._folder, self._kinds)
        up = "../" * own_route.count("/")
        if is_picture:  # above the languages: all of them show the same files
            page = f"../{up}{own_route}{posixpath.basename(target)}"
            return target, anchor, percent_encoded(page)
        page = up + routes.of_folder(_INDEX.sub("", target), self._kinds)
        return target, anchor, percent_encoded(page) + fragment

    def _location(self, href: str, start: int, end: int, label: str) -> Location:
        """Where the author wrote an address: in the link, or in the definition of its label."""
        if label and (found := self._definitions.get(label.casefold())):
            start, end = found["span"]["start"], found["span"]["end"]
        written = self._offsets.written(start, end)
        # The address comes last in a link: the words before it may be the same.
        at = written.rfind(href)
        if at < 0 and (match := (_IN_DEFINITION if label else _IN_LINK).search(written)):
            at, href = match.start(1), match[1]
        if at < 0 or not href:
            return self._offsets.location(start, end)
        begin = start + len(written[:at].encode())
        return self._offsets.location(begin, begin + len(href.encode()))

    @cached_property
    def _definitions(self) -> Mapping[str, LinkDef]:
        found = link_definitions(self._source)
        return {label.casefold(): definition for label, definition in found.items()}
