"""The preview: loads the repository, serves its site, and follows every save."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge_repository import diagnostics as reports
from knowledge_repository.cache.build_cache import open_cache
from knowledge_repository.cache.store import cache_folder
from knowledge_repository.model import Diagnostic
from knowledge_repository.preview import server
from knowledge_repository.preview.live_reload import LiveReload, ReloadEvent
from knowledge_repository.preview.session import BackgroundBuild, Preview
from knowledge_repository.preview.watch import Watcher
from knowledge_repository.site import mkdocs_plugin


@dataclass(frozen=True)
class Output:
    """How the preview reports to its author."""

    language: str
    """Of all that it prints and shows."""
    diagnostics: Callable[[Sequence[Diagnostic]], None]
    message: Callable[[str], None]
    error: Callable[[str], None]


def run(root: Path, host: str, port: int, output: Output) -> None:
    """Show the site of the repository at *root* and follow changes, until interrupted.

    Raises:
        mkdocs_plugin.RenderingError: ``mkdocs.yml`` is wrong.
        server.PortInUse: no port is free.
        OSError: the system cannot watch so many folders.
    """
    mkdocs = mkdocs_plugin.load_config(root / "mkdocs.yml")
    base_path = mkdocs_plugin.settings_of(mkdocs).base_path
    live_reload = LiveReload()
    watcher = Watcher(root)  # before the first load, so that no save is missed
    with tempfile.TemporaryDirectory(prefix="knowledge-serve-") as folder:
        # The whole site outlives the preview, so that the next one starts from it.
        site = (cache_folder(root, "preview") or Path(folder)) / "site"
        with open_cache(root, site, True) as cache:
            cache.detach()
        preview = Preview(root, Path(folder) / "theme", site, cache, output.language)
        background = BackgroundBuild(root, site, output.error)
        try:
            diagnostics = preview.refresh()
            output.diagnostics(diagnostics)
            if reports.has_errors(diagnostics):
                output.error(reports.phrase("sound-part", output.language))
            else:
                background.request()
            live_reload.send(_event(diagnostics, root, output.language))
            with server.serve(preview.file, base_path, live_reload, host, port) as served:
                if served.refusal:
                    values = {"port": port, "other": served.port, "detail": served.refusal}
                    output.message(reports.phrase("other-port", output.language, **values))
                output.message(reports.phrase("serving", output.language, address=served.address))
                while True:
                    folders = watcher.wait()
                    live_reload.send(_refresh(preview, folders, background, output))
        finally:
            background.end()


def _refresh(
    preview: Preview, folders: set[str], background: BackgroundBuild, output: Output
) -> ReloadEvent:
    """Load what changed in *folders*."""
    begin = time.perf_counter()
    try:
        diagnostics = preview.refresh(folders)
    except mkdocs_plugin.RenderingError as error:
        output.error(f"knowledge: {error}")
        return ReloadEvent(summary=str(error))
    output.diagnostics(diagnostics)
    if reports.has_errors(diagnostics):
        output.error(reports.phrase("sound-part", output.language))
    else:
        background.request()
        seconds = time.perf_counter() - begin
        values = {
            "time": time.strftime("%H:%M:%S"),
            "seconds": f"{seconds:.2f}",
            "outcome": f"; {reports.count(diagnostics, output.language)}" if diagnostics else "",
        }
        output.message(reports.phrase("ready", output.language, **values))
    return _event(diagnostics, preview.root, output.language)


def _event(diagnostics: Sequence[Diagnostic], root: Path, language: str) -> ReloadEvent:
    return ReloadEvent(
        changed=True,
        summary=reports.count(diagnostics, language),
        details=reports.as_text(diagnostics, root, language),
    )
