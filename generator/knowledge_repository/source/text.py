"""Bytes → text: UTF-8 only, line ends normalised, forbidden characters refused."""

from __future__ import annotations

import re

from knowledge_repository.model import Diagnostic, Location
from knowledge_repository.source.characters import ARABIC, hidden, named, suspect

_DAMAGED = ("Ã\u00a9", "Ã\u00a8", "Ã\u00aa", "Ã\u00a7", "â€™", "Ø\u00a7Ù", "\ufffd")
"""What is left of é, è, ê, ç, an apostrophe and Arabic letters if UTF-8 was read as Windows-1252
and saved; and the sign for a letter that was lost."""
_LETTERS = re.compile(rf"[^\s\"':,]*(?:{'|'.join(_DAMAGED)})[^\s\"',]*")
_RARE = ("Ã", "™", "Ø", "\ufffd")
"""Of each of these, one letter that is rare: it is quick to look for."""
_LEFT_OF_CONFLICT = re.compile(r"^(?:<<<<<<< \S+|>>>>>>> \S+(?: \(.*\))?|=======)$", re.MULTILINE)


class SourceError(Exception):
    """A file that cannot be parsed; *diagnostic* is the message to its author."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def decode(path: str, raw: bytes) -> str:
    """The text of a file: UTF-8, a BOM and CRLF line ends accepted and removed.

    Raises:
        SourceError: not UTF-8, characters that must not come in, or a conflict of git.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            Diagnostic(Location(path), "invalid-utf8", {"offset": "0", "encoding": "UTF-16"})
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        guess = "Windows-1256" if _is_arabic(raw) else "Windows-1252"
        values = {
            "offset": str(error.start),
            "byte": f"0x{raw[error.start]:02X}",
            "encoding": guess,
        }
        raise SourceError(
            Diagnostic(Location(path, line, column), "invalid-utf8", values)
        ) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if suspect(raw) and (found := hidden(text)):
        at, cause = found
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        values = {**({"cause": cause} if cause else {}), **named(text[at])}
        raise SourceError(Diagnostic(Location(path, line, column), "forbidden-character", values))
    if any(sign in text for sign in _RARE) and (found_letters := _LETTERS.search(text)):
        at = found_letters.start()
        location = Location(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        raise SourceError(Diagnostic(location, "damaged-text", {"value": found_letters[0][:40]}))
    if "<<<<<<<" in text or ">>>>>>>" in text or "=======" in text:
        _refuse_conflict(path, text)
    return text


def _is_arabic(raw: bytes) -> bool:
    """Whether most signs of a text that is not UTF-8 are Arabic letters in Windows-1256, which has
    the accented letters of French at the same places as Windows-1252."""
    signs = [c for c in raw.decode("cp1256") if not c.isascii()]
    return 2 * len(ARABIC.findall("".join(signs))) > len(signs)


def _refuse_conflict(path: str, text: str) -> None:
    """Refuse the lines that git writes where two changes contradict each other: all three, or what
    is left of them."""
    at = f"\n{text}".find("\n<<<<<<< ")
    middle = text.find("\n=======\n", at)
    if 0 <= at < middle < text.find("\n>>>>>>> ", middle):
        value = text[at:].split("\n", 1)[0]
        location = Location(path, text.count("\n", 0, at) + 1, 1, len(value))
        raise SourceError(Diagnostic(location, "conflict-marker", {"value": value}))
    if left := _LEFT_OF_CONFLICT.search(text):
        values = {"value": left[0], "cause": "left"}
        location = Location(path, text.count("\n", 0, left.start()) + 1, 1, len(left[0]))
        raise SourceError(Diagnostic(location, "conflict-marker", values))
