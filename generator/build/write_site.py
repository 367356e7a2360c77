"""Library + Graph → the files of a site, on all processors; what did not change is kept.

Search documents come first, so that Pagefind indexes them while the pages are rendered.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator import pages, workers
from generator.cache.build_cache import DOCUMENT, BuildCache
from generator.cache.hashing import hash_text
from generator.model import Graph, Language, Library, PageSummary
from generator.pages.search_entries import search_entry
from generator.search.documents import search_document
from generator.search.pagefind import SearchIndex
from generator.site.images import publish_image
from generator.site.publish import reuse_file
from generator.site.renderer import SiteRenderer, file_of, pictures_of

DOCUMENTS, PAGES = "documents", "pages"
Task = tuple[str, Sequence[int]]
"""What a worker is to do: the search documents of entries, or pages, by their numbers."""


def write_site(
    library: Library,
    graph: Graph,
    renderer: SiteRenderer,
    root: Path,
    stage: Path,
    index: SearchIndex,
    cache: BuildCache,
) -> int:
    """Write pages, pictures and the sitemap below *stage*, and start the search *index*.

    Returns:
        How many pages the site has.
    """
    contexts = pages.contexts(library, graph)
    specs = pages.page_specs(contexts)
    entries = [(context, entry) for context in contexts for entry in library.entries.values()]
    summaries = _reuse_pages(specs, stage, cache)
    changed = [number for number, spec in enumerate(specs) if spec.path not in summaries]

    def work(task: Task) -> list[str] | list[PageSummary | None]:
        what, numbers = task
        if what == DOCUMENTS:
            return [search_document(search_entry(*entries[number])) for number in numbers]
        return [_write_page(specs[number], renderer, stage) for number in numbers]

    with workers.start(work, len(changed)) as submit:

        def run(what: str, numbers: Sequence[int]) -> list[Any]:
            size = workers.CHUNK
            parts = [numbers[begin : begin + size] for begin in range(0, len(numbers), size)]
            futures = [submit((what, part)) for part in parts]
            return [result for future in futures for result in future.result()]

        for number, context in enumerate(contexts):
            begin = number * len(library.entries)
            items = [
                (f"{context.language.code}/{entry.route}", cache.text_inputs(entry.folder))
                for entry in library.entries.values()
            ]
            documents = cache.memoize(
                DOCUMENT,
                items,
                lambda missing: run(DOCUMENTS, [begin + i for i in missing]),  # noqa: B023
            )
            paths = (path for path, _ in items)
            _index(context.language, dict(zip(paths, documents, strict=True)), index, stage, cache)
        written = run(PAGES, changed)
    for number, summary in zip(changed, written, strict=True):
        if summary is not None:
            summaries[specs[number].path] = summary
    ordered = [summaries[spec.path] for spec in specs if spec.path in summaries]
    _write_pictures(ordered, root, stage, cache)
    (stage / "sitemap.xml").write_text(renderer.sitemap(ordered), encoding="utf-8")
    for spec in specs:
        if spec.texts is not None and spec.path in summaries:
            inputs = cache.text_inputs(*spec.texts)
            cache.add_output(file_of(spec.path), inputs, summaries[spec.path])
    return len(ordered)


def _reuse_pages(
    specs: Sequence[pages.PageSpec], stage: Path, cache: BuildCache
) -> dict[str, PageSummary]:
    """Take the pages that did not change from the last site into *stage*."""
    reused = {}
    for spec in specs:
        if spec.texts is not None:
            file = file_of(spec.path)
            output = cache.unchanged_output(file, cache.text_inputs(*spec.texts))
            if output is not None and reuse_file(cache.site, stage, file):
                reused[spec.path] = output.payload
    return reused


def _write_page(spec: pages.PageSpec, renderer: SiteRenderer, stage: Path) -> PageSummary | None:
    if (page := spec.build()) is None:
        return None
    renderer.write(page, stage)
    return page.summary


def _index(
    language: Language,
    documents: dict[str, str],
    index: SearchIndex,
    stage: Path,
    cache: BuildCache,
) -> None:
    """Start to index a language, or keep its index if its documents did not change."""
    inputs = hash_text("".join(f"{path}\0{text}\0" for path, text in sorted(documents.items())))
    part = cache.unchanged_index(language.code, inputs)
    if part is not None and all(reuse_file(cache.site, stage, file) for file in part.files):
        index.reuse(language, part)
    else:
        index.start(language, documents, inputs)


def _write_pictures(
    summaries: Sequence[PageSummary], root: Path, stage: Path, cache: BuildCache
) -> None:
    for path, source in pictures_of(summaries).items():
        inputs = cache.text_inputs(source.rpartition("/")[0])
        if not (cache.unchanged_output(path, inputs) and reuse_file(cache.site, stage, path)):
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(publish_image((root / source).read_bytes()))
        cache.add_output(path, inputs)
