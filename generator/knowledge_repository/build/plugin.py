"""The plugin of MkDocs, with the pipeline in it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge_repository import check
from knowledge_repository import diagnostics as reports
from knowledge_repository.build.pipeline import load
from knowledge_repository.build.write_site import write_site
from knowledge_repository.cache.build_cache import BuildCache
from knowledge_repository.content.drafts import without_drafts
from knowledge_repository.content.load import input_dirs
from knowledge_repository.graph import link
from knowledge_repository.search.pagefind import SearchIndex
from knowledge_repository.site import mkdocs_plugin
from knowledge_repository.site.renderer import SiteRenderer
from knowledge_repository.site.settings import RenderSettings


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
            used = None if settings.offline else index
            write_site(library, link(library), SiteRenderer(settings), root, stage, used, cache)
            if used is not None:
                used.finish(stage)
