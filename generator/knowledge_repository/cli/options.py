"""The options that several commands have, and the repository that they work on."""

from __future__ import annotations

from pathlib import Path

import click

from knowledge_repository import changes, config
from knowledge_repository import diagnostics as reports

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The repository (default: the nearest folder with mkdocs.yml and content/).",
)
language_option = click.option(
    "--lang",
    type=click.Choice(reports.LANGUAGES),
    help="Language of the messages (default: that of your system, else English).",
)

config_option = click.option(
    "--config",
    "settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read this mkdocs.yml in place of the repository's own, which may run programs. For files "
    "of somebody whom you do not know.",
)


def changes_since(root: Path, revision: str) -> changes.Changes:
    """What changed in the repository at *root* since a git *revision*.

    Raises:
        click.UsageError: git cannot find it.
    """
    try:
        return changes.since(root, revision)
    except changes.UnknownRevision as error:
        raise click.UsageError(f"--changed-since {revision}: {error}") from None


def find_root(root: Path | None) -> Path:
    """The repository: *root*, or the nearest folder above this one that contains one."""
    if root is not None:
        return root.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / config.FILE).is_file() and (folder / "content").is_dir():
            return folder
    raise click.UsageError(
        f"There is no repository in {here}: no folder here or above contains mkdocs.yml and"
        " content/.\nChange to the folder of the repository, or name it with --root."
    )
