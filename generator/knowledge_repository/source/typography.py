"""Typographic quotes around values: « » and “ ” mean nothing in YAML, though authors expect it."""

from __future__ import annotations

OPENING, CLOSING = "“«„”", "”»“"
"""In Arabic text, word processors write ”…“, too."""
SIGNS = frozenset(OPENING + CLOSING)


def unquoted(value: str) -> str:
    """*value* without typographic quotes around all of it; unchanged if there are none."""
    inner = value[1:-1]
    if len(value) < 3 or value[0] not in OPENING or value[-1] not in CLOSING:
        return value
    return value if SIGNS.intersection(inner) else inner.strip("\u00a0\u202f ")


def opens(value: str) -> bool:
    """Whether *value* begins with a quote that does not end in it."""
    return value[:1] in OPENING and value != "" and not SIGNS.intersection(value[1:])


def closes(value: str) -> bool:
    """Whether *value* ends with a quote that does not begin in it."""
    return value[-1:] in CLOSING and value != "" and not SIGNS.intersection(value[:-1])
