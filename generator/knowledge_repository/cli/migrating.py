"""``knowledge migrate``: a repository of an older version of the layout."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from knowledge_repository import diagnostics as reports
from knowledge_repository import migrations
from knowledge_repository.autofix import apply
from knowledge_repository.cli import output
from knowledge_repository.cli.checking import load_and_check
from knowledge_repository.cli.language import say
from knowledge_repository.cli.options import (
    dry_run_option,
    find_root,
    language_option,
    root_option,
)
from knowledge_repository.content.layout import layout_version
from knowledge_repository.schema.declaration import SCHEMA
from knowledge_repository.source.text import SourceError


@click.command()
@root_option
@language_option
@dry_run_option
def migrate(root: Path | None, dry_run: bool) -> None:
    """Change the data files, then check the repository."""
    root = find_root(root)
    version, _ = layout_version(root) or (SCHEMA, None)
    if version < SCHEMA:
        _migrate(root, version, dry_run)
    else:
        click.echo(say("up-to-date-layout", version=SCHEMA))
    if not dry_run:
        _, found = load_and_check(root)
        output.show(found, root)
        sys.exit(reports.has_errors(found))


def _migrate(root: Path, version: int, dry_run: bool) -> None:
    try:
        files = migrations.data_files(root)
        changed = migrations.migrate(version, files)
    except OSError as error:
        output.fail(say("not-written", file=error.filename, detail=error.strerror))
    except SourceError as error:
        output.show([error.diagnostic], root)
        sys.exit(1)
    values = {"n": len(changed), "old": version, "new": SCHEMA}
    if dry_run:
        _show(files, changed)
        click.echo(say("would-migrate", **values))
        return
    try:
        apply.write_files(root, files, changed)
    except OSError as error:
        output.fail(say("not-migrated", file=error.filename, detail=error.strerror))
    for path in changed:
        click.echo(reports.printable(path))
    click.echo(say("migrated", **values))


def _show(files: Mapping[str, bytes], changed: Mapping[str, bytes]) -> None:
    """Print the changes as ``git diff`` does."""
    for path, after in changed.items():
        before = files.get(path, b"").decode(errors="replace").splitlines()
        lines = after.decode(errors="replace").splitlines()
        for line in difflib.unified_diff(before, lines, path, path, lineterm=""):
            click.echo(reports.printable(line))
