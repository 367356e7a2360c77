"""Watching the input files of a repository."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from watchfiles import Change, watch

from generator import config
from generator.content.load import INPUT_DIRS

STEP_MS = 10
"""A change is reported when this long no other change follows it."""
DEBOUNCE_MS = 100
"""The longest time for which changes that follow each other are collected."""
CONFIG_STEP_MS = 100
"""``mkdocs.yml`` changes rarely, and a short step costs processor time."""
TEMPORARY = re.compile(r"^[.#]|~$|\.sw.$|\.tmp$")
"""Names of the files that editors write for themselves."""
WAKE_SECONDS = 1.0
"""Where a blocking wait cannot be interrupted (Windows), Ctrl+C takes at most this long."""


def changes(root: Path) -> Iterator[set[str]]:
    """The folders (paths below *root*) in which files changed, for ever, as soon as they change.

    A change of ``mkdocs.yml`` is reported as an empty set.

    Raises:
        OSError: the system cannot watch so many folders.
    """
    found: queue.SimpleQueue[set[str] | OSError] = queue.SimpleQueue()
    stop = threading.Event()
    dirs = [root / name for name in INPUT_DIRS if (root / name).is_dir()]
    # The folder, not the file mkdocs.yml, is watched: many editors replace a file when they save
    # it. It is not watched with all its subfolders, because those of other programs can be many.
    for start in (
        partial(_watch, root, dirs, True, stop, found),
        partial(_watch, root, [root], False, stop, found),
    ):
        threading.Thread(target=start, daemon=True).start()
    try:
        while True:
            try:
                folders = found.get(timeout=WAKE_SECONDS)
            except queue.Empty:
                continue
            if isinstance(folders, OSError):
                raise folders
            yield folders
    finally:
        stop.set()


def _watch(
    root: Path,
    folders: Sequence[Path],
    recursive: bool,
    stop: threading.Event,
    found: queue.SimpleQueue[set[str] | OSError],
) -> None:
    batches = watch(
        *folders,
        watch_filter=_is_input if recursive else _is_config,
        debounce=DEBOUNCE_MS,
        step=STEP_MS if recursive else CONFIG_STEP_MS,
        stop_event=stop,
        recursive=recursive,
    )
    try:
        for batch in batches:
            parents = {Path(path).parent.relative_to(root).as_posix() for _, path in batch}
            found.put(parents - {"."})
    except OSError as error:
        found.put(error)


def _is_input(change: Change, path: str) -> bool:
    return not TEMPORARY.search(Path(path).name)


def _is_config(change: Change, path: str) -> bool:
    return Path(path).name == config.FILE
