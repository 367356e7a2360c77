"""The lines around the front matter of a Markdown file: what is wrong with them, and where the
fields are all the same.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from knowledge_repository.model import Diagnostic, Location
from knowledge_repository.source.text import SourceError

FENCE = "---"
FIXABLE = ("dashes", "code")
"""Causes of a line that was meant as a fence."""
_FENCE = re.compile(r"-{3,}\s*")
_DASHES = re.compile(r"\s*(?:-{2,}|[–—−]+|_{3,})\s*")
_CODE = re.compile(r"\s*(?:`{3,}|~{3,})\s*\w*\s*")
_TABLE = re.compile(r" {0,3}\||[^\t:]{1,200}\t[^\t:]")
"""A table as GitHub shows the fields: copied as Markdown, or with tabs."""


class Fenced(NamedTuple):
    """A text that begins with a fence and contains a second one."""

    text: str
    above: int
    """Lines of the file above *text*."""
    diagnostics: list[Diagnostic]
    """What was wrong with its fences."""


def fenced(path: str, text: str) -> Fenced:
    """*text* with two good fences, on the lines of the fences that its author probably meant.

    Raises:
        SourceError: there are no such lines.
    """
    if not text.strip():
        raise SourceError(Diagnostic(Location(path), "empty-file", {"cause": "text"}))
    lines = text.split("\n")
    first = next(row for row, line in enumerate(lines) if line.strip())
    if first == 0 and lines[0].rstrip() == FENCE:
        if not any(_FENCE.fullmatch(line) for line in lines[1:]):
            _refuse_unclosed(path, lines)
        return Fenced(text, 0, [])
    cause = _cause(lines[first])
    fences = [row for row, line in enumerate(lines) if line.rstrip() == FENCE]
    if not cause and len(fences) > 1 and fences[0] > first and _fields(lines, *fences[:2]):
        width = max(1, len(lines[first].rstrip()))
        place = Location(path, first + 1, 1, width)
        diagnostic = Diagnostic(place, "missing-fence", {"cause": "above"})
        return Fenced("\n".join(lines[fences[0] :]), fences[0], [diagnostic])
    if first and cause in ("", "dashes") and lines[first].strip() == FENCE:
        cause, place = "blank", Location(path, 1)
    else:
        place = Location(path, first + 1, 1, max(1, len(lines[first].rstrip())))
    values = {"cause": cause} if cause else {}
    diagnostic = Diagnostic(place, "missing-fence", values)
    if cause != "blank" and cause not in FIXABLE:
        raise SourceError(diagnostic)
    if cause == "code" and lines[first + 1 : first + 2] == [FENCE]:
        first += 1
    rest = [FENCE, *lines[first + 1 :]]
    last = next((row for row, line in enumerate(rest) if row and _cause(line) in FIXABLE), None)
    if last is None:
        raise SourceError(diagnostic)
    rest[last] = FENCE
    if cause == "code" and _CODE.fullmatch("".join(rest[last + 1 : last + 2])):
        rest[last + 1] = ""  # the fields and their fences are in a block of code
    return Fenced("\n".join(rest), first, [diagnostic])


def _fields(lines: list[str], first: int, last: int) -> bool:
    """Whether a field follows on the fence in row *first*, before that in row *last*."""
    return any(re.match(r"\w[\w-]*:(\s|$)", line) for line in lines[first + 1 : last][:2])


def _cause(line: str) -> str:
    """Why the first line with a character is no fence; empty if that is unknown."""
    if _CODE.fullmatch(line):
        return "code"
    if _DASHES.fullmatch(line):
        return "dashes"
    return "table" if _TABLE.match(line) else ""


def _refuse_unclosed(path: str, lines: list[str]) -> NoReturn:
    for row, line in enumerate(lines[1:], 2):
        if _DASHES.fullmatch(line):
            place = Location(path, row, 1, len(line.rstrip()))
            raise SourceError(Diagnostic(place, "missing-fence", {"cause": "dashes"}))
    raise SourceError(Diagnostic(Location(path, 1, 1, 3), "unclosed-fence"))
