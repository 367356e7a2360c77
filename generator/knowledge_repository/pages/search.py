"""The search page: the labels of every facet, and what its script shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from knowledge_repository.i18n.marked import MarkedText
from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.search_entries import filter_counts
from knowledge_repository.pages.views import Chip


@dataclass(frozen=True, slots=True)
class SearchFacet:
    """A facet, with all terms by which a reader may filter."""

    name: str
    label: str
    terms: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class SearchView(View):
    """The search page."""

    facets: tuple[SearchFacet, ...]
    counts: Mapping[str, Mapping[str, int]]
    """Facet → term → how many entries search finds with it."""
    found: Mapping[str, str]
    """Plural form (CLDR) of the number of results → text: the browser knows which form a number
    takes."""
    languages: Mapping[str, Mapping[str, object]]
    """Language code → its ``name`` and ``dir``, for results in another language, and the ``rules``
    by which search compares its words."""
    kind_labels: Mapping[str, Mapping[str, str | None]]
    """Kind → what an entry of it is called: ``text``, and ``lang`` and ``dir`` of a text in
    another language than the page."""


def search_page(context: PageContext) -> Page:
    """The search page."""
    title, description = context.translate("search.title"), context.translate("site.description")
    facets, counts = _facets(context), filter_counts(context)
    view = SearchView(
        facets=facets,
        counts={
            facet.name: {term.id: counts[facet.name, term.id] for term in facet.terms}
            for facet in facets
        },
        found=context.translator.forms("search.found"),
        languages={
            code: {
                "name": context.translator.language_name(code),
                "dir": language.direction,
                "rules": asdict(language.search),
            }
            for code, language in context.library.languages.items()
        },
        kind_labels={
            kind: _marked(context.labels.kind(kind, one=True)) for kind in context.schema.kinds
        },
    )
    return context.page(routes.SEARCH, "search", title, description, view)


def _marked(text: str) -> dict[str, str | None]:
    if isinstance(text, MarkedText):
        return {"text": text, "lang": text.lang, "dir": text.dir}
    return {"text": text}


def _facets(context: PageContext) -> tuple[SearchFacet, ...]:
    kinds = tuple(
        Chip(
            id,
            context.labels.kind(id),
            routes.kind_list(id),
            icon=kind.icon,
        )
        for id, kind in context.schema.kinds.items()
    )
    facets = dict.fromkeys((*context.library.site.search, *context.facets()))
    return (
        SearchFacet("kind", context.translate("search.kind"), kinds),
        *(
            SearchFacet(name, context.labels.vocabulary(name), context.chips(name))
            for name in facets
        ),
    )
