"""Fields of a document with syntax errors: the errors of all fields, and the fields without one.

Each field at the top is parsed by itself. One that cannot be read is replaced by empty lines, so
that all others keep their lines; then the rest is parsed as if the field had never been there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from knowledge_repository.model import LIMITS, Diagnostic, Limits
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.yaml import Document, parse

_FIELD = re.compile(r"""\w|["']""")
"""The begin of a line with which a field at the top begins."""
_NAME = re.compile(r"[^\w]*([\w-]+)")
_WHOLE_FILE = frozenset({"too-large", "too-many-parts", "several-documents"})
"""Errors after which no field of the document is read."""


def parse_fields(
    path: str, text: str, skipped: int = 0, limits: Limits = LIMITS, size: int | None = None
) -> Document:
    """``yaml.parse`` of a mapping, which goes on after a field that cannot be read.

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


def _without_broken_fields(path: str, text: str, skipped: int, limits: Limits) -> Document | None:
    lines = text.split("\n")
    begins = [row for row, line in enumerate(lines) if _FIELD.match(line)]
    begins = [0, *begins[1:], len(lines)]  # what is above the first field belongs to it
    found: list[Diagnostic] = []
    last = 0
    """The row after the last broken field."""
    broken: set[str] = set()
    for begin, end in pairwise(begins):
        field = lines[begin:end]
        try:
            alone = parse(path, "\n".join([*field, ""]), skipped + begin, limits)
            if isinstance(alone.data, str):  # the next field shows that this one has no colon
                parse(path, "\n".join(field).rstrip() + "\nnext: field\n", skipped + begin, limits)
        except SourceError as error:
            if not (found and begin == last and _continues(found[-1], error.diagnostic)):
                found.append(error.diagnostic)
            last = end
            # Lines of a broken field may be other fields: none of their names is missing.
            broken.update(name[1] for line in field if (name := _NAME.match(line)))
            lines[begin:end] = [""] * len(field)
    if not found:
        return None
    try:
        rest = parse(path, "\n".join(lines), skipped, limits)
    except SourceError:
        return None
    if rest.data is None:
        return None
    return replace(rest, diagnostics=[*found, *rest.diagnostics], unread=frozenset(broken))
