"""``knowledge check``: the problems of a repository."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from knowledge_repository import changes, config
from knowledge_repository import check as checker
from knowledge_repository import diagnostics as reports
from knowledge_repository.autofix import apply
from knowledge_repository.autofix.fixes import Fix
from knowledge_repository.cli import output
from knowledge_repository.cli.language import asked_language, language, say
from knowledge_repository.cli.naming import places_named
from knowledge_repository.cli.options import (
    changes_since,
    config_option,
    find_root,
    is_on_ci,
    language_option,
    root_option,
)
from knowledge_repository.content.load import input_dirs
from knowledge_repository.model import Diagnostic, Library


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@root_option
@language_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
)
@click.option("--changed-since", metavar="REVISION")
@click.option("--fix", is_flag=True)
@config_option
def check(
    paths: tuple[str, ...],
    root: Path | None,
    style: str,
    changed_since: str | None,
    fix: bool,
    settings: Path | None,
) -> None:
    """Print all diagnostics."""
    begin = time.perf_counter()
    root, lang = find_root(root), language()
    library, diagnostics = _load(root, settings)
    if fix:
        library, diagnostics = _fix(root, lang, library, diagnostics, settings)
    hidden: list[Diagnostic] = []
    edited: frozenset[str] = frozenset()
    elsewhere: list[Diagnostic] = []
    if paths:
        named = changes.Changes("", places_named(root, library, diagnostics, paths))
        diagnostics, elsewhere = changes.split(diagnostics, named, diagnostics)
    if changed_since is not None:
        change = changes_since(root, changed_since)
        edited = change.paths
        diagnostics, hidden = _split_by_change(root, change, diagnostics, settings)
    if style == "json":
        click.echo(reports.as_json(diagnostics, library.address, lang))
    else:
        if style == "github":
            texts = library.texts_of(edited)
            output.show_on_github(diagnostics, asked_language(), texts, edited, library.address)
        output.show(diagnostics, root, lang, library.address)
    for key, others in (("elsewhere", hidden), ("elsewhere-paths", elsewhere)):
        if others:
            click.echo(say(key, outcome=reports.count(others, lang)), err=True)
    if reports.has_errors(diagnostics):
        sys.exit(1)
    if style != "json":
        values = {
            "entries": len(library.entries),
            "languages": len(library.languages),
            "texts": sum(len(entry.translations) for entry in library.entries.values()),
            "seconds": f"{time.perf_counter() - begin:.1f}",
            "outcome": reports.count(diagnostics, lang) or say("clean"),
        }
        click.echo(reports.phrase("checked", lang, **values))


def load_and_check(root: Path, settings: Path | None = None) -> tuple[Library, list[Diagnostic]]:
    """The repository at *root* and all its problems. The texts have no HTML.

    *settings*: read in place of its ``mkdocs.yml``.
    """
    known, diagnostics = config.load(root, settings)
    if settings is not None:  # its own mkdocs.yml counts later, when it is merged
        diagnostics += [one for one in config.load(root)[1] if one.code == "settings-code"]
    library, found = checker.load(root, known, html=False)
    return library, [*diagnostics, *found, *checker.check(library, today=date.today())]


def _load(root: Path, settings: Path | None) -> tuple[Library, list[Diagnostic]]:
    """``load_and_check``; on a server, addresses of examples are errors, too."""
    library, diagnostics = load_and_check(root, settings)
    return library, diagnostics + (config.placeholders(root, settings) if is_on_ci() else [])


def _fix(
    root: Path,
    lang: str,
    library: Library,
    diagnostics: list[Diagnostic],
    settings: Path | None,
) -> tuple[Library, list[Diagnostic]]:
    """Fix the files; returns the repository after that, and the diagnostics that remain.

    A fix can make a file readable in which more can be fixed, so this goes on until nothing can.
    """
    fixes: list[Fix] = []
    limits = config.load(root, settings)[0].limits
    known = -1
    while known < len(fixes):
        known = len(fixes)
        try:
            for fix in apply.fix_files(root, library, diagnostics, limits):
                fixes.append(fix)
        except OSError as error:
            output.show_fixes(fixes, lang)
            output.fail(say("not-written", file=error.filename, detail=error.strerror))
        if known < len(fixes):
            library, diagnostics = _load(root, settings)
    output.show_fixes(fixes, lang)
    return library, diagnostics


def _split_by_change(
    root: Path, change: changes.Changes, diagnostics: Sequence[Diagnostic], settings: Path | None
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """(diagnostics that the *change* affects, all others)."""
    if not diagnostics:
        return [], []
    with changes.earlier(root, change.commit, input_dirs(root)) as earlier_root:
        _, before = _load(earlier_root, settings)
    return changes.split(diagnostics, change, before)
