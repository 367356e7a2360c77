"""Web addresses that lead elsewhere than a reader believes."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_LIKE_LATIN = {
    ord(sign): letter
    for letter, signs in {
        "a": "аα", "b": "Ьв", "c": "с", "d": "ԁ", "e": "еє", "g": "ԍ", "h": "һн", "i": "іι",
        "j": "ј", "k": "кκ", "l": "ӏ", "m": "м", "n": "ո", "o": "оοօ", "p": "рρ", "q": "ԛ",
        "s": "ѕ", "t": "тτ", "u": "υս", "v": "ѵν", "w": "ԝω", "x": "хχ", "y": "уγ", "z": "ᴢ",
    }.items()
    for sign in signs
}  # fmt: skip
"""Letters of other scripts that look like a letter of a-z."""
_HOST = re.compile(
    r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[^\W\d_]{2,24})(?=[/:?#]|$)", re.IGNORECASE
)
_FILES = (".md", ".yml", ".pdf", ".docx", ".html", ".csv", ".json", ".jpg", ".png", ".py", ".txt")
"""The endings of words that look like a host and are the name of a file."""


def deception(address: str) -> str:
    """Why *address* lies about where it leads, as the cause of a message; empty if it does not.

    ``user``: what is before ``@`` looks like the host. ``letters``: the host has letters of
    another script, or of another form, that look like those of a known name.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""  # another diagnostic says that it is no address
    if parts.scheme not in ("http", "https"):
        return ""
    if "@" in parts.netloc:
        return "user"
    for label in host.split("."):
        shown = _decoded(label)
        if shown.isascii():
            continue
        if unicodedata.normalize("NFKC", shown) != shown or shown.translate(_LIKE_LATIN).isascii():
            return "letters"
    return ""


def _decoded(label: str) -> str:
    """A part of a host as a browser may show it: ``xn--…`` in its letters."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def other_host(text: str, address: str) -> str:
    """The host that the *text* of a link names, if *address* leads to another one; else empty."""
    named = _HOST.match(text.strip())
    if named is None or named["host"].lower().endswith(_FILES):
        return ""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    wanted = named["host"].lower().removeprefix("www.")
    host = host.removeprefix("www.")
    same = not host or host == wanted or host.endswith(f".{wanted}")
    return "" if same else named["host"]
