"""Load and check a repository, on all processors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from knowledge_repository import rules, workers
from knowledge_repository.config import Config
from knowledge_repository.content import load as content
from knowledge_repository.content.entries import FolderRef, LoadedFolder, ParseContext, load_folders
from knowledge_repository.model import ContentFolder, Diagnostic, Library
from knowledge_repository.rules import dates

TextChecker = Callable[[Library, Sequence[ContentFolder]], Sequence[list[Diagnostic]]]
"""The diagnostics of each of some texts."""


def load(
    root: Path,
    config: Config,
    html: bool = True,
    folder_loader: content.FolderLoader | None = None,
    data_loader: content.DataLoader = content.load_data,
) -> tuple[Library, list[Diagnostic]]:
    """Load the repository at *root*; see ``content.load``."""
    return content.load(root, config, html, folder_loader or load_folders_in_parallel, data_loader)


def check(
    library: Library, text_checker: TextChecker | None = None, today: date | None = None
) -> list[Diagnostic]:
    """Every diagnostic of the rules. Without *today*, dates in the future are not looked for: a
    build depends on its files only."""
    found = (text_checker or check_texts_in_parallel)(library, library.all_texts())
    late = dates.future(library, today) if today else ()
    found = [rules.check_partial_texts(library), *found]
    return [*rules.check_library(library), *late, *(one for some in found for one in some)]


def load_folders_in_parallel(
    root: Path, context: ParseContext, folders: Sequence[FolderRef]
) -> Sequence[LoadedFolder]:
    """``load_folders`` on all processors."""
    return workers.map_chunks(partial(load_folders, root, context), folders)


def check_texts_in_parallel(
    library: Library, texts: Sequence[ContentFolder]
) -> Sequence[list[Diagnostic]]:
    """``rules.check_texts`` on all processors."""
    return workers.map_chunks(partial(rules.check_texts, library), texts)
