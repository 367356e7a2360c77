"""Library + Graph → the files of a site, on all processors; what did not change is kept.

Search documents come first, so that Pagefind indexes them while the pages are rendered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from knowledge_repository import pages, workers
from knowledge_repository.cache.build_cache import DOCUMENT, BuildCache, Output
from knowledge_repository.cache.hashing import hash_text
from knowledge_repository.exports import write_downloads, write_exports
from knowledge_repository.model import Graph, Language, Library, PageSummary
from knowledge_repository.pages.families import stylesheet
from knowledge_repository.pages.search_entries import search_concepts, search_entry
from knowledge_repository.search.documents import search_document, words
from knowledge_repository.search.lexicon import build_lexicon
from knowledge_repository.search.pagefind import SearchIndex
from knowledge_repository.site.copy import write_copy
from knowledge_repository.site.images import publish_image
from knowledge_repository.site.logo import write_logo
from knowledge_repository.site.publish import add_styles, reuse_file
from knowledge_repository.site.renderer import SiteRenderer, file_of, files_of, pictures_of
from knowledge_repository.site.sitemap import sitemap

DOCUMENTS, PAGES = "documents", "pages"
Task = tuple[str, Sequence[int]]
"""What a worker is to do: the search documents of entries, or pages, by their numbers."""


def write_site(
    library: Library,
    graph: Graph,
    renderer: SiteRenderer,
    root: Path,
    stage: Path,
    index: SearchIndex | None,
    cache: BuildCache,
    review: pages.Review | None = None,
) -> int:
    """Write pages, pictures and the sitemap below *stage*, and start the search *index*.

    Without an *index*, nothing is written that needs a server. *review*: for the first page.

    Returns:
        How many pages the site has.
    """
    contexts = pages.contexts(library, graph)
    specs = pages.page_specs(contexts, review)
    found_by_search = library.entries.values() if index is not None else ()
    entries = [(context, entry) for context in contexts for entry in found_by_search]
    unchanged = {
        spec.path: output for spec in specs if (output := _unchanged_page(spec, cache)) is not None
    }
    changed = [number for number, spec in enumerate(specs) if spec.path not in unchanged]

    def work(task: Task) -> list[str] | list[PageSummary | None]:
        what, numbers = task
        if what == DOCUMENTS:
            return [search_document(search_entry(*entries[number])) for number in numbers]
        return [_write_page(specs[number], renderer, stage) for number in numbers]

    with workers.start(work, len(changed)) as submit:

        def start(what: str, numbers: Sequence[int]) -> list[Future[list[Any]]]:
            size = workers.CHUNK
            parts = [numbers[begin : begin + size] for begin in range(0, len(numbers), size)]
            return [submit((what, part)) for part in parts]

        keys = [f"{context.language.code}/{entry.route}" for context, entry in entries]
        inputs = [cache.text_inputs(entry.folder) for _, entry in entries]
        documents = cache.memoize(
            DOCUMENT,
            list(zip(keys, inputs, strict=True)),
            lambda missing: _results(start(DOCUMENTS, missing)),
        )
        rendering = start(PAGES, changed)
        # While the workers render pages:
        found: dict[Language, dict[str, str]] = {context.language: {} for context in contexts}
        for (context, _), path, document in zip(entries, keys, documents, strict=True):
            found[context.language][path] = document
        if index is not None:
            _index(contexts, found, index, stage, cache)
        summaries: dict[str, PageSummary] = {}
        for path, output in unchanged.items():
            for file in files_of(output.payload):
                reuse_file(cache.site, stage, file)
            summaries[path] = output.payload
        cache.save_results()
        written = _results(rendering)
    for number, summary in zip(changed, written, strict=True):
        if summary is not None:
            summaries[specs[number].path] = summary
    ordered = [summaries[spec.path] for spec in specs if spec.path in summaries]
    _write_pictures(ordered, root, stage, cache)
    add_styles(stage, stylesheet(library))
    write_exports(contexts, stage)
    write_logo(library.site.logo, root, stage)
    (stage / "sitemap.xml").write_text(
        sitemap(renderer.settings.site_url, ordered), encoding="utf-8"
    )
    if library.site.downloads and library.address and not renderer.settings.offline:
        write_downloads(contexts, stage)
        write_copy(specs, ordered, renderer, stage)
    for spec in specs:
        if spec.texts is not None and spec.path in summaries:
            shown = cache.text_inputs(*spec.texts)
            summary = summaries[spec.path]
            cache.add_output(file_of(spec.path), shown, files_of(summary), summary)
    return len(ordered)


def _results(futures: Sequence[Future[list[Any]]]) -> list[Any]:
    return [result for future in futures for result in future.result()]


def _unchanged_page(spec: pages.PageSpec, cache: BuildCache) -> Output | None:
    """The page in the last site, if it is as a build would write it now."""
    if spec.texts is None:
        return None
    return cache.unchanged_output(file_of(spec.path), cache.text_inputs(*spec.texts))


def _write_page(spec: pages.PageSpec, renderer: SiteRenderer, stage: Path) -> PageSummary | None:
    if (page := spec.build()) is None:
        return None
    renderer.write(page, stage)
    return page.summary


def _index(
    contexts: Sequence[pages.PageContext],
    documents: Mapping[Language, Mapping[str, str]],
    index: SearchIndex,
    stage: Path,
    cache: BuildCache,
) -> None:
    """Start to index each language whose *documents* changed (path of a page → its document), and
    keep the index of the others."""
    unchanged: list[tuple[Language, Output]] = []
    for context in contexts:
        language, texts = context.language, documents[context.language]
        whole = "".join(f"{path}\0{text}\0" for path, text in sorted(texts.items()))
        concepts = search_concepts(context)
        rules = [one.search for one in context.library.languages.values()]
        said = repr(([(one.names, one.words, page) for one, page in concepts], rules))
        inputs = hash_text(said + whole)
        known = cache.unchanged_output(index_name(language.code), inputs)
        if known is None:
            found = map(words, texts.values())
            lexicon = build_lexicon(found, concepts, language, context.library.languages)
            index.start(language, texts, inputs, lexicon)
        else:
            unchanged.append((language, known))
    for language, known in unchanged:  # while Pagefind runs
        for file in known.files:
            reuse_file(cache.site, stage, file)
        index.reuse(language, known.payload)


def index_name(language: str) -> str:
    """The name under which the cache knows the search index of a language."""
    return f"index {language}"


def _write_pictures(
    summaries: Sequence[PageSummary], root: Path, stage: Path, cache: BuildCache
) -> None:
    for path, source in pictures_of(summaries).items():
        inputs = cache.text_inputs(source.rpartition("/")[0])
        if cache.unchanged_output(path, inputs):
            reuse_file(cache.site, stage, path)
        else:
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(publish_image((root / source).read_bytes()))
        cache.add_output(path, inputs, [path])
