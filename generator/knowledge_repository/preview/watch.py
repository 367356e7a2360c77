"""Watching the input files of a repository."""

from __future__ import annotations

import re
from pathlib import Path

from watchfiles import Change, watch

from knowledge_repository import config
from knowledge_repository.content.load import input_dirs

STEP_MS = 10
"""A change is reported when no other one follows it within this time."""
DEBOUNCE_MS = 100
"""Changes that follow each other are collected for at most this time."""
POLL_MS = 50
"""How long one watcher waits before the other one is asked."""
TEMPORARY = re.compile(r"^[.#]|~$|\.sw.$|\.tmp$")
"""Names of files that editors write for themselves."""


class Watcher:
    """Collects changes from its construction on.

    It uses no thread of Python's: a process with threads cannot fork workers.
    """

    def __init__(self, root: Path) -> None:
        """*root*: the repository.

        Raises:
            OSError: the system cannot watch so many folders.
        """
        self._root = root
        folders = [root / name for name in input_dirs(root) if (root / name).is_dir()]
        # The folder of mkdocs.yml is watched, because many editors replace a file when they save
        # it. Its other subfolders are not: they can be large (.venv, site).
        self._watchers = (
            watch(
                *folders,
                watch_filter=_is_input,
                debounce=DEBOUNCE_MS,
                step=STEP_MS,
                rust_timeout=POLL_MS,
                yield_on_timeout=True,
            ),
            watch(
                root,
                watch_filter=_is_config,
                step=1,
                rust_timeout=1,
                yield_on_timeout=True,
                recursive=False,
            ),
        )
        self._changed = self._poll()

    def wait(self) -> set[str]:
        """Wait for changes; returns the folders with changed files, as paths below the root.

        A change of ``mkdocs.yml`` gives an empty set.

        Raises:
            KeyboardInterrupt: Ctrl+C.
        """
        changed, self._changed = self._changed, set()
        while not changed:
            changed = self._poll()
        parents = {path.parent.relative_to(self._root).as_posix() for path in changed}
        return parents - {"."}

    def _poll(self) -> set[Path]:
        return {Path(path) for watcher in self._watchers for _, path in next(watcher)}


def _is_input(change: Change, path: str) -> bool:
    return not TEMPORARY.search(Path(path).name)


def _is_config(change: Change, path: str) -> bool:
    return Path(path).name == config.FILE
