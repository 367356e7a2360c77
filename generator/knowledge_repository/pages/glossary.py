"""The glossary: each term in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_repository.model import GlossaryTerm, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import LocalizedText


@dataclass(frozen=True, slots=True)
class GlossaryItem:
    """A term, its definition, and the term in the other languages."""

    id: str
    term: str
    definition: str
    translations: Mapping[str, LocalizedText]
    """Name of another language → the term in it."""


@dataclass(frozen=True, slots=True)
class GlossaryView(View):
    """The page of the glossary."""

    items: tuple[GlossaryItem, ...]


def glossary(context: PageContext) -> Page | None:
    """The page of the glossary, in alphabetical order; None without terms."""
    if not context.library.glossary:
        return None
    title, intro = context.translate("glossary.title"), context.translate("glossary.intro")
    items = [_item(context, term) for term in context.library.glossary.values()]
    items.sort(key=lambda item: (context.translator.sort_key(item.term), item.id))
    return context.page(routes.GLOSSARY, "glossary", title, intro, GlossaryView(tuple(items)))


def _item(context: PageContext, term: GlossaryTerm) -> GlossaryItem:
    return GlossaryItem(
        id=term.id,
        term=context.translator.label(term.terms, term.id),
        definition=context.translator.label(term.definitions),
        translations={
            context.translator.language_name(code): LocalizedText(
                term.terms[code], *context.lang_and_dir(code)
            )
            for code in context.library.languages
            if code != context.language.code and code in term.terms
        },
    )
