"""Suggestions of the nearest known word, and an author's value as a quote."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word that *value* probably meant, or an empty text."""
    options = {word.casefold(): word for word in known}
    folded = value[:200].casefold().replace("_", "-").replace(" ", "-")
    if folded in options:
        return options[folded]
    found = difflib.get_close_matches(folded, options, n=1, cutoff=0.6)
    return options[found[0]] if found else ""


class Suggestions:
    """``nearest`` for the first *most* diagnostics of a file.

    For thousands of diagnostics it would take too long, and the first suggestions show the author
    the right names.
    """

    def __init__(self, most: int = 20) -> None:
        self.left = most

    def nearest(self, value: str, known: Iterable[str]) -> str:
        """The result of ``nearest``; an empty text after *most* calls."""
        if not self.left:
            return ""
        self.left -= 1
        return nearest(value, known)


def quoted(value: object, limit: int = 60) -> str:
    """An author's value as a message quotes it: one line, not too long."""
    text = "" if value is None else value if isinstance(value, str) else _described(value)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _described(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: …" for key in list(value)[:3]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(quoted(item, 20) for item in value[:3]) + "]"
    return str(value)
