"""``knowledge migrate``: from the layout of an older version of the program to that of this one.

Each step is a function of the data files of a repository: it reads nothing else and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from knowledge_repository import config
from knowledge_repository.migrations import schema_1

Contents: TypeAlias = Mapping[str, bytes]
"""Path below the repository → content."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one version of the layout to the next one."""

    from_: int
    to: int
    change: Callable[[Contents], dict[str, bytes]]
    """The data files → those that change or are new, in the order in which to write them.

    It changes only the parts of a file that the step is about, and changes nothing that it
    changed before. It raises ``SourceError`` for a file that cannot be read.
    """


STEPS = (Step(0, 1, schema_1.change),)
"""A new version of the layout adds a step here, and ``SCHEMA`` in ``schema.declaration`` is then
its ``to``."""


def data_files(root: Path) -> dict[str, bytes]:
    """The data files of the repository at *root*, and ``mkdocs.yml``.

    Raises:
        OSError: a file cannot be read.
    """
    paths = [root / config.FILE, *sorted((root / "content").rglob("*.yml"))]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and not path.is_symlink()
    }


def migrate(version: int, files: Contents) -> dict[str, bytes]:
    """The files that change or are new, in the order in which to write them.

    *version*: of the layout that the repository has now.

    Raises:
        SourceError: a file cannot be read as YAML; its diagnostic says where.
    """
    changed: dict[str, bytes] = {}
    for step in STEPS:
        if step.from_ >= version:
            changed |= step.change({**files, **changed})
    return changed
