"""Finds elements, attributes and addresses that no page may have."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from knowledge_repository.markdown.links import SAFE_SCHEMES, normalized
from knowledge_repository.markdown.sanitize import ATTRIBUTES, CLASSES, TAGS


class Elements(HTMLParser):
    """Collects all parts of a page, and separately those that are not allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[object] = []
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.seen.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"</{tag}>")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted(attributes, key=str)))
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            if name == "class" and set((value or "").split()) <= CLASSES.get(tag, set()):
                continue
            if name not in ATTRIBUTES.get(tag, ()):
                self.found.append(f"<{tag} {name}>")
            elif name in ("href", "src") and runs(value or ""):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_comment(self, data: str) -> None:
        self.found.append("<!-- -->")

    def handle_decl(self, decl: str) -> None:
        self.found.append("<!>")

    def unknown_decl(self, data: str) -> None:
        self.found.append("<![>")

    def handle_pi(self, data: str) -> None:
        self.found.append("<?>")


def runs(address: str) -> bool:
    """Whether an address could lead to anything but a page or a mail."""
    seen = re.sub(r"[\x00-\x20]", "", address)
    try:
        return urlsplit(seen).scheme.lower() not in (*SAFE_SCHEMES, "")
    except ValueError:  # a browser does not understand it either
        return not re.match(r"https?:", normalized(address))


def elements(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser


def unlisted(html: str) -> list[str]:
    """Elements, attributes and addresses in *html* that are not allowed."""
    return elements(html).found
