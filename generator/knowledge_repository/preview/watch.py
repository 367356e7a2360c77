"""Watching the input files of a repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from pathlib import Path

from watchfiles import Change, watch
from watchfiles.main import FileChange

from knowledge_repository import config
from knowledge_repository.content.kind_folders import KINDS
from knowledge_repository.content.load import input_dirs

STEP_MS = 10
"""A change is reported when no other one follows it within this time."""
DEBOUNCE_MS = 100
"""Changes that follow each other are collected for at most this time."""
POLL_MS = 50
"""How long the first watcher of folders waits before the next one is asked."""
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
        self._folders: set[Path] = set()
        """The folders that are watched with all that is below them."""
        # The folder of mkdocs.yml is watched, because many editors replace a file when they save
        # it. Its other subfolders are not: they can be large (.venv, site).
        self._watchers = [_watch(root, recursive=False, watch_filter=_is_new_or_config)]
        next(self._watchers[0])
        self._watch_new_folders(POLL_MS)
        self._changed = self._poll()

    def wait(self) -> set[str]:
        """Wait for changes; returns the folders with changed files, as paths below the root.

        A change of ``mkdocs.yml`` gives an empty set. A folder of a kind that is declared, or
        created, later is watched from then on.

        Raises:
            KeyboardInterrupt: Ctrl+C.
            OSError: the system cannot watch so many folders.
        """
        changed, self._changed = self._changed, set()
        while not changed:
            changed = self._poll()
        names = {path.relative_to(self._root).as_posix() for path in changed}
        return names - {config.FILE}

    def _poll(self) -> set[Path]:
        """The folders with changed files, and mkdocs.yml if it changed."""
        above, *below = ({Path(path) for _, path in next(one)} for one in self._watchers)
        files = {path for found in below for path in found}
        # An input folder that is deleted is itself what changed.
        changed = {path if path in self._folders else path.parent for path in files}
        changed |= {path for path in above if path.name == config.FILE}
        self._folders -= above  # created again: the system watches the deleted one no more
        if above or self._root / KINDS in files:
            changed |= self._watch_new_folders()
        return changed

    def _watch_new_folders(self, timeout_ms: int = 1) -> set[Path]:
        """Watch the input folders that exist and are not watched yet; returns them.

        Of a folder in another one, the highest is watched: the others may be created later.
        """
        named = {self._root / name.partition("/")[0] for name in input_dirs(self._root)}
        new = {folder for folder in named - self._folders if folder.is_dir()}
        if new:
            self._watchers.append(_watch(*new, rust_timeout=timeout_ms))
            next(self._watchers[-1])
            self._folders |= new
        return new


def _watch(
    *folders: Path,
    rust_timeout: int = 1,
    recursive: bool = True,
    watch_filter: Callable[[Change, str], bool] | None = None,
) -> Generator[set[FileChange], None, None]:
    return watch(
        *folders,
        watch_filter=watch_filter or _is_input,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        rust_timeout=rust_timeout,
        yield_on_timeout=True,
        recursive=recursive,
    )


def _is_input(change: Change, path: str) -> bool:
    return not TEMPORARY.search(Path(path).name)


def _is_new_or_config(change: Change, path: str) -> bool:
    return change == Change.added or Path(path).name == config.FILE
