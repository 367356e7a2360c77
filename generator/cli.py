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

from generator import __version__, changes, config
from generator import check as checking
from generator import diagnostics as reports
from generator.autofix import apply
from generator.autofix.fixes import Fix
from generator.model import Diagnostic, Library

# MkDocs takes as long to import as 20 entries to check: build and serve import it when they run.

STEPS = {
    "loading": "Reading the entries",
    "checking": "Checking them",
    "linking": "Linking them",
    "starting": "Starting MkDocs",
    "rendering": "Rendering the pages",
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
    type=click.Choice(reports.LANGUAGES),
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
    root, lang = _root(root), lang or reports.preferred()
    begin = time.perf_counter()
    library, diagnostics = _read(root)
    if fix:
        library, diagnostics = _fix(root, lang, library, diagnostics)
    hidden: list[Diagnostic] = []
    if changed_since is not None:
        every = diagnostics
        diagnostics = _touched(root, changed_since, diagnostics)
        chosen = {id(diagnostic) for diagnostic in diagnostics}
        hidden = [diagnostic for diagnostic in every if id(diagnostic) not in chosen]
    if style == "json":
        click.echo(reports.as_json(diagnostics, library.address, lang))
    elif style == "sarif":
        click.echo(reports.as_sarif(diagnostics, library.address, lang))
    else:
        if style == "github":
            _tell_github(diagnostics, lang)
        _tell(diagnostics, root, lang, library.address)
    if hidden:
        outcome = reports.summary(hidden, lang)
        click.echo(reports.translate("elsewhere", lang, outcome=outcome), err=True)
    if _errors(diagnostics):
        sys.exit(1)
    if style in ("text", "github"):
        outcome = reports.summary(diagnostics, lang) or reports.translate("clean", lang)
        click.echo(
            reports.translate(
                "checked",
                lang,
                entries=len(library.entries),
                languages=len(library.languages),
                texts=sum(len(entry.translations) for entry in library.entries.values()),
                seconds=f"{time.perf_counter() - begin:.1f}",
                outcome=outcome,
            )
        )


def _read(root: Path) -> tuple[Library, list[Diagnostic]]:
    settings, diagnostics = config.load(root)
    library, found = checking.load(root, settings, html=False)
    return library, diagnostics + found + checking.check(library)


def _fix(
    root: Path, lang: str, library: Library, diagnostics: list[Diagnostic]
) -> tuple[Library, list[Diagnostic]]:
    """Mend what is safe, and say what that was; the repository as it is then. What stands in a
    file that could not be read is known only once that was mended: so again, until nothing is."""
    fixes: list[Fix] = []
    failed = None
    try:
        more = True
        while more:
            more = False
            for one in apply.repair(root, library, diagnostics):
                fixes.append(one)
                more = True
            library, diagnostics = _read(root)
    except OSError as error:
        failed = error
    for one in fixes:
        where = reports.printable(f"{one.location.path}:{one.location.line}:{one.location.column}")
        click.echo(f"{where}: {reports.fixed(one.code, one.values, lang)} [{one.code}]", err=True)
    files = len({one.location.path for one in fixes})
    key = "fixed" if fixes else "unfixed"
    click.echo(reports.translate(key, lang, n=len(fixes), files=files), err=True)
    if failed is not None:
        _fail(f"{failed.filename}: {failed.strerror}; the file is as it was")
    return library, diagnostics


def _touched(root: Path, revision: str, diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Those of the problems that a change touches."""
    try:
        made = changes.since(root, revision)
        if not diagnostics:
            return []
        with changes.earlier(root, made.commit, apply.FOLDERS) as then:
            _, before = _read(then)
    except changes.UnknownRevision as error:
        raise click.UsageError(f"--changed-since {revision}: {error}") from None
    return changes.touching(diagnostics, made, before)


def _tell_github(diagnostics: Sequence[Diagnostic], lang: str) -> None:
    if diagnostics:
        click.echo(reports.github(diagnostics, lang))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(reports.job_summary(diagnostics, lang))


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
    from generator.cache.build_cache import open_cache

    with open_cache(root, site_dir and site_dir.resolve(), drafts) as cache:
        if clean:
            cache.clear()
        cache.scan(root)
        if (record := cache.unchanged()) is not None:
            _tell(record.diagnostics, root)
            total = time.perf_counter() - begin
            click.echo(
                f"Nothing changed: {record.pages} pages from {record.entries} entries are up to "
                f"date ({total:.1f} s){_summed(record.diagnostics)}"
            )
            return
        outcome = _build(root, site_dir, drafts, cache)
    if outcome is None:
        sys.exit(1)
    total = time.perf_counter() - begin
    click.echo(
        f"Built {outcome.pages} pages from {outcome.entries} entries in {total:.1f} s"
        + _summed(outcome.diagnostics)
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
    from generator.preview import server, session
    from generator.site import mkdocs_plugin

    root = _root(root)
    gc.enable()  # a preview lives long
    try:
        path = mkdocs_plugin.settings_of(mkdocs_plugin.load_config(root / "mkdocs.yml")).base_path
    except mkdocs_plugin.RenderingError as error:
        _fail(f"mkdocs.yml: {error}")

    def refresh(folders: set[str]) -> server.News:
        begin = time.perf_counter()
        try:
            diagnostics = preview.refresh(folders)
        except mkdocs_plugin.RenderingError as error:  # it may be wrong for a while
            click.echo(f"knowledge: mkdocs.yml: {error}", err=True)
            return server.News(summary=f"mkdocs.yml: {error}")
        _tell(diagnostics, root)
        if _errors(diagnostics):
            click.echo("The preview shows the last version without errors.", err=True)
        else:
            background.request()
            said = f"{time.strftime('%H:%M:%S')} ready after {time.perf_counter() - begin:.2f} s"
            click.echo(said + (f"; {reports.summary(diagnostics)}" if diagnostics else ""))
        return news(diagnostics)

    def news(diagnostics: list[Diagnostic]) -> server.News:
        lang = reports.preferred()
        text = reports.text(diagnostics, root, lang) if diagnostics else ""
        return server.News(not _errors(diagnostics), reports.summary(diagnostics, lang), text)

    with tempfile.TemporaryDirectory(prefix="knowledge-serve-") as folder:
        site = Path(folder) / "site"
        theme = Path(folder) / "theme"
        preview = session.Preview(root, theme, site)
        diagnostics = preview.refresh()
        _tell(diagnostics, root)
        if _errors(diagnostics):
            sys.exit(1)
        background = session.BackgroundBuild(root, site, lambda said: click.echo(said, err=True))
        background.request()

        def ready(address: str) -> None:
            click.echo(f"The site is at {address}  (Ctrl+C ends it)")

        try:
            server.serve(root, preview, refresh, news(diagnostics), path, host, port, ready)
        except KeyboardInterrupt:
            click.echo("")
        except OSError as error:
            _fail(
                f"the preview cannot listen on {host}:{port} ({error.strerror}); try another --port"
            )
        finally:
            background.end()


def _build(root: Path, site: Path | None, drafts: bool, cache: Any) -> Any:
    """Build with progress; None when there is something to mend, which was told."""
    from generator import build as building
    from generator.search.pagefind import IndexingError
    from generator.site.mkdocs_plugin import RenderingError
    from generator.site.publish import SiteInTheWay

    try:
        with _progress() as progress:
            outcome = building.build(root, site, drafts, progress, cache)
    except building.Unbuildable as stop:
        _tell(stop.diagnostics, root)
        return None
    except SiteInTheWay as stop:
        _fail(str(stop))
    except RenderingError as stop:
        _fail(f"mkdocs.yml: {stop}")
    except IndexingError as stop:
        _fail(f"the search index could not be made: {stop}")
    except OSError as stop:
        _fail(f"the site could not be written: {stop}")
    _tell(outcome.diagnostics, root)
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
    def translate(text: str) -> None:
        console.file.write(f"\r\x1b[K{text}")
        console.file.flush()

    try:
        yield lambda step: translate(f"{STEPS[step]} …")
    finally:
        translate("")


def _tell(
    diagnostics: Sequence[Diagnostic], root: Path, lang: str | None = None, address: str = ""
) -> None:
    """Every problem, in colour where a person reads it."""
    if not diagnostics:
        return
    lang = lang or reports.preferred()
    levels = {reports.translate("error", lang): "red", reports.translate("warning", lang): "yellow"}
    for line in reports.text(diagnostics, root, lang).split("\n"):
        for level, colour in levels.items():
            if f": {level}: " in line and not line.startswith(" "):
                line = line.replace(f": {level}: ", f": {click.style(level, fg=colour)}: ", 1)
        click.echo(line, err=True)
    if _errors(diagnostics):
        click.echo(f"\n{reports.summary(diagnostics, lang)}.", err=True)
        if address:
            guide = reports.translate("guide", lang, address=reports.page("", address, lang))
            click.echo(guide.replace("//", "/").replace(":/", "://"), err=True)


def _summed(diagnostics: Sequence[Diagnostic]) -> str:
    """The end of a sentence on a build."""
    return f"; {reports.summary(diagnostics)}." if diagnostics else "."


def _errors(diagnostics: Sequence[Diagnostic]) -> bool:
    return any(diagnostic.level == "error" for diagnostic in diagnostics)


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
