"""What search knows of an entry. It is made without the entry's page, so that the search index can
be built while the pages are rendered."""

from __future__ import annotations

import html
import re

from generator import schema
from generator.graph import terms_of
from generator.i18n.translator import country_of
from generator.model import Entry, SearchEntry
from generator.pages.context import PageContext

_TAGS = re.compile(r"<[^>]*>")
_CITATIONS = re.compile(r'<sup class="cite"><a [^>]*>[^<]*</a></sup>')


def search_entry(context: PageContext, entry: Entry) -> SearchEntry:
    """What search knows of *entry* in one language.

    Of a fallback it knows the title and the labels of its terms only: every filter counts it, and
    a text in another language adds no words to the index of this one.
    """
    words = entry.translation_for(context.language.code)
    fallback = words.language != context.language.code
    text = "" if fallback else html.unescape(_TAGS.sub(" ", _CITATIONS.sub("", words.body.html)))
    card = context.card(entry.id)
    description = context.told(entry, words.summary)
    return SearchEntry(
        path=f"{context.language.code}/{entry.route}",
        language=context.language,
        title=context.told(entry, words.title),
        description=description,
        summary="" if fallback else description,
        labels=_labels(context, entry),
        text=context.translator.digits(text, country_of(entry)),
        text_language=card["lang"],
        period=card["period"],
        filters=context.filters(entry),
    )


def _labels(context: PageContext, entry: Entry) -> tuple[str, ...]:
    """The labels of the terms in the facts panel that lead to a page."""
    kind = schema.KINDS[entry.kind]
    facets = schema.facets(kind)
    return tuple(
        context.chip(facets[name], term)["text"]
        for name in schema.panel_fields(kind)
        if name in facets
        for term in terms_of(entry, name)
    )
