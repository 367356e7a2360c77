"""Fields of a document with syntax errors: the errors of all fields, and the fields without one.

Each field at the top is parsed by itself. One that cannot be read is replaced by empty lines, so
that all others keep their lines; then the rest is parsed as if the field had never been there.
Inside a broken field, each item and each inner field is parsed by itself, too: all errors are
reported. Of a list in a data file, only the broken items are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from knowledge_repository.model import LIMITS, Diagnostic, Limits
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.yaml import Document, parse

_FIELD = re.compile(r"""\w|["']""")
"""The begin of a line with which a field at the top begins."""
_HEAD = re.compile(r" *[^\s:#-][^:#]*:\s*(#.*)?")
"""A line with the name of a field whose value begins on the next line."""
_NAME = re.compile(r"[^\w]*([\w-]+)")
_WHOLE_FILE = frozenset({"too-large", "too-many-parts", "several-documents"})
"""Errors after which no field of the document is read."""


def parse_fields(
    path: str, text: str, skipped: int = 0, limits: Limits = LIMITS, size: int | None = None
) -> Document:
    """``yaml.parse`` of a mapping, which goes on after a field that cannot be read.

    In a file that is no text, a list keeps the items that can be read.

    Raises:
        SourceError: no field can be read, or the errors cannot be separated.
    """
    try:
        return parse(path, text, skipped, limits, size)
    except SourceError as error:
        if error.diagnostic.code in _WHOLE_FILE:
            raise
        document = _without_broken_fields(path, text, skipped, limits)
        if document is None:
            raise
        return document


def _continues(one: Diagnostic, other: Diagnostic) -> bool:
    """Whether both errors are of lines of the same pasted table or text."""
    cause = one.values.get("cause")
    return cause == other.values.get("cause") and cause in ("table", "prose")


def _broken_inside(
    path: str, lines: list[str], begin: int, end: int, skipped: int, limits: Limits
) -> Iterator[tuple[int, int, Diagnostic]]:
    """Rows and error of each item and inner field of a broken field that cannot be read by itself.

    Empty if the error is in the first line, or between the parts.
    """
    if not _HEAD.fullmatch(lines[begin]):
        return
    rows = [row for row in range(begin + 1, end) if re.match(r" *[^\s#]", lines[row])]
    if not rows:
        return
    margin = min(len(lines[row]) - len(lines[row].lstrip()) for row in rows)
    starts = [row for row in rows if re.match(rf" {{{margin}}}\S", lines[row])]
    if starts[0] != rows[0]:
        return
    for first, stop in pairwise([*starts, end]):
        try:
            parse(path, "\n".join([*lines[first:stop], ""]), skipped + first, limits)
        except SourceError as error:
            deeper = list(_broken_inside(path, lines, first, stop, skipped, limits))
            yield from deeper or [(first, stop, error.diagnostic)]


def _without_broken_fields(path: str, text: str, skipped: int, limits: Limits) -> Document | None:
    lines = text.split("\n")
    begins = [row for row, line in enumerate(lines) if _FIELD.match(line)]
    begins = [0, *begins[1:], len(lines)]  # what is above the first field belongs to it
    found: list[Diagnostic] = []
    last = 0
    """The row after the last broken field."""
    broken: set[str] = set()

    def leave_out(first: int, stop: int) -> None:
        # Lines of a broken field may be other fields: none of their names is missing.
        broken.update(name[1] for line in lines[first:stop] if (name := _NAME.match(line)))
        lines[first:stop] = [""] * (stop - first)

    for begin, end in pairwise(begins):
        error = _error_of_field(path, lines[begin:end], skipped + begin, limits)
        if error is None:
            continue
        inside = list(_broken_inside(path, lines, begin, end, skipped, limits))
        found += [diagnostic for _, _, diagnostic in inside]
        if inside and not path.endswith(".md") and lines[inside[0][0]].lstrip().startswith("-"):
            for first, stop, _ in inside:
                leave_out(first, stop)
            error = _error_of_field(path, lines[begin:end], skipped + begin, limits)
            if error is None:
                continue
            inside = []
        if not inside and not (found and begin == last and _continues(found[-1], error)):
            found.append(error)
        last = end
        leave_out(begin, end)
    if not found:
        return None
    try:
        rest = parse(path, "\n".join(lines), skipped, limits)
    except SourceError:
        return None
    if rest.data is None:
        return None
    return replace(rest, diagnostics=[*found, *rest.diagnostics], unread=frozenset(broken))


def _error_of_field(path: str, field: list[str], skipped: int, limits: Limits) -> Diagnostic | None:
    """The syntax error in the lines of one field at the top."""
    try:
        alone = parse(path, "\n".join([*field, ""]), skipped, limits)
        if isinstance(alone.data, str):  # the next field shows that this one has no colon
            parse(path, "\n".join(field).rstrip() + "\nnext: field\n", skipped, limits)
    except SourceError as error:
        return error.diagnostic
    return None
