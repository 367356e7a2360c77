"""The second protection against raw HTML: an allow-list over the HTML of a text. Only this module
imports nh3.

``html_renderer`` never writes raw HTML of an author; if a bug let some through, no
element and no attribute outside this list would pass. The list holds what ``html_renderer``
writes; a test checks that its HTML is not changed here.
"""

from __future__ import annotations

import re

import nh3

from knowledge_repository.markdown.links import SAFE_SCHEMES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("blockquote", "div", "hr", "li", "ol", "p", "pre", "ul")
TABLES = ("table", "tbody", "td", "th", "thead", "tr")
INLINE = ("a", "br", "code", "del", "em", "img", "strong", "sup")
ALERTS = ("note", "tip", "important", "warning", "caution")
ALIGNMENTS = {"left", "center", "right"}
TAGS = frozenset({*HEADINGS, *BLOCKS, *TABLES, *INLINE})
ATTRIBUTES = {
    "a": {"href", "title", "id", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    **{heading: {"id"} for heading in HEADINGS},
}
CLASSES = {
    "div": {"scroll", "markdown-alert", *(f"markdown-alert-{kind}" for kind in ALERTS)},
    "p": {"markdown-alert-title"},
    "sup": {"cite"},
    "td": ALIGNMENTS,
    "th": ALIGNMENTS,
}


def _own_picture(element: str, attribute: str, value: str) -> str | None:
    """*value*; None for the address of a picture on another host, which would see who reads."""
    is_remote = re.match(r"[^/?#]*:|[/\\]", value.strip())
    return None if element == "img" and attribute == "src" and is_remote else value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes=set(SAFE_SCHEMES),
    link_rel=None,
    attribute_filter=_own_picture,
    strip_comments=True,
)


def sanitize(html: str) -> str:
    """*html* without anything that is not on the list."""
    return _CLEANER.clean(html)
