"""The pages of the facets: one list a vocabulary, one page a term. A country is a term."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator import schema
from generator.linking import terms_of
from generator.making import maps
from generator.making.entries import footnotes
from generator.making.overviews import cycle
from generator.making.pieces import Piece, Pieces, pictures
from generator.model import Page


def vocabularies(pieces: Pieces) -> Iterator[tuple[str, Callable[[], Page]]]:
    """The list of the terms of each facet."""
    for name in schema.all_facets():
        if name in pieces.library.vocabularies:
            yield f"{name}/", partial(_vocabulary, pieces, name)


def _vocabulary(pieces: Pieces, name: str) -> Page:
    title = pieces.vocabulary_name(name)
    chips = []
    for chip in pieces.chips(name):
        term = pieces.library.term(name, chip["id"])
        chips.append({**chip, "note": pieces.voice.label(term.notes)})
    data: Piece = {
        "terms": chips,
        "vocabulary": name,
        "cycle": cycle(pieces) if name == "steps" else [],
    }
    return pieces.page(f"{name}/", "terms", title, title, data=data)


def terms(pieces: Pieces) -> Iterator[tuple[str, Callable[[], Page]]]:
    """One page a term: its text if it has one, its cases in groups, its practices."""
    for name in schema.all_facets():
        vocabulary = pieces.library.vocabularies.get(name)
        for id in vocabulary.terms if vocabulary else ():
            yield pieces.term_route(name, id), partial(_term, pieces, name, id)


def _term(pieces: Pieces, name: str, id: str) -> Page:
    term = pieces.library.term(name, id)
    route = pieces.term_route(name, id)
    title = pieces.voice.label(term.labels, id)
    note = pieces.voice.label(term.notes)
    ids = pieces.graph.by_term.get((name, id), ())
    text = pieces.library.texts.get(route)
    words = text.speak(pieces.language.code) if text else None
    kinds = []
    for kind, model in schema.KINDS.items():
        if name in schema.facets(model):
            cards = pieces.cards(ids, kind)
        elif kind == schema.BestPractice.folder:
            cards = pieces.cards(_tried_in(pieces, ids))
        else:
            continue
        group = pieces.library.vocabularies[name].group
        grouped = group is not None and group in schema.facets(schema.KINDS[kind])
        kinds.append(
            {
                "kind": kind,
                "label": pieces.say(f"kinds.{kind}.many"),
                "count": pieces.say(f"kinds.{kind}.count", count=len(cards)),
                "groups": _groups(pieces, ids, kind, group) if grouped and group else [],
                "cards": cards,
            }
        )
    data: Piece = {
        "vocabulary": name,
        "vocabulary_label": pieces.vocabulary_name(name),
        "one_label": pieces.vocabulary_name(name, one=True),
        "chip": pieces.chip(name, id),
        "note": note,
        "map": _map(pieces, ids, id) if name == "countries" else None,
        "kinds": kinds,
        "below": [
            chip
            for chip in pieces.chips(name)
            if pieces.library.term(name, chip["id"]).parent == id
        ],
        "above": pieces.chip(name, term.parent) if term.parent else None,
        "notices": pieces.translated(text, words) if text and words else [],
        "sources": footnotes(pieces, text, words) if text and words else [],
        **(pieces.tongue(words.language) if words else {}),
    }
    description = words.summary if words else note or f"{pieces.vocabulary_name(name)}: {title}"
    return pieces.page(
        route,
        "term",
        title,
        description,
        label=pieces.vocabulary_name(name, one=True),
        data=data,
        html=pieces.settled(words, text) if words else "",
        headings=words.body.headings if words else (),
        source=words.place.path if words else None,
        text_language=words.language if words else None,
        pictures=pictures(text) if text else {},
    )


def _map(pieces: Pieces, ids: tuple[str, ...], country: str) -> Piece | None:
    return maps.large(pieces, maps.located(pieces, ids, country), country)


def _tried_in(pieces: Pieces, ids: tuple[str, ...]) -> list[str]:
    """The practices that one of the cases used: a country has no practices of its own."""
    cases = set(ids)
    return [
        practice
        for practice, tried in sorted(pieces.graph.tried.items())
        if practice in pieces.library.cards and any(case.entry in cases for case in tried)
    ]


def _groups(pieces: Pieces, ids: tuple[str, ...], kind: str, vocabulary: str) -> list[Piece]:
    """The entries of one kind under the terms of another facet, in the order of its list."""
    found: dict[str, list[str]] = {}
    for id in ids:
        entry = pieces.library.cards[id]
        if entry.kind == kind:
            for term in terms_of(entry, vocabulary):
                found.setdefault(term, []).append(id)
    order = pieces.library.vocabularies[vocabulary].terms
    return [
        {
            "id": f"{vocabulary}-{term.lower()}",
            "chip": pieces.chip(vocabulary, term),
            "cards": pieces.cards(found[term]),
        }
        for term in order
        if term in found
    ]
