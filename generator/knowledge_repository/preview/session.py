"""The site of the files as they are now: each page is built when a browser asks for it.

Files that need all pages at once (search, sitemap) come from a whole site, which another process
builds in the background.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from knowledge_repository import check, pages
from knowledge_repository.build.pipeline import load
from knowledge_repository.cache.build_cache import BuildCache
from knowledge_repository.diagnostics import has_errors, system_language
from knowledge_repository.graph import link
from knowledge_repository.model import Diagnostic, Library, Page, routes
from knowledge_repository.pages.families import stylesheet
from knowledge_repository.preview.sound import (
    broken_folders,
    can_be_shown,
    error_page,
    sound_part,
)
from knowledge_repository.site import mkdocs_plugin
from knowledge_repository.site.images import publish_image
from knowledge_repository.site.logo import write_logo
from knowledge_repository.site.publish import add_styles
from knowledge_repository.site.renderer import SiteRenderer, file_of

QUIET_SECONDS = 1.0
"""A build in the background starts when nothing was saved for this long."""
END_SECONDS = 5
"""How long the preview waits for the end of a build that it interrupted."""
NICE = 10
"""``nice`` value of builds in the background: a save in the preview goes first."""


class Preview:
    """The files of the site, built on request."""

    def __init__(
        self,
        root: Path,
        theme: Path,
        built: Path,
        cache: BuildCache | None = None,
        language: str = "",
    ) -> None:
        """*theme*: a folder for the files of the theme. *built*: the site that is built in the
        background. *cache*: what its last build left; it stays in memory. *language*: of messages
        (by default that of the system)."""
        self._language = language or system_language()
        self._cache = cache or BuildCache()
        self.root, self.built = root, built
        self._theme = theme
        self._config = ""
        self._renderer: SiteRenderer | None = None
        self._builders: dict[str, Callable[[], Page | None]] = {}
        self._pictures: dict[str, str] = {}
        self._files: dict[str, bytes] = {}
        self._shown: Library | None = None
        """What the pages show."""
        self._diagnostics: list[Diagnostic] = []
        self._unsound: set[str] = set()
        """The files of the pages of texts with errors: where there is no page, the messages are."""
        self._lock = threading.Lock()
        """Pages are built one at a time."""

    def refresh(self, folders: Collection[str] | None = None) -> list[Diagnostic]:
        """Load what changed in *folders* and below (paths below the root), or anywhere.

        Returns all diagnostics. Texts with errors stay as they were when they were sound; those
        that were not yet have a page with the messages. If nothing can be shown, every page has
        the messages.

        Raises:
            mkdocs_plugin.RenderingError: ``mkdocs.yml`` is wrong.
        """
        cache = self._cache
        cache.scan(self.root, folders)
        library, diagnostics = load(self.root, cache)
        diagnostics += check.check(library, cache.text_checker(check.check_texts_in_parallel))
        sound = library
        if has_errors(diagnostics):
            sound = sound_part(library, diagnostics, self._shown)
        with self._lock:
            self._diagnostics, self._files = diagnostics, {}
            if (specs := self._specs(sound)) is None:
                return diagnostics
            self._prepare(cache.config, sound)
            self._builders = {file_of(spec.path): spec.build for spec in specs}
            self._pictures = {
                path: file
                for text in sound.all_texts()
                for path, file in pages.pictures(text).items()
            }
            self._unsound = {
                file_of(routes.absolute(code, library.route_of(folder)))
                for folder in broken_folders(library, diagnostics)
                for code in library.languages
            }
            self._shown = sound
        return diagnostics

    def _specs(self, library: Library) -> list[pages.PageSpec] | None:
        """All pages; None where errors make it impossible."""
        errors = has_errors(self._diagnostics)
        if errors and not can_be_shown(library, self._diagnostics):
            return None
        try:
            graph = link(library) if errors else self._cache.linker(link)(library)
            return pages.page_specs(pages.contexts(library, graph))
        except Exception:
            if not errors:
                raise
            return None  # the pages rely on data without errors

    def _prepare(self, config: str, library: Library) -> None:
        """The theme and the renderer; *config*: the hash of ``mkdocs.yml``."""
        if self._renderer is None or config != self._config:
            mkdocs = mkdocs_plugin.load_config(self.root / "mkdocs.yml")
            mkdocs_plugin.copy_theme(mkdocs, self._theme)
            self._renderer = SiteRenderer(mkdocs_plugin.settings_of(mkdocs))
            self._config = config
        add_styles(self._theme, stylesheet(library))
        write_logo(library.site.logo, self.root, self._theme)
        self._renderer.clear()

    def file(self, path: str) -> bytes | None:
        """The file at a path of the site (``en/about/index.html``); None where there is none."""
        with self._lock:
            if path not in self._files and (content := self._build(path)) is not None:
                self._files[path] = content
            if path in self._files:
                return self._files[path]
        if path.endswith(".html"):
            return None
        return read_below(self._theme if path.startswith("assets/") else self.built, path)

    def _build(self, path: str) -> bytes | None:
        """The page or picture at *path*; None if it is neither."""
        if path in self._builders and self._renderer is not None:
            try:
                page = self._builders[path]()
                return None if page is None else self._renderer.render(page).encode()
            except Exception:
                if not has_errors(self._diagnostics):
                    raise
        elif path in self._pictures:
            return publish_image((self.root / self._pictures[path]).read_bytes())
        elif self._builders and path not in self._unsound:
            return None
        if not path.endswith(".html") or not self._diagnostics:
            return None
        return error_page(self._diagnostics, self.root, self._language).encode()


def read_below(folder: Path, path: str) -> bytes | None:
    """The file at *path*; None if there is none below *folder*."""
    try:
        file = (folder / path).resolve()
        return file.read_bytes() if file.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError):  # a folder; a name that is too long or contains NUL
        return None


class BackgroundBuild:
    """Builds the whole site in another process, some time after the last save."""

    def __init__(self, root: Path, site: Path, report: Callable[[str], None]) -> None:
        """*report* is called with what a failed build printed."""
        self._command = [sys.executable, "-m", "knowledge_repository", "build", "--drafts"]
        self._command += ["--root", str(root), "--site-dir", str(site)]
        self._report = report
        self._requested = threading.Event()
        self._ended = False
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    def request(self) -> None:
        """Build soon."""
        self._requested.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Stop the build that runs, if there is one."""
        self._ended = True
        self._requested.set()
        process = self._process
        if process is not None and process.poll() is None:
            # The same signal as Ctrl+C: the build removes its temporary files.
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        if self._thread is not None:
            self._thread.join(END_SECONDS)

    def _run(self) -> None:
        while True:
            self._requested.wait()
            while self._requested.is_set() and not self._ended:
                self._requested.clear()
                self._requested.wait(QUIET_SECONDS)
            if self._ended:
                return
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            if os.name == "posix":
                os.setpriority(os.PRIO_PROCESS, self._process.pid, NICE)
            _, printed = self._process.communicate()
            if self._process.returncode and not self._ended:
                self._report(printed.strip())
