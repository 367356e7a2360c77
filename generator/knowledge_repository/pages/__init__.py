"""Library + Graph → Pages: one module for each page kind. Pages know no theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from knowledge_repository.model import Graph, Library, Page
from knowledge_repository.pages import entry, guide, lists, routes, terms, text
from knowledge_repository.pages.changes import changes_page
from knowledge_repository.pages.compare import comparison
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.data import data_page
from knowledge_repository.pages.form import forms
from knowledge_repository.pages.glossary import glossary
from knowledge_repository.pages.home import home
from knowledge_repository.pages.labels import Labels
from knowledge_repository.pages.maps import map_page
from knowledge_repository.pages.overview import overview
from knowledge_repository.pages.reference import references
from knowledge_repository.pages.roots import ROOT_KINDS, Review, root_page
from knowledge_repository.pages.search import search_page
from knowledge_repository.pages.sources import sources
from knowledge_repository.pages.statistics import statistics
from knowledge_repository.pages.text import pictures
from knowledge_repository.pages.timeline import timeline
from knowledge_repository.pages.to_check import to_check
from knowledge_repository.pages.translations import translations

__all__ = ["Labels", "PageContext", "PageSpec", "Review", "contexts", "page_specs", "pictures"]


@dataclass(frozen=True)
class SinglePage:
    """A page kind of which each language has one page."""

    build: Callable[[PageContext], Page | None]
    facts_only: bool = False
    """It shows no texts: the cache keeps it when only a text changes."""


SINGLE_PAGES: Mapping[str, SinglePage] = {
    routes.HOME: SinglePage(home, facts_only=True),
    routes.MAP: SinglePage(map_page, facts_only=True),
    routes.OVERVIEW: SinglePage(overview, facts_only=True),
    routes.TIMELINE: SinglePage(timeline, facts_only=True),
    routes.COMPARE: SinglePage(comparison, facts_only=True),
    routes.STATISTICS: SinglePage(statistics),  # counts the words of all texts
    routes.TRANSLATIONS: SinglePage(translations),
    routes.GLOSSARY: SinglePage(glossary, facts_only=True),
    routes.SOURCES: SinglePage(sources, facts_only=True),
    routes.CHANGES: SinglePage(changes_page, facts_only=True),
    routes.TO_CHECK: SinglePage(to_check, facts_only=True),
    routes.SEARCH: SinglePage(search_page, facts_only=True),
    routes.DATA_PAGE: SinglePage(data_page, facts_only=True),
}
"""The single pages by their routes."""

PAGE_FAMILIES: tuple[Callable[[PageContext], Iterator[PageSpec]], ...] = (
    entry.entry_pages,
    lists.list_pages,
    terms.vocabulary_pages,
    terms.term_pages,
    text.text_pages,
    guide.guide,
    references,
    forms,
)
"""Page kinds of which each language has several. A new kind is a function here and a template."""


class DuplicateRoute(ValueError):
    """Two pages have the same address; the rule ``duplicate-id`` reports it to authors."""


def contexts(library: Library, graph: Graph) -> list[PageContext]:
    """What page builders share: one context for each language."""
    return [PageContext(library, graph, language) for language in library.languages.values()]


def page_specs(contexts: Sequence[PageContext], review: Review | None = None) -> list[PageSpec]:
    """Every page of the site, language by language; the pages above the languages come last.

    *review*: what the first page says to a reviewer, in a preview.

    Raises:
        DuplicateRoute: two pages have the same address.
    """
    specs = [spec for context in contexts for spec in _language_specs(context)]
    first = contexts[0].language.code
    specs += [
        PageSpec(path, first, partial(root_page, contexts, path, review), ()) for path in ROOT_KINDS
    ]
    path, uses = Counter(spec.path for spec in specs).most_common(1)[0]
    if uses > 1:
        raise DuplicateRoute(f"two pages have the address {path}")
    return specs


def _language_specs(context: PageContext) -> Iterator[PageSpec]:
    for route, single in SINGLE_PAGES.items():
        texts = () if single.facts_only else None
        yield context.spec(route, partial(single.build, context), texts)
    for family in PAGE_FAMILIES:
        yield from family(context)
