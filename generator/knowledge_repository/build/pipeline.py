"""The program, in order: load, check, link, pages, site, search. Read it top to bottom.

The new site is written next to the old one and takes its place in one rename, only when everything
succeeded (``site.publish``): if the process is killed or the disk is full, the old site stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge_repository import check, config, pages, workers
from knowledge_repository.build.incremental import Preview
from knowledge_repository.build.write_site import index_name, write_site
from knowledge_repository.cache.build_cache import BuildCache
from knowledge_repository.content.drafts import sound, without_drafts
from knowledge_repository.content.load import load_data
from knowledge_repository.errors import Unbuildable
from knowledge_repository.graph import link
from knowledge_repository.model import Diagnostic, Library
from knowledge_repository.search.pagefind import SearchIndex
from knowledge_repository.site import mkdocs_plugin
from knowledge_repository.site.publish import staging
from knowledge_repository.site.renderer import SiteRenderer


@dataclass
class Outcome:
    """What a build did: folder of the site, diagnostics that did not stop it, pages, entries,
    seconds by step."""

    site: Path = field(default_factory=Path)
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
    cache: BuildCache | None = None,
    preview: Preview | None = None,
) -> Outcome:
    """Build the site of the repository at *root* into *site* (by default as mkdocs.yml says).

    With a *cache*, what did not change since its last build is kept. The site is the same, byte for
    byte. With a *preview*, the site is for reviewers.

    Raises:
        Unbuildable: errors in the repository; carries all of them. If a preview keeps going, errors
            in data files: any page may depend on them.
        BuildError, OSError: the machine could not do it, or *site* is a folder of another program.
    """
    cache = cache or BuildCache()
    outcome = Outcome()
    settings_file = (preview.settings if preview is not None else None) or root / config.FILE

    @contextmanager
    def step(name: str) -> Iterator[None]:
        progress(name)
        begin = time.perf_counter()
        yield
        spent = time.perf_counter() - begin
        outcome.seconds[name] = outcome.seconds.get(name, 0.0) + spent

    with step("loading"):
        library, outcome.diagnostics = load(root, cache, settings_file)
    with step("checking"):
        outcome.diagnostics += check.check(
            library, cache.text_checker(check.check_texts_in_parallel)
        )
    errors = tuple(one for one in outcome.diagnostics if one.level == "error")
    fatal = errors
    if preview is not None and preview.keep_going:
        library, fatal = sound(library, errors)
    if fatal:
        cache.save_results()  # the next build, with the errors fixed, is quick
        raise Unbuildable(outcome.diagnostics)
    with step("linking"):
        library = library if drafts else without_drafts(library)
        graph = cache.linker(link)(library)
    with step("starting"):
        mkdocs = mkdocs_plugin.load_config(settings_file)
        target = (site or Path(mkdocs.site_dir)).absolute()
        cache.scan_site(target)
        outcome.site = target
    with staging(target) as stage, closing(SearchIndex(stage.parent, workers.cores())) as index:
        with step("starting"):
            mkdocs_plugin.copy_theme(mkdocs, stage)
        with step("rendering"):
            settings = mkdocs_plugin.settings_of(mkdocs)
            if preview is not None and preview.offline:
                settings = replace(settings, offline=True)
            renderer = SiteRenderer(settings, cache.bytecode())
            used = None if settings.offline else index
            review = pages.Review(preview.changed, errors) if preview is not None else None
            outcome.pages = write_site(library, graph, renderer, root, stage, used, cache, review)
        with step("indexing"):
            for code, part in used.finish(stage).items() if used is not None else ():
                cache.add_output(index_name(code), part.inputs, part.files, part)
    outcome.entries = len(library.entries)
    cache.save_build(target, outcome.pages, outcome.entries, outcome.diagnostics)
    return outcome


def load(
    root: Path, cache: BuildCache, settings_file: Path | None = None
) -> tuple[Library, list[Diagnostic]]:
    """The repository at *root*; folders that did not change come from the *cache*.

    *settings_file*: read in place of its ``mkdocs.yml``.
    """
    settings, diagnostics = config.load(root, settings_file)
    library, found = check.load(
        root,
        settings,
        folder_loader=cache.folder_loader(check.load_folders_in_parallel),
        data_loader=cache.data_loader(load_data),
    )
    return library, diagnostics + found
