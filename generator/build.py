"""The program, in order: load, check, link, pages, site, search. Read it top to bottom.

The new site is written next to the old one and takes its place in one rename, only when everything
succeeded (``site.publish``): if the process is killed or the disk is full, the old site stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator import check, config, pages, workers
from generator import diagnostics as reports
from generator.content.drafts import without_drafts
from generator.content.load import INPUT_DIRS
from generator.graph import link
from generator.model import Diagnostic, Library, PageSummary
from generator.search.documents import search_document
from generator.search.pagefind import SearchIndex
from generator.site import mkdocs_plugin
from generator.site.images import publish_image
from generator.site.publish import staging
from generator.site.renderer import RenderSettings, SiteRenderer, pictures_of


class Unbuildable(Exception):
    """The repository has errors; nothing was built and the old site stays."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("errors in the repository")
        self.diagnostics = diagnostics


@dataclass
class Outcome:
    """What a build did: diagnostics that did not stop it, pages, seconds by step."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    pages: int = 0
    entries: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


Progress = Callable[[str], None]
"""Called with the name of each step as it begins."""


def build(
    root: Path,
    site: Path | None = None,
    drafts: bool = False,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Build the site of the repository at *root* into *site* (by default as mkdocs.yml says).

    Raises:
        Unbuildable: errors in the repository; carries all of them.
        publish.SiteInTheWay: *site* is a folder that no build of ours wrote.
        mkdocs_plugin.RenderingError, pagefind.IndexingError, OSError: the machine could not do it.
    """
    outcome = Outcome()

    @contextmanager
    def step(name: str) -> Iterator[None]:
        progress(name)
        begin = time.perf_counter()
        yield
        spent = time.perf_counter() - begin
        outcome.seconds[name] = outcome.seconds.get(name, 0.0) + spent

    with step("reading"):
        settings, problems = config.load(root)
        library, found = check.load(root, settings)
        outcome.diagnostics = problems + found
    with step("checking"):
        outcome.diagnostics += check.check(library)
    if any(one.level == "error" for one in outcome.diagnostics):
        raise Unbuildable(outcome.diagnostics)
    with step("linking"):
        library = library if drafts else without_drafts(library)
        graph = link(library)
    with step("starting"):
        mkdocs = mkdocs_plugin.load_config(root / "mkdocs.yml")
        target = (site or Path(mkdocs.site_dir)).absolute()
    with staging(target) as stage:
        with step("starting"):
            mkdocs_plugin.copy_theme(mkdocs, stage)
        with step("rendering"):
            specs = pages.page_specs(pages.contexts(library, graph))
            renderer = SiteRenderer(mkdocs_plugin.settings_of(mkdocs))
            with closing(SearchIndex()) as index:
                summaries = _write_pages(library, specs, renderer, index, root, stage)
                with step("indexing"):
                    index.finish(stage)
    outcome.pages, outcome.entries = len(summaries), len(library.entries)
    return outcome


def _write_pages(
    library: Library,
    specs: Sequence[pages.PageSpec],
    renderer: SiteRenderer,
    index: SearchIndex,
    root: Path,
    stage: Path,
) -> list[PageSummary]:
    """Write all pages, pictures and the sitemap, and start the index of each language as soon as
    its pages are written."""

    def write(bounds: tuple[int, int]) -> list[tuple[PageSummary, str | None]]:
        written = []
        for spec in specs[slice(*bounds)]:
            page = spec.build()
            if page is not None:
                renderer.write(page, stage)
                written.append((page.summary, search_document(page) if page.indexed else None))
        return written

    summaries: list[PageSummary] = []
    documents: dict[str, dict[str, str]] = {code: {} for code in library.languages}
    with workers.start(write, len(specs)) as submit:
        futures = [
            submit((begin, begin + workers.CHUNK)) for begin in range(0, len(specs), workers.CHUNK)
        ]
        for future in futures:
            for summary, document in future.result():
                summaries.append(summary)
                if document is not None:
                    documents[summary.language][summary.path] = document
    for code, language in library.languages.items():
        index.start(language, documents[code])
    for path, source in pictures_of(summaries).items():
        (stage / path).parent.mkdir(parents=True, exist_ok=True)
        (stage / path).write_bytes(publish_image((root / source).read_bytes()))
    (stage / "sitemap.xml").write_text(renderer.sitemap(summaries), encoding="utf-8")
    return summaries


class Plugin(mkdocs_plugin.Plugin):  # type: ignore[no-untyped-call]  # MkDocs is untyped here
    """The same pipeline, run by ``mkdocs build`` and ``mkdocs serve`` on the same mkdocs.yml."""

    input_dirs = INPUT_DIRS

    @staticmethod
    def build_site(root: Path, settings: RenderSettings, stage: Path) -> None:
        found, diagnostics = config.load(root)
        library, more = check.load(root, found)
        diagnostics += more + check.check(library)
        if any(one.level == "error" for one in diagnostics):
            text = reports.text(diagnostics, root)
            raise mkdocs_plugin.Stop(f"{text}\n\n{reports.summary(diagnostics)}.")
        library = without_drafts(library)
        specs = pages.page_specs(pages.contexts(library, link(library)))
        with closing(SearchIndex()) as index:
            _write_pages(library, specs, SiteRenderer(settings), index, root, stage)
            index.finish(stage)
