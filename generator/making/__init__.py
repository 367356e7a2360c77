"""Library + Graph → Pages: one function a page kind. Pages are complete and know no theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.making import entries, guide, maps, overviews, places, terms
from generator.making.pieces import Pieces
from generator.model import Graph, Library, Page

Plan = Page | Callable[[], Page]
"""A page, or what makes it: where there are many of a kind, every processor makes some."""
Maker = Callable[[Pieces], Iterator[Plan]]

MAKERS: tuple[Maker, ...] = (
    places.home,
    entries.lists,
    entries.entries,
    terms.vocabularies,
    terms.terms,
    maps.maps,
    overviews.overview,
    overviews.timeline,
    overviews.comparison,
    overviews.statistics,
    overviews.glossary,
    overviews.sources,
    places.texts,
    places.search,
    guide.guide,
)
"""Every page kind that exists once a language. A new one is one function here, and a template."""


def plans(library: Library, graph: Graph) -> Iterator[tuple[str, list[Plan]]]:
    """Every page of the site, planned, language by language; the pages above the languages stand
    with the last one."""
    speaking = [Pieces(library, graph, language) for language in library.languages.values()]
    for pieces in speaking:
        planned = [plan for maker in MAKERS for plan in maker(pieces)]
        if pieces is speaking[-1]:
            planned += places.roots(speaking)
        yield pieces.language.code, planned


def made(plan: Plan) -> Page:
    """The page of a plan."""
    return plan if isinstance(plan, Page) else plan()


def pages(library: Library, graph: Graph) -> list[Page]:
    """Every page of the site, made here and now."""
    return [made(plan) for _, planned in plans(library, graph) for plan in planned]
