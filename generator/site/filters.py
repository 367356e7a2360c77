"""Template filters: words that may be in another language than the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape


def lang_attributes(text: Mapping[str, Any]) -> str:
    """The attributes ``lang`` and ``dir`` of words that may be in another language than the page."""
    lang, direction = text.get("lang"), text.get("dir")
    if not lang and not direction:
        return ""
    shown = f' lang="{escape(lang)}"' if lang else ""
    return Markup(f'{shown} dir="{escape(direction)}"' if direction else shown)


def localized(text: Mapping[str, Any]) -> str:
    """Words in their own language and direction, wrapped where these differ from the page's."""
    if not text.get("lang"):
        return str(text["text"])
    return Markup(f"<span{lang_attributes(text)}>{escape(text['text'])}</span>")
