"""Text → HTML: special characters become entities."""

from __future__ import annotations

import html


def escape_attribute(text: str) -> str:
    """*text* as the value of an attribute, between double quotes."""
    return html.escape(text, quote=True) if _has_specials(text) or '"' in text else text


def escape_text(text: str) -> str:
    """*text* between tags, with the entities that an HTML serializer writes."""
    if not (_has_specials(text) or "\u00a0" in text):
        return text
    return html.escape(text, quote=False).replace("\u00a0", "&nbsp;")


def _has_specials(text: str) -> bool:
    # Most texts have none. Three searches for one character are faster than a pattern.
    return "&" in text or "<" in text or ">" in text
