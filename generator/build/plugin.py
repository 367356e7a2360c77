"""The plugin of MkDocs, with the pipeline in it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from generator import check
from generator import diagnostics as reports
from generator.build.pipeline import load
from generator.build.write_site import write_site
from generator.cache.build_cache import BuildCache
from generator.content.drafts import without_drafts
from generator.content.load import input_dirs
from generator.graph import link
from generator.search.pagefind import SearchIndex
from generator.site import mkdocs_plugin
from generator.site.renderer import RenderSettings, SiteRenderer


class Plugin(mkdocs_plugin.Plugin):  # type: ignore[no-untyped-call]  # MkDocs is untyped here
    """The same pipeline, run by ``mkdocs build`` and ``mkdocs serve`` on the same mkdocs.yml."""

    input_dirs = staticmethod(input_dirs)

    @staticmethod
    def build_site(root: Path, settings: RenderSettings, stage: Path) -> None:
        cache = BuildCache()
        library, diagnostics = load(root, cache)
        diagnostics += check.check(library)
        if any(one.level == "error" for one in diagnostics):
            text = reports.as_text(diagnostics, root)
            raise mkdocs_plugin.Stop(f"{text}\n\n{reports.count(diagnostics)}.")
        library = without_drafts(library)
        with (
            TemporaryDirectory(dir=stage.parent) as folder,
            closing(SearchIndex(Path(folder))) as index,
        ):
            write_site(library, link(library), SiteRenderer(settings), root, stage, index, cache)
            index.finish(stage)
