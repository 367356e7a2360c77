"""Problems as a person reads them in a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from generator.diagnostics import messages
from generator.model import Diagnostic, Location
from generator.source.characters import ARABIC

TYPED = frozenset("\t\u00a0\u202f")
MARKS = frozenset("\u061c\u200c\u200e\u200f")
"""Not printable, says Python; part of typing French and Arabic."""
ALIKE = 100
"""So many problems of one kind are told of one file: who mends them sees what is left."""


def text(diagnostics: Sequence[Diagnostic], root: Path, language: str = "en") -> str:
    """One block a problem: place, message, the author's line with a caret, the way out."""
    lines_of: dict[str, list[str]] = {}
    blocks = []
    alike: Counter[tuple[str, str]] = Counter()
    for diagnostic in messages.in_order(diagnostics):
        location = diagnostic.location
        alike[location.path, diagnostic.code] += 1
        if alike[location.path, diagnostic.code] > ALIKE:
            continue
        where = f"{location.path}:{location.line}:{location.column}"
        level = messages.translate(diagnostic.level, language)
        said = messages.message(diagnostic, language)
        block = [f"{where}: {level}: {said} [{diagnostic.code}]"]
        if location.path not in lines_of:
            lines_of[location.path] = _lines(root / location.path)
        lines = lines_of[location.path]
        # A problem of the file as a whole stands at its very beginning and points at no word.
        points = location != Location(location.path)
        if points and location.line <= len(lines) and lines[location.line - 1].strip():
            block += _excerpt(
                lines[location.line - 1], location.line, location.column, location.width
            )
        if way_out := messages.hint(diagnostic, language):
            block.append(f"    {way_out}")
        blocks.append("\n".join(block))
    for (path, code), number in alike.items():
        if number > ALIKE:
            blocks.append(
                f"{path}: {messages.translate('more', language, n=number - ALIKE)} [{code}]"
            )
    return "\n".join(blocks)


def _lines(path: Path) -> list[str]:
    try:
        if path.is_symlink() or not path.is_file():
            return []
        with path.open("rb") as file:
            raw = file.read(2_000_000)
    except OSError:
        return []
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [_visible(line) for line in text.split("\n")]


def _visible(line: str) -> str:
    """A line as it may be shown: what steers a terminal, or hides where it does harm, is ``�``."""
    kept = TYPED | MARKS if ARABIC.search(line) else TYPED
    shown = "".join(c if c.isprintable() or c in kept else "�" for c in line)
    return re.sub("(?<=:)[\u00a0\u202f]", "�", shown)


def _excerpt(line: str, number: int, column: int, width: int) -> list[str]:
    """The author's line and a caret line below it; a very long line is cut around the spot."""
    begin = 0
    if len(line) > 120:
        begin = max(0, column - 40)
        line = ("…" if begin else "") + line[begin : begin + 100] + "…"
        column = column - begin + (1 if begin else 0)
    gutter = f"{number:5} | "
    before = line[: column - 1]
    under = line[column - 1 : column - 1 + width]
    space = "".join("\t" if c == "\t" else " " * _cells(c) for c in before)
    carets = "^" * max(1, min(sum(_cells(c) for c in under), 100))
    return [gutter + line, " " * (len(gutter) - 3) + " | " + space + carets]


def _cells(character: str) -> int:
    """Columns that a character takes in a terminal."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
