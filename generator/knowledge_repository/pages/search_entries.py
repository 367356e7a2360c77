"""What search knows of an entry. It is made without the entry's page, so that the search index can
be built while the pages are rendered."""

from __future__ import annotations

import html
import re

from knowledge_repository.graph import with_parents
from knowledge_repository.model import Entry, SearchEntry
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.schema import facts

_TAGS = re.compile(r"<[^>]*>")
_CITATIONS = re.compile(r'<sup class="cite"><a [^>]*>[^<]*</a></sup>')


def search_entry(context: PageContext, entry: Entry) -> SearchEntry:
    """What search knows of *entry* in one language.

    Of a fallback it knows the title and the labels of its terms only: every filter counts it, and
    a text in another language adds no words to the index of this one.
    """
    words = entry.translation_for(context.language.code)
    card = context.card(entry.id)
    fallback = card.lang is not None
    text = "" if fallback else html.unescape(_TAGS.sub(" ", _CITATIONS.sub("", words.body.html)))
    return SearchEntry(
        path=routes.absolute(context.language.code, entry.route),
        language=context.language,
        title=card.title,
        description=card.summary,
        summary="" if fallback else card.summary,
        labels=_labels(context, entry),
        text=context.translator.digits(text, context.translator.country_of(entry)),
        text_language=card.lang,
        period=card.period,
        family=card.family,
        terms=_first_terms(context, entry),
        filters=_filters(context, entry),
    )


def _first_terms(context: PageContext, entry: Entry) -> str:
    """The labels of the terms in the first vocabulary of cards."""
    labels = [
        context.chip(vocabulary, term).text
        for vocabulary in context.library.site.cards[:1]
        for term in context.terms_of(entry, vocabulary)
    ]
    return context.translate("list.comma").join(labels)


def _labels(context: PageContext, entry: Entry) -> tuple[str, ...]:
    """The labels of the terms in the facts panel that lead to a page."""
    kind = context.schema.kinds[entry.kind]
    panel = kind.shown("panel")
    shown = dict.fromkeys(kind.facets[one.key] for one in panel if one.key in kind.facets)
    return tuple(
        context.chip(vocabulary, term).text
        for vocabulary in shown
        for term in context.terms_of(entry, vocabulary)
    )


def _filters(context: PageContext, entry: Entry) -> dict[str, tuple[str, ...]]:
    """Facet → ids of the terms under which search finds an entry."""
    found: dict[str, tuple[str, ...]] = {"kind": (entry.kind,)}
    for vocabulary in context.schema.kinds[entry.kind].facets.values():
        ids = context.terms_of(entry, vocabulary)
        if facts.applies_to_all(entry, vocabulary, context.schema):
            ids = tuple(context.library.vocabularies[vocabulary].terms)
        if ids:
            found[vocabulary] = tuple(with_parents(ids, vocabulary, context.library))
    return found
