"""The command ``knowledge``: check, build, serve. The only module that knows the terminal.

Exit codes: 0 fine, 1 something to mend, 2 wrong usage, 3 our own mistake.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from generator import (
    __version__,
    changes,
    checking,
    reading,
    remembering,
    repairing,
    report,
    storing,
)
from generator.fixing import Fix
from generator.model import Library, Problem

# MkDocs takes as long to import as 20 entries to check: build and serve import it when they run.

STEPS = {
    "reading": "Reading the entries",
    "checking": "Checking them",
    "linking": "Linking them",
    "starting": "Starting MkDocs",
    "making": "Making the pages",
    "indexing": "Indexing them",
}


def _find_root(start: Path) -> Path:
    """The nearest folder above *start* that holds a repository."""
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "content").is_dir():
            return folder
    raise click.UsageError(
        f"There is no repository in {start}: no folder here or above holds mkdocs.yml and content/."
        "\nGo to the folder of the repository, or name it with --root."
    )


root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The repository (default: the nearest folder that holds mkdocs.yml and content/).",
)


language_option = click.option(
    "--lang",
    type=click.Choice(report.LANGUAGES),
    help="Language of the messages (default: that of your system, else English).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="knowledge")
def knowledge() -> None:
    """Check, build and preview a knowledge repository.

    Entries are folders in casestudies/ and bestpractices/ with index.<language>.md in them; the
    words of the site, its lists and its sources are in content/.

    Exit codes: 0 fine, 1 something to mend, 2 wrong usage, 3 a mistake of this program.
    """


@knowledge.command()
@root_option
@language_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json", "sarif"]),
    default="text",
    show_default=True,
    help="text for people; github for annotations and a summary in a pull request; json and sarif "
    "for other programs.",
)
@click.option(
    "--changed-since",
    metavar="REVISION",
    help="Check everything, tell what the change since this revision of git touches.",
)
@click.option("--fix", is_flag=True, help="First mend what can safely be mended, in your files.")
def check(
    root: Path | None, lang: str | None, style: str, changed_since: str | None, fix: bool
) -> None:
    """Read and check every file. Writes nothing, unless --fix is given."""
    root, lang = _root(root), lang or report.preferred()
    begin = time.perf_counter()
    library, problems = _read(root)
    if fix:
        library, problems = _fix(root, lang, library, problems)
    hidden: list[Problem] = []
    if changed_since is not None:
        every = problems
        problems = _touched(root, changed_since, problems)
        chosen = {id(problem) for problem in problems}
        hidden = [problem for problem in every if id(problem) not in chosen]
    if style == "json":
        click.echo(report.as_json(problems, library.address, lang))
    elif style == "sarif":
        click.echo(report.as_sarif(problems, library.address, lang))
    else:
        if style == "github":
            _tell_github(problems, lang)
        _tell(problems, root, lang, library.address)
    if hidden:
        outcome = report.summary(hidden, lang)
        click.echo(report.say("elsewhere", lang, outcome=outcome), err=True)
    if _errors(problems):
        sys.exit(1)
    if style in ("text", "github"):
        outcome = report.summary(problems, lang) or report.say("clean", lang)
        click.echo(
            report.say(
                "checked",
                lang,
                entries=len(library.entries),
                languages=len(library.languages),
                texts=sum(len(entry.translations) for entry in library.entries.values()),
                seconds=f"{time.perf_counter() - begin:.1f}",
                outcome=outcome,
            )
        )


def _read(root: Path) -> tuple[Library, list[Problem]]:
    library, problems = reading.read(root, html=False)
    return library, problems + checking.check(library)


def _fix(
    root: Path, lang: str, library: Library, problems: list[Problem]
) -> tuple[Library, list[Problem]]:
    """Mend what is safe, and say what that was; the repository as it is then. What stands in a
    file that could not be read is known only once that was mended: so again, until nothing is."""
    fixes: list[Fix] = []
    failed = None
    try:
        more = True
        while more:
            more = False
            for one in repairing.repair(root, library, problems):
                fixes.append(one)
                more = True
            library, problems = _read(root)
    except OSError as error:
        failed = error
    for one in fixes:
        where = report.printable(f"{one.place.path}:{one.place.line}:{one.place.column}")
        click.echo(f"{where}: {report.fixed(one.code, one.values, lang)} [{one.code}]", err=True)
    files = len({one.place.path for one in fixes})
    key = "fixed" if fixes else "unfixed"
    click.echo(report.say(key, lang, n=len(fixes), files=files), err=True)
    if failed is not None:
        _fail(f"{failed.filename}: {failed.strerror}; the file is as it was")
    return library, problems


def _touched(root: Path, revision: str, problems: Sequence[Problem]) -> list[Problem]:
    """Those of the problems that a change touches."""
    try:
        made = changes.since(root, revision)
        if not problems:
            return []
        with changes.earlier(root, made.commit, repairing.FOLDERS) as then:
            _, before = _read(then)
    except changes.UnknownRevision as error:
        raise click.UsageError(f"--changed-since {revision}: {error}") from None
    return changes.touching(problems, made, before)


def _tell_github(problems: Sequence[Problem], lang: str) -> None:
    if problems:
        click.echo(report.github(problems, lang))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(report.job_summary(problems, lang))


@knowledge.command()
@root_option
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes (default: site_dir in mkdocs.yml).",
)
@click.option("--drafts", is_flag=True, help="Show entries whose status is draft, too.")
@click.option("--clean", is_flag=True, help="Forget what earlier builds worked out.")
@click.option("--timings", is_flag=True, help="Say how long each step took.")
def build(
    root: Path | None, site_dir: Path | None, drafts: bool, clean: bool, timings: bool
) -> None:
    """Check everything and build the site.

    The new site takes the place of the old one only when everything succeeded. Only what has
    changed since the last build is made again.
    """
    root, begin = _root(root), time.perf_counter()
    with remembering.opened(root, site_dir and site_dir.resolve(), drafts) as memory:
        if memory is not None and clean:
            memory.forget()
        stands = memory.unchanged(root) if memory is not None else None
        if stands is not None:
            _tell(stands.problems, root)
            total = time.perf_counter() - begin
            click.echo(
                f"Nothing has changed: {stands.pages} pages from {stands.entries} entries stand "
                f"({total:.1f} s){_summed(stands.problems)}"
            )
            return
        outcome = _build(root, site_dir, drafts, memory)
    if outcome is None:
        sys.exit(1)
    total = time.perf_counter() - begin
    click.echo(
        f"Built {outcome.pages} pages from {outcome.entries} entries in {total:.1f} s"
        + _summed(outcome.problems)
    )
    if timings:
        for step, seconds in outcome.seconds.items():
            click.echo(f"{seconds:8.2f} s  {STEPS[step]}")


@knowledge.command()
@root_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on; the next free one if it is taken.",
)
def serve(root: Path | None, host: str, port: int) -> None:
    """Build the site, show it as GitHub Pages would, and follow what you save.

    Drafts are shown, too. Ends with Ctrl+C.
    """
    from generator import previewing, rendering, serving

    root = _root(root)
    gc.enable()  # a preview lives long
    try:
        path = rendering.site_path(rendering.configuration(root / "mkdocs.yml"))
    except rendering.RenderingError as error:
        _fail(f"mkdocs.yml: {error}")

    def refresh(folders: set[str]) -> serving.News:
        begin = time.perf_counter()
        try:
            problems = preview.refresh(folders)
        except rendering.RenderingError as error:  # it may be wrong for a while
            click.echo(f"knowledge: mkdocs.yml: {error}", err=True)
            return serving.News(summary=f"mkdocs.yml: {error}")
        _tell(problems, root)
        if _errors(problems):
            click.echo("The preview shows the last version without errors.", err=True)
        else:
            behind.want()
            said = f"{time.strftime('%H:%M:%S')} ready after {time.perf_counter() - begin:.2f} s"
            click.echo(said + (f"; {report.summary(problems)}" if problems else ""))
        return news(problems)

    def news(problems: list[Problem]) -> serving.News:
        lang = report.preferred()
        text = report.text(problems, root, lang) if problems else ""
        return serving.News(not _errors(problems), report.summary(problems, lang), text)

    with tempfile.TemporaryDirectory(prefix="knowledge-serve-") as folder:
        site = storing.settled(root, "preview") / "site"
        with remembering.opened(root, site.resolve(), True) as memory:
            preview = previewing.Preview(root, Path(folder), site, memory)
        problems = preview.refresh()
        _tell(problems, root)
        if _errors(problems):
            sys.exit(1)
        behind = previewing.Behind(root, site, lambda said: click.echo(said, err=True))
        behind.want()

        def ready(address: str) -> None:
            click.echo(f"The site is at {address}  (Ctrl+C ends it)")

        try:
            serving.serve(root, preview, refresh, news(problems), path, host, port, ready)
        except KeyboardInterrupt:
            click.echo("")
        except OSError as error:
            _fail(
                f"the preview cannot listen on {host}:{port} ({error.strerror}); try another --port"
            )
        finally:
            behind.end()


def _build(root: Path, site: Path | None, drafts: bool, memory: Any = None) -> Any:
    """Build with progress; None when there is something to mend, which was told."""
    from generator import build as building
    from generator import indexing, rendering

    try:
        with _progress() as progress:
            outcome = building.build(root, site, drafts, progress, memory)
    except building.Unbuildable as stop:
        _tell(stop.problems, root)
        return None
    except building.SiteInTheWay as stop:
        _fail(str(stop))
    except rendering.RenderingError as stop:
        _fail(f"mkdocs.yml: {stop}")
    except indexing.IndexingError as stop:
        _fail(f"the search index could not be made: {stop}")
    except OSError as stop:
        _fail(f"the site could not be written: {stop}")
    _tell(outcome.problems, root)
    return outcome


@contextmanager
def _progress() -> Iterator[Any]:
    """Names the step that runs, in a terminal; says nothing where nobody watches."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda step: None
        return

    # No spinner: it would be a second thread, and a fork copies only one.
    def say(text: str) -> None:
        console.file.write(f"\r\x1b[K{text}")
        console.file.flush()

    try:
        yield lambda step: say(f"{STEPS[step]} …")
    finally:
        say("")


