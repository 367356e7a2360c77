"""Library + Graph → Pages: one function a page kind. Pages are complete and know no theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from generator.model import Graph, Library, Page
from generator.pages import entries, guide, maps, overviews, places, terms
from generator.pages.context import PageContext, pictures

__all__ = ["MANY", "ONE", "PageContext", "PageSpec", "contexts", "page_specs", "pages", "pictures"]


@dataclass(frozen=True)
class PageSpec:
    """A page that can be built, by any process."""

    path: str
    """Address from the root of the site."""
    language: str
    build: Callable[[], Page | None]
    """None where there is nothing to show."""
    folder: str | None = None
    """Set where the page shows the text of this folder, and of other entries only their facts."""


ONE: Mapping[str, Callable[[PageContext], Page | None]] = {
    "": places.home,
    "map/": maps.maps,
    "overview/": overviews.overview,
    "timeline/": overviews.timeline,
    "compare/": overviews.comparison,
    "statistics/": overviews.statistics,
    "glossary/": overviews.glossary,
    "sources/": overviews.sources,
    "search/": places.search,
}
"""Page kinds of which each language has one, by its route."""

MANY: tuple[Callable[[PageContext], Iterator[tuple[str, Callable[[], Page]]]], ...] = (
    entries.lists,
    terms.vocabularies,
    terms.terms,
    places.texts,
    guide.guide,
)
"""Page kinds of which each language has several: routes, and what builds the page of each. A new
kind is one function here, and a template."""


def contexts(library: Library, graph: Graph) -> list[PageContext]:
    """What page builders share, one context a language."""
    return [PageContext(library, graph, language) for language in library.languages.values()]


def page_specs(contexts: list[PageContext]) -> list[PageSpec]:
    """Every page of the site, language by language; the pages above the languages come last."""
    specs = []
    for context in contexts:
        code = context.language.code
        specs += [
            PageSpec(f"{code}/{route}", code, partial(build, context))
            for route, build in ONE.items()
        ]
        specs += [
            PageSpec(f"{code}/{route}", code, build, folder)
            for route, build, folder in entries.entries(context)
        ]
        specs += [
            PageSpec(f"{code}/{route}", code, build)
            for kind in MANY
            for route, build in kind(context)
        ]
    first = contexts[0].language.code
    specs += [PageSpec(path, first, partial(places.root, contexts, path)) for path in places.ROOTS]
    return specs


def pages(library: Library, graph: Graph) -> list[Page]:
    """Every page of the site, built here and now."""
    built = (spec.build() for spec in page_specs(contexts(library, graph)))
    return [page for page in built if page is not None]
