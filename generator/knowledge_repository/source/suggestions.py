"""Suggestions of the nearest known word, and an author's value as a quote."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

NEAR = 0.72
"""How similar two words are, from 0 to 1, if one may be meant by the other."""
SHORTEST_BEGIN = 4
"""Characters of a word with which a longer one begins and which may be meant by it."""
MAX_CHARACTERS = 100


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word that *value* probably meant, or an empty text.

    Capitals, accents, spaces and hyphens make no difference. For most words, a comparison of
    the lengths and the letters is enough.
    """
    folded = _folded(value)
    options = {_folded(word): word for word in known}
    if not folded or folded in options:
        return options.get(folded, "")
    matcher = difflib.SequenceMatcher(b=folded, autojunk=False)
    best, found = NEAR, ""
    for option, word in options.items():
        if 2 * min(len(option), len(folded)) < best * (len(option) + len(folded)):
            continue
        matcher.set_seq1(option)
        if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, found = ratio, word
    return found or _beginning(folded, options)


def _folded(word: str) -> str:
    word = word[:MAX_CHARACTERS].casefold().replace("_", "-").replace(" ", "-")
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word)
    return "".join(c for c in apart if not unicodedata.combining(c))


def _beginning(folded: str, options: Mapping[str, str]) -> str:
    """The only option that begins with the same whole words, or an empty text."""
    found = {
        word
        for option, word in options.items()
        if min(len(option), len(folded)) >= SHORTEST_BEGIN
        and (option.startswith(f"{folded}-") or folded.startswith(f"{option}-"))
    }
    return found.pop() if len(found) == 1 else ""


SEPARATORS = "،؛;、，"
"""Signs that authors write in place of the comma between the items of a list."""
BULLETS = "•·▪◦●○–—*"


def separated(value: str) -> dict[str, str]:
    """For a value that contains such a sign: the sign as ``character``, and the value with commas
    as ``nearest``. Empty if it has none."""
    found = re.search(f"[{SEPARATORS}]", value)
    if found is None:
        return {}
    return {"character": found[0], "nearest": re.sub(rf"\s*[{SEPARATORS},]\s*", ", ", value)}


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