def _tell(
    problems: Sequence[Problem], root: Path, lang: str | None = None, address: str = ""
) -> None:
    """Every problem, in colour where a person reads it."""
    if not problems:
        return
    lang = lang or report.preferred()
    levels = {report.say("error", lang): "red", report.say("warning", lang): "yellow"}
    for line in report.text(problems, root, lang).split("\n"):
        for level, colour in levels.items():
            if f": {level}: " in line and not line.startswith(" "):
                line = line.replace(f": {level}: ", f": {click.style(level, fg=colour)}: ", 1)
        click.echo(line, err=True)
    if _errors(problems):
        click.echo(f"\n{report.summary(problems, lang)}.", err=True)
        if address:
            guide = report.say("guide", lang, address=report.page("", address, lang))
            click.echo(guide.replace("//", "/").replace(":/", "://"), err=True)


def _summed(problems: Sequence[Problem]) -> str:
    """The end of a sentence on a build."""
    return f"; {report.summary(problems)}." if problems else "."


def _errors(problems: Sequence[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


def _root(root: Path | None) -> Path:
    return root.resolve() if root else _find_root(Path.cwd())


def _fail(text: str) -> Any:
    click.echo(f"knowledge: {text}", err=True)
    sys.exit(1)


def main() -> None:
    """Run the command; what nobody foresaw is our mistake, and says so.

    Raises:
        SystemExit: always, with the exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        knowledge()
    except Exception:
        click.echo(
            "knowledge: this is a mistake of the program, not yours. Please report it with the\n"
            "lines below; your files were not changed.\n",
            err=True,
        )
        traceback.print_exc()
        sys.exit(3)


def run() -> None:
    """``main`` in a process of its own.

    Values are read once and live to the end: looking for garbage among them, and taking them apart
    at the end, would cost a tenth of a build of 1,000 entries, and free nothing.
    """
    gc.disable()
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)
