"""Library + Graph → Pages: one function a page kind. Pages are complete and know no theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.making import entries, guide, maps, overviews, places, terms
from generator.making.pieces import Pieces
from generator.model import Graph, Library, Page

Maker = Callable[[Pieces], Iterator[Page]]

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


def pages(library: Library, graph: Graph) -> Iterator[list[Page]]:
    """Every page of the site, one list a language; the pages above the languages stand in the
    last one."""
    speaking = [Pieces(library, graph, language) for language in library.languages.values()]
    for pieces in speaking:
        made = [page for maker in MAKERS for page in maker(pieces)]
        if pieces is speaking[-1]:
            made += places.roots(speaking)
        yield made
