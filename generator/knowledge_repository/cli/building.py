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
from knowledge_repository.cli.options import find_root, root_option
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
def build(
    root: Path | None, site_dir: Path | None, drafts: bool, clean: bool, timings: bool
) -> None:
    """Check everything and build the site.

    The new site replaces the old one only if everything succeeds. Only what changed since the
    last build is built again.
    """
    begin, root = time.perf_counter(), find_root(root)
    with build_errors(root):
        from knowledge_repository.build.incremental import build_incrementally

        done = build_incrementally(root, site_dir, drafts, clean, output.progress)
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
