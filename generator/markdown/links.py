"""Addresses and names: what an author writes, what GitHub shows, what our pages need."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from generator.model import INDEX_NAME

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
ANCHOR = "s-"
"""Prefix of the ids of free headings: no heading can take the id of something in the theme."""
_ORDINARY = re.compile(r"[A-Za-z0-9./#_-]*")
INDEX = re.compile(rf"(?:^|/){INDEX_NAME}$")


@lru_cache(4096)  # the headings of sections are the same in every text
def slugify(text: str) -> str:
    """The anchor that GitHub gives a heading: letters of every script stay."""
    text = text.replace("\u00a0", " ")  # set for print, not typed
    kept = [c for c in text.strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LNM"]
    return "".join(kept).replace(" ", "-")


@lru_cache(4096)
def heading_key(text: str) -> str:
    """A heading as people compare it: case, kind of apostrophe and vowel marks do not count."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").strip().casefold()
    return re.sub(r"[\u064b-\u0652\u0640]|\s+", lambda m: " " if m[0].isspace() else "", text)


def route(folder: str) -> str:
    """The address below the language of what stands in *folder*: ``content/pages/about`` →
    ``about/``, ``content/countries/dz`` → ``countries/dz/``, ``casestudies/x`` → the same."""
    for prefix in ("content/pages/", "content/"):
        if folder.startswith(prefix):
            return folder.removeprefix(prefix) + "/"
    return folder + "/"


def anchor_id(anchor: str, anchors: Mapping[str, str]) -> str:
    """The id on our pages that an author means by *anchor*."""
    if anchor in anchors.values() or anchor.startswith(ANCHOR):
        return anchor
    return anchors.get(anchor) or ANCHOR + anchor


def normal(href: str) -> str:
    """An address as a browser reads it: entities resolved, control characters dropped."""
    if _ORDINARY.fullmatch(href):
        return href
    address = html.unescape(unquote(href))
    return re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+", "", address)


def is_unsafe(href: str) -> bool:
    """Whether an address leads out under a scheme that may not stand in a page, or under none."""
    address = normal(href)
    if address.startswith("//"):
        return True
    try:
        return bool(urlsplit(address).scheme) and urlsplit(address).scheme not in SAFE_SCHEMES
    except ValueError:
        return True
