"""The site as it would be built from what is saved now: a page is built when a reader asks for it.

After a save, pages are not built until they are asked for. What needs every page at once, the search
above all, comes from a site that another process builds in the background.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from generator import check, config, pages
from generator.graph import link
from generator.model import Diagnostic, Page
from generator.site import mkdocs_plugin
from generator.site.images import publish_image
from generator.site.renderer import SiteRenderer, file_of

QUIET_SECONDS = 1.0
"""Without a save for this long, the search is brought up to date."""


class Preview:
    """What a reader would find at each path of the site."""

    def __init__(self, root: Path, theme: Path, built: Path) -> None:
        """*theme*: a folder for the files of the theme. *built*: the site that is built in the
        background."""
        self.root, self.built = root, built
        self._theme = theme
        self._settings: str | None = None
        self._renderer: SiteRenderer | None = None
        self._builders: dict[str, Callable[[], Page | None]] = {}
        self._pictures: dict[str, str] = {}
        self._files: dict[str, bytes] = {}
        self._lock = threading.Lock()
        """Pages are built one after the other."""

    def refresh(self, folders: Collection[str] | None = None) -> list[Diagnostic]:
        """Load what has changed in *folders* and below (paths below the root), or anywhere. With
        errors in it, the pages stay as they are.

        Raises:
            mkdocs_plugin.RenderingError: ``mkdocs.yml`` is wrong.
        """
        settings, diagnostics = config.load(self.root)
        library, found = check.load(self.root, settings)
        diagnostics += found + check.check(library)
        if any(one.level == "error" for one in diagnostics):
            return diagnostics
        specs = pages.page_specs(pages.contexts(library, link(library)))
        texts = library.all_texts()
        pictures = {path: file for text in texts for path, file in pages.pictures(text).items()}
        with self._lock:
            mkdocs = mkdocs_plugin.load_config(self.root / "mkdocs.yml")
            if self._renderer is None:
                mkdocs_plugin.copy_theme(mkdocs, self._theme)
            self._renderer = SiteRenderer(mkdocs_plugin.settings_of(mkdocs))
            self._builders = {file_of(spec.path): spec.build for spec in specs}
            self._pictures, self._files = pictures, {}
        return diagnostics

    def file(self, path: str) -> bytes | None:
        """The file at a path of the site (``en/about/index.html``); None where there is none."""
        with self._lock:
            if path not in self._files and (made := self._build(path)) is not None:
                self._files[path] = made
            if path in self._files:
                return self._files[path]
        if path.endswith(".html"):
            return None
        return Folder(self._theme if path.startswith("assets/") else self.built).file(path)

    def _build(self, path: str) -> bytes | None:
        """A page or a picture."""
        if path in self._builders and self._renderer is not None:
            page = self._builders[path]()
            return None if page is None else self._renderer.render(page).encode()
        if path in self._pictures:
            return publish_image((self.root / self._pictures[path]).read_bytes())
        return None


@dataclass(frozen=True)
class Folder:
    """A site in a folder."""

    root: Path

    def file(self, path: str) -> bytes | None:
        """The file at *path*; nothing outside of the folder."""
        try:
            file = (self.root / path).resolve()
            return file.read_bytes() if file.is_relative_to(self.root.resolve()) else None
        except (OSError, ValueError):  # a folder; a name too long, or with a NUL in it
            return None


class BackgroundBuild:
    """Builds the whole site in another process when nothing has been saved for a while."""

    def __init__(self, root: Path, site: Path, report: Callable[[str], None]) -> None:
        """*report* is called with what a failed build printed."""
        self._command = [sys.executable, "-m", "generator", "build", "--drafts"]
        self._command += ["--root", str(root), "--site-dir", str(site)]
        self._report = report
        self._requested = threading.Event()
        self._saved = threading.Event()
        self._ended = False
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def request(self) -> None:
        """Bring it up to date soon."""
        self._saved.set()
        self._requested.set()

    def end(self) -> None:
        """Stop what runs."""
        self._ended = True
        self.request()
        process = self._process
        if process is not None and process.poll() is None:  # as Ctrl+C does: it cleans up
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        self._thread.join(5)

    def _run(self) -> None:
        while not self._ended:
            self._requested.wait()
            self._requested.clear()
            while self._saved.is_set() and not self._ended:
                self._saved.clear()
                self._saved.wait(QUIET_SECONDS)
            if self._ended:
                return
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                preexec_fn=_lower_priority if os.name == "posix" else None,
            )
            _, printed = self._process.communicate()
            if self._process.returncode and not self._ended:
                self._report(printed.strip())


def _lower_priority() -> None:
    os.nice(10)  # a save in the preview comes first
