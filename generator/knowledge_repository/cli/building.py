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
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.options import (
    changes_since,
    config_option,
    find_root,
    is_on_ci,
    language_option,
    root_option,
)
from knowledge_repository.errors import BuildError, Unbuildable

# Building imports MkDocs, which is slow to import: the imports are in the functions.


@click.command()
@root_option
@language_option
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--drafts", is_flag=True)
@click.option("--clean", is_flag=True)
@click.option("--timings", is_flag=True)
@click.option("--keep-going", is_flag=True)
@click.option("--offline", is_flag=True)
@click.option("--changed-since", metavar="REVISION")
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
    """Build the site, and print what was built."""
    begin, root = time.perf_counter(), find_root(root)
    with build_errors(root):
        from knowledge_repository import config
        from knowledge_repository.build.incremental import Preview, build_incrementally

        paths = frozenset(changes_since(root, changed_since).paths if changed_since else ())
        preview = Preview(keep_going, offline, paths, settings)
        asked = keep_going or offline or changed_since is not None or settings is not None
        # A preview is not published, and shows what there is.
        if is_on_ci() and not asked and (found := config.placeholders(root)):
            raise Unbuildable(found)
        done = build_incrementally(
            root, site_dir, drafts, clean, output.progress, preview if asked else None
        )
    output.show(done.diagnostics, root)
    outcome = [say("seconds", n=f"{time.perf_counter() - begin:.1f}")]
    if done.diagnostics:
        outcome.append(reports.count(done.diagnostics, language()))
    values = {"pages": done.pages, "entries": done.entries, "outcome": "; ".join(outcome)}
    click.echo(say("built" if done.seconds else "up-to-date", **values))
    if timings:
        for step, spent in done.seconds.items():
            click.echo(f"{spent:8.2f} s  {say(step)}")
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
        output.fail(say("missing-package", name=name))
    except Unbuildable as error:
        output.show(error.diagnostics, root)
        sys.exit(1)
    except BuildError as error:
        output.fail(str(error))
    except OSError as error:
        output.fail(say("not-built", detail=error))
