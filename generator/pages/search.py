"""The search page: the labels of every facet, and the data of its script."""

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
class LanguageInfo:
    """What the script shows about the language of a result."""

    name: str
    dir: str


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Texts that the script shows."""

    idle: str
    loading: str
    none: str
    more: str
    failed: str
    found: Mapping[str, str]
    """Plural form (CLDR) → text: the browser knows which form a number takes."""


@dataclass(frozen=True, slots=True)
class SearchScript:
    """The data of ``search.js``, as JSON in the page."""

    language: str
    words: SearchWords
    folding: tuple[tuple[str, str], ...]
    """Pairs of (regular expression, replacement), the same as in the index."""
    languages: Mapping[str, LanguageInfo]
    titles: Mapping[str, str]
    """Kind → what an entry of it is called."""


@dataclass(frozen=True, slots=True)
class SearchView(View):
    """The search page."""

    facets: tuple[SearchFacet, ...]
    script: SearchScript


def search_page(context: PageContext) -> Page:
    """The search page."""
    title, description = context.translate("search.title"), context.translate("site.description")
    view = SearchView(_facets(context), _script(context))
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
    known = [name for name in schema.all_facets() if name in context.library.vocabularies]
    first = [name for name in FIRST_FACETS if name in known]
    rest = [name for name in known if name not in FIRST_FACETS]
    return (
        SearchFacet("kind", context.translate("search.kind"), kinds),
        *(
            SearchFacet(name, context.vocabulary_name(name), context.chips(name))
            for name in (*first, *rest)
        ),
    )


def _script(context: PageContext) -> SearchScript:
    return SearchScript(
        language=context.language.code,
        words=SearchWords(
            idle=context.translate("search.idle"),
            loading=context.translate("search.loading"),
            none=context.translate("search.none"),
            more=context.translate("search.more"),
            failed=context.translate("search.failed"),
            found=_plural_forms(context, "search.found"),
        ),
        folding=context.language.folding,
        languages={
            code: LanguageInfo(context.translator.language_name(code), language.direction)
            for code, language in context.library.languages.items()
        },
        titles={kind: context.translate(f"kinds.{kind}.one") for kind in schema.KINDS},
    )


def _plural_forms(context: PageContext, key: str) -> Mapping[str, str]:
    """The forms of a word in the first language that has it."""
    found = next((words[key] for words in context.translator.words if words.get(key)), "")
    return found if isinstance(found, Mapping) else {"other": str(found)}
