"""An error of the YAML parser → a diagnostic for authors who do not know YAML."""

from __future__ import annotations

import re

import yaml

from knowledge_repository.model import Diagnostic, Location


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
    if "escape" in message:
        return broken(path, row + skipped, max(0, column - 1), "escape")
    if "quoted scalar" in message and context is not None:
        return broken(path, context.line + skipped, context.column, "quote")
    closing = sum(len(line) + 1 for line in lines[:row]) + len(lines[row][:column].rstrip()) - 1
    if closing > 0 and text[closing] in "'\"":  # a value ended here and more follows
        opening = text.rfind(text[closing], 0, closing)
        above = text[:opening].split("\n")
        return broken(path, len(above) - 1 + skipped, len(above[-1]), "quote")
    if "flow" in message and context is not None:
        return broken(path, context.line + skipped, context.column, "bracket")
    if "mapping values are not allowed" in message:
        if ": " not in lines[row][:column] and row:  # the error is in the line above
            if not re.search(r":(\s|$)", lines[row - 1]):
                return broken(path, row - 1 + skipped, 0, "missing-colon")
            indented = len(lines[row]) - len(lines[row].lstrip())
            return broken(path, row + skipped, indented, "indent")
        return broken(path, row + skipped, column, "colon")
    if "could not find expected ':'" in message:
        number = context.line if context is not None else row
        return broken(path, number + skipped, 0, "missing-colon")
    if found := re.match(r"\s*(?:- )?[\w-]+:\s*(?=[@`%&*!|>])", lines[row]):
        return broken(path, row + skipped, found.end(), "first-character")
    if row < len(lines) and re.match(r"\s+\S", lines[row]):
        return broken(path, row + skipped, column, "indent")
    return broken(path, row + skipped, column, "other", error.problem or "")


def broken(path: str, row: int, column: int, cause: str, detail: str = "") -> Diagnostic:
    """The diagnostic ``broken-yaml`` at *row* and *column*, which start at 0."""
    values = {"cause": cause, "detail": detail}
    return Diagnostic(Location(path, row + 1, column + 1), "broken-yaml", values)
