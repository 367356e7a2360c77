"""The pages of the facets: one list a vocabulary, one page a term. A country is a term."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator import schema
from generator.model.facts import terms_of
from generator.model import Page
from generator.pages import maps
from generator.pages.context import PageContext, Piece, pictures
from generator.pages.entries import footnotes
from generator.pages.overviews import cycle


def vocabularies(context: PageContext) -> Iterator[tuple[str, Callable[[], Page]]]:
    """The list of the terms of each facet."""
    for name in schema.all_facets():
        if name in context.library.vocabularies:
            yield f"{name}/", partial(_vocabulary, context, name)


def _vocabulary(context: PageContext, name: str) -> Page:
    title = context.vocabulary_name(name)
    chips = []
    for chip in context.chips(name):
        term = context.library.term(name, chip["id"])
        chips.append({**chip, "note": context.translator.label(term.notes)})
    view: Piece = {
        "terms": chips,
        "vocabulary": name,
        "cycle": cycle(context) if name == "steps" else [],
    }
    return context.page(f"{name}/", "terms", title, title, view=view)


def terms(context: PageContext) -> Iterator[tuple[str, Callable[[], Page]]]:
    """One page a term: its text if it has one, its cases in groups, its practices."""
    for name in schema.all_facets():
        vocabulary = context.library.vocabularies.get(name)
        for id in vocabulary.terms if vocabulary else ():
            yield context.term_route(name, id), partial(_term, context, name, id)


def _term(context: PageContext, name: str, id: str) -> Page:
    term = context.library.term(name, id)
    route = context.term_route(name, id)
    title = context.translator.label(term.labels, id)
    note = context.translator.label(term.notes)
    ids = context.graph.by_term.get((name, id), ())
    text = context.library.texts.get(route)
    words = text.translation_for(context.language.code) if text else None
    kinds = []
    for kind, model in schema.KINDS.items():
        if name in schema.facets(model):
            cards = context.cards(ids, kind)
        elif kind == schema.BestPractice.folder:
            cards = context.cards(_tried_in(context, ids))
        else:
            continue
        group = context.library.vocabularies[name].group
        grouped = group is not None and group in schema.facets(schema.KINDS[kind])
        kinds.append(
            {
                "kind": kind,
                "label": context.translate(f"kinds.{kind}.many"),
                "count": context.translate(f"kinds.{kind}.count", count=len(cards)),
                "groups": _groups(context, ids, kind, group) if grouped and group else [],
                "cards": cards,
            }
        )
    view: Piece = {
        "vocabulary": name,
        "vocabulary_label": context.vocabulary_name(name),
        "one_label": context.vocabulary_name(name, one=True),
        "chip": context.chip(name, id),
        "note": note,
        "map": _map(context, ids, id) if name == "countries" else None,
        "kinds": kinds,
        "below": [
            chip
            for chip in context.chips(name)
            if context.library.term(name, chip["id"]).parent == id
        ],
        "above": context.chip(name, term.parent) if term.parent else None,
        "notices": context.translated(text, words) if text and words else [],
        "sources": footnotes(context, text, words) if text and words else [],
        **(context.tongue(words.language) if words else {}),
    }
    description = words.summary if words else note or f"{context.vocabulary_name(name)}: {title}"
    return context.page(
        route,
        "term",
        title,
        description,
        label=context.vocabulary_name(name, one=True),
        view=view,
        html=context.settled(words, text) if words else "",
        headings=words.body.headings if words else (),
        source=words.location.path if words else None,
        text_language=words.language if words else None,
        pictures=pictures(text) if text else {},
    )


def _map(context: PageContext, ids: tuple[str, ...], country: str) -> Piece | None:
    return maps.large(context, maps.located(context, ids, country), country)


def _tried_in(context: PageContext, ids: tuple[str, ...]) -> list[str]:
    """The practices that one of the cases used: a country has no practices of its own."""
    cases = set(ids)
    return [
        practice
        for practice, tried in sorted(context.graph.tried.items())
        if practice in context.library.entries and any(case.entry in cases for case in tried)
    ]


def _groups(context: PageContext, ids: tuple[str, ...], kind: str, vocabulary: str) -> list[Piece]:
    """The entries of one kind under the terms of another facet, in the order of its list."""
    found: dict[str, list[str]] = {}
    for id in ids:
        entry = context.library.entries[id]
        if entry.kind == kind:
            for term in terms_of(entry, vocabulary):
                found.setdefault(term, []).append(id)
    order = context.library.vocabularies[vocabulary].terms
    return [
        {
            "id": f"{vocabulary}-{term.lower()}",
            "chip": context.chip(vocabulary, term),
            "cards": context.cards(found[term]),
        }
        for term in order
        if term in found
    ]
