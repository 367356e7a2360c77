"""``knowledge build``: the site. ``build_errors`` also serves the preview."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from knowledge_repository import diagnostics as reports
from knowledge_repository.cli import output
from knowledge_repository.cli.options import changes_since, config_option, find_root, root_option
from knowledge_repository.errors import BuildError, Unbuildable

# Building imports MkDocs, which is slow to import: the imports are in the functions.


@click.command()
@root_option
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the site (default: site_dir in mkdocs.yml).",
)
@click.option("--drafts", is_flag=True, help="Include entries whose status is draft.")
@click.option("--clean", is_flag=True, help="Do not use results of earlier builds.")
@click.option("--timings", is_flag=True, help="Show how long each step took.")
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out entries with errors instead of stopping; the first page lists the errors.",
)
@click.option(
    "--offline",
    is_flag=True,
    help="Make a site that opens from a folder by double click, without a server and a search.",
)
@click.option(
    "--changed-since",
    metavar="REVISION",
    help="List the pages that changed since this git revision on the first page.",
)
@config_option
def build(
    root: Path | None,
    site_dir: Path | None,
    drafts: bool,
    clean: bool,
    timings: bool,
    keep_going: bool,
    offline: bool,
    changed_since: str | None,
    settings: Path | None,
) -> None:
    """Check everything and build the site.

    The new site replaces the old one only if everything succeeds. Only what changed since the
    last build is built again.

    A site with --keep-going, --offline, --changed-since or --config is a preview for reviewers. It
    is always built as a whole.
    """
    begin, root = time.perf_counter(), find_root(root)
    with build_errors(root):
        from knowledge_repository.build.incremental import Preview, build_incrementally

        paths = frozenset(changes_since(root, changed_since).paths if changed_since else ())
        preview = Preview(keep_going, offline, paths, settings)
        asked = keep_going or offline or changed_since is not None or settings is not None
        done = build_incrementally(
            root, site_dir, drafts, clean, output.progress, preview if asked else None
        )
    output.show(done.diagnostics, root)
    counts = f"; {reports.count(done.diagnostics)}" if done.diagnostics else ""
    time_and_counts = f"({time.perf_counter() - begin:.1f} s{counts})"
    what = f"{done.pages} pages from {done.entries} entries"
    if done.seconds:
        click.echo(f"Built {what} {time_and_counts}.")
    else:
        click.echo(f"Nothing changed: {what} are up to date {time_and_counts}.")
    if timings:
        for step, spent in done.seconds.items():
            click.echo(f"{spent:8.2f} s  {output.STEPS[step]}")
    if reports.has_errors(done.diagnostics):
        sys.exit(1)


@contextmanager
def build_errors(root: Path) -> Iterator[None]:
    """Report what stops a build or a preview, and exit with 1."""
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name == "knowledge_repository":
            raise
        output.fail(
            f"the package {name} is not installed, but building the site needs it. Install the\n"
            "packages of the repository: python -m pip install -r requirements.txt"
        )
    except Unbuildable as error:
        output.show(error.diagnostics, root)
        sys.exit(1)
    except BuildError as error:
        output.fail(str(error))
    except OSError as error:
        output.fail(f"the site could not be built: {error}")
