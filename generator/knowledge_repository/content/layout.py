"""Which version of the layout a repository has: ``schema`` in ``content/kinds.yml``.

It is found without validating the files: those of another version have other fields.
"""

from __future__ import annotations

import re
from os.path import lexists
from pathlib import Path as FilePath

from knowledge_repository.content.files import Files
from knowledge_repository.content.kind_folders import KINDS
from knowledge_repository.model import LIMITS, Diagnostic, Limits, Location
from knowledge_repository.schema.declaration import SCHEMA

WORDS = "content/words"
_SCHEMA = re.compile(r"""^schema:[ \t]*["']?(\d{1,9})""", re.MULTILINE)
_OLD_KINDS = re.compile(r"^kinds(?=:)", re.MULTILINE)
"""Before schema 1, the words of the interface had the labels of the kinds."""


def layout_version(root: FilePath, limits: Limits = LIMITS) -> tuple[int, Location] | None:
    """The version of the repository at *root*, and where a file says it; None if none does.

    A repository without ``content/kinds.yml`` whose words have labels of kinds has version 0.
    """
    files = Files(root, limits)  # what is wrong with a file is reported where it is loaded
    if lexists(root / KINDS):
        text = files.text(KINDS, limits.data) or ""
        found = _SCHEMA.search(text)
        return (int(found[1]), _location(KINDS, text, *found.span(1))) if found else None
    for path in files.data_files(WORDS):
        text = files.text(path, limits.data) or ""
        if found := _OLD_KINDS.search(text):
            return 0, _location(path, text, *found.span())
    return None


def other_version(root: FilePath, limits: Limits) -> Diagnostic | None:
    """An error, if the repository at *root* has another version than this program reads."""
    version, location = layout_version(root, limits) or (SCHEMA, Location(KINDS))
    values = {"value": str(version), "known": str(SCHEMA)}
    if version > SCHEMA:
        return Diagnostic(location, "newer-schema", values)
    if location.path != KINDS:
        return Diagnostic(location, "older-schema", values)
    return None  # "schema: 0", which never was: the check of the file says so


def _location(path: str, text: str, start: int, end: int) -> Location:
    line = text.count("\n", 0, start) + 1
    return Location(path, line, start - text.rfind("\n", 0, start), end - start)
