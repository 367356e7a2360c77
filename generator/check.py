"""Load and check a repository, on all processors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from generator import rules, workers
from generator.config import Config
from generator.content import load as content
from generator.content.entries import FolderRef, ParseContext
from generator.model import ContentFolder, Diagnostic, Library

Checker = Callable[[Library, Sequence[ContentFolder]], Sequence[list[Diagnostic]]]
"""The diagnostics of each of some entries."""


def load(
    root: Path,
    config: Config,
    html: bool = True,
    load_folders: content.Loader | None = None,
    load_data: content.DataLoader = content.load_data,
) -> tuple[Library, list[Diagnostic]]:
    """Load the repository at *root*; see ``content.load``."""
    return content.load(root, config, html, load_folders or load_folders_in_parallel, load_data)


def check(library: Library, check_entries: Checker | None = None) -> list[Diagnostic]:
    """Every diagnostic of the rules."""
    found = (check_entries or check_entries_in_parallel)(library, library.all_texts())
    return [*rules.check_library(library), *(one for some in found for one in some)]


def load_folders_in_parallel(
    root: Path, context: ParseContext, folders: Sequence[FolderRef]
) -> Sequence[content.LoadedFolder]:
    """``content.load_folders`` on all processors."""
    return workers.map_chunks(partial(content.load_folders, root, context), folders)


def check_entries_in_parallel(
    library: Library, entries: Sequence[ContentFolder]
) -> Sequence[list[Diagnostic]]:
    """``rules.check_entries`` on all processors."""
    return workers.map_chunks(partial(rules.check_entries, library), entries)
