"""Citations as marks: a text with a hundred ``[^id]`` is parsed in half the time without them.

Each citation is replaced by one character before the engine sees the text, and by its HTML after.
The characters are symbols of a script that no entry is written in (Sutton SignWriting); to the
engine they are symbols like ``[``, so that emphasis around them opens and closes as before. A text
that has one of them, or more citations than there are marks, goes the usual way.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.model import Place

FIRST = 0x1D800
COUNT = 512
MARK = re.compile("[\U0001d800-\U0001d9ff]")
CITATION = re.compile(r"\[\^([^\]\s]{1,80})\]")
_MARKED = re.compile(r"(?<!\\)\[\^([^\]\s]{1,80})\](?!:)")
"""A citation that is neither escaped nor the beginning of a footnote's definition."""


def marked(text: str, path: str, first_line: int) -> tuple[str, list[tuple[str, Place]]]:
    """*text* with marks for its citations, and the label and place of each."""
    found: list[tuple[str, Place]] = []
    if "[^" not in text or "&#" in text or MARK.search(text):  # &#x1D800; would be a mark, too
        return text, found
    lines = text.split("\n")
    for number, line in enumerate(lines):
        # Where a bare address may end in the middle of a line, the engine must see what follows.
        if "[^" not in line or "://" in line or "www." in line or "@" in line:
            continue
        parts = []
        end = 0
        for match in _MARKED.finditer(line):
            parts += [line[end : match.start()], chr(FIRST + len(found) % COUNT)]
            end = match.end()
            place = Place(path, number + first_line, match.start() + 1, end - match.start())
            found.append((match[1], place))
        lines[number] = "".join(parts) + line[end:]
    if len(found) > COUNT:
        return text, []
    return "\n".join(lines), found


def index(mark: str) -> int:
    """Which of the citations a mark stands for."""
    return ord(mark) - FIRST


def restored(text: str, found: list[tuple[str, Place]]) -> str:
    """What the author wrote, where a mark turns out to stand in code or in an address."""
    return replaced(text, lambda n: f"[^{found[n][0]}]") if found else text


def replaced(text: str, by: Callable[[int], str]) -> str:
    """*text* with each mark replaced."""
    return MARK.sub(lambda mark: by(index(mark[0])), text)
