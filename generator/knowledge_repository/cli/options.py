"""The options that several commands have, and the repository and the entry that they work on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowledge_repository import diagnostics as reports
from knowledge_repository.cli.language import say

if TYPE_CHECKING:
    from knowledge_repository.changes import Changes

# The help needs these options only: what is slow to import is imported in the functions.

# What an option does is said in diagnostics/commands/<language>.yml.
root_option = click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path))
language_option = click.option("--lang", type=click.Choice(reports.LANGUAGES), expose_value=False)
"""A command asks ``language()`` for the value."""
dry_run_option = click.option("--dry-run", is_flag=True)

config_option = click.option(
    "--config",
    "settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)


def changes_since(root: Path, revision: str) -> Changes:
    """What changed in the repository at *root* since a git *revision*.

    Raises:
        click.UsageError: git cannot find it.
    """
    from knowledge_repository import changes

    try:
        return changes.since(root, revision)
    except changes.UnknownRevision as error:
        raise click.UsageError(say("no-revision", revision=revision, detail=error)) from None


def is_on_ci() -> bool:
    """Whether a server checks or builds what others will see. Such services set ``CI``."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def find_root(root: Path | None) -> Path:
    """The repository: *root*, or the nearest folder above this one that contains one."""
    if root is not None:
        return root.resolve()
    from knowledge_repository import config

    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / config.FILE).is_file() and (folder / "content").is_dir():
            return folder
    raise click.UsageError(say("no-repository", folder=here))
