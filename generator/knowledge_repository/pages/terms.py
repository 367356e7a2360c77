"""Pages of the facets: one list for each vocabulary, one page for each term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from knowledge_repository.i18n.marked import join
from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.groups import by_term, cycle
from knowledge_repository.pages.maps import MapDrawing, linked_map
from knowledge_repository.pages.text import TextView, text_view, with_text
from knowledge_repository.pages.views import CardGroup, Chip, CountedTerm, KindCards


@dataclass(frozen=True, slots=True)
class TermsView(View):
    """The terms of a vocabulary."""

    rows: tuple[CountedTerm, ...]
    cycle: tuple[CountedTerm, ...]


@dataclass(frozen=True, slots=True)
class TermView(View):
    """A term with its text, if it has one, and its entries."""

    vocabulary: str
    vocabulary_label: str
    chip: Chip
    note: str
    above: Chip | None
    below: tuple[Chip, ...]
    map: MapDrawing | None
    kinds: tuple[KindCards, ...]
    text: TextView | None
    has_feed: bool
    """There is a feed of its entries: its vocabulary is in the menu."""


def vocabulary_pages(context: PageContext) -> Iterator[PageSpec]:
    """The specifications of the lists of terms."""
    for name in context.facets():
        if name in context.library.vocabularies:
            yield context.spec(routes.vocabulary(name), partial(vocabulary_page, context, name), ())


def vocabulary_page(context: PageContext, name: str) -> Page:
    """The terms of a vocabulary."""
    terms, label = context.library.vocabularies[name].terms, context.translator.label
    rows = tuple(
        CountedTerm(chip, context.term_counts(name, chip.id), note=label(terms[chip.id].notes))
        for chip in context.chips(name)
    )
    view = TermsView(rows, cycle(context) if name == context.library.site.cycle else ())
    title = context.labels.vocabulary(name)
    return context.page(routes.vocabulary(name), "terms", title, title, view)


def term_pages(context: PageContext) -> Iterator[PageSpec]:
    """The specifications of the pages of terms."""
    for name in context.facets():
        for chip in context.chips(name):
            route = routes.term(name, chip.id)
            text = context.library.texts.get(route)
            texts = (text.folder,) if text else ()
            yield context.spec(route, partial(term_page, context, name, chip.id), texts)


def term_page(context: PageContext, name: str, id: str) -> Page:
    """The page of a term: its text if it has one, its entries in groups."""
    term = context.library.term(name, id)
    route = routes.term(name, id)
    title = context.translator.label(term.labels, id)
    note = context.translator.label(term.notes)
    text = context.library.texts.get(route)
    description = note or join(": ", (context.labels.vocabulary(name), title))
    if text:
        description = text.translation_for(context.language.code).summary
    terms = context.library.vocabularies[name].terms
    label = context.labels.vocabulary(name, one=True)
    view = TermView(
        vocabulary=name,
        vocabulary_label=context.labels.vocabulary(name),
        chip=context.chip(name, id),
        note=note,
        above=context.chip(name, term.parent) if term.parent else None,
        below=tuple(chip for chip in context.chips(name) if terms[chip.id].parent == id),
        map=linked_map(context, id) if name == context.library.territories else None,
        kinds=tuple(_sections(context, name, id)),
        text=text_view(context, text) if text else None,
        has_feed=name in context.library.site.menu,
    )
    page = context.page(route, "term", title, description, view, label=label)
    return with_text(context, page, text) if text else page


def _sections(context: PageContext, name: str, id: str) -> Iterator[KindCards]:
    group = context.library.vocabularies[name].group
    for kind, declared in context.schema.kinds.items():
        groups: tuple[CardGroup, ...] = ()
        vocabularies = declared.facets.values()
        if name in vocabularies:
            ids: Sequence[str] = context.entry_ids(name, id, kind)
            if group is not None and group in vocabularies:
                groups = tuple(by_term(context, ids, group))
        elif kind in context.schema.link_targets:
            ids = _used_by(context, kind, context.entry_ids(name, id))
        else:
            continue
        label = context.labels.kind(kind)
        chosen = {key: id for key, vocabulary in declared.facets.items() if vocabulary == name}
        form = routes.form(kind, chosen)
        yield KindCards(kind, label, context.cards(ids), groups, group, form)


def _used_by(context: PageContext, kind: str, ids: Sequence[str]) -> list[str]:
    """The entries of a kind that one of the entries *ids* used: so a term leads to them, too, where
    the kind does not have its vocabulary."""
    users, uses = set(ids), context.graph.uses
    return [
        id
        for id in sorted(context.listed_ids(kind))
        if any(use.entry in users for use in uses.get(id, ()))
    ]
