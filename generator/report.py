"""Problems → what an author reads: text with the line and a caret, or GitHub's annotations.

The words are data: ``messages/<language>.yml``, one entry a rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from generator.model import Place, Problem
from generator.source import decode, parse

MESSAGES = Path(__file__).parent / "messages"
ANNOTATIONS = 10
"""GitHub shows at most ten errors and ten warnings of one step."""


@cache
def catalogue(language: str = "en") -> dict[str, dict[str, str]]:
    """Every message in *language*: code, or code/cause, → message, hint, otherwise."""
    file = MESSAGES / f"{language}.yml"
    data: Any = parse(file.name, decode(file.name, file.read_bytes())).data
    return dict(data["rules"])


def message(problem: Problem, language: str = "en") -> str:
    """What is wrong, in one sentence."""
    return _fill(_entry(problem, language)["message"], problem)


def hint(problem: Problem, language: str = "en") -> str:
    """The way out, in one sentence."""
    entry = _entry(problem, language)
    wanted = {name for _, name, _, _ in Formatter().parse(entry["hint"]) if name}
    known = all(problem.values.get(name) for name in wanted)
    return _fill(entry["hint"] if known else entry.get("otherwise", ""), problem)


def _entry(problem: Problem, language: str) -> dict[str, str]:
    entries = catalogue(language)
    cause = problem.values.get("cause")
    return entries.get(f"{problem.code}/{cause}") or entries[problem.code]


def _fill(text: str, problem: Problem) -> str:
    return text.format_map({**dict.fromkeys(_names(text), "?"), **problem.values})


def _names(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Sorted by place; the same problem is told once."""
    unique: dict[tuple[Any, ...], Problem] = {}
    for problem in problems:
        key = (problem.place, problem.code, tuple(sorted(problem.values.items())))
        unique.setdefault(key, problem)
    return [unique[key] for key in sorted(unique)]


def text(problems: Sequence[Problem], root: Path, language: str = "en") -> str:
    """One block a problem: place, message, the author's line with a caret, the way out."""
    lines_of: dict[str, list[str]] = {}
    blocks = []
    for problem in in_order(problems):
        place = problem.place
        where = f"{place.path}:{place.line}:{place.column}"
        block = [f"{where}: {problem.level}: {message(problem, language)} [{problem.code}]"]
        if place.path not in lines_of:
            lines_of[place.path] = _lines(root / place.path)
        lines = lines_of[place.path]
        # A problem of the file as a whole stands at its very beginning and points at no word.
        points = place != Place(place.path)
        if points and place.line <= len(lines) and lines[place.line - 1].strip():
            block += _excerpt(lines[place.line - 1], place.line, place.column, place.width)
        if way_out := hint(problem, language):
            block.append(f"    {way_out}")
        blocks.append("\n".join(block))
    return "\n".join(blocks)


def summary(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are."""
    errors = sum(problem.level == "error" for problem in in_order(problems))
    warnings = len(in_order(problems)) - errors

    def count(number: int, word: str) -> str:
        return f"{number} {word}{'' if number == 1 else 's'}"

    parts = [count(errors, "error")] if errors else []
    parts += [count(warnings, "warning")] if warnings else []
    return ", ".join(parts)


def github(problems: Sequence[Problem], language: str = "en") -> str:
    """GitHub's workflow commands, the errors first, as many as it shows.

    Source: GitHub documentation, workflow commands for Actions (escaping of ``% CR LF : ,``).
    """
    ordered = in_order(problems)
    lines = []
    for level in ("error", "warning"):
        for problem in [p for p in ordered if p.level == level][:ANNOTATIONS]:
            place = problem.place
            properties = {
                "file": place.path,
                "line": str(place.line),
                "col": str(place.column),
                "title": problem.code,
            }
            head = ",".join(f"{name}={_escape(v, ':,')}" for name, v in properties.items())
            said = " – ".join(filter(None, (message(problem, language), hint(problem, language))))
            lines.append(f"::{level} {head}::{_escape(said)}")
    return "\n".join(lines)


def _escape(value: str, more: str = "") -> str:
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        value = value.replace(character, f"%{ord(character):02X}")
    return value


def _lines(path: Path) -> list[str]:
    try:
        if path.is_symlink() or not path.is_file():
            return []
        with path.open("rb") as file:
            raw = file.read(2_000_000)
    except OSError:
        return []
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [
        "".join(c if c.isprintable() or c == "\t" else "�" for c in x) for x in text.split("\n")
    ]


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
    return [gutter + line, " " * 5 + " | " + space + carets]


def _cells(character: str) -> int:
    """Columns that a character takes in a terminal."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
