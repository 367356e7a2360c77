"""The home page: the ways to entries, the map, the cycle, and the newest entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_repository.i18n.marked import join
from knowledge_repository.model import MenuItem, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.groups import cycle
from knowledge_repository.pages.maps import MapDrawing, map_of_all
from knowledge_repository.pages.views import Card, CountedTerm, KindCards

NEWEST_ENTRIES = 6
"""Entries of each kind on the home page."""


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of a vocabulary that have entries, without the terms below others."""

    vocabulary: str
    label: str
    question: str
    """Written in place of the label, if it is not empty."""
    terms: tuple[CountedTerm, ...]


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The home page."""

    search_label: str
    numbers: tuple[MenuItem, ...]
    """How many entries, territories and sources there are."""
    term_lists: tuple[TermList, ...]
    other_vocabularies: tuple[MenuItem, ...]
    featured: tuple[Card, ...]
    """The entries that ``content/site.yml`` names."""
    newest: tuple[KindCards, ...]
    """The entries of each kind that were reviewed last, without those. A kind all of whose entries
    are above is left out; one without entries asks for the first."""
    cycle: tuple[CountedTerm, ...]
    cycle_route: str
    """The list of the steps; empty without a cycle."""
    map: MapDrawing | None


def home(context: PageContext) -> Page:
    """The home page."""
    counts = [
        MenuItem(routes.kind_list(kind), context.labels.count(kind, len(context.listed_ids(kind))))
        for kind in context.schema.kinds
    ]
    kinds = _enumeration(context, [count.label for count in counts])
    shown = context.library.site.home
    view = HomeView(
        search_label=context.translate("home.search_in", kinds=kinds),
        numbers=(*counts, *_numbers(context)),
        term_lists=tuple(_term_list(context, name) for name in shown),
        other_vocabularies=tuple(
            MenuItem(routes.vocabulary(name), context.labels.vocabulary(name))
            for name in context.facets()
            if name not in shown
        ),
        featured=context.cards(_featured(context)),
        newest=tuple(
            newest
            for kind in context.schema.kinds
            if (newest := _newest(context, kind)).cards or not context.listed_ids(kind)
        ),
        cycle=cycle(context),
        cycle_route=routes.vocabulary(name) if (name := context.library.site.cycle) else "",
        map=map_of_all(context),
    )
    title, description = context.translate("site.full_name"), context.translate("site.description")
    return context.page(routes.HOME, "home", title, description, view)


def _enumeration(context: PageContext, texts: Sequence[str]) -> str:
    """*texts* as a list in a sentence: "a, b and c"."""
    *first, last = texts
    if not first:
        return last
    comma = context.translate("list.comma")
    return context.translate("list.and", first=join(comma, first), last=last)


def _numbers(context: PageContext) -> tuple[MenuItem, ...]:
    """How many territories and sources there are."""
    library, numbers = context.library, []
    if library.territories is not None:
        territories = {
            territory
            for kind in context.schema.kinds
            for entry in context.listed_entries(kind)
            for territory in context.translator.territories_of(entry)
        }
        label = context.translate("home.territories", len(territories))
        numbers.append(MenuItem(routes.vocabulary(library.territories), label))
    if sources := len(library.sources):
        numbers.append(MenuItem(routes.SOURCES, context.translate("home.sources", sources)))
    return tuple(numbers)


def _term_list(context: PageContext, vocabulary: str) -> TermList:
    return TermList(
        vocabulary=vocabulary,
        label=context.labels.vocabulary(vocabulary),
        question=context.translator.label(context.library.vocabularies[vocabulary].question),
        terms=tuple(
            CountedTerm(chip, context.term_counts(vocabulary, chip.id))
            for chip in context.chips(vocabulary)
            if chip.count and chip.depth == 0
        ),
    )


def _featured(context: PageContext) -> list[str]:
    """The ids of the entries that the site names, in its order; drafts and retired ones are no
    more shown than in lists."""
    aliases, entries = context.graph.aliases, context.library.entries
    ids = [aliases.get(id, id) for id in context.library.site.featured]
    return [id for id in ids if id in entries and context.is_current(entries[id])]


def _newest(context: PageContext, kind: str) -> KindCards:
    """The entries of a kind that were reviewed last.

    Readers first find what they can read in their own language.
    """
    entries, featured = context.library.entries, _featured(context)
    cards = sorted(
        context.cards(id for id in context.listed_ids(kind) if id not in featured),
        key=lambda card: (
            card.other_language is not None,
            -entries[card.id].facts.last_reviewed.toordinal(),
        ),
    )
    label = context.labels.kind(kind)
    return KindCards(kind, label, tuple(cards[:NEWEST_ENTRIES]), form=routes.form(kind))
