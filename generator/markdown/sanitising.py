"""The second wall: an allow-list over the HTML that the engine made. The only user of nh3.

Raw HTML never reaches the output of ``walking``; if a mistake of ours ever let some through, no
element and no attribute outside this list would pass. What is listed is what ``walking`` writes,
and a test holds the two together: HTML of ours comes out of here unchanged.
"""

from __future__ import annotations

import nh3

from generator.markdown.addresses import SAFE_SCHEMES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("blockquote", "div", "hr", "li", "ol", "p", "pre", "ul")
TABLES = ("table", "tbody", "td", "th", "thead", "tr")
INLINE = ("a", "br", "code", "del", "em", "img", "strong", "sup")
ALERTS = ("note", "tip", "important", "warning", "caution")
SIDES = {"left", "center", "right"}
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
    "td": SIDES,
    "th": SIDES,
}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes=set(SAFE_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def sanitised(html: str) -> str:
    """*html* without anything that is not on the list."""
    return _CLEANER.clean(html)
