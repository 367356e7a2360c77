"""What the command prints: diagnostics, fixes, the progress of a build, failures."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from knowledge_repository import diagnostics as reports
from knowledge_repository.cli.language import language, say
from knowledge_repository.model import ContentFolder, Diagnostic

if TYPE_CHECKING:  # the fixes are slow to import, and only one command makes some
    from knowledge_repository.autofix.fixes import Fix

CLEAR_LINE = "\r\x1b[K"


class WithoutCommands:
    """A stream on a runner of GitHub: what is written to it is never a command of the runner."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write *text* without commands."""
        return self.stream.write(reports.without_commands(text))

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


def show(
    diagnostics: Sequence[Diagnostic], root: Path, lang: str | None = None, site_url: str = ""
) -> None:
    """Print all diagnostics on standard error, with coloured levels in a terminal.

    *site_url*: where the author guide is published; empty if it is not.
    """
    if not diagnostics:
        return
    lang = lang or language()
    levels = {reports.phrase("error", lang): "red", reports.phrase("warning", lang): "yellow"}
    for line in reports.as_text(diagnostics, root, lang).split("\n"):
        for level, colour in levels.items():
            if f": {level}: " in line and not line.startswith(" "):
                line = line.replace(f": {level}: ", f": {click.style(level, fg=colour)}: ", 1)
        click.echo(line, err=True)
    if reports.has_errors(diagnostics):
        click.echo(f"\n{reports.count(diagnostics, lang)}.", err=True)
        if site_url:
            guide = reports.guide_url("", site_url, lang)
            click.echo(reports.phrase("guide", lang, address=guide), err=True)


def show_on_github(
    diagnostics: Sequence[Diagnostic],
    lang: str | None,
    texts: Sequence[ContentFolder] = (),
    paths: Collection[str] = (),
    site_url: str = "",
) -> None:
    """Print GitHub's annotations, and add the summary of a change to that of the job.

    *lang*: of the messages; without one, that of each file. *texts* and *paths*: what the change
    edited.
    """
    if diagnostics:
        plain = sys.stdout.stream if isinstance(sys.stdout, WithoutCommands) else sys.stdout
        click.echo(reports.as_github(diagnostics, lang), file=plain)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        wrong = {one.location.path for one in diagnostics}
        languages = (lang,) if lang else reports.languages_of(paths or wrong)
        text = reports.as_job_summary(diagnostics, languages, _links(site_url), texts)
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text)


def _links(site_url: str) -> reports.Links:
    """Addresses that the variables of GitHub Actions give; ``HEAD_SHA`` is the commit that the
    author of a pull request sees, where GitHub checks the result of merging it."""
    get = os.environ.get
    commit = get("HEAD_SHA") or get("GITHUB_SHA")
    if not (get("GITHUB_REPOSITORY") and commit):
        return reports.Links(guide=site_url)
    here = f"{get('GITHUB_SERVER_URL') or 'https://github.com'}/{get('GITHUB_REPOSITORY')}"
    run = f"{here}/actions/runs/{get('GITHUB_RUN_ID')}#artifacts" if get("GITHUB_RUN_ID") else ""
    return reports.Links(f"{here}/blob/{commit}", run, site_url)


def show_fixes(fixes: Sequence[Fix], lang: str) -> None:
    """Print every fix on standard error, and how many there were."""
    for fix in fixes:
        location = fix.location
        where = reports.printable(f"{location.path}:{location.line}:{location.column}")
        text = reports.fix_message(fix.code, fix.values, lang)
        click.echo(f"{where}: {text} [{fix.code}]", err=True)
    files = len({fix.location.path for fix in fixes})
    key = "fixed" if fixes else "unfixed"
    click.echo(reports.phrase(key, lang, n=len(fixes), files=files), err=True)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function that shows the current step in a terminal, and does nothing elsewhere.

    There is no animation: it would need a thread, and a process with threads cannot fork workers.
    """
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    try:
        yield lambda step: click.echo(f"{CLEAR_LINE}{say(step)} …", nl=False, err=True)
    finally:
        click.echo(CLEAR_LINE, nl=False, err=True)


def fail(text: str) -> NoReturn:
    """Print why the command cannot do its work, and exit with 1."""
    lines = (reports.printable(line) for line in text.split("\n"))
    click.echo("knowledge: " + "\n".join(lines), err=True)
    sys.exit(1)
