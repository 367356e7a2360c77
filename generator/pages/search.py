"""The search page: the labels of every facet, and what its script shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator import schema
from generator.model import Page, View
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.views import Chip

FIRST_FACETS = ("countries", "sectors", "crafts", "steps")
"""The order of facets; the others follow as they are declared."""


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
    found: Mapping[str, str]
    """Plural form (CLDR) of the number of results → text: the browser knows which form a number
    takes."""
    languages: Mapping[str, Mapping[str, str]]
    """Language code → its ``name`` and ``dir``, for results in another language."""
    kind_labels: Mapping[str, str]
    """Kind → what an entry of it is called."""


def search_page(context: PageContext) -> Page:
    """The search page."""
    title, description = context.translate("search.title"), context.translate("site.description")
    view = SearchView(
        facets=_facets(context),
        found=_plural_forms(context, "search.found"),
        languages={
            code: {"name": context.translator.language_name(code), "dir": language.direction}
            for code, language in context.library.languages.items()
        },
        kind_labels={kind: context.translate(f"kinds.{kind}.one") for kind in schema.KINDS},
    )
    return context.page(routes.SEARCH, "search", title, description, view)


def _facets(context: PageContext) -> tuple[SearchFacet, ...]:
    kinds = tuple(
        Chip(
            kind,
            context.translate(f"kinds.{kind}.many"),
            routes.kind_list(kind),
            icon=model.icon,
        )
        for kind, model in schema.KINDS.items()
    )
    facets = sorted(context.facets(), key=lambda name: (*FIRST_FACETS, name).index(name))
    return (
        SearchFacet("kind", context.translate("search.kind"), kinds),
        *(SearchFacet(name, context.vocabulary_name(name), context.chips(name)) for name in facets),
    )


def _plural_forms(context: PageContext, key: str) -> Mapping[str, str]:
    """The forms of a word in the first language that has it."""
    found = next((words[key] for words in context.translator.words if words.get(key)), "")
    return found if isinstance(found, Mapping) else {"other": str(found)}
