"""Load and check a repository, on all processors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from generator import rules, workers
from generator.config import Config
from generator.content import load as content
from generator.content.entries import ParseContext
from generator.model import Diagnostic, Library


def load(root: Path, config: Config, html: bool = True) -> tuple[Library, list[Diagnostic]]:
    """Load the repository at *root*; see ``content.load``."""
    return content.load(root, config, html, _load_folders)


def check(library: Library) -> list[Diagnostic]:
    """Every diagnostic of the rules."""
    found = workers.map_chunks(partial(rules.check_entries, library), library.all_texts())
    return [*rules.check_library(library), *(one for some in found for one in some)]


def _load_folders(
    root: Path, context: ParseContext, folders: Sequence[content.FolderRef]
) -> Sequence[content.LoadedFolder]:
    return workers.map_chunks(partial(content.load_folders, root, context), folders)
