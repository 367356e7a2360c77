"""Where the entries of each kind are: what ``content/kinds.yml`` says about folders."""

from __future__ import annotations

import re
from pathlib import Path as FilePath

from knowledge_repository.content.names import CONTENT, DATA_FOLDERS
from knowledge_repository.schema.declaration import FOLDER, KindsFile
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import parse

KINDS = "content/kinds.yml"
SITE = "site"
"""The folder into which the site is built."""


def kind_folders(root: FilePath) -> tuple[str, ...]:
    """The folders of entries that ``content/kinds.yml`` names; () where it cannot be read.

    The file is not validated: a mistake in it does not change what is read.
    """
    try:
        data = parse(KINDS, decode(KINDS, (root / KINDS).read_bytes())).data
    except (OSError, SourceError):
        return ()
    kinds = data.get("kinds") if isinstance(data, dict) else None
    rows = kinds.items() if isinstance(kinds, dict) else ()
    folders = (row.get("folder") or id if isinstance(row, dict) else id for id, row in rows)
    return tuple(one for one in map(str, folders) if re.fullmatch(FOLDER, one))


def used_folders(file: KindsFile) -> dict[str, str]:
    """Id of each kind that cannot have its folder → a folder in it, or above it, in which the
    program reads or writes other files."""
    kinds = file.kinds
    facets = {
        f"{CONTENT}/{field.vocabulary}"
        for row in kinds.values()
        for _, field in row.complete_fields(file.fields)
        if field.type == "term" and field.facet
    }
    taken = [SITE, *(f"{CONTENT}/{name}" for name in DATA_FOLDERS), *sorted(facets)]
    found = {}
    for id, row in kinds.items():
        folder = row.folder or id
        if other := next((one for one in taken if _overlap(folder, one)), None):
            found[id] = other
        taken.append(folder)
    return found


def _overlap(one: str, other: str) -> bool:
    """Whether two folders are the same, or one is in the other; on every file system."""
    first, second = f"{one}/".casefold(), f"{other}/".casefold()
    return first.startswith(second) or second.startswith(first)
