"""An error of the YAML parser → a diagnostic for authors who do not know YAML."""

from __future__ import annotations

import re

import yaml

from knowledge_repository.model import Diagnostic, Location
from knowledge_repository.source.suggestions import BULLETS, SEPARATORS

_CELLS = re.compile(r"[^\t:]{1,200}\t[^\t:]")
_ITEM = re.compile(r"\s*-(?=[^\s-])")
_BULLET = re.compile(rf"\s*[{re.escape(BULLETS)}](?=\s)")
_ITEMS = re.compile(r"\n *- [^:\n]+\Z")
"""The last line is an item of a list of values."""
FORBIDDEN_FIRST = "@`%&*!|>"
"""Signs with which no value without quotes may begin."""
_PROSE_WORDS = 4
"""Words of a line without a colon and brackets that is text."""
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*+"|'[^']*+'""")


def explain(path: str, text: str, skipped: int, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The diagnostic of a parser's error: its probable cause and location."""
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    row = min(row, len(lines) - 1)
    context = error.context_mark
    message = f"{error.context or ''} {error.problem or ''}"
    # The parser often stops one line after the error: look at both.
    for number in (row, max(0, row - 1)):
        line = lines[number]
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return broken(path, number + skipped, line.index("\t"), "tab")
        if found := re.search(r":[\u00a0\u202f]", line):
            return broken(path, number + skipped, found.start(), "no-break-space")
    if "escape" in message or "hexdecimal" in message:
        return broken(path, row + skipped, max(0, column - 1), "escape")
    if "quoted scalar" in message and context is not None:
        return broken(path, context.line + skipped, context.column, "quote")
    if found_line := _foreign_line(
        lines, (row, max(0, row - 1), min(context.line, row) if context else row)
    ):
        number, column, cause = found_line
        if cause == "prose" and not path.endswith(".md"):
            cause = "prose-data"
        return broken(path, number + skipped, column, cause)
    sign = lines[row][column : column + 1]
    if "block sequence entries are not allowed" in message:
        return broken(path, row + skipped, column, "dash-line")
    if sign and sign in FORBIDDEN_FIRST and re.search(r"[:,\[{]\s*$", lines[row][:column]):
        return broken(path, row + skipped, column, "first-character")
    if sign in ("]", "}") and "node content" in message:
        return broken(path, row + skipped, column, "bracket")
    closing = sum(len(line) + 1 for line in lines[:row]) + len(lines[row][:column].rstrip()) - 1
    if "flow" in message and context is not None:
        opening = sum(len(line) + 1 for line in lines[: context.line]) + context.column
        at, cause, value = _in_brackets(text, opening, closing + 1)
        stop = text[closing + 1 :].lstrip()[:1]
        if cause == "missing-comma" and stop == ":":
            return broken(path, row + skipped, column, "colon")
        if cause == "missing-comma" and stop in ("]", "}"):  # of the other kind
            return broken(path, row + skipped, column, "bracket")
        field_follows = re.match(r"\s*[\w-]+:\s", text[closing + 1 :])
        ended = text[closing : closing + 1] in ("'", '"')  # a value, and more follows
        if cause == "separator" or not ended or field_follows:
            above = text[:at].split("\n")
            return broken(path, len(above) - 1 + skipped, len(above[-1]), cause, value)
    if closing > 0 and text[closing] in "'\"":  # a value ended here and more follows
        opening = text.rfind(text[closing], 0, closing)
        above = text[:opening].split("\n")
        return broken(path, len(above) - 1 + skipped, len(above[-1]), "quote")
    if "mapping values are not allowed" in message:
        if ": " not in lines[row][:column] and row:  # the error is in the line above
            if not re.search(r":(\s|$)", lines[row - 1]):
                return broken(path, row - 1 + skipped, 0, "missing-colon")
            indented = len(lines[row]) - len(lines[row].lstrip())
            return broken(path, row + skipped, indented, "indent")
        return broken(path, row + skipped, column, "colon")
    if "could not find expected ':'" in message:
        number = context.line if context is not None else row
        line, items = lines[number], "\n".join(lines[:number]).rstrip()
        if re.fullmatch(r"\s*[^\s:]+", line) and _ITEMS.search(items):
            return broken(path, number + skipped, len(line) - len(line.lstrip()), "missing-dash")
        return broken(path, number + skipped, 0, "missing-colon")
    if found := re.match(r"\s*(?:- )?[\w-]+:\s*(?=[@`%&*!|>])", lines[row]):
        return broken(path, row + skipped, found.end(), "first-character")
    if row < len(lines) and re.match(r"\s+\S", lines[row]):
        return broken(path, row + skipped, column, "indent")
    return broken(path, row + skipped, column, "other", error.problem or "")


def _foreign_line(lines: list[str], rows: tuple[int, ...]) -> tuple[int, int, str] | None:
    """Row, column and cause of a line that no field has: of a table, of a list without hyphens; of
    several such lines, the first."""
    for row in dict.fromkeys(rows):
        if cause := _kind(lines[row]):
            while row and _kind(lines[row - 1]) == cause:
                row -= 1
            return row, len(lines[row]) - len(lines[row].lstrip()), cause
    return None


def _kind(line: str) -> str:
    """What a line is that is no field; empty if it may be one."""
    bare = line.strip()
    if bare.startswith(("```", "~~~")):
        return "code"
    if (bare[:1] == "|" == bare[-1:] and len(bare) > 1) or _CELLS.match(line):
        return "table"
    if _BULLET.match(line):
        return "bullet"
    if _ITEM.match(line) and ":" not in line:
        return "dash"
    is_text = line[:1].isalpha() and not re.search(r"[:\[\]{}]", line)
    return "prose" if is_text and len(line.split()) >= _PROSE_WORDS else ""


def _in_brackets(text: str, opening: int, stopped: int) -> tuple[int, str, str]:
    """Offset, cause and value of an error between brackets that open at *opening*; the parser
    *stopped* at the other offset."""
    # Quoted text is not looked at, and keeps its length.
    bare = _QUOTED.sub(lambda found: "_" * len(found[0]), text)
    if found := re.search(f"[{SEPARATORS}]", bare[opening : stopped + 1]):
        return opening + found.start(), "separator", found[0]
    line_end = (bare.find("\n", opening) + 1 or len(bare) + 1) - 1
    line = bare[opening:line_end]
    is_closed = line.count("[") + line.count("{") <= line.count("]") + line.count("}")
    if is_closed and stopped < line_end:
        return stopped, "missing-comma", ""
    return opening, "bracket", ""


def broken(path: str, row: int, column: int, cause: str, detail: str = "") -> Diagnostic:
    """The diagnostic ``broken-yaml`` at *row* and *column*, which start at 0."""
    values = {"cause": cause, "detail": detail}
    return Diagnostic(Location(path, row + 1, column + 1), "broken-yaml", values)
