"""Characters that a text may not contain: controls, direction overrides, invisible characters."""

from __future__ import annotations

import re
import unicodedata

# Characters that no text needs: controls, overrides of the direction of writing, invisible ones.
# Emoji are joined by U+200D, so it is allowed before one.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTIONS = "\u202a-\u202e"
_UNSEEN = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(end - 2) + chr(end - 1) for end in range(0x20000, 0x110001, 0x10000))
)
_JOINER = "\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
_ISOLATES = "\u2066-\u2069"
# Needed in Arabic text: they join or separate letters, or set the direction of their neighbours.
_MARKS = "\u061c\u200c\u200e\u200f"
ARABIC = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]")
"""A letter that is written from right to left."""
MARKS = re.compile(f"[{_MARKS}]")
FORBIDDEN = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_UNSEEN}]|{_JOINER}")
HIDDEN = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_UNSEEN}{_ISOLATES}\ufffd\ud800-\udfff]|{_JOINER}")
"""Characters that entities and escapes must not produce."""
_DOUBTFUL = re.compile(f"[{_ISOLATES}{_MARKS}]")
# The first bytes of those characters in UTF-8: a text without them is clean. Each first byte is
# repeated in a lookbehind, because the engine of ``re`` skips quickly to the next byte of a set.
_PLAIN = bytes({9, 10, 13, *range(0x20, 0x7F), *range(0x80, 0x100)})
_SUSPECT = re.compile(
    rb"[\xc2\xcd\xe1-\xe3\xef-\xf4](?:(?<=\xc2)[\x80-\x9f\xad]|(?<=\xcd)\x8f"
    rb"|(?<=\xe1)[\x85\x9e\xa0]|(?<=\xe2)(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xaf])"
    rb"|(?<=\xe3)\x85\xa4|(?<=\xef)[\xb7\xbb\xbe\xbf]|(?<=[\xf1-\xf4])"
    rb"|(?<=\xf0)(?:[\x9f\xaf\xbf]\xbf|\x9b\xb2|\x9d\x85))"
)
_ALM = "\u061c".encode()  # begins as most letters of Arabic do


def suspect(raw: bytes) -> bool:
    """Whether a text may contain a forbidden character: a fast test of its bytes."""
    if raw.translate(None, _PLAIN):
        return True
    if raw.isascii():
        return False
    return _SUSPECT.search(raw) is not None or _ALM in raw


def smuggled(value: str, text: str) -> re.Match[str] | None:
    """A forbidden character that an entity or an escape in *value* would bring into *text*."""
    if found := HIDDEN.search(value):
        return found
    mark = MARKS.search(value)  # rare; only then is the whole text looked at
    return None if mark is None or ARABIC.search(text) else mark


def named(character: str) -> dict[str, str]:
    """Code point and name of an invisible character, for a message."""
    name = unicodedata.name(character, "control character")
    return {"character": f"U+{ord(character):04X}", "name": name.lower()}


def hidden(text: str) -> tuple[int, str] | None:
    """Offset of the first forbidden character, and its kind."""
    if found := FORBIDDEN.search(text):
        return found.start(), "direction" if "\u202a" <= found[0] <= "\u202e" else ""
    if not (doubtful := _DOUBTFUL.search(text)):
        return None
    arabic = ARABIC.search(text)
    begin = text.rfind("\n", 0, doubtful.start()) + 1
    for line in text[begin:].split("\n"):
        open_at: list[int] = []
        for found in _DOUBTFUL.finditer(line):
            if found[0] == "\u2069":
                if not open_at:
                    return begin + found.start(), "isolate"
                open_at.pop()
            elif "\u2066" <= found[0] <= "\u2068":
                open_at.append(begin + found.start())
            elif not arabic:
                return begin + found.start(), "mark"
        if open_at:
            return open_at[-1], "isolate"
        begin += len(line) + 1
    return None
