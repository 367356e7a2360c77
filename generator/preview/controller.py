"""The preview: loads the repository, serves its site, and follows every save."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import diagnostics as reports
from generator.cache.build_cache import open_cache
from generator.cache.store import cache_folder
from generator.errors import Unbuildable
from generator.model import Diagnostic
from generator.preview import server
from generator.preview.live_reload import LiveReloadClients, ReloadEvent
from generator.preview.session import BackgroundBuild, Preview
from generator.preview.watch import Watcher
from generator.site import mkdocs_plugin


@dataclass(frozen=True)
class Output:
    """How the preview reports to its author."""

    diagnostics: Callable[[Sequence[Diagnostic]], None]
    message: Callable[[str], None]
    error: Callable[[str], None]


class Controller:
    """Loads the repository again after each save, and starts builds in the background."""

    def __init__(self, root: Path, folder: Path, output: Output) -> None:
        """*folder*: an empty folder for the files of this preview."""
        self.root, self.output = root, output
        # The whole site outlives the preview, so that the next one starts from it.
        site = (cache_folder(root, "preview") or folder) / "site"
        with open_cache(root, site, True) as cache:
            cache.detach()
        self.preview = Preview(root, folder / "theme", site, cache)
        self.background = BackgroundBuild(root, site, output.error)

    def start(self) -> ReloadEvent:
        """Load the repository for the first time.

        Raises:
            Unbuildable: it has errors.
            mkdocs_plugin.RenderingError: ``mkdocs.yml`` is wrong.
        """
        diagnostics = self.preview.refresh()
        if reports.has_errors(diagnostics):
            raise Unbuildable(diagnostics)
        self.output.diagnostics(diagnostics)
        self.background.request()
        return self._event(diagnostics)

    def refresh(self, folders: set[str]) -> ReloadEvent:
        """Load what changed in *folders*; with errors, the site stays as it was."""
        begin = time.perf_counter()
        try:
            diagnostics = self.preview.refresh(folders)
        except mkdocs_plugin.RenderingError as error:
            self.output.error(f"knowledge: {error}")
            return ReloadEvent(summary=str(error))
        self.output.diagnostics(diagnostics)
        if reports.has_errors(diagnostics):
            self.output.error("The preview shows the last version without errors.")
        else:
            self.background.request()
            seconds = time.perf_counter() - begin
            counts = f"; {reports.count(diagnostics)}" if diagnostics else ""
            self.output.message(f"{time.strftime('%H:%M:%S')} ready after {seconds:.2f} s{counts}")
        return self._event(diagnostics)

    def _event(self, diagnostics: Sequence[Diagnostic]) -> ReloadEvent:
        language = reports.system_language()
        return ReloadEvent(
            changed=not reports.has_errors(diagnostics),
            summary=reports.count(diagnostics, language),
            details=reports.as_text(diagnostics, self.root, language),
        )


def run(root: Path, host: str, port: int, output: Output) -> None:
    """Show the site of the repository at *root* and follow changes, until interrupted.

    Raises:
        Unbuildable: the repository has errors.
        mkdocs_plugin.RenderingError: ``mkdocs.yml`` is wrong.
        server.PortInUse: no port is free.
        OSError: the system cannot watch so many folders.
    """
    mkdocs = mkdocs_plugin.load_config(root / "mkdocs.yml")
    base_path = mkdocs_plugin.settings_of(mkdocs).base_path
    clients = LiveReloadClients()
    watcher = Watcher(root)  # before the first load, so that no save is missed
    with tempfile.TemporaryDirectory(prefix="knowledge-serve-") as folder:
        controller = Controller(root, Path(folder), output)
        try:
            clients.send(controller.start())
            with server.serve(controller.preview, base_path, clients, host, port) as address:
                output.message(f"The site is at {address}  (Ctrl+C ends it)")
                while True:
                    clients.send(controller.refresh(watcher.wait()))
        finally:
            controller.background.end()
