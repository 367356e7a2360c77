"""Library + Graph → Pages: one function a page kind. Pages are complete and know no theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from generator.making import entries, guide, maps, overviews, places, terms
from generator.making.pieces import Pieces, pictures
from generator.model import Graph, Library, Page
from generator.tracing import Trace

__all__ = ["MANY", "ONE", "Plan", "pages", "pictures", "plans"]


class Plan(NamedTuple):
    """A page that is to be made: any process may, and nobody must who has it already."""

    path: str
    make: Callable[[], Page | None]
    """None where there is nothing to show."""


ONE: Mapping[str, Callable[[Pieces], Page | None]] = {
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

MANY: tuple[Callable[[Pieces], Iterator[tuple[str, Callable[[], Page]]]], ...] = (
    entries.lists,
    entries.entries,
    terms.vocabularies,
    terms.terms,
    places.texts,
    guide.guide,
)
"""Page kinds of which each language has several: routes, and what makes the page of each. A new
kind is one function here, and a template."""


def plans(
    library: Library, graph: Graph, trace: Trace | None = None
) -> Iterator[tuple[Pieces, list[Plan]]]:
    """Every page of the site, planned, language by language; the pages above the languages stand
    with the last one. The *trace* notes what the makers look at."""
    trace = trace or Trace()
    speaking = [Pieces(library, graph, language, trace) for language in library.languages.values()]
    for pieces in speaking:
        code = pieces.language.code
        planned = [Plan(f"{code}/{route}", partial(make, pieces)) for route, make in ONE.items()]
        planned += (Plan(f"{code}/{route}", make) for kind in MANY for route, make in kind(pieces))
        if pieces is speaking[-1]:
            for path in places.ROOTS:
                planned.append(Plan(path, partial(places.root, speaking, path)))
        yield pieces, planned


def pages(library: Library, graph: Graph) -> list[Page]:
    """Every page of the site, made here and now."""
    made = (plan.make() for _, planned in plans(library, graph) for plan in planned)
    return [page for page in made if page is not None]
