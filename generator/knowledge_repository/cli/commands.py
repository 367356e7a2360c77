"""The commands and their exit codes.

Exit codes: 0 success, 1 something to fix, 2 wrong usage, 3 a bug in this program.
"""

from __future__ import annotations

import gc
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from knowledge_repository import __version__, changes, config
from knowledge_repository import check as checking
from knowledge_repository import diagnostics as reports
from knowledge_repository.autofix import apply
from knowledge_repository.autofix.fixes import Fix
from knowledge_repository.cli import output
from knowledge_repository.cli.starting import init
from knowledge_repository.content.load import input_dirs
from knowledge_repository.errors import BuildError, Unbuildable
from knowledge_repository.model import Diagnostic, Library

# build and serve import MkDocs, which is slow to import, when they run: check does not need it.

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="knowledge")
def knowledge() -> None:
    """Check, build and preview a knowledge repository.

    Entries are folders that contain index.<language>.md, in the folders of the kinds that
    content/kinds.yml declares. The lists and the sources of the site are in content/.

    Exit codes: 0 success, 1 something to fix, 2 wrong usage, 3 a bug in this program.
    """


knowledge.add_command(init)


@knowledge.command()
@root_option
@language_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="text for people; github for annotations and a summary in a pull request; json for "
    "other programs.",
)
@click.option(
    "--changed-since",
    metavar="REVISION",
    help="Check everything, but show only what the changes since this git revision affect.",
)
@click.option("--fix", is_flag=True, help="First fix what can be fixed safely, in your files.")
def check(
    root: Path | None, lang: str | None, style: str, changed_since: str | None, fix: bool
) -> None:
    """Check every file. Writes nothing, except with --fix."""
    begin = time.perf_counter()
    root, lang = _root(root), lang or reports.system_language()
    library, diagnostics = _load_and_check(root)
    if fix:
        library, diagnostics = _fix(root, lang, library, diagnostics)
    hidden: list[Diagnostic] = []
    if changed_since is not None:
        diagnostics, hidden = _split_by_change(root, changed_since, diagnostics)
    if style == "json":
        click.echo(reports.as_json(diagnostics, library.address, lang))
    else:
        if style == "github":
            output.show_on_github(diagnostics, lang)
        output.show(diagnostics, root, lang, library.address)
    if hidden:
        counts = reports.count(hidden, lang)
        click.echo(reports.phrase("elsewhere", lang, outcome=counts), err=True)
    if reports.has_errors(diagnostics):
        sys.exit(1)
    if style != "json":
        values = {
            "entries": len(library.entries),
            "languages": len(library.languages),
            "texts": sum(len(entry.translations) for entry in library.entries.values()),
            "seconds": f"{time.perf_counter() - begin:.1f}",
            "outcome": reports.count(diagnostics, lang) or reports.phrase("clean", lang),
        }
        click.echo(reports.phrase("checked", lang, **values))


def _load_and_check(root: Path) -> tuple[Library, list[Diagnostic]]:
    settings, diagnostics = config.load(root)
    library, found = checking.load(root, settings, html=False)
    return library, [*diagnostics, *found, *checking.check(library)]


def _fix(
    root: Path, lang: str, library: Library, diagnostics: list[Diagnostic]
) -> tuple[Library, list[Diagnostic]]:
    """Fix the files; returns the repository after that, and the diagnostics that remain.

    A fix can make a file readable in which more can be fixed, so this goes on until nothing can.
    """
    fixes: list[Fix] = []
    known = -1
    while known < len(fixes):
        known = len(fixes)
        try:
            for fix in apply.fix_files(root, library, diagnostics):
                fixes.append(fix)
        except OSError as error:
            output.show_fixes(fixes, lang)
            output.fail(f"{error.filename}: {error.strerror}; the file was not changed")
        if known < len(fixes):
            library, diagnostics = _load_and_check(root)
    output.show_fixes(fixes, lang)
    return library, diagnostics


def _split_by_change(
    root: Path, revision: str, diagnostics: Sequence[Diagnostic]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """(diagnostics that the change since *revision* affects, all others)."""
    try:
        change = changes.since(root, revision)
        if not diagnostics:
            return [], []
        with changes.earlier(root, change.commit, input_dirs(root)) as earlier_root:
            _, before = _load_and_check(earlier_root)
    except changes.UnknownRevision as error:
        raise click.UsageError(f"--changed-since {revision}: {error}") from None
    return changes.split(diagnostics, change, before)


@knowledge.command()
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
    begin, root = time.perf_counter(), _root(root)
    with _build_errors(root):
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


@knowledge.command()
@root_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on; the next free one if it is in use.",
)
def serve(root: Path | None, host: str, port: int) -> None:
    """Show the site as GitHub Pages would, and update it after every save.

    Drafts are included. Ctrl+C ends the preview.
    """
    root = _root(root)
    gc.enable()  # a preview runs for hours
    with _build_errors(root):
        from knowledge_repository.preview import controller, server

        try:
            controller.run(
                root,
                host,
                port,
                controller.Output(
                    diagnostics=lambda found: output.show(found, root),
                    message=click.echo,
                    error=lambda text: click.echo(text, err=True),
                ),
            )
        except KeyboardInterrupt:
            click.echo("")
        except server.PortInUse as error:
            output.fail(f"{error}; choose another one with --port")


@contextmanager
def _build_errors(root: Path) -> Iterator[None]:
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


def _root(root: Path | None) -> Path:
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


def main() -> None:
    """Run the command; an unexpected exception is reported as a bug.

    Raises:
        SystemExit: always, with the exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        knowledge()
    except Exception:
        click.echo(
            "knowledge: this is a bug in this program, not a fault in your files. Please report\n"
            "it with the lines below.\n",
            err=True,
        )
        traceback.print_exc()
        sys.exit(3)


def run() -> None:
    """``main`` in its own process, without garbage collection.

    Almost all values live until the end. Without collections a check takes 15 % less processor
    time (880 entries in 3 languages, 2026-11-29).
    """
    gc.disable()
    main()
