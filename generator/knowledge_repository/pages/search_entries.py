"""What search knows of an entry. It is made without the entry's page, so that the search index can
be built while the pages are rendered."""

from __future__ import annotations

import html
import re
from collections import Counter

from knowledge_repository.content.concepts import concepts_of
from knowledge_repository.graph import with_parents
from knowledge_repository.model import (
    Concept,
    Entry,
    GlossaryTerm,
    SearchEntry,
    SearchSection,
    SearchTarget,
    Term,
)
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.schema import Translatable, facts

_TAGS = re.compile(r"<[^>]*>")
_HEADING = re.compile(r'<h2 id="([^"]*)"[^>]*>(.*?)</h2>')
_CITATIONS = re.compile(r'<sup class="cite"><a [^>]*>[^<]*</a></sup>')


def search_entry(context: PageContext, entry: Entry) -> SearchEntry:
    """What search knows of *entry* in one language.

    Of a fallback it knows the title and the labels of its terms only: every filter counts it, and
    a text in another language adds no words to the index of this one.
    """
    card = context.card(entry.id)
    fallback = card.lang is not None
    return SearchEntry(
        path=routes.absolute(context.language.code, entry.route),
        language=context.language,
        title=card.title,
        description=card.summary,
        summary="" if fallback else card.summary,
        labels=_labels(context, entry),
        sections=() if fallback else _sections(context, entry),
        details=() if fallback else _details(context, entry),
        sources=_sources(context, entry),
        elsewhere=_elsewhere(context, entry),
        text_language=card.lang,
        period=card.period,
        family=card.family,
        terms=_first_terms(context, entry),
        filters=_filters(context, entry),
    )


def _sections(context: PageContext, entry: Entry) -> tuple[SearchSection, ...]:
    """The text by headings of the second level."""
    country = context.translator.country_of(entry)
    body = _CITATIONS.sub("", entry.translation_for(context.language.code).body.html)
    parts = _HEADING.split(body)
    rows = [("", "", parts[0]), *zip(parts[1::3], parts[2::3], parts[3::3], strict=True)]

    def plain(part: str) -> str:
        return context.translator.digits(html.unescape(_TAGS.sub(" ", part)), country)

    sections = (SearchSection(id, plain(heading), plain(text)) for id, heading, text in rows)
    return tuple(one for one in sections if one.heading or one.text.strip())


def _details(context: PageContext, entry: Entry) -> tuple[str, ...]:
    """The texts of facts: partners, results, notes, roles."""
    texts = (
        context.localized(entry, reference.value).text
        for reference in context.schema.references(entry)
        if isinstance(reference.names, Translatable)
    )
    return tuple(dict.fromkeys(texts))


def _sources(context: PageContext, entry: Entry) -> tuple[str, ...]:
    known = {**context.library.sources, **facts.cited_sources_of(entry)}
    ids = (id for id in facts.source_ids_of(entry) if id in known)
    return tuple(context.translator.label(known[id].title) for id in ids)


def _elsewhere(context: PageContext, entry: Entry) -> tuple[str, ...]:
    others = (one for code, one in entry.translations.items() if code != context.language.code)
    return tuple(text for one in others for text in (one.title, one.summary))


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


def filter_counts(context: PageContext) -> Counter[tuple[str, str]]:
    """(facet, id of a term) → how many entries search finds with it."""
    return Counter(
        (facet, id)
        for entry in context.library.entries.values()
        for facet, ids in _filters(context, entry).items()
        for id in ids
    )


def search_concepts(context: PageContext) -> list[tuple[Concept, SearchTarget | None]]:
    """The words that mean the same, each with the page about what they mean, if there is one."""
    found = [(concept, _target(context, concept)) for concept in concepts_of(context.library)]
    for route, text in context.library.texts.items():
        if not route.startswith(tuple(f"{name}/" for name in context.facets())):
            titles = {
                code: (words.title, words.short_title or words.title)
                for code, words in text.translations.items()
            }
            title = text.translation_for(context.language.code).title
            url = routes.absolute(context.language.code, route)
            found.append((Concept({}, text.location(), titles), SearchTarget(title, url, "")))
    return found


def _target(context: PageContext, concept: Concept) -> SearchTarget | None:
    code, label = context.language.code, context.translator.label
    match concept.term:
        case GlossaryTerm() as term:
            url = routes.absolute(code, f"{routes.GLOSSARY}#{term.id}")
            return SearchTarget(label(term.terms), url, label(term.definitions))
        case Term() as term if term.vocabulary in context.facets():
            url = routes.absolute(code, routes.term(term.vocabulary, term.id))
            return SearchTarget(label(term.labels, term.id), url, "")
    return None
