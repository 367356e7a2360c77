"""Diagnostics as text for a terminal, with the author's line and a caret."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from knowledge_repository.diagnostics import messages
from knowledge_repository.model import Diagnostic, Location
from knowledge_repository.source.characters import ARABIC

MAX_ALIKE = 100
"""Diagnostics of one code that are printed for one file; the others are only counted."""
MAX_FILE_BYTES = 2_000_000
"""Excerpts come from this part of a file; no file that the check accepts is larger."""
MAX_COLUMNS = 120
"""A longer line is cut to ``EXCERPT_COLUMNS`` around the location."""
EXCERPT_COLUMNS = 100
SHOWN_SPACES = frozenset("\t\u00a0\u202f")
SHOWN_MARKS = frozenset("\u061c\u200c\u200e\u200f")
"""Marks of Arabic text: not printable for Python, but ordinary there."""


def as_text(diagnostics: Sequence[Diagnostic], root: Path, language: str = "en") -> str:
    """One block for each diagnostic: location, message, the author's line with a caret, the hint.

    The files are read below *root*.
    """
    lines_of: dict[str, list[str]] = {}
    blocks = []
    alike: Counter[tuple[str, str]] = Counter()
    for diagnostic in messages.sort(diagnostics):
        path = diagnostic.location.path
        alike[path, diagnostic.code] += 1
        if alike[path, diagnostic.code] > MAX_ALIKE:
            continue
        if path not in lines_of:
            lines_of[path] = _lines(root / path)
        blocks.append(_block(diagnostic, lines_of[path], language))
    for (path, code), number in alike.items():
        if number > MAX_ALIKE:
            more = messages.phrase("more", language, n=number - MAX_ALIKE)
            blocks.append(f"{path}: {more} [{code}]")
    return "\n".join(blocks)


def with_line(diagnostic: Diagnostic, line: str, language: str = "en") -> str:
    """The block of one diagnostic, whose file has *line* at its location."""
    before = [""] * (diagnostic.location.line - 1)
    return _block(diagnostic, [*before, _visible(line)], language)


def _block(diagnostic: Diagnostic, lines: Sequence[str], language: str) -> str:
    location = diagnostic.location
    level = messages.phrase(diagnostic.level, language)
    message = messages.message(diagnostic, language)
    where = f"{location.path}:{location.line}:{location.column}"
    block = [f"{where}: {level}: {message} [{diagnostic.code}]"]
    # A diagnostic of a whole file has the location of its first character, and no excerpt.
    whole_file = location == Location(location.path)
    if not whole_file and location.line <= len(lines) and lines[location.line - 1].strip():
        block += _excerpt(lines[location.line - 1], location)
    if hint := messages.hint(diagnostic, language):
        block.append(f"    {hint}")
    return "\n".join(block)


def _lines(path: Path) -> list[str]:
    try:
        if path.is_symlink() or not path.is_file():
            return []
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES)
    except OSError:
        return []
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [_visible(line) for line in text.split("\n")]


def _visible(line: str) -> str:
    """*line* with ``�`` for characters that control a terminal, or that an author cannot see."""
    allowed = SHOWN_SPACES | SHOWN_MARKS if ARABIC.search(line) else SHOWN_SPACES
    shown = "".join(c if c.isprintable() or c in allowed else "�" for c in line)
    return re.sub("(?<=:)[\u00a0\u202f]", "�", shown)


def _excerpt(line: str, location: Location) -> list[str]:
    """The author's line and, below it, a line of carets; a very long line is cut."""
    column, width = location.column, location.width
    begin = 0
    if len(line) > MAX_COLUMNS:
        begin = max(0, column - 40)
        line = ("…" if begin else "") + line[begin : begin + EXCERPT_COLUMNS] + "…"
        column = column - begin + (1 if begin else 0)
    gutter = f"{location.line:5} | "
    before = line[: column - 1]
    under = line[column - 1 : column - 1 + width]
    space = "".join("\t" if c == "\t" else " " * _cells(c) for c in before)
    carets = "^" * max(1, min(sum(_cells(c) for c in under), EXCERPT_COLUMNS))
    return [gutter + line, " " * (len(gutter) - 3) + " | " + space + carets]


def _cells(character: str) -> int:
    """Columns that a character takes in a terminal."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
